"""Job tracks on their pages: begun, worked on step by step, put in order, ended; demand; dated sheets beside them."""

from collections.abc import Callable
from datetime import date, timedelta
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.casework.actions import tracks as actions
from fagkompas.casework.actions.sheets import save_sheet
from fagkompas.casework.forms.tracks import TestForm
from fagkompas.casework.models import CasePlan, Sheet, SheetKind, Track
from fagkompas.casework.pressure_test import QUESTIONS
from fagkompas.casework.sheet_fields import SHEETS
from fagkompas.casework.views.tracks import STEPS, StepSheet
from fagkompas.engine.errors import BadInput
from fagkompas.engine.scales import Demand, GoalKind
from fagkompas.occupations.models import Balance, Vacancies
from fagkompas.toolkit.together import ChangedMeanwhile
from tests.casework.making import make_demand, make_plan, make_sheet, make_three_tracks, make_track
from tests.citizens.making import make_citizen
from tests.conversations.making import agreement
from tests.occupations.making import make_occupation
from tests.people import People

ClientFor = Callable[[Employee], Client]

AUTOSAVE = {"X-Autosave": "1"}


@pytest.fixture
def plan(people: People) -> CasePlan:
    """A plan of a citizen in Nord."""
    return make_plan(make_citizen(people))


def url_of(name: str, plan: CasePlan, *args: object) -> str:
    """An address of the plan's citizen."""
    return reverse(f"casework:{name}", args=[plan.citizen.uuid, *args])


def codes(refused: BadInput) -> list[tuple[str | None, str]]:
    """What was refused: field and code."""
    return [(problem.place.column, problem.message_code) for problem in refused.problems]


def names(plan: CasePlan) -> list[str]:
    """The open tracks in their order."""
    return [track.name for track in plan.tracks.open()]


# Beginning


def test_a_track_is_begun_with_an_occupation_and_goes_on_to_its_first_step(
    people: People, plan: CasePlan, client_for: ClientFor
) -> None:
    one = make_occupation("bølgelærer", isco4="5161")
    typed = {"started_from": "wants", "occupation": "bølgelærer", "occupation_taken": str(one.uuid), "title": ""}
    response = client_for(people.erik).post(url_of("track_new", plan), typed)
    track = Track.objects.get()
    assert response.headers["Location"] == url_of("track_step", plan, track.uuid, STEPS[0].slug)
    assert (track.occupation, track.started_from, track.order) == (one, "wants", 1)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"title": ""}, "Vælg en stilling, eller skriv"),
        ({"title": "lagermedarbejder"}, "Der er et jobspor, som hedder »lagermedarbejder«"),
        ({"title": "Noget for 010190-1234"}, "CPR-nummer"),
    ],
)
def test_what_a_new_track_refuses(
    people: People, plan: CasePlan, client_for: ClientFor, typed: dict[str, str], said: str
) -> None:
    make_track(plan, "Lagermedarbejder")
    response = client_for(people.erik).post(
        url_of("track_new", plan), {"started_from": "can", "occupation": "", **typed}
    )
    assert response.status_code == 422
    assert said in response.content.decode()
    assert plan.tracks.count() == 1


def test_there_is_room_for_six(plan: CasePlan) -> None:
    for number in range(actions.MOST_OPEN):
        make_track(plan, f"Spor {number}")
    with pytest.raises(BadInput) as refused:
        make_track(plan, "Et for meget")
    assert codes(refused.value) == [("title", "too_many_tracks")]


def test_a_new_track_starts_with_the_goal_until_a_track_is_about_it(people: People, client_for: ClientFor) -> None:
    client, one = client_for(people.erik), make_occupation("bølgelærer", isco4="5161")
    chosen = make_plan(make_citizen(people), occupation=one, goal_title="")
    page = client.get(url_of("track_new", chosen)).content.decode()
    assert (str(one.uuid) in page, "Målet står der allerede" in page) == (True, True)
    make_track(chosen, occupation=one)
    assert str(one.uuid) not in client.get(url_of("track_new", chosen)).content.decode()
    school = make_plan(make_citizen(people), goal_kind=GoalKind.EDUCATION, goal_title="HF")
    form = client.get(url_of("track_new", school)).context["form"]
    assert (form["title"].value(), form["is_education"].value()) == ("HF", True)
    back = make_plan(make_citizen(people), goal_kind=GoalKind.OWN_EMPLOYER, goal_title="Tilbage til Prøvefirma")
    assert client.get(url_of("track_new", back)).context["form"]["title"].value() is None


