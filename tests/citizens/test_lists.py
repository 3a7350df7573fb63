"""The list of citizens: own first, filters, words that stay out of the address, the file, and what is noted."""

import io
from collections.abc import Callable
from datetime import timedelta

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.models import Employee, Role
from fagkompas.audit.models import Event
from fagkompas.casework.models import CaseStatus
from fagkompas.toolkit.formats import short_date
from tests.citizens.making import BEGAN, CPR, TODAY, make_citizen
from tests.people import People, make_employee, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("freja_has_cases")]

LIST = "citizens:list"
As = Callable[[Employee], Client]


def names(client: Client, query: str = "") -> list[str]:
    """Who stands on the list."""
    listing = client.get(f"{reverse(LIST)}?{query}").context["listing"]
    return [citizen.name for citizen in listing.page]


def found(client: Client, words: str) -> list[str]:
    """Whom words lead to."""
    return [one.name for one in client.post(reverse(LIST), {"words": words}).context["listing"].page]


@pytest.fixture
def several(people: People) -> People:
    """Two of Erik's, one of Hans, one that nobody has, one in a team below Nord, one closed, and others elsewhere."""
    hans = make_employee("Hans", people.north, Role.CASEWORKER)
    make_citizen(people, name="Anna Opdigtet")
    make_citizen(people, name="Åse Opdigtet", target_group="sick-leave")
    make_citizen(people, name="Bent Opdigtet", caseworker=hans)
    make_citizen(people, name="Ditte Opdigtet", has_caseworker=False)
    make_citizen(people, name="Erna Opdigtet", unit=make_unit("Team", people.north))
    make_citizen(people, name="Lone Lukket", closed_on=TODAY, closed_why="job")
    make_citizen(people, name="Syd Opdigtet", unit=people.south)
    make_citizen(people, name="Uden For", unit=people.andenkommune)
    return people


def test_own_citizens_come_first_and_the_units_by_a_choice(several: People, client_for: As) -> None:
    client = client_for(several.erik)
    assert names(client) == ["Anna Opdigtet", "Åse Opdigtet"]
    everybody = ["Anna Opdigtet", "Bent Opdigtet", "Ditte Opdigtet", "Erna Opdigtet", "Åse Opdigtet"]
    assert names(client, "sagsbehandler=alle") == everybody
    assert names(client_for(several.alma)) == everybody
    assert names(client_for(several.freja)) == ["Syd Opdigtet"]


def test_filters_stay_in_the_address(several: People, client_for: As) -> None:
    client = client_for(several.alma)
    hans = Employee.objects.get_queryset().get(name="Hans")
    team = several.north.children.get()
    for query, shown in (
        ("gruppe=sick-leave", ["Åse Opdigtet"]),
        (f"enhed={team.uuid}", ["Erna Opdigtet"]),
        (f"sagsbehandler={hans.uuid}", ["Bent Opdigtet"]),
        ("sagsbehandler=ingen", ["Ditte Opdigtet", "Erna Opdigtet"]),
        ("tilstand=lukkede", ["Lone Lukket"]),
        ("sortering=-navn&gruppe=job-ready", ["Erna Opdigtet", "Ditte Opdigtet", "Bent Opdigtet", "Anna Opdigtet"]),
        (
            f"enhed={several.south.uuid}&gruppe=sick-leave",
            ["Åse Opdigtet"],
        ),  # a unit that is not hers counts for nothing
    ):
        assert names(client, query) == shown, query


def test_a_colleague_who_has_left_counts_as_nobody(several: People, client_for: As) -> None:
    hans = Employee.objects.get_queryset().get(name="Hans")
    hans.is_active, hans.retired_on = False, TODAY
    hans.save()
    assert "Bent Opdigtet" in names(client_for(several.alma), "sagsbehandler=ingen")


def test_a_name_finds_those_of_own_units_closed_ones_too(several: People, client_for: As) -> None:
    client = client_for(several.erik)
    assert found(client, "opdigtet") == names(client, "sagsbehandler=alle")
    assert found(client, "åse") == ["Åse Opdigtet"]
    assert found(client, "LUKKET lone") == ["Lone Lukket"]
    assert found(client, "syd") == []


