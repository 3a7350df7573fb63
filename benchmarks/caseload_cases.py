"""Rows of cases for `caseload`: plans, tracks, agreements, conversations, job logs, CVs and placements as the demo's are.

So many cases are made by chance, seeded; more are copies of them made in the database, with new keys, and with other words
in every agreement, since the check of SMART reads those.
"""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db import connection, models
from django.utils import timezone

from fagkompas.accounts.models import Employee, Unit
from fagkompas.casework.cv_layout import WISHES
from fagkompas.casework.models import (
    Activity,
    ActivityKind,
    AppliedHow,
    CasePlan,
    CvReview,
    CvSection,
    DemandNote,
    JobLogEntry,
    LogRequirement,
    LogResult,
    Placement,
    PlacementKind,
    Track,
    TrackAgreement,
    VitasStatus,
)
from fagkompas.citizens.models import Citizen, Handover
from fagkompas.companies.models import Company
from fagkompas.conversations.models import Agreement, AgreementState, Conversation, ConversationState
from fagkompas.engine.cv import ProfilePoint
from fagkompas.engine.scales import CvPart, Demand, DemandSource, GoalKind
from fagkompas.occupations.models import Occupation, Origin

TABLES: Final[tuple[type[models.Model], ...]] = (
    Citizen,
    Handover,
    Conversation,
    Agreement,
    CasePlan,
    Track,
    TrackAgreement,
    DemandNote,
    Activity,
    Placement,
    JobLogEntry,
    LogRequirement,
    CvSection,
    CvReview,
)
"""Each after those that it points to."""

APART: Final = 10_000_000
"""How far the keys of two copies lie apart."""

