"""Side-by-side training: asked in one click, a day within the hours of the month, held, and called off."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from fagkompas.accounts.models import Employee
from fagkompas.assessments.models import RoundState
from fagkompas.audit.models import Event
from fagkompas.learning.actions.side_by_side import Wish, accept, ask_side_by_side, decline, mark_held, retention
from fagkompas.learning.models import Participation, ParticipationState, SideBySide, SideBySideState, Source
from fagkompas.learning.own_learning import record_of
from fagkompas.learning.resource_persons import with_hours_left
from fagkompas.learning.today import side_by_side as todays
from fagkompas.toolkit.today import TodayItem
from tests.assessments.rounds import participant_of
from tests.assessments.units import rated_round
from tests.catalogue.making import today
from tests.learning.colleagues import make_agreed, make_resource, make_side_by_side
from tests.learning.pages import main_of
from tests.learning.test_own_learning import refused
from tests.learning.test_resource_persons import page_of
from tests.people import People, make_employee
from tests.today import asked

ClientFor = Callable[[Employee], Client]
OWN = "/laering/kolleger/oplaering/"


def told(person: Employee, day: date) -> list[TodayItem]:
    with override("en"):
        return asked(todays, person, day)


def page(one: SideBySide) -> str:
    return f"{OWN}{one.uuid}/"


@pytest.fixture
def english(people: People) -> People:
    for person in (people.alma, people.bo, people.carla):
        person.language = "en"
        person.save(update_fields=["language"])
    return people


# Asked


def test_one_click_from_own_learning_asks(english: People, client_for: ClientFor) -> None:
    rated_round(english.north, {english.bo: {"LM": 1}})
    row, bo_s = make_resource(english.carla), client_for(english.bo)
    assert f'action="{page_of(row)}"' in main_of(bo_s, "/laering/mit/")
    response = bo_s.post(page_of(row), {"learner": english.bo.uuid})
    one = SideBySide.objects.get()
    assert (response.status_code, response.headers["Location"]) == (302, page(one))
    assert (one.learner, one.resource, one.asked_by, one.state) == (english.bo, row, english.bo, SideBySideState.ASKED)
    assert "Asked; waits for an answer" in main_of(bo_s, "/laering/mit/")
    (item,) = told(english.carla, today())
    assert item.url == page(one)
    assert "Bo would like to sit beside you" in item.what
    assert told(english.bo, today()) == []


def test_a_manager_asks_from_a_profile_and_the_learner_is_told(english: People, client_for: ClientFor) -> None:
    bo_is = participant_of(rated_round(english.north, {english.bo: {"LM": 1}}), english.bo)
    row, alma_s = make_resource(english.carla), client_for(english.alma)
    fragment = f"/laering/kolleger/laer-af/{bo_is.uuid}/"
    assert f'hx-get="{fragment}"' in alma_s.get(f"/kompetencer/profil/{bo_is.uuid}/").content.decode()
    shown = alma_s.get(fragment).content.decode()
    assert "Carla" in shown
    assert f'value="{english.bo.uuid}"' in shown
    assert Event.objects.filter(action="assessments.profile.read", subject_id=english.bo.pk).count() == 1
    assert alma_s.post(page_of(row), {"learner": english.bo.uuid}).status_code == 302
    (item,) = told(english.bo, today())
    assert "Alma has asked for you." in item.why_now


def test_a_profile_without_anybody_to_learn_from_shows_nothing(people: People, client_for: ClientFor) -> None:
    round_ = rated_round(people.north, {people.bo: {"LM": 1}})
    bo_is = participant_of(round_, people.bo)
    fragment = f"/laering/kolleger/laer-af/{bo_is.uuid}/"
    assert client_for(people.bo).get(fragment).status_code == 204
    make_resource(people.carla)
    assert client_for(people.bo).get(fragment).status_code == 200
    round_.state = RoundState.OPEN
    round_.save()
    round_.participants.filter(employee=people.bo).update(manager_submitted_at=None)
    assert client_for(people.alma).get(fragment).status_code == 204


def test_an_employee_asks_for_nobody_else(english: People, client_for: ClientFor) -> None:
    row = make_resource(english.carla)
    response = client_for(english.bo).post(page_of(row), {"learner": english.erik.uuid}, follow=True)
    assert "Choose one from the list." in response.content.decode()
    assert not SideBySide.objects.exists()


def test_who_cannot_be_asked(people: People) -> None:
    def ask(learner: Employee, row: object, sentence: str = "") -> list[str]:
        return refused(
            lambda: ask_side_by_side(
                learner=learner,
                resource=row,  # type: ignore[arg-type]
                wish=Wish(sentence=sentence),
                today=today(),
                by=people.alma,
            )
        )

    row = make_resource(people.carla)
    assert ask(people.carla, row) == ["beside_oneself"]
    assert ask(people.bo, row, "Om 010190-1234.") == ["cpr_number"]
    make_side_by_side(people.bo, row)
    assert ask(people.bo, row) == ["asked_side_by_side_already"]
    over = make_resource(people.freja, until=today() - timedelta(days=1))
    assert ask(people.bo, over) == ["not_one_now"]


# Answered


def test_a_day_within_the_hours_is_agreed_and_both_see_it(english: People, client_for: ClientFor) -> None:
    one = make_side_by_side(english.bo, make_resource(english.carla))
    day = today() + timedelta(days=3)
    answer = {"decision": "yes", "day": f"{day}", "hours": "2", "answer": "Kom kl. 9 til Syd."}
    assert client_for(english.carla).post(page(one), answer).status_code == 302
    for person, what in ((english.bo, "You learn from Carla"), (english.carla, "Bo learns from you")):
        (item,) = told(person, today())
        assert what in item.what
        assert item.due == day
    assert "Kom kl. 9 til Syd." in main_of(client_for(english.bo), page(one))


def test_a_day_far_off_is_what_comes_next(people: People) -> None:
    make_agreed(people.bo, make_resource(people.carla), day=today() + timedelta(days=8))
    (item,) = told(people.bo, today())
    assert item.is_next
    (now,) = told(people.bo, today() + timedelta(days=1))
    assert not now.is_next


def test_the_hours_of_a_month_are_given_away_once(english: People, client_for: ClientFor) -> None:
    row = make_resource(english.carla)
    make_agreed(english.erik, row, hours="3")
    one = make_side_by_side(english.bo, row)
    answer = {"decision": "yes", "day": f"{today()}", "hours": "1.5", "answer": ""}
    answered = client_for(english.carla).post(page(one), answer, follow=True).content.decode()
    assert "You have 1 hours left in that month." in answered
    assert 'value="1.5"' in answered
    one.refresh_from_db()
    assert one.state == SideBySideState.ASKED
    next_month = (today().replace(day=1) + timedelta(days=40)).replace(day=5)
    accept(side_by_side=one, day=next_month, hours=Decimal("1.5"), answer="", today=today())


def test_a_yes_needs_a_day_and_hours_and_a_no_a_word(english: People, client_for: ClientFor) -> None:
    one, carla_s = make_side_by_side(english.bo, make_resource(english.carla)), client_for(english.carla)
    answered = carla_s.post(page(one), {"decision": "yes"}, follow=True).content.decode()
    assert "Choose the day you meet." in answered
    assert "Write how many hours you set aside." in answered
    assert "Write why, in a sentence." in carla_s.post(page(one), {"decision": "no"}, follow=True).content.decode()
    assert carla_s.post(page(one), {"decision": "no", "answer": "Jeg er på ferie."}).status_code == 302
    (item,) = told(english.bo, today())
    assert "Carla says no: Jeg er på ferie." in item.why_now
    assert told(english.bo, today() + timedelta(days=15)) == []


@pytest.mark.parametrize(
    ("days", "hours", "code"),
    [
        (-1, "2", "day_has_passed"),
        (181, "2", "after_the_last_day"),
        (1, "0", "time_out_of_range"),
        (1, "-1", "time_out_of_range"),
        (1, "13", "time_out_of_range"),
    ],
)
def test_days_and_hours_that_cannot_be(people: People, days: int, hours: str, code: str) -> None:
    one = make_side_by_side(people.bo, make_resource(people.carla, hours_per_month=Decimal(40)))
    day = today() + timedelta(days=days)
    got = refused(lambda: accept(side_by_side=one, day=day, hours=Decimal(hours), answer="", today=today()))
    assert got == [code]


def test_an_answer_is_given_once(people: People) -> None:
    one = make_agreed(people.bo, make_resource(people.carla))
    assert refused(lambda: decline(side_by_side=one, answer="Nej.", today=today())) == ["answered_side_by_side"]


# Held


def test_what_is_held_stands_in_the_record_and_counts_in_the_month(english: People, client_for: ClientFor) -> None:
    row = make_resource(english.carla)
    one = make_agreed(english.bo, row)
    assert client_for(english.bo).post(page(one), {"day": f"{today()}", "hours": "2.5"}).status_code == 302
    participation = Participation.objects.get()
    assert (participation.employee, participation.source) == (english.bo, Source.SIDE_BY_SIDE)
    assert (participation.state, participation.hours) == (ParticipationState.ATTENDED, Decimal("2.5"))
    assert (participation.completed_on, participation.internal) == (today(), True)
    assert record_of(english.bo).hours == Decimal("2.5")
    assert "Side-by-side training: Law" in main_of(client_for(english.bo), "/laering/mit/")
    assert with_hours_left([row], today())[0].left == Decimal("1.5")
    again = refused(
        lambda: mark_held(side_by_side=one, day=today(), hours=Decimal(1), now=timezone.now(), by=english.carla)
    )
    assert again == ["held_already"]
    assert Participation.objects.count() == 1
    assert told(english.carla, today()) == []


def test_either_says_that_they_have_not_met_and_it_is_out_of_the_record(english: People, client_for: ClientFor) -> None:
    one = make_agreed(english.bo, make_resource(english.carla))
    mark_held(side_by_side=one, day=today(), hours=Decimal(2), now=timezone.now(), by=english.carla)
    client_for(english.bo).post(f"{page(one)}ikke-holdt/")
    one.refresh_from_db()
    assert (one.state, one.held_on) == (SideBySideState.ACCEPTED, None)
    assert not Participation.objects.exists()
    assert Event.objects.filter(action="learning.side_by_side.uncounted", subject_id=english.bo.pk).exists()
    mark_held(side_by_side=one, day=today(), hours=Decimal(1), now=timezone.now(), by=english.bo)
    assert Participation.objects.get().hours == 1


def test_what_took_longer_than_was_left_counts_and_nothing_is_below_nought(people: People) -> None:
    row = make_resource(people.carla)
    one = make_agreed(people.bo, row)
    mark_held(side_by_side=one, day=today(), hours=Decimal(6), now=timezone.now(), by=people.carla)
    assert with_hours_left([row], today())[0].left == 0


def test_days_that_cannot_have_been(people: People) -> None:
    row = make_resource(people.carla)
    asked = make_side_by_side(people.erik, row)
    agreed = make_agreed(people.bo, row, day=today() + timedelta(days=1))

    def held(one: SideBySide, days: int) -> list[str]:
        day = today() + timedelta(days=days)
        return refused(lambda: mark_held(side_by_side=one, day=day, hours=Decimal(1), now=timezone.now(), by=people.bo))

    assert held(asked, 0) == ["no_day_agreed"]
    assert held(agreed, 1) == ["held_in_future"]
    assert held(agreed, -1) == ["held_before_asked"]


def test_the_day_after_both_are_asked_to_register_it(people: People) -> None:
    make_agreed(people.bo, make_resource(people.carla))
    for person in (people.bo, people.carla):
        (item,) = told(person, today() + timedelta(days=1))
        assert item.due == today()


# Called off


def test_either_calls_it_off_with_a_word_and_the_hours_are_free(english: People, client_for: ClientFor) -> None:
    row = make_resource(english.carla)
    one, carla_s = make_agreed(english.bo, row), client_for(english.carla)
    answered = carla_s.post(f"{page(one)}aflys/", {"because": ""}, follow=True).content.decode()
    assert "Write why, in a sentence." in answered
    assert carla_s.post(f"{page(one)}aflys/", {"because": "Jeg er syg."}).status_code == 302
    (item,) = told(english.bo, today())
    assert "Carla called it off. Jeg er syg." in item.why_now
    assert told(english.carla, today()) == []
    assert with_hours_left([row], today())[0].left == 4
    make_side_by_side(english.bo, row)


def test_a_question_is_taken_back_without_a_word(english: People, client_for: ClientFor) -> None:
    one = make_side_by_side(english.bo, make_resource(english.carla))
    assert client_for(english.carla).get(f"{page(one)}aflys/").status_code == 404
    assert client_for(english.bo).post(f"{page(one)}aflys/").status_code == 302
    one.refresh_from_db()
    assert one.state == SideBySideState.CANCELLED


def test_whoever_waits_for_somebody_who_stopped_is_told(english: People) -> None:
    row = make_resource(english.carla, until=today())
    one = make_side_by_side(english.bo, row)
    tomorrow = today() + timedelta(days=1)
    (item,) = told(english.bo, tomorrow)
    assert "is not a resource person any more" in item.why_now
    got = refused(lambda: accept(side_by_side=one, day=tomorrow, hours=Decimal(1), answer="", today=tomorrow))
    assert got == ["you_are_not_one_now", "after_the_last_day"]


# Who sees what


def test_a_manager_reads_that_of_those_she_leads_and_it_is_logged(people: People, client_for: ClientFor) -> None:
    row = make_resource(people.carla)
    one = make_side_by_side(people.bo, row)
    make_side_by_side(people.freja, row)
    shown = main_of(client_for(people.alma), OWN)
    assert "Bo" in shown
    assert "Freja" not in shown
    assert Event.objects.filter(action="learning.side_by_side.read", subject_id=people.bo.pk).count() == 1
    main_of(client_for(people.carla), page(one))
    assert Event.objects.filter(action="learning.side_by_side.read", actor_id=people.carla.pk).count() == 1
    main_of(client_for(people.bo), page(one))
    assert not Event.objects.filter(action="learning.side_by_side.read", actor_id=people.bo.pk).exists()


def test_the_queries_stay_as_many(people: People, client_for: ClientFor) -> None:
    alma_s, carla_s = client_for(people.alma), client_for(people.carla)
    row = make_resource(people.carla)

    def queries(client: Client, url: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    make_side_by_side(people.bo, row)
    pages = [(alma_s, OWN), (carla_s, OWN), (carla_s, "/")]
    for client, url in pages:
        queries(client, url)
    few = [queries(client, url) for client, url in pages]
    for number in range(4):
        make_side_by_side(make_employee(f"Kollega {number}", people.north), row)
    assert [queries(client, url) for client, url in pages] == few


def test_what_ended_a_year_ago_is_deleted_and_the_record_stands(people: People) -> None:
    row = make_resource(people.carla)
    one = make_agreed(people.bo, row)
    mark_held(side_by_side=one, day=today(), hours=Decimal(1), now=timezone.now(), by=people.bo)
    (line,) = retention(today=today() + timedelta(days=367), dry_run=True)
    assert line.rows == 1
    retention(today=today() + timedelta(days=367), dry_run=False)
    assert not SideBySide.objects.exists()
    assert Participation.objects.count() == 1
