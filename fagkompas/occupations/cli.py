"""The commands of occupations.

fagkompas occupation link       which occupation is meant by a free title, or by each title of a table
fagkompas occupation demand     vacancies from a table of Statistikbanken

A title is linked to the occupations of the installation, or where there is no database yet to the short list that comes with
the product; tables need neither.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from fagkompas.engine.errors import BadInput
from fagkompas.engine.text.linking import Known, Linking
from fagkompas.occupations.actions.demand import group_codes, held_against, save_demand
from fagkompas.occupations.clients.statbank import Statbank
from fagkompas.occupations.demand_fetching import fetched, read_choices, source_of
from fagkompas.occupations.demand_files import read_figures
from fagkompas.occupations.examples import examples
from fagkompas.occupations.meaning import MeaningUnavailableError, encode
from fagkompas.occupations.models import LONGEST_SOURCE, Label
from fagkompas.occupations.tables import read_labels, read_titles, write_ranked
from fagkompas.occupations.wording import sentence
from fagkompas.toolkit.command_line import DONE, NOTHING, PROBLEMS, Progress, list_problems, say
from fagkompas.toolkit.formats import number

SHOWN = 10


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `occupation`; its parts set `run`, which takes the arguments and gives the exit code."""
    occupation = commands.add_parser("occupation", help=_("occupations and what they are called"))
    parts = occupation.add_subparsers(dest="part", required=True, metavar=_("COMMAND"))
    link = parts.add_parser("link", help=_("find the occupation that a free title means"))
    link.add_argument(
        "title", nargs="?", metavar="TITLE", help=_("one title, in quotation marks if it has several words")
    )
    link.add_argument("--labels", type=Path, metavar="FILE", help=_("id, text and occupation, with tabs between"))
    link.add_argument("--queries", type=Path, metavar="FILE", help=_("id and text of many titles, with tabs between"))
    link.add_argument("--out", type=Path, metavar="FILE", help=_("the file to write: query, label, rank and score"))
    link.add_argument(
        "--meaning", action="store_true", help=_("ask the language model of the optional package as well")
    )
    link.set_defaults(run=lambda arguments: _link(arguments, link))
    demand = parts.add_parser("demand", help=_("vacancies from Statistikbanken, by its API or from a file"))
    demand.add_argument("table", nargs="?", metavar="TABLE", help=_("the short name of a table in Statistikbanken"))
    demand.add_argument("--file", type=Path, metavar="FILE", help=_("a table that was downloaded as CSV"))
    demand.add_argument(
        "--choose", action="append", default=[], metavar="NAME=VALUES", help=_("such as OMRÅDE=000,084 or ENHED=10")
    )
    demand.add_argument(
        "--save", action="store_true", help=_("save the figures; else it is only told what would change")
    )
    demand.set_defaults(run=lambda arguments: _demand(arguments, demand))


def _link(arguments: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    many = (arguments.queries, arguments.out)
    if (arguments.title is None) == (many == (None, None)) or (any(many) and not all((*many, arguments.labels))):
        parser.error(_("give a title, or --labels, --queries and --out together"))
    try:
        return _link_many(arguments) if arguments.title is None else _link_one(arguments)
    except BadInput as error:
        list_problems(error.problems, sentence)
    except MeaningUnavailableError:
        say(_('The model is not here. Install it with: pip install "fagkompas[meaning]", or leave --meaning out.'))
    return NOTHING


def _link_one(arguments: argparse.Namespace) -> int:
    if arguments.labels:
        labels = read_labels(arguments.labels)
        list_problems(labels.problems, sentence)
        names: Sequence[Known] = labels.names
    else:
        names = _names()
    linking = Linking(names, encode if arguments.meaning else None)
    found = linking.links(arguments.title, most=SHOWN)
    for rank, link in enumerate(found, start=1):
        sys.stdout.write(f"{rank}\t{link.score:.3f}\t{link.name.text}\t{link.name.of}\n")
    if not found:
        say(_("Nothing is called anything like that."))
    return DONE if found else NOTHING


def _link_many(arguments: argparse.Namespace) -> int:
    labels, queries = read_labels(arguments.labels), read_titles(arguments.queries)
    problems = [*labels.problems, *queries.problems]
    list_problems(problems, sentence)
    linking = Linking(labels.names, encode if arguments.meaning else None)
    progress = Progress(_("Linking titles"), total=len(queries.titles))
    try:
        for done in write_ranked(arguments.out, queries.titles, linking):
            progress(done)
    except OSError:
        say(_("%(file)s cannot be written. Check the folder and that you may write there.") % {"file": arguments.out})
        return NOTHING
    finally:
        progress.end()
    told = {"file": arguments.out, "titles": number(len(queries.titles)), "names": number(len(labels.names))}
    say(_("%(file)s holds the nearest of %(names)s names for each of %(titles)s titles.") % told)
    return PROBLEMS if problems else DONE


def _demand(arguments: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    if (arguments.table is None) == (arguments.file is None):
        parser.error(_("give a table or --file"))
    try:
        codes = group_codes()
        read = read_figures(_demand_content(arguments, codes), codes=codes)
    except BadInput as error:
        list_problems(error.problems, sentence)
        return NOTHING
    except DatabaseError:
        say(_("The database does not answer. Set Fagkompas up first."))
        return NOTHING
    except OSError:
        say(_("%(file)s cannot be read. Check the name and that you may read it.") % {"file": arguments.file})
        return NOTHING
    list_problems(read.problems, sentence)
    source = source_of(arguments.table.upper()) if arguments.table else f"Danmarks Statistik, {arguments.file.name}"
    source, today = source[:LONGEST_SOURCE], timezone.localdate()
    if arguments.save:
        counted = save_demand(figures=read.figures, source=source, today=today, by=None)
        told = _("Saved: %(new)s numbers are new, %(changed)s are changed, %(same)s are as they were.")
    else:
        counted, _new, _changed = held_against(read.figures, source=source, today=today)
        told = _("%(new)s numbers are new, %(changed)s are changed, %(same)s are as they were. Save them with --save.")
    say(told % {"new": number(counted.new), "changed": number(counted.changed), "same": number(counted.same)})
    return PROBLEMS if read.problems else DONE


def _demand_content(arguments: argparse.Namespace, codes: Mapping[str, str]) -> bytes:
    if arguments.file:
        content: bytes = arguments.file.read_bytes()
        return content
    choices = read_choices("\n".join(arguments.choose))
    return fetched(Statbank(settings.STATBANK), arguments.table.upper(), choices=choices, codes=codes)


def _names() -> list[Known]:
    """Those of the tables, Danish and English, each with the Danish title of its occupation; else those that come with the product."""
    try:
        rows = list(
            Label.objects.filter(occupation__retired_on__isnull=True)
            .order_by("pk")
            .values_list("pk", "text", "occupation__title_da")
        )
    except DatabaseError:
        rows = []
    if rows:
        return [Known(id=str(pk), text=text, of=title) for pk, text, title in rows]
    say(_("No occupations are loaded here, so the short list that comes with the product is used."))
    return [
        Known(id=f"{at} {also}", text=also, of=one.title.da)
        for at, one in enumerate(examples().occupations)
        for also in dict.fromkeys((one.title.da, *one.also_da, one.title.en, *one.also_en))
    ]
