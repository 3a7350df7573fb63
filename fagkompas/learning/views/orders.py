"""Education orders: the list, a new one out of a gap, one order with what to do next, and the letter."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagkompas.accounts.permissions import signed_in
from fagkompas.assessments.wording import LEVELS
from fagkompas.catalogue.permissions import can_edit_catalogue
from fagkompas.engine.errors import BadInput
from fagkompas.engine.framework import SMALLEST_GROUP
from fagkompas.engine.scales import LEVELS as BOTH_LEVELS
from fagkompas.engine.scales import Level
from fagkompas.frameworks.texts import FrameworkTexts
from fagkompas.learning.actions import orders as actions
from fagkompas.learning.answering import weakest_dimension
from fagkompas.learning.documents import order_pdf
from fagkompas.learning.forms.orders import GapsForm, ShowOrdersForm, UnitForm
from fagkompas.learning.models import EducationOrder, Need, OrderState, Plan, ProviderAnswer
from fagkompas.learning.needs import EVERYONE
from fagkompas.learning.needs_pages import NeedsPage, needs_page
from fagkompas.learning.order_guide import order_guide
from fagkompas.learning.orders import GapToClose, compared, draft_of, shown_parts
from fagkompas.learning.permissions import advised_units, can_lead_learning, check_advises
from fagkompas.learning.permissions.orders import load_order, orders_of, plan_for_order
from fagkompas.learning.recruiting import Left, left_after
from fagkompas.learning.wording.orders import STATE_KINDS, sentence
from fagkompas.toolkit.documents import PdfUnavailable
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.lists import list_page
from fagkompas.toolkit.pages import file_name, file_response
from fagkompas.toolkit.telling import told

SORTS = {"dato": ("-created_at", "-pk"), "titel": ("title", "pk"), "enhed": ("unit__path", "pk")}


@require_safe
def orders(request: HttpRequest) -> HttpResponse:
    """The orders of the units one manages or advises."""
    person = signed_in(request)
    check_advises(person)
    show = ShowOrdersForm(request.GET)
    state = show.state()
    rows = orders_of(person).prefetch_related("answers")
    listing = list_page(request, rows.filter(state=state) if state else rows, sorts=SORTS, default="dato")
    return render(
        request,
        "learning/orders.html",
        {
            "listing": listing,
            "show": show,
            "rows": [(one, STATE_KINDS[one.state], _answered(list(one.answers.all()))) for one in listing.page],
        },
    )


def _answered(answers: Sequence[ProviderAnswer]) -> tuple[int, int]:
    """How many of those asked have answered."""
    return sum(one.answered_on is not None for one in answers), len(answers)


# Out of a gap


@require_safe
def order_begin(request: HttpRequest) -> HttpResponse:
    """A new order: the unit and what it lacks, on one page. The first unit with a described need is shown first."""
    person = signed_in(request)
    check_advises(person)
    units = {str(unit.uuid): unit for unit in advised_units(person)}
    needs = Need.objects.filter(unit__in=units.values(), role=EVERYONE).order_by("pk")
    described = set(needs.values_list("unit_id", flat=True))
    words = _("%(unit)s (need not described)")
    labels = [(key, one.name if one.pk in described else words % {"unit": one.name}) for key, one in units.items()]
    choice = UnitForm({"enhed": request.GET.get("enhed", "")}, units=labels)
    first = next((one for one in units.values() if one.pk in described), next(iter(units.values()), None))
    chosen = units.get(choice.chosen(), first)
    if chosen is None:
        raise Http404
    return _new_order(request, chosen.uuid, UnitForm({"enhed": str(chosen.uuid)}, units=labels))


@require_http_methods(["GET", "POST"])
def order_new(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Choose what is missing, now or after a plan; the draft is written from it, and changed on the next page."""
    return _new_order(request, uuid)


def _new_order(request: HttpRequest, uuid: UUID, choice: UnitForm | None = None) -> HttpResponse:
    page = needs_page(request, uuid)
    plan = plan_for_order(page.viewer, page.unit.pk, (request.POST or request.GET).get("plan", ""))
    left = _left(plan)
    texts = left.texts if left else page.situation.needs.texts
    found = {f"{gap.field}.{gap.level.value}": gap for gap in (_left_open(left) if left else _gaps(page))}
    form = GapsForm(posted(request), choices=_choices(texts, found), initial=_asked(request, found, left))
    if request.method == "POST" and form.is_valid():
        gaps, today = [found[key] for key in form.cleaned_data["gaps"]], timezone.localdate()
        order = actions.create_order(
            unit=page.unit,
            facts=draft_of(page.unit.name, gaps, texts, today=today),
            gaps=gaps,
            plan=plan,
            now=timezone.now(),
            by=page.viewer,
        )
        messages.success(request, _("The draft is written. Read it through, and make it yours."))
        return redirect("learning:order_edit", order.uuid)
    shown = {
        "page": page,
        "unit": page.unit,
        "needs": page.situation.needs,
        "choice": choice,
        "form": form,
        "plan": plan if left else None,
        "guide": order_guide().description.in_language(_language()),
    }
    return render(request, "learning/order_new.html", shown, status=422 if form.errors else 200)


