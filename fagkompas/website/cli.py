"""The command line: competence profiles without a server, a database or a key.

    fagkompas template FRAMEWORK --people staff.csv --out forms.xlsx
    fagkompas profile INPUT --out DIR [--framework CODE] [--show-small]
    fagkompas framework list|export|import|check
    fagkompas survey results FILE --instrument CODE --out DIR
    fagkompas occupation link TITLE
    fagkompas occupation link --labels labels.tsv --queries queries.tsv --out ranked.tsv
    fagkompas match FOLDER --out FOLDER
    fagkompas plan WORKBOOK --budget KRONER --hours HOURS --out DIR

Danish unless `--language en` is given. Exit codes: 0 done; 1 done, and problems were listed; 2 nothing could be read.
Results go to files or to standard output, problems and progress to standard error.
"""

import argparse
import os
import sys
from collections.abc import Sequence

import django
from django.utils import translation
from django.utils.translation import gettext as _

LANGUAGES = ("da", "en")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code. Wrong usage ends the program with code 2, as argparse does."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fagkompas.website.settings")
    django.setup()
    first = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    first.add_argument("--language", choices=LANGUAGES, default=LANGUAGES[0])
    chosen, rest = first.parse_known_args(arguments)
    with translation.override(chosen.language):
        given = _parser(first).parse_args(rest)
        code: int = given.run(given)
        return code


def _parser(first: argparse.ArgumentParser) -> argparse.ArgumentParser:
    # Django must be set up before the apps can be imported.
    from fagkompas.assessments import cli as assessments_cli
    from fagkompas.frameworks import cli as frameworks_cli
    from fagkompas.learning import cli as learning_cli
    from fagkompas.matching import cli as matching_cli
    from fagkompas.occupations import cli as occupations_cli
    from fagkompas.surveys import cli as surveys_cli

    parser = argparse.ArgumentParser(
        prog="fagkompas", description=_("Competence profiles of people and units, from ratings."), parents=[first]
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar=_("COMMAND"))
    assessments_cli.add_parsers(commands)
    frameworks_cli.add_parser(commands)
    surveys_cli.add_parsers(commands)
    learning_cli.add_parsers(commands)
    occupations_cli.add_parser(commands)
    matching_cli.add_parser(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
