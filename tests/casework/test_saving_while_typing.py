"""What saves itself while one types, and what waits for the button."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fagkompas.audit.models import Event
from fagkompas.casework.models import Activity, CasePlan
from tests.casework.making import make_activity, make_plan
from tests.casework.test_plan_pages import TYPED
from tests.casework.test_track_pages import AUTOSAVE
from tests.citizens.making import make_citizen
from tests.conversations.test_pages import ClientFor, shown
from tests.people import People


def begun(people: People, by: Client) -> str:
    """The address of a plan that somebody wrote."""
    url = reverse("casework:plan_edit", args=[make_citizen(people).uuid])
    assert by.post(url, TYPED).status_code == 302
    return url


def saved(client: Client, url: str, data: dict[str, str]) -> dict[str, Any]:
    told: dict[str, Any] = client.post(url, data, headers=AUTOSAVE).json()
    return told


def test_a_new_goal_and_why_wait_for_the_button(people: People, client_for: ClientFor) -> None:
    """What is written of a new goal does not stand beside the old one."""
    client = client_for(people.erik)
    url = begun(people, client)
    typed = shown(client, url) | {
        "goal_title": "Kok",
        "reason": "Har altid lavet mad",
        "description": "Besøger et køkken",
    }
    problem = saved(client, url, typed)["problem"]
    assert problem.startswith("Gemt kl.")
    assert problem.endswith("Målet, hvorfor og antallet af job gemmes, når du trykker på »Gem«.")
    plan = CasePlan.objects.get()
    assert (plan.goal_title, plan.reason, plan.description) == (
        TYPED["goal_title"],
        TYPED["reason"],
        "Besøger et køkken",
    )
    assert client.post(url, typed).status_code == 302
    plan.refresh_from_db()
    assert (plan.goal_title, plan.reason) == ("Kok", "Har altid lavet mad")


def test_a_goal_that_a_colleague_changed_meanwhile_is_theirs(people: People, client_for: ClientFor) -> None:
    client, colleague = client_for(people.erik), client_for(people.alma)
    url = begun(people, client)
    mine = shown(client, url)
    assert colleague.post(url, shown(colleague, url) | {"goal_title": "Gartner"}).status_code == 302
    told = saved(client, url, mine | {"description": "Eriks vej"})
    assert "En anden har også ændret noget" in told["saved"]
    plan = CasePlan.objects.get()
    assert (plan.goal_title, plan.description) == ("Gartner", "Eriks vej")
    both = client.post(url, mine | told["opened"] | {"description": "Eriks vej", "goal_title": "Kok"})
    assert both.status_code == 409


def test_who_saved_before_one_opened_has_changed_nothing(people: People, client_for: ClientFor) -> None:
    url = begun(people, client_for(people.alma))
    client = client_for(people.erik)
    told = saved(client, url, shown(client, url) | {"description": "Noget andet"})
    assert "anden" not in told["saved"]


def test_words_about_health_that_were_read_are_told_no_more(people: People, client_for: ClientFor) -> None:
    """One of two is taken out, and a new one is told alone: the rest is saved."""
    client = client_for(people.erik)
    url = begun(people, client)
    typed = shown(client, url) | {"reason": "Har haft en depression", "description": "Tager medicin. Har migræne."}
    warned = client.post(url, typed)
    assert client.post(url, typed | {"traces_read": warned.context["form"].stamp}).status_code == 302
    assert "saved" in saved(
        client, url, shown(client, url) | {"reason": "Vil gerne", "fewer_tracks_reason": "Egen vej"}
    )
    assert "saved" in saved(client, url, shown(client, url) | {"description": "Tager medicin."})
    plan = CasePlan.objects.get()
    assert (plan.reason, plan.fewer_tracks_reason, plan.description) == ("Vil gerne", "Egen vej", "Tager medicin.")
    typed = shown(client, url) | {"reason": "Har fået diabetes", "description": "Tager medicin om morgenen."}
    problem = saved(client, url, typed)["problem"]
    assert "diabetes" in problem
    assert "medicin" not in problem
    plan.refresh_from_db()
    assert (plan.reason, plan.description) == ("Vil gerne", "Tager medicin om morgenen.")
    # With the button the new one is told, and then it is saved.
    typed = shown(client, url) | {"reason": "Har fået diabetes"}
    warned = client.post(url, typed)
    assert [trace.found for _label, trace in warned.context["form"].traces] == ["diabetes"]
    assert client.post(url, typed | {"traces_read": warned.context["form"].stamp}).status_code == 302
    plan.refresh_from_db()
    assert plan.reason == "Har fået diabetes"


def test_since_when_jobs_are_asked_for_stands_while_one_types(people: People, client_for: ClientFor) -> None:
    client = client_for(people.erik)
    url = begun(people, client)
    long_ago = timezone.localdate() - timedelta(days=40)
    CasePlan.objects.update(search_per_week=2, search_since=long_ago)
    typed = shown(client, url)
    for number in ("", "1", "12"):
        assert saved(client, url, typed | {"search_per_week": number})["problem"].startswith("Gemt kl.")
    assert CasePlan.objects.get().search_since == long_ago
    client.post(url, typed | {"search_per_week": "3"})
    plan = CasePlan.objects.get()
    assert (plan.search_per_week, plan.search_since) == (3, timezone.localdate())


def test_one_line_in_the_log_for_what_one_writes_at_a_time(people: People, client_for: ClientFor) -> None:
    client = client_for(people.erik)
    url = begun(people, client_for(people.alma))
    typed = shown(client, url)
    for text in ("B", "Be", "Besøger"):
        typed |= {"description": text}
        typed |= saved(client, url, typed)["opened"]
    client.post(url, typed | {"search_per_week": "3"})
    lines = Event.objects.filter(action="casework.plan.saved", actor_id=people.erik.pk).order_by("pk")
    assert [line.details["fields"] for line in lines] == [["description"], ["search_per_week"]]


def test_an_activity_is_taken_out_after_one_has_written_in_it(people: People, client_for: ClientFor) -> None:
    plan, client = make_plan(make_citizen(people)), client_for(people.erik)
    one = make_activity(plan)
    url = reverse("casework:activity_edit", args=[plan.citizen.uuid, one.uuid])
    told = saved(client, url, shown(client, url) | {"purpose": "At lære mere"})
    remove = reverse("casework:activity_remove", args=[plan.citizen.uuid, one.uuid])
    client.post(remove, {"revision": str(one.revision)})
    assert Activity.objects.count() == 1  # As a page would that has not learnt of it.
    client.post(remove, {"revision": told["revision"]})
    assert Activity.objects.count() == 0
