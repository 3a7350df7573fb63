"""Letters: put into the outbox, sent by the mail server, tried again, and shown in a demo only."""

import logging
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.core import mail
from django.core.checks import run_checks
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import connection
from django.test import Client, TestCase, override_settings
from django.utils import timezone

from fagkompas.accounts import tasks
from fagkompas.accounts.actions import Mail, post_letter, post_letters, retention, send_letter
from fagkompas.accounts.models import Employee, Letter, LetterKind, Unit
from tests.people import People, make_people
from tests.website_environment import environment

ClientFor = Callable[[Employee], Client]
OUTBOX = "/styring/udbakke/"
FORGOTTEN = "/konto/adgangskode/glemt/"
AWAY = "tests.accounts.test_outbox.AwayBackend"


class AwayBackend(BaseEmailBackend):
    """A mail server that is not there."""

    def send_messages(self, email_messages: Any) -> int:
        raise ConnectionRefusedError


def letter_to(person: Employee, body: str = "Følg https://fagkompas.example/konto/abc/") -> Letter:
    return post_letter(employee=person, kind=LetterKind.INVITATION, subject="Velkommen", body=body)


@pytest.mark.django_db(transaction=True)
def test_a_letter_is_sent_once_it_is_committed_and_its_text_is_gone() -> None:
    letter = letter_to(make_people().bo)
    letter.refresh_from_db()
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["bo@testkommune.example"], "Velkommen")
    assert "https://fagkompas.example/konto/abc/" in str(sent.body)
    assert letter.sent_at is not None
    assert letter.text == ""


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_that_is_away_stops_nobody_and_is_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    people = make_people()
    with override_settings(EMAIL_BACKEND=AWAY), caplog.at_level(logging.WARNING):
        letter_to(people.bo)
        assert said() == "Mails sendt: 0. Venter stadig: 1."
    assert "bo@" not in caplog.text
    assert "ConnectionRefusedError" in caplog.text
    assert not mail.outbox

    assert said() == "Mails sendt: 1. Venter stadig: 0."
    assert said() == "Mails sendt: 0. Venter stadig: 0."
    assert len(mail.outbox) == 1


def said() -> str:
    out = StringIO()
    call_command("send_letters", stdout=out)
    return out.getvalue().strip()


def test_what_was_sent_is_not_sent_again(people: People) -> None:
    letter = letter_to(people.bo)
    assert send_letter(letter=letter, now=timezone.now())
    assert send_letter(letter=Letter.objects.get(), now=timezone.now())
    assert len(mail.outbox) == 1


def test_the_text_is_not_readable_in_the_database(people: People) -> None:
    letter = letter_to(people.bo)
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM accounts_letter")
        (kept,) = cursor.fetchone()
    assert "fagkompas.example" not in kept
    assert "https://fagkompas.example/konto/abc/" in letter.text


def test_letters_are_deleted_after_thirty_days(people: People) -> None:
    old, new = letter_to(people.bo), letter_to(people.carla)
    Letter.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=31))
    lines = retention(today=timezone.localdate(), dry_run=False)
    assert [line.rows for line in lines if "udbakken" in line.what] == [1]
    assert list(Letter.objects.all()) == [new]


def test_outside_a_demo_nobody_sees_the_outbox(people: People, client_for: ClientFor) -> None:
    letter_to(people.bo)
    assert client_for(people.ida).get(OUTBOX).status_code == 404
    assert OUTBOX not in client_for(people.ida).get("/styring/").content.decode()


def test_a_demo_shows_its_administrator_the_letters_with_their_links(people: People, client_for: ClientFor) -> None:
    Unit.objects.filter(pk=people.testkommune.pk).update(is_demo=True)
    with override_settings(ENVIRONMENT=environment(demo=True)):
        assert "Ingen mails endnu" in client_for(people.ida).get(OUTBOX).content.decode()
        send_letter(letter=letter_to(people.bo), now=timezone.now())
        page = client_for(people.ida).get(OUTBOX).content.decode()
        assert "Velkommen" in page
        assert 'href="https://fagkompas.example/konto/abc/"' in page
        assert OUTBOX in client_for(people.ida).get("/styring/").content.decode()
        for other in (people.bo, people.alma, people.dorte, people.gry):
            assert client_for(other).get(OUTBOX).status_code == 404
        assert "Velkommen" not in client_for(people.outsider).get(OUTBOX).content.decode()


def test_the_text_of_a_letter_cannot_write_into_the_page(people: People, client_for: ClientFor) -> None:
    Unit.objects.filter(pk=people.testkommune.pk).update(is_demo=True)
    letter_to(people.bo, body="<script>alert(1)</script>")
    with override_settings(ENVIRONMENT=environment(demo=True)):
        assert "<script>alert" not in client_for(people.ida).get(OUTBOX).content.decode()


