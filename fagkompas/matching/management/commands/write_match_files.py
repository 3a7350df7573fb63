"""Writes the open orders and what a match knows of the citizens to files for `fagkompas match`, two for each municipality.

No name and no number of anybody stands in them, only keys that the installation knows; keep them as carefully as the database.
"""

import json
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Unit
from fagkompas.audit.actions import record_change
from fagkompas.companies.models import JobOrder
from fagkompas.matching.batch_files import CITIZENS, ORDERS, order_as_data
from fagkompas.matching.models import MatchProfile
from fagkompas.matching.to_engine import order_of


class Command(BaseCommand):
    """See the module."""

    help = "Writes orders and citizens, without names, to files for `fagkompas match`."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for root in Unit.objects.filter(parent__isnull=True).order_by("pk"):
            citizens = MatchProfile.objects.filter(citizen__root=root).order_by("citizen_id")
            orders = JobOrder.objects.of_root(root.pk).open().select_related("occupation").prefetch_related("tasks")
            people = citizens.values_list("citizen__uuid", "words").iterator(chunk_size=2000)
            count = _write(folder / f"{root.uuid}{CITIZENS}", (_citizen(str(key), words) for key, words in people))
            rows = (order_as_data(str(one.uuid), order_of(one, one.tasks.all())) for one in orders.order_by("pk"))
            asked = _write(folder / f"{root.uuid}{ORDERS}", rows)
            record_change(by=None, action="matching.files.written", target=root, root_id=root.pk, citizens=count)
            self.stdout.write(
                _("%(unit)s: %(orders)s orders, %(citizens)s citizens")
                % {"unit": root.name, "orders": asked, "citizens": count}
            )


def _citizen(key: str, words: str) -> dict[str, Any]:
    return {"key": key, **json.loads(words)}


def _write(file: Path, rows: Iterable[dict[str, Any]]) -> int:
    count = 0
    with file.open("w", encoding="utf-8") as out:
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    return count
