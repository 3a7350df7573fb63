"""What one could see by a side door: old profiles, sibling units, and answers before one's own."""

from collections.abc import Callable

import pytest
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.actions import move_employee
from fagkompas.accounts.models import Employee, Role
from fagkompas.assessments.actions.answers import reopen
from fagkompas.assessments.actions.results import refresh_unit_results
from fagkompas.assessments.models import Dialogue, Participant, RoundState
from fagkompas.audit.actions import OPENING
from fagkompas.audit.models import Event, EventKind
from fagkompas.engine.errors import BadInput
from fagkompas.engine.scales import Rater
from tests.assessments.rounds import answer, make_round, participant_of
from tests.assessments.units import colleagues, rated_round
from tests.people import People, make_employee

pytestmark = pytest.mark.django_db
ClientFor = Callable[[Employee], Client]


def test_who_moves_takes_the_new_unit_s_rounds_out_of_the_old_manager_s_sight(
    people: People, client_for: ClientFor
) -> None:
    before = rated_round(people.north, name="I Nord")
    move_employee(employee=people.bo, to=people.south, by=None)
    rated_round(people.south, name="I Syd")
    carl = make_employee("Carl", people.south, Role.MANAGER)

    old = client_for(people.alma).get(profile(participant_of(before, people.bo))).content.decode()
    assert "I Nord" in old
    assert "I Syd" not in old

    moved = Participant.objects.get(round__name="I Syd", employee=people.bo)
    new = client_for(carl).get(profile(moved)).content.decode()
    assert "I Syd" in new
    assert "I Nord" not in new
    assert "I Nord" in client_for(people.bo).get(profile(moved)).content.decode()


def profile(participant: Participant) -> str:
    return reverse("assessments:profile_of", args=[participant.uuid])


def test_a_member_gets_nothing_of_a_sibling_unit(people: People, client_for: ClientFor) -> None:
    colleagues(people.north, 5)
    colleagues(people.south, 5)
    rated_round(people.testkommune)
    client = client_for(people.bo)

    page = client.get(reverse("assessments:unit_parts", args=[people.testkommune.uuid])).content.decode()
    assert str(people.north.uuid) in page
    assert str(people.south.uuid) not in page
    data = client.get(reverse("assessments:unit_file", args=[people.testkommune.uuid, "json"])).json()
    assert {unit["unit"] for unit in data["units"]} == {"Testkommune", "Testkommune / Nord"}


def test_who_the_manager_has_to_rate_first_is_not_in_the_table(people: People, client_for: ClientFor) -> None:
    round_ = make_round(people.north)
    bo = participant_of(round_, people.bo)
    answer(bo, 3, by=people.bo)
    table = reverse("assessments:unit_people", args=[people.north.uuid])
    what_if = reverse("learning:what_if", args=[people.north.uuid, bo.uuid])
    refresh_unit_results(round_=round_, now=timezone.now())
    client = client_for(people.alma)

    assert ">Bo</a>" not in client.get(table).content.decode()
    assert "1 person, der har svaret, er ikke vist" in client.get(table).content.decode()
    assert client.get(what_if).status_code == 404

    answer(participant_of(round_, people.bo), 2, by=people.alma, rater=Rater.MANAGER)
    assert ">Bo</a>" in client.get(table).content.decode()


def test_the_disc_waits_for_own_answers_too(people: People, client_for: ClientFor) -> None:
    round_ = make_round(people.north)
    answer(participant_of(round_, people.bo), 2, by=people.alma, rater=Rater.MANAGER)

    assert "data-sector" not in client_for(people.bo).get(reverse("assessments:overview")).content.decode()


def test_what_a_signed_dialogue_rests_on_cannot_be_taken_up_again(people: People) -> None:
    round_ = make_round(people.north, state=RoundState.OPEN)
    bo = participant_of(round_, people.bo)
    answer(bo, 3, by=people.bo)
    Dialogue.objects.create(participant=bo, manager=people.alma, manager_signed_at=timezone.now())

    with pytest.raises(BadInput) as refused:
        reopen(participant=bo, rater=Rater.SELF, by=people.bo, now=timezone.now())
    assert [problem.message_code for problem in refused.value.problems] == ["dialogue_signed"]


def test_one_opening_of_a_profile_is_one_line_in_the_log(people: People, client_for: ClientFor) -> None:
    bo = participant_of(rated_round(people.north), people.bo)
    client, fragment = client_for(people.alma), reverse("assessments:reading", args=[bo.uuid])
    client.get(profile(bo))
    client.get(fragment, headers={"HX-Request": "true"})
    assert reads_of(people.bo) == ["assessments.profile.read"]

    longer_ago = Event.objects.get(action="assessments.profile.read").at - OPENING
    QuerySet.update(Event.objects.filter(action="assessments.profile.read"), at=longer_ago)
    client.get(fragment, headers={"HX-Request": "true"})
    assert reads_of(people.bo) == ["assessments.profile.read", "assessments.reading.read"]


def test_another_s_look_or_at_another_round_is_a_line_of_its_own(people: People, client_for: ClientFor) -> None:
    hans = make_employee("Hans", people.testkommune, Role.MANAGER)
    first = participant_of(rated_round(people.north), people.bo)
    second = participant_of(rated_round(people.north, name="Igen"), people.bo)
    client_for(people.alma).get(profile(first))
    client_for(hans).get(reverse("assessments:reading", args=[first.uuid]))
    client_for(people.alma).get(reverse("assessments:reading", args=[second.uuid]))

    assert reads_of(people.bo) == ["assessments.profile.read", *["assessments.reading.read"] * 2]


def reads_of(person: Employee) -> list[str]:
    return list(
        Event.objects.filter(subject_id=person.pk, kind=EventKind.READ).order_by("pk").values_list("action", flat=True)
    )


def test_who_has_moved_still_reads_herself_beside_the_unit_she_was_in(people: People, client_for: ClientFor) -> None:
    colleagues(people.north, 4)
    bo = participant_of(rated_round(people.north, {people.bo: {"IT": 4}}), people.bo)
    move_employee(employee=people.bo, to=people.south, by=None)
    reading = reverse("assessments:reading", args=[bo.uuid])

    assert "Mere end enheden har" in client_for(people.bo).get(reading).content.decode()
    assert client_for(people.carla).get(reading).status_code == 404
    assert reads_of(people.bo) == []


def test_what_a_manager_takes_out_shows_of_the_unit_what_the_person_may_see(
    people: People, client_for: ClientFor
) -> None:
    """Nord has five people, so Bo has four others: Alma sees its means beside his, he does not, and nor does his paper."""
    colleagues(people.north, 2)
    few = participant_of(rated_round(people.north), people.bo)
    colleagues(people.north, 1, start=3)
    many = participant_of(rated_round(people.north, name="Med en til"), people.bo)
    client = client_for(people.alma)

    assert "Enheden, grundlæggende" in client.get(profile(few)).content.decode()
    assert [unit_line(each, few) for each in (client, client_for(people.bo))] == [False, False]
    assert [unit_line(each, many) for each in (client, client_for(people.bo))] == [True, True]


def unit_line(client: Client, participant: Participant) -> bool:
    """Whether the figure as a file draws the unit's means."""
    svg = client.get(reverse("assessments:profile_file", args=[participant.uuid, "svg"])).content.decode()
    return "enheden" in svg
