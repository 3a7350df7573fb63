"""A learning plan: its levers, who goes to what and why, and what a lever that is moved would change."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.assessments.models import Round
from fagkompas.audit.actions import record_reads
from fagkompas.engine.errors import BadInput
from fagkompas.engine.planning import Breach
from fagkompas.learning.actions.participation import UNDER_WAY
from fagkompas.learning.actions.plan_queue import is_stuck
from fagkompas.learning.actions.plans import GivenRule, make_plan
from fagkompas.learning.approving import rivals_of, thin_sessions
from fagkompas.learning.forms.plans import PlanForm, plannable_offerings, start_of, usable_rounds
from fagkompas.learning.links import url_if_there, wish_url
from fagkompas.learning.models import Participation, Plan, PlanState, RuleKind
from fagkompas.learning.next_best import instead
from fagkompas.learning.permissions.orders import orders_of
from fagkompas.learning.permissions.plans import approvers_of_own, load_plan, plans_led_by
from fagkompas.learning.plan_comparison import Comparison
from fagkompas.learning.plan_pages import BY_PERSON, PlanView, family_of, plan_url, view_of
from fagkompas.learning.plan_rows import FEW_SEATS
from fagkompas.learning.wording.plan_pages import (
    approvers_in_words,
    levers_in_a_line,
    levers_in_words,
    lost_in_words,
    progress_in_words,
    rival_in_words,
    seats_in_words,
    state_in_words,
    state_kind,
    thin_in_words,
)
from fagkompas.toolkit.pages import Link
from fagkompas.toolkit.refused_forms import keep_refused, take_refused
from fagkompas.toolkit.uuids import as_uuid

FILES: Final = (("ics", gettext_lazy("Calendar (iCal)")), ("xlsx", gettext_lazy("Workbook (XLSX)")), ("pdf", "PDF"))


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The plan; posting its levers makes a scenario that stands beside it. Opening it is logged for everyone in it."""
    person = signed_in(request)
    shown = load_plan(person, uuid)
    if request.method == "POST":
        return _moved(request, person, shown)
    refused = take_refused(request)
    form = plan_form(person, shown, refused.typed if refused else None, as_uuid(request.GET.get("runde", "")))
    if refused:
        refused.tell(form)
    view = view_of(shown)
    if view is not None:
        record_opening(person, shown, view)
    others = list(family_of(shown, plans_led_by(person).filter(unit=shown.unit)))
    context = {
        **_around(shown, others),
        "form": form,
        "levers_open": bool(refused) or "runde" in request.GET or view is None,
        "view": view,
        "beside": _beside(request, shown, view, others),
        "by_person": request.GET.get("vis") == BY_PERSON,
    }
    if view is not None:
        by_person = context["by_person"]
        groups = view.groups(by_person=by_person)
        sessions = {one.row.session for one in view.proposal.standing}
        rivals, thin = rivals_of(shown), thin_sessions(shown, sessions, timezone.localdate())
        broken = {one.session for one in view.proposal.violations if one.breach is Breach.TOO_FEW}
        context |= {
            "to_approve": view.waits_for(person),
            "is_broken": bool(view.violations and view.waits_for(person) and shown.round),
            **_own(person, shown, view),
            "viewer": str(person.uuid),
            "orders": list(orders_of(person).filter(plan=shown)),
            "rivals": [(rival_in_words(one), plan_url(one.plan)) for one in rivals],
            "thin": [thin_in_words(one) for one in thin if str(one.session.uuid) not in broken],
            "groups": groups,
            "few_seats": sum(len(group.rows) for group in groups) <= FEW_SEATS,
            "tabs": _tabs(by_person=by_person),
            "figure": view.figure(narrow=False),
            "figure_narrow": view.figure(narrow=True),
            **_lost(view),
        }
    return render(request, "learning/plan.html", context)


