"""Participation as sheets."""

from django.utils.translation import gettext as _

from fagkompas.learning.models import Participation
from fagkompas.learning.own_learning import Record
from fagkompas.learning.wording.own import practised_in_words
from fagkompas.learning.wording.participation import held_by, title_of
from fagkompas.toolkit.workbooks import Column, Kind, Table, Written


def record_table(record: Record) -> Table:
    """A person's own record, what is under way and ended included."""
    return Table(
        name=_("Learning"),
        columns=(
            Column(heading=_("What"), width=44, wraps=True),
            Column(heading=_("State"), width=18),
            Column(heading=_("Completed"), kind=Kind.DATE),
            Column(heading=_("Hours"), kind=Kind.SCORE),
            Column(heading=_("ECTS"), kind=Kind.SCORE),
            Column(heading=_("Certificate"), width=30),
            Column(heading=_("Accredited"), width=12),
            Column(heading=_("Held by"), width=18),
        ),
        rows=[
            *(_cells(one) for one in (*record.under_way, *record.completed, *record.ended)),
            *((practised_in_words(one), "", None, float(one.hours), None, "", "", "") for one in record.practised),
        ],
    )


def _cells(one: Participation) -> tuple[Written, ...]:
    return (
        title_of(one),
        one.get_state_display(),
        one.completed_on,
        None if one.hours is None else float(one.hours),
        None if one.ects is None else float(one.ects),
        one.certificate,
        _("Yes") if one.accredited else _("No"),
        held_by(one),
    )
