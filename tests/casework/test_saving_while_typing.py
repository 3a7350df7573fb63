"""What saves itself while one types, and what waits for the button."""

from typing import Any

from django.test import Client
from django.urls import reverse

from fagkompas.casework.models import CasePlan
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
    assert problem.endswith("Målet og hvorfor gemmes, når du trykker på »Gem«.")
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
    assert "saved" in saved(client, url, shown(client, url) | {"reason": "Vil gerne", "search_per_week": "4"})
    assert "saved" in saved(client, url, shown(client, url) | {"description": "Tager medicin."})
    plan = CasePlan.objects.get()
    assert (plan.reason, plan.search_per_week, plan.description) == ("Vil gerne", 4, "Tager medicin.")
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
