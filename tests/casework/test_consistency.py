"""The check on the pages: what is found of real rows, let stand until it changes, taken up again; and the stored status."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from fagkompas.accounts.models import Employee
from fagkompas.audit.models import Event
from fagkompas.casework.actions.consistency import accept_finding, take_up_again
from fagkompas.casework.actions.status import refresh_status
from fagkompas.casework.checking import as_stored, check_case, from_stored
from fagkompas.casework.models import CaseStatus, FindingAccepted, LogRequirement, Placement, PlacementKind
from fagkompas.casework.to_engine import case_of, cases_of
from fagkompas.casework.wording.consistency import SAYS, STEPS, mend_url, sentence_of, told_finding
from fagkompas.citizens.models import Citizen
from fagkompas.conversations.models import Conversation
from fagkompas.engine.consistency import EXPLAINED_IN, Finding, Rule, Spot, Step
from fagkompas.engine.errors import BadInput
from fagkompas.engine.scales import Severity
from tests.casework.making import make_activity, make_demand, make_plan, make_three_tracks, make_track
from tests.casework.work import make_entry, make_placement
from tests.citizens.making import make_citizen
from tests.conversations.making import agreement, held_conversation, make_company
from tests.conversations.making import plan as plan_conversation
from tests.conversations.test_pages import shown
from tests.occupations.making import make_occupation
from tests.people import People

pytestmark = pytest.mark.django_db

As = Callable[[Employee], Client]


@pytest.fixture
def citizen(people: People) -> Citizen:
    """Erik's, in Nord, with a plan and three tracks."""
    one = make_citizen(people)
    make_three_tracks(make_plan(one))
    return one


def rules_found(citizen: Citizen) -> set[str]:
    """What the check tells today."""
    return {one.rule.value for one in check_case(citizen, timezone.localdate()).open}


def of_rule(citizen: Citizen, rule: Rule) -> Finding:
    """The first finding of a rule."""
    return next(one for one in check_case(citizen, timezone.localdate()).open if one.rule is rule)


# Rows as the engine's case


def test_rows_become_a_case(people: People, citizen: Citizen) -> None:
    today = timezone.localdate()
    track = citizen.plans.get().tracks.earliest("pk")
    make_demand(track)
    make_activity(citizen.plans.get(), track=track)
    made = agreement(people.erik, citizen=citizen, due_on=today + timedelta(days=3))
    make_entry(citizen, days_ago=2, track=track)
    LogRequirement.objects.create(citizen=citizen, per_week=3, read_on=today, recorded_by=people.erik)
    held_conversation(people.erik, citizen=citizen)
    company = make_company(citizen.root)
    placed = Placement.objects.create(
        citizen=citizen, company=company, kind=PlacementKind.PLACEMENT, from_on=today, expected_paid_minutes=0
    )
    case = case_of(citizen, today)
    assert case.goal is not None
    assert (case.goal.title, case.goal.occupation) == ("Lagermedarbejder", None)
    assert [one.title for one in case.tracks] == ["Lagermedarbejder", "Chauffør", "Butiksassistent"]
    assert [len(one.demand) for one in case.tracks] == [1, 0, 0]
    assert [one.track for one in case.activities] == [str(track.uuid)]
    assert [(one.key, one.due_on) for one in case.agreements] == [(str(made.uuid), made.due_on)]
    assert case.agreements[0].weak  # nothing says how one sees that it is done
    assert [one.track for one in case.log] == [str(track.uuid)]
    assert (case.search.in_plan, case.search.in_log) == (2, 3)
    assert case.conversations == (today,)
    assert [(one.key, one.company) for one in case.placements] == [(str(placed.uuid), company.name)]


def test_what_is_over_is_not_read(people: People, citizen: Citizen) -> None:
    today = timezone.localdate()
    plan = citizen.plans.get()
    make_activity(plan, from_on=today - timedelta(days=9), to_on=today - timedelta(days=1))
    plan.tracks.filter(title="Chauffør").update(ended_on=today, ended_why="Ingen opslag")
    case = case_of(citizen, today)
    assert case.activities == ()
    assert [one.title for one in case.tracks] == ["Lagermedarbejder", "Butiksassistent"]


