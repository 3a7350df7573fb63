"""The catalogue as a file: two sheets, offerings and sessions, out and as a template. `uploading.py` reads them back.

Tilbud   kode · titel · form · udbyder · timer · pris pr. plads · ... · løfter
Hold     hold · tilbud · dage · sted · online · mindst · højst · tilmelding senest · fælles

The headings and words are Danish in every language, so that a file can be passed on.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from fagkompas.catalogue.actions.offerings import facts_of
from fagkompas.catalogue.actions.sessions import session_facts_of
from fagkompas.catalogue.facts import LiftFacts, MeetingFacts, SessionFacts, plain
from fagkompas.catalogue.models import Offering, Session
from fagkompas.catalogue.wording import DIMENSION_WORDS
from fagkompas.engine.scales import Dimension
from fagkompas.toolkit.workbooks import Column, Kind, Table, Written

OFFERINGS: Final = "Tilbud"
SESSIONS: Final = "Hold"
EXPLANATION: Final = "Vejledning"
SEPARATOR: Final = "|"
YES, NO = "ja", "nej"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A column: its heading, the fact that it holds ("" where it is only written), and what to write in it."""

    name: str
    fact: str
    about: StrPromise
    kind: Kind = Kind.TEXT
    width: float = 14
    wraps: bool = False
    choices: tuple[str, ...] = ()


OFFERING_COLUMNS: Final = (
    Heading(name="kode", fact="code", about=_("Finds the offering again. Leave it empty for a new one."), width=28),
    Heading(name="titel", fact="title_da", about=_("What it is called. Always needed."), width=36),
    Heading(name="titel på engelsk", fact="title_en", about=_("The title in English, if you like."), width=30),
    Heading(name="form", fact="form", about=_("The learning form, by its name or code, such as Kursus."), width=22),
    Heading(
        name="dimensioner",
        fact="dimensions",
        about=_(
            "praktisk, refleksiv or relationel; several with | between. Needed where the form has none of its own."
        ),
        width=24,
    ),
    Heading(name="udbyder", fact="provider_da", about=_("Who offers it. Always needed."), width=28),
    Heading(name="udbyder på engelsk", fact="provider_en", about=_("The provider in English, if you like."), width=28),
    Heading(name="beskrivelse", fact="description_da", about=_("What one can do afterwards."), width=60, wraps=True),
    Heading(
        name="beskrivelse på engelsk",
        fact="description_en",
        about=_("The description in English, if you like."),
        width=60,
        wraps=True,
    ),
    Heading(
        name="timer",
        fact="hours",
        about=_("Hours of one participant, with one decimal. Always needed."),
        kind=Kind.SCORE,
    ),
    Heading(
        name="pris pr. plads",
        fact="price_per_seat",
        about=_("Whole kroner for each participant; 0 where it costs nothing. Always needed."),
        kind=Kind.WHOLE,
    ),
    Heading(name="fast pris", fact="fixed_price", about=_("Whole kroner for the whole session."), kind=Kind.WHOLE),
    Heading(name="mindst", fact="least_seats", about=_("Fewest participants for it to run."), kind=Kind.WHOLE, width=9),
    Heading(name="højst", fact="most_seats", about=_("Most participants there is room for."), kind=Kind.WHOLE, width=9),
    Heading(name="ects", fact="ects", about=_("ECTS points, if it gives any."), kind=Kind.SCORE, width=9),
    Heading(name="akkrediteret", fact="accredited", about=_("ja or nej."), choices=(YES, NO)),
    Heading(name="intern", fact="internal", about=_("ja where you run it yourselves, else nej."), choices=(YES, NO)),
    Heading(name="sprog", fact="language", about=_("da or en."), choices=("da", "en"), width=9),
    Heading(
        name="uddannelse", fact="programme", about=_("Name or code of the programme that it is a module of."), width=24
    ),
    Heading(
        name="forudsætter",
        fact="prerequisites",
        about=_("Codes of offerings to complete first, with | between."),
        width=24,
    ),
    Heading(
        name="løfter",
        fact="lifts",
        about=_("code:points:up to for each competency, with | between, such as LM-G1:1:3 | LM-G2:0,5:2."),
        width=40,
    ),
    Heading(name="link", fact="link", about=_("The address of a web page, with https://."), width=24),
)

SESSION_COLUMNS: Final = (
    Heading(
        name="hold",
        fact="session",
        about=_(
            "The session's number, as it stands in a file that was taken out: finds it again, also with other days. "
            "Leave it empty for a new one."
        ),
        width=38,
    ),
    Heading(name="tilbud", fact="offering", about=_("Code or title of the offering. Always needed."), width=36),
    Heading(
        name="dage",
        fact="meetings",
        about=_("Each day with its times, with | between: 2027-01-12 09:00-15:30 | 2027-01-19 09:00-15:30."),
        width=50,
    ),
    Heading(name="sted", fact="place", about=_("Where it is held; needed unless it is online."), width=28),
    Heading(name="online", fact="is_online", about=_("ja or nej."), choices=(YES, NO)),
    Heading(
        name="mindst", fact="least_seats", about=_("As for the offering where it is empty."), kind=Kind.WHOLE, width=9
    ),
    Heading(
        name="højst", fact="most_seats", about=_("As for the offering where it is empty."), kind=Kind.WHOLE, width=9
    ),
    Heading(name="tilmelding senest", fact="enrol_by", about=_("The last day to enrol."), kind=Kind.DATE, width=18),
    Heading(name="fælles", fact="is_joint", about=_("ja where others may promise seats, else nej."), choices=(YES, NO)),
    Heading(name="tilstand", fact="", about=_("Planned, confirmed or cancelled; it is not read.")),
    Heading(name="optaget", fact="", about=_("Seats that are taken or promised; it is not read."), kind=Kind.WHOLE),
)


