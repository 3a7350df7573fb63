"""A ratings file in the browser: who may, what is shown before anything is saved, what is saved, and what never is."""

import io
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.models import Employee, Role
from fagkompas.assessments import uploading
from fagkompas.assessments.actions import uploads
from fagkompas.assessments.actions.uploads import save_upload
from fagkompas.assessments.models import (
    Dialogue,
    Participant,
    PersonResult,
    Rating,
    RatingsImport,
    Round,
    RoundState,
    UnitResult,
)
from fagkompas.assessments.workbooks.forms import write_forms
from fagkompas.assessments.workbooks.ratings import Person
from fagkompas.audit.models import Event
from fagkompas.engine.errors import BadInput
from fagkompas.engine.scales import Mode, Rater
from fagkompas.frameworks.files import shipped
from tests.assessments.rounds import answer, make_round, participant_of
from tests.assessments.test_workbooks import fill
from tests.assessments.upload_rows import BO_IN_NORTH, waiting
from tests.frameworks.making import shipped_version
from tests.people import People, make_employee, make_unit

ClientFor = Callable[[Employee], Client]

HEAD = "medarbejder;navn;enhed;vurderet af;kompetence;værdi\n"


def send(client: Client, text: str | bytes, name: str = "vurderinger.csv", **data: Any) -> Any:
    """Hand a file over, and see the page that follows."""
    content = text if isinstance(text, bytes) else text.encode()
    return client.post(reverse("assessments:upload"), {"file": SimpleUploadedFile(name, content), **data}, follow=True)


def told(client: Client, content: bytes, name: str = "vurderinger.csv") -> list[dict[str, Any]]:
    """Hand a file over as the page's script does, and hear how it goes."""
    response: Any = client.post(
        reverse("assessments:upload"), {"file": SimpleUploadedFile(name, content)}, headers={"X-Progress": "1"}
    )
    assert response["Content-Type"] == "application/x-ndjson"
    return [json.loads(line) for line in b"".join(response.streaming_content).splitlines()]


def save(client: Client, round_: Round) -> Any:
    """Save the file that waits into a round."""
    file = RatingsImport.objects.get()
    return client.post(reverse("assessments:upload_save", args=[file.uuid]), {"round": round_.uuid}, follow=True)


def given(participant: Participant) -> list[tuple[str, str, int | None, bool, int]]:
    """Everything that stands about somebody: rater, item, value, not relevant, revision."""
    rows = Rating.objects.filter(participant=participant).order_by("revision", "rater", "item", "pk")
    return list(rows.values_list("rater", "item", "value", "not_relevant", "revision"))


@pytest.fixture(autouse=True)
def _in_english(people: People) -> None:
    """Everybody reads English."""
    Employee.objects.update(language="en")
    for one in (people.alma, people.dorte):
        one.language = "en"


@pytest.fixture
def round_(people: People) -> Round:
    """Nord is asked."""
    return make_round(people.north)


# From the file to the profile


def test_a_manager_reads_a_file_sees_it_and_saves_it(
    people: People, round_: Round, client_for: ClientFor, django_capture_on_commit_callbacks: Any
) -> None:
    client = client_for(people.alma)
    text = BO_IN_NORTH + (
        "bo@testkommune.example;;;leder;AU-G1;2\nbo@testkommune.example;;;aftalt;AU-G2;IR\n"
        "BO@testkommune.example;;;kollega;AU-G1;1\nbo@testkommune.example;;;kollega;AU-G1;4\n"
    )
    page = send(client, text)
    assert page.status_code == 200
    assert not Rating.objects.exists()
    assert page.context["plan"].by_rater == {Rater.SELF: 1, Rater.MANAGER: 1, Rater.AGREED: 1, Rater.PEER: 2}
    assert "Efterår 2026, Testkommune / Nord (1 of 1 person in the file takes part)" in page.content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        page = save(client, round_)
    assert page.redirect_chain == [(reverse("assessments:round", args=[round_.uuid]), 302)]
    bo = participant_of(round_, people.bo)
    assert given(bo) == [
        ("agreed", "AU-G2", None, True, 1),
        ("manager", "AU-G1", 2, False, 1),
        ("peer", "AU-G1", 1, False, 1),
        ("peer", "AU-G1", 4, False, 1),
        ("self", "AU-G1", 3, False, 1),
    ]
    authors = dict(Rating.objects.order_by("pk").values_list("rater", "author_id"))
    assert authors == {"self": people.bo.pk, "manager": people.alma.pk, "agreed": people.alma.pk, "peer": None}
    assert bo.self_submitted_at is not None
    assert bo.manager_submitted_at is not None
    assert PersonResult.objects.get(participant=bo).figures["basis"]["manager"] == 1
    assert UnitResult.objects.filter(round=round_, unit=people.north).exists()
    assert not RatingsImport.objects.exists()
    event = Event.objects.get(action="assessments.ratings.uploaded")
    assert (event.actor_id, event.subject_id, event.details) == (people.alma.pk, people.bo.pk, {"answers": 5})


