"""Whom it is about: citizens, what they have agreed to, and who opened a case from outside its unit.

Citizen                        in a unit, with a caseworker; contact and CPR are encrypted
├── Consent                    what the citizen has said yes to, until it is withdrawn
├── Opening                    a colleague of another unit opened the case that day, and why
└── Handover                   from one caseworker to the next, with a word on the way

A citizen never signs in: what stands here is what the municipality knows.
"""

from datetime import date
from typing import ClassVar, Final
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from fagkompas.accounts.models import Employee, Role, RoleHeld, Unit
from fagkompas.citizens.target_groups import target_groups
from fagkompas.toolkit.cpr import masked_cpr
from fagkompas.toolkit.days import years_from
from fagkompas.toolkit.encrypted_fields import EncryptedTextField
from fagkompas.toolkit.encryption import keyed_hashes
from fagkompas.toolkit.kept_files import FOR_AN_HOUR, TO_SHOW, KeptRead
from fagkompas.toolkit.languages import said
from fagkompas.toolkit.privacy import Privacy, none, personal, sensitive

CPR: Final = "cpr"
"""What CPR numbers are encrypted and found for."""

CONTACT: Final = "contact"
"""What contact details are encrypted for."""

HANDOVER: Final = "handover"
"""What notes of handovers are encrypted for."""

WITH_CASES: Final = (Role.CASEWORKER, Role.MANAGER)
"""The roles of those who have citizens in a unit and below it, and open their cases."""

WITH_CITIZENS: Final = (Role.CASEWORKER, Role.COMPANY_CONSULTANT, Role.MANAGER)
"""And of those who see what stands of a citizen towards work."""

OPENING: Final = "opening"
"""What reasons for opening a case are encrypted for."""

TO_HELP = "to help the citizen into work"
WITH_CASE = "with the case: five years after it is closed, then deleted by the retention run"
KEPT_YEARS: Final = 5
CASE_DIGITS: Final = 8
"""So many of its UUID's digits are a case's number, which is told together with the name."""


class ClosedWhy(models.TextChoices):
    """Why a case ended."""

    JOB = "job", _("Found work")
    EDUCATION = "education", _("Began an education")
    BENEFIT = "benefit", _("Went to another benefit")
    MOVED = "moved", _("Moved to another municipality")
    PENSION = "pension", _("Began to draw a pension")
    DECEASED = "deceased", _("Died")
    OTHER = "other", _("Something else")


def cpr_hashes(number: str, *, root_id: int) -> tuple[str, ...]:
    """What ten digits are found by in a municipality: under the key of now first, then under those Fagkompas had."""
    return keyed_hashes(number, purpose=CPR, place=root_id)


class ErasedWhy(models.TextChoices):
    """Why a case is erased instead of closed."""

    MISTAKE = "mistake", _("It was opened by mistake")
    SOMEBODY_ELSE = "somebody_else", _("It has somebody else's CPR number")
    TWICE = "twice", _("The citizen has another case")


def has_caseworker() -> models.Q:
    """Of citizens: that somebody has the case who may have cases where the citizen is."""
    roles = RoleHeld.objects.filter(employee=models.OuterRef("caseworker"), role__in=WITH_CASES).order_by()
    lineage = models.ExpressionWrapper(models.OuterRef("unit__lineage"), output_field=models.CharField())
    there = roles.alias(place=lineage).filter(place__startswith=models.F("unit__lineage"))
    return models.Q(models.Exists(there), caseworker__is_active=True)


class CitizenQuerySet(models.QuerySet["Citizen"]):
    """Questions about many citizens."""

    def of_root(self, root_id: int) -> "CitizenQuerySet":
        """Everyone of one municipality."""
        return self.filter(root_id=root_id)

    def active(self) -> "CitizenQuerySet":
        """Whose case is not closed."""
        return self.filter(closed_on__isnull=True)

    def with_caseworker(self, employee: Employee) -> "CitizenQuerySet":
        """One caseworker's own."""
        return self.filter(caseworker=employee)

    def without_caseworker(self) -> "CitizenQuerySet":
        """Whom nobody has, or somebody who may not have citizens there any more: who has left, or lost the role."""
        return self.filter(~has_caseworker())

    def for_lists(self) -> "CitizenQuerySet":
        """With unit and caseworker, and without number and contact, which no list shows: reading them takes a while."""
        return self.select_related("unit", "caseworker").defer("cpr", "phone", "email", "address")

    def named(self, words: str) -> "CitizenQuerySet":
        """Those whose name has every word in it, in large or small letters."""
        found = self
        for word in words.split():
            one = models.Q()
            # SQLite knows large and small letters of ASCII only.
            for spelling in {word, word.lower(), word.upper(), word.capitalize()}:
                one |= models.Q(name__icontains=spelling)
            found = found.filter(one)
        return found

    def with_cpr(self, number: str, *, root_id: int) -> "CitizenQuerySet":
        """Who has this CPR number (ten digits) in a municipality, also where it was kept under an earlier key."""
        return self.of_root(root_id).filter(cpr_hash__in=cpr_hashes(number, root_id=root_id))

    def with_case_number(self, typed: str) -> "CitizenQuerySet":
        """The case with this number, typed with or without dash and in small or large letters; nobody for anything else."""
        digits = typed.strip().replace("-", "").lower()
        is_one = len(digits) == CASE_DIGITS and not set(digits) - set("0123456789abcdef")
        return self.filter(uuid__istartswith=digits) if is_one else self.none()

    def past_keeping(self, today: date) -> "CitizenQuerySet":
        """Whose time is up."""
        return self.filter(closed_on__lt=years_from(today, -KEPT_YEARS))


