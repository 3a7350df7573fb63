"""The plan on its pages: written, published, compared, copied; two browsers on one plan; what is logged."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.models import Employee, Role
from fagkompas.audit.models import Event
from fagkompas.casework.models import CasePlan, TrackAgreement
from fagkompas.conversations.models import Agreement, AgreementState
from fagkompas.occupations.models import Group, Scheme
from tests.casework.making import (
    make_activity,
    make_consideration,
    make_demand,
    make_plan,
    make_sheet,
    make_three_tracks,
    make_track,
    make_version,
)
from tests.citizens.making import make_citizen
from tests.conversations.making import agreement
from tests.conversations.making import plan as plan_conversation
from tests.occupations.making import make_occupation
from tests.people import People, make_employee

ClientFor = Callable[[Employee], Client]

TYPED = {
    "goal_kind": "job",
    "occupation": "",
    "occupation_taken": "",
    "goal_title": "Lagermedarbejder",
    "reason": "Jeg kan lide at have overblik og være på benene.",
    "description": "Vi begynder med tre steder, hvor der er folk på vej ud.",
    "fewer_tracks_reason": "",
    "search_per_week": "2",
}


def opened_with(typed: dict[str, str]) -> dict[str, str]:
    """The twins of what a page was opened with."""
    return {f"opened-{name}": text for name, text in typed.items() if text and name != "occupation_taken"}


def page_of(client: Client, name: str, *args: object) -> str:
    """A page that is there."""
    response = client.get(reverse(f"casework:{name}", args=args))
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def told(response: object) -> list[str]:
    """The messages of an answer."""
    return [str(message) for message in get_messages(response.wsgi_request)]  # type: ignore[attr-defined]


# Writing


def test_the_first_plan_starts_with_what_the_target_group_is_asked_for(people: People, client_for: ClientFor) -> None:
    citizen = make_citizen(people)
    page = client_for(people.erik).get(reverse("casework:plan_edit", args=[citizen.uuid]))
    assert page.context["form"].initial["search_per_week"] == "2"
    assert not CasePlan.objects.exists()


def test_a_plan_is_written_with_an_occupation(people: People, client_for: ClientFor) -> None:
    citizen, one = make_citizen(people), make_occupation("bølgelærer", isco4="5161")
    client = client_for(people.erik)
    typed = TYPED | {"occupation": "bølgelærer", "occupation_taken": str(one.uuid)}
    response = client.post(reverse("casework:plan_edit", args=[citizen.uuid]), typed)
    assert response.status_code == 302
    plan = CasePlan.objects.get()
    assert (plan.occupation, plan.goal_title, plan.goal) == (one, "", "Bølgelærer")
    page = client.get(reverse("casework:plan_edit", args=[citizen.uuid]))
    assert f'value="{one.uuid}"' in page.content.decode()


def test_a_title_that_is_in_no_list_is_asked_for_in_own_words(people: People, client_for: ClientFor) -> None:
    citizen = make_citizen(people)
    make_occupation("bølgelærer")
    response = client_for(people.erik).post(
        reverse("casework:plan_edit", args=[citizen.uuid]), TYPED | {"occupation": "bølgelære"}
    )
    assert response.status_code == 422
    assert "bølgelærer" in response.content.decode()
    assert not CasePlan.objects.exists()


def test_health_is_told_and_nothing_typed_is_lost(people: People, client_for: ClientFor) -> None:
    citizen, client = make_citizen(people), client_for(people.erik)
    url = reverse("casework:plan_edit", args=[citizen.uuid])
    typed = TYPED | {"description": "Tager hensyn til hendes slidgigt."}
    warned = client.post(url, typed)
    assert warned.status_code == 422
    assert "Tager hensyn til hendes slidgigt." in warned.content.decode()
    assert not CasePlan.objects.exists()
    stamp = warned.context["form"].stamp
    assert client.post(url, typed | {"traces_read": stamp}).status_code == 302
    assert CasePlan.objects.get().description == "Tager hensyn til hendes slidgigt."


def test_a_cpr_number_is_refused_and_no_button_saves_it(people: People, client_for: ClientFor) -> None:
    citizen = make_citizen(people)
    response = client_for(people.erik).post(
        reverse("casework:plan_edit", args=[citizen.uuid]), TYPED | {"reason": "Hun er 010190-1234"}
    )
    assert response.status_code == 422
    assert response.context["form"].stamp == ""
    assert not CasePlan.objects.exists()


# Two browsers on one plan


def test_two_who_change_different_things_both_keep_theirs(people: People, client_for: ClientFor) -> None:
    plan = make_plan(make_citizen(people))
    url = reverse("casework:plan_edit", args=[plan.citizen.uuid])
    client_for(people.alma).post(url, TYPED | opened_with(TYPED) | {"reason": "Fordi det er fast arbejde."})
    response = client_for(people.erik).post(url, TYPED | opened_with(TYPED) | {"description": "Først et kursus."})
    assert response.status_code == 302
    plan.refresh_from_db()
    assert (plan.reason, plan.description) == ("Fordi det er fast arbejde.", "Først et kursus.")


def test_two_who_change_the_same_see_both(people: People, client_for: ClientFor) -> None:
    plan = make_plan(make_citizen(people))
    url = reverse("casework:plan_edit", args=[plan.citizen.uuid])
    client_for(people.alma).post(url, TYPED | opened_with(TYPED) | {"reason": "Almas ord."})
    response = client_for(people.erik).post(url, TYPED | opened_with(TYPED) | {"reason": "Eriks ord."})
    assert response.status_code == 409
    assert "Almas ord." in response.content.decode()
    assert "Eriks ord." in response.content.decode()
    plan.refresh_from_db()
    assert plan.reason == "Almas ord."


def test_two_who_choose_different_titles_see_titles_and_no_keys(people: People, client_for: ClientFor) -> None:
    first, second = make_occupation("bølgelærer"), make_occupation("tangplukker")
    plan = make_plan(make_citizen(people))
    url = reverse("casework:plan_edit", args=[plan.citizen.uuid])
    for person, chosen in ((people.alma, first), (people.erik, second)):
        typed = TYPED | opened_with(TYPED) | {"occupation": chosen.title, "occupation_taken": str(chosen.uuid)}
        response = client_for(person).post(url, typed)
    assert response.status_code == 409
    text = response.content.decode()
    assert "bølgelærer" in text
    assert "tangplukker" in text
    assert [one.name for one in response.context["conflicts"]] == ["occupation"]
    kept = TYPED | {"opened-occupation": "bølgelærer", "goal_title": "", "occupation": "tangplukker"}
    assert client_for(people.erik).post(url, kept).status_code == 302
    plan.refresh_from_db()
    assert plan.occupation == second


def test_two_who_begin_the_plan_at_once_have_one(people: People, client_for: ClientFor) -> None:
    citizen = make_citizen(people)
    url = reverse("casework:plan_edit", args=[citizen.uuid])
    client_for(people.alma).post(url, TYPED)
    response = client_for(people.erik).post(url, TYPED | {"reason": "Eriks ord."})
    assert response.status_code == 409
    assert CasePlan.objects.get().saved_by == people.alma


# Publishing and versions


def seen(client: Client, url: str) -> str:
    """What the page to publish says that one has looked at."""
    return str(client.get(url).context["form"]["shown"].value())


def test_publishing_shows_what_is_new_and_keeps_it(people: People, client_for: ClientFor) -> None:
    plan, client = make_plan(make_citizen(people)), client_for(people.erik)
    make_version(plan)
    make_consideration(plan, "Begynder klokken ni")
    url = reverse("casework:plan_publish", args=[plan.citizen.uuid])
    assert "Begynder klokken ni" in client.get(url).content.decode()
    response = client.post(url, {"shown": seen(client, url), "why": "Efter samtalen"})
    assert response.status_code == 302
    assert [version.why for version in plan.versions.all()] == ["Efter samtalen", ""]


def test_a_plan_that_changed_meanwhile_is_looked_at_again(people: People, client_for: ClientFor) -> None:
    plan, client = make_plan(make_citizen(people)), client_for(people.erik)
    url = reverse("casework:plan_publish", args=[plan.citizen.uuid])
    before = seen(client, url)
    CasePlan.objects.update(reason="Skrevet af en anden")
    response = client.post(url, {"shown": before, "why": ""})
    assert response.status_code == 409
    assert "ændret planen imens" in response.content.decode()
    assert not plan.versions.exists()


def test_any_two_versions_are_compared(people: People, client_for: ClientFor) -> None:
    plan, client = make_plan(make_citizen(people)), client_for(people.erik)
    make_version(plan)
    make_track(plan, "Tangplukker")
    make_version(plan)
    make_track(plan, "Havfruetæmmer")
    url = reverse("casework:plan_versions", args=[plan.citizen.uuid])

    def words(query: str) -> list[str]:
        parts = client.get(f"{url}{query}").context["parts"]
        return [piece.text for part in parts for change in part.changes for piece in change.pieces]

    assert words("?fra=1&til=2") == ["Tangplukker"]
    assert words("") == ["Havfruetæmmer"]
    assert words("?fra=1&til=0") == ["Tangplukker", "Havfruetæmmer"]
    assert words("?fra=2&til=2") == []
    assert words("?fra=x&til=99999999999999999999") == ["Havfruetæmmer"]


def test_a_plan_is_the_same_in_whatever_language_one_reads_it(people: People, client_for: ClientFor) -> None:
    plan = make_plan(make_citizen(people), occupation=make_occupation("bølgelærer", english="wave teacher"))
    make_track(plan, occupation=make_occupation("tangplukker", english="seaweed picker"))
    make_version(plan)
    client = client_for(people.erik)
    client.cookies["django_language"] = "en"
    people.erik.language = "en"
    people.erik.save()
    page = client.get(reverse("casework:plan", args=[plan.citizen.uuid]))
    assert "Wave teacher" in page.content.decode()
    assert page.context["since"].count == 0


def test_an_old_version_is_read_as_it_was(people: People, client_for: ClientFor) -> None:
    plan, client = make_plan(make_citizen(people)), client_for(people.erik)
    make_version(plan, "Første")
    client.post(
        reverse("casework:plan_edit", args=[plan.citizen.uuid]),
        TYPED | opened_with(TYPED) | {"goal_title": "Tangplukker"},
    )
    page = page_of(client, "plan_version", plan.citizen.uuid, 1)
    assert "Lagermedarbejder" in page
    assert "Tangplukker" not in page
    gone = client.get(reverse("casework:plan_version", args=[plan.citizen.uuid, 2]))
    assert gone.status_code == 404


# Considerations, activities, agreements


def test_a_consideration_that_is_taken_back_is_in_no_copy(people: People, client_for: ClientFor) -> None:
    plan, client = make_plan(make_citizen(people)), client_for(people.erik)
    one = make_consideration(plan)
    text = reverse("casework:plan_text", args=[plan.citizen.uuid, "beskrivelse"])
    assert "Må højst løfte 5 kg" in client.get(text).content.decode()
    client.post(reverse("casework:consideration_withdraw", args=[plan.citizen.uuid, one.uuid]))
    assert "Må højst løfte 5 kg" not in client.get(text).content.decode()
    assert "Må højst løfte 5 kg" not in page_of(client, "plan_print", plan.citizen.uuid)


def test_a_diagnosis_is_stopped_on_its_way_into_the_considerations(people: People, client_for: ClientFor) -> None:
    plan, client = make_plan(make_citizen(people)), client_for(people.erik)
    today = timezone.localdate().isoformat()
    url = reverse("casework:consideration_new", args=[plan.citizen.uuid])
    response = client.post(url, {"text": "Har en depression", "approved_on": today, "how": "Ved samtalen"})
    assert response.status_code == 422
    assert not plan.considerations.exists()
    client.post(url, {"text": "Begynder klokken ti", "approved_on": today, "how": "Ved samtalen"})
    assert [one.text for one in plan.considerations.all()] == ["Begynder klokken ti"]


def test_an_activity_that_ends_before_it_begins_keeps_what_was_typed(people: People, client_for: ClientFor) -> None:
    plan, client = make_plan(make_citizen(people)), client_for(people.erik)
    typed = {"kind": "course", "title": "Truckkursus", "from_on": "2026-11-20", "to_on": "2026-11-01"}
    url = reverse("casework:activity_new", args=[plan.citizen.uuid])
    response = client.post(url, typed)
    assert response.status_code == 422
    assert 'value="Truckkursus"' in response.content.decode()
    assert client.post(url, typed | {"to_on": ""}).status_code == 302
    assert plan.activities.get().title == "Truckkursus"


def test_an_activity_gets_its_number_and_is_taken_out(people: People, client_for: ClientFor) -> None:
    plan, client = make_plan(make_citizen(people)), client_for(people.erik)
    one = make_activity(plan)
    url = reverse("casework:activity_edit", args=[plan.citizen.uuid, one.uuid])
    form = client.get(url).context["form"]
    typed = {name: str(value) for name, value in form.initial.items()}
    response = client.post(url, typed | {"vitas_no": "7654321", "vitas_status": "sent"})
    assert response.status_code == 302
    one.refresh_from_db()
    assert (one.vitas_no, one.vitas_status) == ("7654321", "sent")
    client.post(reverse("casework:activity_remove", args=[plan.citizen.uuid, one.uuid]), {"revision": one.revision})
    assert not plan.activities.exists()


def test_an_agreement_is_made_for_a_track_and_followed_up(people: People, client_for: ClientFor) -> None:
    plan, client = make_plan(make_citizen(people)), client_for(people.erik)
    track = make_track(plan)
    due = (timezone.localdate() + timedelta(days=7)).isoformat()
    typed = {"what": "Ring til to lagre", "who": "citizen", "due": due, "track": str(track.uuid)}
    assert client.post(reverse("casework:agreement_new", args=[plan.citizen.uuid]), typed).status_code == 302
    made = Agreement.objects.get()
    assert TrackAgreement.objects.get(agreement=made).track == track
    url = reverse("conversations:agreement", args=[made.uuid])
    assert f'href="{url}"' in client.get(reverse("casework:plan", args=[plan.citizen.uuid])).content.decode()
    response = client.post(url, {"revision": made.revision, "state": "kept", "note": "Fik en samtale"})
    assert response.headers["Location"] == reverse("casework:plan", args=[plan.citizen.uuid])
    made.refresh_from_db()
    assert (made.state, made.note) == (AgreementState.KEPT, "Fik en samtale")
    assert TrackAgreement.objects.get(agreement=made).track == track


def test_an_agreement_on_the_plan_is_told_what_is_vague_as_at_the_end_of_a_talk(
    people: People, client_for: ClientFor
) -> None:
    plan, client = make_plan(make_citizen(people)), client_for(people.erik)
    new, smart = (reverse(f"casework:agreement_{name}", args=[plan.citizen.uuid]) for name in ("new", "smart"))
    assert f'hx-post="{smart}"' in client.get(new).content.decode()
    vague = client.post(smart, {"what": "Prøve at kigge på nogle job"}).content.decode()
    assert "»Prøve at«" in vague
    whole = {
        "what": "Ring til tre butikker i byen",
        "measure": "Tre navne på en liste",
        "why": "Så er jeg ude blandt folk igen",
        "control": "yes",
        "confidence": "8",
        "due": (timezone.localdate() + timedelta(days=7)).isoformat(),
        "who": "citizen",
        "track": "",
    }
    assert "smart-good" in client.post(smart, whole).content.decode()
    assert "smart" not in client.post(smart, {"what": " "}).content.decode()
    client.post(new, whole)
    made = Agreement.objects.get()
    assert (made.measure, made.own_control, made.confidence) == ("Tre navne på en liste", True, 8)


def test_an_agreement_in_the_past_is_refused_with_what_was_typed(people: People, client_for: ClientFor) -> None:
    plan, client = make_plan(make_citizen(people)), client_for(people.erik)
    typed = {"what": "Ring til to lagre", "who": "citizen", "due": "2020-01-01", "track": ""}
    response = client.post(reverse("casework:agreement_new", args=[plan.citizen.uuid]), typed)
    assert response.status_code == 422
    assert "Ring til to lagre" in response.content.decode()
    assert not Agreement.objects.exists()


def test_what_hangs_on_another_citizen_is_not_found(people: People, client_for: ClientFor) -> None:
    plan, other = make_plan(make_citizen(people)), make_plan(make_citizen(people, name="En Anden Prøve"))
    client, uuid = client_for(people.erik), plan.citizen.uuid
    made = agreement(people.erik, citizen=other.citizen)
    track, sheet = make_track(other), make_sheet(other.citizen)
    for name, *args in (
        ("activity_edit", make_activity(other).uuid),
        ("agreement_track", made.uuid),
        ("track_name", track.uuid),
        ("track_step", track.uuid, "plan"),
        ("track_end", track.uuid),
        ("sheet", sheet.kind, sheet.uuid),
    ):
        assert client.get(reverse(f"casework:{name}", args=[uuid, *args])).status_code == 404, name
    withdraw = reverse("casework:consideration_withdraw", args=[uuid, make_consideration(other).uuid])
    assert client.post(withdraw).status_code == 404


# Copies


@pytest.mark.parametrize("field", ["maal", "beskrivelse", "aftaler", "aktiviteter"])
def test_each_field_has_a_page_of_plain_text(people: People, client_for: ClientFor, field: str) -> None:
    plan, client = make_plan(make_citizen(people)), client_for(people.erik)
    make_activity(plan)
    response = client.get(reverse("casework:plan_text", args=[plan.citizen.uuid, field]))
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.content.decode().strip()


def test_there_are_four_fields_and_no_other(people: People, client_for: ClientFor) -> None:
    plan = make_plan(make_citizen(people))
    url = reverse("casework:plan_text", args=[plan.citizen.uuid, "andet"])
    assert client_for(people.erik).get(url).status_code == 404


# What is logged, and how many queries


def test_each_look_is_one_line_of_the_log(people: People, client_for: ClientFor) -> None:
    plan, client = make_plan(make_citizen(people)), client_for(people.erik)
    uuid = plan.citizen.uuid
    client.get(reverse("casework:plan", args=[uuid]))
    client.get(reverse("casework:plan_edit", args=[uuid]))
    client.get(reverse("casework:plan_text", args=[uuid, "maal"]))
    client.get(reverse("casework:tracks", args=[uuid]))
    client.get(reverse("casework:sheets", args=[uuid]))
    client.get(reverse("citizens:citizen", args=[uuid]))
    client.get(reverse("casework:overview", args=[uuid]), headers={"HX-Request": "true"})
    reads = Event.objects.filter(citizen_id=plan.citizen_id, kind="read").order_by("pk")
    assert list(reads.values_list("action", flat=True)) == [
        "casework.plan.read",
        "casework.tracks.read",
        "casework.sheets.read",
        "citizens.case.opened",
    ]


@pytest.mark.parametrize("name", ["overview", "plan", "tracks", "plan_publish", "plan_versions", "plan_print"])
def test_queries_stay_the_same_as_the_plan_grows(people: People, client_for: ClientFor, name: str) -> None:
    plan, client = make_plan(make_citizen(people)), client_for(people.erik)

    def add(number: int) -> None:
        track = make_track(plan, occupation=make_occupation(f"titel {number}", isco4="5161"))
        make_demand(track)
        made = agreement(people.erik, citizen=plan.citizen)
        TrackAgreement.objects.create(track=track, agreement=made)
        make_activity(plan, track=track)
        make_consideration(plan, f"Hensyn {number}")
        make_version(plan)

    def queries() -> int:
        url = reverse(f"casework:{name}", args=[plan.citizen.uuid])
        assert client.get(url).status_code == 200
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        return len(asked)

    add(1)
    before = queries()
    for number in range(2, 5):
        add(number)
    assert queries() == before


# The citizen on one page


def test_the_overview_is_the_same_as_a_part_and_by_itself(people: People, client_for: ClientFor) -> None:
    plan, client = make_plan(make_citizen(people)), client_for(people.erik)
    make_three_tracks(plan)
    url = reverse("casework:overview", args=[plan.citizen.uuid])
    part, whole = (
        re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", client.get(url, headers=sent).content.decode())
        for sent in ({"HX-Request": "true"}, {})
    )
    is_part = part.strip() in whole
    assert is_part
    assert "<html" not in part


def test_the_overview_shows_goal_tracks_and_what_is_next(people: People, client_for: ClientFor) -> None:
    plan, client = make_plan(make_citizen(people)), client_for(people.erik)
    make_three_tracks(plan)
    agreement(people.erik, citizen=plan.citizen, what="Ring til to lagre")
    plan_conversation(people.erik, citizen=plan.citizen, at=timezone.now() + timedelta(days=3))
    response = client.get(reverse("casework:overview", args=[plan.citizen.uuid]))
    page = response.content.decode()
    for text in ("Lagermedarbejder", "Chauffør", "Butiksassistent", "Ring til to lagre"):
        assert text in page
    assert response.context["next_conversation"] is not None
    assert "1 af 3" in page


def test_whoever_opened_the_case_from_another_unit_reads_and_does_not_write(
    people: People, client_for: ClientFor
) -> None:
    plan, client = make_plan(make_citizen(people)), client_for(make_employee("Hans", people.south, Role.CASEWORKER))
    url = reverse("casework:plan", args=[plan.citizen.uuid])
    asked = client.get(url)
    assert asked.status_code == 302
    client.post(asked.headers["Location"], {"reason": "Borgeren ringede til mig i dag."})
    page = client.get(url)
    assert page.status_code == 200
    assert reverse("casework:plan_edit", args=[plan.citizen.uuid]) not in page.content.decode()
    assert client.get(reverse("casework:plan_edit", args=[plan.citizen.uuid])).status_code == 404


# While one types


def test_the_plan_saves_itself_but_for_the_goal(people: People, client_for: ClientFor) -> None:
    """Half a title is no goal, and one that was followed up stays so; a word about health waits for the button."""
    citizen = make_citizen(people)
    plan, client = make_plan(citizen), client_for(people.erik)
    CasePlan.objects.update(followed_up_on=timezone.localdate())
    url = reverse("casework:plan_edit", args=[citizen.uuid])
    assert "data-autosave=" in client.get(url).content.decode()
    typed = TYPED | opened_with(TYPED) | {"goal_title": "Lag", "description": "Vi ringer først."}
    told = client.post(url, typed, headers={"X-Autosave": "1"})
    assert told.status_code == 422  # so that the page warns whoever leaves it
    assert "Gemt kl." in told.json()["problem"]
    assert "Målet, hvorfor og antallet af job gemmes, når du trykker på »Gem«." in told.json()["problem"]
    plan.refresh_from_db()
    assert (plan.goal_title, plan.description) == ("Lagermedarbejder", "Vi ringer først.")
    assert plan.followed_up_on == timezone.localdate()
    health = typed | {
        "goal_title": TYPED["goal_title"],
        "opened-description": "Vi ringer først.",
        "reason": "Har fået en depression",
        "fewer_tracks_reason": "To er nok",
    }
    told = client.post(url, health, headers={"X-Autosave": "1"})
    assert told.status_code == 422
    assert "depression" in told.json()["problem"]
    plan.refresh_from_db()
    assert (plan.reason, plan.fewer_tracks_reason) == (TYPED["reason"], "To er nok")
    sent = health | {"opened-fewer_tracks_reason": "To er nok"}
    warned = client.post(url, sent)
    assert client.post(url, sent | {"traces_read": warned.context["form"].stamp}).status_code == 302
    more = {**sent, "opened-reason": sent["reason"], "description": "Vi skriver først."}
    assert "saved" in client.post(url, more, headers={"X-Autosave": "1"}).json()


# What has changed since


def test_the_plan_says_what_has_changed_since_it_was_published(people: People, client_for: ClientFor) -> None:
    plan, client = make_plan(make_citizen(people)), client_for(people.erik)
    make_version(plan)
    make_track(plan, "Gartner")
    shown = page_of(client, "plan", plan.citizen.uuid)
    line = " ".join(re.sub("<[^>]+>", " ", shown.partition('class="changes-short"')[2].partition("</li>")[0]).split())
    assert "Gartner" in line
    assert "Nyt" in line or "Ny" in line
    assert "Udgave 1" in shown
    assert "Version" not in shown.replace("plan_version", "")


# The goal is followed up


@pytest.mark.parametrize(("name", "here"), [("citizens:citizen", "overview"), ("casework:plan", "plan")])
def test_a_goal_that_is_noted_by_mistake_is_taken_back_where_it_was_pressed(
    people: People, client_for: ClientFor, name: str, here: str
) -> None:
    citizen, before = make_citizen(people), timezone.localdate() - timedelta(days=20)
    plan = make_plan(citizen)
    CasePlan.objects.update(followed_up_on=before)
    client, other = client_for(people.erik), client_for(people.alma)
    url = reverse(name, args=[citizen.uuid])
    noted, undo = (f"casework:goal_{action}" for action in ("followed_up", "follow_up_taken_back"))
    assert "Notér fulgt op i dag" in page_of(client, here, citizen.uuid)
    assert client.post(reverse(noted, args=[citizen.uuid]), {"page": here}).headers["Location"] == url
    plan.refresh_from_db()
    assert plan.followed_up_on == timezone.localdate()
    assert "Fortryd" in page_of(client, here, citizen.uuid)
    assert "Fortryd" not in page_of(other, here, citizen.uuid)
    other.post(reverse(undo, args=[citizen.uuid]))
    plan.refresh_from_db()
    assert plan.followed_up_on == timezone.localdate()
    assert client.post(reverse(undo, args=[citizen.uuid]), {"page": here}).headers["Location"] == url
    plan.refresh_from_db()
    assert plan.followed_up_on == before


def test_pressed_twice_it_is_taken_back_to_the_day_before(people: People, client_for: ClientFor) -> None:
    citizen, before = make_citizen(people), timezone.localdate() - timedelta(days=20)
    plan, client = make_plan(citizen), client_for(people.erik)
    CasePlan.objects.update(followed_up_on=before)
    noted, undo = (f"casework:goal_{action}" for action in ("followed_up", "follow_up_taken_back"))
    for name in (noted, noted, undo):
        client.post(reverse(name, args=[citizen.uuid]))
    plan.refresh_from_db()
    assert plan.followed_up_on == before


def test_what_a_colleague_noted_the_same_day_is_not_taken_back(people: People, client_for: ClientFor) -> None:
    citizen = make_citizen(people)
    plan, erik, alma = make_plan(citizen), client_for(people.erik), client_for(people.alma)
    noted, undo = (
        reverse(f"casework:goal_{action}", args=[citizen.uuid]) for action in ("followed_up", "follow_up_taken_back")
    )
    erik.post(noted)
    alma.post(noted)
    assert "En anden har siden noteret" in erik.post(undo, follow=True).content.decode()
    plan.refresh_from_db()
    assert plan.followed_up_on == timezone.localdate()


# Job tracks that are shades of one


def test_three_tracks_in_one_group_are_told_kindly(people: People, client_for: ClientFor) -> None:
    plan, client = make_plan(make_citizen(people)), client_for(people.erik)
    Group.objects.create(scheme=Scheme.ISCO, code="51", level=2, title_da="Det nære", title_en="Near")
    for number, code in enumerate(("5161", "5162", "5111")):
        make_track(plan, occupation=make_occupation(f"titel {number}", isco4=code))
    assert client.get(reverse("casework:tracks", args=[plan.citizen.uuid])).context["tracks"].shade == "Det nære"
    make_track(plan, occupation=make_occupation("noget helt andet", isco4="8332"))
    assert client.get(reverse("casework:tracks", args=[plan.citizen.uuid])).context["tracks"].shade == ""


def test_two_alike_and_titles_in_no_list_are_not_called_shades(people: People, client_for: ClientFor) -> None:
    plan, client = make_plan(make_citizen(people)), client_for(people.erik)
    for number in range(2):
        make_track(plan, occupation=make_occupation(f"titel {number}", isco4="5161"))
    tracks = client.get(reverse("casework:tracks", args=[plan.citizen.uuid])).context["tracks"]
    assert (tracks.shade, tracks.missing) == ("", 1)
    make_track(plan, "I egne ord")
    tracks = client.get(reverse("casework:tracks", args=[plan.citizen.uuid])).context["tracks"]
    assert (tracks.shade, tracks.missing) == ("", 0)


def test_health_in_an_agreement_is_told_before_it_stands_in_the_plan(people: People, client_for: ClientFor) -> None:
    plan, client = make_plan(make_citizen(people)), client_for(people.erik)
    url = reverse("casework:agreement_new", args=[plan.citizen.uuid])
    day = (timezone.localdate() + timedelta(days=7)).isoformat()
    typed = {"what": "Taler med psykiateren om en depression", "due": day, "who": "citizen"}
    told = client.post(url, typed)
    assert told.status_code == 422
    assert not Agreement.objects.exists()
    client.post(url, typed | {"traces_read": told.context["form"].stamp})
    assert Agreement.objects.get().what == typed["what"]
    assert client.post(url, typed | {"why": "010190-1234"}).status_code == 422
