"""The learning plan in words: why a seat, what stays open and why, what clashes, how good it is, in the reader's language.

The engine speaks in codes; `Names` says what they are called.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_stubs_ext import StrPromise

from fagkompas.assessments.wording import LEVELS
from fagkompas.engine.planning import (
    Alternatives,
    Breach,
    Choice,
    Conflict,
    Development,
    FieldCoverage,
    Gain,
    Give,
    KeptFor,
    Limit,
    More,
    Never,
    SeatReason,
    Step,
    Uncovered,
    Violation,
    WayOut,
    Why,
)
from fagkompas.toolkit.formats import kroner, number, percent

MOST_NAMED: Final = 2
"""Competencies that the short reason of a seat names."""

SMALLEST: Final = 0.05
"""Fewer points than this are none when they are shown with one decimal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What the codes of a plan are called; a code without a name stands for itself. Sessions by their day and place."""

    people: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    offerings: Mapping[str, str] = field(default_factory=dict)
    sessions: Mapping[str, str] = field(default_factory=dict)
    competencies: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)

    def person(self, code: str | None) -> str:
        """What a person is called."""
        return self.people.get(code or "", code or "")

    def unit(self, code: str | None) -> str:
        """What a unit is called."""
        return self.units.get(code or "", code or "")

    def offering(self, code: str | None) -> str:
        """What an offering is called."""
        return self.offerings.get(code or "", code or "")

    def session(self, code: str | None) -> str:
        """When and where a session is held."""
        return self.sessions.get(code or "", code or "")

    def competency(self, code: str) -> str:
        """What a competency is called."""
        return self.competencies.get(code, code)

    def field(self, code: str) -> str:
        """What a field is called."""
        return self.fields.get(code, code)


def points(amount: float) -> str:
    """ "3,2 points"; weighted ones are called so too."""
    shown = number(amount)
    return ngettext("%(n)s point", "%(n)s points", 1 if shown == "1" else 2) % {"n": shown}


def hours(amount: float) -> str:
    """ "7,4 hours"."""
    shown = number(amount)
    return ngettext("%(n)s hour", "%(n)s hours", 1 if shown == "1" else 2) % {"n": shown}


def week(one: tuple[int, int] | None) -> str:
    """ "week 12 of 2027"."""
    year, of_year = one or (0, 0)
    return _("week %(week)s of %(year)s") % {"week": of_year, "year": year}


# Why a seat


def reason_in_words(reason: SeatReason, names: Names) -> str:
    """The seat's reason in one or two sentences; `whole_reason` says all of it."""
    counted = sorted((gain for gain in reason.gains if gain.counted > 0), key=lambda gain: -gain.worth)
    said = [_("Lifts %(what)s.") % {"what": _lifted(counted, names)}] if counted else []
    if reason.gives_nothing and KeptFor.REQUIRED not in reason.kept_for:
        said = [_("Gives nothing that counts in this plan.")]
    said += [str(KEPT_FOR[what]) for what in reason.kept_for if what is KeptFor.MUST or not counted]
    return " ".join(said[:2]) or _("Gives nothing that counts in this plan.")


def _lifted(gains: list[Gain], names: Names) -> str:
    """ "Bruge loven from 1 to 2 and Vejlede from 0 to 1,2, and 3 more"."""
    shown = _(" and ").join(_step_up(gain, names) for gain in gains[:MOST_NAMED])
    more = len(gains) - MOST_NAMED
    return _("%(shown)s, and %(n)s more") % {"shown": shown, "n": number(more)} if more > 0 else shown


def _step_up(gain: Gain, names: Names) -> str:
    return _("“%(competency)s” from %(before)s to %(after)s") % {
        "competency": names.competency(gain.competency),
        "before": number(gain.before),
        "after": number(gain.after),
    }


def gain_in_words(gain: Gain, names: Names) -> str:
    """What a seat does to one competency, and how much of it would be lost without the seat."""
    before, after = gain.before, gain.after
    values = {"step": _step_up(gain, names), "points": points(gain.counted)}
    if gain.counted < SMALLEST:
        return _("%(step)s, which does not count here: others in the plan give it, or it is not needed.") % values
    if gain.counted < after - before - 1e-9:
        return _("%(step)s. %(points)s of it would be lost without the seat; the rest other seats give.") % values
    return _("%(step)s.") % values


