"""The dialogue: one page for both, a save that loses nothing, signatures, and the page that is printed afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID, uuid5

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
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
    DialogueForm,
    WishForm,
    answer_of,
    is_of_dialogue,
    saved_texts,
)
from fagkompas.assessments.models import Dialogue, Participant
from fagkompas.assessments.permissions import (
    load_managed_participant,
    load_own_participant,
    load_participant,
)
from fagkompas.assessments.questions import asked_columns, ratings_of
from fagkompas.assessments.round_wording import sentence, sentences
from fagkompas.assessments.talking import Talk, talk_with
from fagkompas.assessments.wording import name_of
from fagkompas.audit.actions import record_read
from fagkompas.engine.errors import BadInput
from fagkompas.engine.scales import Rater
from fagkompas.frameworks.texts import FrameworkTexts
from fagkompas.frameworks.to_engine import texts_of
from fagkompas.toolkit.documents import PdfUnavailable, pdf
from fagkompas.toolkit.formats import moment
from fagkompas.toolkit.merging import Conflict
from fagkompas.toolkit.pages import file_name, file_response, saved_at
from fagkompas.toolkit.telling import told
from fagkompas.toolkit.together import (
    ChangedMeanwhile,
    Choice,
    Saved,
    SavedNow,
    Sheet,
    autosaved,
    choice_of_text,
    conflict_page,
    opened_twins,
    save_together,
    told_to_script,
)

FOLLOWED_UP_WITHIN: Final = timedelta(days=90)
"""The day that a new agreement is due, unless somebody chooses another."""

PRINTED: Final = "assessments/dialogue_print.html"

LONG: Final = ("capability", "behaviour", "results")
"""The notes that are put together by hand when two people have changed the same."""

PARTS: Final = ("notes", "agreements")
"""The parts of the page with a save button of their own, which one comes back to."""


@dataclass(frozen=True, kw_only=True)
class DialogueSheet(Sheet[DialogueForm]):
    """What a manager writes in a dialogue. With `settle` the agreed values count, with `signs` it is signed as well."""

    participant: Participant
    person: Employee
    settle: bool
    signs: bool

    suggested = ("held_on",)

    @property
    def takes_suggestions(self) -> bool:
        """Whoever signs takes up the day."""
        return self.signs

    def is_field(self, name: str) -> bool:
        """See `forms.dialogues`."""
        return is_of_dialogue(name)

    def is_choice(self, name: str) -> bool:
        """A point that is agreed."""
        return name.startswith(AGREED)

    def now(self) -> SavedNow:
        """Three queries."""
        held = Dialogue.objects.filter(participant=self.participant).first()
        return SavedNow(
            texts=saved_texts(held, ratings_of(self.participant, Rater.AGREED)),
            revision=held.revision if held else 0,
            by_another=held is not None and held.saved_by_id not in (None, self.person.pk),
        )

    def form(self, data: Mapping[str, str], now: SavedNow) -> DialogueForm:
        """See `_form`."""
        return _form(self.participant, self.person, now.revision, data, now.texts)

    def keep(self, form: DialogueForm, revision: int) -> int:
        """All of it, or nothing."""
        kept = actions.save_dialogue(
            participant=self.participant,
            revision=revision,
            typed=form.typed(),
            by=self.person,
            now=timezone.now(),
            settle=self.settle,
        )
        return kept.revision


@require_safe
def dialogue(request: HttpRequest, participant: UUID) -> HttpResponse:
    """The employee's page, or the manager's."""
    person = signed_in(request)
    talk = _load(person, participant)
    if talk.is_employee:
        wish = talk.dialogue.own_wish if talk.dialogue else ""
        return _page(request, talk, WishForm(initial={"own_wish": wish}), {})
    texts = saved_texts(talk.dialogue, talk.agreed)
    return _page(request, talk, _form(talk.participant, person, talk.revision, None, texts), texts)


@require_POST
def save(request: HttpRequest, participant: UUID) -> HttpResponse:
    """Keep what the manager has written; `settle` makes the agreed values count, `sign` signs as well."""
    person = signed_in(request)
    talked = _of_a_person(load_managed_participant(person, participant))
    signs = "sign" in request.POST
    sheet = DialogueSheet(participant=talked, person=person, settle=signs or "settle" in request.POST, signs=signs)
    saved = save_together(request, sheet)
    if "X-Autosave" in request.headers:
        return autosaved(saved, sheet)
    if saved.merged.conflicts:
        return _conflict_page(request, talked, saved)
    if signs and saved.revision is not None:
        _sign(saved, talked, person)
    if saved.form.errors or saved.revision is None:
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
        return told_to_script(form, saved_at(timezone.now()))
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
            participant=own, revision=int(revision) if revision.isdecimal() else -1, by=person, now=timezone.now()
        )
    except ChangedMeanwhile:
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
    said = _("Your signature is taken back. You can change the dialogue again.")
    told(request, lambda: actions.withdraw_signature(participant=talked, by=person), said, sentence=sentence)
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


def _sign(saved: Saved[DialogueForm], participant: Participant, person: Employee) -> None:
    """The manager signs what was just saved; why not is told in the form."""
    try:
        actions.sign(participant=participant, revision=saved.revision or 0, by=person, now=timezone.now())
    except BadInput as refusal:
        saved.form.refused(refusal)
    except ChangedMeanwhile:
        saved.form.add_error(None, _("Somebody else saved at the same moment. Read the page again before you sign."))


def _form(
    participant: Participant,
    person: Employee,
    revision: int,
    data: Mapping[str, str] | None,
    initial: Mapping[str, str],
) -> DialogueForm:
    """The empty row is the same for one person until something is saved, so that it can be restored after a reload."""
    return DialogueForm(
        data,
        codes=[column.code for column in asked_columns(participant)],
        initial=initial,
        next_due=timezone.localdate() + FOLLOWED_UP_WITHIN,
        spare=uuid5(participant.uuid, f"agreement {person.pk} {revision}"),
    )


def _tell(request: HttpRequest, saved: Saved[DialogueForm]) -> None:
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
            "opened": opened_twins(dict.fromkeys(NOTES, "") | dict(texts)),
        },
        status=status,
    )


def _conflict_page(request: HttpRequest, participant: Participant, saved: Saved[DialogueForm]) -> HttpResponse:
    """What both changed, to choose between."""
    held = Dialogue.objects.filter(participant=participant).select_related("saved_by").first()
    lead = _("Somebody saved the dialogue after you opened it. Nothing is lost: choose what to keep, and save.")
    if held is not None and held.saved_by is not None:
        lead = _(
            "%(who)s saved the dialogue with %(name)s on %(at)s, after you opened it. Nothing is lost: choose what to "
            "keep, and save."
        ) % {"who": held.saved_by, "name": participant.employee, "at": moment(held.saved_at)}
    texts = texts_of(participant.round.version)
    return conflict_page(
        request,
        saved,
        lead=lead,
        choice=lambda conflict: _choice(conflict, saved.form, texts),
        save_url=reverse("assessments:dialogue_save", args=[participant.uuid]),
        back_url=reverse("assessments:dialogue", args=[participant.uuid]),
        buttons=("settle", "sign"),
    )


def _choice(conflict: Conflict, form: DialogueForm, texts: FrameworkTexts) -> Choice:
    """What both changed, in words."""
    name = conflict.name
    if name.startswith(AGREED):
        item = name.removeprefix(AGREED)
        typed, saved = (_words_of_value(item, text, texts) for text in (conflict.typed, conflict.saved))
        label = _("Agreed value: %(item)s") % {"item": name_of(item, texts)}
        return Choice(name=name, label=label, typed=conflict.typed, typed_words=typed, saved_words=saved, is_long=False)
    label = str(form[name].label) if name in NOTES else _("An agreement: %(part)s") % {"part": form[name].label}
    return choice_of_text(conflict, label, is_long=name in LONG or name.endswith("-text"))


def _words_of_value(item: str, text: str, texts: FrameworkTexts) -> str:
    if not text:
        return _("No agreed value")
    shown = side(answer_of(item, text), texts)
    return f"{shown.mark} {shown.words}"
