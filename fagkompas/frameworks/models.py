"""What can be: frameworks, their versions and items, learning forms, crosswalk.

    Framework                 faglighed-2025, or a municipality's own
    └── Version               1, 2, ... draft -> published (never changed again) -> retired
        └── Field             AU Arbejdsmarked & Uddannelse
            └── Item          AU-G1 (a competency) or AU-PRA (a dimension item)

An item's `identity` is the same in every version of a framework; `origin` is the
identity of the item it was derived from in another framework, as far back as it goes.
Fields and items of a version that is not a draft refuse to be changed.
"""

from typing import Any, ClassVar, TypeVar
from uuid import UUID, uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from fagkompas.accounts.models import Employee, Unit
from fagkompas.engine.errors import FagkompasError
from fagkompas.engine.scales import Dimension, Level
from fagkompas.toolkit.kept_files import UNTIL_SAVED, KeptFile
from fagkompas.toolkit.languages import in_active_language
from fagkompas.toolkit.privacy import Privacy, none, personal


class VersionState(models.TextChoices):
    """Draft may change; published never; retired can no longer be chosen for a round."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    RETIRED = "retired", _("Retired")


class ItemKind(models.TextChoices):
    """What one rates."""

    COMPETENCY = "competency", _("Competency")
    DIMENSION = "dimension", _("Dimension question")


LEVELS: list[tuple[str, object]] = [(Level.BASIC.value, _("Basic")), (Level.SPECIALISED.value, _("Specialised"))]
DIMENSIONS: list[tuple[str, object]] = [
    (Dimension.PRACTICAL.value, _("Practical")),
    (Dimension.REFLEXIVE.value, _("Reflexive")),
    (Dimension.RELATIONAL.value, _("Relational")),
]


class FrameworkQuerySet(models.QuerySet["Framework"]):
    """Questions about many frameworks."""

    def seen_by(self, root_id: int) -> "FrameworkQuerySet":
        """Those that come with the product and the municipality's own."""
        return self.filter(models.Q(root__isnull=True) | models.Q(root_id=root_id)).order_by("position", "code")


