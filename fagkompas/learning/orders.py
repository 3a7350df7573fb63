"""Education orders: what one says in them, what may not be said, how they begin from a gap, and answers side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee, Unit
from fagkompas.assessments.wording import LEVELS
from fagkompas.catalogue.shipped import LONGEST_TITLE, MOST_KRONER, MOST_SEATS
from fagkompas.engine.errors import Problem
from fagkompas.engine.framework import SMALLEST_GROUP
from fagkompas.engine.scales import Dimension, Level
from fagkompas.frameworks.texts import FrameworkTexts
from fagkompas.learning.models import EducationOrder, ProviderAnswer
from fagkompas.learning.order_guide import order_guide
from fagkompas.toolkit.cpr import cpr_like
from fagkompas.toolkit.formats import number
from fagkompas.toolkit.refusing import unless
from fagkompas.toolkit.traces import OF_A_CASE, TracesFound, traces_in

LONGEST_PART: Final = 4_000

FREE_TEXTS: Final = ("scope", "content", "audience", "practice", "together_with")
"""Parts in which a person could be named."""

DASH: Final = "- "
OWN_PLACE, ALONE, OTHER_UNITS = "own", "alone", "other_units"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFacts:
    """An order as somebody writes it. `people` are seats, None where they are fewer than `SMALLEST_GROUP` or not said."""

    title: str
    scope: str = ""
    content: str = ""
    audience: str = ""
    practice: str = ""
    accredited: bool = False
    venue: str = OWN_PLACE
    place: str = ""
    together: str = ALONE
    together_with: str = ""
    people: int | None = None
    wanted_from: date | None = None
    wanted_to: date | None = None


NAMES: Final = tuple(OrderFacts.__dataclass_fields__)
"""The parts, by name, as a form and a row have them."""


def facts_of(order: EducationOrder) -> OrderFacts:
    """An order as one would write it anew."""
    return OrderFacts(**{name: getattr(order, name) for name in NAMES})


def problems_of_order(facts: OrderFacts, *, today: date, before: OrderFacts | None = None) -> Iterator[Problem]:
    """Everything that keeps an order from being saved. A day that has passed may stay, but not be chosen."""
    yield from unless(facts.title, "title", "order_title_missing")
    yield from unless(len(facts.title) <= LONGEST_TITLE, "title", "text_too_long", longest=LONGEST_TITLE)
    yield from unless(len(facts.place) <= LONGEST_TITLE, "place", "text_too_long", longest=LONGEST_TITLE)
    for name in FREE_TEXTS:
        yield from unless(len(getattr(facts, name)) <= LONGEST_PART, name, "text_too_long", longest=LONGEST_PART)
    for name in ("title", "place", *FREE_TEXTS):
        yield from unless(not cpr_like(getattr(facts, name)), name, "cpr_number")
    fits = facts.people is None or SMALLEST_GROUP <= facts.people <= MOST_SEATS
    yield from unless(fits, "people", "order_people", str(facts.people), least=SMALLEST_GROUP, most=MOST_SEATS)
    guide = order_guide()
    yield from unless(guide.choice("place", facts.venue), "venue", "order_choice", facts.venue)
    yield from unless(guide.choice("together_with", facts.together), "together", "order_choice", facts.together)
    for name in ("wanted_from", "wanted_to"):
        day: date | None = getattr(facts, name)
        stays = before is not None and day == getattr(before, name)
        yield from unless(day is None or day >= today or stays, name, "order_day_passed")
    both = facts.wanted_from and facts.wanted_to
    yield from unless(not both or facts.wanted_to >= facts.wanted_from, "wanted_to", "order_ends_first")  # type: ignore[operator]  # both are days


def check_traces(unit: Unit, facts: OrderFacts, *, before: OrderFacts, read: str = "") -> None:
    """An order goes to people outside, so it names nobody who works in the unit or below it. One query.

    What is saved already has been written by the draft, or told. Raises `TracesFound` for what is new, unless its stamp
    is the warning that was `read`.
    """
    names = list(Employee.objects.employed_in(unit).values_list("name", flat=True))
    found = {}
    for name in FREE_TEXTS:
        stood = traces_in(getattr(before, name), names=names)
        found_now = traces_in(getattr(facts, name), names=names)
        new = [trace for trace in found_now if trace not in stood and trace.kind not in OF_A_CASE]
        if new:
            found[name] = new
    if found and (warning := TracesFound(found)).stamp != read:
        raise warning


# A draft out of gaps


@dataclass(frozen=True, slots=True, kw_only=True)
class GapToClose:
    """A field and level where somebody is missing; `missing` is None where that may not be told."""

    framework: str
    field: str
    level: Level
    missing: int | None
    weakest: Dimension | None = None
    by: date | None = None

    def kept(self) -> dict[str, str]:
        """As the order remembers it: never how many."""
        return {"framework": self.framework, "field": self.field, "level": self.level.value}


def draft_of(unit_name: str, gaps: Sequence[GapToClose], texts: FrameworkTexts | None, *, today: date) -> OrderFacts:
    """Where an order may begin, in the reader's language. No number of fewer than `SMALLEST_GROUP` people stands in it."""
    if not gaps or texts is None:
        return OrderFacts(title=_("Education for %(unit)s") % {"unit": unit_name}, audience=_audience(unit_name))
    names = [f"{texts.field(gap.field).name}, {LEVELS[gap.level]}" for gap in gaps]
    missing = [gap.missing for gap in gaps if gap.missing is not None]
    people = max(missing, default=0)
    weakest = list(dict.fromkeys(gap.weakest for gap in gaps if gap.weakest))
    days = [gap.by for gap in gaps if gap.by and gap.by >= today]
    return OrderFacts(
        title="; ".join(names)[:LONGEST_TITLE],
        scope=_scope(people if people >= SMALLEST_GROUP else None),
        content=_content(gaps, texts),
        audience=_audience(unit_name),
        practice="\n".join(str(PRACTICE[dimension]()) for dimension in weakest),
        people=min(people, MOST_SEATS) if people >= SMALLEST_GROUP else None,
        together=ALONE if people >= SMALLEST_GROUP else OTHER_UNITS,
        wanted_to=min(days, default=None),
    )


