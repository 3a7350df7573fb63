"""Answering by a link: kept as it comes, sent once, found again by the right hands only, and anonymous where it says so."""

import json
import logging
import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from threading import Barrier, Thread
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, models
from django.test import Client
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.audit.models import Event
from fagkompas.engine.errors import BadInput
from fagkompas.surveys.actions.answers import begin, keep, send
from fagkompas.surveys.actions.surveys import close_survey
from fagkompas.surveys.answering import Given
from fagkompas.surveys.counting import document_of
from fagkompas.surveys.links import invitation_secret, survey_secret
from fagkompas.surveys.models import Answer, Invitation, Response, Survey
from fagkompas.surveys.permissions import Door
from fagkompas.toolkit.attempts import MOST
from fagkompas.toolkit.links import digest_of
from fagkompas.toolkit.logs import WithoutSecrets, without_secrets
from tests.people import People, make_people
from tests.surveys.making import common_path, important, invite, open_survey, own_instrument, personal_path, respond

ClientFor = Callable[[Employee], Client]
AS_IT_IS = {"blanks": "1"}
"""Send although something is left blank."""
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
    assert "0 af 6 spørgsmål er besvaret" in summary
    assert "2 af 6 linjer er besvaret" in summary
    assert "Meget vigtig" in summary
    assert client.post(f"{path}oversigt/", AS_IT_IS)["Location"] == f"{path}tak/"
    thanks = page_of(client, f"{path}tak/")
    assert "Tak for dine svar" in thanks
    assert "88 %" in thanks
    assert answers_of(survey) == {
        ("importance", "virksomheder", "very", False),
        ("importance", "koordination", "", True),
    }


def test_sending_with_blanks_is_asked_once_by_name_and_nothing_is_required(survey: Survey, client: Client) -> None:
    path = common_path(survey)
    client.post(path)
    client.post(f"{path}1/", VERY)
    client.post(f"{path}3/", {"missing": "En, der kan tale med læger"})
    overview = page_of(client, f"{path}oversigt/")
    assert "1 af 6 spørgsmål er besvaret" in overview
    left = re.findall(r'href="([^"]+)">(\d)\. [^<]+</a>: ([^<]+)', overview)
    assert left[0] == (f"{path}1/#id_importance_borgernes-kompetencer_0", "1", "2 af 6 linjer er besvaret")
    assert left[1] == (f"{path}2/#id_future_virksomheder_0", "2", "ikke besvaret")
    assert [number for _url, number, _says in left] == ["1", "2", "4", "5", "6"]
    asked = client.post(f"{path}oversigt/")
    assert asked.status_code == 200
    assert not Response.objects.get(survey=survey).submitted_on
    asking = unescape(asked.content.decode())
    assert "Send, selv om noget mangler?" in asking
    assert re.findall(r'href="([^"]+)">(\d)\. [^<]+</a>: ([^<]+)', asking) == left
    assert client.post(f"{path}oversigt/", AS_IT_IS)["Location"] == f"{path}tak/"
    assert Response.objects.get(survey=survey).submitted_on


def test_whoever_goes_on_comes_to_the_first_that_is_left(survey: Survey, client: Client) -> None:
    path = common_path(survey)
    client.post(path)
    document = document_of(survey.instrument)
    for number, question in enumerate(document.questions, start=1):
        rows = [f"{question.code}.{row}" if row else question.code for row in question.row_codes]
        value = question.options[0].code if question.options else "Nej"
        client.post(f"{path}{number}/", dict.fromkeys(rows if number != 6 else rows[:1], value))
    assert client.post(path)["Location"] == f"{path}6/"
    assert "5 af 6 spørgsmål er besvaret" in page_of(client, f"{path}oversigt/")
    assert "1 af 11 linjer er besvaret" in page_of(client, f"{path}oversigt/")


def test_own_answers_are_marked_in_the_figure_of_the_published_ones(people: People, client: Client) -> None:
    survey = open_survey(people.north, people.dorte)
    path = common_path(survey)
    client.post(path)
    client.post(f"{path}1/", VERY)
    client.post(f"{path}oversigt/", AS_IT_IS)
    thanks = page_of(client, f"{path}tak/")
    assert thanks.count("<figure") == 1
    assert thanks.count("Du har ikke svaret på det.") == 5
    told = re.findall(r"<desc[^>]*>([^<]+)</desc>", thanks)
    assert told[0].startswith("Virksomheder: Meget vigtig 88 %")
    assert told[0].count("Dit svar: ") == 1
    assert "Dit svar: Meget vigtig." in told[0]
    assert "<td>Ved ikke</td>" in re.sub(r"\s+<", "<", thanks)
    assert "Tilbage til I dag" not in thanks
    client.force_login(people.bo)
    assert "Tilbage til I dag" in page_of(client, f"{path}tak/")


