"""The CV: a part at a time with advice, skills of job tracks, files and pasted texts, and that one has looked at it together."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from fagkompas.accounts.models import Employee
from fagkompas.audit.models import Event
from fagkompas.casework.actions import cv as actions
from fagkompas.casework.cv_file import read_cv_file, split_text
from fagkompas.casework.cv_layout import BY_CODE, LAYOUTS, FactKind
from fagkompas.casework.cv_reading import read_cv, wishes_in
from fagkompas.casework.models import CaseFile, CvReview, CvSection
from fagkompas.casework.wording.cv import ADVICE
from fagkompas.citizens.models import Citizen
from fagkompas.engine import cv as engine
from fagkompas.engine.cv import CvRule
from fagkompas.engine.errors import BadInput
from fagkompas.engine.scales import CvPart
from fagkompas.toolkit.together import ChangedMeanwhile
from fagkompas.toolkit.traces import TracesFound
from tests.casework.making import make_plan, make_track
from tests.citizens.making import make_citizen
from tests.people import People

pytestmark = pytest.mark.django_db

As = Callable[[Employee], Client]

PASTED = """
Erhvervserfaring:
Lagermedarbejder, Nordby Lager, 2019-2023
Plukkede ordrer med scanner
Kørte truck

Butiksassistent, Skagen Supermarked

KVALIFIKATIONER
- Truck
- Scanner

Sprog
Dansk (modersmål)
Tysk

Kørekort
B og trailer

Faglig profil
Arbejdstid: Fuld tid
Personligt: Rolig, når der er kø
"""


@pytest.fixture
def citizen(people: People) -> Citizen:
    """Erik's, in Nord."""
    return make_citizen(people)


def write(citizen: Citizen, code: str, *entries: dict[str, Any], revision: int = 0, **options: Any) -> CvSection:
    """Save a part as the page does."""
    given: dict[str, Any] = {"traces_read": "", "today": timezone.localdate(), "by": citizen.caseworker, **options}
    return actions.save_part(citizen=citizen, code=code, entries=entries, revision=revision, **given)


def advice(citizen: Citizen, code: str) -> list[str]:
    """What is advised about a part."""
    parts = read_cv(citizen, "da").parts
    return list(next(part.advice for part in parts if part.layout.code == code))


def url(name: str, citizen: Citizen, *rest: object) -> str:
    return reverse(f"casework:{name}", args=[citizen.uuid, *rest])


# What is kept


def test_every_part_of_the_check_has_its_place_and_every_rule_its_words() -> None:
    assert {part.value for part in CvPart} <= set(BY_CODE)
    assert set(ADVICE) == set(CvRule)
    profile = {fact.name for fact in BY_CODE[CvPart.PROFILE].facts}
    assert profile == {point.value for point in engine.ProfilePoint}


def test_what_is_typed_reaches_the_check(citizen: Citizen) -> None:
    """Every text of every section is one that the engine reads, but for the years of a job and what one looks for."""
    for layout in LAYOUTS:
        facts: dict[str, str | bool] = {}
        for fact in layout.facts:
            if fact.kind in {FactKind.LINE, FactKind.TEXT}:
                facts[fact.name] = f"{layout.code} {fact.name}"
            else:
                facts[fact.name] = True if fact.kind is FactKind.TICK else "yes"
        if layout.code == CvPart.DRIVING_LICENCE:
            facts["has_none"] = False
        write(citizen, layout.code, {"id": "a", **facts} if layout.is_list else facts)
    read = read_cv(citizen, "da").as_engine
    told = repr(read)
    for layout in LAYOUTS:
        for fact in layout.facts:
            if fact.kind in {FactKind.LINE, FactKind.TEXT} and fact.name != "period" and layout.code != "wishes":
                assert f"{layout.code} {fact.name}" in told
    assert engine.filled(read) == frozenset(CvPart)
    assert read.licence.drives_own_car
    assert wishes_in({one.code: one.entries for one in citizen.cv_sections.all()}) == ("wishes title",)


def test_advice_goes_when_it_is_followed(citizen: Citizen) -> None:
    job = {"id": "a", "title": "Kok", "employer": "Kroen"}
    write(citizen, "experience", job)
    assert advice(citizen, "experience")[0] == "Kok: Skriv opgaverne med ord, som nogen ville søge på."
    told = {
        "tasks": "Lavede frokost til firs gæster hver eneste dag",
        "responsibility": "Bestilte varer",
        "results": "Mindre madspild",
    }
    write(citizen, "experience", {**job, **told}, revision=1)
    assert advice(citizen, "experience") == []


