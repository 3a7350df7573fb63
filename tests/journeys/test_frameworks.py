"""A competence consultant makes the municipality's own framework; everyone else reads it. Axe on every page and state."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from fagkompas.accounts.models import Role
from fagkompas.frameworks import actions, files
from fagkompas.frameworks.models import Version
from tests.frameworks.making import item_of, make_draft, make_published, shipped_version, values
from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.looks import Check, looks_right
from tests.people import People, make_employee

OpenPage = Callable[..., Page]


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_consultant_derives_edits_publishes_and_compares(
    open_page: OpenPage, people: People, axe: Check, viewport: object
) -> None:
    shipped_version()
    page = open_page(people.dorte, viewport=viewport)
    page.goto("/styring/rammer/")
    looks_right(page, axe)
    page.get_by_role("link", name="Faglighed i beskæftigelsesindsatsen (2025)").click()
    looks_right(page, axe)
    page.get_by_role("link", name="Lav kommunens egen").click()
    page.get_by_role("button", name="Lav kladden").click()
    expect(page.get_by_role("alert")).to_contain_text("skal rettes")
    looks_right(page, axe)
    page.get_by_label("Navn", exact=True).fill("Vores ramme")
    page.get_by_label("Kode").fill("vores-2026")
    page.get_by_role("button", name="Lav kladden").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Vores ramme")
    looks_right(page, axe)

    page.get_by_role("link", name="Arbejdsmarked & Uddannelse").click()
    looks_right(page, axe)
    page.get_by_role("link", name="Tilføj en kompetence").click()
    looks_right(page, axe)
    page.get_by_label("Titel", exact=True).fill("Kender kommunens egne tilbud")
    page.get_by_label("Udsagn", exact=True).fill("Du kender kommunens egne tilbud og ved, hvem de er gode for.")
    page.get_by_label("Praktisk").first.check()
    page.get_by_role("button", name="Tilføj").click()
    expect(page.locator("#AU-G7")).to_contain_text("Kender kommunens egne tilbud")
    page.get_by_role("button", name="Flyt til specialiseret AU-G7").click()
    expect(page.locator("#specialised ~ #AU-G7")).to_be_visible()
    page.get_by_role("button", name="Udelad AU-G1").click()
    expect(page.locator("#left-out ~ #AU-G1")).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("button", name="Tag med igen AU-G1").click()
    expect(page.locator("#basic ~ #AU-G1")).to_be_visible()

    page.get_by_role("navigation", name="Du er her").get_by_role("link", name="Vores ramme").click()
    page.get_by_role("link", name="Se igennem og udgiv").click()
    expect(page.get_by_role("main")).to_contain_text("Kladden har 62 kompetencer.")
    looks_right(page, axe)
    page.get_by_role("button", name="Udgiv").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Vores ramme")
    page.get_by_role("link", name="Forskelle").click()
    expect(page.get_by_role("main")).to_contain_text("61 af 61 kompetencer er fælles.")
    looks_right(page, axe)


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("language", ["da", "en"])
def test_everyone_reads_frameworks_crosswalk_and_learning_forms(
    open_page: OpenPage, people: People, axe: Check, viewport: object, language: str
) -> None:
    version = shipped_version("roller-kar")
    people.bo.language = language
    people.bo.save()
    page = open_page(people.bo, viewport=viewport)
    for path in ("", f"{version.uuid}/", f"{version.uuid}/felt/VI/", f"{version.uuid}/skala/", "laeringsformer/"):
        page.goto(f"/styring/rammer/{path}")
        expect(page.locator("html")).to_have_attribute("lang", language)
        looks_right(page, axe)
    page.goto("/styring/rammer/krydsreferencer/?forhold=none")
    looks_right(page, axe)
    page.goto("/styring/rammer/krydsreferencer/?felt=AU")
    page.get_by_role("table").get_by_role("link", name="AU-G1").first.click()
    expect(page.locator("#AU-G1")).to_be_in_viewport()
    for details in page.locator("summary").all():
        if details.is_visible() and details.locator("xpath=..").get_attribute("open") is None:
            details.click()
    looks_right(page, axe)


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("language", ["da", "en"])
def test_every_part_of_a_draft_has_its_page(
    open_page: OpenPage, people: People, axe: Check, viewport: object, language: str
) -> None:
    draft = make_draft(people)
    people.dorte.language = language
    people.dorte.save()
    page = open_page(people.dorte, viewport=viewport)
    parts = ("navn/", "skala/ret/", "skala/regler/", "felt/ny/", "felt/AU/ret/", "felt/AU/spoergsmaal/")
    for part in parts:
        page.goto(f"/styring/rammer/{draft.uuid}/{part}")
        looks_right(page, axe)
        page.locator("form.task input[type=text]").first.fill("")
        page.locator("form.task button[type=submit]").click()
        expect(page.locator(".alert-error")).to_be_visible()
        looks_right(page, axe)
    for part in ("", "felt/AU/", "felt/AU/fjern/", "skala/"):
        page.goto(f"/styring/rammer/{draft.uuid}/{part}")
        looks_right(page, axe)


def test_the_code_follows_the_name_until_it_is_typed(open_page: OpenPage, people: People) -> None:
    page = open_page(people.dorte)
    page.goto(f"/styring/rammer/{shipped_version().uuid}/egen/")
    name, code = page.get_by_label("Navn", exact=True), page.get_by_label("Kode")
    name.fill("Vores ramme på Ærø")
    expect(code).to_have_value("vores-ramme-paa-aeroe")
    code.fill("aeroe")
    name.fill("Noget andet")
    expect(code).to_have_value("aeroe")


def test_two_consultants_on_one_competency_see_both_texts(open_page: OpenPage, people: People, axe: Check) -> None:
    draft = make_draft(people)
    hanne = make_employee("Hanne", people.testkommune, Role.CONSULTANT)
    path = f"/styring/rammer/kompetence/{item_of(draft, 'AU-G1').uuid}/"
    slow, quick = open_page(people.dorte, viewport=PHONE), open_page(hanne)
    for page in (slow, quick):
        page.goto(path)
    quick.get_by_label("Udsagn", exact=True).fill("Hannes udsagn.")
    quick.get_by_role("button", name="Gem").click()
    expect(quick.locator("#AU-G1")).to_contain_text("Hannes udsagn.")
    slow.get_by_label("Udsagn", exact=True).fill("Dortes udsagn.")
    slow.get_by_role("button", name="Gem").click()
    expect(slow.get_by_role("alert")).to_contain_text("Hanne kom først.")
    expect(slow.get_by_role("alert")).to_contain_text("Hannes udsagn.")
    expect(slow.get_by_label("Udsagn", exact=True)).to_have_value("Dortes udsagn.")
    looks_right(slow, axe)
    slow.get_by_role("button", name="Gem").click()
    expect(slow.locator("#AU-G1")).to_contain_text("Dortes udsagn.")


def test_a_file_is_looked_through_before_it_is_saved(
    open_page: OpenPage, people: People, axe: Check, tmp_path: Path
) -> None:
    actions.load_shipped()
    page = open_page(people.dorte)
    page.goto("/styring/rammer/")
    page.get_by_role("link", name="Indlæs en rammefil").click()
    looks_right(page, axe)
    good = files.write_framework(files.shipped("roller-kar")).replace("code: roller-kar", "code: roller-hos-os", 1)
    for name, text in (("forkert.yaml", good.replace("level: basic", "level: basik")), ("god.yaml", good)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    page.get_by_label("Fil").set_input_files(tmp_path / "forkert.yaml")
    page.get_by_role("button", name="Indlæs filen").click()
    expect(page.get_by_role("main")).to_contain_text("27 problemer")
    looks_right(page, axe)
    page.get_by_role("link", name="Vælg en anden fil").click()
    page.get_by_label("Fil").set_input_files(tmp_path / "god.yaml")
    page.get_by_role("button", name="Indlæs filen").click()
    looks_right(page, axe)
    page.get_by_role("button", name="Gem som kladde").click()
    expect(page.get_by_role("main")).to_contain_text("roller-hos-os")


def test_the_table_goes_out_is_changed_and_comes_in_again(
    open_page: OpenPage, people: People, axe: Check, tmp_path: Path
) -> None:
    draft = make_draft(people)
    page = open_page(people.dorte)
    page.goto(f"/styring/rammer/{draft.uuid}/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Kompetencer (CSV)").click()
    table = tmp_path / "ramme.csv"
    download.value.save_as(table)
    text = table.read_text(encoding="utf-8-sig").replace("Du ved, hvor der er vækst", "Du ved godt, hvor der er vækst")
    table.write_text(text + "X-1;AU;;grundlæggende;Titel;Du kan.;praktisk;;;\n", encoding="utf-8")
    page.get_by_role("link", name="Indlæs en tabel i kladden").click()
    looks_right(page, axe)
    page.get_by_label("Fil").set_input_files(table)
    page.get_by_role("button", name="Indlæs filen").click()
    for words in ("1 problem", "»X-1«", "1 af dem ændrer noget."):
        expect(page.get_by_role("main")).to_contain_text(words)
    looks_right(page, axe)
    page.get_by_role("button", name="Gem i kladden").click()
    page.get_by_role("link", name="Arbejdsmarked & Uddannelse").click()
    expect(page.locator("#AU-G1")).to_contain_text("Du ved godt")


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_other_tasks_of_a_consultant_are_without_barriers(
    open_page: OpenPage, people: People, axe: Check, viewport: object
) -> None:
    published = make_published(people)
    draft = actions.new_draft_of(version=published, by=people.dorte)
    for competency in draft.items.competencies().filter(field__code="LM").order_by("pk"):
        actions.retire_item(item=item_of(draft, competency.code), by=people.dorte)
    actions.add_item(version=Version.objects.get(pk=draft.pk), field="AU", values=values(), by=people.dorte)
    page = open_page(people.dorte, viewport=viewport)
    for path in (
        f"{draft.uuid}/navn/",
        f"{draft.uuid}/kasser/",
        f"{draft.uuid}/udgiv/",
        f"{draft.uuid}/forskelle/?med=forrige",
        f"{published.uuid}/udfas/",
        f"{published.uuid}/",
    ):
        page.goto(f"/styring/rammer/{path}")
        looks_right(page, axe)
