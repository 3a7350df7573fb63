"""Forty citizens of the demo, in every team and target group. Their names are plainly made up, and their CPR numbers are
replacement numbers (the day plus 60), which are nobody's.

By the names, so that conversations, plans and placements of the demo find them: `citizens_of_demo()`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from fagkompas.accounts import actions as accounts
from fagkompas.accounts.models import Employee, Role, Unit
from fagkompas.citizens.actions.consents import give_consent, withdraw_consent
from fagkompas.citizens.actions.handovers import hand_over, move_citizen, read_handover
from fagkompas.citizens.actions.openings import open_with_reason
from fagkompas.citizens.actions.record import CitizenFacts, close_case, create_citizen
from fagkompas.citizens.models import Citizen, ClosedWhy, ConsentKind

CASEWORKERS: Final[Mapping[str, tuple[str, ...]]] = {
    "Jobparate": ("Birgit Skov", "Camilla Bro", "Gitte Ravn", "Hassan Aziz"),
    "Unge og uddannelse": ("Simon Holt", "Tanja Lind"),
    "Sygemeldte og fastholdelse": ("Grethe Lassen", "Henrik Dam", "Ida Sommer"),
    "Integration": ("Kamal Nasser", "Lise Ager"),
}
"""By team, who has citizens."""

COMPANY_CONSULTANTS: Final = ("Viggo Pilgaard", "Winnie Hald", "Cecilie Juul")
"""They work with the citizens of all teams."""

SEES_PROTECTED: Final = "Grethe Lassen"
"""Holds the role for protected addresses."""

NOBODYS: Final = (13, 32)
"""By number, who waits for a caseworker."""

FIRST_NAMES: Final = (
    "Agnete",
    "Bjarke",
    "Carsten",
    "Dagny",
    "Ebbe",
    "Fatima",
    "Gustav",
    "Helle",
    "Ibrahim",
    "Janne",
    "Kaj",
    "Lilly",
    "Mads",
    "Naja",
    "Oskar",
    "Petra",
    "Quentin",
    "Rosa",
    "Sigurd",
    "Tove",
    "Uffe",
    "Vera",
    "Walter",
    "Xenia",
    "Yrsa",
    "Zakarias",
    "Ælfrida",
    "Øjvind",
    "Åshild",
    "Amira",
    "Balder",
    "Clara",
    "David",
    "Elif",
    "Folmer",
    "Gudrun",
    "Holger",
    "Ines",
    "Joakim",
    "Kirstine",
)
LAST_NAMES: Final = ("Opdigt", "Prøvesen", "Eksempelby", "Demosen", "Tænkt", "Påfund", "Eventyr", "Fabelholt")
FUNDS: Final = ("A-kassen Eksempel", "Prøvernes A-kasse")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """One case: whose, in which target group, how many days ago it was opened, and why it ended where it has."""

    team: str
    place: int
    group: str
    days: int
    why: ClosedWhy | None = None

    @property
    def caseworker(self) -> str:
        """The name of whoever has it."""
        names = CASEWORKERS[self.team]
        return names[self.place % len(names)]


SICK: Final = (
    "sick-leave",
    "sick-leave",
    "sick-leave",
    "job-clarification",
    "job-clarification",
    "rehabilitation",
    "flex-job",
    "flex-job",
    "sick-leave",
)
NEW_IN_DENMARK: Final = ("activity-ready", "activity-ready", "job-ready", "activity-ready", "job-ready")

OPEN: Final = (
    *(
        _Case(team="Jobparate", place=place, group=("job-ready", "insured-job-ready")[place % 2], days=25 + 22 * place)
        for place in range(15)
    ),
    *(_Case(team="Unge og uddannelse", place=place, group="education", days=40 + 35 * place) for place in range(6)),
    *(
        _Case(team="Sygemeldte og fastholdelse", place=place, group=group, days=30 + 45 * place)
        for place, group in enumerate(SICK)
    ),
    *(
        _Case(team="Integration", place=place, group=group, days=60 + 50 * place)
        for place, group in enumerate(NEW_IN_DENMARK)
    ),
)
"""Thirty-five open cases."""

CLOSED: Final = (
    _Case(team="Jobparate", place=0, group="job-ready", days=300, why=ClosedWhy.JOB),
    _Case(team="Jobparate", place=2, group="insured-job-ready", days=260, why=ClosedWhy.JOB),
    _Case(team="Unge og uddannelse", place=1, group="education", days=330, why=ClosedWhy.EDUCATION),
    _Case(team="Sygemeldte og fastholdelse", place=1, group="sick-leave", days=280, why=ClosedWhy.JOB),
    _Case(team="Integration", place=0, group="activity-ready", days=400, why=ClosedWhy.MOVED),
)
"""And five that ended two months ago."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stage:
    """Who and where."""

    people: Mapping[str, Employee]
    units: Mapping[str, Unit]
    today: date


