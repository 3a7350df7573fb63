"""One yearly review: a page for both, a save that loses nothing, signatures, and the page that is printed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID, uuid5

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.audit.actions import record_read
from fagkompas.catalogue.models import Offering
from fagkompas.engine.errors import BadInput
from fagkompas.learning.actions import reviews as actions
from fagkompas.learning.actions.reviews import SURE
from fagkompas.learning.forms.reviews import HELD_ON, NOTE, ReviewForm, is_of_review, review_texts
from fagkompas.learning.models import Review, Whose
from fagkompas.learning.permissions.reviews import load_review
from fagkompas.learning.review_guide import FEEDBACK, review_guide
from fagkompas.learning.reviewing import Looking, looking, prepared_from, said, steps_of
from fagkompas.learning.wording.participation import STATE_KINDS, title_of
from fagkompas.learning.wording.reviews import STATES, sentence, sentences
from fagkompas.toolkit.documents import PdfUnavailable, pdf
from fagkompas.toolkit.formats import moment
from fagkompas.toolkit.merging import Conflict
from fagkompas.toolkit.pages import file_name, file_response
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
)

FOLLOWED_UP_WITHIN: Final = timedelta(days=90)
"""The day that a new agreement is due, unless somebody chooses another."""

PRINTED: Final = "learning/review_print.html"

PARTS: Final = ("agreements", *review_guide().notes)
"""The parts of the page with a save button of their own, which one comes back to."""


@dataclass(frozen=True, kw_only=True)
class ReviewSheet(Sheet[ReviewForm]):
    """What the two write while they talk; with `signs` it is signed as well, or nothing is saved; `sure` is for `sign`."""

    review: Review
    person: Employee
    signs: bool
    sure: bool

    suggested = (HELD_ON,)

    @property
    def takes_suggestions(self) -> bool:
        """Whoever signs takes up the day."""
        return self.signs

    def is_field(self, name: str) -> bool:
        """See `forms.reviews`."""
        return is_of_review(name)

    def now(self) -> SavedNow:
        """Two queries."""
        held = Review.objects.get(pk=self.review.pk)
        by_another = held.saved_by_id not in (None, self.person.pk)
        return SavedNow(texts=review_texts(held), revision=held.revision, by_another=by_another)

    def form(self, data: Mapping[str, str], now: SavedNow) -> ReviewForm:
        """See `_form`."""
        return _form(self.review, self.person, now.revision, data, now.texts)

    def keep(self, form: ReviewForm, revision: int) -> int:
        """All of it and the signature, or nothing."""
        now = timezone.now()
        with transaction.atomic():
            kept = actions.save_review(
                review=self.review, revision=revision, typed=form.typed(), by=self.person, now=now
            )
            if self.signs:
                actions.sign(review=kept, revision=kept.revision, by=self.person, now=now, sure=self.sure)
        return kept.revision


@require_safe
def review(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The page of both."""
    person = signed_in(request)
    look = _load(person, uuid)
    texts = review_texts(look.review)
    form = _form(look.review, person, look.review.revision, None, texts) if look.may_write else None
    return _page(request, look, form, texts)