def test_a_number_finds_one_citizen_of_the_municipality(several: People, client_for: As) -> None:
    client = client_for(several.erik)
    own = make_citizen(several, name="Nora Nummer", cpr=CPR)
    assert found(client, "700190-1234") == ["Nora Nummer"]
    away = make_citizen(several, name="Sigurd Syd", unit=several.south, cpr="7101901234")
    answer = client.post(reverse(LIST), {"words": "7101901234"})
    shown = answer.content.decode()
    assert not answer.context["listing"].count
    assert reverse("citizens:citizen", args=[away.uuid]) in shown
    assert "Syd" in shown
    assert "Sigurd" not in shown
    looked_up = Event.objects.get(action="citizens.number.looked_up")
    assert (looked_up.citizen_id, looked_up.actor_id) == (away.pk, several.erik.pk)
    make_citizen(several, name="Udenfor", unit=several.andenkommune, cpr="7201901234")
    nobody = client.post(reverse(LIST), {"words": "7201901234"})
    assert nobody.context["elsewhere"] is None
    assert own.cpr not in shown


def test_no_page_of_the_list_shows_a_number(several: People, client_for: As) -> None:
    make_citizen(several, name="Nora Nummer", cpr=CPR, address="Vejen 7")
    shown = client_for(several.erik).get(reverse(LIST)).content.decode()
    assert "Nora Nummer" in shown
    assert not [text for text in (CPR, CPR[:6], "Vejen 7") if text in shown]


def test_everyone_on_the_page_is_noted_at_once(several: People, client_for: As) -> None:
    client = client_for(several.erik)
    shown = client.get(reverse(LIST)).context["listing"].page
    reads = Event.objects.filter(action="citizens.list.read").reads()
    assert set(reads.values_list("citizen_id", flat=True)) == {one.pk for one in shown}
    assert len(reads) == len(shown)
    assert {read.actor_id for read in reads} == {several.erik.pk}


def queries(client: Client, address: str) -> int:
    """How many one page takes."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("name", ["citizens:list", "citizens:export", "citizens:hand_over_many"])
def test_queries_do_not_grow_with_the_list(several: People, client_for: As, name: str) -> None:
    client, address = client_for(several.erik), reverse(name)
    client.get(address)
    few = queries(client, address)
    for number in range(12):
        make_citizen(several, name=f"Flere {number}", cpr=f"70019012{number:02d}")
    assert queries(client, address) == few


def test_a_long_list_has_pages(several: People, client_for: As) -> None:
    for number in range(60):
        make_citizen(several, name=f"Flere {number:02d}")
    client = client_for(several.erik)
    assert len(names(client)) == 50
    assert len(names(client, "side=2")) == 12


def test_the_file_has_what_the_list_shows_and_neither_numbers_nor_addresses(several: People, client_for: As) -> None:
    make_citizen(several, name="Nora Nummer", cpr=CPR, address="Vejen 7", phone="12345678", fund="En a-kasse")
    answer = client_for(several.erik).get(reverse("citizens:export"), {"gruppe": "job-ready"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert [row[0] for row in rows] == ["Navn", "Anna Opdigtet", "Nora Nummer"]
    nora = rows[2]
    assert nora[1:5] == ["Testkommune / Nord", "Erik", "Jobparat på kontanthjælp", "En a-kasse"]
    assert getattr(nora[5], "date", lambda: nora[5])() == BEGAN
    assert not [cell for row in rows for cell in row if str(cell) in {CPR, "Vejen 7", "12345678"}]
    noted = Event.objects.filter(action="citizens.list.exported").values_list("citizen_id", flat=True)
    assert len(noted) == 2


def test_an_empty_list_says_what_to_do(people: People, client_for: As) -> None:
    client = client_for(people.erik)
    assert "Åbn den første sag" in client.get(reverse(LIST)).content.decode()
    assert "Ingen borger passer til filteret" in client.get(f"{reverse(LIST)}?gruppe=education").content.decode()
    assert client.post(reverse(LIST), {"words": ""}).status_code == 422


def test_the_list_tells_the_next_conversation_and_for_closed_cases_the_day(people: People, client_for: As) -> None:
    today = timezone.localdate()
    soon, past = make_citizen(people, name="Snart"), make_citizen(people, name="Forbi")
    make_citizen(people, name="Lukket Sag", closed_on=today, closed_why="job", began_on=today)
    for one, day in ((soon, today + timedelta(days=9)), (past, today - timedelta(days=1))):
        CaseStatus.objects.create(citizen=one, next_conversation_on=day, refreshed_at=timezone.now())
    client = client_for(people.erik)
    shown = client.get(reverse("citizens:list")).content.decode()
    assert short_date(today + timedelta(days=9)) in shown
    assert shown.count("ingen planlagt") == 1
    closed = client.get(reverse("citizens:list"), {"tilstand": "lukkede"}).content.decode()
    assert short_date(today) in closed
    first = client.get(reverse("citizens:list"), {"sortering": "-samtale"}).context["listing"].page[0]
    assert first == soon