WEEKS: Final = 6
A_WEEK: Final = 2
PURPOSE: Final = "Hvad er aftalt siden sidst, og hvad er næste skridt?"
APPLIED_TO: Final = ("Nordlager Eksempel", "Pakkecenter Prøve", "Vognmand Demo", "Prøveskolen", "Kantinen Tænkt")
APPLICATION: Final = (
    "Kære holdleder\n\nJeg var inde forbi i tirsdags og så, hvor travlt I har ved rampen. Jeg har stået på et lager i"
    " fire år og kører truck. Må jeg komme og vise det en formiddag?\n\nVenlig hilsen"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KindOfTrack:
    """A way to work: an occupation of the example list, else an education."""

    title: str
    is_education: bool = False
    can: str
    wants: str
    needed: str
    skills: tuple[str, ...]
    agreed: str
    source: DemandSource


@dataclass(frozen=True, slots=True, kw_only=True)
class KindOfPlan:
    """A goal and the tracks towards it."""

    kind: GoalKind
    goal: str
    tracks: tuple[KindOfTrack, ...]


WAREHOUSE: Final = KindOfTrack(
    title="lager- og logistikmedarbejder",
    can="Fire år på lageret i et byggemarked med varemodtagelse og optælling.",
    wants="At være på benene og kunne se, hvor langt man er nået, når dagen er omme.",
    needed="Lagrene ved motorvejen ansætter hele året, også på aftenhold.",
    skills=("Kører gaffeltruck", "Optælling", "Varemodtagelse"),
    agreed="Går ind til holdlederen og spørger til aftenholdet",
    source=DemandSource.ADVERTS,
)
DRIVER: Final = KindOfTrack(
    title="varebilschauffør",
    can="Har kørt ud med varer i to somre og kender vejene i hele området.",
    wants="At være sig selv bag rattet og møde folk undervejs.",
    needed="Tre vognmænd har spurgt efter folk med almindeligt kørekort inden jul.",
    skills=("Kørekort B", "Kundekontakt"),
    agreed="Ringer til to vognmænd og spørger, hvornår de kører prøveture",
    source=DemandSource.COMPANY,
)
KITCHEN: Final = KindOfTrack(
    title="kantinemedarbejder",
    can="Har stået for kaffe og anretning til hundrede mennesker i en frivillig forening.",
    wants="Faste dagtimer og kolleger, der spiser sammen.",
    needed="Kommunens kantiner og to skoler søger afløsere hvert efterår.",
    skills=("Hygiejnebevis", "Anretning"),
    agreed="Sender to linjer og et billede til kantinelederen",
    source=DemandSource.COLLEAGUE,
)
CARE: Final = KindOfTrack(
    title="social- og sundhedshjælper",
    can="Har hjulpet en nabo hver dag i tre år og taget det indledende kursus.",
    wants="At gøre en forskel for nogen, man kender ved navn.",
    needed="Plejecentrene har stillinger slået op året rundt.",
    skills=("Forflytning", "Tålmodighed"),
    agreed="Søger to afløserstillinger og får en kollega til at læse ansøgningen",
    source=DemandSource.BAROMETER,
)
SCHOOL: Final = KindOfTrack(
    title="Grundforløb til social- og sundhedshjælper",
    is_education=True,
    can="Har dansk og matematik på det trin, skolen kræver.",
    wants="At blive til noget med mennesker og have en elevplads at glæde sig til.",
    needed="Kommunen opretter tredive elevpladser om året.",
    skills=("Dansk på D", "Møder til tiden"),
    agreed="Tager med til åbent hus og stiller to spørgsmål om elevpladser",
    source=DemandSource.JOB_ORDERS,
)

TO_WORK: Final = KindOfPlan(kind=GoalKind.JOB, goal=WAREHOUSE.title, tracks=(WAREHOUSE, DRIVER, KITCHEN))
TO_CARE: Final = KindOfPlan(kind=GoalKind.JOB, goal=CARE.title, tracks=(CARE, DRIVER, KITCHEN))
TO_SCHOOL: Final = KindOfPlan(kind=GoalKind.EDUCATION, goal="Social- og sundhedshjælper", tracks=(SCHOOL, CARE))
TO_OWN: Final = KindOfPlan(kind=GoalKind.OWN_EMPLOYER, goal="Kontoret hos Prøvefirma", tracks=(DRIVER,))

OF_GROUP: Final[dict[str, tuple[KindOfPlan, ...]]] = {
    "insured-job-ready": (TO_WORK, TO_CARE),
    "job-ready": (TO_WORK, TO_CARE),
    "activity-ready": (TO_CARE, TO_WORK),
    "education": (TO_SCHOOL,),
    "sick-leave": (TO_OWN,),
    "job-clarification": (TO_CARE,),
    "rehabilitation": (TO_SCHOOL,),
    "flex-job": (TO_WORK,),
}
JOB_READY: Final = ("insured-job-ready", "job-ready")


@dataclass(slots=True, kw_only=True)
class Made:
    """Whose the cases are, and the rows of each table until they are stored."""

    caseworker: Employee
    unit: Unit
    company: Company
    today: date
    chance: random.Random
    occupations: dict[str, Occupation]
    rows: dict[type[models.Model], list[Any]] = field(default_factory=lambda: defaultdict(list))

    def add(self, row: models.Model) -> Any:
        """Keep a row until the end."""
        self.rows[type(row)].append(row)
        return row

    def days_ago(self, least: int, most: int) -> date:
        """By chance."""
        return self.today - timedelta(days=self.chance.randint(least, most))

    def at(self, day: date) -> datetime:
        """At ten in the morning."""
        return timezone.make_aware(datetime.combine(day, time(10)))

    def mostly(self, value: Any, instead: Any = "") -> Any:
        """Nine times in ten."""
        return value if self.chance.random() < 0.9 else instead


def make_cases(count: int, *, caseworker: Employee, company: Company) -> None:
    """So many open cases of one caseworker; the occupations of the demo must be there."""
    made = Made(
        caseworker=caseworker,
        unit=caseworker.unit,
        company=company,
        today=timezone.localdate(),
        chance=random.Random(count),  # noqa: S311  # a measurement
        occupations={one.title_da: one for one in Occupation.objects.filter(origin=Origin.DEMO).order_by("pk")},
    )
    for number in range(count):
        _case(made, number)
    for table in TABLES:
        table._default_manager.bulk_create(made.rows[table], batch_size=500)  # noqa: SLF001


def copy_cases(copies: int) -> None:
    """Every row of every table so many times more."""
    on_postgresql = connection.vendor == "postgresql"
    new_uuid = "gen_random_uuid()" if on_postgresql else "lower(hex(randomblob(16)))"
    with connection.cursor() as cursor:
        for table in TABLES:
            columns = table._meta.local_concrete_fields  # noqa: SLF001
            values = []
            for column in columns:
                name = connection.ops.quote_name(column.attname)
                if column.primary_key or (column.related_model in TABLES):
                    values.append(f"{name} + n * {APART}")
                elif column.name == "uuid":
                    values.append(new_uuid)
                elif table is Agreement and column.name == "what":
                    values.append(f"{name} || ' hos firma' || id || 'x' || n")
                else:
                    values.append(name)
            names = ", ".join(connection.ops.quote_name(column.attname) for column in columns)
            rows = connection.ops.quote_name(table._meta.db_table)  # noqa: SLF001
            cursor.execute(
                f"WITH RECURSIVE copies(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copies WHERE n < {copies}) "  # noqa: S608
                f"INSERT INTO {rows} ({names}) SELECT {', '.join(values)} FROM {rows}, copies"
            )


def _case(made: Made, number: int) -> None:
    group = made.chance.choice(list(OF_GROUP))
    citizen = made.add(
        Citizen(
            root=made.unit.root or made.unit,
            unit=made.unit,
            caseworker=made.caseworker,
            name=f"Borger {number:05}",
            phone="12345678",
            email=f"borger{number}@eksempel.example",
            address="Prøvevej 1, 9999 Nordby",
            target_group=group,
            is_protected=made.chance.random() < 0.02,
            began_on=made.days_ago(120, 300),
            created_at=timezone.now(),
        )
    )
    plan = made.chance.choice(OF_GROUP[group])
    began = made.days_ago(30, 119)
    _conversations(made, citizen, number)
    kept = _plan(made, citizen, plan, began)
    tracks = [_track(made, citizen, kept, track, place, began) for place, track in enumerate(plan.tracks)]
    _activity(made, kept, tracks[0])
    if number % 4 == 0:
        _placement(made, citizen)
    if group in JOB_READY:
        _job_log(made, citizen, tracks)
    _cv(made, citizen, plan)
    if number % 50 == 0:
        _handed_over(made, citizen)


def _conversations(made: Made, citizen: Citizen, number: int) -> None:
    """Four that were held; then one planned, or under way, or never closed, or none."""
    for place in range(4):
        day = made.days_ago(5 + 28 * place, 20 + 28 * place)
        made.add(
            _conversation(made, citizen, day, ConversationState.HELD, began_at=made.at(day), ended_at=made.at(day))
        )
    ahead = made.today + timedelta(days=1 + number % 25)
    if number % 200 == 7:
        made.add(_conversation(made, citizen, made.today, ConversationState.UNDER_WAY, began_at=made.at(made.today)))
    elif number % 100 == 3:
        made.add(_conversation(made, citizen, made.days_ago(2, 9), ConversationState.PLANNED))
    elif number % 10:
        made.add(_conversation(made, citizen, ahead, ConversationState.PLANNED))


def _conversation(
    made: Made, citizen: Citizen, day: date, state: ConversationState, **columns: datetime
) -> Conversation:
    return Conversation(
        root=citizen.root,
        unit=made.unit,
        citizen=citizen,
        held_by=made.caseworker,
        template="agreements-follow-up",
        planned_at=made.at(day),
        minutes=45,
        state=state,
        purpose=PURPOSE if state != ConversationState.HELD else "",
        created_at=made.at(day),
        **columns,
    )


def _plan(made: Made, citizen: Citizen, kind: KindOfPlan, began: date) -> CasePlan:
    occupation = made.occupations.get(kind.goal) if made.mostly(True, False) else None
    row: CasePlan = made.add(
        CasePlan(
            citizen=citizen,
            goal_kind=kind.kind.value,
            occupation=occupation,
            goal_title="" if occupation else kind.goal,
            reason=made.mostly("»Jeg vil tilbage til noget, hvor man kan se, hvad man har lavet.«"),
            goal_set_on=began,
            followed_up_on=made.days_ago(0, 40),
            description="Vi begynder der, hvor erfaringen er, og holder de to andre spor åbne fra første dag.",
            search_per_week=A_WEEK if citizen.target_group in JOB_READY else None,
            search_since=began if citizen.target_group in JOB_READY else None,
            published_on=made.mostly(began, None),
            began_on=began,
            saved_by=made.caseworker,
            saved_at=made.at(began),
        )
    )
    return row


def _track(made: Made, citizen: Citizen, plan: CasePlan, kind: KindOfTrack, place: int, began: date) -> Track:
    """With a note of demand, one or two agreements of which one is open, and sometimes something missing."""
    occupation = None if kind.is_education else made.occupations[kind.title]
    track: Track = made.add(
        Track(
            plan=plan,
            occupation=occupation,
            title="" if occupation else kind.title,
            is_education=kind.is_education,
            can=kind.can,
            wants=made.mostly(kind.wants),
            needed=made.mostly(kind.needed),
            skills=list(kind.skills),
            functions=["Modtage varer", "Plukke ordrer", "Pakke og sende", "Tælle op"],
            other_titles=["Depotmedarbejder", "Afløser"],
            steps_first=["Få beviset fornyet i uge 49"],
            strategy=made.mostly("Gå derhen tirsdag morgen, og følg op på telefon to dage efter."),
            companies=list(APPLIED_TO[:2]),
            apply_by=made.mostly(made.today + timedelta(days=10), None),
            order=place,
            began_on=began,
            saved_by=made.caseworker,
            saved_at=made.at(began),
        )
    )
    made.add(
        DemandNote(
            track=track,
            level=made.mostly(Demand.HIGH, Demand.LOW).value,
            source=kind.source.value,
            source_text="9 opslag inden for en halv times kørsel",
            on=made.days_ago(0, 90),
            recorded_by=made.caseworker,
        )
    )
    _agreement(made, citizen, track, kind, AgreementState.KEPT)
    if made.mostly(True, False):
        _agreement(made, citizen, track, kind, AgreementState.OPEN)
    return track


def _agreement(made: Made, citizen: Citizen, track: Track, kind: KindOfTrack, state: AgreementState) -> None:
    is_open = state == AgreementState.OPEN
    agreed = made.days_ago(1, 25) if is_open else made.days_ago(30, 80)
    row = made.add(
        Agreement(
            root=citizen.root,
            citizen=citizen,
            what=f"{kind.agreed} hos firma{made.chance.randrange(10**6)}",
            measure=made.mostly("Har skrevet ned, hvem jeg talte med"),
            why=made.mostly("Det er det første skridt, jeg selv kan tage."),
            own_control=True,
            confidence=made.chance.choice((6, 7, 8, 8, 9)),
            due_on=made.today + timedelta(days=made.chance.randint(-4, 20)) if is_open else agreed,
            state=state,
            followed_up_on=None if is_open else agreed + timedelta(days=7),
            created_at=made.at(agreed),
            created_by=made.caseworker,
        )
    )
    made.add(TrackAgreement(track=track, agreement=row))


def _activity(made: Made, plan: CasePlan, track: Track) -> None:
    if made.chance.random() < 0.5:
        made.add(
            Activity(
                plan=plan,
                kind=ActivityKind.PLACEMENT,
                title="Praktik hos Nordlager Eksempel",
                purpose=made.mostly("Prøve tempoet og blive klar til ti ordinære timer om ugen."),
                track=made.mostly(track, None),
                from_on=made.days_ago(0, 30),
                to_on=made.today + timedelta(weeks=7),
                vitas_no=made.mostly("5500001"),
                vitas_status=VitasStatus.APPROVED,
            )
        )


def _placement(made: Made, citizen: Citizen) -> None:
    """Every fifth of them has not been followed up for long."""
    made.add(
        Placement(
            citizen=citizen,
            company=made.company,
            kind=PlacementKind.PLACEMENT,
            from_on=made.today - timedelta(weeks=11),
            to_on=made.today + timedelta(weeks=5),
            expected_paid_minutes=600,
            followed_up_on=made.days_ago(0, 70),
        )
    )


def _job_log(made: Made, citizen: Citizen, tracks: list[Track]) -> None:
    asked = made.mostly(A_WEEK, A_WEEK + 1)
    made.add(LogRequirement(citizen=citizen, per_week=asked, read_on=made.today, recorded_by=made.caseworker))
    for place in range(A_WEEK * WEEKS):
        track = made.mostly(tracks[place % len(tracks)], None)
        applied_on = made.today - timedelta(days=place * 7 * WEEKS // (A_WEEK * WEEKS))
        made.add(
            JobLogEntry(
                citizen=citizen,
                occupation=track.occupation if track else None,
                title="" if track and track.occupation else "Nattevagt på hotel",
                track=track,
                company=APPLIED_TO[place % len(APPLIED_TO)],
                place="Nordby",
                applied_on=applied_on,
                how=AppliedHow.ADVERT,
                follow_up_on=applied_on + timedelta(days=8) if place % 6 == 0 else None,
                result=LogResult.WAITING if place % 2 == 0 else LogResult.REFUSED,
                documents=APPLICATION if place % 6 == 0 else "",
                changed_on=applied_on,
            )
        )


def _cv(made: Made, citizen: Citizen, kind: KindOfPlan) -> None:
    skills = list(dict.fromkeys(skill for track in kind.tracks for skill in track.skills))
    wishes = [track.title for track in kind.tracks if not track.is_education]
    parts: dict[str, list[dict[str, Any]]] = {
        CvPart.EXPERIENCE: [
            {
                "title": "Medarbejder på lager",
                "employer": "Byggemarked Eksempel",
                "period": "2018–2022",
                "tasks": "Tog imod varer, plukkede ordrer med scanner og talte op hver måned",
                "responsibility": "Lukkede lageret om fredagen",
                "results": "Vi halverede antallet af fejlpluk på et år",
            },
            {"title": "Afløser i køkken", "employer": "Kantinen Tænkt", "period": "2023", "tasks": "Opvask"},
        ],
        CvPart.EDUCATION: [{"title": "Hygiejnekursus", "kind": "course", "content": "Egenkontrol og opbevaring"}],
        CvPart.QUALIFICATIONS: [{"title": one} for one in made.mostly(skills, skills[1:])],
        CvPart.DRIVING_LICENCE: [{"categories": "B", "own_car": "yes"}],
        CvPart.LANGUAGES: [{"title": "Dansk", "is_mother_tongue": True}, {"title": "Engelsk"}],
        CvPart.CONTACT: [{"phone": True, "email": True}],
        CvPart.PROFILE: [
            {
                ProfilePoint.TASKS.value: "Jeg kan tage imod varer og holde orden på hylderne",
                ProfilePoint.PERSONAL.value: "Rolig, når der er kø, og glad for faste rutiner",
                ProfilePoint.HOURS.value: "Fuld tid",
            }
        ],
        WISHES: [{"title": one} for one in made.mostly(wishes, ["postbud"])],
    }
    for code, entries in parts.items():
        if made.chance.random() < 0.95:
            made.add(CvSection(citizen=citizen, code=code, entries=entries, updated_on=made.days_ago(5, 30)))
    made.add(
        CvReview(
            citizen=citizen,
            on=made.days_ago(0, 30),
            by=made.caseworker,
            contact_hidden=made.chance.random() < 0.05,
        )
    )


def _handed_over(made: Made, citizen: Citizen) -> None:
    """Not read yet."""
    made.add(
        Handover(
            citizen=citizen,
            to_employee=made.caseworker,
            from_unit=made.unit,
            to_unit=made.unit,
            on=made.today,
            note="Ring om fredagen.",
            at=timezone.now(),
        )
    )