def test_many_cases_are_read_in_as_many_queries_as_one(people: People) -> None:
    today = timezone.localdate()
    many = [make_citizen(people, name=f"Prøve {number}") for number in range(4)]
    for one in many:
        make_demand(make_track(make_plan(one)))
        agreement(people.erik, citizen=one)
    with CaptureQueriesContext(
        connection,
    ) as for_one:
        cases_of(many[:1], today)
    with CaptureQueriesContext(connection) as for_all:
        cases_of(many, today)
    assert len(for_all) == len(for_one) == 12


# Findings


def test_a_case_without_a_plan_has_no_goal(people: People) -> None:
    assert "goal-missing" in rules_found(make_citizen(people))


def test_each_rule_has_a_sentence_and_each_step_words() -> None:
    assert {str(key).split(":")[0] for key in SAYS} == {rule.value for rule in Rule}
    assert set(STEPS) == set(Step)


def test_a_finding_says_it_plainly_and_leads_to_where_it_is_mended(citizen: Citizen) -> None:
    track = citizen.plans.get().tracks.get(title="Lagermedarbejder")
    found = check_case(citizen, timezone.localdate()).called(Rule.TRACK_NOT_JUSTIFIED, str(track.uuid))
    assert found
    with translation.override("da"):
        told = told_finding(found, citizen.uuid)
        assert told.says == sentence_of(found)
    assert told.says == "I jobsporet »Lagermedarbejder« står der ikke, hvad borgeren vil og hvad der er brug for."
    assert told.mend_url.endswith(f"/jobspor/{found.key}/hvorfor/")
    assert told.explained_in == EXPLAINED_IN[Rule.TRACK_NOT_JUSTIFIED]


def test_job_titles_are_told_in_the_readers_language(people: People) -> None:
    citizen = make_citizen(people)
    plan = make_plan(citizen, occupation=make_occupation("malerarbejder", english="paint hand"), goal_title="")
    make_track(plan, occupation=make_occupation("flyttemand", english="furniture mover"))
    make_track(plan, title="Skærslipper")
    said = {}
    for language in ("da", "en"):
        with translation.override(language):
            said[language] = " ".join(sentence_of(one) for one in check_case(citizen, timezone.localdate()).open)
    assert "flyttemand" in said["da"]
    assert "furniture mover" in said["en"]
    assert "Skærslipper" in said["en"]
    assert "malerarbejder" not in said["en"]
    assert "flyttemand" not in said["en"]


@pytest.mark.parametrize("spot", list(Spot))
def test_each_spot_leads_to_a_page_that_opens(
    people: People, citizen: Citizen, spot: Spot, client_for: Callable[[Employee], Client]
) -> None:
    plan = citizen.plans.get()
    keys: dict[Spot, Callable[[], object]] = {
        Spot.TRACK: lambda: plan.tracks.earliest("pk").uuid,
        Spot.AGREEMENT: lambda: agreement(people.erik, citizen=citizen).uuid,
        Spot.ACTIVITY: lambda: make_activity(plan).uuid,
        Spot.PLACEMENT: lambda: make_placement(citizen, make_company(people.testkommune)).uuid,
    }
    key = str(keys[spot]()) if spot in keys else ""
    found = Finding(rule=Rule.CV_INCOMPLETE, severity=Severity.SHOULD, spot=spot, key=key)
    assert client_for(people.erik).get(mend_url(found, citizen.uuid)).status_code == 200


def test_findings_are_kept_and_read_again(people: People, citizen: Citizen) -> None:
    held_conversation(people.erik, citizen=citizen)
    found = check_case(citizen, timezone.localdate()).open
    assert {one.rule for one in found} >= {Rule.CV_NOT_FOLLOWED_UP, Rule.TRACK_NOT_JUSTIFIED}
    assert tuple(from_stored(as_stored(one)) for one in found) == found


