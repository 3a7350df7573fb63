"""The pages of frameworks: what they show, what they refuse, and that nothing typed is lost."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from io import BytesIO
from itertools import permutations
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fagkompas.accounts.models import Employee, Role
from fagkompas.engine.scales import Level
from fagkompas.frameworks import actions, files
from fagkompas.frameworks.draft_forms import version_as_typed
from fagkompas.frameworks.forms import item_as_typed
from fagkompas.frameworks.models import FrameworkImport, Item, Version, VersionState
from fagkompas.frameworks.to_engine import document_of
from fagkompas.frameworks.workbooks import as_csv, as_xlsx
from fagkompas.toolkit.texts import Text
from fagkompas.toolkit.workbooks import open_workbook
from tests.frameworks.making import (
    DAY,
    item_of,
    make_draft,
    make_empty,
    make_published,
    make_version,
    make_waiting,
    shipped_version,
    values,
)
from tests.people import People, make_employee, make_unit

ClientFor = Callable[[Employee], Client]


@pytest.fixture
def dorte_client(people: People, client_for: ClientFor) -> Client:
    """Dorte, signed in."""
    return client_for(people.dorte)


def text(response: Any) -> str:
    """What the page says, entities read."""
    return unescape(response.content.decode())


def address(name: str, *parts: object) -> str:
    return reverse(f"frameworks:{name}", args=parts)


def queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    return len(found)


def fresh(version: Version) -> Version:
    return Version.objects.select_related("framework__root", "derived_from__framework").get(pk=version.pk)


# Reading


def test_everyone_sees_what_comes_with_the_product(people: People, client_for: ClientFor) -> None:
    page = text(client_for(people.bo).get(address("list")))
    for words in ("Faglighed i beskæftigelsesindsatsen (2025)", "6 felter", "61 kompetencer", "87 kompetencer"):
        assert words in page
    assert "Indlæs en rammefil" not in page
    assert "Kommunen bruger rammerne ovenfor, som de er." in page


def test_without_frameworks_the_pages_say_what_to_do(people: People, client_for: ClientFor) -> None:
    make_empty()
    for name in ("list", "crosswalk"):
        assert "load_frameworks" in text(client_for(people.bo).get(address(name)))


def test_the_list_shows_own_versions_to_those_who_may_see_them(people: People, client_for: ClientFor) -> None:
    make_draft(people, name="Vores nye ramme")
    assert "Vores nye ramme" in text(client_for(people.dorte).get(address("list")))
    assert "Vores nye ramme" not in text(client_for(people.bo).get(address("list")))
    assert "Vores nye ramme" not in text(client_for(people.outsider).get(address("list")))


def test_the_list_asks_the_same_few_questions_however_many_there_are(people: People, dorte_client: Client) -> None:
    make_published(people)
    few = queries(dorte_client, address("list"))
    for number in range(4):
        make_draft(people, code=f"ramme-{number}")
    assert queries(dorte_client, address("list")) == few


def test_a_version_shows_its_fields_with_the_number_at_each_level(people: People, client_for: ClientFor) -> None:
    page = text(client_for(people.bo).get(address("version", shipped_version().uuid)))
    for words in ("Netværk & Facilitering", "6 grundlæggende", "4 specialiserede", "Fremfærd", "faglighed-2025"):
        assert words in page
    assert "Lav kommunens egen" not in page
    assert "Hent" not in page


@pytest.mark.parametrize(
    ("state", "offered", "not_offered"),
    [
        (
            VersionState.DRAFT,
            ["Se igennem og udgiv", "Kassér kladden", "Indlæs en tabel i kladden"],
            ["Tag versionen ud af brug"],
        ),
        (
            VersionState.PUBLISHED,
            ["Lav en ny kladde", "Tag versionen ud af brug"],
            ["Kassér kladden", "Se igennem og udgiv"],
        ),
        (VersionState.RETIRED, ["Lav en ny kladde"], ["Tag versionen ud af brug", "Kassér kladden"]),
    ],
)
def test_a_version_offers_the_next_step_of_its_state(
    people: People, dorte_client: Client, state: VersionState, offered: list[str], not_offered: list[str]
) -> None:
    page = text(dorte_client.get(address("version", make_version(people, state).uuid)))
    assert [words for words in offered if words not in page] == []
    assert [words for words in not_offered if words in page] == []


def test_a_version_tells_consultants_what_happened_to_it(people: People, client_for: ClientFor) -> None:
    draft = make_draft(people)
    actions.retire_item(item=item_of(draft, "AU-G1"), by=people.dorte)
    published = actions.publish(version=fresh(draft), revision=1, today=DAY, by=people.dorte)
    url = address("version", published.uuid)
    page = text(client_for(people.dorte).get(url))
    assert "Udelod en kompetence AU-G1" in page
    assert "Udelod en kompetence" not in text(client_for(people.bo).get(url))


def test_a_field_shows_each_competency_with_level_dimension_source_and_neighbours(
    people: People, client_for: ClientFor
) -> None:
    page = text(client_for(people.bo).get(address("field", shipped_version().uuid, "AU")))
    for words in (
        "AU-G1",
        "Vækst- og mangelområder",
        "Praktisk",
        "Også: refleksiv",
        "Kilde: Arbejdsmarked & Uddannelse, grundlæggende niveau, punkt 1",
        "GF-G14",
        "(beslægtet)",
        "AU-REL",
    ):
        assert words in page
    fourth = page[page.index('id="AU-G4"') : page.index('id="AU-G5"')]
    assert fourth.count("Ingen") == 2
    assert "/kompetence/" not in page


def test_the_crosswalk_stands_beside_items_of_the_other_frameworks_and_derived_ones_too(
    people: People, client_for: ClientFor
) -> None:
    page = text(client_for(people.bo).get(address("field", shipped_version("roller-kar").uuid, "GF")))
    assert "AU-G1" in page[page.index('id="GF-G14"') : page.index('id="GF-G15"')]
    derived = text(client_for(people.bo).get(address("field", make_published(people).uuid, "AU")))
    assert "GF-G14" in derived[derived.index('id="AU-G1"') : derived.index('id="AU-G2"')]


def test_a_competency_of_ones_own_has_nothing_beside_it(people: People, dorte_client: Client) -> None:
    draft = make_draft(people)
    actions.add_item(version=draft, field="AU", values=values(), by=people.dorte)
    page = text(dorte_client.get(address("field", draft.uuid, "AU")))
    own = page[page.index('id="AU-G7"') : page.index("Specialiseret: det")]
    assert "Ingen" not in own
    assert actions.OWN_WORDS in own


def test_a_field_asks_the_same_few_questions_however_many_competencies_it_has(
    people: People, client_for: ClientFor
) -> None:
    client = client_for(people.bo)
    version = shipped_version("roller-kar")
    assert queries(client, address("field", version.uuid, "GF")) == queries(
        client, address("field", version.uuid, "ME")
    )


def test_a_field_that_is_not_there_is_not_found(people: People, client_for: ClientFor) -> None:
    client, version = client_for(people.bo), shipped_version()
    assert client.get(address("field", version.uuid, "XX")).status_code == 404
    for code in ("au", "%00", "AU-G1", "A" * 11):
        assert client.get(f"{address('version', version.uuid)}felt/{code}/").status_code == 404


def test_the_scale_page_shows_points_cells_categories_and_rules(people: People, client_for: ClientFor) -> None:
    page = text(client_for(people.bo).get(address("scale", shipped_version("roller-kar").uuid)))
    for words in ("Sikkert, også i svære sager", "Over for borgere og virksomheder", "JIM", "80 %", "62,5"):
        assert words in page
    document = files.shipped("roller-kar")
    for dimension in document.dimensions:
        assert all(arena.anchor.da in page for arena in dimension.arenas)


def test_the_learning_forms_stand_by_dimension(people: People, client_for: ClientFor) -> None:
    page = text(client_for(people.bo).get(address("learning_forms")))
    shown = ("Praktisk</h2>", "E-læring", "Refleksiv</h2>", "Relationel</h2>", "Rollespil", "indholdet</h2>", "Kursus<")
    order = [page.index(words) for words in shown]
    assert order == sorted(order)


def test_pages_come_in_english(people: People, client_for: ClientFor) -> None:
    people.bo.language = "en"
    people.bo.save()
    client = client_for(people.bo)
    client.cookies["django_language"] = "en"
    page = text(client.get(address("field", shipped_version().uuid, "AU")))
    assert "Growth and shortage areas" in page
    assert "Basic: what everyone should master" in page


# The crosswalk


def rows_of(page: str) -> list[str]:
    body = page[page.index("<tbody>") : page.index("</tbody>")]
    return body.split("<tr>")[1:]


def test_the_crosswalk_says_none_where_none_was_found(people: People, client_for: ClientFor) -> None:
    client = client_for(people.bo)
    page = text(client.get(address("crosswalk"), {"felt": "AU"}))
    assert any("AU-G4" in row and "Ingen" in row for row in rows_of(page))
    only = text(client.get(address("crosswalk"), {"felt": "AU", "forhold": "none"}))
    assert [row[row.index("AU-") : row.index("AU-") + 5] for row in rows_of(only)] == ["AU-G4", "AU-S3", "AU-S5"]
    related = text(client.get(address("crosswalk"), {"felt": "AU", "forhold": "related"}))
    assert not any("AU-G4" in row for row in rows_of(related))


def test_the_crosswalk_reads_both_ways(people: People, client_for: ClientFor) -> None:
    client = client_for(people.bo)
    there = {"retning": "roller-kar_faglighed-2025", "felt": "GF"}
    page = text(client.get(address("crosswalk"), there))
    assert any("GF-G14" in row and "AU-G1" in row for row in rows_of(page))
    competencies = {c.code for c in files.shipped("roller-kar").fields[0].competencies}
    assert all(any(f"{code}</a>" in row for row in rows_of(page)) for code in competencies)


@pytest.mark.parametrize("pair", list(permutations(files.SHIPPED, 2)), ids="_".join)
def test_the_crosswalk_shows_any_two_frameworks_either_way(
    people: People, client_for: ClientFor, pair: tuple[str, str]
) -> None:
    page = text(client_for(people.bo).get(address("crosswalk"), {"retning": "_".join(pair)}))
    assert f'value="{"_".join(pair)}" selected' in page
    first = files.shipped(pair[0]).fields[0].competencies[0].code
    assert any(f"{first}</a>" in row for row in rows_of(page))


def test_what_is_a_part_one_way_includes_it_the_other_way(people: People, client_for: ClientFor) -> None:
    client = client_for(people.bo)

    def relation(pair: str, field: str, codes: tuple[str, str]) -> str:
        page = text(client.get(address("crosswalk"), {"retning": pair, "felt": field}))
        (row,) = (row for row in rows_of(page) if all(f"{code}</a>" in row for code in codes))
        return row.split('data-title="Forhold">')[1].split("<")[0]

    assert relation("roller-kar_fagprofiler-2017", "MY", ("MY-S3", "BA-G2")) == "Del af"
    assert relation("fagprofiler-2017_roller-kar", "BA", ("BA-G2", "MY-S3")) == "Omfatter"
    assert relation("roller-kar_fagprofiler-2017", "GF", ("GF-G27", "BA-G15")) == "Det samme"
    assert relation("fagprofiler-2017_roller-kar", "BA", ("BA-G15", "GF-G27")) == "Det samme"


@pytest.mark.parametrize(
    "query", [{"retning": "x"}, {"felt": "XX"}, {"forhold": "'; --"}, {"side": "99999"}, {"felt": "\x00"}]
)
def test_the_crosswalk_answers_any_address(people: People, client_for: ClientFor, query: dict[str, str]) -> None:
    assert client_for(people.bo).get(address("crosswalk"), query).status_code == 200


def test_the_crosswalk_comes_as_a_workbook(people: People, dorte_client: Client) -> None:
    response = dorte_client.get(address("crosswalk_export"), {"felt": "AU"})
    with open_workbook(BytesIO(response.content), name="x.xlsx") as book:
        rows = [row.cells for row in book.sheets[0].rows()]
    assert rows[0][1] == "Faglighed i beskæftigelsesindsatsen (2025)"
    assert ("AU-G4", "Varsling og afskedigelser", "Ingen") in rows


# Deriving


def test_deriving_makes_a_draft_and_leads_to_it(people: People, dorte_client: Client) -> None:
    version = shipped_version()
    sent = {"name_da": " Vores  ramme ", "code": "Vores-2026", "description_da": "Til os selv."}
    response = dorte_client.post(address("derive", version.uuid), sent)
    draft = Version.objects.get(framework__root=people.testkommune)
    assert response["Location"] == address("version", draft.uuid)
    assert (draft.name_da, draft.framework.code, draft.state) == ("Vores ramme", "vores-2026", "draft")
    assert document_of(draft).description == Text(da="Til os selv.")
    assert "Kladden er lavet." in text(dorte_client.get(response["Location"]))


def test_the_code_is_made_from_the_name_and_is_one_that_is_free(people: People, dorte_client: Client) -> None:
    url = address("derive", shipped_version().uuid)
    for code in ("", "vores-ramme-paa-tvaers", ""):
        dorte_client.post(url, {"name_da": "Vores ramme på tværs", "code": code, "description_da": "Til os."})
    codes = Version.objects.filter(framework__root=people.testkommune).order_by("pk")
    assert list(codes.values_list("framework__code", flat=True)) == [
        "vores-ramme-paa-tvaers",
        "vores-ramme-paa-tvaers-2",
        "vores-ramme-paa-tvaers-3",
    ]


def test_the_description_begins_with_what_the_framework_is_made_from(people: People, dorte_client: Client) -> None:
    page = text(dorte_client.get(address("derive", shipped_version("roller-kar").uuid)))
    assert f"Kommunens egen ramme. Den bygger på {files.shipped('roller-kar').name.da}." in page


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"name_da": "", "code": "vores"}, 'href="#id_name_da"'),
        ({"name_da": "Vores", "code": "vores ramme"}, "Brug kun a-z"),
        ({"name_da": "Vores", "code": "vøres"}, "Brug kun a-z"),
        ({"name_da": "Vores", "code": "-"}, "Brug kun a-z"),
        ({"name_da": "Vores", "code": "roller-kar"}, "følger med"),
        ({"name_da": "x" * 201, "code": "vores"}, "201"),
        ({"name_da": "Vores", "code": "vores", "description_da": ""}, 'href="#id_description_da"'),
    ],
)
def test_a_derivation_with_a_mistake_keeps_what_was_typed(
    people: People, dorte_client: Client, data: dict[str, str], said: str
) -> None:
    response = dorte_client.post(address("derive", shipped_version().uuid), {"description_da": "Vores.", **data})
    assert response.status_code == 422
    assert said in text(response)
    assert f'value="{data["code"]}"' in text(response)
    assert not Version.objects.filter(framework__root=people.testkommune).exists()


# Working on a competency


def form_of(item: Item, **changes: str) -> dict[str, object]:
    """The edit form as a browser sends it back."""
    shown = item_as_typed(item)
    typed: dict[str, object] = {**shown, **changes, "revision": str(item.version.revision)}
    typed["other_dimensions"] = str(typed["other_dimensions"]).split()
    return typed | {f"opened-{name}": value for name, value in shown.items()}


def new_competency(**changes: object) -> dict[str, object]:
    return {
        "title_da": "Kender egne tilbud",
        "statement_da": "Du kender kommunens\r\negne  tilbud.",
        "level": "specialised",
        "dimension": "practical",
        "revision": "0",
        **changes,
    }


def test_a_competency_is_added(people: People, dorte_client: Client) -> None:
    draft = make_draft(people)
    response = dorte_client.post(address("competency_add", draft.uuid, "AU"), new_competency())
    assert response["Location"] == address("field", draft.uuid, "AU") + "#AU-S6"
    item = item_of(draft, "AU-S6")
    assert (item.statement_da, item.level) == ("Du kender kommunens egne tilbud.", "specialised")
    assert "AU-S6 er tilføjet." in text(dorte_client.get(response["Location"]))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title_da": " "}, "title_da"),
        ({"title_da": "x" * 121}, "title_da"),
        ({"statement_da": ""}, "statement_da"),
        ({"statement_da": "x" * 1001}, "statement_da"),
        ({"level": "expert"}, "level"),
        ({"dimension": ""}, "dimension"),
        ({"other_dimensions": ["practical"]}, "other_dimensions"),
        ({"other_dimensions": ["magic"]}, "other_dimensions"),
        ({"title_en": "Only the title"}, "statement_en"),
        ({"dimension_reason_en": "Because."}, "dimension_reason_da"),
    ],
)
def test_a_competency_with_a_mistake_is_not_added_and_nothing_typed_is_lost(
    people: People, dorte_client: Client, changes: dict[str, object], field: str
) -> None:
    draft = make_draft(people)
    response = dorte_client.post(
        address("competency_add", draft.uuid, "AU"), new_competency(source="Min kilde") | changes
    )
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert 'value="Min kilde"' in text(response)
    assert not draft.items.filter(code="AU-S6").exists()


def test_a_framework_with_categories_offers_them(people: People, dorte_client: Client) -> None:
    roles = actions.derive_framework(
        version=shipped_version("roller-kar"),
        root=people.testkommune,
        code="roller",
        name=Text(da="Roller"),
        description=Text(da="Vores egen ramme."),
        by=people.dorte,
    )
    url = address("competency_add", roles.uuid, "VI")
    assert "Jobkonsulent" in text(dorte_client.get(url))
    dorte_client.post(url, new_competency(category="JK"))
    assert roles.items.get(origin=None).category == "JK"
    draft = make_draft(people)
    assert "Medarbejderkategori" not in text(dorte_client.get(address("competency_add", draft.uuid, "AU")))


def test_a_competency_is_edited(people: People, dorte_client: Client) -> None:
    draft = make_draft(people)
    item = item_of(draft, "AU-G1")
    url = address("competency_edit", item.uuid)
    assert item.statement_da in text(dorte_client.get(url))
    response = dorte_client.post(url, form_of(item, statement_da="Du ved, hvor der er job."))
    assert response["Location"] == address("field", draft.uuid, "AU") + "#AU-G1"
    after = item_of(draft, "AU-G1")
    assert after.statement_da == "Du ved, hvor der er job."
    assert (after.title_da, after.source, after.other_dimensions) == (item.title_da, item.source, item.other_dimensions)


def test_the_second_of_two_sees_both_and_loses_nothing(people: People, client_for: ClientFor) -> None:
    draft = make_draft(people)
    item = item_of(draft, "AU-G1")
    other = make_employee("Hanne", people.testkommune, Role.CONSULTANT)
    url = address("competency_edit", item.uuid)
    slow = form_of(item, statement_da="Mit udsagn.", source="Min kilde")
    quick = form_of(item, statement_da="Hannes udsagn.", title_da="Hannes titel")
    assert client_for(other).post(url, quick).status_code == 302
    response = client_for(people.dorte).post(url, slow)
    page = text(response)
    assert response.status_code == 409
    for words in ("Hanne kom først.", "Hannes udsagn.", "Mit udsagn.", "Titel: Hannes titel", 'value="Min kilde"'):
        assert words in page
    assert item_of(draft, "AU-G1").statement_da == "Hannes udsagn."
    form = response.context["form"].initial
    again = {**form, **{f"opened-{name}": value for name, value in response.context["opened"].items()}}
    assert client_for(people.dorte).post(url, again).status_code == 302
    after = item_of(draft, "AU-G1")
    assert (after.statement_da, after.title_da, after.source["section"]) == ("Mit udsagn.", "Hannes titel", "Min kilde")


def test_work_on_another_competency_is_no_conflict(people: People, dorte_client: Client) -> None:
    draft = make_draft(people)
    first, second = item_of(draft, "AU-G1"), item_of(draft, "AU-G2")
    sent = form_of(second, title_da="Anden")
    dorte_client.post(address("competency_edit", first.uuid), form_of(first, title_da="Første"))
    assert dorte_client.post(address("competency_edit", second.uuid), sent).status_code == 302
    assert item_of(draft, "AU-G2").title_da == "Anden"


def test_a_competency_is_moved_left_out_and_taken_back(people: People, dorte_client: Client) -> None:
    draft = make_draft(people)
    item = item_of(draft, "AU-G1")
    field = address("field", draft.uuid, "AU")
    assert dorte_client.post(address("competency_move", item.uuid))["Location"] == f"{field}#AU-G1"
    assert item_of(draft, "AU-G1").level == Level.SPECIALISED
    assert "AU-G1 er nu på niveauet »Specialiseret«." in text(dorte_client.get(field))
    dorte_client.post(address("competency_move", item.uuid))
    assert item_of(draft, "AU-G1").level == Level.BASIC
    assert dorte_client.post(address("competency_retire", item.uuid))["Location"] == field
    page = text(dorte_client.get(field))
    assert page.index('id="left-out"') < page.index('id="AU-G1"')
    dorte_client.post(address("competency_restore", item.uuid))
    assert 'id="left-out"' not in text(dorte_client.get(field))


@pytest.mark.parametrize("name", ["competency_move", "competency_retire", "competency_restore", "draft", "save_import"])
def test_a_link_changes_nothing(people: People, dorte_client: Client, name: str) -> None:
    draft = make_draft(people)
    about = {"draft": draft.uuid, "save_import": make_waiting(people).uuid}
    uuid = about.get(name, item_of(draft, "AU-G1").uuid)
    assert dorte_client.get(address(name, uuid)).status_code == 405


# Name, publishing and the rest of the way


def test_name_and_description_are_changed_also_while_others_work_on_competencies(
    people: People, dorte_client: Client
) -> None:
    draft = make_draft(people)
    url = address("version_edit", draft.uuid)
    opened = {f"opened-{name}": value for name, value in version_as_typed(draft).items()}
    actions.retire_item(item=item_of(draft, "AU-G1"), by=people.dorte)
    sent = {**version_as_typed(draft), **opened, "name_da": "Nyt navn", "revision": str(draft.revision)}
    assert dorte_client.post(url, sent).status_code == 302
    assert fresh(draft).name_da == "Nyt navn"
    response = dorte_client.post(url, {**sent, "name_da": "Et tredje navn"})
    assert response.status_code == 409
    assert "Nyt navn" in text(response)
    assert "Et tredje navn" in text(response)
    assert fresh(draft).name_da == "Nyt navn"
    assert dorte_client.post(url, {**sent, "name_da": ""}).status_code == 422


def test_publishing_shows_what_it_is_about_and_publishes(people: People, dorte_client: Client) -> None:
    draft = make_draft(people)
    actions.add_item(version=draft, field="AU", values=values(), by=people.dorte)
    actions.retire_item(item=item_of(draft, "AU-G1"), by=people.dorte)
    url = address("publish", draft.uuid)
    page = text(dorte_client.get(url))
    for words in (
        "Kladden har 61 kompetencer.",
        "60 af 61 er fælles",
        "1 tilføjet",
        "1 udeladt",
        "vises på dansk for alle: AU-G7",
    ):
        assert words in page
    response = dorte_client.post(url, {"revision": str(fresh(draft).revision)})
    assert response["Location"] == address("version", draft.uuid)
    assert fresh(draft).state == VersionState.PUBLISHED


@pytest.mark.parametrize("revision", ["0", "", "x", "-1", "²"])
def test_publishing_what_was_changed_meanwhile_is_told(people: People, dorte_client: Client, revision: str) -> None:
    draft = make_draft(people)
    actions.retire_item(item=item_of(draft, "AU-G1"), by=people.dorte)
    response = dorte_client.post(address("publish", draft.uuid), {"revision": revision})
    assert response.status_code == 409
    assert "Kladden blev ændret, mens du så på den" in text(response)
    assert fresh(draft).is_draft


def test_publishing_with_an_empty_field_says_which(people: People, dorte_client: Client) -> None:
    draft = make_draft(people)
    for competency in document_of(draft).fields[1].competencies:
        actions.retire_item(item=item_of(draft, competency.code), by=people.dorte)
    revision = str(fresh(draft).revision)
    response = dorte_client.post(address("publish", draft.uuid), {"revision": revision})
    assert response.status_code == 422
    assert "Feltet LM har ingen kompetencer tilbage." in text(response)


def test_a_new_draft_is_made_once(people: People, dorte_client: Client) -> None:
    version = make_published(people)
    first = dorte_client.post(address("draft", version.uuid))
    draft = Version.objects.get(framework=version.framework, state=VersionState.DRAFT)
    assert first["Location"] == address("version", draft.uuid)
    second = dorte_client.post(address("draft", version.uuid))
    assert second["Location"] == address("version", version.uuid)
    assert "Der er allerede en kladde, version 2." in text(dorte_client.get(second["Location"]))


def test_a_version_is_retired_and_a_draft_discarded(people: People, dorte_client: Client) -> None:
    version = make_published(people)
    dorte_client.post(address("draft", version.uuid))
    draft = Version.objects.get(framework=version.framework, state=VersionState.DRAFT)
    assert dorte_client.post(address("discard", draft.uuid))["Location"] == address("list")
    assert not Version.objects.filter(pk=draft.pk).exists()
    dorte_client.post(address("retire", version.uuid))
    assert fresh(version).state == VersionState.RETIRED


def test_differences_are_shown_against_the_origin_and_the_version_before(people: People, dorte_client: Client) -> None:
    version = make_published(people)
    draft = actions.new_draft_of(version=version, by=people.dorte)
    assert "Ingen forskelle" in text(dorte_client.get(address("differences", draft.uuid)))
    actions.add_item(version=draft, field="AU", values=values(), by=people.dorte)
    actions.move_level(item=item_of(draft, "LM-G1"), level=Level.SPECIALISED, by=people.dorte)
    actions.retire_item(item=item_of(draft, "IT-G1"), by=people.dorte)
    for query in ({}, {"med": "forrige"}):
        page = text(dorte_client.get(address("differences", draft.uuid), query))
        for words in ("Tilføjet (1)", "AU-G7", "Flyttet til det andet niveau (1)", "LM-G1", "Udeladt (1)", "IT-G1"):
            assert words in page
        assert "60 af 61 kompetencer er fælles." in page
    assert dorte_client.get(address("differences", version.uuid), {"med": "forrige"}).status_code == 404
    assert dorte_client.get(address("differences", shipped_version().uuid)).status_code == 404


# Files out


@pytest.mark.parametrize("kind", ["yaml", "json", "csv", "xlsx"])
def test_a_version_is_taken_out(people: People, dorte_client: Client, kind: str) -> None:
    version = shipped_version()
    response = dorte_client.get(address("export", version.uuid, kind))
    assert response["Content-Disposition"] == f'attachment; filename="faglighed-2025-1.{kind}"'
    if kind == "yaml":
        assert response.content == (files.DATA / "faglighed-2025.yaml").read_bytes()
    assert len(response.content) > 10_000


def test_another_kind_of_file_is_not_found(people: People, dorte_client: Client) -> None:
    assert dorte_client.get(address("export", shipped_version().uuid, "pdf")).status_code == 404


# Files in


def upload(client: Client, url: str, content: bytes, name: str = "fil.yaml") -> Any:
    return client.post(url, {"file": SimpleUploadedFile(name, content)}, follow=True)


def test_a_framework_file_is_shown_before_it_is_saved(people: People, dorte_client: Client) -> None:
    content = files.write_framework(files.shipped("roller-kar")).replace("code: roller-kar", "code: roller-hos-os", 1)
    response = upload(dorte_client, address("import"), content.encode())
    page = text(response)
    assert "Intet er gemt endnu" in page
    assert "roller-hos-os" in page
    assert not Version.objects.filter(framework__root=people.testkommune).exists()
    waiting = FrameworkImport.objects.get()
    saved = dorte_client.post(address("save_import", waiting.uuid))
    draft = Version.objects.get(framework__root=people.testkommune)
    assert saved["Location"] == address("version", draft.uuid)
    assert document_of(fresh(draft)).code == "roller-hos-os"
    assert not FrameworkImport.objects.exists()


def test_every_problem_of_a_framework_file_is_listed_and_it_cannot_be_saved(
    people: People, dorte_client: Client
) -> None:
    content = files.write_framework(files.shipped("roller-kar"))
    for before, after in [("    level: basic", "    level: basik"), ("    category: BFM", "    category: XYZ")]:
        content = content.replace(before, after, 1)
    page = text(upload(dorte_client, address("import"), content.encode()))
    for words in ("2 problemer", "»basik« er ikke muligt her", "Kategorien »XYZ«", "linje "):
        assert words in page
    assert "Gem som kladde" not in page
    waiting = FrameworkImport.objects.get()
    assert dorte_client.post(address("save_import", waiting.uuid), follow=True).status_code == 200
    assert not Version.objects.filter(framework__root=people.testkommune).exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The submitted file is empty"),
        (b"\xff\xfe\x00", "ikke gemt som UTF-8"),
        (b"a: [", "kan ikke læses som YAML"),
        (b"PK\x03\x04", "tegn, som tekstfiler ikke kan have"),
        (b"a: &x [*x]", "ankre eller henvisninger"),
        (b"x" * 1_000_001, "større end 1 MB"),
        (b'"\\0\\ud800": 1', "Der er ingen nøgle"),
    ],
)
def test_what_is_no_framework_file_is_told_in_a_sentence(
    people: People, dorte_client: Client, content: bytes, said: str
) -> None:
    page = text(upload(dorte_client, address("import"), content))
    assert said in page or (not content and "tom" in page)


def test_a_file_of_a_shipped_framework_is_refused_with_the_reason(people: People, dorte_client: Client) -> None:
    page = text(upload(dorte_client, address("import"), files.write_framework(files.shipped("roller-kar")).encode()))
    assert "»roller-kar« er koden for en ramme, der følger med." in page
    assert "Gem som kladde" not in page


def test_a_read_file_is_its_readers_alone_and_for_an_hour(people: People, client_for: ClientFor) -> None:
    waiting = make_waiting(people)
    other = make_employee("Hanne", people.testkommune, Role.CONSULTANT)
    url = address("preview", waiting.uuid)
    assert client_for(other).get(url).status_code == 404
    assert client_for(people.dorte).get(url).status_code == 200
    waiting.read_at -= timedelta(minutes=61)
    waiting.save()
    assert client_for(people.dorte).get(url).status_code == 404
    assert client_for(people.dorte).post(address("save_import", waiting.uuid)).status_code == 404


def changed_table(draft: Version) -> bytes:
    lines = as_csv(document_of(draft)).decode("utf-8-sig").splitlines()
    lines[1] = lines[1].replace("Du ved, hvor der er vækst", "Du ved godt, hvor der er vækst")
    lines.append(";AU;;specialiseret;Ny titel;Du kan noget nyt.;praktisk;refleksiv;;")
    lines.append("XX-1;AU;;specialiseret;Ny titel;Du kan noget nyt.;praktisk;;;")
    return "\n".join(lines).encode()


def test_a_table_is_shown_before_it_is_saved_in_the_draft(people: People, dorte_client: Client) -> None:
    draft = make_draft(people)
    page = text(upload(dorte_client, address("import_table", draft.uuid), changed_table(draft), "ramme.csv"))
    for words in (
        "62 rækker kan bruges,",
        "2 af dem ændrer noget.",
        "1 problem",
        "ingen kompetence i brug med koden »XX-1«",
        "Nogle danske tekster ændres",
        "Du kan noget nyt.",
    ):
        assert words in page
    assert "godt" not in item_of(draft, "AU-G1").statement_da
    waiting = FrameworkImport.objects.get()
    response = dorte_client.post(address("save_import", waiting.uuid), {"revision": str(draft.revision)})
    assert response["Location"] == address("version", draft.uuid)
    assert item_of(draft, "AU-G1").statement_da.startswith("Du ved godt")
    new = item_of(draft, "AU-S6")
    assert (new.title_da, new.other_dimensions, new.source["section"]) == (
        "Ny titel",
        ["reflexive"],
        actions.OWN_WORDS,
    )


def test_a_table_that_came_out_changes_nothing_when_it_comes_in(people: People, dorte_client: Client) -> None:
    draft = make_draft(people)
    for content, name in ((as_csv(document_of(draft)), "r.csv"), (as_xlsx(document_of(draft)), "r.xlsx")):
        page = text(upload(dorte_client, address("import_table", draft.uuid), content, name))
        assert "61 rækker kan bruges," in page
        assert "0 af dem ændrer noget." in page
        assert "Gem i kladden" not in page


def test_a_table_is_held_against_the_draft_as_it_stands_when_it_is_saved(people: People, dorte_client: Client) -> None:
    draft = make_draft(people)
    upload(dorte_client, address("import_table", draft.uuid), changed_table(draft), "ramme.csv")
    seen = draft.revision
    actions.retire_item(item=item_of(draft, "AU-G2"), by=people.dorte)
    waiting = FrameworkImport.objects.get()
    response = dorte_client.post(address("save_import", waiting.uuid), {"revision": str(seen)})
    assert response.status_code == 409
    assert "Kladden blev ændret, mens du så på den" in text(response)
    assert not draft.items.filter(code="AU-S6").exists()


@pytest.mark.parametrize("content", [b"\x00\x01", b"PK\x03\x04 not a zip", "kode;felt\næ".encode("latin-1")])
def test_what_is_no_table_is_told_in_a_sentence(people: People, dorte_client: Client, content: bytes) -> None:
    draft = make_draft(people)
    response = upload(dorte_client, address("import_table", draft.uuid), content, "ramme.xlsx")
    assert response.status_code == 422
    assert "ramme.xlsx" in text(response)
    assert not FrameworkImport.objects.exists()


# Rights that the table of permissions cannot tell


def test_a_consultant_of_one_unit_works_on_the_municipalitys_frameworks(people: People, client_for: ClientFor) -> None:
    hanne = make_employee("Hanne", people.north, Role.CONSULTANT)
    assert client_for(hanne).get(address("version", make_draft(people).uuid)).status_code == 200


def test_a_role_in_another_municipality_opens_nothing_here(people: People, client_for: ClientFor) -> None:
    elsewhere = make_unit("Tredjekommune")
    guest = make_employee("Gæst", people.north, Role.CONSULTANT, roles_in=elsewhere)
    assert client_for(guest).get(address("version", make_draft(people).uuid)).status_code == 404
    assert client_for(guest).get(address("import")).status_code == 404
