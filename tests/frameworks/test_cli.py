"""`fagkompas framework`: all but import without a database; exit codes 0, 1 and 2."""

import argparse
import json
from dataclasses import replace
from pathlib import Path

import pytest

from fagkompas.frameworks import cli, files
from fagkompas.frameworks.models import Version
from fagkompas.frameworks.to_engine import document_of
from tests.frameworks.making import shipped_version
from tests.people import People


def run(*words: str | Path) -> int:
    """As the command line does it."""
    parser = argparse.ArgumentParser()
    cli.add_parser(parser.add_subparsers())
    arguments = parser.parse_args(["framework", *map(str, words)])
    code: int = arguments.run(arguments)
    return code


def test_list_names_each_framework_with_its_size(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("list") == 0
    rows = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert [(row[0], row[1], row[3]) for row in rows] == [
        ("faglighed-2025", "1", "61"),
        ("roller-kar", "1", "87"),
        ("fagprofiler-2017", "1", "32"),
    ]


@pytest.mark.parametrize("code", files.shipped_codes())
def test_export_writes_the_file_to_standard_output(code: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run("export", code) == 0
    assert capfdbinary.readouterr().out == (files.DATA / f"{code}.yaml").read_bytes()


@pytest.mark.parametrize(("kind", "start"), [("csv", b"\xef\xbb\xbfkode;"), ("xlsx", b"PK"), ("json", b'{\n  "code"')])
def test_export_writes_other_formats_to_a_file(tmp_path: Path, kind: str, start: bytes) -> None:
    out = tmp_path / f"ramme.{kind}"
    assert run("export", "faglighed-2025", "--format", kind, "--out", out) == 0
    assert out.read_bytes().startswith(start)


def test_json_holds_what_yaml_holds(tmp_path: Path) -> None:
    run("export", "roller-kar", "--format", "json", "--out", tmp_path / "ramme.json")
    data = json.loads((tmp_path / "ramme.json").read_text(encoding="utf-8"))
    assert files.framework_from_data(data) == files.shipped("roller-kar")


def test_export_to_where_nothing_can_be_written_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("export", "roller-kar", "--out", tmp_path / "findes ikke" / "ramme.yaml") == 2
    assert "kan ikke skrives" in capsys.readouterr().err


def test_export_of_an_unknown_code_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        run("export", "../settings")
    assert stopped.value.code == 2


def test_check_of_a_good_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "ramme.yaml"
    file.write_text(files.write_framework(files.shipped("roller-kar")), encoding="utf-8")
    assert run("check", file) == 0
    assert "uden problemer" in capsys.readouterr().err


def test_check_lists_every_problem_with_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "ramme.yaml"
    text = files.write_framework(files.shipped("faglighed-2025"))
    file.write_text(text.replace("level: basic", "level: x", 1).replace("year:", "aar:", 1), encoding="utf-8")
    assert run("check", file) == 2
    lines = capsys.readouterr().err.splitlines()
    assert [line.partition(":")[0] for line in lines] == [
        "linje 13, source.aar",
        "linje 207, fields.AU.competencies.AU-G1.level",
    ]


def test_check_of_what_cannot_be_published_lists_problems(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = files.shipped("faglighed-2025")
    first = document.fields[0]
    retired = replace(first, competencies=tuple(replace(c, retired=True) for c in first.competencies))
    file = tmp_path / "ramme.yaml"
    file.write_text(files.write_framework(replace(document, fields=(retired, *document.fields[1:]))), encoding="utf-8")
    assert run("check", file) == 1
    assert "Feltet AU har ingen kompetencer tilbage." in capsys.readouterr().err


@pytest.mark.parametrize("verb", ["check", "import"])
def test_a_file_that_cannot_be_read(tmp_path: Path, verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(verb, tmp_path / "findes-ikke.yaml") == 2
    assert "kan ikke åbnes" in capsys.readouterr().err
    assert run(verb, tmp_path) == 2
    (tmp_path / "x.yaml").write_bytes(b"\xff\xfe")
    assert run(verb, tmp_path / "x.yaml") == 2
    assert "UTF-8" in capsys.readouterr().err


def own_file(folder: Path, derived_from: str = "") -> Path:
    file = folder / "vores.yaml"
    document = replace(files.shipped("fagprofiler-2017"), code="profiler-hos-os", derived_from=derived_from)
    file.write_text(files.write_framework(document), encoding="utf-8")
    return file


def test_import_makes_a_draft_of_the_municipality(
    people: People, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = own_file(tmp_path)
    assert run("import", file, "--municipality", "Testkommune") == 0
    draft = Version.objects.select_related("framework__root").get(framework__code="profiler-hos-os")
    assert (draft.framework.root, draft.state, draft.created_by) == (people.testkommune, "draft", None)
    assert files.write_framework(document_of(draft)) == file.read_text(encoding="utf-8")
    assert "Gemt som kladde: profiler-hos-os, version 1." in capsys.readouterr().err


def test_import_asks_whose_draft_it_is(people: People, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("import", own_file(tmp_path)) == 2
    said = capsys.readouterr().err
    assert "Andenkommune" in said
    assert "Testkommune" in said
    assert run("import", own_file(tmp_path), "--municipality", "Findes ikke") == 2
    assert not Version.objects.exclude(framework__root=None).exists()


def test_import_of_what_cannot_be_saved_lists_why(
    people: People, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shipped_version()
    file = own_file(tmp_path, derived_from="findes-ikke/1")
    assert run("import", file, "--municipality", "Testkommune") == 2
    assert "»findes-ikke/1«" in capsys.readouterr().err
    assert not Version.objects.filter(framework__root=people.testkommune).exists()
