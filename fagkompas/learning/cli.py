"""The command `fagkompas plan`: a learning plan from a workbook. Needs no database, key or server.

Exit codes: 0 done; 1 done, and problems were listed; 2 nothing could be read or written, or what must be cannot be.
"""

import argparse
import io
import json
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import current_thread, main_thread
from time import monotonic
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fagkompas.assessments.cli import find_framework
from fagkompas.assessments.workbooks.results import problem_table
from fagkompas.catalogue.cells import as_number
from fagkompas.engine import planning as engine
from fagkompas.engine.errors import BadInput
from fagkompas.engine.planning.problem import LARGEST
from fagkompas.learning.documents import plan_pdf
from fagkompas.learning.plan_report import clash_report, plan_report
from fagkompas.learning.plan_sheets import PlanSheet, names_of_file, plan_tables, sheet_of_file
from fagkompas.learning.plan_workbooks import Limits, PlanFile, planning_of, read_plan_file
from fagkompas.learning.wording import plans as words
from fagkompas.learning.wording.plan_files import message
from fagkompas.toolkit.command_line import DONE, NOTHING, PROBLEMS, Progress, called, list_problems, say
from fagkompas.toolkit.documents import PdfUnavailable
from fagkompas.toolkit.formats import number
from fagkompas.toolkit.workbooks import write_workbook

MOST_SECONDS: Final = 3600


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `plan`; it sets `run`, which takes the arguments and gives the exit code."""
    plan = commands.add_parser("plan", help=_("plan who learns what, from ratings and what is offered"))
    plan.add_argument(
        "input", type=Path, metavar="WORKBOOK", help=_("ratings, and what is offered on the sheet Tilbud (.xlsx)")
    )
    plan.add_argument("--budget", type=_kroner, required=True, metavar="KRONER", help=_("what the plan may cost"))
    plan.add_argument("--hours", type=_hours, required=True, metavar="HOURS", help=_("hours for each person, at most"))
    plan.add_argument("--out", type=Path, required=True, metavar="DIR", help=_("the folder to write to"))
    plan.add_argument(
        "--away",
        type=_percent,
        default=0.25,
        metavar="PERCENT",
        help=_("how many of a unit may be away in one week; 25 unless given, and always one person"),
    )
    plan.add_argument(
        "--seconds", type=_seconds, default=20.0, metavar="SECONDS", help=_("how long to search; 20 unless given")
    )
    plan.add_argument("--seed", type=_seed, default=0, metavar="NUMBER", help=_("another way through the search"))
    plan.add_argument("--framework", metavar="CODE", help=_("only when the codes do not tell which it is"))
    plan.set_defaults(run=_plan)


def _kroner(text: str) -> int:
    return int(_number(text, LARGEST, whole=True))


def _hours(text: str) -> float:
    return _number(text, LARGEST)


def _percent(text: str) -> float:
    return _number(text.strip().removesuffix("%").strip(), 100) / 100


def _seconds(text: str) -> float:
    return _number(text, MOST_SECONDS)


def _seed(text: str) -> int:
    return int(_number(text, LARGEST, whole=True))


def _number(text: str, most: float, *, whole: bool = False) -> float:
    """A number from 0 as people write it: 150.000, 7,5. Raises what argparse tells the reader."""
    value = as_number(text.strip())
    if value is None or not 0 <= value <= most or (whole and value != value.to_integral_value()):
        kind = _("a whole number") if whole else _("a number")
        raise argparse.ArgumentTypeError(
            _("“%(found)s” cannot be used. Write %(kind)s from 0 to %(most)s.")
            % {"found": text, "kind": kind, "most": number(most, 0)}
        )
    return float(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What is asked for, beside the workbook."""

    limits: Limits
    seconds: float
    seed: int
    out: Path


def _plan(arguments: argparse.Namespace) -> int:
    find = find_framework(arguments.framework)
    if find is None:
        return NOTHING
    progress = Progress(_("Reading rows"))
    try:
        file = read_plan_file(
            arguments.input,
            name=called(arguments.input),
            find_framework=find,
            today=timezone.localdate(),
            progress=progress,
        )
    except BadInput as error:
        progress.end()
        list_problems(error.problems, message)
        return NOTHING
    progress.end()
    list_problems(file.all_problems, message)
    limits = Limits(budget=arguments.budget, hours=arguments.hours, away_share=arguments.away)
    asked = _Asked(limits=limits, seconds=arguments.seconds, seed=arguments.seed, out=arguments.out)
    try:
        return _planned(file, asked)
    except OSError as error:
        say(_("%(file)s cannot be written. Check the folder and that you may write there.") % {"file": error.filename})
        return NOTHING


