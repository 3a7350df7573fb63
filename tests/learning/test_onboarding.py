"""Onboarding: the guide's file, a path for a new colleague, ticks, steps moved, two people at once, and its end."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from fagkompas.accounts.models import Employee
from fagkompas.audit.models import Event
from fagkompas.engine.errors import BadInput
from fagkompas.learning.actions.onboarding import (
    StepFacts,
    add_step,
    change_step,
    leave_out,
    make_path,
    put_back,
    retention,
    tick,
)
from fagkompas.learning.models import OnboardingPath, OnboardingStep, SideBySide
from fagkompas.learning.onboarding import paired, shown_path
from fagkompas.learning.onboarding_guide import (
    FILE,
    StepWith,
    on_a_weekday,
    onboarding_guide,
    read_onboarding_guide,
)
from fagkompas.learning.today import onboarding as todays
from fagkompas.toolkit.today import TodayItem
from tests.assessments.units import rated_round
from tests.catalogue.making import today
from tests.frameworks.making import shipped_version
from tests.learning.colleagues import make_onboarding, make_resource
from tests.learning.pages import main_of
from tests.learning.test_own_learning import refused
from tests.people import People, make_employee
from tests.today import asked

ClientFor = Callable[[Employee], Client]
URL = "/laering/kolleger/onboarding/"
MONDAY = date(2031, 3, 3)


def told(person: Employee, day: date) -> list[TodayItem]:
    with override("en"):
        return asked(todays, person, day)


def page(path: OnboardingPath) -> str:
    return f"{URL}{path.uuid}/"


def step_page(step: OnboardingStep) -> str:
    return f"{URL}trin/{step.uuid}/"


def step_of(path: OnboardingPath, code: str = "welcome") -> OnboardingStep:
    return OnboardingStep.objects.select_related("path__employee", "with_person").get(path=path, code=code)


@pytest.fixture
def path(people: People) -> OnboardingPath:
    """Alma's path for Bo from today, every step, with Erik as buddy."""
    for person in (people.alma, people.bo, people.erik):
        person.language = "en"
        person.save(update_fields=["language"])
    return make_onboarding(people.bo, people.alma, buddy=people.erik)


# The file


def test_the_guide_that_comes_with_the_product_fits_its_framework(db: None) -> None:
    guide = onboarding_guide()
    version = shipped_version(guide.framework)
    codes = set(version.items.values_list("code", flat=True))
    fields = set(version.fields.values_list("code", flat=True))
    assert {code for step in guide.steps for code in step.competencies} <= codes
    assert {step.field for step in guide.steps if step.field} == fields
    assert (guide.days, guide.steps[0].code, guide.steps[-1].day) == (90, "welcome", 90)
    assert all(step.title.en and step.text.en for step in guide.steps)
    assert all(step.field for step in guide.steps if step.with_whom is StepWith.RESOURCE_PERSON)


def test_mistakes_in_the_file_are_told_with_their_line() -> None:
    text = FILE.read_text(encoding="utf-8")
    wrong = text.replace("day: 3\n", "day: 300\n").replace("kind: read", "kind: sing", 1)
    wrong = wrong.replace("- code: talk-day-10", "- code: welcome").replace("- IT-G1\n", "- it\n", 1)
    with pytest.raises(BadInput) as refusal:
        read_onboarding_guide(wrong)
    found = [(problem.message_code, problem.place.row) for problem in refusal.value.problems]
    line = {n: row for row, n in enumerate(wrong.splitlines(), start=1)}
    assert ("not_a_count", line["  day: 300"]) in found
    assert ("bad_code", line["  - it"]) in found
    assert {code for code, _row in found} == {"not_a_count", "not_one_of", "bad_code", "code_twice"}


@pytest.mark.parametrize(
    ("day", "moved"),
    [
        (date(2031, 3, 7), date(2031, 3, 7)),
        (date(2031, 3, 8), date(2031, 3, 10)),
        (date(2031, 3, 9), date(2031, 3, 10)),
        (date(2031, 3, 10), date(2031, 3, 10)),
    ],
)
def test_a_step_on_a_weekend_is_taken_on_the_monday_after(day: date, moved: date) -> None:
    assert on_a_weekday(day) == moved


