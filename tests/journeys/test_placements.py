"""A placement from its first day to the talk about pay: tasks, two follow-ups, curves, two who write; narrow, without scripts."""

import re
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, ViewportSize, expect

from fagkompas.accounts.models import Employee
from fagkompas.casework.models import Placement, PlacementTask, TaskRating
from fagkompas.conversations.models import Agreement, Conversation
from tests.casework.work import make_placement, make_task, say
from tests.citizens.making import make_citizen
from tests.companies.making import make_company
from tests.journeys.looks import Check, looks_right, open_all
from tests.people import People

SignIn = Callable[[Page, Employee], None]
OpenPage = Callable[..., Page]
NARROW = ViewportSize(width=320, height=640)


def a_placement(people: People) -> tuple[str, Placement, PlacementTask]:
    """Its address, with a task that was followed up four weeks ago."""
    citizen = make_citizen(people)
    placement = make_placement(citizen, make_company(people, name="Prøvelager"))
    task = make_task(placement, "Fylder hylder")
    say(task, on=timezone.localdate() - timedelta(weeks=4), employer=7, citizen=5, new_hire=7)
    return f"/borgere/{citizen.uuid}/forloeb/{placement.uuid}/", placement, task


def test_from_the_first_day_to_a_task(any_page: Page, sign_in_as: SignIn, people: People, axe: Check) -> None:
    page, citizen = any_page, make_citizen(people)
    make_company(people, name="Prøvelager")
    sign_in_as(page, people.erik)
    page.goto(f"/borgere/{citizen.uuid}/forloeb/")
    looks_right(page, axe)
    page.get_by_role("link", name="Nyt forløb").click()
    looks_right(page, axe)
    page.get_by_label("Virksomhed", exact=True).press_sequentially("Prøvel")
    page.get_by_role("option", name=re.compile("Prøvelager")).click()
    page.get_by_label("Timer med løn, I går efter").fill("10")
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_text("Forløbet er oprettet.")).to_be_visible()
    looks_right(page, axe)
    page.get_by_label("Hvad hedder opgaven?").fill("Fylder hylder")
    page.get_by_label("Hvor længe tager den på en uge?").fill("300")
    page.get_by_label("Hvor meget af den er med løn?").fill("120")
    page.get_by_role("button", name="Gem", exact=True).click()
    expect(page.get_by_role("link", name=re.compile("Skriv, hvad der skal læres"))).to_be_visible()
    looks_right(page, axe)
    page.get_by_label("Hvad skal læres i oplæringen?").fill("Kan bestille varer alene")
    page.get_by_label("Lært senest").fill((timezone.localdate() + timedelta(days=30)).isoformat())
    page.get_by_role("button", name="Gem", exact=True).click()
    expect(page.get_by_text("2 timer af 10 timer")).to_be_visible()
    expect(page.get_by_text("180 oplæring")).to_be_visible()
    looks_right(page, axe)


def test_a_follow_up_makes_a_task_ready_and_the_talk_is_planned(
    any_page: Page, sign_in_as: SignIn, people: People, axe: Check
) -> None:
    page = any_page
    address, _placement, _task = a_placement(people)
    sign_in_as(page, people.erik)
    page.goto(address)
    page.get_by_role("link", name="Følg op", exact=True).click()
    expect(page.get_by_text("Sidst sagt")).to_be_visible()
    looks_right(page, axe)
    page.get_by_label("Arbejdsgiveren siger").select_option("8")
    page.get_by_label("Borgeren siger").select_option("5")
    page.get_by_label("Hvad er det næste?").fill("Prøve at kigge på mejeriet")
    expect(page.get_by_text("Arbejdsgiveren ser den 3 trin højere")).to_be_visible()
    expect(page.get_by_text(re.compile("^Gemt kl."))).to_be_visible()
    looks_right(page, axe)
    assert not TaskRating.objects.filter(on=timezone.localdate()).exists()
    assert not Agreement.objects.exists()
    page.reload()
    expect(page.get_by_label("Arbejdsgiveren siger")).to_have_value("8")
    page.get_by_label(re.compile("Hvornår senest|Senest hvornår")).fill(
        (timezone.localdate() + timedelta(days=9)).isoformat()
    )
    page.get_by_role("button", name="Gem opfølgningen").click()
    expect(page.get_by_text("Opfølgningen er gemt")).to_be_visible()
    expect(page.get_by_text("Klar til løn", exact=True)).to_be_visible()
    open_all(page)
    looks_right(page, axe)
    assert Agreement.objects.get().what == "Fylder hylder: Prøve at kigge på mejeriet"
    page.get_by_role("button", name="Planlæg samtalen om løn").click()
    page.wait_for_url(re.compile("/forbered/"))
    assert any("Fylder hylder" in topic.text for topic in Conversation.objects.get().topics.all())


def test_two_who_follow_up_at_once_lose_nothing(open_page: OpenPage, people: People, axe: Check) -> None:
    address, _placement, task = a_placement(people)
    erik, alma = open_page(people.erik), open_page(people.alma)
    for page in (erik, alma):
        page.goto(f"{address}opfoelgning/")
    erik.get_by_label("Arbejdsgiveren siger").select_option("8")
    expect(erik.get_by_text(re.compile("^Gemt kl."))).to_be_visible()
    alma.get_by_label("Borgeren siger").select_option("6")
    expect(alma.get_by_text(re.compile("^Gemt kl."))).to_be_visible()
    assert not TaskRating.objects.filter(task=task, on=timezone.localdate()).exists()
    erik.reload()
    expect(erik.get_by_label("Arbejdsgiveren siger")).to_have_value("8")
    expect(erik.get_by_label("Borgeren siger")).to_have_value("6")
    alma.get_by_label("Arbejdsgiveren siger").select_option("3")
    expect(alma.get_by_text(re.compile("^En anden"))).to_be_visible()
    alma.get_by_role("button", name="Gem opfølgningen").click()
    expect(alma.get_by_text("Intet er tabt")).to_be_visible()
    expect(alma.get_by_role("heading", name="Fylder hylder: Arbejdsgiveren siger")).to_be_visible()
    looks_right(alma, axe)


def test_placements_fit_on_the_narrowest_phone(open_page: OpenPage, people: People, axe: Check) -> None:
    address, _placement, task = a_placement(people)
    page = open_page(people.erik, viewport=NARROW)
    for part in ("", "opfoelgning/", "ret/", "opgave/ny/", f"opgave/{task.uuid}/"):
        page.goto(f"{address}{part}")
        open_all(page)
        looks_right(page, axe)


def test_without_scripts_a_follow_up_is_saved(open_page: OpenPage, people: People, axe: Check) -> None:
    address, _placement, _task = a_placement(people)
    page = open_page(people.erik, java_script_enabled=False)
    page.goto(f"{address}opfoelgning/")
    page.get_by_label("Arbejdsgiveren siger").select_option("8")
    page.get_by_role("button", name="Gem opfølgningen").click()
    expect(page.get_by_text("Opfølgningen er gemt")).to_be_visible()
    assert TaskRating.objects.get(on=timezone.localdate()).employer == 8
