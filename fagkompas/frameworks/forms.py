"""Typed text on its way to frameworks, versions and competencies."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from fagkompas.accounts.models import Unit
from fagkompas.engine.errors import BadInput
from fagkompas.engine.scales import Dimension, Level
from fagkompas.frameworks import actions
from fagkompas.frameworks.actions import ItemValues
from fagkompas.frameworks.crosswalk import NONE_FOUND
from fagkompas.frameworks.models import DIMENSIONS, LEVELS, Item, Relation
from fagkompas.frameworks.reader import (
    FRAMEWORK_CODE,
    LONGEST_CODE,
    LONGEST_FRAMEWORK_NAME,
    LONGEST_SOURCE,
    LONGEST_STATEMENT,
    LONGEST_TITLE,
    code_from,
)
from fagkompas.frameworks.texts import FrameworkTexts
from fagkompas.frameworks.wording import sentence
from fagkompas.toolkit.forms import Form
from fagkompas.toolkit.reading import LONGEST_DESCRIPTION
from fagkompas.toolkit.texts import Text


def add_problems(form: forms.Form, refused: BadInput) -> None:
    """Show what an action refused at the fields it is about, else on top."""
    for problem in refused.problems:
        column = problem.place.column
        form.add_error(column if column in form.fields else None, sentence(problem))


class OneLine(forms.CharField):
    """Text without line breaks: those of a text area become blanks."""

    def clean(self, value: Any) -> str:
        """One line, blanks around and double ones removed."""
        return str(super().clean(" ".join(str(value or "").split())))


def paragraph(label: StrPromise, limit: int, help_text: StrPromise | str = "", *, required: bool = True) -> OneLine:
    return OneLine(
        label=label, max_length=limit, help_text=help_text, required=required, widget=forms.Textarea(attrs={"rows": 3})
    )


class DeriveForm(Form):
    """What the municipality's own framework is called."""

    name_da = OneLine(
        label=_("Name"), max_length=LONGEST_FRAMEWORK_NAME, help_text=_("As your colleagues will see it.")
    )
    description_da = paragraph(_("Description"), LONGEST_DESCRIPTION, _("What it is for, in a few sentences."))
    code = forms.CharField(
        label=_("Code"),
        max_length=LONGEST_CODE,
        required=False,
        help_text=_(
            "Names the framework in files: a-z, digits and hyphens. Made from the name if you leave it empty. It cannot be changed later."
        ),
    )
    name_en = OneLine(label=_("Name in English"), max_length=LONGEST_FRAMEWORK_NAME, required=False)
    description_en = paragraph(_("Description in English"), LONGEST_DESCRIPTION, required=False)

    def __init__(self, *args: Any, root: Unit, **options: Any) -> None:
        super().__init__(*args, **options)
        self.root = root

    def clean_code(self) -> str:
        """Lower case, and only what a code may have; the one suggested from the name is made unique."""
        code: str = self.cleaned_data["code"].lower()
        name = self.cleaned_data.get("name_da", "")
        if name and code in ("", code_from(name)):
            return actions.free_code(self.root, name)
        if code and not FRAMEWORK_CODE.fullmatch(code):
            raise forms.ValidationError(_("Use only a-z, digits and single hyphens between them, such as “ours-2026”."))
        return code

    def name(self) -> Text:
        """In both languages."""
        return Text(da=self.cleaned_data["name_da"], en=self.cleaned_data["name_en"])

    def description(self) -> Text:
        """In both languages."""
        return Text(da=self.cleaned_data["description_da"], en=self.cleaned_data["description_en"])