def test_what_is_sent_stands(survey: Survey, client: Client) -> None:
    path = common_path(survey)
    client.post(path)
    client.post(f"{path}1/", VERY)
    client.post(f"{path}oversigt/", AS_IT_IS)
    for there in ("", "1/", "oversigt/"):
        assert client.get(f"{path}{there}", follow=True).redirect_chain[-1][0] == f"{path}tak/"
    client.post(f"{path}1/", {"importance.virksomheder": "not"})
    client.post(f"{path}oversigt/", AS_IT_IS)
    assert ("importance", "virksomheder", "very", False) in answers_of(survey)
    assert Response.objects.filter(submitted_on__isnull=False).count() == 1


def test_nothing_at_all_cannot_be_sent(survey: Survey, client: Client) -> None:
    path = common_path(survey)
    client.post(path)
    refused = client.post(f"{path}oversigt/", AS_IT_IS)
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


def test_a_personal_link_alone_shows_nobody_the_answers(people: People, personal: Invitation) -> None:
    """Dorte has copied Bo's link; it shows her nothing before he sends, after he has sent, or when it is closed."""
    path = personal_path(personal)
    his, copied = Client(), Client()
    copied.force_login(people.dorte)
    his.post(path)
    his.post(f"{path}1/", VERY)
    begun = page_of(copied, path)
    assert "Du er begyndt i en anden browser" in begun
    for there in ("1/", "oversigt/", "tak/"):
        assert copied.get(f"{path}{there}")["Location"] == path
    assert "checked" in page_of(his, f"{path}1/")
    his.post(f"{path}oversigt/", AS_IT_IS)
    assert "Meget vigtig" in page_of(his, f"{path}tak/")
    for _closed in (False, True):
        assert "Vi har fået dine svar" in page_of(copied, path)
        for there in ("1/", "oversigt/", "tak/"):
            assert copied.get(f"{path}{there}")["Location"] == path
        assert copied.post(path).status_code == 422
        if not _closed:
            close_survey(survey=personal.survey, by=people.dorte)
    his.post(f"{path}faerdig/")
    assert his.get(f"{path}tak/")["Location"] == path


def test_whom_the_link_is_for_goes_on_anywhere_signed_in(people: People, personal: Invitation) -> None:
    path = personal_path(personal)
    here, there = Client(), Client()
    here.post(path)
    here.post(f"{path}1/", VERY)
    assert "Log ind og fortsæt" in page_of(there, path)
    there.force_login(people.bo)
    assert "checked" in page_of(there, f"{path}1/")
    there.post(f"{path}oversigt/", AS_IT_IS)
    personal.refresh_from_db()
    assert personal.answered
    assert here.get(path)["Location"] == f"{path}tak/"
    assert "Meget vigtig" in page_of(there, f"{path}tak/")
    assert Event.objects.filter(action="surveys.answers.sent", subject_id=personal.employee_id).count() == 1


def test_beginning_again_elsewhere_loses_nothing_and_what_is_sent_first_counts(
    people: People, personal: Invitation
) -> None:
    path = personal_path(personal)
    here, there = Client(), Client()
    here.post(path)
    here.post(f"{path}1/", VERY)
    there.post(path)
    assert "checked" not in page_of(there, f"{path}1/")
    there.post(f"{path}1/", {"importance.virksomheder": "not"})
    assert "checked" in page_of(here, f"{path}1/")
    signed_in = Client()
    signed_in.force_login(people.bo)
    assert 'value="very" checked' in page_of(signed_in, f"{path}1/")
    here.post(f"{path}oversigt/", AS_IT_IS)
    assert there.post(f"{path}oversigt/", AS_IT_IS)["Location"] == path
    assert "Vi har fået dine svar" in page_of(there, path)
    closed = close_survey(survey=personal.survey, by=people.dorte)
    assert closed.tally is not None
    assert closed.tally["respondents"] == 1
    assert answers_of(closed) == {
        ("importance", "virksomheder", "very", False),
        ("importance", "koordination", "", True),
    }


