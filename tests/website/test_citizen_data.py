"""What an auditor sees and hands out of a citizen: who looked, everything that stands there, the slip, and the deletion."""

import io
import json
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import openpyxl
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from hypothesis import example, given
from hypothesis import strategies as st

from fagkompas.accounts.actions import grant_role, rename_unit, withdraw_role
from fagkompas.accounts.models import Employee, Role, RoleHeld
from fagkompas.audit.actions import record_change, record_read
from fagkompas.audit.models import Event
from fagkompas.casework.models import CaseFile, JobLogEntry
from fagkompas.casework.models.job_log import AFTER_CHANGE
from fagkompas.citizens.actions.handovers import move_citizen
from fagkompas.citizens.actions.imports import keep_import
from fagkompas.citizens.actions.openings import open_with_reason
from fagkompas.citizens.models import TO_HELP, WITH_CASE, Citizen, CitizenImport
from fagkompas.toolkit.privacy import PrivacyClass
from fagkompas.toolkit.row_files import ReadRows
from fagkompas.website.citizen_data.access import Right, access_to
from fagkompas.website.citizen_data.files import Everything
from fagkompas.website.citizen_data.gathering import ToldTable, everything_about
from fagkompas.website.citizen_data.masking import Masking, words_in
from fagkompas.website.citizen_data.tables import ABOUT_OTHERS, NOT_TOLD, tied, told
from fagkompas.website.citizen_data.words import OF_CITIZENS
from tests.casework.work import make_entry
from tests.citizens.making import CPR, make_citizen
from tests.people import SINCE, People, make_employee
from tests.website.whole_citizen import make_whole

FIND = "/styring/borgere/"
NOT_ONE_CITIZENS = {"citizens.CitizenImport", "conversations.Conversation", "companies.CompanyContact"}
"""Kept for the same reason or as long, and not by a foreign key to one citizen: a file of many, a talk with a company."""


@pytest.fixture
def as_gry(people: People, client_for: Callable[[Employee], Client]) -> Client:
    return client_for(people.gry)


