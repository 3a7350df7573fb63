"""Every order beside every citizen from files: the same rows on one core, on two and on a cluster, and gone on with after a stop."""

import csv
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from fagkompas.audit.models import Event
from fagkompas.engine.errors import BadInput
from fagkompas.engine.matching.match import in_order, match
from fagkompas.matching import batch as batches
from fagkompas.matching.actions.profiles import refresh_everywhere
from fagkompas.matching.batch import matched, plan, run
from fagkompas.matching.batch_files import CITIZENS, ORDERS, read_candidates, read_orders
from fagkompas.matching.profile import Profile, Source
from fagkompas.website.cli import main
from tests.citizens.making import make_citizen
from tests.matching.making import make_order
from tests.people import People

WORDS = (
    "opvask",
    "rengøring",
    "kassebetjening",
    "varemodtagelse",
    "køre truck",
    "pakke varer",
    "servering",
    "bogføring",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two municipalities with 60 citizens and 7 orders each."""
    chance = random.Random(5)  # noqa: S311  # rows of a test
    for name in ("a", "b"):
        people = []
        for n in range(60):
            minutes = chance.choice([None, (600, 1200), (0, 2220)])
            profile = Profile(
                can=dict.fromkeys(chance.sample(WORDS, 3), Source.CV),
                wants=dict.fromkeys(chance.sample(WORDS, 1), Source.TRACK),
                minutes=minutes,
            )
            people.append({"key": f"{name}{n:03d}", **json.loads(profile.as_text())})
        orders = [
            {
                "key": f"{name}-{n}",
                "title": "prøve",
                "minutes": chance.choice([None, [900, 2220]]),
                "tasks": [
                    {
                        "key": str(t),
                        "name": word,
                        "minutes": 100 * (t + 1),
                        "competencies": [word],
                        "is_absolute": False,
                    }
                    for t, word in enumerate(chance.sample(WORDS, 3))
                ],
            }
            for n in range(7)
        ]
        write(tmp_path / "in" / f"{name}{CITIZENS}", people)
        write(tmp_path / "in" / f"{name}{ORDERS}", orders)
    return tmp_path / "in"


def write(file: Path, rows: list[dict[str, Any]]) -> None:
    """A line each."""
    file.parent.mkdir(exist_ok=True)
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def lists(out: Path) -> dict[str, str]:
    """What came out, by file."""
    return {file.name: file.read_text(encoding="utf-8") for file in sorted(out.glob("*.csv"))}


def rows_of(text: str) -> Iterator[dict[str, str]]:
    """The rows of a list."""
    return csv.DictReader(StringIO(text), delimiter=";")


def test_the_lists_say_what_the_match_says_of_each(folder: Path, tmp_path: Path) -> None:
    list(run(plan(folder, tmp_path / "out", most=100), workers=1))
    people, _wrong = read_candidates(folder / f"a{CITIZENS}")
    told = list(rows_of(lists(tmp_path / "out")["a.csv"]))
    for one in read_orders(folder / f"a{ORDERS}")[0]:
        placed = in_order(match(one.order, each) for each in people)
        rows = [row for row in told if row["order"] == one.key]
        assert [(row["citizen"], int(row["place"])) for row in rows] == [
            (each.match.key, each.place) for each in placed
        ]
        assert [float(row["points"]) for row in rows] == pytest.approx(
            [float(each.match.points) for each in placed], abs=1e-6
        )


def test_two_cores_and_a_cluster_of_two_workers_give_the_same(folder: Path, tmp_path: Path) -> None:
    """The cluster's scheduler and workers are processes of their own, begun and ended by another process."""
    list(run(plan(folder, tmp_path / "one", most=20), workers=1))
    list(run(plan(folder, tmp_path / "two", most=20), workers=2))
    subprocess.run(  # our own file, with folders of this test
        [sys.executable, "-m", "tests.matching.on_a_cluster", str(folder), str(tmp_path / "dask")],
        check=True,
        timeout=120,
    )
    assert lists(tmp_path / "one") == lists(tmp_path / "two") == lists(tmp_path / "dask")
    assert set(lists(tmp_path / "one")) == {"a.csv", "b.csv"}


def test_what_is_done_is_not_done_again(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "A_BLOCK", 3)
    first = plan(folder, tmp_path / "out", most=10)
    assert matched(first.blocks[0]) == 3
    (Path(first.blocks[1].part).with_suffix(".part")).write_text("half a row", encoding="utf-8")
    before = Path(first.blocks[0].part).stat().st_mtime_ns
    again = plan(folder, tmp_path / "out", most=10)
    assert len(again.left) == len(again.blocks) - 1
    assert next(iter(list(run(again, workers=1)))) == 3
    assert Path(first.blocks[0].part).stat().st_mtime_ns == before
    list(run(plan(folder, tmp_path / "whole", most=10), workers=1))
    assert lists(tmp_path / "out") == lists(tmp_path / "whole")


def test_another_batch_in_the_same_folder_is_refused(folder: Path, tmp_path: Path) -> None:
    plan(folder, tmp_path / "out", most=10)
    with pytest.raises(BadInput) as refused:
        plan(folder, tmp_path / "out", most=20)
    assert [problem.message_code for problem in refused.value.problems] == ["other_batch"]


def test_lines_that_make_no_sense_are_listed_and_the_rest_is_read(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    orders = folder / f"a{ORDERS}"
    text = orders.read_text(encoding="utf-8")
    orders.write_text(text + '{"key": "x"}\nnothing\n' + text.splitlines()[0] + "\n", encoding="utf-8")
    code = main(["match", str(folder), "--out", str(tmp_path / "out"), "--workers", "1"])
    said = capsys.readouterr().err
    assert code == 1
    assert "række 8" in said
    assert "række 9" in said
    assert "række 10" in said
    assert len({row["order"] for row in rows_of(lists(tmp_path / "out")["a.csv"])}) == 7


def test_an_empty_folder_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["match", str(tmp_path), "--out", str(tmp_path / "out")]) == 2
    assert "NAVN.citizens.jsonl" in capsys.readouterr().err


@pytest.mark.django_db
def test_the_installation_writes_its_own_files_without_names(people: People, tmp_path: Path) -> None:
    order, citizen = make_order(people), make_citizen(people, name="Prøve Navnesen")
    refresh_everywhere(now=timezone.now())
    call_command("write_match_files", str(tmp_path), stdout=StringIO())
    text = "".join(file.read_text(encoding="utf-8") for file in tmp_path.iterdir())
    assert "Navnesen" not in text
    assert str(citizen.uuid) in text
    orders, problems = read_orders(tmp_path / f"{people.testkommune.uuid}{ORDERS}")
    assert (orders[0].key, problems) == (str(order.uuid), [])
    assert Event.objects.filter(action="matching.files.written").count() == 2
