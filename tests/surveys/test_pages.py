"""The pages of those who run surveys: plan, ask, remind, close, results; and building an instrument."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from html.parser import HTMLParser
from io import BytesIO
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import connection
from django.test import Client, TestCase, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from fagkompas.accounts.models import Employee, Letter, Unit
from fagkompas.audit.models import Event
from fagkompas.engine.errors import BadInput
from fagkompas.surveys.actions.instruments import create_instrument, load_shipped, save_document
from fagkompas.surveys.actions.surveys import close_survey
from fagkompas.surveys.answering import Given
from fagkompas.surveys.counting import document_of, results_in
from fagkompas.surveys.document import DONT_KNOW
from fagkompas.surveys.links import survey_secret
from fagkompas.surveys.models import Answer, Instrument, Invitation, Response, Survey, SurveyState
from fagkompas.toolkit.texts import Text
from tests.people import People
from tests.surveys.making import (
    important,
    invite,
    open_survey,
    own_instrument,
    personal_path,
    plan_survey,
    respond,
    shipped,
)
from tests.surveys.test_files import SMALL
from tests.today import survey_items
from tests.website_environment import environment

ClientFor = Callable[[Employee], Client]
HOME = "/styring/undersoegelser/"


def text(client: Client, path: str) -> str:
    return unescape(client.get(path, follow=True).content.decode())


def address(survey: Survey, rest: str = "") -> str:
    return f"{HOME}{survey.uuid}/{rest}"


def plan(people: People, **changes: str) -> dict[str, str]:
    today = timezone.localdate()
    return {
        "name": "Ledernes syn",
        "instrument": str(shipped().uuid),
        "unit": str(people.north.uuid),
        "is_anonymous": "1",
        "purpose": "For at planlægge læringen.",
        "closes_on": (today + timedelta(days=14)).isoformat(),
        "deletes_on": (today + timedelta(days=100)).isoformat(),
        **changes,
    }


# Planning and opening


def test_a_survey_from_plan_to_open(client_for: ClientFor, people: People) -> None:
    client = client_for(people.dorte)
    page = client.post(f"{HOME}ny/", plan(people), follow=True)
    survey = Survey.objects.get()
    assert "Åbn undersøgelsen" in page.content.decode()
    assert not survey.instrument.is_fixed
    opened = text(client, client.post(address(survey, "aabn/"))["Location"])
    survey.refresh_from_db()
    assert (survey.state, survey.instrument.is_fixed) == (SurveyState.OPEN, True)
    assert "/svar/" in opened
    assert "0 har svaret" in opened


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "Udfyld »"),
        ({"purpose": "Om 010190-1234"}, "CPR-nummer"),
        ({"closes_on": "2020-01-01"}, "første dag eller senere"),
        ({"deletes_on": "2020-01-01"}, "skal ligge efter svarfristen"),
        ({"deletes_on": "2999-01-01"}, "højst gemmes i 10 år"),
        ({"unit": "00000000-0000-0000-0000-000000000000"}, "Vælg en fra listen"),
    ],
)
def test_a_plan_that_does_not_hold_is_refused_at_its_field(
    client_for: ClientFor, people: People, changes: dict[str, str], said: str
) -> None:
    refused = client_for(people.dorte).post(f"{HOME}ny/", plan(people, **changes))
    assert refused.status_code == 422
    page = unescape(refused.content.decode())
    assert said in page
    assert not Survey.objects.exists()


def test_a_manager_asks_in_own_units_only(client_for: ClientFor, people: People) -> None:
    assert client_for(people.alma).post(f"{HOME}ny/", plan(people)).status_code == 302
    refused = client_for(people.alma).post(f"{HOME}ny/", plan(people, unit=str(people.south.uuid)))
    assert refused.status_code == 422


# Asking


def send(client: Client, path: str, typed: dict[str, str] | None = None) -> str:
    """Press a button that posts mails, and let the outbox send them; the page that is shown then."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        pressed = client.post(path, typed or {})
    return text(client, pressed["Location"]) if pressed.status_code == 302 else unescape(pressed.content.decode())


TO_ALL = {"who": "alle", "emails": "", "sends": "1"}


