"""Free titles and the names that there are: examples worked by hand, and laws."""

from math import log, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fagkompas.engine.text.linking import Known, Linking, pieces_of

NAMES = {
    "a": ("lagermedarbejder", "lagerarbejder", "medarbejder på lager"),
    "b": ("gymnasielærer", "lærer i gymnasiet"),
    "c": ("tømrer", "tømrersvend"),
    "d": ("rengøringsassistent", "rengøringsmedarbejder"),
}
KNOWN = [Known(id=f"{of}{at}", text=text, of=of) for of, texts in NAMES.items() for at, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("title", "of"),
    [
        ("lagermand", "a"),
        ("gymnasielære", "b"),
        ("Svend, tømrer", "c"),
        ("Rengøringshjælp", "d"),
        ("rengoeringsassistent", "d"),
        ("assisent til rengøring", "d"),
    ],
)
def test_a_title_is_linked_to_what_it_means(title: str, of: str) -> None:
    assert Linking(KNOWN).links(title)[0].name.of == of


def test_the_score_is_worked_by_hand() -> None:
    """ "ab" has the pieces "_ab" and "ab_", "abc" has "_ab", "abc" and "bc_"."""
    assert dict(pieces_of("ab")) == {" ab": 1, "ab ": 1}
    known = [Known(id="1", text="ab", of="x"), Known(id="2", text="abc", of="y")]
    both, alone = 1 + log(3 / 3), 1 + log(3 / 2)  # two names; a piece of both, a piece of one
    ab, abc = sqrt(both**2 + alone**2), sqrt(both**2 + 2 * alone**2)
    found = {link.name.id: link.score for link in Linking(known).links("ab")}
    assert found["1"] == pytest.approx(1 + 0.5, abs=1e-6)
    assert found["2"] == pytest.approx(1.5 * both**2 / (ab * abc), abs=1e-6)


def test_names_of_one_occupation_support_each_other() -> None:
    """Two are called "leder"; the one that is also called something with "butik" is meant by "butik leder"."""
    known = [
        Known(id="1", text="leder", of="kontor"),
        Known(id="2", text="kontorchef", of="kontor"),
        Known(id="3", text="leder", of="butik"),
        Known(id="4", text="butikschef", of="butik"),
    ]
    leaders = [link.name.id for link in Linking(known).links("leder af butik") if link.name.text == "leder"]
    assert leaders == ["3", "1"]


def test_nothing_in_common_is_no_link() -> None:
    assert Linking(KNOWN).links("xyz") == []
    assert Linking(KNOWN).links("") == []
    assert Linking([]).links("tømrer") == []


def test_no_more_than_asked_for() -> None:
    links = Linking(KNOWN).links("medarbejder på lager", most=2)
    assert [link.name.of for link in links] == ["a", "a"]


def test_a_model_of_meaning_is_added_where_one_is_handed_in() -> None:
    """Without it "kok" and "kokken" are nothing to "mad"; with it the one that means the same comes first."""

    def encode(texts: object) -> np.ndarray:
        return np.array([[1, 0] if text in {"mad", "kok"} else [0, 1] for text in texts], dtype=np.float32)  # type: ignore[attr-defined]

    known = [Known(id="1", text="kok", of="x"), Known(id="2", text="smed", of="y")]
    assert Linking(known).links("mad") == []
    assert [link.name.id for link in Linking(known, encode).links("mad")] == ["1"]


titles = st.text("abdelræøå ", max_size=14)


@given(st.lists(titles, max_size=8), titles, st.randoms())
def test_the_order_of_the_names_changes_nothing(texts: list[str], title: str, chance: object) -> None:
    known = [Known(id=str(at), text=text, of=str(at // 2)) for at, text in enumerate(texts)]
    shuffled = list(known)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    one = [(link.name.id, round(link.score, 5)) for link in Linking(known).links(title)]
    assert [(link.name.id, round(link.score, 5)) for link in Linking(shuffled).links(title)] == one


@given(st.lists(titles.filter(str.strip), min_size=1, max_size=8, unique=True))
def test_a_name_itself_is_never_beaten(texts: list[str]) -> None:
    """Where every name stands alone."""
    known = [Known(id=str(at), text=text, of="") for at, text in enumerate(texts)]
    for one in known:
        links = Linking(known).links(one.text)
        score = {link.name.id: link.score for link in links}
        assert score.get(one.id, 0) == pytest.approx(max(score.values(), default=0), abs=1e-5)
