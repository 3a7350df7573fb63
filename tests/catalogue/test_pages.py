"""The pages of the catalogue: what each shows to whom, what is typed and refused, and two people at once."""

import io
import re
from collections.abc import Callable
from datetime import time, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape

from fagkompas.accounts.models import Employee
from fagkompas.catalogue.actions import offerings, seats, sessions
from fagkompas.catalogue.facts import LiftFacts, MeetingFacts
from fagkompas.catalogue.models import CancelledBy, Offering, Programme, Session, SessionState, SharedSeats
from fagkompas.catalogue.today import today_items
from fagkompas.catalogue.wording import moved_in_words
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.formats import long_date
from fagkompas.toolkit.workbooks import open_workbook
from tests.assessments.test_at_the_same_moment import at_once
from tests.catalogue.making import (
    make_examples,
    make_joint_elsewhere,
    make_offering,
    make_programme,
    make_session,
    session_facts,
    today,
)
from tests.frameworks.making import make_empty
from tests.people import People, make_employee, make_people, make_unit

ClientFor = Callable[[Employee], Client]


def text(response: Any) -> str:
    """The page, let in."""
    assert response.status_code == 200, response.status_code
    return str(response.content.decode())


def listed(client: Client, query: str = "") -> list[str]:
    """Titles in the list, as they come."""
    page = text(client.get(reverse("catalogue:list") + query))
    return re.findall(r'<a href="/laering/katalog/[0-9a-f-]{36}/">([^<]*)</a>', page)


# The list


def test_the_list_shows_own_ones_and_examples_not_taken_over(people: People, client_for: ClientFor) -> None:
    examples = make_examples()
    offerings.take_over(example=examples["lov-i-hverdagen"], root=people.testkommune, by=people.dorte)
    make_offering(people, root=people.andenkommune, title_da="Hemmeligt naboforløb")
    bo = client_for(people.bo)
    titles = listed(bo) + listed(bo, "?side=2")
    assert len(titles) == len(examples)
    assert titles.count("Lov i hverdagen") == 1
    assert "Hemmeligt naboforløb" not in titles
    assert listed(bo, "?kilde=egne") == ["Lov i hverdagen"]
    assert "Lov i hverdagen" not in listed(bo, "?kilde=eksempler&sortering=-titel")
    assert listed(bo, "?kilde=faelles") == []


FILTERS = [
    ("?felt=LM", {"Jura", "Begge"}),
    ("?felt=IT", {"Begge"}),
    ("?dimension=practical", {"Jura", "Begge"}),
    ("?dimension=relational", {"Team"}),
    ("?form=reflecting-team", {"Team"}),
    ("?afholder=intern", {"Team"}),
    ("?akkrediteret=ja", {"Begge"}),
    ("?pris=0", {"Team"}),
    ("?pris=5000", {"Jura", "Team"}),
    ("?start=30", {"Jura"}),
    ("?start=91", {"Jura", "Begge"}),
    ("?start=ingen", {"Team"}),
    ("?felt=LM&start=30&pris=5000", {"Jura"}),
    ("?felt=findes-ikke", {"Jura", "Begge", "Team"}),
]


@pytest.mark.parametrize(("query", "expected"), FILTERS, ids=[query for query, _ in FILTERS])
def test_each_filter_finds_what_fits(people: People, client_for: ClientFor, query: str, expected: set[str]) -> None:
    law, it = (LiftFacts(code=code, lift=Decimal(1), up_to=3) for code in ("LM-G1", "IT-S1"))
    one = make_offering(people, title_da="Jura", lifts=(law,))
    both = make_offering(people, title_da="Begge", lifts=(law, it), accredited=True, price_per_seat=9000)
    make_offering(
        people,
        title_da="Team",
        form="reflecting-team",
        dimensions=("relational",),
        internal=True,
        price_per_seat=0,
        lifts=(),
    )
    make_session(people, one, days=20)
    make_session(people, both, days=60)
    assert set(listed(client_for(people.bo), query)) == expected


def test_the_list_sorts_and_says_when_nothing_fits(people: People, client_for: ClientFor) -> None:
    make_offering(people, title_da="Billig", price_per_seat=10)
    make_offering(people, title_da="Dyr", price_per_seat=9000)
    bo = client_for(people.bo)
    assert listed(bo, "?sortering=-pris") == ["Dyr", "Billig"]
    assert listed(bo, "?sortering=findes-ikke") == ["Billig", "Dyr"]
    assert "Intet tilbud passer" in text(bo.get(reverse("catalogue:list") + "?felt=IT"))