def test_an_anonymous_answer_goes_on_in_its_own_browser_only(people: People, survey: Survey) -> None:
    for path in (common_path(survey), personal_path(invite(survey, people.bo, people.dorte))):
        here, there = Client(), Client()
        here.post(path)
        here.post(f"{path}1/", VERY)
        assert "checked" in page_of(here, f"{path}1/")
        assert there.get(f"{path}1/")["Location"] == path
        here.post(f"{path}oversigt/", AS_IT_IS)
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
    before = page_of(Client(), path)
    here.post(f"{path}oversigt/", AS_IT_IS)
    assert there.post(f"{path}oversigt/", AS_IT_IS).status_code == 422
    assert Response.objects.filter(submitted_on__isnull=False).count() == 1
    assert "tæller én gang" in before
    assert _without_token(page_of(Client(), path)) == _without_token(before), "the link tells who has answered"
    assert Client().post(path).status_code == 302


def _without_token(page: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)


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
    told = without_secrets(f"GET /svar/{secret}/1/?x=1")
    digits = told.removeprefix("GET /svar/").removesuffix("/1/?x=1")
    assert re.fullmatch("[0-9a-f]{12}", digits)
    assert f"/svar/{digits}/" in written
    assert digits not in digest_of(secret), "the line of the log leads to the invitation"
    assert without_secrets(f"GET /konto/ind/?next=%2Fsvar%2F{secret}%2F").count(digits) == 1
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


# In the same moment, and in what order


def test_what_is_kept_or_sent_as_the_survey_closes_is_refused(people: People, survey: Survey) -> None:
    """The page was loaded while it was open; closing has deleted what was begun."""
    door = Door(survey=survey, invitation=None, response=None)
    response = begin(door=door, resume="x", today=survey.opens_on)
    question = document_of(survey.instrument).questions[0]
    close_survey(survey=survey, by=people.dorte)
    given = [Given(row="virksomheder", options=("very",))]
    for late in (
        lambda: keep(response=response, question=question, given=given, today=survey.opens_on),
        lambda: send(door=door, response=response, today=survey.opens_on),
        lambda: begin(door=door, resume="y", today=survey.opens_on),
    ):
        with pytest.raises(BadInput) as refused:
            late()
        assert [one.message_code for one in refused.value.problems] == ["answer_closed"]


def test_keys_do_not_tell_the_order_of_answering(people: People, survey: Survey) -> None:
    """Drawn by chance, for responses and for answers: twelve are in order once in half a billion."""
    made = [respond(survey, important()).pk for _each in range(12)]
    assert made != sorted(made)
    for model in (Response, Answer):
        assert isinstance(model._meta.pk, models.UUIDField)
        assert model._meta.pk.default is uuid4
    kept = [answer.pk for one in made for answer in Answer.objects.filter(response=one)]
    assert kept != sorted(kept)


@pytest.mark.django_db(transaction=True)
def test_whatever_is_sent_in_the_moment_of_closing_is_counted_or_refused() -> None:
    """Nothing is lost and nothing half done: who was told "sent" is in the result."""
    if connection.vendor != "postgresql":
        pytest.skip("one writer at a time in SQLite")
    people = make_people()
    survey = open_survey(people.north, people.dorte)
    question = document_of(survey.instrument).questions[0]
    doors = [Door(survey=survey, invitation=None, response=None)] * 12
    begun = [begin(door=door, resume=f"{number}", today=survey.opens_on) for number, door in enumerate(doors)]
    given = [Given(row="virksomheder", options=("very",))]
    ready, ended = Barrier(len(begun) + 1), []

    def answer(response: Response) -> None:
        try:
            ready.wait(timeout=10)
            keep(response=response, question=question, given=given, today=survey.opens_on)
            send(door=doors[0], response=response, today=survey.opens_on)
            ended.append("sent")
        except BadInput as refused:
            ended.append(refused.problems[0].message_code)
        except Exception as wrong:  # told by the assertion
            ended.append(repr(wrong))
        finally:
            connection.close()

    def close() -> None:
        try:
            ready.wait(timeout=10)
            close_survey(survey=survey, by=people.dorte)
            ended.append("closed")
        except Exception as wrong:  # told by the assertion
            ended.append(repr(wrong))
        finally:
            connection.close()

    threads = [*(Thread(target=answer, args=[one]) for one in begun), Thread(target=close)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    survey.refresh_from_db()
    assert set(ended) <= {"sent", "closed", "answer_closed"}, ended
    assert "closed" in ended
    assert survey.tally is not None
    assert survey.tally["respondents"] == ended.count("sent") == survey.responses.count()
    assert not Answer.objects.exclude(response__submitted_on__isnull=False).exists()
