"""Writes of the parts of a draft that are not competencies: fields, dimension questions, scale, rules.

Each takes the `revision` that the draft had when the form was shown and raises `ChangedMeanwhile` when it has another.
What cannot be is refused with a `BadInput`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from django.db import transaction
from django.db.models import F

from fagkompas.accounts.models import Employee
from fagkompas.engine.framework import Rules
from fagkompas.engine.scales import DIMENSIONS, Dimension
from fagkompas.frameworks.actions import (
    OWN_WORDS,
    held_draft,
    own_identity,
    problem_at,
    question_row,
    refuse,
    version_changed,
)
from fagkompas.frameworks.document import DimensionItem, ItemSource, ScalePoint
from fagkompas.frameworks.models import Field, ItemKind, Version
from fagkompas.frameworks.reader import DIMENSION_SUFFIX, MOST_FIELDS
from fagkompas.toolkit.texts import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldValues:
    """What a consultant says about a field."""

    name: Text
    description: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """The words of a dimension question."""

    title: Text
    statement: Text


Questions = Mapping[Dimension, Question]
"""All three of a field."""


@transaction.atomic
def add_field(*, version: Version, code: str, values: FieldValues, questions: Questions, by: Employee) -> Field:
    """A new field, last, with its three dimension questions and no competency yet.

    Raises `BadInput` where any version of the framework has or had a field with this code: it stands for that one.
    """
    held = held_draft(version)
    if Field.objects.filter(version__framework=held.framework, code=code).exists():
        refuse([problem_at("field_code_taken", column="code", found=code)])
    if held.fields.count() >= MOST_FIELDS:
        found = str(held.fields.count() + 1)
        refuse([problem_at("too_many_fields", column="code", found=found, limit=str(MOST_FIELDS))])
    field = Field(version=held, code=code, source=ItemSource(section=OWN_WORDS).data())
    field.position = 1 + max(held.fields.values_list("position", flat=True), default=0)
    _fill(field, values)
    field.save()
    for position, dimension in enumerate(DIMENSIONS, start=1):
        _add_question(field, dimension, questions[dimension], position)
    version_changed(held, "frameworks.field.added", by, field=code)
    return field


@transaction.atomic
def edit_field(*, field: Field, values: FieldValues, revision: int, by: Employee) -> None:
    """Another name or description."""
    held, field = _held_field(field, revision)
    _fill(field, values)
    field.save()
    version_changed(held, "frameworks.field.edited", by, field=field.code)


@transaction.atomic
def move_field(*, field: Field, up: bool, by: Employee) -> None:
    """Past the field before or after it; the first and the last stay where they are."""
    held, field = _held_field(field)
    fields = list(held.fields.order_by("position"))
    here = [each.pk for each in fields].index(field.pk)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(fields):
        return
    fields[here], fields[there] = fields[there], fields[here]
    for position, each in enumerate(fields, start=1):
        each.position = position
    Field.objects.bulk_update(fields, ["position"])
    version_changed(held, "frameworks.field.moved", by, field=field.code)


@transaction.atomic
def remove_field(*, field: Field, by: Employee) -> None:
    """Take it out of the draft with its competencies; earlier versions keep theirs. The last one stays: `BadInput`."""
    held, field = _held_field(field)
    if held.fields.count() == 1:
        refuse([problem_at("last_field", column="fields", found=field.code)])
    held.fields.filter(position__gt=field.position).update(position=F("position") - 1)
    field.delete()
    version_changed(held, "frameworks.field.removed", by, field=field.code)


@transaction.atomic
def edit_questions(*, field: Field, questions: Questions, revision: int, by: Employee) -> None:
    """Other words for the dimension questions of a field."""
    held, field = _held_field(field, revision)
    for item in field.items.filter(kind=ItemKind.DIMENSION).order_by("position"):
        asked = questions[Dimension(item.dimension)]
        item.title_da, item.title_en = asked.title.da, asked.title.en
        item.statement_da, item.statement_en = asked.statement.da, asked.statement.en
        item.revision = held.revision + 1
        item.save()
    version_changed(held, "frameworks.questions.edited", by, field=field.code)


@transaction.atomic
def edit_scale(*, version: Version, points: Sequence[ScalePoint], revision: int, by: Employee) -> None:
    """Other names or anchors of the five points."""
    held = held_draft(version, revision=revision)
    held.document["scale"] = [
        {"value": point.value, "name": point.name.data(), "anchor": point.anchor.data()} for point in points
    ]
    held.save(update_fields=["document"])
    version_changed(held, "frameworks.scale.edited", by)


@transaction.atomic
def edit_rules(*, version: Version, rules: Rules, revision: int, by: Employee) -> None:
    """Other numbers in the rules."""
    held = held_draft(version, revision=revision)
    held.document["rules"] = asdict(rules)
    held.save(update_fields=["document"])
    version_changed(held, "frameworks.rules.edited", by)


def _held_field(field: Field, revision: int | None = None) -> tuple[Version, Field]:
    held = held_draft(field.version, revision=revision)
    return held, held.fields.get(pk=field.pk)


def _fill(field: Field, values: FieldValues) -> None:
    field.name_da, field.name_en = values.name.da, values.name.en
    field.description_da, field.description_en = values.description.da, values.description.en


def _add_question(field: Field, dimension: Dimension, question: Question, position: int) -> None:
    item = question_row(
        DimensionItem(
            code=f"{field.code}-{DIMENSION_SUFFIX[dimension]}",
            dimension=dimension,
            title=question.title,
            statement=question.statement,
            source=ItemSource(section=OWN_WORDS),
        )
    )
    item.version, item.field, item.position = field.version, field, position
    item.identity = own_identity(field.version.framework, item.code)
    item.save()
