"""Offerings and sessions: made, changed, taken over, retired, cancelled; and everything that is refused."""

from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import IntegrityError, transaction

from fagkompas.audit.models import Event
from fagkompas.catalogue.actions import offerings, sessions
from fagkompas.catalogue.actions.examples import load_examples
from fagkompas.catalogue.around import surroundings_of
from fagkompas.catalogue.competencies import competencies_known_to, in_words
from fagkompas.catalogue.facts import (
    Known,
    LiftFacts,
    MeetingFacts,
    OfferingFacts,
    SessionFacts,
    Standing,
    problems_of_offering,
    problems_of_session,
)
from fagkompas.catalogue.models import CancelledBy, Lift, Offering, Programme, Session, SessionState
from fagkompas.catalogue.wording import SENTENCES, audience_in_words, price_in_words, seats_in_words, sentence
from fagkompas.engine.errors import BadInput
from fagkompas.frameworks import actions as frameworks
from fagkompas.frameworks.models import Item
from fagkompas.toolkit.together import ChangedMeanwhile
from tests.catalogue.making import FACTS, make_examples, make_offering, make_session, session_facts, today
from tests.frameworks.making import make_draft, values
from tests.people import People

KNOWN = Known(
    forms={"course": "", "reflecting-team": "reflexive"},
    programmes=frozenset({"diplom"}),
    offerings=frozenset({"lov"}),
    competencies=frozenset({"LM-G1", "LM-G2"}),
)


def codes(refused: pytest.ExceptionInfo[BadInput]) -> list[str]:
    """What was refused, in order, each of them in words."""
    for problem in refused.value.problems:
        assert sentence(problem)
        assert "%(" not in sentence(problem)
    return [problem.message_code for problem in refused.value.problems]


# What may be said of an offering

REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"title_da": ""}, "title_da", "title_missing"),
    ({"title_da": "x" * 201}, "title_da", "text_too_long"),
    ({"description_da": "Spørg 010190-1234"}, "description_da", "cpr_number"),
    ({"provider_da": ""}, "provider_da", "provider_missing"),
    ({"form": "kaffemøde"}, "form", "form_unknown"),
    ({"dimensions": ()}, "dimensions", "dimension_missing"),
    ({"dimensions": ("praktisk",)}, "dimensions", "dimension_unknown"),
    ({"hours": None}, "hours", "hours_missing"),
    ({"hours": Decimal(0)}, "hours", "hours_out_of_range"),
    ({"hours": Decimal(-3)}, "hours", "hours_out_of_range"),
    ({"hours": Decimal(1001)}, "hours", "hours_out_of_range"),
    ({"price_per_seat": None}, "price_per_seat", "price_missing"),
    ({"price_per_seat": -1}, "price_per_seat", "price_out_of_range"),
    ({"fixed_price": 1_000_001}, "fixed_price", "price_out_of_range"),
    ({"ects": Decimal(0)}, "ects", "ects_out_of_range"),
    ({"least_seats": 0}, "least_seats", "seats_out_of_range"),
    ({"most_seats": 501}, "most_seats", "seats_out_of_range"),
    ({"least_seats": 11}, "most_seats", "most_below_least"),
    ({"language": "de"}, "language", "language_unknown"),
    ({"link": "javascript:alert(1)"}, "link", "link_invalid"),
    ({"link": "www.kursus.dk"}, "link", "link_invalid"),
    ({"programme": "findes-ikke"}, "programme", "programme_unknown"),
    ({"prerequisites": ("findes-ikke",)}, "prerequisites", "prerequisite_unknown"),
    ({"lifts": (LiftFacts(code="XX-G1", lift=Decimal(1), up_to=3),)}, "lifts", "competency_unknown"),
    ({"lifts": (LiftFacts(code="LM-G1", lift=Decimal(0), up_to=3),)}, "lifts", "lift_out_of_range"),
    ({"lifts": (LiftFacts(code="LM-G1", lift=Decimal(5), up_to=3),)}, "lifts", "lift_out_of_range"),
    ({"lifts": (LiftFacts(code="LM-G1", lift=Decimal(1), up_to=5),)}, "lifts", "up_to_out_of_range"),
    ({"lifts": (LiftFacts(code="LM-G1", lift=Decimal(1), up_to=3),) * 2}, "lifts", "competency_twice"),
]


