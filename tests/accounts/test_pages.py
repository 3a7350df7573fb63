"""The administrator's pages, and one's own: what is shown, what is refused, what is done."""

import io
import re
from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fagkompas.accounts.actions import StaffFacts, edit_employee, retire_employee
from fagkompas.accounts.models import Employee, Letter, Role, StaffImport, Unit
from fagkompas.audit.actions import record_change, record_read
from fagkompas.audit.models import Event
from tests.people import People, make_employee, make_unit

UNITS = "/styring/enheder/"
STAFF = "/styring/medarbejdere/"


@pytest.fixture
def as_ida(people: People, client_for: Callable[[Employee], Client]) -> Client:
    return client_for(people.ida)


def text(response: Any) -> str:
    """What a page says, without marks and with single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def queries_of(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


# Units


def test_the_tree_shows_people_here_and_below(as_ida: Client, people: People) -> None:
    page = text(as_ida.get(UNITS))
    assert re.search(r"Testkommune .*? 3 8 .*?Nord .*?Alma 3 3 .*?Syd .*?ingen 2 2", page)
    assert "Andenkommune" not in page


def test_an_administrator_below_sees_the_tree_from_there(
    people: People, client_for: Callable[[Employee], Client]
) -> None:
    local = make_employee("Lokal", people.north, Role.ADMINISTRATOR)
    page = text(client_for(local).get(UNITS))
    assert "Nord" in page
    assert "Syd" not in page
    assert client_for(local).get(f"{UNITS}{people.south.uuid}/").status_code == 404
    assert client_for(local).get(f"{STAFF}{people.carla.uuid}/").status_code == 404


def test_the_tree_asks_as_often_for_many_units_as_for_few(as_ida: Client, people: People) -> None:
    few = queries_of(as_ida, UNITS)
    for number in range(25):
        unit = make_unit(f"Team {number}", people.north)
        make_employee(f"Leder {number}", unit, Role.MANAGER)
    assert queries_of(as_ida, UNITS) == few


def test_a_unit_is_added_renamed_moved_closed_and_opened_again(as_ida: Client, people: People) -> None:
    north = f"{UNITS}{people.north.uuid}/"
    added = as_ida.post(f"{north}ny/", {"name": "Team Vest"})
    team = Unit.objects.get(name="Team Vest")
    assert added["Location"] == f"{UNITS}{team.uuid}/"
    assert "Team Vest er oprettet" in text(as_ida.get(added["Location"]))
    as_ida.post(f"{UNITS}{team.uuid}/navn/", {"name": "Team Øst"})
    as_ida.post(f"{UNITS}{team.uuid}/flyt/", {"to": str(people.south.uuid)})
    team.refresh_from_db()
    assert team.path == "Testkommune / Syd / Team Øst"
    as_ida.post(f"{UNITS}{team.uuid}/luk/")
    assert "Lukket" in text(as_ida.get(f"{UNITS}{team.uuid}/"))
    assert "Team Øst" not in text(as_ida.get(UNITS))
    assert "Team Øst" in text(as_ida.get(f"{UNITS}?lukkede=1"))
    as_ida.post(f"{UNITS}{team.uuid}/genaabn/")
    team.refresh_from_db()
    assert team.retired_on is None
    page = text(as_ida.get(f"{UNITS}{team.uuid}/"))
    for what in ("Oprettede en enhed", "Omdøbte en enhed", "Flyttede en enhed", "Lukkede en enhed"):
        assert what in page


def test_wrong_input_of_units_is_said_where_it_is_and_nothing_typed_is_lost(as_ida: Client, people: People) -> None:
    north = f"{UNITS}{people.north.uuid}/"
    for path, data, said in (
        ("ny/", {"name": ""}, "Udfyld »Navn«"),
        ("ny/", {"name": "a / b"}, "» / «"),
        ("navn/", {"name": "Syd"}, "Der er allerede en enhed dér"),
        ("navn/", {"name": "x" * 121}, "120"),
        ("flyt/", {"to": ""}, "Vælg fra listen under »"),
        ("flyt/", {"to": str(people.andenkommune.uuid)}, "Vælg fra listen under »"),
        ("flyt/", {"to": str(people.north.uuid)}, "Vælg fra listen under »"),
        ("flyt/", {"to": "no uuid"}, "Vælg fra listen under »"),
    ):
        response = as_ida.post(north + path, data)
        assert response.status_code == 422, path
        assert said.lower() in text(response).lower(), (path, data)
        assert data.get("name", "") in response.content.decode()
    assert Unit.objects.count() == 4


def test_a_unit_with_people_says_why_it_stays_open(as_ida: Client, people: People) -> None:
    response = as_ida.post(f"{UNITS}{people.north.uuid}/luk/", follow=True)
    assert "3 personer arbejder stadig i Nord" in text(response)


# Staff


def test_the_list_shows_filters_and_sorts(as_ida: Client, people: People) -> None:
    names = [employee.name for employee in as_ida.get(STAFF).context["listing"].page]
    assert names == ["Alma", "Bo", "Carla", "Dorte", "Erik", "Freja", "Gry", "Ida"]
    retire_employee(employee=people.bo, on=date(2026, 11, 1), by=people.ida)
    for query, shown in (
        (f"enhed={people.north.uuid}", ["Alma", "Erik"]),
        ("rolle=manager", ["Alma"]),
        ("tilstand=fratraadt", ["Bo"]),
        (f"enhed={people.andenkommune.uuid}", ["Alma", "Carla", "Dorte", "Erik", "Freja", "Gry", "Ida"]),
        ("rolle=king&side=99&sortering=hat", ["Alma", "Carla", "Dorte", "Erik", "Freja", "Gry", "Ida"]),
        ("sortering=-navn", ["Ida", "Gry", "Freja", "Erik", "Dorte", "Carla", "Alma"]),
    ):
        page = as_ida.get(f"{STAFF}?{query}").context["listing"].page
        assert [employee.name for employee in page] == shown, query


def test_a_person_is_found_by_words_that_stand_in_no_address(as_ida: Client, people: People) -> None:
    retire_employee(employee=people.bo, on=date(2026, 11, 1), by=people.ida)
    found = as_ida.post(STAFF, {"words": "BO"})
    assert [employee.name for employee in found.context["listing"].page] == ["Bo"]
    assert as_ida.post(STAFF, {"words": ""}).status_code == 422
    assert "Ingen fundet" in text(as_ida.post(STAFF, {"words": "outsider"}))
    assert [employee.name for employee in as_ida.get(f"{STAFF}?words=BO").context["listing"].page] != ["Bo"]


def test_the_list_asks_as_often_for_many_people_as_for_few(as_ida: Client, people: People) -> None:
    few = queries_of(as_ida, STAFF)
    for number in range(40):
        make_employee(f"Person {number}", people.north, Role.MANAGER)
    assert queries_of(as_ida, STAFF) == few


def test_the_list_is_taken_out_as_it_is_filtered(as_ida: Client, people: People) -> None:
    csv_file = as_ida.get(f"{STAFF}hent/csv/?enhed={people.north.uuid}").content.decode("utf-8-sig")
    assert csv_file.splitlines() == [
        "medarbejder;navn;enhed;kategori;e-mail;telefon",
        "alma@testkommune.example;Alma;Testkommune / Nord;;alma@testkommune.example;",
        "bo@testkommune.example;Bo;Testkommune / Nord;;bo@testkommune.example;",
        "erik@testkommune.example;Erik;Testkommune / Nord;;erik@testkommune.example;",
    ]
    book = openpyxl.load_workbook(io.BytesIO(as_ida.get(f"{STAFF}hent/xlsx/").content))
    assert book.active is not None
    assert book.active.max_row == 9
    assert as_ida.get(f"{STAFF}hent/pdf/").status_code == 404
    exported = Event.objects.filter(action="accounts.staff.exported").order_by("pk")
    assert [event.details for event in exported] == [{"people": 3}, {"people": 8}]


def test_a_person_is_added_and_invited(as_ida: Client, people: People, client: Client) -> None:
    page = as_ida.get(f"{STAFF}ny/?enhed={people.north.uuid}")
    assert page.context["form"]["unit"].value() == str(people.north.uuid)
    response = as_ida.post(
        f"{STAFF}ny/",
        {"name": "Nina Ny", "email": "Nina@Testkommune.example", "unit": str(people.north.uuid), "invite": "on"},
    )
    nina = Employee.objects.get(email="nina@testkommune.example")
    assert response["Location"] == f"{STAFF}{nina.uuid}/"
    assert "Har ikke valgt adgangskode endnu" in text(as_ida.get(response["Location"]))
    letter = Letter.objects.get()
    assert letter.to == "nina@testkommune.example"
    assert "Ida har oprettet dig" in letter.text
    found = re.search(r"http://testserver(/\S+)", letter.text)
    assert found
    form_page = client.get(found[1])
    client.post(form_page["Location"], {"password1": "en helt ny sætning", "password2": "en helt ny sætning"})
    nina.refresh_from_db()
    assert nina.check_password("en helt ny sætning")


def test_wrong_input_of_a_new_person(as_ida: Client, people: People) -> None:
    good = {"name": "X", "email": "x@x.example", "unit": str(people.north.uuid)}
    for wrong in (
        {"name": ""},
        {"name": "x" * 121},
        {"email": "not an address"},
        {"email": "bo@testkommune.example"},
        {"unit": ""},
        {"unit": str(people.andenkommune.uuid)},
        {"staff_number": "010170-1234"},
        {"staff_number": "9" * 65},
        {"category": "K" * 17},
    ):
        response = as_ida.post(f"{STAFF}ny/", good | wrong)
        assert response.status_code == 422, wrong
        assert len(response.context["form"].errors) == 1, wrong
    assert Employee.objects.count() == 9
    assert not Letter.objects.exists()


def test_a_page_about_a_person_is_logged_as_seen_and_shows_no_rating(as_ida: Client, people: People) -> None:
    page = text(as_ida.get(f"{STAFF}{people.bo.uuid}/"))
    assert "bo@testkommune.example" in page
    event = Event.objects.get()
    assert (event.kind, event.action, event.subject_id) == ("read", "accounts.employee.opened", people.bo.pk)
    as_ida.get(f"{STAFF}{people.ida.uuid}/")
    assert Event.objects.count() == 1


def test_a_person_is_changed_moved_retired_and_taken_back(as_ida: Client, people: People) -> None:
    bo = f"{STAFF}{people.bo.uuid}/"
    facts = {"name": "Bo Berg", "email": "bo@testkommune.example", "revision": "0"}
    assert as_ida.post(f"{bo}ret/", facts).status_code == 302
    as_ida.post(f"{bo}flyt/", {"unit": str(people.south.uuid)})
    people.bo.refresh_from_db()
    assert (people.bo.name, people.bo.unit) == ("Bo Berg", people.south)
    assert "180 dage" in text(as_ida.get(f"{bo}fratraedt/"))
    assert "Bo Berg er fratrådt" in text(as_ida.post(f"{bo}fratraedt/", follow=True))
    people.bo.refresh_from_db()
    assert not people.bo.is_active
    assert as_ida.post(f"{bo}link/").status_code == 404
    as_ida.post(f"{bo}tilbage/")
    assert Employee.objects.get(pk=people.bo.pk).is_active
    page = text(as_ida.get(bo))
    for what in ("Rettede oplysninger", "Flyttede medarbejderen", "er fratrådt", "er tilbage"):
        assert what in page


def test_wrong_input_of_a_change_and_a_move(as_ida: Client, people: People) -> None:
    bo = f"{STAFF}{people.bo.uuid}/"
    good = {"name": "Bo", "email": "bo@testkommune.example", "revision": "0"}
    for wrong in ({"name": ""}, {"email": "alma@testkommune.example"}, {"email": "x"}, {"revision": "x"}):
        response = as_ida.post(f"{bo}ret/", good | wrong)
        assert response.status_code == 422, wrong
        assert response.context["form"].errors
    for unit in ("", "x", str(people.andenkommune.uuid), str(people.north.uuid)):
        assert as_ida.post(f"{bo}flyt/", {"unit": unit}).status_code == 422


def test_two_administrators_on_one_person(as_ida: Client, people: People) -> None:
    """The second is told what changed, keeps what was typed, and may then save."""
    bo = f"{STAFF}{people.bo.uuid}/ret/"
    opened = {"opened-name": "Bo", "opened-email": "bo@testkommune.example"}
    edit_employee(
        employee=people.bo,
        facts=StaffFacts(name="Bo Berg", email="bo@testkommune.example", category="BFM"),
        revision=0,
        by=people.ida,
    )
    typed = {"name": "Bo Birk", "email": "bo@testkommune.example", "staff_number": "17", "revision": "0"}
    told = as_ida.post(bo, opened | typed)
    assert told.status_code == 409
    page = text(told)
    assert "En anden har rettet personen" in page
    assert "Navn Bo Birk Bo Berg" in page
    assert "Medarbejderkategori: BFM" in page
    people.bo.refresh_from_db()
    assert (people.bo.name, people.bo.staff_number) == ("Bo Berg", "")
    again = told.context["form"]
    assert (again["name"].value(), again["staff_number"].value(), again["category"].value()) == ("Bo Birk", "17", "BFM")
    values = {field.name: field.value() for field in again}
    assert as_ida.post(bo, values).status_code == 302
    people.bo.refresh_from_db()
    assert (people.bo.name, people.bo.staff_number, people.bo.category) == ("Bo Birk", "17", "BFM")


def test_everybody_writes_the_own_work_number_and_an_administrator_another_one(
    as_ida: Client, people: People, client_for: Callable[[Employee], Client]
) -> None:
    bo = client_for(people.bo)
    assert "Skriv dit arbejdsnummer" in text(bo.get("/konto/mig/"))
    assert bo.post("/konto/mig/telefon/", {"phone": "1" * 41}).status_code == 422
    bo.post("/konto/mig/telefon/", {"phone": " 12 34  56 78 "})
    bo.post("/konto/mig/telefon/", {"phone": "12 34 56 78"})
    assert "12 34 56 78" in text(bo.get("/konto/mig/"))
    assert Event.objects.filter(action="accounts.employee.phone_changed", subject_id=people.bo.pk).count() == 1
    page = f"{STAFF}{people.bo.uuid}/"
    assert "12 34 56 78" in text(as_ida.get(page))
    opened = as_ida.get(f"{page}ret/").context["form"]
    as_ida.post(f"{page}ret/", {field.name: field.value() for field in opened} | {"phone": ""})
    people.bo.refresh_from_db()
    assert people.bo.phone == ""


def test_a_role_is_given_and_withdrawn(as_ida: Client, people: People) -> None:
    bo = f"{STAFF}{people.bo.uuid}/"
    as_ida.post(f"{bo}rolle/", {"role": "manager", "unit": str(people.south.uuid)})
    held = people.bo.roles.get()
    assert (held.role, held.unit) == ("manager", people.south)
    for data in (
        {"role": "manager", "unit": str(people.south.uuid)},
        {"role": "king", "unit": str(people.south.uuid)},
        {"role": "manager", "unit": str(people.andenkommune.uuid)},
        {},
    ):
        assert as_ida.post(f"{bo}rolle/", data).status_code == 422
    as_ida.post(f"{bo}rolle/{held.uuid}/fjern/")
    assert not people.bo.roles.exists()
    assert as_ida.post(f"{bo}rolle/{held.uuid}/fjern/").status_code == 404


def test_nobody_gives_themselves_a_role(as_ida: Client, people: People) -> None:
    response = as_ida.post(f"{STAFF}{people.ida.uuid}/rolle/", {"role": "manager", "unit": str(people.north.uuid)})
    assert response.status_code == 422
    assert people.ida.roles.count() == 1


def test_a_role_above_is_not_withdrawn_by_an_administrator_below(
    people: People, client_for: Callable[[Employee], Client]
) -> None:
    local = make_employee("Lokal", people.north, Role.ADMINISTRATOR)
    held = people.bo.roles.create(role=Role.AUDITOR, unit=people.testkommune, since=date(2026, 1, 1))
    response = client_for(local).post(f"{STAFF}{people.bo.uuid}/rolle/{held.uuid}/fjern/")
    assert response.status_code == 404
    assert people.bo.roles.exists()


# A staff file


def upload(client: Client, content: str) -> Any:
    file = SimpleUploadedFile("staff.csv", content.encode(), content_type="text/csv")
    return client.post(f"{STAFF}indlaes/", {"file": file}, follow=True)


def test_a_staff_file_is_shown_before_it_is_saved(as_ida: Client, people: People) -> None:
    page = upload(as_ida, "medarbejder;navn;enhed\nny@x.example;Nina;Nord\n;Ingen;Nord\nbo@testkommune.example;B;Syd\n")
    said = text(page)
    assert "1 person er ny" in said
    assert "1 bliver rettet" in said
    assert "3 medarbejder –" in said
    assert Employee.objects.count() == 9
    kept = StaffImport.objects.get()
    saved = as_ida.post(f"{STAFF}indlaes/{kept.uuid}/gem/", follow=True)
    assert "1 person er oprettet, og 1 er rettet" in text(saved)
    assert Employee.objects.filter(name="Nina", unit=people.north).exists()
    assert not StaffImport.objects.exists()
    assert as_ida.get(f"{STAFF}indlaes/{kept.uuid}/").status_code == 404


def test_a_file_that_is_none_is_refused_in_one_sentence(as_ida: Client, people: People) -> None:
    for content in ("", "navn;enhed\nx;y\n"):
        response = upload(as_ida, content)
        assert response.status_code == 422
        assert len(response.context["form"].errors) == 1
    assert as_ida.post(f"{STAFF}indlaes/").status_code == 422
    assert not StaffImport.objects.exists()


def test_a_file_waits_for_its_own_reader_and_an_hour(
    as_ida: Client, people: People, client_for: Callable[[Employee], Client]
) -> None:
    upload(as_ida, "medarbejder;navn;enhed\nny@x.example;Nina;Nord\n")
    kept = StaffImport.objects.get()
    second = client_for(make_employee("Anden", people.testkommune, Role.ADMINISTRATOR))
    assert second.get(f"{STAFF}indlaes/{kept.uuid}/").status_code == 404
    StaffImport.objects.update(read_at=timezone.now() - timedelta(minutes=61))
    assert as_ida.get(f"{STAFF}indlaes/{kept.uuid}/").status_code == 404
    assert as_ida.post(f"{STAFF}indlaes/{kept.uuid}/gem/").status_code == 404


# Oneself


def test_my_page_says_who_i_am_and_how_i_sign_in(people: People, client_for: Callable[[Employee], Client]) -> None:
    page = text(client_for(people.alma).get("/konto/mig/"))
    for said in ("Alma", "Testkommune / Nord", "Leder, Nord", "Dansk", "Vælg en anden adgangskode", "Sæt op"):
        assert said in page


def test_anyone_sees_who_opened_their_data(people: People, client_for: Callable[[Employee], Client]) -> None:
    mine = client_for(people.bo)
    assert "Ingen endnu" in text(mine.get("/konto/hvem-har-set/"))
    record_read(by=people.ida, action="accounts.employee.opened", subject_id=people.bo.pk, target=people.bo)
    record_read(by=people.ida, action="accounts.employee.opened", subject_id=people.erik.pk, target=people.erik)
    record_change(by=people.ida, action="accounts.employee.edited", subject_id=people.bo.pk, target=people.bo)
    page = mine.get("/konto/hvem-har-set/")
    assert [(entry.who, entry.what) for entry in page.context["entries"]] == [
        ("Ida", "åbnede siden med arbejdsoplysninger og roller")
    ]


def test_the_same_look_again_on_the_same_day_is_one_line(
    people: People, client_for: Callable[[Employee], Client]
) -> None:
    for _time in range(3):
        record_read(by=people.ida, action="accounts.employee.opened", subject_id=people.bo.pk)
    record_read(by=people.alma, action="accounts.employee.opened", subject_id=people.bo.pk)

    page = client_for(people.bo).get("/konto/hvem-har-set/")

    assert [(entry.who, entry.times) for entry in page.context["entries"]] == [("Alma", 1), ("Ida", 3)]
    assert "3 gange den dag" in text(page)
    assert "4 gange" in text(page)


def test_who_has_seen_asks_as_often_for_many_reads_as_for_few(
    people: People, client_for: Callable[[Employee], Client]
) -> None:
    mine = client_for(people.bo)
    readers = count()

    def reads(many: int) -> None:
        for _number in range(many):
            by = SimpleNamespace(pk=10_000 + next(readers), name="En læser", root_id=people.testkommune.pk)
            record_read(by=by, action="accounts.employee.opened", subject_id=people.bo.pk)

    reads(1)
    few = queries_of(mine, "/konto/hvem-har-set/")
    reads(60)
    assert queries_of(mine, "/konto/hvem-har-set/") == few
    assert len(mine.get("/konto/hvem-har-set/?side=2").context["entries"]) == 11