def test_what_was_given_before_stays_and_the_file_is_the_next_revision(
    people: People, round_: Round, client_for: ClientFor
) -> None:
    bo = participant_of(round_, people.bo)
    answer(bo, {"AU-G1": 1, "AU-G2": 2}, by=people.bo)
    client = client_for(people.alma)
    send(client, BO_IN_NORTH)
    save(client, round_)
    assert given(bo) == [
        ("self", "AU-G1", 1, False, 1),
        ("self", "AU-G2", 2, False, 1),
        ("self", "AU-G1", 3, False, 2),
    ]
    assert PersonResult.objects.get(participant=bo).figures["basis"]["self"] == 2


def test_filled_in_forms_are_saved_in_a_new_round(people: People, client_for: ClientFor) -> None:
    shipped_version()
    target = io.BytesIO()
    staff = [Person(id=one.email, name=one.name, unit=("Testkommune", "Nord")) for one in (people.bo, people.erik)]
    write_forms(target, document=shipped("faglighed-2025"), people=staff)
    book = openpyxl.load_workbook(target)
    for sheet in book.worksheets[1:-1]:
        fill(sheet, {("AU-G1", "Selv"): 3, ("AU-G2", "Leder"): "IR"})
    filled = io.BytesIO()
    book.save(filled)

    client = client_for(people.alma)
    page = send(client, filled.getvalue(), "skemaer.xlsx")
    assert page.context["plan"].unit == people.north
    assert page.context["open_form"] is None
    today = timezone.localdate()
    file = RatingsImport.objects.get()
    page = client.post(
        reverse("assessments:upload_save_new", args=[file.uuid]),
        {
            "name": "Forår 2026",
            "purpose": "Vi vil vide, hvad vi kan.",
            "closes_on": today.isoformat(),
            "deletes_on": (today + timedelta(days=700)).isoformat(),
            "closes_at_once": "on",
        },
        follow=True,
    )
    made = Round.objects.get()
    assert (made.name, made.unit, made.state, made.mode) == ("Forår 2026", people.north, RoundState.CLOSED, "screening")
    assert set(made.participants.values_list("employee__name", flat=True).order_by("pk")) == {"Alma", "Bo", "Erik"}
    assert Rating.objects.count() == 4
    assert PersonResult.objects.count() == 2


def test_a_new_round_that_cannot_be_opened_saves_nothing(people: People, round_: Round, client_for: ClientFor) -> None:
    """Nord is in an open round already: a second one of the same kind is refused, and the plan for it is undone."""
    client = client_for(people.alma)
    send(client, BO_IN_NORTH)
    file = RatingsImport.objects.get()
    address = reverse("assessments:upload_save_new", args=[file.uuid])
    day = timezone.localdate() + timedelta(days=1)
    typed = {
        "name": "Ny",
        "purpose": "Lære",
        "closes_on": day.isoformat(),
        "deletes_on": (day + timedelta(days=9)).isoformat(),
    }
    page = client.post(address, typed)
    assert page.status_code == 422
    assert page.context["new_form"].errors
    page = client.post(address, {**typed, "name": "", "deletes_on": "i morgen"})
    assert page.status_code == 422
    assert set(page.context["new_form"].errors) == {"name", "deletes_on"}
    assert (Round.objects.count(), Rating.objects.count(), RatingsImport.objects.count()) == (1, 0, 1)


