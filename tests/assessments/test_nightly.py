"""What is caught up on every night: stale figures, people who are deleted, files that nobody saved."""

from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from fagkompas.accounts.actions import move_employee, people_to_delete, retire_employee
from fagkompas.accounts.models import Employee, Role
from fagkompas.assessments.actions.uploads import save_upload
from fagkompas.assessments.models import Participant, Rating, RatingsImport, Round, UnitResult
from fagkompas.audit.models import Event
from fagkompas.engine.errors import BadInput
from tests.assessments.rounds import answer, make_round, participant_of
from tests.assessments.units import rated_round
from tests.assessments.upload_rows import waiting
from tests.people import People, make_employee

pytestmark = pytest.mark.django_db


def said(command: str, *arguments: str) -> str:
    out = StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


def test_stale_figures_are_computed_again_and_said(people: People) -> None:
    round_ = make_round(people.north)
    answer(participant_of(round_, people.bo), 2, by=people.bo)
    rated_round(people.south)
    Round.objects.filter(unit=people.south).update(figures_stale=False)
    assert not UnitResult.objects.filter(round=round_).exists()

    first, second = said("refresh_figures"), said("refresh_figures")
    assert "Runder, hvis tal er regnet igen: 1" in first
    assert "1  enheder i Efterår 2026, Testkommune / Nord" in first
    assert "Runder, hvis tal er regnet igen: 0" in second
    assert UnitResult.objects.filter(round=round_, unit=people.north).exists()


def test_who_is_deleted_leaves_the_rounds_and_their_figures(people: People) -> None:
    round_ = rated_round(people.north)
    Round.objects.update(figures_stale=False)
    retire_employee(employee=people.bo, on=date(2026, 1, 1), by=None)
    assert list(people_to_delete(date(2026, 11, 21))) == [people.bo]

    assert "1  deltagelser i runder" in said("retention", "--today", "2026-11-21", "--dry-run")
    assert Participant.objects.filter(employee=people.bo).exists()
    said("retention", "--today", "2026-11-21")
    assert not Employee.objects.filter(name="Bo").exists()
    assert Round.objects.get(pk=round_.pk).figures_stale
    removed = Event.objects.get(action="assessments.participant.removed")
    assert (removed.subject_id, removed.root_id, removed.actor_id) == (people.bo.pk, people.testkommune.pk, None)

    said("refresh_figures")
    assert UnitResult.objects.get(round=round_, unit=people.north).people == 2


def test_who_has_left_lately_stays_in_the_rounds(people: People) -> None:
    rated_round(people.north)
    retire_employee(employee=people.bo, on=date(2026, 11, 1), by=None)
    said("retention", "--today", "2026-11-21")
    assert Participant.objects.filter(employee=people.bo).exists()


# Files that nobody saved


def test_an_expired_file_goes_at_the_next_upload_of_anybody(people: People) -> None:
    old = waiting(people)
    RatingsImport.objects.update(read_at=timezone.now() - timedelta(minutes=61))
    new = waiting(people, author="dorte")
    assert list(RatingsImport.objects.all()) == [new]
    assert old.pk != new.pk


def test_an_expired_file_cannot_be_saved_by_a_page_that_is_still_open(people: People) -> None:
    kept = waiting(people)
    later = timezone.now() + timedelta(minutes=61)
    with pytest.raises(BadInput) as refused:
        save_upload(waiting=kept, round_=Round.objects.get(), by=people.alma, now=later)
    assert [problem.message_code for problem in refused.value.problems] == ["upload_saved_already"]
    assert not Rating.objects.exists()


def test_a_file_is_not_saved_about_somebody_whose_part_in_the_round_another_manages(people: People) -> None:
    """Bo took part in Nord, and works in Syd by now: Syd's manager may not rate him in Nord's round."""
    kept = waiting(people)
    round_ = Round.objects.get()
    manager = make_employee("Carl", people.south, Role.MANAGER)
    move_employee(employee=people.bo, to=people.south, by=None)
    RatingsImport.objects.update(author=manager, content=in_south(kept.content))
    kept.refresh_from_db()

    with pytest.raises(BadInput) as refused:
        save_upload(waiting=kept, round_=round_, by=manager, now=timezone.now())
    assert [problem.message_code for problem in refused.value.problems] == ["upload_nobody_in_round"]


def in_south(content: Any) -> Any:
    """The same file with everybody in Syd."""
    return {**content, "people": [[*one[:2], ["Testkommune", "Syd"], one[3]] for one in content["people"]]}
