"""What several pages show: tabs, and a question with its controls."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from django.urls import reverse
from django.utils.translation import gettext as _

from fagkompas.frameworks.files import shipped, shipped_codes
from fagkompas.surveys.answering import Answered, Given, control_name
from fagkompas.surveys.document import DONT_KNOW, Kind, Question
from fagkompas.surveys.models import Instrument
from fagkompas.toolkit.pages import Link
from fagkompas.toolkit.texts import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """One option to choose."""

    id: str
    value: str
    text: Text
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRow:
    """One row with its controls: options, or a field for words."""

    name: str
    text: Text
    given: Given
    options: tuple[Control, ...]
    error: str
    about: Text | None = None

    @property
    def id(self) -> str:
        """What its controls' ids begin with."""
        return f"id_{self.name.replace('.', '_')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownQuestion:
    """A question as a page shows it."""

    number: int
    question: Question
    rows: tuple[ShownRow, ...]
    dont_know: Control | None = None

    @property
    def control_type(self) -> str:
        """ "checkbox" where several may be chosen."""
        return "checkbox" if self.question.kind is Kind.CHOICES else "radio"

    @property
    def errors(self) -> list[tuple[str, str]]:
        """Id of the first control and sentence of each problem."""
        return [(row.options[0].id if row.options else row.id, row.error) for row in self.rows if row.error]


def section_tabs(here: str) -> list[Link]:
    """Surveys and instruments."""
    pages = {"surveys:list": _("Surveys"), "surveys:instruments": _("Instruments")}
    return [Link(label=label, url=reverse(name), is_current=name == here) for name, label in pages.items()]


def editable(instrument: Instrument) -> bool:
    """Whether somebody may change it: own, and no survey uses it."""
    return instrument.root_id is not None and not instrument.is_fixed


def shown_questions(found: Iterable[Answered]) -> list[ShownQuestion]:
    """Every question with its controls."""
    return [shown_question(one) for one in found]


def shown_question(found: Answered, errors: Mapping[str, str] | None = None) -> ShownQuestion:
    """A question with what was answered and what has to be put right; `errors` are by the control's name."""
    question = found.question
    texts = {row.code: row.text for row in question.rows}
    fields = {row.code: row.field for row in question.rows}
    return ShownQuestion(
        number=found.number,
        question=question,
        rows=tuple(
            _row(
                question,
                given,
                texts.get(given.row, question.text),
                errors or {},
                about_field(fields.get(given.row, "")),
            )
            for given in found.given
        ),
        dont_know=_dont_know_of_a_number(found) if question.kind is Kind.NUMBER and question.dont_know else None,
    )


def _row(question: Question, given: Given, text: Text, errors: Mapping[str, str], about: Text | None) -> ShownRow:
    name = control_name(question, given.row)
    choices = [(option.code, option.text) for option in question.options]
    if choices and question.dont_know:
        choices.append((DONT_KNOW, _dont_know_words()))
    start = f"id_{name.replace('.', '_')}"
    return ShownRow(
        name=name,
        text=text,
        given=given,
        options=tuple(
            Control(id=f"{start}_{place}", value=code, text=words, is_chosen=code in given.options)
            for place, (code, words) in enumerate(choices)
        ),
        error=errors.get(name, ""),
        about=about,
    )


@cache
def about_field(code: str) -> Text | None:
    """What a field of a framework that comes with the product is about; None for any other code."""
    fields = (field for framework in shipped_codes() for field in shipped(framework).fields)
    return next((field.description for field in fields if field.code == code), None)


def _dont_know_of_a_number(found: Answered) -> Control:
    name = control_name(found.question, DONT_KNOW)
    return Control(
        id=f"id_{name.replace('.', '_')}",
        value=DONT_KNOW,
        text=_dont_know_words(),
        is_chosen=found.given[0].is_dont_know,
    )


def _dont_know_words() -> Text:
    return Text(da=_("Don't know"))
