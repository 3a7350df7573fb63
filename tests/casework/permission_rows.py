"""Who may open a case's plan, job tracks and sheets: Alma and Erik work in Nord; Freja, company consultant in Syd, opens none."""

from collections.abc import Mapping

from fagkompas.accounts.actions import open_calendar
from tests.casework.consistency_rows import ROWS as CHECK_ROWS
from tests.casework.making import (
    end,
    make_activity,
    make_consideration,
    make_demand,
    make_plan,
    make_sheet,
    make_track,
    make_version,
)
from tests.casework.work_rows import ROWS as WORK_ROWS
from tests.citizens.making import make_citizen
from tests.conversations.making import agreement, held_conversation
from tests.people import People
from tests.permissions import ANYBODY, Row

READS = "alma erik"

WRITES = "alma erik"


def case(people: People) -> Mapping[str, object]:
    """With nothing in it."""
    return {"uuid": make_citizen(people).uuid}


def planned(people: People) -> Mapping[str, object]:
    """With a plan."""
    return {"uuid": make_plan(make_citizen(people)).citizen.uuid}


def with_consideration(people: People) -> Mapping[str, object]:
    """Something that work takes into account."""
    plan = make_plan(make_citizen(people))
    return {"uuid": plan.citizen.uuid, "consideration": make_consideration(plan).uuid}


def with_activity(people: People) -> Mapping[str, object]:
    """A placement."""
    plan = make_plan(make_citizen(people))
    return {"uuid": plan.citizen.uuid, "activity": make_activity(plan).uuid}


def with_agreement(people: People) -> Mapping[str, object]:
    """Something agreed."""
    plan = make_plan(make_citizen(people))
    return {"uuid": plan.citizen.uuid, "agreement": agreement(people.erik, citizen=plan.citizen).uuid}


def with_talk(people: People) -> Mapping[str, object]:
    """A conversation that was held."""
    plan = make_plan(make_citizen(people))
    return {"uuid": plan.citizen.uuid, "conversation": held_conversation(people.erik, citizen=plan.citizen).uuid}


def with_track(people: People) -> Mapping[str, object]:
    """A job track."""
    plan = make_plan(make_citizen(people))
    return {"uuid": plan.citizen.uuid, "track": make_track(plan).uuid}


def with_demand(people: People) -> Mapping[str, object]:
    """A note of its demand."""
    plan = make_plan(make_citizen(people))
    track = make_track(plan)
    return {"uuid": plan.citizen.uuid, "track": track.uuid, "note": make_demand(track).uuid}


def published(people: People) -> Mapping[str, object]:
    """Version 1."""
    plan = make_plan(make_citizen(people))
    return {"uuid": plan.citizen.uuid, "number": make_version(plan).number}


def published_case(people: People) -> Mapping[str, object]:
    """The same, without the number."""
    return {"uuid": published(people)["uuid"]}


def with_sheet(people: People) -> Mapping[str, object]:
    """A dated sheet."""
    sheet = make_sheet(make_citizen(people))
    return {"uuid": sheet.citizen.uuid, "kind": sheet.kind, "sheet": sheet.uuid}


def four_r(people: People) -> Mapping[str, object]:
    """Today's 4R."""
    return {**case(people), "kind": "4r"}


def step(people: People) -> Mapping[str, object]:
    """A step of a track."""
    return {**with_track(people), "step": "opgaver"}


def ended(people: People) -> Mapping[str, object]:
    """With a plan that has ended."""
    plan = end(make_plan(make_citizen(people)))
    return {"uuid": plan.citizen.uuid, "plan": plan.uuid}


def field(people: People) -> Mapping[str, object]:
    """The goal as text."""
    return {**planned(people), "field": "maal"}


def calendar_of_erik(people: People) -> Mapping[str, object]:
    """The secret in the address of Erik's calendar."""
    return {"secret": open_calendar(person=people.erik)}


