"""What is typed in the phone guide and not saved yet: the person's own, encrypted, and gone when it is saved or forgotten."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.companies.actions.calls import calls_begun, draft_of
from fagkompas.companies.actions.keeping import retention
from fagkompas.companies.actions.merging import Seen, merge_companies
from fagkompas.companies.models import CallDraft, Company, Outreach
from fagkompas.companies.objections_reading import bank_of
from tests.companies.making import make_company
from tests.people import People

ClientFor = Callable[[Employee], Client]

TYPING = {"X-Autosave": "1"}


def guide(company: Company) -> str:
    return reverse("companies:call_guide", args=[company.uuid])


def draft(company: Company) -> str:
    return reverse("companies:call_draft", args=[company.uuid])


def typed(**differs: Any) -> dict[str, Any]:
    return {"branch": "with-citizen", "citizen": "Solveig Prøvesen", "need": "En til opvasken", **differs}


def test_what_is_typed_is_there_on_another_device_for_nobody_else(people: People, client_for: ClientFor) -> None:
    company = make_company(people)
    answer = bank_of(people.freja)[0]
    used = f"{answer.key}/{answer.answers[1].key}"
    told = client_for(people.freja).post(draft(company), typed(used=[used], meet_at="10:00"), headers=TYPING)
    assert told.status_code == 200
    assert told.json()["saved"].startswith("Gemt kl.")
    again = client_for(people.freja).get(guide(company))
    words = again.content.decode()
    assert "Det, du skrev" in words
    assert 'value="Solveig Prøvesen"' in words
    assert again.context["form"]["need"].value() == "En til opvasken"
    assert again.context["used"] == {used}
    assert (
        f"/virksomheder/{company.uuid}/ring/" in client_for(people.freja).get(reverse("companies:day")).content.decode()
    )
    other = client_for(people.erik).get(guide(company)).content.decode()
    assert "Solveig" not in other
    assert "En til opvasken" not in other


def test_nobody_reads_it_in_the_database_and_the_browser_keeps_nothing(people: People, client_for: ClientFor) -> None:
    company = make_company(people)
    client_for(people.freja).post(draft(company), typed(), headers=TYPING)
    with connection.cursor() as cursor:
        cursor.execute("SELECT texts FROM companies_calldraft")
        stored = str(cursor.fetchone()[0])
    assert stored
    assert "Solveig" not in stored
    words = client_for(people.freja).get(guide(company)).content.decode()
    assert "data-autosave-unkept" in words
    assert "data-kept" not in words
    assert 'autocomplete="off"' in words.split('name="citizen"')[1].split(">")[0]


def test_it_goes_when_the_call_is_saved_and_stays_when_it_is_refused(people: People, client_for: ClientFor) -> None:
    company, phone = make_company(people), client_for(people.freja)
    refused = phone.post(guide(company), typed(branch="without-citizen", need="En mere", channel="telephone"))
    assert refused.status_code == 422
    assert CallDraft.objects.get().texts["need"] == "En mere"
    data = {
        "branch": "without-citizen",
        "need": "En mere",
        "outcome": "talked",
        "channel": "telephone",
        "revision": "0",
        "key": str(uuid4()),
        **{f"opened-{name}": text for name, text in CallDraft.objects.get().texts.items()},
    }
    for _press in range(2):
        assert phone.post(guide(company), data).status_code == 302
    assert Outreach.objects.count() == 1
    assert not CallDraft.objects.exists()


def test_two_windows_lose_nothing_of_each_other(people: People, client_for: ClientFor) -> None:
    company, phone = make_company(people), client_for(people.freja)
    phone.post(draft(company), typed(note="Ring efter frokost"), headers=TYPING)
    sent = {
        "branch": "without-citizen",
        "outcome": "talked",
        "channel": "telephone",
        "revision": "0",
        "need": "En anden",
    }
    both = phone.post(guide(company), sent)
    assert both.status_code == 409
    assert "En til opvasken" in both.content.decode()
    assert not Outreach.objects.exists()
    chosen = {"need": "En til opvasken og en anden", "branch": "without-citizen", "citizen": "Solveig Prøvesen"}
    opened = {f"opened-{name}": text for name, text in CallDraft.objects.get().texts.items()}
    assert phone.post(draft(company), {**chosen, "note": "Ring efter frokost", **opened}).status_code == 302
    assert CallDraft.objects.get().texts["need"] == "En til opvasken og en anden"
    stale = {**sent, **chosen, **{f"opened-{name}": text for name, text in CallDraft.objects.get().texts.items()}}
    del stale["opened-note"]
    looked = phone.post(guide(company), stale)
    assert looked.status_code == 422
    assert "Ring efter frokost" in looked.content.decode()
    assert not Outreach.objects.exists()


def test_a_cpr_number_is_kept_nowhere_and_the_rest_is(people: People, client_for: ClientFor) -> None:
    company = make_company(people)
    told = client_for(people.freja).post(draft(company), typed(note="Ring om 010190-1234"), headers=TYPING)
    assert told.status_code == 422
    texts = CallDraft.objects.get().texts
    assert texts["need"] == "En til opvasken"
    assert "note" not in texts


def test_one_can_begin_anew(people: People, client_for: ClientFor) -> None:
    company, phone = make_company(people), client_for(people.freja)
    phone.post(draft(company), typed(), headers=TYPING)
    client_for(people.erik).post(reverse("companies:call_anew", args=[company.uuid]))
    assert CallDraft.objects.exists()
    assert phone.post(reverse("companies:call_anew", args=[company.uuid])).status_code == 302
    assert not CallDraft.objects.exists()


def test_what_nobody_types_in_for_a_week_is_deleted(people: People, client_for: ClientFor) -> None:
    company, today = make_company(people), timezone.localdate()
    client_for(people.freja).post(draft(company), typed(), headers=TYPING)
    retention(today=today + timedelta(days=7), dry_run=False)
    assert CallDraft.objects.exists()
    lines = retention(today=today + timedelta(days=8), dry_run=True)
    assert [line.rows for line in lines if line.rows] == [1]
    assert CallDraft.objects.exists()
    retention(today=today + timedelta(days=8), dry_run=False)
    assert not CallDraft.objects.exists()


def merge(kept: Company, left: Company, by: Employee) -> None:
    kept.refresh_from_db()
    seen = Seen(kept=kept.revision, left=left.revision)
    merge_companies(kept=kept, left=left, taken=(), seen=seen, by=by)


def test_it_goes_along_when_two_companies_become_one(people: People, client_for: ClientFor) -> None:
    kept, left, phone = make_company(people), make_company(people), client_for(people.freja)
    phone.post(draft(left), typed(need="Fra den ene"), headers=TYPING)
    merge(kept, left, people.erik)
    assert draft_of(kept, people.freja) is not None
    assert [one.company for one in calls_begun(people.freja)] == [kept]
    third = make_company(people)
    phone.post(draft(third), typed(need="Fra den anden"), headers=TYPING)
    merge(kept, third, people.erik)
    assert [one.texts["need"] for one in calls_begun(people.freja)] == ["Fra den ene"]
    assert phone.get(reverse("companies:day")).status_code == 200