def test_an_empty_catalogue_says_how_it_is_filled(people: People, client_for: ClientFor) -> None:
    make_empty()
    assert "load_catalogue" in text(client_for(people.bo).get(reverse("catalogue:list")))
    assert "load_catalogue" in text(client_for(people.bo).get(reverse("catalogue:forms")))


def test_retired_ones_are_left_out_but_for_those_who_keep_the_catalogue(people: People, client_for: ClientFor) -> None:
    offering = make_offering(people)
    offerings.retire_offering(offering=offering, today=today(), by=people.dorte)
    assert listed(client_for(people.bo)) == []
    assert listed(client_for(people.dorte)) == ["Lov for nye"]
    assert "Tilbydes ikke nu" in text(client_for(people.bo).get(reverse("catalogue:offering", args=[offering.uuid])))


def test_lists_and_pages_ask_no_more_of_the_database_with_more_rows(people: People, client_for: ClientFor) -> None:
    client = client_for(people.dorte)
    first = make_offering(people, title_da="Nummer 0")
    session = make_session(people, first, is_joint=True)

    def queries() -> list[int]:
        counts = []
        for address in (
            reverse("catalogue:list"),
            reverse("catalogue:sessions"),
            reverse("catalogue:forms"),
            reverse("catalogue:export", args=["xlsx"]),
            reverse("catalogue:offering", args=[first.uuid]),
            reverse("catalogue:session", args=[session.uuid]),
            reverse("catalogue:offering_edit", args=[first.uuid]),
            reverse("home"),
        ):
            with CaptureQueriesContext(connection) as captured:
                client.get(address)
            counts.append(len(captured))
        return counts

    before = queries()
    for number in range(1, 12):
        make_session(people, make_offering(people, title_da=f"Nummer {number}"), days=number)
        make_session(people, first, days=20 + number)
    for unit in (people.north, people.south, people.testkommune):
        seats.promise_seats(session=session, unit=unit, seats=1, today=today(), by=people.dorte)
    assert queries() == before


# An offering


def test_an_offering_says_what_it_lifts_for_whom_and_when(people: People, client_for: ClientFor) -> None:
    make_offering(people, title_da="Først")
    offering = make_offering(people, prerequisites=("foerst",), link="https://kursus.example/lov")
    session = make_session(people, offering, days=20)
    page = text(client_for(people.bo).get(reverse("catalogue:offering", args=[offering.uuid])))
    for words in (
        "Du finder reglen og bruger den.",
        "LM-G1 Lovgivning og forvaltningsret",
        "3 Sikkert, også i svære sager",
        "Dig, der bygger grundniveauet op i Lov",
        "1.200 kr. pr. plads",
        "mangler 4 for at køre",
        "4 til 10",
        "Vejledningen: Kursus",
        "Først",
        "https://kursus.example/lov",
    ):
        assert escape(words) in page, words
    assert reverse("catalogue:session", args=[session.uuid]) in page
    for words in ("Planlæg et hold", "Ret", "Tag det ud af kataloget"):
        assert f">{words}<" not in page
        assert f">{words}<" in text(client_for(people.dorte).get(reverse("catalogue:offering", args=[offering.uuid])))


def test_another_municipality_sees_joint_sessions_only(people: People, client_for: ClientFor) -> None:
    offering = make_offering(people, root=people.andenkommune, title_da="Naboens modul")
    alone = make_session(people, offering, days=10)
    bo = client_for(people.bo)
    for address in (
        reverse("catalogue:offering", args=[offering.uuid]),
        reverse("catalogue:session", args=[alone.uuid]),
    ):
        assert bo.get(address).status_code == 404
    joint = make_session(people, offering, days=20, is_joint=True)
    assert listed(bo, "?kilde=faelles") == ["Naboens modul"]
    page = text(bo.get(reverse("catalogue:offering", args=[offering.uuid])))
    assert "Holdes af Andenkommune" in page
    assert str(joint.uuid) in page
    assert str(alone.uuid) not in page
    assert bo.get(reverse("catalogue:session", args=[alone.uuid])).status_code == 404
    assert "Andenkommune" in text(bo.get(reverse("catalogue:session", args=[joint.uuid])))
    assert str(joint.uuid) in text(bo.get(reverse("catalogue:sessions") + "?vis=faelles"))
    own = sessions.cancel_session(
        session=joint, cancelled_by=CancelledBy.PROVIDER, because="Ingen lokaler.", today=today(), by=people.outsider
    )
    assert bo.get(reverse("catalogue:session", args=[own.uuid])).status_code == 404
    assert bo.get(reverse("catalogue:offering", args=[offering.uuid])).status_code == 404


