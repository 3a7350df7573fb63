"""Changing a learning plan by hand: one more seat, one less, and what that means at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.audit.actions import record_read
from fagkompas.catalogue.models import Session
from fagkompas.catalogue.wording import price_in_words
from fagkompas.engine.errors import BadInput
from fagkompas.engine.planning import Breach, Never
from fagkompas.learning.actions import plan_changes
from fagkompas.learning.forms.plans import AddForm
from fagkompas.learning.models import Plan, PlanState
from fagkompas.learning.next_best import PossibleSeat, instead, possible_seats
from fagkompas.learning.permissions.plans import load_plan, load_seat
from fagkompas.learning.plan_pages import PlanView, view_of
from fagkompas.learning.proposing import Proposal, proposal_of, session_name
from fagkompas.learning.views.plan_changes import revision_of, tell_changed, tell_refusal, to_seats
from fagkompas.learning.wording.plan_pages import change_in_words, effect_in_words, not_known_in_words
from fagkompas.learning.wording.plans import NEVER, SMALLEST, Names, violation_in_words
from fagkompas.toolkit.together import ChangedMeanwhile
from fagkompas.toolkit.uuids import as_uuid


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Choose a person, see what each session would add and break, and give a seat."""
    person = signed_in(request)
    plan = load_plan(person, uuid)
    is_open = plan.state not in (PlanState.SOLVING, PlanState.DRAFT) and not plan.proposal.get("impossible")
    if plan.round is None or not is_open:
        raise Http404
    people = list(Employee.objects.employed_in(plan.unit))
    if request.method == "POST":
        return _added(request, person, plan, people)
    form = AddForm(request.GET or None, people=people)
    chosen = next((one for one in people if str(one.uuid) == request.GET.get("person")), None)
    context: dict[str, Any] = {"plan": plan, "form": form, "chosen": chosen}
    if chosen is not None:
        record_read(by=person, action="learning.plan.read", subject_id=chosen.pk, target=plan)
        view = view_of(plan)
        context["not_known"] = not_known_in_words(chosen, view.proposal) if view else ""
        context["seats"] = _seats(plan, chosen, view, is_known=not context["not_known"])
    return render(request, "learning/plan_add.html", context)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddRow:
    """A seat that could be added: what it adds ("" where that is not known), and what it breaks, the most telling first."""

    session: Session
    when: str
    price: str
    effect: str
    broken: tuple[str, ...]


def _seats(plan: Plan, chosen: Employee, view: PlanView | None, *, is_known: bool) -> dict[str, list[AddRow]]:
    """What adds something and breaks nothing, what breaks a rule, and what adds nothing; the best first in each."""
    if view is None:
        return {}
    found = possible_seats(plan, chosen, timezone.localdate())
    offering_of = {str(one.session.uuid): str(one.session.offering.uuid) for one in found}
    names = view.names_with([one.session for one in found], [chosen])
    groups: dict[str, list[AddRow]] = {"good": [], "breaks": [], "nothing": []}
    for one in sorted(found, key=lambda one: (len(one.violations), -one.worth)):
        group = "nothing" if one.worth < SMALLEST else "breaks" if one.violations else "good"
        groups[group].append(
            AddRow(
                session=one.session,
                when=session_name(one.session),
                price=price_in_words(one.session.offering),
                effect=effect_in_words(one.worth) if is_known else "",
                broken=_broken_in_words(one, names, {**view.offering_of, **offering_of}),
            )
        )
    return groups


def _broken_in_words(one: PossibleSeat, names: Names, offering_of: Mapping[str, str]) -> tuple[str, ...]:
    """Every rule that is broken; what cannot be at all is told alone."""
    told = sorted(one.violations, key=lambda each: MOST_TELLING.index(each.breach))
    if told and told[0].breach is Breach.NOT_POSSIBLE:
        return (str(NEVER[Never.COMPLETED if one.is_completed else Never.RULED_OUT]),)
    return tuple(violation_in_words(each, names, offering_of) for each in told)


MOST_TELLING: Final = tuple(sorted(Breach, key=lambda breach: breach is not Breach.NOT_POSSIBLE))
"""What cannot be at all before what may be broken."""


def _added(request: HttpRequest, person: Employee, plan: Plan, people: list[Employee]) -> HttpResponse:
    chosen = next((one for one in people if str(one.uuid) == request.POST.get("person")), None)
    session = _session(person, request)
    if chosen is None or session is None:
        raise Http404
    before = proposal_of(plan)
    try:
        changed = plan_changes.add_seat(
            plan=plan,
            employee=chosen,
            session=session,
            revision=revision_of(request),
            by=person,
            now=timezone.now(),
        )
    except BadInput as refusal:
        tell_refusal(request, refusal)
    except ChangedMeanwhile:
        tell_changed(request)
    else:
        _tell(request, before, changed)
    return to_seats(request, plan)


@require_POST
def seat(request: HttpRequest, uuid: UUID, seat: UUID) -> HttpResponse:
    """Take a seat out, put it back, give another in place of one that was lost, or let go of what was done by hand."""
    person = signed_in(request)
    plan = load_plan(person, uuid)
    row, before = load_seat(person, plan, seat), proposal_of(plan)
    revision, now = revision_of(request), timezone.now()
    session = _session(person, request)
    try:
        if "put_back" in request.POST:
            changed = plan_changes.add_seat(
                plan=plan, employee=row.employee, session=row.session, revision=revision, by=person, now=now
            )
        elif "let_go" in request.POST:
            changed = plan_changes.let_go(seat=row, revision=revision, by=person, now=now)
        elif session is not None:
            changed = plan_changes.replace_lost(seat=row, session=session, revision=revision, by=person, now=now)
        else:
            changed = plan_changes.take_out(seat=row, revision=revision, by=person, now=now)
    except BadInput as refusal:
        tell_refusal(request, refusal)
    except ChangedMeanwhile:
        tell_changed(request)
    else:
        _tell(request, before, changed)
    return to_seats(request, plan)


@require_POST
def move(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Those who were to attend a cancelled session go to another together, as the page offered."""
    person = signed_in(request)
    plan = load_plan(person, uuid)
    before, view = proposal_of(plan), view_of(plan)
    asked = (request.POST.get("cancelled"), request.POST.get("session"))
    offered = instead(view, timezone.localdate()).moves if view is not None else ()
    found = next((one for one in offered if (str(one.cancelled.uuid), str(one.session.uuid)) == asked), None)
    if found is None:
        tell_changed(request)
        return to_seats(request, plan)
    try:
        changed = plan_changes.move_lost(
            seats=[one.row for one in found.lost],
            session=found.session,
            revision=revision_of(request),
            by=person,
            now=timezone.now(),
        )
    except BadInput as refusal:
        tell_refusal(request, refusal)
    except ChangedMeanwhile:
        tell_changed(request)
    else:
        _tell(request, before, changed)
    return to_seats(request, plan)


def _session(person: Employee, request: HttpRequest) -> Session | None:
    asked = as_uuid(request.POST.get("session", ""))
    return Session.objects.open_to(person.root_id).filter(uuid=asked).first() if asked else None


def _tell(request: HttpRequest, before: Proposal | None, plan: Plan) -> None:
    """What the change did."""
    after = proposal_of(plan)
    if before is not None and after is not None and not after.is_impossible:
        messages.success(request, change_in_words(before, after))
    else:
        messages.success(request, _("The plan is changed."))
