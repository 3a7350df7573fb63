"""Education orders: out of a gap, written by two, never about a person, sent, answered, compared, settled."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from fagkompas.audit.models import Event
from fagkompas.catalogue.models import Offering
from fagkompas.engine.errors import BadInput
from fagkompas.engine.framework import SMALLEST_GROUP
from fagkompas.engine.scales import Level
from fagkompas.frameworks.to_engine import texts_of
from fagkompas.learning.actions import orders as actions
from fagkompas.learning.models import EducationOrder, OrderState, ProviderAnswer
from fagkompas.learning.order_guide import FILE, PARTS, order_guide, read_order_guide
from fagkompas.learning.orders import GapToClose, compared, draft_of, facts_of
from fagkompas.learning.today.orders import SILENT, today_items
from fagkompas.toolkit.traces import TracesFound
from tests.assessments.units import colleagues, rated_round
from tests.catalogue.making import make_offering, today
from tests.frameworks.making import shipped_version
from tests.learning.needs import describe, need
from tests.learning.orders import FACTS, answered, asked, make_order, sent, settled, typed
from tests.learning.pages import text_of
from tests.people import People, make_employee, make_unit

pytestmark = pytest.mark.django_db


# The guide


def test_the_guide_has_every_part_in_both_languages() -> None:
    guide = order_guide()
    assert tuple(part.code for part in guide.parts) == PARTS
    assert all(one.en for part in guide.parts for one in (part.title, part.text, *part.questions, *part.phrases))


def test_mistakes_of_the_guide_are_told_with_their_line() -> None:
    text = (
        FILE.read_text(encoding="utf-8")
        .replace("code: scope", "code: Scope!", 1)
        .replace("  - da: Hvor mange timer", "  - dk: Hvor mange timer", 1)
    )
    with pytest.raises(BadInput) as refused:
        read_order_guide(text)
    lines = text.splitlines()
    told = {problem.message_code: lines[(problem.place.row or 0) - 1] for problem in refused.value.problems}
    assert "Scope!" in told["bad_code"]
    assert "dk: Hvor mange timer" in told["unknown_key"]


# Out of a gap


def rated(people: People, short: int = 6) -> None:
    """Nord with eight people, so many of them not at basic level in the law."""
    others = colleagues(people.north, 5)
    low = [people.bo, people.erik, *others][:short]
    rated_round(people.north, {one: {"LM": 1} for one in low})
    describe(people.north, people.alma, need("LM", specialists=1))


def test_a_new_order_begins_with_the_unit_and_what_it_lacks_on_one_page(people: People, client_for: Any) -> None:
    rated(people)
    make_unit("Øst", people.north)
    client = client_for(people.alma)
    begin = reverse("learning:order_begin")
    assert begin in text_of(client, reverse("learning:orders"))
    page = text_of(client, begin)
    assert f'action="{reverse("learning:order_new", args=[people.north.uuid])}?ramme=' in page
    assert 'value="LM.basic"' in page
    assert "Enhedens behov er ikke beskrevet" not in page


def test_a_unit_without_a_described_need_says_what_to_do(people: People, client_for: Any) -> None:
    rated(people)
    east = make_unit("Øst", people.north)
    page = text_of(client_for(people.alma), f"{reverse('learning:order_begin')}?enhed={east.uuid}")
    assert "Enhedens behov er ikke beskrevet" in page
    assert reverse("learning:needs", args=[east.uuid]) in page
    assert "Øst (behovet er ikke beskrevet)" in page


def test_choosing_a_unit_asks_no_more_of_the_database_with_more_units(people: People, client_for: Any) -> None:
    rated(people)
    client = client_for(people.alma)
    counts = []
    for more in (1, 4):
        for number in range(more):
            make_unit(f"Øst {more} {number}", people.north)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            text_of(client, reverse("learning:order_begin"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_draft_says_competencies_by_their_titles_and_never_speaks_to_somebody(
    people: People, client_for: Any
) -> None:
    rated(people)
    client_for(people.alma).post(reverse("learning:order_new", args=[people.north.uuid]), {"gaps": ["LM.basic"]})
    content = EducationOrder.objects.get().content
    items = texts_of(shipped_version()).field("LM").at(Level.BASIC)
    assert [line.removeprefix("- ") for line in content.splitlines()[1:]] == [one.title for one in items]
    assert "Du " not in content


def test_a_draft_is_written_from_the_gap(people: People, client_for: Any) -> None:
    rated(people)
    client = client_for(people.alma)
    address = reverse("learning:order_new", args=[people.north.uuid])
    assert 'value="LM.basic" ' in text_of(client, f"{address}?felt=LM&niveau=basic").replace("checked", "checked ")
    response = client.post(address, {"gaps": ["LM.basic"]})
    order = EducationOrder.objects.get()
    assert response.headers["Location"] == reverse("learning:order_edit", args=[order.uuid])
    assert order.title == "Lov & Myndighed, grundlæggende niveau"
    assert order.people == 6
    assert order.together == "alone"
    assert order.gap == [{"framework": "faglighed-2025", "field": "LM", "level": "basic"}]
    assert order.content.count("\n- ") >= 4
    assert order.created_by == people.alma
    assert order.deletes_on > today() + timedelta(days=4 * 365)
    assert Event.objects.filter(action="learning.order.created").exists()


def test_few_are_never_told(people: People, client_for: Any) -> None:
    rated(people, short=3)
    client_for(people.alma).post(reverse("learning:order_new", args=[people.north.uuid]), {"gaps": ["LM.basic"]})
    order = EducationOrder.objects.get()
    assert order.people is None
    assert order.together == "other_units"
    assert "3" not in f"{order.title} {order.scope} {order.audience} {order.gap}"


def test_nothing_that_is_hidden_comes_into_a_draft(people: People, client_for: Any) -> None:
    few = make_unit("Lille", people.testkommune)
    for name in ("En", "To", "Tre"):
        make_employee(name, few)
    rated_round(few, {})
    page = text_of(client_for(people.dorte), reverse("learning:order_new", args=[few.uuid]))
    assert "Der er ikke noget, vi ved mangler" in page


def test_a_draft_without_a_gap(people: People, client_for: Any) -> None:
    client_for(people.dorte).post(reverse("learning:order_new", args=[people.south.uuid]), {})
    order = EducationOrder.objects.get()
    assert order.title == "Uddannelse til Syd"
    assert not order.content


def test_an_unknown_gap_is_refused(people: People, client_for: Any) -> None:
    rated(people)
    response = client_for(people.alma).post(
        reverse("learning:order_new", args=[people.north.uuid]), {"gaps": ["XX.basic"]}
    )
    assert response.status_code == 422
    assert not EducationOrder.objects.exists()


# Writing it


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"title": ""}, "title", "order_title_missing"),
        ({"people": 4}, "people", "order_people"),
        ({"people": 501}, "people", "order_people"),
        ({"venue": "moon"}, "venue", "order_choice"),
        ({"together": "nobody"}, "together", "order_choice"),
        ({"content": "x" * 4001}, "content", "text_too_long"),
        ({"audience": "Ring om 010203-1234"}, "audience", "cpr_number"),
        ({"wanted_to": today() - timedelta(days=1)}, "wanted_to", "order_day_passed"),
        ({"wanted_from": today() + timedelta(days=9), "wanted_to": today()}, "wanted_to", "order_ends_first"),
    ],
)
def test_what_does_not_fit_is_refused(people: People, changed: dict[str, Any], field: str, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        make_order(people.north, people.alma, **changed)
    assert [(one.place.column, one.message_code) for one in refused.value.problems] == [(field, code)]


def test_a_refused_form_comes_back_with_everything_typed(people: People, client_for: Any) -> None:
    order = make_order(people.north, people.alma)
    client, address = client_for(people.alma), reverse("learning:order_edit", args=[order.uuid])
    response = client.post(address, typed(order, people=3, practice="Med egne sager", wanted_to="i morgen"))
    assert response.headers["Location"] == address
    page = text_of(client, address)
    assert "Med egne sager" in page
    assert "Skriv en dato" in page
    response = client.post(address, typed(order, people=3, practice="Med egne sager"))
    assert "Skriv fra 5 til 500 pladser" in text_of(client, address)
    assert "Skriv fra 5 til 500 pladser" not in text_of(client, address)
    order.refresh_from_db()
    assert order.people == 12


def test_saving(people: People, client_for: Any) -> None:
    order = make_order(people.north, people.alma)
    client, address = client_for(people.alma), reverse("learning:order_edit", args=[order.uuid])
    response = client.post(address, typed(order, accredited="accredited", people="", venue="online"))
    assert response.headers["Location"] == reverse("learning:order", args=[order.uuid])
    order.refresh_from_db()
    assert (order.accredited, order.people, order.venue, order.revision) == (True, None, "online", 2)


def test_a_colleague_s_name_is_told_before_it_is_saved(people: People, client_for: Any) -> None:
    order = make_order(people.north, people.alma)
    client, address = client_for(people.alma), reverse("learning:order_edit", args=[order.uuid])
    data = typed(order, audience="Især Erik skal med.")
    client.post(address, data)
    page = text_of(client, address)
    assert "Erik" in page
    assert 'name="traces_read"' in page
    order.refresh_from_db()
    assert "Erik" not in order.audience
    stamp = page.split('name="traces_read" value="')[1].split('"')[0]
    client.post(address, data | {"traces_read": stamp})
    order.refresh_from_db()
    assert order.audience == "Især Erik skal med."


def test_a_warning_that_was_read_is_no_pass_for_another(people: People) -> None:
    order = make_order(people.north, people.alma)
    with pytest.raises(TracesFound) as found:
        edit(order, people, audience="Især Erik skal med.")
    with pytest.raises(TracesFound):
        edit(order, people, audience="Især Bo og Erik skal med.", traces_read=found.value.stamp)


def edit(order: EducationOrder, people: People, traces_read: str = "", **changes: Any) -> EducationOrder:
    return actions.edit_order(
        order=order,
        facts=replace(facts_of(order), **changes),
        revision=order.revision,
        traces_read=traces_read,
        now=timezone.now(),
        by=people.alma,
    )


def test_what_the_draft_wrote_is_not_told(people: People) -> None:
    order = make_order(people.north, people.alma, content="Bagefter (Borgernære Metoder & Virkning): mere.")
    order = edit(order, people, scope="Tre dage")
    with pytest.raises(TracesFound) as found:
        edit(order, people, scope="Ring til Jens Hansen")
    assert list(found.value.traces) == ["scope"]


def test_two_write_at_once_and_lose_nothing(people: People, client_for: Any) -> None:
    order = make_order(people.north, people.alma)
    alma, dorte = client_for(people.alma), client_for(people.dorte)
    address = reverse("learning:order_edit", args=[order.uuid])
    of_alma = typed(order, scope="Tre dage", content="Almas ord")
    of_dorte = typed(order, practice="Egne sager", content="Dortes ord")
    dorte.post(address, of_dorte)
    response = alma.post(address, of_alma)
    assert response.headers["Location"] == address
    page = text_of(alma, address)
    for words in ("Dorte", "Almas ord", "Dortes ord", "Egne sager", "Tre dage"):
        assert words in page
    order.refresh_from_db()
    assert (order.content, order.scope) == ("Dortes ord", "")
    alma.post(address, typed(order, scope="Tre dage", content="Fælles ord"))
    order.refresh_from_db()
    assert (order.content, order.scope, order.practice) == ("Fælles ord", "Tre dage", "Egne sager")


def test_what_is_sent_stays_as_it_was_read(people: People, client_for: Any) -> None:
    order = make_order(people.north, people.alma)
    sent(order, "Kurserne")
    order.refresh_from_db()
    with pytest.raises(BadInput):
        edit(order, people, content="Noget andet")
    with pytest.raises(BadInput):
        actions.delete_draft(order=order, by=people.alma)
    client = client_for(people.alma)
    assert client.get(reverse("learning:order_edit", args=[order.uuid])).status_code == 302
    client.post(reverse("learning:order_delete", args=[order.uuid]))
    assert EducationOrder.objects.filter(pk=order.pk).exists()


def test_a_draft_is_thrown_away(people: People, client_for: Any) -> None:
    order = make_order(people.north, people.alma)
    client_for(people.dorte).post(reverse("learning:order_delete", args=[order.uuid]))
    assert not EducationOrder.objects.exists()
    assert Event.objects.filter(action="learning.order.deleted").exists()


# The letter


def test_the_letter_names_nobody(people: People, client_for: Any) -> None:
    order = make_order(people.north, people.alma, wanted_to=today() + timedelta(days=90))
    response = client_for(people.dorte).get(reverse("learning:order_letter", args=[order.uuid]))
    assert response.content.startswith(b"%PDF")
    from django.template.loader import render_to_string

    from fagkompas.learning.orders import shown_parts

    shown = {"order": order, "parts": shown_parts(order), "asked": [("Pris", "Fast pris")], "day": today()}
    words = render_to_string("learning/pdf/order.html", {**shown, "is_demo": False})
    assert "Alma" not in words
    assert "Vi søger 12 pladser." in words
    assert "Testkommune / Nord" in words


# Providers and their answers


def test_providers_are_named_once(people: People, client_for: Any) -> None:
    make_offering(people, provider_da="Professionshøjskolen", internal=False)
    order = make_order(people.north, people.alma)
    client, address = client_for(people.alma), reverse("learning:order_providers", args=[order.uuid])
    assert "Professionshøjskolen" in text_of(client, address)
    client.post(address, {"known": ["Professionshøjskolen"], "provider": "Kurserne", "contact": "Tlf. 12 34 56 78"})
    assert [(one.provider, one.contact) for one in order.answers.all()] == [
        ("Professionshøjskolen", ""),
        ("Kurserne", "Tlf. 12 34 56 78"),
    ]
    response = client.post(address, {"provider": "KURSERNE"})
    assert response.status_code == 422
    assert order.answers.count() == 2


def test_a_provider_is_left_out_until_it_has_the_order(people: People, client_for: Any) -> None:
    order = make_order(people.north, people.alma)
    first = asked(order, "Kurserne")[0]
    client = client_for(people.alma)
    client.post(reverse("learning:provider_leave_out", args=[first.uuid]))
    assert not ProviderAnswer.objects.exists()
    second = sent(order, "Andre")[0]
    client.post(reverse("learning:provider_leave_out", args=[second.uuid]))
    assert ProviderAnswer.objects.get() == second


@pytest.mark.parametrize(("days", "code"), [(1, "sent_in_future"), (-1, "sent_before_written")])
def test_a_day_that_cannot_be(people: People, days: int, code: str) -> None:
    order = make_order(people.north, people.alma)
    asked(order, "Kurserne")
    with pytest.raises(BadInput) as refused:
        actions.mark_sent(order=order, sent_on=today() + timedelta(days=days), now=timezone.now(), by=people.alma)
    assert [one.message_code for one in refused.value.problems] == [code]


def test_nothing_is_sent_to_nobody_or_without_words(people: People) -> None:
    order = make_order(people.north, people.alma, content="")
    with pytest.raises(BadInput) as refused:
        actions.mark_sent(order=order, sent_on=today(), now=timezone.now(), by=people.alma)
    assert {one.message_code for one in refused.value.problems} == {"provider_needed", "order_content_missing"}


def test_an_answer_is_kept_and_put_right(people: People, client_for: Any) -> None:
    order = make_order(people.north, people.alma)
    one = sent(order, "Kurserne")[0]
    client, address = client_for(people.dorte), reverse("learning:order_answer", args=[one.uuid])
    data = {"answered_on": today().isoformat(), "price": "60000", "answer": "Tre dage hos jer"}
    client.post(address, data)
    client.post(address, data | {"price": "54000", "valid_until": (today() + timedelta(days=30)).isoformat()})
    one.refresh_from_db()
    assert (one.price, one.answer, one.answered_on) == (54_000, "Tre dage hos jer", today())
    page = text_of(client, reverse("learning:order", args=[order.uuid]))
    assert "54.000 kr." in page
    assert "4.500 kr." in page


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"price": -1}, "order_price"),
        ({"answer": ""}, "answer_says_nothing"),
        ({"answered_on": today() + timedelta(days=1)}, "answered_in_future"),
        ({"answered_on": today() - timedelta(days=1)}, "answered_before_sent"),
        ({"answer": "010203-1234"}, "cpr_number"),
    ],
)
def test_an_answer_that_cannot_be(people: People, facts: dict[str, Any], code: str) -> None:
    one = sent(make_order(people.north, people.alma), "Kurserne")[0]
    values: dict[str, Any] = {"answered_on": today(), "answer": "Et bud", **facts}
    given = actions.AnswerFacts(**values)
    with pytest.raises(BadInput) as refused:
        actions.save_answer(answer=one, facts=given, now=timezone.now(), by=people.alma)
    assert [each.message_code for each in refused.value.problems] == [code]


def test_answers_side_by_side(people: People) -> None:
    order = make_order(people.north, people.alma)
    dear, cheap, none = sent(order, "Dyr", "Billig", "Ingen")
    answered(dear, 90_000, starts_on=today() + timedelta(days=10))
    answered(cheap, 60_000, starts_on=today() + timedelta(days=60))
    answered(none, None, text="Ikke i år.")
    rows = compared(order, list(order.answers.all()), today())
    assert [row.answer.provider for row in rows] == ["Billig", "Dyr", "Ingen"]
    assert [row.per_seat for row in rows] == [5_000, 7_500, None]
    assert [row.is_cheapest for row in rows] == [True, False, False]
    assert [row.is_earliest for row in rows] == [False, True, False]


# Settled, and into the catalogue


def test_one_is_chosen(people: People, client_for: Any) -> None:
    order = make_order(people.north, people.alma)
    first, second = sent(order, "Kurserne", "Andre")
    answered(first, 60_000)
    answered(second, None, text="Nej tak")
    client, address = client_for(people.alma), reverse("learning:order_settle", args=[order.uuid])
    assert client.post(address, {"chosen": str(second.uuid)}).status_code == 422
    client.post(address, {"chosen": str(first.uuid)})
    order.refresh_from_db()
    first.refresh_from_db()
    assert order.state == OrderState.SETTLED
    assert first.is_chosen
    assert client.post(address, {"chosen": "ingen"}).status_code == 422
    page = text_of(client, reverse("learning:order", args=[order.uuid]))
    assert "I valgte Kurserne." in page
    assert "En kompetencekonsulent lægger det i kataloget." in page
    with pytest.raises(BadInput):
        answered(first, 1)


def test_settled_without_any_and_opened_again(people: People, client_for: Any) -> None:
    order = make_order(people.north, people.alma)
    answered(sent(order, "Kurserne")[0], 60_000)
    client = client_for(people.alma)
    client.post(reverse("learning:order_settle", args=[order.uuid]), {"chosen": "ingen"})
    assert "I valgte ingen af dem." in text_of(client, reverse("learning:order", args=[order.uuid]))
    client.post(reverse("learning:order_reopen", args=[order.uuid]))
    order.refresh_from_db()
    assert order.state == OrderState.SENT


def test_what_was_chosen_becomes_an_offering_that_is_not_offered_yet(people: People, client_for: Any) -> None:
    gap = GapToClose(framework="faglighed-2025", field="LM", level=Level.SPECIALISED, missing=None)
    order = make_order(people.north, people.alma, gap)
    answer = settled(order)
    client, address = client_for(people.dorte), reverse("learning:order_to_catalogue", args=[order.uuid])
    assert "LM-S1" in text_of(client, address)
    data = {"title_da": "Jura i dybden", "form": "course", "hours": "18", "least_seats": "5", "most_seats": "12"}
    assert client.post(address, data | {"hours": "0"}).status_code == 422
    client.post(address, data | {"dimensions": ["reflexive"]})
    made = Offering.objects.of_root(people.testkommune.pk).get()
    answer.refresh_from_db()
    assert answer.offering == made
    assert (made.fixed_price, made.hours, made.provider_da) == (60_000, Decimal(18), "Kurserne")
    assert made.retired_on == today()
    assert all(lift.code.startswith("LM-S") and lift.up_to == 3 for lift in made.lifts.all())
    assert client.get(address).status_code == 404
    with pytest.raises(BadInput):
        actions.reopen(order=order, now=timezone.now(), by=people.dorte)
    assert "Det ligger i kataloget." in text_of(client, reverse("learning:order", args=[order.uuid]))


# Who, what needs doing, how long, how many queries


def test_a_manager_sees_own_units_only(people: People, client_for: Any) -> None:
    own, other = make_order(people.north, people.alma), make_order(people.south, people.dorte, title="Syds egen")
    page = text_of(client_for(people.alma), reverse("learning:orders"))
    assert own.title.replace("&", "&amp;") in page
    assert "Syds egen" not in page
    assert client_for(people.alma).get(reverse("learning:order", args=[other.uuid])).status_code == 404
    assert "Syds egen" in text_of(client_for(people.dorte), reverse("learning:orders"))
    assert "Syds egen" not in text_of(client_for(people.dorte), reverse("learning:orders") + "?vis=sendt")


def test_today(people: People) -> None:
    order = make_order(people.north, people.alma)
    first, second = sent(order, "Kurserne", "Andre")
    with override("da"):
        assert today_items(people.alma, today()) == []
        late = today_items(people.alma, today() + SILENT)
        assert "Kurserne, Andre har ikke svaret" in late[0].why_now
        answered(first, 60_000)
        answered(second, 50_000)
        assert today_items(people.alma, today())[0].button == "Sammenlign og vælg"
        assert today_items(people.bo, today()) == []
        actions.settle(order=order, chosen=second, now=timezone.now(), by=people.alma)
        assert today_items(people.alma, today()) == []
        assert today_items(people.dorte, today())[0].button == "Læg det i kataloget"


def test_old_orders_go(people: People) -> None:
    order = make_order(people.north, people.alma)
    sent(order, "Kurserne")
    order.refresh_from_db()
    assert actions.retention(today=order.deletes_on, dry_run=False)[0].rows == 0
    assert actions.retention(today=order.deletes_on + timedelta(days=1), dry_run=True)[0].rows == 1
    assert EducationOrder.objects.exists()
    actions.retention(today=order.deletes_on + timedelta(days=1), dry_run=False)
    assert not EducationOrder.objects.exists()
    assert not ProviderAnswer.objects.exists()


def queries_of(client: Client, address: str) -> int:
    text_of(client, address)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        text_of(client, address)
    return len(seen)


def test_queries_stay_the_same(people: People, client_for: Any) -> None:
    order = make_order(people.north, people.alma)
    sent(order, "Kurserne")
    client = client_for(people.dorte)
    pages = [reverse("learning:orders"), reverse("learning:order", args=[order.uuid]), reverse("learning:overview")]
    before = [queries_of(client, page) for page in pages]
    sent(order, "Andre", "Flere", "Endnu flere")
    for number in range(12):
        sent(make_order(people.north, people.alma, title=f"Nummer {number}"), "A", "B")
    assert [queries_of(client, page) for page in pages] == before


def test_a_draft_says_how_many_only_from_five(people: People) -> None:

    texts = texts_of(shipped_version())
    with override("da"):
        for missing, seats in ((None, None), (SMALLEST_GROUP, SMALLEST_GROUP), (900, 500)):
            gap = GapToClose(framework="faglighed-2025", field="LM", level=Level.BASIC, missing=missing)
            assert draft_of("Nord", [gap], texts, today=today()).people == seats
    assert FACTS.people == 12
