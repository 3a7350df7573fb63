"""Job titles: looking one up, and picking one in a form by keyboard, by pointer and without script."""

import re
from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path
from django.utils import timezone
from playwright.sync_api import Page, expect

from fagkompas.occupations.actions.examples import load_examples
from fagkompas.occupations.forms import OccupationField
from fagkompas.toolkit.forms import Form, posted
from fagkompas.website.urls import urlpatterns as website
from tests.journeys.conftest import PHONE
from tests.journeys.looks import Check, looks_right
from tests.people import People

OpenPage = Callable[..., Page]

PAGE = """{% extends "base.html" %}
{% block title %}Jobmål{% endblock %}
{% block content %}
  {% page_header title="Jobmål" %}{% endpage_header %}
  {% if chosen %}<p>Valgt: {{ chosen.title }}</p>{% endif %}
  <form method="post" class="task" novalidate>{% csrf_token %}{% error_summary form %}{% field form.job %}{% field form.why %}<button type="submit" class="button button-primary">Gem</button></form>
{% endblock %}"""


class GoalForm(Form):
    """As another app has it."""

    job = OccupationField(label="Stilling", help_text="Skriv det, man ville blive ansat som.")
    why = OccupationField(label="En anden", required=False)


def goal(request: HttpRequest) -> HttpResponse:
    """A page with the form, which tells what was chosen."""
    form = GoalForm(posted(request))
    chosen = form.cleaned_data["job"] if form.is_bound and form.is_valid() else None
    return HttpResponse(engines["django"].from_string(PAGE).render({"form": form, "chosen": chosen}, request))


urlpatterns = [path("jobmaal/", goal), *website]


@pytest.fixture
def examples(people: People) -> None:
    load_examples(now=timezone.now())


@pytest.mark.urls(__name__)
@pytest.mark.usefixtures("examples")
def test_picking_by_keyboard(open_page: OpenPage, people: People, axe: Check) -> None:
    """Arrows, Enter and Escape; what is told to a screen reader; nothing but what was typed goes into an address."""
    page = open_page(people.erik)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/soeg/" in request.url else None)
    page.goto("/jobmaal/")
    field = page.get_by_role("combobox", name="Stilling")
    options = page.get_by_role("listbox").get_by_role("option")
    looks_right(page, axe)
    field.press_sequentially("lagerm", delay=30)
    expect(options.first).to_contain_text("lager- og logistikmedarbejder")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.locator("[data-picker-status]").first).to_contain_text("Brug piletasterne")
    looks_right(page, axe)
    field.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", re.compile("suggestions-0"))
    expect(options.first).to_have_attribute("aria-selected", "true")
    looks_right(page, axe)
    field.press("ArrowUp")
    expect(field).not_to_have_attribute("aria-activedescendant", re.compile("."))
    field.press("Escape")
    expect(options).to_have_count(0)
    expect(field).to_have_value("lagerm")
    field.press("ArrowDown")
    expect(options.first).to_be_visible()
    field.press("ArrowDown")
    field.press("Enter")
    expect(field).to_have_value("lager- og logistikmedarbejder")
    expect(options).to_have_count(0)
    field.press("Enter")
    expect(page.get_by_text("Valgt: lager- og logistikmedarbejder")).to_be_visible()
    assert asked
    assert all(re.search(r"/erhverv/soeg/\?q=[^&]*$", address) for address in asked), asked


@pytest.mark.urls(__name__)
@pytest.mark.usefixtures("examples")
def test_picking_by_finger_on_a_phone(open_page: OpenPage, people: People, axe: Check) -> None:
    """A tap takes; leaving the field closes the list."""
    page = open_page(people.erik, viewport=PHONE)
    page.goto("/jobmaal/")
    page.get_by_label("Stilling").press_sequentially("sygpel")
    option = page.get_by_role("option", name="sygeplejerske")
    expect(option).to_be_visible()
    looks_right(page, axe)
    page.get_by_label("En anden").focus()
    expect(option).to_have_count(0)
    page.get_by_label("Stilling").press("End")
    page.get_by_label("Stilling").press_sequentially("e")
    page.get_by_role("option", name="sygeplejerske").click()
    expect(page.get_by_label("Stilling")).to_have_value("sygeplejerske")
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_text("Valgt: sygeplejerske")).to_be_visible()


@pytest.mark.urls(__name__)
@pytest.mark.usefixtures("examples")
def test_picking_without_script(open_page: OpenPage, people: People) -> None:
    """What is no title comes back with the nearest ones, and nothing is lost."""
    page = open_page(people.erik, java_script_enabled=False)
    page.goto("/jobmaal/")
    page.get_by_label("Stilling").fill("lagermand")
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_label("Stilling")).to_have_value("lagermand")
    expect(page.get_by_text("Vælg en af de nærmeste").first).to_be_visible()
    page.get_by_role("radio", name="lager- og logistikmedarbejder").check()
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_text("Valgt: lager- og logistikmedarbejder")).to_be_visible()


@pytest.mark.urls(__name__)
@pytest.mark.usefixtures("examples")
def test_the_nearest_ones_with_script(open_page: OpenPage, people: People, axe: Check) -> None:
    """The same, as those see it who leave the field without taking anything."""
    page = open_page(people.erik)
    page.goto("/jobmaal/")
    page.get_by_label("Stilling").fill("lagermand")
    page.get_by_label("En anden").focus()
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_role("radio")).not_to_have_count(0)
    looks_right(page, axe)


@pytest.mark.usefixtures("examples")
def test_looking_a_title_up(any_page: Page, people: People, sign_in_as: Callable[..., None], axe: Check) -> None:
    """From everyday words to the title, its groups and its neighbours."""
    sign_in_as(any_page, people.bo)
    any_page.goto("/erhverv/")
    looks_right(any_page, axe)
    any_page.get_by_label("Søg efter en stilling").press_sequentially("pedel", delay=20)
    expect(any_page.get_by_text("fundet som »pedel«")).to_be_visible()
    looks_right(any_page, axe)
    any_page.get_by_role("link", name="ejendomsservicetekniker").click()
    expect(any_page.get_by_role("cell", name="5153")).to_be_visible()
    looks_right(any_page, axe)
    any_page.goto("/erhverv/?q=lærer")
    any_page.get_by_role("link", name="folkeskolelærer").click()
    expect(any_page.get_by_role("heading", name="folkeskolelærer")).to_be_visible()
