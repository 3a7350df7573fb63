"""The lists of companies and of job orders as files, without contacts. Companies have the headings that a file to read in has."""

from collections.abc import Iterable
from datetime import date
from typing import Any

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


def orders_table(orders: Iterable[Any], today: date) -> Table:
    """A row for each order, as `chosen_orders` gives them with their numbers; hours are a week's."""
    columns = (
        Column(heading=_("Position"), width=34),
        Column(heading=_("Company"), width=34),
        Column(heading=_("Kind"), width=18),
        Column(heading=_("State"), width=18),
        Column(heading=_("Who"), width=24),
        Column(heading=_("Hours a week at least"), kind=Kind.SCORE, width=14),
        Column(heading=_("Hours a week at most"), kind=Kind.SCORE, width=14),
        Column(heading=_("How many"), kind=Kind.WHOLE, width=12),
        Column(heading=_("Opened"), kind=Kind.DATE, width=14),
        Column(heading=_("Ended"), kind=Kind.DATE, width=14),
        Column(heading=_("Referred"), kind=Kind.WHOLE, width=12),
        Column(heading=_("Met"), kind=Kind.WHOLE, width=12),
        Column(heading=_("Hired"), kind=Kind.WHOLE, width=12),
        Column(heading=_("Days open"), kind=Kind.WHOLE, width=12),
    )
    rows = (
        (
            one.title,
            one.company.name,
            one.get_kind_display(),
            one.get_state_display(),
            one.consultant.name if one.consultant else "",
            _hours(one.least_minutes),
            _hours(one.most_minutes),
            one.positions,
            one.opened_on,
            one.ended_on,
            one.referred,
            one.met,
            one.hired,
            one.days(today, one.hired_on),
        )
        for one in orders
    )
    return Table(name=_("Job orders"), columns=columns, rows=rows)


def _hours(minutes: int | None) -> float | None:
    return None if minutes is None else minutes / 60
