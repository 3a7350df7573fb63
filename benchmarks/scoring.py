"""Scores of many people from two raters, in memory, beside DuckDB computing the same figures from the same arrays.

The shape is that of the 2025 framework: 61 competencies and 18 dimension items. Both sides choose the value used, and
give coverage, level score and attained share per field and level, the standing per field, the dimension scores and the
overall ones, for every person. DuckDB gets what suits it best: a column an item and rater, one query without joins or
grouping, prepared before the clock starts, all cores, and the faster of its own table in memory (filled before) and
the arrays as they are. Its answer is taken out as arrays, which is what ours gives. All figures are compared before anything is measured.
"""

from collections.abc import Callable, Iterator, Mapping
from statistics import median
from time import perf_counter
from typing import Any

import duckdb
import numpy as np

from benchmarks.rows import Row
from fagkompas.engine.framework import AttainedFrom, Column, Field, Framework, Item, Rules, columns, described_columns
from fagkompas.engine.scales import DIMENSIONS, LEVEL_SUFFIX, LEVELS, NOT_RELEVANT, UNANSWERED, Level, Mode, Rater
from fagkompas.engine.scoring import Scores, Values, score, used_values

SIZES = (2_000, 20_000, 200_000)
REPETITIONS = 9
COMPETENCIES = {"AU": (6, 5), "LM": (5, 5), "IT": (4, 5), "BM": (6, 5), "VM": (5, 5), "NF": (6, 4)}
RULES = Rules(
    coverage_minimum=0.5,
    attained_from=AttainedFrom(basic=2, specialised=3),
    attained_share=0.8,
    emerging_share=0.5,
    dimension_high=62.5,
    dimension_fields_share=0.5,
    strengths=3,
    potentials=3,
    single_topics=3,
    single_topic_from=3,
    single_topic_lead=1.0,
    agenda_points=7,
    agenda_difference=2,
    agreement_people=5,
    smallest_group=5,
    surplus_share=0.5,
    surplus_least=2,
    default_specialists=1,
)


def run() -> list[Row]:
    """One row a size."""
    return [measured(people) for people in SIZES]


def measured(people: int) -> Row:
    framework = framework_of_2025_shape()
    own, manager = ratings(framework, people, seed=1), ratings(framework, people, seed=2)
    tables = duckdb_tables(framework, own, manager)
    check_alike(framework, ours(framework, own, manager), next(iter(tables.values()))())
    our_seconds = seconds(lambda: ours(framework, own, manager))
    beside = {name: seconds(query) for name, query in tables.items()}
    fastest = min(beside, key=lambda name: beside[name])
    return Row(
        what="scoring, 61 competencies and 18 dimension items by 2 raters",
        size=people,
        seconds=our_seconds,
        beside=f"DuckDB, {fastest}",
        beside_seconds=beside[fastest],
        note=f"{our_seconds / people * 1e6:.2f} microseconds a person; the ratio must stay at most 1",
    )


def ours(framework: Framework, own: Values, manager: Values) -> Scores:
    used = used_values({Rater.SELF: own, Rater.MANAGER: manager})
    return score(framework, Mode.SCREENING, used.values)


def seconds(work: Callable[[], object]) -> float:
    """Median of the repetitions, after one that does not count."""
    work()
    times = []
    for _ in range(REPETITIONS):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return median(times)


def framework_of_2025_shape() -> Framework:
    fields = (
        Field(
            code=code,
            items=tuple(
                Item(code=f"{code}-{LEVEL_SUFFIX[level]}{place}", level=level, dimension=DIMENSIONS[0])
                for level, count in zip(LEVELS, counts, strict=True)
                for place in range(1, count + 1)
            ),
            dimension_items=tuple(
                Item(code=f"{code}-{dimension.upper()}", level=None, dimension=dimension) for dimension in DIMENSIONS
            ),
        )
        for code, counts in COMPETENCIES.items()
    )
    return Framework(code="benchmark", version="1", fields=tuple(fields), rules=RULES)


def ratings(framework: Framework, people: int, *, seed: int) -> Values:
    """Points, "not relevant" and unanswered, all seven alike often."""
    shape = (people, len(columns(framework, Mode.SCREENING)))
    return np.random.default_rng(seed).integers(UNANSWERED, 5, shape, dtype=np.int8)


# The same in SQL


def duckdb_tables(framework: Framework, own: Values, manager: Values) -> Mapping[str, Callable[[], Mapping[str, Any]]]:
    """The query over each layout; calling one runs it and takes the answer out as arrays."""
    arrays = {
        f"{rater}{place}": np.ascontiguousarray(values[:, place])
        for rater, values in (("own", own), ("manager", manager))
        for place in range(values.shape[1])
    }
    connection = duckdb.connect()
    connection.register("arrays", arrays)
    connection.execute("CREATE TABLE stored AS SELECT * FROM arrays")

    def query(table: str) -> Callable[[], Mapping[str, Any]]:
        connection.execute(f"PREPARE of_{table} AS {sql(framework, table)}")
        return lambda: connection.execute(f"EXECUTE of_{table}").fetchnumpy()

    return {"own table": query("stored"), "the arrays": query("arrays")}


