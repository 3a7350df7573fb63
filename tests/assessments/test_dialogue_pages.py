"""The page of the dialogue: what each of the two sees and may do, autosave, and two people on it at once."""

import re
import sys
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from fagkompas.accounts.models import Employee, Role
from fagkompas.assessments.models import Agreement, Dialogue, Draft, Participant, PersonResult, Rating, Round
from fagkompas.assessments.questions import asked_columns
from fagkompas.audit.models import Event, EventKind
from fagkompas.engine.scales import Mode, Rater
from fagkompas.toolkit.today import TodayItem
from tests.assessments.rounds import answer, make_round, participant_of
from tests.people import People, make_employee
from tests.today import competence_items

SignIn = Callable[[Employee], Client]
INPUT = re.compile(r"<input[^>]*>")
ATTRIBUTE = re.compile(r'([\w-]+)(?:="([^"]*)")?')
TEXTAREA = re.compile(r'<textarea[^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>', re.DOTALL)
HELD = timezone.localdate() - timedelta(days=2)
DUE = timezone.localdate() + timedelta(days=60)


@pytest.fixture
def talked(people: People) -> Participant:
    """Bo, who and whose manager have both answered, two points apart in two items. Everyone reads English."""
    Employee.objects.update(language="en")
    for person in (people.alma, people.bo, people.dorte):
        person.language = "en"
    part = participant_of(make_round(people.north), people.bo)
    answer(part, {"AU-G1": 1, "AU-G2": 3, "LM-G1": 4}, by=people.bo)
    answer(part, {"AU-G1": 4, "AU-G2": 3, "LM-G1": 2}, by=people.alma, rater=Rater.MANAGER)
    return participant_of(part.round, people.bo)


def address(part: Participant, name: str = "dialogue") -> str:
    return reverse(f"assessments:{name}", args=[part.uuid])


def form_on(shown: str) -> dict[str, str]:
    """What the browser would send for a page's fields, the search in the header left out."""
    fields = {}
    for found in INPUT.finditer(shown):
        given = dict(ATTRIBUTE.findall(found[0][6:-1]))
        is_unchecked = given.get("type") in {"radio", "checkbox"} and "checked" not in given
        if given.get("name") and not is_unchecked and given["name"] not in {"words", "next", "csrfmiddlewaretoken"}:
            fields[given["name"]] = unescape(given.get("value", ""))
    return fields | {name: unescape(text) for name, text in TEXTAREA.findall(shown)}


def opened_by(client: Client, part: Participant) -> dict[str, str]:
    """The page's form, as it is when it is opened."""
    response = client.get(address(part))
    assert response.status_code == 200
    return form_on(response.content.decode())


def save(client: Client, part: Participant, form: Mapping[str, str], **headers: str) -> HttpResponse:
    return client.post(address(part, "dialogue_save"), form, headers=headers or None)  # type: ignore[return-value]


def row_of(form: Mapping[str, str], number: int = 0) -> str:
    """The name of an agreement's text on the page, without its end."""
    return [name.removesuffix("-text") for name in form if re.match(r"agreement-.*-text", name)][number]


# What is shown


def test_the_agenda_stands_on_top_with_its_directions(client_for: SignIn, alma: Employee, talked: Participant) -> None:
    shown = client_for(alma).get(address(talked)).content.decode()
    assert "You disagree on 2 of 79 items. 2 of them lie 2 or more apart and come first" in shown
    assert shown.index("Recognition") < shown.index("Expectations to align")
    assert "Bo has written nothing yet. Ask." in shown
    assert form_on(shown)["agreed-AU-G1"] == ""


def test_both_see_the_same_and_only_the_manager_writes(client_for: SignIn, people: People, talked: Participant) -> None:
    Dialogue.objects.create(participant=talked, behaviour="Ringer samme dag")
    employee = client_for(people.bo).get(address(talked)).content.decode()
    assert "Ringer samme dag" in employee
    assert "Recognition" in employee
    assert 'name="behaviour"' not in employee
    assert 'name="own_wish"' in employee
    manager = client_for(people.alma).get(address(talked)).content.decode()
    assert 'name="behaviour"' in manager
    assert 'name="own_wish"' not in manager


