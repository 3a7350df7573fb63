"""The caseload and Today: what is due, who has no next conversation, what must be put right; in a fixed number of queries."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.models import Employee, Role, RoleHeld
from fagkompas.audit.models import Event
from fagkompas.casework.actions.status import refresh_everywhere
from fagkompas.casework.models import CaseStatus, Placement, PlacementKind
from fagkompas.casework.today import today_items
from fagkompas.casework.today.rest import SHOWN
from fagkompas.casework.wording.consistency import CALLED
from fagkompas.citizens.models import Citizen
from fagkompas.conversations.models import Agreement
from fagkompas.engine.consistency import Rule
from fagkompas.toolkit.formats import short_date
from fagkompas.toolkit.today import TodayItem
from tests.casework.making import make_activity, make_plan, make_track, make_version
from tests.casework.work import make_entry
from tests.citizens.making import make_citizen
from tests.conversations.making import agreement, held_conversation, make_company
from tests.conversations.making import plan as plan_conversation
from tests.people import People

pytestmark = pytest.mark.django_db

As = Callable[[Employee], Client]


def with_due(people: People, name: str, *, days_ago: int) -> Citizen:
    """Erik's, with an agreement whose day was so many days ago."""
    citizen = make_citizen(people, name=name)
    agreement(people.erik, citizen=citizen, due_on=timezone.localdate() - timedelta(days=days_ago))
    return citizen


def refresh() -> None:
    """As at night."""
    refresh_everywhere(now=timezone.now())


def told(person: Employee) -> list[TodayItem]:
    """What Today says."""
    return today_items(person, timezone.localdate())


# The list


def test_what_is_due_soonest_comes_first(people: People, client_for: As) -> None:
    with_due(people, "Prøve Senere", days_ago=1)
    with_due(people, "Prøve Først", days_ago=5)
    make_citizen(people, name="Prøve Intet")
    refresh()
    shown = client_for(people.erik).get(reverse("casework:caseload")).content.decode()
    assert shown.index("Prøve Først") < shown.index("Prøve Senere") < shown.index("Prøve Intet")


def test_a_talk_that_nobody_closed_is_due_from_the_day_after_it(people: People, client_for: As) -> None:
    with_due(people, "Prøve Senere", days_ago=1)
    forgotten = with_due(people, "Prøve Glemt", days_ago=-5)
    at = timezone.now() - timedelta(days=3)
    plan_conversation(people.erik, citizen=forgotten, at=at)
    refresh()
    client, page = client_for(people.erik), reverse("casework:caseload")
    shown = client.get(page).content.decode()
    assert shown.index("Prøve Glemt") < shown.index("Prøve Senere")
    assert f'<span class="nowrap today-late">{short_date(timezone.localdate(at))}</span>' in shown
    assert shown.count("samtalen er ikke afsluttet") == 1
    for due in (client.get(page, {"viser": "forfalden"}), client.get(reverse("casework:caseload_panel"))):
        assert "Prøve Glemt" in due.content.decode()


def test_filters_leave_what_they_say(people: People, client_for: As) -> None:
    with_due(people, "Prøve Forfalden", days_ago=1)
    talk = with_due(people, "Prøve Samtale", days_ago=-5)
    plan_conversation(people.erik, citizen=talk, at=timezone.now() + timedelta(days=2))
    refresh()
    client = client_for(people.erik)

    def shown(viser: str) -> set[str]:
        page_of_it = client.get(reverse("casework:caseload"), {"viser": viser}).content.decode()
        return {name for name in ("Prøve Forfalden", "Prøve Samtale") if name in page_of_it}

    assert shown("") == {"Prøve Forfalden", "Prøve Samtale"}
    assert shown("forfalden") == {"Prøve Forfalden"}
    assert shown("uden-dato") == {"Prøve Forfalden"}
    assert shown("skal-rettes") == {"Prøve Forfalden", "Prøve Samtale"}  # neither has a goal


