"""Who may: units in a tree, employees, and roles held in a unit.

    Demokommune                      root: a municipality
    └── Beskæftigelse                lineage "1/2/"
        ├── Jobcenter Nord           lineage "1/2/3/"
        └── Jobcenter Syd            lineage "1/2/4/"

A role held in a unit counts in everything below it.
"""

from collections.abc import Hashable
from datetime import datetime, timedelta
from typing import Any, ClassVar
from uuid import uuid4

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fagkompas.toolkit.alphabet import Alphabetical
from fagkompas.toolkit.encryption import decrypted
from fagkompas.toolkit.kept_files import UNTIL_SAVED, KeptFile
from fagkompas.toolkit.privacy import Privacy, none, personal, secret

WHILE_EMPLOYED = "while employed, then deleted by the retention run"
KEPT_AS_LETTER = "thirty days, then deleted by the retention run"
UNTIL_SENT = "until it is sent, at most thirty days"

LETTER = "letter"
"""What the texts of letters are encrypted for."""

PATH_SEPARATOR = " / "
"""Between the names of units in a path: "Demokommune / Beskæftigelse / Jobcenter Nord"."""


class UnitQuerySet(models.QuerySet["Unit"]):
    """Questions about many units."""

    def below(self, unit: "Unit") -> "UnitQuerySet":
        """A unit and everything under it."""
        return self.filter(lineage__startswith=unit.lineage)

    def of_root(self, root_id: int) -> "UnitQuerySet":
        """All units of one municipality."""
        return self.filter(root_id=root_id)

    def in_tree_order(self) -> "UnitQuerySet":
        """Parents before children, siblings by name."""
        return self.order_by("path", "pk")


class Unit(models.Model):
    """A place in the organisation; a root is a municipality."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        name: none() for name in ("id", "uuid", "name", "parent", "root", "lineage", "path", "is_demo", "retired_on")
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    root = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    lineage = models.CharField(max_length=255, db_index=True, blank=True)
    path = models.CharField(max_length=1000, blank=True)
    is_demo = models.BooleanField(default=False)
    retired_on = models.DateField(null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["path", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint("parent", Lower("name"), name="unit_name_unique_in_parent"),
            models.UniqueConstraint(
                Lower("name"), condition=models.Q(parent__isnull=True), name="municipality_name_unique"
            ),
            models.UniqueConstraint(fields=["lineage"], condition=~models.Q(lineage=""), name="unit_lineage_unique"),
            models.CheckConstraint(condition=~models.Q(name=""), name="unit_has_name"),
            models.CheckConstraint(
                condition=~models.Q(name__contains=PATH_SEPARATOR), name="unit_name_without_separator"
            ),
            models.CheckConstraint(condition=~models.Q(parent=models.F("id")), name="unit_not_in_itself"),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | models.Q(root__isnull=False), name="unit_has_root"
            ),
        ]

    def __str__(self) -> str:
        return self.path

    @property
    def depth(self) -> int:
        """0 for a municipality, one more for each step down."""
        return self.lineage.count("/") - 1

    def contains(self, other: "Unit") -> bool:
        """Whether the other unit is this one or below it."""
        return other.lineage.startswith(self.lineage)

    @property
    def is_municipality(self) -> bool:
        """Whether it is the root of its tree."""
        return self.parent_id is None


class Role(models.TextChoices):
    """What a person may do in a unit and all below it; being an employee needs no role."""

    MANAGER = "manager", _("Manager")
    CONSULTANT = "consultant", _("Competence consultant")
    AUDITOR = "auditor", _("Auditor or data protection officer")
    ADMINISTRATOR = "administrator", _("Administrator")
    CASEWORKER = "caseworker", _("Caseworker")
    COMPANY_CONSULTANT = "company_consultant", _("Company consultant")
    PROTECTED_ADDRESSES = "protected_addresses", _("May see protected addresses")


class EmployeeQuerySet(models.QuerySet["Employee"]):
    """Questions about many employees."""

    def employed_in(self, unit: Unit) -> "EmployeeQuerySet":
        """Active people of a unit and everything below it, by name."""
        return self.filter(unit__lineage__startswith=unit.lineage, is_active=True).order_by(Alphabetical("name"), "pk")

    def of_root(self, root_id: int) -> "EmployeeQuerySet":
        """Everyone of one municipality."""
        return self.filter(root_id=root_id)

    def of_demo(self) -> "EmployeeQuerySet":
        """The demo's people, by name; all of them made up."""
        return self.filter(is_demo=True, is_active=True).order_by(Alphabetical("name"), "pk")

    def matching(self, words: str) -> "EmployeeQuerySet":
        """Those whose name, address or staff number has the words in it, in large or small letters."""
        found = models.Q()
        # SQLite knows large and small letters of ASCII only.
        for spelling in {words, words.lower(), words.upper(), words.title()}:
            for column in ("name", "email", "staff_number"):
                found |= models.Q(**{f"{column}__icontains": spelling})
        return self.filter(found)