# Rights


def test_every_unit_that_the_file_names_needs_a_manager_s_right(
    people: People, round_: Round, client_for: ClientFor
) -> None:
    client = client_for(people.alma)
    for unit in ("Testkommune / Syd", "Testkommune", "Andenkommune", "Findes ikke"):
        page = send(client, BO_IN_NORTH + f"carla@testkommune.example;Carla;{unit};selv;AU-G1;2\n")
        assert [(problem.found, problem.message_code) for problem, _words in page.context["refusals"]] == [
            (unit, "upload_unit_without_right")
        ]
        assert save(client, round_).status_code == 404
    assert not Rating.objects.exists()


def test_a_person_elsewhere_is_as_unknown_as_one_who_does_not_exist(
    people: People, round_: Round, client_for: ClientFor
) -> None:
    client = client_for(people.alma)
    text = BO_IN_NORTH.replace(";enhed;", ";").replace("Testkommune / Nord;", "")
    page = send(
        client, text + "carla@testkommune.example;Carla;selv;AU-G1;2\nnina@testkommune.example;Nina;selv;AU-G1;2\n"
    )
    told = [(problem.found, words) for problem, words in page.context["left_out"]]
    assert [found for found, _words in told] == ["carla@testkommune.example", "nina@testkommune.example"]
    assert told[0][1] == told[1][1]
    save(client, round_)
    assert {
        rating.participant.employee for rating in Rating.objects.select_related("participant__employee").order_by("pk")
    } == {people.bo}


def test_a_consultant_sees_the_problems_and_cannot_save(people: People, round_: Round, client_for: ClientFor) -> None:
    client = client_for(people.dorte)
    assert "You can look a file through, but not save it" in client.get(reverse("assessments:upload")).content.decode()
    page = send(client, BO_IN_NORTH + "bo@testkommune.example;;;selv;AU-G2;9\n")
    assert [problem.message_code for problem, _words in page.context["problems"]] == ["value_out_of_range"]
    assert [problem.message_code for problem, _words in page.context["refusals"]] == [
        "upload_unit_without_right",
    ]
    assert "The file is read, with the problems below. It can be saved by the manager" in page.content.decode()
    assert "The rest of the file can be saved" not in page.content.decode()
    assert save(client, round_).status_code == 404
    with pytest.raises(BadInput):
        save_upload(waiting=RatingsImport.objects.get(), round_=round_, by=people.dorte, now=timezone.now())
    assert not Rating.objects.exists()


def test_a_consultant_is_told_that_a_right_file_is_right_and_whose_it_is(
    people: People, round_: Round, client_for: ClientFor
) -> None:
    text = "medarbejder;vurderet af;kompetence;værdi\nbo@testkommune.example;selv;AU-G1;3\n"
    page = send(client_for(people.dorte), text + "nina@testkommune.example;selv;AU-G1;2\n")
    assert "The file is read without problems. It can be saved by the manager" in page.content.decode()
    assert [problem.message_code for problem, _words in page.context["refusals"]] == ["upload_not_manager"]
    assert [(problem.found, problem.message_code) for problem, _words in page.context["left_out"]] == [
        ("bo@testkommune.example", "upload_person_not_managed"),
        ("nina@testkommune.example", "upload_person_unknown"),
    ]
    assert not page.context["counted"], "nobody's answers are told of to who may not see them"


def test_how_much_each_has_answered_is_said_before_it_is_saved(
    people: People, round_: Round, client_for: ClientFor
) -> None:
    page = send(client_for(people.alma), BO_IN_NORTH)
    [bo] = page.context["counted"]
    assert (bo.name, bo.answered, bo.asked) == ("Bo", 1, 79)
    assert bo.thin
    assert "1 of 79" in page.content.decode()
    assert "Too few answers for a result in some fields" in page.content.decode()


