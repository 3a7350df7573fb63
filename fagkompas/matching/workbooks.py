"""The figures by unit as a file."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from fagkompas.accounts.models import Unit
from fagkompas.matching.report import Figures
from fagkompas.toolkit.workbooks import Column, Kind, Table


def figures_table(rows: Iterable[tuple[Unit, Figures]]) -> Table:
    """A row for each unit."""
    numbers = (
        *(_("Contacts"), _("Orders"), _("Orders with somebody referred"), _("Positions"), _("Hired")),
        _("Paid hours a week in placements begun"),
    )
    columns = (
        Column(heading=_("Unit"), width=40),
        *(Column(heading=heading, kind=Kind.SCORE, width=18) for heading in numbers),
    )
    cells = (
        (unit.path, one.contacts, one.orders, one.referred, one.positions, one.hired, one.paid_hours)
        for unit, one in rows
    )
    return Table(name=_("Figures by unit"), columns=columns, rows=cells)
