"""Citizens' cases for the tests of consistency: a sound one, one broken in each way, drawn ones, and how each is mended."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from fagkompas.engine.consistency import (
    LIMITS,
    Activity,
    Agreement,
    Case,
    Cv,
    DemandNote,
    Finding,
    Goal,
    Ground,
    LogEntry,
    Mend,
    Placement,
    PlanOfTrack,
    Rule,
    RuleBook,
    RuleTerms,
    Search,
    Spot,
    Step,
    Track,
    Vitas,
    Wish,
)
from fagkompas.engine.scales import Criterion, CvPart, Demand, DemandSource, GoalKind, Severity

TODAY = date(2026, 11, 23)
FROM = date(2026, 2, 1)
GROUP = "job-ready"

OF_SOURCES = {"balance": 200, "barometer": 120, "adverts": 30, "job_orders": 30, "company": 60, "colleague": 90}
OF_PARTS = {part.value: int(part not in {CvPart.WEBSITE, CvPart.OTHER_EXPERIENCE}) for part in CvPart}
NUMBERS = {"tracks": 3, "days_before": 14, "weeks": 4, "percent": 25, **OF_SOURCES, **OF_PARTS}


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def terms(rule: Rule, **fields: Any) -> RuleTerms:
    given: dict[str, Any] = {
        "rule": rule,
        "severity": Severity.SHOULD,
        "target_groups": frozenset({GROUP}),
        "goal_kinds": frozenset(GoalKind),
        "from_on": FROM,
        "limits": {name: NUMBERS[name] for name in LIMITS.get(rule, ())},
    }
    return RuleTerms(**given | fields)


def book(*rules: Rule) -> RuleBook:
    """All rules, or those named, for one target group and every kind of goal."""
    return RuleBook(terms=tuple(terms(rule) for rule in rules or Rule))


def track(key: str, title: str, occupation: str | None, **fields: Any) -> Track:
    given: dict[str, Any] = {
        "opened_on": ago(60),
        "justified": frozenset(Ground),
        "demand": (DemandNote(level=Demand.HIGH, source=DemandSource.ADVERTS, noted_on=ago(10)),),
        "planned": frozenset(PlanOfTrack),
    }
    return Track(key=key, title=title, occupation=occupation, **given | fields)


SOUND = Case(
    target_group=GROUP,
    goal=Goal(
        kind=GoalKind.JOB,
        title="Lagermedarbejder",
        occupation="9333",
        has_reason=True,
        set_on=ago(60),
        followed_up_on=ago(20),
    ),
    tracks=(
        track("t1", "Lagermedarbejder", "9333", skills=("Truckcertifikat",)),
        track("t2", "Butiksassistent", "5223"),
        track("t3", "Buschauffør", "8331"),
    ),
    agreements=(
        Agreement(
            key="a1",
            what="Ringe til tre lagre",
            made_on=ago(20),
            due_on=TODAY,
            tracks=("t1", "t2"),
            followed_up_on=None,
        ),
        Agreement(key="a2", what="Besøge busselskabet", made_on=ago(20), due_on=None, tracks=("t3",)),
    ),
    activities=(
        Activity(
            key="v1",
            title="Praktik på lageret",
            starts_on=ago(10),
            ends_on=None,
            has_purpose=True,
            track="t1",
            needs_vitas=True,
            vitas=frozenset(Vitas),
        ),
    ),
    plan_published_on=ago(59),
    conversations=(ago(60), ago(20)),
    search=Search(in_plan=1, in_log=1, since=ago(60)),
    log=(
        LogEntry(applied_on=ago(3), track="t1"),
        LogEntry(applied_on=ago(8), track=None, occupation="5223"),
        LogEntry(applied_on=ago(13), track="t3"),
        LogEntry(applied_on=ago(18), track="t3"),
    ),
    cv=Cv(
        filled=frozenset(CvPart) - {CvPart.WEBSITE},
        followed_up_on=ago(20),
        skills=("truckcertifikat ", "Kundeservice"),
    ),
    wishes=(
        Wish(title="Lager", occupation="9333"),
        Wish(title="butiksassistent"),
        Wish(title="Chauffør", occupation="8331"),
    ),
    placements=(Placement(key="p1", company="Lageret", starts_on=ago(100), ends_on=None, followed_up_on=ago(28)),),
)
"""Nothing to find today, under all rules."""


def with_goal(case: Case, **fields: Any) -> Case:
    assert case.goal
    return replace(case, goal=replace(case.goal, **fields))


def with_track(case: Case, key: str, **fields: Any) -> Case:
    return replace(case, tracks=tuple(replace(each, **fields) if each.key == key else each for each in case.tracks))


def with_agreement(case: Case, key: str, **fields: Any) -> Case:
    changed = tuple(replace(each, **fields) if each.key == key else each for each in case.agreements)
    return replace(case, agreements=changed)


def with_activity(case: Case, key: str, **fields: Any) -> Case:
    changed = tuple(replace(each, **fields) if each.key == key else each for each in case.activities)
    return replace(case, activities=changed)


def with_cv(case: Case, **fields: Any) -> Case:
    return replace(case, cv=replace(case.cv, **fields))


def noted(days: int, source: DemandSource = DemandSource.ADVERTS, level: Demand = Demand.HIGH) -> DemandNote:
    return DemandNote(level=level, source=source, noted_on=ago(days))


ALIKE = ("9333", "9329", "9334")
"""Three occupations of the group 93."""


def all_alike(case: Case) -> Case:
    """Tracks, wishes and log follow, so that nothing else is wrong."""
    for each, occupation in zip(SOUND.tracks, ALIKE, strict=True):
        case = with_track(case, each.key, occupation=occupation)
    log = tuple(replace(entry, track=key) for entry, key in zip(case.log, ("t1", "t2", "t3", "t3"), strict=True))
    wishes = tuple(Wish(title=each.title, occupation=each.occupation) for each in case.tracks)
    return replace(case, log=log, wishes=wishes)


def without_track(case: Case, key: str) -> Case:
    """And without what hangs on it."""
    return replace(
        case,
        tracks=tuple(each for each in case.tracks if each.key != key),
        log=tuple(replace(entry, track="t1") if entry.track == key else entry for entry in case.log),
        wishes=tuple(wish for wish in case.wishes or () if wish.occupation != "8331"),
    )


BROKEN: Mapping[Rule, tuple[Case, Spot, str, Mapping[str, Any], Mapping[str, Any]]] = {
    Rule.GOAL_MISSING: (replace(SOUND, goal=None), Spot.GOAL, "", {}, {}),
    Rule.GOAL_NOT_A_TITLE: (
        with_goal(SOUND, title="Noget med lager", occupation=None),
        Spot.GOAL,
        "",
        {"title": "Noget med lager"},
        {},
    ),
    Rule.GOAL_WITHOUT_REASON: (
        with_goal(SOUND, has_reason=False),
        Spot.GOAL,
        "",
        {"title": "Lagermedarbejder"},
        {},
    ),
    Rule.GOAL_NOT_FOLLOWED_UP: (
        with_goal(SOUND, followed_up_on=ago(21)),
        Spot.GOAL,
        "",
        {"title": "Lagermedarbejder", "talk": ago(20)},
        {},
    ),
    Rule.FEWER_THAN_THREE_TRACKS: (
        without_track(SOUND, "t3"),
        Spot.TRACKS,
        "",
        {"tracks": 2, "expected": 3},
        {"more": 1},
    ),
    Rule.TRACK_NOT_JUSTIFIED: (
        with_track(SOUND, "t2", justified=frozenset({Ground.CAN})),
        Spot.TRACK,
        "t2",
        {"track": "Butiksassistent", "missing": ("wants",)},
        {},
    ),
    Rule.TRACKS_TOO_ALIKE: (
        all_alike(SOUND),
        Spot.TRACKS,
        "",
        {"tracks": ("Buschauffør", "Butiksassistent", "Lagermedarbejder"), "group": "93"},
        {},
    ),
    Rule.TRACK_WITHOUT_AGREEMENT: (
        with_agreement(SOUND, "a2", tracks=("t1",)),
        Spot.TRACK,
        "t3",
        {"track": "Buschauffør"},
        {},
    ),
    Rule.TRACK_WITHOUT_PLAN: (
        with_track(SOUND, "t3", planned=frozenset({PlanOfTrack.COMPANIES})),
        Spot.TRACK,
        "t3",
        {"track": "Buschauffør", "missing": ("strategy", "date")},
        {},
    ),
    Rule.DEMAND_OLD: (
        with_track(SOUND, "t2", demand=(noted(31), noted(90, DemandSource.COMPANY))),
        Spot.TRACK,
        "t2",
        {"track": "Butiksassistent", "source": "adverts", "noted_on": ago(31)},
        {"days": 30},
    ),
    Rule.DEMAND_LOW: (
        with_track(SOUND, "t2", demand=(noted(20), noted(5, level=Demand.LOW), noted(5, level=Demand.MEDIUM))),
        Spot.TRACK,
        "t2",
        {"track": "Butiksassistent", "source": "adverts", "noted_on": ago(5)},
        {},
    ),
    Rule.AGREEMENT_NOT_SMART: (
        with_agreement(SOUND, "a1", weak=(Criterion.TIMED, Criterion.SPECIFIC)),
        Spot.AGREEMENT,
        "a1",
        {"agreement": "Ringe til tre lagre", "weak": ("specific", "timed")},
        {},
    ),
    Rule.AGREEMENT_NOT_FOLLOWED_UP: (
        with_agreement(SOUND, "a1", due_on=ago(1)),
        Spot.AGREEMENT,
        "a1",
        {"agreement": "Ringe til tre lagre", "due_on": ago(1)},
        {},
    ),
    Rule.ACTIVITY_WITHOUT_PURPOSE: (
        with_activity(SOUND, "v1", has_purpose=False),
        Spot.ACTIVITY,
        "v1",
        {"activity": "Praktik på lageret"},
        {},
    ),
    Rule.ACTIVITY_WITHOUT_TRACK: (
        with_activity(SOUND, "v1", track=None),
        Spot.ACTIVITY,
        "v1",
        {"activity": "Praktik på lageret"},
        {},
    ),
    Rule.ACTIVITY_WITHOUT_VITAS: (
        with_activity(SOUND, "v1", vitas=frozenset({Vitas.NUMBER})),
        Spot.ACTIVITY,
        "v1",
        {"activity": "Praktik på lageret", "missing": ("status",), "starts_on": ago(10)},
        {},
    ),
    Rule.PLAN_NOT_PUBLISHED: (replace(SOUND, plan_published_on=None), Spot.PLAN, "", {"first_talk": ago(60)}, {}),
    Rule.SEARCH_REQUIREMENT_DIFFERS: (
        replace(SOUND, search=replace(SOUND.search, in_log=2)),
        Spot.SEARCH,
        "",
        {"plan": 1, "log": 2},
        {},
    ),
    Rule.LOG_BELOW_REQUIREMENT: (
        replace(SOUND, search=Search(in_plan=2, in_log=2, since=ago(60))),
        Spot.LOG,
        "",
        {"a_week": 2, "talk": ago(20)},
        {"done": 4, "required": 8, "weeks": 4, "jobs": 4},
    ),
    Rule.LOG_OUTSIDE_TRACKS: (
        replace(SOUND, log=(*SOUND.log, *2 * (LogEntry(applied_on=TODAY, track="t9", occupation="2512"),))),
        Spot.LOG,
        "",
        {"talk": ago(20)},
        {"outside": 2, "entries": 6, "weeks": 4, "too_many": 1},
    ),
    Rule.TRACK_WITHOUT_APPLICATIONS: (
        replace(
            SOUND, log=tuple(replace(entry, track="t1", occupation=None) for entry in SOUND.log[1:]) + SOUND.log[3:]
        ),
        Spot.TRACK,
        "t2",
        {"track": "Butiksassistent", "talk": ago(20)},
        {"weeks": 4},
    ),
    Rule.WISHES_DIFFER_FROM_TRACKS: (
        replace(SOUND, wishes=(*(SOUND.wishes or ())[:2], Wish(title="Direktør", occupation="1120"))),
        Spot.WISHES,
        "",
        {"missing": ("Buschauffør",), "outside": ("Direktør",)},
        {},
    ),
    Rule.CV_INCOMPLETE: (
        with_cv(SOUND, filled=frozenset(CvPart) - {CvPart.PROFILE, CvPart.LANGUAGES, CvPart.WEBSITE}),
        Spot.CV,
        "",
        {"missing": ("languages", "profile")},
        {},
    ),
    Rule.CV_NOT_FOLLOWED_UP: (with_cv(SOUND, followed_up_on=ago(21)), Spot.CV, "", {"talk": ago(20)}, {}),
    Rule.CV_CONTACT_HIDDEN: (with_cv(SOUND, is_contact_hidden=True), Spot.CV, "", {}, {}),
    Rule.SKILL_IN_TRACK_NOT_IN_CV: (
        with_track(SOUND, "t2", skills=("Kasse", "kundeservice", "Bestille varer")),
        Spot.CV,
        "t2",
        {"track": "Butiksassistent", "missing": ("Bestille varer", "Kasse")},
        {},
    ),
    Rule.PLACEMENT_WITHOUT_FOLLOW_UP: (
        replace(SOUND, placements=(replace(SOUND.placements[0], followed_up_on=ago(29)),)),
        Spot.PLACEMENT,
        "p1",
        {"company": "Lageret", "since": ago(29)},
        {"weeks": 4},
    ),
}
"""By rule: a case where only that is wrong, and what is found."""


# Mending


def mended(case: Case, finding: Finding, mend: Mend) -> Case:
    """The case after the step, done as somebody would."""
    return MENDERS[mend.step](case, finding, mend)


def set_goal(case: Case, _finding: Finding, _mend: Mend) -> Case:
    return replace(case, goal=replace(SOUND.goal, set_on=TODAY, followed_up_on=None))  # type: ignore[type-var]


def give_reason(case: Case, finding: Finding, _mend: Mend) -> Case:
    if finding.spot is Spot.GOAL:
        return with_goal(case, has_reason=True)
    found = next(each for each in case.tracks if each.key == finding.key)
    return with_track(case, finding.key, demand=tuple(replace(note, has_reason=True) for note in found.demand))


def follow_up(case: Case, finding: Finding, mend: Mend) -> Case:
    match finding.spot:
        case Spot.GOAL:
            return with_goal(case, followed_up_on=mend.values["talk"])
        case Spot.AGREEMENT:
            return with_agreement(case, finding.key, followed_up_on=mend.values["talk"])
        case Spot.CV:
            return with_cv(case, followed_up_on=mend.values["talk"])
    changed = (replace(each, followed_up_on=TODAY) if each.key == finding.key else each for each in case.placements)
    return replace(case, placements=tuple(changed))


def add_tracks(case: Case, _finding: Finding, mend: Mend) -> Case:
    number = mend.values["tracks"]
    assert isinstance(number, int)
    return replace(case, tracks=(*case.tracks, *(track(f"n{place}", f"Nyt {place}", None) for place in range(number))))


def write_missing(case: Case, finding: Finding, mend: Mend) -> Case:
    missing: Any = mend.values["missing"]
    if finding.spot is Spot.CV:
        return with_cv(case, filled=case.cv.filled | set(missing))
    if finding.spot is Spot.ACTIVITY:
        return with_activity(case, finding.key, vitas=frozenset(missing) | of(case.activities, finding.key).vitas)
    before = of(case.tracks, finding.key)
    if finding.rule is Rule.TRACK_NOT_JUSTIFIED:
        return with_track(case, finding.key, justified=before.justified | set(missing))
    return with_track(case, finding.key, planned=before.planned | set(missing))


def make_agreement(case: Case, finding: Finding, _mend: Mend) -> Case:
    new = Agreement(key="new", what="Ringe", made_on=TODAY, due_on=TODAY, tracks=(finding.key,))
    return replace(case, agreements=(*case.agreements, new))


def note_demand(case: Case, finding: Finding, _mend: Mend) -> Case:
    before = of(case.tracks, finding.key)
    return with_track(case, finding.key, demand=(*before.demand, noted(0)))


def close_agreement(case: Case, finding: Finding, _mend: Mend) -> Case:
    return replace(case, agreements=tuple(each for each in case.agreements if each.key != finding.key))


def apply(case: Case, finding: Finding, mend: Mend) -> Case:
    number = mend.values["jobs"]
    assert isinstance(number, int)
    return replace(case, log=(*case.log, *number * (LogEntry(applied_on=TODAY, track=finding.key or None),)))


def connect_log(case: Case, finding: Finding, mend: Mend) -> Case:
    left: Any = mend.values["entries"]
    weeks: Any = finding.figures["weeks"]
    known, occupations = {each.key for each in case.tracks}, {each.occupation for each in case.tracks} - {None}
    log = []
    for entry in case.log:
        is_outside = entry.track not in known and entry.occupation not in occupations
        if left and is_outside and TODAY - timedelta(weeks=weeks) < entry.applied_on <= TODAY:
            entry, left = replace(entry, track=case.tracks[0].key), left - 1
        log.append(entry)
    assert left == 0
    return replace(case, log=tuple(log))


def change_wishes(case: Case, _finding: Finding, mend: Mend) -> Case:
    missing: Any = mend.values["missing"]
    outside: Any = mend.values["outside"]
    kept = tuple(wish for wish in case.wishes or () if wish.title not in outside)
    new = tuple(Wish(title=each.title, occupation=each.occupation) for each in case.tracks if each.title in missing)
    return replace(case, wishes=kept + new)


def add_skills(case: Case, _finding: Finding, mend: Mend) -> Case:
    missing: Any = mend.values["missing"]
    return with_cv(case, skills=case.cv.skills + missing)


def of(things: tuple[Any, ...], key: str) -> Any:
    return next(each for each in things if each.key == key)


MENDERS: Mapping[Step, Callable[[Case, Finding, Mend], Case]] = {
    Step.SET_GOAL: set_goal,
    Step.CHOOSE_TITLE: lambda case, _finding, _mend: with_goal(case, title="Lagermedarbejder", occupation="9333"),
    Step.GIVE_REASON: give_reason,
    Step.FOLLOW_UP: follow_up,
    Step.ADD_TRACKS: add_tracks,
    Step.WRITE_MISSING: write_missing,
    Step.REPLACE_A_TRACK: lambda case, _finding, _mend: with_track(case, case.tracks[0].key, occupation="0110"),
    Step.MAKE_AGREEMENT: make_agreement,
    Step.NOTE_DEMAND: note_demand,
    Step.SHARPEN: lambda case, finding, _mend: with_agreement(case, finding.key, weak=()),
    Step.CLOSE_AGREEMENT: close_agreement,
    Step.WRITE_PURPOSE: lambda case, finding, _mend: with_activity(case, finding.key, has_purpose=True),
    Step.CHOOSE_TRACK: lambda case, finding, _mend: with_activity(case, finding.key, track=case.tracks[0].key),
    Step.PUBLISH: lambda case, _finding, _mend: replace(case, plan_published_on=TODAY),
    Step.MAKE_ALIKE: lambda case, _f, _mend: replace(case, search=replace(case.search, in_log=case.search.in_plan)),
    Step.APPLY: apply,
    Step.CONNECT_LOG: connect_log,
    Step.CHANGE_WISHES: change_wishes,
    Step.SHOW_CONTACT: lambda case, _finding, _mend: with_cv(case, is_contact_hidden=False),
    Step.ADD_SKILLS: add_skills,
}


# Drawn

OCCUPATIONS = ["9333", "9329", "9334", "5223", "8331", None]
SKILLS = ["truck", "Truck", "kasse", "dansk", "excel"]
days = st.integers(-30, 260).map(ago)


def maybe(what: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | what


def some(kind: Any) -> st.SearchStrategy[Any]:
    return st.frozensets(st.sampled_from(list(kind)))


def keyed(letter: str, most: int, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    """So many sets of fields, each with a key of its own."""
    return st.lists(st.fixed_dictionaries(fields), max_size=most).map(
        lambda each: [{"key": f"{letter}{place}", **one} for place, one in enumerate(each)]
    )


notes = st.lists(
    st.builds(
        DemandNote,
        level=st.sampled_from(Demand),
        source=st.sampled_from(DemandSource),
        noted_on=days,
        has_reason=st.booleans(),
        place=st.integers(0, 2),
    ),
    max_size=3,
).map(tuple)
track_keys = st.sampled_from(["t0", "t1", "t2", "t3", "t9"])


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Any case at all, with dates in any order."""
    tracks = draw(
        keyed(
            "t",
            4,
            occupation=st.sampled_from(OCCUPATIONS),
            opened_on=days,
            is_education=st.booleans(),
            justified=some(Ground),
            demand=notes,
            planned=some(PlanOfTrack),
            skills=st.lists(st.sampled_from(SKILLS), unique=True, max_size=3).map(tuple),
        )
    )
    agreements = draw(
        keyed(
            "a",
            3,
            made_on=days,
            due_on=maybe(days),
            weak=st.lists(st.sampled_from(Criterion), unique=True, max_size=2).map(tuple),
            tracks=st.lists(track_keys, unique=True, max_size=2).map(tuple),
            followed_up_on=maybe(days),
        )
    )
    activities = draw(
        keyed(
            "v",
            3,
            starts_on=days,
            ends_on=maybe(days),
            has_purpose=st.booleans(),
            track=maybe(track_keys),
            needs_vitas=st.booleans(),
            vitas=some(Vitas),
        )
    )
    placements = draw(keyed("p", 2, starts_on=days, ends_on=maybe(days), followed_up_on=maybe(days)))
    goal = st.builds(
        Goal,
        kind=st.sampled_from(GoalKind),
        title=st.just("Mål"),
        occupation=st.sampled_from(OCCUPATIONS),
        has_reason=st.booleans(),
        set_on=days,
        followed_up_on=maybe(days),
    )
    entries = st.builds(LogEntry, applied_on=days, track=maybe(track_keys), occupation=st.sampled_from(OCCUPATIONS))
    wishes = st.lists(
        st.builds(
            Wish, title=st.sampled_from(["Spor t0", "spor T1", "Andet"]), occupation=st.sampled_from(OCCUPATIONS)
        ),
        unique_by=lambda wish: wish.title,
        max_size=3,
    )
    asked = maybe(st.integers(0, 4))
    return Case(
        target_group=GROUP,
        goal=draw(maybe(goal)),
        tracks=tuple(Track(title=f"Spor {each['key']}", **each) for each in tracks),
        has_fewer_tracks_reason=draw(st.booleans()),
        agreements=tuple(Agreement(what="Ringe", **each) for each in agreements),
        activities=tuple(Activity(title="Praktik", **each) for each in activities),
        plan_published_on=draw(maybe(days)),
        conversations=tuple(draw(st.lists(days, max_size=3))),
        search=draw(st.builds(Search, in_plan=asked, in_log=asked, since=maybe(days))),
        log=tuple(draw(st.lists(entries, max_size=6))),
        cv=draw(
            st.builds(
                Cv,
                filled=some(CvPart),
                followed_up_on=maybe(days),
                is_contact_hidden=st.booleans(),
                skills=st.lists(st.sampled_from(SKILLS), max_size=3).map(tuple),
            )
        ),
        wishes=draw(maybe(wishes.map(tuple))),
        has_protected_address=draw(st.booleans()),
        placements=tuple(Placement(company="Lageret", **each) for each in placements),
    )
