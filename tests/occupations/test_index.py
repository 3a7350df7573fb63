"""The search by itself: what finds what, and in which order."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fagkompas.occupations.examples import examples
from fagkompas.occupations.index import LONGEST, Entry, Index, Name, normalised


def index_of(*titles: str | tuple[str, ...]) -> Index:
    """Each a title, or a title with other names."""
    entries, names = list[Entry](), list[Name]()
    for each in titles:
        title, *others = (each,) if isinstance(each, str) else each
        names += [
            Name(of=len(entries), text=text, language="da", is_preferred=text == title) for text in (title, *others)
        ]
        entries.append(
            Entry(uuid=uuid4(), titles={"da": title}, group_code="", group_titles={}, is_example=False, bonus=0)
        )
    return Index(entries, names)


def shipped() -> Index:
    """The product's own examples, in both languages."""
    entries, names = list[Entry](), list[Name]()
    for one in examples().occupations:
        for language, title, also in (("da", one.title.da, one.also_da), ("en", one.title.en, one.also_en)):
            names += [
                Name(of=len(entries), text=text, language=language, is_preferred=text == title)
                for text in (title, *also)
            ]
        titles = {"da": one.title.da, "en": one.title.en}
        entries.append(
            Entry(uuid=uuid4(), titles=titles, group_code=one.isco4, group_titles={}, is_example=True, bonus=0)
        )
    return Index(entries, names)


def found(index: Index, typed: str, language: str = "da") -> list[str]:
    return [hit.title for hit in index.search(typed, language=language, most=10)]


@pytest.fixture(scope="module")
def everything() -> Index:
    return shipped()


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("kok", "kok"),
        ("KOK", "kok"),
        ("lagermand", "lager- og logistikmedarbejder"),  # by another name
        ("lager og logistik", "lager- og logistikmedarbejder"),
        ("logistik lager", "lager- og logistikmedarbejder"),  # the other way round
        ("sygepl", "sygeplejerske"),  # while typing
        ("sygpel", "sygeplejerske"),  # with a slip
        ("sygeplejeske", "sygeplejerske"),
        ("sygepeljerske", "sygeplejerske"),  # swapped
        ("paedagog", "pædagog"),
        ("pedagog", "pædagog"),
        ("toemrer", "tømrer"),
        ("tömrer", "tømrer"),
        ("chafør varebil", "varebilschauffør"),
        ("bus chauffør", "buschauffør"),  # a compound written apart
        ("sosuassistent", "social- og sundhedsassistent"),  # names written together
        ("rengjøring", "rengøringsassistent"),
        ("it support", "it-supporter"),
        ("nurse", "sygeplejerske"),  # the other language
        ("elektiker", "elektriker"),
        ("pedel", "ejendomsservicetekniker"),
    ],
)
def test_what_is_typed_finds_the_title(everything: Index, typed: str, first: str) -> None:
    assert found(everything, typed)[0] == first


def test_lagermand_finds_warehouse_titles_by_their_first_part_where_no_name_is_so() -> None:
    titles = found(
        index_of("lagerarbejder", "medhjælper på lager", "landmand", "dørmand", "sygeplejerske"), "lagermand"
    )
    assert titles[0] == "lagerarbejder"
    assert "medhjælper på lager" in titles
    assert "sygeplejerske" not in titles


def test_titles_come_before_other_names_and_short_before_long() -> None:
    index = index_of(("bager og konditor",), ("brødmager", "bager"), ("bager",), ("bagerekspedient",))
    assert found(index, "bager") == ["bager", "brødmager", "bager og konditor", "bagerekspedient"]


def test_the_name_by_which_it_was_found_is_told() -> None:
    hits = index_of(("brødmager", "bager", "håndbager")).search("håndb", language="da", most=5)
    assert [(hit.title, hit.label, hit.is_by_title) for hit in hits] == [("brødmager", "håndbager", False)]
    assert index_of("brødmager").search("brød", language="da", most=5)[0].is_by_title


def test_an_occupation_comes_once_however_many_names_fit() -> None:
    assert found(index_of(("smed", "klejnsmed", "grovsmed", "smedesvend")), "smed") == ["smed"]


def test_the_reader_reads_titles_in_their_own_language(everything: Index) -> None:
    assert found(everything, "sygeplejerske", "en")[0] == "nurse"
    assert found(everything, "nurse", "en")[0] == "nurse"


def test_where_a_word_is_right_no_slips_are_looked_for() -> None:
    index = index_of("vicevært", "vejrvært")
    assert found(index, "vicevært") == ["vicevært"]
    assert found(index, "vejevært")[0] == "vejrvært"


@pytest.mark.parametrize("typed", ["", "k", " ", "-", "?!", "qzxqzx", "中文"])
def test_nothing_is_found_by_nothing(everything: Index, typed: str) -> None:
    assert found(everything, typed) == []


def test_an_empty_index_finds_nothing() -> None:
    assert found(index_of(), "kok") == []


def test_a_name_in_another_alphabet_is_left_out() -> None:
    assert found(index_of("厨师", "kok"), "kok") == ["kok"]


def test_at_most_so_many() -> None:
    index = index_of(*(f"sælger af {word}" for word in ("biler", "huse", "sko", "is")))
    assert len(index.search("sælger", language="da", most=3)) == 3


def test_letters_are_compared_plainly() -> None:
    assert normalised("  Køkken- og RENGØRINGS-hjælp (Ålborg)  ") == "koekken og rengoerings hjaelp aalborg"
    assert normalised("sund\N{SOFT HYPHEN}hed") == "sundhed"
    assert normalised("Café-medhjælper") == "cafe medhjaelper"
    assert normalised("A\N{COMBINING RING ABOVE}benraa") == "aabenraa"


@given(st.text(max_size=300))
def test_whatever_is_typed_is_answered(typed: str) -> None:
    index = index_of(("kok", "restaurantkok"), "lager- og logistikmedarbejder", "vvs-montør")
    assert set(found(index, typed)) <= {"kok", "lager- og logistikmedarbejder", "vvs-montør"}


@given(st.data())
def test_a_title_finds_itself_first_whatever_else_there_is(data: st.DataObject) -> None:
    titles = data.draw(st.lists(st.text("abdeklmnorst", min_size=3, max_size=12), min_size=1, max_size=20, unique=True))
    asked = data.draw(st.sampled_from(titles))
    assert found(index_of(*titles), asked)[0] == asked


@given(st.data())
def test_one_swapped_pair_of_letters_is_forgiven(data: st.DataObject) -> None:
    one = data.draw(st.sampled_from([each.title.da for each in examples().occupations if len(each.title.da) > 7]))
    plain = normalised(one)
    at = data.draw(st.integers(1, len(plain) - 2))
    slip = plain[:at] + plain[at + 1] + plain[at] + plain[at + 2 :]
    if " " not in plain:
        assert one in found(shipped_once(), slip)


_made: list[Index] = []


def shipped_once() -> Index:
    """Made once for all the slips."""
    if not _made:
        _made.append(shipped())
    return _made[0]


def test_only_the_first_letters_of_a_long_text_are_looked_at(everything: Index) -> None:
    assert found(everything, "kok" + " " * LONGEST + "sygeplejerske")[0] == "kok"
