"""An order beside citizens: what is shown, to whom, and what follows when a case changes."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.models import Employee, Role, RoleHeld
from fagkompas.audit.models import Event
from fagkompas.casework.models import CvSection
from fagkompas.companies.models import JobOrder, OrderTask
from fagkompas.engine.matching.candidate import Candidate
from fagkompas.matching.actions.profiles import refresh_everywhere, refresh_profiles
from fagkompas.matching.models import MatchFacts, MatchProfile
from fagkompas.matching.people import people_of
from fagkompas.matching.profile import Source, profile_from
from fagkompas.matching.to_engine import order_of, profiles_of
from tests.casework.making import make_plan, make_track
from tests.citizens.making import make_citizen
from tests.matching.making import know, make_order
from tests.people import People

pytestmark = pytest.mark.django_db

ClientFor = Callable[[Employee], Client]


@pytest.fixture
def consultant(people: People) -> Employee:
    """Freja, as company consultant of Nord."""
    RoleHeld.objects.filter(employee=people.freja).update(unit=people.north)
    return Employee.objects.get(pk=people.freja.pk)


def test_the_page_has_the_points_that_one_can_count_by_hand(
    people: People, client_for: ClientFor, consultant: Employee
) -> None:
    """Of 1200 minutes 600 can be done: 60 x 600/1200 = 30, and of three competencies one: 15 x 1/3 = 5."""
    order = make_order(people)
    citizen = make_citizen(people, name="Prøve Ottosen")
    know(people, citizen, words={"can": "Opvask i kantine"})
    text = client_for(consultant).get(reverse("matching:order", args=[order.uuid])).content.decode()
    assert "Prøve Ottosen" in text
    assert "<strong>35</strong>" in text
    assert "600 af 1.200 minutter" in text or "600 af 1200 minutter" in text
    assert "600 ved vi ikke" in text


def test_unknown_is_not_no_and_a_no_to_a_must_rules_out(
    people: People, client_for: ClientFor, consultant: Employee
) -> None:
    order = make_order(people)
    unknown, declines = make_citizen(people, name="Prøve Ukendt"), make_citizen(people, name="Prøve Nejsen")
    refresh_profiles(citizens=[unknown.pk], now=timezone.now())
    know(people, declines, words={"cannot": "varemodtagelse"})
    client = client_for(consultant)
    fits = client.get(reverse("matching:order", args=[order.uuid])).content.decode()
    out = client.get(reverse("matching:ruled_out", args=[order.uuid])).content.decode()
    assert "Prøve Ukendt" in fits
    assert "Prøve Nejsen" not in fits
    assert "Prøve Nejsen" in out
    assert "varemodtagelse" in out
    assert "Prøve Ukendt" not in out


def test_nobody_sees_citizens_of_units_that_are_not_theirs(people: People, client_for: ClientFor) -> None:
    order = make_order(people)
    make_citizen(people, name="Prøve Nord")
    make_citizen(people, name="Prøve Syd", unit=people.south)
    refresh_everywhere(now=timezone.now())
    text = client_for(people.freja).get(reverse("matching:order", args=[order.uuid])).content.decode()
    assert "Prøve Syd" in text
    assert "Prøve Nord" not in text


def test_every_citizen_on_the_page_is_noted_as_read(
    people: People, client_for: ClientFor, consultant: Employee
) -> None:
    order = make_order(people)
    citizens = [make_citizen(people, name=f"Prøve {n}") for n in range(3)]
    refresh_everywhere(now=timezone.now())
    client_for(consultant).get(reverse("matching:order", args=[order.uuid]))
    noted = Event.objects.filter(action="matching.order.read", actor_id=consultant.pk)
    assert set(noted.values_list("citizen_id", flat=True)) == {one.pk for one in citizens}


def test_the_match_follows_the_case_at_once(people: People, client_for: ClientFor, consultant: Employee) -> None:
    """A fact that somebody saves counts in the next match, though the table in memory was made before."""
    order, citizen = make_order(people), make_citizen(people)
    refresh_everywhere(now=timezone.now())
    url = reverse("matching:order", args=[order.uuid])
    client = client_for(consultant)
    assert "<strong>0</strong>" in client.get(url).content.decode()
    answered = client.post(
        reverse("matching:answer", args=[citizen.uuid]), {"what": "opvask", "can": "yes", "order": str(order.uuid)}
    )
    assert answered.status_code == 302
    assert "<strong>35</strong>" in client.get(url).content.decode()


def test_a_case_that_is_closed_leaves_the_match(people: People) -> None:
    order, citizen = make_order(people), make_citizen(people)
    other = make_citizen(people)
    refresh_everywhere(now=timezone.now())
    read = order_of(order, order.tasks.all())
    allowed = {citizen.pk, other.pk}
    assert set(people_of(people.testkommune.pk).ranked(read, allowed).free) == allowed
    citizen.closed_on, citizen.closed_why = date(2026, 11, 1), "job"
    citizen.save()
    refresh_profiles(citizens=[citizen.pk], now=timezone.now())
    assert not MatchProfile.objects.filter(citizen=citizen).exists()
    assert people_of(people.testkommune.pk).ranked(read, allowed).free == [other.pk]


def test_lines_come_from_cv_job_tracks_and_what_was_asked(people: People) -> None:
    citizen = make_citizen(people)
    plan = make_plan(citizen)
    make_track(plan, title="køkkenmedhjælper", can="Anretter mad", wants="gerne i et køkken")
    CvSection.objects.create(
        citizen=citizen,
        code="experience",
        entries=[{"id": "1", "title": "Opvasker", "tasks": "Opvask, oprydning"}],
        updated_on=date(2026, 10, 1),
    )
    CvSection.objects.create(
        citizen=citizen,
        code="driving_licence",
        entries=[{"id": "2", "categories": "B, C/E", "own_car": "no"}],
        updated_on=date(2026, 10, 1),
    )
    know(people, citizen, words={"can": "passer varemodtagelse"}, least_minutes=600, most_minutes=900)
    found = profiles_of([citizen.pk])[citizen.pk]
    assert found.can["Opvask"] is Source.CV
    assert found.can["Anretter mad"] is Source.TRACK
    assert found.can["passer varemodtagelse"] is Source.ASKED
    assert found.wants["gerne i et køkken"] is Source.TRACK
    assert found.papers == {"licence_b": True, "licence_ce": True, "own_car": False}
    assert found.minutes == (600, 900)


def test_a_profile_that_is_stored_is_read_as_it_was(people: People) -> None:
    citizen = make_citizen(people)
    know(
        people,
        citizen,
        words={"can": "opvask", "cannot": "natarbejde", "wants": "køkken"},
        reach=(("4000", "4690"),),
        times=("day", "weekend"),
        papers={"food_hygiene": True},
        spared=("heavy_lifts",),
        spared_agreed_on=date(2026, 10, 1),
        free_from=date(2026, 12, 1),
    )
    stored = MatchProfile.objects.get(citizen=citizen)
    assert profile_from(stored.words) == profiles_of([citizen.pk])[citizen.pk]


def test_what_work_must_spare_counts_only_once_the_citizen_has_agreed(people: People) -> None:
    citizen = make_citizen(people)
    know(people, citizen, spared=("heavy_lifts",), spared_agreed_on=date(2026, 10, 1))
    MatchFacts.objects.filter(citizen=citizen).update(spared_agreed_on=None)
    assert profiles_of([citizen.pk])[citizen.pk].spared == ()


def test_nothing_protected_has_a_place_in_what_is_compared(people: People) -> None:
    """Age, sex, origin, diagnosis and benefits are no fields of the engine's candidate, and none is read into a profile."""
    assert set(Candidate.__dataclass_fields__) == {
        *("key", "can", "cannot", "wants", "tracks", "minutes", "free_from", "reach", "papers", "spared", "times"),
    }
    citizen = make_citizen(
        people,
        name="Prøve Hemmelig",
        cpr="7001901234",
        target_group="sickness",
        fund="prøvekassen",
        address="Prøvevej 1",
    )
    refresh_profiles(citizens=[citizen.pk], now=timezone.now())
    words = MatchProfile.objects.get(citizen=citizen).words
    assert all(one not in words for one in ("Hemmelig", "7001901234", "sickness", "prøvekassen", "Prøvevej"))