def test_one_can_ask_for_one_thing_in_the_check(people: People, client_for: As) -> None:
    without, published = make_citizen(people, name="Prøve Uden"), make_citizen(people, name="Prøve Udgivet")
    for one in (without, published):
        plan = make_plan(one)
        held_conversation(people.erik, citizen=one, why_no_agreement='Hun sagde "rule": "cv-contact-hidden"')
        if one == published:
            make_version(plan)
    make_activity(without.plans.get(), title='"rule": "goal-missing"')
    refresh()

    def found(person: Employee, rule: Rule, **more: str) -> set[str]:
        page = client_for(person).get(reverse("casework:caseload"), {"viser": rule.value, **more}).content.decode()
        assert "måler ingens arbejde" in page
        return {name for name in ("Prøve Uden", "Prøve Udgivet") if name in page}

    assert found(people.erik, Rule.PLAN_NOT_PUBLISHED) == {"Prøve Uden"}
    assert found(people.erik, Rule.GOAL_NOT_A_TITLE) == {"Prøve Uden", "Prøve Udgivet"}
    assert found(people.erik, Rule.GOAL_MISSING) == set()
    everybodys = {"sagsbehandler": "alle"}
    assert found(people.alma, Rule.PLAN_NOT_PUBLISHED, **everybodys) == {"Prøve Uden"}  # manages Nord
    RoleHeld.objects.create(employee=people.freja, unit=people.north, role=Role.CASEWORKER, since=timezone.localdate())
    colleague = Employee.objects.get(pk=people.freja.pk)
    assert found(colleague, Rule.PLAN_NOT_PUBLISHED, **everybodys) == set()
    assert found(colleague, Rule.GOAL_NOT_A_TITLE, **everybodys) == set()


def test_a_list_that_is_sorted_by_the_check_has_ones_own_cases(people: People, client_for: As) -> None:
    make_citizen(people, name="Prøve Eriks")
    refresh()
    RoleHeld.objects.create(employee=people.freja, unit=people.north, role=Role.CASEWORKER, since=timezone.localdate())
    colleague = Employee.objects.get(pk=people.freja.pk)

    def shown(person: Employee, sort: str) -> str:
        asked = {"sortering": sort, "sagsbehandler": "alle"}
        return client_for(person).get(reverse("casework:caseload"), asked).content.decode()

    assert "Prøve Eriks" in shown(colleague, "navn")
    for sort in ("fund", "-fund"):
        assert "Prøve Eriks" not in shown(colleague, sort)
        assert "måler ingens arbejde" in shown(colleague, sort)
        for may in (people.erik, people.alma):  # his own, and of the unit that she manages
            assert "Prøve Eriks" in shown(may, sort)


def test_every_rule_has_a_name_in_the_filter() -> None:
    assert set(CALLED) == set(Rule)


def test_a_case_that_nobody_has_gone_through_is_there_too(people: People, client_for: As) -> None:
    make_citizen(people, name="Prøve Ny")
    shown = client_for(people.erik).get(reverse("casework:caseload"), {"viser": "uden-dato"}).content.decode()
    assert "Prøve Ny" in shown


def test_others_cases_are_not_there(people: People, client_for: As) -> None:
    with_due(people, "Prøve Nord", days_ago=1)
    refresh()
    assert "Prøve Nord" not in client_for(people.freja).get(reverse("casework:caseload")).content.decode()


def test_the_caseload_is_read_in_as_many_queries_for_many_as_for_one(people: People, client_for: As) -> None:
    client = client_for(people.erik)
    with_due(people, "Prøve 0", days_ago=1)
    refresh()
    client.get(reverse("casework:caseload"))
    with CaptureQueriesContext(connection) as for_one:
        client.get(reverse("casework:caseload"))
    for number in range(1, 5):
        with_due(people, f"Prøve {number}", days_ago=number)
    refresh()
    with CaptureQueriesContext(connection) as for_many:
        client.get(reverse("casework:caseload"))
    assert len(for_many) == len(for_one)