def text(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def of(citizen: Citizen) -> str:
    return f"{FIND}{citizen.uuid}/"


# Which tables


def test_whatever_points_at_a_citizen_goes_with_it_and_is_told() -> None:
    """A table that would only let go of the citizen would be forgotten by subject access and by the deletion."""
    found = {table.model for table in tied().values()}
    pointing = {
        f"{model._meta.label}.{field.name}"
        for model in set(apps.get_models()) - found
        for field in model._meta.concrete_fields
        if field.related_model in found
    }
    assert pointing == set()


def test_whatever_is_kept_for_the_citizens_sake_is_tied_to_one_or_named() -> None:
    times = {WITH_CASE, AFTER_CHANGE}
    kept = {
        model._meta.label
        for model in apps.get_models()
        for privacy in getattr(model, "PRIVACY", {}).values()
        if privacy.purpose == TO_HELP or privacy.retention in times
    }
    assert kept - set(tied()) - NOT_ONE_CITIZENS == set()
    assert set(NOT_TOLD) <= set(tied()) | NOT_ONE_CITIZENS


def test_every_column_about_a_citizen_has_words_and_none_is_left_over() -> None:
    assert {table.label for table in told()} == set(OF_CITIZENS)
    for table in told():
        columns = {field.name for field in table.told}
        assert columns == set(OF_CITIZENS[table.label].columns), table.label
        personal = {name for name, one in table.model.PRIVACY.items() if one.privacy_class is not PrivacyClass.NONE}  # type: ignore[attr-defined]
        leading = {table.column, "citizen"} if table.label != "casework.TaskRating" else {table.column}
        others = {name.rpartition(".")[2] for name in ABOUT_OTHERS if name.startswith(f"{table.label}.")}
        assert personal - columns <= leading | others, table.label


# Everything that stands there


def test_what_has_no_words_yet_is_told_under_its_name_in_the_database(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    citizen = make_citizen(people, phone="12345678")
    make_entry(citizen)
    monkeypatch.delitem(OF_CITIZENS, "casework.JobLogEntry")
    monkeypatch.delitem(OF_CITIZENS["citizens.Citizen"].columns, "phone")
    own, log = everything_about(citizen, Masking())
    assert [column.said for column in own.rows[0].columns if column.name == "phone"] == ["12345678"]
    assert log.name == "casework.JobLogEntry"
    assert "Lagermedarbejder" in [column.said for column in log.rows[0].columns]


def tells(name: str) -> bool:
    """Whether a column, as "casework.Track.can", says something of the citizen."""
    table, _dot, column = name.rpartition(".")
    return column in {field.name for field in tied()[table].told}


def columns_of(tables: tuple[ToldTable, ...]) -> Iterator[tuple[str, str, Any]]:
    """Table and column, the words, and the data, all the way down."""
    for table in tables:
        for row in table.rows:
            for column in row.columns:
                yield f"{table.label}.{column.column}", " ".join(column.lines), column.data
            yield from columns_of(row.parts)


def test_every_text_in_every_table_is_told_in_words_and_as_data(people: People) -> None:
    whole = make_whole(people)
    found = {name: (words, data) for name, words, data in columns_of(everything_about(whole.citizen, Masking()))}
    hidden = {"conversations.Party.name"}
    for name, mark in whole.marks.items():
        table = name.rpartition(".")[0]
        if table in NOT_TOLD or not tells(name) or name in hidden:
            continue
        words, data = found[name]
        assert mark in words, name
        assert mark in json.dumps(data, ensure_ascii=False), name
    assert {name.rpartition(".")[0] for name in found} == set(tied()) - set(NOT_TOLD)


def test_every_text_stands_in_the_document_in_the_citizens_language(people: People) -> None:
    whole = make_whole(people)
    everything = Everything(
        citizen=whole.citizen,
        tables=everything_about(whole.citizen, Masking()),
        access=access_to(whole.citizen, Masking()),
        changes=(),
        made_at=timezone.now(),
    )
    html = render_to_string("website/pdf/subject_access.html", {"all": everything, "is_demo": False})
    missing = {name for name, mark in whole.marks.items() if mark not in html}
    not_told = {name for name in whole.marks if name.rpartition(".")[0] in NOT_TOLD}
    says_nothing = {name for name in whole.marks if not tells(name)}
    assert missing == {"conversations.Party.name"} | not_told | says_nothing
    assert "Hvem du er, og din sag" in html
    assert "Prøvetitel" in html


def test_nothing_of_another_citizen_is_told(people: People) -> None:
    whole = make_whole(people)
    other = make_citizen(people, name="En Anden")
    said = json.dumps([data for _name, _words, data in columns_of(everything_about(other, Masking()))])
    assert not [mark for mark in whole.marks.values() if mark in said]


def test_the_number_of_queries_does_not_grow_with_the_rows(people: People) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            everything_about(citizen, Masking())
        return len(asked)

    citizen = make_whole(people).citizen
    few = queries()
    for days in range(5):
        make_entry(citizen, days_ago=days)
    assert queries() == few == len(told())


def test_what_is_about_others_is_hidden(people: People) -> None:
    whole = make_whole(people)
    party = whole.marks["conversations.Party.name"]
    purpose = whole.marks["conversations.Conversation.purpose"]
    note = "Spurgte sin søster Karen Holm om 0101901234 og karen igen, ikke Karensgade"
    JobLogEntry.objects.filter(citizen=whole.citizen).update(note=note)
    told_now = everything_about(whole.citizen, Masking(words=words_in("karen holm\nKaren\n\nx\nkaren holm")))
    said = json.dumps([(words, data) for _name, words, data in columns_of(told_now)], ensure_ascii=False)
    assert party not in said
    assert purpose in said
    assert "Spurgte sin søster [en anden] om ••••••-•••• og [en anden] igen, ikke Karensgade" in said
    assert CPR in said


def test_why_somebody_looked_may_be_about_others_too(people: People, as_gry: Client) -> None:
    citizen = make_citizen(people)
    open_with_reason(citizen=citizen, reason="Karen ringede i dag", today=timezone.localdate(), by=people.freja)
    record_read(by=people.freja, action="citizens.case.opened", citizen_id=citizen.pk, target=citizen)
    answer = as_gry.post(f"{of(citizen)}indsigt/", {"kind": "json", "hidden": "Karen"})
    assert "Karen" not in answer.content.decode()
    assert [one["reason"] for one in json.loads(answer.content)["opened"]] == ["[en anden] ringede i dag"]


@pytest.mark.parametrize("sees_protected", [True, False])
def test_a_protected_address_is_for_those_with_the_role(people: People, as_gry: Client, sees_protected: bool) -> None:
    whole = make_whole(people, is_protected=True)
    if sees_protected:
        grant_role(employee=people.gry, role=Role.PROTECTED_ADDRESSES, unit=people.north, on=SINCE, by=people.ida)
    page = as_gry.get(f"{of(whole.citizen)}indsigt/")
    assert ("Adressen er beskyttet" in text(page)) is not sees_protected
    file = as_gry.post(f"{of(whole.citizen)}indsigt/", {"kind": "json"}).content.decode()
    assert (whole.marks["citizens.Citizen.address"] in file) is sees_protected


def test_the_file_for_machines_is_as_the_guide_says(people: People, as_gry: Client) -> None:
    whole = make_whole(people, language="en")
    open_with_reason(citizen=whole.citizen, reason="Vikar i Nord i dag", today=timezone.localdate(), by=people.freja)
    record_read(by=people.freja, action="citizens.case.opened", citizen_id=whole.citizen.pk, target=whole.citizen)
    record_read(by=people.erik, action="citizens.list.read", citizen_id=whole.citizen.pk, target=whole.citizen)
    answer = as_gry.post(f"{of(whole.citizen)}indsigt/", {"kind": "json", "hidden": ""})
    assert answer["Content-Type"] == "application/json"
    assert whole.citizen.name not in answer["Content-Disposition"]
    content = json.loads(answer.content)
    for guide in ("insight.md", "en/insight.md"):
        page = (settings.BASE_DIR / "docs" / "guide" / guide).read_text(encoding="utf-8")
        schema = json.loads(page.split("```json\n")[1].split("```")[0])
        assert list(wrong(content, schema, schema)) == []
        assert list(wrong({**content, "tables": [{"table": 1}]}, schema, schema))
    assert content["tables"][0]["name"] == "Who you are, and your case"
    assert [(one["who"], one["reason"]) for one in content["opened"]] == [("Freja", "Vikar i Nord i dag")]
    assert [one["who"] for one in content["seen_on_lists"]] == ["Erik"]
    made = Event.objects.get(action="audit.subject_access.made")
    assert (made.citizen_id, made.actor_id) == (whole.citizen.pk, people.gry.pk)


def wrong(value: Any, schema: dict[str, Any], whole: dict[str, Any], path: str = "$") -> Iterator[str]:
    """Where a value is not as a JSON schema says: as much of the standard as the guide's schema uses."""
    if "$ref" in schema:
        schema = whole["$defs"][schema["$ref"].rpartition("/")[2]]
    if "const" in schema and value != schema["const"]:
        yield f"{path} is not {schema['const']}"
    kinds = schema.get("type", [])
    if kinds and kind_of(value) not in ([kinds] if isinstance(kinds, str) else kinds):
        yield f"{path} is {kind_of(value)}"
        return
    if isinstance(value, dict):
        yield from (f"{path}.{name} is missing" for name in schema.get("required", []) if name not in value)
        for name, inner in value.items():
            if name in schema.get("properties", {}):
                yield from wrong(inner, schema["properties"][name], whole, f"{path}.{name}")
            elif schema.get("additionalProperties") is False:
                yield f"{path}.{name} is not in the schema"
    if isinstance(value, list) and "items" in schema:
        for place, one in enumerate(value):
            yield from wrong(one, schema["items"], whole, f"{path}[{place}]")


def kind_of(value: Any) -> str:
    names = {dict: "object", list: "array", str: "string", bool: "boolean", type(None): "null", int: "integer"}
    return names.get(type(value), "number")


def test_the_pdf_is_tagged_and_in_the_citizens_language(people: People, as_gry: Client) -> None:
    whole = make_whole(people, language="en")
    answer = as_gry.post(f"{of(whole.citizen)}indsigt/", {"kind": "pdf", "hidden": "Karen"})
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert b"/StructTreeRoot" in answer.content or b"/ObjStm" in answer.content
    with translation.override("en"):
        assert "What stands about me" in answer["Content-Disposition"]
    refused = as_gry.post(f"{of(whole.citizen)}indsigt/", {"kind": "docx"})
    assert refused.status_code == 404


# Who has looked


def test_one_person_on_one_day_is_one_line_with_role_and_reason(people: People) -> None:
    citizen = make_citizen(people)
    open_with_reason(citizen=citizen, reason="Vikar i Nord i dag", today=timezone.localdate(), by=people.freja)
    for action in ("citizens.case.opened", "citizens.contact.read", "citizens.case.opened"):
        record_read(by=people.freja, action=action, citizen_id=citizen.pk, target=citizen)
    record_read(by=people.erik, action="citizens.case.opened", citizen_id=citizen.pk, target=citizen)
    for _ in range(3):
        record_read(by=people.alma, action="citizens.list.read", citizen_id=citizen.pk, target=citizen)
    access = access_to(citizen, Masking())
    assert [(look.who, look.works_as, look.right, look.reason) for look in access.looks] == [
        ("Erik", "Sagsbehandler, Nord", Right.CASE, ""),
        ("Freja", "Virksomhedskonsulent, Syd", Right.REASON, "Vikar i Nord i dag"),
    ]
    assert access.looks[1].what == ("åbnede borgerens sag", "så borgerens kontaktoplysninger")
    assert [(seen.who, seen.times) for seen in access.on_lists] == [("Alma", 3)]


def test_each_line_says_by_which_right_the_case_was_opened(people: People, as_gry: Client) -> None:
    citizen = make_citizen(people)
    viggo = make_employee("Viggo", people.south, Role.COMPANY_CONSULTANT, roles_in=people.testkommune)
    for person in (people.alma, viggo, people.gry, people.bo):
        record_read(by=person, action="casework.placements.read", citizen_id=citizen.pk, target=citizen)
    rights = {look.who: look.right for look in access_to(citizen, Masking()).looks}
    assert rights == {
        "Alma": Right.CASE,
        "Viggo": Right.TOWARDS_WORK,
        "Gry": Right.AUDIT,
        "Bo": Right.UNKNOWN,
    }
    for page in (of(citizen), f"{of(citizen)}adgang/"):
        told = text(as_gry.get(page))
        assert "Virksomhedskonsulent for enheden: ser det, der står mod job" in told
        assert "Aldrig fra en anden enhed" not in told


def test_the_right_is_that_of_the_unit_in_which_the_citizen_was_then(people: People) -> None:
    citizen = make_citizen(people)
    record_read(by=people.erik, action="citizens.case.opened", citizen_id=citizen.pk, target=citizen)
    today = timezone.localdate()
    move_citizen(citizen=citizen, to=people.south, caseworker=None, on=today, note="", today=today, by=people.erik)
    citizen.refresh_from_db()
    assert [look.right for look in access_to(citizen, Masking()).looks] == [Right.CASE]
    withdraw_role(held=RoleHeld.objects.get(employee=people.erik), by=people.ida)
    assert [look.right for look in access_to(citizen, Masking()).looks] == [Right.CASE]


def test_a_role_is_told_as_it_was_when_somebody_looked(people: People) -> None:
    citizen = make_citizen(people)
    hans = make_employee("Hans", people.north)
    held = grant_role(employee=hans, role=Role.CASEWORKER, unit=people.north, on=timezone.localdate(), by=people.ida)
    record_read(by=hans, action="citizens.case.opened", citizen_id=citizen.pk, target=citizen)
    withdraw_role(held=held, by=people.ida)
    record_read(by=hans, action="citizens.contact.read", citizen_id=citizen.pk, target=citizen)
    first, last = Event.objects.about_citizen(citizen.pk).reads().order_by("pk").values_list("pk", flat=True)
    move(first, timezone.now() - timedelta(days=3))
    move(last, timezone.now() + timedelta(days=1))
    assert [look.works_as for look in access_to(citizen, Masking()).looks] == ["Nord", "Nord"]
    move(first, Event.objects.get(action="accounts.role.granted").at)
    assert [look.works_as for look in access_to(citizen, Masking()).looks] == ["Nord", "Sagsbehandler, Nord"]


def test_a_role_that_ended_is_known_when_its_unit_is_called_something_else(people: People) -> None:
    citizen = make_citizen(people)
    record_read(by=people.erik, action="citizens.case.opened", citizen_id=citizen.pk, target=citizen)
    withdraw_role(held=RoleHeld.objects.get(employee=people.erik), by=people.ida)
    rename_unit(unit=people.north, name="Jobparate", by=people.ida)
    assert [look.right for look in access_to(citizen, Masking()).looks] == [Right.CASE]


def test_what_is_done_for_data_protection_is_told_as_that_beside_the_same_persons_own_cases(people: People) -> None:
    citizen = make_citizen(people)
    both = make_employee("Begge", people.north, Role.AUDITOR, Role.MANAGER)
    record_read(by=both, action="casework.plan.read", citizen_id=citizen.pk, target=citizen)
    record_read(by=both, action="audit.subject_access.made", citizen_id=citizen.pk, target=citizen)
    looks = {look.right: look.told for look in access_to(citizen, Masking()).looks}
    assert looks == {Right.CASE: ("åbnede din plan",), Right.AUDIT: ("trak alt ud, der står om dig",)}
    open_with_reason(citizen=citizen, reason="Vikar i Nord", today=timezone.localdate(), by=people.freja)
    record_read(by=people.freja, action="audit.citizen.opened", citizen_id=citizen.pk, target=citizen)
    found = {(look.right, look.reason) for look in access_to(citizen, Masking()).looks if look.who == "Freja"}
    assert found == {(Right.UNKNOWN, "")}


def move(event: int, at: datetime) -> None:
    """An event as if it had been another time."""
    with connection.cursor() as cursor:
        stored = connection.ops.adapt_datetimefield_value(at)
        cursor.execute("UPDATE audit_event SET at = %s WHERE id = %s", [stored, event])


def test_the_slip_tells_nothing_of_what_others_wrote(people: People, as_gry: Client) -> None:
    whole = make_whole(people)
    record_read(by=people.erik, action="citizens.case.opened", citizen_id=whole.citizen.pk, target=whole.citizen)
    slip = as_gry.get(f"{of(whole.citizen)}adgang/")
    said = text(slip)
    assert "Erik" in said
    assert "åbnede din sag" in said
    assert "borgerens" not in said
    assert not [mark for mark in whole.marks.values() if mark in said]
    file = as_gry.get(f"{of(whole.citizen)}adgang.pdf")
    assert file.content.startswith(b"%PDF")
    assert whole.citizen.name not in file["Content-Disposition"]
    assert Event.objects.filter(action="audit.access_slip.made", citizen_id=whole.citizen.pk).count() == 2


# Finding, and the log


def test_a_citizen_is_found_by_number_or_by_name_and_case_number_and_the_look_is_noted(
    people: People, as_gry: Client
) -> None:
    citizen = make_citizen(people, cpr=CPR, name="Åse Opdigtet")
    number = citizen.case_number.lower()
    for typed in (
        {"cpr": "700190-1234"},
        {"name": "åse", "case_number": number},
        {"name": "Opdigtet", "case_number": number.replace("-", "")},
    ):
        assert as_gry.post(FIND, typed)["Location"] == of(citizen)
    page = as_gry.get(of(citizen))
    assert "Åse Opdigtet" in text(page)
    event = Event.objects.get(action="audit.citizen.opened")
    assert (event.citizen_id, event.actor_id) == (citizen.pk, people.gry.pk)


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({"cpr": "7101901234"}, 200),
        ({"name": "Åse", "case_number": "0000-0000"}, 200),
        ({"name": "Åse", "case_number": "%"}, 200),
        ({"name": "Bo", "case_number": "its own"}, 200),
        ({"name": "   ", "case_number": "its own"}, 422),
        ({"name": "Åse"}, 422),
        ({"case_number": "its own"}, 422),
        ({"cpr": "1234"}, 422),
        ({}, 422),
    ],
)
def test_nobody_is_found_by_less(people: People, as_gry: Client, typed: dict[str, str], status: int) -> None:
    citizen = make_citizen(people, cpr=CPR, name="Åse Opdigtet")
    sent = {name: citizen.case_number if value == "its own" else value for name, value in typed.items()}
    answer = as_gry.post(FIND, sent)
    assert answer.status_code == status
    assert "Åse Opdigtet" not in text(answer)
    assert not Event.objects.reads().exists()


