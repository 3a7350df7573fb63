"""Answering by a link: kept as it comes, sent once, found again by the right hands only, and anonymous where it says so."""

import json
import logging
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import models
from django.test import Client
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.audit.models import Event
from fagkompas.engine.errors import BadInput
from fagkompas.surveys.actions import answers
from fagkompas.surveys.actions.surveys import close_survey
from fagkompas.surveys.counting import results_in, waiting_in
from fagkompas.surveys.links import digest_of, invitation_secret, survey_secret
from fagkompas.surveys.models import Answer, Invitation, Response, Survey
from fagkompas.toolkit.attempts import MOST
from fagkompas.toolkit.logs import WithoutSecrets, without_secrets
from tests.people import People
from tests.surveys.making import common_path, important, invite, open_survey, own_instrument, personal_path, respond

ClientFor = Callable[[Employee], Client]
VERY = {"importance.virksomheder": "very", "importance.koordination": "dont-know"}


@pytest.fixture(autouse=True)
def _nobody_has_tried_before(db: None) -> None:
    cache.clear()


def page_of(client: Client, path: str) -> str:
    return unescape(client.get(path).content.decode())


def answers_of(survey: Survey) -> set[tuple[str, str, str, bool]]:
    rows = Answer.objects.filter(response__survey=survey).order_by("pk")
    return set(rows.values_list("question", "row", "option", "dont_know"))


@pytest.fixture
def survey(people: People) -> Survey:
    return open_survey(people.north, people.dorte)


@pytest.fixture
def personal(people: People) -> Invitation:
    return invite(open_survey(people.north, people.dorte, is_anonymous=False), people.bo, people.dorte)


def test_from_the_start_to_own_answers_beside_the_published_ones(survey: Survey, client: Client) -> None:
    path = common_path(survey)
    assert "Ingen kan se, hvem der har svaret hvad" in page_of(client, path)
    assert client.get(f"{path}1/")["Location"] == path
    assert client.post(path)["Location"] == f"{path}1/"
    assert "Spørgsmål 1 af 6" in page_of(client, f"{path}1/")
    assert client.post(f"{path}1/", {**VERY, "then": "next"})["Location"] == f"{path}2/"
    assert client.post(f"{path}6/", {"then": "next"})["Location"] == f"{path}oversigt/"
    summary = page_of(client, f"{path}oversigt/")
    assert "Du har svaret på 1 af 6 spørgsmål" in summary
    assert "Meget vigtig" in summary
    assert not Answer.objects.filter(counted_in=survey).exists()
    assert client.post(f"{path}oversigt/")["Location"] == f"{path}tak/"
    thanks = page_of(client, f"{path}tak/")
    assert "Tak for dine svar" in thanks
    assert "88 %" in thanks
    assert answers_of(survey) == {
        ("importance", "virksomheder", "very", False),
        ("importance", "koordination", "", True),
    }
    assert Answer.objects.filter(counted_in=survey).count() == 2


def test_what_is_sent_stands(survey: Survey, client: Client) -> None:
    path = common_path(survey)
    client.post(path)
    client.post(f"{path}1/", VERY)
    client.post(f"{path}oversigt/")
    for there in ("", "1/", "oversigt/"):
        assert client.get(f"{path}{there}", follow=True).redirect_chain[-1][0] == f"{path}tak/"
    client.post(f"{path}1/", {"importance.virksomheder": "not"})
    client.post(f"{path}oversigt/")
    assert ("importance", "virksomheder", "very", False) in answers_of(survey)
    assert Response.objects.filter(submitted_on__isnull=False).count() == 1


def test_nothing_at_all_cannot_be_sent(survey: Survey, client: Client) -> None:
    path = common_path(survey)
    client.post(path)
    refused = client.post(f"{path}oversigt/")
    assert refused.status_code == 422
    assert "Svar på mindst ét spørgsmål" in refused.content.decode()


def test_it_saves_itself_and_says_when(survey: Survey, client: Client) -> None:
    path = common_path(survey)
    client.post(path)
    told = client.post(f"{path}1/", VERY, headers={"X-Autosave": "1"})
    assert json.loads(told.content)["saved"].startswith("Gemt kl. ")
    assert len(answers_of(survey)) == 2
    told = client.post(f"{path}3/", {"missing": "Ring til 010190-1234"}, headers={"X-Autosave": "1"})
    assert told.status_code == 422
    assert "CPR-nummer" in json.loads(told.content)["problem"]
    assert "010190" not in told.content.decode()


