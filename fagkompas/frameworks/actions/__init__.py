"""Every write of frameworks. Each change and its audit event are one transaction.

    derive_framework, import_document, new_draft_of        make a draft
    add_item, edit_item, move_level, retire_item, ...      change a draft, which stays a valid document
    parts.add_field, edit_scale, edit_rules, ...           its other parts
    publish -> retire_version                              a published version never changes again

What is refused is refused with a `BadInput` of every problem found; `frameworks.wording` has the sentences.
Whether the person may is asked before, in `permissions.py`.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain, count
from typing import Any, Final
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee, Unit
from fagkompas.audit.actions import record_change
from fagkompas.engine.errors import BadInput, Place, Problem
from fagkompas.engine.scales import LEVEL_SUFFIX, Dimension, Level
from fagkompas.frameworks import files
from fagkompas.frameworks.document import (
    Competency,
    DimensionItem,
    FieldDocument,
    FrameworkDocument,
    ItemSource,
    problems_before_publishing,
    shipped_identity,
)
from fagkompas.frameworks.models import (
    CrosswalkLink,
    Field,
    Framework,
    FrameworkImport,
    Item,
    ItemKind,
    LearningForm,
    Version,
    VersionState,
    refuse_unless_draft,
)
from fagkompas.frameworks.reader import LONGEST_CODE, code_from
from fagkompas.frameworks.to_engine import document_of
from fagkompas.frameworks.workbooks import Change, TableRow, changes
from fagkompas.toolkit.problems import kept_problem
from fagkompas.toolkit.retention import RetentionLine
from fagkompas.toolkit.texts import NO_TEXT, Text
from fagkompas.toolkit.together import ChangedMeanwhile

OWN_WORDS: Final = "Kommunens egen formulering"
"""The source of what a municipality adds without naming one. Content, therefore in Danish."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemValues:
    """What a consultant says about a competency. `source` is the section or the words that name where it is from."""

    level: Level
    dimension: Dimension
    other_dimensions: tuple[Dimension, ...] = ()
    dimension_reason: Text = NO_TEXT
    category: str = ""
    title: Text
    statement: Text
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """Codes with version numbers of what the product brings: new here, here already, and here with other contents."""

    new: tuple[str, ...]
    kept: tuple[str, ...]
    differing: tuple[str, ...]


# What comes with the product


@transaction.atomic
def load_shipped() -> Loaded:
    """Bring the shipped frameworks, learning forms and crosswalk into the database. Doing it again changes nothing.

    A version that is there with other contents is left as it is, since people may have been rated on it.
    """
    new: list[str] = []
    kept: list[str] = []
    differing: list[str] = []
    for position, code in enumerate(files.shipped_codes(), start=1):
        document = files.shipped(code)
        name = f"{code} {document.version}"
        framework, _made = Framework.objects.get_or_create(code=code, root=None, defaults={"position": 10 * position})
        version = framework.versions.filter(number=document.version).select_related("framework").first()
        if version is None:
            _load_version(framework, document)
            new.append(name)
        else:
            (kept if document_of(version) == document else differing).append(name)
    _load_learning_forms()
    _load_crosswalk()
    return Loaded(new=tuple(new), kept=tuple(kept), differing=tuple(differing))


def _load_version(framework: Framework, document: FrameworkDocument) -> None:
    version = _store(
        framework,
        document,
        identity=lambda item: shipped_identity(document.code, item),
        origin=lambda _item: None,
        by=None,
    )
    version.state = VersionState.PUBLISHED
    version.published_on = timezone.localdate()
    version.save()
    record_change(
        by=None, action="frameworks.version.loaded", target=version, framework=document.code, version=document.version
    )