def test_links_are_mailed_once_to_each_and_reminders_to_those_who_have_not_answered(
    client_for: ClientFor, people: People
) -> None:
    client, survey = client_for(people.dorte), open_survey(people.north, people.dorte, is_anonymous=False)
    assert "ikke en mailadresse" in send(client, address(survey, "spoerg/"), {**TO_ALL, "emails": "ikke en adresse"})
    send(client, address(survey, "spoerg/"), {**TO_ALL, "emails": "ude@ude.example\nBO@testkommune.example"})
    sent = {message.to[0] for message in mail.outbox}
    assert sent == {"alma@testkommune.example", "bo@testkommune.example", "erik@testkommune.example", "ude@ude.example"}
    bo = Invitation.objects.get(employee=people.bo)
    assert personal_path(bo) in next(one.body for one in mail.outbox if one.to == [people.bo.email])
    assert client.post(address(survey, "spoerg/"), TO_ALL).status_code == 422

    respond(survey, important(), bo)
    mail.outbox.clear()
    send(client, address(survey, "paamind/"))
    assert {message.to[0] for message in mail.outbox} == sent - {people.bo.email}
    assert all("Påmindelse" in message.subject for message in mail.outbox)


def test_an_anonymous_survey_tells_nobody_by_name_who_has_answered(client_for: ClientFor, people: People) -> None:
    """Two are asked, Bo has answered: links, reminders, lists and figures are the same for both."""
    client, survey = client_for(people.dorte), open_survey(people.north, people.dorte)
    bo, erik = (invite(survey, person, people.dorte) for person in (people.bo, people.erik))
    respond(survey, important(), bo)
    links = unescape(client.post(address(survey, "links/")).content.decode())
    assert personal_path(bo) in links
    assert personal_path(erik) in links
    assert "også dem, der har svaret" in links
    send(client, address(survey, "paamind/"))
    assert {message.to[0] for message in mail.outbox} == {people.bo.email, people.erik.email}
    assert all("Har du svaret, så se bort" in str(message.body) for message in mail.outbox)
    assert not any("ikke svaret endnu" in str(message.body) for message in mail.outbox)
    for path in ("", "hvem/"):
        main = text(client, address(survey, path)).partition("<main")[2]
        assert "Bo" not in main
        assert "Erik" not in main


class RefusingBackend(EmailBackend):
    """A mail server that knows no address of Bo, and takes the rest."""

    def send_messages(self, messages: Any) -> int:
        for message in messages:
            if message.to == ["bo@testkommune.example"]:
                raise SMTPRecipientsRefused({message.to[0]: (550, b"no such user")})
        return super().send_messages(messages)


def test_an_address_that_is_refused_is_told_and_stops_nobody(client_for: ClientFor, people: People) -> None:
    client, survey = client_for(people.dorte), open_survey(people.north, people.dorte, is_anonymous=False)
    with override_settings(EMAIL_BACKEND=f"{__name__}.RefusingBackend"):
        page = send(client, address(survey, "spoerg/"), TO_ALL)
        assert sorted(message.to[0] for message in mail.outbox) == [
            "alma@testkommune.example",
            "erik@testkommune.example",
        ]
        assert "adressen ikke findes: bo@testkommune.example" in re.sub(r"\s+", " ", page)
        assert "1 link er ikke sendt" in page
        assert "Adressen blev afvist" in text(client, address(survey, "hvem/"))
        mail.outbox.clear()
        send(client, address(survey, "send/"))
        call_command("send_letters")
        assert mail.outbox == [], "those who got it get it again"
    Employee.objects.filter(pk=people.bo.pk).update(email="bo.b@testkommune.example")
    page = send(client, address(survey, "send/"))
    assert [message.to for message in mail.outbox] == [["bo.b@testkommune.example"]]
    assert "ikke findes" not in page


def test_a_mail_server_that_is_away_loses_no_link(client_for: ClientFor, people: People) -> None:
    client, survey = client_for(people.dorte), open_survey(people.north, people.dorte)
    with override_settings(EMAIL_BACKEND="tests.accounts.test_outbox.AwayBackend"):
        assert "3 mails venter på at blive sendt" in send(client, address(survey, "spoerg/"), TO_ALL)
    Letter.objects.update(created_at=timezone.now() - timedelta(days=5))
    call_command("send_letters")
    assert len(mail.outbox) == 3
    assert "venter på at blive sendt" not in text(client, address(survey))
    assert "link er ikke sendt" not in text(client, address(survey))


def test_closing_withdraws_what_waits_and_of_an_anonymous_survey_nothing_is_left_of_whom_it_asked(
    client_for: ClientFor, people: People
) -> None:
    client = client_for(people.dorte)
    for is_anonymous, left in ((True, 0), (False, 3)):
        survey = open_survey(people.north, people.dorte, is_anonymous=is_anonymous)
        send(client, address(survey, "spoerg/"), TO_ALL)
        close_survey(survey=survey, by=people.dorte)
        assert Letter.objects.count() == left
    waiting = open_survey(people.north, people.dorte, is_anonymous=False)
    client.post(address(waiting, "spoerg/"), TO_ALL)
    assert Letter.objects.count() == 6
    close_survey(survey=waiting, by=people.dorte)
    assert Letter.objects.count() == 3


