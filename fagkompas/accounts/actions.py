"""Every write of units, employees and roles. Each change and its audit event are one transaction.

What is refused is refused with a `BadInput` of every problem found; `accounts.wording` has the sentences.
Whether the person may is asked before, in `permissions.py`; what is asked here holds whoever does it.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from functools import partial
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Final, TypedDict

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.mail import get_connection, send_mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from fagkompas.accounts.models import (
    LETTER,
    PATH_SEPARATOR,
    Employee,
    EmployeeQuerySet,
    Letter,
    LetterKind,
    LetterQuerySet,
    Role,
    RoleHeld,
    StaffImport,
    Unit,
)
from fagkompas.audit.actions import record_change, record_changes
from fagkompas.engine.errors import BadInput, Place, Problem
from fagkompas.toolkit.encryption import encrypted, written_anew
from fagkompas.toolkit.links import digest_of, new_secret
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.retention import RetentionLine
from fagkompas.toolkit.together import ChangedMeanwhile

LOG: Final = logging.getLogger(__name__)

SECOND_FACTOR: Final = "second factor"
"""What the secrets of second factors are encrypted for."""

SECRET_OF_FACTOR: Final[Mapping[str, str]] = {
    Authenticator.Type.TOTP: "secret",
    Authenticator.Type.RECOVERY_CODES: "seed",
}
"""Where allauth keeps the secret of each kind that has one."""

LONGEST_LINEAGE: Final = 255
LONGEST_PATH: Final = 1000
LONGEST_PHONE: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffFacts:
    """What an administrator says about a person. `staff_number`, `category` and `phone` may be empty."""

    name: str
    email: str
    staff_number: str = ""
    category: str = ""
    phone: str = ""

    def as_stored(self) -> "StaffFacts":
        """Without spaces around, the address in lower case."""
        return StaffFacts(
            name=" ".join(self.name.split()),
            email=self.email.strip().lower(),
            staff_number=self.staff_number.strip(),
            category=self.category.strip(),
            phone=_phone(self.phone),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffRow:
    """One row of a staff file that has been checked: `employee` is its number here, None for a new person."""

    employee_id: int | None
    unit_id: int
    facts: StaffFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """How many people a staff file made or changed."""

    created: int
    changed: int
    unchanged: int


class RoleDetails(TypedDict):
    """What the log says of a role: the unit by its name of that day, and by what it is known by when it is called something else."""

    role: str
    unit: str
    unit_uuid: str


class About(TypedDict):
    """What the log needs to know of the person an event is about."""

    target: Employee
    subject_id: int
    root_id: int


# Units


@transaction.atomic
def create_municipality(*, name: str, is_demo: bool = False, by: Employee | None = None) -> Unit:
    """A new root."""
    kept = _unit_name(name, siblings=Unit.objects.filter(parent__isnull=True))
    unit = Unit.objects.create(name=kept, is_demo=is_demo)
    unit.root = unit
    _place(unit)
    unit.save()
    record_change(by=by, action="accounts.municipality.created", target=unit, root_id=unit.pk, name=kept)
    return unit


@transaction.atomic
def create_unit(*, parent: Unit, name: str, by: Employee | None) -> Unit:
    """A new unit right under `parent`."""
    above = _held_tree(parent)
    refuse(_problems_of_unit(above))
    kept = _unit_name(name, siblings=above.children.all())
    unit = Unit(name=kept, parent=above, root_id=above.root_id, is_demo=above.is_demo)
    unit.save()
    _place(unit)
    refuse(_too_long([unit]))
    unit.save()
    record_change(by=by, action="accounts.unit.created", target=unit, root_id=unit.root_id, path=unit.path)
    return unit


@transaction.atomic
def rename_unit(*, unit: Unit, name: str, by: Employee | None) -> Unit:
    """Another name; the paths of everything below follow."""
    held = _held_tree(unit)
    siblings = Unit.objects.filter(parent_id=held.parent_id).exclude(pk=held.pk)
    before, held.name = held.path, _unit_name(name, siblings=siblings)
    _move_subtree(held)
    record_change(
        by=by, action="accounts.unit.renamed", target=held, root_id=held.root_id, before=before, after=held.path
    )
    return held


@transaction.atomic
def move_unit(*, unit: Unit, to: Unit, by: Employee | None) -> Unit:
    """Under another unit of the same municipality; everything below comes along.

    Rounds keep the place that each person had on the round's first day.
    """
    held = _held_tree(unit)
    target = Unit.objects.get(pk=to.pk)
    refuse(_problems_of_move(held, target))
    before, held.parent = held.path, target
    _move_subtree(held)
    record_change(
        by=by, action="accounts.unit.moved", target=held, root_id=held.root_id, before=before, after=held.path
    )
    return held


@transaction.atomic
def retire_unit(*, unit: Unit, on: date, by: Employee | None) -> Unit:
    """Closed to new people and units. Only when nobody works in it and nothing is open below it."""
    held = _held_tree(unit)
    people = Employee.objects.of_root(held.root_id or 0).filter(unit=held, is_active=True).count()
    below = held.children.filter(retired_on__isnull=True).count()
    problems = []
    if people:
        problems.append(_problem("unit_has_people", found=held.name, count=people))
    if below:
        problems.append(_problem("unit_has_units", found=held.name, count=below))
    refuse(problems)
    held.retired_on = on
    held.save(update_fields=["retired_on"])
    record_change(by=by, action="accounts.unit.retired", target=held, root_id=held.root_id, on=on.isoformat())
    return held


@transaction.atomic
def reopen_unit(*, unit: Unit, by: Employee | None) -> Unit:
    """Open again, when the unit above is."""
    held = _held_tree(unit)
    refuse(_problems_of_unit(held.parent) if held.parent else [])
    held.retired_on = None
    held.save(update_fields=["retired_on"])
    record_change(by=by, action="accounts.unit.reopened", target=held, root_id=held.root_id)
    return held


# Employees


@transaction.atomic
def create_employee(
    *, unit: Unit, facts: StaffFacts, by: Employee | None, language: str = "da", is_demo: bool = False
) -> Employee:
    """A new member of staff, who sets a password by a link sent by mail."""
    stored = facts.as_stored()
    refuse(_problems_of_unit(unit) + _problems_of_facts(stored, root_id=unit.root_id))
    employee = Employee(**asdict(stored), unit=unit, root_id=_root_of(unit), language=language, is_demo=is_demo)
    employee.set_unusable_password()
    employee.save()
    record_change(
        by=by,
        action="accounts.employee.created",
        target=employee,
        subject_id=employee.pk,
        root_id=employee.root_id,
        unit=unit.path,
    )
    return employee


@transaction.atomic
def edit_employee(*, employee: Employee, facts: StaffFacts, revision: int, by: Employee | None) -> Employee:
    """Other facts. `revision` is the employee's when the form was shown.

    Raises `ChangedMeanwhile` when somebody else has changed the person since.
    """
    held = _held(employee)
    if held.revision != revision:
        raise ChangedMeanwhile
    stored = facts.as_stored()
    refuse(_problems_of_facts(stored, root_id=held.root_id, but=held.pk))
    if changed := _take_over(held, stored):
        _save(held)
        record_change(by=by, action="accounts.employee.edited", **_about(held), fields=changed)
    return held


@transaction.atomic
def move_employee(*, employee: Employee, to: Unit, by: Employee | None) -> Employee:
    """To another unit of the same municipality. Roles stay as they are; rounds that have begun keep the old unit."""
    held = _held(employee)
    refuse(_problems_of_unit(to) + _problems_of_root(held, to))
    before = held.unit.path
    held.unit = to
    _save(held)
    record_change(by=by, action="accounts.employee.moved", **_about(held), before=before, after=to.path)
    return held


@transaction.atomic
def retire_employee(*, employee: Employee, on: date, by: Employee | None) -> Employee:
    """The person has left: signed out at once, without roles, deleted later by the retention run."""
    held = _held(employee)
    refuse(_problems_of_oneself(held, by) + _last_administrator(held))
    for role in held.roles.select_related("unit"):
        _withdraw(role, by)
    held.is_active, held.retired_on, held.calendar_digest = False, on, ""
    held.save(update_fields=["calendar_digest"])
    _save(held)
    record_change(by=by, action="accounts.employee.retired", **_about(held), on=on.isoformat())
    return held


@transaction.atomic
def return_employee(*, employee: Employee, by: Employee | None) -> Employee:
    """The person is back, in the unit of before; roles are given anew."""
    held = _held(employee)
    refuse(_problems_of_unit(held.unit))
    held.is_active, held.retired_on = True, None
    _save(held)
    record_change(by=by, action="accounts.employee.returned", **_about(held))
    return held


@transaction.atomic
def end_other_sign_ins(*, employee: Employee, this: str) -> int:
    """Sign the person out everywhere but in the session with the key `this`; how many sign-ins that ended."""
    others = UserSession.objects.filter(user=employee).exclude(session_key=this)
    keys = list(others.order_by("pk").values_list("session_key", flat=True))
    ended, _tables = Session.objects.filter(session_key__in=keys).delete()
    others.delete()
    record_change(by=employee, action="accounts.sign_ins.ended", **_about(employee), sign_ins=ended)
    return ended


@transaction.atomic
def record_invitation(*, employee: Employee, by: Employee | None) -> None:
    """That a link to set a password was sent."""
    record_change(by=by, action="accounts.employee.invited", **_about(employee))


@transaction.atomic
def set_language(*, person: Employee, language: str) -> None:
    """The language that the person reads the pages in: "da" or "en"."""
    if person.language == language:
        return
    person.language = language
    Employee.objects.filter(pk=person.pk).update(language=language)
    record_change(by=person, action="accounts.language.chosen", **_about(person), language=language)


@transaction.atomic
def set_phone(*, person: Employee, phone: str) -> None:
    """Where citizens and companies reach the person, in the person's own words; "" for nowhere."""
    held, stored = _held(person), _phone(phone)
    refuse(_problems_of_phone(stored))
    if held.phone != stored:
        held.phone = stored
        _save(held)
        record_change(by=person, action="accounts.employee.phone_changed", **_about(held))


