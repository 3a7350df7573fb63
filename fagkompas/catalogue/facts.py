"""What one says about an offering or a session, and what may not be said. No database.

Forms and files make these values; actions refuse those that have problems, each at the field that it is about, so that
a form and a file are held to the same rules.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Final
from urllib.parse import urlsplit

from fagkompas.catalogue.shipped import LONGEST_TITLE, MOST_ECTS, MOST_HOURS, MOST_KRONER, MOST_SEATS
from fagkompas.engine.errors import Problem
from fagkompas.engine.scales import POINTS, Dimension
from fagkompas.toolkit.cpr import cpr_like
from fagkompas.toolkit.reading import LONGEST_DESCRIPTION
from fagkompas.toolkit.refusing import unless

LEAST_LIFT: Final = Decimal("0.25")
MOST_LIFTS: Final = 20
MOST_MEETINGS: Final = 40
LONGEST_REASON: Final = 500
SHORTEST_REASON: Final = 10
YEARS_AHEAD: Final = timedelta(days=5 * 365)
LONGEST_LINK: Final = 200

TEXTS: Final = {
    "title_da": LONGEST_TITLE,
    "title_en": LONGEST_TITLE,
    "description_da": LONGEST_DESCRIPTION,
    "description_en": LONGEST_DESCRIPTION,
    "provider_da": LONGEST_TITLE,
    "provider_en": LONGEST_TITLE,
    "link": LONGEST_LINK,
}
"""How long each text of an offering may be."""

LANGUAGES: Final = ("da", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftFacts:
    """A competency by its code, by how many points it is raised, and up to which point."""

    code: str
    lift: Decimal
    up_to: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferingFacts:
    """An offering as somebody describes it; None where a number that is needed was not given.

    `form`, `programme` and `prerequisites` are codes. Prices are whole kroner, `hours` those of one participant.
    """

    title_da: str
    form: str
    provider_da: str
    hours: Decimal | None
    price_per_seat: int | None
    title_en: str = ""
    description_da: str = ""
    description_en: str = ""
    provider_en: str = ""
    fixed_price: int = 0
    dimensions: tuple[str, ...] = ()
    internal: bool = False
    accredited: bool = False
    ects: Decimal | None = None
    least_seats: int = 1
    most_seats: int = 20
    language: str = "da"
    link: str = ""
    programme: str = ""
    prerequisites: tuple[str, ...] = ()
    lifts: tuple[LiftFacts, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What an offering may name: forms with their dimension ("" for none), and codes of the rest."""

    forms: Mapping[str, str]
    programmes: frozenset[str] = frozenset()
    offerings: frozenset[str] = frozenset()
    competencies: frozenset[str] = frozenset()


def all_dimensions(facts: OfferingFacts, known: Known) -> tuple[str, ...]:
    """Those of the form first, then what was added, each once."""
    own = known.forms.get(facts.form, "")
    return tuple(dict.fromkeys(dimension for dimension in (own, *facts.dimensions) if dimension))


def problems_of_offering(facts: OfferingFacts, known: Known) -> Iterator[Problem]:
    """Everything that keeps an offering from being saved."""
    yield from unless(facts.title_da, "title_da", "title_missing")
    yield from unless(facts.provider_da, "provider_da", "provider_missing")
    yield from _problems_of_texts(facts)
    yield from unless(facts.form in known.forms, "form", "form_unknown", facts.form)
    if facts.form in known.forms:
        yield from unless(all_dimensions(facts, known), "dimensions", "dimension_missing")
    for dimension in facts.dimensions:
        yield from unless(dimension in set(Dimension), "dimensions", "dimension_unknown", dimension)
    yield from _problems_of_numbers(facts)
    yield from seats_that_do_not_fit(facts.least_seats, facts.most_seats)
    yield from unless(facts.language in LANGUAGES, "language", "language_unknown", facts.language)
    yield from unless(not facts.link or _is_web_address(facts.link), "link", "link_invalid", facts.link)
    programme_known = not facts.programme or facts.programme in known.programmes
    yield from unless(programme_known, "programme", "programme_unknown", facts.programme)
    for code in facts.prerequisites:
        yield from unless(code in known.offerings, "prerequisites", "prerequisite_unknown", code)
    yield from _problems_of_lifts(facts, known)


def _problems_of_texts(facts: OfferingFacts) -> Iterator[Problem]:
    for name, longest in TEXTS.items():
        text: str = getattr(facts, name)
        yield from unless(len(text) <= longest, name, "text_too_long", longest=longest)
        yield from unless(not cpr_like(text), name, "cpr_number")


def _problems_of_numbers(facts: OfferingFacts) -> Iterator[Problem]:
    if facts.hours is None:
        yield from unless(None, "hours", "hours_missing")
    else:
        fits = Decimal("0.1") <= facts.hours <= MOST_HOURS
        yield from unless(fits, "hours", "hours_out_of_range", plain(facts.hours), most=MOST_HOURS)
    if facts.price_per_seat is None:
        yield from unless(None, "price_per_seat", "price_missing")
    for name, price in (("price_per_seat", facts.price_per_seat), ("fixed_price", facts.fixed_price)):
        if price is not None:
            yield from unless(0 <= price <= MOST_KRONER, name, "price_out_of_range", str(price), most=MOST_KRONER)
    if facts.ects is not None:
        yield from unless(0 < facts.ects <= MOST_ECTS, "ects", "ects_out_of_range", plain(facts.ects), most=MOST_ECTS)


def seats_that_do_not_fit(least: int, most: int) -> Iterator[Problem]:
    """Between one and `MOST_SEATS`, and the least not above the most."""
    for name, seats in (("least_seats", least), ("most_seats", most)):
        yield from unless(1 <= seats <= MOST_SEATS, name, "seats_out_of_range", str(seats), most=MOST_SEATS)
    yield from unless(least <= most, "most_seats", "most_below_least", str(most), least=least)