def test_without_both_answers_it_says_what_is_missing(client_for: SignIn, people: People, talked: Participant) -> None:
    Rating.objects.filter(rater="manager").delete()
    Participant.objects.update(manager_submitted_at=None)
    shown = client_for(people.alma).get(address(talked)).content.decode()
    assert "Send in your own rating first" in shown
    assert "side-self" not in shown


def test_a_managers_look_is_logged_and_the_persons_own_is_not(
    client_for: SignIn, people: People, talked: Participant
) -> None:
    client_for(people.bo).get(address(talked))
    assert not Event.objects.filter(kind=EventKind.READ).exists()
    for name in ("dialogue", "dialogue_printed"):
        client_for(people.alma).get(address(talked, name))
    reads = Event.objects.filter(kind=EventKind.READ, subject_id=people.bo.pk, actor_id=people.alma.pk)
    assert reads.filter(action="assessments.dialogue.read").count() == 2


def test_the_page_takes_the_same_queries_for_a_large_framework(
    client_for: SignIn, alma: Employee, bo: Employee, people: People
) -> None:
    counts = set()
    for framework, mode in (
        ("faglighed-2025", Mode.DIALOGUE),
        ("faglighed-2025", Mode.SCREENING),
        ("roller-kar", Mode.SCREENING),
    ):
        part = participant_of(make_round(people.north, framework=framework, mode=mode), bo)
        answer(part, 1, by=bo)
        answer(part, 3, by=alma, rater=Rater.MANAGER)
        client = client_for(alma)
        client.get(address(part))
        with CaptureQueriesContext(connection) as queries:
            client.get(address(part))
        counts.add(len(queries))
    assert len(counts) == 1


# Saving


def test_all_of_it_is_saved_and_the_profile_follows(client_for: SignIn, alma: Employee, talked: Participant) -> None:
    client = client_for(alma)
    form = opened_by(client, talked)
    row = row_of(form)
    form |= {
        "held_on": HELD.isoformat(),
        "behaviour": "Ringer samme dag",
        "agreed-AU-G1": "3",
        "agreed-LM-G1": "nr",
        f"{row}-text": "Går med Erik til to samtaler",
        f"{row}-due": DUE.isoformat(),
        "settle": "1",
    }
    response = save(client, talked, form)
    assert response.headers["Location"] == address(talked)
    held = Dialogue.objects.get()
    assert (held.held_on, held.behaviour, held.saved_by) == (HELD, "Ringer samme dag", alma)
    assert Agreement.objects.get().due_on == DUE
    assert dict(Rating.objects.filter(rater="agreed").values_list("item", "value")) == {"AU-G1": 3, "LM-G1": None}
    assert PersonResult.objects.get().figures["basis"]["agreed"] == 1
    again = opened_by(client, talked)
    assert (again["agreed-AU-G1"], again["agreed-LM-G1"], again["behaviour"]) == ("3", "nr", "Ringer samme dag")
    assert len([name for name in again if name.endswith("-text") and not name.startswith("opened")]) == 2


def test_saving_what_was_opened_changes_nothing(client_for: SignIn, alma: Employee, talked: Participant) -> None:
    client = client_for(alma)
    save(client, talked, opened_by(client, talked) | {"behaviour": "Ringer", "agreed-AU-G1": "3", "settle": "1"})
    revision = Dialogue.objects.get().revision
    save(client, talked, opened_by(client, talked) | {"settle": "1"})
    assert Dialogue.objects.get().revision == revision
    assert Rating.objects.filter(rater="agreed").count() == 1


