"""The share trained as figures and as a sheet."""

from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from fagkompas.assessments.unit_profiles import safe
from fagkompas.learning.figures import BLUE, PALE, Bar, Part, bars
from fagkompas.learning.trained import ShownTrained, Trained, TrainedYear
from fagkompas.learning.wording.participation import TRAINED_KINDS
from fagkompas.toolkit.formats import number, percent
from fagkompas.toolkit.workbooks import Column, Kind, Table, Written


def kinds_figure(one: ShownTrained, *, narrow: bool) -> SafeString:
    """One unit: a bar for each kind. Empty where it is hidden."""
    if one.figures is None:
        return SafeString("")
    rows = [_bar(str(words), one.figures, kind) for kind, words in TRAINED_KINDS.items()]
    return safe(bars(rows, _parts(), prefix="tn" if narrow else "t", title=_("The share trained"), narrow=narrow))


def units_figure(units: Sequence[ShownTrained], *, narrow: bool) -> SafeString:
    """Several units: a bar for each that is shown, of those who took part in anything."""
    rows = [_bar(one.unit.name, one.figures, "any") for one in units if one.figures]
    if not rows:
        return SafeString("")
    title = _("The share trained, unit by unit")
    return safe(bars(rows, _parts(), prefix="un" if narrow else "u", title=title, narrow=narrow))


def _bar(name: str, figures: Trained, kind: str) -> Bar:
    count = figures.count(kind)
    says = _("%(count)s of %(total)s") % {"count": number(count, 0), "total": number(figures.people, 0)}
    return Bar(name=name, sizes=(count, figures.people - count), says=f"{percent(figures.share(kind))} ({says})")


def _parts() -> list[Part]:
    return [Part(words=_("took part"), fill=BLUE, dark=True), Part(words=_("did not"), fill=PALE)]


def trained_table(units: Sequence[ShownTrained], found: TrainedYear) -> Table:
    """A row for each unit; the cells of a hidden one are empty."""
    counted = [
        column
        for words in TRAINED_KINDS.values()
        for column in (
            Column(heading=str(words), kind=Kind.WHOLE, width=16),
            Column(heading=_("%(kind)s, share") % {"kind": words}, kind=Kind.SHARE, width=16),
        )
    ]
    return Table(
        name=str(found.year),
        columns=(
            Column(heading=_("Unit"), width=52),
            Column(heading=_("People"), kind=Kind.WHOLE),
            *counted,
            Column(heading=_("Hours a person"), kind=Kind.SCORE, width=16),
            Column(heading=_("Note"), width=30),
        ),
        rows=[_cells(one) for one in units],
    )


def _cells(one: ShownTrained) -> tuple[Written, ...]:
    figures = one.figures
    if figures is None:
        note = _("nobody was there") if one.is_empty else _("hidden")
        return (one.unit.path, None, *(None for _kind in TRAINED_KINDS for _column in range(2)), None, note)
    counted = [value for kind in TRAINED_KINDS for value in (figures.count(kind), figures.share(kind))]
    return (one.unit.path, figures.people, *counted, round(figures.hours_each, 1), "")
