"""The building blocks of an advert, their mistakes, and the text that comes of them."""

from pathlib import Path

import pytest

from fagkompas.engine.errors import BadInput
from fagkompas.frameworks import wording
from fagkompas.frameworks.files import shipped
from fagkompas.learning.adverts import FILE, Passage, advert_blocks, draft_of, passages, read_advert_blocks

NAMES = {field.code: field.name for field in shipped("faglighed-2025").texts("da").fields}


def test_the_shipped_blocks_are_of_the_fields_of_their_framework() -> None:
    blocks = advert_blocks()
    assert blocks.framework == "faglighed-2025"
    assert [one.field for one in blocks.fields] == list(NAMES)


@pytest.mark.parametrize("language", ["da", "en"])
def test_a_draft_leaves_nothing_open(language: str) -> None:
    text = draft_of("Nord", ["LM", "BM"], NAMES, language)
    assert "{" not in text
    assert text.split("\n\n")[0].count("Nord") == 1
    assert all(NAMES[code] in text for code in ("LM", "BM"))


def test_a_draft_asks_in_depth_for_the_fields_and_at_basic_level_for_the_rest() -> None:
    text, blocks = draft_of("Nord", ["LM"], NAMES, "da"), {one.field: one for one in advert_blocks().fields}
    assert f"- {blocks['LM'].specialised.da}" in text
    assert blocks["LM"].basic.da not in text
    for code in set(NAMES) - {"LM"}:
        assert f"- {blocks[code].basic.da}" in text
        assert blocks[code].specialised.da not in text


def test_a_field_without_blocks_is_asked_for_by_its_name() -> None:
    text = draft_of("Nord", ["XX"], {"XX": "Egen metode"}, "en")
    assert "- Egen metode." in text
    assert "strength in Egen metode" in text


def test_a_draft_is_set_in_passages() -> None:
    heading, *rest = passages(draft_of("Nord", ["LM"], NAMES, "da"))
    assert heading.text.endswith(NAMES["LM"])
    assert any(one.text.endswith("Hos os får du:") and len(one.items) == 5 for one in rest)
    assert list(passages("  A\nb\n \n\n- en\n- to\n")) == [
        Passage(text="A b", items=()),
        Passage(text="", items=("en", "to")),
    ]


def mistakes(change: tuple[str, str]) -> list[tuple[int | None, str | None, str]]:
    text = FILE.read_text(encoding="utf-8")
    assert change[0] in text
    with pytest.raises(BadInput) as refused:
        read_advert_blocks(text.replace(*change, 1))
    assert all(wording.sentence(problem) for problem in refused.value.problems)
    return [(p.place.row, p.place.column, p.message_code) for p in refused.value.problems]


def line_of(text: str, file: Path = FILE) -> int:
    return next(at for at, line in enumerate(file.read_text(encoding="utf-8").split("\n"), 1) if text in line)


@pytest.mark.parametrize(
    ("change", "line", "path", "code"),
    [
        (("- field: LM\n", "- field: AU\n"), "fields:", "fields", "code_twice"),
        (("Kollega til {unit}", "Kollega til {enhed}"), "title:", "title", "not_one_of"),
        (("- code: unit\n", "- code: enhed\n"), "placeholders:", "placeholders", "wrong_order"),
        (("closing:\n", "slut:\n"), "closing:", "slut", "unknown_key"),
        (("offers_intro:\n  da:", "offers_intro:\n  dk:"), "offers_intro:", "offers_intro.da", "missing_key"),
    ],
)
def test_mistakes_are_told_with_their_line(change: tuple[str, str], line: str, path: str, code: str) -> None:
    found = mistakes(change)
    assert (path, code) in [(column, message) for _row, column, message in found]
    row = next(row for row, column, message in found if (column, message) == (path, code))
    assert row is not None
    assert abs(row - line_of(line)) <= 1
