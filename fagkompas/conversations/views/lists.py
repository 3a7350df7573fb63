"""Lists of conversations: my own, and a citizen's or a company's on their pages."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.citizens.models import Citizen, CitizenQuerySet
from fagkompas.citizens.permissions import (
    load_citizen,
    load_citizen_to_hand_over,
    load_citizen_towards_work,
    may_change_towards_work,
    may_open,
    works_with_cases,
    works_with_citizens,
)
from fagkompas.citizens.reading import to_give_on
from fagkompas.citizens.views.frame import case_frame
from fagkompas.conversations.around import ListedConversation, listed, listed_rows
from fagkompas.conversations.models import Agreement, Conversation
from fagkompas.conversations.permissions import (
    agreements_with,
    conversations_seen_by,
    conversations_with,
    load_company,
)
from fagkompas.conversations.views.reading import note_listed, note_listing
from fagkompas.toolkit.lists import list_page

NEWEST = 20
SHOWN_GOING_ALONG = 5
SORTS = {"dato": ("ended_at", "pk"), "hvad": ("state", "-ended_at", "pk")}


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Under way, without closing, planned, and held."""
    person = signed_in(request)
    if not works_with_citizens(person):
        raise Http404
    now = timezone.now()
    own = conversations_seen_by(person).select_related("citizen", "company")
    planned = listed(own.planned(), now)
    ended = list_page(request, own.ended(), sorts=SORTS, default="-dato", per_page=NEWEST)
    under_way = listed(own.under_way(), now)
    rows = listed_rows(list(ended.page.object_list), now)
    _log(person, [*under_way, *planned, *rows])
    context = {
        "under_way": under_way,
        "late": [one for one in planned if one.is_late],
        "planned": [one for one in planned if not one.is_late],
        "ended": rows,
        "listing": ended,
    }
    return render(request, "conversations/list.html", context)


@require_safe
def of_citizen(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A part of the citizen's case: what is planned and held, and agreements that wait."""
    person = signed_in(request)
    citizen = load_citizen(person, uuid)
    note_listing(person, citizen, part_of="")
    context = case_frame(person, citizen, "conversations:of_citizen") | _with_citizen(person, citizen)
    return render(request, "conversations/of_citizen.html", context)


@require_safe
def panel(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The conversations as a part of the page that the case begins on, where agreements stand with the plan.

    For a company consultant her own, with their agreements, on the page of what stands towards work.
    """
    person = signed_in(request)
    citizen = load_citizen_towards_work(person, uuid)
    note_listing(person, citizen)
    shown = _with_citizen(person, citizen)
    if shown["opens_case"]:
        shown["agreements"] = None
    return render(request, "conversations/_of_one.html", shown)


@require_safe
def of_company(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A part of the company's page."""
    company = load_company(signed_in(request), uuid)
    context = {
        "rows": listed(Conversation.objects.filter(company=company), timezone.now()),
        "agreements": list(Agreement.objects.filter(company=company).open()),
        "company": company,
        "may_plan": not company.is_closed,
        "today": timezone.localdate(),
    }
    return render(request, "conversations/_of_one.html", context)


@require_safe
def planned_in_case(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Part of the page on which a case is closed: what is called off with it, and what must be closed first."""
    person = signed_in(request)
    citizen = load_citizen_to_hand_over(person, uuid)
    note_listing(person, citizen)
    waiting = listed(Conversation.objects.filter(citizen=citizen).waiting(), timezone.now())
    called_off = set(citizen.conversations.to_call_off(timezone.now()).values_list("pk", flat=True))
    shown = {
        "planned": [row for row in waiting if row.conversation.pk in called_off],
        "not_closed": [row for row in waiting if row.conversation.pk not in called_off],
        "agreements": list(agreements_with(person, citizen).open()),
    }
    return render(request, "conversations/_planned_in_case.html", shown)


@require_safe
def planned_to_give_on(request: HttpRequest) -> HttpResponse:
    """Part of the form that hands several citizens over (`?fra=`): the conversations that go along with them."""
    person = signed_in(request)
    if not works_with_cases(person):
        raise Http404
    return _going_along(request, person, to_give_on(person, request.GET.get("fra", "")))


@require_safe
def planned_to_move(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Part of the form that moves a citizen to another unit: the conversations that go along."""
    person = signed_in(request)
    citizen = load_citizen_to_hand_over(person, uuid)
    return _going_along(request, person, Citizen.objects.filter(pk=citizen.pk))


def _going_along(request: HttpRequest, person: Employee, citizens: CitizenQuerySet) -> HttpResponse:
    """The first few with a name; how many there are is told of all."""
    waiting = Conversation.objects.filter(citizen__in=citizens.order_by().values("pk")).with_the_caseworker()
    rows = listed(waiting.order_by("planned_at", "pk"), timezone.now())
    shown, more = rows[:SHOWN_GOING_ALONG], len(rows) - SHOWN_GOING_ALONG
    _log(person, shown)
    return render(request, "conversations/_going_along.html", {"rows": shown, "more": max(more, 0)})


def _with_citizen(person: Employee, citizen: Citizen) -> dict[str, object]:
    return {
        "rows": listed(conversations_with(person, citizen), timezone.now()),
        "agreements": list(agreements_with(person, citizen).open()),
        "citizen": citizen,
        "opens_case": may_open(person, citizen),
        "may_plan": may_change_towards_work(person, citizen) and not citizen.is_closed,
        "today": timezone.localdate(),
    }


def _log(person: Employee, rows: list[ListedConversation]) -> None:
    seen = {one.conversation.citizen_id: one.conversation for one in rows}
    about = [(pk, one) for pk, one in seen.items() if pk is not None]
    note_listed(person, about)
