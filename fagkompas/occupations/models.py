"""Which jobs there are: titles, what else they are called, and the groups that they belong to. Shared by all municipalities.

Group                 "43 ..." and "4321 ...", of ISCO-08 or DISCO-08; a group is in the one whose code its own begins with
Occupation            a job title, of ESCO, of DISCO-08 or an example of ours
└── Label             a name for it in one language: the title itself, or what it is called as well
Import                one file that was loaded, or how far its loading has come
Vacancies             how many vacancies a group had in a region in a month
DemandFile            a file of vacancies that was read and is not saved yet
Balance               how much a title, or a group, is asked for in a region in a period, as the labour market balance has it
BalanceFile           a file of it that was read and is not saved yet
BalanceMapping        how the last such file was read: its columns, its words, its titles

Nothing is deleted, since plans and tracks point here: what a newer file no longer holds is retired.
"""

from datetime import datetime
from typing import ClassVar, Final
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from fagkompas.engine.scales import Demand
from fagkompas.toolkit.kept_files import FOR_AN_HOUR, KeptRead
from fagkompas.toolkit.languages import in_active_language
from fagkompas.toolkit.privacy import Privacy, none, personal

LONGEST_TITLE: Final = 300
LONGEST_REGION: Final = 80
LONGEST_SOURCE: Final = 120
LONGEST_PERIOD: Final = 40
LONGEST_WORDS: Final = 120
DIGITS: Final = (1, 2, 3, 4, 6)
"""How many digits a group's code has, from the top; five are not used."""


class Scheme(models.TextChoices):
    """Whose groups: the international ones, or the Danish ones that go two digits further."""

    ISCO = "isco08", "ISCO-08"
    DISCO = "disco08", "DISCO-08"


class Origin(models.TextChoices):
    """Where a title comes from."""

    DEMO = "demo", _("Example")
    ESCO = "esco", "ESCO"
    DISCO = "disco", "DISCO-08"


class Group(models.Model):
    """A group of occupations. `code` has 1, 2, 3, 4 or, in DISCO-08, 6 digits; `level` is how many."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        name: none() for name in ("id", "scheme", "code", "level", "title_da", "title_en")
    }

    scheme = models.CharField(max_length=7, choices=Scheme.choices)
    code = models.CharField(max_length=6)
    level = models.PositiveSmallIntegerField()
    title_da = models.CharField(max_length=LONGEST_TITLE)
    title_en = models.CharField(max_length=LONGEST_TITLE, blank=True)

    class Meta:
        ordering: ClassVar = ["scheme", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scheme", "code"], name="group_code_unique_in_scheme"),
            models.CheckConstraint(condition=models.Q(level__in=DIGITS), name="group_level_is_used"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.code}"

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return in_active_language(self, "title")


class OccupationQuerySet(models.QuerySet["Occupation"]):
    """Questions about many occupations."""

    def in_use(self) -> "OccupationQuerySet":
        """Without those that a newer file no longer holds."""
        return self.filter(retired_on__isnull=True)


class Occupation(models.Model):
    """A job title. `isco4` is its group of ISCO-08, "" where the source names none; `disco6` that of DISCO-08."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        name: none()
        for name in (
            "id",
            "uuid",
            "uri",
            "title_da",
            "title_en",
            "isco4",
            "disco6",
            "origin",
            "retired_on",
            "last_import",
        )
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    uri = models.CharField(max_length=200, blank=True)
    title_da = models.CharField(max_length=LONGEST_TITLE)
    title_en = models.CharField(max_length=LONGEST_TITLE, blank=True)
    isco4 = models.CharField(max_length=4, blank=True, db_index=True)
    disco6 = models.CharField(max_length=6, blank=True)
    origin = models.CharField(max_length=5, choices=Origin.choices)
    retired_on = models.DateField(null=True, blank=True)
    last_import = models.ForeignKey("Import", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = OccupationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["title_da", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["uri"], condition=~models.Q(uri=""), name="occupation_uri_unique"),
            models.UniqueConstraint(
                fields=["origin", "disco6", "title_da"],
                condition=models.Q(uri=""),
                name="occupation_without_uri_unique_by_title",
            ),
        ]

    def __str__(self) -> str:
        return self.title_da

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return in_active_language(self, "title")

    @property
    def is_example(self) -> bool:
        """One of ours, for trying things out."""
        return self.origin == Origin.DEMO