@pytest.mark.parametrize(
    ("options", "warned"), [({}, True), ({"smtp": "mail.example"}, False), ({"demo": True}, False)]
)
def test_without_a_mail_server_every_command_says_where_mail_goes(options: dict[str, Any], warned: bool) -> None:
    with override_settings(ENVIRONMENT=environment(**options)):
        assert ("accounts.W001" in [message.id for message in run_checks()]) is warned


@pytest.mark.parametrize(
    ("language", "subject", "said"),
    [
        ("da", "Fagkompas: vælg en ny adgangskode", "Linket virker én gang og i tre dage."),
        ("en", "Fagkompas: choose another password", "The link works once and for three days."),
    ],
)
def test_the_letter_to_who_forgot_is_in_plain_words(people: People, language: str, subject: str, said: str) -> None:
    Employee.objects.filter(pk=people.bo.pk).update(language=language)
    Client().post(FORGOTTEN, {"email": "bo@testkommune.example"})
    letter = Letter.objects.get()
    assert (letter.subject, letter.kind) == (subject, LetterKind.SIGN_IN)
    assert said in letter.text
    assert "http://testserver/konto/adgangskode/ny/" in letter.text


def test_a_letter_that_cannot_be_read_stops_no_other(people: People, client_for: ClientFor) -> None:
    broken, whole = letter_to(people.bo), letter_to(people.carla)
    Letter.objects.filter(pk=broken.pk).update(body="not of this key")
    assert said() == "Mails sendt: 1. Venter stadig: 1."
    assert [sent.to for sent in mail.outbox] == [[whole.to]]
    Unit.objects.filter(pk=people.testkommune.pk).update(is_demo=True)
    with override_settings(ENVIRONMENT=environment(demo=True)):
        assert "kan ikke læses" in client_for(people.ida).get(OUTBOX).content.decode()


def test_a_letter_whose_link_is_too_old_or_whose_reader_has_left_is_not_sent(people: People) -> None:
    old, _left = letter_to(people.bo), letter_to(people.carla)
    Letter.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=4))
    Employee.objects.filter(pk=people.carla.pk).update(is_active=False, retired_on=timezone.localdate())
    assert said() == "Mails sendt: 0. Venter stadig: 0."
    assert not mail.outbox


class OneAddressLessBackend(EmailBackend):
    """A mail server that takes all but one letter: for good, or just now."""

    code = 550
    opened = 0

    def open(self) -> bool:
        """Counted."""
        type(self).opened += 1
        return True

    def send_messages(self, messages: Any) -> int:
        """Refuses Bo."""
        if messages[0].to == ["bo@testkommune.example"]:
            raise SMTPRecipientsRefused({"bo@testkommune.example": (self.code, b"no")})
        return super().send_messages(messages)


@pytest.mark.parametrize(("code", "is_refused", "waiting"), [(550, True, 0), (450, False, 1)])
def test_an_address_that_there_is_not_is_tried_once_and_stops_no_other(
    people: People, monkeypatch: pytest.MonkeyPatch, code: int, is_refused: bool, waiting: int
) -> None:
    monkeypatch.setattr(OneAddressLessBackend, "code", code)
    monkeypatch.setattr(OneAddressLessBackend, "opened", 0)
    refused = letter_to(people.bo)
    outside = Mail(employee=None, to="ude@ude.example", subject="Hej", body="Et link")
    post_letters(root_id=people.testkommune.pk, kind=LetterKind.SURVEY, mails=[outside])
    with override_settings(EMAIL_BACKEND="tests.accounts.test_outbox.OneAddressLessBackend"):
        assert said() == f"Mails sendt: 1. Venter stadig: {waiting}."
    assert [sent.to for sent in mail.outbox] == [["ude@ude.example"]]
    assert OneAddressLessBackend.opened == 1
    refused.refresh_from_db()
    assert (refused.is_refused, refused.text == "") == (is_refused, is_refused)


@pytest.mark.parametrize(("letters", "in_threads"), [(1, False), (3, True)])
def test_a_page_does_not_wait_for_many_mails(
    people: People, monkeypatch: pytest.MonkeyPatch, letters: int, in_threads: bool
) -> None:
    begun: list[Callable[[], object]] = []

    def note(work: Callable[[], object], *, name: str) -> None:
        assert name == "letters"
        begun.append(work)

    monkeypatch.setattr(tasks, "in_thread", note)
    mails = [
        Mail(employee=None, to=f"{number}@ude.example", subject="Hej", body="Et link") for number in range(letters)
    ]
    with override_settings(WORK_IN_THREADS=True), TestCase.captureOnCommitCallbacks(execute=True):
        post_letters(root_id=people.testkommune.pk, kind=LetterKind.SURVEY, mails=mails)
    assert (len(begun), len(mail.outbox)) == ((1, 0) if in_threads else (0, 1))
    for work in begun:
        work()
    assert len(mail.outbox) == letters