# Making one


def test_a_manager_makes_a_path_with_some_of_the_steps(people: People, client_for: ClientFor) -> None:
    alma_s = client_for(people.alma)
    assert "Velkommen til" in main_of(alma_s, f"{URL}nyt/")
    sent = {
        "person": people.bo.uuid,
        "starts_on": f"{today()}",
        "buddy": people.erik.uuid,
        "trin-welcome": "on",
        "trin-first-case": "on",
        "trin-first-decision": "on",
    }
    response = alma_s.post(f"{URL}nyt/", sent)
    made = OnboardingPath.objects.get()
    assert response.headers["Location"] == page(made)
    helpers = {step.code: step.with_person for step in made.steps.select_related("with_person")}
    assert helpers == {"welcome": people.alma, "first-case": people.erik, "first-decision": None}
    assert Event.objects.filter(action="learning.onboarding.made", subject_id=people.bo.pk).exists()


def test_steps_are_paired_with_resource_persons_of_the_own_unit_first(people: People) -> None:
    make_resource(people.carla, "LM")
    make_resource(people.erik, "LM")
    make_resource(people.freja, "VM", until=today() + timedelta(days=30))
    make_resource(people.bo, "BM")
    made = make_onboarding(people.bo, people.alma)
    helpers = {step.code: step.with_person for step in made.steps.select_related("with_person")}
    assert helpers["first-decision"] == people.erik
    assert helpers["company-visit"] == people.freja
    assert helpers["a-placement"] is None
    assert helpers["own-conversations"] is None
    assert helpers["rules-of-the-day"] is None


def test_a_resource_person_is_paired_within_the_hours_of_the_month(people: People) -> None:
    make_resource(people.erik, "LM", hours_per_month=Decimal(3))
    starts_on = date(today().year + 1, 3, 1)
    OnboardingPath.objects.all().delete()
    made = make_path(
        person=people.bo,
        starts_on=starts_on,
        buddy=None,
        codes=["first-decision", "a-hard-choice"],
        today=starts_on - timedelta(days=10),
        by=people.alma,
    )
    helpers = {step.code: step.with_person for step in made.steps.select_related("with_person")}
    assert helpers["first-decision"] == people.erik
    steps = [step for step in onboarding_guide().steps if step.code in ("first-decision", "rules-of-the-day")]
    same_month = [replace(step, with_whom=StepWith.RESOURCE_PERSON, field="LM") for step in steps]
    assert list(paired(people.bo, same_month, starts_on, starts_on - timedelta(days=10))) == ["rules-of-the-day"]


def test_the_path_says_whom_to_ask_and_asks_all_at_once(people: People, client_for: ClientFor) -> None:
    make_resource(people.erik, "LM")
    make_resource(people.carla, "VM")
    made = make_onboarding(people.bo, people.alma)
    alma_s = client_for(people.alma)
    html = main_of(alma_s, page(made))
    assert "Trin, der mangler nogen" in html
    assert "De første egne samtaler: vælg hvem" in html
    assert "Bo skriver et udkast" in html
    assert "Skriv et udkast" not in html
    assert "Skriv et udkast" in main_of(client_for(people.bo), page(made))
    alma_s.post(f"{page(made)}spoerg-alle/")
    asked = {one.resource.employee: one.wish for one in SideBySide.objects.select_related("resource__employee")}
    assert set(asked) == {people.erik, people.carla}
    assert "Den første afgørelse; Et svært skøn" in asked[people.erik]
    alma_s.post(f"{page(made)}spoerg-alle/")
    assert SideBySide.objects.count() == 2


