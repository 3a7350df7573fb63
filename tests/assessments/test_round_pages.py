"""The pages of rounds: what they show, what they refuse in words, and that they stay quick."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from fagkompas.accounts.models import Employee, Unit
from fagkompas.assessments.models import Dialogue, Draft, Participant, Round, RoundState, Scope
from fagkompas.audit.models import Event, EventKind
from fagkompas.engine.scales import Mode, Rater
from fagkompas.toolkit.today import TodayItem
from tests.assessments.rounds import answer, join, make_round, participant_of
from tests.frameworks.making import shipped_version
from tests.people import People, make_employee
from tests.today import competence_items

SignIn = Callable[[Employee], Client]


def page(client: Client, name: str, *arguments: object, query: str = "") -> str:
    """The page as text, which must be there."""
    response = client.get(reverse(f"assessments:{name}", args=arguments) + query)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def queries_of(client: Client, address: str) -> int:
    """How many queries a page takes once everything that is kept is kept."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.fixture
def alma_in_english(alma: Employee) -> Employee:
    """Alma reads English, so that tests can ask for messages as they stand in the code."""
    alma.language = "en"
    alma.save()
    return alma


# A new round


def test_a_round_is_planned_in_four_steps_and_opened(
    client_for: SignIn, alma_in_english: Employee, north: Unit, bo: Employee
) -> None:
    client = client_for(alma_in_english)
    today = timezone.localdate()
    version = shipped_version()
    response = client.post(
        reverse("assessments:round_new"), {"name": "Efterår 2026", "mode": "screening", "version": version.uuid}
    )
    round_ = Round.objects.get()
    assert response.headers["Location"] == reverse("assessments:round_plan", args=[round_.uuid, "hvem"])
    assert "pay or dismissal" in round_.purpose
    for step, typed, following in (
        ("hvem", {"unit": north.uuid}, "hvornaar"),
        (
            "hvornaar",
            {"opens_on": today, "closes_on": today + timedelta(14), "deletes_on": today + timedelta(700)},
            "hvorfor",
        ),
    ):
        response = client.post(reverse("assessments:round_plan", args=[round_.uuid, step]), typed)
        assert response.headers["Location"] == reverse("assessments:round_plan", args=[round_.uuid, following])
    response = client.post(reverse("assessments:round_plan", args=[round_.uuid, "hvorfor"]), {"purpose": "At lære."})
    assert response.headers["Location"] == reverse("assessments:round_summary", args=[round_.uuid])
    summary = page(client, "round_summary", round_.uuid)
    assert "3 people" in summary
    assert bo.name in summary
    response = client.post(reverse("assessments:round_summary", args=[round_.uuid]))
    assert response.headers["Location"] == reverse("assessments:round", args=[round_.uuid])
    round_.refresh_from_db()
    assert (round_.state, round_.purpose, round_.participants.count()) == (RoundState.OPEN, "At lære.", 3)


def test_a_dialogue_may_be_of_a_team_together(client_for: SignIn, alma_in_english: Employee, north: Unit) -> None:
    client = client_for(alma_in_english)
    client.post(
        reverse("assessments:round_new"),
        {"name": "Vores profil", "mode": "dialogue", "version": shipped_version("fagprofiler-2017").uuid},
    )
    round_ = Round.objects.get()
    who = reverse("assessments:round_plan", args=[round_.uuid, "hvem"])
    assert "The team together" in client.get(who).content.decode()
    client.post(who, {"unit": north.uuid, "scope": "team"})
    client.post(reverse("assessments:round_summary", args=[round_.uuid]))
    assert [one.employee for one in round_.participants.order_by("pk")] == [None]
    shown = page(client, "round", round_.uuid)
    assert "Fill it in together" in shown
    assert "dialogues are signed" not in shown


def test_changing_back_to_a_screening_asks_people_one_by_one(client_for: SignIn, alma: Employee, north: Unit) -> None:
    round_ = make_round(north, mode=Mode.DIALOGUE, scope=Scope.TEAM, state=RoundState.PLANNED)
    client_for(alma).post(
        reverse("assessments:round_plan", args=[round_.uuid, "hvad"]),
        {"name": "Nu screening", "mode": "screening", "version": round_.version.uuid},
    )
    round_.refresh_from_db()
    assert (round_.mode, round_.scope) == ("screening", "person")