def test_an_auditor_of_a_unit_finds_its_citizens_and_their_events_only(
    people: People, client_for: Callable[[Employee], Client]
) -> None:
    north, south = make_citizen(people, cpr=CPR), make_citizen(people, name="Syd Person", unit=people.south)
    client = client_for(make_employee("Lokal", people.south, Role.AUDITOR))
    for one in (north, south):
        record_read(by=people.alma, action="citizens.case.opened", citizen_id=one.pk, target=one)
    assert client.post(FIND, {"cpr": CPR}).status_code == 200
    assert client.get(of(north)).status_code == 404
    assert client.get(of(south)).status_code == 200
    rows = client.get("/styring/log/?slags=read&omraade=citizens").context["rows"]
    assert [row.event.citizen_id for row in rows] == [south.pk]


def test_the_log_says_that_it_is_a_citizens_case_and_whose_only_to_those_who_may_know(
    people: People, as_gry: Client, client_for: Callable[[Employee], Client]
) -> None:
    citizen = make_citizen(people, name="Åse Opdigtet")
    other = make_citizen(people, name="Bent Opdigtet")
    open_with_reason(citizen=citizen, reason="Vikar i Nord i dag", today=timezone.localdate(), by=people.freja)
    record_read(by=people.freja, action="citizens.case.opened", citizen_id=other.pk, target=other)
    record_change(by=None, action="citizens.citizen.deleted", citizen_id=other.pk + 99, root_id=people.testkommune.pk)
    said = text(as_gry.get("/styring/log/"))
    assert f"En borgers sag, {citizen.case_number}" in said
    assert "En borgers sag, slettet siden" in said
    for hidden in ("Åse", "Bent", "Vikar"):
        assert hidden not in said
    page = as_gry.get(f"/styring/log/?borger={citizen.uuid}")
    assert [row.event.citizen_id for row in page.context["rows"]] == [citizen.pk]
    assert "Kun det, der vedrører Åse Opdigtet" in text(page)
    assert "Vikar i Nord i dag" in text(page)
    assert Event.objects.get(action="audit.log.opened").citizen_id == citizen.pk
    both = make_employee("Begge", people.testkommune, Role.AUDITOR, Role.CASEWORKER)
    assert "Bent Opdigtet" in text(client_for(both).get("/styring/log/"))
    nobody = as_gry.get("/styring/log/?borger=9b2bd9f0-0000-0000-0000-000000000000")
    assert nobody.context["rows"] == []