def whole_reason(reason: SeatReason, names: Names) -> tuple[str, ...]:
    """All there is to say of the seat, a sentence each: gains, what it is kept for, why this person, why this session,
    the price.
    """
    return (
        *(gain_in_words(gain, names) for gain in reason.gains),
        *([_("Gives nothing that counts in this plan.")] if not reason.gains else []),
        *(str(KEPT_FOR[what]) for what in reason.kept_for),
        *([rank_in_words(reason)] if reason.gains else []),
        str(ALTERNATIVES[reason.alternatives]),
        price_in_words(reason),
    )


def rank_in_words(reason: SeatReason) -> str:
    """Why this person: the place among all who have use for the session."""
    if reason.candidates <= 1:
        return _("Nobody else has use for the session.")
    values = {"rank": number(reason.rank), "all": number(reason.candidates)}
    if reason.rank == 1:
        return _("Of the %(all)s who have use for the session, nobody would gain more.") % values
    said = _(
        "Of the %(all)s who have use for the session, this is number %(rank)s by what the offering gives by itself."
    )
    return said % values


def price_in_words(reason: SeatReason) -> str:
    """What the seat takes, the session's own price apart."""
    values = {"price": kroner(reason.price), "hours": hours(reason.hours)}
    if not reason.price:
        return _("It takes %(hours)s and costs nothing for each seat.") % values
    return _("It takes %(hours)s and %(price)s.") % values


KEPT_FOR: Final[Mapping[KeptFor, StrPromise]] = {
    KeptFor.MUST: gettext_lazy("It is decided that it must be."),
    KeptFor.REQUIRED: gettext_lazy("Something later in the plan requires it."),
    KeptFor.KEEPS_SESSION: gettext_lazy("Without this seat too few attend for the session to be held."),
}

ALTERNATIVES: Final[Mapping[Alternatives, StrPromise]] = {
    Alternatives.ONLY_ONE: gettext_lazy("It is the only possible session."),
    Alternatives.DECIDED: gettext_lazy("It is decided that it must be this session."),
    Alternatives.NOT_HELD: gettext_lazy("The other sessions are not held in this plan."),
    Alternatives.KEEPS_THIS: gettext_lazy(
        "There is room in another session that is held, but then too few attend this one for it to be held."
    ),
    Alternatives.BLOCKED: gettext_lazy(
        "The other sessions that are held are full or lie badly: same day, week or order."
    ),
    Alternatives.FREE_CHOICE: gettext_lazy("Another session that is held would do just as well."),
}


def development_in_words(one: Development, names: Names) -> str:
    """Who is developed towards specialised in what."""
    return _("%(person)s is developed towards specialised in %(field)s: %(points)s.") % {
        "person": names.person(one.person),
        "field": names.field(one.field),
        "points": points(one.points),
    }


# What it closes, and what stays open


def coverage_in_words(one: FieldCoverage, names: Names) -> str:
    """How much of what a unit lacks in a field at a level the plan gains."""
    return _("%(field)s, %(level)s: %(gained)s of %(missing)s.") % {
        "field": names.field(one.field),
        "level": LEVELS[one.level],
        "gained": number(one.gained),
        "missing": points(one.missing),
    }


WHY: Final[Mapping[Why, StrPromise]] = {
    Why.RATE_FIRST: gettext_lazy("Not rated yet. Rate first; then it can be planned."),
    Why.NOTHING_MORE: gettext_lazy("Nothing more with a session in the period lifts it."),
    Why.RULED_OUT: gettext_lazy("What would lift it is ruled out, or has been completed already."),
    Why.REQUIREMENT: gettext_lazy("What would lift it requires something else first."),
    Why.NO_HOURS: gettext_lazy("There are not enough hours left for what would lift it."),
    Why.OVERLAP: gettext_lazy("What would lift it is on the same days as something else in the plan."),
    Why.AWAY: gettext_lazy("As many as you allow are already away in that week."),
    Why.NO_SEAT: gettext_lazy("The session that would lift it is full."),
    Why.NO_BUDGET: gettext_lazy("The budget does not reach to what would lift it."),
    Why.NOT_HELD: gettext_lazy("Too few would attend for the session that would lift it to be held."),
    Why.OTHERS_DEVELOPED: gettext_lazy("Others are developed to specialised here, and no more are missing."),
    Why.NOT_WORTH: gettext_lazy("There is room for what would lift it, but it gives less than it costs here."),
}
"""Why something stays open, in the order of the engine."""


