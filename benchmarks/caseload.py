"""The caseload and Today of one caseworker with many citizens, beside a page that reads one row; and the night's batch.

Each size runs in a process of its own with a database of its own, on SQLite and on PostgreSQL. All citizens are the
caseworker's own, which is the most that her pages ever have to choose among. The page that reads one row is that of one
citizen's contact details: the same shell, menus and rights, and that it was opened is noted, as it is of lists. The pages
take turns, so that whatever else the machine does falls on all of them alike.

The batch is the command that runs every night, `keep_casework`, in a process of its own: from rows to the stored status of
each case, on as many processes as there are cores. Afterwards cases by chance are checked one by one, as their pages do.
"""

import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from benchmarks.rows import Row
from benchmarks.workbook import most_memory
from tests.postgresql import cluster

SIZES: Final = (20, 200, 2_000)
REPETITIONS: Final = 25
RATIO_ALLOWED: Final = 3

BATCHES: Final = (1_000, 10_000, 100_000)
MADE: Final = 1_000
"""So many cases are made, and the rest are copies."""

CHECKED: Final = 200
"""So many of the batch are checked again, one by one."""

SECONDS_ALLOWED: Final = 60
MEGABYTES_ALLOWED: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What is measured."""

    key: str
    name: str
    address: str
    query: str = ""


PAGES: Final = (
    Page(key="caseload", name="Caseload", address="casework:caseload"),
    Page(key="by_check", name="Caseload by the check", address="casework:caseload", query="?sortering=-fund"),
    Page(key="no_date", name="Caseload, no next date", address="casework:caseload", query="?viser=uden-dato"),
    Page(key="today", name="Today", address="home"),
)


def run() -> list[Row]:
    """Every size on both databases; it stops when many cases take more queries than few, or the batch is too slow."""
    rows = []
    for database in ("SQLite", "PostgreSQL"):
        measured = {size: _child(database, "pages", size) for size in SIZES}
        for page in PAGES:
            queries = [told[f"{page.key}_queries"] for told in measured.values()]
            assert max(queries[1:]) == queries[1], f"{page.name}: the queries grow with the cases: {queries}"
            rows += [_page_row(page, size, told, database) for size, told in measured.items()]
        rows += [_batch_row(size, _child(database, "batch", size), database) for size in BATCHES]
    print(*rows, sep="\n", file=sys.stderr)  # Also when it is too slow.
    for row in rows:
        assert row.megabytes is None or (row.seconds <= SECONDS_ALLOWED and row.megabytes <= MEGABYTES_ALLOWED), row
    return rows


def _page_row(page: Page, size: int, told: dict[str, float], database: str) -> Row:
    return Row(
        what=f"{page.name}, {database}",
        size=size,
        seconds=told[page.key],
        beside="page that reads one row",
        beside_seconds=told["one_row"],
        note=f"at most {RATIO_ALLOWED} x; {told[f'{page.key}_queries']:.0f} queries",
    )


def _batch_row(size: int, told: dict[str, float], database: str) -> Row:
    return Row(
        what=f"Consistency of all cases, rows to stored status, {database}",
        size=size,
        seconds=told["seconds"],
        megabytes=told["megabytes"],
        note=f"at most {SECONDS_ALLOWED} s and {MEGABYTES_ALLOWED / 1000:.0f} GB; {told['rows'] / size:.0f} rows and "
        f"{told['found'] / size:.1f} findings a case; all processes together",
    )


def _child(database: str, what: str, size: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder, nullcontext("") if database == "SQLite" else cluster() as address:
        (Path(folder) / "secret-key").write_text("only for this measurement", encoding="utf-8")
        (Path(folder) / "static").mkdir()
        environment = {"FAGKOMPAS_VAR": folder, "FAGKOMPAS_DATABASE": address, "FAGKOMPAS_SECOND_FACTOR": "none"}
        return _printed([what, str(size)], environment)


def _printed(arguments: list[str], environment: dict[str, str]) -> dict[str, float]:
    """What this file, run again, has printed."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.caseload", *arguments],
        stdout=subprocess.PIPE,
        check=True,
        text=True,
        env=os.environ | environment,
    )
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told


