"""The demo: what it promises to hold, and that building it twice does nothing the second time."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import Count
from django.test import Client, override_settings
from django.utils import timezone

from fagkompas.accounts.models import Employee, Role, Unit
from fagkompas.assessments.models import Dialogue, Draft, Participant, Round, RoundState, UnitResult
from fagkompas.assessments.report import unit_from_stored
from fagkompas.audit.models import Event
from fagkompas.casework.models import TaskRating
from fagkompas.catalogue.models import CancelledBy, Offering, Session, SessionState
from fagkompas.citizens.models import Citizen
from fagkompas.conversations.models import Conversation
from fagkompas.engine.units import gaps
from fagkompas.frameworks.to_engine import engine_framework
from fagkompas.learning.effects import known_to, seen_moments
from fagkompas.learning.models import (
    BenchmarkRow,
    EducationOrder,
    EffectResult,
    OnboardingPath,
    Participation,
    Plan,
    ResourceViewMember,
)
from fagkompas.learning.today import own
from fagkompas.learning.trained import trained_in
from fagkompas.website.citizen_data.access import Right, access_to
from fagkompas.website.citizen_data.deletion import earlier_runs
from fagkompas.website.citizen_data.masking import Masking
from fagkompas.website.demo import build
from fagkompas.website.views.sign_in import demo_people
from tests.assessments.rounds import make_round
from tests.people import People, make_employee
from tests.today import asked
from tests.website_environment import environment

pytestmark = pytest.mark.django_db


def test_the_demo_holds_what_it_promises(
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 23, 8, 0, tzinfo=UTC))
    with django_capture_on_commit_callbacks(execute=True):
        build.build(today=date(2026, 11, 23))

    assert Unit.objects.filter(parent__name="Beskæftigelse").count() == 5
    assert 55 <= Employee.objects.filter(root__name="Demokommune").count() <= 70
    assert not Employee.objects.filter(is_demo=False).exists()
    assert not Unit.objects.filter(parent__isnull=True, is_demo=False).exists()
    others = Employee.objects.exclude(email__endswith="@demokommune.example")
    outside = {"nabokommune.example", *(f"demokommune-{letter}.example" for letter in "abcd")}
    assert {email.split("@")[1] for email in others.values_list("email", flat=True)} == outside
    assert set(Role.values) == set(Employee.objects.filter(roles__isnull=False).values_list("roles__role", flat=True))

    whole = Round.objects.filter(version__framework__code="faglighed-2025", unit__name="Beskæftigelse")
    now, before = whole.order_by("-opens_on")
    assert (now.state, before.state) == (RoundState.OPEN, RoundState.CLOSED)
    assert timedelta(days=330) < now.opens_on - before.opens_on < timedelta(days=400)
    assert Round.objects.values("version__framework").distinct().count() == 3
    assert Round.objects.get(name="Opfølgning igen", unit__name="Jobparate").state == RoundState.CLOSED
    assert Draft.objects.exists()
    assert Dialogue.objects.filter(employee_signed_at__isnull=False).exists()

    own = Offering.objects.filter(root__name="Demokommune")
    assert (own.count(), own.filter(example__isnull=False).count()) == (26, 26)
    held = Session.objects.filter(root__name="Demokommune", starts_on__gte=date(2026, 11, 23))
    assert 35 <= held.count() <= 45
    assert not held.exclude(starts_on__gt=date(2026, 11, 23), ends_on__lt=date(2027, 8, 1)).exists()
    assert held.get(state=SessionState.CANCELLED).cancelled_by == CancelledBy.PROVIDER
    joint = Session.objects.filter(is_joint=True).order_by("root__name")
    assert list(joint.values_list("root__name", "seats_promised")) == [("Demokommune", 3), ("Nabokommune", 2)]

    _people_have_learned_and_wait(date(2026, 11, 23))

    with override_settings(ENVIRONMENT=environment(demo=True)):
        offered = {group.role: [one.name for one in group.people] for group in demo_people()}
    assert offered["Leder"][:2] == ["Karen Holm", "Anders Lund"], "not somebody of the municipalities beside"

    _an_order_in_each_state_and_what_came_of_two_activities()
    _the_municipality_stands_beside_four_others()
    _a_plan_of_this_years_round_and_another_beside_it(now)
    _citizens_at_different_points_and_who_has_looked()
    assert {path.employee.unit.name for path in OnboardingPath.objects.all()} == {"Jobparate", "Unge og uddannelse"}

    hole, alone, small = _found(now)
    assert hole
    assert alone
    assert small == {"Integration"}


def _people_have_learned_and_wait(today: date) -> None:
    """The share trained says something, a waiting list has moved, a wish was refused, and a diploma's limit comes near."""
    consultant, manager = (Employee.objects.get(name=name) for name in ("Mette Vang", "Anders Lund"))
    for year in (2025, 2024):
        found = trained_in(consultant, year, today)
        assert not found.is_of_now
        root = found.shown(consultant.unit).figures
        assert root is not None
        assert 0 < root.accredited < root.any < root.people
        assert root.internal
        assert root.external
    shares = [found.shown(unit).figures for unit in Unit.objects.filter(parent__name="Beskæftigelse").order_by("pk")]
    assert len({one.share("any") for one in shares if one}) == 5
    hidden = trained_in(manager, 2025, today).shown(Unit.objects.get(name="Integration"))
    assert hidden.figures is None

    states = dict(Participation.objects.values_list("state").annotate(rows=Count("pk")).order_by())
    assert states["waiting"] == 2
    assert states["wished"] == 2
    assert states["refused"] == 1
    assert Event.objects.filter(action="learning.participation.moved_up").count() == 1
    diploma = Employee.objects.get(name="Dennis Hauge")
    (item,) = [one for one in asked(own, diploma, today) if one.due and one.due > today]
    assert timedelta() < item.due - today < timedelta(days=365)  # type: ignore[operator]  # it has a day


