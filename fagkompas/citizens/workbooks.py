"""The list of citizens as a file: what one plans by, never a CPR number or an address."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from fagkompas.citizens.models import Citizen
from fagkompas.citizens.wording import caseworker_name
from fagkompas.toolkit.workbooks import Column, Kind, Table


def citizens_table(citizens: Iterable[Citizen]) -> Table:
    """A row for each citizen, with unit and caseworker fetched."""
    columns = (
        Column(heading=_("Name"), width=30),
        Column(heading=_("Unit"), width=40),
        Column(heading=_("Caseworker"), width=30),
        Column(heading=_("Target group"), width=34),
        Column(heading=_("Unemployment fund"), width=24),
        Column(heading=_("Opened"), kind=Kind.DATE, width=14),
        Column(heading=_("Closed"), kind=Kind.DATE, width=14),
    )
    rows = (
        (
            one.name,
            one.unit.path,
            caseworker_name(one),
            one.group_name,
            one.fund,
            one.began_on,
            one.closed_on,
        )
        for one in citizens
    )
    return Table(name=_("Citizens"), columns=columns, rows=rows)
