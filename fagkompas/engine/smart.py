"""Whether an agreement is one that can be kept: what in it is vague, by rules over its words.

The handbook of methods and tools of a job centre (document 004), 3.3 and 5.3, asks that an agreement is specific,
measurable, attractive, realistic and has a time, and lies within the citizen's own control. The words are data, dated and
handed in; nothing is learned and nothing is guessed. Rules and worked examples are in ``docs/algorithms/smart.md``.

::

    Agreement, Words, today ──check──> Finding (criterion, rule, part, the words found and where)
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final

from .scales import Criterion
from .word_forms import Match, Phrases, Token, in_one_sentence, longest_match, tokens_of

QUOTED: Final = re.compile(r"»[^»«]*«|\"[^\"]*\"|“[^“”]*”|„[^„“”]*[“”]")

LONGEST_THING: Final = 30
"""So many letters at the end of a word are looked at."""


class Part(StrEnum):
    """The fields of an agreement."""

    WHAT = "what"
    MEASURE = "measure"
    WHY = "why"
    CONTROL = "control"
    CONFIDENCE = "confidence"
    DATE = "date"


class SmartRule(StrEnum):
    """What can be vague, in the order in which it is told."""

    WHAT_MISSING = "what-missing"
    WHAT_VAGUE = "what-vague"
    WHAT_NO_ACT = "what-no-act"
    AMOUNT_VAGUE = "amount-vague"
    MEASURE_MISSING = "measure-missing"
    MEASURE_NOT_SHOWN = "measure-not-shown"
    WHY_MISSING = "why-missing"
    WHY_REPEATS = "why-repeats"
    WHY_NOT_OWN = "why-not-own"
    OUTSIDE_CONTROL = "outside-control"
    CONFIDENCE_MISSING = "confidence-missing"
    CONFIDENCE_LOW = "confidence-low"
    AMOUNT_LARGE = "amount-large"
    TIME_VAGUE = "time-vague"
    DATE_MISSING = "date-missing"
    DATE_PAST = "date-past"
    DATE_FAR = "date-far"


CRITERIA: Final[Mapping[SmartRule, Criterion]] = {
    SmartRule.WHAT_MISSING: Criterion.SPECIFIC,
    SmartRule.WHAT_VAGUE: Criterion.SPECIFIC,
    SmartRule.WHAT_NO_ACT: Criterion.SPECIFIC,
    SmartRule.AMOUNT_VAGUE: Criterion.MEASURABLE,
    SmartRule.MEASURE_MISSING: Criterion.MEASURABLE,
    SmartRule.MEASURE_NOT_SHOWN: Criterion.MEASURABLE,
    SmartRule.WHY_MISSING: Criterion.ATTRACTIVE,
    SmartRule.WHY_REPEATS: Criterion.ATTRACTIVE,
    SmartRule.WHY_NOT_OWN: Criterion.ATTRACTIVE,
    SmartRule.OUTSIDE_CONTROL: Criterion.REALISTIC,
    SmartRule.CONFIDENCE_MISSING: Criterion.REALISTIC,
    SmartRule.CONFIDENCE_LOW: Criterion.REALISTIC,
    SmartRule.AMOUNT_LARGE: Criterion.REALISTIC,
    SmartRule.TIME_VAGUE: Criterion.TIMED,
    SmartRule.DATE_MISSING: Criterion.TIMED,
    SmartRule.DATE_PAST: Criterion.TIMED,
    SmartRule.DATE_FAR: Criterion.TIMED,
}


# What is handed in


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """One agreement as it stands while somebody writes it; what is not filled in is empty or None.

    ``confidence``: 1-10; ``in_own_control``: what the citizen says. What somebody else is to do for the citizen,
    not ``by_citizen``, is asked what, how it is seen and when: the other letters are about the citizen's own will and power.
    """

    what: str = ""
    measure: str = ""
    why: str = ""
    in_own_control: bool | None = None
    confidence: int | None = None
    due_on: date | None = None
    by_citizen: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """Something that is counted, and how many a week are a lot."""

    code: str
    forms: frozenset[str]
    most_a_week: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of one language, in small letters.

    ``fine``: phrases in which nothing is vague although a word of them is ("how many"). ``acts``: verbs for what somebody does, in every form; ``states``: verbs that are no act; ``subjects``: who does it;
    ``act_endings``: of a verb beside its subject, or as the first word; ``leads`` and ``infinitive_endings``: a verb after such a word is an act
    too; ``things``: what can be shown, also as the last part of a longer word where ``joins_words``; ``numbers``: number words; ``dating``: words that make
    the number beside them a date or a time; ``every``: phrases whose code is how many times a week; ``small``: words
    without a meaning of their own; ``endings``: what is cut off before words are compared, the longest first.
    """

    vague: Phrases
    vague_amounts: Phrases
    vague_times: Phrases
    not_own: Phrases
    outside_control: Phrases
    every: Phrases
    fine: Phrases
    acts: frozenset[str]
    states: frozenset[str]
    subjects: frozenset[str]
    act_endings: tuple[str, ...]
    leads: frozenset[str]
    infinitive_endings: tuple[str, ...]
    things: frozenset[str]
    joins_words: bool
    numbers: Mapping[str, int]
    dating: frozenset[str]
    units: tuple[Unit, ...]
    small: frozenset[str]
    endings: tuple[str, ...]
    sure_from: int
    days_after_talk: int
    longest_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something vague. ``found`` are the very words, from ``start`` to before ``end`` in the part; empty where nothing stands.

    ``code`` names the phrase, whose hint says how to put it better. ``values`` are for the sentence.
    """

    criterion: Criterion
    rule: SmartRule
    part: Part
    found: str = ""
    start: int = 0
    end: int = 0
    code: str = ""
    values: Mapping[str, str | int | date] = field(default_factory=dict, hash=False)


def check(agreement: Agreement, words: Words, today: date, *, next_talk_on: date | None = None) -> tuple[Finding, ...]:
    """What is vague in an agreement made today, in the order of the letters; nothing for one that can be kept."""
    what, measure, why = (Read.of(text, words) for text in (agreement.what, agreement.measure, agreement.why))
    found = [
        *_specific(what, words),
        *_measurable(what, measure, words),
        *(_attractive(why, what, words) if agreement.by_citizen else ()),
        *(_realistic(agreement, what, measure, words, today) if agreement.by_citizen else ()),
        *_timed(agreement, what, measure, words, today, next_talk_on),
    ]
    told = (each for each in found if not any(_covers(other, each) for other in found))
    return tuple(sorted(told, key=lambda each: (_ORDER[each.rule], each.part, each.start)))


_ORDER: Final = {rule: place for place, rule in enumerate(SmartRule)}


def _covers(longer: Finding, shorter: Finding) -> bool:
    """Whether the words of one lie within those of another, which then says it all: "some" in "at some point"."""
    return (
        longer.part is shorter.part
        and longer.start <= shorter.start < shorter.end <= longer.end
        and longer.end - longer.start > shorter.end - shorter.start
    )


# The five letters


def _specific(what: "Read", words: Words) -> Iterator[Finding]:
    if not what.tokens:
        yield _found(SmartRule.WHAT_MISSING, Part.WHAT)
        return
    vague = [match for match in what.matches(words.vague) if not what.is_quoted(match)]
    yield from (_at(SmartRule.WHAT_VAGUE, Part.WHAT, what, match) for match in vague)
    if not vague and not (what.has_act or what.has_counted_thing) and not any(what.matches(words.outside_control)):
        yield _found(SmartRule.WHAT_NO_ACT, Part.WHAT)


def _measurable(what: "Read", measure: "Read", words: Words) -> Iterator[Finding]:
    for part, read in ((Part.WHAT, what), (Part.MEASURE, measure)):
        if not read.counts:
            yield from (_at(SmartRule.AMOUNT_VAGUE, part, read, match) for match in read.matches(words.vague_amounts))
    if not what.tokens or what.counts:
        return
    if not measure.tokens:
        if not what.has_thing:
            yield _found(SmartRule.MEASURE_MISSING, Part.MEASURE)
    elif not (measure.counts or measure.has_thing or (measure.has_act and not measure.roots <= what.roots)):
        yield _found(SmartRule.MEASURE_NOT_SHOWN, Part.MEASURE, found=measure.text.strip())


def _attractive(why: "Read", what: "Read", words: Words) -> Iterator[Finding]:
    roots = why.roots
    if not roots:
        yield _found(SmartRule.WHY_MISSING, Part.WHY)
        return
    not_own = [_at(SmartRule.WHY_NOT_OWN, Part.WHY, why, match) for match in why.matches(words.not_own)]
    yield from not_own
    if not not_own and roots <= what.roots:
        yield _found(SmartRule.WHY_REPEATS, Part.WHY, found=why.text.strip())


def _realistic(agreement: Agreement, what: "Read", measure: "Read", words: Words, today: date) -> Iterator[Finding]:
    outside = [
        _at(SmartRule.OUTSIDE_CONTROL, part, read, match)
        for part, read in ((Part.WHAT, what), (Part.MEASURE, measure))
        for match in read.matches(words.outside_control)
    ]
    yield from outside
    if agreement.in_own_control is False and not outside:
        yield _found(SmartRule.OUTSIDE_CONTROL, Part.CONTROL)
    if agreement.confidence is None:
        yield _found(SmartRule.CONFIDENCE_MISSING, Part.CONFIDENCE)
    elif agreement.confidence < words.sure_from:
        values = {"confidence": agreement.confidence, "higher": agreement.confidence + 1}
        yield _found(SmartRule.CONFIDENCE_LOW, Part.CONFIDENCE, values=values)
    yield from _large(agreement, what, words, today)


def _large(agreement: Agreement, what: "Read", words: Words, today: date) -> Iterator[Finding]:
    """So many a week as is written; without a rhythm they are spread over the weeks until the day."""
    weeks = max(1.0, (agreement.due_on - today).days / 7) if agreement.due_on else 1.0
    rhythm = [float(match.phrase.code) for match in what.matches(words.every)]
    for place, number in what.counts.items():
        unit = next((unit for unit in words.units if what.counts_unit(place, unit)), None)
        if unit is None:
            continue
        a_week = number * rhythm[0] if rhythm else number / weeks
        if a_week > unit.most_a_week:
            token = what.tokens[place]
            values: dict[str, str | int | date] = {
                "unit": unit.code,
                "amount": number,
                "a_week": round(a_week),
                "most": unit.most_a_week,
            }
            yield _found(
                SmartRule.AMOUNT_LARGE, Part.WHAT, token.written, token.start, token.end, unit.code, values=values
            )


def _timed(
    agreement: Agreement, what: "Read", measure: "Read", words: Words, today: date, next_talk_on: date | None
) -> Iterator[Finding]:
    for part, read in ((Part.WHAT, what), (Part.MEASURE, measure)):
        yield from (_at(SmartRule.TIME_VAGUE, part, read, match) for match in read.matches(words.vague_times))
    due_on = agreement.due_on
    latest = (
        today + timedelta(days=words.longest_days)
        if next_talk_on is None
        else next_talk_on + timedelta(days=words.days_after_talk)
    )
    if due_on is None:
        yield _found(SmartRule.DATE_MISSING, Part.DATE)
    elif due_on < today:
        yield _found(SmartRule.DATE_PAST, Part.DATE, values={"due_on": due_on})
    elif due_on > latest:
        yield _found(SmartRule.DATE_FAR, Part.DATE, values={"due_on": due_on, "latest": latest})


# Reading a text


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A text as the rules see it. ``counts``: the place of each number among the tokens, and how many it says."""

    text: str
    words: Words
    tokens: tuple[Token, ...]
    counts: Mapping[int, int]

    @classmethod
    def of(cls, text: str, words: Words) -> "Read":
        tokens = tokens_of(text)
        counts = {
            place: number
            for place, token in enumerate(tokens)
            if (number := _number(token, words)) is not None and not _is_dated(text, tokens, place, words)
        }
        return cls(text=text, words=words, tokens=tokens, counts=counts)

    def matches(self, phrases: Phrases) -> Iterator[Match]:
        """Where they stand: from each word the longest, and no word twice."""
        fine, first_not_taken = self.words.fine, 0
        for place, token in enumerate(self.tokens):
            word = token.word
            if place < first_not_taken or not (word in phrases.by_first or word in fine.by_first):
                continue
            match = longest_match(self.text, self.tokens, phrases, place) if word in phrases.by_first else None
            excused = longest_match(self.text, self.tokens, fine, place) if word in fine.by_first else None
            if match and not (excused and excused.last >= match.last):
                yield match
            first_not_taken = max(each.last if each else place for each in (match, excused)) + 1

    @property
    def has_act(self) -> bool:
        """Whether it says what somebody does: a verb that is an act, or one that comes first, beside its subject or after "will"."""
        return any(self._is_act(place) for place in range(len(self.tokens)))

    def _is_act(self, place: int) -> bool:
        word, words = self.tokens[place].word, self.words
        if word in words.states:
            return False
        if word in words.acts:
            return True
        before = self.tokens[place - 1].word if place else ""
        after = self.tokens[place + 1].word if place + 1 < len(self.tokens) else ""
        if before in words.leads:
            return word.endswith(words.infinitive_endings)
        is_beside_its_subject = not words.subjects.isdisjoint({before, after})
        is_first = place == 0 and not self._is_thing(word)
        return (is_beside_its_subject or is_first) and word.endswith(words.act_endings)

    @property
    def has_counted_thing(self) -> bool:
        """Whether it says how many of something there will be: "a walk of 20 minutes" needs no verb."""
        return bool(self.counts) and self.has_thing

    def is_quoted(self, match: Match) -> bool:
        """Whether it stands between quotation marks with other words round them: then it is what something is called."""
        first, last = self.tokens[match.first].start, self.tokens[match.last].end
        whole = self.text.strip()
        return any(
            one.start() < first and last < one.end() and one.group() != whole for one in QUOTED.finditer(self.text)
        )

    @property
    def has_thing(self) -> bool:
        """Whether it names something that can be shown."""
        return any(self._is_thing(token.word) for token in self.tokens)

    def _is_thing(self, word: str) -> bool:
        if word in self.words.things:
            return True
        ends = range(max(2, len(word) - LONGEST_THING), len(word) - 3) if self.words.joins_words else ()
        return any(word[place:] in self.words.things for place in ends)

    def counts_unit(self, place: int, unit: Unit) -> bool:
        """Whether the number is of these: the unit is among the two words after it."""
        after = self.tokens[place + 1 : place + 3]
        return any(
            token.word in unit.forms and in_one_sentence(self.text, self.tokens[place], token) for token in after
        )

    @property
    def roots(self) -> frozenset[str]:
        """The words with a meaning of their own, without their endings."""
        return frozenset(
            _root(token.word, self.words.endings) for token in self.tokens if token.word not in self.words.small
        )