class Citizen(models.Model):
    """Somebody whom the unit helps into work.

    `cpr_hash` finds a number without reading one (`toolkit.encryption.keyed_hashes`). `target_group` is a code of
    `citizens/data/target_groups.yaml`; `fund` the unemployment fund of somebody insured, which is then a party in conversations.
    `address` is shown to those with a right of their own where `is_protected`.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = (
        {name: none() for name in ("id", "uuid", "root", "cpr_hash", "is_demo", "revision")}
        | {
            name: personal(TO_HELP, WITH_CASE)
            for name in (
                "unit",
                "caseworker",
                "name",
                "phone",
                "email",
                "language",
                "began_on",
                "closed_on",
                "closed_why",
                "is_protected",
                "created_at",
            )
        }
        | {name: sensitive(TO_HELP, WITH_CASE) for name in ("cpr", "address", "target_group", "fund")}
    )

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="citizens")
    caseworker = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, blank=True, related_name="citizens")
    name = models.CharField(_("name"), max_length=120)
    cpr = EncryptedTextField(_("CPR number"), purpose=CPR, found_by="cpr_hash", found_in="root_id", blank=True)
    cpr_hash = models.CharField(max_length=64, blank=True, db_index=True)
    phone = EncryptedTextField(_("telephone"), purpose=CONTACT, blank=True)
    email = EncryptedTextField(_("e-mail"), purpose=CONTACT, blank=True)
    address = EncryptedTextField(_("address"), purpose=CONTACT, blank=True)
    is_protected = models.BooleanField(_("protected address"), default=False)
    target_group = models.CharField(_("target group"), max_length=40)
    fund = models.CharField(_("unemployment fund"), max_length=80, blank=True)
    language = models.CharField(
        _("language of letters"), max_length=2, default="da", choices=[("da", "Dansk"), ("en", "English")]
    )
    began_on = models.DateField(_("case opened"))
    closed_on = models.DateField(_("case closed"), null=True, blank=True)
    closed_why = models.CharField(_("why the case was closed"), max_length=12, blank=True, choices=ClosedWhy.choices)
    created_at = models.DateTimeField()
    is_demo = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=0)

    objects = CitizenQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["unit", "closed_on", "name"], name="citizen_unit_list"),
            models.Index(fields=["caseworker", "closed_on", "name"], name="citizen_own_list"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["root", "cpr_hash"], condition=~models.Q(cpr_hash=""), name="citizen_cpr_unique_in_root"
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="citizen_has_name"),
            models.CheckConstraint(condition=~models.Q(target_group=""), name="citizen_has_target_group"),
            models.CheckConstraint(
                condition=models.Q(closed_on__isnull=True) | models.Q(closed_on__gte=models.F("began_on")),
                name="citizen_closed_after_opened",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_on__isnull=True, closed_why="")
                | models.Q(closed_on__isnull=False, closed_why__in=ClosedWhy.values),
                name="citizen_closed_with_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(cpr="", cpr_hash="") | (~models.Q(cpr="") & ~models.Q(cpr_hash="")),
                name="citizen_cpr_with_hash",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_closed(self) -> bool:
        """Whether the case is closed."""
        return self.closed_on is not None

    @property
    def initials(self) -> str:
        """For the browser's title, which stays in its history: "P.P."."""
        return "".join(f"{word[0].upper()}." for word in self.name.split())

    @property
    def case_number(self) -> str:
        """What tells two citizens of one name apart: "4F2A-91C0"."""
        digits = self.uuid.hex[:CASE_DIGITS].upper()
        return f"{digits[:4]}-{digits[4:]}"

    @property
    def kept_until(self) -> date | None:
        """The last day of a closed case; the run of the night after deletes it (`CitizenQuerySet.past_keeping`)."""
        return None if self.closed_on is None else years_from(self.closed_on, KEPT_YEARS)

    @property
    def group_name(self) -> str:
        """The target group in the reader's language; one that is gone goes by its code."""
        return next((said(one.name) for one in target_groups() if one.code == self.target_group), self.target_group)

    @property
    def shown_cpr(self) -> str:
        """With every digit hidden; "" without a number."""
        return masked_cpr(self.cpr) if self.cpr else ""


