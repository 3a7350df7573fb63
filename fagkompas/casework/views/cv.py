"""The CV: its parts with advice, one part to write in, that one looked at it together, and on paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count, islice
from typing import Any, Final
from uuid import UUID, uuid5

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagkompas.accounts.models import Employee
from fagkompas.casework.actions import cv as actions
from fagkompas.casework.cv_layout import BY_CODE, Layout
from fagkompas.casework.cv_reading import advice_of, read_cv, skills_missing, to_engine
from fagkompas.casework.forms.cv import PartForm, ReviewForm, typed_of_part
from fagkompas.casework.models import CvSection
from fagkompas.casework.permissions import active_plan
from fagkompas.casework.views.opening import opened, to_change
from fagkompas.citizens.models import Citizen
from fagkompas.citizens.views.frame import case_frame
from fagkompas.engine.errors import BadInput
from fagkompas.engine.scales import GoalKind
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.together import SavedNow, Sheet, opened_twins, page_or_autosave

CV_READ: Final = "casework.cv.read"
FEW_FACTS: Final = 2
SPARE_ROWS: Final = 4
"""Empty rows where an entry has few facts; elsewhere one."""


@require_safe
def cv(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Every part with what stands there and what to do, and the skills of the job tracks that it lacks."""
    person, citizen = opened(request, uuid, CV_READ)
    plan, today = active_plan(citizen), timezone.localdate()
    read = read_cv(citizen, get_language() or "da")
    tracks = list(plan.tracks.open().select_related("occupation")) if plan else []
    goal_kind = GoalKind(plan.goal_kind) if plan else None
    frame = case_frame(person, citizen, "casework:cv")
    shown = {
        "may_write": frame["may_change"] and not citizen.is_closed,
        "read": read,
        "missing": skills_missing(citizen, goal_kind, tracks, read, today),
        "today": today,
    }
    return render(request, "casework/cv.html", frame | shown)


