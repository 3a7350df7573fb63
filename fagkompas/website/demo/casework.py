"""Plans of the demo's citizens: goals, job tracks, agreements, activities, versions and sheets.

The first has everything as it should be; those after it each lack just one thing, so that every rule about plans and
tracks has somebody whom it finds. All is made by the actions that the pages call.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final
from uuid import uuid4

from fagkompas.accounts.models import Employee
from fagkompas.casework.actions import agreements, plan_parts, plans, tracks
from fagkompas.casework.actions.sheets import save_sheet
from fagkompas.casework.models import ActivityKind, CasePlan, SheetKind, StartedFrom, Track, VitasStatus
from fagkompas.casework.pressure_test import QUESTIONS
from fagkompas.citizens.models import Citizen
from fagkompas.citizens.target_groups import target_group
from fagkompas.conversations.actions.agreements import TypedAgreement
from fagkompas.conversations.models import AgreementBy
from fagkompas.engine.scales import Demand, DemandSource, GoalKind
from fagkompas.occupations.models import Occupation, Origin
from fagkompas.website.demo.citizens import citizens_of_demo
from fagkompas.website.demo.timing import noon


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoTrack:
    """A job track of the demo. `occupation` is a title of the example list; without one, `title` is an education."""

    occupation: str = ""
    title: str = ""
    can: str
    wants: str
    needed: str
    skills: Sequence[str]
    functions: Sequence[str]
    other_titles: Sequence[str] = ()
    steps_first: Sequence[str] = ()
    strategy: str
    companies: Sequence[str]
    agreed: str
    source: DemandSource = DemandSource.ADVERTS
    said: str = "9 opslag inden for en halv times kørsel"
    level: Demand = Demand.HIGH


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPlan:
    """A plan of the demo."""

    goal: str
    kind: GoalKind = GoalKind.JOB
    reason: str
    description: str
    tracks: Sequence[DemoTrack]
    considerations: Sequence[str] = ()
    activity: str = ""
    purpose: str = ""


WAREHOUSE: Final = DemoTrack(
    occupation="lager- og logistikmedarbejder",
    can="Fire år på lageret i et byggemarked med varemodtagelse og optælling.",
    wants="At være på benene og kunne se, hvor langt man er nået, når dagen er omme.",
    needed="Lagrene ved motorvejen ansætter hele året, også på aftenhold.",
    skills=("Kører gaffeltruck", "Optælling", "Varemodtagelse"),
    functions=("Modtage varer", "Plukke ordrer", "Pakke og sende", "Tælle op"),
    other_titles=("Butiksmedhjælper i byggemarked", "Depotmedarbejder på sygehus"),
    steps_first=("Få truckcertifikatet fornyet hos køreskolen i uge 49",),
    strategy="Gå derhen tirsdag morgen, når holdlederen er på gulvet, og følg op på telefon to dage efter.",
    companies=("Nordlager Eksempel", "Pakkecenter Prøve"),
    agreed="Går ind til holdlederen hos Nordlager Eksempel og spørger til aftenholdet",
)
DRIVER: Final = DemoTrack(
    occupation="varebilschauffør",
    can="Har kørt ud med varer i to somre og kender vejene i hele området.",
    wants="At være sig selv bag rattet og møde folk undervejs.",
    needed="Tre vognmænd har spurgt efter folk med almindeligt kørekort inden jul.",
    skills=("Kørekort B", "Kundekontakt"),
    functions=("Læsse bilen", "Planlægge ruten", "Aflevere og få kvittering"),
    other_titles=("Flextrafikchauffør", "Udbringer af mad"),
    strategy="Ringe selv til vognmændene om formiddagen og sige, hvornår der kan begyndes.",
    companies=("Vognmand Demo", "Bud og Bring Prøve"),
    agreed="Ringer til to vognmænd og spørger, hvornår de kører prøveture",
    source=DemandSource.COMPANY,
    said="Tre vognmænd har spurgt efter afløsere",
)
SHOP: Final = DemoTrack(
    occupation="kantinemedarbejder",
    can="Har stået for kaffe og anretning til hundrede mennesker i en frivillig forening.",
    wants="Faste dagtimer og kolleger, der spiser sammen.",
    needed="Kommunens kantiner og to skoler søger afløsere hvert efterår.",
    skills=("Hygiejnebevis", "Anretning"),
    functions=("Smøre og anrette", "Fylde op", "Gøre rent efter lukketid"),
    other_titles=("Køkkenhjælp i børnehave", "Cafémedarbejder"),
    steps_first=("Tage hygiejnebeviset som fjernkursus",),
    strategy="Skrive uopfordret til kantinelederen med to linjer og et billede af et tag-selv-bord.",
    companies=("Rådhusets kantine", "Prøveskolen"),
    agreed="Sender to linjer og et billede til kantinelederen på Prøveskolen",
    source=DemandSource.COLLEAGUE,
    said="Virksomhedskonsulenten kender to skoler, der mangler folk",
    level=Demand.MEDIUM,
)
CARE: Final = DemoTrack(
    occupation="social- og sundhedshjælper",
    can="Har hjulpet en nabo hver dag i tre år og taget det indledende kursus.",
    wants="At gøre en forskel for nogen, man kender ved navn.",
    needed="Plejecentrene har stillinger slået op året rundt.",
    skills=("Forflytning", "Tålmodighed"),
    functions=("Hjælpe med bad og tøj", "Lave morgenmad", "Skrive i journalen"),
    strategy="Søge afløservagter først, så man kender stedet, når den faste stilling kommer.",
    companies=("Plejecenter Eksempel", "Hjemmeplejen Nord"),
    agreed="Søger to afløserstillinger og får en kollega til at læse ansøgningen",
    source=DemandSource.BAROMETER,
    said="Mangel i hele landsdelen",
)
CARE_MORE: Final = replace(
    CARE,
    occupation="social- og sundhedsassistent",
    can="Har begyndt på uddannelsen og mangler det sidste år.",
    functions=("Give medicin", "Dokumentere", "Vejlede kolleger"),
    agreed="Ringer til skolen om merit for det første år",
)
HELPER: Final = replace(
    CARE,
    occupation="handicaphjælper",
    can="Har været ledsager i weekenderne.",
    functions=("Følge på arbejde", "Hjælpe i hjemmet"),
    agreed="Skriver til to familier, der søger hjælper",
)
CHILDREN: Final = DemoTrack(
    occupation="pædagogmedhjælper",
    can="Har passet fire mindre søskende og ledet et hold i idrætsforeningen.",
    wants="At være ude og have børn omkring sig.",
    needed="Institutionerne tager vikarer ind fra dag til dag.",
    skills=("Førstehjælp", "Holdleder"),
    functions=("Lege og trøste", "Dække bord", "Tage med på tur"),
    strategy="Melde sig i vikarkorpset og være klar på telefonen klokken seks.",
    companies=("Vikarkorpset Prøve", "Børnehaven Tænkt"),
    agreed="Melder sig i vikarkorpset og tager de to første vagter, der kommer",
)
OFFICE: Final = DemoTrack(
    occupation="postbud",
    can="Kender byens veje og har haft avisruten i seks år.",
    wants="Tidlig fri og frisk luft.",
    needed="Pakkerne bliver flere, og der er ruter ledige i to postdistrikter.",
    skills=("Kørekort B", "Stedsans"),
    functions=("Sortere", "Bringe ud", "Hente pakker"),
    strategy="Søge på hjemmesiden og ringe til distriktslederen samme dag.",
    companies=("Postdistrikt Eksempel",),
    agreed="Søger ruten i distriktet og ringer til lederen samme dag",
    source=DemandSource.BALANCE,
    said="Gode muligheder i området",
    level=Demand.MEDIUM,
)
SCHOOL: Final = DemoTrack(
    title="Grundforløb til social- og sundhedshjælper",
    can="Har dansk og matematik på det trin, skolen kræver.",
    wants="At blive til noget med mennesker og have en elevplads at glæde sig til.",
    needed="Kommunen opretter tredive elevpladser om året.",
    skills=("Dansk på D", "Møder til tiden"),
    functions=("Undervisning", "Praktik på plejecenter"),
    strategy="Søge optagelse på skolens side og tage med til åbent hus.",
    companies=("Sosu-skolen Eksempel",),
    agreed="Tager med til åbent hus og stiller to spørgsmål om elevpladser",
    source=DemandSource.JOB_ORDERS,
    said="Tredive elevpladser slået op",
)

TO_WORK: Final = DemoPlan(
    goal="lager- og logistikmedarbejder",
    reason="»Jeg vil tilbage til noget, hvor man kan se, hvad man har lavet.«",
    description="Vi begynder med lagrene, fordi erfaringen er der, og holder de to andre spor åbne fra første dag.",
    tracks=(WAREHOUSE, DRIVER, SHOP),
    considerations=("Må højst løfte 10 kg ad gangen",),
    activity="Praktik hos Nordlager Eksempel",
    purpose="Prøve tempoet på aftenholdet og blive klar til ti ordinære timer om ugen.",
)
TO_CARE: Final = DemoPlan(
    goal="social- og sundhedshjælper",
    reason="»Jeg er god til at være der for andre, og jeg vil gerne have løn for det.«",
    description="Afløservagter først, og imens undersøger vi uddannelsen og to andre veje.",
    tracks=(CARE, CHILDREN, SHOP),
    activity="Praktik på Plejecenter Eksempel",
    purpose="Se en hel uge på afdelingen og få en udtalelse med.",
)
TO_SCHOOL: Final = DemoPlan(
    goal="Social- og sundhedshjælper",
    kind=GoalKind.EDUCATION,
    reason="»Jeg vil have en uddannelse, jeg kan få elevplads på.«",
    description="Optagelse til næste hold. Indtil da et par vagter om ugen, så hverdagen er der.",
    tracks=(SCHOOL, CHILDREN),
    activity="Forberedende kursus i dansk",
    purpose="Komme op på det trin, som skolen kræver, inden ansøgningsfristen.",
)
TO_OWN: Final = DemoPlan(
    goal="Kontoret hos Prøvefirma",
    kind=GoalKind.OWN_EMPLOYER,
    reason="»Jeg savner mine kolleger, og min chef holder døren åben.«",
    description="Få timer først, og flere hver anden uge, som det går. Et spor ved siden af, hvis det ikke lykkes.",
    tracks=(OFFICE,),
    considerations=("Begynder tidligst klokken ti", "Har brug for et rum uden støj"),
    activity="Delvis tilbage hos Prøvefirma",
    purpose="Fra seks til femten timer om ugen inden foråret.",
)

OF_GROUP: Final[Mapping[str, Sequence[DemoPlan]]] = {
    "insured-job-ready": (TO_WORK, TO_CARE),
    "job-ready": (TO_WORK, TO_CARE),
    "activity-ready": (TO_CARE, TO_WORK),
    "education": (TO_SCHOOL,),
    "sick-leave": (TO_OWN,),
    "job-clarification": (TO_CARE,),
    "rehabilitation": (TO_SCHOOL,),
    "flex-job": (TO_WORK,),
}

NO_PLAN: Final = 2
NOT_A_TITLE: Final = 3
NO_REASON: Final = 4
NOT_FOLLOWED_UP: Final = 5
TWO_TRACKS: Final = 6
TWO_WITH_WHY: Final = 7
NOT_JUSTIFIED: Final = 8
NO_AGREEMENT: Final = 9
NO_PLAN_OF_TRACK: Final = 10
OLD_DEMAND: Final = 11
LOW_DEMAND: Final = 12
NO_PURPOSE: Final = 18
NO_TRACK: Final = 14
ALIKE: Final = 1
NO_VITAS: Final = 30
NOT_PUBLISHED: Final = 16
"""Places among the open cases, of those who lack just this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """Whose plan is made, by whom, and when it began."""

    citizen: Citizen
    place: int
    by: Employee
    today: date
    began: date

    def lacks(self, *places: int) -> bool:
        """Whether it is one of those that lack this."""
        return self.place in places