def test_an_example_is_taken_over_and_then_edited(people: People, client_for: ClientFor) -> None:
    example = make_examples()["lov-i-hverdagen"]
    dorte = client_for(people.dorte)
    assert "Overtag det" in text(dorte.get(reverse("catalogue:offering", args=[example.uuid])))
    response = dorte.post(reverse("catalogue:take_over", args=[example.uuid]))
    own = Offering.objects.get(root=people.testkommune)
    assert response["Location"] == reverse("catalogue:offering_edit", args=[own.uuid])
    assert "Gå til jeres eget" in text(dorte.get(reverse("catalogue:offering", args=[example.uuid])))
    dorte.post(reverse("catalogue:take_over", args=[example.uuid]))
    assert Offering.objects.filter(root=people.testkommune).count() == 1


def posted_offering(**changes: object) -> dict[str, object]:
    """What a browser sends of the form, with one competency."""
    given: dict[str, object] = {
        "title_da": "Skriv klart",
        "form": "course",
        "dimensions": ["practical"],
        "provider_da": "Eget hus",
        "hours": "7",
        "price_per_seat": "0",
        "least_seats": "4",
        "most_seats": "12",
        "language": "da",
        "revision": "0",
        "lift-TOTAL_FORMS": "2",
        "lift-INITIAL_FORMS": "2",
        "lift-0-code": "LM-G1",
        "lift-0-lift": "0.5",
        "lift-0-up_to": "3",
        "lift-1-code": "",
        "lift-1-lift": "1",
        "lift-1-up_to": "3",
    }
    return given | changes


def test_a_new_offering_from_the_form(people: People, client_for: ClientFor) -> None:
    dorte = client_for(people.dorte)
    response = dorte.post(reverse("catalogue:offering_new"), posted_offering(), follow=True)
    offering = Offering.objects.get()
    assert "Planlæg det første hold" in text(response)
    assert (offering.root, offering.title_da, offering.dimensions) == (people.testkommune, "Skriv klart", ["practical"])
    assert [(lift.code, float(lift.lift), lift.up_to) for lift in offering.lifts.order_by("pk")] == [("LM-G1", 0.5, 3)]


def test_what_is_refused_stands_at_its_field_and_nothing_typed_is_lost(people: People, client_for: ClientFor) -> None:
    bad = posted_offering(
        title_da="", hours="-7", price_per_seat="", most_seats="2", dimensions=[], description_da="Bevares"
    )
    response = client_for(people.dorte).post(reverse("catalogue:offering_new"), bad)
    assert response.status_code == 422
    page = response.content.decode()
    assert "Bevares" in page
    assert 'href="#id_title_da"' in page
    bad |= {"title_da": "Nu med titel", "price_per_seat": "-1"}
    page = client_for(people.dorte).post(reverse("catalogue:offering_new"), bad).content.decode()
    for words in (
        "-7 timer kan ikke passe",
        "-1 kr. kan ikke passe",
        "Det højeste tal skal stå i højst",
        "Vælg den dimension",
    ):
        assert words in page
    assert not Offering.objects.exists()


def test_more_rows_keep_what_was_typed_and_judge_nothing(people: People, client_for: ClientFor) -> None:
    sent = posted_offering(title_da="", hours="syv", more="1")
    response = client_for(people.dorte).post(reverse("catalogue:offering_new"), sent)
    page = text(response)
    assert 'value="syv"' in page
    assert "lift-4-code" in page
    assert "skal rettes" not in page
    assert not Offering.objects.exists()


def test_a_guide_starts_an_offering_and_its_first_session(people: People, client_for: ClientFor) -> None:
    dorte = client_for(people.dorte)
    page = text(dorte.get(reverse("catalogue:form", args=["reflecting-team"])))
    start = reverse("catalogue:offering_new") + "?form=reflecting-team"
    assert start in page
    assert start not in text(client_for(people.bo).get(reverse("catalogue:form", args=["reflecting-team"])))
    form = text(dorte.get(start))
    for words in ('value="Reflekterende team"', 'value="4.5"', 'value="Testkommune"'):
        assert words in form
    offering = make_offering(people, form="reflecting-team", dimensions=(), hours=Decimal("4.5"))
    planned = text(dorte.get(reverse("catalogue:session_new", args=[offering.uuid])))
    assert planned.count('value="09:45"') == 6
    assert text(dorte.get(reverse("catalogue:offering_new") + "?form=findes-ikke"))


