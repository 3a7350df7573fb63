"""Providers of an order: who is to have it, that it is sent, what they answered, which one is chosen, and its offering."""

from decimal import Decimal
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from fagkompas.accounts.permissions import signed_in
from fagkompas.catalogue.around import Surroundings, surroundings_of
from fagkompas.catalogue.facts import MOST_LIFTS, LiftFacts
from fagkompas.catalogue.models import Offering
from fagkompas.engine.errors import BadInput
from fagkompas.engine.framework import SMALLEST_GROUP
from fagkompas.engine.scales import Level
from fagkompas.learning.actions import orders as actions
from fagkompas.learning.forms.orders import (
    NONE_OF_THEM,
    AnswerForm,
    ProvidersForm,
    SentForm,
    SettleForm,
    ToCatalogueForm,
    answer_as_initial,
)
from fagkompas.learning.models import EducationOrder
from fagkompas.learning.permissions.orders import load_order, load_order_for_catalogue, load_provider_answer
from fagkompas.learning.wording.orders import sentence
from fagkompas.toolkit.formats import kroner, long_date
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.telling import told

UP_TO: Final = {Level.BASIC: 2, Level.SPECIALISED: 3}
"""The point that masters the level, which an order is after."""


@require_http_methods(["GET", "POST"])
def providers(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Add providers who are to have the order."""
    person = signed_in(request)
    order = load_order(person, uuid)
    form = ProvidersForm(posted(request), known=_known_providers(order))
    if request.method == "POST" and form.is_valid():
        try:
            added = actions.ask_providers(
                order=order,
                providers=form.providers(),
                contact=form.cleaned_data["contact"],
                now=timezone.now(),
                by=person,
            )
        except BadInput as refused:
            form.refused(refused)
        else:
            words = ngettext("%(n)s provider is on the list.", "%(n)s providers are on the list.", added)
            messages.success(request, words % {"n": added})
            return redirect("learning:order", order.uuid)
    shown = {"order": order, "form": form}
    return render(request, "learning/order_providers.html", shown, status=422 if form.errors else 200)


def _known_providers(order: EducationOrder) -> list[str]:
    """Those of the municipality's catalogue from outside, who are not on the list."""
    asked = set(order.answers.order_by("pk").values_list("provider", flat=True))
    outside = Offering.objects.of_root(order.root_id).offered().filter(internal=False).order_by("provider_da")
    return [name for name in outside.values_list("provider_da", flat=True).distinct() if name not in asked]


@require_POST
def provider_leave_out(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take a provider off the list who has not had the order."""
    person = signed_in(request)
    answer = load_provider_answer(person, uuid)
    said = _("%(provider)s is off the list.") % {"provider": answer.provider}
    told(
        request,
        lambda: actions.leave_out_provider(answer=answer, now=timezone.now(), by=person),
        said,
        sentence=sentence,
    )
    return redirect("learning:order", answer.order.uuid)


@require_http_methods(["GET", "POST"])
def sent(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Write down that the order has gone out."""
    person = signed_in(request)
    order = load_order(person, uuid)
    form = SentForm(posted(request), initial={"sent_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.mark_sent(order=order, now=timezone.now(), by=person, **form.cleaned_data)
        except BadInput as refused:
            form.refused(refused)
        else:
            messages.success(request, _("The order is out. Write down what each provider answers."))
            return redirect("learning:order", order.uuid)
    waiting = list(order.answers.filter(sent_on__isnull=True))
    shown = {"order": order, "form": form, "waiting": waiting}
    return render(request, "learning/order_sent.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What a provider answered; it may be put right until the order is settled."""
    person = signed_in(request)
    one = load_provider_answer(person, uuid)
    start = {**answer_as_initial(one), "answered_on": one.answered_on or timezone.localdate()}
    form = AnswerForm(posted(request), initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_answer(answer=one, facts=form.facts(), now=timezone.now(), by=person)
        except BadInput as refused:
            form.refused(refused)
        else:
            messages.success(request, _("The answer from %(provider)s is kept.") % {"provider": one.provider})
            return redirect("learning:order", one.order.uuid)
    shown = {"order": one.order, "answer": one, "form": form}
    return render(request, "learning/order_answer.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def settle(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Choose one offer, or none of them."""
    person = signed_in(request)
    order = load_order(person, uuid)
    offers = {str(one.uuid): one for one in order.answers.filter(price__isnull=False).order_by("price", "pk")}
    words = {
        key: f"{one.provider}, {kroner(one.price)}" + (f", {long_date(one.starts_on)}" if one.starts_on else "")
        for key, one in offers.items()
    }
    form = SettleForm(posted(request), offers=words, initial={"chosen": request.GET.get("svar", "")})
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["chosen"]
        try:
            actions.settle(order=order, chosen=offers.get(key), now=timezone.now(), by=person)
        except BadInput as refused:
            form.refused(refused)
        else:
            none = _("The order is settled without any of the offers.")
            messages.success(request, none if key == NONE_OF_THEM else _("The order is settled."))
            return redirect("learning:order", order.uuid)
    shown = {"order": order, "form": form}
    return render(request, "learning/order_settle.html", shown, status=422 if form.errors else 200)


@require_POST
def reopen(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """It was not settled after all."""
    person = signed_in(request)
    order = load_order(person, uuid)
    said = _("The order is open again.")
    told(request, lambda: actions.reopen(order=order, now=timezone.now(), by=person), said, sentence=sentence)
    return redirect("learning:order", order.uuid)


@require_http_methods(["GET", "POST"])
def to_catalogue(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The chosen answer as an offering that nobody can wish for yet; then to its own form."""
    person = signed_in(request)
    order, chosen = load_order_for_catalogue(person, uuid)
    around = surroundings_of(person.root_id)
    lifts = _lifts(order, around)
    start = {
        "title_da": order.title,
        "form": "course",
        "dimensions": sorted({around.competencies[lift.code].dimension for lift in lifts}),
        "least_seats": min(SMALLEST_GROUP, order.people or SMALLEST_GROUP),
        "most_seats": order.people or 20,
    }
    form = ToCatalogueForm(posted(request), around=around, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.put_in_catalogue(
                answer=chosen, facts=form.facts(chosen, lifts), now=timezone.now(), by=person
            )
        except BadInput as refused:
            form.refused(refused)
        else:
            messages.success(
                request,
                _("“%(title)s” is in the catalogue and not offered yet. Look it through, then offer it.")
                % {"title": made.title},
            )
            return redirect("catalogue:offering_edit", made.uuid)
    shown = {"order": order, "answer": chosen, "form": form, "lifts": [around.competencies[one.code] for one in lifts]}
    return render(request, "learning/order_to_catalogue.html", shown, status=422 if form.errors else 200)


def _lifts(order: EducationOrder, around: Surroundings) -> tuple[LiftFacts, ...]:
    """The competencies of the gaps that the order came out of, one point each; a start to be looked through."""
    wanted = {(gap["field"], gap["level"]): UP_TO[Level(gap["level"])] for gap in order.gap}
    found = [
        LiftFacts(code=code, lift=Decimal(1), up_to=wanted[key])
        for code, known in around.competencies.items()
        if (key := (known.field, known.level.value)) in wanted
    ]
    return tuple(found[:MOST_LIFTS])
