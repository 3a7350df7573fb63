"""Job logs, CVs and placements of the demo's citizens, as `cases` tells them. All is made by the actions that the pages call."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import cycle
from typing import Any, Final

from fagkompas.casework.actions import cv, job_log, placements
from fagkompas.casework.actions.tracks import link_agreement
from fagkompas.casework.cv_layout import WISHES
from fagkompas.casework.models import AppliedHow, LogResult, Placement, PlacementKind, PlacementTask, TaskRating, Track
from fagkompas.companies.models import Company
from fagkompas.engine.cv import ProfilePoint
from fagkompas.engine.scales import CvPart
from fagkompas.website.demo import cases
from fagkompas.website.demo.cases import demo_cases
from fagkompas.website.demo.casework import FIRST, DemoPlan, day_of, plans_of_demo
from fagkompas.website.demo.timing import noon, working_day_before

WEEKS: Final = 5
WITH_CV: Final = ("insured-job-ready", "job-ready", "activity-ready", "flex-job")
"""The target groups whose CV is gone through at every conversation."""

RESULTS: Final = (LogResult.WAITING, LogResult.REFUSED, LogResult.NO_ANSWER, LogResult.INTERVIEW, LogResult.REFUSED)
WAYS: Final = (AppliedHow.ADVERT, AppliedHow.PHONE, AppliedHow.VISIT, AppliedHow.UNSOLICITED)
ELSEWHERE: Final = ("Nattevagt på hotel", "Demo Hotel")
"""What is applied for beside the tracks, and where."""

APPLICATION: Final = (
    "Kære holdleder\n\nJeg var inde forbi i tirsdags og så, hvor travlt I har ved rampen. Jeg har stået på et lager i"
    " fire år og kører truck. Må jeg komme og vise det en formiddag?\n\nVenlig hilsen"
)


def build_search(*, today: date) -> None:
    """For every case with a plan; what lies back has the day it was done."""
    for made in plans_of_demo(today):
        _job_log(made)
        if made.citizen.target_group in WITH_CV:
            _cv(made)
        if made.case.placement:
            _placement(made, made.case.placement)


# The job log


def _job_log(made: DemoPlan) -> None:
    a_week, search = made.plan.search_per_week, made.case.search
    if not a_week:
        return
    asked = a_week if search.asked is None else search.asked
    job_log.note_requirement(citizen=made.citizen, per_week=asked, read_on=made.today, today=made.today, by=made.by)
    count = a_week * WEEKS if search.entries is None else search.entries
    tracks = [track for place, track in enumerate(made.tracks, start=1) if not search.of or place in search.of]
    on_track = cycle(tracks)
    for place in range(count):
        is_beside = place % 2 == 0 and place // 2 < search.beside
        _entry(made, place, None if is_beside else next(on_track), count)


def _entry(made: DemoPlan, place: int, track: Track | None, count: int) -> None:
    day = made.today - timedelta(days=place * 7 * WEEKS // count)
    is_waiting = RESULTS[place % len(RESULTS)] is LogResult.WAITING
    work = demo_cases().work[track.occupation.title_da] if track and track.occupation else None
    given = job_log.GivenEntry(
        occupation=track.occupation if track else None,
        title="" if track else ELSEWHERE[0],
        track=track,
        company=work.companies[place % len(work.companies)] if work else ELSEWHERE[1],
        place="Demoby",
        applied_on=day,
        how=WAYS[place % len(WAYS)],
        follow_up_on=made.today + timedelta(days=4) if is_waiting and day > made.today - timedelta(days=14) else None,
        result=RESULTS[place % len(RESULTS)],
        note="Fik at vide, at der var mange om den." if place % 5 == 1 else "",
        documents=APPLICATION if made.case.name == FIRST and place % 3 == 0 else "",
    )
    job_log.add_entry(citizen=made.citizen, given=given, traces_read="", today=day, by=made.by)


# The CV


def _cv(made: DemoPlan) -> None:
    talk, search = made.case.talk, made.case.search
    for code, entries in _parts(made):
        several = [{"id": f"demo{place}", **one} for place, one in enumerate(entries)]
        cv.save_part(
            citizen=made.citizen,
            code=code,
            entries=entries if code in _ALONE else several,
            revision=0,
            traces_read="",
            today=made.today - timedelta(days=40),
            by=made.by,
        )
    held = made.case.before if talk and talk.is_no_show else talk
    on = day_of(held, made.today) if held else made.today
    if search.cv_seen is not None:
        on = made.today - timedelta(days=search.cv_seen)
    cv.review_cv(
        citizen=made.citizen,
        on=on,
        contact_hidden=search.contact_hidden or made.citizen.is_protected,
        note="Vi skrev resultater på det sidste job." if made.case.name == FIRST else "",
        traces_read="",
        today=made.today,
        by=made.by,
    )


_ALONE: Final = (CvPart.DRIVING_LICENCE, CvPart.CONTACT, CvPart.PROFILE)

POINTS: Final = (
    ProfilePoint.TASKS,
    ProfilePoint.PERSONAL,
    ProfilePoint.CONDITIONS,
    ProfilePoint.HOURS,
    ProfilePoint.TRANSPORT,
)


def _parts(made: DemoPlan) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """What the CV says; where nobody has written one, what the tracks build on and what is looked for."""
    told, search = made.case.cv, made.case.search
    skills = dict.fromkeys(skill for track in made.tracks for skill in track.skills)
    yield CvPart.QUALIFICATIONS, [{"title": one} for one in skills if one not in search.not_in_cv]
    yield WISHES, [{"title": one} for one in search.wishes or _titles(made)]
    if told is None:
        return
    jobs = [{name: getattr(job, name) for name in cases.Job.__dataclass_fields__} for job in told.jobs]
    yield CvPart.EXPERIENCE, [{name: text for name, text in job.items() if text} for job in jobs]
    yield CvPart.EDUCATION, [{"title": told.learned, "kind": "course"}]
    yield CvPart.DRIVING_LICENCE, [{"categories": told.licence} if told.licence else {"has_none": True}]
    if told.languages:
        mother, *others = told.languages
        yield CvPart.LANGUAGES, [{"title": mother, "is_mother_tongue": True}, *({"title": one} for one in others)]
    yield CvPart.CONTACT, [{"phone": True, "email": not made.citizen.is_protected}]
    said = zip(POINTS, told.profile, strict=True)
    yield CvPart.PROFILE, [{point.value: text for point, text in said}]


def _titles(made: DemoPlan) -> list[str]:
    return [track.name for track in made.tracks if not track.is_education]


# Placements


def _placement(made: DemoPlan, told: cases.Placement) -> None:
    began = made.today - timedelta(days=told.ago)
    placement = placements.begin_placement(
        citizen=made.citizen,
        company=Company.objects.of_root(made.citizen.root_id).get(name=told.company),
        given=placements.GivenPlacement(
            kind=PlacementKind.PLACEMENT,
            from_on=began,
            to_on=began + timedelta(weeks=told.weeks),
            expected_paid_minutes=told.hours * 60,
        ),
        now=noon(began),
        by=made.by,
    )
    tasks = {one.name: _task(placement, one, made) for one in told.tasks}
    for place, days in enumerate(told.follow_ups):
        _follow_up(made, placement, tasks, place, working_day_before(made.today - timedelta(days=days)))
    for rating in TaskRating.objects.filter(task__placement=placement, agreed__isnull=False).select_related("agreed"):
        if rating.agreed:
            link_agreement(plan=made.plan, agreement=rating.agreed, track=made.track(told.track), by=made.by)


def _task(placement: Placement, told: cases.Task, made: DemoPlan) -> PlacementTask:
    given = placements.GivenTask(
        name=told.name,
        minutes=told.minutes,
        paid_minutes=told.paid,
        learning_goal=told.goal,
        ready_by=made.today + timedelta(weeks=3) if told.goal else None,
    )
    return placements.add_task(placement=placement, given=given, traces_read="", by=made.by)


def _follow_up(made: DemoPlan, placement: Placement, tasks: Mapping[str, PlacementTask], place: int, day: date) -> None:
    """What was said that day; what comes next is agreed the last time."""
    placement.refresh_from_db()
    told = made.case.placement
    of_task = {one.name: one for one in told.tasks} if told else {}
    is_last = told is not None and place == len(told.follow_ups) - 1
    placements.keep_follow_up(
        placement=placement,
        on=day,
        said={task.uuid: _said(of_task[name], place, made.today, is_last=is_last) for name, task in tasks.items()},
        revision=placement.revision,
        traces_read="",
        now=noon(day),
        by=made.by,
    )


def _said(told: cases.Task, place: int, today: date, *, is_last: bool) -> placements.Said:
    employer, citizen, new_hire = told.said[place]
    agreed = told.agreed if is_last else None
    if agreed is None:
        return placements.Said(employer=employer, citizen=citizen, new_hire=new_hire)
    return placements.Said(
        employer=employer,
        citizen=citizen,
        new_hire=new_hire,
        agreement=agreed.what,
        agreement_by=today + timedelta(days=agreed.due),
        measure=agreed.measure,
        why=agreed.why,
        own_control=True,
        confidence=agreed.sure,
    )
