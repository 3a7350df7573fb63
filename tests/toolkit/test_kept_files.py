"""Files that were read and not saved: not found after an hour, and deleted by the next page that anybody opens."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.citizens.models import CitizenImport
from fagkompas.companies.models import CompanyImport
from fagkompas.toolkit import forgotten_files
from fagkompas.toolkit.forgotten_files import ForgottenFiles
from fagkompas.toolkit.kept_files import KeptFile, KeptRead
from tests.people import People

pytestmark = pytest.mark.django_db

As = Callable[[Employee], Client]


def read_ago(minutes: int, author: Employee, model: type[KeptRead] = CitizenImport) -> KeptRead:
    """A file that was read so many minutes ago."""
    kept = model.of_file({"2": {"navn": "Prøve"}}, (), now=timezone.now() - timedelta(minutes=minutes), author=author)
    kept.save()
    return kept


def test_every_kind_is_a_kept_file_and_those_about_people_are_encrypted() -> None:
    kinds = {model._meta.label for model in apps.get_models() if issubclass(model, KeptFile)}
    named = {model._meta.label for model in apps.get_models() if {"author", "read_at"} <= columns(model)}
    assert kinds == named
    assert len(kinds) == 9


def columns(model: object) -> set[str]:
    """Of a table."""
    return {field.name for field in model._meta.get_fields()}  # type: ignore[attr-defined]


def test_the_next_page_that_anybody_reads_deletes_what_nobody_saved(
    people: People, client_for: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = read_ago(59, people.erik)
    for model in (CitizenImport, CompanyImport):
        read_ago(61, people.freja, model)
    client = client_for(people.bo)
    client.get("/")
    assert CitizenImport.objects.count() == 2  # not with every page
    monkeypatch.setattr(forgotten_files, "SECONDS_BETWEEN", -1)
    client_for(people.bo).get("/")
    assert list(CitizenImport.objects.all()) == [waits]
    assert not CompanyImport.objects.exists()


def test_a_page_is_answered_though_nothing_can_be_deleted(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_now: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(forgotten_files, "SECONDS_BETWEEN", -1)
    monkeypatch.setattr(forgotten_files, "delete_forgotten", broken)

    def answer(_request: HttpRequest) -> HttpResponse:
        return HttpResponse("ja")

    assert ForgottenFiles(answer)(RequestFactory().get("/")).status_code == 200
    assert "could not be deleted" in caplog.text


def test_what_is_read_never_lies_on_the_disk(settings: object) -> None:
    from fagkompas.toolkit.workbooks import MAX_BYTES

    assert settings.FILE_UPLOAD_MAX_MEMORY_SIZE > MAX_BYTES  # type: ignore[attr-defined]