class ItemForm(Form):
    """A competency. `revision` is the draft's when the form was opened."""

    title_da = OneLine(label=_("Title"), max_length=LONGEST_TITLE, help_text=_("Two to six words."))
    statement_da = paragraph(
        _("Statement"),
        LONGEST_STATEMENT,
        _("One or two sentences that people can rate themselves on. Write “Du ...”, in the present tense."),
    )
    level = forms.ChoiceField(label=_("Level"), widget=forms.RadioSelect)
    category = forms.ChoiceField(label=_("Staff category"), required=False)
    dimension = forms.ChoiceField(
        label=_("Primary dimension"),
        widget=forms.RadioSelect,
        help_text=_("Where the competency shows most. It decides which learning forms suit."),
    )
    other_dimensions = forms.MultipleChoiceField(
        label=_("Other dimensions"), required=False, widget=forms.CheckboxSelectMultiple
    )
    dimension_reason_da = paragraph(
        _("Why this dimension"), LONGEST_DESCRIPTION, _("A sentence, where it is not obvious."), required=False
    )
    source = OneLine(
        label=_("Source"),
        max_length=LONGEST_SOURCE,
        required=False,
        help_text=_("Document and section. Leave it empty when the words are your own."),
    )
    title_en = OneLine(label=_("Title in English"), max_length=LONGEST_TITLE, required=False)
    statement_en = paragraph(_("Statement in English"), LONGEST_STATEMENT, required=False)
    dimension_reason_en = paragraph(_("Why this dimension, in English"), LONGEST_DESCRIPTION, required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, texts: FrameworkTexts, **options: Any) -> None:
        super().__init__(*args, **options)
        self._choice("level").choices = LEVELS
        self._choice("dimension").choices = DIMENSIONS
        self._choice("other_dimensions").choices = DIMENSIONS
        if texts.categories:
            choices = [(category.code, category.name) for category in texts.categories]
            self._choice("category").choices = [("", _("For everyone")), *choices]
        else:
            del self.fields["category"]

    def _choice(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        if not isinstance(field, forms.ChoiceField):
            raise TypeError(name)
        return field

    def clean(self) -> dict[str, Any]:
        """English needs both title and statement; a reason in English needs one in Danish."""
        given = self.cleaned_data
        others = given.get("other_dimensions", [])
        if given.get("dimension") in others:
            self.add_error("other_dimensions", _("This is the primary dimension already. Remove the tick."))
        for filled, missing, name in (
            ("title_en", "statement_en", _("Write the statement in English too, or empty the title in English.")),
            ("statement_en", "title_en", _("Write the title in English too, or empty the statement in English.")),
            ("dimension_reason_en", "dimension_reason_da", _("Write the reason in Danish too.")),
        ):
            if given.get(filled) and missing in given and not given[missing]:
                self.add_error(missing, name)
        return given

    def values(self) -> ItemValues:
        """What was typed."""
        given = self.cleaned_data
        return ItemValues(
            level=Level(given["level"]),
            dimension=Dimension(given["dimension"]),
            other_dimensions=tuple(Dimension(each) for each in given["other_dimensions"]),
            dimension_reason=Text(da=given["dimension_reason_da"], en=given["dimension_reason_en"]),
            category=given.get("category", ""),
            title=Text(da=given["title_da"], en=given["title_en"]),
            statement=Text(da=given["statement_da"], en=given["statement_en"]),
            source=given["source"],
        )


SEPARATOR: Final = " "


def item_as_typed(item: Item) -> dict[str, str]:
    """What the form of a competency shows, field by field, as text."""
    return {
        "title_da": item.title_da,
        "statement_da": item.statement_da,
        "level": item.level,
        "category": item.category,
        "dimension": item.dimension,
        "other_dimensions": SEPARATOR.join(item.other_dimensions),
        "dimension_reason_da": item.dimension_reason_da,
        "source": item.source.get("section", ""),
        "title_en": item.title_en,
        "statement_en": item.statement_en,
        "dimension_reason_en": item.dimension_reason_en,
    }


def values_as_typed(form: ItemForm) -> dict[str, str]:
    """The same of a form that was sent."""
    given = form.cleaned_data
    texts = {name: given[name] for name in given if name not in {"other_dimensions", "revision"}}
    return {**texts, "other_dimensions": SEPARATOR.join(given["other_dimensions"])}


def as_initial(typed: dict[str, str]) -> dict[str, Any]:
    """Those texts as a form wants them."""
    return {**typed, "other_dimensions": typed["other_dimensions"].split()}


class UploadForm(Form):
    """A file; its size and what is in it are looked at while it is read."""

    file = forms.FileField(label=_("File"))


class CrosswalkForm(Form):
    """What of the crosswalk to show; stays in the address."""

    retning = forms.ChoiceField(label=_("From and to"), required=False)
    felt = forms.ChoiceField(label=_("Field"), required=False)
    forhold = forms.ChoiceField(label=_("Relation"), required=False)

    def __init__(
        self, *args: Any, directions: list[tuple[str, str]], fields: list[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        relations = [*Relation.choices, (NONE_FOUND, _("Nothing beside it"))]
        for name, choices in (
            ("retning", directions),
            ("felt", [("", _("All fields")), *fields]),
            ("forhold", [("", _("All relations")), *relations]),
        ):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices
