"""Another key: what was written with the old one is read, said to be unreadable, left as it stands, and written anew."""

import subprocess
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.actions import post_letter
from fagkompas.accounts.models import Letter, LetterKind
from fagkompas.assessments.actions import dialogues
from fagkompas.assessments.models import Agreement, Dialogue, Participant
from fagkompas.engine.errors import BadInput
from fagkompas.learning.actions import reviews
from fagkompas.learning.models import Review, ReviewAgreement
from fagkompas.learning.permissions.reviews import reviews_of
from fagkompas.learning.review_tables import own_tables
from fagkompas.learning.today import reviews as todays
from fagkompas.toolkit.encrypted_fields import unread_in
from fagkompas.website.settings import old_secret_keys_from
from tests.assessments.rounds import make_round, participant_of
from tests.assessments.test_dialogues import typed as talk
from tests.learning.reviews import make_review, make_signed, prepare, typed
from tests.people import People
from tests.today import asked

OLD = "a key that opens nothing but tests"
NEW = "another key"
SENTENCE = "Det, der står her, kan ikke læses"
TABLES = {
    "assessments_dialogue": "own_wish, capability, behaviour, results",
    "assessments_agreement": "text",
    "learning_review": "notes, own_preparation, own_wish, manager_preparation",
    "learning_reviewagreement": "text, outcome",
    "accounts_letter": "body",
}

another_key = override_settings(SECRET_KEY=NEW)
key_and_old_key = override_settings(SECRET_KEY=NEW, SECRET_KEY_FALLBACKS=[OLD])


def stored() -> dict[str, list[tuple[str, ...]]]:
    """As it stands in the tables."""
    with connection.cursor() as cursor:
        return {table: _rows(cursor, columns, table) for table, columns in TABLES.items()}


def _rows(cursor: Any, columns: str, table: str) -> list[tuple[str, ...]]:
    cursor.execute(f"SELECT {columns} FROM {table} ORDER BY id")  # noqa: S608  # our own names
    return list(cursor.fetchall())


@pytest.fixture
def talked(people: People) -> Participant:
    """Alma and Bo have written in a dialogue that nobody has signed."""
    participant = participant_of(make_round(people.north), people.bo)
    dialogues.save_wish(participant=participant, text="Mere tid", by=people.bo)
    with_agreement = talk(capability="Lytter godt", agreements=(agreed("Går med Erik"),))
    dialogues.save_dialogue(
        participant=participant, revision=1, typed=with_agreement, by=people.alma, now=timezone.now(), settle=False
    )
    return participant


def agreed(text: str) -> dialogues.TypedAgreement:
    return dialogues.TypedAgreement(uuid=uuid4(), text=text, due_on=timezone.localdate())


@pytest.fixture
def written(people: People) -> Review:
    """A review with something of everything, that nobody has signed."""
    review = make_review(people)
    prepare(review, people.bo, wish="Om mit næste skridt")
    prepare(review, people.alma)
    notes = typed("To samtaler", behaviour="Ringer samme dag")
    return reviews.save_review(review=review, revision=0, typed=notes, by=people.bo, now=timezone.now())


def test_with_the_old_key_beside_it_everything_is_read(people: People, talked: Participant, written: Review) -> None:
    with key_and_old_key:
        assert Dialogue.objects.get().capability == "Lytter godt"
        assert Review.objects.get().notes == {"behaviour": "Ringer samme dag"}


def test_old_keys_are_read_from_the_environment_or_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert old_secret_keys_from(tmp_path) == ()
    (tmp_path / "old-secret-keys").write_text("one, with a comma\n\ntwo\n", encoding="utf-8")
    assert old_secret_keys_from(tmp_path) == ("one, with a comma", "two")
    monkeypatch.setenv("FAGKOMPAS_OLD_SECRET_KEYS", "three, four")
    assert old_secret_keys_from(tmp_path) == ("three", "four")


def test_the_key_is_changed_twice_as_the_guide_says_and_no_key_is_lost(tmp_path: Path) -> None:
    guide = (settings.BASE_DIR / "docs/guide/settings.md").read_text(encoding="utf-8")
    commands = guide.partition("## Changing the key")[2].partition("./setup.sh")[0].splitlines()
    commands = [line.strip() for line in commands if line.startswith("       ")]
    assert commands
    key = tmp_path / "var" / "secret-key"
    key.parent.mkdir()
    for place in ("one\n", "two", "three\n"):
        key.write_text(place, encoding="utf-8")
        subprocess.run("\n".join(commands), shell=True, check=True, cwd=tmp_path)  # noqa: S602  # the guide's own words
        assert not key.exists()
    assert old_secret_keys_from(key.parent) == ("one", "two", "three")
    assert (key.parent / "old-secret-keys").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["dialogue", "dialogue_printed"])
def test_a_dialogue_that_cannot_be_read_says_so_to_both(
    client: Client, people: People, talked: Participant, name: str
) -> None:
    for reader in (people.bo, people.alma):
        with another_key:
            client.force_login(reader)
            shown = client.get(reverse(f"assessments:{name}", args=[talked.uuid]))
        assert shown.status_code == 200
        assert SENTENCE in shown.text
        assert "textarea" not in shown.text, "nobody is asked to write over it"


