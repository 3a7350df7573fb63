"""What is written about a company and its contacts: numbers, protection, the same firm twice, two at once, what is deleted."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.audit.models import Event
from fagkompas.companies import today as of_companies
from fagkompas.companies.actions import contacts, record
from fagkompas.companies.actions.contacts import ContactFacts
from fagkompas.companies.actions.keeping import retention
from fagkompas.companies.actions.record import CompanyFacts
from fagkompas.companies.models import Company, CompanyContact
from fagkompas.conversations.models import Agreement
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.days import years_from
from fagkompas.toolkit.together import ChangedMeanwhile
from fagkompas.toolkit.traces import TracesFound
from tests.casework.work import make_placement
from tests.citizens.making import make_citizen
from tests.companies.making import CVR, P_NUMBER, make_company, make_contact
from tests.conversations.test_pages import shown as form_of
from tests.people import People
from tests.sent_twice import makes_one
from tests.today import asked

pytestmark = pytest.mark.django_db

As = Callable[[Employee], Client]
TODAY = date(2026, 11, 20)


def refused(caught: pytest.ExceptionInfo[BadInput]) -> set[tuple[str | None, str]]:
    """Fields and codes."""
    return {(one.place.column, one.message_code) for one in caught.value.problems}


def test_facts_are_stored_tidy(people: People) -> None:
    facts = CompanyFacts(name="  Prøve   Bageri ", cvr="00 00 12 34", p_number="0000 012345", phone=" 12 34 56 78")
    made = record.create_company(root=people.testkommune, facts=facts, by=people.freja)
    assert (made.name, made.cvr, made.p_number, made.phone) == ("Prøve Bageri", CVR, P_NUMBER, "12 34 56 78")
    assert made.is_advertising_protected is None
    assert made.dialled == "12345678"
    event = Event.objects.get(action="companies.company.created")
    assert (event.target_uuid, event.actor_id, event.root_id) == (made.uuid, people.freja.pk, people.testkommune.pk)


@pytest.mark.parametrize(
    ("facts", "problem"),
    [
        (CompanyFacts(name="  "), ("name", "name_missing")),
        (CompanyFacts(name="x" * 201), ("name", "too_long")),
        (CompanyFacts(name="Bageri", cvr="1234567"), ("cvr", "cvr_invalid")),
        (CompanyFacts(name="Bageri", cvr="1234567a"), ("cvr", "cvr_invalid")),
        (CompanyFacts(name="Bageri", p_number="123456789"), ("p_number", "p_number_invalid")),
        (CompanyFacts(name="Bageri", p_number="١" * 10), ("p_number", "p_number_invalid")),
        (CompanyFacts(name="Bageri 700190-1234"), ("name", "cpr_number")),
        (CompanyFacts(name="Bageri", address="Ring til 7001901234"), ("address", "cpr_number")),
    ],
)
def test_what_cannot_be_is_refused(people: People, facts: CompanyFacts, problem: tuple[str, str]) -> None:
    with pytest.raises(BadInput) as caught:
        record.create_company(root=people.testkommune, facts=facts, by=people.freja)
    assert refused(caught) == {problem}
    assert not Company.objects.exists()


def test_a_p_number_may_look_like_a_cpr_number(people: People) -> None:
    facts = CompanyFacts(name="Bageri", p_number="1003388394")
    assert record.create_company(root=people.testkommune, facts=facts, by=None).p_number == "1003388394"


def test_a_p_number_is_of_one_place_in_a_municipality(people: People) -> None:
    taken = make_company(people, name="Prøve Bageri", p_number=P_NUMBER)
    make_company(people, root=people.andenkommune, p_number="0000099999")
    same_number = CompanyFacts(name="Andet", p_number=P_NUMBER)
    with pytest.raises(BadInput) as caught:
        record.create_company(root=people.testkommune, facts=same_number, by=people.freja)
    assert refused(caught) == {("p_number", "p_number_taken")}
    assert caught.value.problems[0].values["company"] == "Prøve Bageri"
    elsewhere = CompanyFacts(name="Andet", p_number="0000099999")
    assert record.create_company(root=people.testkommune, facts=elsewhere, by=people.freja).pk
    other = make_company(people, name="Andet")
    with pytest.raises(BadInput) as caught:
        record.edit_company(
            company=other, facts=CompanyFacts(name="Andet", p_number=P_NUMBER), revision=0, by=people.freja
        )
    assert refused(caught) == {("p_number", "p_number_taken")}
    same = CompanyFacts(name="Nyt navn", p_number=P_NUMBER)
    assert record.edit_company(company=taken, facts=same, revision=0, by=people.freja).name == "Nyt navn"


def test_the_page_leads_to_whoever_has_the_p_number(people: People, client_for: As) -> None:
    taken = make_company(people, name="Prøve Bageri", p_number=P_NUMBER)
    answer = client_for(people.freja).post(reverse("companies:new"), {"name": "Andet", "p_number": "0000 012345"})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert reverse("companies:company", args=[taken.uuid]) in shown
    assert "Prøve Bageri har allerede dette P-nummer" in shown
    assert 'value="0000 012345"' in shown


def test_a_known_firm_is_told_once_and_may_have_another_place(people: People, client_for: As) -> None:
    known = make_company(people, name="Prøve Bageri Nord", cvr=CVR, p_number=P_NUMBER)
    client, typed = client_for(people.freja), {"name": "Prøve Bageri Syd", "cvr": CVR}
    asked = client.post(reverse("companies:new"), typed)
    assert asked.status_code == 422
    shown = asked.content.decode()
    assert reverse("companies:company", args=[known.uuid]) in shown
    assert 'name="is_another_place" value="1"' in shown
    assert Company.objects.count() == 1
    answer = client.post(reverse("companies:new"), {**typed, "is_another_place": "1"})
    made = Company.objects.get(name="Prøve Bageri Syd")
    assert answer["Location"] == reverse("companies:company", args=[made.uuid])
    page_of_new = client.get(answer["Location"]).content.decode()
    assert "Samme firma, andre steder" in page_of_new
    assert "Prøve Bageri Nord" in page_of_new


def test_a_change_keeps_the_names_of_what_changed(people: People) -> None:
    one = make_company(people, phone="11111111")
    facts = CompanyFacts(name="Prøvefirma", phone="22222222", is_advertising_protected=True)
    assert record.edit_company(company=one, facts=facts, revision=0, by=people.erik).revision == 1
    event = Event.objects.get(action="companies.company.edited")
    assert event.details == {"fields": ["advertising_looked_up_on", "is_advertising_protected", "phone"]}
    record.edit_company(company=one, facts=facts, revision=1, by=people.erik)
    assert Event.objects.filter(action="companies.company.edited").count() == 1
    with pytest.raises(ChangedMeanwhile):
        record.edit_company(company=one, facts=facts, revision=0, by=people.erik)


def sent(company: Company, **typed: str) -> dict[str, str]:
    """A form opened as the company is now, with something typed into it."""
    texts = {"name": company.name, "phone": company.phone, "address": company.address}
    return {**{f"opened-{name}": text for name, text in texts.items()}, **texts, **typed}


def test_two_browsers_on_one_company_lose_nothing(people: People, client_for: As) -> None:
    one = make_company(people, phone="11111111")
    address = reverse("companies:edit", args=[one.uuid])
    mine, theirs = sent(one, phone="22222222"), sent(one, address="Prøvevej 1")
    assert client_for(people.erik).post(address, theirs).status_code == 302
    assert client_for(people.freja).post(address, mine).status_code == 302
    one.refresh_from_db()
    assert (one.phone, one.address) == ("22222222", "Prøvevej 1")


def test_what_both_changed_is_shown_to_choose(people: People, client_for: As) -> None:
    one = make_company(people, phone="11111111")
    address = reverse("companies:edit", args=[one.uuid])
    mine = sent(one, phone="22222222")
    client_for(people.erik).post(address, sent(one, phone="33333333"))
    both = client_for(people.freja).post(address, mine)
    assert both.status_code == 409
    assert "22222222" in both.content.decode()
    assert "33333333" in both.content.decode()
    one.refresh_from_db()
    assert one.phone == "33333333"


def test_protection_is_chosen_and_unchosen(people: People, client_for: As) -> None:
    one = make_company(people)
    client, address = client_for(people.erik), reverse("companies:edit", args=[one.uuid])
    for code, stored in (("yes", True), ("no", False), ("", None)):
        before = {True: "yes", False: "no", None: ""}[one.is_advertising_protected]
        typed = {"is_advertising_protected": code, "opened-is_advertising_protected": before}
        assert client.post(address, sent(one, **typed)).status_code == 302
        one.refresh_from_db()
        assert one.is_advertising_protected is stored


def test_the_day_protection_was_looked_up_is_kept_and_renewed(people: People, client_for: As) -> None:
    today = timezone.localdate()
    made = record.create_company(
        root=people.testkommune, facts=CompanyFacts(name="Ny", is_advertising_protected=False), by=people.erik
    )
    assert made.advertising_looked_up_on == today
    one = make_company(people)
    client, address = client_for(people.erik), reverse("companies:edit", args=[one.uuid])
    client.post(address, sent(one, is_advertising_protected="yes"))
    one.refresh_from_db()
    assert one.advertising_looked_up_on == today
    Company.objects.filter(pk=one.pk).update(advertising_looked_up_on=date(2024, 3, 2))
    page = reverse("companies:company", args=[one.uuid])
    assert "Slået op på virk.dk den 2. marts 2024." in client.get(page).content.decode()
    client.post(address, sent(one, phone="44444444", is_looked_up_again="on"))
    one.refresh_from_db()
    assert (one.phone, one.advertising_looked_up_on) == ("44444444", today)
    typed = {"is_advertising_protected": "", "opened-is_advertising_protected": "yes"}
    client.post(address, sent(one, **typed))
    one.refresh_from_db()
    assert one.advertising_looked_up_on is None


def test_protection_stands_before_anything_one_can_call_or_write_to(people: People, client_for: As) -> None:
    for protected, words in (
        (True, "har frabedt sig reklame"),
        (None, "Det har ingen slået op endnu"),
        (False, "Ikke reklamebeskyttet"),
    ):
        one = make_company(people, phone="12345678", is_advertising_protected=protected)
        make_contact(one, phone="87654321", email="kit@firma.example")
        shown = client_for(people.alma).get(reverse("companies:company", args=[one.uuid])).content.decode()
        told = shown.index(words)
        assert all(told < shown.index(text) for text in ("tel:12345678", "tel:87654321", "mailto:kit@firma.example"))


def test_a_company_closes_and_opens(people: People, client_for: As) -> None:
    one = make_company(people)
    client = client_for(people.erik)
    late = client.post(
        reverse("companies:close", args=[one.uuid]), {"on": (timezone.localdate() + timedelta(days=1)).isoformat()}
    )
    assert late.status_code == 422
    client.post(reverse("companies:close", args=[one.uuid]), {"on": timezone.localdate().isoformat()})
    closed = Company.objects.get()
    assert closed.closed_on == timezone.localdate()
    with pytest.raises(BadInput) as caught:
        record.close_company(company=one, on=TODAY, today=TODAY, by=people.erik)
    assert refused(caught) == {("on", "already_closed")}
    client.post(reverse("companies:reopen", args=[one.uuid]))
    assert Company.objects.get().closed_on is None
    with pytest.raises(BadInput):
        record.reopen_company(company=one, by=people.erik)
    shown = client.get(reverse("companies:company", args=[one.uuid])).content.decode()
    assert "Noterede virksomheden som lukket" in shown
    assert "Åbnede virksomheden igen" in shown


def test_a_contact_is_added_changed_and_deleted(people: People, client_for: As) -> None:
    one = make_company(people)
    client, page_of = client_for(people.freja), reverse("companies:company", args=[one.uuid])
    client.post(
        reverse("companies:contact_new", args=[one.uuid]),
        {"name": " Kit  Kontakt ", "email": "KIT@firma.example", "is_decision_maker": "on"},
    )
    contact = CompanyContact.objects.get()
    assert (contact.name, contact.email, contact.is_decision_maker) == ("Kit Kontakt", "kit@firma.example", True)
    address = reverse("companies:contact_edit", args=[contact.uuid])
    opened = {"opened-name": contact.name, "opened-email": contact.email, "opened-is_decision_maker": "1"}
    client.post(address, {**opened, "name": "Kit Kontakt", "email": contact.email, "title": "Ejer"})
    contact.refresh_from_db()
    assert (contact.title, contact.is_decision_maker, contact.revision) == ("Ejer", False, 1)
    assert "Hvem bestemmer over ansættelser? Spørg" in client.get(page_of).content.decode()
    removed = reverse("companies:contact_remove", args=[contact.uuid])
    assert "Kit Kontakt" in client.get(removed).content.decode()
    client.post(removed)
    assert not CompanyContact.objects.exists()
    shown = client.get(page_of).content.decode()
    assert "Slettede en kontakt" in shown
    assert "Kit" not in shown
    assert not [event for event in Event.objects.all() if "Kit" in str(event.details)]


def test_a_note_about_health_is_asked_about_and_a_cpr_number_refused(people: People, client_for: As) -> None:
    one = make_company(people)
    client, address = client_for(people.freja), reverse("companies:contact_new", args=[one.uuid])
    typed = {"name": "Kit Kontakt", "note": "Har selv haft stress"}
    asked = client.post(address, typed)
    assert asked.status_code == 422
    stamp = asked.context["form"].stamp
    assert stamp in asked.content.decode()
    assert not CompanyContact.objects.exists()
    assert client.post(address, {**typed, "traces_read": stamp}).status_code == 302
    contact = CompanyContact.objects.get()
    with pytest.raises(TracesFound):
        contacts.edit_contact(
            contact=contact, facts=ContactFacts(name="Kit Kontakt", note="Har diabetes"), revision=0, by=people.freja
        )
    with pytest.raises(BadInput) as caught:
        contacts.add_contact(company=one, facts=ContactFacts(name="Kim", note="700190-1234"), by=people.freja)
    assert refused(caught) == {("note", "cpr_number")}


def test_a_warning_that_was_read_also_counts_for_a_change(people: People, client_for: As) -> None:
    contact = make_contact(make_company(people))
    client, address = client_for(people.freja), reverse("companies:contact_edit", args=[contact.uuid])
    typed = {"opened-name": contact.name, "name": contact.name, "note": "Har selv haft stress"}
    asked = client.post(address, typed)
    assert asked.status_code == 422
    assert client.post(address, {**typed, "traces_read": asked.context["form"].stamp}).status_code == 302
    contact.refresh_from_db()
    assert contact.note == "Har selv haft stress"


def test_opening_a_company_is_one_line_in_the_log(people: People, client_for: As) -> None:
    contact = make_contact(make_company(people))
    client = client_for(people.alma)
    client.get(reverse("companies:company", args=[contact.company.uuid]))
    event = Event.objects.get(action="companies.company.opened")
    assert (event.target_uuid, event.subject_id, event.citizen_id) == (contact.company.uuid, None, None)
    writer = client_for(people.erik)
    writer.get(reverse("companies:company", args=[contact.company.uuid]))
    writer.get(reverse("companies:contact_edit", args=[contact.uuid]))
    assert Event.objects.filter(action="companies.company.opened").count() == 2


def test_a_manager_sees_no_way_to_write(people: People, client_for: As) -> None:
    contact = make_contact(make_company(people))
    shown = client_for(people.alma).get(reverse("companies:company", args=[contact.company.uuid])).content.decode()
    ways = ("companies:edit", "companies:close", "companies:contact_new")
    assert not [way for way in ways if reverse(way, args=[contact.company.uuid]) in shown]
    assert reverse("companies:contact_edit", args=[contact.uuid]) not in shown
    assert reverse("companies:new") not in client_for(people.alma).get(reverse("companies:list")).content.decode()


def test_contacts_of_a_company_that_closed_long_ago_are_deleted(people: People) -> None:
    closed, lately = TODAY - timedelta(days=366), TODAY - timedelta(days=365)
    gone = make_contact(make_company(people, name="Lukket", closed_on=closed))
    stays = [make_contact(make_company(people, name="Nylig", closed_on=lately)), make_contact(make_company(people))]
    assert [line.rows for line in retention(today=TODAY, dry_run=True)] == [1, 0, 0, 0]
    assert CompanyContact.objects.count() == 3
    retention(today=TODAY, dry_run=False)
    assert set(CompanyContact.objects.all()) == set(stays)
    event = Event.objects.get(action="companies.contact.removed")
    assert (event.target_uuid, event.actor_id) == (gone.company.uuid, None)


def test_a_company_that_closed_long_ago_is_deleted_when_nothing_is_written_about_it(people: People) -> None:
    long_ago, lately = TODAY.replace(year=TODAY.year - 5) - timedelta(days=1), TODAY.replace(year=TODAY.year - 5)
    gone = make_company(people, name="Lukket", closed_on=long_ago)
    named = make_company(people, name="Omtalt", closed_on=long_ago)
    Agreement.objects.create(
        root=people.testkommune, company=named, what="Ring igen", due_on=TODAY, created_at=timezone.now()
    )
    been = make_company(people, name="Forløb")
    make_placement(make_citizen(people), been)
    been.closed_on = long_ago
    been.save()
    stays = {named, been, make_company(people, name="Nylig", closed_on=lately), make_company(people, name="Åben")}

    assert retention(today=TODAY, dry_run=True)[1].rows == 1
    retention(today=TODAY, dry_run=False)

    assert set(Company.objects.all()) == stays
    event = Event.objects.get(action="companies.company.deleted")
    assert (event.target_uuid, event.actor_id) == (gone.uuid, None)


def test_contacts_that_nobody_confirmed_for_two_years_are_a_list_to_clear_up(people: People, client_for: As) -> None:
    today, client = timezone.localdate(), client_for(people.freja)
    old = make_contact(make_company(people, name="Gammel"), confirmed_on=years_from(today, -2) - timedelta(days=1))
    make_contact(make_company(people, name="Nylig"), confirmed_on=years_from(today, -2))
    shown = client.get(reverse("companies:list"))
    assert "1 kontakt er ikke bekræftet i to år." in shown.content.decode()
    listed = client.get(reverse("companies:list"), {"kontakter": "oprydning"}).context["listing"]
    assert [one.name for one in listed.page] == ["Gammel"]
    page = client.get(reverse("companies:company", args=[old.company.uuid])).content.decode()
    assert "Er det stadig den, I taler med?" in page

    (row,) = asked(of_companies, people.freja, today)
    assert (row.what, row.url) == ("1 kontakt at rydde op i", reverse("companies:list") + "?kontakter=oprydning")
    assert row.why_now == "Ingen har bekræftet den i to år."
    assert not of_companies.asks(people.alma, today)  # a manager reads them only
    assert not of_companies.asks(people.bo, today)
    assert not asked(of_companies, people.outsider, today)

    client.post(reverse("companies:contact_confirm", args=[old.uuid]))

    assert not asked(of_companies, people.freja, today)
    old.refresh_from_db()
    assert old.confirmed_on == today
    assert Event.objects.filter(action="companies.contact.confirmed").count() == 1
    cleared = client.get(reverse("companies:list"), {"kontakter": "oprydning"})
    assert not cleared.context["listing"].count
    assert "Intet at rydde op i" in cleared.content.decode()


def test_a_company_and_a_contact_are_added_once(people: People, client_for: As) -> None:
    client = client_for(people.freja)
    makes_one(client, reverse("companies:new"), Company, {"name": "Prøve Bageri"})
    one = Company.objects.first()
    assert one is not None
    makes_one(client, reverse("companies:contact_new", args=[one.uuid]), CompanyContact, {"name": "Kim"})


def test_another_place_of_a_known_firm_is_added_once(people: People, client_for: As) -> None:
    make_company(people, name="Prøve Bageri Nord", cvr=CVR)
    client, url = client_for(people.freja), reverse("companies:new")
    typed = {**form_of(client, url), "name": "Prøve Bageri Syd", "cvr": CVR}
    asked = client.post(url, typed)
    assert typed["key"] in asked.content.decode()
    first, second = (client.post(url, {**typed, "is_another_place": "1"}) for _press in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert Company.objects.filter(cvr=CVR).count() == 2
