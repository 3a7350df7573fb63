"""The effect of an offering: from rows, renewed in steps, shown to whoever may without telling of anybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from fagkompas.accounts.models import Employee, Role, RoleHeld
from fagkompas.assessments.models import Participant, Rating, Round, RoundState
from fagkompas.catalogue.models import Offering
from fagkompas.engine.effect import Start, When
from fagkompas.learning.actions.effects import renew_effects
from fagkompas.learning.effects import SeenMoment, Side, known_to, people_stored, seen_moments
from fagkompas.learning.models import EffectPerson, EffectResult, Participation, ParticipationState
from fagkompas.learning.wording.effects import in_a_hundred, in_short, moved, start_in_words
from tests.assessments.units import colleagues
from tests.learning.effects import been_through, law_course, renewed, round_on
from tests.learning.pages import text_of
from tests.people import SINCE, People

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, kw_only=True)
class Course:
    """Six who took part and six who did not, all from 1 in the law; in the rounds after, 3 and 2."""

    offering: Offering
    taking: Sequence[Employee]
    others: Sequence[Employee]
    after: Round


@pytest.fixture
def course(people: People) -> Course:
    staff = colleagues(people.north, 12)
    taking, others = staff[:6], staff[6:]
    offering = law_course(people)
    round_on(people.north, 260, {one: {"LM": 1} for one in staff})
    been_through(offering, taking)
    after = round_on(people.north, 150, {one: {"LM": 3} for one in taking})
    return Course(offering=offering, taking=taking, others=others, after=after)


def moments_for(result: EffectResult | None, viewer: Employee) -> dict[When, SeenMoment]:
    assert result is not None
    return {moment.when: moment for moment in seen_moments(result, known_to(viewer))}


def test_both_sides_and_chance(people: People, course: Course) -> None:
    seen = moments_for(renewed(people), people.dorte)[When.AFTER]
    assert seen.taking == Side(people=6, before=1.0, change=2.0, spread=0.0)
    assert seen.others == Side(people=6, change=1.0, spread=0.0)
    assert seen.everyone == seen.taking
    assert seen.difference == 1.0
    # 924 ways to draw six of twelve; only these six, or the six others, give as large a difference.
    assert seen.chance == pytest.approx(2 / 924)
    assert seen.start is Start.LOWER


def test_three_to_six_months_later(people: People, course: Course) -> None:
    round_on(people.north, 80, {one: {"LM": 2} for one in course.taking})
    seen = moments_for(renewed(people), people.dorte)
    assert seen[When.LATER].taking == Side(people=6, before=1.0, change=1.0, spread=0.0)
    assert seen[When.LATER].difference == 0.0
    assert seen[When.LATER].chance == 1


def test_nothing_is_told_of_four(people: People, course: Course, client_for: Any) -> None:
    Participation.objects.filter(employee__in=course.taking[:2]).delete()
    assert renewed(people) is None
    page = text_of(client_for(people.dorte), reverse("learning:effect", args=[course.offering.uuid]))
    assert "Der kan ikke siges noget endnu" in page


def test_open_rounds_do_not_count(people: People, course: Course) -> None:
    Round.objects.filter(pk=course.after.pk).update(state=RoundState.OPEN)
    assert renewed(people) is None


def test_who_has_a_seat_is_not_beside(people: People, course: Course) -> None:
    rows = been_through(course.offering, course.others[:1])
    Participation.objects.filter(pk=rows[0].pk).update(state=ParticipationState.ENROLLED, completed_on=None)
    seen = moments_for(renewed(people), people.dorte)[When.AFTER]
    assert seen.others is not None
    assert seen.others.people == 5


def test_one_person_in_and_out_shows_nothing_new(people: People, course: Course) -> None:
    first = renewed(people)
    assert first is not None
    one = Participation.objects.filter(employee=course.taking[0])
    one.update(state=ParticipationState.ENROLLED, completed_on=None)
    second = renewed(people)
    assert second is not None
    assert (second.figures, people_stored(second)) == (first.figures, people_stored(first))
    assert second.computed_at == first.computed_at


def test_a_changed_rating_shows_nothing_new_until_five_have_changed(people: People, course: Course) -> None:
    first = renewed(people)
    assert first is not None
    changed = Rating.objects.filter(participant__round=course.after, item__startswith="LM-G")
    changed.filter(participant__employee=course.taking[0]).update(value=4)
    again = renewed(people)
    assert again is not None
    assert again.figures == first.figures
    changed.filter(participant__employee__in=course.taking).update(value=4)
    changed.filter(participant__employee__in=course.others).update(value=3)
    now = moments_for(renewed(people), people.dorte)[When.AFTER]
    assert now.taking is not None
    assert now.taking.change == 3.0


def test_without_the_rounds_the_effect_goes(people: People, course: Course) -> None:
    assert renewed(people) is not None
    Round.objects.all().delete()
    assert renewed(people) is None


def test_who_is_deleted_keeps_nothing_back(people: People, course: Course) -> None:
    renewed(people)
    Rating.objects.filter(participant__employee=course.taking[0]).delete()
    Participation.objects.filter(employee=course.taking[0]).delete()
    course.taking[0].delete()
    seen = moments_for(renewed(people), people.dorte)[When.AFTER]
    assert seen.taking is not None
    assert seen.taking.people == 5


def test_whose_round_is_deleted_leaves_no_numbers_and_nothing_is_shown_until_it_may(
    people: People, course: Course
) -> None:
    """Of six who took part one loses a round: the rest, held against what was shown, would tell of just this one."""
    result, one = renewed(people), course.taking[0]
    assert moments_for(result, people.dorte)[When.AFTER].shown is not None
    Participant.objects.get(round=course.after, employee=one).delete()
    gone = EffectPerson.objects.filter(employee=one)
    assert gone.exists()
    assert not gone.exclude(numbers="", then=None).exists()
    assert moments_for(EffectResult.objects.get(), people.dorte)[When.AFTER].shown is None
    assert moments_for(renewed(people), people.dorte)[When.AFTER].shown is None
    course.after.delete()
    assert not EffectPerson.objects.exclude(numbers="").exists()
    assert renewed(people) is None


def test_who_is_deleted_is_in_no_row_and_no_figure_at_once(people: People, course: Course) -> None:
    assert moments_for(renewed(people), people.dorte)[When.AFTER].shown is not None
    gone = course.taking[0].pk
    Participation.objects.filter(employee=gone).delete()
    course.taking[0].delete()
    assert not EffectPerson.objects.filter(employee_id=gone).exists()
    assert moments_for(EffectResult.objects.get(), people.dorte)[When.AFTER].shown is None


def test_a_manager_of_some_of_them_is_told_less(people: People, course: Course) -> None:
    result = renewed(people)
    for one in course.taking[:3]:
        one.unit = people.south
        one.save()
    RoleHeld.objects.create(employee=people.freja, role=Role.MANAGER, unit=people.south, since=SINCE)
    assert moments_for(result, people.dorte)[When.AFTER].is_compared
    assert moments_for(result, people.alma)[When.AFTER].taking is None
    freja = Employee.objects.get(pk=people.freja.pk)
    assert moments_for(result, freja)[When.AFTER].shown is None


def test_a_manager_of_all_of_them_is_told_everything(people: People, course: Course) -> None:
    assert moments_for(renewed(people), people.alma)[When.AFTER].is_compared


def test_who_took_part_needs_five_others(people: People, course: Course) -> None:
    result = renewed(people)
    assert moments_for(result, course.taking[0])[When.AFTER].shown is not None
    Participation.objects.filter(employee=course.taking[5]).delete()
    EffectResult.objects.all().delete()
    five = renewed(people)
    assert moments_for(five, people.dorte)[When.AFTER].shown is not None
    assert moments_for(five, course.taking[0])[When.AFTER].shown is None


def test_the_page(people: People, course: Course, client_for: Any) -> None:
    renewed(people)
    client = client_for(people.dorte)
    page = text_of(client, reverse("learning:effect", args=[course.offering.uuid]))
    for words in (
        "6 personer, der deltog, gik i gennemsnit 2,0 trin op.",
        "6 lignende kolleger, der ikke deltog, gik 1,0 trin op.",
        "færre end 1 af 100",
        "LM-G1",
        "<svg",
    ):
        assert words in page, words
    assert course.taking[0].name not in page
    listed = text_of(client, reverse("learning:effects"))
    assert "6 personer, der deltog" in listed


def test_other_municipalities_see_nothing(people: People, course: Course, client_for: Any) -> None:
    renewed(people)
    assert client_for(people.outsider).get(reverse("learning:effect", args=[course.offering.uuid])).status_code == 404
    assert course.offering.title not in text_of(client_for(people.outsider), reverse("learning:effects"))


def test_the_nightly_command(people: People, course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    with override("da"):
        call_command("keep_learning")
    assert "1  virkninger af tilbud har nye tal" in capsys.readouterr().out
    assert EffectResult.objects.exists()


def test_queries_stay_the_same(people: People, course: Course, client_for: Any) -> None:
    client = client_for(people.dorte)
    pages = [reverse("learning:effects"), reverse("learning:effect", args=[course.offering.uuid])]

    def counted() -> list[int]:
        found = []
        for page in pages:
            text_of(client, page)
            with CaptureQueriesContext(connection) as seen:
                text_of(client, page)
            found.append(len(seen))
        with CaptureQueriesContext(connection) as seen:
            renew_effects(root=people.testkommune, now=timezone.now())
        return [*found, len(seen)]

    renew_effects(root=people.testkommune, now=timezone.now())
    before = counted()
    more = colleagues(people.north, 12, start=20)
    round_ = round_on(people.north, 120, {one: {"LM": 3} for one in more})
    been_through(course.offering, more, days_ago=140)
    assert round_.participants.count() > 20
    counted()
    assert counted() == before


# In words


@pytest.mark.parametrize(
    ("change", "words"), [(0.4, "0,4 trin op"), (-1.25, "1,3 trin ned"), (0.04, "ingen vegne"), (0, "ingen vegne")]
)
def test_how_far(change: float, words: str) -> None:
    with override("da"):
        assert moved(change) == words


@pytest.mark.parametrize(
    ("share", "is_exact", "words"),
    [
        (0.12, True, "i 12 af 100 tilfælde"),
        (0.12, False, "i omkring 12 af 100 tilfælde"),
        (0.001, True, "i færre end 1 af 100 tilfælde"),
    ],
)
def test_chance_in_a_hundred(share: float, is_exact: bool, words: str) -> None:
    with override("da"):
        assert in_a_hundred(share, is_exact=is_exact) == words


def compared(change: float, other: float, chance: float) -> SeenMoment:
    side = Side(people=8, before=1.0, change=change, spread=0.5)
    return SeenMoment(when=When.AFTER, taking=side, others=Side(people=9, change=other, spread=0.4), chance=chance)


def test_what_may_be_chance_is_said_to_be() -> None:
    with override("da"):
        assert "så det kan godt være en tilfældighed" in in_short(compared(0.5, 0.3, 0.4))
        assert "svært at kalde en tilfældighed." in in_short(compared(1.5, 0.3, 0.01))
        assert "at de gik mindre frem" in in_short(compared(0.1, 1.3, 0.01))
        alone = SeenMoment(when=When.AFTER, everyone=Side(people=7, before=1.0, change=0.5, spread=0.1))
        assert "for få lignende kolleger" in in_short(alone)
        assert in_short(SeenMoment(when=When.AFTER)) == ""


def test_the_warning_is_sharper_for_a_low_start() -> None:
    with override("da"):
        general = start_in_words(None)
        assert all(start_in_words(start).startswith(general) for start in Start)
        assert "begyndte lavere" in start_in_words(Start.LOWER)
        assert "begyndte højere" in start_in_words(Start.HIGHER)