@pytest.mark.parametrize(
    ("number", "typed", "said"),
    [
        (1, {"har-i-tid.mandag": "fusk"}, "ikke et af svarene"),
        (1, {"har-i-tid.mandag": ["ja", "nej"]}, "ikke et af svarene"),
        (2, {"godt": "dont-know"}, "ikke et af svarene"),
        (3, {"hvad": ["kaffe", "dont-know"]}, "ikke et af svarene"),
        (4, {"ord": "Borgeren 010190-1234"}, "CPR-nummer"),
        (4, {"ord": "x" * 4001}, "der er plads til 4000"),
        (5, {"tal": "11"}, "Skriv et helt tal fra 0 til 10"),
        (5, {"tal": "otte"}, "Skriv et helt tal"),
        (5, {"tal": "--1"}, "Skriv et helt tal"),
    ],
)
def test_what_cannot_be_kept_is_said_at_its_place_and_nothing_is_lost(
    people: People, client: Client, number: int, typed: dict[str, object], said: str
) -> None:
    survey = open_survey(people.north, people.dorte, instrument=own_instrument(people.dorte))
    path = common_path(survey)
    client.post(path)
    refused = client.post(f"{path}{number}/", typed)
    assert refused.status_code == 422
    assert said in unescape(refused.content.decode())
    assert answers_of(survey) == set()


def test_every_kind_is_kept_and_shown_again(people: People, client: Client) -> None:
    survey = open_survey(people.north, people.dorte, instrument=own_instrument(people.dorte))
    path = common_path(survey)
    client.post(path)
    typed: dict[int, dict[str, object]] = {
        1: {"har-i-tid.mandag": "ja", "har-i-tid.fredag": "dont-know"},
        2: {"godt": "nej"},
        3: {"hvad": ["kaffe", "te"]},
        4: {"ord": "To\nlinjer"},
        5: {"tal": "7"},
    }
    for number, given in typed.items():
        assert client.post(f"{path}{number}/", given).status_code == 302
    summary = page_of(client, f"{path}oversigt/")
    assert all(words in summary for words in ("Ja", "Ved ikke", "Nej", "Kaffe", "Te", "To\nlinjer", ">7<"))
    assert 'value="7"' in page_of(client, f"{path}5/")
    client.post(f"{path}5/", {"tal": "7", "tal.dont-know": "dont-know"})
    assert ("tal", "", "", True) in answers_of(survey)
    client.post(f"{path}3/", {"hvad": "kaffe", "then": "clear"})
    assert not [row for row in answers_of(survey) if row[0] == "hvad"]


# Whose answers they are


def test_the_personal_link_goes_on_anywhere(personal: Invitation) -> None:
    path = personal_path(personal)
    here, there = Client(), Client()
    here.post(path)
    here.post(f"{path}1/", VERY)
    assert "checked" in page_of(there, f"{path}1/")
    there.post(f"{path}oversigt/")
    personal.refresh_from_db()
    assert personal.answered
    assert here.get(path)["Location"] == f"{path}tak/"
    assert Event.objects.filter(action="surveys.answers.sent", subject_id=personal.employee_id).count() == 1


def test_an_anonymous_answer_goes_on_in_its_own_browser_only(people: People, survey: Survey) -> None:
    for path in (common_path(survey), personal_path(invite(survey, people.bo, people.dorte))):
        here, there = Client(), Client()
        here.post(path)
        here.post(f"{path}1/", VERY)
        assert "checked" in page_of(here, f"{path}1/")
        assert there.get(f"{path}1/")["Location"] == path
        here.post(f"{path}oversigt/")
        assert "Meget vigtig" in page_of(here, f"{path}tak/")
        assert there.get(f"{path}tak/")["Location"] == path
        here.post(f"{path}faerdig/")
        assert here.get(f"{path}tak/")["Location"] == path


def test_a_personal_link_of_an_anonymous_survey_counts_once(people: People, survey: Survey) -> None:
    path = personal_path(invite(survey, people.bo, people.dorte))
    here, there = Client(), Client()
    for one in (here, there):
        one.post(path)
        one.post(f"{path}1/", VERY)
    here.post(f"{path}oversigt/")
    assert there.post(f"{path}oversigt/").status_code == 422
    assert "Vi har fået dine svar" in page_of(Client(), path)
    assert Client().post(path).status_code == 422
    assert Response.objects.filter(submitted_on__isnull=False).count() == 1


def test_nothing_ties_an_anonymous_answer_to_a_person_or_a_moment(people: People, survey: Survey) -> None:
    """No event, no column that leads to an invitation, and no time finer than a day in any of the three tables."""
    events = Event.objects.count()
    links = [invite(survey, person, people.dorte) for person in (people.alma, people.bo, people.erik)]
    asked = Event.objects.count()
    for link in links:
        respond(survey, important(), link)
    assert asked == events + 3
    assert Event.objects.count() == asked
    assert set(Response.objects.filter(survey=survey).values_list("invitation", flat=True)) == {None}
    for model in (Response, Answer):
        finer = [field.name for field in model._meta.fields if isinstance(field, models.DateTimeField)]
        assert finer == []
    assert {field.name for field in Invitation._meta.fields if isinstance(field, models.DateTimeField)} == {
        "sent_at",
        "reminded_at",
    }
    close_survey(survey=survey, by=people.dorte)
    assert not Invitation.objects.filter(survey=survey).exists()
    survey.refresh_from_db()
    assert survey.asked == 3


