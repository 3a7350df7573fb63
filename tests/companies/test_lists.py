"""The list of companies: filters, numbers with spaces, the file, suggestions, search, and that queries stay few."""

import csv
import io
from collections.abc import Callable

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.companies.forms.picking import CompanyField, suggested
from fagkompas.companies.models import Company
from fagkompas.toolkit.forms import Form
from tests.companies.making import CVR, P_NUMBER, make_company, make_contact
from tests.people import People

pytestmark = pytest.mark.django_db

As = Callable[[Employee], Client]


@pytest.fixture
def several(people: People) -> People:
    """Four in Testkommune, one of which has closed, and one of another municipality."""
    baker = make_company(
        people,
        name="Prøve Bageri",
        cvr=CVR,
        p_number=P_NUMBER,
        industry="Bagerier",
        address="Østergade 1, 1000 Prøveby",
    )
    make_contact(baker)
    store = make_company(people, name="Åens Prøvelager", industry="Lager", is_advertising_protected=True)
    make_contact(store, name="Kim Kontakt", is_decision_maker=False)
    make_company(people, name="Prøve Café 21", industry="Restauranter", is_advertising_protected=False)
    make_company(people, name="Lukket Prøve", industry="Lager", closed_on=timezone.localdate())
    make_company(people, name="Fremmed Prøve", industry="Fremmed branche", root=people.andenkommune)
    return people


def names(client: Client, query: str = "") -> list[str]:
    """What stands on the list."""
    listing = client.get(f"{reverse('companies:list')}?{query}").context["listing"]
    return [company.name for company in listing.page]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["Prøve Bageri", "Prøve Café 21", "Åens Prøvelager"]),
        ("ord=østergade", ["Prøve Bageri"]),
        ("ord=åens", ["Åens Prøvelager"]),
        ("ord=PRØVE café", ["Prøve Café 21"]),
        ("ord=00 00 12 34", ["Prøve Bageri"]),
        ("ord=0000012345", ["Prøve Bageri"]),
        ("ord=21", ["Prøve Café 21"]),
        ("ord=Kontakt", []),  # the name of a contact is personal data, and no word to find a company by
        ("branche=Lager", ["Åens Prøvelager"]),
        ("branche=Fremmed branche", ["Prøve Bageri", "Prøve Café 21", "Åens Prøvelager"]),
        ("beskyttet=ja", ["Åens Prøvelager"]),
        ("beskyttet=nej", ["Prøve Café 21"]),
        ("beskyttet=ukendt", ["Prøve Bageri"]),
        ("beslutter=kendt", ["Prøve Bageri"]),
        ("beslutter=ukendt", ["Prøve Café 21", "Åens Prøvelager"]),
        ("tilstand=lukkede", ["Lukket Prøve"]),
        ("tilstand=alle&branche=Lager", ["Lukket Prøve", "Åens Prøvelager"]),
        ("sortering=-branche", ["Prøve Café 21", "Åens Prøvelager", "Prøve Bageri"]),
    ],
)
def test_filters_stay_in_the_address(several: People, client_for: As, query: str, shown: list[str]) -> None:
    assert sorted(names(client_for(several.alma), query)) == sorted(shown)
    if query.startswith("sortering"):
        assert names(client_for(several.alma), query) == shown


def test_a_list_without_any_says_what_to_do(people: People, client_for: As) -> None:
    address = reverse("companies:list")
    assert reverse("companies:import") in client_for(people.erik).get(address).content.decode()
    assert (
        "Sagsbehandlere og virksomhedskonsulenter tilføjer dem."
        in client_for(people.alma).get(address).content.decode()
    )
    make_company(people)
    nothing = client_for(people.erik).get(f"{address}?ord=findes ikke").content.decode()
    assert "Ingen virksomhed passer til filteret." in nothing


def test_the_files_hold_what_the_list_shows_and_no_contact(several: People, client_for: As) -> None:
    client = client_for(several.alma)
    content = client.get(reverse("companies:export", args=["xlsx"]) + "?ord=bageri").content
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True))
    assert rows[0] == ("cvr", "pnummer", "navn", "branche", "adresse", "telefon", "reklamebeskyttet", "lukket")
    assert rows[1:] == [
        (CVR, P_NUMBER, "Prøve Bageri", "Bagerier", "Østergade 1, 1000 Prøveby", "", "", None),
    ]
    text = client.get(reverse("companies:export", args=["csv"]) + "?tilstand=alle").content.decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert {line["navn"]: line["reklamebeskyttet"] for line in lines} == {
        "Lukket Prøve": "",
        "Prøve Bageri": "",
        "Prøve Café 21": "nej",
        "Åens Prøvelager": "ja",
    }
    assert "Kontakt" not in text
    assert client.get(reverse("companies:export", args=["pdf"])).status_code == 404