@transaction.atomic
def open_calendar(*, person: Employee) -> str:
    """A new secret for the address of the person's own calendar; an address of before is closed. Only the digest is kept."""
    secret = new_secret()
    _keep_calendar(person, digest_of(secret))
    record_change(by=person, action="accounts.calendar.opened", **_about(person))
    return secret


@transaction.atomic
def close_calendar(*, person: Employee) -> None:
    """The address opens nothing any more."""
    if _keep_calendar(person, ""):
        record_change(by=person, action="accounts.calendar.closed", **_about(person))


def _keep_calendar(person: Employee, digest: str) -> bool:
    """Whether it is another one than before."""
    held = _held(person)
    before, held.calendar_digest = held.calendar_digest, digest
    held.save(update_fields=["calendar_digest"])
    return before != digest


@transaction.atomic
def reset_second_factor(*, employee: Employee, by: Employee | None) -> None:
    """For somebody who has lost phone and recovery codes: from now on the password alone lets in."""
    refuse(_problems_of_oneself(employee, by))
    Authenticator.objects.filter(user=employee).delete()
    record_change(by=by, action="accounts.second_factor.reset", **_about(employee))


# A staff file


@transaction.atomic
def keep_staff_import(
    *, author: Employee, rows: list[dict[str, object]], problems: list[dict[str, object]], now: datetime
) -> StaffImport:
    """Keep a read file until it is saved, for an hour; what the same person read before is thrown away.

    So are others' files whose hour is over.
    """
    StaffImport.objects.filter(author=author).delete()
    StaffImport.expired(now).delete()
    return StaffImport.objects.create(author=author, rows=rows, problems=problems, read_at=now)


