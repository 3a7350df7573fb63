"""Writing citizens down, changing them, closing and opening their cases."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import override_settings

from fagkompas.audit.models import Event
from fagkompas.citizens.actions.record import (
    CitizenFacts,
    close_case,
    create_citizen,
    edit_citizen,
    facts_of,
    reopen_case,
)
from fagkompas.citizens.models import Citizen, ClosedWhy
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.cpr import as_cpr
from fagkompas.toolkit.together import ChangedMeanwhile
from tests.citizens.making import BEGAN, CPR, TODAY, make_citizen
from tests.people import People

pytestmark = pytest.mark.django_db

FACTS = CitizenFacts(name="Prøve Person", target_group="job-ready", began_on=BEGAN)


def codes(refused: pytest.ExceptionInfo[BadInput]) -> list[tuple[str | None, str]]:
    """Where, and what."""
    return [(problem.place.column, problem.message_code) for problem in refused.value.problems]


def create(people: People, facts: CitizenFacts = FACTS) -> Citizen:
    """By Erik, in Nord, with himself as caseworker."""
    return create_citizen(unit=people.north, facts=facts, caseworker=people.erik, today=TODAY, by=people.erik)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("100190-1234", "1001901234"),
        ("1001901234", "1001901234"),
        ("100190 1234", "1001901234"),
        (" 100190-1234 ", "1001901234"),
        ("700190-1234", "7001901234"),  # a replacement number: 60 added to the day
        ("300290-1234", ""),  # 30 February
        ("920190-1234", ""),  # day 32
        ("100190-123", ""),
        ("100190-12345", ""),
        ("nr. 100190-1234", ""),
        ("", ""),
    ],
)
def test_a_number_is_ten_digits_that_begin_with_a_date(typed: str, number: str) -> None:
    assert as_cpr(typed) == number


def test_a_new_citizen_is_kept_as_typed_and_tidied(people: People) -> None:
    facts = replace(
        FACTS, name="  Prøve   Person ", cpr="700190-1234", email="Prove@Example.DK", address=" Vej 1 \n Sted "
    )
    kept = Citizen.objects.get(pk=create(people, facts).pk)
    assert (kept.name, kept.cpr, kept.email, kept.address) == (
        "Prøve Person",
        CPR,
        "prove@example.dk",
        "Vej 1\nSted",
    )
    assert (kept.unit, kept.root, kept.caseworker) == (people.north, people.testkommune, people.erik)
    event = Event.objects.get(action="citizens.citizen.created")
    assert (event.citizen_id, event.actor_id, event.details) == (kept.pk, people.erik.pk, {})


def test_number_and_contact_cannot_be_read_in_the_database(people: People) -> None:
    citizen = create(people, replace(FACTS, cpr=CPR, phone="12 34 56 78", address="Vej 1"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT cpr, cpr_hash, phone, address FROM citizens_citizen WHERE id = %s", [citizen.pk])
        columns = cursor.fetchone()
    assert not [column for column in columns if any(text in column for text in (CPR, "12 34", "Vej"))]
    assert citizen.shown_cpr == "••••••-••••"


def test_every_problem_is_told_at_once(people: People) -> None:
    facts = CitizenFacts(
        name=" ", target_group="unknown", began_on=TODAY + timedelta(days=1), cpr="300290-1234", language="de"
    )
    with pytest.raises(BadInput) as refused:
        create(people, facts)
    assert codes(refused) == [
        ("name", "name_missing"),
        ("target_group", "target_group_unknown"),
        ("language", "language_unknown"),
        ("began_on", "day_in_future"),
        ("cpr", "cpr_invalid"),
    ]


def test_a_number_stands_in_no_other_field(people: People) -> None:
    with pytest.raises(BadInput) as refused:
        create(people, replace(FACTS, name="Prøve 700190-1234", address="Vej 1, 7001901234"))
    assert codes(refused) == [("name", "cpr_number"), ("address", "cpr_number")]


def test_a_number_is_one_citizens_and_the_refusal_names_only_the_unit(people: People) -> None:
    make_citizen(people, name="Første Person", unit=people.south, cpr=CPR)
    with pytest.raises(BadInput) as refused:
        create(people, replace(FACTS, cpr="700190-1234"))
    assert codes(refused) == [("cpr", "cpr_taken")]
    assert dict(refused.value.problems[0].values) == {"unit": "Syd"}
    assert "7001901234" not in str(refused.value)


def test_another_municipality_may_have_the_same_number(people: People) -> None:
    other = make_citizen(people, unit=people.andenkommune, cpr=CPR)
    made = create(people, replace(FACTS, cpr=CPR))
    assert made.cpr == CPR
    assert made.cpr_hash != other.cpr_hash, "whoever has the tables cannot tell that it is the same person"


def test_a_number_kept_under_an_earlier_key_is_found(people: People, settings: object) -> None:
    make_citizen(people, cpr=CPR)
    earlier = settings.SECRET_KEY  # type: ignore[attr-defined]
    with override_settings(SECRET_KEY="another key of this installation, long enough", SECRET_KEY_FALLBACKS=[earlier]):
        assert Citizen.objects.with_cpr(CPR, root_id=people.testkommune.pk).count() == 1
        with pytest.raises(BadInput) as refused:
            create(people, replace(FACTS, cpr=CPR))
    assert codes(refused) == [("cpr", "cpr_taken")]


def test_a_caseworker_has_a_role_where_the_citizen_is(people: People) -> None:
    for employee in (people.bo, people.freja, people.ida):
        with pytest.raises(BadInput) as refused:
            create_citizen(unit=people.north, facts=FACTS, caseworker=employee, today=TODAY, by=people.erik)
        assert codes(refused) == [("caseworker", "caseworker_elsewhere")]
    made = create_citizen(unit=people.north, facts=FACTS, caseworker=people.alma, today=TODAY, by=people.erik)
    assert made.caseworker == people.alma


def test_a_closed_unit_and_another_municipality_take_nobody(people: People) -> None:
    people.north.retired_on = TODAY
    people.north.save()
    for unit, code in ((people.north, "unit_is_retired"), (people.andenkommune, "other_municipality")):
        with pytest.raises(BadInput) as refused:
            create_citizen(unit=unit, facts=FACTS, caseworker=None, today=TODAY, by=people.erik)
        assert codes(refused) == [("unit", code)]


def test_a_change_is_kept_with_the_names_of_what_changed(people: People) -> None:
    citizen = make_citizen(people, cpr=CPR, phone="12345678")
    facts = replace(facts_of(citizen), phone="87654321", cpr="710190-1234")
    edit_citizen(citizen=citizen, facts=facts, revision=0, today=TODAY, by=people.erik)
    kept = Citizen.objects.get(pk=citizen.pk)
    assert (kept.phone, kept.cpr, kept.revision) == ("87654321", "7101901234", 1)
    assert list(Citizen.objects.with_cpr("7101901234", root_id=kept.root_id)) == [kept]
    assert not Citizen.objects.with_cpr(CPR, root_id=kept.root_id).exists()
    event = Event.objects.get(action="citizens.citizen.edited")
    assert (event.citizen_id, event.details) == (citizen.pk, {"fields": ["cpr", "phone"]})


def test_nothing_changed_is_nothing_written(people: People) -> None:
    citizen = make_citizen(people, cpr=CPR)
    edit_citizen(citizen=citizen, facts=facts_of(citizen), revision=0, today=TODAY, by=people.erik)
    assert Citizen.objects.get(pk=citizen.pk).revision == 0
    assert not Event.objects.filter(action="citizens.citizen.edited").exists()


def test_who_was_slower_is_told(people: People) -> None:
    citizen = make_citizen(people)
    edit_citizen(citizen=citizen, facts=replace(facts_of(citizen), phone="1"), revision=0, today=TODAY, by=people.erik)
    with pytest.raises(ChangedMeanwhile):
        edit_citizen(
            citizen=citizen, facts=replace(facts_of(citizen), phone="2"), revision=0, today=TODAY, by=people.alma
        )


def test_what_cannot_be_read_is_left_as_it_stands(people: People) -> None:
    citizen = make_citizen(people, cpr=CPR, phone="12345678")
    with override_settings(SECRET_KEY="a key that never wrote it, long enough for all", SECRET_KEY_FALLBACKS=[]):
        unread = Citizen.objects.get(pk=citizen.pk)
        with pytest.raises(BadInput) as refused:
            edit_citizen(
                citizen=unread, facts=replace(facts_of(unread), phone="1"), revision=0, today=TODAY, by=people.erik
            )
        assert codes(refused) == [("citizen", "unread")]
    assert Citizen.objects.get(pk=citizen.pk).phone == "12345678"


def test_a_case_is_closed_and_opened_again(people: People) -> None:
    citizen = make_citizen(people)
    close_case(citizen=citizen, on=TODAY, why=ClosedWhy.JOB, today=TODAY, by=people.erik)
    closed = Citizen.objects.get(pk=citizen.pk)
    assert (closed.closed_on, closed.closed_why, closed.is_closed) == (TODAY, "job", True)
    reopen_case(citizen=citizen, by=people.erik)
    opened = Citizen.objects.get(pk=citizen.pk)
    assert (opened.closed_on, opened.closed_why, opened.caseworker) == (None, "", people.erik)
    actions = list(Event.objects.filter(citizen_id=citizen.pk).order_by("pk").values_list("action", flat=True))
    assert actions == ["citizens.case.closed", "citizens.case.reopened"]


@pytest.mark.parametrize(
    ("on", "code"), [(TODAY + timedelta(days=1), "day_in_future"), (BEGAN - timedelta(days=1), "day_too_early")]
)
def test_a_case_closes_on_a_day_between_its_opening_and_today(people: People, on: date, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        close_case(citizen=make_citizen(people), on=on, why=ClosedWhy.JOB, today=TODAY, by=people.erik)
    assert codes(refused) == [("on", code)]


def test_a_case_is_closed_once_and_only_a_closed_one_opened(people: People) -> None:
    citizen = make_citizen(people)
    with pytest.raises(BadInput) as refused:
        reopen_case(citizen=citizen, by=people.erik)
    assert codes(refused) == [("on", "not_closed")]
    close_case(citizen=citizen, on=TODAY, why=ClosedWhy.JOB, today=TODAY, by=people.erik)
    with pytest.raises(BadInput) as refused:
        close_case(citizen=citizen, on=TODAY, why=ClosedWhy.OTHER, today=TODAY, by=people.alma)
    assert codes(refused) == [("on", "already_closed")]


def test_a_case_opened_again_waits_for_a_caseworker_when_hers_has_left(people: People) -> None:
    citizen = make_citizen(people)
    close_case(citizen=citizen, on=TODAY, why=ClosedWhy.JOB, today=TODAY, by=people.erik)
    people.erik.is_active, people.erik.retired_on = False, TODAY
    people.erik.save()
    assert reopen_case(citizen=citizen, by=people.alma).caseworker is None