def test_a_consultant_who_manages_the_units_can_save(people: People, round_: Round, client_for: ClientFor) -> None:
    both = make_employee("Nora", people.north, Role.CONSULTANT, Role.MANAGER)
    client = client_for(both)
    send(client, BO_IN_NORTH)
    assert save(client, round_).status_code == 200
    assert Rating.objects.count() == 1


def test_nobody_rates_oneself_as_a_manager(people: People, round_: Round, client_for: ClientFor) -> None:
    client = client_for(people.alma)
    page = send(
        client,
        HEAD
        + "".join(
            f"alma@testkommune.example;Alma;;{rater};AU-G1;4\n" for rater in ("selv", "leder", "aftalt", "kollega")
        ),
    )
    assert [(problem.message_code, problem.values["answers"]) for problem, _words in page.context["left_out"]] == [
        ("upload_own_rating", 3)
    ]
    save(client, round_)
    assert given(participant_of(round_, people.alma)) == [("self", "AU-G1", 4, False, 1)]


def test_a_right_that_is_taken_away_counts_at_once(people: People, round_: Round, client_for: ClientFor) -> None:
    send(client_for(people.alma), BO_IN_NORTH)
    people.alma.roles.all().delete()
    assert save(client_for(people.alma), round_).status_code == 404
    assert not Rating.objects.exists()


# What is shown before anything is saved


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04 not a workbook", "not_a_workbook"),
        ("medarbejder;værdi".encode("latin-1"), "not_utf8"),
        (HEAD.encode(), "no_ratings"),
        ((HEAD + "bo;Bo;;selv;AU-G1;1\nbo;Bo;;selv;AU-G;1\n").encode(), "both_modes"),
        ((HEAD + "bo;Bo;;selv;ZZ-1;1\n").encode(), "no_framework"),
    ],
)
def test_a_file_of_which_nothing_can_be_read(
    people: People, round_: Round, client_for: ClientFor, content: bytes, code: str
) -> None:
    page = send(client_for(people.alma), content)
    assert page.status_code == 200
    assert code in [problem.message_code for problem, _words in page.context["problems"]]
    assert page.context["plan"] is None
    assert "Nothing could be read." in page.content.decode()
    assert save(client_for(people.alma), round_).status_code == 404


def test_a_form_without_a_file_says_so(people: People, client_for: ClientFor) -> None:
    client = client_for(people.alma)
    for data in (
        {},
        {"file": SimpleUploadedFile("tom.csv", b"")},
        {"file": SimpleUploadedFile("a.csv", b"a"), "version": "x"},
    ):
        page = client.post(reverse("assessments:upload"), data)
        assert page.status_code == 422
        assert page.context["form"].errors


def test_problems_stand_on_the_page_and_all_of_them_in_a_file(
    people: People, round_: Round, client_for: ClientFor
) -> None:
    client = client_for(people.alma)
    page = send(client, BO_IN_NORTH + "bo@testkommune.example;;;selv;AU-G2;9\n" * 150)
    assert (page.context["count"], len(page.context["problems"])) == (150, 100)
    text = page.content.decode()
    assert "The first 100 are shown here." in text
    assert "A rating is a whole number from 0 to 4" in text
    answered = client.get(reverse("assessments:upload_problems", args=[RatingsImport.objects.get().uuid]))
    sheet = openpyxl.load_workbook(io.BytesIO(answered.content)).worksheets[0]
    assert sheet.max_row == 151
    assert [cell.value for cell in sheet[2]][:4] == ["vurderinger.csv", 3, "værdi", "9"]


