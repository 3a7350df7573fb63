"""Consistency: each rule broken by itself, its edges, the worked examples of its page, and laws."""

import random
import re
from dataclasses import fields, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from fagkompas.engine.consistency import (
    Agreement,
    Case,
    DemandNote,
    Finding,
    Goal,
    LogEntry,
    Rule,
    RuleBook,
    Search,
    Step,
    Track,
    Wish,
    findings,
    what_mends,
)
from fagkompas.engine.consistency.checks import CHECKS
from fagkompas.engine.consistency.mending import STEPS
from fagkompas.engine.scales import Demand, DemandSource, GoalKind, Severity

from .cases import (
    BROKEN,
    FROM,
    GROUP,
    MENDERS,
    SOUND,
    TODAY,
    ago,
    book,
    cases,
    mended,
    noted,
    terms,
    track,
    with_activity,
    with_agreement,
    with_cv,
    with_goal,
    with_track,
)

PAGE = Path(__file__).parents[2] / "docs" / "algorithms" / "consistency.md"
BLOCKS = re.findall(r"^```yaml consistency\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), flags=re.M | re.S)
ALL = book()


def rules_found(case: Case, today: date = TODAY, rules: RuleBook = ALL) -> list[str]:
    return [finding.rule.value for finding in findings(case, rules, today)]


def only(case: Case, rule: Rule) -> list[Finding]:
    return list(findings(case, book(rule), TODAY))


# Each rule


def test_a_sound_case_gives_nothing() -> None:
    assert findings(SOUND, ALL, TODAY) == ()


def test_every_rule_has_its_check_its_step_and_a_case_that_breaks_it() -> None:
    assert list(CHECKS) == list(Rule) == list(STEPS) == list(BROKEN)
    assert len(Rule) == 27
    assert set(MENDERS) == set(Step)


@pytest.mark.parametrize("rule", Rule)
def test_a_case_where_one_thing_is_wrong_has_one_finding(rule: Rule) -> None:
    case, spot, key, values, figures = BROKEN[rule]
    (found,) = findings(case, ALL, TODAY)
    assert (found.rule, found.spot, found.key) == (rule, spot, key)
    assert found.values == values
    assert found.figures == figures
    assert mended_away(case, found)


def mended_away(case: Case, found: Finding) -> bool:
    return found.rule not in rules_found(mended(case, found, what_mends(found)))


EDGES: list[tuple[str, Case, Rule, bool]] = [
    (
        "set at the last conversation",
        with_goal(SOUND, set_on=ago(20), followed_up_on=None),
        Rule.GOAL_NOT_FOLLOWED_UP,
        False,
    ),
    ("set the day before it", with_goal(SOUND, set_on=ago(21), followed_up_on=None), Rule.GOAL_NOT_FOLLOWED_UP, True),
    (
        "only a conversation that is planned",
        replace(with_goal(SOUND, followed_up_on=None), conversations=(TODAY + timedelta(days=3),)),
        Rule.GOAL_NOT_FOLLOWED_UP,
        False,
    ),
    (
        "fewer with a reason",
        replace(SOUND, tracks=(), has_fewer_tracks_reason=True),
        Rule.FEWER_THAN_THREE_TRACKS,
        False,
    ),
    ("none", replace(SOUND, tracks=()), Rule.FEWER_THAN_THREE_TRACKS, True),
    (
        "needed by a note alone",
        with_track(SOUND, "t1", justified=frozenset({"can", "wants"})),
        Rule.TRACK_NOT_JUSTIFIED,
        False,
    ),
    (
        "one occupation unknown",
        with_track(BROKEN[Rule.TRACKS_TOO_ALIKE][0], "t2", occupation=None),
        Rule.TRACKS_TOO_ALIKE,
        False,
    ),
    (
        "two alike are too few to tell",
        replace(BROKEN[Rule.TRACKS_TOO_ALIKE][0], tracks=BROKEN[Rule.TRACKS_TOO_ALIKE][0].tracks[:2]),
        Rule.TRACKS_TOO_ALIKE,
        False,
    ),
    (
        "none has a known occupation",
        replace(SOUND, tracks=tuple(track(k, k, None) for k in "abc")),
        Rule.TRACKS_TOO_ALIKE,
        False,
    ),
    (
        "a school asks for no companies",
        with_track(SOUND, "t1", is_education=True, planned=frozenset({"strategy", "date"})),
        Rule.TRACK_WITHOUT_PLAN,
        False,
    ),
    ("on the last day", with_track(SOUND, "t1", demand=(noted(30),)), Rule.DEMAND_OLD, False),
    (
        "another source keeps longer",
        with_track(SOUND, "t1", demand=(noted(60, DemandSource.COMPANY),)),
        Rule.DEMAND_OLD,
        False,
    ),
    ("needed in words only", with_track(SOUND, "t1", demand=()), Rule.DEMAND_OLD, True),
    ("an education asks for none", with_track(SOUND, "t1", demand=(), is_education=True), Rule.DEMAND_OLD, False),
    (
        "not needed at all is another rule",
        with_track(SOUND, "t1", demand=(), justified=frozenset()),
        Rule.DEMAND_OLD,
        False,
    ),
    (
        "low, said why",
        with_track(SOUND, "t1", demand=(replace(noted(1, level=Demand.LOW), has_reason=True),)),
        Rule.DEMAND_LOW,
        False,
    ),
    (
        "low with a reason, then low again without one, on one day",
        with_track(
            SOUND,
            "t1",
            demand=(
                replace(noted(1, level=Demand.LOW), has_reason=True),
                replace(noted(1, level=Demand.LOW), place=1),
            ),
        ),
        Rule.DEMAND_LOW,
        True,
    ),
    (
        "low without a reason, then high on the same day",
        with_track(SOUND, "t1", demand=(noted(1, level=Demand.LOW), replace(noted(1), place=1))),
        Rule.DEMAND_LOW,
        False,
    ),
    (
        "low once, high since",
        with_track(SOUND, "t1", demand=(noted(9, level=Demand.LOW), noted(8))),
        Rule.DEMAND_LOW,
        False,
    ),
    ("due today", with_agreement(SOUND, "a1", due_on=TODAY), Rule.AGREEMENT_NOT_FOLLOWED_UP, False),
    (
        "made before the last conversation",
        with_agreement(SOUND, "a2", made_on=ago(21)),
        Rule.AGREEMENT_NOT_FOLLOWED_UP,
        True,
    ),
    (
        "made before the last conversation, and due on its day",
        replace(with_agreement(SOUND, "a1", due_on=TODAY), conversations=(*SOUND.conversations, TODAY)),
        Rule.AGREEMENT_NOT_FOLLOWED_UP,
        True,
    ),
    (
        "made before the last conversation, and due later",
        with_agreement(SOUND, "a2", made_on=ago(21), due_on=ago(-9)),
        Rule.AGREEMENT_NOT_FOLLOWED_UP,
        False,
    ),
    (
        "spoken of at it",
        with_agreement(SOUND, "a2", made_on=ago(21), followed_up_on=ago(20)),
        Rule.AGREEMENT_NOT_FOLLOWED_UP,
        False,
    ),
    (
        "over since yesterday",
        with_activity(SOUND, "v1", has_purpose=False, ends_on=ago(1)),
        Rule.ACTIVITY_WITHOUT_PURPOSE,
        False,
    ),
    ("its last day", with_activity(SOUND, "v1", has_purpose=False, ends_on=TODAY), Rule.ACTIVITY_WITHOUT_PURPOSE, True),
    ("on a track that is over", with_activity(SOUND, "v1", track="t9"), Rule.ACTIVITY_WITHOUT_TRACK, True),
    (
        "no track to belong to",
        replace(with_activity(SOUND, "v1", track=None), tracks=()),
        Rule.ACTIVITY_WITHOUT_TRACK,
        False,
    ),
    (
        "no application needed",
        with_activity(SOUND, "v1", vitas=frozenset(), needs_vitas=False),
        Rule.ACTIVITY_WITHOUT_VITAS,
        False,
    ),
    (
        "begins in fourteen days",
        with_activity(SOUND, "v1", vitas=frozenset(), starts_on=TODAY + timedelta(days=14)),
        Rule.ACTIVITY_WITHOUT_VITAS,
        True,
    ),
    (
        "begins in fifteen days",
        with_activity(SOUND, "v1", vitas=frozenset(), starts_on=TODAY + timedelta(days=15)),
        Rule.ACTIVITY_WITHOUT_VITAS,
        False,
    ),
    (
        "before the first conversation",
        replace(SOUND, plan_published_on=None, conversations=()),
        Rule.PLAN_NOT_PUBLISHED,
        False,
    ),
    ("asked for in one place only", replace(SOUND, search=Search(in_log=2)), Rule.SEARCH_REQUIREMENT_DIFFERS, True),
    ("nothing and none are the same", replace(SOUND, search=Search(in_plan=0)), Rule.SEARCH_REQUIREMENT_DIFFERS, False),
    (
        "asked for since six days",
        replace(SOUND, log=(), search=Search(in_plan=1, since=ago(6))),
        Rule.LOG_BELOW_REQUIREMENT,
        False,
    ),
    (
        "asked for since a week",
        replace(SOUND, log=(), search=Search(in_plan=1, since=ago(7))),
        Rule.LOG_BELOW_REQUIREMENT,
        True,
    ),
    ("asked for in the log only", replace(SOUND, log=(), search=Search(in_log=1)), Rule.LOG_BELOW_REQUIREMENT, True),
    ("nothing asked for", replace(SOUND, log=(), search=Search()), Rule.LOG_BELOW_REQUIREMENT, False),
    (
        "one in four is allowed",
        replace(SOUND, log=(*SOUND.log[:3], LogEntry(applied_on=TODAY, track=None))),
        Rule.LOG_OUTSIDE_TRACKS,
        False,
    ),
    (
        "five weeks ago is over",
        replace(SOUND, log=(LogEntry(applied_on=ago(28), track=None),)),
        Rule.LOG_OUTSIDE_TRACKS,
        False,
    ),
    (
        "a track of three weeks",
        replace(with_track(SOUND, "t1", opened_on=ago(27)), log=SOUND.log[1:]),
        Rule.TRACK_WITHOUT_APPLICATIONS,
        False,
    ),
    (
        "a track of four weeks",
        replace(with_track(SOUND, "t1", opened_on=ago(28)), log=SOUND.log[1:]),
        Rule.TRACK_WITHOUT_APPLICATIONS,
        True,
    ),
    ("nobody has looked", replace(SOUND, wishes=None), Rule.WISHES_DIFFER_FROM_TRACKS, False),
    ("looks for nothing", replace(SOUND, wishes=()), Rule.WISHES_DIFFER_FROM_TRACKS, True),
    (
        "the goal may be looked for too",
        replace(
            with_goal(SOUND, occupation="1120"),
            wishes=(*(SOUND.wishes or ()), Wish(title="Direktør", occupation="1120")),
        ),
        Rule.WISHES_DIFFER_FROM_TRACKS,
        False,
    ),
    (
        "a protected address",
        replace(with_cv(SOUND, is_contact_hidden=True), has_protected_address=True),
        Rule.CV_CONTACT_HIDDEN,
        False,
    ),
    (
        "before the first conversation",
        replace(with_cv(SOUND, followed_up_on=None), conversations=()),
        Rule.CV_NOT_FOLLOWED_UP,
        False,
    ),
    (
        "ended yesterday",
        replace(SOUND, placements=(replace(SOUND.placements[0], followed_up_on=None, ends_on=ago(1)),)),
        Rule.PLACEMENT_WITHOUT_FOLLOW_UP,
        False,
    ),
    (
        "begins tomorrow",
        replace(SOUND, placements=(replace(SOUND.placements[0], followed_up_on=None, starts_on=ago(-1)),)),
        Rule.PLACEMENT_WITHOUT_FOLLOW_UP,
        False,
    ),
    (
        "never followed up, begun 29 days ago",
        replace(SOUND, placements=(replace(SOUND.placements[0], followed_up_on=None, starts_on=ago(29)),)),
        Rule.PLACEMENT_WITHOUT_FOLLOW_UP,
        True,
    ),
]


@pytest.mark.parametrize(("_name", "case", "rule", "is_found"), EDGES, ids=[f"{edge[2]}: {edge[0]}" for edge in EDGES])
def test_where_a_rule_ends(_name: str, case: Case, rule: Rule, is_found: bool) -> None:
    assert bool(only(case, rule)) == is_found


# For whom, and when


def test_without_a_goal_only_rules_for_every_kind_of_goal_hold() -> None:
    for_jobs = RuleBook(
        terms=(terms(Rule.GOAL_MISSING), terms(Rule.FEWER_THAN_THREE_TRACKS, goal_kinds=frozenset({GoalKind.JOB})))
    )
    bare = Case(target_group=GROUP)
    assert rules_found(bare, rules=for_jobs) == ["goal-missing"]
    assert rules_found(replace(bare, goal=SOUND.goal), rules=for_jobs) == ["fewer-than-three-tracks"]


def test_a_rule_holds_from_its_first_day_to_its_last() -> None:
    last = ago(10)
    rules = RuleBook(terms=(terms(Rule.GOAL_MISSING, until_on=last),))
    bare = Case(target_group=GROUP)
    assert [bool(findings(bare, rules, day)) for day in (ago(400), FROM, last, ago(9))] == [False, True, True, False]


def test_two_periods_of_a_rule_take_over_from_each_other() -> None:
    new = terms(Rule.PLACEMENT_WITHOUT_FOLLOW_UP, from_on=TODAY, limits={"weeks": 6})
    rules = RuleBook(terms=(terms(Rule.PLACEMENT_WITHOUT_FOLLOW_UP, until_on=ago(1)), new))
    case = BROKEN[Rule.PLACEMENT_WITHOUT_FOLLOW_UP][0]
    assert rules_found(case, ago(-1), rules) == []
    assert rules_found(case, ago(-14), rules) == ["placement-without-follow-up"]


def test_a_rule_that_would_hold_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="goal-missing holds twice"):
        RuleBook(terms=(terms(Rule.GOAL_MISSING), terms(Rule.GOAL_MISSING, severity=Severity.MUST)))
    RuleBook(terms=(terms(Rule.GOAL_MISSING), terms(Rule.GOAL_MISSING, target_groups=frozenset({"other"}))))