def test_only_digests_are_stored(survey: Survey, personal: Invitation) -> None:
    assert survey.link_digest == digest_of(survey_secret(survey))
    assert personal.link_digest == digest_of(invitation_secret(personal))
    assert len({survey_secret(survey), invitation_secret(personal)}) == 2
    assert len(survey_secret(survey)) >= 43


# When it is over


def test_after_the_last_day_nothing_is_taken(people: People, client: Client) -> None:
    survey = open_survey(people.north, people.dorte)
    path = common_path(survey)
    client.post(path)
    Survey.objects.filter(pk=survey.pk).update(
        opens_on=timezone.localdate() - timedelta(days=9), closes_on=timezone.localdate() - timedelta(days=1)
    )
    assert "tager ikke imod flere svar" in page_of(client, path)
    assert client.post(path).status_code == 422
    assert client.post(f"{path}1/", VERY, headers={"X-Autosave": "1"}).status_code == 422
    assert answers_of(survey) == set()


def test_a_planned_survey_has_no_link(people: People, client: Client, survey: Survey) -> None:
    path = common_path(survey)
    Survey.objects.update(state="planned")
    assert client.get(path).status_code == 404


def test_sending_on_the_last_day_is_in_time(people: People) -> None:
    survey = open_survey(people.north, people.dorte, day=date(2026, 3, 2))
    assert survey.takes_answers_on(survey.closes_on)
    assert not survey.takes_answers_on(survey.closes_on + timedelta(days=1))
    with pytest.raises(BadInput):
        close_survey(survey=close_survey(survey=survey, by=people.dorte), by=people.dorte)


# The address


def test_the_page_is_kept_by_nobody_and_tells_nobody_its_address(survey: Survey, client: Client) -> None:
    for path in (common_path(survey), "/svar/findes-ikke/"):
        answer = client.get(path)
        assert answer["Cache-Control"] == "no-store"
        assert answer["Referrer-Policy"] == "strict-origin"
        assert "noindex" in answer["X-Robots-Tag"]
    client.post(common_path(survey))
    cookies = [morsel for name, morsel in client.cookies.items() if name.startswith("svar-")]
    assert [(one["httponly"], one["samesite"], one["path"]) for one in cookies] == [(True, "Lax", "/svar/")]


def test_too_many_wrong_links_must_wait(survey: Survey, client: Client) -> None:
    for number in range(MOST):
        assert client.get(f"/svar/forkert-{number}/").status_code == 404
    assert client.get("/svar/forkert-igen/").status_code == 429
    assert client.get(common_path(survey)).status_code == 429
    assert Client(REMOTE_ADDR="10.0.0.9").get(common_path(survey)).status_code == 200


def test_no_secret_comes_into_the_log(client: Client, db: None, caplog: pytest.LogCaptureFixture) -> None:
    secret = "hemmelig-nok-til-at-svare"
    with caplog.at_level(logging.WARNING):
        client.get(f"/svar/{secret}/")
    record = next(one for one in caplog.records if secret in one.getMessage())
    written = WithoutSecrets().format(record)
    assert secret not in written
    assert f"/svar/{digest_of(secret)[:12]}/" in written
    assert without_secrets(f"GET /svar/{secret}/1/?x=1") == f"GET /svar/{digest_of(secret)[:12]}/1/?x=1"
    logging_settings: Any = settings.LOGGING
    assert {handler["formatter"] for handler in logging_settings["handlers"].values()} == {"without secrets"}


def test_it_speaks_english_too(survey: Survey, client: Client) -> None:
    path = common_path(survey)
    client.post("/sprog/", {"language": "en", "next": path})
    client.post(path)
    page = page_of(client, f"{path}1/")
    assert "How important is each profile" in page
    assert "Question 1 of 6" in page
    assert "What it holds" in page


def test_the_tally_kept_on_the_way_and_what_waits_make_the_same_figures(
    survey: Survey, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "MOST_WAITING", 3)
    chosen = [VERY, {"importance.virksomheder": "not"}, VERY, VERY, {"importance.virksomheder": "very"}, VERY, VERY]
    for one in chosen:
        client.cookies.clear()
        client.post(common_path(survey))
        client.post(f"{common_path(survey)}1/", one)
        client.post(f"{common_path(survey)}oversigt/")
    survey.refresh_from_db()
    assert survey.tally is not None
    assert survey.tally["respondents"] == 6
    assert waiting_in(survey) == 1
    before = results_in(survey)
    row = before.question("importance").rows[0]  # type: ignore[union-attr]
    assert {option.code: option.count for option in row.options}["very"] == 6
    assert row.base == 7
    closed = close_survey(survey=survey, by=None)
    assert waiting_in(closed) == 0
    assert results_in(closed) == before
    assert before.respondents == 7
