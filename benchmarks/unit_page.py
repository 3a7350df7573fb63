"""The page of a large unit from stored figures, beside a page that reads one row; and computing those figures.

Runs in a process of its own with a database of its own. A unit of n people has 25 parts; everyone has a stored result.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.rows import Row

SIZES = (20, 2_000, 20_000)
PARTS = 25
REPETITIONS = 15
RATIO_ALLOWED = 3


def run() -> list[Row]:
    """Every size, each in a database of its own; it stops when a larger unit takes more queries."""
    measured = {size: _measured(size) for size in SIZES}
    queries = [told["queries"] for told in measured.values()]
    assert max(queries) == queries[0], f"the number of queries grows with the people: {queries}"
    return [row for size, told in measured.items() for row in _rows(size, told)]


def _rows(size: int, told: dict[str, float]) -> list[Row]:
    beside = "page that reads one row"
    return [
        Row(
            what="Page of a unit",
            size=size,
            seconds=told["unit"],
            beside=beside,
            beside_seconds=told["one_row"],
            note=f"at most {RATIO_ALLOWED} x; {told['queries']:.0f} queries",
        ),
        Row(
            what="Table people x fields, first page of 50",
            size=size,
            seconds=told["people"],
            beside=beside,
            beside_seconds=told["one_row"],
            note="logs a read of each person on it",
        ),
        Row(what="Figures of the unit and its parts, in the background", size=size, seconds=told["refresh"]),
    ]


def _measured(size: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "secret-key").write_text("only for this measurement", encoding="utf-8")
        done = subprocess.run(  # this file, again
            [sys.executable, "-m", "benchmarks.unit_page", str(size)],
            capture_output=True,
            check=True,
            text=True,
            env={**os.environ, "FAGKOMPAS_VAR": folder, "FAGKOMPAS_DATABASE": "", "FAGKOMPAS_SECOND_FACTOR": "none"},
        )
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told


def _measure(size: int) -> dict[str, float]:
    import django  # the settings are the child's own

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fagkompas.website.settings")
    django.setup()
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    setup_test_environment()
    call_command("migrate", verbosity=0)
    return _pages(size)


def _pages(size: int) -> dict[str, float]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    department, manager, refresh = _built(size)
    client = Client()
    client.force_login(manager)
    one_row, unit = reverse("accounts:me"), reverse("assessments:unit", args=[department.uuid])
    people = reverse("assessments:unit_people", args=[department.uuid])
    times: dict[str, list[float]] = {"one_row": [], "unit": [], "people": []}
    for _repetition in range(REPETITIONS):
        for name, address in (("one_row", one_row), ("unit", unit), ("people", people)):
            begun = perf_counter()
            assert client.get(address).status_code == 200
            times[name].append(perf_counter() - begun)
    with CaptureQueriesContext(connection) as captured:
        client.get(unit)
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