@require_safe
def progress(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """How far the work is, for the page to ask again and again; the whole page anew when it is done."""
    shown = load_plan(signed_in(request), uuid)
    if shown.state != PlanState.SOLVING:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return render(request, "learning/plan.html#progress", progress_of(shown))


def progress_of(plan: Plan) -> dict[str, Any]:
    """What the words of progress read."""
    told = plan.progress
    share = min(1.0, told["seconds"] / told["limit"]) if "limit" in told else None
    return {
        "plan": plan,
        "says": progress_in_words(plan),
        "share": round(share * 100) if share is not None else None,
        "is_stuck": is_stuck(plan, timezone.now()),
        "stop_asked": plan.stop_asked,
        "may_stop": "seconds" in told or "waits" in told,
    }


def record_opening(person: Employee, plan: Plan, view: PlanView) -> None:
    """Everyone whose ratings or seats the plan shows."""
    seen = Employee.objects.filter(uuid__in=list(view.names.people)).order_by("pk").values_list("pk", flat=True)
    record_reads(by=person, action="learning.plan.read", seen=[(pk, plan) for pk in seen])


def _around(plan: Plan, others: Sequence[Plan]) -> dict[str, Any]:
    kinds: Sequence[tuple[str, Any]] = (
        FILES if plan.state not in (PlanState.SOLVING, PlanState.DRAFT) and not plan.proposal.get("impossible") else ()
    )
    files = [
        Link(label=str(label), url=url)
        for kind, label in kinds
        if (url := url_if_there("learning:plan_file", plan.uuid, kind))
    ]
    return {
        **progress_of(plan),
        "unit": plan.unit,
        "state": state_in_words(plan),
        "kind": state_kind(plan),
        "is_solving": plan.state == PlanState.SOLVING,
        "levers": levers_in_words(plan),
        "levers_now": levers_in_a_line(plan),
        "newer_round": _newer_round(plan),
        "others": [
            (one, state_in_words(one), state_kind(one), levers_in_a_line(one), seats_in_words(one)) for one in others
        ],
        "files": files,
        "recruit_url": url_if_there("learning:recruitment_new", plan.unit.uuid),
        "order_url": url_if_there("learning:order_new", plan.unit.uuid),
    }


def _lost(view: PlanView) -> dict[str, Any]:
    """The seats that are lost with what there is instead; who can move together is not told that nothing else helps."""
    found = instead(view, timezone.localdate())
    moved = {one.row.pk for move in found.moves for one in move.lost}
    return {
        "lost": [(one, lost_in_words(one.lost), one.lost.row.pk in moved) for one in found.each],
        "moves": found.moves,
    }


def _own(person: Employee, plan: Plan, view: PlanView) -> dict[str, Any]:
    """The person's own seats that wait, and who approves them; where nobody can, the way to wish for each that she has
    not wished for.
    """
    own = view.own(person)
    approvers = approvers_in_words(approvers_of_own(person, plan)) if own else ""
    asked = Participation.objects.filter(employee=person, state__in=UNDER_WAY).order_by()
    wished = set(asked.values_list("offering_id", flat=True)) if own and not approvers else set()
    to_wish = [] if approvers else [seat.session for seat in own if seat.session.offering_id not in wished]
    return {
        "own": own,
        "own_approvers": approvers,
        "own_wishes": [(session.offering, wish_url(session)) for session in to_wish],
    }


def _newer_round(plan: Plan) -> Round | None:
    """The newest round of the unit, where the plan uses an older one."""
    newest = usable_rounds(plan.unit).first()
    is_newer = newest and plan.round and (newest.opens_on, newest.pk) > (plan.round.opens_on, plan.round.pk)
    return newest if is_newer else None


def _tabs(*, by_person: bool) -> list[Link]:
    return [
        Link(label=_("By session"), url="?#hvem", is_current=not by_person),
        Link(label=_("By person"), url=f"?vis={BY_PERSON}#hvem", is_current=by_person),
    ]


def _beside(request: HttpRequest, plan: Plan, view: PlanView | None, others: Sequence[Plan]) -> Comparison | None:
    """The plan that this one was made from, or the one it is a scenario of."""
    asked = as_uuid(request.GET.get("ved", ""))
    first = next((one for one in others if one.uuid == asked), None)
    other = first or next((one for one in others if one.pk == plan.scenario_of_id), None)
    if view is None or other is None or other.pk == plan.pk:
        return None
    before = Plan.objects.select_related("unit", "round__version__framework").get(pk=other.pk)
    found = view_of(before)
    if found is None or found.proposal.is_impossible or view.proposal.is_impossible:
        return None
    return Comparison(left=found, right=view)


# A lever is moved


def plan_form(person: Employee, plan: Plan, typed: Any, newer: UUID | None = None) -> PlanForm:
    """The levers as they stand, or with a `newer` round; rules about people who have left are not among them."""
    people = list(Employee.objects.employed_in(plan.unit))
    here = {one.pk for one in people}
    rules = [
        GivenRule(kind=RuleKind(rule.kind), employee=rule.employee, offering=rule.offering)
        for rule in plan.rules.select_related("employee", "offering")
        if rule.employee_id in here
    ]
    offerings = plannable_offerings(person.root_id, timezone.localdate())
    known = {one.pk for one in offerings}
    start = {**start_of(plan), "name": _next_name(plan)}
    if newer is not None:
        start["round"] = newer
    return PlanForm(
        typed,
        unit=plan.unit,
        rounds=usable_rounds(plan.unit),
        people=people,
        offerings=[*offerings, *{rule.offering for rule in rules if rule.offering.pk not in known}],
        start=start,
        rules=rules,
    )


def _next_name(plan: Plan) -> str:
    """What a scenario is called until somebody calls it something else."""
    first = plan.scenario_of or plan
    number = first.scenarios.count() + 2
    return _("%(plan)s, version %(number)s") % {"plan": first.name[:100], "number": number}


def _moved(request: HttpRequest, person: Employee, plan: Plan) -> HttpResponse:
    form = plan_form(person, plan, request.POST)
    if form.is_valid():
        try:
            made = make_plan(unit=plan.unit, levers=form.levers(), by=person, now=timezone.now(), scenario_of=plan)
        except BadInput as refusal:
            form.refused(refusal)
        else:
            messages.success(request, _("A new version is being worked out. It stands beside the one you came from."))
            return redirect(f"{plan_url(made)}?ved={plan.uuid}")
    keep_refused(request, form, typed=request.POST.dict())
    return redirect(f"{request.path}#haandtag")
