"""Sparring and a new rule of the demo: a sparring held and one called, and a rule in its first week of the lift."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from fagkompas.accounts.models import Employee, Unit
from fagkompas.frameworks.models import Framework
from fagkompas.learning.actions.rule_changes import GivenChange, register_change, start_lift, tick_step
from fagkompas.learning.actions.sparring import (
    GivenLearned,
    GivenSparring,
    Move,
    call_sparring,
    close_sparring,
    move_on,
)
from fagkompas.learning.models import Sparring
from fagkompas.website.demo.people import TEAMS
from fagkompas.website.demo.timing import noon, working_day, working_day_before

FRAME: Final = "faglighed-2025"

HELD_SUBJECT: Final = "Når kroppen siger nej til hvert forsøg"
HELD_CASE: Final = {
    "situation": "En borger i halvtredserne har arbejdet med hænderne hele livet og er nu sygemeldt på andet år. "
    "Borgeren kommer til alle samtaler, men siger, at der ikke findes et job, som kroppen kan holde til.",
    "tried": "To korte praktikforløb. Begge stoppede efter få uger, og begge gange var det borgerens egen beslutning.",
    "doubt": "Presser jeg for hårdt, eller er jeg kommet til at lade borgerens tvivl bestemme tempoet?",
    "wanted": "Hvilke andre måder kunne der være at begynde på?",
}
HELD_LEARNED: Final = (
    "Begynd med opgaver i stedet for stillinger, og spørg virksomheden, hvad der kan løses siddende. "
    "Aftal på forhånd, hvad vi gør den dag, det gør ondt, så et stop ikke bliver et nederlag."
)
CALLED_SUBJECT: Final = "Ja til alt, men kommer ikke"
CALLED_CASE: Final = {
    "situation": "En borger i tyverne uden uddannelse siger ja til alt ved samtalerne, men møder ikke op til det aftalte.",
    "tried": "Jeg har skrevet aftalerne ned sammen med borgeren og ringet dagen før.",
    "doubt": "Er det aftalerne, der er forkerte, eller er der noget, jeg ikke får spurgt om?",
    "wanted": "Hvad kunne I finde på at spørge om, som jeg ikke har spurgt om?",
}


def build_sparring(*, people: Mapping[str, Employee], units: Mapping[str, Unit], consultant: str, today: date) -> None:
    """In the first team: its manager, and four of its people."""
    team = TEAMS[0]
    unit, manager, staff = units[team.name], people[team.names[0]], [people[name] for name in team.names[1:6]]
    frame = Framework.objects.get(code=FRAME, root=None)
    _hold(unit, staff, frame, working_day_before(today - timedelta(days=9)))
    call_sparring(
        unit=unit,
        given=GivenSparring(
            subject=CALLED_SUBJECT,
            model="short",
            meets_on=working_day(today + timedelta(days=2)),
            people=[*staff[1:], manager],
            case=CALLED_CASE,
        ),
        traces_read="",
        now=noon(today - timedelta(days=1)),
        by=staff[1],
    )
    _change_a_rule(unit, manager, people[consultant], frame, today)


def _hold(unit: Unit, staff: list[Employee], frame: Framework, day: date) -> None:
    """The long form, kept to the minute."""
    one = call_sparring(
        unit=unit,
        given=GivenSparring(subject=HELD_SUBJECT, model="long", meets_on=day, people=staff, case=HELD_CASE),
        traces_read="",
        now=noon(day - timedelta(days=3)),
        by=staff[0],
    )
    began = noon(day)
    one = move_on(sparring=one, move=Move.BEGIN, revision=one.revision, now=began, by=staff[0])
    close_sparring(
        sparring=Sparring.objects.get(pk=one.pk),
        present=staff,
        given=GivenLearned(learned=HELD_LEARNED, framework=frame, competencies=["BM-G1", "VM-G1"]),
        traces_read="",
        now=began + timedelta(minutes=48),
        by=staff[0],
    )


def _change_a_rule(unit: Unit, manager: Employee, consultant: Employee, frame: Framework, today: date) -> None:
    """Registered by the consultant; the team is in its first week, and the first steps are ticked off."""
    monday = today - timedelta(days=today.weekday())
    change = register_change(
        given=GivenChange(
            framework=frame,
            title="Færre faste samtaler, mere eget skøn (eksempel)",
            what="Før stod antallet af samtaler fast for alle. Nu aftaler du og borgeren, hvor tit I mødes, og du "
            "skriver begrundelsen. Det gælder alle nye forløb og de gamle fra næste samtale.",
            source="Eksempel til demoen: ingen lov hedder sådan",
            in_force_on=working_day(today + timedelta(days=12)),
            competencies=["LM-G1", "LM-G2", "BM-G1"],
        ),
        today=today,
        by=consultant,
    )
    lift = start_lift(change=change, unit=unit, starts_on=monday, seen=None, today=today, by=manager)
    for code in ("what-changes", "one-page"):
        tick_step(lift=lift, code=code, is_done=True, today=today, by=manager)
