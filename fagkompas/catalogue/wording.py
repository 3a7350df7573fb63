"""The catalogue in words: prices, seats, what is lifted, and what is refused as sentences in the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_stubs_ext import StrPromise

from fagkompas.catalogue.competencies import LiftInWords
from fagkompas.catalogue.models import Offering, Session, SessionState
from fagkompas.engine.errors import BadInput, Problem
from fagkompas.engine.scales import Dimension, Level
from fagkompas.frameworks import wording as frameworks
from fagkompas.frameworks.models import DIMENSIONS
from fagkompas.toolkit.formats import long_date, number
from fagkompas.toolkit.problems import OF_FILES, Sentences, in_words

SENTENCES: Final[Sentences] = {
    # An offering
    "title_missing": gettext_lazy("Write a title."),
    "name_missing": gettext_lazy("Write a name."),
    "provider_missing": gettext_lazy("Write who offers it. Your own house counts too."),
    "text_too_long": gettext_lazy("The text is too long: use at most %(longest)s characters."),
    "cpr_number": gettext_lazy("The text holds what looks like a CPR number. Take it out: nobody is named here."),
    "form_unknown": gettext_lazy("“%(found)s” is no learning form. Choose one from the list of forms."),
    "dimension_missing": gettext_lazy("Choose the dimension that it suits, since the form does not say it."),
    "dimension_unknown": gettext_lazy("“%(found)s” is no dimension. Use praktisk, refleksiv or relationel."),
    "hours_missing": gettext_lazy("Write how many hours one participant spends."),
    "hours_out_of_range": gettext_lazy("%(found)s hours cannot be right. Write more than 0 and at most %(most)s."),
    "price_missing": gettext_lazy("Write the price for one seat, and 0 where it costs nothing."),
    "price_out_of_range": gettext_lazy("DKK %(found)s cannot be right. Write whole kroner from 0 to %(most)s."),
    "ects_out_of_range": gettext_lazy("%(found)s ECTS points cannot be right. Write more than 0 and at most %(most)s."),
    "seats_out_of_range": gettext_lazy("%(found)s seats cannot be right. Write a whole number from 1 to %(most)s."),
    "most_below_least": gettext_lazy(
        "There are %(found)s seats at most and %(least)s at least. Write at most the larger."
    ),
    "language_unknown": gettext_lazy("“%(found)s” is no language here. Write da or en."),
    "link_invalid": gettext_lazy("“%(found)s” is no address of a web page. It begins with https://."),
    "programme_unknown": gettext_lazy("There is no programme “%(found)s”. Check the code, or add the programme first."),
    "prerequisite_unknown": gettext_lazy(
        "There is no offering with the code “%(found)s” in your catalogue. Check the code."
    ),
    "prerequisite_of_itself": gettext_lazy("“%(found)s” asks, step by step, for this one itself. Take it out."),
    "too_many_lifts": gettext_lazy("%(found)s competencies are too many for one offering: choose at most %(most)s."),
    "competency_twice": gettext_lazy("%(found)s stands twice. Keep one of them."),
    "competency_unknown": gettext_lazy(
        "There is no competency with the code “%(found)s”. Look the code up under Frameworks."
    ),
    "lift_out_of_range": gettext_lazy("%(code)s cannot be lifted by %(found)s points. Write 0.25 to 4."),
    "up_to_out_of_range": gettext_lazy(
        "%(code)s cannot be lifted up to %(found)s. Write a point of the scale, 1 to 4."
    ),
    "years_out_of_range": gettext_lazy("%(found)s years cannot be right. Write 1 to %(most)s."),
    "offering_not_own": gettext_lazy("Take the example over first, then plan sessions of your own copy."),
    "offering_retired": gettext_lazy("It is not offered now. Offer it first."),
    "sessions_to_come": gettext_lazy(
        "There are sessions to come (%(found)s). Cancel them first, or let them be held before you take it out."
    ),
    # A session
    "meeting_missing": gettext_lazy("Write at least one day with a start and an end."),
    "too_many_meetings": gettext_lazy("There are more than %(most)s days. Divide them into two sessions."),
    "meeting_ends_before_it_starts": gettext_lazy("On %(found)s it ends before it starts. Correct the times."),
    "meetings_overlap": gettext_lazy("On %(found)s two meetings overlap. Correct the times, or take one out."),
    "session_in_past": gettext_lazy("The first day, %(found)s, has passed. Choose a day to come."),
    "session_too_far": gettext_lazy("%(found)s is more than five years ahead. Check the year."),
    "enrolment_after_start": gettext_lazy(
        "The last day to enrol, %(found)s, comes after the first day. Choose an earlier one."
    ),
    "enrolment_in_past": gettext_lazy("The last day to enrol, %(found)s, has passed. Choose a day to come."),
    "seats_below_taken": gettext_lazy(
        "%(found)s seats are too few: %(taken)s are taken and %(promised)s promised. Keep at least as many, or ask somebody to "
        "give up a seat first."
    ),
    "place_missing": gettext_lazy("Write where it is held, or tick that it is online."),
    "joint_has_promises": gettext_lazy(
        "Others have promised seats here, so it stays joint. Take their seats out first."
    ),
    "session_is_cancelled": gettext_lazy("The session is cancelled, so nothing can be changed. Plan a new one."),
    "session_not_confirmed": gettext_lazy("The session is not confirmed, so there is nothing to take back."),
    "session_has_begun": gettext_lazy("The session has begun, so the confirmation stands."),
    "session_is_over": gettext_lazy("The session is over, so it cannot be cancelled."),
    "reason_missing": gettext_lazy("Write why, in a sentence. Those who lose a seat will read it."),
    # Seats
    "session_full": gettext_lazy(
        "The session has %(found)s seats, and %(missing)s more would be needed. Choose fewer."
    ),
    "session_not_joint": gettext_lazy("The session is not joint. Ask those who hold it to open it."),
    "enrolment_is_over": gettext_lazy("The last day to enrol has passed, or the session is cancelled."),
    "promise_below_used": gettext_lazy("%(used)s of your people have a seat already. Promise at least as many."),
    "promise_relied_on": gettext_lazy(
        "The session is confirmed and would not reach its least number with so few. Take the promise back, and write why."
    ),
    "promise_over": gettext_lazy("The promise is taken back already, or the session has begun or is cancelled."),
    # The files that come with the product
    "fewer_than_least": gettext_lazy("At most %(found)s people is fewer than at least. Correct one of them."),
    "steps_do_not_fill": gettext_lazy(
        "The steps take %(found)s minutes in all; a gathering has %(minutes)s. Make them fit."
    ),
    # A file
    "no_rows": gettext_lazy("The file has no rows below the headings. Fill in the template and read it again."),
    "no_known_sheet": gettext_lazy(
        "The file has no sheet called Tilbud or Hold. Download the template and use its sheets."
    ),
    "table_of_neither": gettext_lazy(
        "This is no list of offerings or sessions: the first row lacks the heading %(columns)s. Download the template, and "
        "fill that in."
    ),
    "formula": gettext_lazy("The cell has a formula. Write the value itself."),
    "not_a_number": gettext_lazy("“%(found)s” is no number. Write digits only, such as 1200 or 7,5."),
    "not_yes_or_no": gettext_lazy("“%(found)s” is neither ja nor nej."),
    "not_a_day": gettext_lazy("“%(found)s” is no date. Write it as 2027-01-31."),
    "not_a_meeting": gettext_lazy("“%(found)s” is no day with times. Write it as 2027-01-31 09:00-15:30."),
    "not_a_lift": gettext_lazy("“%(found)s” is no lift. Write code:points:up to, such as LM-G1:1:3."),
    "row_twice": gettext_lazy("The same stands in row %(first)s too. Keep one of the rows."),
    "offering_there_already": gettext_lazy(
        "There is an offering with this title already. Write its code, %(code)s, in the column kode to change it."
    ),
    "code_bad": gettext_lazy(
        "“%(found)s” is no code. Use a-z, digits and hyphens, or leave the cell empty for a new one."
    ),
    "offering_unknown": gettext_lazy(
        "There is no offering “%(found)s” in your catalogue or on the sheet Tilbud. Check it."
    ),
    "session_unknown": gettext_lazy(
        "There is no session to come with this number. Leave the cell empty for a new one. What has begun or is cancelled "
        "stays as it is."
    ),
    "session_of_another_offering": gettext_lazy(
        "The session with this number is of another offering. Correct the offering, or leave the number empty."
    ),
    "session_which": gettext_lazy(
        "Several sessions of this offering begin on %(found)s. Write in the column hold which one it is."
    ),
}


def sentence(problem: Problem) -> str:
    """What happened and what to do."""
    values = {name: number(value, 0) if isinstance(value, int) else value for name, value in problem.values.items()}
    whole = replace(problem, values={"found": problem.found, **values})
    known = problem.message_code in SENTENCES or problem.message_code in OF_FILES
    return in_words(whole, SENTENCES) if known else frameworks.sentence(problem)


def sentences(refused: BadInput) -> list[str]:
    """Every problem's sentence, in order."""
    return [sentence(problem) for problem in refused.problems]


