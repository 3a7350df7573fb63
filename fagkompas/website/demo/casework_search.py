"""Job logs, CVs and placements of the demo's citizens.

The first who is ready for a job has everything as it should be; those after it each lack just one thing, so that every
rule about log, CV and placements has somebody whom it finds. All is made by the actions that the pages call.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Any, Final

from fagkompas.accounts.models import Employee
from fagkompas.casework.actions import cv, job_log, placements
from fagkompas.casework.cv_layout import WISHES
from fagkompas.casework.models import AppliedHow, CasePlan, LogResult, Placement, PlacementKind, PlacementTask, Track
from fagkompas.citizens.models import Citizen
from fagkompas.companies.models import Company
from fagkompas.engine.cv import ProfilePoint
from fagkompas.engine.scales import CvPart
from fagkompas.website.demo.citizens import citizens_of_demo
from fagkompas.website.demo.timing import noon

JOB_READY: Final = ("insured-job-ready", "job-ready")
WEEKS: Final = 5


class Lack(Enum):
    """What one of those who are ready for a job lacks, in their order; the first lacks nothing."""

    NOTHING = "nothing"
    SAME_REQUIREMENT = "same_requirement"
    ENOUGH = "enough"
    ON_TRACKS = "on_tracks"
    EVERY_TRACK = "every_track"
    SAME_WISHES = "same_wishes"
    WHOLE_CV = "whole_cv"
    LOOK_AT_CV = "look_at_cv"
    SHOWN_CONTACT = "shown_contact"
    SKILLS = "skills"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoTask:
    """A task of a placement: minutes a week, so many paid, and what was said from time to time (employer, citizen, newly hired)."""

    name: str
    minutes: int
    paid: int = 0
    goal: str = ""
    said: Sequence[tuple[int, int, int | None]]
    agreed: str = ""


TASKS: Final[Sequence[DemoTask]] = (
    DemoTask(
        name="Fylder hylder op, før der åbnes",
        minutes=300,
        said=((5, 4, 7), (7, 5, None), (8, 5, None)),
        agreed="Tager hele mejeriafdelingen alene to morgener i træk",
    ),
    DemoTask(
        name="Tager imod varer ved rampen",
        minutes=240,
        paid=120,
        goal="Kan skrive afvigelser på følgesedlen uden hjælp",
        said=((4, 5, 6), (5, 6, None), (6, 6, None)),
    ),
    DemoTask(
        name="Rydder op på lageret",
        minutes=120,
        paid=120,
        said=((8, 8, 7), (8, 8, None), (9, 8, None)),
    ),
    DemoTask(
        name="Hjælper kunder på gulvet",
        minutes=180,
        said=((3, 6, None), (4, 6, None), (4, 7, None)),
        agreed="Spørger fem kunder hver formiddag, om de finder det, de leder efter",
    ),
)

COMPANIES_APPLIED_TO: Final = (
    "Nordlager Eksempel",
    "Pakkecenter Prøve",
    "Vognmand Demo",
    "Prøveskolen",
    "Kantinen Tænkt",
)
RESULTS: Final = (LogResult.WAITING, LogResult.REFUSED, LogResult.NO_ANSWER, LogResult.INTERVIEW, LogResult.REFUSED)
WAYS: Final = (AppliedHow.ADVERT, AppliedHow.PHONE, AppliedHow.VISIT, AppliedHow.UNSOLICITED)
APPLICATION: Final = (
    "Kære holdleder\n\nJeg var inde forbi i tirsdags og så, hvor travlt I har ved rampen. Jeg har stået på et lager i"
    " fire år og kører truck. Må jeg komme og vise det en formiddag?\n\nVenlig hilsen"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """Whose it is, by whom, and what it lacks."""

    citizen: Citizen
    plan: CasePlan
    tracks: Sequence[Track]
    by: Employee
    today: date
    lack: Lack


def build_search(*, today: date) -> None:
    """For every open case with a plan; what lies back has the day it was done."""
    lacks, place = list(Lack), 0
    for number, citizen in enumerate(citizens_of_demo()):
        plan = CasePlan.objects.active().filter(citizen=citizen).first()
        if citizen.is_closed or citizen.caseworker is None or plan is None:
            continue
        lack = Lack.NOTHING
        if citizen.target_group in JOB_READY:
            lack, place = lacks[place % len(lacks)], place + 1
        tracks = list(plan.tracks.open().select_related("occupation"))
        case = _Case(citizen=citizen, plan=plan, tracks=tracks, by=citizen.caseworker, today=today, lack=lack)
        _job_log(case)
        _cv(case)
        if number % 4 == 0:
            _placement(case, number)


def _job_log(case: _Case) -> None:
    a_week = case.plan.search_per_week
    if not a_week:
        return
    noted = a_week + 1 if case.lack is Lack.SAME_REQUIREMENT else a_week
    job_log.note_requirement(citizen=case.citizen, per_week=noted, read_on=case.today, today=case.today, by=case.by)
    count = 2 if case.lack is Lack.ENOUGH else a_week * WEEKS
    tracks = [track for track in case.tracks if not track.is_education]
    tracks = tracks[:1] if case.lack is Lack.EVERY_TRACK else tracks
    for place in range(count):
        outside = case.lack is Lack.ON_TRACKS and place % 4
        _entry(case, place, tracks[place % len(tracks)] if tracks and not outside else None, count)


def _entry(case: _Case, place: int, track: Track | None, count: int) -> None:
    day = case.today - timedelta(days=place * 7 * WEEKS // count)
    follow_up = day + timedelta(days=8) if place % 3 == 0 else None
    given = job_log.GivenEntry(
        occupation=track.occupation if track else None,
        title="" if track and track.occupation else "Nattevagt på hotel",
        track=track,
        company=COMPANIES_APPLIED_TO[place % len(COMPANIES_APPLIED_TO)],
        place="Nordby",
        applied_on=day,
        how=WAYS[place % len(WAYS)],
        follow_up_on=follow_up,
        result=RESULTS[place % len(RESULTS)],
        note="Talte med holdlederen" if place % 5 == 1 else "",
        documents=APPLICATION if place % 6 == 0 else "",
    )
    job_log.add_entry(citizen=case.citizen, given=given, traces_read="", today=day, by=case.by)


def _cv(case: _Case) -> None:
    skills = list(dict.fromkeys(skill for track in case.tracks for skill in track.skills))
    wishes = [track.name for track in case.tracks if not track.is_education]
    parts = dict(_parts(case, skills[1:] if case.lack is Lack.SKILLS else skills))
    parts[WISHES] = [{"title": "Postbud"}] if case.lack is Lack.SAME_WISHES else [{"title": one} for one in wishes]
    if case.lack is Lack.WHOLE_CV:
        del parts[CvPart.LANGUAGES]
    for code, entries in parts.items():
        several = [{"id": f"demo{place}", **one} for place, one in enumerate(entries)]
        named = entries if code in _ALONE else several
        cv.save_part(
            citizen=case.citizen,
            code=code,
            entries=named,
            revision=0,
            traces_read="",
            today=case.today - timedelta(days=12),
            by=case.by,
        )
    if case.lack is not Lack.LOOK_AT_CV:
        cv.review_cv(
            citizen=case.citizen,
            on=case.today,
            contact_hidden=case.lack is Lack.SHOWN_CONTACT or case.citizen.is_protected,
            note="Vi skrev resultater på det sidste job.",
            traces_read="",
            today=case.today,
            by=case.by,
        )


_ALONE: Final = (CvPart.DRIVING_LICENCE, CvPart.CONTACT, CvPart.PROFILE)


def _parts(case: _Case, skills: Sequence[str]) -> Mapping[str, list[dict[str, Any]]]:
    """A CV with two jobs; the second is told in few words, as they often are."""
    return {
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
        CvPart.QUALIFICATIONS: [{"title": one} for one in skills],
        CvPart.DRIVING_LICENCE: [{"categories": "B", "own_car": "yes"}],
        CvPart.LANGUAGES: [{"title": "Dansk", "is_mother_tongue": True}, {"title": "Engelsk"}],
        CvPart.CONTACT: [{"phone": True, "email": not case.citizen.is_protected}],
        CvPart.PROFILE: [
            {
                ProfilePoint.TASKS.value: "Jeg kan tage imod varer og holde orden på hylderne",
                ProfilePoint.PERSONAL.value: "Rolig, når der er kø, og glad for faste rutiner",
                ProfilePoint.CONDITIONS.value: "Dag og aften, hver anden weekend",
                ProfilePoint.HOURS.value: "Fuld tid",
                ProfilePoint.TRANSPORT.value: "Cykel og bus",
            }
        ],
    }


def _placement(case: _Case, number: int) -> None:
    companies = list(Company.objects.of_root(case.citizen.root_id).open().order_by("name", "pk"))
    if not companies:
        return
    began = case.today - timedelta(weeks=11)
    placement = placements.begin_placement(
        citizen=case.citizen,
        company=companies[number // 4 % len(companies)],
        given=placements.GivenPlacement(
            kind=PlacementKind.PLACEMENT,
            from_on=began,
            to_on=case.today + timedelta(weeks=5),
            expected_paid_minutes=600,
        ),
        now=noon(began),
        by=case.by,
    )
    tasks = [_task(placement, task, case) for task in TASKS]
    forgotten = number % 16 == 12
    for place, weeks in enumerate((10, 8) if forgotten else (10, 6, 2)):
        _follow_up(placement, tasks, case, place, case.today - timedelta(weeks=weeks))


def _task(placement: Placement, demo: DemoTask, case: _Case) -> PlacementTask:
    given = placements.GivenTask(
        name=demo.name,
        minutes=demo.minutes,
        paid_minutes=demo.paid,
        learning_goal=demo.goal,
        ready_by=case.today + timedelta(weeks=3) if demo.goal else None,
    )
    return placements.add_task(placement=placement, given=given, traces_read="", by=case.by)


def _follow_up(placement: Placement, tasks: Sequence[PlacementTask], case: _Case, place: int, day: date) -> None:
    placement.refresh_from_db()
    is_last = place == len(TASKS[0].said) - 1
    said = {
        task.uuid: placements.Said(
            employer=demo.said[place][0],
            citizen=demo.said[place][1],
            new_hire=demo.said[place][2],
            agreement=demo.agreed if is_last else "",
            agreement_by=case.today + timedelta(days=9) if is_last and demo.agreed else None,
        )
        for task, demo in zip(tasks, TASKS, strict=True)
    }
    placements.keep_follow_up(
        placement=placement,
        on=day,
        said=said,
        revision=placement.revision,
        traces_read="",
        is_done=True,
        now=noon(day),
        by=case.by,
    )
