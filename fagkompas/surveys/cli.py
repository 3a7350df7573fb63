"""The command `fagkompas survey results`: a file of raw answers into figures. Needs no database, key or server."""

import argparse
import io
import json
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fagkompas.engine.errors import BadInput
from fagkompas.frameworks.wording import place
from fagkompas.surveys.document import InstrumentDocument
from fagkompas.surveys.documents import ResultSheet, results_pdf
from fagkompas.surveys.raw_answers import COLUMNS, RawAnswers, read_answers
from fagkompas.surveys.reader import read_instrument_file, shipped
from fagkompas.surveys.results import Results, results_of
from fagkompas.surveys.wording import sentence
from fagkompas.surveys.workbooks import problem_table, result_report, result_table, text_table
from fagkompas.toolkit.command_line import DONE, NOTHING, PROBLEMS, Progress, called, list_problems, say
from fagkompas.toolkit.documents import PdfUnavailable
from fagkompas.toolkit.formats import number
from fagkompas.toolkit.languages import said
from fagkompas.toolkit.workbooks import write_workbook


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `survey`; its parts set `run`, which takes the arguments and gives the exit code."""
    survey = commands.add_parser("survey", help=_("figures of a survey from a file of answers"))
    parts = survey.add_subparsers(dest="part", required=True, metavar=_("COMMAND"))
    results = parts.add_parser("results", help=_("count raw answers into tables, a workbook and a PDF"))
    results.add_argument("input", type=Path, metavar="FILE", help=", ".join(COLUMNS))
    results.add_argument(
        "--instrument", required=True, metavar="CODE", help=_("code of an instrument, or an instrument file")
    )
    results.add_argument("--out", type=Path, required=True, metavar="DIR", help=_("the folder to write to"))
    results.set_defaults(run=_results)


def _results(arguments: argparse.Namespace) -> int:
    instrument = _instrument(arguments.instrument)
    if instrument is None:
        return NOTHING
    progress = Progress(_("Reading rows"))
    try:
        answers = read_answers(arguments.input, name=called(arguments.input), instrument=instrument, progress=progress)
    except BadInput as error:
        progress.end()
        list_problems(error.problems, sentence)
        return NOTHING
    progress.end()
    list_problems(answers.problems, sentence)
    found = results_of(instrument, answers.tally)
    try:
        has_pdf = _write(found, answers, arguments.out)
    except OSError as error:
        say(_("%(file)s cannot be written. Check the folder and that you may write there.") % {"file": error.filename})
        return NOTHING
    people = answers.tally.respondents
    say(
        ngettext(
            "%(folder)s holds the results of one respondent.",
            "%(folder)s holds the results of %(n)s respondents.",
            people,
        )
        % {"folder": arguments.out, "n": number(people)}
    )
    if found.is_hidden:
        say(_("Fewer than five took part, so no figures are shown."))
    return PROBLEMS if answers.problems or not has_pdf else DONE


def _instrument(word: str) -> InstrumentDocument | None:
    """An instrument by its code, or from a file; None, and a message, when it is neither."""
    known = {document.code: document for document in shipped()}
    if word in known:
        return known[word]
    file = Path(word)
    if not file.is_file():
        say(
            _("There is no instrument called %(word)s. Choose among %(codes)s, or name an instrument file.")
            % {"word": word, "codes": ", ".join(known)}
        )
        return None
    try:
        with file.open("rb") as source:
            return read_instrument_file(source)
    except BadInput as error:
        for problem in error.problems:
            say(f"{place(problem.place)}: {sentence(problem)}")
        return None
    except OSError:
        say(_("%(file)s cannot be opened. Check the name and that you may read it.") % {"file": called(file)})
        return None


def _write(results: Results, answers: RawAnswers, folder: Path) -> bool:
    """Write `resultater.json`, `.xlsx` and `.pdf`; False where PDF cannot be made. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    report = result_report(results, answers.problems)
    text = json.dumps(report, ensure_ascii=False, indent=2, allow_nan=False)
    (folder / "resultater.json").write_text(text + "\n", encoding="utf-8")
    name = said(results.instrument.name)
    workbook = io.BytesIO()
    write_workbook(workbook, [result_table(results), text_table(results), problem_table(answers.problems)], title=name)
    (folder / "resultater.xlsx").write_bytes(workbook.getvalue())
    about = ngettext("%(n)s respondent", "%(n)s respondents", results.respondents) % {"n": number(results.respondents)}
    sheet = ResultSheet(title=name, about=about, results=results, made_on=timezone.localdate())
    try:
        (folder / "resultater.pdf").write_bytes(results_pdf(sheet))
    except PdfUnavailable as error:
        say(str(error))
        return False
    return True
