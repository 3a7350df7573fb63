"""Every address, as everyone: who is let in, who is asked to sign in, and who is told that there is no such page."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponseBase
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import reverse

from tests.people import NAMES, People
from tests.permissions import Row, addresses


def gathered_rows() -> list[Row]:
    """The rows of all apps."""
    package = Path(settings.PACKAGE_DIR)
    apps = sorted(
        file.relative_to(package).parts[0]
        for where in ("*/urls.py", "*/urls/__init__.py")
        for file in package.glob(where)
    )
    modules = [f"tests.{app}.permission_rows" for app in apps if find_spec(f"tests.{app}")]
    return [row for module in modules if find_spec(module) for row in import_module(module).ROWS]


ROWS = gathered_rows()


def test_every_address_has_a_row() -> None:
    assert sorted({name for name, _ in addresses()} - {row.url for row in ROWS}) == []


def test_no_row_is_about_an_address_that_is_gone() -> None:
    assert sorted({row.url for row in ROWS} - {name for name, _ in addresses()}) == []


class _UndoneError(Exception):
    """Ends a transaction without keeping it."""


def answer(response: HttpResponseBase) -> str:
    """What a person would say happened."""
    location = response.headers.get("Location", "")
    if location.startswith(resolve_url(settings.LOGIN_URL)):
        return "asked to sign in"
    if response.status_code == 404:
        return "not found"
    if response.status_code in {200, 204, 302, 303, 400, 409, 422}:
        return "let in"
    return str(response.status_code)


def asked(row: Row, address: str, people: People, name: str) -> str:
    """What one person meets; whatever it changed is undone."""
    client = Client()
    if name != "nobody":
        client.force_login(getattr(people, name))
    met = ""
    try:
        with transaction.atomic():
            met = answer(getattr(client, row.method)(address, dict(row.data)))
            raise _UndoneError
    except _UndoneError:
        return met


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method} {row.url}")
def test_each_person_meets_what_the_table_says(row: Row, people: People) -> None:
    address = reverse(row.url, kwargs=dict(row.arguments(people)))
    met = {name: asked(row, address, people, name) for name in (*NAMES, "nobody")}
    assert met == row.expected()