DIMENSION_NAMES: Final[Mapping[str, object]] = dict(DIMENSIONS)

DIMENSION_WORDS: Final = {
    "praktisk": Dimension.PRACTICAL,
    "refleksiv": Dimension.REFLEXIVE,
    "relationel": Dimension.RELATIONAL,
}
"""The words of files, which are Danish in every language."""

STATE_KINDS: Final[Mapping[str, str]] = {
    SessionState.PLANNED: "info",
    SessionState.CONFIRMED: "success",
    SessionState.CANCELLED: "error",
}

LANGUAGE_NAMES: Final[Mapping[str, StrPromise]] = {"da": gettext_lazy("Danish"), "en": gettext_lazy("English")}


def price_in_words(offering: Offering) -> str:
    """ "4.200 kr. pr. plads", "46.000 kr. for holdet", both, or "gratis"."""
    parts = []
    if offering.price_per_seat:
        parts.append(_("DKK %(price)s a seat") % {"price": number(offering.price_per_seat, 0)})
    if offering.fixed_price:
        parts.append(_("DKK %(price)s for the session") % {"price": number(offering.fixed_price, 0)})
    return " + ".join(parts) or _("free of charge")


def points_in_words(points: Decimal) -> str:
    """ "1", "0,5", "0,25": no more decimals than there are."""
    return number(points, None if points * 2 == int(points * 2) else 2)


