"""Typed text on its way to the parts of a draft: name, fields, dimension questions, scale, rules.

Every form says what it shows as a mapping of text (`..._as_typed`) and what was typed in the same way (`typed`), so
that two people's changes can be put together.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from fagkompas.engine.framework import AttainedFrom, Rules
from fagkompas.engine.scales import DIMENSIONS, LEVELS, POINTS, Dimension
from fagkompas.frameworks.actions.parts import FieldValues, Question
from fagkompas.frameworks.document import ScalePoint
from fagkompas.frameworks.forms import OneLine, paragraph
from fagkompas.frameworks.models import DIMENSIONS as DIMENSION_WORDS
from fagkompas.frameworks.models import Field, ItemKind, Version
from fagkompas.frameworks.reader import (
    FIELD_CODE,
    LONGEST_FRAMEWORK_NAME,
    LONGEST_NAME,
    LONGEST_STATEMENT,
    LONGEST_TITLE,
    RULE_COUNTS,
    RULE_NUMBERS,
)
from fagkompas.frameworks.to_engine import document_of
from fagkompas.frameworks.wording import RULE_GROUPS, RULE_HINTS, RULES, SHARES
from fagkompas.toolkit.formats import is_danish
from fagkompas.toolkit.forms import Form
from fagkompas.toolkit.reading import LONGEST_DESCRIPTION
from fagkompas.toolkit.texts import Text


class PartForm(Form):
    """A part of a draft. `revision` is the draft's when the form was opened."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def typed(self) -> dict[str, str]:
        """What was typed, field by field, as text."""
        return {name: str(value) for name, value in self.cleaned_data.items() if name != "revision"}

    def add_group(self, prefix: str, group: str, fields: Mapping[str, forms.Field]) -> None:
        """Fields that the form has once for each of several things: each label says which it is of."""
        for name, field in fields.items():
            field.label = f"{field.label} ({group.lower()})"
            self.fields[f"{prefix}_{name}"] = field

    def both(self, name: str) -> Text:
        """The words of one thing in both languages."""
        return Text(da=self.cleaned_data[f"{name}_da"], en=self.cleaned_data[f"{name}_en"])


class VersionForm(PartForm):
    """Name and description of a draft."""

    name_da = OneLine(label=_("Name"), max_length=LONGEST_FRAMEWORK_NAME)
    name_en = OneLine(label=_("Name in English"), max_length=LONGEST_FRAMEWORK_NAME, required=False)
    description_da = paragraph(_("Description"), LONGEST_DESCRIPTION, _("What it is for, in a few sentences."))
    description_en = paragraph(_("Description in English"), LONGEST_DESCRIPTION, required=False)


def version_as_typed(version: Version) -> dict[str, str]:
    """What the form of a draft shows."""
    name = Text(da=version.name_da, en=version.name_en)
    return _shown("name", name) | _shown("description", Text(**version.document["description"]))


class FieldForm(PartForm):
    """Name and description of a field."""

    name_da = OneLine(label=_("Name"), max_length=LONGEST_NAME)
    description_da = paragraph(_("Description"), LONGEST_DESCRIPTION, _("What belongs here, in a sentence or two."))
    name_en = OneLine(label=_("Name in English"), max_length=LONGEST_NAME, required=False)
    description_en = paragraph(_("Description in English"), LONGEST_DESCRIPTION, required=False)

    def values(self) -> FieldValues:
        """What was typed."""
        return FieldValues(name=self.both("name"), description=self.both("description"))


def field_as_typed(field: Field) -> dict[str, str]:
    """What the form of a field shows."""
    return _shown("name", Text(da=field.name_da, en=field.name_en)) | _shown(
        "description", Text(da=field.description_da, en=field.description_en)
    )


class QuestionsForm(PartForm):
    """The three dimension questions of a field."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for code, group in DIMENSION_WORDS:
            words = {
                "title_da": OneLine(label=_("Title"), max_length=LONGEST_TITLE, help_text=_("Two to six words.")),
                "statement_da": paragraph(
                    _("Statement"),
                    LONGEST_STATEMENT,
                    _("A sentence that people can rate themselves on, such as “You find ...”."),
                ),
                "title_en": OneLine(label=_("Title in English"), max_length=LONGEST_TITLE, required=False),
                "statement_en": paragraph(_("Statement in English"), LONGEST_STATEMENT, required=False),
            }
            self.add_group(code, str(group), words)

    def questions(self) -> dict[Dimension, Question]:
        """What was typed."""
        return {
            dimension: Question(
                title=self.both(f"{dimension.value}_title"), statement=self.both(f"{dimension.value}_statement")
            )
            for dimension in DIMENSIONS
        }

    def groups(self) -> list[tuple[str, list[BoundField]]]:
        """The name of each dimension with its fields."""
        names = ("title_da", "statement_da", "title_en", "statement_en")
        return [(str(words), [self[f"{code}_{name}"] for name in names]) for code, words in DIMENSION_WORDS]


def questions_as_typed(field: Field) -> dict[str, str]:
    """What the form of a field's dimension questions shows."""
    shown: dict[str, str] = {}
    for item in field.items.filter(kind=ItemKind.DIMENSION).order_by("position"):
        shown |= _shown(f"{item.dimension}_title", Text(da=item.title_da, en=item.title_en))
        shown |= _shown(f"{item.dimension}_statement", Text(da=item.statement_da, en=item.statement_en))
    return shown