# Steps


def test_a_word_about_health_does_not_keep_the_rest_of_a_step_from_being_saved(
    people: People, plan: CasePlan, client_for: ClientFor
) -> None:
    track, client = make_track(plan), client_for(people.erik)
    url = url_of("track_step", plan, track.uuid, "hvorfor")
    told = client.post(url, {"can": "Kan køre truck", "wants": "Ro, efter en depression"}, headers=AUTOSAVE)
    assert (told.status_code, told.json()["opened"]["opened-can"]) == (422, "Kan køre truck")
    assert "men ikke »Vil«" in told.json()["problem"]
    track.refresh_from_db()
    assert (track.can, track.wants) == ("Kan køre truck", "")


def test_a_step_that_is_passed_empty_is_skipped_and_not_saved(
    people: People, plan: CasePlan, client_for: ClientFor
) -> None:
    track, client = make_track(plan), client_for(people.erik)
    url = url_of("track_step", plan, track.uuid, "hvorfor")
    for typed, level, said in (("", "info", "Sprunget over"), ("Kan køre truck", "success", "Gemt."), ("", "", "")):
        response = client.post(url, {"can": typed, "wants": "", "needed": "", "skills": ""}, follow=True)
        if said:
            (message,) = response.context["messages"]
            assert (message.level_tag, said in message.message) == (level, True)
    emptied = client.post(url, {"can": "", "opened-can": "Kan køre truck"}, follow=True)
    assert [message.level_tag for message in emptied.context["messages"]] == ["success"]


def test_a_step_is_read_and_made_once_to_show_it_and_not_for_each_of_its_questions(
    people: People, plan: CasePlan, client_for: ClientFor
) -> None:
    """Whether it was passed empty is asked when its button was pressed, and not while one types."""
    track, client = make_track(plan), client_for(people.erik)
    url, empty = url_of("track_step", plan, track.uuid, "tryktest"), {question.code: "" for question in QUESTIONS}
    with patch.object(StepSheet, "now", autospec=True, side_effect=StepSheet.now) as read:
        client.get(url)
        assert read.call_count == 1
        client.post(url, empty, headers=AUTOSAVE)
        by_autosave = read.call_count - 1
        client.post(url, empty)
        assert read.call_count - 1 == 2 * by_autosave + 1
    with patch.object(TestForm, "__init__", autospec=True, side_effect=TestForm.__init__) as made:
        client.post(url, empty, headers=AUTOSAVE)
    assert made.call_count == 2  # to know its controls, and with what was typed


@pytest.mark.parametrize(
    ("start", "order"),
    [
        ("can", ["can", "skills", "wants", "needed"]),
        ("wants", ["wants", "needed", "can", "skills"]),
        ("needed", ["needed", "can", "skills", "wants"]),
    ],
)
def test_the_first_step_begins_where_the_talk_does(
    people: People, plan: CasePlan, client_for: ClientFor, start: str, order: list[str]
) -> None:
    track = make_track(plan)
    Track.objects.filter(pk=track.pk).update(started_from=start)
    page = client_for(people.erik).get(url_of("track_step", plan, track.uuid, "hvorfor"))
    assert [field.name for field in page.context["form"].visible_fields()] == order


