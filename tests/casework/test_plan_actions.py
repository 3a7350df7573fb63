"""Writes of the plan: what is saved, what is refused, and what a version keeps."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.audit.models import Event
from fagkompas.casework.actions import plan_parts, plans, tracks
from fagkompas.casework.case_reading import read_tracks, since_last
from fagkompas.casework.checking import check_case
from fagkompas.casework.models import Activity, CasePlan, Track
from fagkompas.casework.plan_content import as_text, content_from, content_of, fingerprint
from fagkompas.citizens.actions.record import close_case
from fagkompas.citizens.models import Citizen, ClosedWhy
from fagkompas.engine.errors import BadInput
from fagkompas.engine.scales import Demand, GoalKind
from fagkompas.toolkit.together import ChangedMeanwhile
from fagkompas.toolkit.traces import TracesFound
from tests.casework.making import (
    caseworker_of,
    end,
    given_activity,
    given_plan,
    make_activity,
    make_consideration,
    make_demand,
    make_plan,
    make_track,
    make_version,
)
from tests.citizens.making import make_citizen
from tests.conversations.making import agreement
from tests.people import People

As = Callable[[Employee], Client]


def codes(refused: BadInput) -> list[tuple[str | None, str]]:
    """What was refused: field and code."""
    return [(problem.place.column, problem.message_code) for problem in refused.problems]


def test_the_first_save_begins_the_plan_and_the_next_changes_it(people: People) -> None:
    citizen = make_citizen(people)
    plan = make_plan(citizen)
    assert (plan.goal, plan.revision, plan.saved_by) == ("Lagermedarbejder", 1, people.erik)
    again = plans.save_plan(
        citizen=citizen,
        given=given_plan(reason="Jeg vil have kolleger."),
        revision=1,
        traces_read="",
        now=timezone.now(),
        by=people.alma,
    )
    assert (again.pk, again.reason, again.revision) == (plan.pk, "Jeg vil have kolleger.", 2)
    logged = list(Event.objects.filter(citizen_id=citizen.pk).order_by("pk").values_list("action", "details"))
    assert [action for action, _details in logged] == ["casework.plan.saved"] * 2
    assert logged[1][1] == {"fields": ["reason"]}


def test_saving_the_same_again_changes_nothing(people: People) -> None:
    citizen = make_citizen(people)
    make_plan(citizen)
    same = plans.save_plan(
        citizen=citizen, given=given_plan(), revision=1, traces_read="", now=timezone.now(), by=people.alma
    )
    assert (same.revision, same.saved_by) == (1, people.erik)


@pytest.mark.parametrize("revision", [0, 2])
def test_whoever_saves_what_they_did_not_see_is_stopped(people: People, revision: int) -> None:
    citizen = make_citizen(people)
    make_plan(citizen)
    with pytest.raises(ChangedMeanwhile):
        plans.save_plan(
            citizen=citizen, given=given_plan(), revision=revision, traces_read="", now=timezone.now(), by=people.erik
        )


@pytest.mark.parametrize(
    ("columns", "refused"),
    [
        ({"goal_title": ""}, [("goal_title", "goal_missing")]),
        ({"goal_title": "x" * 121}, [("goal_title", "text_too_long")]),
        ({"search_per_week": 21}, [("search_per_week", "search_unlikely")]),
        (
            {"reason": "x" * 4001, "description": "y" * 4001},
            [("reason", "text_too_long"), ("description", "text_too_long")],
        ),
        ({"reason": "Hans nummer er 010190-1234"}, [("reason", "cpr_number")]),
    ],
)
def test_what_a_plan_refuses(people: People, columns: dict[str, Any], refused: list[tuple[str, str]]) -> None:
    with pytest.raises(BadInput) as found:
        make_plan(make_citizen(people), **columns)
    assert codes(found.value) == refused
    assert not CasePlan.objects.exists()


def test_a_word_about_health_is_told_before_it_is_saved(people: People) -> None:
    citizen = make_citizen(people)
    with pytest.raises(TracesFound) as warned:
        make_plan(citizen, description="Har en diskusprolaps.")
    plan = plans.save_plan(
        citizen=citizen,
        given=given_plan(description="Har en diskusprolaps."),
        revision=0,
        traces_read=warned.value.stamp,
        now=timezone.now(),
        by=people.erik,
    )
    assert plan.description == "Har en diskusprolaps."


def test_nothing_is_written_in_a_closed_case(people: People) -> None:
    citizen = make_citizen(people)
    plan = make_plan(citizen)
    close_case(citizen=citizen, on=timezone.localdate(), why=ClosedWhy.JOB, today=timezone.localdate(), by=people.erik)
    plan.refresh_from_db()
    today = timezone.localdate()
    for act in (
        lambda: make_version(plan),
        lambda: plans.follow_up_goal(plan=plan, on=today, today=today, by=people.erik),
        lambda: make_consideration(plan),
        lambda: make_activity(plan),
        lambda: make_track(plan),
    ):
        with pytest.raises(BadInput) as refused:
            act()
        assert codes(refused.value) == [("case", "case_closed")]


def test_the_goal_is_followed_up_on_a_day_that_has_come(people: People) -> None:
    plan, today = make_plan(make_citizen(people)), timezone.localdate()
    assert plans.follow_up_goal(plan=plan, on=today, today=today, by=people.erik).followed_up_on == today
    earlier = plans.follow_up_goal(plan=plan, on=today - timedelta(days=3), today=today, by=people.erik)
    assert earlier.followed_up_on == today
    with pytest.raises(BadInput) as refused:
        plans.follow_up_goal(plan=plan, on=today + timedelta(days=1), today=today, by=people.erik)
    assert codes(refused.value) == [("on", "day_in_the_future")]


# Versions


def full_plan(people: People) -> CasePlan:
    """A plan with something of everything."""
    citizen = make_citizen(people)
    plan = make_plan(citizen)
    track = make_track(plan, can="Har kørt truck i fire år.", functions=["Plukke varer"], apply_by=date(2027, 1, 8))
    make_demand(track)
    make_consideration(plan)
    make_activity(plan, track=track)
    agreement(people.erik, citizen=citizen)
    return plan


def test_a_version_keeps_the_plan_as_it_was(people: People) -> None:
    plan = full_plan(people)
    content = content_of(plan, timezone.localdate())
    assert content_from(as_text(content)) == content
    version = make_version(plan, "Efter første samtale")
    assert (version.number, version.why, content_from(version.snapshot)) == (1, "Efter første samtale", content)
    plan.refresh_from_db()
    assert plan.published_on == timezone.localdate()


def test_publishing_twice_asks_for_something_new(people: People) -> None:
    plan = full_plan(people)
    make_version(plan)
    with pytest.raises(BadInput) as refused:
        make_version(plan)
    assert codes(refused.value) == [("why", "nothing_changed")]
    make_consideration(plan, "Begynder klokken ni")
    again = make_version(plan)
    assert again.number == 2
    assert len(content_from(again.snapshot).considerations) == 2


def test_what_a_version_holds_cannot_be_read_in_the_database(people: People) -> None:
    plan = full_plan(people)
    make_version(plan)
    with connection.cursor() as cursor:
        cursor.execute("SELECT snapshot FROM casework_planversion")
        stored = cursor.fetchone()[0]
        cursor.execute("SELECT text FROM casework_consideration")
        text = cursor.fetchone()[0]
    assert "Lagermedarbejder" not in stored
    assert "5 kg" not in text


# Considerations and activities


@pytest.mark.parametrize(
    ("columns", "refused"),
    [
        ({"text": "", "how": ""}, [("text", "consideration_missing"), ("how", "how_missing")]),
        ({"approved_on": date(2999, 1, 1)}, [("approved_on", "day_in_the_future")]),
        ({"text": "Nummer 010190-1234"}, [("text", "cpr_number")]),
    ],
)
def test_what_a_consideration_refuses(people: People, columns: dict[str, Any], refused: list[tuple[str, str]]) -> None:
    plan, now = make_plan(make_citizen(people)), timezone.now()
    typed = {"text": "Korte dage", "approved_on": timezone.localdate(), "how": "Ved samtalen", **columns}
    with pytest.raises(BadInput) as found:
        plan_parts.approve_consideration(plan=plan, traces_read="", now=now, by=people.erik, **typed)
    assert codes(found.value) == refused


def test_a_diagnosis_is_never_a_consideration_without_a_warning(people: People) -> None:
    plan = make_plan(make_citizen(people))
    with pytest.raises(TracesFound):
        make_consideration(plan, "Har ADHD og skal have ro")


def test_a_withdrawn_consideration_is_out_of_the_plan_and_stays_as_it_was(people: People) -> None:
    plan, today = make_plan(make_citizen(people)), timezone.localdate()
    one = make_consideration(plan)
    plan_parts.withdraw_consideration(consideration=one, today=today, by=people.erik)
    assert content_of(plan, today).considerations == ()
    one.refresh_from_db()
    assert (one.text, one.withdrawn_on) == ("Må højst løfte 5 kg", today)
    with pytest.raises(BadInput) as refused:
        plan_parts.withdraw_consideration(consideration=one, today=today, by=people.erik)
    assert codes(refused.value) == [("text", "consideration_gone")]


@pytest.mark.parametrize(
    ("columns", "refused"),
    [
        ({"title": ""}, [("title", "title_missing")]),
        ({"from_on": date(2026, 3, 2), "to_on": date(2026, 3, 1)}, [("to_on", "ends_before_it_begins")]),
    ],
)
def test_what_an_activity_refuses(people: People, columns: dict[str, Any], refused: list[tuple[str, str]]) -> None:
    with pytest.raises(BadInput) as found:
        make_activity(make_plan(make_citizen(people)), **columns)
    assert codes(found.value) == refused


def test_an_activity_belongs_to_a_track_of_the_same_plan(people: People) -> None:
    plan = make_plan(make_citizen(people))
    elsewhere = make_track(make_plan(make_citizen(people, name="En Anden Prøve")))
    with pytest.raises(BadInput) as refused:
        make_activity(plan, track=elsewhere)
    assert codes(refused.value) == [("track", "track_unknown")]


def test_an_activity_is_changed_by_whoever_saw_it_and_taken_out(people: People) -> None:
    plan = make_plan(make_citizen(people))
    one = make_activity(plan)
    changed = plan_parts.change_activity(
        activity=one, given=given_activity(vitas_no="1234567"), revision=1, traces_read="", by=people.erik
    )
    assert (changed.vitas_no, changed.revision) == ("1234567", 2)
    with pytest.raises(ChangedMeanwhile):
        plan_parts.change_activity(activity=one, given=given_activity(), revision=1, traces_read="", by=people.erik)
    plan_parts.remove_activity(activity=one, revision=changed.revision, by=people.erik)
    assert not plan.activities.exists()


def test_an_activity_that_is_over_is_not_in_the_plan_of_today(people: People) -> None:
    plan, today = make_plan(make_citizen(people)), timezone.localdate()
    make_activity(plan, title="Forbi", from_on=today - timedelta(days=9), to_on=today - timedelta(days=1))
    make_activity(plan, title="Sidste dag", from_on=today - timedelta(days=9), to_on=today)
    assert [one.title for one in content_of(plan, today).activities] == ["Sidste dag"]


# Two at once, and texts that say too much


def test_what_came_in_unseen_is_not_published(people: People, client_for: As) -> None:
    plan = full_plan(people)
    client = client_for(people.erik)
    url = reverse("casework:plan_publish", args=[plan.citizen.uuid])
    shown = client.get(url).context["form"]["shown"].value()
    make_consideration(plan, "Skrevet i det andet vindue")
    answer = client.post(url, {"shown": shown, "why": "Efter samtalen"})
    assert not plan.versions.exists()
    assert "Efter samtalen" in answer.content.decode()
    again = answer.context["form"]["shown"].value()
    assert client.post(url, {"shown": again, "why": "Efter samtalen"}).status_code == 302
    assert plan.versions.get().why == "Efter samtalen"


def test_every_text_of_a_plan_is_guarded(people: People) -> None:
    plan = full_plan(people)
    track, today, now = plan.tracks.all()[0], timezone.localdate(), timezone.now()
    shown = fingerprint(content_of(plan, today))
    writes: dict[str, Callable[[str], object]] = {
        "end": lambda text: tracks.end_track(track=track, why=text, traces_read="", today=today, by=people.erik),
        "publish": lambda text: plans.publish_plan(
            plan=plan, why=text, shown=shown, traces_read="", now=now, by=people.erik
        ),
        "how": lambda text: plan_parts.approve_consideration(
            plan=plan, text="Pause", approved_on=today, how=text, traces_read="", now=now, by=people.erik
        ),
        "vitas": lambda text: make_activity(plan, vitas_no=text),
    }
    for name, write in writes.items():
        with pytest.raises(BadInput) as refused:
            write("010190-1234")
        assert [code for _field, code in codes(refused.value)] == ["cpr_number"], name
        with pytest.raises(TracesFound):
            write("Har en depression")


def test_a_track_is_not_opened_again_beside_one_of_the_same_name(people: People) -> None:
    plan = make_plan(make_citizen(people))
    ended = make_track(plan, "Kok")
    tracks.end_track(track=ended, why="Ingen opslag", traces_read="", today=timezone.localdate(), by=people.erik)
    make_track(plan, "kok")
    with pytest.raises(BadInput) as refused:
        tracks.reopen_track(track=ended, by=people.erik)
    assert codes(refused.value) == [("title", "track_is_there")]


def test_what_somebody_changed_is_not_taken_out_unseen(people: People, client_for: As) -> None:
    plan = full_plan(people)
    one = plan.activities.get()
    seen = one.revision
    plan_parts.change_activity(
        activity=one,
        given=given_activity(purpose="Noget nyt"),
        revision=seen,
        traces_read="",
        by=people.alma,
    )
    client = client_for(people.erik)
    url = reverse("casework:activity_remove", args=[plan.citizen.uuid, one.uuid])
    told = client.post(url, {"revision": seen}, follow=True).content.decode()
    assert plan.activities.exists()
    assert "har ændret det" in told
    client.post(url, {"revision": seen + 1})
    assert not plan.activities.exists()


@pytest.mark.parametrize("act", ["save", "begin"])
def test_a_case_that_is_closed_meanwhile_takes_nothing_in(people: People, act: str) -> None:
    """What the page loaded says that the case is open; the row says that it is not."""
    citizen = make_citizen(people)
    plan = make_plan(citizen)
    Citizen.objects.update(closed_on=timezone.localdate(), closed_why=ClosedWhy.JOB)
    acts: dict[str, Callable[[], object]] = {
        "save": lambda: plans.save_plan(
            citizen=citizen,
            given=given_plan(reason="Ny"),
            revision=plan.revision,
            traces_read="",
            now=timezone.now(),
            by=people.erik,
        ),
        "begin": lambda: make_track(plan),
    }
    with pytest.raises(BadInput) as refused:
        acts[act]()
    assert codes(refused.value) == [("case", "case_closed")]


# Days that figures count from


def rules_open(citizen: Citizen) -> list[str]:
    return [one.rule.value for one in check_case(citizen, timezone.localdate()).open]


def changed(plan: CasePlan, **columns: Any) -> CasePlan:
    return plans.save_plan(
        citizen=plan.citizen,
        given=given_plan(**columns),
        revision=plan.revision,
        traces_read="",
        now=timezone.now(),
        by=caseworker_of(plan.citizen),
    )


def test_what_is_asked_for_today_is_not_missing_from_last_month(people: People) -> None:
    plan = make_plan(make_citizen(people), search_per_week=None)
    CasePlan.objects.update(began_on=timezone.localdate() - timedelta(days=100))
    plan.refresh_from_db()
    asked = changed(plan, search_per_week=5)
    assert asked.search_since == timezone.localdate()
    assert "log-below-requirement" not in rules_open(plan.citizen)
    CasePlan.objects.update(search_since=timezone.localdate() - timedelta(days=100))
    assert "log-below-requirement" in rules_open(plan.citizen)
    asked.refresh_from_db()
    assert changed(asked, search_per_week=None).search_since is None


def test_another_goal_is_followed_up_from_the_day_it_was_chosen(people: People) -> None:
    plan, today = make_plan(make_citizen(people)), timezone.localdate()
    CasePlan.objects.update(goal_set_on=today - timedelta(days=30), followed_up_on=today - timedelta(days=3))
    plan.refresh_from_db()
    same = changed(plan, goal_title="lagermedarbejder", reason="Andre ord")
    assert (same.goal_set_on, same.followed_up_on) == (today - timedelta(days=30), today - timedelta(days=3))
    other = changed(same, goal_title="Kok")
    assert (other.goal_set_on, other.followed_up_on) == (today, None)


# A plan that ends


def test_a_plan_ends_with_what_it_said_and_another_begins(people: People) -> None:
    plan = full_plan(people)
    agreed = [one.what for one in content_of(plan, timezone.localdate()).agreements]
    ended = end(plan)
    version = ended.versions.get()
    assert content_from(version.snapshot).goal == "Lagermedarbejder"
    assert (ended.ended_on, version.why) == (timezone.localdate(), ended.ended_why)
    assert "goal-missing" in rules_open(plan.citizen)
    new = make_plan(plan.citizen, goal_title="Kok")
    assert (new.pk == plan.pk, new.tracks.count()) == (False, 0)
    assert [each.what for each in content_of(new, timezone.localdate()).agreements] == agreed != []
    assert {each.action for each in Event.objects.filter(citizen_id=plan.citizen_id)} >= {"casework.plan.ended"}


def test_a_published_plan_that_ends_is_not_published_twice(people: People) -> None:
    plan = full_plan(people)
    make_version(plan)
    assert end(plan).versions.count() == 1


@pytest.mark.parametrize(("why", "refused"), [("", "plan_end_why_missing"), ("010190-1234", "cpr_number")])
def test_a_plan_ends_with_a_reason_that_names_nobody(people: People, why: str, refused: str) -> None:
    plan = full_plan(people)
    with pytest.raises(BadInput) as found:
        end(plan, why)
    assert [code for _field, code in codes(found.value)] == [refused]


def test_a_plan_that_was_ended_by_mistake_is_taken_up_unless_another_holds(people: People) -> None:
    plan = end(full_plan(people))
    held = plans.take_up_plan(plan=plan, by=people.erik)
    assert (held.ended_on, held.tracks.count()) == (None, 1)
    end(held)
    make_plan(plan.citizen, goal_title="Kok")
    with pytest.raises(BadInput) as refused:
        plans.take_up_plan(plan=held, by=people.erik)
    assert codes(refused.value) == [("plan", "plan_is_new")]


def test_an_earlier_plan_is_read_on_its_page(people: People, client_for: As) -> None:
    plan = full_plan(people)
    uuid, client = plan.citizen.uuid, client_for(people.erik)
    make_version(plan)
    make_track(plan, "Chauffør")
    why = "Begyndte som lagermedarbejder den 1. november"
    assert client.post(reverse("casework:plan_end", args=[uuid]), {"why": why}).status_code == 302
    page = client.get(reverse("casework:plan", args=[uuid])).content.decode()
    earlier = reverse("casework:plan_earlier", args=[uuid, plan.uuid])
    assert why in page
    assert earlier in page
    newest, first = client.get(earlier).content.decode(), client.get(f"{earlier}?udgave=1").content.decode()
    assert ("Chauffør" in newest, "Chauffør" in first) == (True, False)
    assert client.get(f"{earlier}?udgave=9").status_code == 404
    client.post(reverse("casework:plan_take_up", args=[uuid, plan.uuid]))
    assert client.get(earlier).status_code == 404


# What was taken back


def test_a_consideration_that_was_taken_back_is_told_nowhere(people: People, client_for: As) -> None:
    """Neither in versions from before, nor in what is different between them, nor in the list of those taken back."""
    plan = full_plan(people)
    uuid, client = plan.citizen.uuid, client_for(people.erik)
    make_version(plan)
    text = plan.considerations.get().text
    versions = reverse("casework:plan_versions", args=[uuid])
    pages = [
        reverse("casework:plan", args=[uuid]),
        reverse("casework:plan_version", args=[uuid, 1]),
        f"{versions}?fra=1&til=0",
        f"{versions}?fra=2&til=1",
        reverse("casework:plan_publish", args=[uuid]),
        reverse("casework:plan_print", args=[uuid]),
    ]
    assert text in client.get(pages[1]).content.decode()
    one = plan.considerations.get()
    plan_parts.withdraw_consideration(consideration=one, today=timezone.localdate(), by=people.erik)
    for page in pages[:3] + pages[4:]:
        assert text not in client.get(page).content.decode(), page
    assert "som borgeren trak tilbage" in client.get(pages[1]).content.decode()
    assert "som borgeren trak tilbage" in client.get(pages[2]).content.decode()
    make_version(plan)
    for page in pages:
        assert text not in client.get(page).content.decode(), page
    end(plan)
    assert (
        text not in client.get(reverse("casework:plan_earlier", args=[uuid, plan.uuid]) + "?udgave=1").content.decode()
    )


# One truth


@pytest.mark.parametrize(
    ("kind", "missing"), [(GoalKind.JOB, 2), (GoalKind.OWN_EMPLOYER, 0)], ids=["a job", "back to the own employer"]
)
def test_as_many_tracks_are_expected_as_the_check_asks_for(people: People, kind: GoalKind, missing: int) -> None:
    plan = make_plan(make_citizen(people, target_group="sick-leave"), goal_kind=kind)
    make_track(plan)
    assert read_tracks(plan, timezone.localdate()).missing == missing
    assert ("fewer-than-three-tracks" in rules_open(plan.citizen)) == bool(missing)


def test_of_two_notes_of_a_day_the_last_counts_on_page_and_in_the_check(people: People) -> None:
    plan, today = make_plan(make_citizen(people)), timezone.localdate()
    track = make_track(plan)
    make_demand(track, Demand.LOW, on=today, why_anyway="Han kender en mester")
    make_demand(track, Demand.HIGH, on=today)
    assert "demand-low" not in rules_open(plan.citizen)
    make_demand(track, Demand.LOW, on=today)
    assert "demand-low" in rules_open(plan.citizen)
    (content,) = content_of(plan, today).tracks
    assert content.demand[0].level is Demand.LOW


def test_an_activity_helps_a_track_that_is_followed(people: People) -> None:
    """One that was chosen before it ended may stay; the check says so."""
    plan, today = make_plan(make_citizen(people)), timezone.localdate()
    track, other = make_track(plan), make_track(plan, "Kok")
    one = make_activity(plan, track=track)
    for each in (track, other):
        tracks.end_track(track=each, why="Ingen opslag", traces_read="", today=today, by=people.erik)
    track.refresh_from_db()
    other.refresh_from_db()

    def choose(chosen: Track) -> Activity:
        given = given_activity(track=chosen, purpose="Andre ord")
        return plan_parts.change_activity(
            activity=one, given=given, revision=1, traces_read="", by=caseworker_of(plan.citizen)
        )

    with pytest.raises(BadInput) as refused:
        choose(other)
    assert codes(refused.value) == [("track", "track_is_ended")]
    assert choose(track).purpose == "Andre ord"
    assert set(plan.tracks.all().to_choose(one.track_id)) == {track}


def test_that_a_day_has_passed_is_no_change_of_the_plan(people: People) -> None:
    plan, today = full_plan(people), timezone.localdate()
    make_version(plan)
    last = today - timedelta(days=1)
    over = plan.activities.get()
    Activity.objects.update(from_on=last, to_on=last)
    text = plan.versions.get()
    text.snapshot = text.snapshot.replace(str(over.to_on), last.isoformat())
    text.save()
    assert since_last(plan, today).count == 0
    with pytest.raises(BadInput) as refused:
        make_version(plan)
    assert codes(refused.value) == [("why", "nothing_changed")]
