"""Another key, of everything encrypted about a citizen in whatever table: left as it stands, then written anew."""

from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.models import Model, QuerySet

from fagkompas.citizens.models import Citizen
from fagkompas.toolkit.encrypted_fields import EncryptedField, unread_in
from tests.citizens.making import CPR
from tests.people import People
from tests.website.test_changed_key import another_key, key_and_old_key
from tests.website.whole_citizen import make_whole

pytestmark = pytest.mark.django_db

APPS = ("citizens", "conversations", "casework")


def encrypted_tables() -> list[tuple[type[Model], list[str]]]:
    """Each table of what is known of citizens that has something encrypted, with those columns."""
    found = []
    for app in APPS:
        for model in apps.get_app_config(app).get_models():
            columns = [str(field.column) for field in model._meta.concrete_fields if isinstance(field, EncryptedField)]
            if columns:
                found.append((model, columns))
    return found


def rows_of(model: type[Model]) -> "QuerySet[Model]":
    rows: QuerySet[Model] = QuerySet(model)
    return rows.order_by("pk")


def stored() -> dict[str, list[tuple[str, ...]]]:
    """As it stands in the tables."""
    with connection.cursor() as cursor:
        kept = {}
        for model, columns in encrypted_tables():
            table = model._meta.db_table
            cursor.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY id")  # noqa: S608  # our own names
            kept[table] = list(cursor.fetchall())
        return kept


def test_everything_encrypted_is_kept_by_another_key_and_read_again_once_it_is_written_anew(people: People) -> None:
    make_whole(people)
    before = stored()
    filled = [table for table, rows in before.items() if any(any(row) for row in rows)]
    assert {app for app in APPS for table in filled if table.startswith(app)} == set(APPS)
    with another_key:
        for model, _columns in encrypted_tables():
            for row in rows_of(model):
                row.save()
        assert stored() == before, "what cannot be read is written back as it stands"
    with key_and_old_key:
        call_command("encrypt_anew", stdout=StringIO())
    with another_key:
        for model, _columns in encrypted_tables():
            assert not unread_in(*rows_of(model)), model
        assert Citizen.objects.with_cpr(CPR, root_id=people.testkommune.pk).count() == 1