class EmployeeManager(BaseUserManager["Employee"]):
    """What Django needs to make accounts on the command line."""

    def get_queryset(self) -> EmployeeQuerySet:
        return EmployeeQuerySet(self.model, using=self._db)

    def get_by_natural_key(self, username: str | None) -> "Employee":
        """People type their address in any case."""
        return self.get(email__iexact=username)

    def employed_in(self, unit: Unit) -> EmployeeQuerySet:
        """See the QuerySet."""
        return self.get_queryset().employed_in(unit)

    def of_root(self, root_id: int) -> EmployeeQuerySet:
        """See the QuerySet."""
        return self.get_queryset().of_root(root_id)

    def of_demo(self) -> EmployeeQuerySet:
        """See the QuerySet."""
        return self.get_queryset().of_demo()


class Employee(AbstractBaseUser):
    """A member of staff, who may sign in. `calendar_digest` is of the secret in the address of the own calendar, "" without one."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "id": none(),
        "uuid": none(),
        "password": secret("sign-in", WHILE_EMPLOYED),
        "last_login": personal("security", WHILE_EMPLOYED),
        "email": personal("sign-in and contact", WHILE_EMPLOYED),
        "name": personal("to know who is who", WHILE_EMPLOYED),
        "staff_number": personal("the municipality's own id, used in files", WHILE_EMPLOYED),
        "category": personal("which items of a framework concern the person", WHILE_EMPLOYED),
        "phone": personal("where citizens and companies reach the person", WHILE_EMPLOYED),
        "unit": personal("where the person works", WHILE_EMPLOYED),
        "root": none("which municipality"),
        "calendar_digest": secret("opens the calendar of the person's own conversations", WHILE_EMPLOYED),
        "language": personal("language of the pages", WHILE_EMPLOYED),
        "is_active": none(),
        "is_demo": none(),
        "retired_on": personal("when the person left", WHILE_EMPLOYED),
        "revision": none(),
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    staff_number = models.CharField(_("staff number"), max_length=64, blank=True)
    category = models.CharField(_("staff category"), max_length=16, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="employees")
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=2, default="da", choices=[("da", "Dansk"), ("en", "English")])
    calendar_digest = models.CharField(max_length=64, blank=True, db_index=True)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    retired_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = EmployeeManager()

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="employee_email_unique"),
            models.UniqueConstraint(
                fields=["root", "staff_number"],
                condition=~models.Q(staff_number=""),
                name="employee_staff_number_unique",
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="employee_has_name"),
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="employee_email_in_lower_case"),
            models.CheckConstraint(
                condition=models.Q(is_active=True, retired_on__isnull=True)
                | models.Q(is_active=False, retired_on__isnull=False),
                name="employee_left_or_active",
            ),
            models.CheckConstraint(condition=models.Q(language__in=["da", "en"]), name="employee_language_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def held_roles(self) -> "list[RoleHeld]":
        """The person's roles with their units, topmost first; asked once a request."""
        return list(self.roles.select_related("unit").order_by("unit__path", "pk"))

    @property
    def standing(self) -> Hashable:
        """Who the person is, where, and with which roles in which units: all that the person's rights follow from."""
        roles = tuple((held.role, held.unit_id, held.unit.lineage) for held in self.held_roles)
        return self.pk, self.root_id, self.unit.lineage, roles

    # What Django's admin asks of a user; the admin shows no personal rows.
    @property
    def is_staff(self) -> bool:
        """Nobody uses Django's admin by being an employee."""
        return False

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Rights come from roles in units, never from Django's permissions."""
        return False

    def has_module_perms(self, app_label: str) -> bool:
        """See `has_perm`."""
        return False