def uncovered_in_words(one: Uncovered, names: Names) -> str:
    """ "Bo still lacks 1,2 points in “...”. The budget does not reach to what would lift it."."""
    values = {"person": names.person(one.person), "competency": names.competency(one.competency)}
    if one.points is None:
        lacks = _("%(person)s, “%(competency)s”.") % values
    else:
        lacks = _("%(person)s still lacks %(points)s in “%(competency)s”.") % {**values, "points": points(one.points)}
    return f"{lacks} {WHY[one.why]}"


# What is broken, and what would have to give


VIOLATIONS: Final[Mapping[Breach, StrPromise]] = {
    Breach.NOT_POSSIBLE: gettext_lazy(
        "%(person)s cannot have a seat at “%(offering)s” (%(session)s): it is ruled out, or completed already."
    ),
    Breach.BUDGET: gettext_lazy("The plan costs %(kroner)s more than the budget."),
    Breach.HOURS: gettext_lazy("%(person)s would need %(hours)s more than there are."),
    Breach.TOO_MANY: gettext_lazy("“%(offering)s” (%(session)s) has %(over)s more than there are seats."),
    Breach.TOO_FEW: gettext_lazy("“%(offering)s” (%(session)s) needs %(over)s more to be held."),
    Breach.OVERLAP: gettext_lazy("%(person)s would be in two places on the same day."),
    Breach.TWICE: gettext_lazy("%(person)s would attend “%(offering)s” twice."),
    Breach.AWAY: gettext_lazy("%(over)s more from %(unit)s would be away in %(week)s than you allow."),
    Breach.REQUIREMENT: gettext_lazy("%(person)s needs “%(offering)s” before the session %(session)s begins."),
    Breach.MUST: gettext_lazy("It is decided that %(person)s must attend “%(offering)s”, and that is not in the plan."),
}


def violation_in_words(one: Violation, names: Names, offering_of: Mapping[str, str]) -> str:
    """A rule that a plan breaks. `offering_of` gives the offering of each session by code."""
    offering = one.offering or offering_of.get(one.session or "", "")
    return str(VIOLATIONS[one.breach]) % {
        "person": names.person(one.person),
        "unit": names.unit(one.unit),
        "offering": names.offering(offering),
        "session": names.session(one.session),
        "week": week(one.week),
        "kroner": kroner(one.over),
        "hours": hours(one.over),
        "over": number(one.over),
    }


GIVES: Final[Mapping[Limit, StrPromise]] = {
    Limit.BUDGET: gettext_lazy("Raise the budget to at least %(to_kroner)s (%(kroner)s more)."),
    Limit.HOURS: gettext_lazy("Raise the hours for each to at least %(to_hours)s (%(hours)s more)."),
    Limit.AWAY: gettext_lazy("Let at least %(to)s from %(unit)s be away in the same week (%(amount)s more)."),
    Limit.MOST_SEATS: gettext_lazy("Find at least %(to)s seats at “%(offering)s” (%(session)s): %(amount)s more."),
    Limit.LEAST_SEATS: gettext_lazy("Let “%(offering)s” (%(session)s) be held with %(to)s instead of %(now)s."),
    Limit.MUST: gettext_lazy("Give up that %(person)s must attend “%(offering)s”."),
    Limit.PUT_IN: gettext_lazy("Let go of a seat that was put in by hand: %(person)s at “%(offering)s” (%(session)s)."),
    Limit.GIVEN: gettext_lazy("Give up that %(person)s has a seat at “%(offering)s” (%(session)s)."),
}
"""What to do."""