def test_the_outbox_of_a_demo_shows_the_mails_of_surveys(client_for: ClientFor, people: People) -> None:
    survey = open_survey(people.north, people.dorte)
    send(client_for(people.dorte), address(survey, "spoerg/"), {**TO_ALL, "who": "ingen", "emails": "ude@ude.example"})
    Unit.objects.filter(pk=people.testkommune.pk).update(is_demo=True)
    with override_settings(ENVIRONMENT=environment(demo=True)):
        page = text(client_for(people.ida), "/styring/udbakke/")
        assert "ude@ude.example" in page
        assert "Hvad mener I?" in page
        assert "ude@ude.example" not in text(client_for(people.outsider), "/styring/udbakke/")


def test_only_managers_can_be_asked(client_for: ClientFor, people: People) -> None:
    survey = open_survey(people.testkommune, people.dorte)
    client_for(people.dorte).post(address(survey, "spoerg/"), {"who": "ledere", "emails": "", "sends": "0"})
    assert list(survey.invitations.values_list("employee__name", flat=True)) == ["Alma"]
    assert mail.outbox == []


def test_a_list_of_links_is_logged_and_kept_by_no_cache(client_for: ClientFor, people: People) -> None:
    survey = open_survey(people.north, people.dorte, is_anonymous=False)
    waiting, done = (invite(survey, person, people.dorte) for person in (people.bo, people.erik))
    respond(survey, important(), done)
    answer = client_for(people.dorte).post(address(survey, "links/"))
    page = answer.content.decode()
    assert personal_path(waiting) in page
    assert personal_path(done) not in page
    assert answer["Cache-Control"] == "no-store"
    assert Event.objects.filter(action="surveys.survey.links_copied").count() == 1


@pytest.mark.parametrize(("is_anonymous", "names"), [(True, False), (False, True)])
def test_who_has_answered_is_a_count_where_it_is_anonymous(
    client_for: ClientFor, people: People, is_anonymous: bool, names: bool
) -> None:
    survey = open_survey(people.north, people.dorte, is_anonymous=is_anonymous)
    respond(survey, important(), invite(survey, people.bo, people.dorte))
    invite(survey, people.erik, people.dorte)
    page = text(client_for(people.alma), address(survey, "hvem/"))
    main = page.partition("<main")[2]
    assert ("Bo" in main, "Erik" in main) == (names, names)
    assert ("1 har svaret" in main) is is_anonymous


def test_today_asks_the_person_until_there_is_an_answer(people: People) -> None:
    survey = open_survey(people.north, people.dorte)
    link = invite(survey, people.bo, people.dorte)
    today = timezone.localdate()
    (item,) = survey_items(people.bo, today)
    assert (item.url, item.due) == (personal_path(link), survey.closes_on)
    respond(survey, important(), link)
    assert survey_items(people.bo, today) == []
    assert survey_items(people.dorte, today) == []
    (mine,) = survey_items(people.dorte, survey.closes_on + timedelta(days=1))
    assert mine.url == address(survey)


# Results


def answered(people: People, count: int, *, is_anonymous: bool = True) -> Survey:
    survey = open_survey(people.north, people.dorte, is_anonymous=is_anonymous)
    for _each in range(count):
        respond(survey, important())
    return survey


@pytest.mark.parametrize("is_anonymous", [True, False])
def test_results_wait_until_it_is_closed(client_for: ClientFor, people: People, is_anonymous: bool) -> None:
    """Else five and then six answers would tell what the sixth has answered, beside who it is."""
    survey = answered(people, 5, is_anonymous=is_anonymous)
    client = client_for(people.dorte)
    for _passed in (False, True):
        page = text(client, address(survey, "resultater/"))
        assert "Resultaterne kommer, når undersøgelsen er lukket" in page
        assert "100 %" not in page
        for kind in ("csv", "xlsx", "pdf", "svg-importance"):
            assert client.get(address(survey, f"resultater/{kind}/")).status_code == 404
        assert ("Luk undersøgelsen og se resultatet" in page) is _passed
        assert ("Luk undersøgelsen og se resultatet" in text(client, address(survey))) is _passed
        today = timezone.localdate()
        Survey.objects.update(opens_on=today - timedelta(days=9), closes_on=today - timedelta(days=1))
    closed = client.post(address(survey, "luk/"))
    page = text(client, closed["Location"])
    assert "5 har svaret" in page
    assert "100 %" in page