def _scope(people: int | None) -> str:
    if people is None:
        return _("We are few, and would like to share a session with others. We can spare some at a time, not all.")
    return _("We look for seats for %(n)s employees. We can spare some at a time, not all.") % {"n": number(people, 0)}


def _audience(unit_name: str) -> str:
    return _("Employees of %(unit)s, who meet citizens and companies every day.") % {"unit": unit_name}


def _content(gaps: Sequence[GapToClose], texts: FrameworkTexts) -> str:
    """The competencies by their short titles: a provider asks about what it does not know."""
    parts = []
    for gap in gaps:
        titles = "\n".join(f"{DASH}{item.title}" for item in texts.field(gap.field).at(gap.level))
        heading = _("Afterwards the participants must be able to do this in their own work (%(field)s, %(level)s):")
        parts.append(f"{heading % {'field': texts.field(gap.field).name, 'level': LEVELS[gap.level]}}\n{titles}")
    return "\n\n".join(parts)


def _practical() -> str:
    return _("We want to practise on our own tasks and in our own systems, with little theory.")


def _reflexive() -> str:
    return _("We want to think our own cases through together, without names, and learn to give the reasons.")


def _relational() -> str:
    return _("We want to rehearse conversations and get feedback on how we meet others.")


PRACTICE: Final[dict[Dimension, Any]] = {
    Dimension.PRACTICAL: _practical,
    Dimension.REFLEXIVE: _reflexive,
    Dimension.RELATIONAL: _relational,
}
"""What suits the dimension that stands lowest."""


# In words, and answers side by side


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Lines that belong together: a list where each began with a dash, else one paragraph."""

    is_list: bool
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPart:
    """A part of an order as it is read: its heading, and what is said."""

    title: str
    passages: tuple[Passage, ...]


def shown_parts(order: EducationOrder) -> list[ShownPart]:
    """The parts in the order of the guide, in the reader's language; empty ones too."""
    guide, language = order_guide(), get_language() or "da"
    chosen = {
        "accredited": guide.choice("accredited", "accredited" if order.accredited else "not_accredited"),
        "place": guide.choice("place", order.venue),
        "together_with": guide.choice("together_with", order.together),
    }
    written = {"accredited": "", **{name: getattr(order, name) for name in (*FREE_TEXTS, "place")}}
    shown = []
    for part in guide.parts:
        choice = chosen.get(part.code)
        lines = [choice.in_language(language)] if choice else []
        lines += str(written[part.code]).splitlines()
        shown.append(ShownPart(title=part.title.in_language(language), passages=tuple(_passages(lines))))
    return shown


def _passages(lines: Sequence[str]) -> Iterator[Passage]:
    written = [line.strip() for line in lines if line.strip()]
    for is_list, group in groupby(written, key=lambda line: line.startswith(DASH)):
        if is_list:
            yield Passage(is_list=True, lines=tuple(line.removeprefix(DASH) for line in group))
        else:
            yield from (Passage(is_list=False, lines=(line,)) for line in group)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedAnswer:
    """A provider's answer beside the others. `per_seat` is in kroner, None without a price or a number of seats."""

    answer: ProviderAnswer
    per_seat: float | None
    is_cheapest: bool
    is_earliest: bool
    is_over: bool


def compared(order: EducationOrder, answers: Sequence[ProviderAnswer], today: date) -> list[ComparedAnswer]:
    """The chosen one first, then those with a price from the cheapest up, then the others."""
    prices = [one.price for one in answers if one.price is not None]
    starts = [one.starts_on for one in answers if one.starts_on is not None]
    rows = [
        ComparedAnswer(
            answer=one,
            per_seat=one.price / order.people if one.price is not None and order.people else None,
            is_cheapest=len(prices) > 1 and one.price == min(prices),
            is_earliest=len(starts) > 1 and one.starts_on == min(starts),
            is_over=one.valid_until is not None and one.valid_until < today,
        )
        for one in answers
    ]
    rows.sort(key=lambda row: _place(row.answer))
    return rows


def _place(one: ProviderAnswer) -> tuple[bool, bool, int, str]:
    return not one.is_chosen, one.price is None, one.price or 0, one.provider


def problems_of_price(price: int | None) -> Iterator[Problem]:
    """Whole kroner."""
    fits = price is None or 0 <= price <= MOST_KRONER * 10
    yield from unless(fits, "price", "order_price", str(price), most=MOST_KRONER * 10)