@pytest.mark.parametrize("limits", [{}, {"weeks": 4, "days": 1}, {"weeks": -1}])
def test_limits_that_do_not_fit_the_rule_are_refused(limits: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="weeks"):
        terms(Rule.LOG_BELOW_REQUIREMENT, limits=limits)


def test_what_matters_most_comes_first() -> None:
    rules = RuleBook(
        terms=tuple(
            terms(rule, severity=Severity.MUST if rule is Rule.PLAN_NOT_PUBLISHED else Severity.SHOULD) for rule in Rule
        )
    )
    case = with_goal(replace(SOUND, plan_published_on=None), has_reason=False)
    assert rules_found(case, rules=rules) == ["plan-not-published", "goal-without-reason"]


# What lasts


def test_an_acceptance_outlives_figures_that_move_but_no_other_fact_and_no_new_talk() -> None:
    case = BROKEN[Rule.LOG_BELOW_REQUIREMENT][0]
    later = replace(case, log=case.log[:2])
    (one,), (other,) = only(case, Rule.LOG_BELOW_REQUIREMENT), only(later, Rule.LOG_BELOW_REQUIREMENT)
    assert one.figures != other.figures
    assert one.fingerprint == other.fingerprint
    (talked,) = only(replace(case, conversations=(*case.conversations, TODAY)), Rule.LOG_BELOW_REQUIREMENT)
    assert talked.fingerprint != one.fingerprint
    two, one_left = replace(SOUND, tracks=SOUND.tracks[:2]), replace(SOUND, tracks=SOUND.tracks[:1])
    (first,), (second,) = only(two, Rule.FEWER_THAN_THREE_TRACKS), only(one_left, Rule.FEWER_THAN_THREE_TRACKS)
    assert first.fingerprint != second.fingerprint