@require_POST
def save(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Keep what either of the two has written; `sign` signs as well."""
    person = signed_in(request)
    held = load_review(person, uuid)
    sheet = ReviewSheet(review=held, person=person, signs="sign" in request.POST, sure=request.POST.get("sign") == SURE)
    saved = save_together(request, sheet)
    if "X-Autosave" in request.headers:
        return autosaved(saved, sheet)
    look = looking(person, load_review(person, uuid))
    if saved.revision is None and not look.may_write:
        return _page(request, look, None, {}, unsaved=_unsaved(saved), status=409)
    if saved.merged.conflicts:
        return _conflict_page(request, held, saved)
    if saved.form.errors or saved.revision is None:
        return _page(request, look, saved.form, saved.texts, status=422)
    if sheet.signs:
        messages.success(request, _("You have signed. It is now waiting for %(name)s.") % {"name": look.other})
    if saved.by_others:
        messages.info(request, _("Somebody else has changed something in the meantime. You see all of it here."))
    part = next((part for part in PARTS if part in request.POST), "")
    return redirect(reverse("learning:review", args=[held.uuid]) + (f"#{part}" if part else ""))


@require_POST
def sign(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The second of the two signs what the page showed."""
    person = signed_in(request)
    held = load_review(person, uuid)
    revision = request.POST.get("revision", "")
    try:
        signed = actions.sign(
            review=held, revision=int(revision) if revision.isdecimal() else -1, by=person, now=timezone.now()
        )
    except ChangedMeanwhile:
        messages.warning(request, _("Something has changed since you opened the page. Read it again before you sign."))
    except BadInput as refusal:
        messages.error(request, sentences(refusal))
    else:
        both = _("You have both signed. The agreements come back on their days.")
        waits = _("You have signed. It is now waiting for %(name)s.") % {"name": looking(person, signed).other}
        messages.success(request, both if signed.is_signed else waits)
    return redirect("learning:review", held.uuid)


@require_POST
def withdraw(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Whoever has signed takes the signature back, to change something."""
    person = signed_in(request)
    held = load_review(person, uuid)
    said = _("Your signature is taken back. You can both change the review again.")
    told(request, lambda: actions.withdraw_signature(review=held, by=person), said, sentence=sentence)
    return redirect("learning:review", held.uuid)


@require_safe
def printed(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The review on paper."""
    person = signed_in(request)
    return render(request, PRINTED, _on_paper(_load(person, uuid)))


@require_safe
def as_pdf(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The printed page as a document."""
    person = signed_in(request)
    look = _load(person, uuid)
    day = look.review.held_on or look.review.planned_on
    try:
        made = pdf(PRINTED, _on_paper(look))
    except PdfUnavailable as missing:
        messages.error(request, str(missing))
        return redirect("learning:review", uuid)
    return file_response(made, file_name(_("Yearly review"), look.review.employee.name, f"{day}", kind="pdf"))


def _load(person: Employee, uuid: UUID) -> Looking:
    """A review that the person is one of the two of; each look of the manager's is logged."""
    held = load_review(person, uuid)
    record_read(by=person, action="learning.review.read", subject_id=held.employee_id, target=held)
    return looking(person, held)


def _form(
    held: Review, person: Employee, revision: int, data: Mapping[str, str] | None, initial: Mapping[str, str]
) -> ReviewForm:
    """The empty row is the same for one person until something is saved, so that it can be restored after a reload."""
    chosen = Q(pk__in=held.agreements.order_by().values("offering"))
    seen = Offering.objects.filter(Q(pk__in=Offering.objects.seen_by(held.root_id).offered()) | chosen)
    offerings = sorted(seen.order_by("pk"), key=lambda one: one.title)
    return ReviewForm(
        data,
        initial=initial,
        offerings={str(one.uuid): one for one in offerings},
        next_due=timezone.localdate() + FOLLOWED_UP_WITHIN,
        names={Whose.EMPLOYEE: held.employee.name, Whose.MANAGER: held.manager.name if held.manager else ""},
        spare=uuid5(held.uuid, f"agreement {person.pk} {revision}"),
    )


def _unsaved(saved: Saved[ReviewForm]) -> list[tuple[str, str]]:
    """What was typed and can no longer be saved, by label: somebody signed in the meantime."""
    return [
        (str(saved.form.fields[name].label), text)
        for name, text in saved.merged.values.items()
        if text and text != saved.texts.get(name) and (name.startswith(NOTE) or name.endswith("-text"))
    ]


def _page(
    request: HttpRequest,
    look: Looking,
    form: ReviewForm | None,
    texts: Mapping[str, str],
    *,
    unsaved: Sequence[tuple[str, str]] = (),
    status: int = 200,
) -> HttpResponse:
    """`unsaved` is what was typed and is shown once more, since it is saved nowhere."""
    today = timezone.localdate()
    if form is not None:
        form.suggest(today)
        texts = {HELD_ON: today.isoformat(), **texts}
    prepared = prepared_from(look, today)
    guide = review_guide()
    words, kind = STATES[look.state]
    return render(
        request,
        "learning/review.html",
        {
            "look": look,
            "review": look.review,
            "state_words": words,
            "state_kind": kind,
            "today": today,
            "form": form,
            "unsaved": unsaved,
            "opened": opened_twins({f"{NOTE}{code}": "" for code in guide.notes} | dict(texts)),
            "rules": [said(rule) for rule in guide.rules],
            "hints": [(said(hint.title), said(hint.text), said(hint.example)) for hint in guide.hints],
            "steps": [
                (step, [(topic, form.note(topic.code) if form else None) for topic in step.topics])
                for step in steps_of(look)
            ],
            "feedback": form.note(FEEDBACK) if form else None,
            "feedback_text": look.review.notes.get(FEEDBACK, ""),
            "prepared": prepared,
            "wishes": [(one, title_of(one), STATE_KINDS[one.state]) for one in prepared.wishes],
            "learned": [(one, title_of(one)) for one in prepared.learned],
            "agreements": list(look.review.agreements.select_related("offering", "wish", "done_by")),
        },
        status=status,
    )


def _on_paper(look: Looking) -> dict[str, object]:
    """What stands on the printed page: what the two wrote together, and not what each prepared."""
    return {
        "look": look,
        "review": look.review,
        "steps": steps_of(look),
        "feedback": look.review.notes.get(FEEDBACK, ""),
        "agreements": list(look.review.agreements.select_related("offering")),
    }


def _conflict_page(request: HttpRequest, held: Review, saved: Saved[ReviewForm]) -> HttpResponse:
    """What both changed, to choose between."""
    now = Review.objects.select_related("saved_by").get(pk=held.pk)
    lead = _("%(who)s saved the review on %(at)s, after you opened it. Nothing is lost: choose what to keep, and save.")
    return conflict_page(
        request,
        saved,
        lead=lead % {"who": now.saved_by or _("The other of you"), "at": moment(now.saved_at)},
        choice=lambda conflict: _choice(conflict, saved.form),
        save_url=reverse("learning:review_save", args=[held.uuid]),
        back_url=reverse("learning:review", args=[held.uuid]),
        buttons=("sign",),
    )


def _choice(conflict: Conflict, form: ReviewForm) -> Choice:
    """What both changed, in words."""
    name, label = conflict.name, str(form[conflict.name].label)
    if name != HELD_ON and not name.startswith(NOTE):
        label = _("An agreement: %(part)s") % {"part": label}
    found = choice_of_text(conflict, label, is_long=name.startswith(NOTE) or name.endswith("-text"))
    choices = dict(getattr(form.fields[name], "choices", ()))
    if not choices:
        return found
    typed, saved = (str(choices.get(text, text)) for text in (conflict.typed, conflict.saved))
    return Choice(name=name, label=label, typed=conflict.typed, typed_words=typed, saved_words=saved, is_long=False)
