"""Everybody who is signed in reads the job titles; an administrator loads vacancies."""

from collections.abc import Mapping

from django.utils import timezone

from fagkompas.occupations.actions.demand import keep_demand
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


ADMINISTERING = "ida outsider"

ROWS = [
    Row(url="occupations:demand", may=ADMINISTERING),
    Row(url="occupations:demand", may=ADMINISTERING, method="post"),
    Row(url="occupations:demand_preview", may="ida", arguments=a_file),
    Row(url="occupations:demand_save", may="ida", method="post", arguments=a_file),
    Row(url="occupations:search", may=EVERYONE),
    Row(url="occupations:suggestions", may=EVERYONE),
    Row(url="occupations:occupation", may=EVERYONE, arguments=one),
]