def _left(plan: Plan | None) -> Left | None:
    """What a plan leaves open; None without one, or where its ratings are deleted or its rows contradict each other."""
    if plan is None or plan.round is None:
        return None
    try:
        return left_after(plan, today=timezone.localdate())
    except BadInput:
        return None


def _left_open(left: Left) -> list[GapToClose]:
    """The same, field by field; a number that is small is not taken along."""
    plan = left.plan
    framework = plan.round.version.framework.code if plan and plan.round else ""
    return [
        GapToClose(
            framework=framework,
            field=gap.field,
            level=level,
            missing=missing if missing >= SMALLEST_GROUP else None,
        )
        for gap in left.open
        for level, missing in zip(BOTH_LEVELS, (gap.basic, gap.specialised), strict=True)
        if missing
    ]


def _gaps(page: NeedsPage) -> list[GapToClose]:
    """What is missing in the fields that are shown; a number that is small is not taken along."""
    seen = page.situation.seen
    found = []
    for gap in page.situation.open_gaps:
        figures = seen.shown.figures.field(gap.field) if seen else None
        for level, missing in zip(BOTH_LEVELS, (gap.basic_gap, gap.specialised_gap), strict=True):
            if missing and gap.field in {field.code for field in page.situation.needs.texts.fields}:
                found.append(
                    GapToClose(
                        framework=page.version.framework.code,
                        field=gap.field,
                        level=level,
                        missing=missing if missing >= SMALLEST_GROUP else None,
                        weakest=weakest_dimension(figures) if figures else None,
                        by=gap.need.by,
                    )
                )
    return found


def _choices(texts: FrameworkTexts, found: dict[str, GapToClose]) -> list[tuple[str, str]]:
    return [(key, f"{texts.field(gap.field).name}, {LEVELS[gap.level]}") for key, gap in found.items()]


def _asked(request: HttpRequest, found: dict[str, GapToClose], left: Left | None) -> dict[str, Any]:
    """What the address asks for: fields with `felt`, one level of them with `niveau`; all that a plan leaves open."""
    if left is not None and left.plan is not None and not request.GET.getlist("felt"):
        return {"gaps": list(found), "plan": str(left.plan.uuid)}
    fields, level = request.GET.getlist("felt"), request.GET.get("niveau", "")
    levels = [level] if level in set(Level) else list(Level)
    gaps = [key for key, gap in found.items() if gap.field in fields and gap.level in levels]
    return {"gaps": gaps, "plan": request.GET.get("plan", "")}


# One order


@require_safe
def order(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What it says, who has it, what they answered side by side, and what to do next."""
    person, today = signed_in(request), timezone.localdate()
    one = load_order(person, uuid)
    plan = one.plan if one.plan and can_lead_learning(person, one.unit) else None
    answers = list(one.answers.select_related("offering"))
    chosen = next((answer for answer in answers if answer.is_chosen), None)
    return render(
        request,
        "learning/order.html",
        {
            "order": one,
            "plan": plan,
            "kind": STATE_KINDS[one.state],
            "parts": shown_parts(one),
            "rows": compared(one, answers, today),
            "answered": _answered(answers),
            "to_send": sum(answer.sent_on is None for answer in answers),
            "has_offer": any(answer.price is not None for answer in answers),
            "chosen": chosen,
            "is_draft": one.state == OrderState.DRAFT,
            "is_sent": one.state == OrderState.SENT,
            "is_settled": one.state == OrderState.SETTLED,
            "may_put_in_catalogue": chosen is not None and chosen.offering is None and can_edit_catalogue(person),
        },
    )


@require_POST
def order_delete(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Throw a draft away."""
    person = signed_in(request)
    one = load_order(person, uuid)
    said = _("The draft is thrown away.")
    if told(request, lambda: actions.delete_draft(order=one, by=person), said, sentence=sentence):
        return redirect("learning:orders")
    return redirect("learning:order", uuid)


@require_safe
def order_letter(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The letter to providers, to print or send."""
    one = load_order(signed_in(request), uuid)
    try:
        made = order_pdf(one, _day_of(one))
    except PdfUnavailable as missing:
        messages.error(request, str(missing))
        return redirect("learning:order", one.uuid)
    return file_response(made, file_name(_("order"), one.title, kind="pdf"))


def _day_of(one: EducationOrder) -> date:
    """The day it went out first, else today."""
    first = one.answers.filter(sent_on__isnull=False).order_by("sent_on", "pk").first()
    return first.sent_on if first and first.sent_on else timezone.localdate()


def _language() -> str:
    return get_language() or "da"