def _planned(file: PlanFile, asked: _Asked) -> int:
    asked.out.mkdir(parents=True, exist_ok=True)
    planning = planning_of(file, asked.limits)
    made_on = timezone.localdate()
    try:
        found, more = _solved(planning, asked)
    except (engine.NoPlan, engine.NotKnownInTime) as clash:
        _say_clash(file, clash)
        report = clash_report(file, asked.limits, clash, made_on=made_on, seed=asked.seed, message=message)
        _write_json(asked.out, report)
        return NOTHING
    report = plan_report(file, asked.limits, found, more, made_on=made_on, seed=asked.seed, message=message)
    sheet = sheet_of_file(file, asked.limits, found, more, made_on=made_on)
    _write_json(asked.out, report)
    has_pdf = _write_papers(file, sheet, asked.out)
    say(
        ngettext(
            "%(folder)s holds a plan with one seat.", "%(folder)s holds a plan with %(n)s seats.", len(sheet.seats)
        )
        % {"folder": asked.out, "n": number(len(sheet.seats))}
    )
    for word, value in sheet.facts[:4]:
        say(f"{word}: {value}")
    return PROBLEMS if file.all_problems or not has_pdf else DONE


def _solved(planning: engine.Planning, asked: _Asked) -> tuple[engine.Plan, list[engine.More]]:
    """The plan, and what more money and more hours would give. Ctrl-C ends the search with the best so far."""
    progress = Progress(_("Working out the plan, seconds"), total=round(asked.seconds))
    begun = monotonic()
    with _interrupted() as is_interrupted:

        def should_stop() -> bool:
            progress(round(monotonic() - begun))
            return is_interrupted()

        found = engine.solve(
            planning, seconds=monotonic, time_limit=asked.seconds, seed=asked.seed, should_stop=should_stop
        )
        wider: list[dict[str, Any]] = (
            [] if is_interrupted() else [{"budget": engine.MORE_BUDGET}, {"hours": engine.MORE_HOURS}]
        )
        limit = max(1.0, asked.seconds * engine.MORE_SHARE)
        more = [
            engine.what_more_gives(
                planning,
                found,
                seconds=monotonic,
                time_limit=limit,
                seed=asked.seed,
                should_stop=is_interrupted,
                **each,
            )
            for each in wider
        ]
    progress.end()
    return found, more


@contextmanager
def _interrupted() -> Iterator[Callable[[], bool]]:
    """Asks whether somebody has pressed Ctrl-C; the second time it ends the program as always."""
    pressed: list[int] = []
    if current_thread() is not main_thread():
        yield lambda: False
        return

    def note(sign: int, _frame: Any) -> None:
        pressed.append(sign)
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, note)
    try:
        yield lambda: bool(pressed)
    finally:
        signal.signal(signal.SIGINT, before)


def _say_clash(file: PlanFile, clash: engine.NoPlan | engine.NotKnownInTime) -> None:
    names = names_of_file(file)
    if isinstance(clash, engine.NotKnownInTime):
        say(str(words.NOT_KNOWN))
        for must in words.musts_in_words(clash.musts, names):
            say(f"- {must}")
        return
    for one in clash.conflicts:
        say(words.conflict_in_words(one, names))
        for reason in words.because_in_words(one, names):
            say(f"- {reason}")
    say(words.clash_in_words(clash.ways_out, cut_short=clash.cut_short))
    for way in clash.ways_out:
        say("- " + " ".join(words.way_out_in_words(way, names)))


def _write_json(folder: Path, report: dict[str, Any]) -> None:
    text = json.dumps(report, ensure_ascii=False, indent=2, allow_nan=False)
    (folder / "plan.json").write_text(text + "\n", encoding="utf-8")


def _write_papers(file: PlanFile, sheet: PlanSheet, folder: Path) -> bool:
    """Write `plan.xlsx` and `plan.pdf`; False where PDF cannot be made. Raises OSError."""
    workbook = io.BytesIO()
    tables = [*plan_tables(sheet), *([problem_table(file.all_problems, message)] if file.all_problems else [])]
    write_workbook(workbook, tables, title=sheet.title)
    (folder / "plan.xlsx").write_bytes(workbook.getvalue())
    try:
        (folder / "plan.pdf").write_bytes(plan_pdf(sheet))
    except PdfUnavailable as error:
        say(str(error))
        return False
    return True