COLUMNS_OF: Final[Mapping[str, tuple[Heading, ...]]] = {OFFERINGS: OFFERING_COLUMNS, SESSIONS: SESSION_COLUMNS}


def heading_of(sheet: str, fact: str) -> str:
    """What a fact stands under; the fact itself where it has no column."""
    return next((column.name for column in COLUMNS_OF[sheet] if column.fact == fact), fact)


def offerings_table(offerings: Iterable[Offering]) -> Table:
    """A row an offering; give them with form, programme, lifts and prerequisites read."""
    return Table(name=OFFERINGS, columns=_columns(OFFERING_COLUMNS), rows=(_offering_row(one) for one in offerings))


def sessions_table(sessions: Iterable[Session]) -> Table:
    """A row a session; give them with offering and meetings read."""
    return Table(name=SESSIONS, columns=_columns(SESSION_COLUMNS), rows=(_session_row(one) for one in sessions))


def template_tables(forms: Sequence[str]) -> list[Table]:
    """An empty file with every heading, and a sheet that says what to write. `forms` are the names of learning forms."""
    explained = [
        [sheet, column.name, str(column.about)]
        for sheet, columns in ((OFFERINGS, OFFERING_COLUMNS), (SESSIONS, SESSION_COLUMNS))
        for column in columns
        if column.fact
    ]
    about = (
        Column(heading="ark", width=10),
        Column(heading="kolonne", width=24),
        Column(heading="forklaring", width=90, wraps=True),
    )
    return [
        Table(name=OFFERINGS, columns=_columns(_writable(OFFERING_COLUMNS), form=tuple(forms))),
        Table(name=SESSIONS, columns=_columns(_writable(SESSION_COLUMNS))),
        Table(name=EXPLANATION, columns=about, rows=explained),
    ]


def _writable(columns: Iterable[Heading]) -> tuple[Heading, ...]:
    return tuple(column for column in columns if column.fact)


def _columns(headings: Iterable[Heading], *, form: tuple[str, ...] = ()) -> tuple[Column, ...]:
    return tuple(
        Column(
            heading=one.name,
            kind=one.kind,
            width=one.width,
            wraps=one.wraps,
            choices=form if one.fact == "form" else one.choices,
        )
        for one in headings
    )


def _offering_row(offering: Offering) -> list[Written]:
    facts = facts_of(offering)
    words = {dimension: word for word, dimension in DIMENSION_WORDS.items()}
    written: dict[str, Written] = {
        "code": offering.code,
        "form": offering.form.name_da,
        "dimensions": f" {SEPARATOR} ".join(words[Dimension(code)] for code in facts.dimensions),
        "hours": float(facts.hours or 0),
        "ects": float(facts.ects) if facts.ects is not None else None,
        "accredited": yes_or_no(facts.accredited),
        "internal": yes_or_no(facts.internal),
        "prerequisites": f" {SEPARATOR} ".join(facts.prerequisites),
        "lifts": lifts_as_text(facts.lifts),
    }
    return [written[one.fact] if one.fact in written else getattr(facts, one.fact) for one in OFFERING_COLUMNS]


def _session_row(session: Session) -> list[Written]:
    written: dict[str, Written] = {"session": str(session.uuid), "offering": session.offering.code}
    written |= session_cells(session_facts_of(session))
    said = [written[one.fact] for one in SESSION_COLUMNS if one.fact]
    return [*said, session.get_state_display(), session.seats_counted]


def session_cells(facts: SessionFacts) -> dict[str, Written]:
    """What stands in a row about the session itself, by fact."""
    return {
        "meetings": meetings_as_text(facts.in_order),
        "place": facts.place,
        "is_online": yes_or_no(facts.is_online),
        "least_seats": facts.least_seats,
        "most_seats": facts.most_seats,
        "enrol_by": facts.enrol_by,
        "is_joint": yes_or_no(facts.is_joint),
    }


def yes_or_no(value: bool) -> str:
    """The word of a file."""
    return YES if value else NO


def lifts_as_text(lifts: Iterable[LiftFacts]) -> str:
    """ "LM-G1:1:3 | LM-G2:0,5:2"."""
    return f" {SEPARATOR} ".join(f"{lift.code}:{plain(lift.lift).replace('.', ',')}:{lift.up_to}" for lift in lifts)


def meetings_as_text(meetings: Iterable[MeetingFacts]) -> str:
    """ "2027-01-12 09:00-15:30 | 2027-01-19 09:00-15:30"."""
    return f" {SEPARATOR} ".join(_meetings(meetings))


def _meetings(meetings: Iterable[MeetingFacts]) -> Iterator[str]:
    for one in meetings:
        yield f"{one.day.isoformat()} {one.starts_at:%H:%M}-{one.ends_at:%H:%M}"