def dimensions_in_words(codes: list[str]) -> str:
    """ "Praktisk, relationel"."""
    words = ", ".join(str(DIMENSION_NAMES[code]).lower() for code in codes if code in DIMENSION_NAMES)
    return words[:1].upper() + words[1:]


def audience_in_words(lifts: Sequence[LiftInWords]) -> list[str]:
    """For whom it is, field by field: those who build the basic level, or go deep."""
    levels: dict[tuple[str, Level], None] = {}
    for lift in lifts:
        if lift.competency is not None:
            levels[lift.competency.field_name, lift.competency.level] = None
    words = {
        Level.BASIC: _("Whoever builds the basic level in %(field)s"),
        Level.SPECIALISED: _("Whoever goes deep in %(field)s"),
    }
    return [words[level] % {"field": name} for name, level in levels]


def moved_in_words(session: Session) -> str:
    """From when to when, and from where to where; "" for a session that is as people were told."""
    if not session.is_moved:
        return ""
    said, place = [], "" if session.is_online else session.place
    if session.moved_from != session.starts_on:
        days = {"before": long_date(session.moved_from), "now": long_date(session.starts_on)}
        said.append(_("The session is moved from %(before)s to %(now)s.") % days)
    if session.moved_from_place != place:
        places = {"before": session.moved_from_place or _("online"), "now": place or _("online")}
        said.append(_("It is held here now: %(now)s. Before: %(before)s.") % places)
    return " ".join(said) or _("The session has got other days or times.")


def seats_in_words(session: Session) -> str:
    """Whether there is room, and whether it will run: "mangler 3 for at køre", "4 ledige pladser", "fuldt"."""
    if session.is_cancelled:
        return _("cancelled")
    if session.seats_missing and session.state == SessionState.PLANNED:
        return _("%(count)s more needed to run") % {"count": session.seats_missing}
    if session.free_seats <= 0:
        return _("full")
    return ngettext("%(count)s free seat", "%(count)s free seats", session.free_seats) % {"count": session.free_seats}