class ConsentKind(models.TextChoices):
    """What somebody may say yes to, each asked for where it is done (`citizens.consents.has_consent`).

    An unemployment fund takes part by law; what a company is told of considerations at work is approved one by one
    (`casework.Consideration`).
    """

    COMPANY = "company", _("My name and profile may be given to a company")
    PARTIES = "parties", _("Others may take part in my conversations")


class ConsentQuerySet(models.QuerySet["Consent"]):
    """Questions about many consents."""

    def standing(self) -> "ConsentQuerySet":
        """Given and not withdrawn."""
        return self.filter(withdrawn_on__isnull=True)

    def standing_on(self, day: date) -> "ConsentQuerySet":
        """Given by the end of a day, and not withdrawn until then."""
        still = models.Q(withdrawn_on__isnull=True) | models.Q(withdrawn_on__gt=day)
        return self.filter(still, given_on__lte=day)


class Consent(models.Model):
    """One yes; a withdrawn one stays, so that one can see what was allowed when. `about` is whom or what it concerns."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {name: none() for name in ("id", "uuid")} | {
        name: personal("to do only what the citizen has agreed to", WITH_CASE)
        for name in ("citizen", "kind", "about", "in_writing", "given_on", "withdrawn_on", "recorded_by", "recorded_at")
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    citizen = models.ForeignKey(Citizen, on_delete=models.CASCADE, related_name="consents")
    kind = models.CharField(max_length=20, choices=ConsentKind.choices)
    about = models.CharField(max_length=200, blank=True)
    in_writing = models.BooleanField(default=False)
    given_on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-given_on", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["citizen", "kind", "about"],
                condition=models.Q(withdrawn_on__isnull=True),
                name="consent_stands_once",
            ),
            models.CheckConstraint(condition=models.Q(kind__in=ConsentKind.values), name="consent_kind_known"),
            models.CheckConstraint(
                condition=models.Q(withdrawn_on__isnull=True) | models.Q(withdrawn_on__gte=models.F("given_on")),
                name="consent_withdrawn_after_given",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.citizen_id} {self.kind}"


class Opening(models.Model):
    """A colleague of another unit opened the case: why, and that it holds for that day."""

    PRIVACY: ClassVar[dict[str, Privacy]] = (
        {name: none() for name in ("id", "uuid")}
        | {name: personal("to know who looked, and why", WITH_CASE) for name in ("citizen", "employee", "on", "at")}
        | {"reason": sensitive("to know who looked, and why", WITH_CASE)}
    )

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    citizen = models.ForeignKey(Citizen, on_delete=models.CASCADE, related_name="openings")
    employee = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    reason = EncryptedTextField(_("reason"), purpose=OPENING)
    on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["citizen", "employee", "on"], name="opening_once_a_day"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="opening_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.citizen_id} {self.employee_id} {self.on}"


class HandoverQuerySet(models.QuerySet["Handover"]):
    """Questions about many handovers."""

    def unread_by(self, employee: Employee) -> "HandoverQuerySet":
        """Handed over to the person, who has not opened it yet and still has the citizen."""
        return self.filter(
            to_employee=employee, read_at__isnull=True, citizen__caseworker=employee, citizen__closed_on__isnull=True
        )

    def made_with(self, one: "Handover") -> "HandoverQuerySet":
        """All that the same person handed over at one press."""
        return self.filter(by=one.by_id, at=one.at)


class Handover(models.Model):
    """The citizen went to another caseworker, another unit or both on a day; `note` is for the next one.

    `to_employee` is empty where the citizen waits for a caseworker in the new unit.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = (
        {name: none() for name in ("id", "uuid")}
        | {
            name: personal("so that nothing is lost between two colleagues", WITH_CASE)
            for name in (
                "citizen",
                "from_employee",
                "to_employee",
                "from_unit",
                "to_unit",
                "on",
                "by",
                "at",
                "read_at",
            )
        }
        | {"note": sensitive("so that nothing is lost between two colleagues", WITH_CASE)}
    )

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    citizen = models.ForeignKey(Citizen, on_delete=models.CASCADE, related_name="handovers")
    from_employee = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    to_employee = models.ForeignKey(
        Employee, on_delete=models.SET_NULL, null=True, blank=True, related_name="handed_over"
    )
    from_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    note = EncryptedTextField(purpose=HANDOVER, blank=True)
    by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.citizen_id} {self.on}"


class CitizenImport(KeptRead):
    """A file of citizens that was read and is shown before anything is saved; it lives for an hour and is encrypted."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "id": none(),
        "uuid": none(),
        "author": personal("who read the file", FOR_AN_HOUR),
        "content": sensitive(TO_SHOW, FOR_AN_HOUR),
        "problems": sensitive(TO_SHOW, FOR_AN_HOUR),
        "read_at": none(),
    }