def test_a_finding_says_its_sentence_once(citizen: Citizen, people: People, client_for: As) -> None:
    """What one presses is named by what the rule looks for."""
    says = sentence_of(of_rule(citizen, Rule.GOAL_NOT_A_TITLE))
    for name in ("findings", "findings_panel"):
        shown = client_for(people.erik).get(reverse(f"casework:{name}", args=[citizen.uuid])).content.decode()
        assert unescape(shown).count(says) == 1, name


# Let stand


def test_a_finding_stands_until_what_it_names_changes(people: People, citizen: Citizen) -> None:
    found = of_rule(citizen, Rule.GOAL_NOT_A_TITLE)
    accept_finding(
        citizen=citizen,
        finding=found,
        reason="Stillingen findes ikke på listen",
        traces_read="",
        now=timezone.now(),
        by=people.erik,
    )
    assert Rule.GOAL_NOT_A_TITLE not in rules_found(citizen)
    checked = check_case(citizen, timezone.localdate())
    assert [one.row.reason for one in checked.accepted] == ["Stillingen findes ikke på listen"]
    citizen.plans.update(goal_title="Noget andet")
    assert Rule.GOAL_NOT_A_TITLE in rules_found(citizen)


def test_a_reason_is_asked_for_and_what_is_mended_is_refused(people: People, citizen: Citizen) -> None:
    found = of_rule(citizen, Rule.GOAL_NOT_A_TITLE)

    def accept(reason: str) -> None:
        accept_finding(
            citizen=citizen, finding=found, reason=reason, traces_read="", now=timezone.now(), by=people.erik
        )

    with pytest.raises(BadInput) as refused:
        accept("")
    assert [one.message_code for one in refused.value.problems] == ["accepted_why_missing"]
    citizen.plans.update(goal_title="Noget andet")
    with pytest.raises(BadInput) as refused:
        accept("Det er i orden")
    assert [one.message_code for one in refused.value.problems] == ["finding_changed"]
    assert not FindingAccepted.objects.exists()


def test_what_stands_can_be_taken_up_again(people: People, citizen: Citizen) -> None:
    found = of_rule(citizen, Rule.GOAL_NOT_A_TITLE)
    row = accept_finding(
        citizen=citizen, finding=found, reason="I orden", traces_read="", now=timezone.now(), by=people.erik
    )
    take_up_again(accepted=row, by=people.erik)
    assert Rule.GOAL_NOT_A_TITLE in rules_found(citizen)
    assert list(
        Event.objects.filter(citizen_id=citizen.pk, action__contains="finding").values_list("action", flat=True)
    ) == [
        "casework.finding.accepted",
        "casework.finding.taken_up",
    ]


def test_the_page_lets_a_finding_stand_and_takes_it_up(people: People, citizen: Citizen, client_for: As) -> None:
    client = client_for(people.erik)
    here = reverse("casework:findings", args=[citizen.uuid])
    assert "Lagermedarbejder" in client.get(here).content.decode()
    accept = reverse("casework:finding_accept", args=[citizen.uuid, Rule.GOAL_NOT_A_TITLE.value])
    assert client.post(accept, {"reason": ""}).status_code == 422
    assert client.post(accept, {"reason": "Findes ikke på listen"}).status_code == 302
    shown = client.get(here).content.decode()
    assert "Findes ikke på listen" in shown
    assert people.erik.name in shown
    row = FindingAccepted.objects.get()
    client.post(reverse("casework:finding_take_up", args=[citizen.uuid, row.uuid]))
    assert "Findes ikke på listen" not in client.get(here).content.decode()


def test_the_panel_is_part_of_the_citizens_page(people: People, citizen: Citizen, client_for: As) -> None:
    client = client_for(people.erik)
    overview = client.get(reverse("casework:overview", args=[citizen.uuid])).content.decode()
    address = reverse("casework:findings_panel", args=[citizen.uuid])
    assert address in overview
    assert "<html" not in client.get(address).content.decode()


# The stored status


