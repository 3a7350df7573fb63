"""The demo's forty cases: most are well kept, every rule is broken by somebody, and no list shouts."""

import random
from collections import Counter
from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from fagkompas.casework.actions.status import refresh_everywhere
from fagkompas.casework.models import CasePlan, CaseStatus, JobLogEntry, Placement
from fagkompas.citizens.consents import has_consent, standing_about
from fagkompas.citizens.models import Citizen, ConsentKind
from fagkompas.conversations.models import Agreement, AgreementState, Conversation, Party, PartyKind
from fagkompas.engine.consistency import Rule
from fagkompas.engine.errors import BadInput
from fagkompas.occupations.actions.examples import load_examples
from fagkompas.website.demo import build
from fagkompas.website.demo.cases import FILE, demo_cases, read_cases
from fagkompas.website.demo.casework import build_casework, build_follow_up
from fagkompas.website.demo.casework_search import build_search
from fagkompas.website.demo.citizens import build_citizens
from fagkompas.website.demo.companies import build_companies
from fagkompas.website.demo.conversations import build_conversations
from fagkompas.website.demo.timing import noon

TODAYS = (date(2026, 11, 23), date(2027, 1, 2), date(2027, 5, 9))
"""A Monday, a Saturday among holidays, and a Sunday."""


def cases_built(today: date, monkeypatch: pytest.MonkeyPatch) -> None:
    """The part of the demo that is about citizens."""
    monkeypatch.setattr(timezone, "now", lambda: datetime(today.year, today.month, today.day, 8, 0, tzinfo=UTC))
    load_examples(now=noon(today))
    cast = build._staff(random.Random(1), date(2024, 1, 1))  # noqa: S311  # a demo, not a secret
    build_companies(root=cast.root, today=today)
    build_citizens(people=cast.people, units=cast.units, department=cast.department, today=today)
    build_casework(today=today)
    build_conversations(people=cast.people, today=today)
    build_search(today=today)
    build_follow_up(today=today)
    refresh_everywhere(now=timezone.now())


@pytest.mark.django_db
@pytest.mark.parametrize("today", TODAYS, ids=str)
def test_most_cases_are_well_kept_and_every_rule_is_broken_by_somebody(
    today: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases_built(today, monkeypatch)
    assert Citizen.objects.count() == 40
    statuses = {one.citizen.name: one for one in CaseStatus.objects.select_related("citizen")}
    found = {name: [each["rule"] for each in one.findings] for name, one in statuses.items()}
    assert {rule for rules in found.values() for rule in rules} == {rule.value for rule in Rule}
    assert max(len(rules) for rules in found.values()) <= 4
    clean = [name for name, rules in found.items() if not rules]
    assert len(statuses) // 3 <= len(clean) <= len(statuses) // 2
    often = Counter(rule for rules in found.values() for rule in rules)
    assert often.most_common(1)[0][1] <= 5
    assert found["Agnete Opdigt"] == []


@pytest.mark.django_db
def test_what_is_told_of_a_case_fits_together(monkeypatch: pytest.MonkeyPatch) -> None:
    cases_built(TODAYS[0], monkeypatch)
    assert {one.state for one in Agreement.objects.all()} == {"open", "kept", "partly"}
    assert not Agreement.objects.filter(state=AgreementState.OPEN, why="").exclude(what__startswith="Kigge").exists()
    assert {one.state for one in Conversation.objects.all()} == {
        *("planned", "under_way", "held", "no_show", "interrupted"),
    }
    for entry in JobLogEntry.objects.exclude(track=None).select_related("occupation"):
        assert entry.occupation is not None
        assert entry.company in demo_cases().work[entry.occupation.title_da].companies
    for placed in Placement.objects.select_related("citizen", "company"):
        companies = standing_about(placed.citizen, ConsentKind.COMPANY)
        assert not companies or has_consent(placed.citizen, ConsentKind.COMPANY, placed.company.name)
    with_fund = Party.objects.filter(kind=PartyKind.FUND).select_related("conversation__citizen")
    for party in with_fund:
        assert party.conversation.citizen is not None
        assert has_consent(party.conversation.citizen, ConsentKind.PARTIES, party.name)
    assert with_fund
    agnete = Citizen.objects.get(name="Agnete Opdigt")
    assert has_consent(agnete, ConsentKind.COMPANY, "Demo Lager og Pak")
    said = [plan.reason for plan in CasePlan.objects.exclude(reason="")]
    assert len(said) == len(set(said)) >= 30
    texts = [agreement.what for agreement in Agreement.objects.all()]
    assert len(texts) - len(set(texts)) <= 2


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("  days: 96\n", "  days: mange\n", "not_a_count"),
        ("  closed: moved\n", "  closed: away\n", "not_one_of"),
        ("    - title: varebilschauffør\n", "    - title: rumpilot\n", "not_one_of"),
        ("  follow_ups: [63, 42, 21]\n", "  follow_ups: 63\n", "not_a_list"),
    ],
)
def test_a_mistake_in_the_file_is_told(before: str, after: str, code: str) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert before in text
    with pytest.raises(BadInput) as refused:
        read_cases(text.replace(before, after, 1))
    assert [problem.message_code for problem in refused.value.problems] == [code]