def test_two_people_on_one_offering_see_both_and_lose_nothing(people: People, client_for: ClientFor) -> None:
    offering = make_offering(people)
    address = reverse("catalogue:offering_edit", args=[offering.uuid])
    dorte = client_for(people.dorte)
    opened = dorte.get(address).context["opened"]
    first = posted_offering(title_da="Lov for nye", provider_da="Kursushuset", hours="9")
    assert dorte.post(address, first).status_code == 302
    mine = posted_offering(
        title_da="Lov for nye",
        provider_da="Højskolen",
        hours="7",
        price_per_seat="1200",
        least_seats="4",
        most_seats="10",
    )
    mine |= {
        "title_en": "Law for newcomers",
        "description_da": "Du finder reglen og bruger den.",
        "lift-0-lift": "1",
        "lift-1-code": "LM-G2",
    }
    response = dorte.post(address, mine | {f"opened-{name}": value for name, value in opened.items()})
    assert response.status_code == 409
    page = response.content.decode()
    for words in ("Dorte", "Højskolen", "Kursushuset"):
        assert words in page
    form, rows = response.context["form"], response.context["rows"]
    assert form.initial["provider_da"] == "Højskolen"
    assert form.initial["hours"] == "9"
    assert [row.initial["code"] for row in rows if row.initial.get("code")] == ["LM-G1", "LM-G2"]
    again = mine | {"hours": "9", "price_per_seat": "0", "revision": str(form.initial["revision"])}
    assert dorte.post(address, again).status_code == 302
    offering.refresh_from_db()
    assert (offering.provider_da, float(offering.hours), offering.lifts.count()) == ("Højskolen", 9.0, 2)


def test_retire_and_restore_by_button(people: People, client_for: ClientFor) -> None:
    session = make_session(people)
    dorte = client_for(people.dorte)
    retire = reverse("catalogue:offering_retire", args=[session.offering.uuid])
    assert "kommende hold" in text(dorte.post(retire, follow=True))
    Session.objects.filter(pk=session.pk).delete()
    assert "ud af kataloget" in text(dorte.post(retire, follow=True))
    restore = reverse("catalogue:offering_restore", args=[session.offering.uuid])
    assert "i kataloget igen" in text(dorte.post(restore, follow=True))


# Sessions


def posted_session(*days: int, **changes: object) -> dict[str, object]:
    """What a browser sends of the form; days so many ahead."""
    given: dict[str, object] = {
        "place": "Lokale 1",
        "least_seats": "4",
        "most_seats": "10",
        "enrol_by": "",
        "revision": "0",
        "day-TOTAL_FORMS": str(len(days) + 1),
        "day-INITIAL_FORMS": str(len(days) + 1),
    }
    for place, ahead in enumerate(days):
        given[f"day-{place}-day"] = (today() + timedelta(days=ahead)).isoformat()
        given[f"day-{place}-starts_at"], given[f"day-{place}-ends_at"] = "09:00", "15:30"
    return given | changes


def test_a_session_is_planned_with_several_days(people: People, client_for: ClientFor) -> None:
    offering = make_offering(people)
    dorte = client_for(people.dorte)
    address = reverse("catalogue:session_new", args=[offering.uuid])
    assert dorte.post(address, posted_session(27, 20)).status_code == 302
    session = Session.objects.get()
    assert (session.starts_on, session.ends_on) == (today() + timedelta(days=20), today() + timedelta(days=27))
    page = text(dorte.get(reverse("catalogue:session", args=[session.uuid])))
    assert "Mangler 4 for at køre" in page
    assert "Bekræft det, selv om det mangler folk" in page


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (posted_session(), "Skriv mindst én dag"),
        ({**posted_session(5), "day-0-day": "2020-01-01"}, "er gået. Vælg en kommende dag"),
        ({**posted_session(5), "day-0-ends_at": "08:00"}, "slutter det, før det begynder"),
        ({**posted_session(5), "day-0-ends_at": ""}, "Skriv også klokkeslættet"),
        ({**posted_session(5), "day-0-day": "i morgen"}, "Skriv en dato"),
        ({**posted_session(5), "place": ""}, "Skriv, hvor det holdes"),
        ({**posted_session(5), "most_seats": "3"}, "Det højeste tal skal stå i højst"),
        ({**posted_session(5), "enrol_by": (today() + timedelta(days=6)).isoformat()}, "ligger efter første dag"),
    ],
    ids=["no-day", "past", "backwards", "no-time", "no-date", "no-place", "seats", "enrol-by"],
)
def test_a_session_that_cannot_be_is_refused_in_words(
    people: People, client_for: ClientFor, sent: dict[str, object], words: str
) -> None:
    offering = make_offering(people)
    response = client_for(people.dorte).post(reverse("catalogue:session_new", args=[offering.uuid]), sent)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Session.objects.exists()