def build_casework(*, today: date) -> None:
    """A plan for every open case but one, with what hangs on it; what lies back has the day it was done."""
    by_title = {one.title_da: one for one in Occupation.objects.filter(origin=Origin.DEMO).order_by("pk")}
    for place, citizen in enumerate(citizens_of_demo()):
        if citizen.is_closed or citizen.caseworker is None or place == NO_PLAN:
            continue
        began = max(citizen.began_on, today - timedelta(days=120)) + timedelta(days=3)
        case = _Case(citizen=citizen, place=place, by=citizen.caseworker, today=today, began=min(began, today))
        _plan(case, by_title)
        if place == 0:
            _sheets(case)


def _plan(case: _Case, by_title: Mapping[str, Occupation]) -> None:
    offered = OF_GROUP[case.citizen.target_group]
    demo = offered[case.place % len(offered)]
    if case.lacks(ALIKE):
        demo = replace(TO_CARE, tracks=(CARE, CARE_MORE, HELPER))
    plan = plans.save_plan(
        citizen=case.citizen,
        given=_given(case, demo, by_title),
        revision=0,
        traces_read="",
        now=noon(case.began),
        by=case.by,
    )
    if not case.lacks(NOT_FOLLOWED_UP):
        plans.follow_up_goal(
            plan=plan, on=max(case.began, case.today - timedelta(days=9)), today=case.today, by=case.by
        )
    kept = demo.tracks[:2] if case.lacks(TWO_TRACKS, TWO_WITH_WHY) else demo.tracks
    made = [_track(case, plan, track, by_title, first=track is kept[0]) for track in kept]
    if demo.considerations and case.place % 3 == 0:
        for text in demo.considerations:
            plan_parts.approve_consideration(
                plan=plan,
                text=text,
                approved_on=case.began,
                how="Ved samtalen",
                traces_read="",
                now=noon(case.began),
                by=case.by,
            )
    if case.place % 2 == 0 or case.lacks(NO_PURPOSE, NO_TRACK, NO_VITAS):
        _activity(case, plan, demo, made[0])
    if not case.lacks(NOT_PUBLISHED):
        plan.refresh_from_db()
        plans.publish_plan(
            plan=plan, why="Efter første samtale", revision=plan.revision, now=noon(case.began), by=case.by
        )
    if case.place == 0:
        _go_on(case, plan, made)


