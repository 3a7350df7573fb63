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
from fagkompas.engine.scales import CvPart, Demand, DemandSource
from fagkompas.occupations.models import Occupation, Origin
from fagkompas.website.demo.casework import OF_GROUP, DemoPlan, DemoTrack
from fagkompas.website.demo.casework_search import APPLICATION, COMPANIES_APPLIED_TO, JOB_READY

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
ENCRYPTED_ONCE: Final = "Hvad er aftalt siden sidst, og hvad er næste skridt?"


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
    _activity(made, kept, plan, tracks[0])
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
        purpose=ENCRYPTED_ONCE if state != ConversationState.HELD else "",
        created_at=made.at(day),
        **columns,
    )


def _plan(made: Made, citizen: Citizen, demo: DemoPlan, began: date) -> CasePlan:
    occupation = made.occupations.get(demo.goal) if made.mostly(True, False) else None
    row: CasePlan = made.add(
        CasePlan(
            citizen=citizen,
            goal_kind=demo.kind.value,
            occupation=occupation,
            goal_title="" if occupation else demo.goal,
            reason=made.mostly(demo.reason),
            followed_up_on=made.days_ago(0, 40),
            description=demo.description,
            search_per_week=A_WEEK if citizen.target_group in JOB_READY else None,
            published_on=made.mostly(began, None),
            began_on=began,
            saved_by=made.caseworker,
            saved_at=made.at(began),
        )
    )
    return row


def _track(made: Made, citizen: Citizen, plan: CasePlan, demo: DemoTrack, place: int, began: date) -> Track:
    """With a note of demand, one or two agreements of which one is open, and sometimes something missing."""
    occupation = made.occupations.get(demo.occupation)
    track: Track = made.add(
        Track(
            plan=plan,
            occupation=occupation,
            title="" if occupation else demo.title or demo.occupation,
            is_education=not demo.occupation,
            can=demo.can,
            wants=made.mostly(demo.wants),
            needed=made.mostly(demo.needed),
            skills=list(demo.skills),
            functions=list(demo.functions),
            other_titles=list(demo.other_titles),
            steps_first=list(demo.steps_first),
            strategy=made.mostly(demo.strategy),
            companies=list(demo.companies),
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
            level=made.mostly(demo.level, Demand.LOW).value,
            source=DemandSource(demo.source).value,
            source_text=demo.said,
            on=made.days_ago(0, 90),
            recorded_by=made.caseworker,
        )
    )
    _agreement(made, citizen, track, demo, AgreementState.KEPT)
    if made.mostly(True, False):
        _agreement(made, citizen, track, demo, AgreementState.OPEN)
    return track


def _agreement(made: Made, citizen: Citizen, track: Track, demo: DemoTrack, state: AgreementState) -> None:
    is_open = state == AgreementState.OPEN
    agreed = made.days_ago(1, 25) if is_open else made.days_ago(30, 80)
    row = made.add(
        Agreement(
            root=citizen.root,
            citizen=citizen,
            what=f"{demo.agreed} hos firma{made.chance.randrange(10**6)}",
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


def _activity(made: Made, plan: CasePlan, demo: DemoPlan, track: Track) -> None:
    if demo.activity and made.chance.random() < 0.5:
        made.add(
            Activity(
                plan=plan,
                kind=ActivityKind.PLACEMENT,
                title=demo.activity,
                purpose=made.mostly(demo.purpose),
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
                company=COMPANIES_APPLIED_TO[place % len(COMPANIES_APPLIED_TO)],
                place="Nordby",
                applied_on=applied_on,
                how=AppliedHow.ADVERT,
                follow_up_on=applied_on + timedelta(days=8) if place % 6 == 0 else None,
                result=LogResult.WAITING if place % 2 == 0 else LogResult.REFUSED,
                documents=APPLICATION if place % 6 == 0 else "",
                changed_on=applied_on,
            )
        )


def _cv(made: Made, citizen: Citizen, demo: DemoPlan) -> None:
    skills = list(dict.fromkeys(skill for track in demo.tracks for skill in track.skills))
    wishes = [track.occupation for track in demo.tracks if track.occupation]
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
