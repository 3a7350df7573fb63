"""What each of the two prepares for the yearly review: seen by its author until it is shared."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.audit.actions import record_read
from fagkompas.engine.errors import BadInput
from fagkompas.learning.actions import reviews as actions
from fagkompas.learning.forms.reviews import OWN_WISH, PreparationForm, is_of_preparation, preparation_texts
from fagkompas.learning.models import Review
from fagkompas.learning.permissions.reviews import load_review
from fagkompas.learning.review_guide import review_guide
from fagkompas.learning.reviewing import Looking, looking, prepared_from, said
from fagkompas.learning.wording.participation import STATE_KINDS, title_of
from fagkompas.learning.wording.reviews import sentence
from fagkompas.toolkit.telling import told
from fagkompas.toolkit.together import (
    Saved,
    SavedNow,
    Sheet,
    autosaved,
    choice_of_text,
    conflict_page,
    opened_twins,
    save_together,
)


@dataclass(frozen=True, kw_only=True)
class PreparationSheet(Sheet[PreparationForm]):
    """What one of the two prepares, perhaps in two windows."""

    review: Review
    person: Employee

    @property
    def is_manager(self) -> bool:
        """Whose it is."""
        return self.review.manager_id == self.person.pk

    def is_field(self, name: str) -> bool:
        """See `forms.reviews`."""
        return is_of_preparation(name)

    def now(self) -> SavedNow:
        """One query."""
        held = Review.objects.get(pk=self.review.pk)
        revision = held.manager_revision if self.is_manager else held.own_revision
        return SavedNow(texts=_texts(held, self.person), revision=revision, by_another=False)

    def form(self, data: Mapping[str, str], now: SavedNow) -> PreparationForm:
        """The questions of the side."""
        return PreparationForm(data, of_manager=self.is_manager, initial=now.texts)

    def keep(self, form: PreparationForm, revision: int) -> int:
        """All of it, or nothing."""
        kept = actions.save_preparation(
            review=self.review,
            revision=revision,
            answers=form.answers(),
            wish=form.cleaned_data.get(OWN_WISH, ""),
            by=self.person,
        )
        return kept.manager_revision if self.is_manager else kept.own_revision


@require_safe
def prepare(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One's own questions, beside what there is to prepare from."""
    person = signed_in(request)
    review = load_review(person, uuid)
    record_read(by=person, action="learning.review.read", subject_id=review.employee_id, target=review)
    look = looking(person, review)
    if not look.may_write:
        return redirect("learning:review", review.uuid)
    texts = _texts(review, person)
    form = PreparationForm(of_manager=look.is_manager, initial=texts)
    return _page(request, look, form, texts)


@require_POST
def save(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Keep it; `share` shows it to the other as well."""
    person = signed_in(request)
    review = load_review(person, uuid)
    sheet = PreparationSheet(review=review, person=person)
    saved = save_together(request, sheet)
    if "X-Autosave" in request.headers:
        return autosaved(saved, sheet)
    look = looking(person, load_review(person, uuid))
    if saved.revision is None and not look.may_write:
        return _page(request, look, saved.form, saved.texts, status=409)
    if saved.merged.conflicts:
        return _conflict_page(request, review, saved)
    if saved.revision is not None and "share" in request.POST:
        try:
            actions.share_preparation(review=review, by=person, now=timezone.now())
        except BadInput as refusal:
            saved.form.refused(refusal)
    if saved.form.errors or saved.revision is None:
        return _page(request, look, saved.form, saved.texts, status=422)
    shares = "share" in request.POST
    messages.success(request, _("Your preparation is shared.") if shares else _("Your preparation is saved."))
    return redirect("learning:review", review.uuid)


@require_POST
def share(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show the other what is prepared."""
    person = signed_in(request)
    review = load_review(person, uuid)
    said = _("Your preparation is shared.")
    told(
        request,
        lambda: actions.share_preparation(review=review, by=person, now=timezone.now()),
        said,
        sentence=sentence,
    )
    return redirect("learning:review", review.uuid)


def _texts(review: Review, person: Employee) -> dict[str, str]:
    """What the person has saved, by the name of its control."""
    if review.manager_id == person.pk:
        return preparation_texts(review.manager_preparation, "")
    return preparation_texts(review.own_preparation, review.own_wish)


def _page(
    request: HttpRequest, look: Looking, form: PreparationForm, texts: Mapping[str, str], *, status: int = 200
) -> HttpResponse:
    today = timezone.localdate()
    prepared = prepared_from(look, today)
    return render(
        request,
        "learning/review_prepare.html",
        {
            "look": look,
            "review": look.review,
            "today": today,
            "form": form,
            "topics": form.topics(),
            "wish": None if look.is_manager else form[OWN_WISH],
            "opened": opened_twins(dict.fromkeys(form.fields, "") | dict(texts)),
            "rules": [said(rule) for rule in review_guide().rules],
            "prepared": prepared,
            "wishes": [(one, title_of(one), STATE_KINDS[one.state]) for one in prepared.wishes],
            "learned": [(one, title_of(one)) for one in prepared.learned],
        },
        status=status,
    )


def _conflict_page(request: HttpRequest, review: Review, saved: Saved[PreparationForm]) -> HttpResponse:
    """Two windows of one person."""
    return conflict_page(
        request,
        saved,
        lead=_(
            "You saved in another window after you opened this one. Nothing is lost: choose what to keep, and save."
        ),
        choice=lambda conflict: choice_of_text(conflict, str(saved.form[conflict.name].label), is_long=True),
        save_url=reverse("learning:review_prepare_save", args=[review.uuid]),
        back_url=reverse("learning:review_prepare", args=[review.uuid]),
        buttons=("share",),
    )
