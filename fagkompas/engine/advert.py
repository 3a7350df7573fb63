"""Whether the text of a company's advert speaks to somebody: by rules that name the words they found.

The handbook of methods and tools of a job centre (document 004), 6.1: the heading catches the eye, the work is concrete, one speaks
to the reader and never of a third person, clichés are left out, and one is honest. The words are handed in; which words
stand for what, and how a finding is said, is the concern of whoever asks.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from fagkompas.engine.text.overlap import share
from fagkompas.engine.word_forms import Phrases, Token, longest_match, tokens_of

LONGEST_HEADING: Final = 70
"""Characters: what a list of adverts shows."""

SHORTEST: Final = 40
LONGEST: Final = 350
"""Words of a text that says something and is read to its end; our own lines."""

YOU_FOR_WE: Final = 2
"""So many times more of "we" than of "you" speaks of the company, and not of the reader."""


class AdvertRule(StrEnum):
    """What may be better, in the order in which it is told."""

    HEADING_MISSING = "heading-missing"
    HEADING_LONG = "heading-long"
    HEADING_SAYS_NO_WORK = "heading-says-no-work"
    SHORT = "short"
    LONG = "long"
    TASK_NOT_TOLD = "task-not-told"
    HOURS_NOT_TOLD = "hours-not-told"
    THIRD_PERSON = "third-person"
    NO_YOU = "no-you"
    MORE_WE_THAN_YOU = "more-we-than-you"
    CLICHE = "cliche"
    ONLY_GOOD = "only-good"


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvertWords:
    """Words of one language, in small letters.

    ``you`` and ``we`` are pronouns; ``third_person`` are ways to speak of the reader as of somebody else; ``cliches`` what says
    nothing; ``honest`` what tells that something is hard, changing or not for everybody; ``hours`` the words for working time.
    """

    you: frozenset[str]
    we: frozenset[str]
    third_person: Phrases
    cliches: Phrases
    honest: Phrases
    hours: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Advert:
    """A text as it is to be read: its heading, the job title, the names of the tasks that it should tell of."""

    heading: str
    text: str
    title: str
    tasks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvertFinding:
    """What may be better. ``words`` are those that were found, or the task that is missing; "" for neither.

    ``code`` is that of the phrase that was found.
    """

    rule: AdvertRule
    words: str = ""
    code: str = ""


def check(advert: Advert, words: AdvertWords) -> tuple[AdvertFinding, ...]:
    """Everything that may be better, in the order of the rules and then of the text; nothing for a text that is empty."""
    if not advert.heading.strip() and not advert.text.strip():
        return ()
    found = [*_of_heading(advert), *_of_length(advert), *_of_work(advert, words), *_of_address(advert, words)]
    found += _phrases(advert, words.cliches, AdvertRule.CLICHE)
    whole = tokens_of(advert.text)
    if not any(longest_match(advert.text, whole, words.honest, place) for place in range(len(whole))):
        found.append(AdvertFinding(rule=AdvertRule.ONLY_GOOD))
    return tuple(found)


def _of_heading(advert: Advert) -> Iterator[AdvertFinding]:
    heading = advert.heading.strip()
    if not heading:
        yield AdvertFinding(rule=AdvertRule.HEADING_MISSING)
        return
    if len(heading) > LONGEST_HEADING:
        yield AdvertFinding(rule=AdvertRule.HEADING_LONG, words=heading)
    if not any(share(asked, heading) for asked in (advert.title, *advert.tasks)):
        yield AdvertFinding(rule=AdvertRule.HEADING_SAYS_NO_WORK, words=heading)


def _of_length(advert: Advert) -> Iterator[AdvertFinding]:
    count = len(tokens_of(advert.text))
    if count < SHORTEST:
        yield AdvertFinding(rule=AdvertRule.SHORT, words=str(count))
    elif count > LONGEST:
        yield AdvertFinding(rule=AdvertRule.LONG, words=str(count))


def _of_work(advert: Advert, words: AdvertWords) -> Iterator[AdvertFinding]:
    whole = f"{advert.heading} {advert.text}"
    for task in advert.tasks:
        if not share(task, whole):
            yield AdvertFinding(rule=AdvertRule.TASK_NOT_TOLD, words=task)
    said = {token.word for token in tokens_of(whole)}
    if said.isdisjoint(words.hours) or not re.search(r"\d", whole):
        yield AdvertFinding(rule=AdvertRule.HOURS_NOT_TOLD)


def _of_address(advert: Advert, words: AdvertWords) -> Iterator[AdvertFinding]:
    yield from _phrases(advert, words.third_person, AdvertRule.THIRD_PERSON)
    said = [token.word for token in tokens_of(advert.text)]
    you, we = (sum(word in pronouns for word in said) for pronouns in (words.you, words.we))
    if not you:
        yield AdvertFinding(rule=AdvertRule.NO_YOU)
    elif we >= YOU_FOR_WE * you:
        yield AdvertFinding(rule=AdvertRule.MORE_WE_THAN_YOU, words=f"{we} / {you}")


def _phrases(advert: Advert, phrases: Phrases, rule: AdvertRule) -> Iterator[AdvertFinding]:
    """Each phrase once, with the words as they are written."""
    seen: set[str] = set()
    for text in (advert.heading, advert.text):
        tokens = tokens_of(text)
        for place in range(len(tokens)):
            match = longest_match(text, tokens, phrases, place)
            if match and match.phrase.code not in seen:
                seen.add(match.phrase.code)
                yield AdvertFinding(
                    rule=rule, words=_written(text, tokens[place], tokens[match.last]), code=match.phrase.code
                )


def _written(text: str, first: Token, last: Token) -> str:
    return text[first.start : last.end]
