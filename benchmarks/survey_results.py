"""Results of a survey, and counting its answers, beside counting the same rows in DuckDB; the page; and from a file.

Runs in a process of its own with a database of its own. Everyone answers every row of the survey of 2017.
"""

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.rows import Row

SIZES = (1_000, 10_000, 100_000)
REPETITIONS = 15
RATIO_ALLOWED = 3


def run() -> list[Row]:
    """Every size, each in a database of its own; it stops when more answers take more queries."""
    measured = {size: _measured(size) for size in SIZES}
    queries = [told["queries"] for told in measured.values()]
    assert max(queries) == queries[0], f"the number of queries grows with the answers: {queries}"
    return [row for told in measured.values() for row in _rows(told)]


def _rows(told: dict[str, float]) -> list[Row]:
    answers = int(told["answers"])
    return [
        Row(
            what="Results of a survey (they are shown once it is closed)",
            size=answers,
            seconds=told["results"],
            beside="DuckDB, counting its own table",
            beside_seconds=told["duckdb"],
            note=f"at most {RATIO_ALLOWED} x at 100,000; percents, bases and blanks included",
        ),
        Row(
            what="Closing a survey: every answer is counted, once",
            size=answers,
            seconds=told["closing"],
        ),
        Row(
            what="Page of results, figures and tables included",
            size=answers,
            seconds=told["page"],
            note=f"{told['queries']:.0f} queries",
        ),
        Row(
            what="Results of a survey from a file (CSV)",
            size=answers,
            seconds=told["file"],
            beside="DuckDB, the file",
            beside_seconds=told["duckdb_file"],
            note="every row checked, problems named",
        ),
    ]


def _measured(size: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "secret-key").write_text("only for this measurement", encoding="utf-8")
        done = subprocess.run(  # this file, again
            [sys.executable, "-m", "benchmarks.survey_results", str(size), folder],
            capture_output=True,
            check=True,
            text=True,
            env={**os.environ, "FAGKOMPAS_VAR": folder, "FAGKOMPAS_DATABASE": "", "FAGKOMPAS_SECOND_FACTOR": "none"},
        )
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told


def _measure(size: int, folder: Path) -> dict[str, float]:
    import django  # the settings are the child's own

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fagkompas.website.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext, setup_test_environment
    from django.urls import reverse

    from fagkompas.surveys.actions import surveys
    from fagkompas.surveys.counting import results_in
    from fagkompas.surveys.raw_answers import read_answers
    from fagkompas.surveys.results import results_of

    setup_test_environment()
    call_command("migrate", verbosity=0)
    survey, manager, document, rows = _built(size)
    begun = perf_counter()
    survey = surveys.close_survey(survey=survey, by=manager)
    closing = perf_counter() - begun
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client, address = Client(), reverse("surveys:results", args=[survey.uuid])
    client.force_login(manager)
    table, file = _in_duckdb(rows), _written(rows, folder / "svar.csv")
    sql = "SELECT question, row, option, count(*) FROM {} GROUP BY ALL"
    counted, from_file = table.execute(sql.format("answers")).fetchall(), "read_csv(?, delim=';', all_varchar=true)"
    read = read_answers(file, name=file.name, instrument=document).tally
    assert sum(read.counts.values()) == sum(row[-1] for row in counted) == len(rows)
    assert results_of(document, read) == results_in(survey)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    asked = len(queries)
    return {
        "answers": float(len(rows)),
        "closing": closing,
        "results": _median(lambda: results_in(survey)),
        "duckdb": _median(lambda: table.execute(sql.format("answers")).fetchall()),
        "page": _median(lambda: client.get(address)),
        "queries": float(asked),
        "file": _median(lambda: read_answers(file, name=file.name, instrument=document), repetitions=5),
        "duckdb_file": _median(
            lambda: table.execute(
                f"SELECT spørgsmål, række, svar, count(*) FROM {from_file} GROUP BY ALL",  # noqa: S608  # our own words
                [str(file)],
            ).fetchall(),
            repetitions=5,
        ),
    }


def _median(work: Callable[[], object], repetitions: int = REPETITIONS) -> float:
    times = []
    work()
    for _repetition in range(repetitions):
        begun = perf_counter()
        work()
        times.append(perf_counter() - begun)
    return statistics.median(times)


def _built(answers: int) -> tuple[Any, Any, Any, list[tuple[int, str, str, str]]]:
    """An open survey with about so many answers sent, who runs it, its questions, and the rows."""
    from datetime import date

    from django.db import connection
    from django.utils import timezone

    from fagkompas.accounts import actions as accounts
    from fagkompas.accounts.models import Role
    from fagkompas.surveys.actions import surveys
    from fagkompas.surveys.actions.instruments import load_shipped
    from fagkompas.surveys.counting import document_of
    from fagkompas.surveys.models import Answer, Instrument, Response

    load_shipped()
    instrument = Instrument.objects.get(code="managers-2017")
    root = accounts.create_municipality(name="Storkommune")
    facts = accounts.StaffFacts(name="Leder", email="leder@storkommune.example")
    manager = accounts.create_employee(unit=root, facts=facts, by=None)
    accounts.grant_role(employee=manager, role=Role.MANAGER, unit=root, on=date(2026, 1, 1), by=None)
    today = timezone.localdate()
    survey = surveys.plan_survey(
        by=manager,
        now=timezone.now(),
        unit=root,
        instrument=instrument,
        name="Måling",
        purpose="Måling",
        is_anonymous=True,
        **surveys.suggested_days(today),
    )
    surveys.open_survey(survey=survey, by=manager, today=today)
    document = document_of(instrument)
    rows = list(_answers(document, answers))
    responses = Response.objects.bulk_create(
        Response(survey=survey, resume_digest=str(number), submitted_on=today) for number in range(rows[-1][0] + 1)
    )
    Answer.objects.bulk_create(
        (
            Answer(response=responses[who], question=question, row=row, option=option)
            for who, question, row, option in rows
        ),
        batch_size=2000,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    survey.refresh_from_db()
    return survey, manager, document, rows


def _answers(document: Any, answers: int) -> Iterator[tuple[int, str, str, str]]:
    """Everyone's choice in every row, by chance, seeded."""
    chance = random.Random(7)  # noqa: S311  # a measurement
    asked = [(one, row) for one in document.questions if one.rows for row in one.row_codes]
    for who in range(answers // len(asked)):
        for question, row in asked:
            yield who, question.code, row, chance.choice(question.options).code


def _in_duckdb(rows: list[tuple[int, str, str, str]]) -> Any:
    import duckdb
    import numpy as np

    connection = duckdb.connect()
    who, question, row, option = (np.array(column) for column in zip(*rows, strict=True))
    for name, column in (("w", who), ("q", question), ("r", row), ("o", option)):
        connection.register(name, {"v": column})
    connection.execute(
        "CREATE TABLE answers AS SELECT w.v AS response, q.v AS question, r.v AS row, o.v AS option "
        "FROM w POSITIONAL JOIN q POSITIONAL JOIN r POSITIONAL JOIN o"
    )
    return connection


def _written(rows: list[tuple[int, str, str, str]], file: Path) -> Path:
    lines = (f"svar-{who};{question};{row};{option}" for who, question, row, option in rows)
    file.write_text("\n".join(["svar-id;spørgsmål;række;svar", *lines]) + "\n", encoding="utf-8")
    return file


if __name__ == "__main__":
    print(json.dumps(_measure(int(sys.argv[1]), Path(sys.argv[2]))))
