"""A unit moves: rights follow the tree as it is now, figures the tree of the round's first day (docs/adr/0006)."""

import itertools
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.actions import create_unit, move_employee, move_unit
from fagkompas.accounts.models import Employee, Role, Unit
from fagkompas.assessments.actions.results import refresh_unit_results
from fagkompas.assessments.actions.rounds import add_member
from fagkompas.assessments.models import Participant, Round, Scope, UnitResult
from fagkompas.assessments.shown import ShownUnit, shown_units
from fagkompas.engine.scales import Mode, Rater
from tests.assessments.rounds import answer, make_round, participant_of
from tests.assessments.units import colleagues, rated_round
from tests.people import make_employee, make_unit

pytestmark = pytest.mark.django_db
ClientFor = Callable[[Employee], Client]


class Place:
    """Byen / Drift / Team (Tea) with Lager (Lis) below it, and Byen / Plan (Per manages); Drift is managed by Dan.

    Kim manages all of Byen and Vera is its competence consultant.
    """

    def __init__(self) -> None:
        self.town = make_unit("Byen")
        self.drift, self.plan = make_unit("Drift", self.town), make_unit("Plan", self.town)
        self.team = make_unit("Team", self.drift)
        self.store = make_unit("Lager", self.team)
        self.kim = make_employee("Kim", self.town, Role.MANAGER)
        self.vera = make_employee("Vera", self.town, Role.CONSULTANT)
        self.dan = make_employee("Dan", self.drift, Role.MANAGER)
        self.per = make_employee("Per", self.plan, Role.MANAGER)
        self.tea = make_employee("Tea", self.team, Role.MANAGER)
        self.lis = make_employee("Lis", self.store)

    def move(self) -> None:
        """Team, with Lager, from Drift to Plan. Everybody is read anew, as the next request does."""
        move_unit(unit=self.team, to=self.plan, by=None)
        for name in ("town", "drift", "plan", "team", "store"):
            setattr(self, name, Unit.objects.get(pk=getattr(self, name).pk))
        for name in ("kim", "vera", "dan", "per", "tea", "lis"):
            setattr(self, name, Employee.objects.select_related("unit").get(pk=getattr(self, name).pk))


@pytest.fixture
def place(db: None) -> Place:
    return Place()


def url(name: str, *arguments: object) -> str:
    return reverse(f"assessments:{name}", args=arguments)


@pytest.mark.parametrize("is_open", [True, False], ids=["open", "closed"])
def test_the_new_manager_sees_a_person_and_the_old_one_does_not(
    place: Place, client_for: ClientFor, is_open: bool
) -> None:
    lis = rated_person(place, is_open=is_open)
    pages = [url("profile_of", lis.uuid), url("reading", lis.uuid), url("dialogue", lis.uuid)]
    compare = url("round_compare", lis.round.uuid, lis.uuid)

    assert codes(client_for(place.dan), [*pages, compare]) == {200}
    assert codes(client_for(place.per), [*pages, compare]) == {404}
    place.move()
    assert codes(client_for(place.dan), [*pages, compare]) == {404}
    assert codes(client_for(place.per), [*pages, compare]) == {200}
    for still in (place.kim, place.tea):
        assert codes(client_for(still), [*pages, compare]) == {200}


def rated_person(place: Place, *, is_open: bool) -> Participant:
    """Lis, answered and rated, in a round of Drift."""
    if not is_open:
        return participant_of(rated_round(place.drift), place.lis)
    lis = participant_of(make_round(place.drift), place.lis)
    answer(lis, 2, by=place.lis)
    answer(lis, 3, by=place.tea, rater=Rater.MANAGER)
    refresh_unit_results(round_=lis.round, now=timezone.now())
    return lis


def codes(client: Client, pages: list[str]) -> set[int]:
    return {client.get(page).status_code for page in pages}


def test_in_the_middle_of_a_round_the_new_manager_rates_and_follows(place: Place, client_for: ClientFor) -> None:
    round_ = make_round(place.drift)
    lis = participant_of(round_, place.lis)
    start = url("answer_start", lis.uuid)
    place.move()

    per, dan = client_for(place.per), client_for(place.dan)
    assert (per.get(start).status_code, dan.get(start).status_code) == (200, 404)
    page = per.get(url("round", round_.uuid)).content.decode()
    assert "Lis" in page
    assert "Dan" not in page.split("<tbody>")[1]
    assert round_.name in per.get(url("rounds")).content.decode()


