"""The product's rules of consistency, and what their reader refuses. No database."""

from datetime import date
from itertools import product

import pytest

from fagkompas.casework.rule_book import FILE, OWN, read_rules, rule_book, rules_on, sourced_rules
from fagkompas.citizens.target_groups import target_groups
from fagkompas.engine.consistency import Case, Rule, findings
from fagkompas.engine.errors import BadInput
from fagkompas.engine.scales import GoalKind, Severity

TODAY = date(2026, 11, 23)


def held(rule: Rule) -> set[str]:
    """Target groups for which the rule holds today."""
    return {group for one in rules_on(TODAY) if one.terms.rule is rule for group in one.terms.target_groups}


def test_every_rule_is_there_with_its_source() -> None:
    assert [one.terms.rule for one in sourced_rules()] == list(Rule)
    assert all(one.source == OWN or one.source.startswith("004, ") for one in sourced_rules())
    assert {one.terms.severity for one in sourced_rules()} == set(Severity)


def test_rules_and_target_groups_say_the_same_of_the_search() -> None:
    searching = set()
    for group in target_groups():
        terms = group.terms_on(TODAY)
        assert terms
        searching |= {group.code} if terms.search_per_week else set()
    assert held(Rule.FEWER_THAN_THREE_TRACKS) == held(Rule.TRACKS_TOO_ALIKE)
    for rule in (Rule.SEARCH_REQUIREMENT_DIFFERS, Rule.LOG_BELOW_REQUIREMENT, Rule.TRACK_WITHOUT_APPLICATIONS):
        assert held(rule) == searching
    assert held(Rule.TRACK_WITHOUT_APPLICATIONS) == {"insured-job-ready", "job-ready"}


def test_everybody_is_asked_for_a_goal_and_for_nothing_that_needs_one() -> None:
    for group in target_groups():
        assert [found.rule for found in findings(Case(target_group=group.code), rule_book(), TODAY)] == [
            Rule.GOAL_MISSING
        ]


def test_on_the_way_to_education_or_back_nobody_is_asked_for_jobs() -> None:
    for_jobs = {Rule.LOG_BELOW_REQUIREMENT, Rule.FEWER_THAN_THREE_TRACKS, Rule.WISHES_DIFFER_FROM_TRACKS}
    for one, kind in product(rules_on(TODAY), (GoalKind.EDUCATION, GoalKind.OWN_EMPLOYER)):
        assert one.terms.rule not in for_jobs or kind not in one.terms.goal_kinds


def test_before_the_law_no_rule_holds() -> None:
    assert rules_on(date(2026, 1, 31)) == ()
    assert len(rules_on(date(2026, 2, 1))) == len(Rule)


EDITS = [
    ("- code: goal-missing", "- code: goal-gone", {"not_one_of"}),
    ("    severity: must", "    severity: terrible", {"not_one_of"}),
    ("from: 2026-02-01", "from: snart", {"not_a_day"}),
    ("    target_groups: all", "    target_groups: everybody", {"not_a_list"}),
    ("    target_groups: all", "    target_groups: [job-ready, retired]", {"not_one_of"}),
    ("limits: {tracks: 3}", "limits: {}", {"missing_key"}),
    ("limits: {tracks: 3}", "limits: {tracks: 3, days: 2}", {"unknown_key"}),
    ("limits: {tracks: 3}", "limits: {tracks: -3}", {"not_a_count"}),
    ("    source: '004, 5.2'\n", "", {"missing_key"}),
    ("- code: goal-not-a-title", "- code: goal-missing", {"code_twice", "missing_key"}),
    (
        "- code: goal-not-a-title",
        (
            "  - from: 2026-09-01\n    source: own\n    severity: must\n    target_groups: [job-ready]\n"
            "    goal_kinds: [job]\n- code: goal-not-a-title"
        ),
        {"periods_overlap"},
    ),
]


@pytest.mark.parametrize(("before", "after", "message_codes"), EDITS)
def test_each_mistake_in_the_file_is_told(before: str, after: str, message_codes: set[str]) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert before in text
    with pytest.raises(BadInput) as refused:
        read_rules(text.replace(before, after, 1))
    assert {problem.message_code for problem in refused.value.problems} == message_codes
    assert all(problem.place.row for problem in refused.value.problems)


def test_a_municipality_may_change_a_number_from_a_day() -> None:
    text = FILE.read_text(encoding="utf-8")
    start = text.index("- code: placement-without-follow-up")
    old = text[start:]
    first = old.replace("    source: own", "    until: 2026-12-31\n    source: own")
    second = old[old.index("  - from") :].replace("2026-02-01", "2027-01-01").replace("weeks: 4", "weeks: 6")
    read = [one.terms for one in read_rules(text[:start] + first + second)]
    assert [terms.limits["weeks"] for terms in read if terms.rule is Rule.PLACEMENT_WITHOUT_FOLLOW_UP] == [4, 6]