def _given(case: _Case, demo: DemoPlan, by_title: Mapping[str, Occupation]) -> plans.GivenPlan:
    occupation = by_title.get(demo.goal)
    words = "" if occupation else demo.goal
    if case.lacks(NOT_A_TITLE):
        occupation, words = None, "Noget med mennesker"
    terms = target_group(case.citizen.target_group).terms_on(case.today)
    why = "De to andre muligheder kræver kørekort, og det kommer først til foråret." if case.lacks(TWO_WITH_WHY) else ""
    return plans.GivenPlan(
        goal_kind=demo.kind,
        occupation=occupation,
        goal_title=words,
        reason="" if case.lacks(NO_REASON) else demo.reason,
        description=demo.description,
        fewer_tracks_reason=why,
        search_per_week=terms.search_per_week if terms else None,
    )


def _track(case: _Case, plan: CasePlan, demo: DemoTrack, by_title: Mapping[str, Occupation], *, first: bool) -> Track:
    now = noon(case.began)
    occupation = by_title[demo.occupation] if demo.occupation else None
    given = tracks.GivenTrack(
        occupation=occupation, title=demo.title, is_education=not occupation, started_from=StartedFrom.CAN
    )
    track = tracks.begin_track(plan=plan, given=given, traces_read="", now=now, by=case.by)
    track = tracks.change_track(
        track=track,
        given=dict(_written(case, demo, first=first)),
        revision=track.revision,
        traces_read="",
        now=now,
        by=case.by,
    )
    _demand(case, track, demo, first=first)
    if not (case.lacks(NO_AGREEMENT) and first):
        due = case.today + timedelta(days=2 + case.place % 9)
        typed = TypedAgreement(
            uuid=uuid4(),
            what=demo.agreed,
            measure="Har skrevet ned, hvem jeg talte med",
            why="Det er det første skridt, jeg selv kan tage.",
            own_control=True,
            confidence=8,
            due_on=due,
            who=AgreementBy.CITIZEN,
        )
        agreements.agree(plan=plan, typed=typed, track=track, now=now, by=case.by)
    return track


