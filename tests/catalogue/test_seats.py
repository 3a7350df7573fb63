"""Seats: counted from where people stand, promised by units, and never more than there are."""

from datetime import timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from fagkompas.catalogue.actions import seats, sessions
from fagkompas.catalogue.models import CancelledBy, Session, SharedSeats
from fagkompas.catalogue.today import today_items
from fagkompas.catalogue.wording import sentence
from fagkompas.engine.errors import BadInput
from tests.catalogue.making import make_session, session_facts, today
from tests.people import People, make_people


def refused_codes(refused: pytest.ExceptionInfo[BadInput]) -> list[str]:
    assert all(sentence(problem) for problem in refused.value.problems)
    return [problem.message_code for problem in refused.value.problems]


def counted(session: Session) -> tuple[int, int, int]:
    """Taken, promised, free."""
    session.refresh_from_db()
    return session.seats_taken, session.seats_promised, session.free_seats


def test_seats_are_counted_anew_each_time(people: People) -> None:
    session = make_session(people)
    nord, syd = people.north.lineage, people.south.lineage
    seats.keep_seats(session=session, places=[nord, nord, syd])
    assert counted(session) == (3, 0, 7)
    seats.keep_seats(session=session, places=[syd])
    assert counted(session) == (1, 0, 9)
    seats.keep_seats(session=session, places=[])
    assert counted(session) == (0, 0, 10)


def test_the_last_seat_is_given_once(people: People) -> None:
    session = make_session(people)
    seats.keep_seats(session=session, places=[people.north.lineage] * 10)
    with pytest.raises(BadInput) as refused:
        seats.keep_seats(session=session, places=[people.north.lineage] * 11)
    assert refused_codes(refused) == ["session_full"]
    assert counted(session) == (10, 0, 0)


def test_people_fill_the_seats_that_their_unit_has_promised(people: People) -> None:
    session = make_session(people, is_joint=True)
    promise = seats.promise_seats(session=session, unit=people.north, seats=3, today=today(), by=people.alma)
    assert counted(session) == (0, 3, 7)
    nord, syd = people.north.lineage, people.south.lineage
    seats.keep_seats(session=session, places=[nord, syd])
    promise.refresh_from_db()
    assert (promise.seats_used, promise.seats_open) == (1, 2)
    assert counted(session) == (2, 2, 6)
    seats.keep_seats(session=session, places=[nord] * 5)
    assert counted(session) == (5, 0, 5)
    seats.keep_seats(session=session, places=[])
    assert counted(session) == (0, 3, 7)


def test_a_person_fills_the_promise_of_the_nearest_unit(people: People) -> None:
    session = make_session(people, is_joint=True)
    all_of_it = seats.promise_seats(session=session, unit=people.testkommune, seats=2, today=today(), by=people.dorte)
    nearest = seats.promise_seats(session=session, unit=people.north, seats=2, today=today(), by=people.alma)
    seats.keep_seats(session=session, places=[people.north.lineage, people.south.lineage])
    assert [SharedSeats.objects.get(pk=one.pk).seats_used for one in (all_of_it, nearest)] == [1, 1]
    assert counted(session) == (2, 2, 6)


def test_another_number_replaces_the_one_before_and_nobody_promises_less_than_is_used(people: People) -> None:
    session = make_session(people, is_joint=True)
    seats.promise_seats(session=session, unit=people.north, seats=3, today=today(), by=people.alma)
    seats.promise_seats(session=session, unit=people.north, seats=5, today=today(), by=people.alma)
    assert (SharedSeats.objects.count(), counted(session)) == (1, (0, 5, 5))
    seats.keep_seats(session=session, places=[people.north.lineage] * 4)
    with pytest.raises(BadInput) as refused:
        seats.promise_seats(session=session, unit=people.north, seats=3, today=today(), by=people.alma)
    assert refused_codes(refused) == ["promise_below_used"]
    assert counted(session) == (4, 1, 5)


@pytest.mark.parametrize(
    ("promised", "code"), [(0, "seats_out_of_range"), (-1, "seats_out_of_range"), (11, "session_full")]
)
def test_a_promise_must_fit(people: People, promised: int, code: str) -> None:
    session = make_session(people, is_joint=True)
    with pytest.raises(BadInput) as refused:
        seats.promise_seats(session=session, unit=people.north, seats=promised, today=today(), by=people.alma)
    assert code in refused_codes(refused)
    assert counted(session) == (0, 0, 10)
    assert not SharedSeats.objects.exists()


def test_no_promise_where_it_is_not_joint_or_too_late(people: People) -> None:
    with pytest.raises(BadInput) as refused:
        seats.promise_seats(session=make_session(people), unit=people.north, seats=1, today=today(), by=people.alma)
    assert refused_codes(refused) == ["session_not_joint"]
    joint = make_session(people, is_joint=True, enrol_by=today())
    seats.promise_seats(session=joint, unit=people.north, seats=1, today=today(), by=people.alma)
    tomorrow = session_facts(1).starts_on
    with pytest.raises(BadInput) as refused:
        seats.promise_seats(session=joint, unit=people.south, seats=1, today=tomorrow, by=people.dorte)
    assert refused_codes(refused) == ["enrolment_is_over"]


def test_withdrawn_seats_are_free_again_and_people_keep_theirs(people: People) -> None:
    session = make_session(people, is_joint=True)
    promise = seats.promise_seats(session=session, unit=people.north, seats=3, today=today(), by=people.alma)
    seats.keep_seats(session=session, places=[people.north.lineage])
    seats.withdraw_seats(shared=promise, today=today(), by=people.dorte)
    assert counted(session) == (1, 0, 9)
    assert not SharedSeats.objects.exists()