# Laws


@given(cases())
def test_mending_what_is_found_removes_it_and_adds_no_other_of_its_kind(case: Case) -> None:
    for finding in findings(case, ALL, TODAY):
        after = mended(case, finding, what_mends(finding))
        before_keys = {each.key for each in findings(case, ALL, TODAY) if each.rule is finding.rule}
        after_keys = {each.key for each in findings(after, ALL, TODAY) if each.rule is finding.rule}
        assert after_keys <= before_keys - {finding.key}, finding


@given(cases())
def test_everything_can_be_mended_one_after_another(case: Case) -> None:
    """Steps may call for others (a new track needs its agreement), but it ends."""
    for _step in range(400):
        found = findings(case, ALL, TODAY)
        if not found:
            return
        case = renamed(mended(case, found[0], what_mends(found[0])), _step)
    raise AssertionError(found)


def renamed(case: Case, step: int) -> Case:
    """New things get keys of their own."""
    tracks = tuple(
        replace(each, key=f"{each.key}-{step}", title=f"{each.title}-{step}")
        if each.key.startswith("n") and "-" not in each.key
        else each
        for each in case.tracks
    )
    agreements = tuple(replace(each, key=f"new-{step}") if each.key == "new" else each for each in case.agreements)
    return replace(case, tracks=tracks, agreements=agreements)


