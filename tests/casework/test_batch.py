"""The night's batch: what it stores of many cases at once is what each of them says by itself; what goes on meanwhile."""

import os
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from benchmarks.caseload_cases import copy_cases, make_cases
from fagkompas.casework.actions import status
from fagkompas.casework.actions.consistency import accept_finding
from fagkompas.casework.actions.status import refresh_everywhere, refresh_status
from fagkompas.casework.checking import as_stored, check_case
from fagkompas.casework.models import CaseStatus
from fagkompas.casework.rule_book import rule_book
from fagkompas.casework.to_engine import cases_of
from fagkompas.citizens.models import Citizen
from fagkompas.engine.consistency import Rule, findings
from fagkompas.occupations.actions.examples import load_examples
from tests.casework.plain_case import due_day, next_day, plain_case
from tests.citizens.making import make_citizen
from tests.conversations.making import make_company
from tests.people import People


def many_cases(people: People, count: int) -> list[Citizen]:
    """Made by chance, as those of the measurement are; one of them has nothing."""
    load_examples(now=timezone.now())
    make_cases(count, caseworker=people.erik, company=make_company(people.testkommune))
    make_citizen(people, name="Prøve Uden Noget")
    return list(Citizen.objects.order_by("pk"))


@pytest.mark.django_db
def test_cases_read_together_say_what_each_says_when_it_is_read_row_by_row(people: People) -> None:
    citizens, today, rules = many_cases(people, 60), timezone.localdate(), rule_book()
    found = set()
    for citizen, case in zip(citizens, cases_of(citizens, today).values(), strict=True):
        told = findings(case, rules, today)
        assert told == findings(plain_case(citizen, today), rules, today)
        found |= {one.rule for one in told}
    assert len(found) > len(Rule) / 2


@pytest.mark.django_db
def test_what_is_stored_is_what_the_page_of_each_case_says(people: People) -> None:
    citizens, today = many_cases(people, 30), timezone.localdate()
    refresh_everywhere(now=timezone.now())
    for citizen in citizens:
        kept = CaseStatus.objects.get(citizen=citizen)
        assert kept.findings == [as_stored(one) for one in check_case(citizen, today).open]
        assert kept.musts + kept.shoulds + kept.considers == len(kept.findings)
        assert kept.due_on == due_day(citizen)
        assert kept.next_conversation_on == next_day(citizen, today)
        assert kept.caseworker == citizen.caseworker
        assert kept.placements == sum(one["rule"] == Rule.PLACEMENT_WITHOUT_FOLLOW_UP for one in kept.findings)


@pytest.mark.django_db(transaction=True)
def test_several_processes_store_what_one_does(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    many_cases(people, 8)
    copy_cases(2)
    now = timezone.now()
    columns = ("citizen", *status.COLUMNS)
    assert refresh_everywhere(now=now) == 27
    alone = list(CaseStatus.objects.order_by("citizen").values_list(*columns))
    CaseStatus.objects.all().delete()
    monkeypatch.setattr(status, "AT_A_TIME", 5)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _process: {0, 1})
    assert refresh_everywhere(now=now) == 27
    assert list(CaseStatus.objects.order_by("citizen").values_list(*columns)) == alone


@pytest.mark.django_db
def test_what_was_renewed_since_the_night_began_stays(people: People) -> None:
    citizen, now = make_citizen(people), timezone.now()
    CaseStatus.objects.create(citizen=citizen, musts=7, refreshed_at=now)
    refresh_status(citizens=[citizen.pk], now=now - timedelta(seconds=1))
    assert CaseStatus.objects.get().musts == 7
    refresh_status(citizens=[citizen.pk], now=now + timedelta(seconds=1))
    assert CaseStatus.objects.get().musts != 7


@pytest.mark.django_db
def test_a_case_that_is_closed_while_it_is_looked_at_gets_no_status(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, stays = make_citizen(people), make_citizen(people, name="Prøve Bliver")

    def closed_meanwhile(*given: Any) -> Any:
        Citizen.objects.filter(pk=gone.pk).update(closed_on=timezone.localdate(), closed_why="job")
        return cases_of(*given)

    monkeypatch.setattr(status, "cases_of", closed_meanwhile)
    refresh_status(citizens=[gone.pk, stays.pk], now=timezone.now())
    assert CaseStatus.objects.get().citizen == stays


@pytest.mark.django_db
def test_what_was_let_stand_is_not_counted_at_night(people: People) -> None:
    citizen, today = make_citizen(people), timezone.localdate()
    first = check_case(citizen, today).open[0]
    accept_finding(
        citizen=citizen, finding=first, reason="Det er i orden", traces_read="", now=timezone.now(), by=people.erik
    )
    refresh_everywhere(now=timezone.now())
    kept = CaseStatus.objects.get()
    assert as_stored(first) not in kept.findings
    assert len(kept.findings) == len(check_case(citizen, today).open)