def _load_learning_forms() -> None:
    """They have no versions: the words of the product's newest release count."""
    forms = [
        LearningForm(
            code=form.code,
            dimension=form.dimension.value if form.dimension else "",
            position=position,
            name_da=form.name.da,
            name_en=form.name.en,
            description_da=form.description.da,
            description_en=form.description.en,
            source=form.source,
        )
        for position, form in enumerate(files.learning_forms(), start=1)
    ]
    columns = ["dimension", "position", "name_da", "name_en", "description_da", "description_en", "source"]
    LearningForm.objects.bulk_create(forms, update_conflicts=True, unique_fields=["code"], update_fields=columns)


def _load_crosswalk() -> None:
    """The links are data of the product: they are replaced when they differ."""
    frameworks = {framework.code: framework for framework in Framework.objects.filter(root=None).order_by("position")}
    wanted = [
        CrosswalkLink(
            source_framework=frameworks[link.source],
            source_identity=shipped_identity(link.source, link.item),
            target_framework=frameworks[link.framework],
            target_identity=shipped_identity(link.framework, link.target) if link.target else None,
            relation=link.relation,
            note_da=link.note.da,
            note_en=link.note.en,
        )
        for link in files.crosswalk().links
    ]
    columns = [
        "source_framework_id",
        "source_identity",
        "target_framework_id",
        "target_identity",
        "relation",
        "note_da",
        "note_en",
    ]
    stored = list(CrosswalkLink.objects.order_by("pk").values_list(*columns))
    if stored != [tuple(getattr(link, column) for column in columns) for link in wanted]:
        CrosswalkLink.objects.all().delete()
        CrosswalkLink.objects.bulk_create(wanted)


# Drafts of a municipality


def free_code(root: Unit, name: str) -> str:
    """A code for a framework of this name that the municipality has not used: `vores-ramme`, `vores-ramme-2`."""
    code = code_from(name)
    numbered = (f"{code[: LONGEST_CODE - 4].rstrip('-')}-{number}" for number in count(2))
    return next(each for each in chain([code], numbered) if not _problems_of_code(root, each))


@transaction.atomic
def derive_framework(
    *, version: Version, root: Unit, code: str, name: Text, description: Text, by: Employee
) -> Version:
    """The municipality's own framework, made from a published version: a first draft with the same competencies.

    Every item keeps its code and a link to its origin, so that figures stay comparable on what is shared.
    Raises `BadInput` where the code is taken or `version` is a draft.
    """
    problems = [*_problems_of_code(root, code), *_problems_of_state(version, VersionState.PUBLISHED)]
    refuse(problems)
    source = document_of(version)
    document = replace(
        source,
        code=code,
        version="1",
        name=name,
        description=description,
        derived_from=f"{source.code}/{source.version}",
        fields=tuple(_derived_field(field, source.code) for field in source.fields),
    )
    framework = Framework.objects.create(code=code, root=root, derived_from=version.framework)
    draft = _store_own(framework, document, derived_from=version, by=by)
    record_change(
        by=by, action="frameworks.version.derived", target=draft, framework=code, origin=document.derived_from
    )
    return draft


def _derived_field(field: FieldDocument, framework: str) -> FieldDocument:
    def derived(item: "DimensionItem | Competency") -> Any:
        return replace(item, origin=item.origin or f"{framework}/{item.code}")

    return replace(
        field,
        dimension_items=tuple(derived(item) for item in field.dimension_items),
        competencies=tuple(derived(competency) for competency in field.in_use()),
    )


@transaction.atomic
def new_draft_of(*, version: Version, by: Employee) -> Version:
    """The next version of one's own framework, as a draft that says what `version` says.

    Raises `BadInput` where there is a draft already.
    """
    framework = _held_framework(version.framework)
    refuse(_problems_of_draft(framework))
    numbers = set(framework.versions.values_list("number", flat=True))
    following = next(str(n) for n in range(len(numbers) + 1, 2 * len(numbers) + 3) if str(n) not in numbers)
    document = replace(document_of(version), version=following)
    draft = _store_own(framework, document, derived_from=version.derived_from, by=by)
    record_change(by=by, action="frameworks.version.drafted", target=draft, framework=framework.code, version=following)
    return draft