def test_a_value_can_be_taken_back_and_an_agreement_away(
    client_for: SignIn, alma: Employee, talked: Participant
) -> None:
    client = client_for(alma)
    form = opened_by(client, talked)
    save(client, talked, form | {"agreed-AU-G1": "3", f"{row_of(form)}-text": "En aftale", "settle": "1"})
    form = opened_by(client, talked)
    save(client, talked, form | {"agreed-AU-G1": "", f"{row_of(form)}-text": "", "settle": "1"})
    assert not Agreement.objects.exists()
    assert opened_by(client, talked)["agreed-AU-G1"] == ""


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"behaviour": "Som med 010190-1234"}, "looks like a CPR number"),
        ({"results": "x" * 4001}, "room for 4,000 characters"),
        ({"held_on": "i går"}, "Write a date under “"),
        ({"agreed-AU-G1": "7"}, "Choose 0 to 4"),
        ({"row-text": "En aftale", "row-due": ""}, "Write by when"),
        ({"row-text": "En aftale", "row-due": "snart"}, "Write a date under “"),
        ({"row-text": "En aftale", "row-due": "2020-01-01"}, "This day has passed"),
        ({"row-text": "Ring 0101901234", "row-due": HELD.isoformat()}, "looks like a CPR number"),
    ],
)
def test_what_cannot_be_kept_is_said_and_all_that_was_typed_stays(
    client_for: SignIn, alma: Employee, talked: Participant, typed: dict[str, str], words: str
) -> None:
    client = client_for(alma)
    form = opened_by(client, talked)
    typed = {
        name.replace("row", row_of(form)) if name.startswith("row") else name: text for name, text in typed.items()
    }
    response = save(client, talked, form | {"capability": "Er nysgerrig", **typed, "agreed-LM-G1": "3"})
    shown = response.content.decode()
    assert response.status_code == 422
    assert words in shown
    kept = form_on(shown)
    assert kept["capability"] == "Er nysgerrig"
    assert kept["agreed-LM-G1"] == "3"
    for name, text in typed.items():
        if not name.startswith("agreed"):
            assert kept[name] == text
    assert not Dialogue.objects.exists()


def test_signing_saves_first(client_for: SignIn, people: People, talked: Participant) -> None:
    client = client_for(people.alma)
    form = opened_by(client, talked) | {
        "held_on": "",
        "results": "Nåede målet",
        "agreed-AU-G1": "3",
        "sign": "1",
        "opened-held_on": "",
    }
    refused = save(client, talked, form)
    assert refused.status_code == 422
    assert "Write the day you talked" in refused.content.decode()
    assert Dialogue.objects.get().results == "Nåede målet"
    save(client, talked, form_on(refused.content.decode()) | {"held_on": HELD.isoformat(), "sign": "1"})
    held = Dialogue.objects.get()
    assert (held.awaits_employee, held.manager) == (True, people.alma)
    assert Rating.objects.filter(rater="agreed").count() == 1
    shown = client.get(address(talked)).content.decode()
    assert "Waiting for Bo" in shown
    assert 'name="behaviour"' not in shown


def test_the_day_of_the_talk_is_suggested_and_kept_only_when_somebody_signs_it(
    client_for: SignIn, alma: Employee, talked: Participant
) -> None:
    client = client_for(alma)
    today = timezone.localdate()
    form = opened_by(client, talked)
    assert form["held_on"] == form["opened-held_on"] == today.isoformat()
    told = save(client, talked, form | {"results": "Forberedt"}, X_Autosave="1")
    assert "opened-held_on" not in told.json()["opened"]  # type: ignore[attr-defined]
    response = save(client, talked, opened_by(client, talked) | {"results": "Forberedt igen", "notes": "1"})
    assert Dialogue.objects.get().held_on is None
    assert "Somebody else" not in client.get(response.headers["Location"]).content.decode()
    # A refused form suggests it still.
    refused = save(client, talked, opened_by(client, talked) | {"results": "Om 010190-1234", "sign": "1"})
    assert refused.status_code == 422
    form = form_on(refused.content.decode())
    assert form["held_on"] == today.isoformat()
    save(client, talked, form | {"results": "Nåede målet", "sign": "1"})
    assert (Dialogue.objects.get().held_on, Dialogue.objects.get().awaits_employee) == (today, True)


