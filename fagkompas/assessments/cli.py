"""The commands `fagkompas template` and `fagkompas profile`. Neither needs a database, a key or a server.

Exit codes: 0 done; 1 done, and problems were listed; 2 nothing could be read or written.
"""

import argparse
import io
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from fagkompas.assessments.documents import OrganisationSheet, PersonSheet, UnitSheet, organisation_pdf, person_pdf
from fagkompas.assessments.report import Report, profile_report, report_of
from fagkompas.assessments.workbooks.forms import MOST_PEOPLE, write_forms
from fagkompas.assessments.workbooks.gathering import STAFF_COLUMNS
from fagkompas.assessments.workbooks.ratings import PATH_SEPARATOR, Person
from fagkompas.assessments.workbooks.reading import FindFramework, read_ratings, read_staff
from fagkompas.assessments.workbooks.results import write_report
from fagkompas.assessments.workbooks.wording import message
from fagkompas.catalogue.workbooks import template_tables
from fagkompas.engine.errors import BadInput
from fagkompas.engine.scales import Mode
from fagkompas.frameworks import wording as framework_wording
from fagkompas.frameworks.document import FrameworkDocument
from fagkompas.frameworks.files import (
    decoded,
    framework_for_codes,
    learning_forms,
    read_framework,
    shipped,
    shipped_codes,
)
from fagkompas.toolkit.command_line import DONE, NOTHING, PROBLEMS, Progress, called, list_problems, say, write_file
from fagkompas.toolkit.documents import PdfUnavailable
from fagkompas.toolkit.formats import number

_RESERVED: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"com{port}" for port in range(1, 10)), *(f"lpt{port}" for port in range(1, 10))}
)
_LONGEST_NAME: Final = 120


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `template` and `profile`; each sets `run`, which takes the arguments and gives the exit code."""
    template = commands.add_parser("template", help=_("write personal forms to fill in, a sheet for each person"))
    template.add_argument("framework", metavar="FRAMEWORK", help=_("code of a framework, or a framework file"))
    template.add_argument("--people", type=Path, required=True, metavar="FILE", help=", ".join(STAFF_COLUMNS))
    template.add_argument("--out", type=Path, required=True, metavar="FILE", help=_("the workbook to write (.xlsx)"))
    template.add_argument(
        "--mode",
        choices=[mode.value for mode in Mode],
        default=Mode.SCREENING.value,
        help=_("every competency, or the level of each field for a ten-minute dialogue"),
    )
    template.add_argument(
        "--plan", action="store_true", help=_("add sheets for what is offered, so that a plan can be made of it")
    )
    template.set_defaults(run=_template)

    profile = commands.add_parser("profile", help=_("make profiles of people and units from ratings"))
    profile.add_argument("input", type=Path, metavar="INPUT", help=_("filled-in forms or a ratings file (.xlsx, .csv)"))
    profile.add_argument("--out", type=Path, required=True, metavar="DIR", help=_("the folder to write to"))
    profile.add_argument("--framework", metavar="CODE", help=_("only when the codes do not tell which it is"))
    profile.add_argument("--show-small", action="store_true", help=_("show the figures of small groups too"))
    profile.set_defaults(run=_profile)


def _template(arguments: argparse.Namespace) -> int:
    document = _framework(arguments.framework)
    if document is None:
        return NOTHING
    categories = frozenset(category.code for category in document.categories)
    try:
        staff = read_staff(arguments.people, name=called(arguments.people), categories=categories)
    except BadInput as error:
        list_problems(error.problems, message)
        return NOTHING
    list_problems(staff.problems, message)
    if len(staff.people) > MOST_PEOPLE:
        say(
            _(
                "%(file)s names %(people)s people, and one workbook has room for %(most)s. Split it, for instance by unit."
            )
            % {"file": called(arguments.people), "people": number(len(staff.people)), "most": number(MOST_PEOPLE)}
        )
        return NOTHING
    content = io.BytesIO()
    progress = Progress(_("Writing forms"), total=len(staff.people))
    tables = template_tables([form.name.da for form in learning_forms()])[:2] if arguments.plan else []
    write_forms(
        content,
        document=document,
        people=staff.people,
        mode=Mode(arguments.mode),
        tables=tables,
        progress=progress,
    )
    progress.end()
    if not write_file(arguments.out, content.getvalue()):
        return NOTHING
    say(
        ngettext(
            "%(file)s holds a form for one person.", "%(file)s holds forms for %(people)s people.", len(staff.people)
        )
        % {"file": arguments.out, "people": number(len(staff.people))}
    )
    return PROBLEMS if staff.problems else DONE


def _profile(arguments: argparse.Namespace) -> int:
    find = find_framework(arguments.framework)
    if find is None:
        return NOTHING
    progress = Progress(_("Reading rows"))
    try:
        ratings = read_ratings(arguments.input, name=called(arguments.input), find_framework=find, progress=progress)
    except BadInput as error:
        progress.end()
        list_problems(error.problems, message)
        return NOTHING
    progress.end()
    report = report_of(ratings, show_small=arguments.show_small)
    list_problems(ratings.problems, message)
    try:
        has_pdf = write_report_files(report, arguments.out, made_on=timezone.localdate())
    except OSError as error:
        say(_("%(file)s cannot be written. Check the folder and that you may write there.") % {"file": error.filename})
        return NOTHING
    say(
        ngettext(
            "%(folder)s holds the profile of one person and of the organisation.",
            "%(folder)s holds the profiles of %(people)s people and of the organisation.",
            len(ratings.people),
        )
        % {"folder": arguments.out, "people": number(len(ratings.people))}
    )
    return PROBLEMS if ratings.problems or not has_pdf else DONE


def write_report_files(report: Report, folder: Path, *, made_on: date) -> bool:
    """Write `profiler.json`, `profiler.xlsx` and the PDFs; False where PDF cannot be made. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    figures = profile_report(report, message=message)
    text = json.dumps(figures, ensure_ascii=False, indent=2, allow_nan=False)
    (folder / "profiler.json").write_text(text + "\n", encoding="utf-8")
    workbook = io.BytesIO()
    write_report(workbook, report)
    (folder / "profiler.xlsx").write_bytes(workbook.getvalue())
    try:
        _write_documents(report, folder, made_on)
    except PdfUnavailable as error:
        say(str(error))
        return False
    return True