def test_results_come_from_what_was_counted_at_closing(people: People) -> None:
    survey = close_survey(survey=answered(people, 6), by=people.dorte)
    Answer.objects.all().delete()
    assert results_in(survey).respondents == 6


def test_fewer_than_five_show_nothing(client_for: ClientFor, people: People) -> None:
    survey = close_survey(survey=answered(people, 4), by=people.dorte)
    client = client_for(people.dorte)
    page = text(client, address(survey, "resultater/"))
    assert "Færre end fem har svaret" in page
    assert "100 %" not in page
    for kind in ("csv", "xlsx", "pdf", "svg-importance"):
        assert client.get(address(survey, f"resultater/{kind}/")).status_code == 404


def test_results_as_files(client_for: ClientFor, people: People) -> None:
    survey = close_survey(survey=answered(people, 5), by=people.dorte)
    client = client_for(people.dorte)
    table = client.get(address(survey, "resultater/csv/")).content.decode("utf-8-sig")
    assert "Virksomheder;Meget vigtig;5;1,0;0,88;5;0;0;" in table
    sheet = load_workbook(BytesIO(client.get(address(survey, "resultater/xlsx/")).content))["Resultater"]
    assert [cell.value for cell in sheet[2]][3:6] == [5, 1, 0.88]
    assert client.get(address(survey, "resultater/svg-importance/")).content.startswith(b"<?xml")
    assert client.get(address(survey, "resultater/svg-missing/")).status_code == 404
    assert client.get(address(survey, "resultater/pdf/")).content.startswith(b"%PDF")
    assert client.get(address(survey, "resultater/docx/")).status_code == 404


def test_the_same_few_queries_however_many_answer(client_for: ClientFor, people: People) -> None:
    client = client_for(people.dorte)
    counts = []
    for more in (5, 20):
        survey = close_survey(survey=answered(people, more), by=people.dorte)
        for path in (address(survey, "resultater/"), HOME):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(path).status_code == 200
            counts.append(len(queries))
    assert counts[:2] == counts[2:]


def test_closing_deletes_what_was_not_sent_and_cannot_be_undone(client_for: ClientFor, people: People) -> None:
    survey = answered(people, 2)
    Response.objects.create(survey=survey, resume_digest="x")
    client = client_for(people.dorte)
    client.post(address(survey, "luk/"))
    assert Response.objects.filter(survey=survey).count() == 2
    assert client.get(address(survey, "datoer/")).status_code == 404
    assert client.post(address(survey, "aabn/"), follow=True).status_code == 200
    survey.refresh_from_db()
    assert survey.state == SurveyState.CLOSED


def test_dates_that_have_passed_cannot_be_moved(client_for: ClientFor, people: People) -> None:
    survey = open_survey(people.north, people.dorte)
    client, today = client_for(people.dorte), timezone.localdate()
    days = {"closes_on": today + timedelta(days=30), "deletes_on": today + timedelta(days=90)}
    later = form_of(client, address(survey, "datoer/")) | {name: day.isoformat() for name, day in days.items()}
    assert client.post(address(survey, "datoer/"), later).status_code == 302
    Survey.objects.update(opens_on=today - timedelta(days=9), closes_on=today - timedelta(days=1))
    later = form_of(client, address(survey, "datoer/")) | {"closes_on": (today + timedelta(days=31)).isoformat()}
    assert client.post(address(survey, "datoer/"), later).status_code == 422


def test_the_day_of_deletion_that_people_were_told_only_comes_earlier(client_for: ClientFor, people: People) -> None:
    survey = open_survey(people.north, people.dorte)
    client, path = client_for(people.dorte), address(survey, "datoer/")

    def moved_to(day: date) -> bool:
        return client.post(path, form_of(client, path) | {"deletes_on": day.isoformat()}).status_code == 302

    later, earlier = survey.deletes_on + timedelta(days=30), survey.deletes_on - timedelta(days=30)
    assert moved_to(later)
    Client().post(f"/svar/{survey_secret(survey)}/")
    assert not moved_to(later + timedelta(days=1))
    assert moved_to(earlier)
    assert not moved_to(later)
    survey.refresh_from_db()
    assert survey.deletes_on == earlier


# Two at once


def opened(page: str) -> dict[str, str]:
    """What a page's form has, with what it was opened with, as a browser would send it back."""
    form = TaskForm()
    form.feed(page)
    return form.typed


