"""How the municipality keeps in touch with a company: the day, a contact that is logged, and two who call at once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.models import Employee, Role
from fagkompas.audit.models import Event
from fagkompas.companies.actions import circle as actions
from fagkompas.companies.actions.circle import CirclePlan, OutreachMade
from fagkompas.companies.models import Channel, Circle, Company, Outreach, OutreachLimit
from fagkompas.engine.contact_circle import Outcome, Phase
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.together import ChangedMeanwhile
from tests.companies.making import make_company, make_contact
from tests.people import People, make_employee

ClientFor = Callable[[Employee], Client]


def address(name: str, company: Company) -> str:
    return reverse(f"companies:{name}", args=[company.uuid])


def log(company: Company, by: Employee, outcome: Outcome = Outcome.TALKED, **differs: Any) -> Outreach:
    """Now, with a next contact in a week."""
    made: dict[str, Any] = {
        "channel": Channel.TELEPHONE,
        "outcome": outcome,
        "contact": None,
        "note": "",
        "next_on": timezone.localdate() + timedelta(days=7),
        "next_what": "Hør, om de har fået svar",
        **differs,
    }
    return actions.log_outreach(
        company=company,
        made=OutreachMade(**made),
        revision=actions.circle_of(company).revision,
        at=timezone.now(),
        by=by,
        key=uuid4(),
    )


def test_a_contact_is_logged_and_sets_the_next_one(people: People) -> None:
    company = make_company(people)
    made = log(company, people.freja, Outcome.MEETING, contact=make_contact(company), note="De mangler en til kassen")
    circle = actions.circle_of(company)
    assert (circle.phase, circle.next_on, circle.consultant) == (
        "preparing",
        timezone.localdate() + timedelta(7),
        people.freja,
    )
    assert circle.next_what == "Hør, om de har fået svar"
    assert (made.by, made.outcome) == (people.freja, "meeting")
    assert Event.objects.filter(action="companies.outreach.logged", actor_id=people.freja.pk).exists()


def test_sent_twice_it_is_one(people: People) -> None:
    company, key = make_company(people), uuid4()
    made = OutreachMade(
        channel=Channel.VISIT, outcome=Outcome.TALKED, contact=None, note="", next_on=None, next_what=""
    )
    for _press in range(2):
        actions.log_outreach(company=company, made=made, revision=0, at=timezone.now(), by=people.freja, key=key)
    assert Outreach.objects.count() == 1


def test_who_is_second_sees_the_first(people: People, client_for: ClientFor) -> None:
    company, client = make_company(people), client_for(people.erik)
    page = client.get(address("outreach", company))
    log(company, people.freja, note="Hun er på ferie til mandag")
    sent = {"outcome": "no_answer", "channel": "telephone", "revision": page.context["circle"].revision}
    answer = client.post(address("outreach", company), sent)
    assert answer.status_code == 422
    assert "Freja" in answer.content.decode()
    assert "Hun er på ferie til mandag" in answer.content.decode()
    again = client.post(
        address("outreach", company), sent | {"revision": answer.context["circle"].revision, "next_what": ""}
    )
    assert again.status_code == 302
    assert Outreach.objects.count() == 2
    with pytest.raises(ChangedMeanwhile):
        actions.plan_circle(
            company=company,
            plan=CirclePlan(phase=Phase.DELIVERY, every_weeks=None, next_on=None, next_what="", consultant=None),
            revision=0,
            today=timezone.localdate(),
            by=people.erik,
        )


def test_a_colleague_who_is_calling_is_told_of_before_one_calls_too(people: People, client_for: ClientFor) -> None:
    company = make_company(people)
    assert client_for(people.freja).post(address("call", company))["Location"] == address("call_guide", company)
    second = client_for(people.erik).post(address("call", company), follow=True)
    assert "Freja begyndte kl." in second.content.decode()
    assert 'name="anyway"' in second.content.decode()
    assert Circle.objects.get().calling == people.freja
    assert client_for(people.erik).post(address("call", company), {"anyway": "1"})["Location"] == address(
        "call_guide", company
    )
    Circle.objects.update(calling=people.freja, calling_since=timezone.now() - timedelta(hours=1))
    assert client_for(people.erik).post(address("call", company))["Location"] == address("call_guide", company)


def test_a_full_month_asks_why(people: People) -> None:
    company = make_company(people)
    for _time in range(2):
        log(company, people.freja)
    with pytest.raises(BadInput) as refused:
        log(company, people.freja)
    assert [one.message_code for one in refused.value.problems] == ["month_is_full"]
    log(company, people.freja, why_over="De har bedt om det")
    log(company, people.freja, channel=Channel.THEY_CALLED)
    actions.set_limit(by=people.freja, most=9)
    log(company, people.freja)
    assert OutreachLimit.objects.get().most == 9
    with pytest.raises(BadInput):
        actions.set_limit(by=people.freja, most=0)


@pytest.mark.parametrize(
    ("differs", "code"),
    [
        ({"next_on": timezone.localdate()}, "next_not_ahead"),
        ({"next_on": timezone.localdate() + timedelta(days=9999)}, "day_unlikely"),
        ({"note": "x" * 1001}, "too_long"),
        ({"note": "Ring om 010190-1234"}, "cpr_number"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_saved(people: People, differs: dict[str, Any], code: str) -> None:
    company = make_company(people)
    with pytest.raises(BadInput) as refused:
        log(company, people.freja, **differs)
    assert [one.message_code for one in refused.value.problems] == [code]
    assert not Outreach.objects.exists()


def test_a_company_that_has_closed_is_not_contacted(people: People) -> None:
    with pytest.raises(BadInput) as refused:
        log(make_company(people, closed_on=timezone.localdate()), people.freja)
    assert [one.message_code for one in refused.value.problems] == ["company_is_closed"]


def test_without_a_day_the_proposal_is_used_and_none_is_none(people: People, client_for: ClientFor) -> None:
    company, client = make_company(people), client_for(people.freja)
    sent = {"outcome": "no_thanks", "channel": "telephone", "revision": "0"}
    assert client.post(address("outreach", company), sent).status_code == 302
    circle = Circle.objects.get()
    assert circle.next_on is not None
    assert circle.next_on > timezone.localdate() + timedelta(days=170)
    assert client.post(address("outreach", company), sent | {"is_last": "on", "revision": "1"}).status_code == 302
    circle.refresh_from_db()
    assert circle.next_on is None


def test_the_day_has_ones_own_and_those_that_nobody_has(people: People, client_for: ClientFor) -> None:
    due = timezone.localdate() - timedelta(days=1)
    mine, nobodys, others = (make_company(people, name=name) for name in ("Min", "Ingens", "Andres"))
    for company, consultant in ((mine, people.freja), (nobodys, None), (others, people.erik)):
        Circle.objects.create(company=company, next_on=due, next_what="Ring om juletid", consultant=consultant)
    page = client_for(people.freja).get(reverse("companies:day"))
    assert [row.circle.company.name for row in page.context["rows"]] == ["Min", "Ingens"]
    assert "Ring om juletid" in page.content.decode()
    everybody = client_for(people.freja).get(reverse("companies:day"), {"viser": "alle"})
    assert len(everybody.context["rows"]) == 3


def test_the_day_asks_as_often_for_many(
    people: People, client_for: ClientFor, django_assert_max_num_queries: object
) -> None:
    client = client_for(people.freja)
    for number in range(12):
        company = make_company(people, name=f"Firma {number}")
        make_contact(company)
        log(company, people.freja)
    Circle.objects.update(next_on=timezone.localdate())
    client.get(reverse("companies:day"))
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        page = client.get(reverse("companies:day"))
    assert all(row.last_outcome == "Vi talte sammen" and row.decides for row in page.context["rows"])


def test_only_who_leads_all_sets_the_limit(people: People, client_for: ClientFor) -> None:
    head = make_employee("Karen", people.testkommune, Role.MANAGER)
    assert client_for(people.alma).post(reverse("companies:limit"), {"most": "4"}).status_code == 404
    assert client_for(head).post(reverse("companies:limit"), {"most": "4"}).status_code == 302
    assert actions.most_a_month(people.testkommune.pk) == 4
    client_for(head).post(reverse("companies:limit"), {"most": "99"})
    assert actions.most_a_month(people.testkommune.pk) == 4


def test_a_card_says_all_before_its_number(people: People, client_for: ClientFor) -> None:
    company = make_company(people, is_advertising_protected=True, phone="00 00 00 01")
    make_contact(company, name="Uden Nummer")
    make_contact(company, name="Kit Kontakt", phone="00 00 00 02")
    for _time in range(2):
        log(company, people.erik, note="De mangler en til kassen")
    Circle.objects.update(next_on=timezone.localdate(), calling=people.erik, calling_since=timezone.now())
    page = client_for(people.freja).get(reverse("companies:day"), {"viser": "alle"}).content.decode()
    told = [
        "Hør, om de har fået svar",
        "De mangler en til kassen",
        "Erik begyndte kl.",
        "Reklamebeskyttet",
        "Måneden er fuld",
        "tel:00000002",
        "tel:00000001",
    ]
    places = [page.index(one) for one in told]
    assert places == sorted(places)
    assert "Uden Nummer" not in page
    assert Event.objects.filter(action="companies.day.opened", actor_id=people.freja.pk).count() == 1


def test_who_may_only_read_is_offered_nothing_to_do(people: People, client_for: ClientFor) -> None:
    Circle.objects.create(company=make_company(people), next_on=timezone.localdate())
    page = client_for(people.alma).get(reverse("companies:day"), {"viser": "alle"}).content.decode()
    assert "data-day-card" in page
    assert "data-day-log" not in page


def test_the_short_form_leads_back_to_the_day_and_the_whole_page_shows_what_is_wrong(
    people: People, client_for: ClientFor
) -> None:
    company, client = make_company(people), client_for(people.freja)
    url = f"{address('outreach', company)}?fra=alle"
    short = client.get(url, headers={"HX-Request": "true"})
    whole = client.get(url)
    for page in (short, whole):
        assert page.content.decode().count("data-next=") == len(Outcome)
    assert f'action="{url}"' in short.content.decode()
    assert ("<h1" in whole.content.decode(), "<h1" in short.content.decode()) == (True, False)
    refused = client.post(url, {"channel": "telephone", "revision": "0"}, headers={"HX-Request": "true"})
    assert refused.status_code == 422
    assert "<h1" in refused.content.decode()
    saved = client.post(url, {"outcome": "no_answer", "channel": "telephone", "revision": "0"})
    assert saved["Location"] == f"{reverse('companies:day')}?viser=alle#naeste"
    elsewhere = client.post(
        f"{address('outreach', company)}?fra=//x.dk", {"outcome": "talked", "channel": "telephone", "revision": "1"}
    )
    assert elsewhere["Location"] == address("company", company)