def test_the_list_of_citizens_shows_what_is_due(people: People, client_for: As) -> None:
    with_due(people, "Prøve Forfalden", days_ago=1)
    refresh()
    client = client_for(people.erik)
    assert reverse("casework:caseload_panel") in client.get(reverse("citizens:list")).content.decode()
    Event.objects.all()._raw_delete(Event.objects.db)
    assert "Prøve Forfalden" in client.get(reverse("casework:caseload_panel")).content.decode()
    assert Event.objects.reads().count() == 1


def test_a_new_citizen_with_whom_nobody_has_talked_stands_with_what_is_due(people: People, client_for: As) -> None:
    make_citizen(people, name="Prøve Ny")
    refresh()
    panel = client_for(people.erik).get(reverse("casework:caseload_panel")).content.decode()
    assert "Prøve Ny" in panel


def test_what_stands_open_is_beside_those_who_are_handed_over(people: People, client_for: As) -> None:
    with_due(people, "Prøve Forfalden", days_ago=1)
    refresh()
    whose = {"fra": str(people.erik.uuid)}
    form = client_for(people.alma).get(reverse("citizens:hand_over_many"), whose).content.decode()
    assert f"{reverse('casework:handover_panel')}?fra={people.erik.uuid}" in form
    shown = client_for(people.alma).get(reverse("casework:handover_panel"), whose).content.decode()
    assert "Prøve Forfalden" in shown
    assert "Prøve" not in client_for(people.freja).get(reverse("casework:handover_panel"), whose).content.decode()
    assert client_for(people.alma).get(reverse("casework:handover_panel"), {"fra": "x"}).status_code == 200


# Today


def test_today_tells_of_agreements_goals_and_no_next_conversation(people: People, client_for: As) -> None:
    """Each leads to the thing itself: one agreement, several on the plan, whom to plan a conversation with."""
    citizen = with_due(people, "Prøve Forfalden", days_ago=2)
    refresh()
    items = {item.url: item for item in told(people.erik)}
    due = items[reverse("conversations:agreement", args=[Agreement.objects.get().uuid])]
    assert due.what == "Prøve Forfalden"
    assert due.due == timezone.localdate() - timedelta(days=2)
    assert reverse("casework:findings", args=[citizen.uuid]) in items
    assert items[reverse("conversations:new", args=[citizen.uuid])].what == "Prøve Forfalden"
    assert told(people.freja) == []
    agreement(people.erik, citizen=citizen, due_on=timezone.localdate())
    make_citizen(people)
    refresh()
    items = {item.url: item for item in told(people.erik)}
    assert items[f"{reverse('casework:plan', args=[citizen.uuid])}#agreements"].due == due.due
    assert 'id="agreements"' in page_of_plan(people, client_for, citizen)
    assert f"{reverse('casework:caseload')}?viser=uden-dato" in items


def page_of_plan(people: People, client_for: As, citizen: Citizen) -> str:
    """What Today leads to."""
    make_plan(citizen)
    return client_for(people.erik).get(reverse("casework:plan", args=[citizen.uuid])).content.decode()


def test_what_is_due_is_not_told_again_by_the_check(people: People) -> None:
    """The check's row of a case names something else, or there is none."""
    citizen = make_citizen(people)
    agreement(people.erik, citizen=citizen, due_on=timezone.localdate() - timedelta(days=40))
    refresh()
    rules = {one["rule"] for one in CaseStatus.objects.get().findings if one["severity"] == "must"}
    assert {Rule.AGREEMENT_NOT_FOLLOWED_UP, Rule.GOAL_MISSING} <= rules
    (check,) = (item for item in told(people.erik) if item.kind == "Kontroltjek")
    assert check.why_now.startswith("Der er ikke noget mål.")
    CaseStatus.objects.update(findings=[one for one in CaseStatus.objects.get().findings if one["spot"] == "agreement"])
    assert [item.kind for item in told(people.erik)] == ["Aftaler", "Borgere"]