def sql(framework: Framework, table: str) -> str:
    """The value used, then whole-number counts, then figures; the rules' shares as whole numbers too."""
    described = described_columns(framework, Mode.SCREENING)
    used = [
        f"CASE WHEN manager{place} <> {UNANSWERED} THEN manager{place} ELSE own{place} END AS u{place}"
        for place in range(len(described))
    ]
    figures = [*level_figures(framework), *standings(framework), *dimension_figures(framework, described)]
    return (  # No word of it comes from outside.
        f"WITH used AS (SELECT {', '.join(used)} FROM {table}), "  # noqa: S608
        f"counted AS (SELECT {', '.join(counts(described))} FROM used) "
        f"SELECT {', '.join(figures)} FROM counted"
    )


def counts(described: tuple[Column, ...]) -> Iterator[str]:
    for field in COMPETENCIES:
        for level in LEVELS:
            places = [n for n, column in enumerate(described) if (column.field, column.level) == (field, level)]
            name, limit = f"{field}_{level}", RULES.attained_from.at(level)
            yield f"{added('(u{} <> ' + str(NOT_RELEVANT) + ')::TINYINT', places)} AS m_{name}"
            yield f"{added('(u{} >= 0)::TINYINT', places)} AS n_{name}"
            yield f"{added('greatest(u{}, 0)', places)} AS p_{name}"
            yield f"{added(f'(u{{}} >= {limit})::TINYINT', places)} AS r_{name}"
    for place, column in enumerate(described):
        if column.is_dimension_item:
            yield f"u{place}"


def added(expression: str, places: list[int]) -> str:
    return "(" + " + ".join(expression.format(place) for place in places) + ")::INTEGER"


def level_figures(framework: Framework) -> Iterator[str]:
    for name in (f"{field}_{level}" for field in framework.field_codes for level in LEVELS):
        yield f"CASE WHEN m_{name} > 0 THEN n_{name} / m_{name} END AS coverage_{name}"
        yield f"CASE WHEN n_{name} > 0 AND 2 * n_{name} >= m_{name} THEN 25 * p_{name} / n_{name} END AS score_{name}"
        yield f"CASE WHEN m_{name} > 0 THEN r_{name} / m_{name} END AS attained_{name}"


def standings(framework: Framework) -> Iterator[str]:
    for field in framework.field_codes:
        b, s = f"{field}_{Level.BASIC}", f"{field}_{Level.SPECIALISED}"
        yield (
            f"(CASE WHEN m_{b} = 0 OR 2 * n_{b} < m_{b} THEN 0 WHEN 5 * r_{b} < 4 * m_{b} THEN 1 "
            f"WHEN m_{s} = 0 THEN 2 WHEN 5 * r_{s} >= 4 * m_{s} THEN 4 WHEN 2 * r_{s} >= m_{s} THEN 3 ELSE 2 END"
            f")::TINYINT AS standing_{field}"
        )


def dimension_figures(framework: Framework, described: tuple[Column, ...]) -> Iterator[str]:
    for dimension in DIMENSIONS:
        places = [n for n, column in enumerate(described) if column.is_dimension_item and column.dimension == dimension]
        for place in places:
            name = f"{described[place].field}_{dimension}"
            yield f"CASE WHEN u{place} >= 0 THEN 25::DOUBLE * u{place} END AS dimension_{name}"
        fields, points = added("(u{} >= 0)::TINYINT", places), added("greatest(u{}, 0)", places)
        enough = f"2 * {fields} >= {len(framework.fields)}"
        yield f"CASE WHEN {enough} THEN 25 * {points} / {fields} END AS overall_{dimension}"


def check_alike(framework: Framework, scores: Scores, answer: Mapping[str, Any]) -> None:
    """Every figure of every person is the same on both sides, null where the other is null."""
    for place, field in enumerate(framework.field_codes):
        assert np.array_equal(scores.standing[:, place], answer[f"standing_{field}"])
        for at, level in enumerate(LEVELS):
            for name in ("coverage", "score", "attained"):
                same(getattr(scores, name)[:, place, at], answer[f"{name}_{field}_{level}"])
        for at, dimension in enumerate(DIMENSIONS):
            same(scores.dimensions[:, place, at], answer[f"dimension_{field}_{dimension}"])
    for at, dimension in enumerate(DIMENSIONS):
        same(scores.overall_dimensions[:, at], answer[f"overall_{dimension}"])


def same(found: np.ndarray[Any, Any], answer: Any) -> None:
    np.testing.assert_allclose(found, np.ma.filled(answer, np.nan), rtol=0, atol=1e-9)