@pytest.mark.parametrize(
    ("changes", "field", "code"), REFUSED, ids=[f"{row[2]}-{row[1]}-{n}" for n, row in enumerate(REFUSED)]
)
def test_each_mistake_in_an_offering_is_told_at_its_field(changes: dict[str, Any], field: str, code: str) -> None:
    found = list(problems_of_offering(replace(FACTS, **changes), KNOWN))
    assert [(problem.place.column, problem.message_code) for problem in found] == [(field, code)]
    assert sentence(found[0])


def test_a_good_offering_has_no_problems_and_a_form_brings_its_dimension() -> None:
    assert not list(problems_of_offering(FACTS, KNOWN))
    assert not list(problems_of_offering(replace(FACTS, form="reflecting-team", dimensions=()), KNOWN))
    whole = replace(FACTS, programme="diplom", prerequisites=("lov",), ects=Decimal(5), link="https://a.dk/x")
    assert not list(problems_of_offering(whole, KNOWN))


def test_all_mistakes_are_told_at_once() -> None:
    bad = OfferingFacts(title_da="", form="", provider_da="", hours=None, price_per_seat=None)
    assert [problem.place.column for problem in problems_of_offering(bad, KNOWN)] == [
        "title_da",
        "provider_da",
        "form",
        "hours",
        "price_per_seat",
    ]


# What may be said of a session

DAY = date(2026, 11, 23)
NINE, THREE = time(9), time(15)


def on(day: date, starts: time = NINE, ends: time = THREE) -> MeetingFacts:
    return MeetingFacts(day=day, starts_at=starts, ends_at=ends)


def planned(**changes: Any) -> SessionFacts:
    given: dict[str, Any] = {
        "meetings": (on(DAY + timedelta(days=10)),),
        "place": "Lokale 1",
        "least_seats": 2,
        "most_seats": 8,
    }
    return SessionFacts(**(given | changes))


TEN = DAY + timedelta(days=10)
REFUSED_SESSIONS: list[tuple[dict[str, Any], str, str]] = [
    ({"meetings": ()}, "meetings", "meeting_missing"),
    ({"meetings": (on(DAY - timedelta(days=1)),)}, "meetings", "session_in_past"),
    ({"meetings": (on(DAY + timedelta(days=6 * 365)),)}, "meetings", "session_too_far"),
    ({"meetings": (on(TEN, THREE, NINE),)}, "meetings", "meeting_ends_before_it_starts"),
    ({"meetings": (on(TEN), on(TEN, time(14), time(16)))}, "meetings", "meetings_overlap"),
    ({"meetings": tuple(on(TEN + timedelta(days=n)) for n in range(41))}, "meetings", "too_many_meetings"),
    ({"enrol_by": DAY + timedelta(days=11)}, "enrol_by", "enrolment_after_start"),
    ({"enrol_by": DAY - timedelta(days=1)}, "enrol_by", "enrolment_in_past"),
    ({"place": ""}, "place", "place_missing"),
    ({"place": "Hos 0101901234"}, "place", "cpr_number"),
    ({"most_seats": 1}, "most_seats", "most_below_least"),
    ({"least_seats": -2}, "least_seats", "seats_out_of_range"),
]


@pytest.mark.parametrize(("changes", "field", "code"), REFUSED_SESSIONS, ids=[row[2] for row in REFUSED_SESSIONS])
def test_each_mistake_in_a_session_is_told_at_its_field(changes: dict[str, Any], field: str, code: str) -> None:
    found = list(problems_of_session(planned(**changes), today=DAY))
    assert [(problem.place.column, problem.message_code) for problem in found] == [(field, code)]
    assert sentence(found[0])