def test_two_ids_of_one_employee_and_a_unit_that_differs(people: People, round_: Round, client_for: ClientFor) -> None:
    Employee.objects.filter(pk=people.bo.pk).update(staff_number="B7")
    make_unit("Team 1", people.north)
    client = client_for(people.alma)
    page = send(
        client,
        HEAD
        + "b7;Bo;Testkommune / Nord / Team 1;selv;AU-G1;3\nbo@testkommune.example;Bo;Testkommune / Nord;selv;AU-G1;4\n",
    )
    assert [problem.message_code for problem, _words in page.context["left_out"]] == [
        "upload_unit_differs",
        "upload_person_twice",
    ]
    save(client, round_)
    assert given(participant_of(round_, people.bo)) == [("self", "AU-G1", 3, False, 1)]


def test_what_another_category_is_asked_is_not_saved(people: People, client_for: ClientFor) -> None:
    items = [item for field in shipped("roller-kar").fields for item in field.competencies if item.category]
    own, other = items[0], next(item for item in items if item.category != items[0].category)
    Employee.objects.filter(pk=people.bo.pk).update(category=own.category)
    round_ = make_round(people.north, framework="roller-kar")
    client = client_for(people.alma)
    page = send(client, HEAD + "".join(f"bo@testkommune.example;Bo;;selv;{item.code};3\n" for item in (own, other)))
    assert [problem.message_code for problem, _words in page.context["left_out"]] == ["upload_other_category"]
    save(client, round_)
    assert given(participant_of(round_, people.bo)) == [("self", own.code, 3, False, 1)]


def test_only_rounds_that_the_file_fits_are_offered(people: People, round_: Round, client_for: ClientFor) -> None:
    make_round(people.north, state=RoundState.CLOSED, name="Lukket")
    make_round(people.north, mode=Mode.DIALOGUE, name="Samtale")
    make_round(people.north, framework="roller-kar", name="Roller")
    make_round(people.south, name="Syd")
    make_round(people.north, opens_on=timezone.localdate() - timedelta(days=100), name="Ovre")
    page = send(client_for(people.alma), BO_IN_NORTH)
    assert [choice.round for choice in page.context["plan"].rounds] == [round_]
    page = client_for(people.alma).post(
        reverse("assessments:upload_save", args=[RatingsImport.objects.get().uuid]), {"round": "x"}
    )
    assert page.status_code == 422
    assert "Choose one from the list." in page.content.decode()


def test_the_framework_may_be_chosen(people: People, round_: Round, client_for: ClientFor) -> None:
    roles = shipped_version("roller-kar")
    page = send(client_for(people.alma), BO_IN_NORTH, version=str(roles.uuid))
    assert [problem.message_code for problem, _words in page.context["problems"]] == ["no_framework"]
    page = send(client_for(people.alma), BO_IN_NORTH, version=str(round_.version.uuid))
    assert RatingsImport.objects.get().version == round_.version


# Saving


def test_those_who_are_not_in_the_round_are_named(people: People, round_: Round, client_for: ClientFor) -> None:
    participant_of(round_, people.erik).delete()
    client = client_for(people.alma)
    send(client, BO_IN_NORTH + "erik@testkommune.example;Erik;;selv;AU-G1;2\n")
    page = save(client, round_)
    assert "1 person in the file is not in the round, and nothing was saved there: Erik." in page.content.decode()
    assert Rating.objects.count() == 1


def test_a_signed_dialogue_is_not_touched(people: People, round_: Round, client_for: ClientFor) -> None:
    bo = participant_of(round_, people.bo)
    now = timezone.now()
    Dialogue.objects.create(participant=bo, manager=people.alma, manager_signed_at=now, employee_signed_at=now)
    client = client_for(people.alma)
    page = send(client, BO_IN_NORTH)
    assert page.context["open_form"] is None, "a round in which nothing can change is not offered"
    assert [problem.message_code for problem, _words in page.context["left_out"]] == ["upload_dialogue_signed"]
    with pytest.raises(BadInput) as refused:
        save_upload(waiting=RatingsImport.objects.get(), round_=round_, by=people.alma, now=timezone.now())
    assert [problem.message_code for problem in refused.value.problems] == ["upload_nobody_in_round"]
    assert not Rating.objects.exists()


