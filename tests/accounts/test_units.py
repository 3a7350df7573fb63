"""The tree of units: what holds whatever is done to it."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from fagkompas.accounts.actions import (
    create_municipality,
    create_unit,
    move_unit,
    rename_unit,
    reopen_unit,
    retire_employee,
    retire_unit,
)
from fagkompas.accounts.models import Unit
from fagkompas.accounts.tree import danish_order, in_tree_order
from fagkompas.accounts.wording import sentences
from fagkompas.audit.models import Event
from fagkompas.engine.errors import BadInput
from tests.people import People, make_unit

TODAY = date(2026, 11, 21)


def refused(caught: pytest.ExceptionInfo[BadInput]) -> list[str]:
    """The codes of what was refused."""
    return [problem.message_code for problem in caught.value.problems]


def check_tree() -> None:
    """What must hold of every unit."""
    for unit in Unit.objects.select_related("parent", "root").order_by("pk"):
        above = unit.parent
        assert unit.lineage == (above.lineage if above else "") + f"{unit.pk}/"
        assert unit.path == (f"{above.path} / {unit.name}" if above else unit.name)
        assert unit.root == (above.root if above else unit)


def test_a_municipality_is_its_own_root(db: None) -> None:
    root = create_municipality(name="  Ny   kommune ")
    assert (root.name, root.path, root.lineage, root.root) == ("Ny kommune", "Ny kommune", f"{root.pk}/", root)
    assert Event.objects.get().action == "accounts.municipality.created"


def test_a_unit_stands_below_its_parent(people: People) -> None:
    team = create_unit(parent=people.north, name="Team Vest", by=people.ida)
    assert team.path == "Testkommune / Nord / Team Vest"
    assert team.depth == 2
    check_tree()
    event = Event.objects.get(action="accounts.unit.created")
    assert (event.actor_name, event.target_uuid, event.root_id) == ("Ida", team.uuid, people.testkommune.pk)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "name_missing"),
        ("   ", "name_missing"),
        ("Nord / Vest", "unit_name_has_separator"),
        ("NORD", "unit_name_taken"),
        ("  syd ", "unit_name_taken"),
    ],
)
def test_a_name_that_cannot_be(people: People, name: str, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        create_unit(parent=people.testkommune, name=name, by=people.ida)
    assert refused(caught) == [code]
    assert sentences(caught.value)[0]
    assert Unit.objects.count() == 4


def test_letters_outside_ascii_are_alike_in_large_and_small(people: People) -> None:
    create_unit(parent=people.testkommune, name="Øst", by=people.ida)
    with pytest.raises(BadInput) as caught:
        create_unit(parent=people.testkommune, name="øst", by=people.ida)
    assert refused(caught) == ["unit_name_taken"]


def test_the_same_name_may_stand_below_two_parents(people: People) -> None:
    create_unit(parent=people.north, name="Team", by=people.ida)
    create_unit(parent=people.south, name="Team", by=people.ida)
    check_tree()


def test_a_new_name_reaches_everything_below(people: People) -> None:
    team = create_unit(parent=people.north, name="Team", by=people.ida)
    rename_unit(unit=people.north, name="Nordvest", by=people.ida)
    team.refresh_from_db()
    assert team.path == "Testkommune / Nordvest / Team"
    check_tree()
    assert Event.objects.get(action="accounts.unit.renamed").details == {
        "before": "Testkommune / Nord",
        "after": "Testkommune / Nordvest",
    }


def test_a_unit_keeps_its_own_name(people: People) -> None:
    assert rename_unit(unit=people.north, name="NORD", by=people.ida).name == "NORD"


def test_a_moved_unit_takes_everything_along(people: People) -> None:
    team = create_unit(parent=people.north, name="Team", by=people.ida)
    inner = create_unit(parent=team, name="Inderst", by=people.ida)
    move_unit(unit=team, to=people.south, by=people.ida)
    inner.refresh_from_db()
    assert inner.path == "Testkommune / Syd / Team / Inderst"
    assert people.south.contains(inner)
    assert not people.north.contains(inner)
    check_tree()


def test_moves_that_cannot_be(people: People) -> None:
    team = create_unit(parent=people.north, name="Team", by=people.ida)
    create_unit(parent=people.south, name="team", by=people.ida)
    closed = create_unit(parent=people.testkommune, name="Lukket", by=people.ida)
    retire_unit(unit=closed, on=TODAY, by=people.ida)
    for unit, to, code in (
        (people.testkommune, people.south, "municipality_stays"),
        (people.north, people.north, "unit_into_itself"),
        (people.north, team, "unit_into_itself"),
        (people.north, people.andenkommune, "other_municipality"),
        (team, closed, "unit_is_retired"),
        (team, people.south, "unit_name_taken"),
    ):
        with pytest.raises(BadInput) as caught:
            move_unit(unit=unit, to=to, by=people.ida)
        assert refused(caught) == [code]
    check_tree()


def test_a_tree_that_would_be_too_deep_is_refused(people: People) -> None:
    unit = people.north
    for _level in range(7):
        unit = create_unit(parent=unit, name="x" * 120, by=people.ida)
    with pytest.raises(BadInput) as caught:
        create_unit(parent=unit, name="x" * 120, by=people.ida)
    assert refused(caught) == ["unit_too_deep"]
    create_unit(parent=unit, name="x" * 100, by=people.ida)
    with pytest.raises(BadInput):
        rename_unit(unit=people.north, name="y" * 120, by=people.ida)
    people.north.refresh_from_db()
    assert people.north.name == "Nord"
    check_tree()


def test_a_unit_with_people_or_units_stays_open(people: People) -> None:
    with pytest.raises(BadInput) as caught:
        retire_unit(unit=people.testkommune, on=TODAY, by=people.ida)
    assert refused(caught) == ["unit_has_people", "unit_has_units"]
    with pytest.raises(BadInput) as caught:
        retire_unit(unit=people.south, on=TODAY, by=people.ida)
    assert refused(caught) == ["unit_has_people"]
    assert "2" in sentences(caught.value)[0]


def test_an_empty_unit_closes_and_opens_again(people: People) -> None:
    for person in (people.carla, people.freja):
        retire_employee(employee=person, on=TODAY, by=people.ida)
    assert retire_unit(unit=people.south, on=TODAY, by=people.ida).retired_on == TODAY
    with pytest.raises(BadInput) as caught:
        create_unit(parent=people.south, name="Ny", by=people.ida)
    assert refused(caught) == ["unit_is_retired"]
    with pytest.raises(BadInput) as caught:
        create_unit(parent=people.testkommune, name="Syd", by=people.ida)
    assert refused(caught) == ["unit_name_taken_by_retired"]
    assert reopen_unit(unit=people.south, by=people.ida).retired_on is None


def test_a_unit_below_a_closed_one_stays_closed(people: People) -> None:
    outer = create_unit(parent=people.testkommune, name="Ydre", by=people.ida)
    inner = create_unit(parent=outer, name="Indre", by=people.ida)
    retire_unit(unit=inner, on=TODAY, by=people.ida)
    retire_unit(unit=outer, on=TODAY, by=people.ida)
    with pytest.raises(BadInput) as caught:
        reopen_unit(unit=inner, by=people.ida)
    assert refused(caught) == ["unit_is_retired"]


def test_the_database_itself_refuses_what_must_never_be(people: People) -> None:
    impossible = (
        {"name": ""},
        {"name": "Nord / Syd"},
        {"parent": people.north},
        {"lineage": people.south.lineage},
        {"root": None},
        {"name": "SYD"},
    )
    for columns in impossible:
        with pytest.raises(IntegrityError), transaction.atomic():
            Unit.objects.filter(pk=people.north.pk).update(**columns)


def test_tree_order_is_danish_and_keeps_children_with_their_parent(db: None) -> None:
    root = make_unit("Kommune")
    for name in ("Åben", "Nord", "Nord - ungeteam", "Ærø", "ødsted", "Alfa"):
        make_unit(name, root)
    make_unit("Zebra", Unit.objects.get(name="Nord"))
    shuffled = list(Unit.objects.order_by("-pk"))
    names = [unit.name for unit in in_tree_order(shuffled)]
    assert names == ["Kommune", "Alfa", "Nord", "Zebra", "Nord - ungeteam", "Ærø", "ødsted", "Åben"]


def test_a_part_of_a_tree_starts_at_its_own_top(people: People) -> None:
    assert [unit.name for unit in in_tree_order([people.south, people.north])] == ["Nord", "Syd"]


@given(st.lists(st.text(alphabet="aæøåzAÆØÅZ", max_size=4)))
def test_danish_order_puts_the_three_letters_last(words: list[str]) -> None:
    alphabet = {letter: place for place, letter in enumerate("azæøå")}
    by_hand = sorted(words, key=lambda word: [alphabet[letter] for letter in word.lower()])
    assert [word.lower() for word in sorted(words, key=danish_order)] == [word.lower() for word in by_hand]


def tried(what: str, one: Unit, other: Unit, number: int) -> list[str]:
    """What is said when a step is refused; nothing when it is not."""
    try:
        if what == "create":
            create_unit(parent=one, name=f"Enhed {number}", by=None)
        elif what == "rename":
            rename_unit(unit=one, name=f"Navn {number}", by=None)
        else:
            move_unit(unit=one, to=other, by=None)
    except BadInput as refused_:
        return sentences(refused_)
    return []


class TestTreeUnderAnyChanges(TestCase):
    """Whatever is created, renamed and moved, the tree is one."""

    @settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
    @given(
        st.lists(
            st.tuples(st.sampled_from(["create", "rename", "move"]), st.integers(0, 9), st.integers(0, 9)), max_size=14
        )
    )
    def test_tree(self, steps: list[tuple[str, int, int]]) -> None:
        root = create_municipality(name="Kommune")
        for what, first, second in steps:
            units = list(Unit.objects.filter(root=root).order_by("pk"))
            one, other = units[first % len(units)], units[second % len(units)]
            assert all(tried(what, one, other, second))
            check_tree()