@transaction.atomic
def import_staff(*, rows: Sequence[StaffRow], kept: StaffImport | None, by: Employee | None) -> Imported:
    """Make new people and change those who are there, all or none; the read file is thrown away.

    Raises `BadInput` when something has changed since the rows were checked.
    """
    units = Unit.objects.in_bulk({row.unit_id for row in rows})
    people = Employee.objects.select_for_update().in_bulk({row.employee_id for row in rows if row.employee_id})
    changed = sum(
        _bring_up_to_date(people[row.employee_id], units[row.unit_id], row.facts, by)
        for row in rows
        if row.employee_id is not None
    )
    new = [(units[row.unit_id], row.facts.as_stored()) for row in rows if row.employee_id is None]
    _create_many(new, by)
    if kept is not None:
        kept.delete()
    return Imported(created=len(new), changed=changed, unchanged=len(rows) - len(new) - changed)


def _create_many(new: Sequence[tuple[Unit, StaffFacts]], by: Employee | None) -> None:
    """What `create_employee` does, in a number of queries that hardly grows with the people."""
    refuse(_problems_of_many(new))
    made = [Employee(**asdict(facts), unit=unit, root_id=_root_of(unit)) for unit, facts in new]
    for employee in made:
        employee.set_unusable_password()
    created = Employee.objects.bulk_create(made, batch_size=500)
    record_changes(by=by, action="accounts.employee.created", changed=((employee.pk, employee) for employee in created))