@pytest.mark.parametrize(("part", "place"), [("notes", "#notes"), ("agreements", "#agreements"), ("settle", "")])
def test_a_save_comes_back_to_its_part(
    client_for: SignIn, alma: Employee, talked: Participant, part: str, place: str
) -> None:
    client = client_for(alma)
    response = save(client, talked, opened_by(client, talked) | {"behaviour": "Ringer", part: "1"})
    assert response.headers["Location"] == address(talked) + place
    shown = client.get(address(talked)).content.decode()
    assert "Last saved" in shown
    names = re.findall(r'<button class="button button-\w+" type="submit" name="(\w+)"', shown)
    assert names == ["settle", "notes", "agreements", "sign"]


def test_the_employee_signs_and_then_it_is_locked(client_for: SignIn, people: People, talked: Participant) -> None:
    manager, employee = client_for(people.alma), client_for(people.bo)
    save(manager, talked, opened_by(manager, talked) | {"held_on": HELD.isoformat(), "sign": "1"})
    assert "Sign your dialogue" in [item.what for item in english(people.bo)]
    form = form_on(employee.get(address(talked)).content.decode())
    employee.post(address(talked, "dialogue_sign"), {"revision": form["revision"]})
    assert Dialogue.objects.get().is_signed
    assert "Sign your dialogue" not in [item.what for item in english(people.bo)]
    for person in (manager, employee):
        shown = person.get(address(talked)).content.decode()
        assert "Signed by both" in shown
        assert "Ask." not in shown
        assert "Print the dialogue" in shown
        assert "<textarea" not in shown
    response = save(manager, talked, {"results": "Alligevel ikke"})
    assert response.status_code == 422
    assert Dialogue.objects.get().results == ""


def test_a_signed_dialogue_asks_for_no_answers(client_for: SignIn, people: People) -> None:
    Employee.objects.update(language="en")
    round_ = make_round(people.north, mode=Mode.DIALOGUE)
    part = participant_of(round_, people.bo)
    others = round_.participants.exclude(employee__in=[people.bo, people.alma]).count()
    employee, manager = client_for(people.bo), client_for(people.alma)
    overview, reminder = reverse("assessments:overview"), reverse("assessments:round_reminder", args=[round_.uuid])
    assert round_.name in [item.what for item in english(people.bo)]
    assert address(part, "answer_start") in employee.get(overview).content.decode()
    assert people.bo.email in manager.get(reminder).content.decode()
    form = opened_by(manager, part)
    chosen = f"agreed-{asked_columns(part)[0].code}"
    save(manager, part, form | {chosen: "3", "held_on": HELD.isoformat(), "sign": "1"})
    employee.post(address(part, "dialogue_sign"), {"revision": str(Dialogue.objects.get().revision)})
    assert Dialogue.objects.get().is_signed
    assert round_.name not in [item.what for item in english(people.bo)]
    assert address(part, "answer_start") not in employee.get(overview).content.decode()
    assert people.bo.email not in manager.get(reminder).content.decode()
    shown = manager.get(reverse("assessments:round", args=[round_.uuid])).content.decode()
    assert re.search(rf"1 of {others + 2}</span> have answered or signed a dialogue", shown)
    profile = employee.get(address(part, "profile_of")).content.decode()
    assert "See the dialogue" in profile
    assert "See or change the answers" not in profile


def english(person: Employee) -> list[TodayItem]:
    """What needs a person today, in English."""
    with override("en"):
        return list(competence_items(person, timezone.localdate()))


@pytest.mark.parametrize("revision", ["", "99", "-1", "x", "9" * 30])
def test_a_signature_on_something_else_is_refused(
    client_for: SignIn, people: People, talked: Participant, revision: str
) -> None:
    manager = client_for(people.alma)
    save(manager, talked, opened_by(manager, talked) | {"held_on": HELD.isoformat(), "sign": "1"})
    response = client_for(people.bo).post(address(talked, "dialogue_sign"), {"revision": revision}, follow=True)
    assert "Read it again before you sign" in response.content.decode()
    assert not Dialogue.objects.get().is_signed