def test_a_part_is_refused_with_every_problem(citizen: Citizen) -> None:
    with pytest.raises(BadInput) as refused:
        write(citizen, "experience", {"id": "a", "tasks": "700190-1234"}, {"id": "b", "title": "x" * 301})
    told = {(one.place.column, one.message_code) for one in refused.value.problems}
    assert told == {
        ("tasks-a", "cpr_number"),
        ("title-a", "entry_without_title"),
        ("title-b", "text_too_long"),
    }
    with pytest.raises(BadInput) as refused:
        write(citizen, "driving_licence", {"categories": "B", "has_none": True})
    assert refused.value.problems[0].message_code == "licence_and_none"


def test_health_is_told_before_companies_read_it(citizen: Citizen) -> None:
    with pytest.raises(TracesFound) as warning:
        write(citizen, "profile", {"personal": "Jeg har haft stress"})
    write(citizen, "profile", {"personal": "Jeg har haft stress"}, traces_read=warning.value.stamp)
    assert CvSection.objects.count() == 1


def test_two_who_write_in_one_part_do_not_overwrite(citizen: Citizen) -> None:
    write(citizen, "website", {"address": "a.example"})
    with pytest.raises(ChangedMeanwhile):
        write(citizen, "website", {"address": "b.example"})


def test_a_closed_case_is_read_and_not_written(people: People) -> None:
    closed = make_citizen(people, closed_on=timezone.localdate(), closed_why="job")
    with pytest.raises(BadInput):
        write(closed, "website", {"address": "a.example"})


# Reviewed together


def test_hidden_contact_is_no_fault_of_a_protected_address(people: People, erik: Employee) -> None:
    today = timezone.localdate()
    for number, (is_protected, expected) in enumerate(((False, 1), (True, 0))):
        citizen = make_citizen(people, name=f"Prøve {number}", is_protected=is_protected)
        write(citizen, "contact", {"phone": True, "email": True})
        actions.review_cv(citizen=citizen, on=today, contact_hidden=True, note="", traces_read="", today=today, by=erik)
        assert len(advice(citizen, "contact")) == expected


def test_a_look_is_not_in_the_future(citizen: Citizen, erik: Employee, client_for: As) -> None:
    client, tomorrow = client_for(erik), timezone.localdate() + timedelta(days=1)
    assert client.post(url("cv_review", citizen), {"on": tomorrow.isoformat()}).status_code == 422
    sent = {"on": timezone.localdate().isoformat(), "contact_hidden": "on", "note": "Vi skrev profilen om."}
    assert client.post(url("cv_review", citizen), sent).status_code == 302
    review = CvReview.objects.get()
    assert (review.by, review.contact_hidden) == (erik, True)
    assert "Kontakten er skjult for virksomheder." in client.get(url("cv", citizen)).content.decode()


# Pages


def test_skills_of_the_tracks_that_the_cv_lacks_are_shown(citizen: Citizen, erik: Employee, client_for: As) -> None:
    make_track(make_plan(citizen), "Lagermedarbejder", skills=["Truck", "Scanner"])
    write(citizen, "qualifications", {"id": "a", "title": "truck"})
    page = client_for(erik).get(url("cv", citizen))
    assert page.context["missing"] == [("Lagermedarbejder", ["Scanner"])]
    assert "Scanner" in page.content.decode()


def test_entries_are_written_one_after_another(citizen: Citizen, erik: Employee, client_for: As) -> None:
    client, address = client_for(erik), url("cv_part", citizen, "languages")
    for name in ("Dansk", "Tysk"):
        form = client.get(address).context["form"]
        spare = form.ids[-1]
        saved = {f"title-{one['id']}": one["title"] for part in CvSection.objects.all() for one in part.entries}
        opened = {f"opened-{key}": value for key, value in saved.items()}
        client.post(address, {**saved, **opened, f"title-{spare}": name, "more": "1"})
    assert [one["title"] for one in CvSection.objects.get().entries] == ["Dansk", "Tysk"]
    first, second = (one["id"] for one in CvSection.objects.get().entries)
    assert first != second
    gone = {
        f"title-{first}": "",
        f"opened-title-{first}": "Dansk",
        f"title-{second}": "Tysk",
        f"opened-title-{second}": "Tysk",
    }
    client.post(address, gone)
    assert [one["title"] for one in CvSection.objects.get().entries] == ["Tysk"]