def test_more_days_keep_what_was_typed(people: People, client_for: ClientFor) -> None:
    session = make_session(people)
    address = reverse("catalogue:session_edit", args=[session.uuid])
    page = text(client_for(people.dorte).post(address, posted_session(40, place="Sal 7", more="1")))
    assert "Sal 7" in page
    assert (today() + timedelta(days=40)).isoformat() in page
    assert "day-3-day" in page


def test_a_session_does_not_shrink_under_its_enrolled(people: People, client_for: ClientFor) -> None:
    session = make_session(people)
    seats.keep_seats(session=session, places=[people.north.lineage] * 6)
    address = reverse("catalogue:session_edit", args=[session.uuid])
    dorte = client_for(people.dorte)
    assert "6 pladser er optaget" in text(dorte.get(address))
    response = dorte.post(address, posted_session(30, most_seats="5"))
    assert response.status_code == 422
    assert "5 pladser er for få: 6 er optaget" in response.content.decode()
    assert dorte.post(address, posted_session(30, most_seats="6")).status_code == 302


def test_two_people_on_one_session_see_both(people: People, client_for: ClientFor) -> None:
    session = make_session(people)
    address = reverse("catalogue:session_edit", args=[session.uuid])
    dorte = client_for(people.dorte)
    opened = {f"opened-{name}": value for name, value in dorte.get(address).context["opened"].items()}
    assert dorte.post(address, posted_session(30, place="Sal 1", most_seats="12")).status_code == 302
    response = dorte.post(address, posted_session(30, 31, place="Sal 2") | opened)
    assert response.status_code == 409
    form, rows = response.context["form"], response.context["rows"]
    assert (form.initial["place"], form.initial["most_seats"], len(rows)) == ("Sal 2", "12", 3)
    for words in ("Sal 1", "Sal 2"):
        assert words in response.content.decode()
    session.refresh_from_db()
    assert session.place == "Sal 1"


def test_a_session_short_of_people_is_confirmed_after_a_question_and_the_yes_is_taken_back(
    people: People, client_for: ClientFor
) -> None:
    session, dorte = make_session(people, least_seats=4), client_for(people.dorte)
    address = reverse("catalogue:session", args=[session.uuid])
    confirm = reverse("catalogue:session_confirm", args=[session.uuid])
    page = text(dorte.get(address))
    assert "Åbn det for andre" in page
    assert confirm in page
    assert f'action="{confirm}"' not in page
    asked = text(dorte.post(confirm))
    assert "Det kræver mindst 4 at køre, og der mangler 4." in asked
    assert "Ingen har en plads." in asked
    session.refresh_from_db()
    assert session.state == SessionState.PLANNED
    assert "Holdet er bekræftet" in text(dorte.post(confirm, {"although_short": "1"}, follow=True))
    assert "Fortryd bekræftelsen" in text(dorte.get(address))
    back = dorte.post(reverse("catalogue:session_unconfirm", args=[session.uuid]), follow=True)
    assert "Holdet er planlagt igen" in text(back)
    session.refresh_from_db()
    assert session.state == SessionState.PLANNED
    again = text(dorte.post(reverse("catalogue:session_unconfirm", args=[session.uuid]), follow=True))
    assert "Holdet er ikke bekræftet" in again


def test_a_session_that_has_begun_stays_confirmed(people: People) -> None:
    session = make_session(people)
    sessions.confirm_session(session=session, by=people.dorte)
    with pytest.raises(BadInput) as refused:
        sessions.take_confirmation_back(session=session, today=session.starts_on, by=people.dorte)
    assert [problem.message_code for problem in refused.value.problems] == ["session_has_begun"]


def test_a_session_is_opened_to_others_by_a_button(people: People, client_for: ClientFor) -> None:
    session, dorte = make_session(people), client_for(people.dorte)
    opened = dorte.post(reverse("catalogue:session_open", args=[session.uuid]), follow=True)
    assert "andre enheder og kommuner kan give tilsagn" in text(opened)
    session.refresh_from_db()
    assert session.is_joint
    assert "Åbn det for andre" not in text(dorte.get(reverse("catalogue:session", args=[session.uuid])))