def _pages(size: int) -> dict[str, float]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse
    from django.utils import timezone

    from fagkompas.casework.actions.status import refresh_everywhere

    caseworker = _built(size, copies=0)
    refresh_everywhere(now=timezone.now())
    _tidied()
    client = Client(SERVER_NAME="localhost")  # as the server runs it, without what tests put round templates
    client.force_login(caseworker)
    one = caseworker.citizens.order_by("pk").first()
    addresses = {"one_row": reverse("citizens:contact", args=[one.uuid])}
    addresses |= {page.key: reverse(page.address) + page.query for page in PAGES}
    times: dict[str, list[float]] = {name: [] for name in addresses}
    for _repetition in range(REPETITIONS):
        for name, address in addresses.items():
            begun = perf_counter()
            assert client.get(address).status_code == 200
            times[name].append(perf_counter() - begun)
    told = {name: statistics.median(taken) for name, taken in times.items()}
    for name, address in addresses.items():
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        told[f"{name}_queries"] = float(len(captured))
    return told


def _batch(size: int) -> dict[str, float]:
    """The command in a process of its own; then what it stored, beside the check of single cases."""
    from django.utils import timezone

    from benchmarks.caseload_cases import TABLES
    from fagkompas.casework.checking import as_stored, check_case
    from fagkompas.casework.models import CaseStatus
    from fagkompas.citizens.models import Citizen

    _built(MADE, copies=size // MADE - 1)
    _tidied()
    told = _printed(["night"], {})
    statuses = CaseStatus.objects.order_by("pk")
    assert statuses.count() == size == Citizen.objects.count(), "not every case was gone through"
    found = sum(one.musts + one.shoulds + one.considers for one in statuses.defer("findings").iterator())
    some = random.Random(size).sample(list(Citizen.objects.order_by("pk").values_list("pk", flat=True)), CHECKED)  # noqa: S311
    for citizen in Citizen.objects.filter(pk__in=some).select_related("status").order_by("pk"):
        alone = check_case(citizen, timezone.localdate()).open
        assert citizen.status.findings == [as_stored(one) for one in alone], "the batch found something else"
    rows = sum(table._default_manager.count() for table in TABLES)  # noqa: SLF001
    return told | {"found": float(found), "rows": float(rows)}


def _night() -> dict[str, float]:
    """`keep_casework`, and the most memory that this process and each that it began have held, added."""
    from django.core.management import call_command

    begun = perf_counter()
    call_command("keep_casework")
    seconds = perf_counter() - begun
    of_each = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return {"seconds": seconds, "megabytes": most_memory() + (os.cpu_count() or 1) * of_each}


def _built(made: int, *, copies: int) -> Any:
    """A municipality with one caseworker who has all the citizens."""
    from datetime import date

    from django.core.management import call_command
    from django.utils import timezone

    from benchmarks.caseload_cases import copy_cases, make_cases
    from fagkompas.accounts import actions as accounts
    from fagkompas.accounts.models import Role
    from fagkompas.companies.models import Company
    from fagkompas.occupations.actions.examples import load_examples

    call_command("migrate", verbosity=0)
    load_examples(now=timezone.now())
    root = accounts.create_municipality(name="Storkommune")
    unit = accounts.create_unit(parent=root, name="Jobcenter", by=None)
    facts = accounts.StaffFacts(name="Sagsbehandler", email="sagsbehandler@storkommune.example")
    caseworker = accounts.create_employee(unit=unit, facts=facts, by=None)
    accounts.grant_role(employee=caseworker, role=Role.CASEWORKER, unit=unit, on=date(2026, 1, 1), by=None)
    company = Company.objects.create(root=root, name="Nordlager Eksempel", created_at=timezone.now())
    make_cases(made, caseworker=caseworker, company=company)
    if copies:
        copy_cases(copies)
    return caseworker


def _tidied() -> None:
    """What autovacuum does soon after, and with SQLite the night."""
    from django.db import connection

    from fagkompas.toolkit.table_statistics import renew_statistics

    renew_statistics()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def _main(what: str, *size: str) -> dict[str, float]:
    import django  # the settings are the child's own

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fagkompas.website.settings")
    django.setup()
    match what:
        case "pages":
            return _pages(int(size[0]))
        case "batch":
            return _batch(int(size[0]))
    return _night()


if __name__ == "__main__":
    print(json.dumps(_main(*sys.argv[1:])))