def test_signing_too_early_and_taking_back_too_late_are_said(
    client_for: SignIn, people: People, talked: Participant
) -> None:
    Dialogue.objects.create(participant=talked)
    early = client_for(people.bo).post(address(talked, "dialogue_sign"), {"revision": "0"}, follow=True)
    assert "not waiting for a signature" in early.content.decode()
    late = client_for(people.alma).post(address(talked, "dialogue_withdraw"), follow=True)
    assert "not waiting for a signature" in late.content.decode()


def test_the_manager_takes_the_signature_back(client_for: SignIn, people: People, talked: Participant) -> None:
    client = client_for(people.alma)
    save(client, talked, opened_by(client, talked) | {"held_on": HELD.isoformat(), "sign": "1"})
    client.post(address(talked, "dialogue_withdraw"))
    assert opened_by(client, talked)["held_on"] == HELD.isoformat()
    assert Dialogue.objects.get().manager is None


# The employee's wish


def test_the_employees_wish_stands_on_the_agenda(client_for: SignIn, people: People, talked: Participant) -> None:
    assert "Say what you want to talk about" in [item.what for item in english(people.bo)]
    client_for(people.bo).post(address(talked, "dialogue_wish"), {"own_wish": "Et kursus i jura"})
    assert "Et kursus i jura" in client_for(people.alma).get(address(talked)).content.decode()
    assert "Say what you want to talk about" not in [item.what for item in english(people.bo)]


def test_a_wish_that_cannot_be_kept_stays_on_the_page(client_for: SignIn, bo: Employee, talked: Participant) -> None:
    response = client_for(bo).post(address(talked, "dialogue_wish"), {"own_wish": "Om 010190-1234"})
    assert response.status_code == 422
    assert form_on(response.content.decode())["own_wish"] == "Om 010190-1234"
    assert not Dialogue.objects.exists()


# Autosave


def test_autosave_says_saved_only_when_it_is(client_for: SignIn, people: People, talked: Participant) -> None:
    client = client_for(people.alma)
    form = opened_by(client, talked)
    told = save(client, talked, form | {"behaviour": "Ringer", "agreed-AU-G1": "3"}, X_Autosave="1")
    assert told.status_code == 200
    assert told.json()["saved"].startswith("Saved at ")  # type: ignore[attr-defined]  # Django's test client
    assert Dialogue.objects.get().behaviour == "Ringer"
    assert Draft.objects.get().value == 3
    assert not Rating.objects.filter(rater="agreed").exists()
    form |= told.json()["opened"]  # type: ignore[attr-defined]
    bad = save(client, talked, form | {"behaviour": "010190-1234"}, X_Autosave="1")
    assert bad.status_code == 422
    assert "CPR" in bad.json()["problem"]  # type: ignore[attr-defined]
    wish = client_for(people.bo).post(
        address(talked, "dialogue_wish"), {"own_wish": "Et kursus"}, headers={"X-Autosave": "1"}
    )
    assert wish.json()["saved"].startswith("Saved at ")


def test_typing_on_is_no_conflict_with_oneself(client_for: SignIn, alma: Employee, talked: Participant) -> None:
    client = client_for(alma)
    form = opened_by(client, talked)
    row = row_of(form)
    for text in ("Ri", "Ringer", "Ringer samme dag"):
        form |= {"behaviour": text, f"{row}-text": f"Aftale {text}"}
        told = save(client, talked, form, X_Autosave="1")
        assert told.status_code == 200
        form |= told.json()["opened"]  # type: ignore[attr-defined]
    assert Dialogue.objects.get().behaviour == "Ringer samme dag"
    assert Agreement.objects.get().text == "Aftale Ringer samme dag"


def test_nobody_else_is_told_of_where_one_person_saves_alone(
    client_for: SignIn, alma: Employee, talked: Participant
) -> None:
    client = client_for(alma)
    form = opened_by(client, talked)
    row = row_of(form)
    steps: list[dict[str, str]] = [
        {"behaviour": "Ringer"},
        {"behaviour": "Ringer samme dag"},
        {"agreed-AU-G1": "3"},
        {f"{row}-text": "En aftale"},
        {f"{row}-text": ""},
        {"held_on": HELD.isoformat()},
    ]
    for step in steps:
        form |= step
        told = save(client, talked, form, X_Autosave="1").json()  # type: ignore[attr-defined]
        assert "Somebody else" not in told["saved"], step
        form |= told["opened"]
    for button in ("notes", "agreements", "settle", "sign"):
        response = save(client, talked, form | {button: "1"})
        assert "Somebody else" not in client.get(response.headers["Location"]).content.decode(), button