def test_confirm_and_cancel_with_who_and_why(people: People, client_for: ClientFor) -> None:
    session = make_session(people, least_seats=1)
    seats.keep_seats(session=session, places=[people.north.lineage])
    dorte = client_for(people.dorte)
    assert "bekræftet" in text(dorte.post(reverse("catalogue:session_confirm", args=[session.uuid]), follow=True))
    cancel = reverse("learning:session_cancel", args=[session.uuid])
    assert dorte.post(cancel, {"cancelled_by": "provider", "because": "syg"}).status_code == 422
    assert dorte.post(cancel, {"because": "Underviseren er syg."}).status_code == 422
    sent = {"cancelled_by": "provider", "because": "Underviseren er syg."}
    page = text(dorte.post(cancel, sent, follow=True))
    for words in ("Besluttet af: Udbyderen", "Underviseren er syg."):
        assert words in page
    assert "Bekræft, at det kører" not in page
    page = text(client_for(people.bo).get(reverse("catalogue:session", args=[session.uuid])))
    assert "Underviseren er syg." in page
    assert "Holdet er aflyst" in text(
        dorte.post(reverse("catalogue:session_confirm", args=[session.uuid]), follow=True)
    )
    assert dorte.post(cancel, sent).status_code == 422


def test_others_promise_seats_and_names_stay_with_those_who_agreed(people: People, client_for: ClientFor) -> None:
    session = make_session(people, is_joint=True)
    outsider, alma, bo = (client_for(person) for person in (people.outsider, people.alma, people.bo))
    promise = reverse("catalogue:seats_promise", args=[session.uuid])
    address = reverse("catalogue:session", args=[session.uuid])
    response = outsider.post(promise, {"unit": people.andenkommune.uuid, "seats": "3"}, follow=True)
    assert "Tilsagn om 3 pladser er givet." in text(response)
    assert "Mangler 1 for at køre" in text(bo.get(address))
    assert alma.post(promise, {"unit": people.south.uuid, "seats": "1"}).status_code == 422
    assert alma.post(promise, {"unit": people.andenkommune.uuid, "seats": "1"}).status_code == 422
    response = alma.post(promise, {"unit": "nord", "seats": "1"})
    assert "Vælg en fra listen." in response.content.decode()
    assert alma.post(promise, {"unit": people.north.uuid, "seats": "9"}).status_code == 422
    assert alma.post(promise, {"unit": people.north.uuid, "seats": "-1"}).status_code == 422
    assert alma.post(promise, {"unit": people.north.uuid, "seats": "2"}).status_code == 302
    assert "5 ledige pladser" in text(bo.get(address))
    for client, shown, hidden in ((outsider, "Outsider,", "Alma,"), (alma, "Alma,", "Outsider,")):
        page = text(client.get(address)).partition("<main")[2]
        assert shown in page
        assert hidden not in page
    page = text(client_for(people.dorte).get(address))
    assert "Alma," in page
    assert "Outsider," in page
    elsewhere = SharedSeats.objects.get(unit=people.andenkommune)
    assert alma.post(reverse("catalogue:seats_withdraw", args=[elsewhere.uuid])).status_code == 404
    assert outsider.post(reverse("catalogue:seats_withdraw", args=[elsewhere.uuid])).status_code == 302
    assert alma.post(reverse("catalogue:seats_withdraw", args=[uuid4()])).status_code == 404
    assert "Mangler 2 for at køre" in text(bo.get(address))


def test_seats_that_others_rely_on_are_taken_back_with_a_reason(people: People, client_for: ClientFor) -> None:
    session = make_session(people, is_joint=True)
    promise = seats.promise_seats(session=session, unit=people.north, seats=4, today=today(), by=people.alma)
    sessions.confirm_session(session=session, by=people.dorte)
    alma, url = client_for(people.alma), reverse("catalogue:seats_withdraw", args=[promise.uuid])
    asked = alma.post(url)
    assert asked.status_code == 422
    assert "Træk tilsagnet for Nord" in asked.content.decode()
    again = alma.post(url, {"because": "Kort"})
    assert again.status_code == 422
    assert "Kort</textarea>" in again.content.decode()
    assert alma.post(url, {"because": "Vi mangler folk i hele april."}).status_code == 302
    page = text(client_for(people.dorte).get(reverse("catalogue:session", args=[session.uuid])))
    assert "Vi mangler folk i hele april." in page


