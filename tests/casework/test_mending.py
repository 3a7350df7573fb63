"""Each finding of the check is mended on the page that it leads to, by whoever has the case."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.casework.actions.cv import review_cv, save_part
from fagkompas.casework.checking import check_case
from fagkompas.casework.cv_layout import BY_CODE, FactKind, Layout
from fagkompas.casework.models import Activity, CasePlan, LogRequirement, PlacementTask, Track
from fagkompas.casework.wording.consistency import mend_url
from fagkompas.citizens.models import Citizen
from fagkompas.conversations.models import Agreement
from fagkompas.engine.consistency import Finding, Rule
from fagkompas.engine.scales import Demand
from tests.casework.making import make_activity, make_demand, make_plan, make_three_tracks, make_track
from tests.casework.work import make_entry, make_placement, make_task
from tests.citizens.making import make_citizen
from tests.companies.making import make_company
from tests.conversations.making import agreement, held_conversation
from tests.conversations.test_pages import shown
from tests.occupations.making import make_occupation
from tests.people import People

pytestmark = pytest.mark.django_db

ClientFor = Callable[[Employee], Client]
Typed = Mapping[str, str]

WHY = "Det passer til det, du vil"
SHARP = {
    "what": "Ring til tre lagre på industrivej",
    "measure": "Tre navne på en liste",
    "why": "Så er jeg ude blandt folk igen",
    "control": "yes",
    "confidence": "8",
}


@dataclass(frozen=True, kw_only=True)
class At:
    """A page with a form: by its name, of the finding's own row where `of_key`; empty for the page that the finding names."""

    name: str = ""
    typed: Typed | Callable[[Finding], Typed] = field(default_factory=dict)
    more: tuple[object, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Way:
    """How a case comes to have a finding, and what is typed where until it has it no more."""

    rule: Rule
    make: Callable[[People, Citizen], object]
    steps: tuple[At, ...]
    name: str = ""


def today_and(days: int = 0) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def a_plan(_people: People, citizen: Citizen) -> CasePlan:
    return make_plan(citizen)


def a_track(_people: People, citizen: Citizen, **columns: Any) -> Track:
    return make_track(make_plan(citizen), **columns)


def an_old_plan(people: People, citizen: Citizen) -> CasePlan:
    """Written long before the talk."""
    plan, long_ago = make_plan(citizen), timezone.localdate() - timedelta(days=100)
    CasePlan.objects.update(began_on=long_ago, goal_set_on=long_ago, search_since=long_ago)
    Track.objects.update(began_on=long_ago)
    held_conversation(people.erik, citizen=citizen)
    return plan


def an_old_track(people: People, citizen: Citizen) -> Track:
    track = a_track(people, citizen)
    Track.objects.update(began_on=timezone.localdate() - timedelta(days=100))
    return track


def tracks_of_one_group(_people: People, citizen: Citizen) -> None:
    plan = make_plan(citizen)
    make_occupation("butiksleder", isco4="1420")
    for title in ("kok", "smørrebrødsjomfru", "køkkenchef"):
        make_track(plan, occupation=make_occupation(title, isco4="5120"))


def with_demand(level: Demand, days_ago: int) -> Callable[[People, Citizen], object]:
    def make(people: People, citizen: Citizen) -> None:
        track = a_track(people, citizen, needed="Der er brug for folk")
        make_demand(track, level, on=timezone.localdate() - timedelta(days=days_ago))

    return make


def a_vague_agreement(people: People, citizen: Citizen) -> None:
    agreement(people.erik, citizen=citizen, what="Prøve at kigge på job")


def a_late_agreement(people: People, citizen: Citizen) -> None:
    agreement(people.erik, citizen=citizen, due_on=timezone.localdate() - timedelta(days=2))


def an_agreement_before_the_talk(people: People, citizen: Citizen) -> None:
    agreement(people.erik, citizen=citizen, due_on=timezone.localdate())
    Agreement.objects.update(created_at=timezone.now() - timedelta(days=10))
    held_conversation(people.erik, citizen=citizen)


def activity(**columns: Any) -> Callable[[People, Citizen], object]:
    def make(_people: People, citizen: Citizen) -> None:
        plan = make_plan(citizen)
        make_track(plan)
        make_activity(plan)
        Activity.objects.update(**columns)

    return make


def a_talk(people: People, citizen: Citizen) -> None:
    make_plan(citizen)
    held_conversation(people.erik, citizen=citizen)


def another_requirement(people: People, citizen: Citizen) -> None:
    make_plan(citizen, search_per_week=2)
    requirement(people, citizen, 5)


def requirement(people: People, citizen: Citizen, per_week: int) -> None:
    LogRequirement.objects.create(
        citizen=citizen, per_week=per_week, read_on=timezone.localdate(), recorded_by=people.erik
    )


def a_log_outside(people: People, citizen: Citizen) -> None:
    a_track(people, citizen)
    make_entry(citizen, days_ago=8, title="Astronaut")


def wishes(_people: People, citizen: Citizen) -> None:
    make_three_tracks(make_plan(citizen))
    write_part(citizen, "wishes", [{"title": "Astronaut"}])


def a_hidden_contact(people: People, citizen: Citizen) -> None:
    make_plan(citizen)
    day = timezone.localdate()
    review_cv(citizen=citizen, on=day, contact_hidden=True, note="", traces_read="", today=day, by=people.erik)


def a_skill(people: People, citizen: Citizen) -> None:
    a_track(people, citizen, skills=["Truckkørsel"])


def an_old_placement(people: People, citizen: Citizen) -> None:
    make_plan(citizen)
    make_task(make_placement(citizen, make_company(people)))


def write_part(citizen: Citizen, code: str, entries: list[dict[str, Any]]) -> None:
    assert citizen.caseworker
    save_part(
        citizen=citizen,
        code=code,
        entries=[{"id": f"{number:012x}", **entry} for number, entry in enumerate(entries)],
        revision=0,
        traces_read="",
        today=timezone.localdate(),
        by=citizen.caseworker,
    )


def part(code: str, **of_first: str) -> At:
    """A part of the CV: what is typed stands in its first empty row, by fact."""
    return At(name="cv_part", more=(code,), typed=of_first)


def whole_part(layout: Layout) -> At:
    """Every fact of it, but that something is lacking."""
    said: dict[str, str] = {}
    for fact in layout.facts:
        match fact.kind:
            case FactKind.TICK:
                said |= {} if fact.name == "has_none" else {fact.name: "on"}
            case FactKind.CHOICE:
                said[fact.name] = fact.choices[0][0]
            case FactKind.YES_NO:
                said[fact.name] = "yes"
            case _:
                said[fact.name] = "Det har jeg prøvet i tre år"
    return part(layout.code, **said)


def of_missing_tracks(found: Finding) -> Typed:
    return {"fewer_tracks_reason": "Der er kun to slags job, som knæet kan holde til"}


QUICK = {"title": "Lagermedarbejder", "company": "Prøvelager"}

WAYS = (
    Way(rule=Rule.GOAL_MISSING, make=lambda *_: None, steps=(At(typed={"goal_kind": "job", "goal_title": "Kok"}),)),
    Way(
        rule=Rule.GOAL_NOT_A_TITLE,
        make=lambda _people, citizen: (make_plan(citizen), make_occupation("kok", isco4="5120")),
        steps=(At(typed={"occupation": "kok"}),),
    ),
    Way(
        rule=Rule.GOAL_WITHOUT_REASON,
        make=lambda _people, citizen: make_plan(citizen, reason=""),
        steps=(At(typed={"reason": WHY}),),
    ),
    Way(rule=Rule.GOAL_NOT_FOLLOWED_UP, make=an_old_plan, steps=(At(name="goal_followed_up"),)),
    Way(
        rule=Rule.FEWER_THAN_THREE_TRACKS,
        make=a_plan,
        steps=tuple(
            At(name="track_new", typed={"title": title, "started_from": "can"}) for title in ("Kok", "Tjener", "Pedel")
        ),
    ),
    Way(
        name="with a reason",
        rule=Rule.FEWER_THAN_THREE_TRACKS,
        make=a_track,
        steps=(At(name="plan_edit", typed=of_missing_tracks),),
    ),
    Way(
        rule=Rule.TRACK_NOT_JUSTIFIED,
        make=a_track,
        steps=(At(typed={"can": "Har gjort det i tre år", "wants": "Vil ud blandt folk", "needed": "14 opslag"}),),
    ),
    Way(
        rule=Rule.TRACKS_TOO_ALIKE,
        make=tracks_of_one_group,
        steps=(At(name="track_new", typed={"occupation": "butiksleder", "started_from": "wants"}),),
    ),
    Way(rule=Rule.TRACK_WITHOUT_AGREEMENT, make=a_track, steps=(At(typed=lambda _: SHARP | {"due": today_and(7)}),)),
    Way(
        rule=Rule.TRACK_WITHOUT_PLAN,
        make=a_track,
        steps=(
            At(typed=lambda _: {"strategy": "Gå forbi først", "companies": "Prøvelager", "apply_by": today_and(7)}),
        ),
    ),
    Way(
        rule=Rule.DEMAND_OLD,
        make=with_demand(Demand.HIGH, 800),
        steps=(At(typed=lambda _: {"level": "high", "source": "adverts", "on": today_and()}),),
    ),
    Way(
        rule=Rule.DEMAND_LOW,
        make=with_demand(Demand.LOW, 3),
        steps=(
            At(
                typed=lambda _: {
                    "level": "low",
                    "source": "adverts",
                    "on": today_and(),
                    "why_anyway": "En mester i byen har sagt ja",
                }
            ),
        ),
    ),
    Way(rule=Rule.AGREEMENT_NOT_SMART, make=a_vague_agreement, steps=(At(typed=SHARP),)),
    Way(rule=Rule.AGREEMENT_NOT_FOLLOWED_UP, make=a_late_agreement, steps=(At(typed={"state": "kept"}),)),
    Way(
        name="that runs on",
        rule=Rule.AGREEMENT_NOT_FOLLOWED_UP,
        make=an_agreement_before_the_talk,
        steps=(At(typed={"state": "open"}),),
    ),
    Way(rule=Rule.ACTIVITY_WITHOUT_PURPOSE, make=activity(purpose=""), steps=(At(typed={"purpose": WHY}),)),
    Way(
        rule=Rule.ACTIVITY_WITHOUT_TRACK,
        make=activity(),
        steps=(At(typed=lambda _: {"track": str(Track.objects.get().uuid)}),),
    ),
    Way(
        rule=Rule.ACTIVITY_WITHOUT_VITAS,
        make=activity(),
        steps=(At(typed={"vitas_no": "7654321", "vitas_status": "sent"}),),
    ),
    Way(rule=Rule.PLAN_NOT_PUBLISHED, make=a_talk, steps=(At(),)),
    Way(
        rule=Rule.SEARCH_REQUIREMENT_DIFFERS,
        make=another_requirement,
        steps=(At(typed={"search_per_week": "5"}),),
    ),
    Way(
        rule=Rule.LOG_BELOW_REQUIREMENT,
        make=an_old_plan,
        steps=tuple(
            At(typed=lambda _, days=days: QUICK | {"applied_on": today_and(-days)})  # type: ignore[misc]
            for days in range(7, 28)
        ),
    ),
    Way(
        rule=Rule.LOG_OUTSIDE_TRACKS,
        make=a_log_outside,
        steps=(At(name="job_log_entry", typed=lambda _: {"track": str(Track.objects.get().uuid)}),),
    ),
    Way(
        rule=Rule.TRACK_WITHOUT_APPLICATIONS,
        make=an_old_track,
        steps=(At(typed=lambda _: QUICK | {"applied_on": today_and(-7), "track": str(Track.objects.get().uuid)}),),
    ),
    Way(
        rule=Rule.WISHES_DIFFER_FROM_TRACKS,
        make=wishes,
        steps=(
            At(name="cv_part", more=("wishes",), typed={"title-000000000000": ""}),
            part("wishes", title="Lagermedarbejder"),
            part("wishes", title="Chauffør"),
            part("wishes", title="Butiksassistent"),
        ),
    ),
    Way(rule=Rule.CV_INCOMPLETE, make=a_plan, steps=tuple(whole_part(layout) for layout in BY_CODE.values())),
    Way(rule=Rule.CV_NOT_FOLLOWED_UP, make=a_talk, steps=(At(name="cv_review"),)),
    Way(
        rule=Rule.CV_CONTACT_HIDDEN, make=a_hidden_contact, steps=(At(name="cv_review", typed={"contact_hidden": ""}),)
    ),
    Way(rule=Rule.SKILL_IN_TRACK_NOT_IN_CV, make=a_skill, steps=(part("qualifications", title="Truckkørsel"),)),
    Way(
        rule=Rule.PLACEMENT_WITHOUT_FOLLOW_UP,
        make=an_old_placement,
        steps=(At(typed=lambda _: {f"employer-{PlacementTask.objects.get().uuid}": "5"}),),
    ),
)


def found_of(citizen: Citizen, rule: Rule) -> Finding | None:
    """The first of a rule today."""
    fresh = Citizen.objects.get(pk=citizen.pk)
    return next((one for one in check_case(fresh, timezone.localdate()).open if one.rule is rule), None)


def test_each_rule_has_a_way() -> None:
    assert {way.rule for way in WAYS} == set(Rule)


@pytest.mark.parametrize("way", [pytest.param(way, id=f"{way.rule.value} {way.name}".strip()) for way in WAYS])
def test_a_finding_is_mended_on_the_page_that_it_leads_to(people: People, client_for: ClientFor, way: Way) -> None:
    citizen, client = make_citizen(people), client_for(people.erik)
    way.make(people, citizen)
    found = found_of(citizen, way.rule)
    assert found is not None
    named = mend_url(found, citizen.uuid)
    page = client.get(named)
    assert page.status_code == 200
    for step in way.steps:
        url = address(step, citizen, found) or named
        if url != named:
            assert url in page.content.decode(), url
        opened = shown(client, url) if step.name != "goal_followed_up" else {}
        typed = step.typed(found) if callable(step.typed) else step.typed
        sent = opened | (in_first_row(opened, typed) if step.name == "cv_part" else dict(typed))
        response = client.post(url, {name: text for name, text in sent.items() if text or name != "contact_hidden"})
        assert response.status_code == 302, response.content.decode()
    still = found_of(citizen, way.rule)
    assert still is None or still.key != found.key


def address(step: At, citizen: Citizen, found: Finding) -> str:
    """Of the step's page; "" for the page that the finding names."""
    if not step.name:
        return ""
    more = step.more or ((citizen.job_log.get().uuid,) if step.name == "job_log_entry" else ())
    return reverse(f"casework:{step.name}", args=[citizen.uuid, *more])


def in_first_row(opened: Typed, typed: Typed) -> dict[str, str]:
    """The names of the controls of the first row that is empty; of a part without rows as they are."""
    rows = list(dict.fromkeys(name.partition("-")[2] for name in opened if name.partition("-")[0] in typed))
    empty = next(
        (row for row in rows if not any(text for name, text in opened.items() if name.partition("-")[2] == row)), ""
    )
    return {f"{name}-{empty}" if empty and name not in opened else name: text for name, text in typed.items()}
