"""The command `fagkompas framework`: list, export, check and import. All but import work before any database exists.

Exit codes: 0 done; 1 done, and problems were listed; 2 nothing could be read or done.
"""

import argparse
import sys
from pathlib import Path

from django.utils.translation import gettext as _

from fagkompas.engine.errors import BadInput, Problem
from fagkompas.frameworks import files
from fagkompas.frameworks.document import FrameworkDocument, problems_before_publishing
from fagkompas.frameworks.exports import FORMATS
from fagkompas.frameworks.wording import place, sentence

DONE, PROBLEMS, NOTHING = 0, 1, 2


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `framework` with its verbs; each sets `run`, which takes the arguments and gives the exit code."""
    framework = commands.add_parser("framework", help=_("list, export, check and import frameworks"))
    verbs = framework.add_subparsers(dest="verb", required=True, metavar="VERB")

    listing = verbs.add_parser("list", help=_("the frameworks that come with the product"))
    listing.set_defaults(run=_list)

    export = verbs.add_parser("export", help=_("write a framework as a file"))
    export.add_argument("code", metavar="CODE", choices=files.shipped_codes())
    export.add_argument("--format", choices=tuple(FORMATS), default="yaml", help=_("yaml is the whole framework"))
    export.add_argument("--out", type=Path, metavar="FILE", help=_("where to write; standard output unless given"))
    export.set_defaults(run=_export)

    check = verbs.add_parser("check", help=_("read a framework file and list every problem"))
    check.add_argument("file", type=Path, metavar="FILE")
    check.set_defaults(run=_check)

    bring = verbs.add_parser("import", help=_("save a framework file as a draft in the database"))
    bring.add_argument("file", type=Path, metavar="FILE")
    bring.add_argument("--municipality", metavar="NAME", help=_("whose draft, where there are several municipalities"))
    bring.set_defaults(run=_import)


def _list(_arguments: argparse.Namespace) -> int:
    for code in files.shipped_codes():
        document = files.shipped(code)
        competencies = sum(len(field.in_use()) for field in document.fields)
        print(f"{code}\t{document.version}\t{document.name.da}\t{competencies}")  # noqa: T201
    return DONE


def _export(arguments: argparse.Namespace) -> int:
    content = FORMATS[arguments.format].write(files.shipped(arguments.code))
    if arguments.out is None:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
        return DONE
    try:
        arguments.out.write_bytes(content)
    except OSError as error:
        _say(_("%(file)s cannot be written: %(reason)s.") % {"file": arguments.out, "reason": error.strerror})
        return NOTHING
    return DONE


def _check(arguments: argparse.Namespace) -> int:
    document = _read(arguments.file)
    if document is None:
        return NOTHING
    problems = problems_before_publishing(document)
    _list_problems(problems)
    if problems:
        return PROBLEMS
    _say(
        _("%(file)s is a framework file without problems: %(name)s, version %(version)s.")
        % {"file": arguments.file, "name": document.name.da, "version": document.version}
    )
    return DONE


def _import(arguments: argparse.Namespace) -> int:
    # Only here: everything else works without a database.
    from fagkompas.accounts.models import Unit
    from fagkompas.frameworks.actions import import_document

    document = _read(arguments.file)
    if document is None:
        return NOTHING
    roots = Unit.objects.filter(parent=None).order_by("pk")
    named = roots.filter(name=arguments.municipality) if arguments.municipality else roots
    if len(named) != 1:
        names = ", ".join(root.name for root in roots)
        _say(_("Use --municipality to say whose draft it is. Municipalities: %(names)s.") % {"names": names or "–"})
        return NOTHING
    try:
        draft = import_document(document=document, root=named[0], by=None)
    except BadInput as error:
        _list_problems(error.problems)
        return NOTHING
    _say(
        _("Saved as a draft: %(code)s, version %(version)s. Publish it in the browser.")
        % {"code": document.code, "version": draft.number}
    )
    return DONE


def _read(file: Path) -> FrameworkDocument | None:
    try:
        with file.open("rb") as source:
            return files.read_framework(files.decoded(source))
    except OSError as error:
        _say(_("%(file)s cannot be opened: %(reason)s.") % {"file": file, "reason": error.strerror})
    except BadInput as error:
        _list_problems(error.problems)
    return None


def _list_problems(problems: tuple[Problem, ...]) -> None:
    for problem in problems:
        where = place(problem.place)
        _say(f"{where}: {sentence(problem)}" if where else sentence(problem))


def _say(line: str) -> None:
    print(line, file=sys.stderr)  # noqa: T201
