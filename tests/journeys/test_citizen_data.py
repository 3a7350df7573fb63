"""The data protection officer: who has opened a case, what stands about the citizen, the slip, the log and the deletion."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, ViewportSize, expect

from fagkompas.accounts.actions import set_language
from fagkompas.accounts.models import Employee
from fagkompas.audit.actions import record_read
from fagkompas.audit.models import Event
from fagkompas.citizens.actions.openings import open_with_reason
from tests.citizens.making import CPR, make_citizen
from tests.journeys.looks import Check, looks_right
from tests.people import People
from tests.website.whole_citizen import make_whole

SignIn = Callable[[Page, Employee], None]
OpenPage = Callable[..., Page]
NARROW = ViewportSize(width=320, height=640)
"""Also what a desktop shows at 400 %."""


def test_who_has_looked_and_what_stands_there_is_handed_out(
    any_page: Page, sign_in_as: SignIn, people: People, axe: Check, tmp_path: Path
) -> None:
    citizen = make_whole(people, name="Åse Opdigtet").citizen
    open_with_reason(citizen=citizen, reason="Karen er på ferie", today=timezone.localdate(), by=people.freja)
    record_read(by=people.freja, action="citizens.case.opened", citizen_id=citizen.pk, target=citizen)
    page = any_page
    sign_in_as(page, people.gry)
    page.goto("/styring/")
    looks_right(page, axe)
    page.get_by_role("link", name="Borgere: indsigt og adgang").click()
    looks_right(page, axe)
    page.get_by_label("Eller navn").fill("Åse")
    page.get_by_role("button", name="Find borgeren").click()
    expect(page.get_by_role("link", name="Skriv et CPR-nummer eller både navn og sagsnummer.")).to_be_visible()
    expect(page.get_by_label("Eller navn")).to_have_value("Åse")
    looks_right(page, axe)
    page.get_by_label("og sagsnummer").fill("0000-0000")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Ingen fundet")).to_be_visible()
    looks_right(page, axe)
    page.get_by_label("CPR-nummer").fill("700190-1234")
    page.get_by_role("button", name="Find borgeren").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Åse Opdigtet")
    assert "1234" not in page.url
    expect(page.get_by_text("Karen er på ferie")).to_be_visible()
    expect(page.get_by_text("Virksomhedskonsulent, Syd")).to_be_visible()
    looks_right(page, axe)

    page.get_by_role("link", name="Udlevér det hele").click()
    looks_right(page, axe)
    page.get_by_label("Ord om andre, som skal skjules").fill("Karen")
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Hent til maskiner (JSON)").click()
    content = json.loads(Path(downloading.value.path()).read_bytes())
    assert [one["reason"] for one in content["opened"] if one["reason"]] == ["[en anden] er på ferie"]
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Hent som PDF").click()
    assert Path(downloading.value.path()).read_bytes().startswith(b"%PDF")
    assert Event.objects.filter(action="audit.subject_access.made", citizen_id=citizen.pk).count() == 2

    page.get_by_role("link", name="Tilbage").click()
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Adgangsseddel som PDF").click()
    assert downloading.value.suggested_filename.startswith("Hvem har åbnet min sag")
    page.get_by_role("link", name="Se adgangssedlen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hvem har åbnet min sag")
    axe(page)


def test_the_log_of_one_case_on_a_narrow_page_in_english(open_page: OpenPage, people: People, axe: Check) -> None:
    citizen, other = make_citizen(people, name="Åse Opdigtet", cpr=CPR), make_citizen(people, name="Bent Opdigtet")
    for one in (citizen, other):
        record_read(by=people.erik, action="citizens.case.opened", citizen_id=one.pk, target=one)
    set_language(person=people.gry, language="en")
    page = open_page(people.gry, viewport=NARROW)
    page.goto("/styring/log/")
    looks_right(page, axe)
    expect(page.get_by_text("Opdigtet")).to_have_count(0)
    page.get_by_role("link", name=citizen.case_number).first.click()
    expect(page.get_by_text("Åse Opdigtet", exact=False).first).to_be_visible()
    expect(page.get_by_text(other.case_number)).to_have_count(0)
    looks_right(page, axe)
    page.get_by_role("link", name="Insight and access slip").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Åse Opdigtet")
    looks_right(page, axe)
    for part in ("indsigt", "adgang"):
        page.goto(f"/styring/borgere/{citizen.uuid}/{part}/")
        looks_right(page, axe)


def test_what_is_deleted_tonight_is_seen_before_and_after(open_page: OpenPage, people: People, axe: Check) -> None:
    old = make_whole(
        people, name="Åse Opdigtet", began_on=date(2019, 1, 1), closed_on=date(2020, 1, 1), closed_why="job"
    )
    page = open_page(people.gry, viewport=NARROW)
    page.goto("/styring/sletning/")
    expect(page.get_by_role("heading", name="Det bliver slettet i nat")).to_be_visible()
    expect(page.get_by_role("link", name=old.citizen.case_number)).to_be_visible()
    expect(page.get_by_text("Åse")).to_have_count(0)
    looks_right(page, axe)
    call_command("retention")
    page.reload()
    expect(page.get_by_text("Intet har nået sin slettedato.")).to_be_visible()
    expect(page.get_by_text("Borgere: 1")).to_be_visible()
    looks_right(page, axe)