def _problems_of_lifts(facts: OfferingFacts, known: Known) -> Iterator[Problem]:
    codes = [lift.code for lift in facts.lifts]
    yield from unless(len(codes) <= MOST_LIFTS, "lifts", "too_many_lifts", str(len(codes)), most=MOST_LIFTS)
    for code in dict.fromkeys(code for code in codes if codes.count(code) > 1):
        yield from unless(None, "lifts", "competency_twice", code)
    for lift in facts.lifts:
        yield from unless(lift.code in known.competencies, "lifts", "competency_unknown", lift.code)
        lifts = LEAST_LIFT <= lift.lift <= max(POINTS)
        yield from unless(lifts, "lifts", "lift_out_of_range", plain(lift.lift), code=lift.code)
        yield from unless(
            1 <= lift.up_to <= max(POINTS), "lifts", "up_to_out_of_range", str(lift.up_to), code=lift.code
        )


def problems_of_circles(code: str, asks: Mapping[str, Collection[str]]) -> Iterator[Problem]:
    """What an offering asks for may not, step by step, ask for itself. `asks` is what each code asks for."""
    for first in asks.get(code, ()):
        reached, to_see = {first}, [first]
        while to_see:
            further = set(asks.get(to_see.pop(), ())) - reached
            reached |= further
            to_see += further
        yield from unless(code not in reached, "prerequisites", "prerequisite_of_itself", first)


def plain(value: Decimal) -> str:
    """ "7" and "0.5": no zeros that say nothing."""
    return f"{value.normalize():f}"


def _is_web_address(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme in {"http", "https"} and "." in parts.netloc and not any(letter.isspace() for letter in text)


# Sessions


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class MeetingFacts:
    """A day with a start and an end."""

    day: date
    starts_at: time
    ends_at: time


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFacts:
    """One time an offering is held, as somebody plans it."""

    meetings: tuple[MeetingFacts, ...]
    place: str = ""
    is_online: bool = False
    least_seats: int = 1
    most_seats: int = 20
    enrol_by: date | None = None
    is_joint: bool = False

    @property
    def in_order(self) -> tuple[MeetingFacts, ...]:
        """The meetings as they come."""
        return tuple(sorted(self.meetings))

    @property
    def starts_on(self) -> date:
        """The first day."""
        return self.in_order[0].day

    @property
    def ends_on(self) -> date:
        """The last day."""
        return self.in_order[-1].day


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a session holds already when somebody changes it: its first day, and seats that cannot be taken away."""

    starts_on: date | None = None
    enrol_by: date | None = None
    seats_taken: int = 0
    seats_promised: int = 0
    has_promises: bool = field(default=False)


NOTHING_YET: Final = Standing()


def problems_of_session(facts: SessionFacts, *, today: date, standing: Standing = NOTHING_YET) -> Iterator[Problem]:
    """Everything that keeps a session from being saved; a day that has passed may stay, but not be chosen."""
    yield from _problems_of_meetings(facts)
    if facts.meetings:
        begins = facts.starts_on
        yield from unless(
            begins >= today or begins == standing.starts_on, "meetings", "session_in_past", begins.isoformat()
        )
        yield from unless(
            facts.ends_on <= today + YEARS_AHEAD, "meetings", "session_too_far", facts.ends_on.isoformat()
        )
        yield from _problems_of_enrolment(facts, today, standing)
    yield from seats_that_do_not_fit(facts.least_seats, facts.most_seats)
    kept = standing.seats_taken + standing.seats_promised
    yield from unless(
        facts.most_seats >= kept,
        "most_seats",
        "seats_below_taken",
        str(facts.most_seats),
        taken=standing.seats_taken,
        promised=standing.seats_promised,
    )
    yield from unless(facts.place or facts.is_online, "place", "place_missing")
    yield from unless(len(facts.place) <= LONGEST_TITLE, "place", "text_too_long", longest=LONGEST_TITLE)
    yield from unless(not cpr_like(facts.place), "place", "cpr_number")
    yield from unless(facts.is_joint or not standing.has_promises, "is_joint", "joint_has_promises")


def _problems_of_meetings(facts: SessionFacts) -> Iterator[Problem]:
    yield from unless(facts.meetings, "meetings", "meeting_missing")
    yield from unless(len(facts.meetings) <= MOST_MEETINGS, "meetings", "too_many_meetings", most=MOST_MEETINGS)
    for meeting in facts.in_order:
        ends = meeting.ends_at > meeting.starts_at
        yield from unless(ends, "meetings", "meeting_ends_before_it_starts", meeting.day.isoformat())
    for one, other in pairwise(facts.in_order):
        apart = one.day < other.day or one.ends_at <= other.starts_at
        yield from unless(apart, "meetings", "meetings_overlap", other.day.isoformat())


def _problems_of_enrolment(facts: SessionFacts, today: date, standing: Standing) -> Iterator[Problem]:
    last = facts.enrol_by
    if last is not None:
        yield from unless(last <= facts.starts_on, "enrol_by", "enrolment_after_start", last.isoformat())
        yield from unless(last >= today or last == standing.enrol_by, "enrol_by", "enrolment_in_past", last.isoformat())


def problems_of_reason(text: str) -> Iterator[Problem]:
    """A cancellation needs a sentence that those who had a seat can use."""
    yield from unless(len(text) >= SHORTEST_REASON, "because", "reason_missing")
    yield from unless(len(text) <= LONGEST_REASON, "because", "text_too_long", longest=LONGEST_REASON)
    yield from unless(not cpr_like(text), "because", "cpr_number")