def _citizens_at_different_points_and_who_has_looked() -> None:
    """Conversations of most endings, placements with a history, and cases opened from other units with a reason."""
    citizens = list(Citizen.objects.filter(is_demo=True).order_by("pk"))
    assert len(citizens) == 40
    assert {True, False} == {citizen.is_closed for citizen in citizens}
    assert len({citizen.target_group for citizen in citizens}) >= 6
    states = set(Conversation.objects.filter(citizen__isnull=False).values_list("state", flat=True))
    assert states >= {"planned", "under_way", "held", "interrupted", "no_show"}
    rated = TaskRating.objects.values("task__placement").annotate(days=Count("on", distinct=True)).order_by()
    followed_up = sorted(placement["days"] for placement in rated)
    assert followed_up[-3] >= 2
    assert followed_up[-1] >= 3
    looks = [look for citizen in citizens for look in access_to(citizen, Masking()).looks]
    assert sum(bool(look.reason) for look in looks) >= 4
    assert all(look.works_as for look in looks)
    assert {look.right for look in looks} == set(Right) - {Right.UNKNOWN}
    assert earlier_runs(citizens[0].root_id)


def _an_order_in_each_state_and_what_came_of_two_activities() -> None:
    """Answers of providers are kept; one activity is told apart from chance, and one is not."""
    orders = EducationOrder.objects.order_by("state")
    assert [(one.state, one.answers.filter(answered_on__isnull=False).count()) for one in orders] == [
        ("draft", 0),
        ("sent", 1),
        ("settled", 2),
    ]
    assert orders.get(state="settled").answers.filter(is_chosen=True).count() == 1
    consultant = Employee.objects.get(name="Mette Vang")
    chances = {}
    for result in EffectResult.objects.select_related("offering"):
        after, later = seen_moments(result, known_to(consultant))
        for moment in (after, later):
            assert moment.taking is not None
            assert moment.taking.people >= 5
            assert moment.taking.spread
        chances[result.offering.title_da] = (after.chance, later.chance)
    shows, does_not = chances["Bedre digitale arbejdsgange"], chances["Metoder, der virker hos os"]
    assert all(chance is not None and chance < 0.05 for chance in shows)
    assert all(chance is not None and chance > 0.1 for chance in does_not)


def _the_municipality_stands_beside_four_others() -> None:
    """Each with a round of its own, drawn as real ones are."""
    assert ResourceViewMember.objects.filter(root__is_demo=True).count() == 5
    for field in ("AU", "LM", "IT", "BM", "VM", "NF"):
        assert BenchmarkRow.objects.filter(field=field, framework="faglighed-2025", is_demo=True).count() == 5


def _a_plan_of_this_years_round_and_another_beside_it(now: Round) -> None:
    """Nearly everyone is rated in it, and each version seats many and breaks nothing."""
    first, second = Plan.objects.order_by("pk")
    assert second.scenario_of == first
    for plan in (first, second):
        assert (plan.round, plan.state) == (now, "proposed")
        assert plan.seats.count() >= 10
        assert plan.proposal["violations"] == []
    rated = now.participants.filter(unit__name="Jobparate", manager_submitted_at__isnull=False)
    assert rated.count() >= 13


def _found(round_: Round) -> tuple[bool, bool, set[str]]:
    """Whether a unit lacks a specialist, whether one hangs on one person, and which are too small to show."""
    framework = engine_framework(round_.version)
    results = list(UnitResult.objects.filter(round=round_).select_related("unit").order_by("pk"))
    all_gaps = [gap for result in results for gap in gaps(framework, unit_from_stored(result.figures))]
    return (
        any(gap.specialised_gap for gap in all_gaps),
        any(gap.key_person_risk for gap in all_gaps),
        {result.unit.name for result in results if result.suppressed},
    )


def test_built_once_is_enough() -> None:
    Unit.objects.create(name="Demokommune", is_demo=True)

    said = StringIO()
    call_command("demo", stdout=said)

    assert "already" in said.getvalue()
    assert not Employee.objects.exists()


def test_the_demo_offers_first_somebody_with_something_to_do_and_the_highest_manager(
    people: People, client: Client
) -> None:
    for number in range(4):
        make_employee(f"Aage {number}", people.north)
    make_employee("Øjvind", people.testkommune, Role.MANAGER)
    round_ = make_round(people.north)
    Participant.objects.filter(round=round_).exclude(employee=people.bo).update(self_submitted_at=timezone.now())
    Employee.objects.exclude(pk=people.outsider.pk).update(is_demo=True)
    with override_settings(ENVIRONMENT=environment(demo=True)):
        groups = {group.role: [one.name for one in group.people] for group in demo_people()}
        page = client.get("/konto/log-ind/").content.decode()
    assert groups["Medarbejder"][0] == "Bo"
    assert groups["Leder"][:2] == ["Øjvind", "Alma"]
    assert page.index("Bo, Nord") < page.index("Aage 0, Nord")