SHORT: Final[Mapping[Limit, StrPromise]] = {
    Limit.BUDGET: gettext_lazy("It costs at least %(to_kroner)s in all, and the budget is %(now_kroner)s."),
    Limit.HOURS: gettext_lazy("It takes at least %(to_hours)s of %(person)s, and there are %(now_hours)s."),
    Limit.AWAY: gettext_lazy("At least %(to)s from %(unit)s would be away in %(week)s, and at most %(now)s may be."),
    Limit.MOST_SEATS: gettext_lazy("“%(offering)s” (%(session)s) would need %(to)s seats, and has %(now)s."),
    Limit.LEAST_SEATS: gettext_lazy(
        "“%(offering)s” (%(session)s) needs %(now)s participants from you, and at most %(to)s can get something out of it."
    ),
}
"""What is in the way."""

NEVER: Final[Mapping[Never, StrPromise]] = {
    Never.COMPLETED: gettext_lazy("It has been completed already, and nobody attends the same thing twice."),
    Never.RULED_OUT: gettext_lazy("It is ruled out, or the seat was given back."),
    Never.NO_SESSION: gettext_lazy("It has no session that one can get a seat in within the dates."),
    Never.REQUIREMENT: gettext_lazy("It requires something else first, and that cannot be had before it."),
}
"""Why something that must be cannot be whatever gives."""

EXCLUDES: Final = gettext_lazy(
    "The sessions that there are lie on the same days, in the wrong order, or are of the same offering."
)
"""When no limit is in the way."""

TOGETHER: Final = gettext_lazy("This is in the way only together, so it is enough that one of it gives:")
"""Before several limits."""


def give_in_words(one: Give, names: Names) -> str:
    """One limit that gives, as what to do. Rounded so that it is enough."""
    return str(GIVES[one.limit]) % _values(one, names)


def _values(one: Give, names: Names) -> dict[str, str]:
    return {
        "person": names.person(one.person),
        "unit": names.unit(one.unit),
        "offering": names.offering(one.offering),
        "session": names.session(one.session),
        "week": week(one.week),
        "kroner": kroner(math.ceil(one.amount)),
        "to_kroner": kroner(math.ceil(one.to)),
        "now_kroner": kroner(one.now),
        "hours": hours(_tenth_up(one.amount)),
        "to_hours": hours(_tenth_up(one.to)),
        "now_hours": hours(one.now),
        "amount": number(one.amount, 0),
        "to": number(one.to, 0),
        "now": number(one.now, 0),
    }


def _tenth_up(amount: float) -> float:
    return math.ceil(amount * 10 - 1e-6) / 10


def conflict_in_words(one: Conflict, names: Names) -> str:
    """What cannot be: "This cannot be: Bo at “Kursus i loven”."."""
    said = [_must_in_words(must, names) for must in one.musts]
    if len(said) == 1:
        return _("%(what)s cannot be.") % {"what": said[0]}
    return _("These cannot all be: %(what)s.") % {"what": "; ".join(said)}


def _must_in_words(must: Choice, names: Names) -> str:
    values = {
        "person": names.person(must.person),
        "offering": names.offering(must.offering),
        "session": names.session(must.session),
    }
    return (
        _("%(person)s at “%(offering)s” (%(session)s)") if must.session else _("%(person)s at “%(offering)s”")
    ) % values


def because_in_words(one: Conflict, names: Names) -> tuple[str, ...]:
    """A sentence for each thing that is in the way of it."""
    if one.never:
        return (str(NEVER[one.never]),)
    if not one.because:
        return (str(EXCLUDES),)
    said = [[str(SHORT[give.limit]) % _values(give, names) for give in gives] for gives in one.because]
    return tuple(sentences[0] if len(sentences) == 1 else " ".join([str(TOGETHER), *sentences]) for sentences in said)


def way_out_in_words(way: WayOut, names: Names) -> tuple[str, ...]:
    """A sentence for each limit that has to give, all of them together."""
    return tuple(give_in_words(one, names) for one in way.gives)


NO_PLAN: Final = gettext_lazy(
    "Any one of these is enough, and nothing in it can be less unless something else in it is more:"
)
"""Before the ways out."""

ONE_WAY: Final = gettext_lazy("This is enough, and nothing in it can be less:")
"""Before the only one."""