@transaction.atomic
def import_document(*, document: FrameworkDocument, root: Unit, by: Employee | None) -> Version:
    """A draft with the contents of a framework file: a new framework of the municipality, or a new version of one.

    Raises `BadInput` with every problem: the code is a shipped framework's, there is a draft or this version already,
    or something that it is derived from is not known here.
    """
    refuse(problems_of_import(document, root))
    derived_from = _derived_version(document, root)
    framework = _own_framework(document.code, root)
    if framework is None:
        framework = Framework.objects.create(
            code=document.code, root=root, derived_from=derived_from.framework if derived_from else None
        )
    draft = _store_own(framework, document, derived_from=derived_from, by=by)
    record_change(
        by=by,
        action="frameworks.version.imported",
        target=draft,
        root_id=root.pk,
        framework=document.code,
        version=document.version,
    )
    return draft


@transaction.atomic
def edit_version(*, version: Version, name: Text, description: Text, revision: int, by: Employee) -> Version:
    """Another name or description. Raises `ChangedMeanwhile` when the draft is no longer at `revision`."""
    held = held_draft(version, revision=revision)
    held.name_da, held.name_en = name.da, name.en
    held.document["description"] = description.data()
    held.save(update_fields=["name_da", "name_en", "document"])
    return version_changed(held, "frameworks.version.edited", by)


@transaction.atomic
def add_item(*, version: Version, field: str, values: ItemValues, by: Employee) -> Item:
    """A new competency, last in its field, with the next code that the framework has never used."""
    item = _new_item(held_draft(version), field, values)
    return _kept(item, "frameworks.item.added", by)


@transaction.atomic
def edit_item(*, item: Item, values: ItemValues, revision: int, by: Employee) -> Item:
    """Other words, level or dimension. `revision` is the draft's when the form was shown.

    Raises `ChangedMeanwhile` when somebody else has changed this item since; other items may have changed.
    """
    held = _held_item(item)
    if held.revision > revision:
        raise ChangedMeanwhile
    _fill(held, values)
    return _kept(held, "frameworks.item.edited", by)


@transaction.atomic
def move_level(*, item: Item, level: Level, by: Employee) -> Item:
    """To the other level; the code stays, since it is the name of the item everywhere."""
    held = _held_item(item)
    held.level = level.value
    return _kept(held, "frameworks.item.moved", by)


@transaction.atomic
def retire_item(*, item: Item, by: Employee) -> Item:
    """Leave it out: it is kept and shown, but not asked any more."""
    held = _held_item(item)
    held.retired = True
    return _kept(held, "frameworks.item.retired", by)


@transaction.atomic
def restore_item(*, item: Item, by: Employee) -> Item:
    """Ask it again."""
    held = _held_item(item)
    held.retired = False
    return _kept(held, "frameworks.item.restored", by)


@transaction.atomic
def import_table(*, version: Version, rows: Sequence[TableRow], revision: int, by: Employee) -> tuple[Change, ...]:
    """What the rows of a table change in a draft, done. Competencies that the table does not name stay as they are.

    Raises `ChangedMeanwhile` when the draft is no longer at `revision`, since the preview showed another.
    """
    held = held_draft(version, revision=revision)
    done = changes(document_of(held), rows)
    for change in done:
        values = _values_of(change.after)
        if change.before is None:
            _save(_new_item(held, change.row.field, values), "frameworks.item.added", by)
        else:
            item = held.items.get(code=change.before.code)
            _fill(item, values)
            _save(item, "frameworks.item.edited", by)
    document_of(held)
    return done


# The way of a version: draft -> published -> retired


@transaction.atomic
def publish(*, version: Version, revision: int, today: date, by: Employee) -> Version:
    """From now on rounds can choose it, and it never changes.

    Raises `ChangedMeanwhile` when the draft is no longer at `revision`, `BadInput` where a field has nothing left.
    """
    held = held_draft(version, revision=revision)
    refuse(problems_before_publishing(document_of(held)))
    held.state = VersionState.PUBLISHED
    held.published_on = today
    held.save(update_fields=["state", "published_on"])
    return version_changed(held, "frameworks.version.published", by)


