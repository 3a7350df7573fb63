"""What stands about a citizen: written down, changed, closed and opened again."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from fagkompas.accounts.models import Employee, Unit
from fagkompas.audit.actions import record_change
from fagkompas.citizens.actions.problems import held, problems_of_caseworker, problems_of_day, problems_of_unit
from fagkompas.citizens.changing import changing
from fagkompas.citizens.closing import FOLLOWED_BY
from fagkompas.citizens.models import Citizen, ClosedWhy, cpr_hashes
from fagkompas.citizens.target_groups import target_groups_on
from fagkompas.engine.errors import Problem
from fagkompas.toolkit.cpr import as_cpr, cpr_like
from fagkompas.toolkit.encrypted_fields import Unread, unread_in
from fagkompas.toolkit.once import made_before
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.together import ChangedMeanwhile

LONGEST: Final = {"name": 120, "phone": 40, "email": 254, "address": 300, "fund": 80}


@dataclass(frozen=True, slots=True, kw_only=True)
class CitizenFacts:
    """What is known of a citizen. `cpr` is ten digits with or without dash, or "" for somebody without a number.

    `target_group` is a code of `citizens/data/target_groups.yaml`, `language` "da" or "en".
    """

    name: str
    target_group: str
    began_on: date
    cpr: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    is_protected: bool = False
    fund: str = ""
    language: str = "da"

    def as_stored(self) -> "CitizenFacts":
        """Without spaces around, the number as ten digits where it is one, mail in lower case; what cannot be read as it is."""
        return CitizenFacts(
            name=" ".join(self.name.split()),
            target_group=self.target_group,
            began_on=self.began_on,
            cpr=_tidy(self.cpr, lambda typed: as_cpr(typed) or typed.strip()),
            phone=_tidy(self.phone, str.strip),
            email=_tidy(self.email, lambda typed: typed.strip().lower()),
            address=_tidy(self.address, lambda typed: "\n".join(map(str.strip, typed.strip().splitlines()))),
            is_protected=self.is_protected,
            fund=" ".join(self.fund.split()),
            language=self.language,
        )


def _tidy(text: str, tidied: Callable[[str], str]) -> str:
    """What cannot be read is written back as it stands in the database, so it stays what it is."""
    return text if isinstance(text, Unread) else tidied(text)


def facts_of(citizen: Citizen) -> CitizenFacts:
    """What is known of somebody by now."""
    return CitizenFacts(**{field.name: getattr(citizen, field.name) for field in fields(CitizenFacts)})


@transaction.atomic
def create_citizen(
    *,
    unit: Unit,
    facts: CitizenFacts,
    caseworker: Employee | None,
    today: date,
    by: Employee | None,
    key: UUID | None = None,
    is_demo: bool = False,
) -> Citizen:
    """A new case in a unit, once by its `key`, with a caseworker or none yet."""
    lock_numbers(unit.root_id)
    before = made_before(Citizen.objects.of_root(unit.root_id or unit.pk), key)
    if before is not None:
        return before
    stored = facts.as_stored()
    refuse(
        [
            *problems_of_unit(unit, root_id=by.root_id if by else unit.root_id),
            *problems_of_caseworker(caseworker, unit),
            *problems_of_facts(stored, root_id=unit.root_id, today=today),
        ]
    )
    citizen = Citizen(
        **asdict(stored),
        uuid=key or uuid4(),
        cpr_hash=cpr_hash(stored.cpr, root_id=unit.root_id or unit.pk),
        root_id=unit.root_id or unit.pk,
        unit=unit,
        caseworker=caseworker,
        created_at=timezone.now(),
        is_demo=is_demo,
    )
    citizen.save(force_insert=True)
    changing([citizen.pk])
    record_change(
        by=by, action="citizens.citizen.created", target=citizen, citizen_id=citizen.pk, root_id=citizen.root_id
    )
    return citizen


@transaction.atomic
def edit_citizen(*, citizen: Citizen, facts: CitizenFacts, revision: int, today: date, by: Employee | None) -> Citizen:
    """Other facts. `revision` is the citizen's when the form was shown.

    Raises `ChangedMeanwhile` when somebody else has changed them since.
    """
    lock_numbers(citizen.root_id)
    row = held(citizen)
    if row.revision != revision:
        raise ChangedMeanwhile
    stored, before = facts.as_stored(), facts_of(row)
    refuse(unless(not unread_in(row), "citizen", "unread"))
    refuse(problems_of_facts(stored, root_id=row.root_id, today=today, before=row))
    changed = [name for name, value in asdict(stored).items() if getattr(before, name) != value]
    if changed:
        for name in changed:
            setattr(row, name, getattr(stored, name))
        if "cpr" in changed:
            row.cpr_hash = cpr_hash(row.cpr, root_id=row.root_id)
        _save(row, *changed, *(["cpr_hash"] if "cpr" in changed else []))
        record_change(
            by=by,
            action="citizens.citizen.edited",
            target=row,
            citizen_id=row.pk,
            root_id=row.root_id,
            fields=sorted(changed),
        )
    return row


@transaction.atomic
def close_case(*, citizen: Citizen, on: date, why: ClosedWhy, today: date, by: Employee | None) -> Citizen:
    """The case is over on a day that has come; five years later all of it is deleted."""
    row = held(citizen)
    refuse(
        [
            *unless(not row.is_closed, "on", "already_closed"),
            *problems_of_day(on, field="on", today=today, earliest=row.began_on),
        ]
    )
    row.closed_on, row.closed_why = on, why
    _save(row, "closed_on", "closed_why")
    record_change(
        by=by, action="citizens.case.closed", target=row, citizen_id=row.pk, root_id=row.root_id, on=on.isoformat()
    )
    for follow in FOLLOWED_BY:
        follow(citizen=row, by=by)
    return row


@transaction.atomic
def reopen_case(*, citizen: Citizen, by: Employee | None) -> Citizen:
    """The case goes on as it was; nothing of it was lost."""
    row = held(citizen)
    refuse([*unless(row.is_closed, "on", "not_closed"), *problems_of_unit(row.unit, root_id=row.root_id)])
    row.closed_on, row.closed_why = None, ""
    if row.caseworker is not None and list(problems_of_caseworker(row.caseworker, row.unit)):
        row.caseworker = None
    _save(row, "closed_on", "closed_why", "caseworker")
    record_change(by=by, action="citizens.case.reopened", target=row, citizen_id=row.pk, root_id=row.root_id)
    return row


def lock_numbers(root_id: int | None) -> None:
    """Nobody else gives a CPR number of the municipality to somebody until the transaction ends."""
    Unit.objects.select_for_update(no_key=True).get(pk=root_id or 0)


def cpr_hash(number: str, *, root_id: int) -> str:
    """What the number is found by, under the key of now; "" without one."""
    return cpr_hashes(number, root_id=root_id)[0] if number else ""


def problems_of_facts(
    facts: CitizenFacts, *, root_id: int | None, today: date, before: Citizen | None = None
) -> list[Problem]:
    """What is wrong with facts as they would be stored; `before` is whom they are about, if there already."""
    return [
        *problems_of_texts(facts, today=today, before=before),
        *problems_of_number(facts.cpr, root_id=root_id, but=before),
    ]


def problems_of_texts(facts: CitizenFacts, *, today: date, before: Citizen | None = None) -> list[Problem]:
    """The same but for whether somebody else has the number. No query."""
    texts = {name: str(getattr(facts, name)) for name in LONGEST}
    in_use = {group.code for group in target_groups_on(today)} | (
        {before.target_group} if before is not None else set()
    )
    is_group = facts.target_group in in_use
    latest = max(today, before.began_on) if before is not None else today
    problems = [
        *unless(facts.name, "name", "name_missing"),
        *unless(is_group, "target_group", "target_group_unknown", facts.target_group),
        *unless(facts.language in {"da", "en"}, "language", "language_unknown", facts.language),
        *problems_of_day(facts.began_on, field="began_on", today=latest),
        *unless(not facts.cpr or as_cpr(facts.cpr), "cpr", "cpr_invalid"),
    ]
    for name, text in texts.items():
        problems += unless(len(text) <= LONGEST[name], name, "too_long", text[:40], longest=LONGEST[name])
        problems += unless(name == "phone" or not cpr_like(text), name, "cpr_number")
    if before is not None and before.closed_on is not None:
        problems += unless(facts.began_on <= before.closed_on, "began_on", "began_after_closed")
    return problems


def problems_of_number(number: str, *, root_id: int | None, but: Citizen | None = None) -> list[Problem]:
    """Nobody else's in the municipality; of whoever has it only the unit is told."""
    if not as_cpr(number):
        return []
    others = Citizen.objects.with_cpr(number, root_id=root_id or 0).select_related("unit")
    other = others.exclude(pk=but.pk).first() if but is not None else others.first()
    return list(unless(other is None, "cpr", "cpr_taken", unit=other.unit.name if other else ""))


def _save(citizen: Citizen, *columns: str) -> None:
    citizen.revision += 1
    citizen.save(update_fields=[*columns, "revision"])
