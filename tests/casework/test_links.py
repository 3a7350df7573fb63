"""Nobody is led to a page that is not there for her: every link of every page, walked as each role."""

import re
from collections import deque
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from fagkompas.accounts.models import Employee, Role, RoleHeld
from fagkompas.casework.tasks import renew
from fagkompas.citizens.models import Citizen, ConsentKind
from fagkompas.companies.models import Company
from tests.casework import making
from tests.casework.work import make_entry, make_placement, make_task, say
from tests.citizens.making import make_citizen, make_consent
from tests.companies.making import make_company
from tests.conversations.making import agreement, held_conversation, under_way
from tests.conversations.making import plan as plan_talk
from tests.people import People

pytestmark = pytest.mark.django_db

ClientFor = Callable[[Employee], Client]

BEGINNINGS = ("/", "/borgere/", "/borgere/mod-job/", "/borgere/sager/", "/samtaler/", "/virksomheder/")
INSIDE = ("/borgere/", "/samtaler/", "/virksomheder/")
LEADS = re.compile(r'(?:href|hx-get)="([^"#]+)')
BESIDE_THE_POINT = re.compile(r"\.pdf$|[?&;](?:sortering|side)=")
"""A letter takes a while to make; the same list in another order leads where the list leads."""

MOST = 600


@pytest.fixture
def consultant(people: People) -> Employee:
    """Freja, as company consultant of Nord."""
    RoleHeld.objects.filter(employee=people.freja).update(unit=people.north)
    return Employee.objects.get(pk=people.freja.pk)


@pytest.fixture
def citizen(people: People, consultant: Employee) -> Citizen:
    """Whose case has something of everything, and whom Erik and Freja both talk with."""
    one, company = make_citizen(people, cpr="7001901234"), make_company(people)
    make_consent(one, about=company.name)
    make_consent(one, ConsentKind.PARTIES)
    _plan(people, one)
    _talks(people, consultant, one, company)
    task = make_task(make_placement(one, company))
    say(task, on=timezone.localdate() - timedelta(weeks=6), employer=4, citizen=5)
    say(task, employer=6, citizen=5, agreement="Prøv tælling alene", agreement_by=timezone.localdate())
    make_placement(one, company)
    make_entry(one, follow_up_on=timezone.localdate())
    other = make_citizen(people, name="Anden Person")
    agreement(people.erik, citizen=other, due_on=timezone.localdate())
    make_placement(make_citizen(people, name="Fra Syd", unit=people.south, caseworker=people.alma), company)
    renew([one.pk, other.pk])
    return one


def _plan(people: People, one: Citizen) -> None:
    case_plan = making.make_plan(one)
    making.make_demand(making.make_track(case_plan))
    making.make_consideration(case_plan)
    making.make_activity(case_plan)
    making.make_version(case_plan)
    making.make_sheet(one)
    agreement(people.erik, citizen=one)


def _talks(people: People, consultant: Employee, one: Citizen, company: Company) -> None:
    for person in (people.erik, consultant):
        held_conversation(person, citizen=one)
        plan_talk(person, citizen=one, at=timezone.now() + timedelta(hours=2))
        plan_talk(person, citizen=one)
        under_way(person, citizen=one)
        agreement(person, citizen=one, due_on=timezone.localdate())
    held_conversation(consultant, company=company)
    plan_talk(consultant, company=company)


def walked(client: Client) -> dict[str, str]:
    """Every address inside that a page leads to, and what is wrong with it: "" where it opens."""
    met: dict[str, str] = {}
    waiting = deque((address, "") for address in BEGINNINGS)
    while waiting and len(met) < MOST:
        address, page = waiting.popleft()
        if address in met:
            continue
        answer = client.get(address)
        met[address] = f"{answer.status_code} from {page}" if page and answer.status_code not in {200, 302} else ""
        if answer.status_code == 302:
            waiting.append((answer.headers["Location"], address))
        if not answer.streaming and "html" in answer.headers["Content-Type"]:
            found = map(unescape, LEADS.findall(answer.content.decode()))
            waiting.extend((to, address) for to in found if to.startswith(INSIDE) and not BESIDE_THE_POINT.search(to))
    return met


@pytest.mark.parametrize(("name", "least"), [("consultant", 40), ("erik", 80), ("alma", 80)])
def test_no_link_leads_nowhere(
    name: str, least: int, people: People, consultant: Employee, citizen: Citizen, client_for: ClientFor
) -> None:
    person = consultant if name == "consultant" else getattr(people, name)
    met = walked(client_for(person))
    assert {address: wrong for address, wrong in met.items() if wrong} == {}
    assert least < len(met) < MOST
    assert (f"/borgere/{citizen.uuid}/plan/" in met) == (name != "consultant")


def test_who_opens_cases_elsewhere_and_is_a_consultant_here_has_both(
    people: People, consultant: Employee, citizen: Citizen, client_for: ClientFor
) -> None:
    RoleHeld.objects.create(employee=consultant, role=Role.CASEWORKER, unit=people.south, since=timezone.localdate())
    met = walked(client_for(Employee.objects.get(pk=consultant.pk)))
    assert {address: wrong for address, wrong in met.items() if wrong} == {}
    assert {f"/borgere/{citizen.uuid}/mod-job/", f"/borgere/{citizen.uuid}/aabn/", "/borgere/sager/"} <= set(met)