def _problems_of_many(new: Sequence[tuple[Unit, StaffFacts]]) -> list[Problem]:
    """Addresses and numbers that somebody has taken since the file was checked, and units closed since."""
    emails = set(
        Employee.objects.filter(email__in=[facts.email for _unit, facts in new]).values_list("email", flat=True)
    )
    numbers = Employee.objects.filter(staff_number__in=[facts.staff_number for _unit, facts in new])
    taken = set(numbers.exclude(staff_number="").values_list("root_id", "staff_number"))
    problems = [problem for unit in {unit for unit, _facts in new} for problem in _problems_of_unit(unit)]
    for unit, facts in new:
        if facts.email in emails:
            problems.append(_problem("email_taken", column="email", found=facts.email))
        if (_root_of(unit), facts.staff_number) in taken:
            problems.append(_problem("staff_number_taken", column="staff_number", found=facts.staff_number))
    return problems


def _bring_up_to_date(employee: Employee, unit: Unit, facts: StaffFacts, by: Employee | None) -> bool:
    """Whether anything differed."""
    differs = any(getattr(employee, name) != value for name, value in asdict(facts.as_stored()).items())
    if differs:
        employee = edit_employee(employee=employee, facts=facts, revision=employee.revision, by=by)
    if employee.unit_id != unit.pk:
        move_employee(employee=employee, to=unit, by=by)
        return True
    return differs


# Roles


@transaction.atomic
def grant_role(*, employee: Employee, role: Role, unit: Unit, on: date, by: Employee | None) -> RoleHeld:
    """A role in a unit and all below it. Nobody grants a role to themselves."""
    held = _held(employee)
    refuse(
        _problems_of_oneself(held, by)
        + _problems_of_role(held, role, unit)
        + _problems_of_unit(unit)
        + _problems_of_root(held, unit)
    )
    granted = RoleHeld.objects.create(employee=held, role=role, unit=unit, since=on)
    record_change(by=by, action="accounts.role.granted", **_about(held), **_given(granted))
    return granted


@transaction.atomic
def withdraw_role(*, held: RoleHeld, by: Employee | None) -> None:
    """The role ends at once. A municipality always keeps one administrator over all of it."""
    employee = _held(held.employee)
    is_top = held.role == Role.ADMINISTRATOR and held.unit_id == employee.root_id
    refuse(_last_administrator(employee) if is_top else [])
    _withdraw(held, by)


def _withdraw(held: RoleHeld, by: Employee | None) -> None:
    record_change(by=by, action="accounts.role.withdrawn", **_about(held.employee), **_given(held))
    held.delete()


def _given(held: RoleHeld) -> RoleDetails:
    return {"role": str(held.role), "unit": held.unit.path, "unit_uuid": str(held.unit.uuid)}


# Letters


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """What is to be sent; `employee` is None when it goes to somebody outside."""

    employee: Employee | None
    to: str
    subject: str
    body: str


@transaction.atomic
def post_letter(*, employee: Employee, kind: LetterKind, subject: str, body: str) -> Letter:
    """Put a mail to an employee into the outbox; it is sent in the background once this is committed."""
    mail = Mail(employee=employee, to=employee.email, subject=subject, body=body)
    return post_letters(root_id=employee.root_id, kind=kind, mails=[mail])[0]