def test_a_session_today_may_be_planned_and_days_that_passed_may_stay() -> None:
    assert not list(problems_of_session(planned(meetings=(on(DAY),), enrol_by=DAY), today=DAY))
    begun = DAY - timedelta(days=7)
    facts = planned(meetings=(on(begun), on(TEN)), enrol_by=begun)
    assert [p.message_code for p in problems_of_session(facts, today=DAY)] == ["session_in_past", "enrolment_in_past"]
    assert not list(problems_of_session(facts, today=DAY, standing=Standing(starts_on=begun, enrol_by=begun)))


def test_a_session_does_not_shrink_under_its_seats_and_stays_joint_under_promises() -> None:
    standing = Standing(seats_taken=6, seats_promised=3, has_promises=True)
    found = list(problems_of_session(planned(is_joint=False), today=DAY, standing=standing))
    assert [problem.message_code for problem in found] == ["seats_below_taken", "joint_has_promises"]
    assert "6" in sentence(found[0])
    assert not list(problems_of_session(planned(is_joint=True, most_seats=9), today=DAY, standing=standing))


# Rows


def test_an_offering_is_made_with_a_code_from_its_title_and_its_lifts(people: People) -> None:
    first = make_offering(people, title_da="Øvelse i jura, nr. 1")
    second = make_offering(people, title_da="Øvelse i jura, nr. 1")
    odd = make_offering(people, title_da="???")
    assert [one.code for one in (first, second, odd)] == ["oevelse-i-jura-nr-1", "oevelse-i-jura-nr-1-2", "tilbud"]
    lift = first.lifts.get()
    item = Item.objects.get(version__framework__code="faglighed-2025", code="LM-G1")
    assert (lift.identity, lift.code, lift.up_to) == (item.identity, "LM-G1", 3)
    assert Event.objects.filter(action="catalogue.offering.created").count() == 3


def test_a_competency_of_ones_own_framework_can_be_lifted_too(people: People) -> None:
    draft = make_draft(people)
    own = frameworks.add_item(version=draft, field="AU", values=values(), by=people.dorte)
    draft.refresh_from_db()
    assert "AU-G7" not in competencies_known_to(people.testkommune.pk)
    frameworks.publish(version=draft, revision=draft.revision, today=today(), by=people.dorte)
    known = competencies_known_to(people.testkommune.pk)
    assert (known["AU-G7"].identity, known["AU-G7"].field) == (own.identity, "AU")
    assert len(known) == 61 + 87 + 32 + 1
    assert "AU-G7" not in competencies_known_to(people.andenkommune.pk)
    offering = make_offering(people, lifts=(LiftFacts(code="AU-G7", lift=Decimal("0.5"), up_to=2),))
    (said,) = in_words(offering.lifts.order_by("pk"), known)
    assert said.competency is not None
    assert said.competency.title == "Kender kommunens egne tilbud"
    (unknown,) = in_words(offering.lifts.order_by("pk"), {})
    assert unknown.competency is None


def test_two_people_on_one_offering_the_second_is_told(people: People) -> None:
    offering = make_offering(people)
    shown = offering.revision
    offerings.edit_offering(
        offering=offering, facts=replace(FACTS, price_per_seat=900), revision=shown, by=people.dorte
    )
    with pytest.raises(ChangedMeanwhile):
        offerings.edit_offering(
            offering=offering, facts=replace(FACTS, hours=Decimal(9)), revision=shown, by=people.dorte
        )
    offering.refresh_from_db()
    assert (offering.price_per_seat, float(offering.hours)) == (900, 7)


def test_offerings_cannot_ask_for_each_other_in_a_circle(people: People) -> None:
    basic = make_offering(people, title_da="Grund")
    middle = make_offering(people, title_da="Mellem", prerequisites=("grund",))
    top = make_offering(people, title_da="Top", prerequisites=("mellem",))
    assert list(top.prerequisites.order_by("pk")) == [middle]
    facts = replace(offerings.facts_of(basic), prerequisites=("top",))
    with pytest.raises(BadInput) as refused:
        offerings.edit_offering(offering=basic, facts=facts, revision=basic.revision, by=people.dorte)
    assert codes(refused) == ["prerequisite_of_itself"]


