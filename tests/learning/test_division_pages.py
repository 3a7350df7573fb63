"""The division of work: described, divided, logged, and what is refused."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fagkompas.accounts.models import Employee
from fagkompas.assessments.models import RoundState
from fagkompas.audit.models import Event
from fagkompas.engine.scales import Level
from fagkompas.learning import division
from fagkompas.learning.models import TaskType, WorkingHours
from tests.assessments.rounds import answer, make_round, participant_of
from tests.assessments.units import colleagues, rated_round
from tests.learning.needs import address, describe_work, opened
from tests.learning.pages import text_of
from tests.people import People


@pytest.fixture
def alma_s(people: People, client_for: Callable[[Employee], Client]) -> Client:
    people.alma.language = "en"
    people.alma.save(update_fields=["language"])
    return client_for(people.alma)


def row(place: int | str, name: str = "", field: str = "LM", level: str = "basic", hours: str = "1") -> dict[str, str]:
    return {f"{place}-navn": name, f"{place}-felt": field, f"{place}-niveau": level, f"{place}-timer": hours}


def test_without_work_it_says_where_to_begin(people: People, alma_s: Client) -> None:
    assert "No kinds of work are described yet" in text_of(alma_s, address(people.north, "fordeling/"))


def test_the_suggested_work_is_for_as_many_as_there_are(people: People, alma_s: Client) -> None:
    colleagues(people.north, 7)
    form = alma_s.get(address(people.north, "fordeling/opgaver/"), {"start": "forslag"}).context["form"]
    hours = [Decimal(str(one.hours.value())) for one in form.rows if one.name.value()]
    assert (len(hours), sum(hours)) == (16, 250)
    assert not TaskType.objects.exists()


def test_kinds_of_work_are_kept_changed_and_taken_out(people: People, alma_s: Client) -> None:
    url = address(people.north, "fordeling/opgaver/")
    assert alma_s.post(url, row(0, "Samtaler", "BM", "basic", "12.5") | row(1, "Jura") | row(2)).status_code == 302
    first = TaskType.objects.get(name="Samtaler")
    law = TaskType.objects.get(name="Jura")
    before = opened(alma_s, url)
    alma_s.post(url, before | row(first.uuid.hex, "Samtaler", "BM", "specialised", "3") | row(law.uuid.hex))
    changed = TaskType.objects.get()
    assert (changed.pk, changed.level, changed.weekly_hours) == (first.pk, "specialised", Decimal(3))


def test_a_colleague_s_new_work_stays_when_one_saves_an_older_page(people: People, alma_s: Client) -> None:
    url = address(people.north, "fordeling/opgaver/")
    describe_work(people.north, people.alma, ("Samtaler", "BM", Level.BASIC, "10"))
    before, stored = opened(alma_s, url), TaskType.objects.get()
    describe_work(
        people.north, people.erik, ("Samtaler", "BM", Level.BASIC, "10"), ("Kollegas nye", "LM", Level.BASIC, "4")
    )
    said = alma_s.post(url, before | row(stored.uuid.hex, "Samtaler", "BM", "basic", "11"), follow=True)
    assert "Somebody else has changed something in the meantime" in said.content.decode()
    hours = dict(TaskType.objects.order_by("pk").values_list("name", "weekly_hours"))
    assert hours == {"Samtaler": 11, "Kollegas nye": 4}


def test_work_that_two_have_changed_is_shown_side_by_side(people: People, alma_s: Client) -> None:
    url = address(people.north, "fordeling/opgaver/")
    describe_work(people.north, people.alma, ("Samtaler", "BM", Level.BASIC, "10"), ("Jura", "LM", Level.BASIC, "1"))
    before = opened(alma_s, url)
    talks, law = (TaskType.objects.get(name=name).uuid.hex for name in ("Samtaler", "Jura"))
    describe_work(people.north, people.erik, ("Samtaler", "BM", Level.BASIC, "20"))
    mine = row(talks, "Samtaler", "BM", "basic", "12") | row(law, "Jura", "LM", "basic", "2")
    response = alma_s.post(url, before | mine)
    assert response.status_code == 409
    said = {one.label: (one.typed_words, one.saved_words) for one in response.context["conflicts"]}
    assert said["Jura"] == ("Jura: Law & authority, Basic, 2 hours a week", "(taken out)")
    assert said["Samtaler"][1].endswith("20 hours a week")
    sent = dict(response.context["rest"]) | dict(response.context["opened"])
    chosen = {one.name: one.typed for one in response.context["conflicts"]}
    alma_s.post(response.context["save_url"], sent | chosen | {f"choose-opgave-{talks}": "saved"})
    hours = dict(TaskType.objects.order_by("pk").values_list("name", "weekly_hours"))
    assert hours == {"Samtaler": 20, "Jura": 2}


def test_the_same_new_work_from_two_is_told(people: People, alma_s: Client) -> None:
    url = address(people.north, "fordeling/opgaver/")
    before = opened(alma_s, url)
    describe_work(people.north, people.erik, ("Samtaler", "BM", Level.BASIC, "20"))
    response = alma_s.post(url, before | row(0, "Samtaler", "BM", "basic", "12"))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["0-navn"]
    assert TaskType.objects.get().weekly_hours == 20


def test_hours_of_whoever_moves_in_while_the_page_is_open_stay(people: People, alma_s: Client) -> None:
    url = address(people.north, "fordeling/timer/")
    WorkingHours.objects.create(employee=people.carla, weekly=20)
    before = opened(alma_s, url)
    people.carla.unit = people.north
    people.carla.save(update_fields=["unit"])
    WorkingHours.objects.create(employee=people.erik, weekly=15)
    assert alma_s.post(url, before | {str(people.bo.uuid): "30"}).status_code == 302
    hours = dict(WorkingHours.objects.order_by("pk").values_list("employee__name", "weekly"))
    assert hours == {"Carla": 20, "Erik": 15, "Bo": 30}
    both = alma_s.post(url, before | {str(people.bo.uuid): "12"})
    assert [(one.typed, one.saved_words) for one in both.context["conflicts"]] == [("12", "30")]


@pytest.mark.parametrize(
    ("rows", "at"),
    [
        (row(0, "Samtaler", hours="-1"), "0-timer"),
        (row(0, "Samtaler", hours=""), "0-timer"),
        (row(0, "Samtaler", hours="1e9"), "0-timer"),
        (row(0, "Samtaler", field="XX"), "0-felt"),
        (row(0, "Samtaler", level="let"), "0-niveau"),
        (row(0, "Samtaler") | row(1, "samtaler"), "1-navn"),
        (row(0, "Om 010190-1234"), "0-navn"),
        (row(0, "x" * 121), "0-navn"),
    ],
)
def test_what_is_wrong_stands_at_its_cell(people: People, alma_s: Client, rows: dict[str, str], at: str) -> None:
    response = alma_s.post(address(people.north, "fordeling/opgaver/"), rows)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [at]
    assert not TaskType.objects.exists()


def test_who_does_what_and_what_is_left_with_the_reason(people: People, alma_s: Client) -> None:
    rated_round(people.north, {people.bo: 4})
    describe_work(
        people.north,
        people.alma,
        ("Afgørelser", "LM", Level.BASIC, "20"),
        ("Svære sager", "LM", Level.SPECIALISED, "30"),
    )
    page = alma_s.get(address(people.north, "fordeling/"))
    does = {one.person.name: (one.load.done, one.does) for one in page.context["rows"]}
    assert does["Bo"] == (25, "Svære sager 25")
    assert does["Erik"] == (10, "Afgørelser 10")
    assert [(one.task.name, one.left, one.why) for one in page.context["task_rows"] if one.left] == [
        ("Svære sager", 5, "Bo can do it, and has no hours left.")
    ]
    assert page.context["left_over"] == [("Svære sager", 5, "Bo can do it, and has no hours left.")]
    assert (page.context["division"].covered, page.context["division"].needed) == (45, 50)
    assert Event.objects.filter(action="assessments.standings.read", subject_id=people.bo.pk).count() == 1


def test_hours_of_a_person_count(people: People, alma_s: Client) -> None:
    rated_round(people.north, {people.bo: 4})
    describe_work(people.north, people.alma, ("Svære sager", "LM", Level.SPECIALISED, "30"))
    url = address(people.north, "fordeling/timer/")
    assert alma_s.get(url).status_code == 200
    assert alma_s.post(url, {str(people.bo.uuid): "30"}).status_code == 302
    assert alma_s.get(address(people.north, "fordeling/")).context["division"].uncovered == ()
    assert WorkingHours.objects.get().weekly == 30
    assert alma_s.post(url, opened(alma_s, url) | {str(people.bo.uuid): "61"}).status_code == 422
    assert alma_s.post(url, opened(alma_s, url) | {str(people.bo.uuid): "-1"}).status_code == 422
    alma_s.post(url, opened(alma_s, url) | {str(people.bo.uuid): ""})
    assert not WorkingHours.objects.exists()
    saved = Event.objects.filter(action="learning.hours.saved").order_by("pk")
    assert [event.subject_id for event in saved] == [people.bo.pk, people.bo.pk]


def test_who_is_not_rated_is_given_nothing(people: People, alma_s: Client) -> None:
    describe_work(people.north, people.alma, ("Afgørelser", "LM", Level.BASIC, "5"))
    page = alma_s.get(address(people.north, "fordeling/"))
    assert [one.why for one in page.context["task_rows"]] == [
        "Nobody is known to be able to do it, and 3 people are not rated in the field. Rate first."
    ]


def test_who_must_be_rated_first_is_given_nothing(people: People, alma_s: Client) -> None:
    round_ = make_round(people.north, state=RoundState.OPEN)
    answer(participant_of(round_, people.bo), 4, by=people.bo)
    describe_work(people.north, people.alma, ("Svære sager", "LM", Level.SPECIALISED, "5"))
    page = alma_s.get(address(people.north, "fordeling/"))
    assert page.context["division"].covered == 0
    assert people.bo in page.context["work"].unrated


def test_a_large_unit_is_divided_part_by_part(people: People, alma_s: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(division, "MOST_PEOPLE", 2)
    describe_work(people.north, people.alma, ("Afgørelser", "LM", Level.BASIC, "5"))
    assert "too large" in text_of(alma_s, address(people.north, "fordeling/"))
    assert alma_s.get(address(people.north, "fordeling/fordeling.xlsx")).status_code == 200


def test_the_queries_stay_as_many_as_people_and_work_grow(people: People, alma_s: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert alma_s.get(address(people.north, "fordeling/")).status_code == 200
        return len(captured)

    rated_round(people.north)
    describe_work(people.north, people.alma, ("A", "LM", Level.BASIC, "5"))
    queries()
    few = queries()
    colleagues(people.north, 8)
    rated_round(people.north, name="Senere")
    describe_work(people.north, people.alma, *((f"{n}", "BM", Level.BASIC, "5") for n in range(9)))
    assert queries() == few
