"""Files of a batch: a line of JSON for each citizen and each order, two files for each municipality, without names.

::

    FOLDER/<municipality>.citizens.jsonl     {"key": "...", "can": {"opvask": "cv"}, "minutes": [600, 1200], ...}
    FOLDER/<municipality>.orders.jsonl       {"key": "...", "title": "...", "tasks": [{"key", "name", "minutes", ...}], ...}
    OUT/<municipality>.csv                   order;place;citizen;points;could_be
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from fagkompas.engine.errors import BadInput, Place, Problem
from fagkompas.engine.matching.candidate import Candidate
from fagkompas.engine.matching.order import Condition, Minutes, Order, Task, WorkTime
from fagkompas.matching.profile import profile_from

CITIZENS: Final = ".citizens.jsonl"
ORDERS: Final = ".orders.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyedOrder:
    """An order of a file."""

    key: str
    order: Order


def municipalities_in(folder: Path) -> list[str]:
    """Those that have both files, by name. Raises `BadInput` where there is none: `no_files`."""
    found = sorted(
        file.name.removesuffix(ORDERS)
        for file in folder.glob(f"*{ORDERS}")
        if (folder / f"{file.name.removesuffix(ORDERS)}{CITIZENS}").is_file()
    )
    if not found:
        raise BadInput((Problem(place=Place(), found=str(folder), message_code="no_files"),))
    return found


def read_candidates(file: Path) -> tuple[list[Candidate], list[Problem]]:
    """Every citizen of a file, and what is wrong with the lines that are left out."""
    return _read(file, lambda data: profile_from(json.dumps(data)).candidate(str(data["key"])))


def read_orders(file: Path) -> tuple[list[KeyedOrder], list[Problem]]:
    """Every order of a file, and what is wrong with the lines that are left out."""
    return _read(file, lambda data: KeyedOrder(key=str(data["key"]), order=order_from(data)))


def order_from(data: dict[str, Any]) -> Order:
    """An order as a line has it. Raises `KeyError`, `TypeError` and `ValueError` for what is none."""
    minutes = data.get("minutes")
    return Order(
        title=str(data["title"]),
        tasks=tuple(
            Task(
                key=str(task["key"]),
                name=str(task["name"]),
                minutes=int(task["minutes"]),
                competencies=tuple(task.get("competencies", ())),
                is_absolute=bool(task.get("is_absolute", False)),
            )
            for task in data.get("tasks", ())
        ),
        minutes=Minutes(least=minutes[0], most=minutes[1]) if minutes else None,
        starts_on=date.fromisoformat(data["starts_on"]) if data.get("starts_on") else None,
        postcode=str(data.get("postcode", "")),
        papers=frozenset(data.get("papers", ())),
        conditions=frozenset(Condition(one) for one in data.get("conditions", ())),
        times=frozenset(WorkTime(one) for one in data.get("times", ())),
        isco4=str(data.get("isco4", "")),
    )


def order_as_data(key: str, order: Order) -> dict[str, Any]:
    """A line of an order."""
    return {
        "key": key,
        "title": order.title,
        "tasks": [
            {
                "key": task.key,
                "name": task.name,
                "minutes": task.minutes,
                "competencies": list(task.competencies),
                "is_absolute": task.is_absolute,
            }
            for task in order.tasks
        ],
        "minutes": [order.minutes.least, order.minutes.most] if order.minutes else None,
        "starts_on": order.starts_on.isoformat() if order.starts_on else None,
        "postcode": order.postcode,
        "papers": sorted(order.papers),
        "conditions": sorted(order.conditions),
        "times": sorted(order.times),
        "isco4": order.isco4,
    }


def _read(file: Path, made: Any) -> tuple[list[Any], list[Problem]]:
    rows: list[Any] = []
    problems: list[Problem] = []
    seen: set[str] = set()
    for number, line in _lines(file):
        try:
            data = json.loads(line)
            row = made(data)
        except (ValueError, KeyError, TypeError, AttributeError, IndexError):
            problems.append(_problem(file, number, "line_invalid", line))
            continue
        if row.key in seen:
            problems.append(_problem(file, number, "key_twice", row.key))
            continue
        seen.add(row.key)
        rows.append(row)
    return rows, problems


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    try:
        with file.open(encoding="utf-8") as lines:
            yield from ((number, line) for number, line in enumerate(lines, start=1) if line.strip())
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput((Problem(place=Place(), found=file.name, message_code="file_unreadable"),)) from error


def _problem(file: Path, row: int, code: str, found: str) -> Problem:
    return Problem(place=Place(sheet=file.name, row=row), found=found[:60], message_code=code)