def test_the_log_of_one_case_as_a_file(people: People, as_gry: Client) -> None:
    citizen = make_citizen(people, name="Åse Opdigtet")
    open_with_reason(citizen=citizen, reason="Vikar i Nord i dag", today=timezone.localdate(), by=people.freja)
    record_read(by=people.alma, action="accounts.employee.opened", subject_id=people.bo.pk, target=people.bo)
    book = openpyxl.load_workbook(io.BytesIO(as_gry.get(f"/styring/log/hent/xlsx/?borger={citizen.uuid}").content))
    assert book.active is not None
    rows = list(book.active.iter_rows(values_only=True, min_row=2))
    assert [(row[1], row[3], row[4]) for row in rows] == [("Freja", "Åse Opdigtet", "Vikar i Nord i dag")]
    assert Event.objects.get(action="audit.log.exported").citizen_id == citizen.pk


# Deletion

LATER = date(2032, 1, 10)


def anywhere(words: set[str]) -> set[str]:
    """In which tables one of the words stands, in any column of any row, as it is read."""
    return {
        model._meta.label
        for model in apps.get_models()
        for row in model._default_manager.all()
        if any(word in str(value) for value in vars(row).values() for word in words)
    }


def test_five_years_after_it_was_closed_nothing_of_a_case_is_left(people: People) -> None:
    whole = make_whole(people, name="Åse Opdigtet")
    kept = make_whole_other(people)
    words = {whole.citizen.name, CPR, *whole.marks.values()}
    assert anywhere(words) == {name.rpartition(".")[0] for name in whole.marks}
    Citizen.objects.filter(pk=whole.citizen.pk).update(closed_on=date(2027, 1, 9), closed_why="job")
    call_command("retention", "--today", LATER.isoformat())
    assert anywhere(words) == set()
    for table in tied().values():
        assert not table.model._default_manager.filter(**{table.path: whole.citizen.pk}).exists(), table.label
    assert list(Citizen.objects.all()) == [kept]


