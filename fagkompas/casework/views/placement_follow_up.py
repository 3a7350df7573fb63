"""The follow-up of a placement on one page: every task with employer and citizen, saved while one types."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from fagkompas.accounts.models import Employee
from fagkompas.casework.actions.placements import NEXT, Said, agreed, keep_draft, keep_follow_up
from fagkompas.casework.figures.placements import seen_in_words
from fagkompas.casework.forms.placements import (
    WENT,
    Asked,
    FollowUpForm,
    control,
    is_of_follow_up,
    typed_of_answer,
    typed_of_follow_up,
)
from fagkompas.casework.models import FollowUpDraft, Placement, TaskRating
from fagkompas.casework.permissions.placements import load_placement, load_task
from fagkompas.casework.placement_reading import ReadTask, read_placement, to_engine
from fagkompas.casework.views.opening import to_change_towards_work
from fagkompas.casework.views.placements import PLACEMENTS_READ
from fagkompas.casework.wording.placements import difference_in_words
from fagkompas.citizens.models import Citizen
from fagkompas.conversations.permissions import may_read_agreement
from fagkompas.conversations.smart_findings import findings_of
from fagkompas.engine import progression as engine
from fagkompas.engine.progression import Seen
from fagkompas.toolkit.together import OPENED, SavedNow, Sheet, autosaved, on_page, opened_twins, save_together

DAY = "den"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDay:
    """The tasks that are done now, what is typed and not saved, and the agreements that are asked about, by task."""

    placement: Placement
    tasks: Sequence[ReadTask]
    draft: FollowUpDraft | None
    asked: Mapping[UUID, Asked]


@dataclass(frozen=True, kw_only=True)
class FollowUpSheet(Sheet[FollowUpForm]):
    """What was said of the tasks on a day."""

    citizen: Citizen
    placement: Placement
    on: date
    person: Employee
    traces_read: str
    is_done: bool
    sent: Collection[str]

    def is_field(self, name: str) -> bool:
        """The controls of every task."""
        return is_of_follow_up(name)

    def is_choice(self, name: str) -> bool:
        """What is in the plan already stands on the page as text, and stays as it is."""
        return name.partition("-")[0] in NEXT

    def posted(self, request: HttpRequest) -> dict[str, str]:
        """What was sent. A draft remembers no answer of others: where the page has not seen one, it was opened without any."""
        sent = request.POST.dict()
        read = self.read()
        for task, one in read.asked.items():
            if read.draft is None or one.agreement.is_open:
                continue
            stands = typed_of_answer(task, one, self.on)
            for name in (control(each, task) for each in one.names):
                if sent.get(f"{OPENED}{name}", "") != stands.get(name, ""):
                    sent[f"{OPENED}{name}"] = ""
        return sent

    def read(self) -> ReadDay:
        """What the day is about, as it is now. Three queries."""
        held = load_placement(self.citizen, self.placement.uuid)
        tasks = read_placement(held, self.on).tasks
        draft = held.drafts.filter(on=self.on).first()
        typed = draft.texts if draft else {}
        asked = {one.task.uuid: found for one in tasks if (found := self._asked(one, typed))}
        return ReadDay(placement=held, tasks=tasks, draft=draft, asked=asked)

    def _asked(self, one: ReadTask, typed: Mapping[str, str]) -> Asked | None:
        """What was agreed last; also where somebody has said elsewhere how it went since the page asked, or a draft did."""
        agreement = one.asked_on(self.on)
        if agreement is None:
            return None
        agreement.citizen = self.citizen
        may_note = may_read_agreement(self.person, agreement)
        went, note = (control(name, one.task.uuid) for name in WENT)
        note_typed = typed.get(note) or agreement.note
        is_typed = bool(typed.get(went)) or (may_note and note_typed != agreement.note)
        if not (agreement.is_open or went in self.sent or is_typed):
            return None
        return Asked(
            agreement=agreement,
            may_note=may_note,
            note=note_typed if agreement.is_open or not self.sent else agreement.note,
        )

    def now(self) -> SavedNow:
        """Three queries."""
        read = self.read()
        if read.draft is not None:
            texts = {name: text for name, text in read.draft.texts.items() if name.partition("-")[0] != "note"}
            for task, one in read.asked.items():
                if one.may_note:
                    texts[control("note", task)] = one.note
                if self.sent and not one.agreement.is_open:
                    texts |= {control(name, task): "" for name in one.names} | typed_of_answer(task, one, self.on)
            by_another = read.draft.saved_by_id != self.person.pk
            return SavedNow(texts=texts, revision=read.placement.revision, by_another=by_another)
        said_by = {rating.recorded_by_id for one in read.tasks for rating in one.ratings if rating.on == self.on}
        said_by |= {one.agreement.followed_up_by_id for one in read.asked.values()}
        return SavedNow(
            texts=typed_of_follow_up(read.tasks, self.on, read.asked),
            revision=read.placement.revision,
            by_another=bool(said_by - {None, self.person.pk}),
        )

    def form(self, data: Mapping[str, str], now: SavedNow) -> FollowUpForm:
        """What was typed and saved, together; without anything typed, as it is saved."""
        read = self.read()
        if not data:
            return FollowUpForm(tasks=read.tasks, asked=read.asked, initial=dict(now.texts))
        sent = {**data, "traces_read": self.traces_read}
        return FollowUpForm(sent, tasks=read.tasks, asked=read.asked, is_draft=not self.is_done)

    def keep(self, form: FollowUpForm, revision: int) -> int:
        """All of it: a draft until the button is pressed."""
        if not self.is_done:
            texts = {name: text for name in form.fields if name != "traces_read" and (text := form.data.get(name, ""))}
            # A note is typed where it says something new; what a colleague is typing and this person may not read stays.
            for task, one in form.asked.items():
                name = control("note", task)
                note = texts.pop(name, "") if one.may_note else one.note
                texts |= {name: note} if note not in {"", one.agreement.note} else {}
            return keep_draft(
                placement=self.placement, on=self.on, texts=texts, revision=revision, now=timezone.now(), by=self.person
            ).revision
        return keep_follow_up(
            placement=self.placement,
            on=self.on,
            said=form.said(),
            revision=revision,
            traces_read=form.cleaned_data["traces_read"],
            now=timezone.now(),
            by=self.person,
        ).revision


@require_http_methods(["GET", "POST"])
def follow_up(request: HttpRequest, uuid: UUID, placement: UUID) -> HttpResponse:
    """Go through the tasks; `?den=2026-11-20` is about a meeting that was held before."""
    person, citizen = to_change_towards_work(request, uuid, PLACEMENTS_READ)
    one = load_placement(citizen, placement)
    on = _day(request, one)
    next_url = reverse("casework:placement", args=[uuid, placement])
    is_autosave = request.method == "POST" and "X-Autosave" in request.headers
    sheet = FollowUpSheet(
        citizen=citizen,
        placement=one,
        on=on,
        person=person,
        traces_read=request.POST.get("traces_read", ""),
        is_done=not is_autosave,
        sent=frozenset(request.POST),
    )
    if is_autosave:
        return autosaved(save_together(request, sheet), sheet)
    save_url = f"{request.path}?{DAY}={on.isoformat()}"
    done = _("The follow-up is saved, and what was agreed is in the plan.")
    page = on_page(request, sheet, done=done, save_url=save_url, next_url=next_url)
    if isinstance(page, HttpResponse):
        return page
    now = FollowUpForm(dict(page.texts), tasks=page.form.tasks, asked=page.form.asked)
    now.is_valid()
    blocks = [_block(read, fields, on, now.said_of(read.task.uuid)) for read, fields in page.form.blocks]
    for block in blocks:
        block["may_open_agreed"] = _may_open_agreed(person, citizen, block["in_plan"])
    shown = {
        "citizen": citizen,
        "one": one,
        "on": on,
        "today": timezone.localdate(),
        "form": page.form,
        "blocks": blocks,
        "opened": opened_twins(page.texts),
        "save_url": save_url,
        "back_url": next_url,
    }
    return render(request, "casework/placement_follow_up.html", shown, status=422 if page.form.errors else 200)


@require_POST
def follow_up_advice(request: HttpRequest, uuid: UUID, placement: UUID, task: UUID) -> HttpResponse:
    """What to talk about, while one types."""
    _person, citizen = to_change_towards_work(request, uuid, PLACEMENTS_READ)
    one = load_placement(citizen, placement)
    on, held = _day(request, one), load_task(one, task)
    read = next((each for each in read_placement(one, on).tasks if each.task == held), None)
    if read is None:
        return render(request, "casework/_task_advice.html", {"advice": {}})
    form = FollowUpForm(request.POST, tasks=[read], asked={})
    form.is_valid()
    return render(request, "casework/_task_advice.html", {"advice": _advice(read, form.said_of(task), on)})


def _day(request: HttpRequest, one: Placement) -> date:
    """The day that the follow-up is about: today, unless an earlier day of the placement is asked for."""
    today = timezone.localdate()
    try:
        asked = date.fromisoformat(request.GET.get(DAY, ""))
    except ValueError:
        return today
    return asked if one.from_on <= asked <= today else today


MORE = ("minutes", "paid", "goal", "ready", "measure", "why", "own_control", "confidence")
"""What stands folded until one asks for it, or something in it is to be put right."""


def _block(read: ReadTask, fields: Mapping[str, Any], on: date, said: Said) -> dict[str, Any]:
    """A task on the page: its controls, what was said the time before, and what there is to talk about."""
    before = replace(read.as_engine, ratings=tuple(one for one in read.as_engine.ratings if one.on < on))
    rating = next((one for one in read.ratings if one.on == on), None)
    in_plan = rating if rating and rating.agreed_id else None
    return {
        "read": read,
        "fields": fields,
        "before": [(seen_in_words(seen), point) for seen in Seen if (point := engine.last(before, seen))],
        "agreed": read.agreed_before(on),
        "in_plan": in_plan,
        "is_typed": in_plan is None or any(field.errors for field in fields["next"].values()),
        "has_errors": any(fields[name].errors for name in MORE),
        "advice": _advice(read, said, on) | ({"is_asked": False} if in_plan else {}),
    }


def _may_open_agreed(person: Employee, citizen: Citizen, in_plan: TaskRating | None) -> bool:
    """A company consultant opens what she noted herself; what a colleague noted stands as text."""
    if in_plan is None or in_plan.agreed is None:
        return False
    in_plan.agreed.citizen = citizen
    return may_read_agreement(person, in_plan.agreed)


def _advice(read: ReadTask, said: Said, on: date) -> dict[str, Any]:
    """Where the two differ today, how the minutes stand, and what is vague in what comes next."""
    minutes = read.minutes if said.minutes is None else said.minutes
    paid = read.task.paid_minutes if said.paid_minutes is None else said.paid_minutes
    today = engine.Rating(on=on, employer=said.employer, citizen=said.citizen, new_hire=said.new_hire)
    as_said = replace(to_engine(read.task, []), ratings=(today,))
    return {
        "talk": difference_in_words(engine.difference(as_said)),
        "training": minutes - paid,
        "is_too_much": paid > minutes,
        "findings": findings_of(agreed(read.task, said), timezone.localdate()) if said.agreement else (),
        "is_asked": bool(said.agreement),
    }
