"""One's own conversations and agreements as a calendar, in which nobody is named."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from fagkompas.accounts.actions import retire_employee, return_employee
from fagkompas.accounts.models import Employee
from fagkompas.audit.models import Event
from fagkompas.casework.views.calendar_address import KEY
from fagkompas.conversations.models import Conversation
from fagkompas.toolkit.attempts import MOST
from fagkompas.toolkit.links import digest_of
from fagkompas.toolkit.logs import without_secrets
from tests.citizens.making import make_citizen
from tests.conversations.making import agreement, make_company
from tests.conversations.making import plan as plan_conversation
from tests.people import People

pytestmark = pytest.mark.django_db


def test_the_calendar_has_own_conversations_and_days_and_names_nobody(
    people: People, client_for: Callable[[Employee], Client]
) -> None:
    citizen = make_citizen(people)
    at = timezone.now().replace(microsecond=0) + timedelta(days=3)
    talk = plan_conversation(people.erik, citizen=citizen, at=at)
    other = plan_conversation(people.erik, citizen=make_citizen(people, name="Anden Prøve"), at=at)
    plan_conversation(people.erik, citizen=citizen, at=timezone.now() - timedelta(days=2))  # never held
    made = agreement(people.erik, citizen=citizen)
    content = client_for(people.erik).get(reverse("casework:own_calendar")).content
    events = {str(event["uid"]): event for event in Calendar.from_ical(content).walk("VEVENT")}
    assert set(events) == {f"{one.uuid}@fagkompas" for one in (talk, other, made)}
    for one in (talk, other):
        assert one.citizen is not None
        assert (
            events[f"{one.uuid}@fagkompas"]["summary"] == f"Samtale: sag {one.citizen.case_number[-4:]} · Ved et møde"
        )
    assert events[f"{talk.uuid}@fagkompas"].decoded("dtstart") == at
    assert events[f"{talk.uuid}@fagkompas"].decoded("sequence") == talk.revision
    assert events[f"{made.uuid}@fagkompas"].decoded("dtstart") == made.due_on
    assert citizen.name.encode() not in content
    assert made.what.encode() not in content
    others = client_for(people.freja).get(reverse("casework:own_calendar")).content
    assert b"VEVENT" not in others


def secret_address(client: Client) -> str:
    """A new one, as its page shows it once."""
    return str(client.post(reverse("casework:calendar_address"), {"make": "1"}, follow=True).context["made"])


def test_a_calendar_program_fetches_the_own_day_by_a_secret_address(
    people: People, client: Client, client_for: Callable[[Employee], Client]
) -> None:
    citizen = make_citizen(people, name="Lilly Prøve")
    talk = plan_conversation(people.erik, citizen=citizen, at=timezone.now() + timedelta(days=1))
    Conversation.objects.update(place="Hos Lilly Prøve, Testvej 1")
    agreement(people.erik, citizen=citizen, what="Lilly ringer")
    address = secret_address(client_for(people.erik))
    secret = address.rsplit("/", 1)[1].removesuffix(".ics")
    people.erik.refresh_from_db()
    assert len(secret) >= 43
    assert people.erik.calendar_digest == digest_of(secret) != secret
    answer = client.get(address)
    assert (answer.headers["Content-Type"], answer.headers["Cache-Control"]) == (
        "text/calendar; charset=utf-8",
        "no-store",
    )
    for told in ("Lilly", "Testvej", "ringer"):
        assert told.encode() not in answer.content
    events = {str(event["uid"]): event for event in Calendar.from_ical(answer.content).walk("VEVENT")}
    link = str(events[f"{talk.uuid}@fagkompas"]["url"])
    assert link.endswith(reverse("conversations:hold", args=[talk.uuid]))
    assert client.get(link).status_code == 302, "it asks for sign-in"
    assert client.post(address).status_code == 405
    client.get(address)
    fetched = Event.objects.get(action="accounts.calendar.fetched")  # once a day
    assert (fetched.actor_id, fetched.subject_id, fetched.citizen_id) == (people.erik.pk, None, None)


def test_an_address_is_renewed_and_closed_and_ends_with_the_job(
    people: People, client: Client, client_for: Callable[[Employee], Client]
) -> None:
    erik = client_for(people.erik)
    first, second = secret_address(erik), secret_address(erik)
    assert [client.get(one).status_code for one in (first, second)] == [404, 200]
    assert second not in erik.get(reverse("casework:calendar_address")).content.decode()
    erik.post(reverse("casework:calendar_address"), {"close": "1"})
    assert client.get(second).status_code == 404
    actions = Event.objects.filter(action__startswith="accounts.calendar.").order_by("pk")
    assert [one.action.rsplit(".", 1)[1] for one in actions] == ["opened", "opened", "fetched", "closed"]
    third = secret_address(erik)
    retire_employee(employee=people.erik, on=timezone.localdate(), by=people.ida)
    assert client.get(third).status_code == 404
    return_employee(employee=people.erik, by=people.ida)
    assert client.get(third).status_code == 404, "not even when the person is back"


def test_the_address_is_shown_once_and_a_reload_makes_none(
    people: People, client: Client, client_for: Callable[[Employee], Client]
) -> None:
    erik, page = client_for(people.erik), reverse("casework:calendar_address")
    answer = erik.post(page, {"make": "1"})
    assert (answer.status_code, answer.headers["Location"]) == (302, page)
    kept = str(dict(erik.session.items()))
    shown = erik.get(page)
    made = str(shown.context["made"])
    secret = made.rsplit("/", 1)[1].removesuffix(".ics")
    assert made in shown.content.decode()
    assert shown.headers["Cache-Control"] == "no-store"
    assert secret not in kept
    assert KEY not in erik.session
    assert secret not in erik.get(page).content.decode()
    assert client.get(made).status_code == 200
    assert Event.objects.filter(action="accounts.calendar.opened").count() == 1


def test_an_address_that_opens_nothing_any_more_is_not_shown(
    people: People, client_for: Callable[[Employee], Client]
) -> None:
    here, elsewhere, page = client_for(people.erik), client_for(people.erik), reverse("casework:calendar_address")
    here.post(page, {"make": "1"})
    elsewhere.post(page, {"close": "1"})
    assert here.get(page).context["made"] == ""
    here.post(page, {"make": "1"})
    session = here.session
    session[KEY] = "kept under another key"
    session.save()
    assert here.get(page).context["made"] == ""


def test_who_no_longer_works_with_citizens_has_no_calendar(
    people: People, client: Client, client_for: Callable[[Employee], Client]
) -> None:
    address = secret_address(client_for(people.erik))
    people.erik.roles.all().delete()
    assert client.get(address).status_code == 404


def test_too_many_wrong_addresses_must_wait(
    people: People, client: Client, client_for: Callable[[Employee], Client]
) -> None:
    address = secret_address(client_for(people.erik))
    wrong = reverse("casework:calendar_feed", args=["x" * 43])
    assert {client.get(wrong).status_code for _time in range(MOST)} == {404}
    assert client.get(wrong).status_code == 429
    assert client.get(address).status_code == 200, "a right one is let in all the same"


def test_a_company_is_not_named_without_sign_in(
    people: People, client: Client, client_for: Callable[[Employee], Client]
) -> None:
    """A company of one is a person."""
    erik = client_for(people.erik)
    plan_conversation(
        people.erik, company=make_company(people.testkommune, name="Prøve Lager"), at=timezone.now() + timedelta(days=1)
    )
    address = secret_address(erik)
    assert "en virksomhed" in client.get(address).content.decode()
    assert "Prøve" not in client.get(address).content.decode()
    assert "Prøve" in erik.get(reverse("casework:own_calendar")).content.decode()


def test_the_secret_stands_in_no_log(people: People, client_for: Callable[[Employee], Client]) -> None:
    address = secret_address(client_for(people.erik))
    secret = address.rsplit("/", 1)[1].removesuffix(".ics")
    assert secret not in without_secrets(f"GET {address} 200")
    assert without_secrets("GET /borgere/kalender.ics") == "GET /borgere/kalender.ics"
