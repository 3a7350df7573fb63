"""Who took part in what: filters that stay in the address, the rows that fit them, and the same as a sheet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.db.models import Count, DateField, Q, Sum
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from fagkompas.accounts.models import Employee, Unit
from fagkompas.assessments.forms.rounds import unit_in_tree
from fagkompas.frameworks.models import LearningForm
from fagkompas.learning.models import Participation, ParticipationState
from fagkompas.learning.models.participation import ParticipationQuerySet
from fagkompas.learning.permissions import advised_participations, advised_units
from fagkompas.learning.trained import years_to_choose
from fagkompas.learning.wording.participation import held_by, title_of
from fagkompas.toolkit.forms import Form, RowChoice
from fagkompas.toolkit.workbooks import Column, Kind, Table, Written

EVERY: Final = ("", _("All"))
DONE: Final = (ParticipationState.ATTENDED, ParticipationState.PASSED)
STATES: Final = {
    "": DONE,
    "i-gang": (ParticipationState.APPROVED, ParticipationState.ENROLLED),
    "slut": (ParticipationState.REFUSED, ParticipationState.CANCELLED),
}
SHOW: Final = (
    ("", _("Taken part in")),
    ("i-gang", _("Approved and enrolled")),
    ("slut", _("Refused or cancelled")),
)
KINDS: Final = (EVERY, ("intern", _("Internal")), ("ekstern", _("External")), ("akkrediteret", _("Accredited")))
NEWEST: Final[tuple[str, ...]] = ("-day", "pk")
SORTS: Final = {
    "dag": ("day", "pk"),
    "navn": ("employee__name", "pk"),
    "enhed": ("employee__unit__path", "employee__name", "pk"),
    "hvad": ("offering__title_da", "title", "pk"),
    "timer": ("hours", "pk"),
    "ects": ("ects", "pk"),
}


class UnitInTree(RowChoice):
    """A unit by its name, moved in under the one above."""

    def label_from_instance(self, obj: Unit) -> str:
        """As it stands in the list."""
        return unit_in_tree(obj)


class TakenPartFilter(Form):
    """Whose, when, and what kind."""

    vis = forms.ChoiceField(label=_("Show"), required=False, choices=SHOW)
    enhed = UnitInTree(label=_("Unit"), queryset=Unit.objects.none(), required=False, empty_label=_("All"))
    aar = forms.ChoiceField(label=_("Year"), required=False)
    slags = forms.ChoiceField(label=_("Kind"), required=False, choices=KINDS)
    form = forms.ChoiceField(label=_("Learning form"), required=False)

    def __init__(self, *args: Any, viewer: Employee, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        unit = self.fields["enhed"]
        if isinstance(unit, UnitInTree):
            unit.queryset = advised_units(viewer)
        for name, choices in (
            ("aar", [EVERY, *((str(year), str(year)) for year in (today.year + 1, *years_to_choose(today)))]),
            ("form", [EVERY, *((form.code, form.name) for form in LearningForm.objects.order_by("position"))]),
        ):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices


def taken_part(viewer: Employee, chosen: TakenPartFilter) -> ParticipationQuerySet:
    """Participations that the viewer may see and asks for, with `day`: completed, else the first day, else since."""
    wanted: dict[str, Any] = chosen.cleaned_data if chosen.is_valid() else {}
    day = Coalesce("completed_on", "session__starts_on", TruncDate("since"), output_field=DateField())
    rows = advised_participations(viewer).select_related("offering__form").annotate(day=day)
    rows = rows.filter(state__in=STATES[wanted.get("vis", "")])
    if unit := wanted.get("enhed"):
        rows = rows.in_unit(unit)
    if year := wanted.get("aar"):
        rows = rows.filter(day__year=int(year))
    if form := wanted.get("form"):
        rows = rows.filter(offering__form__code=form)
    kinds = {"intern": Q(internal=True), "ekstern": Q(internal=False), "akkrediteret": Q(accredited=True)}
    return rows.filter(kinds.get(wanted.get("slags", ""), Q()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Of all rows that fit, also those on other pages."""

    people: int
    hours: Decimal
    ects: Decimal


def totals_of(rows: ParticipationQuerySet) -> Totals:
    """One query. Points count when something is passed."""
    passed = Q(state=ParticipationState.PASSED)
    found = rows.order_by().aggregate(
        people=Count("employee", distinct=True), all_hours=Sum("hours"), points=Sum("ects", filter=passed)
    )
    return Totals(people=found["people"], hours=found["all_hours"] or Decimal(0), ects=found["points"] or Decimal(0))


def taken_part_table(rows: Iterable[Participation]) -> Table:
    """Each on a row; `rows` come from `taken_part`."""
    return Table(
        name=_g("Participation"),
        columns=(
            Column(heading=_g("Name"), width=28),
            Column(heading=_g("Unit"), width=44),
            Column(heading=_g("What"), width=44, wraps=True),
            Column(heading=_g("Learning form"), width=22),
            Column(heading=_g("State"), width=18),
            Column(heading=_g("Day"), kind=Kind.DATE),
            Column(heading=_g("Hours"), kind=Kind.SCORE),
            Column(heading=_g("ECTS"), kind=Kind.SCORE),
            Column(heading=_g("Certificate"), width=30),
            Column(heading=_g("Accredited"), width=12),
            Column(heading=_g("Held by"), width=18),
        ),
        rows=[_cells(one) for one in rows],
    )


def _cells(one: Participation) -> tuple[Written, ...]:
    return (
        one.employee.name,
        one.employee.unit.path,
        title_of(one),
        one.offering.form.name if one.offering else one.get_source_display(),
        one.get_state_display(),
        one.day,  # type: ignore[attr-defined]  # annotated by `taken_part`
        None if one.hours is None else float(one.hours),
        None if one.ects is None else float(one.ects),
        one.certificate,
        _g("Yes") if one.accredited else _g("No"),
        held_by(one),
    )
