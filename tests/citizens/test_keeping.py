"""What goes when its time is up, what a new key does, and the search of all of Fagkompas."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone

from fagkompas.audit.models import Event
from fagkompas.citizens.actions.imports import keep_import
from fagkompas.citizens.actions.keeping import retention
from fagkompas.citizens.models import Citizen, CitizenImport, Consent, Handover, Opening
from fagkompas.toolkit.row_files import ReadRows
from fagkompas.website.actions import write_fields_anew
from fagkompas.website.search import find
from tests.citizens.making import CPR, make_citizen, make_consent, make_handover
from tests.people import People

pytestmark = pytest.mark.django_db

TODAY = date(2031, 11, 20)


def test_five_years_after_it_was_closed_all_of_a_case_goes(people: People) -> None:
    began = date(2026, 1, 1)
    old = make_citizen(people, name="Gammel", began_on=began, closed_on=date(2026, 11, 19), closed_why="job")
    kept = make_citizen(people, name="Nyere", began_on=began, closed_on=date(2026, 11, 20), closed_why="job")
    running = make_citizen(people, name="Åben", began_on=began)
    make_consent(old)
    make_handover(old, to=people.erik, note="Noget")
    Opening.objects.create(citizen=old, employee=people.freja, reason="Vikar", on=began, at=timezone.now())
    lines = retention(today=TODAY, dry_run=True)
    assert [line.rows for line in lines] == [1, 0]
    assert Citizen.objects.count() == 3
    assert retention(today=TODAY, dry_run=False) == lines
    assert set(Citizen.objects.all()) == {kept, running}
    assert not any(model.objects.exists() for model in (Consent, Handover, Opening))
    event = Event.objects.get(action="citizens.citizen.deleted")
    assert (event.citizen_id, event.root_id) == (old.pk, people.testkommune.pk)


def test_a_case_is_kept_to_the_last_day_it_says_also_at_the_end_of_a_month(people: People) -> None:
    kept = make_citizen(people, began_on=date(2026, 1, 1), closed_on=date(2026, 8, 31), closed_why="job")
    assert kept.kept_until == date(2031, 8, 31)
    for today, past in ((date(2031, 8, 30), False), (date(2031, 8, 31), False), (date(2031, 9, 1), True)):
        assert Citizen.objects.past_keeping(today).exists() is past, today


def test_the_nightly_run_tells_of_it(people: People, capsys: pytest.CaptureFixture[str]) -> None:
    make_citizen(people, began_on=date(2020, 1, 1), closed_on=date(2020, 2, 1), closed_why="other")
    call_command("retention", "--today", "2026-11-20")
    said = capsys.readouterr().out
    assert "       1  borgere, hvis sag blev lukket for over 5 år siden" in said
    assert not Citizen.objects.exists()


def test_a_file_that_was_never_saved_goes_after_an_hour(people: People) -> None:
    now = timezone.now()
    keep_import(author=people.erik, read=ReadRows(rows={}, problems=()), now=now)
    CitizenImport.objects.update(read_at=now - timedelta(minutes=61))
    assert [line.rows for line in retention(today=now.date(), dry_run=False)] == [0, 1]
    assert not CitizenImport.objects.exists()


def test_a_number_is_found_by_the_new_key_alone_once_it_is_written_anew(people: People, settings: object) -> None:
    citizen = make_citizen(people, cpr=CPR, phone="12345678")
    earlier = settings.SECRET_KEY  # type: ignore[attr-defined]
    new = "another key of this installation, long enough for all of it"
    with override_settings(SECRET_KEY=new, SECRET_KEY_FALLBACKS=[earlier]):
        assert all(write_fields_anew())
    with override_settings(SECRET_KEY=new, SECRET_KEY_FALLBACKS=[]):
        assert list(Citizen.objects.with_cpr(CPR, root_id=citizen.root_id)) == [citizen]
        assert Citizen.objects.get().phone == "12345678"


def test_the_search_of_all_finds_citizens_of_own_units(people: People) -> None:
    mine = make_citizen(people, name="Åse Opdigtet")
    make_citizen(people, name="Åse Sydpå", unit=people.south)
    kinds = {kind.heading: [one.name for one in kind.found] for kind in find(people.erik, "åse")}
    assert kinds["Borgere"] == ["Åse Opdigtet"]
    assert Event.objects.get(action="citizens.list.read").citizen_id == mine.pk
    assert "Borgere" not in {kind.heading for kind in find(people.bo, "åse")}
    assert "Borgere" not in {kind.heading for kind in find(people.ida, "åse")}
