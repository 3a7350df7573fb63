"""What a person has answered so far, question by question, and what is wrong with what was typed. No database."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from fagkompas.engine.errors import Place, Problem
from fagkompas.surveys.document import DONT_KNOW, OF_OPTIONS, InstrumentDocument, Kind, Question
from fagkompas.toolkit.cpr import cpr_like, masked_cpr
from fagkompas.toolkit.texts import Text

LONGEST_TEXT: Final = 4000
LONGEST_NUMBER: Final = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The answer to one row (or to a whole question, "" then): options chosen, or words typed; nothing is a blank.

    `options` may be `(DONT_KNOW,)`.
    """

    row: str = ""
    options: tuple[str, ...] = ()
    words: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing was answered."""
        return not self.options and not self.words

    @property
    def is_dont_know(self) -> bool:
        """Whether the answer is that one does not know."""
        return DONT_KNOW in self.options


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A question with what was answered to it, in the order of its rows."""

    number: int
    question: Question
    given: tuple[Given, ...]

    @property
    def answers(self) -> int:
        """How many rows have an answer, don't know among them."""
        return sum(not one.is_blank for one in self.given)

    @property
    def blanks(self) -> int:
        """How many rows are left blank."""
        return len(self.given) - self.answers

    @property
    def is_begun(self) -> bool:
        """Whether there is any answer."""
        return self.answers > 0

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left blank."""
        return self.blanks == 0

    @property
    def first_blank(self) -> str:
        """The first row that is left blank, "" where rows have no names or none is."""
        return next((one.row for one in self.given if one.is_blank), "")


def answered(document: InstrumentDocument, given: Mapping[str, Sequence[Given]]) -> tuple[Answered, ...]:
    """Every question with its answers, blanks filled in; `given` is by the question's code."""
    return tuple(
        Answered(number=number, question=question, given=tuple(_in_order(question, given.get(question.code, ()))))
        for number, question in enumerate(document.questions, start=1)
    )


def _in_order(question: Question, given: Iterable[Given]) -> Iterator[Given]:
    by_row = {one.row: one for one in given}
    for row in question.row_codes:
        yield by_row.get(row, Given(row=row))


def control_name(question: Question, row: str) -> str:
    """What the control of a row is called in the page's form."""
    return f"{question.code}.{row}" if row else question.code


def given_in(question: Question, posted: Mapping[str, Sequence[str]]) -> tuple[Given, ...]:
    """What was posted for a question, blanks left out; `posted` is by the control's name."""
    found = []
    for row in question.row_codes:
        typed = [value.strip() for value in posted.get(control_name(question, row), ()) if value.strip()]
        is_options = question.kind in OF_OPTIONS
        if question.kind is Kind.NUMBER and DONT_KNOW in posted.get(control_name(question, DONT_KNOW), ()):
            typed, is_options = [DONT_KNOW], True
        if typed and is_options:
            found.append(Given(row=row, options=tuple(dict.fromkeys(typed))))
        elif typed:
            found.append(Given(row=row, words=typed[0].replace("\r\n", "\n")))
    return tuple(found)


def problems_with(question: Question, given: Sequence[Given]) -> Iterator[Problem]:
    """Everything that cannot be kept, each at the control it stands in."""
    for one in given:
        place = Place(column=control_name(question, one.row))
        offered = {option.code for option in question.options} | ({DONT_KNOW} if question.dont_know else set())
        several = question.kind is Kind.CHOICES and DONT_KNOW not in one.options
        for option in one.options:
            if option not in offered or (len(one.options) > 1 and not several):
                yield Problem(place=place, found=option[:80], message_code="not_an_option")
        if one.words:
            yield from _problems_with_words(question, one.words, place)


def _problems_with_words(question: Question, words: str, place: Place) -> Iterator[Problem]:
    if cpr_like(words):
        yield Problem(place=place, found=masked_cpr(words)[:80], message_code="cpr_like")
    elif question.kind is Kind.NUMBER and whole_number_in(words, question) is None:
        ends = {"least": question.least, "most": question.most}
        yield Problem(place=place, found=words[:80], message_code="not_a_whole_number", values=ends)
    elif len(words) > LONGEST_TEXT:
        values = {"characters": len(words), "limit": LONGEST_TEXT}
        yield Problem(place=place, found=words[:80], message_code="text_too_long", values=values)


def whole_number_in(words: str, question: Question) -> int | None:
    """The whole number that was written, where the question takes it; otherwise None."""
    digits = words.removeprefix("-")
    if not (words.isascii() and digits.isdecimal() and len(words) <= LONGEST_NUMBER):
        return None
    return int(words) if question.least <= int(words) <= question.most else None


def own_words(question: Question, given: Given) -> list[Text]:
    """The answer as it was read: the texts of the options, or the words themselves. Nothing for a blank or don't know."""
    if given.words:
        return [Text(da=given.words)]
    return [option.text for option in question.options if option.code in given.options]
