"""What a unit's figures tell while answers come in: in steps, and nothing of those one has to rate (ADR 5)."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.models import Employee, Role, Unit
from fagkompas.assessments.actions import results
from fagkompas.assessments.actions.answers import reopen
from fagkompas.assessments.actions.results import refresh_unit_results
from fagkompas.assessments.actions.rounds import close_round, remove_member, reopen_round
from fagkompas.assessments.models import Participant, Round, RoundState, UnitResult
from fagkompas.assessments.shown import ShownUnit, shown_unit
from fagkompas.engine.errors import BadInput
from fagkompas.engine.scales import Rater, Standing
from tests.assessments.rounds import answer, make_round, participant_of
from tests.assessments.units import colleagues
from tests.people import People, make_employee, make_unit

pytestmark = pytest.mark.django_db
ClientFor = Callable[[Employee], Client]


def seen_by(viewer: Employee, round_: Round, unit: Unit) -> ShownUnit:
    fresh = Employee.objects.select_related("unit").get(pk=viewer.pk)
    result = UnitResult.objects.select_related("unit", "round__unit", "round__version__framework")
    return shown_unit(fresh, result.get(round=round_, unit=unit))


def known(shown: ShownUnit) -> int:
    """How many people stand in the first field."""
    field = shown.figures.field("AU")
    return field.known if field else 0


def answered(round_: Round, *people: Employee, point: int = 2) -> None:
    """They submit, one by one, and the figures are computed after each."""
    for person in people:
        answer(participant_of(round_, person), point, by=person)
        refresh_unit_results(round_=round_, now=timezone.now())


def test_a_consultant_sees_new_answers_in_steps_of_six(people: People) -> None:
    team = colleagues(people.south, 12)
    round_ = make_round(people.south)
    seen = []
    for person in team:
        answered(round_, person)
        shown = seen_by(people.dorte, round_, people.south)
        seen.append((known(shown), shown.answers))

    assert seen == [(0, 0)] * 5 + [(6, 6)] * 6 + [(12, 12)]


def test_when_they_were_computed_is_when_they_last_changed(people: People) -> None:
    team = colleagues(people.south, 7)
    round_ = make_round(people.south)
    answered(round_, *team[:6])
    before = seen_by(people.dorte, round_, people.south).computed_at
    answered(round_, team[6])

    assert seen_by(people.dorte, round_, people.south).computed_at == before
    assert UnitResult.objects.get(round=round_, unit=people.south).computed_at > before


def test_who_answers_again_counts_as_new(people: People) -> None:
    team = colleagues(people.south, 6)
    round_ = make_round(people.south)
    answered(round_, *team)
    means = []
    for person in team:
        reopen(participant=participant_of(round_, person), rater=Rater.SELF, by=person, now=timezone.now())
        answered(round_, person, point=4)
        field = seen_by(people.dorte, round_, people.south).figures.field("AU")
        means.append(field and field.standings[Standing.SPECIALISED])

    assert means == [0, 0, 0, 0, 0, 6]


def test_each_unit_has_steps_of_its_own(people: People) -> None:
    """Five in one team and one in the other are six in all, but a look at one team would tell about one."""
    whole = make_unit("Afdeling", people.testkommune)
    one, other = make_unit("Et", whole), make_unit("To", whole)
    first, second = colleagues(one, 8), colleagues(other, 8)
    round_ = make_round(whole)
    answered(round_, *first[:5], second[0])

    for unit in (whole, one, other):
        assert known(seen_by(people.dorte, round_, unit)) == 0
    answered(round_, first[5])
    assert [known(seen_by(people.dorte, round_, unit)) for unit in (whole, one, other)] == [6, 6, 0]


def test_two_looks_differ_by_no_fewer_than_five(people: People) -> None:
    """Whatever the order of answers: every look at every unit, against every other look at any of them."""
    units = [make_unit(name, people.south) for name in ("Et", "To")]
    staff = [colleagues(unit, 6) for unit in units]
    round_ = make_round(people.south)
    looks = set()
    for person in [each for pair in zip(*staff, strict=True) for each in pair]:
        answered(round_, person)
        released = Participant.objects.filter(round=round_, result__released__isnull=False)
        for unit in (people.south, *units):
            looks.add(frozenset(one.pk for one in released if one.lineage.startswith(unit.lineage)))

    assert {len(one - other) for one in looks for other in looks} == {0, 6, 12}


def test_a_member_and_the_manager_of_a_part_see_the_same_steps(people: People) -> None:
    team = colleagues(people.south, 8)
    round_ = make_round(people.testkommune)
    answered(round_, *team[:6])
    before = [known(seen_by(viewer, round_, people.testkommune)) for viewer in (people.gry, people.alma)]
    answered(round_, team[6], people.gry)

    assert before == [6, 6]
    assert [known(seen_by(viewer, round_, people.testkommune)) for viewer in (people.gry, people.alma)] == [6, 6]


def test_closing_and_opening_again_lets_nobody_in(people: People) -> None:
    """A consultant may do both, and would read the difference."""
    team = colleagues(people.south, 8)
    round_ = make_round(people.south)
    answered(round_, *team[:7])
    seen = []
    for change in (close_round, reopen_round, close_round):
        change(round_=round_, by=people.dorte)
        assert Round.objects.get(pk=round_.pk).figures_stale
        refresh_unit_results(round_=round_, now=timezone.now())
        seen.append(known(seen_by(people.dorte, round_, people.south)))
    assert seen == [6, 6, 6]

    head = make_employee("Hans", people.testkommune, Role.MANAGER)
    assert known(seen_by(head, round_, people.south)) == 7


def test_a_unit_too_small_to_be_shown_is_released_with_the_unit_above(people: People) -> None:
    whole = make_unit("Afdeling", people.testkommune)
    teams = [colleagues(make_unit(name, whole), 3) for name in ("Et", "To", "Tre")]
    round_ = make_round(whole)
    seen = []
    for person in [each for team in teams for each in team]:
        answered(round_, person)
        seen.append(known(seen_by(people.dorte, round_, whole)))

    assert seen == [0] * 5 + [6] * 4


def test_all_of_a_unit_of_five_are_let_in_together(people: People) -> None:
    unit = make_unit("Fem", people.testkommune)
    team = colleagues(unit, 5)
    round_ = make_round(unit)
    answered(round_, *team[:4])
    assert known(seen_by(people.dorte, round_, unit)) == 0
    answered(round_, team[4])
    assert known(seen_by(people.dorte, round_, unit)) == 5


def test_only_a_manager_takes_out_whose_answers_are_in_the_figures(people: People) -> None:
    team = colleagues(people.south, 6)
    round_ = make_round(people.south)
    answered(round_, *team)
    head = make_employee("Hans", people.testkommune, Role.MANAGER)
    with pytest.raises(BadInput) as refused:
        remove_member(participant=participant_of(round_, team[0]), by=people.dorte)
    assert [problem.message_code for problem in refused.value.problems] == ["answers_count"]
    remove_member(participant=participant_of(round_, people.carla), by=people.dorte)
    remove_member(participant=participant_of(round_, team[0]), by=head)


def test_agreement_is_told_to_a_consultant_when_the_round_is_closed(people: People, client_for: ClientFor) -> None:
    round_ = make_round(people.south)
    address = reverse("assessments:round_agreement", args=[round_.uuid])
    assert "Når runden er lukket" in client_for(people.dorte).get(address).content.decode()
    close_round(round_=round_, by=people.dorte)
    assert "Når runden er lukket" not in client_for(people.dorte).get(address).content.decode()


def test_a_refresh_that_failed_is_made_up_for_by_the_next_answer(
    people: People, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    round_ = make_round(people.south)
    Round.objects.filter(pk=round_.pk).update(figures_stale=True)
    with django_capture_on_commit_callbacks(execute=True):
        answer(participant_of(round_, people.carla), 2, by=people.carla)
    assert not Round.objects.get(pk=round_.pk).figures_stale


def test_a_round_that_cannot_be_computed_stops_no_other(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = make_round(people.south), make_round(people.north)
    Round.objects.update(figures_stale=True)

    def refresh(*, round_: Round, now: datetime) -> int:
        if round_ == bad:
            raise ZeroDivisionError
        return refresh_unit_results(round_=round_, now=now)

    monkeypatch.setattr(results, "refresh_unit_results", refresh)
    found = {one.round: one.units for one in results.refresh_stale_figures(now=timezone.now())}
    assert found[bad] is None
    assert found[good] == 1


def test_the_page_says_of_how_many_answers_and_how_they_come_in(people: People, client_for: ClientFor) -> None:
    team = colleagues(people.south, 7)
    round_ = make_round(people.south)
    answered(round_, *team)
    page = client_for(people.dorte).get(reverse("assessments:unit", args=[people.south.uuid])).content.decode()

    assert "på svar fra 7 personer" not in page
    assert "på svar fra 6 personer" in page
    assert "mindst 5 ad gangen" in page


# Managers


def test_a_manager_learns_nothing_of_whom_she_has_not_rated(people: People) -> None:
    """Nord has three people, and Alma manages them: not by the unit's figures, and not by those of the whole."""
    strangers = colleagues(people.south, 5)
    round_ = make_round(people.testkommune)
    answered(round_, people.bo, *strangers)
    north = seen_by(people.alma, round_, people.north)
    assert (known(north), north.with_individuals, north.answers) == (0, True, 0)
    assert north.figures.answered == 1  # who has answered is no secret
    assert seen_by(people.alma, round_, people.testkommune).answer_first

    answer(participant_of(round_, people.bo), 3, by=people.alma, rater=Rater.MANAGER)
    refresh_unit_results(round_=round_, now=timezone.now())
    north = seen_by(people.alma, round_, people.north)
    assert (known(north), north.answers) == (1, 1)
    assert not seen_by(people.alma, round_, people.testkommune).answer_first