def test_a_team_that_moves_keeps_its_joint_profile_and_takes_it_along(place: Place, client_for: ClientFor) -> None:
    round_ = make_round(place.team, framework="fagprofiler-2017", mode=Mode.DIALOGUE, scope=Scope.ORGANISATION)
    together = round_.participants.select_related("unit", "round__version__framework").get()
    answer(together, 2, by=place.tea, rater=Rater.AGREED)
    place.move()

    page = url("profile_of", together.uuid)
    assert codes(client_for(place.lis), [page]) == {200}
    assert page in client_for(place.lis).get(url("overview")).content.decode()
    assert codes(client_for(place.per), [page]) == {200}
    assert codes(client_for(place.dan), [page]) == {404}


def test_joint_profiles_are_offered_to_those_who_may_open_them(place: Place, client_for: ClientFor) -> None:
    round_ = make_round(place.team, framework="fagprofiler-2017", mode=Mode.DIALOGUE, scope=Scope.ORGANISATION)
    together = round_.participants.select_related("unit", "round__version__framework").get()
    answer(together, 2, by=place.tea, rater=Rater.AGREED)
    page, unit = url("profile_of", together.uuid), url("unit", place.team.uuid)

    assert page in client_for(place.tea).get(unit).content.decode()
    assert page not in client_for(place.vera).get(unit).content.decode()
    assert codes(client_for(place.vera), [page]) == {404}


def test_the_figures_stay_those_of_the_first_day(place: Place) -> None:
    round_ = rated_round(place.town)
    before = {result.unit.name: (result.people, result.figures) for result in results_of(round_)}
    place.move()
    refresh_unit_results(round_=round_, now=timezone.now())

    assert {result.unit.name: (result.people, result.figures) for result in results_of(round_)} == before
    assert before["Drift"][0] == 3


def test_a_round_of_the_unit_that_moves_keeps_its_figures_too(place: Place) -> None:
    round_ = rated_round(place.drift)
    place.move()

    assert refresh_unit_results(round_=round_, now=timezone.now()) == 3
    assert {result.unit.name for result in results_of(round_)} == {"Drift", "Team", "Lager"}


def results_of(round_: Round) -> list[UnitResult]:
    return list(
        UnitResult.objects.filter(round=round_)
        .select_related("unit", "round__unit", "round__version__framework")
        .order_by("pk")
    )


def test_the_unit_s_own_page_table_and_parts_stand_after_the_move(place: Place, client_for: ClientFor) -> None:
    rated_round(place.town)
    place.move()

    per = client_for(place.per)
    assert "Lis" in per.get(url("unit_people", place.team.uuid)).content.decode()
    assert "Lis" not in per.get(url("unit_people", place.plan.uuid)).content.decode()
    lis = Participant.objects.get(employee=place.lis)
    assert codes(per, [reverse("learning:what_if", args=[place.team.uuid, lis.uuid])]) == {200}
    assert str(place.team.uuid) not in per.get(url("unit_parts", place.plan.uuid)).content.decode()
    kim = client_for(place.kim)
    assert str(place.team.uuid) in kim.get(url("unit_parts", place.drift.uuid)).content.decode()


def test_who_has_lost_a_part_gets_the_whole_by_the_rule_of_the_smallest_group(
    place: Place, client_for: ClientFor
) -> None:
    """Drift's figures hold Dan, Tea and Lis; Dan may see himself only by now, so two strangers stand behind them."""
    round_ = rated_round(place.town)
    assert shown_to(place.dan, round_)["Drift"].with_individuals
    place.move()

    after = shown_to(place.dan, round_)["Drift"]
    assert (after.with_individuals, after.figures.suppressed) == (False, True)
    table = client_for(place.dan).get(url("unit_people", place.drift.uuid)).content.decode()
    assert "Dan" in table
    assert "Lis" not in table
    lis = Participant.objects.get(employee=place.lis)
    assert codes(client_for(place.dan), [reverse("learning:what_if", args=[place.drift.uuid, lis.uuid])]) == {404}
    assert shown_to(place.per, round_)["Team"].with_individuals
    assert shown_to(place.kim, round_)["Drift"].with_individuals