def test_today_tells_of_a_placement_that_nobody_follows(people: People, client_for: As) -> None:
    citizen = make_citizen(people)
    make_track(make_plan(citizen))
    placed = Placement.objects.create(
        citizen=citizen,
        company=make_company(citizen.root),
        kind=PlacementKind.PLACEMENT,
        from_on=timezone.localdate() - timedelta(weeks=12),
        expected_paid_minutes=600,
    )
    refresh()
    address = reverse("casework:placement_follow_up", args=[citizen.uuid, placed.uuid])
    assert address in {item.url for item in told(people.erik)}
    listed = client_for(people.erik).get(reverse("casework:caseload"), {"viser": "praktik"}).content.decode()
    assert citizen.name in listed
    Placement.objects.update(followed_up_on=timezone.localdate())
    refresh()
    assert address not in {item.url for item in told(people.erik)}
    listed = client_for(people.erik).get(reverse("casework:caseload"), {"viser": "praktik"}).content.decode()
    assert citizen.name not in listed


def test_the_check_counts_the_placements_that_have_no_row_of_their_own(people: People) -> None:
    """One row a case leads to one of them; the others are among what the check says."""
    citizen = make_citizen(people)
    make_track(make_plan(citizen))
    for weeks in (12, 14, 16):
        Placement.objects.create(
            citizen=citizen,
            company=make_company(citizen.root),
            kind=PlacementKind.PLACEMENT,
            from_on=timezone.localdate() - timedelta(weeks=weeks),
            expected_paid_minutes=600,
        )
    refresh()
    status = CaseStatus.objects.get()
    rule = Rule.PLACEMENT_WITHOUT_FOLLOW_UP
    status.findings = [one for one in status.findings if one["rule"] == rule]
    status.save()
    assert {one["severity"] for one in status.findings} == {"must"}
    of_case = {item.kind: item for item in told(people.erik) if item.what == citizen.name}
    assert of_case["Kontroltjek"].why_now.endswith("Og 1 ting mere.")
    CaseStatus.objects.update(findings=status.findings[:1])
    assert "Kontroltjek" not in {item.kind for item in told(people.erik)}


def test_many_of_a_kind_are_a_few_rows_and_one_that_leads_to_all(people: People) -> None:
    for number in range(8):
        with_due(people, f"Prøve {number}", days_ago=number)
    refresh()
    with CaptureQueriesContext(connection) as queries:
        items = told(people.erik)
    assert sum("viser=forfalden" in item.url for item in items) == 1
    assert len(items) == SHOWN + 1 + SHOWN + 1 + 1
    assert len(queries) <= 7


def test_jobs_that_wait_for_an_answer_have_a_row_beside_agreements(people: People) -> None:
    today = timezone.localdate()
    citizen = with_due(people, "Prøve Begge", days_ago=2)
    make_entry(citizen, days_ago=20, follow_up_on=today - timedelta(days=1))
    make_entry(citizen, days_ago=20, follow_up_on=today)
    make_entry(citizen, days_ago=20, follow_up_on=today + timedelta(days=1))
    refresh()
    said = {item.why_now: item.due for item in told(people.erik)}
    assert said["1 aftale at følge op på."] == today - timedelta(days=2)
    assert said["2 job at følge op på."] == today - timedelta(days=1)


def test_a_case_that_was_handed_over_just_now_is_not_told(people: People) -> None:
    citizen = with_due(people, "Prøve Videre", days_ago=2)
    refresh()
    Citizen.objects.filter(pk=citizen.pk).update(caseworker=people.alma)
    assert [item.what for item in told(people.erik) if item.what == citizen.name] == []


def test_nothing_to_do_is_nothing(people: People) -> None:
    assert told(people.erik) == []
