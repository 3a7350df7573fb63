"""Citizens of tests. Their names say that they are made up; replacement numbers (the day plus 60) are nobody's."""

from datetime import date

from django.utils import timezone

from fagkompas.accounts.models import Employee, Unit
from fagkompas.citizens.actions.record import cpr_hash
from fagkompas.citizens.models import Citizen, Consent, ConsentKind, Handover
from tests.people import People

TODAY = date(2026, 11, 20)
BEGAN = date(2026, 9, 1)
CPR = "7001901234"
"""A replacement number of 10 January 1990."""


def make_citizen(
    people: People,
    *,
    name: str = "Prøve Person",
    unit: Unit | None = None,
    caseworker: Employee | None = None,
    target_group: str = "job-ready",
    cpr: str = "",
    has_caseworker: bool = True,
    **columns: object,
) -> Citizen:
    """Somebody in Nord (or `unit`), whose caseworker is Erik there unless told otherwise; nobody in another unit."""
    place = unit or people.north
    if caseworker is None and has_caseworker and place == people.north:
        caseworker = people.erik
    return Citizen.objects.create(
        root=place.root or place,
        unit=place,
        caseworker=caseworker,
        name=name,
        target_group=target_group,
        cpr=cpr,
        cpr_hash=cpr_hash(cpr, root_id=place.root_id or place.pk),
        **{"began_on": BEGAN, "created_at": timezone.now(), **columns},
    )


def make_consent(
    citizen: Citizen, kind: ConsentKind = ConsentKind.COMPANY, *, about: str = "", **columns: object
) -> Consent:
    """A yes that stands."""
    given = {"given_on": BEGAN, "recorded_at": timezone.now(), "recorded_by": citizen.caseworker, **columns}
    return Consent.objects.create(citizen=citizen, kind=kind, about=about, **given)


def make_handover(citizen: Citizen, *, to: Employee | None, note: str = "", **columns: object) -> Handover:
    """As it stands after the citizen has come to `to`."""
    given = {"from_unit": citizen.unit, "to_unit": citizen.unit, "on": BEGAN, "at": timezone.now(), **columns}
    return Handover.objects.create(citizen=citizen, to_employee=to, note=note, **given)