def test_after_the_last_day_to_enrol_seats_are_taken_back_with_a_reason_only(people: People) -> None:
    session = make_session(people, is_joint=True, enrol_by=today())
    promise = seats.promise_seats(session=session, unit=people.north, seats=3, today=today(), by=people.alma)
    late = today() + timedelta(days=1)
    with pytest.raises(BadInput) as refused:
        seats.withdraw_seats(shared=promise, today=late, by=people.alma)
    assert refused_codes(refused) == ["reason_missing"]
    assert counted(session) == (0, 3, 7)
    seats.withdraw_seats(shared=promise, today=late, by=people.alma, because="To er syge, og en er rejst.")
    assert counted(session) == (0, 0, 10)
    kept = SharedSeats.objects.get()
    assert (kept.withdrawn_by, kept.withdrawn_on, kept.withdrawn_because) == (
        people.alma,
        late,
        "To er syge, og en er rejst.",
    )
    with pytest.raises(BadInput) as refused:
        seats.withdraw_seats(shared=promise, today=late, by=people.alma, because="To er syge, og en er rejst.")
    assert refused_codes(refused) == ["promise_over"]


def test_seats_that_a_confirmed_session_needs_are_taken_back_with_a_reason_only(people: People) -> None:
    session = make_session(people, is_joint=True)
    promise = seats.promise_seats(session=session, unit=people.north, seats=3, today=today(), by=people.alma)
    seats.keep_seats(session=session, places=[people.south.lineage] * 2)
    sessions.confirm_session(session=session, by=people.dorte)
    seats.promise_seats(session=session, unit=people.north, seats=2, today=today(), by=people.alma)
    with pytest.raises(BadInput) as refused:
        seats.promise_seats(session=session, unit=people.north, seats=1, today=today(), by=people.alma)
    assert refused_codes(refused) == ["promise_relied_on"]
    with pytest.raises(BadInput) as refused:
        seats.withdraw_seats(shared=promise, today=today(), by=people.alma, because="Nej")
    assert refused_codes(refused) == ["reason_missing"]
    seats.withdraw_seats(shared=promise, today=today(), by=people.alma, because="Vi kan ikke undvære dem.")
    session.refresh_from_db()
    assert (counted(session), session.seats_missing) == ((2, 0, 8), 2)
    again = seats.promise_seats(session=session, unit=people.north, seats=1, today=today(), by=people.alma)
    assert (again.pk, again.withdrawn_on, counted(session)) == (promise.pk, None, (2, 1, 7))


def test_whoever_holds_the_session_is_told_who_took_seats_back_and_why(people: People) -> None:
    session = make_session(people, is_joint=True)
    promise = seats.promise_seats(session=session, unit=people.andenkommune, seats=4, today=today(), by=people.outsider)
    sessions.confirm_session(session=session, by=people.dorte)
    seats.withdraw_seats(shared=promise, today=today(), by=people.outsider, because="Vi kan ikke undvære dem.")
    with translation.override("da"):
        (item,) = today_items(people.dorte, today())
    assert item.why_now == (
        "Andenkommune har trukket sit tilsagn om 4 pladser: Vi kan ikke undvære dem. Holdet mangler 4 for at nå det "
        "mindste antal."
    )
    assert today_items(people.alma, today()) == []
    assert today_items(people.dorte, session.starts_on + timedelta(days=1)) == []


def test_a_cancelled_session_lets_its_seats_go(people: People) -> None:
    session = make_session(people)
    seats.keep_seats(session=session, places=[people.north.lineage] * 4)
    sessions.cancel_session(
        session=session,
        cancelled_by=CancelledBy.PROVIDER,
        because="Underviseren er syg.",
        today=today(),
        by=people.dorte,
    )
    seats.keep_seats(session=session, places=[])
    assert counted(session) == (0, 0, 10)


class TestSeatsAddUp(TestCase):
    """Whatever is promised and taken, in whatever order: the sums hold and nothing is overfull."""

    people: People
    session: Session

    @classmethod
    def setUpTestData(cls) -> None:
        cls.people = make_people()
        cls.session = make_session(cls.people, is_joint=True)

    @given(
        st.lists(
            st.one_of(
                st.tuples(st.just("promise"), st.sampled_from(["north", "south", "testkommune"]), st.integers(1, 12)),
                st.tuples(st.just("keep"), st.sampled_from(["north", "south", "andenkommune"]), st.integers(0, 12)),
            ),
            max_size=8,
        )
    )
    def test_the_sums_hold(self, steps: list[tuple[str, str, int]]) -> None:
        standing: dict[str, int] = {}
        for kind, where, count in steps:
            unit = getattr(self.people, where)
            wished = standing | {where: count}
            try:
                if kind == "promise":
                    seats.promise_seats(
                        session=self.session, unit=unit, seats=count, today=today(), by=self.people.dorte
                    )
                else:
                    places = [getattr(self.people, name).lineage for name, n in wished.items() for _seat in range(n)]
                    seats.keep_seats(session=self.session, places=places)
                    standing = wished
            except BadInput:
                continue  # nothing of it may have stayed: the sums below see to that
        taken, promised, free = counted(self.session)
        shared = list(self.session.shared_seats.order_by("pk"))
        assert taken == sum(standing.values())
        assert promised == sum(max(0, one.seats - one.seats_used) for one in shared)
        assert free >= 0
        assert sum(one.seats_used for one in shared) <= taken