def _written(case: _Case, demo: DemoTrack, *, first: bool) -> Iterator[tuple[str, Any]]:
    yield from (("can", demo.can), ("skills", list(demo.skills)), ("functions", list(demo.functions)))
    yield from (("other_titles", list(demo.other_titles)), ("steps_first", list(demo.steps_first)))
    if not (first and case.lacks(NOT_JUSTIFIED)):
        yield from (("wants", demo.wants), ("needed", demo.needed))
    if not (first and case.lacks(NO_PLAN_OF_TRACK)):
        yield from (("strategy", demo.strategy), ("companies", list(demo.companies)))
        yield ("apply_by", case.today + timedelta(days=10))
    if first or case.place % 2 == 0:
        yield ("pressure_test", dict(zip((one.code for one in QUESTIONS), ANSWERS, strict=True)))


ANSWERS: Final = (
    "Ja. Skal er svagest, og derfor ringer vi selv til to steder.",
    "Op til 40 minutter med bus. Der er fire steder inden for den tid.",
    "Dagtimer passer bedst. Onsdag skal være fri klokken 15.",
    "Et kursus på to dage, som kan tages inden jul.",
    "At bussen bliver lagt om. Så søger vi i den anden ende af byen.",
)
"""To the questions of the pressure test, in their order."""


