"""What the match says: what rules out, what gives points, where somebody is on a list, as sentences in the reader's language."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_stubs_ext import StrPromise

from fagkompas.companies.models import Paper
from fagkompas.companies.wording import CONDITIONS, TIMES
from fagkompas.engine.errors import Problem
from fagkompas.engine.matching.candidate import Candidate
from fagkompas.engine.matching.order import Minutes, Order
from fagkompas.engine.matching.points import Can, Criterion
from fagkompas.engine.matching.ruling_out import Rule, Ruled
from fagkompas.matching.models import MatchFacts, Stage
from fagkompas.matching.profile import Profile, Source, lines_in
from fagkompas.toolkit.formats import long_date, number
from fagkompas.toolkit.problems import Sentences, in_words

SENTENCES: Final[Sentences] = {
    "hours_range": _("Write hours between 0 and %(most)s, the fewest first."),
    "hours_both": _("Write both the fewest and the most hours, or leave both empty."),
    "postcodes_invalid": _("Write postcodes with four digits, such as 4000 or 4000-4690, with commas between."),
    "spared_without_yes": _("Write the day on which the citizen said yes to what work must spare."),
    "day_in_future": _("This day has not come yet. Choose today or an earlier day."),
    "too_long": _("This is too long: use at most %(longest)s characters."),
    "cpr_number": _("This looks like a CPR number. No CPR number may stand here."),
    "can_and_cannot": _("“%(found)s” stands both under can and under cannot. Take one of them away."),
    "case_closed": _("The case is closed: nothing can be changed in it."),
    "order_not_open": _("The order is not open any more."),
    "company_closed": _("The company has closed."),
    "reason_missing": _("Write why. It stands on the list, and the citizen can read it."),
    "step_not_next": _("This does not follow on where the citizen is on the list now. Look at the page again."),
    "consent_missing": _("The citizen has not agreed that the company is told the name. Note the yes first."),
    "answer_missing": _("Write how the citizen said yes, such as by telephone or in a conversation."),
    "ruled_out": _("The order is ruled out for the citizen by: %(why)s. Put the facts right first, if they are wrong."),
    # Files of a batch
    "no_files": _("%(found)s has no two files of the same municipality: NAME.citizens.jsonl and NAME.orders.jsonl."),
    "file_unreadable": _("%(found)s cannot be read as text in UTF-8."),
    "line_invalid": _("This line is not what the guide says of a citizen or an order."),
    "key_twice": _("This key stands in an earlier line too. Keep one of them."),
    "other_batch": _("%(found)s has the beginning of another batch. Choose an empty folder."),
}

CRITERIA: Final[dict[Criterion, StrPromise]] = {
    Criterion.TASKS: _("Tasks the citizen can do"),
    Criterion.COMPETENCE: _("Competencies asked for"),
    Criterion.INTEREST: _("Tasks the citizen would like"),
    Criterion.TRACK: _("Near the citizen's job tracks"),
}

HOW_COUNTED: Final[dict[Criterion, StrPromise]] = {
    Criterion.TASKS: _("minutes of the tasks that the citizen can do, of all minutes"),
    Criterion.COMPETENCE: _("competencies that a line about the citizen says, of all that are asked for"),
    Criterion.INTEREST: _("minutes of the tasks that a wish speaks of, of all minutes"),
    Criterion.TRACK: _("digits of the order's occupation group that the nearest job track shares, of four"),
}

SOURCES: Final[dict[Source, StrPromise]] = {
    Source.CV: _("CV"),
    Source.TRACK: _("Job track"),
    Source.PLACEMENT: _("Placement in a company"),
    Source.ASKED: _("Asked for the match"),
}

CAN: Final[dict[Can, StrPromise]] = {
    Can.YES: _("Can"),
    Can.NO: _("Cannot or will not"),
    Can.UNKNOWN: pgettext_lazy("what a citizen can", "Not known"),
}

DOES: Final[dict[Stage, StrPromise]] = {
    Stage.ASKED: _("Ask the citizen"),
    Stage.YES: _("The citizen said yes"),
    Stage.CITIZEN_NO: _("The citizen said no"),
    Stage.PRESENTED: _("Present to the company"),
    Stage.MET: _("They have met"),
    Stage.HIRED: _("Hired"),
    Stage.COMPANY_NO: _("The company said no"),
    Stage.TAKEN_OFF: _("Take off the list"),
}
"""What leads to a stage, on its button."""

PAPERS: Final = dict(Paper.choices)


def sentence(problem: Problem) -> str:
    """What happened and what to do."""
    return in_words(problem, SENTENCES)


def points_in_words(points: Fraction | float) -> str:
    """With at most one decimal: 62 or 62,5."""
    return number(float(points))


def hours_in_words(minutes: int) -> str:
    """Minutes a week as hours: 37, or 7,5."""
    hours = Fraction(minutes, 60)
    return points_in_words(hours)


def span_in_words(minutes: Minutes) -> str:
    """From so many hours to so many."""
    least, most = hours_in_words(minutes.least), hours_in_words(minutes.most)
    if minutes.least == minutes.most:
        return _("%(hours)s hours a week") % {"hours": most}
    return _("%(least)s to %(most)s hours a week") % {"least": least, "most": most}


def ruled_in_words(found: Ruled, order: Order, one: Candidate) -> str:
    """A rule with both facts that do not go together."""
    match found.rule:
        case Rule.PAPERS:
            return _("The order asks for %(paper)s, which the citizen does not have.") % {"paper": _paper(found.what)}
        case Rule.COMPETENCE:
            return _("The order cannot do without “%(what)s”, and the citizen has said no to it.") % {
                "what": found.what
            }
        case Rule.HOURS:
            return _("The order is for %(asked)s; the citizen is looking for %(wanted)s.") % {
                "asked": span_in_words(order.minutes) if order.minutes else "–",
                "wanted": span_in_words(one.minutes) if one.minutes else "–",
            }
        case Rule.REACH:
            return _("The work is in %(postcode)s; the citizen can get to %(reach)s.") % {
                "postcode": order.postcode,
                "reach": reach_in_words(one) or str(_("no place yet")),
            }
        case Rule.START:
            return _("The work begins on %(start)s; the citizen is free from %(free)s.") % {
                "start": long_date(order.starts_on) if order.starts_on else "–",
                "free": long_date(one.free_from) if one.free_from else "–",
            }
        case Rule.TIMES:
            return _("There is work %(time)s; the citizen cannot work then.") % {"time": TIMES[found.what]}
        case Rule.SPARED:
            return _("There is %(condition)s in the work, and it is agreed with the citizen to spare that.") % {
                "condition": CONDITIONS[found.what]
            }


def unknown_in_words(found: Ruled) -> str:
    """What the order asks for and nobody has asked about."""
    match found.rule:
        case Rule.PAPERS:
            return _("whether the citizen has %(paper)s") % {"paper": _paper(found.what)}
        case Rule.HOURS:
            return str(_("how many hours the citizen is looking for"))
        case Rule.REACH:
            return str(_("how far the citizen can travel"))
        case Rule.START:
            return str(_("from when the citizen is free"))
        case Rule.TIMES:
            return str(_("when in the day and week the citizen can work"))
        case _:
            return found.what


RULES: Final[dict[Rule, StrPromise]] = {
    Rule.PAPERS: _("papers"),
    Rule.COMPETENCE: _("a no to what the order cannot do without"),
    Rule.HOURS: _("hours"),
    Rule.REACH: _("distance"),
    Rule.START: _("start"),
    Rule.TIMES: _("times of work"),
    Rule.SPARED: _("what work must spare"),
}


def reach_in_words(one: Candidate) -> str:
    """Postcodes as they are typed."""
    return reach_text([(each.first, each.last) for each in one.reach or ()])


def reach_text(pairs: Iterable[tuple[str, str]]) -> str:
    """Postcodes as they are typed: 4000, 4600-4690."""
    return ", ".join(first if first == last else f"{first}-{last}" for first, last in pairs)


def _paper(code: str) -> str:
    return str(PAPERS.get(code, code))


# For the citizen who asks what stands here


def facts_in_words(facts: MatchFacts) -> Iterator[str]:
    """The lines of `MatchFacts.words`."""
    for name, label in (("can", CAN[Can.YES]), ("cannot", CAN[Can.NO]), ("wants", _("Would like"))):
        yield from (_labelled(label, line) for line in lines_in(facts.words.get(name, "")))
    yield from _spared_in_words(lines_in(facts.words.get("spared", "")))


def papers_in_words(papers: Mapping[str, bool]) -> Iterator[str]:
    """Each with yes or no."""
    yield from (_labelled(_paper(code), _("yes") if has else _("no")) for code, has in papers.items())


def profile_in_words(profile: Profile) -> Iterator[str]:
    """All that a match compares, a line each."""
    for line, source in profile.can.items():
        yield _labelled(CAN[Can.YES], f"{line} ({SOURCES[source]})")
    for line, source in profile.wants.items():
        yield _labelled(_("Would like"), f"{line} ({SOURCES[source]})")
    yield from (_labelled(CAN[Can.NO], line) for line in profile.cannot)
    yield from (_labelled(_("Occupation group"), group) for group in profile.tracks)
    if profile.minutes:
        yield span_in_words(Minutes(least=profile.minutes[0], most=profile.minutes[1]))
    if profile.free_from:
        yield _labelled(_("Free from"), long_date(profile.free_from))
    if profile.reach is not None:
        yield _labelled(_("Can get to"), reach_text(profile.reach))
    yield from papers_in_words(profile.papers)
    yield from _spared_in_words(profile.spared)
    yield from (_labelled(_("Can work"), TIMES.get(one, one)) for one in profile.times or ())


def _spared_in_words(codes: Iterable[str]) -> Iterator[str]:
    yield from (_labelled(_("To be spared"), CONDITIONS.get(code, code)) for code in codes)


def _labelled(label: object, words: object) -> str:
    return f"{label}: {words}"
