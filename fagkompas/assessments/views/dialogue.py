"""The dialogue: one page for both, a save that loses nothing, signatures, and the page that is printed afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final
from uuid import UUID, uuid5

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.assessments.actions import dialogues as actions
from fagkompas.assessments.comparison import side
from fagkompas.assessments.forms.dialogues import (
    AGREED,
    NOTES,
    OPENED,
    DialogueForm,
    WishForm,
    answer_of,
    opened_texts,
    saved_texts,
    typed_texts,
)
from fagkompas.assessments.models import Dialogue, Participant
from fagkompas.assessments.permissions import (
    load_managed_participant,
    load_own_participant,
    load_participant,
)
from fagkompas.assessments.questions import asked_columns, ratings_of
from fagkompas.assessments.round_wording import sentences
from fagkompas.assessments.talking import Talk, talk_with
from fagkompas.assessments.wording import name_of
from fagkompas.audit.actions import record_read
from fagkompas.engine.errors import BadInput
from fagkompas.engine.scales import Rater
from fagkompas.frameworks.texts import FrameworkTexts
from fagkompas.frameworks.to_engine import texts_of
from fagkompas.toolkit.documents import PdfUnavailable, pdf
from fagkompas.toolkit.merging import Conflict, Merged, merge
from fagkompas.toolkit.pages import file_name, file_response, saved_at

FOLLOWED_UP_WITHIN: Final = timedelta(days=90)
"""The day that a new agreement is due, unless somebody chooses another."""

PRINTED: Final = "assessments/dialogue_print.html"

LONG: Final = ("capability", "behaviour", "results")
"""The notes that are put together by hand when two people have changed the same."""

PARTS: Final = ("notes", "agreements")
"""The parts of the page with a save button of their own, which one comes back to."""

BY_OTHERS: Final = f"{OPENED}by-others"
"""Set in a form once an autosave has told that somebody else saved, so that the save after it tells the same."""

TRIES: Final = 5
"""How often a save is put together anew when others save at the same moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What came of a save: the dialogue, or a form that says what is wrong, or what two people both changed.

    `texts` is what is saved now. `by_others` says that something came in which another person saved.
    """

    form: DialogueForm
    merged: Merged
    texts: Mapping[str, str]
    by_others: bool
    dialogue: Dialogue | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Something that both changed: what the person typed beside what is saved."""

    name: str
    label: str
    typed: str
    typed_words: str
    saved_words: str
    is_long: bool


@require_safe
def dialogue(request: HttpRequest, participant: UUID) -> HttpResponse:
    """The employee's page, or the manager's."""
    person = signed_in(request)
    talk = _load(person, participant)
    if talk.is_employee:
        wish = talk.dialogue.own_wish if talk.dialogue else ""
        return _page(request, talk, WishForm(initial={"own_wish": wish}), {})
    texts = saved_texts(talk.dialogue, talk.agreed)
    return _page(request, talk, _form(talk.participant, person, talk.dialogue, None, texts), texts)


@require_POST
def save(request: HttpRequest, participant: UUID) -> HttpResponse:
    """Keep what the manager has written; `settle` makes the agreed values count, `sign` signs as well."""
    person = signed_in(request)
    talked = _of_a_person(load_managed_participant(person, participant))
    settle = "settle" in request.POST or "sign" in request.POST
    saved = _saved(request, talked, person, settle=settle)
    if "X-Autosave" in request.headers:
        return _autosaved(saved)
    if saved.merged.conflicts:
        return _conflict_page(request, talked, saved)
    if saved.dialogue is not None and "sign" in request.POST:
        saved = _signed(saved, talked, person)
    if saved.form.errors or saved.dialogue is None:
        talk = talk_with(person, talked, timezone.localdate(), saved.merged.values)
        return _page(request, talk, saved.form, saved.texts, status=422)
    _tell(request, saved)
    part = next((part for part in PARTS if part in request.POST), "")
    return redirect(reverse("assessments:dialogue", args=[talked.uuid]) + (f"#{part}" if part else ""))


@require_POST
def wish(request: HttpRequest, participant: UUID) -> HttpResponse:
    """Keep what the employee wants to talk about."""
    person = signed_in(request)
    own = _of_a_person(load_own_participant(person, participant))
    form = WishForm(request.POST)
    if form.is_valid():
        try:
            actions.save_wish(participant=own, text=form.cleaned_data["own_wish"], by=person)
        except BadInput as refusal:
            form.refused(refusal)
    if "X-Autosave" in request.headers:
        return _told(form, saved_at(timezone.now()))
    if form.errors:
        return _page(request, talk_with(person, own, timezone.localdate()), form, {}, status=422)
    messages.success(request, _("What you want to talk about is saved."))
    return redirect("assessments:dialogue", own.uuid)