@pytest.mark.parametrize(
    ("step", "typed", "saved"),
    [
        ("hvorfor", {"can": "Truck", "skills": "Truck\n\n Truck \nOptælling"}, {"skills": ["Truck", "Optælling"]}),
        ("opgaver", {"functions": "Plukke\nPakke"}, {"functions": ["Plukke", "Pakke"]}),
        ("foerst", {"steps_first": "Forny certifikat"}, {"steps_first": ["Forny certifikat"]}),
        ("tryktest", {"reach": "40 minutter", "snaps": ""}, {"pressure_test": {"reach": "40 minutter"}}),
        ("plan", {"strategy": "Gå derhen", "companies": "Nordlager"}, {"companies": ["Nordlager"]}),
    ],
)
def test_each_step_is_saved_and_goes_on(
    people: People,
    plan: CasePlan,
    client_for: ClientFor,
    step: str,
    typed: dict[str, str],
    saved: dict[str, object],
) -> None:
    track = make_track(plan)
    response = client_for(people.erik).post(url_of("track_step", plan, track.uuid, step), typed)
    assert response.status_code == 302
    track.refresh_from_db()
    assert {name: getattr(track, name) for name in saved} == saved
    assert client_for(people.erik).get(response.headers["Location"]).status_code == 200


def test_a_step_saves_itself_and_tells_what_is_saved(people: People, plan: CasePlan, client_for: ClientFor) -> None:
    track, client = make_track(plan), client_for(people.erik)
    url = url_of("track_step", plan, track.uuid, "opgaver")
    told = client.post(url, {"functions": "Plukke", "other_titles": ""}, headers=AUTOSAVE).json()
    assert told["opened"]["opened-functions"] == "Plukke"
    again = client.post(url, {"functions": "Plukke\nPakke", "other_titles": "", **told["opened"]}, headers=AUTOSAVE)
    assert again.status_code == 200
    track.refresh_from_db()
    assert track.functions == ["Plukke", "Pakke"]


def test_what_is_typed_on_a_step_stays_when_somebody_else_has_ended_the_track(
    people: People, plan: CasePlan, client_for: ClientFor
) -> None:
    track, client = make_track(plan), client_for(people.erik)
    url = url_of("track_step", plan, track.uuid, "opgaver")
    actions.end_track(track=track, why="Ingen opslag", traces_read="", today=timezone.localdate(), by=people.alma)
    typed = {"functions": "Plukke varer", "other_titles": ""}
    told = client.post(url, typed, headers=AUTOSAVE)
    assert (told.status_code, "afsluttet" in told.json()["problem"]) == (422, True)
    sent = client.post(url, typed)
    assert (sent.status_code, "Plukke varer" in sent.content.decode()) == (422, True)
    track.refresh_from_db()
    assert track.functions == []
    actions.reopen_track(track=track, by=people.alma)
    assert client.post(url, typed).status_code == 302
    track.refresh_from_db()
    assert track.functions == ["Plukke varer"]


def test_an_autosave_that_meets_health_does_not_save_it_and_says_so(
    people: People, plan: CasePlan, client_for: ClientFor
) -> None:
    track = make_track(plan)
    url = url_of("track_step", plan, track.uuid, "hvorfor")
    answer = client_for(people.erik).post(url, {"can": "Har haft en depression"}, headers=AUTOSAVE)
    assert answer.status_code == 422
    assert "helbred" in answer.json()["problem"]
    track.refresh_from_db()
    assert track.can == ""


def test_medicine_may_be_a_task_of_a_job(people: People, plan: CasePlan, client_for: ClientFor) -> None:
    track = make_track(plan)
    url = url_of("track_step", plan, track.uuid, "opgaver")
    assert client_for(people.erik).post(url, {"functions": "Give medicin"}).status_code == 302
    refused = client_for(people.erik).post(url, {"functions": "Ring 010190-1234", "opened-functions": "Give medicin"})
    assert refused.status_code == 422


