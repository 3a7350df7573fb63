"""Raw answers in the long form whose counts are those of `managers_2017_counts.yaml`, as invented respondents gave them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

COUNTS = Path(__file__).parent / "managers_2017_counts.yaml"
BLANK = "blank"


class RawRow(NamedTuple):
    """A row of the file."""

    respondent: str
    question: str
    row: str
    answer: str


def counts() -> dict[str, Any]:
    """The counts, as the file holds them."""
    loaded: dict[str, Any] = yaml.safe_load(COUNTS.read_text(encoding="utf-8"))
    return loaded


def raw_rows() -> Iterator[RawRow]:
    """One row an answer. Who left something blank has a row with an empty answer."""
    for question in counts()["questions"]:
        for row, given in question["rows"].items():
            answers = [option for option, count in given.items() for _each in range(count)]
            for number, answer in enumerate(answers, start=1):
                yield RawRow(f"leder-{number}", question["question"], row, "" if answer == BLANK else answer)


def as_csv() -> bytes:
    """The file."""
    lines = ["svar-id;spørgsmål;række;svar", *(";".join(row) for row in raw_rows())]
    return ("\n".join(lines) + "\n").encode()