def _demand(case: _Case, track: Track, demo: DemoTrack, *, first: bool) -> None:
    is_low = first and case.lacks(LOW_DEMAND)
    days = 300 if first and case.lacks(OLD_DEMAND) else 5
    given = tracks.GivenDemand(
        level=Demand.LOW if is_low else demo.level,
        source=demo.source,
        source_text=demo.said,
        on=case.today - timedelta(days=days),
        why_anyway="",
    )
    tracks.note_demand(track=track, given=given, traces_read="", today=case.today, by=case.by)


def _activity(case: _Case, plan: CasePlan, demo: DemoPlan, track: Track) -> None:
    kind = ActivityKind.COURSE if demo.kind == GoalKind.EDUCATION else ActivityKind.PLACEMENT
    has_vitas = kind == ActivityKind.PLACEMENT and not case.lacks(NO_VITAS)
    plan_parts.add_activity(
        plan=plan,
        given=plan_parts.GivenActivity(
            kind=kind,
            title=demo.activity,
            purpose="" if case.lacks(NO_PURPOSE) else demo.purpose,
            track=None if case.lacks(NO_TRACK) else track,
            from_on=case.today - timedelta(days=10),
            to_on=case.today + timedelta(weeks=7),
            vitas_no=f"55{case.place:05d}" if has_vitas else "",
            vitas_status=VitasStatus.APPROVED if has_vitas else "",
        ),
        traces_read="",
        by=case.by,
    )


def _go_on(case: _Case, plan: CasePlan, made: Sequence[Track]) -> None:
    """A second version, and what has changed since it was published."""
    plan_parts.approve_consideration(
        plan=plan,
        text="Har brug for en fast makker de første uger",
        approved_on=case.today - timedelta(days=8),
        how="På telefonen",
        traces_read="",
        now=noon(case.today - timedelta(days=8)),
        by=case.by,
    )
    plan.refresh_from_db()
    plans.publish_plan(
        plan=plan,
        why="Efter besøget hos Nordlager Eksempel",
        revision=plan.revision,
        now=noon(case.today - timedelta(days=8)),
        by=case.by,
    )
    last = made[-1]
    last.refresh_from_db()
    tracks.change_track(
        track=last,
        given={"wants": "Faste dagtimer, kolleger, der spiser sammen, og fri klokken 15 om onsdagen."},
        revision=last.revision,
        traces_read="",
        now=noon(case.today - timedelta(days=2)),
        by=case.by,
    )


def _sheets(case: _Case) -> None:
    """4R twice, and can, wants, needed once."""
    first = {
        "direction": "Et lagerjob i området. Vi er der, når der er timer hver uge.",
        "room": "Praktik, aftenhold, truckkursus.",
        "relations": "Søster kan passe børnene om onsdagen. Vi ringes ved hver fredag.",
        "frame": "To job om ugen. Samtale hver måned.",
    }
    later = {
        **first,
        "room": "Praktik hos Nordlager er i gang. Truckkursus i uge 49.",
        "relations": "Holdlederen er med nu.",
    }
    meets = {
        "can": "Truck, optælling, kan vejene.",
        "wants": "At se, hvad man har nået. Ikke mere telefonsalg.",
        "needed": "Lagrene ved motorvejen, to skolekantiner.",
        "meets": "Lager, varebil, kantine.",
    }
    for kind, texts, days in (
        (SheetKind.FOUR_R, first, 60),
        (SheetKind.FOUR_R, later, 12),
        (SheetKind.CAN_WANTS_NEEDED, meets, 60),
    ):
        save_sheet(
            citizen=case.citizen,
            kind=kind,
            texts=texts,
            revision=0,
            now=noon(case.today - timedelta(days=days)),
            by=case.by,
        )