def _write_documents(report: Report, folder: Path, made_on: date) -> None:
    ratings = report.ratings
    framework, texts = ratings.framework.to_engine(), ratings.framework.texts(get_language() or "da")
    organisation = OrganisationSheet(
        units=tuple(
            UnitSheet(path=PATH_SEPARATOR.join(unit.path), figures=unit, needs=ratings.needs_of(unit.path))
            for unit in report.units
        ),
        framework=framework,
        texts=texts,
        mode=ratings.mode,
        made_on=made_on,
    )
    (folder / "organisation.pdf").write_bytes(organisation_pdf(organisation))
    people = folder / "personer"
    people.mkdir(exist_ok=True)
    progress = Progress(_("Writing profiles"), total=len(ratings.people))
    rows = zip(file_names(ratings.people), ratings.people, report.profiles, strict=True)
    for count, (name, person, profile) in enumerate(rows, start=1):
        sheet = PersonSheet(
            name=person.name,
            unit_path=person.unit_path,
            profile=profile,
            framework=framework,
            texts=texts,
            made_on=made_on,
        )
        (people / f"{name}.pdf").write_bytes(person_pdf(sheet))
        progress(count)
    progress.end()


def file_names(people: Sequence[Person]) -> list[str]:
    """A file name for each person, without ending: the id with `_` for what no file name can hold, each one once."""
    taken: set[str] = set()
    names = []
    for person in people:
        name = _file_name(person.id)
        count = 1
        while name.casefold() in taken:
            count += 1
            name = f"{_file_name(person.id)}_{count}"
        taken.add(name.casefold())
        names.append(name)
    return names


def _file_name(text: str) -> str:
    clean = "".join("_" if letter in '<>:"/\\|?*' or not letter.isprintable() else letter for letter in text)
    clean = clean[:_LONGEST_NAME]
    return f"{clean}_" if clean.partition(".")[0].casefold() in _RESERVED else clean


def find_framework(word: str | None) -> FindFramework | None:
    """The framework by the codes of the file, or the one named; None, and a message, when there is none such."""
    if word is None:
        return framework_for_codes
    document = _framework(word)
    if document is None:
        return None
    known = frozenset(code.upper() for code in document.codes())
    return lambda codes: document if codes & known else None


def _framework(word: str) -> FrameworkDocument | None:
    """A framework by its code, or from a file; None, and a message, when it is neither."""
    if word in shipped_codes():
        return shipped(word)
    file = Path(word)
    if not file.is_file():
        say(
            _("There is no framework called %(word)s. Choose among %(codes)s, or name a framework file.")
            % {"word": word, "codes": ", ".join(shipped_codes())}
        )
        return None
    try:
        with file.open("rb") as source:
            return read_framework(decoded(source))
    except BadInput as error:
        for problem in error.problems:
            say(f"{framework_wording.place(problem.place)}: {framework_wording.sentence(problem)}")
        return None