def citizens_of_demo() -> list[Citizen]:
    """All forty, in the order they were made; with unit and caseworker."""
    return list(Citizen.objects.filter(is_demo=True).select_related("unit", "caseworker").order_by("pk"))


def build_citizens(*, people: Mapping[str, Employee], units: Mapping[str, Unit], department: Unit, today: date) -> None:
    """Roles, cases, consents, handovers, and a case that somebody of another team opened."""
    _grant_roles(people, units, department, today - timedelta(days=500))
    stage = _Stage(people=people, units=units, today=today)
    made = list(_cases(stage))
    _consents(stage, made)
    _handovers(stage, made)
    for citizen, case in zip(made[len(OPEN) :], CLOSED, strict=True):
        on, why = today - timedelta(days=60), case.why or ClosedWhy.OTHER
        close_case(citizen=citizen, on=on, why=why, today=today, by=citizen.caseworker)
    reason = "Borgeren ringede til mig om et møde i morgen, og hendes sagsbehandler er på kursus."
    open_with_reason(citizen=made[21], reason=reason, today=today, by=people["Simon Holt"])


def _grant_roles(people: Mapping[str, Employee], units: Mapping[str, Unit], department: Unit, on: date) -> None:
    for team, names in CASEWORKERS.items():
        for name in names:
            accounts.grant_role(employee=people[name], role=Role.CASEWORKER, unit=units[team], on=on, by=None)
    for name in COMPANY_CONSULTANTS:
        accounts.grant_role(employee=people[name], role=Role.COMPANY_CONSULTANT, unit=department, on=on, by=None)
    sick = units["Sygemeldte og fastholdelse"]
    accounts.grant_role(employee=people[SEES_PROTECTED], role=Role.PROTECTED_ADDRESSES, unit=sick, on=on, by=None)


def _cases(stage: _Stage) -> Iterator[Citizen]:
    for number, case in enumerate((*OPEN, *CLOSED)):
        caseworker = stage.people[case.caseworker]
        yield create_citizen(
            unit=stage.units[case.team],
            caseworker=None if number in NOBODYS else caseworker,
            facts=_facts(number, case.group, stage.today - timedelta(days=case.days)),
            today=stage.today,
            by=caseworker,
            is_demo=True,
        )


def _facts(number: int, group: str, began_on: date) -> CitizenFacts:
    name = f"{FIRST_NAMES[number]} {LAST_NAMES[number % len(LAST_NAMES)]}"
    day, month, year = 1 + number % 28, 1 + number % 12, 60 + number
    return CitizenFacts(
        name=name,
        cpr=f"{day + 60:02d}{month:02d}{year % 100:02d}{1000 + 37 * number}",
        target_group=group,
        began_on=began_on,
        phone=f"00 00 {number // 10}{number % 10} 00",
        email=f"borger{number + 1}@eksempel.example" if number % 3 else "",
        address=f"Eksempelvej {number + 1}\n0000 Demoby",
        is_protected=number in {22, 30},
        fund=FUNDS[number % 2] if group == "insured-job-ready" else "",
        language="en" if number in {29, 31} else "da",
    )


def _consents(stage: _Stage, made: list[Citizen]) -> None:
    """Half have said yes to something; one has taken it back, one said yes to a single company."""
    kinds = tuple(ConsentKind)
    for number, citizen in enumerate(made[: len(OPEN)]):
        if number % 2:
            continue
        given = give_consent(
            citizen=citizen,
            kind=ConsentKind.FUND if citizen.fund else kinds[number // 2 % len(kinds)],
            about="Prøvefirma ApS" if number == 0 else "",
            in_writing=number % 4 == 0,
            given_on=min(citizen.began_on + timedelta(days=14), stage.today),
            today=stage.today,
            by=citizen.caseworker,
        )
        if number == 8:
            withdraw_consent(consent=given, on=stage.today, today=stage.today, by=citizen.caseworker)


def _handovers(stage: _Stage, made: list[Citizen]) -> None:
    """One that the next caseworker has read, one that she has not, and one that came from another team."""
    people, today = stage.people, stage.today
    note = "Vi har aftalt at tales ved om fredagen. Næste skridt er et besøg på lageret, som hun selv ringer om."
    hand_over(citizens=[made[1]], to=people["Birgit Skov"], note=note, today=today, by=people["Camilla Bro"])
    for handover in made[1].handovers.select_related("citizen"):
        read_handover(handover=handover, by=people["Birgit Skov"])
    note = "Cv'et er næsten færdigt. Spørg til kurset i november; han venter på svar fra dem."
    hand_over(citizens=[made[2]], to=people["Birgit Skov"], note=note, today=today, by=people["Gitte Ravn"])
    move_citizen(
        citizen=made[15],
        to=stage.units["Jobparate"],
        caseworker=people["Birgit Skov"],
        on=today - timedelta(days=3),
        note="Blev færdig med uddannelsen og søger nu job. Kender værkstederne i byen godt.",
        today=today,
        by=people["Simon Holt"],
    )
