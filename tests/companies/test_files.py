"""A file of companies: what finds a place again, what is refused, and what is saved or not."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.audit.models import Event
from fagkompas.companies.actions.imports import import_companies, keep_import
from fagkompas.companies.actions.keeping import retention
from fagkompas.companies.companies_file import Checked, check_companies, read_companies
from fagkompas.companies.models import Company, CompanyImport
from fagkompas.companies.workbooks import companies_table
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.row_files import ReadRows
from fagkompas.toolkit.workbooks import workbook_bytes
from tests.companies.making import CVR, P_NUMBER, make_company, make_contact
from tests.people import People

pytestmark = pytest.mark.django_db

As = Callable[[Employee], Client]
HEADINGS = "cvr;pnummer;navn;branche;adresse;telefon;reklamebeskyttet"


def file_of(*lines: str, headings: str = HEADINGS) -> SimpleUploadedFile:
    """A CSV file."""
    return SimpleUploadedFile("firmaer.csv", "\n".join([headings, *lines]).encode())


def checked(people: People, *lines: str, headings: str = HEADINGS) -> Checked:
    """Read and held against what is there, by Freja."""
    return check_companies(read_companies(file_of(*lines, headings=headings), name="firmaer.csv"), by=people.freja)


def problems(found: Checked) -> list[tuple[int | None, str | None, str]]:
    """Row, column and code of each."""
    return [(one.place.row, one.place.column, one.message_code) for one in found.problems]


def test_a_file_is_read_shown_and_saved(people: People, client_for: As) -> None:
    client = client_for(people.freja)
    file = file_of(
        f"{CVR};{P_NUMBER};Prøve Bageri;Bagerier;Prøvevej 1;12 34 56 78;ja",
        "87654321;;Prøve Lager;;;;nej",
        "x;;Skæv;;;;",
    )
    answer = client.post(reverse("companies:import"), {"file": file})
    preview = client.get(answer["Location"])
    shown = preview.content.decode()
    assert "2 virksomheder er nye." in shown
    assert "Et CVR-nummer har otte cifre." in shown
    assert not Company.objects.exists()
    kept = CompanyImport.objects.get()
    after = client.post(reverse("companies:import_save", args=[kept.uuid]), follow=True).content.decode()
    baker, store = Company.objects.order_by("name")
    assert (baker.cvr, baker.p_number, baker.industry, baker.address) == (CVR, P_NUMBER, "Bagerier", "Prøvevej 1")
    assert (baker.is_advertising_protected, store.is_advertising_protected) == (True, False)
    for said in ("2 virksomheder er oprettet.", "1 række er ikke med", reverse("companies:company", args=[baker.uuid])):
        assert said in after
    assert "Et CVR-nummer har otte cifre." in after
    assert "Prøve" not in CompanyImport.objects.get().content
    client.post(reverse("companies:import_save", args=[kept.uuid]))
    assert Company.objects.count() == 2
    assert Event.objects.get(action="companies.file.imported").details == {"created": 2, "changed": 0}
    assert {event.target_uuid for event in Event.objects.filter(action="companies.company.created")} == {
        baker.uuid,
        store.uuid,
    }


def test_a_place_is_found_again_by_its_p_number_else_by_firm_and_name(people: People) -> None:
    by_number = make_company(people, name="Gammelt navn", cvr=CVR, p_number=P_NUMBER, phone="11111111")
    by_name = make_company(people, name="Prøve Lager", cvr="87654321", is_advertising_protected=True)
    found = checked(
        people,
        f"{CVR};{P_NUMBER};Nyt navn;;;;",
        "87654321;0000099999;prøve  lager;Lager;;;",
        f"{CVR};0000077777;Et andet sted;;;;",
    )
    assert problems(found) == []
    first, second, third = found.rows
    assert (first.to_save.company_id, first.changes) == (by_number.pk, ("navn",))
    assert first.to_save.facts.phone == "11111111"
    assert second.to_save.company_id == by_name.pk
    assert set(second.changes) == {"pnummer", "navn", "branche"}
    assert second.to_save.facts.is_advertising_protected is True
    assert (third.is_new, third.is_known_firm) == (True, True)
    assert (found.created, found.changed, found.unchanged) == (1, 2, 0)


def test_zeros_that_a_spreadsheet_took_away_come_back(people: People) -> None:
    (row,) = checked(people, "1234567;123456789;Prøve Bageri;;;;").rows
    assert (row.to_save.facts.cvr, row.to_save.facts.p_number) == ("01234567", "0123456789")


def test_every_problem_is_told_with_its_place(people: People) -> None:
    make_company(people, name="To ens", cvr=CVR)
    make_company(people, name="To ens", cvr=CVR)
    make_company(people, name="Lukket", p_number=P_NUMBER, closed_on=timezone.localdate())
    found = checked(
        people,
        ";;Uden numre;;;;",
        "11111111;;Ja eller nej;;;;måske",
        f"{CVR};;To ens;;;;",
        f";{P_NUMBER};Lukket;;;;",
        "22222222;;Prøve;;;;",
        "22222222;;prøve;;;;",
        "33333333;;;;;;",
        "44444444;;Hos 700190-1234;;;;",
    )
    assert problems(found) == [
        (2, "cvr", "number_missing"),
        (3, "reklamebeskyttet", "not_yes_or_no"),
        (4, "pnummer", "company_ambiguous"),
        (5, "navn", "company_is_closed"),
        (7, "pnummer", "company_twice"),
        (8, "navn", "name_missing"),
        (9, "navn", "cpr_number"),
    ]
    assert [row.row for row in found.rows] == [6]
    assert not [one for one in found.problems if "700190" in f"{one.found}{one.values}"]


def test_a_file_without_names_or_rows_is_refused(people: People, client_for: As) -> None:
    for headings, lines, code in (("cvr;branche", ("1;2",), "columns_missing"), (HEADINGS, (), "no_rows")):
        with pytest.raises(BadInput) as caught:
            checked(people, *lines, headings=headings)
        assert [one.message_code for one in caught.value.problems] == [code]
    wrong = SimpleUploadedFile("firmaer.csv", f"{HEADINGS}\n;;Prøve Café;;;;".encode("cp1252"))
    answer = client_for(people.freja).post(reverse("companies:import"), {"file": wrong})
    assert answer.status_code == 422
    assert "UTF-8" in answer.content.decode()


def test_the_list_as_a_file_can_be_read_in_again(people: People) -> None:
    make_company(people, name="Prøve Bageri", cvr=CVR, p_number=P_NUMBER, is_advertising_protected=False)
    make_company(people, name="Prøve Lager", cvr="87654321", address="Prøvevej 1", phone="12345678")
    content = workbook_bytes([companies_table(Company.objects.order_by("pk"))])
    read = read_companies(SimpleUploadedFile("firmaer.xlsx", content), name="firmaer.xlsx")
    found = check_companies(read, by=people.freja)
    assert [one.message_code for one in found.problems] == ["unknown_column"]  # "lukket" is only told
    assert (found.created, found.changed, found.unchanged) == (0, 0, 2)


def test_what_somebody_changed_meanwhile_is_looked_at_again(people: People, client_for: As) -> None:
    one = make_company(people, p_number=P_NUMBER)
    client = client_for(people.freja)
    client.post(reverse("companies:import"), {"file": file_of(f";{P_NUMBER};Nyt navn;;;;")})
    kept = CompanyImport.objects.get()
    rows = checked(people, f";{P_NUMBER};Nyt navn;;;;").to_save
    Company.objects.filter(pk=one.pk).update(revision=5)
    with pytest.raises(BadInput) as caught:
        import_companies(rows=rows, kept=kept, by=people.freja)
    assert [one.message_code for one in caught.value.problems] == ["file_outdated"]
    new = checked(people, ";0000088888;Ny;;;;").to_save
    make_company(people, name="Hurtigere", p_number="0000088888")
    with pytest.raises(BadInput):
        import_companies(rows=new, kept=kept, by=people.freja)
    assert CompanyImport.objects.exists()


def test_a_file_is_ones_own_and_waits_an_hour(people: People, client_for: As) -> None:
    now = timezone.now()
    kept = keep_import(author=people.freja, read=ReadRows(rows={}, problems=()), now=now - timedelta(minutes=61))
    assert client_for(people.freja).get(reverse("companies:import_preview", args=[kept.uuid])).status_code == 404
    retention(today=timezone.localdate(), dry_run=False)
    assert not CompanyImport.objects.exists()
    kept = keep_import(author=people.freja, read=ReadRows(rows={}, problems=()), now=now)
    assert client_for(people.erik).get(reverse("companies:import_preview", args=[kept.uuid])).status_code == 404
    assert client_for(people.freja).get(reverse("companies:import_preview", args=[kept.uuid])).status_code == 200


def test_queries_do_not_grow_with_the_file(people: People) -> None:
    def queries(first: int, last: int) -> int:
        lines = [f"{CVR};{number:010d};Sted {number};;;;" for number in range(first, last)]
        read = read_companies(file_of(*lines), name="firmaer.csv")
        kept = keep_import(author=people.freja, read=ReadRows(rows={}, problems=()), now=timezone.now())
        with CaptureQueriesContext(connection) as captured:
            rows = check_companies(read, by=people.freja).to_save
            import_companies(rows=rows, kept=kept, by=people.freja)
        return len(captured)

    queries(1, 2)
    assert queries(10, 12) == queries(100, 160)


@pytest.mark.parametrize(
    "lines",
    [
        (f"{CVR};;Bager", f"{CVR};{P_NUMBER};Bager"),
        (f"{CVR};{P_NUMBER};Bager", f"{CVR};;bager"),
        (f"{CVR};;Bager", f"{CVR};;Bager"),
    ],
)
def test_one_place_told_with_and_without_its_number_is_made_once(people: People, lines: tuple[str, str]) -> None:
    found = checked(people, *lines, headings="cvr;pnummer;navn")
    assert found.created == 1
    assert problems(found) == [(3, "pnummer", "company_twice")]


def test_two_places_of_one_name_are_two_when_each_has_its_number(people: People) -> None:
    other = str(int(P_NUMBER) + 1).zfill(10)
    found = checked(
        people, f"{CVR};{P_NUMBER};Bager", f"{CVR};{other};Bager", f"{CVR};;Bager", headings="cvr;pnummer;navn"
    )
    assert found.created == 2
    assert problems(found) == [(4, "pnummer", "company_twice")]


def test_a_file_is_saved_once_though_two_had_checked_it(people: People) -> None:
    """A double click, or two browsers: a company without a P-number is known by nothing."""
    found = checked(people, f"{CVR};;Bager", headings="cvr;pnummer;navn")
    kept = keep_import(author=people.freja, read=ReadRows(rows={}, problems=()), now=timezone.now())
    for seen in [CompanyImport.objects.get(pk=kept.pk), CompanyImport.objects.get(pk=kept.pk)]:
        import_companies(rows=found.to_save, kept=seen, by=people.freja)
    assert Company.objects.filter(name="Bager").count() == 1


def test_the_same_file_twice_makes_no_doubles(people: People, client_for: As) -> None:
    client = client_for(people.freja)
    lines = (
        f"{CVR};{P_NUMBER};Prøve Bageri;Bagerier;Prøvevej 1;12 34 56 78;ja",
        "87654321;;Prøve Lager;;Lagervej 2;;",
        ";0000077777;Prøve Lager ApS;;Lagervej 9;;",
    )
    for _time in range(2):
        client.post(reverse("companies:import"), {"file": file_of(*lines)})
        client.post(reverse("companies:import_save", args=[CompanyImport.objects.get().uuid]))
    assert Company.objects.count() == len(lines)
    assert Event.objects.filter(action="companies.company.edited").count() == 0


def alike(people: People, client: Client, *lines: str) -> tuple[str, str]:
    """The preview of a file, and where it is saved."""
    answer = client.post(reverse("companies:import"), {"file": file_of(*lines)})
    kept = CompanyImport.objects.get(author=people.freja)
    shown = client.get(answer["Location"]).content.decode()
    return shown, reverse("companies:import_save", args=[kept.uuid])


def test_a_row_that_looks_like_a_company_without_number_is_asked_about(people: People, client_for: As) -> None:
    client = client_for(people.freja)
    known = make_company(people, name="Havets Bageri", address="Bølgevej 4", phone="00 00 00 01")
    contact = make_contact(known)
    line = f"{CVR};{P_NUMBER};Havets Bageri ApS;Bagerier;Bølgevej 4;;"
    shown, save_url = alike(people, client, line)
    assert "1 række ligner en virksomhed, der er her i forvejen." in shown
    assert "Opdatér Havets Bageri, Bølgevej 4 (næsten samme navn, næsten samme adresse)" in shown
    assert "er ny" not in shown
    client.post(save_url, {"row_2": str(known.uuid)})
    known.refresh_from_db()
    assert Company.objects.count() == 1
    assert (known.cvr, known.p_number, known.name) == (CVR, P_NUMBER, "Havets Bageri ApS")
    assert (known.industry, known.phone, list(known.contacts.all())) == ("Bagerier", "00 00 00 01", [contact])
    assert Event.objects.get(action="companies.company.edited").target_uuid == known.uuid
    assert checked(people, line).unchanged == 1


def test_a_row_that_is_another_company_is_added(people: People, client_for: As) -> None:
    client = client_for(people.freja)
    known = make_company(people, name="Havets Bageri", address="Bølgevej 4")
    _shown, save_url = alike(people, client, f"{CVR};;Havets Bageri ApS;;Bølgevej 4;;")
    assert client.post(save_url, {}).status_code == 422
    assert client.post(save_url, {"row_2": "00000000-0000-0000-0000-000000000000"}).status_code == 422
    client.post(save_url, {"row_2": "new"})
    assert Company.objects.exclude(pk=known.pk).get().name == "Havets Bageri ApS"


def test_a_place_with_another_p_number_is_asked_about_where_the_address_is_the_same(people: People) -> None:
    make_company(people, name="Havets Bageri", address="Bølgevej 4", p_number=P_NUMBER, cvr=CVR)
    row, elsewhere = checked(
        people, f"{CVR};0000077777;Havets Bageri;;Bølgevej 4;;", f"{CVR};0000088888;Havets Bageri;;Klippesti 9;;"
    ).rows
    assert [one.is_likely for one in row.alike] == [False]
    assert elsewhere.alike == ()
    both = checked(
        people, f"{CVR};0000077777;Havets Bageri;;Bølgevej 4;;", f"{CVR};{P_NUMBER};Havets Bageri;;Bølgevej 4;;"
    )
    assert not both.asked


def test_two_rows_cannot_update_one_company(people: People, client_for: As) -> None:
    client = client_for(people.freja)
    known = make_company(people, name="Havets Bageri", address="Bølgevej 4")
    lines = [f";{number};Havets Bageri ApS;;Bølgevej 4;;" for number in ("0000077777", "0000088888")]
    shown, save_url = alike(people, client, *lines)
    assert shown.count(" checked") == 2
    both = {"row_2": str(known.uuid), "row_3": str(known.uuid)}
    assert "Række 2 skal også opdatere denne virksomhed" in client.post(save_url, both).content.decode()
    client.post(save_url, both | {"row_3": "new"})
    known.refresh_from_db()
    assert known.p_number == "0000077777"
    assert Company.objects.count() == 2


def test_a_closed_company_is_not_proposed(people: People) -> None:
    make_company(people, name="Havets Bageri", address="Bølgevej 4", closed_on=timezone.localdate())
    assert not checked(people, f"{CVR};;Havets Bageri ApS;;Bølgevej 4;;").asked


def test_a_cvr_number_whose_last_digit_does_not_fit_is_told_and_saved(people: People, client_for: As) -> None:
    client = client_for(people.freja)
    shown, save_url = alike(people, client, "13748136;;Passer;;;;", "13748137;;Passer ikke;;;;")
    assert shown.count("passer ikke med de andre") == 1
    client.post(save_url)
    assert Company.objects.count() == 2