class Label(models.Model):
    """What an occupation is called in one language; its title there is the preferred one."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        name: none() for name in ("id", "occupation", "text", "language", "is_preferred")
    }

    occupation = models.ForeignKey(Occupation, on_delete=models.CASCADE, related_name="labels")
    text = models.CharField(max_length=LONGEST_TITLE)
    language = models.CharField(max_length=2, choices=[("da", "Dansk"), ("en", "English")])
    is_preferred = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["language", "-is_preferred", "text", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["occupation", "language", "text"], name="label_unique_in_occupation"),
            models.UniqueConstraint(
                fields=["occupation", "language"],
                condition=models.Q(is_preferred=True),
                name="one_preferred_label_in_each_language",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class ImportState(models.TextChoices):
    """How far a file has come."""

    RUNNING = "running", _("Not finished")
    DONE = "done", _("Loaded")
    LEFT = "left", _("Left for a newer file")


class ImportQuerySet(models.QuerySet["Import"]):
    """Questions about many imports."""

    def version(self) -> tuple[int, datetime | None]:
        """Changes whenever a loading has ended: what is made from the tables, such as the search, is kept under this."""
        found = self.filter(state=ImportState.DONE).aggregate(done=models.Count("pk"), last=models.Max("ended_at"))
        return found["done"], found["last"]


class Import(models.Model):
    """One file. `row_reached` rows of it are in the tables; a loading that was stopped goes on after them.

    `kind` is the origin of what is in it; `sha256` the hex digest of the file, by which it is known again; `problems`
    the first rows that were left out, as `toolkit.problems` keeps them, and `left_out` how many there are in all.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        name: none()
        for name in (
            "id",
            "kind",
            "file_name",
            "sha256",
            "rows",
            "row_reached",
            "state",
            "started_at",
            "ended_at",
            "left_out",
            "problems",
        )
    }

    kind = models.CharField(max_length=5, choices=Origin.choices)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField(default=0)
    row_reached = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=7, choices=ImportState.choices, default=ImportState.RUNNING)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    left_out = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-started_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "file_name"],
                condition=models.Q(state="running"),
                name="one_running_import_of_a_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} {self.state}"


class Vacancies(models.Model):
    """How many vacancies the group of `code` had in a region in the month that begins on `month`.

    `source` is what the file or the table is called; `read_on` the day on which it was read.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        name: none() for name in ("id", "code", "region", "month", "number", "source", "read_on")
    }

    code = models.CharField(max_length=6)
    region = models.CharField(max_length=LONGEST_REGION)
    month = models.DateField()
    number = models.PositiveIntegerField()
    source = models.CharField(max_length=LONGEST_SOURCE)
    read_on = models.DateField()

    class Meta:
        ordering: ClassVar = ["code", "region", "month"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "region", "month"], name="vacancies_once_a_month"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.region} {self.month:%Y-%m} {self.number}"


class DemandFile(KeptRead):
    """A file of vacancies that was read and is shown before anything is saved; it lives for an hour."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        name: none() for name in ("id", "uuid", "source", "content", "problems", "read_at")
    } | {"author": personal("who read the file", FOR_AN_HOUR)}

    source = models.CharField(max_length=LONGEST_SOURCE)


class Balance(models.Model):
    """How much a title, or else the group of `code`, is asked for in a region in the `period` that begins on `begins_on`.

    `words` are the source's own for the `level`; `read_on` is the day on which the file was read.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        name: none()
        for name in (
            *("id", "occupation", "code", "region", "period", "begins_on", "level", "words", "source", "read_on"),
        )
    }

    occupation = models.ForeignKey(Occupation, on_delete=models.CASCADE, null=True, blank=True, related_name="balance")
    code = models.CharField(max_length=6, blank=True)
    region = models.CharField(max_length=LONGEST_REGION)
    period = models.CharField(max_length=LONGEST_PERIOD)
    begins_on = models.DateField()
    level = models.CharField(max_length=10, choices=[(level.value, level.value) for level in Demand])
    words = models.CharField(max_length=LONGEST_WORDS)
    source = models.CharField(max_length=LONGEST_SOURCE)
    read_on = models.DateField()

    class Meta:
        ordering: ClassVar = ["-begins_on", "region", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["occupation", "region", "begins_on"],
                condition=models.Q(code=""),
                name="balance_once_of_a_title",
            ),
            models.UniqueConstraint(
                fields=["code", "region", "begins_on"], condition=~models.Q(code=""), name="balance_once_of_a_group"
            ),
            models.CheckConstraint(
                condition=models.Q(code="", occupation__isnull=False)
                | models.Q(~models.Q(code=""), occupation__isnull=True),
                name="balance_of_title_or_group",
            ),
            models.CheckConstraint(
                condition=models.Q(level__in=[level.value for level in Demand]), name="balance_level_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code or self.occupation_id} {self.region} {self.period} {self.level}"


class BalanceFile(KeptRead):
    """A file of the balance that was read; it lives for an hour. `columns` says which of its columns is what, once chosen."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        name: none() for name in ("id", "uuid", "source", "columns", "content", "problems", "read_at")
    } | {"author": personal("who read the file", FOR_AN_HOUR)}

    source = models.CharField(max_length=LONGEST_SOURCE)
    columns = models.JSONField(default=dict, blank=True)


class BalanceMapping(models.Model):
    """How files of the balance are read, one row for all: kept when a file is saved, and proposed for the next.

    `columns`: what each is called by what it holds. `levels`: the level of each of the source's words. `titles`: for words that are
    no title of ours, the UUID of the occupation that was chosen; "" to leave it out.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {name: none() for name in ("id", "columns", "levels", "titles")}

    columns = models.JSONField(default=dict)
    levels = models.JSONField(default=dict)
    titles = models.JSONField(default=dict)

    def __str__(self) -> str:
        return ", ".join(self.columns.values())