@transaction.atomic
def post_letters(*, root_id: int, kind: LetterKind, mails: Iterable[Mail]) -> list[Letter]:
    """Put mails into the outbox of a municipality, in their order; they are sent in the background once this is committed."""
    now = timezone.now()
    letters = Letter.objects.bulk_create(
        (
            Letter(
                root_id=root_id,
                employee=mail.employee,
                kind=kind,
                to=mail.to,
                subject=mail.subject,
                body=encrypted(mail.body, purpose=LETTER),
                created_at=now,
            )
            for mail in mails
        ),
        batch_size=500,
    )
    transaction.on_commit(partial(_ask_to_send, [letter.pk for letter in letters]))
    return letters


def _ask_to_send(letter_ids: Sequence[int]) -> None:
    from fagkompas.accounts.tasks import begin_sending  # tasks call actions, so not at the top

    begin_sending(letter_ids)


@transaction.atomic
def withdraw_letters(*, letters: LetterQuerySet) -> None:
    """Take letters out of the outbox: what still waits is not sent, and nothing is left of who was written to."""
    letters.delete()


def send_letter(*, letter: Letter, now: datetime, connection: BaseEmailBackend | None = None) -> bool:
    """Hand a letter to the mail server; whether it took it. A letter that was sent already stays so.

    Not in a transaction: the database does not wait for a mail server. Should two send it at once, it comes twice.
    """
    if letter.sent_at is not None:
        return True
    kept = letter.body if settings.ENVIRONMENT.demo else ""
    try:
        send_mail(letter.subject, letter.text, None, [letter.to], connection=connection)
    except (SMTPException, OSError, ValueError, InvalidToken) as failed:  # ValueError: a header that no mail may have
        if _is_for_good(failed):
            LOG.warning("The mail server refused the address of a letter. It is not tried again.")
            Letter.objects.filter(pk=letter.pk).update(is_refused=True, body=kept)
        else:
            LOG.warning("A letter could not be sent (%s). It is tried again by send_letters.", type(failed).__name__)
        return False
    Letter.objects.filter(pk=letter.pk).update(sent_at=now, body=kept)
    return True


def write_secrets_anew() -> Iterator[bool]:
    """Texts of letters and secrets of second factors under the key of now; for each, whether it could be read."""
    letters, factors = Letter.objects.exclude(body=""), Authenticator.objects.filter(type__in=SECRET_OF_FACTOR)
    for key in letters.order_by("pk").values_list("pk", flat=True):
        yield _letter_anew(letters.select_for_update().filter(pk=key))
    for key in factors.order_by("pk").values_list("pk", flat=True):
        yield _factor_anew(factors.select_for_update().filter(pk=key))


@transaction.atomic
def _letter_anew(letters: LetterQuerySet) -> bool:
    """Whether it could be read; one that was sent meanwhile has no text."""
    for letter in letters:
        try:
            letter.body = written_anew(letter.body, purpose=LETTER)
        except InvalidToken:
            return False
        letter.save(update_fields=["body"])
    return True


@transaction.atomic
def _factor_anew(factors: QuerySet[Authenticator]) -> bool:
    """Whether it could be read."""
    for factor in factors:
        name = SECRET_OF_FACTOR[factor.type]
        try:
            factor.data[name] = written_anew(factor.data[name], purpose=SECOND_FACTOR)
        except InvalidToken:
            return False
        factor.save(update_fields=["data"])
    return True


def _is_for_good(failed: Exception) -> bool:
    """Whether the mail server says that there is no such address, not that it cannot take the mail just now."""
    return isinstance(failed, SMTPRecipientsRefused) and all(code >= 500 for code, _said in failed.recipients.values())


def send_waiting_letters(*, now: datetime, letter_ids: Sequence[int] | None = None) -> tuple[int, int]:
    """Try the letters that wait, or these of them, the oldest first; how many were sent, and how many still wait.

    By one connection. One that cannot be sent stops no other.
    """
    found = Letter.objects.unsent(now)
    waiting = list(found if letter_ids is None else found.filter(pk__in=letter_ids))
    connection = get_connection()
    try:
        if waiting:
            connection.open()
    except (SMTPException, OSError) as failed:
        LOG.warning("The mail server cannot be reached (%s). Its letters wait for send_letters.", type(failed).__name__)
        return 0, len(waiting)
    try:
        tried = [(letter, send_letter(letter=letter, now=now, connection=connection)) for letter in waiting]
    finally:
        connection.close()
    sent = sum(was_sent for _letter, was_sent in tried)
    return sent, Letter.objects.unsent(now).filter(
        pk__in=[letter.pk for letter, was_sent in tried if not was_sent]
    ).count()