@require_POST
def sign(request: HttpRequest, participant: UUID) -> HttpResponse:
    """The employee signs what the page showed."""
    person = signed_in(request)
    own = _of_a_person(load_own_participant(person, participant))
    revision = request.POST.get("revision", "")
    try:
        actions.sign(
            participant=own, revision=int(revision) if revision.isdigit() else -1, by=person, now=timezone.now()
        )
    except actions.DialogueChanged:
        messages.warning(request, _("Something has changed since you opened the page. Read it again before you sign."))
    except BadInput as refusal:
        messages.error(request, " ".join(sentences(refusal)))
    else:
        messages.success(request, _("You have both signed. The dialogue is locked now."))
    return redirect("assessments:dialogue", own.uuid)


@require_POST
def withdraw(request: HttpRequest, participant: UUID) -> HttpResponse:
    """The manager takes the signature back, to change something."""
    person = signed_in(request)
    talked = _of_a_person(load_managed_participant(person, participant))
    try:
        actions.withdraw_signature(participant=talked, by=person)
    except BadInput as refusal:
        messages.error(request, " ".join(sentences(refusal)))
    else:
        messages.success(request, _("Your signature is taken back. You can change the dialogue again."))
    return redirect("assessments:dialogue", talked.uuid)


@require_safe
def printed(request: HttpRequest, participant: UUID) -> HttpResponse:
    """The dialogue on one printed page."""
    person = signed_in(request)
    return render(request, PRINTED, {"talk": _load(person, participant)})


@require_safe
def as_pdf(request: HttpRequest, participant: UUID) -> HttpResponse:
    """The printed page as a document."""
    person = signed_in(request)
    talk = _load(person, participant)
    try:
        return file_response(pdf(PRINTED, {"talk": talk}), _file_name(talk))
    except PdfUnavailable as missing:
        messages.error(request, str(missing))
        return redirect("assessments:dialogue", participant)


def _file_name(talk: Talk) -> str:
    day = (talk.dialogue.held_on if talk.dialogue else None) or timezone.localdate()
    return file_name(_("Dialogue"), str(talk.participant.employee), talk.participant.round.name, f"{day}", kind="pdf")


def _load(person: Employee, uuid: UUID) -> Talk:
    """The person's own dialogue, or that of somebody they manage; each look at another's is logged."""
    participant = _of_a_person(load_participant(person, uuid))
    record_read(
        by=person,
        action="assessments.dialogue.read",
        subject_id=participant.employee_id or person.pk,
        target=participant,
    )
    return talk_with(person, participant, timezone.localdate())


def _of_a_person(participant: Participant) -> Participant:
    """Units that sit together answer together; they have no dialogue of this kind."""
    if participant.employee_id is None:
        raise Http404
    return participant


def _saved(request: HttpRequest, participant: Participant, person: Employee, *, settle: bool) -> Saved:
    """Put what was typed together with what is saved by now, and save it; again if somebody saves in between."""
    opened, typed = opened_texts(request.POST.dict()), typed_texts(request.POST.dict())
    for _try in range(TRIES):
        held = Dialogue.objects.filter(participant=participant).first()
        if held is None or held.held_on is None:
            # The day that the page suggested was never saved; whoever signs or changes it takes it up.
            suggested = opened.pop("held_on", None)
            if "sign" not in request.POST and typed.get("held_on") == suggested:
                typed.pop("held_on", None)
        texts = saved_texts(held, ratings_of(participant, Rater.AGREED))
        merged = merge(opened=opened, typed=typed, saved=texts)
        form = _form(participant, person, held, merged.values, texts)
        saved_by_other = held is not None and held.saved_by_id not in (None, person.pk)
        by_others = bool(merged.changed) and (saved_by_other or BY_OTHERS in request.POST)
        saved = Saved(form=form, merged=merged, texts=texts, by_others=by_others)
        if merged.conflicts or not form.is_valid():
            return saved
        try:
            kept = actions.save_dialogue(
                participant=participant,
                revision=held.revision if held else 0,
                typed=form.typed(),
                by=person,
                now=timezone.now(),
                settle=settle,
            )
        except BadInput as refusal:
            form.refused(refusal)
            return saved
        except actions.DialogueChanged:
            continue
        return replace(saved, texts=saved_texts(kept, ratings_of(participant, Rater.AGREED)), dialogue=kept)
    form.add_error(None, _("Others are saving at the same moment. Nothing is lost; save again."))
    return saved


def _signed(saved: Saved, participant: Participant, person: Employee) -> Saved:
    """What was just saved, signed by the manager; or the form with the reason why not."""
    kept = saved.dialogue
    if kept is None:
        return saved
    try:
        actions.sign(participant=participant, revision=kept.revision, by=person, now=timezone.now())
    except BadInput as refusal:
        saved.form.refused(refusal)
    except actions.DialogueChanged:
        saved.form.add_error(None, _("Somebody else saved at the same moment. Read the page again before you sign."))
    return saved


