"""Citizens from a file: every problem with its place, nothing saved before yes, the number finds a citizen again."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.models import Employee, Role
from fagkompas.audit.models import Event
from fagkompas.citizens.actions.imports import import_citizens, keep_import
from fagkompas.citizens.citizens_file import COLUMNS, Checked, check_citizens, read_citizens
from fagkompas.citizens.models import Citizen, CitizenImport, Handover
from fagkompas.citizens.wording import sentence
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.row_files import PROBLEMS_SHOWN
from tests.citizens.making import CPR, TODAY, make_citizen
from tests.people import People, make_employee, make_unit

pytestmark = pytest.mark.django_db

As = Callable[[Employee], Client]
HEAD = "navn;cpr;telefon;e-mail;adresse;beskyttet;enhed;sagsbehandler;målgruppe;a-kasse;åbnet"
ROW = "Prøve Person;700190-1234;12345678;prove@example.dk;Vej 1;nej;Nord;Erik;Jobparat på kontanthjælp;;01-09-2026"


def checked(people: People, *rows: str, head: str = HEAD, by: Employee | None = None) -> Checked:
    """A CSV file as Erik, or somebody else, would see it."""
    file = io.BytesIO("\n".join((head, *rows)).encode())
    return check_citizens(read_citizens(file, name="borgere.csv"), by=by or people.erik, today=TODAY)


def saved(people: People, *rows: str, by: Employee | None = None) -> Checked:
    """The same, and saved."""
    what = checked(people, *rows, by=by)
    import_citizens(rows=what.to_save, kept=None, today=TODAY, by=by or people.erik)
    return what


def problems(people: People, *rows: str, by: Employee | None = None) -> list[tuple[int | None, str | None, str]]:
    """Row, column and what."""
    return [(one.place.row, one.place.column, one.message_code) for one in checked(people, *rows, by=by).problems]


def test_a_new_citizen_has_all_that_stands_in_the_row(people: People) -> None:
    what = saved(people, ROW)
    assert (what.created, what.changed, what.unchanged, what.problems) == (1, 0, 0, ())
    made = Citizen.objects.with_cpr(CPR, root_id=people.testkommune.pk).get()
    assert (made.name, made.phone, made.email, made.address, made.is_protected) == (
        "Prøve Person",
        "12345678",
        "prove@example.dk",
        "Vej 1",
        False,
    )
    assert (made.unit, made.caseworker, made.target_group) == (people.north, people.erik, "job-ready")
    assert made.began_on == date(2026, 9, 1)
    assert Event.objects.get(action="citizens.citizen.created").citizen_id == made.pk
    assert Event.objects.get(action="citizens.file.imported").details == {"created": 1, "changed": 0}


def test_a_spreadsheet_with_numbers_and_dates_is_read(people: People) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Navn", "CPR", "Enhed", "Målgruppe", "Åbnet", "Beskyttet"])
    sheet.append(["Prøve Person", 101901234, "Testkommune / Nord", "job-ready", date(2026, 9, 1), "ja"])  # 010190-1234
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    (row,) = check_citizens(read_citizens(file, name="x.xlsx"), by=people.erik, today=TODAY).rows
    facts = row.to_save.facts
    assert (facts.cpr, facts.began_on, facts.is_protected) == ("0101901234", date(2026, 9, 1), True)


def test_the_number_finds_a_citizen_again_and_empty_cells_change_nothing(people: People) -> None:
    citizen = make_citizen(people, name="Før Navn", cpr=CPR, phone="11111111", fund="En a-kasse")
    what = saved(people, "Nyt Navn;7001901234;22222222;;;;;;;;")
    assert (what.created, what.changed) == (0, 1)
    assert what.rows[0].changes == ("navn", "telefon")
    citizen.refresh_from_db()
    assert (citizen.name, citizen.phone, citizen.fund, citizen.caseworker) == (
        "Nyt Navn",
        "22222222",
        "En a-kasse",
        people.erik,
    )
    assert not Handover.objects.exists()
    assert saved(people, "Nyt Navn;7001901234;22222222;;;;;;;;").unchanged == 1


def test_another_caseworker_is_a_handover(people: People) -> None:
    citizen = make_citizen(people, cpr=CPR)
    hans = make_employee("Hans", people.north, Role.CASEWORKER, staff_number="H7")
    saved(people, ";7001901234;;;;;;H7;;;")
    citizen.refresh_from_db()
    assert citizen.caseworker == hans
    made = Handover.objects.get()
    assert (made.from_employee, made.to_employee, made.on, made.by) == (people.erik, hans, TODAY, people.erik)


def test_every_problem_has_its_row_and_column(people: People) -> None:
    make_citizen(people, name="Syd", unit=people.south, cpr="7101901234")
    make_citizen(people, name="Lukket", cpr="7201901234", closed_on=TODAY, closed_why="job")
    make_unit("Team", people.north)
    found = problems(
        people,
        ROW,
        ROW,
        "Uden Nummer;;;;;;Nord;;job-ready;;",
        "Forkert Nummer;300290-1234;;;;;Nord;;job-ready;;",
        "I Syd;7101901234;;;;;Nord;;job-ready;;",
        "Lukket;7201901234;;;;;Nord;;job-ready;;",
        ";7301901234;;;;måske;Øst;Ingen Kendt;ukendt;;i går",
        "Ny;6101901234;;ikke en adresse;;;Nord;Freja;job-ready;;",
        "Fremtid;6201901234;;;;;Nord;;job-ready;;01-01-2030",
        "Uden Enhed;6301901234;;;;;;;;;",
    )
    assert found == [
        (3, "cpr", "citizen_twice"),
        (4, "cpr", "cpr_missing"),
        (5, "cpr", "cpr_invalid"),
        (6, "cpr", "citizen_elsewhere"),
        (7, "cpr", "case_is_closed"),
        (8, "enhed", "unit_unknown"),
        (8, "sagsbehandler", "caseworker_unknown"),
        (8, "beskyttet", "not_yes_or_no"),
        (8, "åbnet", "not_a_day"),
        (8, "målgruppe", "target_group_unknown"),
        (9, "sagsbehandler", "caseworker_elsewhere"),
        (9, "e-mail", "email_invalid"),
        (10, "åbnet", "day_in_future"),
        (11, "enhed", "unit_missing"),
        (11, "målgruppe", "target_group_unknown"),
    ]
    for problem in checked(people, "Fremtid;6201901234;;;;;Nord;;job-ready;;01-01-2030").problems:
        assert sentence(problem) == "Den dag er ikke kommet endnu. Vælg i dag eller en tidligere dag."


def test_a_new_citizen_without_a_name_is_refused(people: People) -> None:
    assert problems(people, ";7301901234;;;;;Nord;;job-ready;;") == [(2, "navn", "name_missing")]


def test_a_protected_address_is_not_changed_without_the_role(people: People) -> None:
    make_citizen(people, cpr=CPR, address="Hemmelig Vej 1", is_protected=True)
    row = ";7001901234;;;Hemmelig Vej 1;;;;;;"
    assert problems(people, row) == [(2, "adresse", "address_of_others")]
    assert problems(people, ";7001901234;;;;nej;;;;;") == [(2, "beskyttet", "address_of_others")]
    assert not problems(people, ";7001901234;12345678;;;;;;;;")
    sees = make_employee("Karen", people.north, Role.CASEWORKER, Role.PROTECTED_ADDRESSES)
    assert not problems(people, row, by=sees)


def test_columns_that_are_missing_are_named(people: People) -> None:
    with pytest.raises(BadInput) as refused:
        checked(people, "Prøve Person", head="navn")
    (problem,) = refused.value.problems
    assert (problem.message_code, problem.found) == ("columns_missing", "cpr, enhed, målgruppe")
    with pytest.raises(BadInput) as refused:
        checked(people)
    assert refused.value.problems[0].message_code == "no_rows"


def test_queries_do_not_grow_with_the_rows(people: People) -> None:
    def queries(first: int, number: int) -> int:
        rows = [ROW.replace("700190-1234", f"700190{n:04d}") for n in range(first, first + number)]
        with CaptureQueriesContext(connection) as captured:
            saved(people, *rows)
        return len(captured)

    queries(1000, 1)  # what a person may is asked once
    few = queries(1100, 2)
    assert queries(2000, 30) == few
    assert Citizen.objects.count() == 33


@pytest.mark.parametrize("name", ["erik", "alma"])
def test_queries_do_not_grow_with_the_rows_that_give_on_anothers_citizen(people: People, name: str) -> None:
    hans = make_employee("Hans", people.north, Role.CASEWORKER)
    rows = []
    for n in range(20):
        make_citizen(people, name=f"Prøve {n}", cpr=f"700190{n:04d}", caseworker=hans)
        rows.append(f";700190{n:04d};;;;;;Erik;;;")

    def queries(some: list[str]) -> int:
        with CaptureQueriesContext(connection) as captured:
            what = checked(people, *some, by=Employee.objects.get(name=name.title()))
        refused = [one.message_code for one in what.problems]
        assert refused == (["not_yours_to_give"] * len(some) if name == "erik" else [])
        return len(captured)

    assert queries(rows) == queries(rows[:2])


def upload(client: Client, content: bytes, name: str = "borgere.csv") -> Any:
    """Choose a file on the page."""
    return client.post(reverse("citizens:import"), {"file": SimpleUploadedFile(name, content)})


def test_nothing_is_saved_before_yes(people: People, client_for: As) -> None:
    client = client_for(people.erik)
    more = "Uden Sagsbehandler;7101901234;;;;;Nord;;job-ready;;", "Uden Nummer;;;;;;Nord;;job-ready;;"
    content = "\n".join((HEAD, ROW, *more)).encode()
    upload(client, content)
    kept = CitizenImport.objects.get()
    assert not Citizen.objects.exists()
    shown = client.get(reverse("citizens:import_preview", args=[kept.uuid])).content.decode()
    assert "2 borgere er nye" in shown
    assert "CPR-nummeret mangler" in shown
    assert not [text for text in ("700190", "Vej 1") if text in shown]
    assert client_for(people.alma).get(reverse("citizens:import_preview", args=[kept.uuid])).status_code == 404
    client.post(reverse("citizens:import_save", args=[kept.uuid]))
    assert set(Citizen.objects.values_list("name", flat=True)) == {"Prøve Person", "Uden Sagsbehandler"}


def test_what_came_of_a_file_is_told_with_those_it_made_and_what_was_left_out(people: People, client_for: As) -> None:
    client = client_for(people.erik)
    before = make_citizen(people, name="Før Navn", cpr="7101901234")
    more = "Nyt Navn;7101901234;;;;;;;;;", "Uden Nummer;;;;;;Nord;;job-ready;;"
    upload(client, "\n".join((HEAD, ROW, *more)).encode())
    kept = CitizenImport.objects.get()

    page = client.post(reverse("citizens:import_save", args=[kept.uuid]), follow=True).content.decode()

    new = Citizen.objects.exclude(pk=before.pk).get()
    for said in ("1 borger er oprettet.", "1 er rettet.", "1 række er ikke med: Se hvorfor herunder."):
        assert said in page
    for one in (new, before):
        assert reverse("citizens:citizen", args=[one.uuid]) in page
    assert "CPR-nummeret mangler" in page
    assert set(Event.objects.filter(action="citizens.list.read").values_list("citizen_id", flat=True)) == {
        new.pk,
        before.pk,
    }
    assert "7001901234" not in CitizenImport.objects.get().content

    client.post(reverse("citizens:import_save", args=[kept.uuid]))
    assert Citizen.objects.count() == 2


def test_a_kept_file_is_encrypted_and_gone_after_an_hour(people: People, client_for: As) -> None:
    read = read_citizens(io.BytesIO(f"{HEAD}\n{ROW}".encode()), name="x.csv")
    now = timezone.now()
    kept = keep_import(author=people.erik, read=read, now=now - timedelta(minutes=61))
    assert CitizenImport.objects.get().read["2"]["navn"] == "Prøve Person"
    with connection.cursor() as cursor:
        cursor.execute("SELECT content, problems FROM citizens_citizenimport")
        assert not [text for text in cursor.fetchone() if "Prøve" in text or "700190" in text]
    assert client_for(people.erik).get(reverse("citizens:import_preview", args=[kept.uuid])).status_code == 404


def test_a_file_with_many_problems_shows_the_first_of_them(people: People, client_for: As) -> None:
    client = client_for(people.erik)
    wrong = "\n".join(f"Borger {number};;;;;;Nord;;Jobparat på kontanthjælp;;" for number in range(PROBLEMS_SHOWN + 30))
    page = client.get(upload(client, f"{HEAD}\n{wrong}".encode())["Location"]).content.decode()
    assert page.count("CPR-nummeret mangler") == PROBLEMS_SHOWN
    assert f"De første {PROBLEMS_SHOWN} problemer" in page
    assert "Der er 30 til; de bliver vist" in page


def test_a_file_of_more_rows_than_are_shown_in_good_time_is_refused(
    people: People, client_for: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fagkompas.citizens.citizens_file.MOST_ROWS", 1)
    answer = upload(client_for(people.erik), f"{HEAD}\n{ROW}\n{ROW}".encode())
    assert answer.status_code == 422
    assert "borgere.csv har over 1 rækker. Del den i flere filer." in answer.content.decode()
    assert not CitizenImport.objects.exists()


def test_another_encoding_is_one_clear_sentence(people: People, client_for: As) -> None:
    answer = upload(client_for(people.erik), f"{HEAD}\n{ROW}".encode("cp1252"))
    assert getattr(answer, "status_code", 0) == 422
    assert "borgere.csv er ikke gemt som UTF-8" in getattr(answer, "content", b"").decode()
    assert not CitizenImport.objects.exists()


def test_who_was_changed_meanwhile_is_looked_at_again(people: People) -> None:
    citizen = make_citizen(people, cpr=CPR)
    what = checked(people, ";7001901234;22222222;;;;;;;;", "Ny;7101901234;;;;;Nord;;job-ready;;")
    Citizen.objects.filter(pk=citizen.pk).update(revision=1)
    with pytest.raises(BadInput) as refused:
        import_citizens(rows=what.to_save, kept=None, today=TODAY, by=people.erik)
    assert refused.value.problems[0].message_code == "file_outdated"
    assert Citizen.objects.count() == 1
    make_citizen(people, cpr="7101901234")
    Citizen.objects.filter(pk=citizen.pk).update(revision=0)
    with pytest.raises(BadInput):
        import_citizens(rows=what.to_save, kept=None, today=TODAY, by=people.erik)


def test_the_page_names_every_column(people: People, client_for: As) -> None:
    shown = client_for(people.erik).get(reverse("citizens:import")).content.decode()
    assert not [column for column in COLUMNS if f">{column}</th>" not in shown]