def test_with_five_strangers_the_whole_is_shown_without_them_by_name(place: Place) -> None:
    colleagues(place.team, 3)
    colleagues(place.plan, 2)  # with Kim, Vera and Per five beside Drift
    round_ = rated_round(place.town)
    place.move()

    after = shown_to(place.dan, round_)["Drift"]
    assert (after.with_individuals, after.figures.suppressed) == (False, False)


def shown_to(viewer: Employee, round_: Round) -> dict[str, ShownUnit]:
    fresh = Employee.objects.select_related("unit").get(pk=viewer.pk)
    return {shown.result.unit.name: shown for shown in shown_units(fresh, results_of(round_), round_)}


def test_who_joins_after_the_move_joins_the_tree_of_the_first_day(place: Place) -> None:
    round_ = make_round(place.town)
    place.move()
    desk = create_unit(parent=place.team, name="Skranke", by=None)
    for name, unit in (("Ny", place.team), ("Nyere", desk)):
        add_member(round_=round_, employee=make_employee(name, unit), by=place.kim)

    refresh_unit_results(round_=round_, now=timezone.now())
    people = {result.unit.name: result.people for result in results_of(round_)}
    assert people == {"Byen": 8, "Drift": 5, "Team": 4, "Lager": 1, "Plan": 1, "Skranke": 1}


def test_who_changes_unit_leaves_the_answers_with_the_old_one(place: Place, client_for: ClientFor) -> None:
    """Not the unit but the person moves: the round keeps the person where she was."""
    lis = participant_of(rated_round(place.drift), place.lis)
    move_employee(employee=place.lis, to=place.plan, by=None)

    assert codes(client_for(place.dan), [url("profile_of", lis.uuid)]) == {200}
    assert codes(client_for(place.per), [url("profile_of", lis.uuid)]) == {404}


# Subtraction, by brute force

SIZES = [
    {"Drift": 1, "Team": 6, "Lager": 5, "Plan": 1},
    {"Drift": 5, "Team": 2, "Lager": 5, "Plan": 7},
    {"Drift": 2, "Team": 5, "Lager": 1, "Plan": 5},
    {"Drift": 6, "Team": 5, "Lager": 3, "Plan": 4},
]


@pytest.mark.parametrize("sizes", SIZES, ids=lambda sizes: "-".join(str(size) for size in sizes.values()))
def test_nobody_can_subtract_after_a_move(place: Place, sizes: dict[str, int]) -> None:
    """Every viewer: no sum and difference of what is shown, and of the people known, is about one to four strangers."""
    for unit in (place.drift, place.team, place.store, place.plan):
        colleagues(unit, sizes[unit.name])
    round_ = rated_round(place.town)
    place.move()
    everyone = list(Participant.objects.filter(round=round_).select_related("unit", "employee").order_by("pk"))
    for viewer in (place.kim, place.vera, place.dan, place.per, place.tea, place.lis):
        known = {one.pk for one in everyone if one.employee_id == viewer.pk or manages(viewer, one)}
        shown = [unit.result.lineage for unit in shown_to(viewer, round_).values() if not unit.figures.suppressed]
        groups = [frozenset(one.pk for one in everyone if one.lineage.startswith(lineage)) for lineage in shown]
        for found in combinations(groups):
            assert not 0 < len(found - known) < 5, (viewer.name, shown)


def manages(viewer: Employee, participant: Participant) -> bool:
    fresh = Employee.objects.get(pk=viewer.pk)
    return any(
        participant.unit.lineage.startswith(held.unit.lineage)
        for held in fresh.roles.select_related("unit").filter(role=Role.MANAGER)
    )


def combinations(groups: list[frozenset[int]]) -> Iterator[frozenset[int]]:
    """Every set of people that a sum and difference of the groups is about."""
    everybody = frozenset().union(*groups)
    for signs in itertools.product((-1, 0, 1), repeat=len(groups)):
        count = {
            person: sum(sign for sign, group in zip(signs, groups, strict=True) if person in group)
            for person in everybody
        }
        if set(count.values()) <= {0, 1}:
            yield frozenset(person for person, times in count.items() if times)