def test_the_number_of_queries_stays_the_same(
    people: People, client_for: ClientFor, consultant: Employee, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    order = make_order(people)
    for place in range(12):
        know(people, make_citizen(people, name=f"Prøve {place}"), words={"can": "opvask"})
    client = client_for(consultant)
    url = reverse("matching:order", args=[order.uuid])
    client.get(url)
    with django_assert_max_num_queries(16):  # type: ignore[attr-defined]
        client.get(url)


def test_an_order_without_tasks_says_so(people: People, client_for: ClientFor, consultant: Employee) -> None:
    order = make_order(people)
    OrderTask.objects.filter(order=order).delete()
    make_citizen(people)
    refresh_everywhere(now=timezone.now())
    answer = client_for(consultant).get(reverse("matching:order", args=[order.uuid]))
    assert answer.status_code == 200
    assert "ingen opgaver" in answer.content.decode()


def test_several_share_an_order_that_nobody_has_the_hours_for(
    people: People, client_for: ClientFor, consultant: Employee
) -> None:
    order = make_order(people, least_minutes=1200, most_minutes=1200)
    first, second = make_citizen(people, name="Prøve Et"), make_citizen(people, name="Prøve To")
    know(people, first, words={"can": "opvask"}, least_minutes=0, most_minutes=600)
    know(people, second, words={"can": "anrette mad\nvaremodtagelse"}, least_minutes=0, most_minutes=700)
    text = client_for(consultant).get(reverse("matching:several", args=[order.uuid])).content.decode()
    assert "Prøve Et" in text
    assert "Prøve To" in text
    assert "600 minutter om ugen" in text


def test_the_papers_name_the_citizen_to_the_company_only_after_a_yes(
    people: People, client_for: ClientFor, consultant: Employee
) -> None:
    order, citizen = make_order(people), make_citizen(people, name="Prøve Navnesen")
    know(people, citizen, words={"can": "opvask"})
    client = client_for(consultant)
    page = client.get(reverse("matching:company_paper", args=[order.uuid, citizen.uuid])).content.decode()
    own = client.get(reverse("matching:reasons_on_paper", args=[order.uuid, citizen.uuid])).content.decode()
    assert "Navnesen" not in page
    assert "opvask" not in page
    assert "Navnesen" in own


def test_from_the_citizen_the_best_order_stands_first(
    people: People, client_for: ClientFor, consultant: Employee
) -> None:
    citizen = make_citizen(people)
    know(people, citizen, words={"can": "opvask"})
    other = make_order(people, title="Prøvegraver")
    OrderTask.objects.filter(order=other).update(competencies=["grave"])
    order = make_order(people, company=other.company)
    text = client_for(consultant).get(reverse("matching:citizen", args=[citizen.uuid])).content.decode()
    assert text.index(order.title) < text.index("Prøvegraver")
    assert JobOrder.objects.count() == 2


def test_managers_see_and_do_not_decide(people: People, client_for: ClientFor) -> None:
    order, citizen = make_order(people), make_citizen(people)
    refresh_everywhere(now=timezone.now())
    client = client_for(people.alma)
    assert client.get(reverse("matching:order", args=[order.uuid])).status_code == 200
    assert client.get(reverse("matching:choose", args=[order.uuid, citizen.uuid])).status_code == 404
    assert Role.MANAGER in {held.role for held in people.alma.roles.all()}