def test_a_part_saves_itself_while_one_types(citizen: Citizen, erik: Employee, client_for: As) -> None:
    """One entry stays one, though the page was opened before there was any."""
    client, address = client_for(erik), url("cv_part", citizen, "languages")
    form = client.get(address).context["form"]
    typed = {f"title-{one}": "" for one in form.ids} | {f"title-{form.ids[0]}": "Dan"}
    told = client.post(address, typed, headers={"X-Autosave": "1"}).json()
    typed |= told["opened"] | {f"title-{form.ids[0]}": "Dansk"}
    assert "saved" in client.post(address, typed, headers={"X-Autosave": "1"}).json()
    assert [one["title"] for one in CvSection.objects.get().entries] == ["Dansk"]
    assert client.post(address, typed | {f"opened-title-{form.ids[0]}": "Dansk"}).status_code == 302
    assert [one["title"] for one in CvSection.objects.get().entries] == ["Dansk"]


def test_an_empty_row_keeps_its_id_while_another_is_saved(citizen: Citizen, erik: Employee, client_for: As) -> None:
    """What a window keeps of the second row finds it when the page is there again."""
    client, address = client_for(erik), url("cv_part", citizen, "languages")
    before = client.get(address).context["form"].ids
    client.post(address, {f"title-{before[0]}": "Dansk"}, headers={"X-Autosave": "1"})
    after = client.get(address).context["form"].ids
    assert after[: len(before)] == before
    assert len(after) == len(before) + 1


def test_two_browsers_each_add_an_entry(people: People, citizen: Citizen, client_for: As) -> None:
    address, erik, alma = url("cv_part", citizen, "qualifications"), client_for(people.erik), client_for(people.alma)
    spares = [client.get(address).context["form"].ids[-1] for client in (erik, alma)]
    erik.post(address, {f"title-{spares[0]}": "Truck"})
    alma.post(address, {f"title-{spares[1]}": "Scanner"})
    assert {one["title"] for one in CvSection.objects.get().entries} == {"Truck", "Scanner"}


def test_the_same_fact_changed_by_two_is_shown_to_choose(people: People, citizen: Citizen, client_for: As) -> None:
    write(citizen, "website", {"address": "a.example"})
    address = url("cv_part", citizen, "website")
    opened = {"opened-address": "a.example"}
    client_for(people.erik).post(address, {**opened, "address": "b.example"})
    both = client_for(people.alma).post(address, {**opened, "address": "c.example"})
    assert both.status_code == 409
    assert "b.example" in both.content.decode()
    assert "c.example" in both.content.decode()


def test_advice_comes_while_one_types_and_saves_nothing(citizen: Citizen, erik: Employee, client_for: As) -> None:
    client, address = client_for(erik), url("cv_advice", citizen, "experience")
    said = client.post(address, {"title-x": "Kok", "tasks-x": "Kasse"}).content.decode()
    assert "Kok: Skriv, hvem arbejdsgiveren var." in said
    assert not CvSection.objects.exists()
    assert "Her står intet endnu." in client.post(address, {}).content.decode()
    english = client_for(erik)
    english.post("/sprog/", {"language": "en", "next": "/"})
    assert "Kok: write who the employer was." in english.post(address, {"title-x": "Kok"}).content.decode()


def test_an_unknown_part_is_not_found(citizen: Citizen, erik: Employee, client_for: As) -> None:
    assert client_for(erik).get(url("cv_part", citizen, "hobbyer")).status_code == 404


def test_the_printed_cv_has_no_advice_and_no_contact(citizen: Citizen, erik: Employee, client_for: As) -> None:
    write(citizen, "experience", {"id": "a", "title": "Kok"})
    write(citizen, "contact", {"phone": True})
    page = client_for(erik).get(url("cv_print", citizen)).content.decode()
    assert "Kok" in page
    assert "arbejdsgiveren var" not in page
    assert "Telefonnummeret" not in page


def test_reading_is_logged_and_queries_do_not_grow(citizen: Citizen, erik: Employee, client_for: As) -> None:
    client = client_for(erik)
    write(citizen, "qualifications", {"id": "a", "title": "Truck"})
    with CaptureQueriesContext(connection) as few:
        client.get(url("cv", citizen))
    entries = [{"id": f"e{number}", "title": f"Evne {number}"} for number in range(20)]
    write(citizen, "qualifications", *entries, revision=1)
    write(citizen, "languages", {"id": "b", "title": "Dansk"})
    with CaptureQueriesContext(connection) as many:
        client.get(url("cv", citizen))
    assert len(few) == len(many)
    assert Event.objects.filter(action="casework.cv.read", citizen_id=citizen.pk).count() == 2


# Files and pasted texts


