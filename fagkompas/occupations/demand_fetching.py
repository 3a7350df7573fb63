"""Vacancies fetched from Statistikbanken: a table of it as a file that `demand_files` reads.

Of the table are taken the occupations that are known here, every region and the newest months. What else it is counted by is summed
up by the bank where it can; otherwise one value is chosen: {"ENHED": ["10"]}. A choice may narrow the regions and occupations too.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from typing import Final

from fagkompas.engine.errors import BadInput, Problem
from fagkompas.occupations.clients.statbank import BankTable, Statbank, Variable
from fagkompas.occupations.demand_files import CODE, MONTH
from fagkompas.toolkit.row_files import problem

MONTHS_FETCHED: Final = 24
NAMED: Final = 6
"""So many values are named to choose from."""

CHOICE: Final = re.compile(r"^\s*([^\s=]+)\s*=\s*(\S.*)$")

Choices = Mapping[str, Sequence[str]]
"""The values by the code of a variable."""


def read_choices(text: str) -> dict[str, list[str]]:
    """A line for each: "OMRÅDE=000,084". Raises `BadInput` with every line that is something else."""
    lines = [line for line in text.splitlines() if line.strip()]
    found = [(line, CHOICE.match(line)) for line in lines]
    wrong = tuple(problem("bank_choice", found=line[:80]) for line, match in found if match is None)
    if wrong:
        raise BadInput(wrong)
    return {match[1]: [one.strip() for one in match[2].split(",")] for _line, match in found if match}


def source_of(table: str) -> str:
    """What stands beside the figures."""
    return f"Danmarks Statistik, {table}"


def fetched(bank: Statbank, table: str, *, choices: Choices, codes: Mapping[str, str]) -> bytes:
    """The file; `codes` are the known groups by title in small letters. Raises `BadInput`."""
    told = bank.table(table)
    region, group = _region(told), _group(told, codes)
    chosen = _chosen(told, {code.casefold(): values for code, values in choices.items()}, region, group, codes)
    return _file(bank.figures(told.id, chosen), region, group)


def _region(table: BankTable) -> Variable | None:
    """What is on a map, or is called an area."""
    likely = [one for one in table.variables if one.is_on_a_map]
    return next(iter(likely), None) or next((one for one in table.variables if one.code.casefold() == "område"), None)


def _group(table: BankTable, codes: Mapping[str, str]) -> Variable:
    """The variable with most of the groups that are known here."""
    region = _region(table)
    others = [one for one in table.variables if not one.is_time and one is not region]
    best = max(others, key=lambda one: len(_known(one, codes)), default=None)
    if best is None or not _known(best, codes):
        raise BadInput((problem("bank_no_groups", found=table.id),))
    return best


def _known(variable: Variable, codes: Mapping[str, str]) -> list[str]:
    """Its values that are groups here, by their own code or by title."""
    groups = set(codes.values())
    return [
        value
        for value, text in variable.values.items()
        if value in groups or text.casefold() in codes or ((at := CODE.match(text)) and at[1] in groups)
    ]


def _chosen(
    table: BankTable, choices: Choices, region: Variable | None, group: Variable, codes: Mapping[str, str]
) -> dict[str, Sequence[str]]:
    """The values of each variable that are asked for."""
    strange = sorted(set(choices) - {one.code.casefold() for one in table.variables})
    if strange:
        known = ", ".join(one.code for one in table.variables)
        raise BadInput(tuple(problem("bank_no_variable", found=one, known=known) for one in strange))
    chosen: dict[str, Sequence[str]] = {}
    open_ones: list[Variable] = []
    for one in table.variables:
        asked = choices.get(one.code.casefold())
        if one.is_time:
            chosen[one.code] = asked or _newest(one, table)
        elif one is region:
            chosen[one.code] = asked or ["*"]
        elif one is group:
            chosen[one.code] = asked or _known(one, codes)
        elif asked and len(asked) == 1 and asked != ["*"]:
            chosen[one.code] = asked
        elif asked or not one.may_be_left_out:
            open_ones.append(one)
    if open_ones:
        raise BadInput(tuple(_to_choose(one) for one in open_ones))
    return chosen


def _to_choose(variable: Variable) -> Problem:
    values = list(variable.values.items())
    named = ", ".join(f"{value} ({text})" for value, text in values[:NAMED])
    more = " …" if len(values) > NAMED else ""
    example = f"{variable.code}={values[0][0]}" if values else f"{variable.code}=…"
    return problem("bank_choose", found=variable.text or variable.code, example=example, values=named + more)


def _newest(variable: Variable, table: BankTable) -> Sequence[str]:
    months = sorted(value for value in variable.values if MONTH.match(value))
    if not months:
        raise BadInput((problem("bank_no_months", found=table.id),))
    return months[-MONTHS_FETCHED:]


def _file(answer: bytes, region: Variable | None, group: Variable) -> bytes:
    """What the bank answers, with region, group, month and number alone, and each group with its code."""
    try:
        rows = list(csv.reader(io.StringIO(answer.decode("utf-8-sig")), delimiter=";"))
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadInput((problem("bank_odd"),)) from error
    head = {cell.strip().casefold(): at for at, cell in enumerate(rows[0])} if rows else {}
    wanted = [*([region.code] if region else []), group.code, "tid", "indhold"]
    if any(code.casefold() not in head for code in wanted) or any(len(row) != len(head) for row in rows if row):
        raise BadInput((problem("bank_odd"),))
    columns = [head[code.casefold()] for code in wanted]
    with_code = {text: value for value, text in group.values.items() if value.isdecimal() and not CODE.match(text)}
    made = io.StringIO()
    writer = csv.writer(made, delimiter=";", lineterminator="\n")
    writer.writerow([rows[0][at].strip() for at in columns])
    for row in rows[1:]:
        cells = [row[at].strip() if row else "" for at in columns]
        cells[-3] = f"{with_code[cells[-3]]} {cells[-3]}" if cells[-3] in with_code else cells[-3]
        writer.writerow(cells)
    return made.getvalue().encode()