def test_a_session_that_is_moved_says_from_what_to_what(people: People, client_for: ClientFor) -> None:
    session = make_session(people, days=30)

    def change(days: int, **changes: object) -> str:
        held = sessions.edit_session(
            session=session,
            facts=session_facts(days, **changes),
            revision=Session.objects.get(pk=session.pk).revision,
            today=today(),
            by=people.dorte,
        )
        with translation.override("da"):
            return moved_in_words(held)

    first, other, third = (long_date(today() + timedelta(days=days)) for days in (30, 60, 90))
    assert change(30, most_seats=12) == ""
    assert change(60) == f"Holdet er flyttet fra {first} til {other}."
    assert change(90, place="Lokale 2") == (
        f"Holdet er flyttet fra {first} til {third}. Det holdes nu her: Lokale 2. Før: Lokale 1."
    )
    page = text(client_for(people.bo).get(reverse("catalogue:session", args=[session.uuid])))
    assert f"Holdet er flyttet fra {first}" in page
    assert change(30) == ""
    assert change(30, is_online=True, place="") == "Det holdes nu her: online. Før: Lokale 1."
    assert change(30) == ""
    meeting = MeetingFacts(day=session.starts_on, starts_at=time(10), ends_at=time(12))
    assert change(30, meetings=(meeting,)) == "Holdet har fået andre dage eller tider."


def test_whoever_promised_seats_still_sees_a_cancelled_session(people: People, client_for: ClientFor) -> None:
    session = make_joint_elsewhere(people)
    seats.promise_seats(session=session, unit=people.north, seats=2, today=today(), by=people.alma)
    sessions.cancel_session(
        session=session,
        cancelled_by=CancelledBy.PROVIDER,
        because="Ingen underviser.",
        today=today(),
        by=people.outsider,
    )
    page = text(client_for(people.bo).get(reverse("catalogue:session", args=[session.uuid])))
    assert "Ingen underviser." in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", 3),
        ("?vis=mangler", 2),
        ("?vis=ledige", 3),
        ("?vis=faelles", 1),
        ("?vis=aflyst", 1),
        ("?vis=holdt", 0),
        ("?vis=x", 3),
    ],
)
def test_the_list_of_sessions_shows_what_is_asked_for(
    people: People, client_for: ClientFor, query: str, expected: int
) -> None:
    offering = make_offering(people)
    make_session(people, offering, days=5, is_joint=True)
    filled = make_session(people, offering, days=6)
    seats.keep_seats(session=filled, places=[people.north.lineage] * 4)
    make_session(people, offering, days=7)
    gone = make_session(people, offering, days=8)
    sessions.cancel_session(
        session=gone,
        cancelled_by=CancelledBy.MUNICIPALITY,
        because="For få er tilmeldt.",
        today=today(),
        by=people.dorte,
    )
    page = text(client_for(people.bo).get(reverse("catalogue:sessions") + query))
    assert len(re.findall("/laering/katalog/hold/[0-9a-f-]{36}/", page)) == expected


# The rest


def test_every_learning_form_has_its_page_in_both_languages(people: People, client_for: ClientFor) -> None:
    examples = make_examples()
    bo = client_for(people.bo)
    overview = text(bo.get(reverse("catalogue:forms")))
    for code in {one.form.code for one in Offering.objects.select_related("form").order_by("pk")}:
        assert reverse("catalogue:form", args=[code]) in overview
        page = text(bo.get(reverse("catalogue:form", args=[code])))
        assert "Det går tit galt" in page
    people.bo.language = "en"
    people.bo.save()
    bo.cookies["django_language"] = "en"
    page = text(bo.get(reverse("catalogue:form", args=["course"])))
    assert "What often goes wrong" in page
    assert escape(examples["lov-i-hverdagen"].title_en) in page
    assert bo.get(reverse("catalogue:form", args=["findes-ikke"])).status_code == 404


def test_programmes_are_added_and_edited(people: People, client_for: ClientFor) -> None:
    dorte = client_for(people.dorte)
    address = reverse("catalogue:programmes")
    assert dorte.post(address, {"name_da": "", "years": "0", "ects": "60"}).status_code == 422
    response = dorte.post(address, {"name_da": "Diplom i ledelse", "years": "0", "ects": "60"})
    assert "0 år kan ikke passe" in response.content.decode()
    assert dorte.post(address, {"name_da": "Diplom i ledelse", "years": "6", "ects": "60"}).status_code == 302
    programme = Programme.objects.get(root=people.testkommune)
    edit = reverse("catalogue:programme_edit", args=[programme.uuid])
    assert dorte.post(edit, {"name_da": "Ledelse", "years": "5", "ects": "55.5"}).status_code == 302
    programme.refresh_from_db()
    assert (programme.name_da, programme.years, float(programme.ects), programme.code) == (
        "Ledelse",
        5,
        55.5,
        "diplom-i-ledelse",
    )
    assert dorte.post(edit, {"name_da": "Ledelse", "years": "5", "ects": "9999"}).status_code == 422