class Framework(models.Model):
    """A way to describe professional skill; `root` is null for those that come with the product."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        name: none() for name in ("id", "uuid", "code", "root", "derived_from", "position")
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    code = models.SlugField(max_length=60)
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    derived_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="derived")
    position = models.PositiveSmallIntegerField(default=100)

    objects = FrameworkQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["position", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["root", "code"], name="framework_code_unique_in_root"),
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(root__isnull=True), name="framework_code_unique_shipped"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class VersionQuerySet(models.QuerySet["Version"]):
    """Questions about many versions."""

    def seen_by(self, root_id: int) -> "VersionQuerySet":
        """Versions of the frameworks that a municipality sees."""
        return self.filter(models.Q(framework__root__isnull=True) | models.Q(framework__root_id=root_id))

    def choosable(self, root_id: int) -> "VersionQuerySet":
        """What a new round may pin: published, shipped or own."""
        return (
            self.seen_by(root_id)
            .filter(state=VersionState.PUBLISHED)
            .select_related("framework")
            .order_by("framework__position", "framework__code", "-published_on", "-pk")
        )


class Version(models.Model):
    """One state of a framework. `document` is everything but fields and items: name, source, rules, scale, dimensions, categories."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "id": none(),
        "uuid": none(),
        "framework": none(),
        "number": none(),
        "state": none(),
        "name_da": none(),
        "name_en": none(),
        "document": none(),
        "derived_from": none(),
        "created_by": personal("who to ask about a draft", "with the version"),
        "published_on": none(),
        "retired_on": none(),
        "revision": none(),
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="versions")
    number = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=VersionState.choices, default=VersionState.DRAFT)
    name_da = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    document = models.JSONField(default=dict)
    derived_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="derived")
    created_by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    published_on = models.DateField(null=True, blank=True)
    retired_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["framework_id", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["framework", "number"], name="version_number_unique"),
            models.CheckConstraint(condition=models.Q(state__in=VersionState.values), name="version_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.framework_id} {self.number}"

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return in_active_language(self, "name")

    @property
    def is_draft(self) -> bool:
        """Whether it may still change."""
        return self.state == VersionState.DRAFT


Part = TypeVar("Part", "Field", "Item")


class PublishedNeverChanges(FagkompasError):
    """A field or an item of a version that people may have been rated on was about to be changed."""

    def __init__(self, version: Version) -> None:
        self.version = version
        super().__init__(version.pk)

    def __str__(self) -> str:
        return f"Version {self.version} is {self.version.state} and never changes: make a new draft of it."


def refuse_unless_draft(version: Version) -> None:
    """Raises `PublishedNeverChanges`."""
    if not version.is_draft:
        raise PublishedNeverChanges(version)


class PartQuerySet(models.QuerySet[Part]):
    """Fields or items; none of a version that is not a draft can be changed through it."""

    def update(self, **columns: Any) -> int:
        """As Django's. Raises `PublishedNeverChanges`."""
        fixed = self.exclude(version__state=VersionState.DRAFT).select_related("version").order_by("pk").first()
        if fixed is not None:
            raise PublishedNeverChanges(fixed.version)
        return super().update(**columns)


class Field(models.Model):
    """An area of skill within a version."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        name: none()
        for name in (
            "id",
            "version",
            "code",
            "position",
            "name_da",
            "name_en",
            "description_da",
            "description_en",
            "source",
        )
    }

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="fields")
    code = models.CharField(max_length=10)
    position = models.PositiveSmallIntegerField()
    name_da = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    description_da = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    source = models.JSONField(default=dict)

    objects = PartQuerySet["Field"].as_manager()

    class Meta:
        ordering: ClassVar = ["version_id", "position"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["version", "code"], name="field_code_unique")]

    def __str__(self) -> str:
        return self.code

    def save(self, *args: Any, **options: Any) -> None:
        """As Django's. Raises `PublishedNeverChanges`."""
        refuse_unless_draft(self.version)
        super().save(*args, **options)

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return in_active_language(self, "name")

    @property
    def description(self) -> str:
        """The description in the reader's language."""
        return in_active_language(self, "description")


class ItemQuerySet(PartQuerySet["Item"]):
    """Questions about many items."""

    def in_use(self) -> "ItemQuerySet":
        """Without those that a derived version has retired."""
        return self.filter(retired=False)

    def competencies(self) -> "ItemQuerySet":
        """Without the dimension questions."""
        return self.filter(kind=ItemKind.COMPETENCY)


class Item(models.Model):
    """Something one can be rated on: a competency of a level, or a dimension question.

    `revision` is that of the version when the item was last changed.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        name: none()
        for name in (
            "id",
            "uuid",
            "version",
            "field",
            "identity",
            "origin",
            "code",
            "kind",
            "level",
            "position",
            "dimension",
            "other_dimensions",
            "dimension_reason_da",
            "dimension_reason_en",
            "category",
            "title_da",
            "title_en",
            "statement_da",
            "statement_en",
            "source",
            "retired",
            "revision",
        )
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="items")
    field = models.ForeignKey(Field, on_delete=models.CASCADE, related_name="items")
    identity = models.UUIDField(default=uuid4)
    origin = models.UUIDField(null=True, blank=True)
    code = models.CharField(max_length=20)
    kind = models.CharField(max_length=10, choices=ItemKind.choices)
    level = models.CharField(max_length=12, choices=LEVELS, blank=True)
    position = models.PositiveSmallIntegerField()
    dimension = models.CharField(max_length=12, choices=DIMENSIONS)
    other_dimensions = models.JSONField(default=list, blank=True)
    dimension_reason_da = models.TextField(blank=True)
    dimension_reason_en = models.TextField(blank=True)
    category = models.CharField(max_length=16, blank=True)
    title_da = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120, blank=True)
    statement_da = models.TextField()
    statement_en = models.TextField(blank=True)
    source = models.JSONField(default=dict)
    retired = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=0)

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["version_id", "field__position", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "code"], name="item_code_unique"),
            models.UniqueConstraint(fields=["version", "identity"], name="item_identity_unique"),
            models.CheckConstraint(
                condition=models.Q(kind=ItemKind.DIMENSION, level="")
                | models.Q(kind=ItemKind.COMPETENCY, level__in=[level.value for level in Level]),
                name="item_level_fits_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(dimension__in=[dimension.value for dimension in Dimension]),
                name="item_dimension_known",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def save(self, *args: Any, **options: Any) -> None:
        """As Django's. Raises `PublishedNeverChanges`."""
        refuse_unless_draft(self.version)
        super().save(*args, **options)

    @property
    def shared_identity(self) -> UUID:
        """The same for an item and all that were derived from it: what figures of two frameworks are compared by."""
        return self.origin or self.identity

    @property
    def is_competency(self) -> bool:
        """Whether it has a level; else it asks for a dimension of the field."""
        return self.kind == ItemKind.COMPETENCY

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return in_active_language(self, "title")

    @property
    def statement(self) -> str:
        """The statement in the reader's language."""
        return in_active_language(self, "statement")

    @property
    def dimension_reason(self) -> str:
        """Why this dimension comes first, where it is not plain."""
        return in_active_language(self, "dimension_reason")


class LearningForm(models.Model):
    """A way of learning, and the dimension it suits; empty where each offering says it by its own description."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        name: none()
        for name in (
            "id",
            "code",
            "dimension",
            "position",
            "name_da",
            "name_en",
            "description_da",
            "description_en",
            "source",
        )
    }

    code = models.SlugField(max_length=60, unique=True)
    dimension = models.CharField(max_length=12, choices=DIMENSIONS, blank=True)
    position = models.PositiveSmallIntegerField()
    name_da = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    description_da = models.TextField()
    description_en = models.TextField()
    source = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["position"]

    def __str__(self) -> str:
        return self.code

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return in_active_language(self, "name")

    @property
    def description(self) -> str:
        """The description in the reader's language."""
        return in_active_language(self, "description")


class Relation(models.TextChoices):
    """How an item relates to one of another framework."""

    EXACT = "exact", _("The same")
    RELATED = "related", _("Related")
    PART_OF = "part_of", _("Part of")
    INCLUDES = "includes", _("Includes")

    @property
    def seen_from_the_other(self) -> "Relation":
        """What stands there when the link is read the other way."""
        turned = {Relation.PART_OF: Relation.INCLUDES, Relation.INCLUDES: Relation.PART_OF}
        return turned.get(self, self)


class CrosswalkLink(models.Model):
    """One item of a framework beside one of another, by identity; `target_identity` null says that none was found."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        name: none()
        for name in (
            "id",
            "source_framework",
            "source_identity",
            "target_framework",
            "target_identity",
            "relation",
            "note_da",
            "note_en",
        )
    }

    source_framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="+")
    source_identity = models.UUIDField()
    target_framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="+")
    target_identity = models.UUIDField(null=True, blank=True)
    relation = models.CharField(max_length=10, choices=Relation.choices, blank=True)
    note_da = models.TextField(blank=True)
    note_en = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source_identity", "target_framework", "target_identity"], name="crosswalk_link_once"
            ),
            models.CheckConstraint(
                condition=models.Q(target_identity__isnull=True, relation="")
                | models.Q(target_identity__isnull=False, relation__in=Relation.values),
                name="crosswalk_relation_fits",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_identity} {self.relation or 'none'}"

    @property
    def note(self) -> str:
        """A word on the relation, where it needs one."""
        return in_active_language(self, "note")


class FrameworkImport(KeptFile):
    """A file that was read and is shown before anything is saved; it lives for an hour.

    Without `version` it is a whole framework and `content` its data, None where it could not be read; with one it is a
    table for that draft and `content` a list of rows. `problems` are dicts of `sheet`, `row`, `column`, `found`,
    `code` and `values`.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "id": none(),
        "uuid": none(),
        "author": personal("who read the file", UNTIL_SAVED),
        "version": none(),
        "file_name": none(),
        "content": none(),
        "problems": none(),
        "read_at": none(),
    }

    version = models.ForeignKey(Version, on_delete=models.CASCADE, null=True, related_name="+")
    file_name = models.CharField(max_length=200)
    content = models.JSONField(null=True)
    problems = models.JSONField(default=list)