ROWS = [
    Row(url="casework:overview", may=READS, arguments=planned),
    Row(url="casework:plan", may=READS, arguments=planned),
    Row(url="casework:plan_edit", may=WRITES, arguments=case),
    Row(url="casework:plan_edit", may=WRITES, method="post", arguments=case),
    Row(url="casework:goal_followed_up", may=WRITES, method="post", arguments=planned),
    Row(url="casework:goal_follow_up_taken_back", may=WRITES, method="post", arguments=planned),
    Row(url="casework:plan_print", may=READS, arguments=planned),
    Row(url="casework:plan_text", may=READS, arguments=field),
    Row(url="casework:consideration_new", may=WRITES, arguments=planned),
    Row(url="casework:consideration_new", may=WRITES, method="post", arguments=planned),
    Row(url="casework:consideration_withdraw", may=WRITES, method="post", arguments=with_consideration),
    Row(url="casework:activity_new", may=WRITES, arguments=planned),
    Row(url="casework:activity_new", may=WRITES, method="post", arguments=planned),
    Row(url="casework:activity_edit", may=WRITES, arguments=with_activity),
    Row(url="casework:activity_edit", may=WRITES, method="post", arguments=with_activity),
    Row(url="casework:activity_remove", may=WRITES, method="post", arguments=with_activity),
    Row(url="casework:agreement_new", may=WRITES, arguments=planned),
    Row(url="casework:agreement_new", may=WRITES, method="post", arguments=planned),
    Row(url="casework:agreement_smart", may=WRITES, method="post", arguments=planned),
    Row(url="casework:agreement_track", may=WRITES, arguments=with_agreement),
    Row(url="casework:agreement_track", may=WRITES, method="post", arguments=with_agreement),
    Row(url="casework:talk_tracks", may=WRITES, arguments=with_talk),
    Row(url="casework:plan_publish", may=WRITES, arguments=planned),
    Row(url="casework:plan_publish", may=WRITES, method="post", arguments=planned),
    Row(url="casework:plan_versions", may=READS, arguments=published_case),
    Row(url="casework:plan_version", may=READS, arguments=published),
    Row(url="casework:plan_end", may=WRITES, arguments=planned),
    Row(url="casework:plan_end", may=WRITES, method="post", arguments=planned),
    Row(url="casework:plan_earlier", may=READS, arguments=ended),
    Row(url="casework:plan_take_up", may=WRITES, method="post", arguments=ended),
    Row(url="casework:tracks", may=READS, arguments=planned),
    Row(url="casework:track_new", may=WRITES, arguments=planned),
    Row(url="casework:track_new", may=WRITES, method="post", arguments=planned),
    Row(url="casework:track_name", may=WRITES, arguments=with_track),
    Row(url="casework:track_name", may=WRITES, method="post", arguments=with_track),
    Row(url="casework:track_step", may=WRITES, arguments=step),
    Row(url="casework:track_step", may=WRITES, method="post", arguments=step),
    Row(url="casework:track_demand", may=WRITES, arguments=with_track),
    Row(url="casework:track_demand", may=WRITES, method="post", arguments=with_track),
    Row(url="casework:demand_remove", may=WRITES, method="post", arguments=with_demand),
    Row(url="casework:track_move", may=WRITES, method="post", arguments=with_track),
    Row(url="casework:track_end", may=WRITES, arguments=with_track),
    Row(url="casework:track_end", may=WRITES, method="post", arguments=with_track),
    Row(url="casework:track_reopen", may=WRITES, method="post", arguments=with_track),
    Row(url="casework:calendar_address", may="alma erik freja outsider"),
    Row(url="casework:calendar_address", may="alma erik freja outsider", method="post"),
    Row(url="casework:calendar_feed", may=ANYBODY, arguments=calendar_of_erik, is_public=True),
    Row(url="casework:sheets", may=WRITES, arguments=case),
    Row(url="casework:sheet_today", may=WRITES, arguments=four_r),
    Row(url="casework:sheet_today", may=WRITES, method="post", arguments=four_r),
    Row(url="casework:sheet_blank", may=WRITES, arguments=four_r),
    Row(url="casework:sheet", may=WRITES, arguments=with_sheet),
    Row(url="casework:sheet_print", may=WRITES, arguments=with_sheet),
    *WORK_ROWS,
    *CHECK_ROWS,
]
