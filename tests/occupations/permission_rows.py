"""Everybody who is signed in reads the job titles; an administrator loads vacancies."""

from collections.abc import Mapping

from django.utils import timezone

from fagkompas.occupations.actions.balance import keep_balance
from fagkompas.occupations.actions.demand import keep_demand
from fagkompas.occupations.balance_files import BalanceTable
from fagkompas.occupations.demand_files import ReadFigures
from tests.occupations.making import make_occupation
from tests.people import People
from tests.permissions import EVERYONE, Row


def one(people: People) -> Mapping[str, object]:
    """A title."""
    return {"uuid": make_occupation("havfruetæmmer").uuid}


def a_file(people: People) -> Mapping[str, object]:
    """Of vacancies, read by Ida."""
    read = ReadFigures(figures=(), lacking=0, problems=())
    return {"uuid": keep_demand(author=people.ida, read=read, source="Prøvebanken", now=timezone.now()).uuid}


def a_balance(people: People) -> Mapping[str, object]:
    """Of the labour market balance, read by Ida."""
    table = BalanceTable(header=("Stilling", "Vurdering", "Periode"), rows=((2, ("Triton", "Balance", "2026")),))
    return {"uuid": keep_balance(author=people.ida, table=table, source="Prøven", now=timezone.now()).uuid}


ADMINISTERING = "ida outsider"

ROWS = [
    Row(url="occupations:demand", may=ADMINISTERING),
    Row(url="occupations:demand", may=ADMINISTERING, method="post"),
    Row(url="occupations:demand_fetch", may=ADMINISTERING, method="post"),
    Row(url="occupations:demand_preview", may="ida", arguments=a_file),
    Row(url="occupations:demand_save", may="ida", method="post", arguments=a_file),
    Row(url="occupations:balance", may=ADMINISTERING),
    Row(url="occupations:balance", may=ADMINISTERING, method="post"),
    Row(url="occupations:balance_columns", may="ida", arguments=a_balance),
    Row(url="occupations:balance_columns", may="ida", method="post", arguments=a_balance),
    Row(url="occupations:balance_check", may="ida", arguments=a_balance),
    Row(url="occupations:balance_check", may="ida", method="post", arguments=a_balance),
    Row(url="occupations:search", may=EVERYONE),
    Row(url="occupations:suggestions", may=EVERYONE),
    Row(url="occupations:occupation", may=EVERYONE, arguments=one),
]
