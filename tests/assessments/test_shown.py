"""The rule of the smallest group, end to end: what each viewer gets, and that nothing more can be worked out."""

import itertools
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fagkompas.accounts.actions import retire_employee
from fagkompas.accounts.models import Employee, Role
from fagkompas.assessments.actions.results import refresh_unit_results
from fagkompas.assessments.models import Round, UnitResult
from fagkompas.assessments.shown import ShownUnit, shown_units, why_hidden_from
from fagkompas.engine.scales import Level
from tests.assessments.units import colleagues, rated_round
from tests.people import People, make_employee, make_unit

pytestmark = pytest.mark.django_db


def shown_to(viewer: Employee, round_: Round) -> dict[str, ShownUnit]:
    """Every unit of the round as the viewer gets it, by name."""
    results = list(
        UnitResult.objects.filter(round=round_)
        .select_related("unit", "round__unit", "round__version__framework")
        .order_by("pk")
    )
    return {shown.result.unit.name: shown for shown in shown_units(viewer, results, round_)}


def test_a_manager_sees_a_unit_of_three(people: People) -> None:
    shown = shown_to(people.alma, rated_round(people.testkommune))["Nord"]

    assert shown.with_individuals
    assert not shown.figures.suppressed
    assert shown.figures.field("AU").known == 3  # type: ignore[union-attr]


def test_a_consultant_sees_no_unit_of_three_and_five_in_the_whole(people: People) -> None:
    # Nord has 3, Syd 2 and the root itself 3 of which Dorte is one: both parts are hidden, the whole of 8 is shown.
    shown = shown_to(people.dorte, rated_round(people.testkommune))

    assert shown["Nord"].figures.suppressed
    assert shown["Syd"].figures.suppressed
    assert not shown["Testkommune"].figures.suppressed


def test_why_a_unit_is_hidden(people: People) -> None:
    """Nord has too few; with five more it has enough, but then the three or four beside it would be told about."""
    few = rated_round(people.testkommune)
    assert why(people.dorte, few, "Nord") == {"": "hidden_too_few"}
    assert why(people.alma, few, "Nord") == {}

    colleagues(people.north, 5)
    many = rated_round(people.testkommune, name="Med flere")
    assert why(people.dorte, many, "Nord") == {"": "hidden_would_reveal"}
    assert why(people.dorte, many, "Testkommune") == {}


def test_a_member_of_a_unit_of_five_is_told_that_the_others_are_too_few(people: People) -> None:
    colleagues(people.south, 3)
    round_ = rated_round(people.south)

    assert why(people.carla, round_, "Syd") == {"": "hidden_too_few"}
    assert why(people.dorte, round_, "Syd") == {}


def why(viewer: Employee, round_: Round, unit: str) -> dict[str, str]:
    """The rule that hides each figure, by field."""
    return {code: reason.rule for code, reason in why_hidden_from(shown_to(viewer, round_)[unit]).items()}


def test_a_member_needs_five_others(people: People) -> None:
    four_others = colleagues(people.south, 3)  # with Carla and Freja five people in Syd
    round_ = rated_round(people.south)

    assert not shown_to(people.dorte, round_)["Syd"].figures.suppressed
    assert shown_to(people.carla, round_)["Syd"].figures.suppressed

    colleagues(people.south, 1, start=len(four_others) + 1)
    assert not shown_to(people.carla, rated_round(people.south, name="Med en til"))["Syd"].figures.suppressed


def test_who_manages_a_part_needs_five_beside_it(people: People) -> None:
    # Alma manages Nord (3 with herself). Beside it there are 5 in the whole: shown. With one fewer it is hidden.
    everyone = rated_round(people.testkommune)
    assert not shown_to(people.alma, everyone)["Testkommune"].figures.suppressed

    retire_employee(employee=people.freja, on=date(2026, 11, 1), by=None)
    fewer = rated_round(people.testkommune, name="Uden Freja")
    assert shown_to(people.alma, fewer)["Testkommune"].figures.suppressed
    assert shown_to(people.dorte, fewer)["Testkommune"].figures.suppressed is False


def test_a_consultant_who_takes_part_needs_five_others_too(people: People) -> None:
    colleagues(people.testkommune, 2)  # Dorte, Gry, Ida and two more: five, of whom Dorte is one
    only_root = rated_round(people.testkommune)
    for participant in only_root.participants.exclude(unit=people.testkommune):
        participant.delete()
    refresh_unit_results(round_=only_root, now=only_root.created_at)

    assert shown_to(people.dorte, only_root)["Testkommune"].figures.suppressed


SIZES = [(5, 5), (5, 4), (4, 4), (6, 5, 1), (5, 2, 2), (9, 3), (1, 1, 1, 5)]


@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_no_consultant_can_subtract(people: People, sizes: tuple[int, ...]) -> None:
    """Whatever sums and differences of shown units give, it is never about one to four people."""
    root = make_unit("Treleddet")
    consultant = make_employee("Vera", make_unit("Stab", root), Role.CONSULTANT, roles_in=root)
    department = make_unit("Afdeling", root)
    for number, size in enumerate(sizes):
        colleagues(make_unit(f"Team {number}", department), size)
    shown = shown_to(consultant, rated_round(department))

    visible = {name: unit.figures.invited for name, unit in shown.items() if not unit.figures.suppressed}
    teams = [name for name in visible if name.startswith("Team")]
    for chosen in itertools.chain.from_iterable(itertools.combinations(teams, n) for n in range(len(teams) + 1)):
        rest = visible.get("Afdeling", 0) - sum(visible[name] for name in chosen)
        assert "Afdeling" not in visible or rest == 0 or rest >= 5


def test_what_is_hidden_is_not_in_what_a_consultant_gets(people: People) -> None:
    shown = shown_to(people.dorte, rated_round(people.testkommune))["Nord"].figures

    assert shown.fields == dict.fromkeys(shown.fields)
    assert not any(shown.rated_by.values())


def test_queries_do_not_grow_with_units(people: People) -> None:
    few = queries_to_show(people.dorte, rated_round(people.testkommune))
    for number in range(4):
        colleagues(make_unit(f"Hold {number}", people.south), 2)
    many = queries_to_show(people.dorte, rated_round(people.testkommune, name="Med flere enheder"))

    assert few == many


def queries_to_show(viewer: Employee, round_: Round) -> int:
    """How many queries it takes, for somebody whose roles are not loaded yet."""
    fresh = Employee.objects.select_related("unit").get(pk=viewer.pk)
    with CaptureQueriesContext(connection) as captured:
        shown_to(fresh, round_)
    return len(captured)


def test_the_mean_of_a_shown_unit_is_the_mean_of_its_people(people: People) -> None:
    team = colleagues(people.south, 4)
    round_ = rated_round(people.south, {team[0]: 4, team[1]: 0})

    field = shown_to(people.dorte, round_)["Syd"].figures.field("LM")

    assert field is not None
    assert field.known == 6
    assert field.score[Level.BASIC].value == pytest.approx((100 + 0 + 4 * 50) / 6)