@require_safe
def cv_print(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """On A4, for the citizen."""
    _person, citizen = opened(request, uuid, CV_READ)
    read = read_cv(citizen, get_language() or "da")
    shown = {"citizen": citizen, "read": read, "today": timezone.localdate()}
    return render(request, "casework/cv_print.html", shown)


@dataclass(frozen=True, kw_only=True)
class PartSheet(Sheet[PartForm]):
    """One part of the CV, entry by entry; the empty rows are the same for one person until something is saved in them."""

    citizen: Citizen
    layout: Layout
    person: Employee
    traces_read: str

    def is_field(self, name: str) -> bool:
        """A fact of some entry."""
        return name.partition("-")[0] in {fact.name for fact in self.layout.facts}

    def saved(self) -> CvSection:
        """The row as it is, or an empty one."""
        found = self.citizen.cv_sections.filter(code=self.layout.code).first()
        return found or CvSection(citizen=self.citizen, code=self.layout.code)

    def now(self) -> SavedNow:
        """One query."""
        held = self.saved()
        return SavedNow(texts=typed_of_part(self.layout, held.entries), revision=held.revision, by_another=False)

    def form(self, data: Mapping[str, str], now: SavedNow) -> PartForm:
        """What was typed and saved, together; without anything typed, as it is saved and some empty rows."""
        ids = self.ids(data or now.texts)
        if not data:
            return PartForm(layout=self.layout, ids=ids, initial=dict(now.texts))
        sent = {**data, "traces_read": self.traces_read}
        return PartForm(sent, layout=self.layout, ids=ids, saved=now.texts)

    def ids(self, texts: Mapping[str, str]) -> Sequence[str]:
        """Of the entries in what is sent and saved, in the order that they are saved, then those that are new.

        An empty row keeps its id while others are saved: what the window keeps of it finds it after a reload.
        """
        if not self.layout.is_list:
            return [""]
        saved = [str(one["id"]) for one in self.saved().entries]
        sent = [name.partition("-")[2] for name in texts if self.is_field(name)]
        rows = SPARE_ROWS if len(self.layout.facts) <= FEW_FACTS else 1
        key = f"{self.layout.code} {self.person.pk}"
        new = (uuid5(self.citizen.uuid, f"{key} {row}").hex[:12] for row in count())
        spare = islice((one for one in new if one not in saved), rows)
        return [one for one in dict.fromkeys([*saved, *sent, *spare]) if one][: actions.MOST_ENTRIES + rows]

    def keep(self, form: PartForm, revision: int) -> int:
        """All of it."""
        return actions.save_part(
            citizen=self.citizen,
            code=self.layout.code,
            entries=form.entries(),
            revision=revision,
            traces_read=form.cleaned_data["traces_read"],
            today=timezone.localdate(),
            by=self.person,
        ).revision


@require_http_methods(["GET", "POST"])
def cv_part(request: HttpRequest, uuid: UUID, part: str) -> HttpResponse:
    """Write in one part; advice comes while one types, and on the page when it is saved."""
    person, citizen = to_change(request, uuid, CV_READ)
    sheet = _sheet(request, citizen, person, part)
    page_url = reverse("casework:cv", args=[uuid])
    more = "more" in request.POST
    next_url = request.path if more else f"{page_url}#{part}"
    page = page_or_autosave(request, sheet, done=_("It is saved."), next_url=next_url)
    if isinstance(page, HttpResponse):
        return page
    shown = {
        "citizen": citizen,
        "layout": sheet.layout,
        "form": page.form,
        "opened": opened_twins(page.texts),
        "advice": _advice(citizen, sheet.layout, sheet.saved().entries) if page.texts else [],
        "back_url": page_url,
    }
    return render(request, "casework/cv_part.html", shown, status=422 if page.form.errors else 200)


@require_POST
def cv_advice(request: HttpRequest, uuid: UUID, part: str) -> HttpResponse:
    """What to do about the part as it is typed; nothing is saved."""
    person, citizen = to_change(request, uuid, CV_READ)
    sheet = _sheet(request, citizen, person, part)
    sent = {name: text for name, text in request.POST.dict().items() if sheet.is_field(name)}
    form = PartForm(sent, layout=sheet.layout, ids=sheet.ids(sent))
    form.is_valid()
    entries = [one for one in form.entries() if actions.has_anything(one)]
    return render(request, "casework/_cv_advice.html", {"advice": _advice(citizen, sheet.layout, entries)})


@require_http_methods(["GET", "POST"])
def cv_review(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The CV was looked at together."""
    person, citizen = to_change(request, uuid, CV_READ)
    today, last = timezone.localdate(), citizen.cv_reviews.first()
    initial = {"on": today, "contact_hidden": last.contact_hidden if last else False}
    form = ReviewForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.review_cv(
                citizen=citizen,
                on=given["on"],
                contact_hidden=given["contact_hidden"],
                note=given["note"],
                traces_read=given["traces_read"],
                today=today,
                by=person,
                key=given["key"],
            )
        except BadInput as refused:
            form.refused(refused)
        else:
            messages.success(request, _("It is noted that you have looked at the CV together."))
            return redirect("casework:cv", uuid)
    shown = {"citizen": citizen, "form": form, "back_url": reverse("casework:cv", args=[uuid])}
    return render(request, "casework/cv_review.html", shown, status=422 if form.errors else 200)


def _sheet(request: HttpRequest, citizen: Citizen, person: Employee, part: str) -> PartSheet:
    if part not in BY_CODE:
        raise Http404
    read = request.POST.get("traces_read", "")
    return PartSheet(citizen=citizen, layout=BY_CODE[part], person=person, traces_read=read)


def _advice(citizen: Citizen, layout: Layout, entries: Sequence[Mapping[str, Any]]) -> list[str]:
    """Of one part, whatever stands in the others."""
    read = to_engine({layout.code: entries}, citizen, citizen.cv_reviews.first())
    return [words for code, words in advice_of(read, get_language() or "da") if code == layout.code]