def test_saving_for_later_goes_back_to_the_list(client_for: SignIn, alma: Employee, north: Unit) -> None:
    round_ = make_round(north, state=RoundState.PLANNED)
    address = reverse("assessments:round_plan", args=[round_.uuid, "hvorfor"])
    response = client_for(alma).post(address, {"purpose": "Til senere", "later": "1"})
    assert response.headers["Location"] == reverse("assessments:rounds")
    assert Round.objects.get().purpose == "Til senere"


@pytest.mark.parametrize(
    ("step", "typed", "words"),
    [
        ("hvad", {"name": "", "mode": "screening"}, "Fill in “"),
        ("hvad", {"name": "x" * 121, "mode": "screening"}, "room for 120 characters"),
        ("hvad", {"name": "For 010190-1234", "mode": "screening"}, "looks like a CPR number"),
        ("hvad", {"name": "Ny", "mode": "guess"}, "Choose one under “"),
        ("hvem", {"unit": "11111111-1111-4111-8111-111111111111"}, "Choose one from the list."),
        ("hvem", {"unit": "not a unit"}, "Choose one from the list."),
        (
            "hvornaar",
            {"opens_on": "2096-13-40", "closes_on": "2096-12-01", "deletes_on": "2098-01-01"},
            "Write a date under “",
        ),
        (
            "hvornaar",
            {"opens_on": "2096-12-01", "closes_on": "2096-11-01", "deletes_on": "2098-01-01"},
            "first day or later",
        ),
        (
            "hvornaar",
            {"opens_on": "2096-11-01", "closes_on": "2096-12-01", "deletes_on": "2096-12-01"},
            "must come after",
        ),
        (
            "hvornaar",
            {"opens_on": "2020-01-01", "closes_on": "2096-12-01", "deletes_on": "2098-01-01"},
            "This day has passed. Choose today or later.",
        ),
        (
            "hvornaar",
            {"opens_on": "2096-11-01", "closes_on": "2020-01-01", "deletes_on": "2098-01-01"},
            "The last day for answers has passed.",
        ),
        (
            "hvornaar",
            {"opens_on": "2096-11-01", "closes_on": "2096-12-01", "deletes_on": "2199-12-01"},
            "at most 10 years",
        ),
        ("hvorfor", {"purpose": ""}, "Fill in “"),
        ("hvorfor", {"purpose": "x" * 1001}, "room for 1,000 characters"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(
    client_for: SignIn, alma_in_english: Employee, north: Unit, step: str, typed: dict[str, str], words: str
) -> None:
    round_ = make_round(north, state=RoundState.PLANNED)
    typed = {"version": str(round_.version.uuid), **typed} if step == "hvad" else typed
    response = client_for(alma_in_english).post(reverse("assessments:round_plan", args=[round_.uuid, step]), typed)
    shown = response.content.decode()
    assert response.status_code == 422
    assert words in shown
    if typed.get("name"):
        assert typed["name"] in shown
    assert Round.objects.get().purpose == round_.purpose


def test_opening_twice_the_same_people_says_who(client_for: SignIn, alma_in_english: Employee, north: Unit) -> None:
    make_round(north, name="Den første")
    second = make_round(north, state=RoundState.PLANNED, name="Den anden")
    Participant.objects.filter(round=second).delete()
    response = client_for(alma_in_english).post(reverse("assessments:round_summary", args=[second.uuid]))
    shown = response.content.decode()
    assert response.status_code == 422
    clash = "Alma and 2 more people are in the round “Den første” or another that is open and a screening too."
    assert clash in shown


def test_who_is_in_another_open_round_is_said_once_it_is_chosen_who_takes_part(
    client_for: SignIn, alma_in_english: Employee, north: Unit
) -> None:
    first = make_round(north, name="Den første")
    second = make_round(north, state=RoundState.PLANNED, name="Den anden")
    Participant.objects.filter(round=second).delete()
    client = client_for(alma_in_english)
    who = reverse("assessments:round_plan", args=[second.uuid, "hvem"])
    shown = client.post(who, {"unit": north.uuid}, follow=True).content.decode()
    assert "Alma and 2 more people are in the round “Den første”" in shown
    Round.objects.filter(pk=first.pk).update(state=RoundState.CLOSED)
    assert "Den første" not in client.post(who, {"unit": north.uuid}, follow=True).content.decode()


def test_there_is_no_such_step(client_for: SignIn, alma: Employee, north: Unit) -> None:
    round_ = make_round(north, state=RoundState.PLANNED)
    assert client_for(alma).get(reverse("assessments:round_plan", args=[round_.uuid, "hvorhen"])).status_code == 404


def test_an_open_round_has_no_plan_any_more(client_for: SignIn, alma: Employee, north: Unit) -> None:
    round_ = make_round(north)
    for address in (
        reverse("assessments:round_plan", args=[round_.uuid, "hvad"]),
        reverse("assessments:round_summary", args=[round_.uuid]),
    ):
        assert client_for(alma).get(address).status_code == 404


# The list


def test_the_list_shows_own_rounds_and_what_comes_next(
    client_for: SignIn, alma_in_english: Employee, people: People
) -> None:
    make_round(people.north, name="Nords runde")
    make_round(people.south, name="Syds runde")
    shown = page(client_for(alma_in_english), "rounds")
    assert "Nords runde" in shown
    assert "Syds runde" not in shown
    assert "Rate 2 people" in shown


def test_the_list_can_be_narrowed(client_for: SignIn, alma: Employee, north: Unit) -> None:
    make_round(north, name="Kører")
    make_round(north, name="Er forbi", state=RoundState.CLOSED)
    shown = page(client_for(alma), "rounds", query="?tilstand=closed")
    assert "Er forbi" in shown
    assert "Kører" not in shown
    assert "Kører" in page(client_for(alma), "rounds", query="?tilstand=findes-ikke&sortering=x&side=99")


def test_an_empty_list_says_what_to_do(client_for: SignIn, alma_in_english: Employee) -> None:
    client = client_for(alma_in_english)
    assert "No rounds yet" in page(client, "rounds")
    assert "No rounds like that" in page(client, "rounds", query="?tilstand=open")


def test_the_list_takes_the_same_queries_for_few_and_many(client_for: SignIn, alma: Employee, north: Unit) -> None:
    client, address = client_for(alma), reverse("assessments:rounds")
    make_round(north)
    few = queries_of(client, address)
    for number in range(12):
        make_round(north, name=f"Runde {number}", state=RoundState.CLOSED)
    assert queries_of(client, address) == few


# One round


def test_who_has_answered_is_told_and_never_what_or_that_somebody_began(
    client_for: SignIn, alma_in_english: Employee, people: People
) -> None:
    round_ = make_round(people.north)
    bo = participant_of(round_, people.bo)
    address = reverse("assessments:round", args=[round_.uuid])
    client = client_for(alma_in_english)
    before = client.get(address).content.decode()
    Draft.objects.create(
        participant=bo,
        rater="self",
        author=people.bo,
        item="AU-G1",
        value=4,
        evidence="Hemmeligt",
        saved_at=timezone.now(),
    )
    after = client.get(address).content.decode()
    assert without_token(before) == without_token(after)
    answer(participant_of(round_, people.bo), 2, by=people.bo)
    assert "1 of 3" in client.get(address).content.decode()


def without_token(shown: str) -> str:
    """The page without what differs from one time to the next."""
    return "\n".join(line for line in shown.splitlines() if "csrfmiddlewaretoken" not in line)


def test_a_manager_within_the_unit_sees_own_people_only(client_for: SignIn, people: People) -> None:
    round_ = make_round(people.testkommune)
    shown = page(client_for(people.alma), "round", round_.uuid)
    assert people.bo.name in shown
    assert people.carla.name not in shown
    assert reverse("assessments:round_affairs", args=[round_.uuid]) not in shown


def test_the_participants_can_be_narrowed_and_sorted(client_for: SignIn, people: People) -> None:
    round_ = make_round(people.testkommune)
    answer(participant_of(round_, people.bo), 2, by=people.bo)
    client = client_for(people.dorte)
    missing = page(client, "round", round_.uuid, query="?mangler=selv")
    assert "Carla" in missing
    assert ">Bo<" not in missing
    assert "Carla" in page(client, "round", round_.uuid, query=f"?enhed={people.south.uuid}")
    assert ">Bo<" not in page(client, "round", round_.uuid, query=f"?enhed={people.south.uuid}")
    assert ">Bo<" in page(client, "round", round_.uuid, query="?mangler=samtale&sortering=-selv")
    wrong = page(client, "round", round_.uuid, query="?mangler=x&enhed=ikke-en-uuid&sortering=y&side=z")
    assert ">Bo<" in wrong


def test_nobody_left_in_a_filter_says_so(client_for: SignIn, alma_in_english: Employee, people: People) -> None:
    round_ = make_round(people.north)
    Participant.objects.update(manager_submitted_at=timezone.now())
    shown = page(client_for(alma_in_english), "round", round_.uuid, query="?mangler=leder")
    assert "Nobody is missing here" in shown


@pytest.mark.parametrize("name", ["round", "round_reminder", "round_agreement"])
def test_a_round_takes_the_same_queries_for_20_and_200(client_for: SignIn, people: People, name: str) -> None:
    round_ = make_round(people.north)
    for number in range(17):
        join(round_, make_employee(f"Person {number:03}", people.north))
    Participant.objects.update(self_submitted_at=None, manager_submitted_at=timezone.now())
    client, address = client_for(people.alma), reverse(f"assessments:{name}", args=[round_.uuid])
    few = queries_of(client, address)
    for number in range(20, 200):
        join(round_, make_employee(f"Person {number:03}", people.north))
    assert queries_of(client, address) == few


def test_reminders_are_text_to_copy(client_for: SignIn, alma_in_english: Employee, people: People) -> None:
    round_ = make_round(people.north)
    answer(participant_of(round_, people.bo), 2, by=people.bo)
    shown = page(client_for(alma_in_english), "round_reminder", round_.uuid)
    assert people.erik.email in shown
    assert people.bo.email not in shown
    assert alma_in_english.email not in shown, "one does not remind oneself"
    assert "http://testserver/kompetencer/" in shown


def test_nobody_to_remind(client_for: SignIn, alma_in_english: Employee, people: People) -> None:
    round_ = make_round(people.north)
    Participant.objects.update(self_submitted_at=timezone.now())
    assert "Everyone has answered" in page(client_for(alma_in_english), "round_reminder", round_.uuid)


def test_agreement_is_not_shown_from_fewer_than_five(
    client_for: SignIn, alma_in_english: Employee, people: People
) -> None:
    round_ = make_round(people.north)
    assert "Too few to say yet" in page(client_for(alma_in_english), "round_agreement", round_.uuid)


def test_agreement_per_field_in_words(client_for: SignIn, people: People) -> None:
    people.dorte.language = "en"
    people.dorte.save()
    round_ = make_round(people.testkommune)
    for number, person in enumerate([people.alma, people.bo, people.carla, people.erik, people.freja]):
        part = participant_of(round_, person)
        answers = {"AU-G1": number % 5, "AU-G2": (number + 1) % 5}
        answer(part, answers, by=person)
        answer(part, answers, by=people.alma, rater=Rater.MANAGER)
    Round.objects.update(state=RoundState.CLOSED)
    shown = page(client_for(people.dorte), "round_agreement", round_.uuid)
    assert "1.00" in shown
    assert "You rate very much alike." in shown
    assert "Too few ratings to say." in shown


# What is done to a round


def test_the_dates_are_moved(client_for: SignIn, alma: Employee, north: Unit) -> None:
    round_ = make_round(north)
    later = timezone.localdate() + timedelta(days=50)
    client_for(alma).post(
        reverse("assessments:round_dates", args=[round_.uuid]),
        {"closes_on": later.isoformat(), "deletes_on": round_.deletes_on.isoformat()},
    )
    round_.refresh_from_db()
    assert round_.closes_on == later


def test_dates_that_do_not_hold_are_refused(client_for: SignIn, alma_in_english: Employee, north: Unit) -> None:
    round_ = make_round(north)
    response = client_for(alma_in_english).post(
        reverse("assessments:round_dates", args=[round_.uuid]),
        {"closes_on": (round_.opens_on - timedelta(days=1)).isoformat(), "deletes_on": "2030-01-01"},
    )
    assert response.status_code == 422
    assert "first day or later" in response.content.decode()


def test_closing_asks_first_and_says_what_is_missing(
    client_for: SignIn, alma_in_english: Employee, north: Unit
) -> None:
    round_ = make_round(north)
    client, address = client_for(alma_in_english), reverse("assessments:round_close", args=[round_.uuid])
    assert "3 people have not answered" in client.get(address).content.decode()
    refused = client.post(address, {})
    assert refused.status_code == 422
    assert "Tick the box if you are sure." in refused.content.decode()
    client.post(address, {"sure": "on"})
    round_.refresh_from_db()
    assert round_.state == RoundState.CLOSED
    shown = page(client, "round_affairs", round_.uuid)
    assert "Open it again" in shown
    client.post(reverse("assessments:round_reopen", args=[round_.uuid]))
    round_.refresh_from_db()
    assert round_.state == RoundState.OPEN


def test_a_round_that_cannot_be_opened_again_says_why(
    client_for: SignIn, alma_in_english: Employee, north: Unit
) -> None:
    first = make_round(north, state=RoundState.CLOSED)
    make_round(north, name="Den nye")
    response = client_for(alma_in_english).post(reverse("assessments:round_reopen", args=[first.uuid]))
    assert response.status_code == 422
    assert "Den nye" in response.content.decode()


def test_deleting_says_how_much_goes_and_asks(client_for: SignIn, alma_in_english: Employee, people: People) -> None:
    round_ = make_round(people.north)
    answer(participant_of(round_, people.bo), 2, by=people.bo)
    client, address = client_for(alma_in_english), reverse("assessments:round_delete", args=[round_.uuid])
    shown = client.get(address).content.decode()
    assert "79 submitted answers" in shown
    assert client.post(address, {}).status_code == 422
    assert Round.objects.exists()
    client.post(address, {"sure": "on"})
    assert not Round.objects.exists()
    assert not Participant.objects.exists()


def test_somebody_is_added_and_taken_out(client_for: SignIn, people: People) -> None:
    round_ = make_round(people.north)
    nina = make_employee("Nina", people.north)
    client, address = client_for(people.alma), reverse("assessments:round_add", args=[round_.uuid])
    shown = client.get(address).content.decode()
    assert "Nina" in shown
    assert people.carla.name not in shown
    assert client.post(address, {"employee": people.carla.uuid}).status_code == 422
    client.post(address, {"employee": nina.uuid})
    part = participant_of(round_, nina)
    client.post(reverse("assessments:round_remove", args=[round_.uuid, part.uuid]), {"sure": "on"})
    assert not round_.participants.filter(employee=nina).exists()


def test_who_has_signed_stays(client_for: SignIn, alma_in_english: Employee, people: People) -> None:
    round_ = make_round(people.north)
    part = participant_of(round_, people.bo)
    Dialogue.objects.create(participant=part, manager_signed_at=timezone.now(), employee_signed_at=timezone.now())
    address = reverse("assessments:round_remove", args=[round_.uuid, part.uuid])
    response = client_for(alma_in_english).post(address, {"sure": "on"})
    assert response.status_code == 422
    assert "Both have signed the dialogue" in response.content.decode()


def test_a_participant_of_another_round_is_not_found(client_for: SignIn, people: People) -> None:
    round_, other = make_round(people.north), make_round(people.north, mode=Mode.DIALOGUE)
    bo = participant_of(other, people.bo)
    client = client_for(people.alma)
    assert client.get(reverse("assessments:round_remove", args=[round_.uuid, bo.uuid])).status_code == 404
    assert client.get(reverse("assessments:round_compare", args=[round_.uuid, bo.uuid])).status_code == 404


# Side by side


def compare_page(client: Client, part: Participant, query: str = "") -> str:
    return page(client, "round_compare", part.round.uuid, part.uuid, query=query)


def test_the_managers_own_rating_comes_first(client_for: SignIn, alma_in_english: Employee, people: People) -> None:
    part = participant_of(make_round(people.north), people.bo)
    client = client_for(alma_in_english)
    assert "Neither of you has answered yet" in compare_page(client, part)
    answer(part, 1, by=people.bo)
    Participant.objects.filter(pk=part.pk).update(self_submitted_at=timezone.now())
    hidden = compare_page(client, part)
    assert "You see the answers once you have sent in your own rating" in hidden
    assert "side-self" not in hidden
    answer(participant_of(part.round, people.bo), 3, by=alma_in_english, rater=Rater.MANAGER)
    both = compare_page(client, part)
    assert "You disagree on 79 of 79 items." in both
    assert both.count("side-self") == both.count("side-manager") == 79


def test_only_the_managers_own_is_shown_until_the_person_answers(
    client_for: SignIn, alma_in_english: Employee, people: People
) -> None:
    part = participant_of(make_round(people.north), people.bo)
    answer(part, 3, by=alma_in_english, rater=Rater.MANAGER)
    shown = compare_page(client_for(alma_in_english), part)
    assert "Bo has not answered" in shown
    assert "side-self" not in shown
    assert shown.count("side-manager") == 79


def test_after_the_last_day_the_persons_answers_are_shown(
    client_for: SignIn, alma_in_english: Employee, people: People
) -> None:
    round_ = make_round(people.north)
    part = participant_of(round_, people.bo)
    answer(part, 1, by=people.bo)
    Round.objects.filter(pk=round_.pk).update(closes_on=timezone.localdate() - timedelta(days=1))
    shown = compare_page(client_for(alma_in_english), part)
    assert "you have not rated Bo" in shown
    assert shown.count("side-self") == 79


def test_items_that_do_not_differ_are_hidden_until_asked_for(client_for: SignIn, people: People) -> None:
    part = participant_of(make_round(people.north), people.bo)
    answer(part, {"AU-G1": 1, "AU-G2": 2}, by=people.bo)
    answer(participant_of(part.round, people.bo), {"AU-G1": 3, "AU-G2": 2}, by=people.alma, rater=Rater.MANAGER)
    client = client_for(people.alma)
    assert compare_page(client, part).count("side-manager") == 1
    assert compare_page(client, part, "?alle=1").count("side-manager") == 79


def test_looking_at_a_persons_answers_is_logged(client_for: SignIn, people: People) -> None:
    part = participant_of(make_round(people.north), people.bo)
    compare_page(client_for(people.alma), part)
    event = Event.objects.get(kind=EventKind.READ)
    assert (event.action, event.actor_id, event.subject_id) == (
        "assessments.comparison.read",
        people.alma.pk,
        people.bo.pk,
    )


def test_a_team_has_nothing_side_by_side(client_for: SignIn, people: People) -> None:
    round_ = make_round(people.north, mode=Mode.DIALOGUE, scope=Scope.TEAM)
    part = Participant.objects.get(round=round_)
    response = client_for(people.alma).get(reverse("assessments:round_compare", args=[round_.uuid, part.uuid]))
    assert response.headers["Location"] == reverse("assessments:answer_start", args=[part.uuid])


# Today


def today_of(person: Employee, today: date | None = None) -> dict[str, TodayItem]:
    """What needs somebody today, in English, by what it is."""
    with override("en"):
        return {item.what: item for item in competence_items(person, today or timezone.localdate())}


@pytest.mark.parametrize(
    ("days_open", "days_left", "is_due"),
    [(13, 8, False), (14, 8, True), (2, 8, False), (2, 7, True), (20, 0, True), (20, -1, False)],
)
def test_a_reminder_is_due_after_a_fortnight_or_a_week_before_the_end(
    people: People, days_open: int, days_left: int, is_due: bool
) -> None:
    today = timezone.localdate()
    round_ = make_round(people.north)
    Round.objects.filter(pk=round_.pk).update(
        opens_on=today - timedelta(days=days_open), closes_on=today + timedelta(days=days_left)
    )
    for person in (people.dorte, people.alma):
        assert ("Remind those who are missing in “Efterår 2026”" in today_of(person)) is is_due
    assert "Remind those who are missing in “Efterår 2026”" not in today_of(people.bo)


def test_a_reminder_says_how_many_others_are_missing_and_goes_when_nobody_is(people: People) -> None:
    round_ = make_round(people.north, opens_on=timezone.localdate() - timedelta(days=15))
    what = "Remind those who are missing in “Efterår 2026”"
    item = today_of(people.dorte)[what]
    others = round_.participants.count()
    assert item.why_now == f"{others} people have not answered yet."
    assert (item.url, item.due) == (reverse("assessments:round_reminder", args=[round_.uuid]), round_.closes_on)
    assert today_of(people.alma)[what].why_now.startswith(str(others - 1))
    for participant in round_.participants.exclude(employee=people.alma):
        answer(participant, 2, by=participant.employee or people.bo)
    assert what in today_of(people.dorte)
    assert what not in today_of(people.alma)


@pytest.mark.parametrize(
    ("days", "expected"), [(15, None), (14, "See the plan"), (1, "See the plan"), (0, "Look it over")]
)
def test_a_planned_round_is_told_of_a_fortnight_before(people: People, days: int, expected: str | None) -> None:
    day = timezone.localdate() + timedelta(days=days)
    make_round(people.north, state=RoundState.PLANNED, opens_on=day)
    found = [item for what, item in today_of(people.dorte).items() if "Efterår 2026" in what]
    assert [item.button for item in found] == ([expected] if expected else [])
    assert all(item.due == day for item in found)
