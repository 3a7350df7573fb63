"""Forty citizens of the demo, in every team and target group (`cases`). Their names are plainly made up, and their CPR
numbers are replacement numbers (the day plus 60), which are nobody's.

By the names, so that conversations, plans and placements of the demo find them: `citizens_of_demo()`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from fagkompas.accounts import actions as accounts
from fagkompas.accounts.models import Employee, Role, Unit
from fagkompas.citizens.actions.consents import give_consent, withdraw_consent
from fagkompas.citizens.actions.handovers import hand_over, move_citizen, read_handover
from fagkompas.citizens.actions.openings import open_with_reason
from fagkompas.citizens.actions.record import CitizenFacts, close_case, create_citizen
from fagkompas.citizens.models import Citizen, Consent, ConsentKind
from fagkompas.website.demo.cases import Case, demo_cases

COMPANY_CONSULTANTS: Final = ("Viggo Pilgaard", "Winnie Hald", "Cecilie Juul")
"""They work with the citizens of all teams."""

SEES_PROTECTED: Final = "Grethe Lassen"
"""Holds the role for protected addresses."""

FUNDS: Final = ("A-kassen Eksempel", "Prøvernes A-kasse")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stage:
    """Who and where."""

    people: Mapping[str, Employee]
    units: Mapping[str, Unit]
    today: date


def citizens_of_demo() -> list[Citizen]:
    """All forty, in the order they were made; with unit and caseworker."""
    return list(Citizen.objects.filter(is_demo=True).select_related("unit", "caseworker").order_by("pk"))


def cases_of_demo() -> list[tuple[Citizen, Case]]:
    """Each with what `cases` tells of them."""
    return list(zip(citizens_of_demo(), demo_cases().citizens, strict=True))


def build_citizens(*, people: Mapping[str, Employee], units: Mapping[str, Unit], department: Unit, today: date) -> None:
    """Roles, cases, consents, handovers, and a case that somebody of another team opened."""
    _grant_roles(people, units, department, today - timedelta(days=500))
    stage = _Stage(people=people, units=units, today=today)
    made = {case.name: _citizen(stage, number, case) for number, case in enumerate(demo_cases().citizens)}
    _consents(stage, [(made[case.name], case) for case in demo_cases().citizens if not case.closed])
    _handovers(stage, made)
    for case in demo_cases().citizens:
        if case.closed:
            citizen = made[case.name]
            on = today - timedelta(days=60)
            close_case(citizen=citizen, on=on, why=case.closed, today=today, by=citizen.caseworker)
    reason = "Borgeren ringede til mig om et møde i morgen, og hendes sagsbehandler er på kursus."
    open_with_reason(citizen=made["Vera Påfund"], reason=reason, today=today, by=people["Simon Holt"])


def _grant_roles(people: Mapping[str, Employee], units: Mapping[str, Unit], department: Unit, on: date) -> None:
    for team, name in dict.fromkeys((case.team, case.caseworker) for case in demo_cases().citizens if case.caseworker):
        accounts.grant_role(employee=people[name], role=Role.CASEWORKER, unit=units[team], on=on, by=None)
    for name in COMPANY_CONSULTANTS:
        accounts.grant_role(employee=people[name], role=Role.COMPANY_CONSULTANT, unit=department, on=on, by=None)
    sick = units["Sygemeldte og fastholdelse"]
    accounts.grant_role(employee=people[SEES_PROTECTED], role=Role.PROTECTED_ADDRESSES, unit=sick, on=on, by=None)


def _citizen(stage: _Stage, number: int, case: Case) -> Citizen:
    """By their caseworker; one whom nobody has yet by the first of the team."""
    of_team = [one.caseworker for one in demo_cases().citizens if one.team == case.team and one.caseworker]
    caseworker = stage.people[case.caseworker] if case.caseworker else None
    return create_citizen(
        unit=stage.units[case.team],
        caseworker=caseworker,
        facts=_facts(number, case, stage.today - timedelta(days=case.days)),
        today=stage.today,
        by=caseworker or stage.people[of_team[0]],
        is_demo=True,
    )


def _facts(number: int, case: Case, began_on: date) -> CitizenFacts:
    day, month, year = 1 + number % 28, 1 + number % 12, 60 + number
    return CitizenFacts(
        name=case.name,
        cpr=f"{day + 60:02d}{month:02d}{year % 100:02d}{1000 + 37 * number}",
        target_group=case.group,
        began_on=began_on,
        phone=f"00 00 {number // 10}{number % 10} 00",
        email=f"borger{number + 1}@eksempel.example" if number % 3 else "",
        address=f"Eksempelvej {number + 1}\n0000 Demoby",
        is_protected=case.is_protected,
        fund=FUNDS[number % 2] if case.group == "insured-job-ready" else "",
        language=case.language,
    )


def _consents(stage: _Stage, made: list[tuple[Citizen, Case]]) -> None:
    """Half have said yes to something, one of them to the company where she is; one has taken it back. Who has an
    unemployment fund has said yes to it taking part.
    """
    kinds = tuple(ConsentKind)
    for number, (citizen, case) in enumerate(made):
        if citizen.fund:
            _consent(stage, citizen, ConsentKind.PARTIES, citizen.fund, in_writing=False)
        if number % 2:
            continue
        about = case.placement.company if case.placement and number == 0 else ""
        kind = kinds[number // 2 % len(kinds)]
        given = _consent(stage, citizen, kind, about, in_writing=number % 4 == 0)
        if number == 8:
            withdraw_consent(consent=given, on=stage.today, today=stage.today, by=citizen.caseworker)


def _consent(stage: _Stage, citizen: Citizen, kind: ConsentKind, about: str, *, in_writing: bool) -> Consent:
    """Given two weeks after the case was opened."""
    return give_consent(
        citizen=citizen,
        kind=kind,
        about=about,
        in_writing=in_writing,
        given_on=min(citizen.began_on + timedelta(days=14), stage.today),
        today=stage.today,
        by=citizen.caseworker,
    )


def _handovers(stage: _Stage, made: Mapping[str, Citizen]) -> None:
    """One that the next caseworker has read, one that she has not, and one that came from another team."""
    people, today = stage.people, stage.today
    read, unread, moved = (made[name] for name in ("Bjarke Prøvesen", "Carsten Eksempelby", "Petra Fabelholt"))
    note = "Vi har aftalt at tales ved om fredagen. Næste skridt er et besøg på lageret, som han selv ringer om."
    hand_over(citizens=[read], to=people["Birgit Skov"], note=note, today=today, by=people["Camilla Bro"])
    for handover in read.handovers.select_related("citizen"):
        read_handover(handover=handover, by=people["Birgit Skov"])
    note = "Cv'et er næsten færdigt. Spørg til truckkurset; han venter på svar fra dem."
    hand_over(citizens=[unread], to=people["Birgit Skov"], note=note, today=today, by=people["Gitte Ravn"])
    move_citizen(
        citizen=moved,
        to=stage.units["Jobparate"],
        caseworker=people["Birgit Skov"],
        on=today - timedelta(days=3),
        note="Blev færdig med uddannelsen og søger nu job. Kender værkstederne i byen godt.",
        today=today,
        by=people["Simon Holt"],
    )