def test_choices_that_do_not_count_yet_are_there_after_a_reload(
    client_for: SignIn, alma: Employee, talked: Participant
) -> None:
    client = client_for(alma)
    save(client, talked, opened_by(client, talked) | {"agreed-AU-G1": "3"}, X_Autosave="1")
    shown = client.get(address(talked)).content.decode()
    assert form_on(shown)["agreed-AU-G1"] == "3"
    assert "Does not count yet" in shown


# Two people at once


@pytest.fixture
def lis(people: People) -> Employee:
    """Alma's own manager, who may write in the same dialogue."""
    return make_employee("Lis", people.testkommune, Role.MANAGER, language="en")


def test_changes_to_different_things_are_both_kept(
    client_for: SignIn, people: People, talked: Participant, lis: Employee
) -> None:
    first, second = client_for(people.alma), client_for(lis)
    mine, theirs = opened_by(first, talked), opened_by(second, talked)
    save(second, talked, theirs | {"results": "Nåede målet", "agreed-LM-G1": "3", "settle": "1"})
    client_for(people.bo).post(address(talked, "dialogue_wish"), {"own_wish": "Et kursus"})
    response = first.post(
        address(talked, "dialogue_save"),
        mine | {"behaviour": "Ringer", "agreed-AU-G1": "2", "settle": "1"},
        follow=True,
    )
    held = Dialogue.objects.get()
    assert (held.results, held.behaviour, held.own_wish) == ("Nåede målet", "Ringer", "Et kursus")
    assert dict(Rating.objects.filter(rater="agreed").values_list("item", "value")) == {"AU-G1": 2, "LM-G1": 3}
    assert "Somebody else has changed something in the meantime" in response.content.decode()


def test_the_second_sees_both_texts_chooses_and_saves(
    client_for: SignIn, people: People, talked: Participant, lis: Employee
) -> None:
    first, second = client_for(people.alma), client_for(lis)
    mine, theirs = opened_by(first, talked), opened_by(second, talked)
    save(second, talked, theirs | {"results": "Nåede målet", "behaviour": "Lytter", "agreed-AU-G1": "2", "settle": "1"})
    mine |= {"results": "Nåede næsten målet", "behaviour": "Ringer", "capability": "Nysgerrig", "agreed-AU-G1": "4"}
    response = save(first, talked, mine | {"settle": "1"})
    shown = response.content.decode()
    assert response.status_code == 409
    assert "Lis saved the dialogue with Bo" in shown
    for text in ("Nåede målet", "Nåede næsten målet", "Lytter", "Ringer", "2 Independently", "4 Guides others"):
        assert text in shown
    assert Dialogue.objects.get().results == "Nåede målet", "nothing is saved before the choice"
    chosen = form_on(shown) | {
        "choose-results": "typed",
        "results": "Nåede målet i maj",
        "choose-behaviour": "saved",
        "choose-agreed-AU-G1": "typed",
    }
    assert save(first, talked, chosen).status_code == 302
    held = Dialogue.objects.get()
    assert (held.results, held.behaviour, held.capability) == ("Nåede målet i maj", "Lytter", "Nysgerrig")
    assert Rating.objects.filter(rater="agreed", item="AU-G1").order_by("-revision")[0].value == 4


def test_a_third_save_in_between_is_told_again(
    client_for: SignIn, people: People, talked: Participant, lis: Employee
) -> None:
    first, second = client_for(people.alma), client_for(lis)
    mine = opened_by(first, talked) | {"results": "Mit"}
    save(second, talked, opened_by(second, talked) | {"results": "Deres"})
    conflict = form_on(save(first, talked, mine).content.decode()) | {"choose-results": "typed"}
    save(second, talked, opened_by(second, talked) | {"results": "Deres igen"})
    again = save(first, talked, conflict)
    assert again.status_code == 409
    assert "Deres igen" in again.content.decode()