def test_examples_come_once_and_again_without_a_change(people: People) -> None:
    first = load_examples(today=today())
    rows = list(Offering.objects.order_by("pk").values()), list(Lift.objects.order_by("pk").values())
    links = list(Offering.prerequisites.through.objects.order_by("pk").values())
    assert len(first.new) == len(rows[0]) >= 40
    assert links
    again = load_examples(today=today())
    assert (again.new, again.changed, again.retired) == ((), (), ())
    assert rows == (list(Offering.objects.order_by("pk").values()), list(Lift.objects.order_by("pk").values()))
    assert links == list(Offering.prerequisites.through.objects.order_by("pk").values())
    assert Event.objects.filter(action="catalogue.examples.loaded").count() == 1


def test_an_example_of_an_older_release_is_brought_up_to_date(
    people: People, capsys: pytest.CaptureFixture[str]
) -> None:
    examples = make_examples()
    examples["lov-i-hverdagen"].lifts.all().delete()
    Offering.objects.filter(code="den-svaere-besked").update(hours=99)
    gone = Offering.objects.create(
        code="fra-dengang", title_da="Fra dengang", provider_da="Nogen", hours=1, form=examples["lov-i-hverdagen"].form
    )
    call_command("load_catalogue")
    assert "0 new, 2 changed, 1 retired" in capsys.readouterr().out
    gone.refresh_from_db()
    assert gone.retired_on == today()
    assert examples["lov-i-hverdagen"].lifts.count() == 3


def test_an_example_is_taken_over_once_with_what_it_asks_for(people: People) -> None:
    examples = make_examples()
    root = people.testkommune
    advanced = offerings.take_over(example=examples["kvalitetssikring-af-afgoerelser"], root=root, by=people.dorte)
    assert not advanced.prerequisites.exists()
    basic = offerings.take_over(example=examples["lov-i-hverdagen"], root=root, by=people.dorte)
    assert list(advanced.prerequisites.order_by("pk")) == [basic]
    assert offerings.take_over(example=examples["lov-i-hverdagen"], root=root, by=people.dorte) == basic
    assert (basic.code, basic.root, basic.is_example) == ("lov-i-hverdagen", root, False)
    assert offerings.facts_of(basic) == offerings.facts_of(examples["lov-i-hverdagen"])
    module = offerings.take_over(example=examples["diplom-afgangsprojekt"], root=root, by=people.dorte)
    assert module.programme == Programme.objects.get(root=None)
    seen = Offering.objects.seen_by(root.pk)
    assert seen.filter(code="lov-i-hverdagen").get() == basic
    assert seen.count() == len(examples)
    assert Offering.objects.seen_by(people.andenkommune.pk).count() == len(examples)


def test_a_session_keeps_first_and_last_day_of_its_meetings(people: People) -> None:
    late, early = session_facts(40).meetings[0], session_facts(33).meetings[0]
    session = make_session(people, meetings=(late, early))
    assert (session.starts_on, session.ends_on) == (early.day, late.day)
    assert [meeting.day for meeting in session.meetings.order_by("day")] == [early.day, late.day]
    assert sessions.session_facts_of(session).in_order == (early, late)


def test_only_own_offerings_that_are_offered_get_sessions(people: People) -> None:
    examples = make_examples()
    with pytest.raises(BadInput) as refused:
        sessions.plan_session(
            offering=examples["lov-i-hverdagen"],
            root=people.testkommune,
            facts=session_facts(),
            today=today(),
            by=people.dorte,
        )
    assert codes(refused) == ["offering_not_own"]
    offering = make_offering(people)
    retired = offerings.retire_offering(offering=offering, today=today(), by=people.dorte)
    with pytest.raises(BadInput) as refused:
        make_session(people, retired)
    assert codes(refused) == ["offering_retired"]
    make_session(people, offerings.restore_offering(offering=retired, by=people.dorte))