def test_those_who_are_new_stand_first_and_the_first_day_is_a_working_day(
    people: People, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    rated_round(people.north, {people.bo: {"LM": 1}})
    newest = make_employee("Åse", people.north)
    sunday = date(2026, 11, 22)
    monkeypatch.setattr("fagkompas.learning.views.onboarding.timezone.localdate", lambda: sunday)
    form = client_for(people.alma).get(f"{URL}nyt/").context["form"]
    assert form["starts_on"].value() == sunday + timedelta(days=1)
    offered = list(form.fields["person"].queryset)
    assert offered.index(newest) < offered.index(people.bo)
    with override("da"):
        assert "Åse, Nord (ny: i ingen runde endnu)" in str(form["person"])


def test_dates_are_counted_from_the_first_day(people: People) -> None:
    codes = [step.code for step in onboarding_guide().steps]
    made = make_path(person=people.bo, starts_on=MONDAY, buddy=None, codes=codes, today=MONDAY, by=people.alma)
    due = {step.code: step.due_on for step in made.steps.all()}
    assert due["welcome"] == MONDAY
    assert due["talk-day-10"] == date(2031, 3, 12)
    assert due["talk-day-90"] == date(2031, 6, 2)  # the ninetieth day is Saturday 31 May
    assert made.ends_on == date(2031, 6, 2)


def test_what_cannot_be_made(people: People, path: OnboardingPath) -> None:
    def make(
        person: Employee, days: int = 0, codes: tuple[str, ...] = ("welcome",), buddy: Employee | None = None
    ) -> list[str]:
        day = today() + timedelta(days=days)
        return refused(
            lambda: make_path(person=person, starts_on=day, buddy=buddy, codes=codes, today=today(), by=people.alma)
        )

    assert make(people.bo) == ["has_path"]
    assert make(people.erik, -93) == ["start_out_of_range"]
    assert make(people.erik, 367) == ["start_out_of_range"]
    assert make(people.erik, codes=("unknown",)) == ["no_steps"]
    assert make(people.erik, buddy=people.outsider) == ["helper_unknown"]
    assert make(people.erik, buddy=people.erik) == ["helper_unknown"]


def test_a_refused_form_comes_back_with_everything_typed(people: People, client_for: ClientFor) -> None:
    people.alma.language = "en"
    people.alma.save(update_fields=["language"])
    sent = {"person": people.bo.uuid, "starts_on": "2019-01-01", "trin-welcome": "on"}
    answer = client_for(people.alma).post(f"{URL}nyt/", sent, follow=True)
    shown = answer.content.decode()
    assert answer.redirect_chain
    assert "Choose a first day from three months ago to a year ahead." in shown
    assert 'value="2019-01-01"' in shown
    assert re.search(r'name="trin-welcome"[^>]*checked', shown)
    assert not re.search(r'name="trin-first-case"[^>]*checked', shown)


def test_a_path_that_is_over_is_replaced(people: People, path: OnboardingPath) -> None:
    after = path.ends_on + timedelta(days=1)
    new = make_path(person=people.bo, starts_on=after, buddy=None, codes=["welcome"], today=after, by=people.alma)
    assert [one.pk for one in OnboardingPath.objects.all()] == [new.pk]


# Being on one


def test_the_new_colleague_sees_the_weeks_and_what_comes_next(
    people: People, path: OnboardingPath, client_for: ClientFor
) -> None:
    shown = main_of(client_for(people.bo), page(path))
    assert "Next: Welcome" in shown
    assert "Week 1" in shown
    assert "Day 1 of" in shown
    assert "Leave out" not in shown
    (item,) = told(people.bo, today())
    assert (item.due, item.is_next) == (step_of(path).due_on, False)
    assert item.url.startswith(page(path))


def test_a_tick_moves_on_and_ticking_twice_changes_nothing(
    people: People, path: OnboardingPath, client_for: ClientFor
) -> None:
    first, second = step_of(path), step_of(path, "first-case")
    bo_s, url = client_for(people.bo), f"{page(path)}{first.uuid}/flueben/"
    for _browser in range(2):
        assert bo_s.post(url, {"gjort": "ja"}).status_code == 302
    first.refresh_from_db()
    assert first.done_on == today()
    assert Event.objects.filter(action="learning.onboarding.ticked").count() == 1
    step = shown_path(path, today()).next
    assert step is not None
    assert step.row == second
    bo_s.post(url, {"gjort": "nej"})
    first.refresh_from_db()
    assert first.done_on is None


def test_who_ticks_a_step_that_was_left_out_meanwhile_is_told(
    people: People, path: OnboardingPath, client_for: ClientFor
) -> None:
    step = step_of(path)
    leave_out(step=step, today=today(), by=people.alma)
    answer = client_for(people.bo).post(f"{page(path)}{step.uuid}/flueben/", {"gjort": "ja"}, follow=True)
    assert "left out meanwhile" in answer.content.decode()
    assert refused(lambda: tick(step=step, is_done=True, today=today(), by=people.bo)) == ["step_is_gone"]


def test_helpers_are_told_a_week_before_and_see_their_step_only(
    people: People, path: OnboardingPath, client_for: ClientFor
) -> None:
    step = step_of(path, "who-does-what")
    items = [item.url for item in told(people.erik, step.due_on - timedelta(days=7))]
    assert step_page(step) in items
    assert step_page(step) not in [item.url for item in told(people.erik, step.due_on - timedelta(days=8))]
    erik_s = client_for(people.erik)
    assert "Bo" in main_of(erik_s, step_page(step))
    assert erik_s.get(page(path)).status_code == 404
    assert erik_s.get(step_page(step_of(path, "talk-day-10"))).status_code == 404
    assert Event.objects.filter(action="learning.onboarding.read", actor_id=people.erik.pk).count() == 1


def test_a_manager_is_told_of_a_path_that_falls_behind_and_of_its_end(people: People, path: OnboardingPath) -> None:
    def about_path(day: date) -> list[TodayItem]:
        return [item for item in told(people.alma, day) if item.url == page(path)]

    for code in ("first-case", "rules-of-the-day", "three-conversations"):
        tick(step=step_of(path, code), is_done=True, today=today(), by=people.bo)
    week_after = step_of(path).due_on + timedelta(days=7)
    assert about_path(week_after) == []
    (behind,) = about_path(week_after + timedelta(days=1))
    assert "1 step is more than a week late." in behind.why_now
    (ended,) = about_path(path.ends_on + timedelta(days=1))
    assert "3 of 18 steps are ticked." in ended.why_now
    assert about_path(path.ends_on + timedelta(days=15)) == []
    assert told(people.bo, path.ends_on + timedelta(days=1)) == []


def test_a_path_ends_by_itself(people: People, path: OnboardingPath) -> None:
    after = path.ends_on + timedelta(days=1)
    step = step_of(path)
    assert refused(lambda: tick(step=step, is_done=True, today=after, by=people.bo)) == ["path_is_over"]
    assert refused(lambda: leave_out(step=step, today=after, by=people.alma)) == ["path_is_over"]
    facts = StepFacts(due_on=path.starts_on, with_person=None, title="Frokost")
    assert refused(lambda: add_step(path=path, facts=facts, today=after, by=people.alma)) == ["path_is_over"]


# Changing it


def test_a_manager_moves_a_step_and_adds_and_leaves_out(
    people: People, path: OnboardingPath, client_for: ClientFor
) -> None:
    alma_s, step = client_for(people.alma), step_of(path, "first-case")
    day = today() + timedelta(days=6)
    sent = {"due_on": f"{day}", "with_person": people.alma.uuid, "revision": 0}
    assert alma_s.post(step_page(step), sent).status_code == 302
    step.refresh_from_db()
    assert (step.due_on, step.with_person, step.revision) == (day, people.alma, 1)
    assert alma_s.post(page(path), {"title": "Frokost med teamet", "due_on": f"{day}"}).status_code == 302
    assert "Frokost med teamet" in main_of(client_for(people.bo), page(path))
    assert alma_s.post(f"{page(path)}{step.uuid}/ud/").status_code == 302
    shown = main_of(alma_s, page(path))
    assert "Left out" in shown
    assert alma_s.post(f"{page(path)}ind/", {"trin": "first-case"}).status_code == 302
    assert step_of(path, "first-case").due_on == onboarding_guide().steps[1].due_on(path.starts_on)
    assert refused(lambda: put_back(path=path, code="first-case", today=today(), by=people.alma)) == ["step_is_there"]
    assert refused(lambda: put_back(path=path, code="x", today=today(), by=people.alma)) == ["step_is_gone"]


@pytest.mark.parametrize(
    ("days", "title", "code"),
    [
        (-1, "Frokost", "step_outside_path"),
        (100, "Frokost", "step_outside_path"),
        (1, "", "step_title_missing"),
        (1, "x" * 201, "text_too_long"),
        (1, "Om 010190-1234", "cpr_number"),
    ],
)
def test_own_steps_that_cannot_be(people: People, path: OnboardingPath, days: int, title: str, code: str) -> None:
    facts = StepFacts(due_on=path.starts_on + timedelta(days=days), with_person=None, title=title)
    assert refused(lambda: add_step(path=path, facts=facts, today=today(), by=people.alma)) == [code]


def test_a_refused_own_step_comes_back(people: People, path: OnboardingPath, client_for: ClientFor) -> None:
    sent = {"title": "Frokost med teamet", "due_on": "2019-01-01"}
    shown = client_for(people.alma).post(page(path), sent, follow=True).content.decode()
    assert "The day lies outside the path." in shown
    assert 'value="Frokost med teamet"' in shown


def test_two_managers_on_one_step_see_both(people: People, path: OnboardingPath, client_for: ClientFor) -> None:
    alma_s, step = client_for(people.alma), step_of(path, "first-case")
    opened = {"opened-due_on": f"{step.due_on}", "opened-with_person": f"{people.erik.uuid}", "revision": 0}
    other = StepFacts(due_on=today() + timedelta(days=8), with_person=people.alma)
    change_step(step=step, facts=other, revision=0, today=today(), by=people.alma)
    mine = {"due_on": f"{today() + timedelta(days=4)}", "with_person": f"{people.erik.uuid}", **opened}
    answer = alma_s.post(step_page(step), mine)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert f"{today() + timedelta(days=8)}" in shown
    assert f"{today() + timedelta(days=4)}" in shown
    assert "With: Alma" in shown
    step.refresh_from_db()
    assert step.due_on == today() + timedelta(days=8)
    again = {"due_on": f"{today() + timedelta(days=4)}", "with_person": f"{people.alma.uuid}", "revision": 1}
    assert alma_s.post(step_page(step), again).status_code == 302


def test_a_path_is_removed_after_asking(people: People, path: OnboardingPath, client_for: ClientFor) -> None:
    alma_s = client_for(people.alma)
    assert "It cannot be undone." in main_of(alma_s, f"{page(path)}fjern/")
    assert alma_s.post(f"{page(path)}fjern/").status_code == 302
    assert not OnboardingPath.objects.exists()


# Who sees what


def test_a_manager_sees_the_state_of_those_she_leads_and_it_is_logged(
    people: People, path: OnboardingPath, client_for: ClientFor
) -> None:
    make_onboarding(people.freja, people.dorte)
    shown = main_of(client_for(people.alma), URL)
    assert "Bo" in shown
    assert "Freja" not in shown
    assert "0 of 18" in shown
    reads = Event.objects.filter(action="learning.onboarding.read").values_list("subject_id", flat=True)
    assert list(reads) == [people.bo.pk]


def test_the_queries_stay_as_many(people: People, client_for: ClientFor) -> None:
    alma_s = client_for(people.alma)

    def queries(url: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert alma_s.get(url).status_code == 200
        return len(captured)

    first = make_onboarding(people.bo, people.alma)
    pages = [URL, page(first), "/"]
    for url in pages:
        queries(url)
    few = [queries(url) for url in pages]
    for number in range(3):
        person = make_employee(f"Ny {number}", people.north)
        make_onboarding(person, people.alma)
        facts = StepFacts(due_on=today(), with_person=person, title="Frokost")
        add_step(path=first, facts=facts, today=today(), by=people.alma)
    assert [queries(url) for url in pages] == few


def test_what_ended_a_year_ago_is_deleted(people: People, path: OnboardingPath) -> None:
    assert retention(today=path.ends_on + timedelta(days=364), dry_run=False)[0].rows == 0
    assert retention(today=path.ends_on + timedelta(days=366), dry_run=True)[0].rows == 1
    retention(today=path.ends_on + timedelta(days=366), dry_run=False)
    assert not OnboardingPath.objects.exists()