def test_a_change_renews_the_status_at_once(people: People, citizen: Citizen, client_for: As) -> None:
    refresh_status(citizens=[citizen.pk], now=timezone.now())
    before = CaseStatus.objects.get()
    accept = reverse("casework:finding_accept", args=[citizen.uuid, Rule.GOAL_NOT_A_TITLE.value])
    client_for(people.erik).post(accept, {"reason": "Findes ikke på listen"})
    after = CaseStatus.objects.get()
    assert after.musts + after.shoulds + after.considers == before.musts + before.shoulds + before.considers - 1


def test_a_conversation_that_is_moved_is_moved_in_the_caseload_at_once(
    people: People, citizen: Citizen, client_for: As
) -> None:
    client = client_for(people.erik)
    planned = plan_conversation(people.erik, citizen=citizen, at=timezone.now() + timedelta(days=3))
    here = reverse("conversations:prepare", args=[planned.uuid])
    client.post(here, shown(client, here) | {"purpose": "Noget"})
    day = timezone.localdate() + timedelta(days=20)
    client.post(here, shown(client, here) | {"planned_on": day.isoformat()})
    assert CaseStatus.objects.get().next_conversation_on == day


def test_a_status_that_cannot_be_renewed_tells_nothing_of_the_case(
    people: People, citizen: Citizen, client_for: As, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(**_options: object) -> None:
        raise DatabaseError("DETAIL: Failing row contains (Prøve Borger, Lagermedarbejder)")

    accept = reverse("casework:finding_accept", args=[citizen.uuid, Rule.GOAL_NOT_A_TITLE.value])
    monkeypatch.undo()  # Else the test is told that the status is as it was.
    monkeypatch.setattr("fagkompas.casework.tasks.refresh_many", fail)
    assert client_for(people.erik).post(accept, {"reason": "Findes ikke på listen"}).status_code == 302
    assert "DatabaseError" in caplog.text
    assert "Lagermedarbejder" not in caplog.text


def test_many_are_renewed_in_the_background(
    people: People, citizen: Citizen, client_for: As, monkeypatch: pytest.MonkeyPatch, settings: LazySettings
) -> None:
    begun: list[str] = []

    def in_thread(work: Callable[[], object], *, name: str) -> None:
        begun.append(name)
        work()

    settings.WORK_IN_THREADS = True
    monkeypatch.setattr("fagkompas.casework.tasks.AT_ONCE", 0)
    monkeypatch.setattr("fagkompas.casework.tasks.in_thread", in_thread)
    accept = reverse("casework:finding_accept", args=[citizen.uuid, Rule.GOAL_NOT_A_TITLE.value])
    client_for(people.erik).post(accept, {"reason": "Findes ikke på listen"})
    assert begun == ["status of cases"]
    assert CaseStatus.objects.get().citizen == citizen


def test_a_rule_that_is_gone_is_passed_over_until_the_night(people: People, citizen: Citizen, client_for: As) -> None:
    refresh_status(citizens=[citizen.pk], now=timezone.now())
    status = CaseStatus.objects.get()
    status.findings[0]["rule"] = "rule-of-last-year"
    status.musts = max(status.musts, 1)
    status.save()
    assert citizen.name in client_for(people.erik).get("/").content.decode()


def test_the_night_goes_through_every_open_case(people: People, citizen: Citizen) -> None:
    closed = make_citizen(people, name="Lukket", closed_on=timezone.localdate(), closed_why="job")
    CaseStatus.objects.create(citizen=closed, refreshed_at=timezone.now())
    planned = plan_conversation(people.erik, citizen=citizen, at=timezone.now() + timedelta(days=2))
    made = agreement(people.erik, citizen=citizen, due_on=timezone.localdate() + timedelta(days=5))
    make_entry(citizen, follow_up_on=timezone.localdate() + timedelta(days=3))
    call_command("keep_casework")
    status = CaseStatus.objects.get()
    assert status.citizen == citizen
    assert Conversation.objects.get() == planned
    assert status.next_conversation_on == timezone.localdate() + timedelta(days=2)
    assert status.due_on == timezone.localdate() + timedelta(days=3)
    assert made.due_on == timezone.localdate() + timedelta(days=5)
    assert len(status.findings) == status.musts + status.shoulds + status.considers > 0