def test_an_offering_with_sessions_to_come_is_not_retired(people: People) -> None:
    session = make_session(people)
    with pytest.raises(BadInput) as refused:
        offerings.retire_offering(offering=session.offering, today=today(), by=people.dorte)
    assert codes(refused) == ["sessions_to_come"]
    cancel(session, people)
    assert offerings.retire_offering(offering=session.offering, today=today(), by=people.dorte).retired_on == today()


def cancel(session: Session, people: People, because: str = "Underviseren er syg.") -> Session:
    return sessions.cancel_session(
        session=session, cancelled_by=CancelledBy.PROVIDER, because=because, today=today(), by=people.dorte
    )


def test_a_cancelled_session_says_who_and_why_and_stays_cancelled(people: People) -> None:
    session = make_session(people)
    with pytest.raises(BadInput) as refused:
        cancel(session, people, "Syg")
    assert codes(refused) == ["reason_missing"]
    with pytest.raises(BadInput) as refused:
        cancel(session, people, "Fordi 010190-1234 er syg.")
    assert codes(refused) == ["cpr_number"]
    cancelled = cancel(session, people)
    assert (cancelled.state, cancelled.cancelled_by, cancelled.cancelled_on) == ("cancelled", "provider", today())
    for again in (
        lambda: cancel(session, people),
        lambda: sessions.confirm_session(session=session, by=people.dorte),
        lambda: sessions.edit_session(
            session=cancelled, facts=session_facts(), revision=1, today=today(), by=people.dorte
        ),
    ):
        with pytest.raises(BadInput) as refused:
            again()
        assert "session_is_cancelled" in codes(refused)
    assert not Session.objects.still_to_come(today()).exists()
    assert not cancelled.takes_enrolments_on(today())


def test_what_is_over_is_not_cancelled(people: People) -> None:
    session = make_session(people, days=1)
    with pytest.raises(BadInput) as refused:
        sessions.cancel_session(
            session=session,
            cancelled_by=CancelledBy.MUNICIPALITY,
            because="For få er tilmeldt.",
            today=today() + timedelta(days=2),
            by=people.dorte,
        )
    assert codes(refused) == ["session_is_over"]


def test_the_database_itself_keeps_seats_and_days_in_order(people: People) -> None:
    session = make_session(people)
    for columns in (
        {"seats_taken": 8, "seats_promised": 3},
        {"ends_on": session.starts_on - timedelta(days=1)},
        {"most_seats": 3},
        {"state": SessionState.CANCELLED},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Session.objects.filter(pk=session.pk).update(**columns)


def test_prices_and_seats_are_said_as_people_say_them(people: People) -> None:
    offering = make_offering(people)
    assert price_in_words(offering) == "1.200 kr. pr. plads"
    offering.fixed_price = 46000
    assert price_in_words(offering) == "1.200 kr. pr. plads + 46.000 kr. for holdet"
    offering.price_per_seat = offering.fixed_price = 0
    assert price_in_words(offering) == "gratis"
    session = make_session(people, offering)
    assert seats_in_words(session) == "mangler 4 for at køre"
    session.seats_taken, session.seats_promised = 3, 1
    assert (seats_in_words(session), session.seats_missing) == ("6 ledige pladser", 0)
    session.seats_taken = 9
    assert seats_in_words(session) == "fuldt"
    session.state = SessionState.CANCELLED
    assert seats_in_words(session) == "aflyst"
    lifts = in_words(offering.lifts.order_by("pk"), competencies_known_to(people.testkommune.pk))
    assert audience_in_words(lifts) == ["Dig, der bygger grundniveauet op i Lov & Myndighed"]


def test_every_sentence_is_used() -> None:
    code = "\n".join(
        file.read_text() for file in Path(settings.PACKAGE_DIR, "catalogue").rglob("*.py") if file.name != "wording.py"
    )
    assert [name for name in SENTENCES if f'"{name}"' not in code] == []


def test_two_new_offerings_of_the_same_name_at_the_same_time_get_a_code_each(people: People) -> None:
    around = surroundings_of(people.testkommune.pk)
    made = [
        offerings.create_offering(root=people.testkommune, facts=FACTS, by=people.dorte, around=around)
        for _time in range(2)
    ]
    assert made[1].code == f"{made[0].code}-2"