def test_two_on_one_step_both_keep_theirs_or_see_both(people: People, plan: CasePlan, client_for: ClientFor) -> None:
    track = make_track(plan)
    url = url_of("track_step", plan, track.uuid, "hvorfor")
    client_for(people.alma).post(url, {"can": "Almas"})
    merged = client_for(people.erik).post(url, {"can": "", "wants": "Eriks"})
    assert merged.status_code == 302
    both = client_for(people.erik).post(url, {"can": "Eriks", "wants": "Eriks", "opened-wants": "Eriks"})
    assert both.status_code == 409
    track.refresh_from_db()
    assert (track.can, track.wants) == ("Almas", "Eriks")


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({"functions": [f"Opgave {number}" for number in range(21)]}, [("functions", "too_many_lines")]),
        ({"companies": ["x" * 121]}, [("companies", "line_too_long")]),
        ({"can": "x" * 4001}, [("can", "text_too_long")]),
        ({"pressure_test": {"unknown": "Ja"}}, [("unknown", "question_unknown")]),
        ({"companies": ["Ring til 010190-1234"]}, [("companies", "cpr_number")]),
    ],
)
def test_what_a_step_refuses(plan: CasePlan, given: dict[str, object], refused: list[tuple[str, str]]) -> None:
    track = make_track(plan)
    with pytest.raises(BadInput) as found:
        actions.change_track(
            track=track,
            given=given,
            revision=track.revision,
            traces_read="",
            now=timezone.now(),
            by=plan.citizen.caseworker,  # type: ignore[arg-type]
        )
    assert codes(found.value) == refused


def test_an_old_page_of_a_track_overwrites_nothing(people: People, plan: CasePlan) -> None:
    track = make_track(plan, can="Truck")
    with pytest.raises(ChangedMeanwhile):
        actions.change_track(
            track=track, given={"can": ""}, revision=0, traces_read="", now=timezone.now(), by=people.erik
        )


def test_an_unknown_step_is_not_found(people: People, plan: CasePlan, client_for: ClientFor) -> None:
    track = make_track(plan)
    assert client_for(people.erik).get(url_of("track_step", plan, track.uuid, "andet")).status_code == 404


def test_a_track_gets_another_title(people: People, plan: CasePlan, client_for: ClientFor) -> None:
    track, one = make_track(plan), make_occupation("tangplukker")
    url = url_of("track_name", plan, track.uuid)
    typed = {
        "started_from": "can",
        "occupation": "tangplukker",
        "title": "Lagermedarbejder",
        "opened-title": "Lagermedarbejder",
        "opened-started_from": "can",
    }
    assert client_for(people.erik).post(url, typed).status_code == 302
    track.refresh_from_db()
    assert (track.occupation, track.title) == (one, "")


# Order and end


def test_tracks_are_moved_by_a_button(people: People, plan: CasePlan, client_for: ClientFor) -> None:
    first, second, third = make_three_tracks(plan)
    client = client_for(people.erik)
    client.post(url_of("track_move", plan, third.uuid), {"move": "up"})
    assert names(plan) == [first.name, third.name, second.name]
    client.post(url_of("track_move", plan, first.uuid), {"move": "down"})
    assert names(plan) == [third.name, first.name, second.name]
    client.post(url_of("track_move", plan, third.uuid), {"move": "up"})
    assert names(plan) == [third.name, first.name, second.name]


def test_a_track_ends_with_a_why_and_can_be_opened_again(people: People, plan: CasePlan, client_for: ClientFor) -> None:
    first, *_others = make_three_tracks(plan)
    client = client_for(people.erik)
    url = url_of("track_end", plan, first.uuid)
    assert client.post(url, {"why": ""}).status_code == 422
    client.post(url, {"why": "Ingen opslag i tre måneder"})
    assert names(plan) == ["Chauffør", "Butiksassistent"]
    page = client.get(url_of("tracks", plan)).content.decode()
    assert "Ingen opslag i tre måneder" in page
    assert client.get(url_of("track_step", plan, first.uuid, "plan")).status_code == 302
    client.post(url_of("track_reopen", plan, first.uuid))
    assert names(plan) == ["Chauffør", "Butiksassistent", "Lagermedarbejder"]


# Demand


