"""How much job titles are in demand in the demo: a balance of this half year, and vacancies of half a year; all of it invented."""

from datetime import date
from pathlib import Path
from typing import Final

import yaml

from fagkompas.accounts.models import Employee
from fagkompas.occupations.actions.balance import choose_columns, keep_balance, save_balance
from fagkompas.occupations.actions.demand import save_demand
from fagkompas.occupations.balance_files import LEVEL, PERIOD, REGION, TITLE, BalanceTable
from fagkompas.occupations.demand_files import WHOLE_COUNTRY, Figure
from fagkompas.website.demo.timing import noon

FILE: Final = Path(__file__).parent / "data" / "demand.yaml"
COLUMNS: Final = {TITLE: "Stilling", LEVEL: "Vurdering", REGION: "Område", PERIOD: "Periode"}
MONTHS: Final = 6
SECOND_HALF: Final = 7


def build_demand(*, administrator: Employee, today: date) -> None:
    """Read and saved as an administrator does it."""
    data = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    period = f"{2 if today.month >= SECOND_HALF else 1}. halvår {today.year}"
    lines = [
        (title, said, region, period)
        for title, *assessed in data["balance"]
        for region, said in zip(data["regions"], assessed, strict=True)
    ]
    table = BalanceTable(header=tuple(COLUMNS.values()), rows=tuple(enumerate(lines, start=2)))
    kept = keep_balance(author=administrator, table=table, source=data["source"], now=noon(today))
    choose_columns(kept=kept, columns=COLUMNS)
    save_balance(kept=kept, levels=data["levels"], titles={}, today=today, by=administrator)
    figures = [
        Figure(code=code, region=WHOLE_COUNTRY, month=month, number=max(0, newest - growth * ago), row=0)
        for code, newest, growth in data["vacancies"]
        for ago, month in enumerate(_months_before(today))
    ]
    save_demand(figures=figures, source=data["source"], today=today, by=administrator)


def _months_before(today: date) -> list[date]:
    """The first days of the last months that are over, the newest first."""
    number = today.year * 12 + today.month - 1
    return [date((number - ago) // 12, (number - ago) % 12 + 1, 1) for ago in range(1, MONTHS + 1)]
