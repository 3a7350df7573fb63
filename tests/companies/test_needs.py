"""What a company needs: block by block, and a need that becomes the circle's next contact."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.companies.actions.circle import circle_of
from fagkompas.companies.actions.needs import NeedSaid, record_need
from fagkompas.companies.models import Circle, Company, KnownBlock, NeedTalk
from fagkompas.companies.needs_reading import expected_by
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.days import months_from
from tests.companies.making import make_company
from tests.people import People

ClientFor = Callable[[Employee], Client]


def page(company: Company) -> str:
    return reverse("companies:needs", args=[company.uuid])


def new(company: Company) -> str:
    return reverse("companies:need_new", args=[company.uuid])


def block(company: Company, code: str = "activities") -> str:
    return reverse("companies:need_block", args=[company.uuid, code])


def sent(**differs: Any) -> dict[str, Any]:
    return {
        "key": str(uuid4()),
        "need": "Tre timers forberedelse om morgenen",
        "need_accept": "yes",
        "solution": "En fra seks til ni",
        "solution_accept": "partly",
        "solution_words": "Hvis hun kan møde klokken seks",
        "step": "visit",
        "step_what": "Se køkkenet sammen",
        "step_on": str(timezone.localdate() + timedelta(days=4)),
        **differs,
    }


def make_talk(company: Company, **differs: Any) -> NeedTalk:
    return NeedTalk.objects.create(company=company, **{"need": "En mere", "at": timezone.now(), **differs})


def test_a_need_becomes_the_next_contact_once(people: People, client_for: ClientFor) -> None:
    company, data = make_company(people), sent()
    for _press in range(2):
        assert client_for(people.freja).post(new(company), data).status_code == 302
    assert NeedTalk.objects.count() == 1
    circle = circle_of(company)
    assert (circle.next_what, circle.next_on) == ("Se køkkenet sammen", timezone.localdate() + timedelta(days=4))
    assert circle.consultant == people.freja
    words = client_for(people.alma).get(page(company)).content.decode()
    assert "Hvis hun kan møde klokken seks" in words
    assert "<form" not in words.split("needs-known")[1]


def test_a_sooner_contact_stands(people: People, client_for: ClientFor) -> None:
    company, tomorrow = make_company(people), timezone.localdate() + timedelta(days=1)
    Circle.objects.create(company=company, next_on=tomorrow, next_what="Ring om vagtplanen")
    client_for(people.freja).post(new(company), sent())
    assert circle_of(company).next_what == "Ring om vagtplanen"


@pytest.mark.parametrize(
    ("differs", "field"),
    [
        ({"need": ""}, "need"),
        ({"solution": ""}, "solution"),
        ({"step_on": str(timezone.localdate() - timedelta(days=1))}, "step_on"),
        ({"step_on": ""}, "step_on"),
        ({"step": ""}, "step"),
        ({"step_what": ""}, "step_what"),
        ({"need": "Ring om 010190-1234"}, "need"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_saved(
    people: People, client_for: ClientFor, differs: dict[str, Any], field: str
) -> None:
    answer = client_for(people.freja).post(new(make_company(people)), sent(**differs))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not NeedTalk.objects.exists()


def test_two_who_write_in_a_block_see_each_other(people: People, client_for: ClientFor) -> None:
    company = make_company(people)
    hers = {"text": "Lageret sejler hver fredag", "revision": "0"}
    assert client_for(people.freja).post(block(company), hers).status_code == 302
    second = client_for(people.erik).post(block(company), {"text": "De køber rengøring ude i byen", "revision": "0"})
    assert second.status_code == 422
    assert "Lageret sejler hver fredag" in second.content.decode()
    assert "De køber rengøring ude i byen" in second.content.decode()
    both = {"text": "Lageret sejler. De køber rengøring.", "revision": "1"}
    assert client_for(people.erik).post(block(company), both).status_code == 302
    assert KnownBlock.objects.get().text == both["text"]


def test_a_block_that_is_not_there_is_not_found(people: People, client_for: ClientFor) -> None:
    assert client_for(people.freja).post(block(make_company(people), "intet"), {"text": "x"}).status_code == 404


def test_every_block_has_its_questions(people: People, client_for: ClientFor) -> None:
    blocks = client_for(people.erik).get(page(make_company(people))).context["blocks"]
    assert len(blocks) >= 10
    assert all(one.questions for one in blocks)


def test_health_in_a_block_is_told_once(people: People, client_for: ClientFor) -> None:
    company = make_company(people)
    warned = client_for(people.freja).post(block(company), {"text": "Chefen har kræft", "revision": "0"})
    assert warned.status_code == 422
    stamp = next(one.form.stamp for one in warned.context["blocks"] if one.is_open)
    sent_again = {"text": "Chefen har kræft", "revision": "0", "traces_read": stamp}
    assert client_for(people.freja).post(block(company), sent_again).status_code == 302


def test_what_is_expected_stands_on_the_company_and_the_day(people: People, client_for: ClientFor) -> None:
    company, today = make_company(people), timezone.localdate()
    data = sent(three_people="2", three_work="pakning", six_work="levering", step="", step_what="", step_on="")
    assert client_for(people.freja).post(new(company), data).status_code == 302
    client_for(people.freja).post(new(company), sent(key=str(uuid4()), step="", step_what="", step_on=""))
    found = expected_by([company.pk], today)[company.pk]
    assert [(one.people, one.work, one.by) for one in found] == [
        (2, "pakning", months_from(today, 3)),
        (None, "levering", months_from(today, 6)),
    ]
    assert found[0].words.startswith("2 personer, pakning, omkring ")
    assert found[1].words.startswith("levering, omkring ")
    Circle.objects.update_or_create(company=company, defaults={"next_on": today, "consultant": people.freja})
    for url in (reverse("companies:company", args=[company.uuid]), reverse("companies:day"), page(company)):
        assert "2 personer, pakning, omkring" in client_for(people.freja).get(url).content.decode()
    assert "2 personer, pakning, omkring" in client_for(people.freja).get("/").content.decode()


def test_what_was_expected_long_ago_is_no_reason_any_more(people: People) -> None:
    company, today = make_company(people), timezone.localdate()
    make_talk(company, at=timezone.now() - timedelta(days=150), three_people=4, six_people=1)
    assert [one.people for one in expected_by([company.pk], today)[company.pk]] == [1]
    assert expected_by([company.pk], today + timedelta(days=150)) == {}


@pytest.mark.parametrize("people_expected", ["0", "501", "mange"])
def test_how_many_are_expected_is_a_number(people: People, client_for: ClientFor, people_expected: str) -> None:
    company = make_company(people)
    answer = client_for(people.freja).post(new(company), sent(three_people=people_expected))
    assert answer.status_code == 422
    assert "three_people" in answer.context["form"].errors
    with pytest.raises(BadInput):
        record_need(
            company=company,
            said=NeedSaid(need="En mere", six_people=501),
            at=timezone.now(),
            by=people.freja,
            key=uuid4(),
        )


def test_a_need_begins_a_job_order(people: People, client_for: ClientFor) -> None:
    company = make_company(people)
    talk, other = make_talk(company, need="En til opvasken"), make_talk(make_company(people), need="En anden")
    words = client_for(people.freja).get(page(company)).content.decode()
    assert f"/jobordre/ny/?behov={talk.uuid}" in words
    assert reverse("companies:position_new", args=[company.uuid]) in words
    order_new = reverse("companies:order_new", args=[company.uuid])
    titles = [
        client_for(people.freja).get(order_new, {"behov": behov}).context["form"]["title"].value()
        for behov in (str(talk.uuid), str(other.uuid), "hackerskrift", "")
    ]
    assert titles == ["En til opvasken", "", "", ""]


def test_the_question_guide_has_nine_blocks_and_the_extra_questions(people: People, client_for: ClientFor) -> None:
    blocks = client_for(people.freja).get(page(make_company(people))).context["blocks"]
    assert [one.part.code for one in blocks[9:]] == ["recruiting", "integration", "competition", "demand"]
    assert all(len(one.questions) >= 2 for one in blocks)