def _form(
    participant: Participant,
    person: Employee,
    held: Dialogue | None,
    data: Mapping[str, str] | None,
    initial: Mapping[str, str],
) -> DialogueForm:
    """The empty row is the same for one person until something is saved, so that it can be restored after a reload."""
    revision = held.revision if held else 0
    return DialogueForm(
        data,
        codes=[column.code for column in asked_columns(participant)],
        initial=initial,
        next_due=timezone.localdate() + FOLLOWED_UP_WITHIN,
        spare=uuid5(participant.uuid, f"agreement {person.pk} {revision}"),
    )


def _autosaved(saved: Saved) -> JsonResponse:
    """What the page's script is told, with what is saved now by the name of each control."""
    if saved.merged.conflicts:
        return JsonResponse(
            {"problem": _("Somebody else has changed the same. Press a save button to see both; nothing is lost.")},
            status=422,
        )
    words = saved_at(timezone.now())
    if saved.by_others:
        words = _("%(saved)s. Somebody else has changed something too; open the page again to see it.") % {
            "saved": words
        }
    # What is saved, and not what was typed: a row without words is not, though it has a day.
    opened = {name: saved.texts.get(name, "") for name in saved.merged.values if not name.startswith(AGREED)}
    others = {*saved.merged.changed, *(["held_on"] if not opened.get("held_on") else [])}
    told = {f"{OPENED}{name}": text for name, text in opened.items() if name not in others}
    return _told(saved.form, words, told | ({BY_OTHERS: "1"} if saved.by_others else {}))


def _told(form: DialogueForm | WishForm, words: str, opened: Mapping[str, str] | None = None) -> JsonResponse:
    problems = [str(message) for found in form.errors.values() for message in found]
    if problems:
        return JsonResponse({"problem": " ".join(problems)}, status=422)
    return JsonResponse({"saved": words, "opened": dict(opened or {})})


def _tell(request: HttpRequest, saved: Saved) -> None:
    if "sign" in request.POST:
        messages.success(request, _("You have signed. The dialogue is now waiting for the employee."))
    elif "settle" in request.POST:
        messages.success(request, _("The agreed values are saved, and the profile follows them."))
    if saved.by_others:
        messages.info(request, _("Somebody else has changed something in the meantime. You see all of it here."))


def _page(
    request: HttpRequest, talk: Talk, form: DialogueForm | WishForm, texts: Mapping[str, str], *, status: int = 200
) -> HttpResponse:
    """The page of both; `texts` is what the manager's form must remember to have been opened with."""
    if isinstance(form, DialogueForm):
        form.suggest(timezone.localdate())
        texts = {"held_on": timezone.localdate().isoformat(), **texts}
    return render(
        request,
        "assessments/dialogue.html",
        {
            "talk": talk,
            "participant": talk.participant,
            "round": talk.participant.round,
            "name": talk.participant.employee,
            "form": form,
            "opened": [(f"{OPENED}{name}", texts.get(name, "")) for name in dict.fromkeys((*NOTES, *texts))],
        },
        status=status,
    )


def _conflict_page(request: HttpRequest, participant: Participant, saved: Saved) -> HttpResponse:
    """What both changed, side by side; the rest goes along unseen."""
    names = {conflict.name for conflict in saved.merged.conflicts}
    held = Dialogue.objects.filter(participant=participant).select_related("saved_by").first()
    texts = texts_of(participant.round.version)
    return render(
        request,
        "assessments/dialogue_conflict.html",
        {
            "participant": participant,
            "round": participant.round,
            "name": participant.employee,
            "dialogue": held,
            "conflicts": [_choice(conflict, saved.form, texts) for conflict in saved.merged.conflicts],
            "rest": [(name, text) for name, text in saved.merged.values.items() if name not in names],
            "opened": [(f"{OPENED}{name}", text) for name, text in saved.texts.items()],
            "intent": next((word for word in ("settle", "sign") if word in request.POST), ""),
            "back_url": reverse("assessments:dialogue", args=[participant.uuid]),
        },
        status=409,
    )


def _choice(conflict: Conflict, form: DialogueForm, texts: FrameworkTexts) -> Choice:
    """What both changed, in words."""
    name = conflict.name
    if name.startswith(AGREED):
        item = name.removeprefix(AGREED)
        typed, saved = (_words_of_value(item, text, texts) for text in (conflict.typed, conflict.saved))
        label = _("Agreed value: %(item)s") % {"item": name_of(item, texts)}
        return Choice(name=name, label=label, typed=conflict.typed, typed_words=typed, saved_words=saved, is_long=False)
    is_long = name in LONG or name.endswith("-text")
    label = str(form[name].label) if name in NOTES else _("An agreement: %(part)s") % {"part": form[name].label}
    return Choice(
        name=name,
        label=label,
        typed=conflict.typed,
        typed_words=conflict.typed or _("(nothing)"),
        saved_words=conflict.saved or _("(nothing)"),
        is_long=is_long,
    )


def _words_of_value(item: str, text: str, texts: FrameworkTexts) -> str:
    if not text:
        return _("No agreed value")
    shown = side(answer_of(item, text), texts)
    return f"{shown.mark} {shown.words}"
