"""Everybody who is signed in reads the job titles; nobody changes them on a page."""

from collections.abc import Mapping

from tests.occupations.making import make_occupation
from tests.people import People
from tests.permissions import EVERYONE, Row


def one(people: People) -> Mapping[str, object]:
    """A title."""
    return {"uuid": make_occupation("havfruetæmmer").uuid}


ROWS = [
    Row(url="occupations:search", may=EVERYONE),
    Row(url="occupations:suggestions", may=EVERYONE),
    Row(url="occupations:occupation", may=EVERYONE, arguments=one),
]