def test_what_cannot_be_read_in_a_dialogue_is_not_written_over(people: People, talked: Participant) -> None:
    before, now = stored(), timezone.now()
    with another_key:
        with pytest.raises(BadInput, match="unread"):
            dialogues.save_wish(participant=talked, text="Noget nyt", by=people.bo)
        with pytest.raises(BadInput, match="unread"):
            dialogues.save_dialogue(
                participant=talked, revision=2, typed=talk(results="Nyt"), by=people.alma, now=now, settle=True
            )
        with pytest.raises(BadInput, match="unread"):
            dialogues.sign(participant=talked, revision=2, by=people.alma, now=now)
        Dialogue.objects.get().save()
        Agreement.objects.get().save()
    assert stored() == before


def test_plain_text_that_an_old_process_left_is_not_read_as_if_it_were_fine(
    people: People, talked: Participant
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE assessments_dialogue SET results = 'Nåede målet', capability = 'x'")
    held = Dialogue.objects.get()
    assert unread_in(held)
    assert "Nåede" not in held.results
    held.save()
    assert stored()["assessments_dialogue"][0][1:4:2] == ("x", "Nåede målet")


@pytest.mark.parametrize("name", ["review", "review_printed"])
def test_a_review_that_cannot_be_read_says_so_to_both(
    client: Client, people: People, written: Review, name: str
) -> None:
    for reader in (people.bo, people.alma):
        with another_key:
            client.force_login(reader)
            shown = client.get(reverse(f"learning:{name}", args=[written.uuid]))
            assert client.get(reverse("learning:reviews")).status_code == 200
            assert client.get(reverse("learning:review_prepare", args=[written.uuid])).status_code == 302
        assert shown.status_code == 200
        assert SENTENCE in shown.text
        notes = shown.text.partition("Det noterede I" if name == "review" else ">Noter<")[2]
        assert "(kan ikke læses)" in notes
        assert "Der blev ikke noteret noget" not in notes
        assert "textarea" not in shown.text


def test_what_cannot_be_read_in_a_review_is_not_written_over(people: People, written: Review) -> None:
    before, now = stored(), timezone.now()
    with another_key:
        held = Review.objects.get()
        with pytest.raises(BadInput, match="unread"):
            reviews.save_review(review=held, revision=1, typed=typed(behaviour="Nyt"), by=people.alma, now=now)
        with pytest.raises(BadInput, match="unread"):
            reviews.save_preparation(review=held, revision=1, answers={"skill-1": "Nyt"}, wish="", by=people.bo)
        with pytest.raises(BadInput, match="unread"):
            reviews.sign(review=held, revision=1, by=people.bo, now=now)
        held.save()
        rows = [row for table in own_tables(people.bo, list(reviews_of(people.bo))) for row in table.rows]
        assert any(SENTENCE in str(cell) for row in rows for cell in row)
    assert stored() == before


def test_an_agreement_that_cannot_be_read_says_so_and_keeps_what_stands(client: Client, people: People) -> None:
    make_signed(people)
    before = stored()
    one = ReviewAgreement.objects.get()
    with another_key:
        client.force_login(people.bo)
        address = reverse("learning:review_agreement", args=[one.uuid])
        shown = client.get(address)
        client.post(address, {"went": "reached", "outcome": "Nyt", "revision": "0"})
        assert asked(todays, people.bo, one.due_on), "the page of the day is there"
    assert SENTENCE in shown.text
    assert stored() == before


def test_everything_is_written_anew_and_the_old_key_can_go(
    people: People, talked: Participant, written: Review
) -> None:
    post_letter(employee=people.bo, kind=LetterKind.SIGN_IN, subject="Kode", body="Din kode")
    TOTP.activate(people.bo, "JBSWY3DPEHPK3PXP")
    codes = RecoveryCodes.activate(people.bo).generate_codes()
    Letter.objects.update(sent_at=None)
    said = StringIO()
    with key_and_old_key:
        call_command("encrypt_anew", stdout=said)
    assert "Ingen gammel nøgle" in said.getvalue()
    with another_key:
        assert not unread_in(*Dialogue.objects.all(), *Agreement.objects.all(), *Review.objects.all())
        assert Review.objects.get().notes == {"behaviour": "Ringer samme dag"}
        assert Dialogue.objects.get().own_wish == "Mere tid"
        assert Letter.objects.get(subject="Kode").text == "Din kode"
        assert RecoveryCodes.activate(people.bo).generate_codes() == codes


def test_what_an_older_version_stored_as_it_was_written_is_said_to_be_so(people: People, talked: Participant) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE assessments_dialogue SET own_wish = 'Mere tid'")
    assert "ældre version" in unread_in(*Dialogue.objects.all())
    with pytest.raises(CommandError, match=r"1.*ældre version"):
        call_command("encrypt_anew", stdout=StringIO())
    assert "Mere tid" in stored()["assessments_dialogue"][0]


def test_what_cannot_be_written_anew_is_left_and_counted(people: People, talked: Participant) -> None:
    before = stored()
    with another_key, pytest.raises(CommandError, match="2"):
        call_command("encrypt_anew", stdout=StringIO())
    assert stored() == before
