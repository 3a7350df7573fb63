"""The register of personal data is complete and in words."""

import io
from collections.abc import Callable

import openpyxl
import pytest
from django.apps import apps
from django.test import Client
from django.utils import translation

from fagkompas.accounts.models import Employee
from fagkompas.toolkit.privacy import PrivacyClass
from fagkompas.website.personal_data import OF_LIBRARIES, TABLES, WORDS, privacy_rows, register_of_personal_data
from fagkompas.website.personal_fields import FIELDS
from tests.people import People

REGISTER = "/styring/persondata/"
WITHOUT_PEOPLE = {"auth.Permission", "auth.Group", "contenttypes.ContentType"}
"""Django's tables that we fill nothing into, and its table of tables."""


SPELLED_ALIKE = {
    *("budget", "dimension", "email", "form", "invitation", "link", "model"),
    *("note", "plan", "situation", "sparring", "type", "user_agent"),
}
"""Fields whose word is the same in both languages."""


def test_every_table_is_in_the_register() -> None:
    tables = {
        f"{app.label}.{model.__name__}" for app in apps.get_app_configs() for model in app.get_models()
    } - WITHOUT_PEOPLE
    assert tables - {"tests.Thing"} == set(privacy_rows())


def test_the_rows_of_libraries_tables_name_fields_that_are_there() -> None:
    for label, fields in OF_LIBRARIES.items():
        there = {field.name for field in apps.get_model(label)._meta.get_fields()}
        assert set(fields) <= there, label


def test_every_table_purpose_and_time_has_words_and_none_is_left_over() -> None:
    rows = privacy_rows()
    used = {
        text for fields in rows.values() for privacy in fields.values() for text in (privacy.purpose, privacy.retention)
    }
    assert used - WORDS == set()
    assert WORDS - used == set()
    assert set(TABLES) == set(rows)


def test_the_register_is_in_danish_and_in_english() -> None:
    with translation.override("da"):
        danish = {(entry.table, entry.code): entry for entry in register_of_personal_data()}
    with translation.override("en"):
        english = {(entry.table, entry.code): entry for entry in register_of_personal_data()}
    assert danish["Medarbejdere", "password"].purpose == "login"
    assert danish["Medarbejdere", "password"].privacy_class is PrivacyClass.SECRET
    assert english["Employees", "email"].retention == "while employed, then deleted by the retention run"
    assert len(danish) == len(english) == sum(len(fields) for fields in privacy_rows().values())


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_field_is_called_something_and_no_two_of_a_table_the_same(language: str) -> None:
    used = {field for fields in privacy_rows().values() for field in fields}
    assert used == set(FIELDS)
    with translation.override(language):
        called = [(entry.table, entry.field) for entry in register_of_personal_data()]
        assert len(called) == len(set(called)), sorted(one for one in set(called) if called.count(one) > 1)
        assert all("_" not in str(word) for word in FIELDS.values())


def test_no_field_has_its_english_name_on_a_danish_page() -> None:
    words = {}
    for language in ("da", "en"):
        with translation.override(language):
            words[language] = {code: str(word) for code, word in FIELDS.items()}
    assert {code for code in FIELDS if words["da"][code] == words["en"][code]} == SPELLED_ALIKE


def test_the_page_shows_what_says_something_about_a_person(
    people: People, client_for: Callable[[Employee], Client]
) -> None:
    client = client_for(people.gry)
    shown = [entry for _name, entries in client.get(REGISTER).context["tables"] for entry in entries]
    assert {entry.privacy_class for entry in shown} == set(PrivacyClass) - {PrivacyClass.NONE}
    everything = [entry for _name, entries in client.get(f"{REGISTER}?alle=1").context["tables"] for entry in entries]
    assert len(everything) > len(shown)


def test_the_register_as_a_workbook(people: People, client_for: Callable[[Employee], Client]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(client_for(people.gry).get(f"{REGISTER}hent/").content))
    assert book.active is not None
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[0] == ("Tabel", "Felt", "Klasse", "Formål", "Gemmes", "Navn i databasen")
    assert len(rows) == 1 + sum(len(fields) for fields in privacy_rows().values())
