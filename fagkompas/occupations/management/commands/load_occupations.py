"""`manage.py load_occupations esco DIR | disco FILE | demo`: job titles and groups into the database.

Safe to run again: what was stopped goes on, and a file that was loaded says that nothing is new. See docs/guide/occupations.md.
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from fagkompas.engine.errors import BadInput
from fagkompas.occupations.actions.examples import load_examples
from fagkompas.occupations.actions.files import Loaded, load_disco, load_esco
from fagkompas.occupations.official_files import OfficialFile
from fagkompas.occupations.wording import sentence
from fagkompas.toolkit.command_line import Progress, list_problems
from fagkompas.toolkit.formats import number


class Command(BaseCommand):
    """See the module."""

    help = "Load job titles and groups: the official files of ESCO or DISCO-08, or the product's own examples."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One of three sources."""
        sources = parser.add_subparsers(dest="source", required=True, metavar="SOURCE")
        esco = sources.add_parser("esco", help="the folder with ESCO's CSV files, as downloaded and unpacked")
        esco.add_argument("path", type=Path, metavar="DIR")
        disco = sources.add_parser("disco", help="the CSV file of DISCO-08 from Danmarks Statistik")
        disco.add_argument("path", type=Path, metavar="FILE")
        sources.add_parser("demo", help="our own list of about 80 titles, for trying things out")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say of each file what came of it."""
        self._progress: Progress | None = None
        try:
            match options["source"]:
                case "esco":
                    for loaded in load_esco(options["path"], now=timezone.now(), progress=self._begin):
                        self._tell(loaded)
                case "disco":
                    self._tell(load_disco(options["path"], now=timezone.now(), progress=self._begin))
                case _:
                    self._tell_examples()
        except BadInput as error:
            self._end()
            raise CommandError(" ".join(map(sentence, error.problems))) from None
        except BaseException:
            self._end()
            raise

    def _begin(self, file: OfficialFile) -> Progress:
        self._progress = Progress(file.path.name, file.rows)
        return self._progress

    def _end(self) -> None:
        if self._progress:
            self._progress.end()

    def _tell(self, loaded: Loaded) -> None:
        self._end()
        if not loaded.is_new:
            self.stdout.write(_("%(file)s was loaded before: nothing is new.") % {"file": loaded.file_name})
            return
        if loaded.went_on_after:
            self.stdout.write(
                _("%(file)s went on after row %(row)s, where it was stopped.")
                % {"file": loaded.file_name, "row": number(loaded.went_on_after)}
            )
        self.stdout.write(
            _("%(file)s is loaded: %(rows)s rows, %(new)s new, %(changed)s changed, %(retired)s retired.")
            % {
                "file": loaded.file_name,
                "rows": number(loaded.rows),
                "new": number(loaded.counted.new),
                "changed": number(loaded.counted.changed),
                "retired": number(loaded.retired),
            }
        )
        list_problems(loaded.problems, sentence)

    def _tell_examples(self) -> None:
        counted = load_examples(now=timezone.now())
        if counted is None:
            self.stdout.write(_("The examples were loaded before: nothing is new."))
            return
        self.stdout.write(
            _("The examples are loaded: %(new)s new, %(changed)s changed.")
            % {"new": number(counted.new), "changed": number(counted.changed)}
        )