def test_demand_is_noted_with_source_and_day_and_taken_out(
    people: People, plan: CasePlan, client_for: ClientFor
) -> None:
    track, client = make_track(plan), client_for(people.erik)
    url = url_of("track_demand", plan, track.uuid)
    typed = {"level": "high", "source": "adverts", "source_text": "14 opslag", "on": "2026-11-02", "why_anyway": ""}
    assert client.post(url, typed).status_code == 302
    note = track.demand.get()
    assert (note.level, note.source, note.source_text) == ("high", "adverts", "14 opslag")
    client.post(url_of("demand_remove", plan, track.uuid, note.uuid))
    assert not track.demand.exists()


def test_what_is_known_of_the_job_title_is_noted_with_one_press(
    people: People, plan: CasePlan, client_for: ClientFor
) -> None:
    occupation, client = make_occupation("havfruetæmmer", isco4="5161"), client_for(people.erik)
    track, day = make_track(plan, occupation=occupation), date(2026, 1, 1)
    url, read_on = url_of("track_demand", plan, track.uuid), date(2026, 2, 9)
    assert client.get(url).context["offers"] == []
    Balance.objects.create(
        occupation=occupation,
        region="Øst",
        period="1. halvår 2026",
        begins_on=day,
        level="high",
        words="Mangel",
        source="Prøvebalancen",
        read_on=read_on,
    )
    Vacancies.objects.create(
        code="5161", region="Hele landet", month=day, number=1123, source="Prøvebanken", read_on=read_on
    )
    page = client.get(url)
    (balance, *_more), (vacancies, *_other) = page.context["offers"]
    assert [level.value for level, _said in balance.levels] == ["high"], "the source says it itself"
    assert [level.value for level, _said in vacancies.levels] == ["high", "medium", "low"], "a number says no level"
    assert "Prøvebanken" in page.content.decode()
    for offer, level in ((balance, "high"), (vacancies, "low")):
        sent = {"source": offer.source, "source_text": offer.source_text, "on": offer.on.isoformat(), "level": level}
        client.post(url, sent)
    noted = list(track.demand.order_by("pk").values_list("level", "source", "source_text", "on"))
    assert noted == [
        ("high", "balance", "Mangel, Øst, 1. halvår 2026", day),
        ("low", "adverts", "1.123 ledige stillinger, Hele landet, januar 2026 (5161)", day),
    ]
    assert client.get(url).context["offers"] == [], "what is noted is not offered again"


def test_demand_of_tomorrow_comes_back_with_what_was_typed(
    people: People, plan: CasePlan, client_for: ClientFor
) -> None:
    track, client = make_track(plan), client_for(people.erik)
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    url = url_of("track_demand", plan, track.uuid)
    client.post(url, {"level": "low", "source": "adverts", "source_text": "To opslag", "on": tomorrow})
    page = client.get(url).content.decode()
    assert "To opslag" in page
    assert "Dagen er ikke kommet endnu" in page
    assert not track.demand.exists()


def test_old_and_low_demand_is_told(people: People, plan: CasePlan, client_for: ClientFor) -> None:
    track, today = make_track(plan), timezone.localdate()
    make_demand(track, Demand.LOW, on=today - timedelta(days=31))
    make_demand(track, Demand.HIGH, on=today - timedelta(days=30))
    notes = client_for(people.erik).get(url_of("track_demand", plan, track.uuid)).context["notes"]
    assert [(one["is_old"], one["is_low"]) for one in notes] == [(False, False), (True, True)]


# Sheets


def test_todays_sheet_starts_with_the_one_before(people: People, plan: CasePlan, client_for: ClientFor) -> None:
    citizen, client = plan.citizen, client_for(people.erik)
    make_sheet(citizen, days_ago=30, direction="Et lager", frame="To job om ugen")
    url = url_of("sheet_today", plan, "4r")
    assert client.get(url).context["form"].initial == {"direction": "Et lager", "frame": "To job om ugen"}
    opened = {"opened-direction": "Et lager", "opened-frame": "To job om ugen"}
    typed = {"direction": "Et lager med timer", "frame": "To job om ugen"}
    assert client.post(url, opened | typed, headers=AUTOSAVE).status_code == 200
    client.post(
        url,
        {
            "direction": "Et lager med timer",
            "frame": "",
            "opened-direction": "Et lager med timer",
            "opened-frame": "To job om ugen",
        },
    )
    sheets = Sheet.objects.filter(citizen=citizen)
    assert [one.texts for one in sheets] == [
        {"direction": "Et lager med timer"},
        {"direction": "Et lager", "frame": "To job om ugen"},
    ]


