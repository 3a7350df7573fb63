"""What people of the demo wish for and have learned: two years of it, a waiting list, a refusal, a diploma near its limit."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from fagkompas.accounts.models import Employee, Unit
from fagkompas.catalogue.actions.sessions import edit_session, session_facts_of
from fagkompas.catalogue.models import Offering, Session
from fagkompas.learning.actions import participation as actions
from fagkompas.learning.actions.participation import Attendance, Learned, register_learned, wish, years_after
from fagkompas.learning.actions.staff_years import note_who_works_where
from fagkompas.learning.models import EndedBy, Participation, ParticipationState
from fagkompas.website.demo.catalogue import plan
from fagkompas.website.demo.people import TEAMS
from fagkompas.website.demo.timing import noon

WISHED: Final = "den-svaere-besked"
FULL: Final = "supervision-i-borgersamtalen"
SEATS: Final = 6
REFUSED: Final = "kvalitetssikring-af-afgoerelser"
WHY_REFUSED: Final = "Vi prioriterer virksomhedsservice i år. Tal med mig om sidemandsoplæring hos Birgit i stedet."
MODULES: Final = ("diplom-arbejdsmarked", "diplom-ret-og-skoen")
YEARS_AGO: Final = 6
LEFT: Final = timedelta(days=200)
PLANNED_BEFORE: Final = timedelta(days=40)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Something that was held `years` ago, and how many of each team took part, from the name at `since` on."""

    code: str
    years: int
    month: int
    day: int
    of_teams: tuple[int, ...]
    since: int = 1
    certificate: str = ""


HISTORY: Final = (
    Held(code="lov-i-hverdagen", years=2, month=3, day=12, of_teams=(4, 2, 3, 1, 1), certificate="Kursusbevis"),
    Held(code="det-foerste-opkald", years=2, month=5, day=6, of_teams=(2, 0, 2)),
    Held(
        code="diplom-arbejdsmarked", years=2, month=8, day=20, of_teams=(1, 1, 1, 1), since=5, certificate="Karakter 7"
    ),
    Held(
        code="forhandling-og-holdbare-match",
        years=1,
        month=2,
        day=11,
        of_teams=(0, 2, 0, 7, 1),
        certificate="Kursusbevis",
    ),
    Held(code="lov-i-hverdagen", years=1, month=3, day=10, of_teams=(3, 4, 2), since=6, certificate="Kursusbevis"),
    Held(code="reflekterende-team-om-borgersager", years=1, month=4, day=22, of_teams=(5, 0, 3)),
    Held(code="en-dag-i-virksomheden", years=1, month=6, day=3, of_teams=(1, 1, 0, 2)),
    Held(code="diplom-samtale", years=1, month=8, day=19, of_teams=(1, 1, 1), since=8, certificate="Karakter 10"),
    Held(code="skoennet-paa-bordet", years=1, month=10, day=7, of_teams=(4, 3, 0, 0, 1), since=4),
)


def build_participation(*, people: Mapping[str, Employee], root: Unit, consultant: Employee, today: date) -> None:
    """In the teams' order, and in each the order of its names; the first of them is its manager."""
    own = {one.example.code: one for one in Offering.objects.filter(root=root).select_related("example") if one.example}
    for years in (2, 1):
        note_who_works_where(today=date(today.year - years, 12, 31))
    note_who_works_where(today=today)
    for held in HISTORY:
        _hold(held, own[held.code], people, consultant, today)
    _wishes(own[WISHED], people, today)
    _full_session(own[FULL], people, consultant, today)
    _refusal(own[REFUSED], people, today)
    _learned_elsewhere(own, people, today)


