"""The pages of a large unit from stored figures, beside a page that reads one row; and computing those figures.

Each size runs in a process of its own with a database of its own, on SQLite and on PostgreSQL. A unit of n people has 25
parts; everyone has a stored result. The page that reads one row is "my page": the same shell, menus and rights round
the facts of one person. The pages take turns, so that whatever else the machine does falls on all of them alike.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.rows import Row
from tests.postgresql import cluster

SIZES = (20, 200, 2_000, 20_000)
PARTS = 25
REPETITIONS = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What is measured of each unit of at least so many people: fewer do not fill a page of the table."""

    key: str
    name: str
    address: str
    query: str = ""
    least: int = 1
    note: str = ""


LOGGED = "50 people, each logged as read"
PAGES = (
    Page(key="unit", name="Page of a unit", address="unit", note="at most 3 x; {queries:.0f} queries"),
    Page(key="by_name", name="Table people x fields by name", address="unit_people", least=200, note=LOGGED),
    Page(
        key="by_field",
        name="Table people x fields by a field",
        address="unit_people",
        query="?sortering=AU",
        least=200,
        note=LOGGED,
    ),
    Page(
        key="filtered",
        name="Table people x fields of one standing",
        address="unit_people",
        query="?felt=AU&staasted=developing",
        least=200,
        note="those who stand so, at most 50",
    ),
)


def run() -> list[Row]:
    """Every size on both databases; it stops when a larger unit takes more queries."""
    rows = []
    for database in ("SQLite", "PostgreSQL"):
        measured = {size: _measured(size, database) for size in SIZES}
        queries = [told["queries"] for told in measured.values()]
        assert max(queries) == queries[0], f"the number of queries grows with the people: {queries}"
        rows += [
            _page_row(page, size, told, database)
            for page in PAGES
            for size, told in measured.items()
            if size >= page.least
        ]
        rows += [
            Row(
                what=f"Figures of the unit and its parts, in the background, {database}",
                size=size,
                seconds=told["refresh"],
            )
            for size, told in measured.items()
        ]
    return rows


def _page_row(page: Page, size: int, told: dict[str, float], database: str) -> Row:
    return Row(
        what=f"{page.name}, {database}",
        size=size,
        seconds=told[page.key],
        beside="page that reads one row",
        beside_seconds=told["one_row"],
        note=page.note.format(**told),
    )


def _measured(size: int, database: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder, nullcontext("") if database == "SQLite" else cluster() as address:
        (Path(folder) / "secret-key").write_text("only for this measurement", encoding="utf-8")
        (Path(folder) / "static").mkdir()
        done = subprocess.run(  # this file, again
            [sys.executable, "-m", "benchmarks.unit_page", str(size)],
            stdout=subprocess.PIPE,
            check=True,
            text=True,
            env={
                **os.environ,
                "FAGKOMPAS_VAR": folder,
                "FAGKOMPAS_DATABASE": address,
                "FAGKOMPAS_SECOND_FACTOR": "none",
            },
        )
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told


def _measure(size: int) -> dict[str, float]:
    import django  # the settings are the child's own

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fagkompas.website.settings")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    return _pages(size)


def _pages(size: int) -> dict[str, float]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    department, manager, refresh = _built(size)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")  # what autovacuum does soon after
    client = Client(SERVER_NAME="localhost")  # as the server runs it, without what tests put round templates
    client.force_login(manager)
    addresses = {"one_row": reverse("accounts:me")}
    for page in PAGES:
        addresses[page.key] = reverse(f"assessments:{page.address}", args=[department.uuid]) + page.query
    times: dict[str, list[float]] = {name: [] for name in addresses}
    for _repetition in range(REPETITIONS):
        for name, address in addresses.items():
            begun = perf_counter()
            assert client.get(address).status_code == 200
            times[name].append(perf_counter() - begun)
    with CaptureQueriesContext(connection) as captured:
        client.get(addresses["unit"])
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    return {**medians, "refresh": refresh, "queries": float(len(captured))}


def _built(size: int) -> tuple[Any, Any, float]:
    """A unit with everyone's result in a round stored, its manager, and how long the figures of units took."""
    from datetime import date, timedelta

    from django.utils import timezone

    from fagkompas.accounts import actions as accounts
    from fagkompas.accounts.models import Employee, Role
    from fagkompas.assessments.actions.results import refresh_unit_results
    from fagkompas.assessments.models import Participant, PersonResult, Round
    from fagkompas.frameworks.actions import load_shipped
    from fagkompas.frameworks.models import Version

    load_shipped()
    version = Version.objects.select_related("framework").get(framework__code="faglighed-2025")
    root = accounts.create_municipality(name="Storkommune")
    department = accounts.create_unit(parent=root, name="Afdeling", by=None)
    parts = [accounts.create_unit(parent=department, name=f"Team {n:02}", by=None) for n in range(PARTS)]
    facts = accounts.StaffFacts(name="Leder", email="leder@storkommune.example")
    manager = accounts.create_employee(unit=department, facts=facts, by=None)
    accounts.grant_role(employee=manager, role=Role.MANAGER, unit=department, on=date(2026, 1, 1), by=None)
    people = Employee.objects.bulk_create(
        Employee(
            name=f"Person {n:05}",
            email=f"person{n}@storkommune.example",
            unit=parts[n % PARTS],
            root=root,
        )
        for n in range(size)
    )
    now, today = timezone.now(), timezone.localdate()
    round_ = Round.objects.create(
        root=root,
        unit=department,
        version=version,
        name="Runde",
        purpose="Måling",
        opens_on=today,
        closes_on=today + timedelta(days=30),
        deletes_on=today + timedelta(days=365),
        state="open",
        created_at=now,
    )
    participants = Participant.objects.bulk_create(
        Participant(
            round=round_,
            employee=person,
            unit=person.unit,
            lineage=person.unit.lineage,
            self_submitted_at=now,
            manager_submitted_at=now,
        )
        for person in people
    )
    PersonResult.objects.bulk_create(_results(round_, participants, now), batch_size=500)
    begun = perf_counter()
    refresh_unit_results(round_=round_, now=now)
    return department, manager, perf_counter() - begun


def _results(round_: Any, participants: list[Any], now: Any) -> Any:
    """Chance answers, seeded, through the engine."""
    import numpy as np

    from fagkompas.assessments.models import PersonResult
    from fagkompas.assessments.report import profile_figures
    from fagkompas.engine.framework import columns
    from fagkompas.engine.scales import STANDINGS, Mode, Rater
    from fagkompas.engine.scoring import profiles, used_values
    from fagkompas.frameworks.to_engine import engine_framework

    framework = engine_framework(round_.version)
    shape = (len(participants), len(columns(framework, Mode.SCREENING)))
    values = np.random.default_rng(1).integers(1, 5, shape).astype(np.int8)
    found = profiles(framework, Mode.SCREENING, used_values({Rater.SELF: values}))
    return (
        PersonResult(
            participant=participant,
            round=round_,
            unit_id=participant.unit_id,
            lineage=participant.lineage,
            mode="screening",
            engine_version=profile.engine_version,
            framework_version=f"{profile.framework} {profile.framework_version}",
            known_fields=len(profile.fields),
            specialised_fields=sum(field.standing == "specialised" for field in profile.fields),
            standings="".join(str(STANDINGS.index(field.standing)) for field in profile.fields),
            name=participant.employee.name,
            figures=profile_figures(profile),
            computed_at=now,
        )
        for participant, profile in zip(participants, found, strict=True)
    )


if __name__ == "__main__":
    print(json.dumps(_measure(int(sys.argv[1]))))
