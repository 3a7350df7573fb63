"""Official files into the tables: what is read, what is refused, and going on after being stopped."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone, translation

from fagkompas.audit.models import Event
from fagkompas.engine.errors import BadInput
from fagkompas.occupations.actions import files
from fagkompas.occupations.actions.examples import load_examples
from fagkompas.occupations.actions.files import BATCH, Loaded, load_disco, load_esco
from fagkompas.occupations.disco import COLUMNS
from fagkompas.occupations.examples import examples
from fagkompas.occupations.groups import groups_above
from fagkompas.occupations.models import Group, Import, ImportState, Label, Occupation, Origin, Scheme
from fagkompas.occupations.official_files import OfficialFile, look_through
from fagkompas.occupations.searching import search
from fagkompas.occupations.wording import sentence
from tests.occupations.making import ESCO_HEAD, TITLES, URI, make_group, write_disco, write_esco

pytestmark = pytest.mark.django_db


def silent(_file: OfficialFile) -> Callable[[int], None]:
    return lambda _count: None


def load(folder: Path) -> list[Loaded]:
    return list(load_esco(folder, now=timezone.now(), progress=silent))


def disco(file: Path) -> Loaded:
    return load_disco(file, now=timezone.now(), progress=silent)


def told(action: Callable[[], object]) -> str:
    """The one sentence with which it is refused."""
    with pytest.raises(BadInput) as refusal:
        action()
    (problem,) = refusal.value.problems
    with translation.override("en"):
        return sentence(problem)


def titles(**chosen: object) -> list[str]:
    return [row.title_da for row in Occupation.objects.filter(**chosen).order_by("title_da")]


# ESCO


def test_esco_gives_groups_titles_and_other_names(tmp_path: Path) -> None:
    groups, occupations = load(write_esco(tmp_path / "esco"))
    assert (groups.counted.new, occupations.counted.new, occupations.rows) == (5, 3, 3)
    one = Occupation.objects.get(uri=URI.format("a"))
    assert (one.title_da, one.isco4, one.origin, one.retired_on) == ("havfruetæmmer", "5161", Origin.ESCO, None)
    labels = one.labels.order_by("-is_preferred", "text").values_list("text", "language", "is_preferred")
    assert list(labels) == [
        ("havfruetæmmer", "da", True),
        ("havfruepasser", "da", False),
        ("tæmmer af havfruer", "da", False),
    ]
    assert [group.code for group in groups_above(one)] == ["5", "51", "516", "5161"]
    assert search("havfruep")[0].label == "havfruepasser"


def test_english_beside_it_gives_english_titles(tmp_path: Path) -> None:
    folder = write_esco(tmp_path / "esco")
    english = (folder / "occupations_da.csv").read_text(encoding="utf-8").replace("havfruetæmmer", "mermaid tamer")
    english += f"Occupation,{URI.format('unknown')},5161,nobody,,released\n"
    (folder / "occupations_en.csv").write_text(english, encoding="utf-8")
    loaded = load(folder)[-1]
    one = Occupation.objects.get(uri=URI.format("a"))
    assert (one.title_da, one.title_en) == ("havfruetæmmer", "mermaid tamer")
    assert Label.objects.get(occupation=one, language="en", is_preferred=True).text == "mermaid tamer"
    assert [(problem.message_code, problem.place.row) for problem in loaded.problems] == [("not_in_danish", 5)]
    assert Occupation.objects.count() == 3


def test_english_that_is_the_same_is_read_again_after_a_newer_danish_file(tmp_path: Path) -> None:
    folder = write_esco(tmp_path / "esco", TITLES[:1])
    english = "\n".join(
        [ESCO_HEAD, *(f"Occupation,{URI.format(key)},5161,{key} in English,,released" for key in "abc")]
    )
    (folder / "occupations_en.csv").write_text(english, encoding="utf-8")
    assert [problem.message_code for problem in load(folder)[-1].problems] == ["not_in_danish", "not_in_danish"]
    load(write_esco(folder))
    called = Occupation.objects.filter(retired_on__isnull=True).values_list("title_en", flat=True)
    assert set(called) == {"a in English", "b in English", "c in English"}
    assert [one.is_new for one in load(folder)] == [False, False, False]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    load(write_esco(tmp_path / "esco", encoding=encoding))
    assert "bølgerytter på øen" in titles()


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_any_delimiter_is_read(tmp_path: Path, delimiter: str) -> None:
    folder = write_esco(tmp_path / "esco", [title for title in TITLES if title[0] == "c"])
    for file in folder.iterdir():
        file.write_text(file.read_text(encoding="utf-8").replace(",", delimiter), encoding="utf-8")
    load(folder)
    assert titles() == ["tritonplejer"]


def test_the_same_files_again_are_nothing_new(tmp_path: Path) -> None:
    folder = write_esco(tmp_path / "esco")
    load(folder)
    events, imports = Event.objects.count(), Import.objects.count()
    assert [loaded.is_new for loaded in load(folder)] == [False, False]
    assert (Event.objects.count(), Import.objects.count()) == (events, imports)


def test_a_newer_file_changes_titles_retires_what_is_gone_and_takes_back_what_returns(tmp_path: Path) -> None:
    folder = write_esco(tmp_path / "esco")
    load(folder)
    kept = Occupation.objects.get(uri=URI.format("a"))
    newer = [("a", "5162", "havfruekonsulent", ("havfruepasser",)), ("d", "5162", "tangklipper", ())]
    loaded = load(write_esco(folder, newer))[-1]
    assert (loaded.counted.new, loaded.counted.changed, loaded.retired) == (1, 1, 2)
    now = Occupation.objects.get(uri=URI.format("a"))
    assert (now.pk, now.uuid, now.title_da, now.isco4) == (kept.pk, kept.uuid, "havfruekonsulent", "5162")
    assert set(now.labels.values_list("text", flat=True)) == {"havfruekonsulent", "havfruepasser"}
    assert titles(retired_on__isnull=False) == ["bølgerytter på øen", "tritonplejer"]
    assert search("tritonplejer") == []
    load(write_esco(folder))
    assert titles(retired_on__isnull=False) == ["tangklipper"]
    assert search("tritonplejer")[0].title == "tritonplejer"


def test_what_esco_itself_no_longer_uses_is_not_loaded(tmp_path: Path) -> None:
    folder = write_esco(tmp_path / "esco")
    file = folder / "occupations_da.csv"
    file.write_text(file.read_text(encoding="utf-8").replace('"",released', '"",obsolete'), encoding="utf-8")
    load(folder)
    assert "tritonplejer" not in titles()


def test_rows_that_cannot_be_used_are_left_out_with_their_place(tmp_path: Path) -> None:
    folder = write_esco(
        tmp_path / "esco",
        [*TITLES, ("e", "51", "for få cifre", ()), ("f", "5161", "", ()), ("g", "", "uden gruppe", ())],
    )
    loaded = load(folder)[-1]
    assert [(problem.message_code, problem.place.row, problem.found) for problem in loaded.problems] == [
        ("bad_group_code", 5, "51"),
        ("no_title", 6, ""),
    ]
    kept = Import.objects.get(file_name="occupations_da.csv")
    assert (kept.left_out, [problem["code"] for problem in kept.problems]) == (2, ["bad_group_code", "no_title"])
    assert Occupation.objects.get(title_da="uden gruppe").isco4 == ""


# Going on


class StoppedError(Exception):
    """As when the process is killed."""


def many(count: int) -> list[tuple[str, str, str, tuple[str, ...]]]:
    return [(f"m{number}", "5161", f"havfrue nummer {number}", ()) for number in range(count)]


def stopping_after(rows: int) -> Callable[[OfficialFile], Callable[[int], None]]:
    def progress(file: OfficialFile) -> Callable[[int], None]:
        def stop(reached: int) -> None:
            if file.path.name == "occupations_da.csv" and reached >= rows:
                raise StoppedError

        return stop

    return progress


def test_a_loading_that_was_stopped_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_esco(tmp_path / "esco", many(3 * BATCH + 7))
    with pytest.raises(StoppedError):
        list(load_esco(folder, now=timezone.now(), progress=stopping_after(2 * BATCH)))
    under_way = Import.objects.get(file_name="occupations_da.csv")
    assert (under_way.state, under_way.row_reached, Occupation.objects.count()) == (
        ImportState.RUNNING,
        2 * BATCH,
        2 * BATCH,
    )
    search("havfrue nummer 756")  # An index of what is there so far.
    taken = list[int]()
    take = files._take_batch

    def noting(*all_of_it: Any) -> Any:
        taken.append(len(all_of_it[2]))
        return take(*all_of_it)

    monkeypatch.setattr(files, "_take_batch", noting)
    loaded = load(folder)[-1]
    assert taken == [BATCH, 7]
    assert (loaded.went_on_after, loaded.retired, loaded.counted.new) == (2 * BATCH, 0, BATCH + 7)
    assert Occupation.objects.in_use().count() == 3 * BATCH + 7
    assert search("havfrue nummer 756")[0].title == "havfrue nummer 756"


def test_a_batch_is_wholly_in_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_esco(tmp_path / "esco", many(10))
    monkeypatch.setattr(Import, "save", lambda *_all, **_named: (_ for _ in ()).throw(StoppedError))
    with pytest.raises(StoppedError):
        load(folder)
    monkeypatch.undo()
    assert not Group.objects.exists()
    assert len(load(folder)) == 2
    assert Occupation.objects.count() == 10


def test_a_newer_file_of_the_same_name_begins_afresh(tmp_path: Path) -> None:
    folder = write_esco(tmp_path / "esco", many(2 * BATCH))
    with pytest.raises(StoppedError):
        list(load_esco(folder, now=timezone.now(), progress=stopping_after(BATCH)))
    loaded = load(write_esco(folder, many(5)))[-1]
    assert (loaded.went_on_after, loaded.retired) == (0, BATCH - 5)
    states = Import.objects.filter(file_name="occupations_da.csv").order_by("pk").values_list("state", flat=True)
    assert list(states) == [ImportState.LEFT, ImportState.DONE]


def test_two_at_the_same_file_do_not_undo_each_other(tmp_path: Path) -> None:
    folder = write_esco(tmp_path / "esco", many(2 * BATCH))

    def meanwhile(_file: OfficialFile) -> Callable[[int], None]:
        """Somebody else takes the next batch."""

        def take(reached: int) -> None:
            under_way = Import.objects.filter(row_reached=reached, state=ImportState.RUNNING)
            under_way.update(row_reached=reached + 1)

        return take

    assert "by somebody else" in told(lambda: list(load_esco(folder, now=timezone.now(), progress=meanwhile)))


# What is refused


def test_what_is_no_folder_of_esco_is_refused(tmp_path: Path) -> None:
    assert told(lambda: load(tmp_path / "nowhere")).startswith("nowhere is not a folder")
    assert told(lambda: load(tmp_path)).startswith("ISCOGroups_da.csv is not in")
    folder = write_esco(tmp_path / "esco")
    (folder / "occupations_da.csv").unlink()
    assert told(lambda: load(folder)).startswith("occupations_da.csv is not in esco")
    assert not Import.objects.exists()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04rest of an archive", "is not a CSV file"),
        (b"name,code\x00\x01\x02", "is not a CSV file"),
        (b"conceptUri,iscoGroup,preferredLabel\n\x81\x8d\x8f,1,\xff\n", "cannot be read"),
        ("conceptUri,iscoGroup,preferredLabel\nx,5161,bÃ¸lge\n".encode(), "broken letters"),
        (b"conceptUri,skillType,preferredLabel\nx,y,z\n", "these columns are missing: iscoGroup"),
        (b'conceptUri,iscoGroup,preferredLabel\nx,5161,"' + b"a" * 200_000 + b'"\n', "cannot be read"),
    ],
    ids=["empty", "archive", "binary", "encoding", "broken letters", "columns", "broken row"],
)
def test_a_file_that_cannot_be_read_is_refused_before_anything_is_saved(
    tmp_path: Path, content: bytes, says: str
) -> None:
    folder = write_esco(tmp_path / "esco")
    (folder / "occupations_da.csv").write_bytes(content)
    assert says in told(lambda: load(folder))
    assert not Import.objects.exists()
    assert not Group.objects.exists()


def test_only_columns_that_are_needed_are_asked_for(tmp_path: Path) -> None:
    folder = write_esco(tmp_path / "esco")
    (folder / "occupations_da.csv").write_text(
        f"description,preferredLabel,conceptUri,iscoGroup\nbeskrivelse,tangklipper,{URI.format('x')},5162\n"
    )
    load(folder)
    assert titles() == ["tangklipper"]


# DISCO-08

ROWS = (
    "5;1;Det nære;",
    "51;2;Havet;",
    "516;3;Bølger;",
    "5161;4;Havfruer;",
    "516110;5;Arbejde med havfruer;Havfruefrisør, Havfruekok (varm, kold), Arbejde med havfruer",
    "516120;5;Andet arbejde med havfruer;",
)


def test_disco_gives_groups_to_six_digits_and_the_titles_under_them(tmp_path: Path) -> None:
    loaded = disco(write_disco(tmp_path / "disco.csv", ROWS))
    assert (loaded.rows, loaded.counted.new) == (6, 3)
    assert titles() == ["Andet arbejde med havfruer", "Havfruefrisør", "Havfruekok (varm, kold)"]
    one = Occupation.objects.get(title_da="Havfruefrisør")
    assert (one.disco6, one.isco4, one.origin, one.uri) == ("516110", "5161", Origin.DISCO, "")
    assert [(group.code, group.title_da) for group in groups_above(one)][-2:] == [
        ("5161", "Havfruer"),
        ("516110", "Arbejde med havfruer"),
    ]
    assert search("havfruefr")[0].group_title == "Havfruer"


def test_zeros_that_a_spreadsheet_took_away_are_put_back(tmp_path: Path) -> None:
    rows = ("0;1;Militært;", "1;2;Officerer;", "11;3;Officerer;", "110;4;Officerer;", "11000;5;Officerer;Kaptajn")
    disco(write_disco(tmp_path / "disco.csv", rows, encoding="cp1252"))
    assert [group.code for group in Group.objects.filter(scheme=Scheme.DISCO)] == ["0", "01", "011", "0110", "011000"]
    assert Occupation.objects.get().disco6 == "011000"


def test_a_sentence_about_a_group_is_no_title(tmp_path: Path) -> None:
    rows = [*ROWS[:4], "516110;5;Havfruearbejde;Omfatter alt arbejde med havfruer. Her hører også bølgerne til"]
    disco(write_disco(tmp_path / "disco.csv", rows))
    assert titles() == ["Havfruearbejde"]


def test_a_newer_disco_retires_titles_and_esco_is_left_alone(tmp_path: Path) -> None:
    load(write_esco(tmp_path / "esco"))
    disco(write_disco(tmp_path / "disco.csv", ROWS))
    loaded = disco(write_disco(tmp_path / "disco.csv", [row.replace("Havfruefrisør, ", "") for row in ROWS]))
    assert loaded.retired == 1
    assert titles(retired_on__isnull=False) == ["Havfruefrisør"]
    assert Occupation.objects.in_use().filter(origin=Origin.ESCO).count() == 3


def test_a_code_that_is_none_is_left_out(tmp_path: Path) -> None:
    loaded = disco(write_disco(tmp_path / "disco.csv", [*ROWS, "A;1;Alt;", "5161201;5;For lang;"]))
    assert [problem.found for problem in loaded.problems] == ["A", "5161201"]


# The examples


def test_the_examples_are_loaded_once_and_stay_beside_official_groups(tmp_path: Path) -> None:
    make_group("51", "Havet")
    counted = load_examples(now=timezone.now())
    assert counted
    assert counted.new == len(examples().occupations) == Occupation.objects.in_use().count()
    assert load_examples(now=timezone.now()) is None
    assert Group.objects.get(code="51").title_da == "Havet"
    assert all(occupation.is_example for occupation in Occupation.objects.all())
    with translation.override("en"):
        assert search("sygeplejerske")[0].title == "nurse"


# The command


def run(*arguments: str) -> str:
    out = StringIO()
    with translation.override("en"):
        call_command("load_occupations", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_tells_what_came_of_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_esco(tmp_path / "esco", [*TITLES, ("e", "51", "for få cifre", ())])
    assert run("esco", str(folder)).splitlines() == [
        "ISCOGroups_da.csv is loaded: 5 rows, 5 new, 0 changed, 0 retired.",
        "occupations_da.csv is loaded: 4 rows, 3 new, 0 changed, 0 retired.",
    ]
    assert "row 5, iscoGroup: “51”. This is not the code of a group." in capsys.readouterr().err
    assert "nothing is new" in run("esco", str(folder))
    assert "is loaded: 6 rows" in run("disco", str(write_disco(tmp_path / "disco.csv", ROWS)))
    assert "The examples are loaded" in run("demo")
    assert "nothing is new" in run("demo")
    with pytest.raises(CommandError, match="is not a folder"):
        run("esco", str(tmp_path / "nowhere"))


def test_the_command_says_that_it_went_on(tmp_path: Path) -> None:
    folder = write_esco(tmp_path / "esco", many(BATCH + 1))
    with pytest.raises(StoppedError):
        list(load_esco(folder, now=timezone.now(), progress=stopping_after(BATCH)))
    assert f"occupations_da.csv went on after row {BATCH}, where it was stopped." in run("esco", str(folder))


def test_a_file_is_known_again_by_its_contents(tmp_path: Path) -> None:
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    write_disco(first, ROWS)
    write_disco(second, ROWS)
    assert look_through(first, COLUMNS).sha256 == look_through(second, COLUMNS).sha256
