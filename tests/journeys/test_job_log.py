"""The job log and the CV: write in, follow up, read a file, advice while one types; narrow, in English, without scripts."""

import re
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import FilePayload, Page, ViewportSize, expect

from fagkompas.accounts.models import Employee
from fagkompas.casework.actions.status import refresh_status
from fagkompas.casework.models import CvSection, JobLogEntry
from tests.casework.making import make_plan, make_track
from tests.casework.work import make_entry
from tests.citizens.making import make_citizen
from tests.journeys.looks import Check, looks_right, open_all
from tests.people import People

SignIn = Callable[[Page, Employee], None]
OpenPage = Callable[..., Page]
NARROW = ViewportSize(width=320, height=640)


def test_a_job_is_written_in_followed_up_and_read_from_a_file(
    any_page: Page, sign_in_as: SignIn, people: People, axe: Check
) -> None:
    page, citizen, today = any_page, make_citizen(people), timezone.localdate()
    make_track(make_plan(citizen, search_per_week=2), "Gartner")
    make_entry(citizen, title="Kok", days_ago=9, follow_up_on=today - timedelta(days=1))
    refresh_status(citizens=[citizen.pk], now=timezone.now())
    sign_in_as(page, people.erik)
    page.goto("/")
    expect(page.get_by_text("1 job at følge op på.")).to_be_visible()
    page.goto(f"/borgere/{citizen.uuid}/joblog/")
    looks_right(page, axe)
    page.get_by_label("Hvad er der søgt?").fill("Gartner")
    page.get_by_label("Hvilken virksomhed?").fill("Havevej")
    page.get_by_label("Hvilket jobspor?").select_option(label="Gartner")
    page.get_by_role("button", name="Skriv ind").click()
    expect(page.get_by_text("Jobbet står i loggen, ")).to_be_visible()
    expect(page.locator(".log-this")).to_contain_text("1 af 2")
    page.get_by_label(re.compile("Hvad kom der ud af det.* Kok")).select_option("interview")
    page.get_by_role("button", name=re.compile("Fulgt op")).click()
    expect(page.get_by_role("heading", name="Følg op nu")).to_have_count(0)
    open_all(page)
    looks_right(page, axe)

    page.get_by_role("link", name="Skriv mere om jobbet").click()
    looks_right(page, axe)
    page.get_by_role("button", name="Gem").click()
    looks_right(page, axe)
    page.go_back()
    page.goto(f"/borgere/{citizen.uuid}/joblog/indlaes/")
    looks_right(page, axe)
    rows = f"stilling;dato;jobspor\nTjener;{today};\nBager;{today};Astronaut\n"
    page.get_by_label("Fil", exact=True).set_input_files(
        FilePayload(name="joblog.csv", mimeType="text/csv", buffer=rows.encode())
    )
    page.get_by_role("button", name="Indlæs filen").click()
    expect(page.get_by_text(re.compile("Intet åbent jobspor hedder Astronaut"))).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("button", name="Gem", exact=True).click()
    expect(page.get_by_text("1 job står nu i loggen.")).to_be_visible()
    assert set(JobLogEntry.objects.values_list("title", flat=True)) == {"Kok", "Gartner", "Tjener"}


def test_advice_on_the_cv_comes_while_one_types(any_page: Page, sign_in_as: SignIn, people: People, axe: Check) -> None:
    page, citizen = any_page, make_citizen(people)
    make_track(make_plan(citizen), "Lagermedarbejder", skills=["Truck"])
    sign_in_as(page, people.erik)
    page.goto(f"/borgere/{citizen.uuid}/cv/")
    expect(page.get_by_text("Kompetencer i jobsporene, som ikke står i cv'et")).to_be_visible()
    looks_right(page, axe)
    page.goto(f"/borgere/{citizen.uuid}/cv/experience/")
    page.get_by_label("Job", exact=True).fill("Kok")
    page.get_by_label("Arbejdsgiver").fill("Kroen")
    expect(page.get_by_text("Kok: Skriv opgaverne med ord, som nogen ville søge på.")).to_be_visible()
    looks_right(page, axe)
    page.get_by_label("Opgaver").fill("Lavede frokost til firs gæster hver dag")
    expect(page.get_by_text("Kok: Skriv opgaverne med ord, som nogen ville søge på.")).to_have_count(0)
    expect(page.get_by_text(re.compile("^Gemt kl."))).to_be_visible()
    assert CvSection.objects.get().entries[0]["title"] == "Kok"
    page.get_by_role("button", name="Gem", exact=True).click()
    expect(page.get_by_text("Det er gemt.")).to_be_visible()
    looks_right(page, axe)
    page.goto(f"/borgere/{citizen.uuid}/cv/indlaes/")
    looks_right(page, axe)
    page.get_by_label("Eller sæt teksten ind").fill("Forside\nSprog\nDansk (modersmål)")
    page.get_by_role("button", name="Indlæs").click()
    looks_right(page, axe)
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_text("1 punkt står nu i cv'et.")).to_be_visible()


def test_log_and_cv_fit_on_the_narrowest_phone_and_in_english(open_page: OpenPage, people: People, axe: Check) -> None:
    citizen = make_citizen(people)
    make_plan(citizen)
    make_entry(citizen, title="Specialkonsulent i bæredygtighedsrapportering", company="Virksomhedsnavnudenmellemrum")
    page = open_page(people.erik, viewport=NARROW)
    for part in ("joblog/", "joblog/ny/", "joblog/krav/", "joblog/indlaes/", "cv/", "cv/profile/", "cv/set-igennem/"):
        page.goto(f"/borgere/{citizen.uuid}/{part}")
        looks_right(page, axe)
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": page.url}])
    page.goto(f"/borgere/{citizen.uuid}/joblog/")
    looks_right(page, axe)


def test_without_scripts_a_job_and_a_part_are_saved(open_page: OpenPage, people: People, axe: Check) -> None:
    citizen = make_citizen(people)
    page = open_page(people.erik, java_script_enabled=False)
    page.goto(f"/borgere/{citizen.uuid}/joblog/")
    page.get_by_label("Hvad er der søgt?").fill("Gartner")
    page.get_by_role("button", name="Skriv ind").click()
    expect(page.get_by_text("Jobbet står i loggen, ")).to_be_visible()
    page.goto(f"/borgere/{citizen.uuid}/cv/languages/")
    page.get_by_label("Sprog", exact=True).first.fill("Dansk")
    page.get_by_role("button", name="Gem", exact=True).click()
    expect(page.get_by_text("Sæt kryds ved modersmålet")).to_be_visible()