def _hold(held: Held, offering: Offering, people: Mapping[str, Employee], consultant: Employee, today: date) -> None:
    start = date(today.year - held.years, held.month, held.day)
    planned = start - PLANNED_BEFORE
    session = plan(offering, consultant.root, start, planned, consultant)
    names = [
        team.names[place]
        for team, count in zip(TEAMS, held.of_teams, strict=False)
        for place in range(held.since, held.since + count)
        if place < len(team.names)
    ]
    seated = [_approved(people[name], session, planned, consultant) for name in names]
    passed = ParticipationState.PASSED if held.certificate else ParticipationState.ATTENDED
    given = [Attendance(participation=one, state=passed, certificate=held.certificate) for one in seated]
    actions.save_attendance(session=session, given=given, now=noon(session.ends_on), by=consultant)


def _wished(person: Employee, session: Session, day: date, sentence: str = "") -> Participation:
    return wish(person=person, offering=session.offering, session=session, sentence=sentence, now=noon(day))


def _approved(person: Employee, session: Session, day: date, by: Employee) -> Participation:
    return actions.approve(participation=_wished(person, session, day), session=session, now=noon(day), by=by)


def _next(offering: Offering, today: date) -> Session:
    """The offering's next session."""
    return Session.objects.still_to_come(today).filter(offering=offering).select_related("offering")[0]


def _wishes(offering: Offering, people: Mapping[str, Employee], today: date) -> None:
    """Two of the first team wait for an answer."""
    session = _next(offering, today)
    for name in TEAMS[0].names[1:3]:
        sentence = "Jeg har mange samtaler, hvor borgeren får et afslag."
        _wished(people[name], session, today - timedelta(days=3), sentence)


def _full_session(offering: Offering, people: Mapping[str, Employee], consultant: Employee, today: date) -> None:
    """Somebody gave up a seat, so the first on the waiting list has it now; two still wait."""
    session = _next(offering, today)
    facts = session_facts_of(session)
    few = replace(facts, least_seats=min(facts.least_seats, SEATS), most_seats=SEATS)
    session = edit_session(session=session, facts=few, revision=session.revision, today=today, by=consultant)
    names = TEAMS[1].names[1:4] + TEAMS[2].names[1:4]
    seated = [_approved(people[name], session, today - timedelta(days=12), consultant) for name in names]
    for place, name in enumerate(TEAMS[0].names[9:12]):
        day = today - timedelta(days=8 - place)
        waiting = _wished(people[name], session, day, "Jeg vil gerne blive bedre til at give ordet tilbage.")
        actions.put_on_waiting_list(participation=waiting, session=session, now=noon(day), by=consultant)
    given_up = noon(today - timedelta(days=2))
    actions.take_back(participation=seated[0], because="Jeg er på orlov i den periode.", now=given_up)
    actions.enrol(participation=seated[1], session=None, now=given_up, by=consultant)


def _refusal(offering: Offering, people: Mapping[str, Employee], today: date) -> None:
    manager, person = people[TEAMS[0].names[0]], people[TEAMS[0].names[4]]
    one = _wished(person, _next(offering, today), today - timedelta(days=9), "Jeg skriver mange afgørelser.")
    actions.refuse_wish(
        participation=one,
        because=WHY_REFUSED,
        ended_by=EndedBy.MANAGER,
        now=noon(today - timedelta(days=4)),
        by=manager,
    )


def _learned_elsewhere(own: Mapping[str, Offering], people: Mapping[str, Employee], today: date) -> None:
    """A course of one's own, and two modules of a diploma that was begun nearly six years ago."""
    _manager, first, _second, third = TEAMS[0].names[:4]
    now = noon(today - timedelta(days=3))
    register_learned(
        person=people[first],
        learned=Learned(
            title="Tolk i samtalen",
            completed_on=today - timedelta(days=90),
            hours=Decimal(6),
            certificate="Kursusbevis",
        ),
        now=now,
    )
    begun = years_after(today, -YEARS_AGO) + LEFT
    for place, code in enumerate(MODULES):
        module = own[code]
        register_learned(
            person=people[third],
            learned=Learned(
                title=module.title_da,
                completed_on=begun + timedelta(days=180 * place),
                hours=module.hours,
                ects=module.ects,
                certificate="Eksamensbevis",
                accredited=True,
                module=module,
            ),
            now=now,
        )