@given(cases(), st.randoms())
def test_order_does_not_matter(case: Case, chance: random.Random) -> None:
    shuffled: dict[str, Any] = {
        field.name: tuple(chance.sample(value, len(value)))
        for field in fields(case)
        if isinstance(value := getattr(case, field.name), tuple)
    }
    deeper = replace(case, **shuffled)
    tracks = tuple(replace(each, demand=each.demand[::-1], skills=each.skills[::-1]) for each in deeper.tracks)
    rules = RuleBook(terms=tuple(chance.sample(ALL.terms, len(ALL.terms))))
    assert findings(replace(deeper, tracks=tracks), rules, TODAY) == findings(case, ALL, TODAY)


@given(cases())
def test_outside_its_target_group_a_rule_says_nothing(case: Case) -> None:
    assert findings(replace(case, target_group="other"), ALL, TODAY) == ()


@given(cases(), st.sampled_from(Rule))
def test_a_rule_finds_the_same_alone_as_among_all(case: Case, rule: Rule) -> None:
    among = [finding for finding in findings(case, ALL, TODAY) if finding.rule is rule]
    assert only(case, rule) == among


@given(cases())
def test_a_protected_address_is_never_asked_to_be_shown(case: Case) -> None:
    assert only(replace(case, has_protected_address=True), Rule.CV_CONTACT_HIDDEN) == []


