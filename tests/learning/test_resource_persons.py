"""Resource persons: asked, yes, no, changed, ended; who is on the list, and who is told what."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from fagkompas.accounts.models import Employee
from fagkompas.assessments.models import PersonResult, RoundState
from fagkompas.audit.models import Event
from fagkompas.learning.actions.resource_persons import (
    Promise,
    ask_to_be_resource_person,
    change_promise,
    end_being_resource_person,
    retention,
    say_yes,
)
from fagkompas.learning.models import ResourcePerson, SideBySideState
from fagkompas.learning.resource_persons import available, candidates, with_hours_left
from fagkompas.learning.today import resource_persons as todays
from fagkompas.toolkit.today import TodayItem
from tests.assessments.units import colleagues, rated_round
from tests.catalogue.making import today
from tests.frameworks.making import shipped_version
from tests.learning.colleagues import make_agreed, make_asked, make_resource, make_side_by_side
from tests.learning.pages import main_of
from tests.learning.test_own_learning import refused
from tests.people import People, make_employee
from tests.today import asked

ClientFor = Callable[[Employee], Client]
LIST, ASK = "/laering/kolleger/", "/laering/kolleger/spoerg/"


def told(person: Employee, day: date) -> list[TodayItem]:
    with override("en"):
        return asked(todays, person, day)


def page_of(resource: ResourcePerson) -> str:
    return f"{LIST}ressource/{resource.uuid}/"


def promise(hours: str = "4", days: int = 180, offers: str = "") -> Promise:
    return Promise(hours_per_month=Decimal(hours), until=today() + timedelta(days=days), offers=offers)


@pytest.fixture
def specialised(people: People) -> People:
    """Bo of Nord is specialised in the law, Carla of Syd in it too; everybody else is not."""
    colleagues(people.north, 3)
    rated_round(people.testkommune, {people.bo: {"LM": 4}, people.carla: {"LM": 4}})
    for person in (people.alma, people.bo, people.carla, people.erik):
        person.language = "en"
        person.save(update_fields=["language"])
    return people


# Asked


def test_a_manager_sees_those_specialised_whom_she_manages_and_it_is_logged(
    specialised: People, client_for: ClientFor
) -> None:
    page = main_of(client_for(specialised.alma), ASK)
    assert "Bo" in page
    assert "Carla" not in page
    assert "Erik" not in page
    reads = Event.objects.filter(action="learning.specialised.read").values_list("subject_id", flat=True)
    assert list(reads) == [specialised.bo.pk]


def test_one_click_asks_and_the_person_answers_yes(specialised: People, client_for: ClientFor) -> None:
    alma_s, bo_s = client_for(specialised.alma), client_for(specialised.bo)
    response = alma_s.post(ASK, {"person": specialised.bo.uuid, "field": "LM"}, follow=True)
    assert "Bo is asked to be a resource person in" in response.content.decode()
    row = ResourcePerson.objects.get()
    (item,) = told(specialised.bo, today())
    assert item.url == page_of(row)
    assert "Bo" not in main_of(client_for(specialised.carla), LIST)
    until = today() + timedelta(days=100)
    answer = {"decision": "yes", "hours_per_month": "3,5", "until": f"{until}", "offers": "Læse afgørelser sammen."}
    specialised.bo.language = "da"
    specialised.bo.save(update_fields=["language"])
    assert bo_s.post(page_of(row), answer).status_code == 302
    row.refresh_from_db()
    assert (row.said_yes_on, row.hours_per_month, row.until) == (today(), Decimal("3.5"), until)
    shown = main_of(client_for(specialised.carla), LIST)
    assert "Bo" in shown
    assert "Læse afgørelser sammen." in shown
    (item,) = told(specialised.alma, today())
    assert "said yes" in item.why_now
    assert told(specialised.alma, today() + timedelta(days=15)) == []


def test_a_no_is_told_to_whoever_asked_and_may_be_asked_again(specialised: People, client_for: ClientFor) -> None:
    row = make_asked(specialised.bo, specialised.alma)
    answer = {"decision": "no", "answer": "Jeg har barsel til maj."}
    assert client_for(specialised.bo).post(page_of(row), answer).status_code == 302
    (item,) = told(specialised.alma, today())
    assert "Jeg har barsel til maj." in item.why_now
    assert "Jeg har barsel til maj." in main_of(client_for(specialised.alma), ASK)
    assert client_for(specialised.carla).get(page_of(row)).status_code == 404
    again = ask_to_be_resource_person(
        person=specialised.bo, framework=row.framework, field="LM", today=today(), by=specialised.alma
    )
    assert again.pk == row.pk
    assert (again.said_no_on, again.answer) == (None, "")


def test_nobody_is_asked_twice_or_without_being_specialised(specialised: People) -> None:
    framework = shipped_version().framework

    def ask(person: Employee, field: str = "LM") -> list[str]:
        return refused(
            lambda: ask_to_be_resource_person(
                person=person, framework=framework, field=field, today=today(), by=specialised.alma
            )
        )

    assert ask(specialised.erik) == ["not_specialised"]
    assert ask(specialised.bo, "BM") == ["not_specialised"]
    assert ask(specialised.carla) == ["not_specialised"]
    row = make_asked(specialised.bo, specialised.alma)
    assert ask(specialised.bo) == ["asked_to_be_already"]
    say_yes(resource=row, promise=promise(), today=today())
    assert ask(specialised.bo) == ["is_one_already"]


def test_whom_the_manager_has_to_rate_first_is_not_shown(people: People) -> None:
    round_ = rated_round(people.north, {people.bo: {"LM": 4}})
    framework = round_.version.framework
    assert [one.person for one in candidates(people.alma, framework, today()).by_field["LM"]] == [people.bo]
    round_.state = RoundState.OPEN
    round_.save()
    round_.participants.filter(employee=people.bo).update(manager_submitted_at=None)
    PersonResult.objects.filter(participant__employee=people.bo).update(waits=True)
    found = candidates(people.alma, framework, today())
    assert (found.by_field, found.to_rate) == ({}, 1)


def test_it_is_said_by_the_round_of_step_two_and_not_by_an_older_one(people: People, client_for: ClientFor) -> None:
    before = rated_round(people.north, {people.bo: {"LM": 4}}, name="Før")
    before.opens_on, before.closes_on = today() - timedelta(days=90), today() - timedelta(days=60)
    before.save()
    now = rated_round(people.north, {people.bo: {"LM": 4}, people.erik: {"LM": 4}}, name="Nu")
    now.state = RoundState.OPEN
    now.save()
    now.participants.filter(employee=people.bo).update(manager_submitted_at=None)
    PersonResult.objects.filter(participant__employee=people.bo, round=now).update(waits=True)
    found = candidates(people.alma, before.version.framework, today())
    assert [one.person for one in found.by_field["LM"]] == [people.erik]
    people.alma.language = "en"
    people.alma.save(update_fields=["language"])
    html = main_of(client_for(people.alma), ASK)
    assert "By Nu, as in step 2" in html
    assert "1 person is left out" in html
    assert refused(
        lambda: ask_to_be_resource_person(
            person=people.bo, framework=before.version.framework, field="LM", today=today(), by=people.alma
        )
    ) == ["not_specialised"]


def test_the_newest_result_counts(people: People) -> None:
    before = rated_round(people.north, {people.bo: {"LM": 4}}, name="Før")
    before.opens_on, before.closes_on = today() - timedelta(days=90), today() - timedelta(days=60)
    before.save()
    rated_round(people.north, {people.bo: {"LM": 1}, people.erik: {"LM": 4}}, name="Nu")
    found = candidates(people.alma, before.version.framework, today())
    assert [one.person for one in found.by_field["LM"]] == [people.erik]


def test_a_question_is_taken_back(specialised: People, client_for: ClientFor) -> None:
    row = make_asked(specialised.bo, specialised.alma)
    assert client_for(specialised.alma).post(f"{page_of(row)}fortryd/").status_code == 302
    assert not ResourcePerson.objects.exists()
    assert refused(lambda: say_yes(resource=row, promise=promise(), today=today())) == ["ask_withdrawn"]


# Yes, changed, ended


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (promise(hours="0"), "hours_a_month_out_of_range"),
        (promise(hours="-2"), "hours_a_month_out_of_range"),
        (promise(hours="41"), "hours_a_month_out_of_range"),
        (promise(days=-1), "day_has_passed"),
        (promise(days=800), "too_far_ahead"),
        (promise(offers="Ring 010190-1234."), "cpr_number"),
        (promise(offers="x" * 301), "text_too_long"),
    ],
)
def test_what_cannot_be_promised(specialised: People, given: Promise, code: str) -> None:
    row = make_asked(specialised.bo, specialised.alma)
    assert refused(lambda: say_yes(resource=row, promise=given, today=today())) == [code]


def test_yes_takes_being_specialised_on_the_day(specialised: People) -> None:
    row = make_asked(specialised.erik, specialised.alma)
    assert refused(lambda: say_yes(resource=row, promise=promise(), today=today())) == ["not_specialised"]


def test_a_refused_form_comes_back_with_everything_typed(specialised: People, client_for: ClientFor) -> None:
    row, bo_s = make_asked(specialised.bo, specialised.alma), client_for(specialised.bo)
    typed = {"decision": "yes", "hours_per_month": "99", "until": "2020-01-01", "offers": "Sidde med til samtaler."}
    response = bo_s.post(page_of(row), typed, follow=True)
    page = response.content.decode()
    assert response.redirect_chain
    assert "Sidde med til samtaler." in page
    assert 'value="99"' in page
    assert "Write from half an hour to 40 hours a month." in page
    assert "The day has passed." in page
    row.refresh_from_db()
    assert row.said_yes_on is None


def test_a_new_round_ends_nothing_but_the_managers_are_told(specialised: People) -> None:
    row = make_resource(specialised.bo)
    assert told(specialised.alma, today()) == []
    round_ = rated_round(specialised.north, {specialised.bo: {"LM": 2}}, name="Ny runde")
    round_.opens_on, round_.closes_on = today() - timedelta(days=1), today()
    round_.save()
    assert list(available(specialised.testkommune.pk, today())) == [row]
    (item,) = told(specialised.alma, today())
    assert "no longer says specialised" in item.why_now
    assert "Bo" in item.what
    shorter = change_promise(resource=row, promise=promise(days=100), today=today())
    longer = refused(lambda: change_promise(resource=shorter, promise=promise(days=101), today=today()))
    assert longer == ["not_specialised_longer"]


def test_the_person_changes_and_ends_it_oneself(specialised: People, client_for: ClientFor) -> None:
    row, bo_s = make_resource(specialised.bo), client_for(specialised.bo)
    asked, agreed = (make_side_by_side(specialised.erik, row), make_agreed(specialised.carla, row))
    changed = {"hours_per_month": "6", "until": f"{today() + timedelta(days=20)}", "offers": ""}
    assert bo_s.post(page_of(row), changed).status_code == 302
    (ends,) = [item for item in told(specialised.bo, today()) if item.due]
    assert ends.due == today() + timedelta(days=20)
    assert bo_s.post(f"{page_of(row)}slut/").status_code == 302
    asked.refresh_from_db()
    agreed.refresh_from_db()
    assert (asked.state, agreed.state) == (SideBySideState.CANCELLED, SideBySideState.ACCEPTED)
    assert client_for(specialised.freja).get(page_of(row)).status_code == 404
    assert not available(specialised.testkommune.pk, today()).exists()
    assert refused(lambda: end_being_resource_person(resource=row, today=today())) == ["not_one_now"]


def test_the_last_day_counts_and_the_next_does_not(people: People) -> None:
    make_resource(people.carla, until=today())
    assert available(people.testkommune.pk, today()).count() == 1
    assert available(people.testkommune.pk, today() + timedelta(days=1)).count() == 0


# The list


def test_the_list_shows_the_own_municipality_by_field_with_hours_left(people: People, client_for: ClientFor) -> None:
    make_resource(people.outsider)
    law = make_resource(people.carla)
    make_resource(people.freja, "VM")
    make_agreed(people.erik, law, hours="1.5")
    page = main_of(client_for(people.bo), LIST)
    assert "Outsider" not in page
    assert "2,5 af 4 tilbage i denne måned" in page
    assert page.index("Lov &amp; Myndighed</h2>") < page.index("Carla")
    only = main_of(client_for(people.bo), f"{LIST}?felt={law.framework.uuid}.VM")
    assert "Freja" in only
    assert ">Carla<" not in only
    assert main_of(client_for(people.bo), f"{LIST}?felt=nonsense")


def test_hours_are_counted_in_the_month_of_the_day(people: People) -> None:
    row = make_resource(people.carla)
    first = date(2031, 1, 31)
    row.until = date(2031, 12, 31)
    row.save()
    make_agreed(people.bo, row, day=first, hours="3")
    assert with_hours_left([row], date(2031, 1, 1))[0].left == 1
    assert with_hours_left([row], date(2031, 2, 1))[0].left == 4
    assert with_hours_left([row], date(2030, 12, 31))[0].left == 4


def test_the_queries_stay_as_many_as_resource_persons_grow(people: People, client_for: ClientFor) -> None:
    bo_s, alma_s = client_for(people.bo), client_for(people.alma)
    rated_round(people.testkommune)

    def queries(client: Client, url: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    def one_more(number: int) -> None:
        person = make_employee(f"Kollega {number}", people.north)
        make_side_by_side(people.bo, make_resource(person))

    one_more(0)
    pages = [(bo_s, LIST), (alma_s, LIST), (alma_s, ASK), (alma_s, "/"), (bo_s, "/"), (bo_s, "/laering/")]
    for client, url in pages:
        queries(client, url)
    few = [queries(client, url) for client, url in pages]
    for number in range(1, 5):
        one_more(number)
    assert [queries(client, url) for client, url in pages] == few


def test_what_ended_a_year_ago_is_deleted(people: People) -> None:
    make_resource(people.bo)
    old = make_resource(people.carla, until=today())
    make_resource(people.erik, said_yes_on=None, until=None, said_no_on=today())
    later = today() + timedelta(days=367)
    (line,) = retention(today=later, dry_run=True)
    assert (line.rows, ResourcePerson.objects.count()) == (2, 3)
    retention(today=today() + timedelta(days=360), dry_run=False)
    assert ResourcePerson.objects.count() == 3
    retention(today=later, dry_run=False)
    assert [row.employee for row in ResourcePerson.objects.all()] == [people.bo]
    assert not ResourcePerson.objects.filter(pk=old.pk).exists()