@transaction.atomic
def retire_version(*, version: Version, today: date, by: Employee) -> Version:
    """Rounds can no longer choose it; those that have go on. Raises `BadInput` unless it is published."""
    held = Version.objects.select_for_update().select_related("framework").get(pk=version.pk)
    refuse(_problems_of_state(held, VersionState.PUBLISHED))
    held.state = VersionState.RETIRED
    held.retired_on = today
    held.save(update_fields=["state", "retired_on"])
    return version_changed(held, "frameworks.version.retired", by)


@transaction.atomic
def discard_draft(*, version: Version, by: Employee) -> None:
    """Delete a draft, and its framework where it was the only version."""
    held = held_draft(version)
    framework = held.framework
    record_change(
        by=by, action="frameworks.version.discarded", target=held, framework=framework.code, version=held.number
    )
    held.delete()
    if not framework.versions.exists():
        framework.delete()


# Files that wait to be saved


@transaction.atomic
def keep_import(
    *,
    author: Employee,
    version: Version | None,
    file_name: str,
    content: Any,
    problems: Iterable[Problem],
    now: datetime,
) -> FrameworkImport:
    """Keep what was read of a file for an hour; an earlier one of the same person goes."""
    FrameworkImport.objects.filter(author=author).delete()
    FrameworkImport.expired(now).delete()
    return FrameworkImport.objects.create(
        author=author,
        version=version,
        file_name=file_name[:200],
        content=content,
        problems=[kept_problem(problem) for problem in problems],
        read_at=now,
    )


@transaction.atomic
def forget_import(waiting: FrameworkImport) -> None:
    """It was saved, or is not wanted."""
    waiting.delete()


@transaction.atomic
def retention(*, today: date, dry_run: bool) -> list[RetentionLine]:  # noqa: ARG001  # called like every app's
    """Delete the read files that nobody saved within their hour."""
    expired = FrameworkImport.expired(timezone.now())
    rows = expired.count() if dry_run else expired.delete()[0]
    return [RetentionLine(what=_("framework files that were read and not saved"), rows=rows)]


# Rows


def _store_own(
    framework: Framework, document: FrameworkDocument, *, derived_from: Version | None, by: Employee | None
) -> Version:
    root = framework.root
    if root is None:
        raise ValueError("Frameworks that come with the product are loaded, never drafted.")
    origins = _known_origins(document, root)
    return _store(
        framework,
        document,
        identity=lambda item: own_identity(framework, item),
        origin=origins.get,
        derived_from=derived_from,
        by=by,
    )


def _store(
    framework: Framework,
    document: FrameworkDocument,
    *,
    identity: Callable[[str], UUID],
    origin: Callable[[str], UUID | None],
    derived_from: Version | None = None,
    by: Employee | None,
) -> Version:
    """The rows of a document, as a draft."""
    data = document.data()
    version = Version.objects.create(
        framework=framework,
        number=document.version,
        name_da=document.name.da,
        name_en=document.name.en,
        document={key: data[key] for key in ("description", "source", "rules", "scale", "dimensions", "categories")},
        derived_from=derived_from,
        created_by=by,
    )
    fields = Field.objects.bulk_create(
        Field(
            version=version,
            code=field.code,
            position=position,
            name_da=field.name.da,
            name_en=field.name.en,
            description_da=field.description.da,
            description_en=field.description.en,
            source=field.source.data(),
        )
        for position, field in enumerate(document.fields, start=1)
    )
    rows = []
    for area, field in zip(fields, document.fields, strict=True):
        for position, item in enumerate(field.items, start=1):
            row = question_row(item) if isinstance(item, DimensionItem) else _rated(item)
            row.version, row.field, row.position = version, area, position
            row.identity, row.origin = identity(item.code), origin(item.origin)
            rows.append(row)
    Item.objects.bulk_create(rows)
    return version


