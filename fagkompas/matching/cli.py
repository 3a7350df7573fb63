"""The command `fagkompas match`: every order beside every citizen, from files and without a database."""

import argparse
import os
from pathlib import Path

from django.utils.translation import gettext as _

from fagkompas.engine.errors import BadInput
from fagkompas.matching.batch import DaskUnavailableError, plan, run
from fagkompas.matching.wording import sentence
from fagkompas.toolkit.command_line import DONE, NOTHING, PROBLEMS, Progress, list_problems, say

MOST = 100


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `match`; it sets `run`, which takes the arguments and gives the exit code."""
    match = commands.add_parser("match", help=_("every job order beside every citizen, from files"))
    match.add_argument("folder", type=Path, metavar="FOLDER", help=_("with two files for each municipality"))
    match.add_argument("--out", type=Path, required=True, metavar="FOLDER", help=_("where the lists go"))
    match.add_argument("--most", type=int, default=MOST, metavar="N", help=_("citizens told for each order"))
    match.add_argument("--workers", type=int, default=_cores(), metavar="N", help=_("processes of this machine"))
    match.add_argument("--dask", default="", metavar="ADDRESS", help=_("a Dask cluster that sees the same folders"))
    match.set_defaults(run=_match)


def _match(arguments: argparse.Namespace) -> int:
    try:
        batch = plan(arguments.folder, arguments.out, most=max(arguments.most, 1))
        list_problems(batch.problems, sentence)
        progress = Progress(_("Matching orders"), total=sum(len(block.orders) for block in batch.blocks))
        for done in run(batch, workers=max(arguments.workers, 1), dask=arguments.dask):
            progress(done)
        progress.end()
    except BadInput as error:
        list_problems(error.problems, sentence)
        return NOTHING
    except DaskUnavailableError:
        say(_('Dask is not here. Install it with: pip install "fagkompas[cluster]", or leave --dask out.'))
        return NOTHING
    except OSError as error:
        say(
            _("%(folder)s cannot be written. Check that you may write there, and that there is room.")
            % {"folder": error.filename or arguments.out}
        )
        return NOTHING
    say(_("The lists are in %(folder)s.") % {"folder": arguments.out})
    return PROBLEMS if batch.problems else DONE


def _cores() -> int:
    return len(os.sched_getaffinity(0))
