"""Putting together what two people typed into one form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fagkompas.toolkit.merging import Conflict, merge

FORMS = st.dictionaries(st.sampled_from(["notes", "goal", "date"]), st.sampled_from(["", "a", "b", "c"]))


@pytest.mark.parametrize(
    ("opened", "typed", "saved", "value", "conflict"),
    [
        ("a", "a", "a", "a", False),
        ("a", "b", "a", "b", False),  # only I changed it
        ("a", "a", "b", "b", False),  # only the other did
        ("a", "b", "b", "b", False),  # both, alike
        ("a", "b", "c", "b", True),  # both, each in their own way: mine stands until I choose
        ("", "b", "", "b", False),
        ("a\nb", "a\r\nb  ", "a\nb", "a\nb", False),  # the browser's line ends are no change
    ],
)
def test_one_field(opened: str, typed: str, saved: str, value: str, conflict: bool) -> None:
    merged = merge(opened={"notes": opened}, typed={"notes": typed}, saved={"notes": saved})
    assert merged.values == {"notes": value}
    assert merged.conflicts == ((Conflict(name="notes", typed=typed, saved=saved),) if conflict else ())


def test_changes_to_different_fields_are_both_kept() -> None:
    merged = merge(
        opened={"notes": "a", "goal": "a"}, typed={"notes": "b", "goal": "a"}, saved={"notes": "a", "goal": "c"}
    )
    assert merged.values == {"notes": "b", "goal": "c"}
    assert merged.conflicts == ()
    assert merged.changed == ("goal",)


@given(opened=FORMS, typed=FORMS, saved=FORMS)
def test_nothing_that_was_typed_or_saved_is_lost(
    opened: dict[str, str], typed: dict[str, str], saved: dict[str, str]
) -> None:
    merged = merge(opened=opened, typed=typed, saved=saved)
    shown = {name: {merged.values.get(name, "")} for name in merged.values}
    for conflict in merged.conflicts:
        shown[conflict.name] |= {conflict.typed, conflict.saved}
    for name in merged.values:
        before = opened.get(name, "")
        for text in (typed.get(name, ""), saved.get(name, "")):
            assert text == before or text in shown[name]


@given(opened=FORMS, typed=FORMS)
def test_alone_on_the_form_what_i_typed_is_what_is_saved(opened: dict[str, str], typed: dict[str, str]) -> None:
    merged = merge(opened=opened, typed=typed, saved=opened)
    assert not merged.conflicts
    assert not merged.changed
    assert {name: merged.values[name] for name in typed} == typed