# What is deleted when its time is up


def retention(*, today: date, dry_run: bool) -> list[RetentionLine]:
    """Delete people some time after they left, read staff files, letters and sessions when their time is up.

    What rounds hold of them is deleted before, by the retention run of the rounds.
    """
    keep_days = settings.ENVIRONMENT.keep_retired_days
    gone = people_to_delete(today)
    now = timezone.now()
    imports = StaffImport.expired(now)
    letters = Letter.objects.past_keeping(now)
    sessions = Session.objects.filter(expire_date__lt=now).order_by("pk")
    lines = [
        RetentionLine(
            what=_("employees who left more than %(days)d days ago") % {"days": keep_days}, rows=gone.count()
        ),
        RetentionLine(what=_("staff files that were read and not saved"), rows=imports.count()),
        RetentionLine(what=_("letters of the outbox that are over thirty days old"), rows=letters.count()),
        RetentionLine(what=_("sign-ins that have ended"), rows=sessions.count()),
    ]
    if not dry_run:
        _delete_people(gone)
        imports.delete()
        letters.delete()
        sessions.delete()
        UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    return lines


def people_to_delete(today: date) -> EmployeeQuerySet:
    """Those who left longer ago than people are kept: FAGKOMPAS_KEEP_RETIRED_DAYS."""
    left_before = today - timedelta(days=settings.ENVIRONMENT.keep_retired_days)
    return Employee.objects.get_queryset().filter(retired_on__lt=left_before).order_by("retired_on", "pk")


@transaction.atomic
def _delete_people(people: Iterable[Employee]) -> None:
    for employee in people:
        record_change(by=None, action="accounts.employee.deleted", **_about(employee))
        employee.delete()


# Shared


def _problem(code: str, *, column: str | None = None, found: str = "", **values: str | int | float | None) -> Problem:
    return Problem(place=Place(column=column), found=found, message_code=code, values={"found": found, **values})


def _held(employee: Employee) -> Employee:
    """The row as it is now, kept from others until the transaction ends."""
    return Employee.objects.select_for_update().get(pk=employee.pk)


def _save(employee: Employee) -> None:
    employee.revision += 1
    employee.save(
        update_fields=[
            *("name", "email", "staff_number", "category", "phone", "unit", "is_active", "retired_on", "revision")
        ]
    )


def _about(employee: Employee) -> About:
    return {"target": employee, "subject_id": employee.pk, "root_id": employee.root_id}


def _take_over(employee: Employee, facts: StaffFacts) -> list[str]:
    """Set what differs; the names of what did."""
    changed = [name for name, value in asdict(facts).items() if getattr(employee, name) != value]
    for name in changed:
        setattr(employee, name, getattr(facts, name))
    return changed


def _problems_of_facts(facts: StaffFacts, *, root_id: int | None, but: int | None = None) -> list[Problem]:
    others = Employee.objects.all() if but is None else Employee.objects.exclude(pk=but)
    problems = [_problem("name_missing", column="name")] if not facts.name else []
    if not facts.email:
        problems.append(_problem("email_missing", column="email"))
    elif others.filter(email=facts.email).exists():
        problems.append(_problem("email_taken", column="email", found=facts.email))
    if facts.staff_number and others.filter(root_id=root_id, staff_number=facts.staff_number).exists():
        problems.append(_problem("staff_number_taken", column="staff_number", found=facts.staff_number))
    return [*problems, *_problems_of_phone(facts.phone)]


def _problems_of_phone(phone: str) -> Iterator[Problem]:
    return unless(len(phone) <= LONGEST_PHONE, "phone", "phone_too_long", phone[:40], longest=LONGEST_PHONE)


def _phone(typed: str) -> str:
    """As it is stored: single spaces."""
    return " ".join(typed.split())