# The page


def test_every_marked_block_is_an_example() -> None:
    assert PAGE.read_text(encoding="utf-8").count("```yaml") == len(BLOCKS) == 2


def test_the_page_names_every_rule_in_order() -> None:
    text = PAGE.read_text(encoding="utf-8")
    named = re.findall(r"^\| `([a-z-]+)` \|", text, flags=re.M)
    assert named == [rule.value for rule in Rule]


@pytest.mark.parametrize("example", [yaml.safe_load(block) for block in BLOCKS])
def test_worked_example(example: dict[str, Any]) -> None:
    case, today = case_of(example), example["today"]
    rules = book(*(Rule(code) for code in example["rules"]))
    found = [
        {"rule": one.rule.value, "key": one.key, **one.values, **one.figures} for one in findings(case, rules, today)
    ]
    assert found == [
        {name: tuple(value) if isinstance(value, list) else value for name, value in each.items()}
        for each in example["expect"]
    ]


def case_of(example: dict[str, Any]) -> Case:
    """The example's own words: keys of a list are its keys, what is left out is not there."""
    given = example["case"]
    return Case(
        target_group=GROUP,
        goal=Goal(**{"kind": GoalKind.JOB, "has_reason": True, **given["goal"]}) if "goal" in given else None,
        tracks=tuple(
            Track(
                key=key,
                title=key,
                occupation=each["occupation"],
                opened_on=each["opened_on"],
                demand=tuple(
                    DemandNote(
                        level=Demand(note["level"]), source=DemandSource(note["source"]), noted_on=note["noted_on"]
                    )
                    for note in each.get("demand", ())
                ),
            )
            for key, each in given.get("tracks", {}).items()
        ),
        agreements=tuple(Agreement(key=key, what=key, **each) for key, each in given.get("agreements", {}).items()),
        conversations=tuple(given.get("conversations", ())),
        search=Search(**given.get("search", {})),
        log=tuple(LogEntry(**each) for each in given.get("log", ())),
    )