NO_PLAN_IN_SHORT: Final = gettext_lazy(
    "Any one of these is enough. There was no time to look at everything: with more time there may be other ways, or less may do:"
)
"""The same when time ended the looking."""

NO_WAY_IN_TIME: Final = gettext_lazy(
    "What must be cannot be, and there was no time to find what would have to give. Give it more time, or give up some of what must be."
)

NOT_KNOWN: Final = gettext_lazy(
    "There was no time to find out whether what must be can be. Give it more time, or give up some of it:"
)
"""Before what must be."""

NO_WAY_OUT: Final = gettext_lazy(
    "What must be cannot be, and no limit helps by giving alone. Give up some of what must be, or raise several limits."
)
"""When there is none."""


def clash_in_words(ways: Sequence[WayOut], *, cut_short: bool) -> str:
    """What stands before the ways out, or in their place."""
    if not ways:
        return str(NO_WAY_IN_TIME if cut_short else NO_WAY_OUT)
    if cut_short or not all(way.is_least for way in ways):
        return str(NO_PLAN_IN_SHORT)
    return str(NO_PLAN if len(ways) > 1 else ONE_WAY)


MOST_MUSTS: Final = 10
"""Things that must be which are named."""


def musts_in_words(musts: Sequence[Choice], names: Names) -> tuple[str, ...]:
    """ "Bo, “Kursus i loven”"; the first of them, and how many more there are."""
    said = [
        _("%(person)s, “%(offering)s”") % {"person": names.person(one.person), "offering": names.offering(one.offering)}
        for one in musts[:MOST_MUSTS]
    ]
    more = len(musts) - MOST_MUSTS
    return (*said, *([ngettext("and %(n)s more", "and %(n)s more", more) % {"n": number(more, 0)}] if more > 0 else []))


# How good it is, and what more would give


def gap_in_words(value: float, bound: float) -> str:
    """ "Proven to within 1,2 % of the best" or "Not proven yet: ...". The percentage is rounded up, so it never says too much."""
    if not math.isfinite(value) or not math.isfinite(bound):
        return _("It is not known yet how good it is.")
    if bound - value <= TOLERANCE * max(1.0, abs(bound)):
        return _("Proven: no plan is better.")
    if value <= 0:
        return _("Nothing is gained yet, and it is not known whether anything can be.")
    gap = math.ceil((bound - value) / value * 1000 - 1e-6) / 1000
    if gap <= PROVEN:
        return _("Proven: no plan is more than %(gap)s better.") % {"gap": percent(gap, 1)}
    return _("Not proven yet: there could be a plan up to %(gap)s better.") % {"gap": percent(gap, 1)}


OUTDATED: Final = gettext_lazy(
    "It was worked out from an older catalogue, older ratings or other seats, so it is not known how good it is now."
)
"""In place of how good it is."""

DECIDED: Final = gettext_lazy("Everything in it is approved. Work it out again to see whether there is more to gain.")
"""The same where nothing waits: approving a plan makes it no worse, and nobody asks how good it was."""

PROVEN: Final = 0.02
"""Within two per cent is called proven, as the search asks for first."""

TOLERANCE: Final = 1e-5
"""The search asks for no plan that is better by less."""


def step_in_words(step: Step) -> str:
    """How far the search is: a line of its log."""
    return _("After %(seconds)s seconds: %(points)s. %(gap)s") % {
        "seconds": number(step.seconds, 0),
        "points": points(max(step.value, 0.0) if math.isfinite(step.value) else 0.0),
        "gap": gap_in_words(step.value, step.bound),
    }


def more_in_words(more: More) -> str:
    """What more money or time gives: at least, never at most."""
    if more.budget and more.hours:
        what = _("%(kroner)s and %(hours)s more for each")
    elif more.budget:
        what = _("%(kroner)s more")
    else:
        what = _("%(hours)s more for each")
    said = what % {"kroner": kroner(more.budget), "hours": hours(more.hours)}
    if more.at_least < SMALLEST:
        return _("With %(what)s no better plan was found.") % {"what": said}
    return _("With %(what)s the plan gains at least %(points)s more.") % {"what": said, "points": points(more.at_least)}
