"""An instrument and its questions as somebody writes them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fagkompas.surveys.document import OF_OPTIONS, InstrumentDocument, Kind, Question
from fagkompas.surveys.editing import TypedQuestion
from fagkompas.surveys.forms import WordedForm
from fagkompas.surveys.reader import LONGEST_NAME, LONGEST_QUESTION
from fagkompas.toolkit.cpr import cpr_like
from fagkompas.toolkit.texts import Text


class OneLine(forms.CharField):
    """A text on one line, whatever was pasted, and without anything that looks like a CPR number."""

    def clean(self, value: Any) -> str:
        """The words with single blanks between them."""
        words = " ".join(super().clean(value).split())
        if cpr_like(words):
            raise forms.ValidationError(_("There is a number here that looks like a CPR number. Take it out."))
        return words


class NameForm(WordedForm):
    """What a new instrument is called."""

    name_da = OneLine(label=_("Name in Danish"), max_length=LONGEST_NAME)
    name_en = OneLine(label=_("Name in English"), max_length=LONGEST_NAME, required=False)

    @property
    def name(self) -> Text:
        """Both languages."""
        return Text(da=self.cleaned_data["name_da"], en=self.cleaned_data["name_en"])


class HeadForm(NameForm):
    """What stands above the questions."""

    description_da = OneLine(
        label=_("What it asks about, in Danish"), max_length=LONGEST_QUESTION, widget=forms.Textarea
    )
    description_en = OneLine(
        label=_("What it asks about, in English"), max_length=LONGEST_QUESTION, widget=forms.Textarea, required=False
    )
    audience_da = OneLine(label=_("Who it is for, in Danish"), max_length=LONGEST_NAME, required=False)
    audience_en = OneLine(label=_("Who it is for, in English"), max_length=LONGEST_NAME, required=False)
    minutes = forms.IntegerField(label=_("Minutes it takes to answer"), min_value=1, max_value=240, initial=5)

    def clean(self) -> dict[str, Any]:
        """An English text alone has no Danish to stand beside."""
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("audience_en") and not typed.get("audience_da"):
            self.add_error("audience_da", _("Write it in Danish too."))
        return typed

    @property
    def description(self) -> Text:
        """Both languages."""
        return Text(da=self.cleaned_data["description_da"], en=self.cleaned_data["description_en"])

    @property
    def audience(self) -> Text:
        """Both languages."""
        return Text(da=self.cleaned_data["audience_da"], en=self.cleaned_data["audience_en"])

    @staticmethod
    def texts_of(document: InstrumentDocument) -> dict[str, str]:
        """What is saved, by the name of its control."""
        return {
            "name_da": document.name.da,
            "name_en": document.name.en,
            "description_da": document.description.da,
            "description_en": document.description.en,
            "audience_da": document.audience.da,
            "audience_en": document.audience.en,
            "minutes": str(document.minutes),
        }


class QuestionForm(WordedForm):
    """A question of one kind; the fields that the kind does not have are not there."""

    text_da = OneLine(label=_("The question in Danish"), max_length=LONGEST_QUESTION, widget=forms.Textarea)
    text_en = OneLine(
        label=_("The question in English"), max_length=LONGEST_QUESTION, widget=forms.Textarea, required=False
    )
    hint_da = OneLine(label=_("A hint in Danish"), max_length=LONGEST_QUESTION, required=False)
    hint_en = OneLine(label=_("A hint in English"), max_length=LONGEST_QUESTION, required=False)
    rows_da = forms.CharField(
        label=_("The rows in Danish"), widget=forms.Textarea, help_text=_("What you ask about, one a line.")
    )
    rows_en = forms.CharField(
        label=_("The rows in English"), widget=forms.Textarea, required=False, help_text=_("In the same order.")
    )
    options_da = forms.CharField(
        label=_("The answers in Danish"),
        widget=forms.Textarea,
        help_text=_("What may be answered, one a line, from one end of the scale to the other."),
    )
    options_en = forms.CharField(
        label=_("The answers in English"), widget=forms.Textarea, required=False, help_text=_("In the same order.")
    )
    least = forms.IntegerField(label=_("Lowest number"), initial=0, min_value=-100_000, max_value=100_000)
    most = forms.IntegerField(label=_("Highest number"), initial=10, min_value=-100_000, max_value=100_000)
    dont_know = forms.BooleanField(
        label=_("Offer “Don't know”"), required=False, help_text=_("It is counted apart from those who leave it blank.")
    )

    def __init__(self, *args: Any, kind: Kind, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kind = kind
        there = {
            "rows_da": kind is Kind.GRID,
            "rows_en": kind is Kind.GRID,
            "options_da": kind in OF_OPTIONS,
            "options_en": kind in OF_OPTIONS,
            "least": kind is Kind.NUMBER,
            "most": kind is Kind.NUMBER,
            "dont_know": kind is not Kind.OPEN,
        }
        for name, is_there in there.items():
            if not is_there:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """An English hint alone has no Danish to stand beside."""
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("hint_en") and not typed.get("hint_da"):
            self.add_error("hint_da", _("Write it in Danish too."))
        for name in ("rows_da", "rows_en", "options_da", "options_en"):
            if cpr_like(typed.get(name) or ""):
                self.add_error(name, _("There is a number here that looks like a CPR number. Take it out."))
        return typed

    @property
    def question(self) -> TypedQuestion:
        """What was typed."""
        typed = self.cleaned_data
        lines = {name: typed.get(name, "") for name in ("rows_da", "rows_en", "options_da", "options_en")}
        return TypedQuestion(
            kind=self.kind,
            text=Text(da=typed["text_da"], en=typed["text_en"]),
            hint=Text(da=typed["hint_da"], en=typed["hint_en"]),
            dont_know=typed.get("dont_know", False),
            least=typed.get("least", 0),
            most=typed.get("most", 10),
            **lines,
        )

    @staticmethod
    def texts_of(question: Question) -> dict[str, str]:
        """What is saved, by the name of its control, also of controls that its kind does not have."""
        return {
            "text_da": question.text.da,
            "text_en": question.text.en,
            "hint_da": question.hint.da,
            "hint_en": question.hint.en,
            "rows_da": "\n".join(row.text.da for row in question.rows),
            "rows_en": "\n".join(row.text.en for row in question.rows),
            "options_da": "\n".join(option.text.da for option in question.options),
            "options_en": "\n".join(option.text.en for option in question.options),
            "least": str(question.least),
            "most": str(question.most),
            "dont_know": "on" if question.dont_know else "",
        }


class UploadForm(WordedForm):
    """An instrument file."""

    file = forms.FileField(label=_("Instrument file (YAML)"))