def test_a_module_of_an_own_programme(people: People, client_for: ClientFor) -> None:
    programme = make_programme(people)
    sent = posted_offering(programme=programme.code, ects="10", accredited="on")
    assert client_for(people.dorte).post(reverse("catalogue:offering_new"), sent).status_code == 302
    offering = Offering.objects.get()
    assert (offering.programme, offering.accredited) == (programme, True)
    assert "Vores diplom" in text(client_for(people.bo).get(reverse("catalogue:offering", args=[offering.uuid])))


def read(response: Any) -> dict[str, list[list[object]]]:
    with open_workbook(io.BytesIO(response.content), name="k.xlsx") as workbook:
        return {sheet.name: [list(line.cells) for line in sheet.rows()] for sheet in workbook.sheets}


def test_the_list_is_taken_out_as_it_is_filtered(people: People, client_for: ClientFor) -> None:
    make_session(people, make_offering(people, title_da="Inde"), days=10)
    make_offering(people, title_da="Ude", price_per_seat=9000)
    make_session(people, make_offering(people, root=people.andenkommune, title_da="Naboens"), days=10)
    bo = client_for(people.bo)
    sheets = read(bo.get(reverse("catalogue:export", args=["xlsx"]) + "?pris=5000"))
    assert [line[1] for line in sheets["Tilbud"][1:]] == ["Inde"]
    assert len(sheets["Hold"]) == 2
    csv = bo.get(reverse("catalogue:export", args=["csv"])).content.decode("utf-8-sig")
    assert "Ude" in csv
    assert "Naboens" not in csv


def test_today_a_consultant_is_asked_about_sessions_that_are_not_sure(people: People) -> None:
    offering = make_offering(people)
    soon = make_session(people, offering, days=20, enrol_by=today() + timedelta(days=6))
    make_session(people, offering, days=40)
    enough = make_session(people, offering, days=10)
    seats.keep_seats(session=enough, places=[people.north.lineage] * 4)
    sure = make_session(people, offering, days=9)
    sessions.confirm_session(session=sure, by=people.dorte)
    items = today_items(people.dorte, today())
    assert {item.url for item in items} == {reverse("catalogue:session", args=[one.uuid]) for one in (soon, enough)}
    by_url = {item.url: item for item in items}
    first = by_url[reverse("catalogue:session", args=[soon.uuid])]
    assert first.due == soon.enrol_by
    assert "mangler 4" in first.why_now
    assert "Bekræft" in by_url[reverse("catalogue:session", args=[enough.uuid])].why_now
    assert today_items(people.alma, today()) == []
    assert today_items(people.outsider, today()) == []


# Whoever asks, and whatever happens meanwhile


@pytest.mark.parametrize("query", ["", "?kilde=faelles", "?kilde=eksempler", "?kilde=egne", "?kilde=faelles&start=30"])
def test_the_list_is_there_for_everyone_with_and_without_something_in_it(
    people: People, client_for: ClientFor, query: str
) -> None:
    """An empty catalogue, one with examples, own and joint sessions; a municipality with nothing of its own."""
    newcomer = make_employee("Nora", make_unit("Tredjekommune"))
    everyone = [client_for(person) for person in (people.bo, people.dorte, people.outsider, newcomer)]
    for fill in (lambda: None, make_examples, lambda: make_joint_elsewhere(people), lambda: make_session(people)):
        fill()
        for client in everyone:
            assert client.get(f"/laering/katalog/{query}").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_the_list_answers_while_the_examples_are_loaded_anew() -> None:
    people = make_people()
    make_examples()
    make_joint_elsewhere(people)
    Offering.objects.filter(root=None).update(title_en="as an older release had it")

    def ask() -> None:
        client = Client()
        client.force_login(people.bo)
        for _again in range(5):
            page = client.get("/laering/katalog/?kilde=faelles").content.decode()
            assert "Andenkommune" in page

    assert at_once(ask, ask, make_examples) == ["done"] * 3
    assert not Offering.objects.filter(root=None, title_en="as an older release had it").exists()
