"""The target groups of the product's file, and what the reader refuses."""

from dataclasses import replace
from datetime import date

import pytest

from fagkompas.citizens.actions.record import create_citizen, edit_citizen, facts_of
from fagkompas.citizens.forms.record import CitizenForm
from fagkompas.citizens.target_groups import (
    FILE,
    read_target_groups,
    target_group,
    target_groups,
    target_groups_on,
)
from fagkompas.engine.errors import BadInput
from fagkompas.engine.scales import GoalKind
from tests.citizens.making import make_citizen
from tests.people import People

TODAY = date(2026, 11, 23)


def test_each_group_has_what_pages_need() -> None:
    assert [group.code for group in target_groups()] == [
        "insured-job-ready",
        "job-ready",
        "activity-ready",
        "sick-leave",
        "job-clarification",
        "education",
        "rehabilitation",
        "flex-job",
    ]
    for group in target_groups():
        terms = group.terms_on(TODAY)
        assert terms is not None
        assert group.name.en
        assert GoalKind.JOB in terms.goal_kinds
        assert terms.source


def test_only_the_insured_have_their_fund_with_them() -> None:
    found = {group.code for group in target_groups() if (terms := group.terms_on(TODAY)) and terms.fund}
    assert found == {"insured-job-ready"}


def test_before_the_law_no_group_is_in_use() -> None:
    assert target_groups_on(date(2026, 1, 31)) == ()
    assert target_groups_on(date(2026, 2, 1)) == target_groups()


@pytest.mark.django_db
def test_a_group_that_is_not_in_use_is_neither_offered_nor_accepted_but_kept(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    citizen = make_citizen(people, target_group="flex-job")
    before, flex_job = FILE.read_text(encoding="utf-8").split("- code: flex-job")
    ended = flex_job.replace("  - from: 2026-02-01\n", "  - from: 2026-02-01\n    until: 2026-06-30\n")
    groups = read_target_groups(f"{before}- code: flex-job{ended}")
    assert [group.code for group in groups if group.terms_on(TODAY) is None] == ["flex-job"]
    monkeypatch.setattr("fagkompas.citizens.target_groups.target_groups", lambda: groups)
    offered = str(CitizenForm()["target_group"])
    assert "flex-job" not in offered
    assert '"job-ready"' in offered
    assert "flex-job" in str(CitizenForm(known=citizen)["target_group"])
    facts = facts_of(citizen)
    with pytest.raises(BadInput, match="target_group_unknown"):
        create_citizen(unit=people.north, facts=facts, caseworker=None, today=TODAY, by=people.erik)
    edit_citizen(citizen=citizen, facts=replace(facts, phone="11223344"), revision=0, today=TODAY, by=people.erik)


def test_a_new_period_takes_over_on_its_day() -> None:
    text = FILE.read_text(encoding="utf-8")
    one = text[text.index("  - from: 2026-02-01") : text.index("- code: job-ready")]
    later = one.replace("2026-02-01", "2027-01-01").replace("contact_weeks: 4", "contact_weeks: 6")
    first = one.replace("    source: own", "    until: 2026-12-31\n    source: own")
    (group, *_rest) = read_target_groups(text.replace(one, first + later, 1))
    assert [terms.contact_weeks for terms in group.periods] == [4, 6]
    assert group.terms_on(date(2026, 12, 31)) is group.periods[0]
    assert group.terms_on(date(2027, 1, 1)) is group.periods[1]


def test_an_unknown_group_is_refused() -> None:
    with pytest.raises(KeyError):
        target_group("retired")


EDITS = [
    ("from: 2026-02-01", "from: 1. februar", "not_a_day"),
    ("from: 2026-02-01", "from: 2026-02-30", "not_a_day"),
    ("goal_kinds: [job, education]", "goal_kinds: [job, riches]", "not_one_of"),
    ("goal_kinds: [job, education]", "goal_kinds: job", "not_a_list"),
    ("contact_weeks: 4", "contact_weeks: 0", "not_a_count"),
    ("code: job-ready", "code: insured-job-ready", "code_twice"),
    ("    en: Job-ready, insured\n", "", "missing_key"),
    ("fund: true", "fund: perhaps", "not_one_of"),
    ("    source: own", "    source:", "empty_text"),
    (
        "- code: job-ready\n",
        (
            "  - from: 2026-03-01\n    source: own\n    contact_weeks: 4\n"
            "    goal_kinds: []\n    fund: true\n- code: job-ready\n"
        ),
        "periods_overlap",
    ),
]


@pytest.mark.parametrize(("before", "after", "message_code"), EDITS)
def test_each_mistake_in_the_file_is_told(before: str, after: str, message_code: str) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert before in text
    with pytest.raises(BadInput) as refused:
        read_target_groups(text.replace(before, after, 1))
    assert [problem.message_code for problem in refused.value.problems] == [message_code]
    assert refused.value.problems[0].place.row