class NewFieldForm(QuestionsForm, FieldForm):
    """A field with its dimension questions."""

    code = forms.CharField(
        label=_("Code"),
        max_length=10,
        help_text=_(
            "One to ten capital letters or digits, such as “AU”. Competencies are numbered after it. It cannot be changed later."
        ),
    )

    def clean_code(self) -> str:
        """Upper case, and only what a code may have."""
        code: str = self.cleaned_data["code"].upper()
        if not FIELD_CODE.fullmatch(code):
            raise forms.ValidationError(_("Use one to ten letters or digits, with a letter first, such as “AU”."))
        return code


class ScaleForm(PartForm):
    """Names and anchors of the five points."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for value in POINTS:
            words = {
                "name_da": OneLine(label=_("Name"), max_length=LONGEST_NAME),
                "anchor_da": paragraph(_("What others can see"), LONGEST_DESCRIPTION),
                "name_en": OneLine(label=_("Name in English"), max_length=LONGEST_NAME, required=False),
                "anchor_en": paragraph(_("What others can see, in English"), LONGEST_DESCRIPTION, required=False),
            }
            self.add_group(f"point{value}", _point(value), words)

    def points(self) -> list[ScalePoint]:
        """What was typed."""
        return [
            ScalePoint(value=value, name=self.both(f"point{value}_name"), anchor=self.both(f"point{value}_anchor"))
            for value in POINTS
        ]

    def groups(self) -> list[tuple[str, list[BoundField]]]:
        """Each point with its fields."""
        names = ("name_da", "anchor_da", "name_en", "anchor_en")
        return [(_point(value), [self[f"point{value}_{name}"] for name in names]) for value in POINTS]


def _point(value: int) -> str:
    return str(_("Point %(value)s") % {"value": value})


def scale_as_typed(version: Version) -> dict[str, str]:
    """What the form of the scale shows."""
    shown: dict[str, str] = {}
    for point in document_of(version).scale:
        shown |= _shown(f"point{point.value}_name", point.name) | _shown(f"point{point.value}_anchor", point.anchor)
    return shown


class RulesForm(PartForm):
    """The numbers of the rules; shares are typed in percent."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= {name: _rule_field(name) for name in RULES}

    def typed(self) -> dict[str, str]:
        """As the form shows numbers."""
        return {name: _as_typed(self.cleaned_data[name]) for name in RULES}

    def rules(self) -> Rules:
        """What was typed. Raises `BadInput` where two numbers do not go together."""
        given: dict[str, Decimal] = self.cleaned_data
        attained = {level.value: int(given[f"attained_from_{level.value}"]) for level in LEVELS}
        numbers = {name: float(given[name] / _scale(name)) for name in RULE_NUMBERS}
        counts = {name: int(given[name]) for name in RULE_COUNTS}
        return Rules(attained_from=AttainedFrom(**attained), **numbers, **counts)  # type: ignore[arg-type]  # by name

    def groups(self) -> list[tuple[StrPromise, list[tuple[BoundField, str]]]]:
        """What belongs together, each number with its unit."""
        return [
            (words, [(self[name], "%" if name in SHARES else "") for name in names]) for words, names in RULE_GROUPS
        ]


def rules_as_typed(version: Version) -> dict[str, str]:
    """What the form of the rules shows."""
    rules: Mapping[str, Any] = version.document["rules"]
    flat = {f"attained_from_{level.value}": rules["attained_from"][level.value] for level in LEVELS} | dict(rules)
    return {name: _as_typed(Decimal(str(flat[name])) * _scale(name)) for name in RULES}


PERCENT: Final = 100


def _scale(name: str) -> int:
    return PERCENT if name in SHARES else 1


def _rule_field(name: str) -> forms.DecimalField:
    """A number within its bounds; the hint says what it does and what it may be."""
    lowest, highest = RULE_NUMBERS.get(name) or RULE_COUNTS.get(name) or (1, max(POINTS))
    least, most = (Decimal(str(limit)) * _scale(name) for limit in (lowest, highest))
    bounds = {"lowest": _as_typed(least), "highest": _as_typed(most)}
    must_be = _("Write a number from %(lowest)s to %(highest)s.") % bounds
    whole = _("Write a whole number from %(lowest)s to %(highest)s.") % bounds
    is_whole = name not in RULE_NUMBERS
    wrong = whole if is_whole else must_be
    hint = RULE_HINTS[name]
    return forms.DecimalField(
        label=RULES[name],
        help_text=f"{hint} {wrong}",
        min_value=least,
        max_value=most,
        decimal_places=0 if is_whole else 4 if _scale(name) == 1 else 2,
        max_digits=9,
        localize=True,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value", "max_digits", "max_decimal_places", "max_whole_digits"),
            wrong,
        ),
    )


def _as_typed(value: Decimal) -> str:
    """`62.50` as "62,5" in Danish; never with dots between thousands, which could be taken for a decimal."""
    plain = f"{value.normalize():f}"
    return plain.replace(".", ",") if is_danish() else plain


def _shown(name: str, words: Text) -> dict[str, str]:
    return {f"{name}_da": words.da, f"{name}_en": words.en}
