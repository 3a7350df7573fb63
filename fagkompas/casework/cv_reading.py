"""A CV as it is kept, read for the page, for the check (`engine.cv`), and for the consistency of the case."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from fagkompas.casework.cv_layout import LAYOUTS, NO, WISHES, YES, Layout
from fagkompas.casework.cv_words import cv_words_in
from fagkompas.casework.models import CvReview, Track
from fagkompas.casework.rule_book import terms_of
from fagkompas.casework.wording.cv import YES_NO_WORDS, advice_in_words
from fagkompas.citizens.models import Citizen
from fagkompas.engine import consistency, cv
from fagkompas.engine.cv import Advice, EducationKind, ProfilePoint
from fagkompas.engine.scales import CvPart, GoalKind

Entry = Mapping[str, Any]
"""The facts of one entry by name, and its `id`."""

Entries = Mapping[str, Sequence[Entry]]
"""Every part by its code; a part that is no list has one entry or none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPart:
    """One part on the page: what stands in it, and what to do about it."""

    layout: Layout
    entries: Sequence[Entry]
    advice: Sequence[str]
    updated_on: date | None

    @property
    def shown(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Each entry by its title, with the other facts in words."""
        return [(self._title(entry), self._facts(entry)) for entry in self.entries]

    def _title(self, entry: Entry) -> str:
        return str(entry.get(self.layout.title_fact, "")) if self.layout.is_list else ""

    def _facts(self, entry: Entry) -> list[tuple[str, str]]:
        facts = self.layout.facts[1:] if self.layout.is_list else self.layout.facts
        said = [(str(fact.label), fact_in_words(fact.name, entry.get(fact.name), self.layout)) for fact in facts]
        return [(label, words) for label, words in said if words]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCv:
    """The whole of it; `review` is the newest look at it together."""

    parts: tuple[ReadPart, ...]
    review: CvReview | None
    as_engine: cv.Cv

    @property
    def advice_count(self) -> int:
        """How many pieces of advice."""
        return sum(len(part.advice) for part in self.parts)


def read_cv(citizen: Citizen, language: str) -> ReadCv:
    """Two queries."""
    sections = {one.code: one for one in citizen.cv_sections.all()}
    review = citizen.cv_reviews.select_related("by").first()
    entries = {code: one.entries for code, one in sections.items()}
    read = to_engine(entries, citizen, review)
    said = advice_of(read, language)
    parts = tuple(
        ReadPart(
            layout=layout,
            entries=entries.get(layout.code, []),
            advice=[words for code, words in said if code == layout.code],
            updated_on=sections[layout.code].updated_on if layout.code in sections else None,
        )
        for layout in LAYOUTS
    )
    return ReadCv(parts=parts, review=review, as_engine=read)


def advice_of(read: cv.Cv, language: str) -> list[tuple[str, str]]:
    """Every piece of advice with the code of its part. `language` is the one that the CV is written in."""
    return [(one.part.value, advice_in_words(one)) for one in advice_in(read, language)]


def advice_in(read: cv.Cv, language: str) -> tuple[Advice, ...]:
    """See `engine.cv`."""
    return cv.advice(read, cv_words_in(language))


def to_engine(entries: Entries, citizen: Citizen, review: CvReview | None) -> cv.Cv:
    """What is kept, as the engine takes it. A number that stands in the CV is kept as a tick, so "x" stands for it."""

    def listed(part: CvPart) -> Sequence[Entry]:
        return entries.get(part.value, [])

    def alone(part: CvPart) -> Entry:
        found = listed(part)
        return found[0] if found else {}

    licence, contact, profile = alone(CvPart.DRIVING_LICENCE), alone(CvPart.CONTACT), alone(CvPart.PROFILE)
    points = {point: str(profile.get(point.value, "")) for point in ProfilePoint}
    return cv.Cv(
        jobs=tuple(
            cv.Job(
                title=_text(one, "title"),
                employer=_text(one, "employer"),
                tasks=_text(one, "tasks"),
                responsibility=_text(one, "responsibility"),
                results=_text(one, "results"),
            )
            for one in listed(CvPart.EXPERIENCE)
        ),
        education=tuple(
            cv.Education(title=_text(one, "title"), kind=_kind(one), content=_text(one, "content"))
            for one in listed(CvPart.EDUCATION)
        ),
        qualifications=tuple(_text(one, "title") for one in listed(CvPart.QUALIFICATIONS)),
        licence=cv.Licence(
            categories=tuple(filter(None, (each.strip() for each in _text(licence, "categories").split(",")))),
            has_none=bool(licence.get("has_none")),
            drives_own_car={YES: True, NO: False}.get(_text(licence, "own_car")),
        ),
        languages=tuple(
            cv.Language(name=_text(one, "title"), is_mother_tongue=bool(one.get("is_mother_tongue")))
            for one in listed(CvPart.LANGUAGES)
        ),
        other=tuple(
            cv.Other(title=_text(one, "title"), tasks=_text(one, "tasks"), results=_text(one, "results"))
            for one in listed(CvPart.OTHER_EXPERIENCE)
        ),
        website=_text(alone(CvPart.WEBSITE), "address"),
        contact=cv.Contact(
            phone="x" if contact.get("phone") else "",
            email="x" if contact.get("email") else "",
            is_hidden=review.contact_hidden if review else False,
            may_be_hidden=citizen.is_protected,
        ),
        profile=points,
        changes_trade=bool(points[ProfilePoint.CHANGE_OF_TRADE]),
    )


def to_consistency(read: cv.Cv, review: CvReview | None) -> consistency.Cv:
    """The same as the rules of a case take it."""
    return consistency.Cv(
        filled=cv.filled(read),
        followed_up_on=review.on if review else None,
        is_contact_hidden=review.contact_hidden if review else False,
        skills=read.qualifications,
    )


def wishes_in(entries: Entries) -> tuple[str, ...] | None:
    """The titles that the CV says one looks for; None where nobody has looked."""
    return tuple(_text(one, "title") for one in entries[WISHES]) if entries.get(WISHES) else None


def skills_missing(
    citizen: Citizen, goal_kind: GoalKind | None, tracks: Iterable[Track], read: ReadCv, today: date
) -> list[tuple[str, list[str]]]:
    """Skills that a job track builds on and that the CV does not have, by track: what the rule of the consistency check says."""
    rule = consistency.Rule.SKILL_IN_TRACK_NOT_IN_CV
    if terms_of(rule, target_group=citizen.target_group, goal=goal_kind, on=today) is None:
        return []
    found = ((track.name, consistency.skills_missing(track.skills, read.as_engine.qualifications)) for track in tracks)
    return [(name, list(missing)) for name, missing in found if missing]


def fact_in_words(name: str, value: Any, layout: Layout) -> str:
    """A fact as the page shows it; "" where there is none."""
    if not value:
        return ""
    fact = next(one for one in layout.facts if one.name == name)
    words = {code: str(label) for code, label in (*fact.choices, *YES_NO_WORDS)}
    return words[YES] if value is True else words.get(str(value), str(value))


def _text(entry: Entry, name: str) -> str:
    return str(entry.get(name) or "")


def _kind(entry: Entry) -> EducationKind | None:
    value = _text(entry, "kind")
    return next((kind for kind in EducationKind if kind.value == value), None)