def _new_item(version: Version, field: str, values: ItemValues) -> Item:
    area = version.fields.get(code=field)
    item = Item(
        version=version,
        field=area,
        kind=ItemKind.COMPETENCY,
        code=_next_code(version.framework, area.code, values.level),
        position=1 + max(area.items.values_list("position", flat=True), default=0),
    )
    item.identity = own_identity(version.framework, item.code)
    _fill(item, values)
    return item


def question_row(item: DimensionItem) -> Item:
    """Not saved yet; version, field, position and identity are the caller's."""
    row = Item(code=item.code, kind=ItemKind.DIMENSION, dimension=item.dimension.value, source=item.source.data())
    row.title_da, row.title_en = item.title.da, item.title.en
    row.statement_da, row.statement_en = item.statement.da, item.statement.en
    return row


def _rated(competency: Competency) -> Item:
    row = Item(code=competency.code, kind=ItemKind.COMPETENCY, retired=competency.retired)
    _fill(row, _values_of(competency))
    row.source = competency.source.data()
    return row


def _values_of(competency: Competency) -> ItemValues:
    return ItemValues(
        level=competency.level,
        dimension=competency.dimension,
        other_dimensions=competency.other_dimensions,
        dimension_reason=competency.dimension_reason,
        category=competency.category,
        title=competency.title,
        statement=competency.statement,
        source=competency.source.section,
    )


def _fill(item: Item, values: ItemValues) -> None:
    item.level = values.level.value
    item.dimension = values.dimension.value
    item.other_dimensions = [dimension.value for dimension in values.other_dimensions]
    item.dimension_reason_da, item.dimension_reason_en = values.dimension_reason.da, values.dimension_reason.en
    item.category = values.category
    item.title_da, item.title_en = values.title.da, values.title.en
    item.statement_da, item.statement_en = values.statement.da, values.statement.en
    section = values.source or item.source.get("section") or OWN_WORDS
    if section != item.source.get("section"):
        item.source = ItemSource(section=section).data()


def _held_framework(framework: Framework) -> Framework:
    return Framework.objects.select_for_update().get(pk=framework.pk)


def held_draft(version: Version, *, revision: int | None = None) -> Version:
    """The draft as it stands now, held until the transaction ends."""
    held = Version.objects.select_for_update(of=("self",)).select_related("framework__root").get(pk=version.pk)
    refuse_unless_draft(held)
    if revision is not None and held.revision != revision:
        raise ChangedMeanwhile
    return held


def _held_item(item: Item) -> Item:
    held = held_draft(item.version)
    return held.items.competencies().select_related("field").get(pk=item.pk)


def _kept(item: Item, action: str, by: Employee) -> Item:
    """Save a changed item; the draft as a whole is read once more, so that it never stops being a valid document."""
    _save(item, action, by)
    document_of(item.version)
    return item


def _save(item: Item, action: str, by: Employee) -> None:
    version = item.version
    version.revision += 1
    version.save(update_fields=["revision"])
    item.revision = version.revision
    item.save()
    framework = version.framework.code
    record_change(by=by, action=action, target=item, code=item.code, framework=framework, level=item.level)


def version_changed(version: Version, action: str, by: Employee, **details: str) -> Version:
    """The next revision, read once more as a whole so that it never stops being a valid document, and the event."""
    version.revision += 1
    version.save(update_fields=["revision"])
    document_of(version)
    said: dict[str, Any] = {"framework": version.framework.code, "version": version.number, **details}
    record_change(by=by, action=action, target=version, **said)
    return version


def own_identity(framework: Framework, item: str) -> UUID:
    """Codes are never used twice in a framework, so that the code says which item it is, version after version."""
    if framework.root is None:
        raise ValueError("Frameworks that come with the product have identities of their own.")
    return uuid5(framework.root.uuid, f"{framework.code}/{item}")