def test_a_round_that_closes_meanwhile_takes_nothing(people: People, round_: Round) -> None:
    file = waiting(people)
    for change, code in (
        ({"state": RoundState.CLOSED}, "upload_round_not_open"),
        ({"state": RoundState.OPEN, "mode": "dialogue"}, "upload_round_asks_otherwise"),
    ):
        Round.objects.filter(pk=round_.pk).update(**change)
        with pytest.raises(BadInput) as caught:
            save_upload(waiting=file, round_=round_, by=people.alma, now=timezone.now())
        assert [problem.message_code for problem in caught.value.problems] == [code]
    assert not Rating.objects.exists()


# An hour, and forgotten


def test_a_file_waits_for_an_hour(people: People, client_for: ClientFor) -> None:
    file = waiting(people)
    client = client_for(people.alma)
    address = reverse("assessments:upload_preview", args=[file.uuid])
    assert client.get(address).status_code == 200
    RatingsImport.objects.update(read_at=timezone.now() - timedelta(minutes=61))
    assert client.get(address).status_code == 404
    today = timezone.localdate()
    assert [line.rows for line in uploads.retention(today=today, dry_run=True)] == [1]
    assert RatingsImport.objects.exists()
    assert [line.rows for line in uploads.retention(today=today, dry_run=False)] == [1]
    assert not RatingsImport.objects.exists()


def test_a_file_can_be_forgotten_and_a_new_one_takes_its_place(people: People, client_for: ClientFor) -> None:
    first, second = waiting(people), waiting(people)
    assert list(RatingsImport.objects.order_by("pk")) == [second]
    client = client_for(people.alma)
    assert client.get(reverse("assessments:upload_preview", args=[first.uuid])).status_code == 404
    client.post(reverse("assessments:upload_drop", args=[second.uuid]))
    assert not RatingsImport.objects.exists()


# Cost


def test_the_number_of_queries_does_not_grow_with_the_file(people: People, client_for: ClientFor) -> None:
    round_ = make_round(people.north)
    for number in range(30):
        make_employee(f"Person {number}", people.north, staff_number=f"N{number}")
    client = client_for(people.alma)
    counted = []
    for size in (2, 30):
        file = waiting(people, HEAD + "".join(f"N{number};;;selv;AU-G{1 + number % 6};2\n" for number in range(size)))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(reverse("assessments:upload_preview", args=[file.uuid])).status_code == 200
        counted.append(len(queries))
    assert round_.pk
    assert counted[0] == counted[1]


# How far the reading has come


def test_a_script_hears_how_many_rows_are_read_and_where_to_go(
    people: People, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploading, "TELLING_PAUSE", 0.001)
    make_round(people.north)
    client = client_for(people.alma)
    rows = "".join(f"p{number}@testkommune.example;;;selv;AU-G1;3\n" for number in range(20_000))
    *steps, last = told(client, (BO_IN_NORTH + rows).encode())
    counts = [step["rows"] for step in steps]
    assert counts == sorted(counts)
    assert len(set(counts) - {0, 20_001}) > 0
    assert counts[-1] == 20_001
    waits = RatingsImport.objects.get()
    assert last == {"url": reverse("assessments:upload_preview", args=[waits.uuid])}
    assert client.get(last["url"]).status_code == 200


@pytest.mark.parametrize("content", [BO_IN_NORTH.encode(), b"no table", b"PK but no workbook", b"\xff\xfe"])
def test_what_is_read_is_the_same_with_the_script_and_without(
    people: People, client_for: ClientFor, content: bytes
) -> None:
    make_round(people.north)
    client = client_for(people.alma)
    told(client, content)
    heard = RatingsImport.objects.values("content", "problems", "version", "file_name").get()
    send(client, content)
    assert RatingsImport.objects.values("content", "problems", "version", "file_name").get() == heard


def test_a_form_that_lacks_something_answers_the_script_with_the_page(people: People, client_for: ClientFor) -> None:
    response = client_for(people.alma).post(reverse("assessments:upload"), {}, headers={"X-Progress": "1"})
    assert response.status_code == 422
    assert "Choose a file first." in response.content.decode()