def _problems_of_unit(unit: Unit) -> list[Problem]:
    return [_problem("unit_is_retired", column="unit", found=unit.name)] if unit.retired_on is not None else []


def _problems_of_root(employee: Employee, unit: Unit) -> list[Problem]:
    return [_problem("other_municipality", column="unit", found=unit.name)] if unit.root_id != employee.root_id else []


def _problems_of_oneself(employee: Employee, by: Employee | None) -> list[Problem]:
    return [_problem("not_yourself", found=employee.name)] if by is not None and by.pk == employee.pk else []


def _problems_of_role(employee: Employee, role: Role, unit: Unit) -> list[Problem]:
    if not employee.is_active:
        return [_problem("employee_has_left", found=employee.name)]
    if employee.roles.filter(role=role, unit=unit).exists():
        return [_problem("role_held_already", column="role", found=str(Role(role).label), unit=unit.name)]
    return []


def _last_administrator(employee: Employee) -> list[Problem]:
    """Without an administrator over the whole municipality nobody could ever be let in again."""
    top = RoleHeld.objects.filter(role=Role.ADMINISTRATOR, unit_id=employee.root_id, employee__is_active=True)
    if top.filter(employee=employee).exists() and not top.exclude(employee=employee).exists():
        return [_problem("last_administrator", found=employee.name)]
    return []


def _root_of(unit: Unit) -> int:
    return unit.root_id or unit.pk


def _held_tree(unit: Unit) -> Unit:
    """The unit as it is now; nobody else changes the municipality's tree until the transaction ends."""
    Unit.objects.select_for_update().get(pk=_root_of(unit))
    return Unit.objects.select_related("parent").get(pk=unit.pk)


def _unit_name(name: str, *, siblings: Iterable[Unit]) -> str:
    """The name as it is kept; raises `BadInput` when it is missing, has the path's separator in it or is taken."""
    kept = " ".join(name.split())
    taken = {sibling.name.lower(): sibling for sibling in siblings}
    if not kept:
        raise BadInput((_problem("name_missing", column="name"),))
    if PATH_SEPARATOR in kept:
        raise BadInput((_problem("unit_name_has_separator", column="name", found=kept),))
    if other := taken.get(kept.lower()):
        code = "unit_name_taken" if other.retired_on is None else "unit_name_taken_by_retired"
        raise BadInput((_problem(code, column="name", found=kept),))
    return kept


def _problems_of_move(unit: Unit, to: Unit) -> list[Problem]:
    if unit.is_municipality:
        return [_problem("municipality_stays", found=unit.name)]
    if unit.contains(to):
        return [_problem("unit_into_itself", column="to", found=to.name)]
    if to.root_id != unit.root_id:
        return [_problem("other_municipality", column="to", found=to.name)]
    if to.retired_on is not None:
        return [_problem("unit_is_retired", column="to", found=to.name)]
    if unit.name.lower() in {sibling.name.lower() for sibling in to.children.exclude(pk=unit.pk)}:
        return [_problem("unit_name_taken", column="to", found=unit.name)]
    return []


def _place(unit: Unit) -> None:
    """Lineage and path, from the parent's."""
    above = unit.parent
    unit.lineage = f"{above.lineage if above else ''}{unit.pk}/"
    unit.path = f"{above.path}{PATH_SEPARATOR}{unit.name}" if above else unit.name


def _move_subtree(unit: Unit) -> None:
    """Save a unit with a new name or parent, and lineage and path of everything below it."""
    below = list(Unit.objects.below(unit).exclude(pk=unit.pk))
    before_lineage, before_path = unit.lineage, unit.path
    _place(unit)
    for other in below:
        other.lineage = unit.lineage + other.lineage.removeprefix(before_lineage)
        other.path = unit.path + other.path.removeprefix(before_path)
    refuse(_too_long([unit, *below]))
    unit.save(update_fields=["name", "parent", "lineage", "path"])
    Unit.objects.bulk_update(below, ["lineage", "path"], batch_size=500)


def _too_long(units: Iterable[Unit]) -> list[Problem]:
    long = [unit for unit in units if len(unit.lineage) > LONGEST_LINEAGE or len(unit.path) > LONGEST_PATH]
    return [_problem("unit_too_deep", found=unit.name) for unit in long[:1]]