def test_autosave_stops_at_a_conflict_and_says_so(
    client_for: SignIn, people: People, talked: Participant, lis: Employee
) -> None:
    first, second = client_for(people.alma), client_for(lis)
    mine = opened_by(first, talked)
    save(second, talked, opened_by(second, talked) | {"results": "Deres"})
    told = save(first, talked, mine | {"results": "Mit"}, X_Autosave="1")
    assert told.status_code == 422
    assert told.json() == {"problem": "Somebody else has changed the same. Nothing is lost.", "both": True}  # type: ignore[attr-defined]
    harmless = save(first, talked, mine | {"behaviour": "Mit"}, X_Autosave="1")
    assert "Somebody else has changed something too" in harmless.json()["saved"]  # type: ignore[attr-defined]
    assert "opened-results" not in harmless.json()["opened"]  # type: ignore[attr-defined]
    assert Dialogue.objects.get().results == "Deres"


def test_two_who_each_add_an_agreement_get_both(
    client_for: SignIn, people: People, talked: Participant, lis: Employee
) -> None:
    first, second = client_for(people.alma), client_for(lis)
    mine, theirs = opened_by(first, talked), opened_by(second, talked)
    save(second, talked, theirs | {f"{row_of(theirs)}-text": "Deres aftale"})
    save(first, talked, mine | {f"{row_of(mine)}-text": "Min aftale"})
    assert set(Agreement.objects.values_list("text", flat=True)) == {"Deres aftale", "Min aftale"}


# The printed page, and rounds that are over


def test_the_printed_page_has_all_of_it(client_for: SignIn, people: People, talked: Participant) -> None:
    client = client_for(people.alma)
    client_for(people.bo).post(address(talked, "dialogue_wish"), {"own_wish": "Et kursus i jura"})
    form = opened_by(client, talked)
    save(
        client,
        talked,
        form
        | {
            "held_on": HELD.isoformat(),
            "behaviour": "Ringer samme dag",
            f"{row_of(form)}-text": "To samtaler med Erik",
            "agreed-AU-G1": "3",
            "settle": "1",
        },
    )
    shown = client.get(address(talked, "dialogue_printed")).content.decode()
    held = f"{HELD.day} {HELD:%B} {HELD.year}"
    for text in ("Et kursus i jura", "Ringer samme dag", "To samtaler med Erik", held, "Not for pay"):
        assert text in shown
    assert "<nav" not in shown


def test_the_printed_page_as_a_document(client_for: SignIn, people: People, talked: Participant) -> None:
    Dialogue.objects.create(participant=talked, behaviour="Ringer samme dag")
    response = client_for(people.bo).get(address(talked, "dialogue_pdf"))
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")


def test_without_pango_it_says_so(
    client_for: SignIn, people: People, talked: Participant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    response = client_for(people.bo).get(address(talked, "dialogue_pdf"), follow=True)
    assert response.redirect_chain == [(address(talked), 302)]
    assert "Pango is missing" in response.content.decode()


def test_after_the_round_is_closed_it_can_only_be_read(client_for: SignIn, people: People, talked: Participant) -> None:
    Dialogue.objects.create(participant=talked, results="Nåede målet")
    Round.objects.update(state="closed")
    shown = client_for(people.alma).get(address(talked)).content.decode()
    assert "Ended without both signatures" in shown
    assert "<textarea" not in shown
    assert "Nåede målet" in shown


def test_the_day_an_agreement_is_due_is_suggested(client_for: SignIn, alma: Employee, talked: Participant) -> None:
    form = opened_by(client_for(alma), talked)
    due = datetime.strptime(form[f"{row_of(form)}-due"], "%Y-%m-%d").date()  # noqa: DTZ007  # a day
    assert due == timezone.localdate() + timedelta(days=90)
