"""Learning plans: the list, and a new one."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fagkompas.accounts.models import Employee, Role, Unit
from fagkompas.accounts.permissions import signed_in, units_with_role
from fagkompas.engine.errors import BadInput
from fagkompas.learning.actions.plans import make_plan
from fagkompas.learning.forms.plans import PlanForm, people_known, plannable_offerings, usable_rounds
from fagkompas.learning.permissions import load_led_unit
from fagkompas.learning.permissions.plans import check_leads, plans_led_by
from fagkompas.learning.plan_pages import plan_url
from fagkompas.learning.wording.plan_pages import levers_in_a_line, seats_in_words, state_in_words, state_kind
from fagkompas.toolkit.lists import list_page
from fagkompas.toolkit.pages import Link
from fagkompas.toolkit.refused_forms import keep_refused, take_refused

AHEAD: Final = timedelta(days=182)
START: Final = {"budget": 100_000, "hours_per_person": 30, "away": 25, "seconds": 20}
"""Where the levers stand in a new plan."""

SORTS = {"lavet": ("-created_at", "-pk"), "navn": ("name", "pk"), "enhed": ("unit__path", "-created_at", "pk")}


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """The plans of the units that the person manages, the newest first."""
    person = signed_in(request)
    check_leads(person)
    listing = list_page(request, plans_led_by(person), sorts=SORTS, default="lavet")
    rows = [
        (one, state_in_words(one), state_kind(one), levers_in_a_line(one), seats_in_words(one)) for one in listing.page
    ]
    units = [
        Link(label=unit.name, url=reverse("learning:plan_new", args=[unit.uuid]))
        for unit in dict.fromkeys(units_with_role(person, Role.MANAGER))
    ]
    return render(request, "learning/plans.html", {"listing": listing, "rows": rows, "units": units})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The levers of a new plan for a unit."""
    person = signed_in(request)
    unit = load_led_unit(person, uuid)
    refused = take_refused(request) if request.method != "POST" else None
    typed = request.POST if request.method == "POST" else refused.typed if refused else None
    form = _form(person, unit, typed)
    if request.method == "POST":
        return _made(request, person, unit, form)
    if refused:
        refused.tell(form)
    newest = usable_rounds(unit).first()
    known, everyone = people_known(unit).get(newest.pk, 0) if newest else 0, len(form.people)
    context = {
        "unit": unit,
        "form": form,
        "newest": newest,
        "known": known,
        "everyone": everyone,
        "to_rate": everyone - known,
        "offerings": len(form.offerings),
    }
    return render(request, "learning/plan_new.html", context)


def _made(request: HttpRequest, person: Employee, unit: Unit, form: PlanForm) -> HttpResponse:
    if form.is_valid():
        try:
            plan = make_plan(unit=unit, levers=form.levers(), by=person, now=timezone.now())
        except BadInput as refusal:
            form.refused(refusal)
        else:
            messages.success(request, _("The plan is being worked out."))
            return redirect(plan_url(plan))
    keep_refused(request, form, typed=request.POST.dict())
    return redirect(request.path)


def _form(person: Employee, unit: Unit, typed: Any) -> PlanForm:
    today = timezone.localdate()
    rounds = usable_rounds(unit)
    first = rounds.first()
    return PlanForm(
        typed,
        unit=unit,
        rounds=rounds,
        people=list(Employee.objects.employed_in(unit)),
        offerings=plannable_offerings(person.root_id, today),
        start={
            **START,
            "name": _("Learning plan from %(day)s") % {"day": f"{today:%d.%m.%Y}"},
            "round": first.uuid if first else None,
            "starts_on": today,
            "ends_on": today + AHEAD,
        },
    )