class RoleHeld(models.Model):
    """One person's role in one unit."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "id": none(),
        "uuid": none(),
        "employee": personal("who may", WHILE_EMPLOYED),
        "role": personal("who may", WHILE_EMPLOYED),
        "unit": personal("who may", WHILE_EMPLOYED),
        "since": personal("who may", WHILE_EMPLOYED),
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(_("role"), max_length=32, choices=Role.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="roles")
    since = models.DateField()

    class Meta:
        ordering: ClassVar = ["employee_id", "role", "unit_id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["employee", "role", "unit"], name="role_held_once"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} {self.role} {self.unit_id}"


class StaffImport(KeptFile):
    """A staff file that was read and is shown before anything is saved; it lives for an hour.

    `rows` holds the texts of the file's rows and `problems` what is odd about the file itself, as
    `accounts.staff_file` writes and reads them.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "id": none(),
        "uuid": none(),
        "author": personal("who read the file", UNTIL_SAVED),
        "rows": personal("to show a staff file before it is saved", UNTIL_SAVED),
        "problems": personal("to show a staff file before it is saved", UNTIL_SAVED),
        "read_at": none(),
    }

    rows = models.JSONField()
    problems = models.JSONField()


class LetterKind(models.TextChoices):
    """What a letter is about."""

    INVITATION = "invitation", _("Invitation")
    SIGN_IN = "sign_in", _("Signing in")
    SURVEY = "survey", _("Survey")
    LEARNING = "learning", _("Learning")


class LetterQuerySet(models.QuerySet["Letter"]):
    """Questions about many letters."""

    def unsent(self, now: datetime) -> "LetterQuerySet":
        """Those that wait to be sent, the oldest first.

        Without those whose link is too old, whose reader has left, or whose address the mail server has refused. The link
        to a survey works until it closes; then its letters are withdrawn.
        """
        links_from = now - timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
        works = models.Q(kind=LetterKind.SURVEY) | models.Q(created_at__gte=links_from)
        is_there = models.Q(employee__isnull=True) | models.Q(employee__is_active=True)
        return self.filter(works, is_there, sent_at__isnull=True, is_refused=False).order_by("created_at", "pk")

    def past_keeping(self, now: datetime) -> "LetterQuerySet":
        """Those whose time is up."""
        return self.filter(created_at__lt=now - Letter.KEPT_FOR)


class Letter(models.Model):
    """A mail in the outbox. It may hold a link that lets its reader in, so its text is kept encrypted.

    The text goes when the letter is sent; a demo keeps it, to show it on a page. `employee` is None for people outside.
    `is_refused` once the mail server has said that there is no such address; it is not tried again.
    """

    KEPT_FOR: ClassVar[timedelta] = timedelta(days=30)

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "id": none(),
        "root": none(),
        "employee": personal("to send mail", KEPT_AS_LETTER),
        "kind": none(),
        "to": personal("to send mail", KEPT_AS_LETTER),
        "subject": personal("to send mail", KEPT_AS_LETTER),
        "body": secret("to send mail", UNTIL_SENT),
        "created_at": none(),
        "sent_at": none(),
        "is_refused": personal("to see that a mail did not arrive", KEPT_AS_LETTER),
    }

    root = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, null=True, related_name="letters")
    kind = models.CharField(max_length=12, choices=LetterKind.choices)
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    is_refused = models.BooleanField(default=False)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.created_at:%Y-%m-%d %H:%M}"

    @property
    def text(self) -> str:
        """The body as it was written; empty once it is gone. Raises `InvalidToken` when the key is another by now."""
        return decrypted(self.body, purpose=LETTER) if self.body else ""

    @property
    def shown_text(self) -> str:
        """The same for a page, in words when it cannot be read."""
        try:
            return self.text
        except InvalidToken:
            return gettext("The letter cannot be read: it was written with another key.")