def test_a_sheet_tells_what_is_otherwise_than_last(people: People, plan: CasePlan, client_for: ClientFor) -> None:
    make_sheet(plan.citizen, days_ago=30, direction="Et lager i Nord", frame="To job")
    later = make_sheet(plan.citizen, direction="Et lager i Syd", frame="To job", room="Praktik")
    boxes = client_for(people.erik).get(url_of("sheet", plan, "4r", later.uuid)).context["boxes"]
    changed = {box.code: [(piece.text, piece.is_out, piece.is_in) for piece in pieces] for box, _text, pieces in boxes}
    assert changed["frame"] == []
    assert changed["room"] == [("Praktik", False, True)]
    assert ("Nord", True, False) in changed["direction"]
    assert ("Syd", False, True) in changed["direction"]


def test_two_on_todays_sheet_see_both(people: People, plan: CasePlan, client_for: ClientFor) -> None:
    url = url_of("sheet_today", plan, "4r")
    client_for(people.alma).post(url, {"direction": "Almas"})
    answer = client_for(people.erik).post(url, {"direction": "Eriks"})
    assert answer.status_code == 409
    assert Sheet.objects.get().texts == {"direction": "Almas"}


def test_sheets_cannot_be_read_in_the_database(plan: CasePlan) -> None:
    make_sheet(plan.citizen, direction="Et lager i Nord")
    with connection.cursor() as cursor:
        cursor.execute("SELECT texts FROM casework_sheet")
        assert "lager" not in cursor.fetchone()[0]


def test_a_sheet_refuses_cpr_and_keeps_what_was_typed(people: People, plan: CasePlan, client_for: ClientFor) -> None:
    response = client_for(people.erik).post(url_of("sheet_today", plan, "4r"), {"room": "Ring 010190-1234"})
    assert response.status_code == 422
    assert "010190-1234" in response.content.decode()
    assert not Sheet.objects.exists()


def test_an_old_page_of_a_sheet_overwrites_nothing(people: People, plan: CasePlan) -> None:
    make_sheet(plan.citizen)
    with pytest.raises(ChangedMeanwhile):
        save_sheet(
            citizen=plan.citizen,
            kind=SheetKind.FOUR_R,
            texts={},
            revision=0,
            now=timezone.now(),
            by=people.erik,
        )


@pytest.mark.parametrize("kind", SheetKind.values)
def test_an_empty_sheet_has_every_box(people: People, plan: CasePlan, client_for: ClientFor, kind: str) -> None:
    page = client_for(people.erik).get(url_of("sheet_blank", plan, kind)).content.decode()
    assert page.count("paper-box-blank") == len(SHEETS[SheetKind(kind)].fields)


def test_an_unknown_sheet_is_not_found(people: People, plan: CasePlan, client_for: ClientFor) -> None:
    assert client_for(people.erik).get(url_of("sheet_blank", plan, "andet")).status_code == 404


# Agreements of a track


def test_an_agreement_is_about_one_track_at_most(people: People, plan: CasePlan) -> None:
    first, second, _third = make_three_tracks(plan)
    made = agreement(people.erik, citizen=plan.citizen)
    for track in (first, second, second):
        actions.link_agreement(plan=plan, agreement=made, track=track, by=people.erik)
    assert [link.track for link in made.of_track.__class__.objects.all()] == [second]
    elsewhere = make_track(make_plan(make_citizen(people, name="En Anden Prøve")))
    with pytest.raises(BadInput) as refused:
        actions.link_agreement(plan=plan, agreement=made, track=elsewhere, by=people.erik)
    assert codes(refused.value) == [("track", "track_unknown")]


def test_the_questions_of_the_pressure_test_are_five() -> None:
    assert len({question.code for question in QUESTIONS}) == 5