def queries(client: Client, address: str) -> int:
    """How many one page takes."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_queries_do_not_grow(several: People, client_for: As) -> None:
    client = client_for(several.erik)
    baker = Company.objects.get(name="Prøve Bageri")
    addresses = [
        reverse("companies:list"),
        reverse("companies:export", args=["xlsx"]),
        reverse("companies:suggestions") + "?q=prøve",
        reverse("companies:company", args=[baker.uuid]),
    ]
    before = [queries(client, address) for address in addresses for _warm in range(2)][1::2]
    for number in range(60):
        make_contact(make_company(several, name=f"Prøve {number:02d}", cvr=CVR), name=f"Kontakt {number}")
        make_contact(baker, name=f"Kontakt {number}")
    assert [queries(client, address) for address in addresses] == before
    assert len(names(client)) == 50
    assert len(names(client, "side=2")) == 13


def test_suggestions_are_open_companies_of_the_municipality(several: People, client_for: As) -> None:
    def suggested(words: str) -> list[str]:
        answer = client_for(several.erik).get(reverse("companies:suggestions"), {"q": words})
        return [one.name for one in answer.context["companies"]]

    assert suggested("prøve") == ["Prøve Bageri", "Prøve Café 21", "Åens Prøvelager"]
    assert suggested("0000 1234") == ["Prøve Bageri"]
    assert suggested("p") == []
    assert suggested("lukket") == suggested("fremmed") == []


class PickingForm(Form):
    """A form of another app."""

    company = CompanyField(required=False)


def picked(people: People, **data: str) -> PickingForm:
    """What was sent."""
    form = PickingForm(data)
    field = form.fields["company"]
    assert isinstance(field, CompanyField)
    field.of(people.testkommune.pk)
    return form


def test_a_company_is_picked_by_suggestion_name_or_number(several: People) -> None:
    baker, closed = Company.objects.get(name="Prøve Bageri"), Company.objects.get(name="Lukket Prøve")
    foreign = Company.objects.get(name="Fremmed Prøve")
    for data, expected in (
        ({"company": "Prøve Bageri", "company_taken": str(baker.uuid)}, baker),
        ({"company": "prøve bageri"}, baker),
        ({"company": "00 00 12 34"}, baker),
        ({"company": "noget", "company_chosen": str(baker.uuid)}, baker),
        ({"company": "Lukket Prøve", "company_taken": str(closed.uuid)}, closed),  # it stood there before
        ({"company": ""}, None),
    ):
        form = picked(several, **data)
        assert form.is_valid(), data
        assert form.cleaned_data["company"] == expected
    for data in (
        {"company": "Lukket Prøve"},
        {"company": "Lukket Prøve", "company_chosen": str(closed.uuid)},
        {"company": "Fremmed Prøve", "company_taken": str(foreign.uuid)},
        {"company": "Andet navn", "company_taken": str(baker.uuid)},
    ):
        assert not picked(several, **data).is_valid(), data


def test_a_company_of_few_letters_is_found_among_many_that_have_them_in_the_address(people: People) -> None:
    for number in range(60):
        make_company(people, name=f"Firma {number:02d}", address=f"Boulevarden {number}, 8800 Viborg")
    bo = make_company(people, name="Bo", address="Torvet 1")
    book = make_company(people, name="Boghandlen", address="Torvet 2")
    assert suggested("bo", root_id=people.testkommune.pk)[:2] == [bo, book]
    assert suggested("viborg", root_id=people.testkommune.pk)[0].name == "Firma 00"
    form = picked(people, company="bo")
    assert form.is_valid()
    assert form.cleaned_data["company"] == bo


def test_letters_beyond_ascii_are_found_in_any_size(people: People) -> None:
    made = make_company(people, name="Østers og Ål", address="Åboulevarden 3")
    for words in ("østers og ål", "ØSTERS OG ÅL", "åboulevarden"):
        assert suggested(words, root_id=people.testkommune.pk) == [made], words
    assert picked(people, company="østers OG ål").is_valid()


def test_two_of_one_name_are_offered_to_choose_between(several: People) -> None:
    other = make_company(several, name="Prøve Bageri", address="Vestergade 2")
    form = picked(several, company="Prøve Bageri")
    assert not form.is_valid()
    shown = str(form["company"])
    assert shown.count('name="company_chosen"') == 2
    assert str(other.uuid) in shown
    assert "Vestergade 2" in shown


def test_the_search_of_everything_finds_companies(several: People, client_for: As) -> None:
    link = reverse("companies:company", args=[Company.objects.get(name="Prøve Bageri").uuid])
    for words in ("bageri", "0000 1234", "østergade"):
        found = client_for(several.alma).post(reverse("search"), {"words": words})
        assert link in found.content.decode(), words
    assert link not in client_for(several.bo).post(reverse("search"), {"words": "bageri"}).content.decode()
    assert link not in client_for(several.outsider).post(reverse("search"), {"words": "bageri"}).content.decode()


def test_the_navigation_shows_companies_to_those_who_use_them(people: People, client_for: As) -> None:
    address = reverse("companies:list")
    for person, sees in ((people.alma, True), (people.erik, True), (people.freja, True), (people.bo, False)):
        assert (f'href="{address}"' in client_for(person).get(reverse("search")).content.decode()) is sees, person