def test_a_pasted_text_is_split_by_its_headings() -> None:
    found = split_text(PASTED)
    entries = {
        code: [{k: v for k, v in one.items() if k != "id"} for one in several]
        for code, several in found.entries.items()
    }
    assert entries == {
        "experience": [
            {
                "title": "Lagermedarbejder",
                "employer": "Nordby Lager",
                "period": "2019-2023",
                "tasks": "Plukkede ordrer med scanner\nKørte truck",
            },
            {"title": "Butiksassistent", "employer": "Skagen Supermarked"},
        ],
        "qualifications": [{"title": "Truck"}, {"title": "Scanner"}],
        "languages": [
            {"title": "Dansk", "is_mother_tongue": True},
            {"title": "Tysk", "is_mother_tongue": False},
        ],
        "driving_licence": [{"categories": "B og trailer"}],
        "profile": [{"hours": "Fuld tid", "personal": "Rolig, når der er kø"}],
    }
    assert found.problems == ()


def test_what_stands_before_a_heading_is_told_with_its_line() -> None:
    found = split_text("Curriculum vitae\nSprog\nDansk")
    (problem,) = found.problems
    assert (problem.place.row, problem.message_code, problem.found) == (1, "before_any_heading", "Curriculum vitae")
    with pytest.raises(BadInput) as refused:
        split_text("Bare en tekst")
    assert refused.value.problems[0].message_code == "no_headings"


def test_names_of_the_parts_are_headings_in_both_languages() -> None:
    for language in ("da", "en"):
        with translation.override(language):
            for layout in LAYOUTS:
                if layout.code != CvPart.CONTACT:
                    assert split_text(f"{layout.name}\nNoget").entries.keys() == {layout.code}


def test_a_file_is_shown_with_its_problems_and_added_after_a_yes(
    citizen: Citizen, erik: Employee, client_for: As
) -> None:
    write(citizen, "qualifications", {"id": "a", "title": "Truck"})
    rows = "afsnit;titel;arbejdsgiver;opgaver\nErhvervserfaring;Kok;Kroen;Lavede frokost\nKvalifikationer;truck;;\nHobby;Fisk;;\nSprog;;;"
    client = client_for(erik)
    answer = client.post(url("cv_import", citizen), {"file": SimpleUploadedFile("cv.csv", rows.encode())})
    preview = client.get(answer["Location"])
    told = {(one.place.row, one.message_code) for one, _said in preview.context["problems"]}
    assert told == {(4, "section_unknown"), (5, "title_needed")}
    assert [part.layout.code for part in preview.context["parts"]] == ["experience"]
    assert CvSection.objects.count() == 1
    client.post(url("cv_save", citizen, CaseFile.objects.get().uuid))
    assert CvSection.objects.get(code="experience").entries[0]["employer"] == "Kroen"
    assert [one["title"] for one in CvSection.objects.get(code="qualifications").entries] == ["Truck"]
    assert not CaseFile.objects.exists()


def test_health_in_a_pasted_text_is_told_on_the_preview(citizen: Citizen, erik: Employee, client_for: As) -> None:
    client = client_for(erik)
    client.post(url("cv_import", citizen), {"pasted": "Faglig profil\nJeg blev opereret i foråret"})
    save = url("cv_save", citizen, CaseFile.objects.get().uuid)
    page = client.post(save)
    assert page.status_code == 422
    assert not CvSection.objects.exists()
    client.post(save, {"traces_read": page.context["stamp"]})
    assert CvSection.objects.get().entries == [{"tasks": "Jeg blev opereret i foråret"}]


def test_what_stands_there_is_never_overwritten_by_a_file(citizen: Citizen, erik: Employee, client_for: As) -> None:
    write(citizen, "profile", {"hours": "Deltid"})
    client = client_for(erik)
    client.post(url("cv_import", citizen), {"pasted": "Profil\nArbejdstid: Fuld tid\nTransport: Cykel"})
    client.post(url("cv_save", citizen, CaseFile.objects.get().uuid))
    assert CvSection.objects.get().entries == [{"hours": "Deltid", "transport": "Cykel"}]


def test_nothing_to_read_and_a_wrong_encoding_are_refused(citizen: Citizen, erik: Employee, client_for: As) -> None:
    client = client_for(erik)
    assert client.post(url("cv_import", citizen), {}).status_code == 422
    file = SimpleUploadedFile("cv.csv", "afsnit;titel\nKørekort;B".encode("latin-1"))
    page = client.post(url("cv_import", citizen), {"file": file})
    assert page.status_code == 422
    assert "UTF-8" in page.content.decode()
    own = client.post(url("cv_import", citizen), {"file": SimpleUploadedFile("cv.pdf", b"%PDF-1.7")})
    assert "sæt den ind i feltet nedenfor" in own.content.decode()
    with pytest.raises(BadInput):
        read_cv_file(io.BytesIO(b"titel\nKok"), name="cv.csv")
    assert not CaseFile.objects.exists()
