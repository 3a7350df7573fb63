"""Yearly reviews: one's own, those one holds as manager, and the plan for several at once."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import nearest_managers_of, people_led_nearest, signed_in
from fagkompas.audit.actions import record_reads
from fagkompas.engine.errors import BadInput
from fagkompas.learning.actions import reviews as actions
from fagkompas.learning.forms.reviews import MoveForm, PassOnForm, PlanForm
from fagkompas.learning.models import Review
from fagkompas.learning.permissions.reviews import (
    can_plan_reviews,
    check_plans_reviews,
    led_by_their_managers,
    load_led_review,
    load_own_review,
    load_review,
    reviews_of,
)
from fagkompas.learning.review_guide import review_guide
from fagkompas.learning.review_tables import own_tables
from fagkompas.learning.reviewing import Looking, said
from fagkompas.learning.wording.reviews import STATES, sentence
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.lists import list_page
from fagkompas.toolkit.pages import file_response
from fagkompas.toolkit.telling import told
from fagkompas.toolkit.workbooks import workbook_bytes

TEXTS: Final = ("own_preparation", "own_wish", "manager_preparation", "notes")
"""What a list does not read."""

SORTS: Final = {
    "dag": ("planned_on", "pk"),
    "navn": ("employee__name", "pk"),
    "enhed": ("employee__unit__path", "pk"),
}


@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """One's own reviews, and for managers those they hold. A fixed number of queries."""
    person = signed_in(request)
    rows = reviews_of(person).defer(*TEXTS)
    own = list(rows.filter(employee=person))
    led_by = led_by_their_managers(own)
    listing = list_page(request, rows.filter(manager=person), sorts=SORTS, default="-dag")
    shown = {
        "guide": review_guide(),
        "description": said(review_guide().description),
        "own": [_row(person, review, is_led=review.is_signed or review.pk in led_by) for review in own],
        "led": [_row(person, review, is_led=True) for review in listing.page],
        "listing": listing,
        "plans": can_plan_reviews(person),
    }
    return render(request, "learning/reviews.html", shown)


def _row(person: Employee, review: Review, *, is_led: bool) -> tuple[Review, Looking, str, str]:
    """A review with where it stands in words, and the colour of it."""
    look = Looking(review=review, person=person, is_led=is_led)
    words, kind = STATES[look.state]
    return review, look, str(words), kind


@require_safe
def own_file(request: HttpRequest) -> HttpResponse:
    """All that the person is one of the two of, as a workbook: what they may see on the pages and nothing else."""
    person = signed_in(request)
    found = list(reviews_of(person))
    seen = [(review.employee_id, review) for review in found]
    record_reads(by=person, action="learning.review.taken_out", seen=seen)
    return file_response(workbook_bytes(own_tables(person, found), title=_("Yearly reviews")), "mus.xlsx")


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """Several at once, with those whom the manager manages nearest."""
    person, today = signed_in(request), timezone.localdate()
    check_plans_reviews(person)
    people = people_led_nearest(person).select_related("unit")
    planned = dict(
        Review.objects.unsigned().filter(manager=person).order_by("planned_on").values_list("employee_id", "planned_on")
    )
    form = PlanForm(posted(request), people=people.exclude(pk__in=planned), initial={"planned_on": None})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.plan_reviews(by=person, today=today, **form.cleaned_data)
        except BadInput as refused:
            form.refused(refused)
        else:
            said = ngettext("%(n)s review is planned.", "%(n)s reviews are planned.", len(made)) % {"n": len(made)}
            messages.success(request, said)
            return redirect("learning:reviews")
    waiting = [(one, planned[one.pk]) for one in people if one.pk in planned]
    shown = {"form": form, "waiting": waiting, "is_empty": not people.exclude(pk__in=planned).exists()}
    return render(request, "learning/review_plan.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The manager chooses another day."""
    person, today = signed_in(request), timezone.localdate()
    review = load_led_review(person, uuid)
    form = MoveForm(posted(request), initial={"planned_on": review.planned_on})
    if request.method == "POST" and form.is_valid():
        try:
            actions.move_review(review=review, by=person, today=today, **form.cleaned_data)
        except BadInput as refused:
            form.refused(refused)
        else:
            messages.success(request, _("The review is moved, and %(name)s sees it.") % {"name": review.employee.name})
            return redirect("learning:review", review.uuid)
    shown = {"form": form, "review": review}
    return render(request, "learning/review_move.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def call_off(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """It is not held after all."""
    person = signed_in(request)
    review = load_review(person, uuid)
    if request.method == "POST":
        said = _("The review is called off.")
        if told(request, lambda: actions.call_off(review=review, by=person), said, sentence=sentence):
            return redirect("learning:reviews")
        return redirect("learning:review", uuid)
    return render(request, "learning/review_call_off.html", {"review": review, "back_url": _page_of(review)})


@require_http_methods(["GET", "POST"])
def pass_on(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The employee lets a new manager in."""
    person = signed_in(request)
    review = load_own_review(person, uuid)
    managers = nearest_managers_of(person)
    form = PassOnForm(posted(request), managers=managers)
    if request.method == "POST" and form.is_valid():
        try:
            actions.pass_on(review=review, to=form.cleaned_data["to"], by=person)
        except BadInput as refused:
            form.refused(refused)
        else:
            messages.success(request, _("%(name)s sees it from now on.") % {"name": form.cleaned_data["to"]})
            return redirect("learning:review", review.uuid)
    shown = {"form": form, "review": review, "has_managers": managers.exists(), "back_url": _page_of(review)}
    return render(request, "learning/review_pass_on.html", shown, status=422 if form.errors else 200)


def _page_of(review: Review) -> str:
    return reverse("learning:review", args=[review.uuid])