class TaskForm(HTMLParser):
    """The controls of the page's task form."""

    def __init__(self) -> None:
        super().__init__()
        self.typed: dict[str, str] = {}
        self.inside = False
        self.area = self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Inputs, areas and chosen options."""
        found = {name: value or "" for name, value in attrs}
        self.inside = self.inside or (tag == "form" and "task" in found.get("class", "").split())
        if not self.inside:
            return
        name = found.get("name", "")
        if tag == "input" and name and (found["type"] not in {"radio", "checkbox"} or "checked" in found):
            self.typed[name] = found.get("value", "on" if found["type"] == "checkbox" else "")
        self.area = name if tag == "textarea" else self.area
        self.select = name if tag == "select" else self.select
        if tag == "textarea":
            self.typed[name] = ""
        if tag == "option" and "selected" in found:
            self.typed[self.select] = found["value"]

    def handle_data(self, data: str) -> None:
        """What stands in an area."""
        if self.area:
            self.typed[self.area] += data

    def handle_endtag(self, tag: str) -> None:
        """The end of an area, or of the form."""
        if tag == "textarea" and self.area:
            self.typed[self.area] = self.typed[self.area].removeprefix("\n")
            self.area = ""
        self.inside = self.inside and tag != "form"


def form_of(client: Client, path: str) -> dict[str, str]:
    return opened(client.get(path).content.decode())


def test_questions_that_are_not_there_yet_cannot_be_asked(client_for: ClientFor, people: People) -> None:
    empty = create_instrument(
        by=people.dorte, name=Text(da="Tomt skema"), description=Text(da=""), audience=Text(da=""), minutes=3
    )
    client = client_for(people.dorte)
    load_shipped()
    form = text(client, f"{HOME}ny/")
    assert "Tomt skema" not in form
    assert str(Instrument.objects.get(code="managers-2017").uuid) in form
    refused = client.post(f"{HOME}ny/", plan(people, instrument=str(empty.uuid)))
    assert refused.status_code == 422
    with pytest.raises(BadInput) as told:
        plan_survey(people.north, people.dorte, instrument=empty)
    assert [problem.message_code for problem in told.value.problems] == ["no_questions"]
    assert not Survey.objects.exists()


def test_two_who_change_a_planned_survey_lose_nothing(client_for: ClientFor, people: People) -> None:
    survey = plan_survey(people.north, people.dorte)
    path, one, other = address(survey, "ret/"), client_for(people.dorte), client_for(people.alma)
    typed_by_one, typed_by_other = form_of(one, path), form_of(other, path)
    assert one.post(path, typed_by_one | {"purpose": "Et nyt formål"}).status_code == 302
    page = text(other, other.post(path, typed_by_other | {"name": "Et nyt navn"})["Location"])
    assert "sammen med det, en anden har gemt" in page
    survey.refresh_from_db()
    assert (survey.name, survey.purpose) == ("Et nyt navn", "Et nyt formål")

    both = other.post(path, typed_by_other | {"purpose": "Et tredje formål", "is_anonymous": "0"})
    page = unescape(both.content.decode())
    assert both.status_code == 409
    assert "Et nyt formål" in page
    assert "Et tredje formål" in page
    survey.refresh_from_db()
    assert (survey.purpose, survey.is_anonymous) == ("Et nyt formål", True)


def test_what_was_typed_into_a_plan_stands_when_somebody_has_opened_the_survey(
    client_for: ClientFor, people: People
) -> None:
    survey = plan_survey(people.north, people.dorte)
    client, path = client_for(people.alma), address(survey, "ret/")
    typed = form_of(client, path) | {"purpose": "Et nyt formål"}
    client_for(people.dorte).post(address(survey, "aabn/"))
    refused = client.post(path, typed)
    assert refused.status_code == 422
    page = unescape(refused.content.decode())
    assert "Et nyt formål" in page
    assert "Undersøgelsen er allerede åben" in page


def test_two_who_move_the_dates_are_shown_both(client_for: ClientFor, people: People) -> None:
    survey = open_survey(people.north, people.dorte)
    path, one, other = address(survey, "datoer/"), client_for(people.dorte), client_for(people.alma)
    first, second = form_of(one, path), form_of(other, path)
    sooner, soonest = ((survey.closes_on - timedelta(days=days)).isoformat() for days in (1, 2))
    assert one.post(path, first | {"closes_on": sooner}).status_code == 302
    assert other.post(path, second | {"closes_on": soonest}).status_code == 409
    survey.refresh_from_db()
    assert survey.closes_on.isoformat() == sooner


def test_a_question_typed_while_another_saved_is_not_lost(client_for: ClientFor, people: People) -> None:
    row = own_instrument(people.dorte)
    home = f"{HOME}skemaer/{row.uuid}/"
    one, other = client_for(people.dorte), client_for(people.alma)
    path = f"{home}spoergsmaal/godt/"
    first, second, third = (form_of(client, path) for client in (one, other, other))
    new = form_of(other, f"{home}nyt-spoergsmaal/open/")
    assert one.post(path, first | {"text_da": "Går det godt?"}).status_code == 302

    other.post(f"{home}nyt-spoergsmaal/open/", new | {"text_da": "Og hvorfor?"})
    other.post(path, second | {"hint_da": "Tænk på i går"})
    row.refresh_from_db()
    document = document_of(row)
    question = document.question("godt")
    assert question is not None
    assert (question.text.da, question.hint.da) == ("Går det godt?", "Tænk på i går")
    assert document.questions[-1].text.da == "Og hvorfor?"

    both = other.post(path, third | {"text_da": "Er det godt?"})
    page = unescape(both.content.decode())
    assert both.status_code == 409
    assert "Går det godt?" in page
    assert "Er det godt?" in page
    chosen = {**third, "text_da": "Er det godt?", "opened-text_da": "Går det godt?", "opened-hint_da": "Tænk på i går"}
    assert other.post(path, chosen | {"hint_da": "Tænk på i går"}).status_code == 302
    row.refresh_from_db()
    saved = document_of(row).question("godt")
    assert saved is not None
    assert saved.text.da == "Er det godt?"


def test_a_question_that_somebody_took_out_meanwhile_can_be_put_back(client_for: ClientFor, people: People) -> None:
    row = own_instrument(people.dorte)
    home, client = f"{HOME}skemaer/{row.uuid}/", client_for(people.alma)
    typed = form_of(client, f"{home}spoergsmaal/godt/") | {"text_da": "Går det godt nu?"}
    client_for(people.dorte).post(f"{home}spoergsmaal/godt/fjern/")
    told = client.post(f"{home}spoergsmaal/godt/", typed)
    page = unescape(told.content.decode())
    assert told.status_code == 409
    assert "En anden har fjernet spørgsmålet" in page
    assert f'action="{home}nyt-spoergsmaal/choice/"' in page
    again = opened(told.content.decode())
    assert again["text_da"] == "Går det godt nu?"
    assert client.post(f"{home}nyt-spoergsmaal/choice/", again).status_code == 302
    row.refresh_from_db()
    assert document_of(row).questions[-1].text.da == "Går det godt nu?"


def test_what_was_typed_into_a_question_stands_when_a_survey_has_fixed_it(
    client_for: ClientFor, people: People
) -> None:
    row = own_instrument(people.dorte)
    client, home = client_for(people.alma), f"{HOME}skemaer/{row.uuid}/"
    changed = form_of(client, f"{home}spoergsmaal/godt/") | {"text_da": "Er det godt?"}
    added = form_of(client, f"{home}nyt-spoergsmaal/open/") | {"text_da": "Er det godt?"}
    head = form_of(client, f"{home}om/") | {"name_da": "Er det godt?"}
    open_survey(people.north, people.dorte, instrument=row)
    for path, typed in (("spoergsmaal/godt/", changed), ("nyt-spoergsmaal/open/", added), ("om/", head)):
        refused = client.post(f"{home}{path}", typed)
        page = unescape(refused.content.decode())
        assert refused.status_code == 422
        assert "Er det godt?" in page
        assert "Lav en ny version" in page


def test_two_who_change_the_name_and_the_description_lose_nothing(client_for: ClientFor, people: People) -> None:
    row = own_instrument(people.dorte)
    path, one, other = f"{HOME}skemaer/{row.uuid}/om/", client_for(people.dorte), client_for(people.alma)
    first, second = form_of(one, path), form_of(other, path)
    one.post(path, first | {"minutes": "9"})
    other.post(path, second | {"name_da": "Et nyt navn"})
    row.refresh_from_db()
    document = document_of(row)
    assert (document.name.da, document.minutes, len(document.questions)) == ("Et nyt navn", 9, 5)


# Surveys that ask the same people the same


def test_whoever_asks_the_same_of_the_same_people_is_told_why_that_is_dangerous(
    client_for: ClientFor, people: People
) -> None:
    """Six in Nord and seven in the municipality: the difference is one person."""
    told, client = "Nogle er spurgt om det samme", client_for(people.dorte)
    first = open_survey(people.north, people.dorte)
    assert told not in text(client, address(first))
    above = plan_survey(people.testkommune, people.dorte)
    beside = plan_survey(people.south, people.dorte)
    other = plan_survey(people.north, people.dorte, instrument=own_instrument(people.dorte))
    again = plan_survey(people.north, people.dorte)
    for is_closed in (False, True):
        page = text(client, address(above))
        assert told in page
        assert "kan forskellen på de to resultater vise, hvad én har svaret" in page
        assert (told in text(client, address(again))) is not is_closed
        assert told not in text(client, address(beside))
        assert told not in text(client, address(other))
        first = first if is_closed else close_survey(survey=first, by=people.dorte)
    client.post(address(above, "aabn/"))
    assert told in text(client, address(above))
    assert told in text(client, address(first))


def test_retention_closes_and_deletes(people: People, capsys: pytest.CaptureFixture[str]) -> None:
    survey = answered(people, 5)
    after = survey.closes_on + timedelta(days=1)
    for dry_run in (True, False):
        call_command("retention", "--today", after.isoformat(), dry_run=dry_run)
        assert "1  undersøgelser, der blev lukket" in capsys.readouterr().out
        survey.refresh_from_db()
        assert (survey.state == SurveyState.OPEN) is dry_run
    call_command("retention", "--today", survey.deletes_on.isoformat())
    assert Survey.objects.exists()
    call_command("retention", "--today", (survey.deletes_on + timedelta(days=1)).isoformat())
    assert not Survey.objects.exists()
    assert not Answer.objects.exists()


def test_deleting_says_what_goes(client_for: ClientFor, people: People) -> None:
    survey = answered(people, 3)
    client = client_for(people.dorte)
    assert "3 personers svar" in text(client, address(survey, "slet/"))
    client.post(address(survey, "slet/"))
    assert not Survey.objects.exists()
    assert not Answer.objects.exists()


# Instruments


def test_loading_what_is_shipped_again_changes_nothing(db: None) -> None:
    assert [one.code for one in load_shipped()] == ["managers-2017", "after-learning"]
    before = list(Instrument.objects.values_list("pk", "revision"))
    assert load_shipped() == []
    assert list(Instrument.objects.values_list("pk", "revision")) == before
    Instrument.objects.filter(code="after-learning").update(document={"old": True})
    load_shipped()
    assert Instrument.objects.get(code="after-learning").document["code"] == "after-learning"


def test_the_page_shows_questions_source_and_benchmark(client_for: ClientFor, people: People) -> None:
    page = text(client_for(people.alma), f"{HOME}skemaer/{shipped().uuid}/")
    for words in (
        "Hvor vigtig er hver profil",
        "Slet ikke vigtig",
        "Ved ikke",
        "52 personer i 49 kommuner",
        "Aabenraa",
    ):
        assert words in page
    assert "Fagligheder på beskæftigelsesområdet" in page


def test_an_instrument_built_from_scratch(client_for: ClientFor, people: People) -> None:
    client = client_for(people.dorte)
    made = client.post(
        f"{HOME}skemaer/ny/",
        {"name_da": "Trivsel", "description_da": "Om trivsel", "minutes": "2", "audience_en": "Everybody"},
    )
    assert made.status_code == 422
    made = client.post(f"{HOME}skemaer/ny/", {"name_da": "Trivsel", "description_da": "Om trivsel", "minutes": "2"})
    path = made["Location"]
    refused = client.post(f"{path}nyt-spoergsmaal/choice/", {"text_da": "Godt?", "options_da": "Ja"})
    assert refused.status_code == 422
    client.post(f"{path}nyt-spoergsmaal/choice/", {"text_da": "Godt?", "options_da": "Ja\nNej", "dont_know": "on"})
    client.post(f"{path}nyt-spoergsmaal/open/", {"text_da": "Hvorfor?"})
    client.post(f"{path}spoergsmaal/hvorfor/flyt/", {"hvorhen": "op"})
    changed = {"text_da": "Går det godt?", "options_da": "Ja\nNej\nTja"}
    client.post(f"{path}spoergsmaal/godt/", form_of(client, f"{path}spoergsmaal/godt/") | changed)
    row = Instrument.objects.get(root=people.testkommune)
    document = document_of(row)
    assert [(one.code, one.text.da) for one in document.questions] == [
        ("hvorfor", "Hvorfor?"),
        ("godt", "Går det godt?"),
    ]
    client.post(f"{path}spoergsmaal/hvorfor/fjern/")
    row.refresh_from_db()
    assert [one.code for one in document_of(row).questions] == ["godt"]
    assert client.get(f"{path}nyt-spoergsmaal/slider/").status_code == 404


def test_two_who_change_the_same_do_not_overwrite_each_other(client_for: ClientFor, people: People) -> None:
    row = own_instrument(people.dorte)
    path = f"{HOME}skemaer/{row.uuid}/"
    page = client_for(people.alma).post(
        f"{path}spoergsmaal/godt/fjern/", {"revision": str(row.revision - 1)}, follow=True
    )
    assert "En anden har ændret det her" in unescape(page.content.decode())
    row.refresh_from_db()
    assert document_of(row).question("godt") is not None


def test_used_questions_stand_and_a_new_version_does_not(client_for: ClientFor, people: People) -> None:
    row = own_instrument(people.dorte)
    open_survey(people.north, people.dorte, instrument=row)
    client, path = client_for(people.dorte), f"{HOME}skemaer/{row.uuid}/"
    for there in ("om/", "spoergsmaal/godt/", "nyt-spoergsmaal/open/"):
        assert client.get(f"{path}{there}").status_code == 404
    assert "kan ikke slettes" in unescape(client.post(f"{path}slet/", follow=True).content.decode())
    newer = client.post(f"{path}ny-version/")["Location"]
    assert client.get(f"{newer}spoergsmaal/godt/").status_code == 200
    versions = Instrument.objects.filter(code=row.code).order_by("pk")
    assert [(one.version, one.is_fixed) for one in versions] == [("1", True), ("2", False)]


def test_a_copy_can_be_changed_and_keeps_the_benchmark(client_for: ClientFor, people: People) -> None:
    client = client_for(people.dorte)
    path = client.post(f"{HOME}skemaer/{shipped().uuid}/kopi/", {"name_da": "Vores lederes syn"})["Location"]
    row = Instrument.objects.get(root=people.testkommune)
    assert row.code == "vores-lederes-syn"
    assert document_of(row).published_table("importance") is not None
    changed = {"text_da": "?", "rows_da": "A\nB", "options_da": "1\n2", "rows_en": "", "options_en": ""}
    client.post(f"{path}spoergsmaal/importance/", form_of(client, f"{path}spoergsmaal/importance/") | changed)
    row.refresh_from_db()
    assert document_of(row).published_table("importance") is None
    assert document_of(row).published_table("future") is not None


def upload(client: Client, content: str) -> str:
    file = SimpleUploadedFile("lille.yaml", content.encode())
    return unescape(client.post(f"{HOME}skemaer/indlaes/", {"file": file}, follow=True).content.decode())


def test_a_file_is_read_whole_or_not_at_all(client_for: ClientFor, people: People) -> None:
    client = client_for(people.dorte)
    page = upload(client, SMALL.replace("minutes: 1", "minutes: mange").replace("kind: choice", "kind: slider"))
    assert "linje 5, minutes" in page
    assert "linje 8, questions.hvad.kind" in page
    assert not Instrument.objects.exists()
    assert "Se spørgsmålene igennem" in upload(client, SMALL)
    row = Instrument.objects.get()
    assert (row.code, row.root) == ("lille", people.testkommune)
    assert "Der er allerede et spørgeskema" in upload(client, SMALL)
    assert "følger med Fagkompas" in upload(client, SMALL.replace("code: lille", "code: managers-2017"))
    taken_out = client.get(f"{HOME}skemaer/{row.uuid}/fil/").content.decode()
    assert upload(client, taken_out.replace("'1'", "'2'")).count("Se spørgsmålene igennem") == 1


def test_an_instrument_without_questions_cannot_be_opened(client_for: ClientFor, people: People) -> None:
    row = own_instrument(people.dorte)
    document = document_of(row)
    client = client_for(people.dorte)
    client.post(f"{HOME}ny/", plan(people, instrument=str(row.uuid)))
    save_document(instrument=row, document=replace(document, questions=()), revision=1, by=people.dorte)
    page = client.post(address(Survey.objects.get(), "aabn/"), follow=True)
    assert "Der er ingen spørgsmål endnu" in unescape(page.content.decode())


def test_what_was_stored_at_closing_is_what_was_answered(people: People) -> None:
    survey = open_survey(people.north, people.dorte, instrument=own_instrument(people.dorte))
    for number in range(6):
        respond(
            survey,
            {
                "har-i-tid": [Given(row="mandag", options=("ja",)), Given(row="fredag", options=(DONT_KNOW,))],
                "hvad": [Given(options=("kaffe", "te") if number % 2 else ("kage",))],
                "ord": [Given(words=f"Ord {6 - number}")],
                "tal": [Given(words=str(number))],
            },
        )
    assert results_in(survey).is_hidden
    closed = close_survey(survey=survey, by=people.dorte)
    assert closed.tally is not None
    before = results_in(closed)
    several = before.question("hvad")
    assert several is not None
    assert [(option.count, option.percent) for option in several.rows[0].options] == [(3, 50), (3, 50), (3, 50)]
    assert (before.questions[0].rows[0].base, before.questions[3].texts[0]) == (6, "Ord 1")
    assert before.questions[4].rows[0].mean == 2.5
    assert before.questions[0].rows[1].is_hidden
