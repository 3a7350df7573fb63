"""The view across municipalities: joined by decision, drawn without a key, shown when three others stand behind it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from fagkompas.accounts.models import Employee, Role, Unit
from fagkompas.assessments.models import RoundState
from fagkompas.audit.models import Event
from fagkompas.learning.across import SIZES, band_of, given_by, in_steps, least_of, this_month
from fagkompas.learning.actions.across import draw, join, leave, renew_rows
from fagkompas.learning.models import BenchmarkRow, ResourceViewMember
from tests.assessments.rounds import make_round
from tests.assessments.units import colleagues, rate, rated_round
from tests.catalogue.making import today
from tests.learning.pages import text_of
from tests.people import People, make_employee, make_unit

pytestmark = pytest.mark.django_db

BEFORE = date(2020, 1, 1)


def municipality(name: str, people: int = 8, points: int = 3) -> tuple[Unit, Employee]:
    """With a closed screening in which everyone has the same points in the law, and an administrator."""
    root = make_unit(name)
    administrator = make_employee(f"{name} admin", root, Role.ADMINISTRATOR)
    staff = colleagues(root, people - 1)
    rated_round(root, {one: {"LM": points} for one in (administrator, *staff)})
    return root, administrator


def member(root: Unit, by: Employee, since: date = BEFORE) -> None:
    ResourceViewMember.objects.create(root=root, joined_by=by, joined_on=since)


@pytest.fixture
def four(people: People) -> People:
    """Testkommune and three others, all in since long."""
    colleagues(people.testkommune, 6)
    rated_round(people.testkommune, {people.bo: {"LM": 4}})
    member(people.testkommune, people.ida)
    for number, points in enumerate((3, 3, 1)):
        member(*municipality(f"Kommune {number}", points=points))
    return people


def shown(client: Any) -> str:
    return text_of(client, reverse("learning:across"))


def test_four_are_shown_beside_each_other(four: People, client_for: Any) -> None:
    assert draw(today=today()) == 4 * 6
    page = shown(client_for(four.dorte))
    assert "Lov &amp; Myndighed" in page
    assert "4-6" in page
    # At basic level: all in the two at 3 points and in Testkommune, nobody in the one at 1: three of four, 75 %.
    assert "75 %" in page
    assert "<svg" in page


def test_three_in_all_are_too_few(four: People, client_for: Any) -> None:
    ResourceViewMember.objects.filter(root__name="Kommune 2").delete()
    draw(today=today())
    page = shown(client_for(four.dorte))
    assert "For få er med" in page
    assert "75 %" not in page


def test_a_field_of_four_known_is_not_given(people: People) -> None:
    root, _by = municipality("Lille", people=4)
    assert given_by(root, today()) == []


def test_rows_have_no_key(four: People) -> None:
    draw(today=today())
    rows = list(BenchmarkRow.objects.order_by("pk"))
    assert len({row.draw for row in rows}) == len(rows)
    assert {field.name for field in BenchmarkRow._meta.get_fields()} == {
        "id",
        "draw",
        "framework",
        "field",
        "month",
        "size",
        "basic_share",
        "specialised_share",
        "is_demo",
    }
    assert [row.draw for row in rows] == sorted(row.draw for row in rows)
    before = {row.draw for row in rows}
    draw(today=today())
    assert before.isdisjoint(BenchmarkRow.objects.values_list("draw", flat=True))


def test_once_a_month(four: People) -> None:
    assert renew_rows(today=today()) == 24
    assert renew_rows(today=today()) == 0
    assert renew_rows(today=this_month(today()) + timedelta(days=40)) == 24


def test_who_joins_comes_in_next_month(four: People) -> None:
    root, by = municipality("Ny kommune")
    join(root=root, today=this_month(today()), by=by)
    assert draw(today=today()) == 24
    assert draw(today=this_month(today()) + timedelta(days=32)) == 30


def test_who_leaves_is_out_at_once(four: People) -> None:
    draw(today=today())
    leave(root=four.testkommune, today=today(), by=four.ida)
    assert BenchmarkRow.objects.count() == 18
    assert Event.objects.filter(action="learning.across.left").exists()
    leave(root=four.testkommune, today=today(), by=four.ida)
    assert Event.objects.filter(action="learning.across.left").count() == 1


def test_open_rounds_and_own_frameworks_are_not_given(people: People) -> None:
    colleagues(people.testkommune, 8)
    round_ = make_round(people.testkommune, state=RoundState.OPEN)
    rate(round_, {})
    assert given_by(people.testkommune, today()) == []


def test_a_single_team_does_not_stand_for_a_municipality(people: People) -> None:
    colleagues(people.north, 6)
    rated_round(people.north, {})
    assert given_by(people.testkommune, today())
    colleagues(people.south, 14)
    assert given_by(people.testkommune, today()) == []


def test_who_does_not_take_part_sees_nothing(four: People, client_for: Any) -> None:
    draw(today=today())
    page = shown(client_for(four.outsider))
    assert "Jeres kommune er ikke med" in page
    assert "75 %" not in page


def test_made_up_municipalities_stand_beside_each_other_only(four: People, client_for: Any) -> None:
    Unit.objects.filter(parent__isnull=True, name__startswith="Kommune").update(is_demo=True)
    draw(today=today())
    assert BenchmarkRow.objects.filter(is_demo=True).count() == 18
    assert "For få er med" in shown(client_for(four.dorte)), "the others are made up"
    Unit.objects.filter(pk=four.testkommune.pk).update(is_demo=True)
    draw(today=today())
    page = shown(client_for(four.dorte))
    assert "75 %" in page
    assert "Opdigtede kommuner" in page
    Unit.objects.filter(name="Kommune 2").update(is_demo=False)
    draw(today=today())
    assert "For få er med" in shown(client_for(four.dorte)), "one of the others is not made up"


def test_the_demo_leaves_the_rows_of_others_as_they_were_drawn(four: People) -> None:
    Unit.objects.filter(name="Kommune 2").update(is_demo=True)
    draw(today=today())
    real, made_up = (
        set(BenchmarkRow.objects.filter(is_demo=which).values_list("draw", flat=True)) for which in (False, True)
    )
    assert len(made_up) == 6
    draw(today=today(), only_demo=True)
    assert set(BenchmarkRow.objects.filter(is_demo=False).values_list("draw", flat=True)) == real
    assert made_up.isdisjoint(BenchmarkRow.objects.filter(is_demo=True).values_list("draw", flat=True))


# Deciding


def test_an_administrator_joins_and_leaves(people: People, client_for: Any) -> None:
    client, address = client_for(people.ida), reverse("learning:across_take_part")
    page = text_of(client, address)
    assert "rundet af til hele fem procent" in page
    client.post(address, {})
    assert not ResourceViewMember.objects.exists()
    client.post(address, {"join": "1"})
    client.post(address, {"join": "1"})
    assert ResourceViewMember.objects.get().joined_by == people.ida
    assert Event.objects.filter(action="learning.across.joined").count() == 1
    assert "Besluttet af Ida." in text_of(client, address)
    client.post(address, {"leave": "1"})
    assert not ResourceViewMember.objects.exists()


def test_an_administrator_of_a_part_reads_only(people: People, client_for: Any) -> None:
    part = make_employee("Dele", people.north, Role.ADMINISTRATOR)
    client, address = client_for(part), reverse("learning:across_take_part")
    assert "En administrator for hele kommunen bestemmer." in text_of(client, address)
    assert client.post(address, {"join": "1"}).status_code == 404
    assert not ResourceViewMember.objects.exists()


def test_styring_leads_there(people: People, client_for: Any) -> None:
    assert reverse("learning:across_take_part") in text_of(client_for(people.ida), reverse("administration"))
    assert reverse("learning:across_take_part") not in text_of(client_for(people.dorte), reverse("administration"))


def test_the_nightly_command(four: People) -> None:
    call_command("keep_learning")
    assert BenchmarkRow.objects.count() == 24


def test_queries_stay_the_same(four: People, client_for: Any) -> None:
    draw(today=today())
    client = client_for(four.dorte)

    def counted() -> int:
        shown(client)
        with CaptureQueriesContext(connection) as seen:
            shown(client)
        return len(seen)

    before = counted()
    for number in range(3):
        member(*municipality(f"Flere {number}"))
    draw(today=today())
    assert counted() == before


# Steps and bands


@given(st.floats(0, 1))
def test_steps(share: float) -> None:
    step = in_steps(share)
    assert abs(step - share) <= 0.025 + 1e-6
    assert round(step * 20) == pytest.approx(step * 20)


@given(st.integers(0, 100_000))
def test_bands(people: int) -> None:
    band = band_of(people, SIZES)
    assert (band == "") == (people < 5)
    if band:
        assert least_of(band) <= people
        assert band.endswith("+") or people <= int(band.split("-")[1])
