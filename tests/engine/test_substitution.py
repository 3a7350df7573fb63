"""A position and its tasks: worked by hand, and laws over any placing."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fagkompas.engine.substitution import (
    FEW_HOURS,
    FULL_TIME,
    Aim,
    JobKind,
    PositionTask,
    Who,
    division,
    proposal,
)


def task(key: str, minutes: int, *could: Who, is_absolute: bool = False) -> PositionTask:
    return PositionTask(key=key, name=key, minutes=minutes, could=frozenset(could), is_absolute=is_absolute)


KITCHEN = (
    task("tilsyn", 600, is_absolute=True),
    task("madlavning", 900, Who.COLLEAGUE, Who.TRAINED),
    task("opvask", 480, Who.COLLEAGUE, Who.NEW),
    task("varer", 300, Who.NEW),
    task("rengøring", 420, Who.NEW),
)


def test_minutes_add_up_by_who() -> None:
    placed = {"tilsyn": Who.EXPERT, "madlavning": Who.TRAINED, "opvask": Who.COLLEAGUE, "varer": Who.NEW}
    found = division(KITCHEN, placed)
    assert found.minutes == {Who.EXPERT: 600, Who.COLLEAGUE: 480, Who.NEW: 300, Who.TRAINED: 900}
    assert (found.freed, found.new_minutes, found.new_job) == (1680, 1200, JobKind.PART_TIME)
    assert found.unplaced == ("rengøring",)
    assert found.cannot == ()


def test_who_is_given_what_she_could_not_do_is_told() -> None:
    assert division(KITCHEN, {"tilsyn": Who.NEW, "varer": Who.COLLEAGUE}).cannot == ("tilsyn", "varer")


@pytest.mark.parametrize(
    ("minutes", "kind"),
    [
        (0, None),
        (1, JobKind.FEW_HOURS),
        (FEW_HOURS, JobKind.FEW_HOURS),
        (FEW_HOURS + 1, JobKind.PART_TIME),
        (FULL_TIME - 1, JobKind.PART_TIME),
        (FULL_TIME, JobKind.FULL_TIME),
    ],
)
def test_what_kind_of_job_it_is(minutes: int, kind: JobKind | None) -> None:
    assert division([task("a", minutes, Who.NEW)], {"a": Who.NEW}).new_job is kind


def test_each_aim_has_its_proposal() -> None:
    """Few hours: 480 + 420 = 900 fills the 15 hours; part time: all three; full time: 1,200 and 900 are under 37 hours."""
    expert, colleague, new = Who.EXPERT, Who.COLLEAGUE, Who.NEW
    assert proposal(KITCHEN, Aim.INSIDE) == {
        "tilsyn": expert,
        "madlavning": colleague,
        "opvask": colleague,
        "varer": expert,
        "rengøring": expert,
    }
    assert proposal(KITCHEN, Aim.FEW_HOURS) == {
        "tilsyn": expert,
        "madlavning": colleague,
        "opvask": new,
        "varer": expert,
        "rengøring": new,
    }
    assert proposal(KITCHEN, Aim.PART_TIME) == {
        "tilsyn": expert,
        "madlavning": colleague,
        "opvask": new,
        "varer": new,
        "rengøring": new,
    }
    assert proposal(KITCHEN, Aim.FULL_TIME) is None
    longer = (*KITCHEN, task("kantine", 120, Who.TRAINED))
    assert proposal(longer, Aim.FULL_TIME) == {
        "tilsyn": expert,
        "madlavning": Who.TRAINED,
        "opvask": new,
        "varer": new,
        "rengøring": new,
        "kantine": Who.TRAINED,
    }


def test_what_cannot_be_had_is_no_proposal() -> None:
    only = [task("a", 600, is_absolute=True)]
    assert [proposal(only, aim) for aim in Aim] == [None] * 4
    assert [proposal([], aim) for aim in Aim] == [None] * 4
    assert proposal([task("a", 300, Who.NEW)], Aim.PART_TIME) is None


def test_what_is_absolute_is_not_trained_for() -> None:
    with pytest.raises(ValueError, match="first day"):
        task("a", 60, Who.TRAINED, is_absolute=True)


tasks_drawn = st.lists(
    st.tuples(st.integers(0, 30), st.frozensets(st.sampled_from([Who.COLLEAGUE, Who.NEW, Who.TRAINED]))), max_size=6
).map(lambda several: [task(str(at), 60 * hours, *could) for at, (hours, could) in enumerate(several)])


@given(tasks_drawn, st.sampled_from(Aim))
def test_a_proposal_places_every_task_with_somebody_who_could(several: list[PositionTask], aim: Aim) -> None:
    placed = proposal(several, aim)
    if placed is not None:
        found = division(several, placed)
        assert (found.unplaced, found.cannot) == ((), ())
        assert sum(found.minutes.values()) == sum(one.minutes for one in several)
        assert found.new_job == (None if aim is Aim.INSIDE else JobKind(aim))


@given(tasks_drawn)
def test_no_other_choice_fills_few_hours_better(several: list[PositionTask]) -> None:
    new = [one.minutes for one in several if Who.NEW in one.could]
    sums = {sum(chosen) for n in range(len(new) + 1) for chosen in combinations(new, n)}
    placed = proposal(several, Aim.FEW_HOURS)
    reached = division(several, placed).new_minutes if placed else 0
    assert reached == max(total for total in sums if total <= FEW_HOURS)