def make_whole_other(people: People) -> Citizen:
    """Somebody whose case is open."""
    return make_citizen(people, name="En Anden", cpr="7101901234")


def test_what_is_told_before_is_what_is_deleted_and_the_run_is_kept(people: People, as_gry: Client) -> None:
    whole = make_whole(people)
    today = timezone.localdate()
    CaseFile.objects.all().delete()
    Citizen.objects.filter(pk=whole.citizen.pk).update(
        began_on=date(2019, 1, 1), closed_on=date(2020, 1, 1), closed_why="job"
    )
    open_case = make_citizen(people, name="Åben Sag")
    old = make_entry(open_case)
    JobLogEntry.objects.filter(pk=old.pk).update(changed_on=today - timedelta(days=5 * 366))
    make_citizen(people, name="Andetsteds", unit=people.andenkommune, closed_on=date(2026, 9, 2), closed_why="job")

    page = as_gry.get("/styring/sletning/")
    before = [(kind.name, kind.rows) for kind in page.context["kinds"]]
    said = text(page)
    assert whole.citizen.case_number in said
    assert whole.citizen.name not in said
    assert ("Borgere", 1) in before
    assert ("Joblog", 2) in before
    assert {rows for name, rows in before if name != "Joblog"} == {1}
    assert len(before) == len(tied()) - 1

    call_command("retention", "--today", (today + timedelta(days=1)).isoformat())
    page = as_gry.get("/styring/sletning/")
    assert page.context["kinds"] == ()
    (run,) = page.context["runs"]
    assert [(kind.name, kind.rows) for kind in run.kinds] == before
    others = Event.objects.get(action="audit.deletion.done", root_id=people.andenkommune.pk)
    assert others.details["deleted"] == {}
    assert "Intet har nået sin slettedato" in text(page)


def test_files_that_were_not_saved_go_after_an_hour(people: People) -> None:
    make_whole(people)
    keep_import(author=people.erik, read=ReadRows(rows={}, problems=()), now=timezone.now())
    for minutes, left in ((59, 1), (61, 0)):
        for model in (CaseFile, CitizenImport):
            model._default_manager.update(read_at=timezone.now() - timedelta(minutes=minutes))
        call_command("retention")
        assert [CaseFile.objects.count(), CitizenImport.objects.count()] == [left, left]


@given(day=st.dates(date(1990, 1, 1), date(2060, 12, 31)))
@example(day=date(1999, 2, 28))
@example(day=date(2000, 2, 29))
def test_the_day_that_is_told_is_the_last_before_the_case_goes(day: date) -> None:
    last = Citizen(closed_on=day).kept_until
    assert last is not None
    assert not goes(day, last)
    assert goes(day, last + timedelta(days=1))


def goes(closed_on: date, today: date) -> bool:
    """Whether the condition of `past_keeping` is met."""
    (condition,) = Citizen.objects.past_keeping(today).query.where.children
    return bool(closed_on < condition.rhs)  # type: ignore[union-attr]
