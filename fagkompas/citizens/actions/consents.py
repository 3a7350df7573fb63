"""What a citizen says yes to, and takes back."""

from datetime import date
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.audit.actions import record_change
from fagkompas.citizens.actions.problems import held, problems_of_day
from fagkompas.citizens.consents import stands_already
from fagkompas.citizens.models import Citizen, Consent, ConsentKind
from fagkompas.toolkit.cpr import cpr_like
from fagkompas.toolkit.once import made_before
from fagkompas.toolkit.refusing import refuse, unless

LONGEST_ABOUT = 200


@transaction.atomic
def give_consent(
    *,
    citizen: Citizen,
    kind: ConsentKind,
    about: str,
    in_writing: bool,
    given_on: date,
    today: date,
    by: Employee | None,
    key: UUID | None = None,
) -> Consent:
    """The citizen has said yes on a day that has come; `about` whom or what it concerns, "" for all of it. Once by its `key`."""
    row = held(citizen)
    before = made_before(row.consents.all(), key)
    if before is not None:
        return before
    kept = " ".join(about.split())
    refuse(
        [
            *unless(len(kept) <= LONGEST_ABOUT, "about", "too_long", longest=LONGEST_ABOUT),
            *unless(not cpr_like(kept), "about", "cpr_number"),
            *unless(not stands_already(row, kind, kept), "kind", "consent_stands"),
            *problems_of_day(given_on, field="given_on", today=today),
        ]
    )
    consent = Consent.objects.create(
        uuid=key or uuid4(),
        citizen=row,
        kind=kind,
        about=kept,
        in_writing=in_writing,
        given_on=given_on,
        recorded_by=by,
        recorded_at=timezone.now(),
    )
    record_change(
        by=by,
        action="citizens.consent.given",
        target=consent,
        citizen_id=row.pk,
        root_id=row.root_id,
        consent=str(kind),
    )
    return consent


@transaction.atomic
def withdraw_consent(*, consent: Consent, on: date, today: date, by: Employee | None) -> Consent:
    """The citizen has taken it back: from now on nothing is done by it. It stays, so that one sees what was allowed when."""
    row = Consent.objects.select_for_update(of=("self",)).select_related("citizen").get(pk=consent.pk)
    refuse(
        [
            *unless(row.withdrawn_on is None, "on", "consent_withdrawn"),
            *problems_of_day(on, field="on", today=today, earliest=row.given_on),
        ]
    )
    row.withdrawn_on = on
    row.save(update_fields=["withdrawn_on"])
    record_change(
        by=by,
        action="citizens.consent.withdrawn",
        target=row,
        citizen_id=row.citizen_id,
        root_id=row.citizen.root_id,
        consent=row.kind,
    )
    return row