def _number(token: Token, words: Words) -> int | None:
    if token.word.isdecimal():
        return int(token.word[:9])
    return words.numbers.get(token.word)


def _is_dated(text: str, tokens: Sequence[Token], place: int, words: Words) -> bool:
    """Whether a number is part of a date or a time of day, and so no amount."""
    before = tokens[place - 1] if place else None
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    return any(
        token is not None
        and (token.word in words.dating or (_joined(text, token, tokens[place]) and token.word.isdecimal()))
        for token in (before, after)
    )


def _joined(text: str, one: Token, other: Token) -> bool:
    """Whether only the mark of a date or a time stands between them: 1/12, 10.30, 10:30."""
    between = text[min(one.end, other.end) : max(one.start, other.start)]
    return bool(between) and between in {"/", ".", ":", ". ", "-"}


@lru_cache(maxsize=10_000)
def _root(word: str, endings: tuple[str, ...]) -> str:
    """Kept, since most texts are written with the same few thousand words."""
    return next((word[: -len(end)] for end in endings if word.endswith(end) and len(word) - len(end) >= 3), word)


# Findings


def _found(
    rule: SmartRule,
    part: Part,
    found: str = "",
    start: int = 0,
    end: int = 0,
    code: str = "",
    *,
    values: Mapping[str, str | int | date] | None = None,
) -> Finding:
    return Finding(
        criterion=CRITERIA[rule],
        rule=rule,
        part=part,
        found=found,
        start=start,
        end=end,
        code=code,
        values=values or {},
    )


def _at(rule: SmartRule, part: Part, read: Read, match: Match) -> Finding:
    start, end = read.tokens[match.first].start, read.tokens[match.last].end
    return _found(rule, part, read.text[start:end], start, end, match.phrase.code)