def test_the_manager_above_sees_the_rated_and_waits_for_none(people: People) -> None:
    head = make_employee("Hans", people.testkommune, Role.MANAGER)
    round_ = make_round(people.testkommune)
    answered(round_, people.bo, people.erik)
    answer(participant_of(round_, people.bo), 3, by=people.alma, rater=Rater.MANAGER)
    refresh_unit_results(round_=round_, now=timezone.now())

    whole = seen_by(head, round_, people.testkommune)
    assert (known(whole), whole.with_individuals) == (1, True)


def test_who_has_been_rated_answers_before_the_unit_tells_what_the_manager_said(
    people: People, client_for: ClientFor
) -> None:
    """Alma sees everyone else in Nord, so its figures would tell her what Hans has said of her."""
    head = make_employee("Hans", people.testkommune, Role.MANAGER)
    round_ = make_round(people.north)
    answer(participant_of(round_, people.alma), 4, by=head, rater=Rater.MANAGER)
    refresh_unit_results(round_=round_, now=timezone.now())
    address = reverse("assessments:unit", args=[people.north.uuid])

    shown = seen_by(people.alma, round_, people.north)
    assert (shown.answer_first, shown.figures.suppressed) == (True, True)
    assert "Svar først" in client_for(people.alma).get(f"{address}?runde={round_.uuid}").content.decode()
    answered(round_, people.alma)
    assert known(seen_by(people.alma, round_, people.north)) == 1


def test_what_if_waits_for_the_figures_to_count_the_person(people: People, client_for: ClientFor) -> None:
    """After the last day the manager may look without rating, but the figures count the person when the round closes."""
    round_ = make_round(people.north)
    answered(round_, people.bo)
    bo = participant_of(round_, people.bo)
    Round.objects.filter(pk=round_.pk).update(opens_on="2026-01-01", closes_on="2026-01-31")
    address = reverse("learning:what_if", args=[people.north.uuid, bo.uuid])

    assert client_for(people.alma).get(address).status_code == 302
    Round.objects.filter(pk=round_.pk).update(state=RoundState.CLOSED)
    refresh_unit_results(round_=round_, now=timezone.now())
    assert client_for(people.alma).get(address).status_code == 200
