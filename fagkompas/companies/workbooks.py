"""The list of companies as a file, without contacts: its headings are those that a file to read in has."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from fagkompas.companies.models import Company
from fagkompas.companies.wording import YES_OR_NO
from fagkompas.toolkit.workbooks import Column, Kind, Table


def companies_table(companies: Iterable[Company]) -> Table:
    """A row for each company."""
    columns = (
        Column(heading="cvr", width=12),
        Column(heading="pnummer", width=14),
        Column(heading="navn", width=34),
        Column(heading="branche", width=28),
        Column(heading="adresse", width=44),
        Column(heading="telefon", width=16),
        Column(heading="reklamebeskyttet", width=18),
        Column(heading="lukket", kind=Kind.DATE, width=14),
    )
    rows = (
        (
            one.cvr,
            one.p_number,
            one.name,
            one.industry,
            one.address,
            one.phone,
            YES_OR_NO[one.is_advertising_protected],
            one.closed_on,
        )
        for one in companies
    )
    return Table(name=_("Companies"), columns=columns, rows=rows)
