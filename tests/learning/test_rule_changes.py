"""Rules that change: whom they reach, and the two weeks of a unit."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.audit.models import Event
from fagkompas.engine.errors import BadInput
from fagkompas.engine.scales import Level, Standing
from fagkompas.learning.actions.needs import save_work_roles
from fagkompas.learning.actions.rule_changes import retention, start_lift, tick_step
from fagkompas.learning.lifting import shown_lift
from fagkompas.learning.models import LiftStepDone, ResourcePerson, RuleChange, RuleLift
from fagkompas.learning.rule_lifts import FILE, LiftActor, lift_plan, read_lift_plan
from fagkompas.learning.today import rule_changes as today
from fagkompas.toolkit.together import ChangedMeanwhile
from tests.assessments.units import colleagues, rated_round
from tests.frameworks.making import shipped_version
from tests.learning.needs import describe, need
from tests.learning.pages import text_of
from tests.learning.rule_changes import begun_lift, changed_rule, monday, typed
from tests.people import People, make_employee, make_unit
from tests.today import asked

ClientFor = Callable[[Employee], Client]
URL = "/laering/kolleger/regler/"


@pytest.fixture
def alma_s(people: People, client_for: ClientFor) -> Client:
    people.alma.language = "en"
    people.alma.save(update_fields=["language"])
    return client_for(people.alma)


# The file


def test_what_comes_with_the_product_is_two_weeks_without_weekends() -> None:
    plan = lift_plan()
    start = date(2026, 11, 23)
    assert plan.days == 14
    assert plan.ends_on(start) == date(2026, 12, 6)
    assert len(plan.steps) == 8
    assert all(step.on(start).weekday() < 5 for step in plan.steps)
    assert {actor for step in plan.steps for actor in step.who} == set(LiftActor)


def test_mistakes_in_the_file_are_told_with_their_line() -> None:
    broken = (
        FILE.read_text(encoding="utf-8").replace("  day: 12\n", "  day: 15\n").replace("  - manager\n", "  - boss\n", 1)
    )
    with pytest.raises(BadInput) as refused:
        read_lift_plan(broken)
    lines = broken.splitlines()
    found = {lines[(problem.place.row or 0) - 1].strip(): problem.found for problem in refused.value.problems}
    assert found == {"day: 15": "15", "- boss": "boss"}


# The change


def test_a_change_is_registered_with_its_competencies(people: People, alma_s: Client) -> None:
    shipped_version()
    response = alma_s.post(f"{URL}ny/", typed(**{"k-VM": ["VM-G1"]}))
    change = RuleChange.objects.get()
    assert response["Location"] == f"{URL}{change.uuid}/"
    assert (change.root, change.made_by, change.competencies) == (people.testkommune, people.alma, ["LM-G1", "VM-G1"])
    assert Event.objects.filter(action="learning.rule_change.registered", target_uuid=change.uuid).exists()
    page = text_of(alma_s, f"{URL}{change.uuid}/")
    assert "Før var fristen tre uger." in page
    assert "Registered by Alma." in page


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("title", "", "Fill in “"),
        ("title", "x" * 201, "200 characters"),
        ("what", "", "Fill in “"),
        ("what", "Se 010190-1234", "CPR number"),
        ("source", "", "Fill in “"),
        ("in_force_on", "snart", "Write a date under “"),
        ("in_force_on", "1926-01-01", "more than five years away"),
        ("k-LM", ["LM-X9"], "Choose from the list under “"),
        ("k-LM", [], "Choose at least one competency"),
    ],
)
def test_what_is_wrong_is_told_and_everything_typed_is_there(
    people: People, alma_s: Client, name: str, value: object, said: str
) -> None:
    shipped_version()
    response = alma_s.post(f"{URL}ny/", typed(**{name: value}))
    assert response.status_code == 302
    page = alma_s.get(response["Location"])
    assert said in page.content.decode()
    kept = "source" if name != "source" else "title"
    assert page.context["form"][kept].value() == typed()[kept]
    assert not RuleChange.objects.exists()


def test_of_two_on_one_change_both_are_kept_and_what_both_changed_is_chosen(
    people: People, alma_s: Client, client_for: ClientFor
) -> None:
    change = changed_rule(people.alma)
    url = f"{URL}{change.uuid}/ret/"
    opened = dict(alma_s.get(url).context["opened"])
    day = (timezone.localdate() + timedelta(days=40)).isoformat()
    theirs = typed(what="Dortes ord.", in_force_on=day) | {"k-LM": ["LM-G2", "LM-G3"]}
    client_for(people.dorte).post(url, theirs | opened)

    # The day and the competencies that Dorte chose stand, though Alma's form shows the old ones; her own tick comes in.
    mine = typed(source="Lov nr. 2") | {"k-LM": ["LM-G1"], "k-BM": ["BM-G1"]}
    assert alma_s.post(url, mine | opened).status_code == 302
    change.refresh_from_db()
    assert (change.what, change.source, change.in_force_on.isoformat()) == ("Dortes ord.", "Lov nr. 2", day)
    assert set(change.competencies) == {"LM-G2", "LM-G3", "BM-G1"}

    both = alma_s.post(url, typed(what="Almas ord.") | opened)
    assert both.status_code == 409
    html = both.content.decode()
    assert "Dortes ord." in html
    assert "Almas ord." in html
    change.refresh_from_db()
    assert change.what == "Dortes ord."


def test_a_manager_changes_only_what_she_registered(people: People, alma_s: Client) -> None:
    change = changed_rule(people.dorte)
    assert alma_s.get(f"{URL}{change.uuid}/ret/").status_code == 404
    assert alma_s.post(f"{URL}{change.uuid}/udgaar/").status_code == 404


def test_a_retired_change_asks_nothing_and_goes_after_two_years(people: People, alma_s: Client) -> None:
    change = changed_rule(people.alma)
    begun_lift(change, people.north, people.alma)
    assert asked(today, people.bo, monday())
    alma_s.post(f"{URL}{change.uuid}/udgaar/")
    change.refresh_from_db()
    day = timezone.localdate()
    assert change.retired_on == day
    assert asked(today, people.bo, monday()) == []
    assert alma_s.get(URL).context["rows"] == []
    assert [row[0] for row in alma_s.get(f"{URL}?vis=udgaaede").context["rows"]] == [change]
    with pytest.raises(BadInput):
        start_lift(change=change, unit=people.south, starts_on=monday(), seen=None, today=day, by=people.alma)
    assert [line.rows for line in retention(today=day + timedelta(days=730), dry_run=False)] == [0]
    assert [line.rows for line in retention(today=day + timedelta(days=731), dry_run=False)] == [1]
    assert not RuleLift.objects.exists()


# Whom it reaches


@pytest.fixture
def rated(people: People) -> People:
    """Nord with eight people, of whom Bo is specialised in the law and Erik knows little of it; Syd with two."""
    colleagues(people.north, 5)
    colleagues(people.testkommune, 6)
    rated_round(people.testkommune, {people.bo: {"LM": 4}, people.erik: {"LM": 0}})
    return people


def cells(client: Client, change: RuleChange) -> dict[str, list[tuple[int | None, int | None]]]:
    page = client.get(f"{URL}{change.uuid}/")
    return {
        reach.unit.name: [(one.people, one.specialised) for one in reach.fields]
        for reach, _lift in page.context["rows"]
    }


def test_a_basic_competency_reaches_everyone_who_is_known_in_its_field(rated: People, alma_s: Client) -> None:
    change = changed_rule(rated.alma, codes=["LM-G1", "LM-S1"])
    assert cells(alma_s, change) == {"Nord": [(8, 1)]}


def test_a_specialised_one_reaches_those_on_the_way_and_there(rated: People, alma_s: Client) -> None:
    change = changed_rule(rated.alma, codes=["LM-S1"])
    rows = alma_s.get(f"{URL}{change.uuid}/{rated.north.uuid}/").context["people"]
    assert [(one.employee.name, one.standings[0][1]) for one, _why in rows] == [("Bo", Standing.SPECIALISED)]
    assert cells(alma_s, change) == {"Nord": [(1, 1)]}


def test_small_groups_are_hidden_from_others_than_their_managers(rated: People, client_for: ClientFor) -> None:
    change = changed_rule(rated.alma)
    seen = cells(client_for(rated.dorte), change)
    assert seen["Syd"] == [(None, None)]
    assert seen["Testkommune"] != [(None, None)]
    html = text_of(client_for(rated.dorte), f"{URL}{change.uuid}/{rated.south.uuid}/")
    assert "Carla" not in html.split("<main")[1]


def test_names_are_for_managers_and_every_look_is_logged(rated: People, alma_s: Client, client_for: ClientFor) -> None:
    change = changed_rule(rated.alma)
    url = f"{URL}{change.uuid}/{rated.north.uuid}/"
    assert "Erik" not in text_of(client_for(rated.dorte), url).split("<main")[1]
    assert not client_for(rated.bo).get(url).context["people"]
    assert not Event.objects.filter(action="learning.rule_change.people_read").exists()
    page = text_of(alma_s, url).split("<main")[1]
    assert "Erik" in page
    assert "Bo" in page
    logged = Event.objects.filter(action="learning.rule_change.people_read", actor_id=rated.alma.pk)
    assert logged.filter(subject_id=rated.bo.pk).count() == 1
    assert not logged.filter(subject_id=rated.alma.pk).exists()


def test_a_role_that_needs_the_field_reaches_its_holders(people: People, alma_s: Client) -> None:
    describe(people.north, people.alma, need("LM"), role="MY")
    save_work_roles(roles={people.erik: frozenset({"MY"})}, by=people.alma)
    change = changed_rule(people.alma)
    rows = alma_s.get(f"{URL}{change.uuid}/{people.north.uuid}/").context["people"]
    assert [(one.employee.name, one.roles) for one, _why in rows] == [("Erik", ("MY",))]


def test_a_rule_reaches_a_field_at_its_lowest_level(people: People, alma_s: Client) -> None:
    change = changed_rule(people.alma, codes=["LM-S1", "LM-G1", "VM-S1"])
    fields = alma_s.get(f"{URL}{change.uuid}/").context["fields"]
    assert [(one.code, one.level) for one in fields] == [("LM", Level.BASIC), ("VM", Level.SPECIALISED)]


def test_as_many_queries_however_many_units_and_people(rated: People, client_for: ClientFor) -> None:
    change = changed_rule(rated.alma)
    begun_lift(change, rated.north, rated.alma)
    dorte_s, alma_s = client_for(rated.dorte), client_for(rated.alma)
    visits = [(dorte_s, URL), (dorte_s, f"{URL}{change.uuid}/"), (alma_s, f"{URL}{change.uuid}/{rated.north.uuid}/")]

    def queries() -> list[int]:
        counts = []
        for client, url in visits:
            client.get(url)
            with CaptureQueriesContext(connection) as captured:
                client.get(url)
            counts.append(len(captured))
        return counts

    few = queries()
    for n in range(4):
        unit = make_unit(f"Enhed {n}", rated.testkommune)
        colleagues(unit, 6)
        changed_rule(rated.alma, title=f"Regel {n}")
        begun_lift(change, unit, rated.dorte)
    colleagues(rated.north, 4, start=20)
    rated_round(rated.testkommune, name="Senere")
    assert queries() == few


# The two weeks


def test_a_manager_starts_the_two_weeks_on_a_monday(people: People, alma_s: Client) -> None:
    change = changed_rule(people.alma)
    url = f"{URL}{change.uuid}/{people.north.uuid}/"
    assert alma_s.get(url).context["form"]["starts_on"].value().weekday() == 0
    alma_s.post(f"{url}loeft/", {"starts_on": (monday(1) + timedelta(days=1)).isoformat()})
    assert "Choose a Monday." in text_of(alma_s, url)
    alma_s.post(f"{url}loeft/", {"starts_on": monday(-1).isoformat()})
    assert "That week has passed." in text_of(alma_s, url)
    alma_s.post(f"{url}loeft/", {"starts_on": monday(60).isoformat()})
    assert "more than a year away" in text_of(alma_s, url)
    assert not RuleLift.objects.exists()
    alma_s.post(f"{url}loeft/", {"starts_on": monday(1).isoformat()})
    lift = RuleLift.objects.get()
    assert (lift.unit, lift.starts_on, lift.started_by) == (people.north, monday(1), people.alma)
    assert "The lift begins on" in text_of(alma_s, url)


def test_two_managers_start_at_once_and_the_second_is_told(people: People, alma_s: Client) -> None:
    other = make_employee("Anna", people.testkommune)
    change = changed_rule(people.alma)
    url = f"{URL}{change.uuid}/{people.north.uuid}/"
    start_lift(change=change, unit=people.north, starts_on=monday(1), seen=None, today=timezone.localdate(), by=other)
    alma_s.post(f"{url}loeft/", {"starts_on": monday(2).isoformat(), "seen": ""})
    assert "Somebody else has chosen a day meanwhile." in text_of(alma_s, url)
    assert RuleLift.objects.get().starts_on == monday(1)
    with pytest.raises(ChangedMeanwhile):
        start_lift(
            change=change,
            unit=people.north,
            starts_on=monday(3),
            seen=monday(2),
            today=timezone.localdate(),
            by=people.alma,
        )
    alma_s.post(f"{url}loeft/", {"starts_on": monday(2).isoformat(), "seen": monday(1).isoformat()})
    assert RuleLift.objects.get().starts_on == monday(2)


def test_steps_are_ticked_once_and_the_tick_can_go_again(people: People, alma_s: Client) -> None:
    change = changed_rule(people.alma)
    lift = begun_lift(change, people.north, people.alma)
    url = f"{URL}{change.uuid}/{people.north.uuid}/"
    for _time in range(2):
        alma_s.post(f"{url}trin/what-changes/", {"gjort": "1"})
    tick = LiftStepDone.objects.get()
    assert (tick.lift, tick.code, tick.done_by) == (lift, "what-changes", people.alma)
    assert Event.objects.filter(action="learning.rule_change.step_done").count() == 1
    html = text_of(alma_s, url)
    assert "ticked off by Alma" in html
    assert "1 of 8 steps are ticked off." in html
    assert alma_s.get(url).context["form"] is None
    alma_s.post(f"{url}trin/what-changes/", {"gjort": "0"})
    assert not LiftStepDone.objects.exists()
    alma_s.post(f"{url}trin/nonsense/", {"gjort": "1"})
    assert "There is no such step." in text_of(alma_s, url)


def test_it_ends_by_itself(people: People) -> None:
    lift = begun_lift(changed_rule(people.alma), people.north, people.alma)
    last = lift_plan().ends_on(lift.starts_on)
    assert shown_lift(lift, last).is_under_way
    assert shown_lift(lift, last + timedelta(days=1)).is_over
    assert not shown_lift(lift, lift.starts_on - timedelta(days=1)).has_begun
    for day in (lift.starts_on - timedelta(days=1), last + timedelta(days=1)):
        with pytest.raises(BadInput):
            tick_step(lift=lift, code="start", is_done=True, today=day, by=people.alma)
    tick_step(lift=lift, code="start", is_done=True, today=last, by=people.alma)
    assert asked(today, people.bo, last + timedelta(days=1)) == []


# Today


def words(person: Employee, day: date) -> list[str]:
    """The steps that the person is asked for."""
    return [item.url.rpartition("#")[2] for item in asked(today, person, day)]


def test_each_sees_the_next_step_that_is_theirs(people: People) -> None:
    version = shipped_version()
    lift = begun_lift(changed_rule(people.alma), people.north, people.alma)
    assert words(people.alma, monday()) == ["what-changes"]
    assert words(people.bo, monday()) == ["start"]
    assert "Din leder krydser det af." in asked(today, people.bo, monday())[0].why_now
    assert "Din leder" not in asked(today, people.alma, monday())[0].why_now
    assert [asked(today, person, monday())[0].is_others for person in (people.bo, people.alma)] == [True, False]
    assert words(people.dorte, monday()) == ["letters-and-systems"]
    assert words(people.carla, monday()) == []
    ResourcePerson.objects.create(
        employee=people.erik,
        framework=version.framework,
        field="LM",
        said_yes_on=monday(),
        until=monday(20),
    )
    assert words(people.erik, monday()) == ["what-changes"]
    for code in ("what-changes", "one-page", "start"):
        tick_step(lift=lift, code=code, is_done=True, today=timezone.localdate(), by=people.alma)
    assert words(people.bo, monday()) == ["read-and-test"]
    assert words(people.erik, monday()) == ["read-and-test"]


def test_a_manager_is_asked_to_start_until_the_unit_or_one_above_has(people: People) -> None:
    change = changed_rule(people.alma, in_days=10)
    day = timezone.localdate()
    (item,) = asked(today, people.alma, day)
    assert item.url == f"{URL}{change.uuid}/{people.north.uuid}/"
    assert item.due == change.in_force_on
    assert asked(today, people.alma, day - timedelta(days=21)) == []
    assert asked(today, people.bo, day) == []
    start_lift(change=change, unit=people.testkommune, starts_on=monday(1), seen=None, today=day, by=people.dorte)
    assert asked(today, people.alma, day) == []


def test_other_municipalities_see_nothing(people: People, client_for: ClientFor) -> None:
    change = changed_rule(people.alma)
    assert "Ny frist" not in text_of(client_for(people.outsider), URL)
    assert client_for(people.outsider).get(f"{URL}{change.uuid}/").status_code == 404
    assert asked(today, people.outsider, timezone.localdate()) == []


def test_the_same_step_in_many_units_is_one_row_and_as_many_queries(people: People) -> None:
    change = changed_rule(people.alma)
    begun_lift(change, people.north, people.alma)

    def queries() -> int:
        dorte = Employee.objects.get(pk=people.dorte.pk)
        with CaptureQueriesContext(connection) as captured:
            asked(today, dorte, monday())
        return len(captured)

    few = queries()
    for n in range(4):
        begun_lift(change, make_unit(f"Enhed {n}", people.testkommune), people.alma)
    (item,) = asked(today, people.dorte, monday())
    assert item.url == f"{URL}{change.uuid}/"
    assert "5" in item.why_now
    assert queries() == few