def _next_code(framework: Framework, field: str, level: Level) -> str:
    prefix = f"{field}-{LEVEL_SUFFIX[level]}"
    used = Item.objects.filter(version__framework=framework, code__startswith=prefix).order_by("pk")
    numbers = [
        int(code[len(prefix) :])
        for code in used.values_list("code", flat=True)
        if re.fullmatch(r"\d+", code[len(prefix) :])
    ]
    return f"{prefix}{1 + max(numbers, default=0)}"


# What a file says that it is derived from


def _known_origins(document: FrameworkDocument, root: Unit) -> dict[str, UUID]:
    """ "framework/code" to identity, for the origins that are known here."""
    named = {item.origin for field in document.fields for item in field.items if item.origin}
    shipped = {
        origin: shipped_identity(*origin.split("/")) for origin in named if origin.split("/")[0] in files.SHIPPED
    }
    own = {origin: uuid5(root.uuid, origin) for origin in named - set(shipped)}
    wanted = {**shipped, **own}
    here = set(
        Item.objects.filter(identity__in=wanted.values()).order_by("identity").values_list("identity", flat=True)
    )
    return {origin: identity for origin, identity in wanted.items() if identity in here}


def _derived_version(document: FrameworkDocument, root: Unit) -> Version | None:
    if not document.derived_from:
        return None
    code, _slash, number = document.derived_from.partition("/")
    visible = Version.objects.seen_by(root.pk).filter(framework__code=code, number=number)
    return visible.select_related("framework").order_by("pk").first()


# What is refused


def problems_of_import(document: FrameworkDocument, root: Unit) -> tuple[Problem, ...]:
    """Why a document cannot become a draft of the municipality, all reasons."""
    framework = _own_framework(document.code, root)
    return (
        *(_problems_of_code(root, document.code) if framework is None else _problems_of_draft(framework)),
        *_problems_of_number(framework, document.version),
        *_problems_of_origins(document, _known_origins(document, root)),
        *_problems_of_derivation(document, _derived_version(document, root)),
    )


def _own_framework(code: str, root: Unit) -> Framework | None:
    return Framework.objects.filter(code=code, root=root).order_by("pk").first()


def refuse(problems: Iterable[Problem]) -> None:
    """Raises `BadInput` with all of them, where there are any."""
    found = tuple(problems)
    if found:
        raise BadInput(found)


def problem_at(message_code: str, *, column: str, found: str, **values: str) -> Problem:
    """What is refused, at the field of the form that it is about."""
    return Problem(place=Place(column=column), found=found, message_code=message_code, values=values)


def _problems_of_code(root: Unit, code: str) -> list[Problem]:
    if code in files.SHIPPED:
        return [problem_at("code_of_shipped_framework", column="code", found=code)]
    if Framework.objects.filter(root=root, code=code).exists():
        return [problem_at("framework_code_taken", column="code", found=code)]
    return []


def _problems_of_state(version: Version, state: VersionState) -> list[Problem]:
    if version.state == state:
        return []
    return [problem_at("version_not_published", column="version", found=version.number)]


def _problems_of_draft(framework: Framework) -> list[Problem]:
    draft = framework.versions.filter(state=VersionState.DRAFT).order_by("pk").first()
    return [problem_at("draft_exists", column="version", found=draft.number)] if draft else []


def _problems_of_number(framework: Framework | None, number: str) -> list[Problem]:
    if framework is not None and framework.versions.filter(number=number).exists():
        return [problem_at("version_number_taken", column="version", found=number)]
    return []


def _problems_of_origins(document: FrameworkDocument, known: dict[str, UUID]) -> list[Problem]:
    return [
        problem_at("unknown_origin", column=f"fields.{field.code}.{item.code}.origin", found=item.origin)
        for field in document.fields
        for item in field.items
        if item.origin and item.origin not in known
    ]


def _problems_of_derivation(document: FrameworkDocument, version: Version | None) -> list[Problem]:
    if document.derived_from and version is None:
        return [problem_at("unknown_derivation", column="derived_from", found=document.derived_from)]
    return []
