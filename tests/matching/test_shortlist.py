"""The list of an order: a reason for each, consent before the company is told, and what is left when it is taken back."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.audit.models import Event
from fagkompas.citizens.actions.consents import withdraw_consent
from fagkompas.citizens.models import Consent, ConsentKind
from fagkompas.companies.models import JobOrder, Mediation, MediationStep, OrderState
from fagkompas.engine.errors import BadInput
from fagkompas.matching.actions.profiles import refresh_everywhere
from fagkompas.matching.actions.shortlist import StepTaken, choose, take_step
from fagkompas.matching.beside import match_of, read_order
from fagkompas.matching.models import Shortlisted, ShortlistStep, Stage
from fagkompas.toolkit.together import ChangedMeanwhile
from tests.citizens.making import make_citizen
from tests.matching.making import know, make_order
from tests.matching.permission_rows import make_shortlisted
from tests.people import People

pytestmark = pytest.mark.django_db

ClientFor = Callable[[Employee], Client]


def step(people: People, row: Shortlisted, stage: Stage, reason: str = "Aftalt i telefonen.") -> Shortlisted:
    """Today, by Erik."""
    return take_step(
        shortlisted=row,
        taken=StepTaken(stage=stage, on=timezone.localdate(), reason=reason),
        revision=row.revision,
        at=timezone.now(),
        by=people.erik,
        key=uuid4(),
    )


def codes(refusal: BadInput) -> list[str]:
    """What was refused."""
    return [problem.message_code for problem in refusal.problems]


def test_a_yes_is_kept_as_consent_and_the_order_has_its_four_lines(people: People) -> None:
    row = make_shortlisted(people)
    for stage in (Stage.ASKED, Stage.YES, Stage.PRESENTED, Stage.MET, Stage.HIRED):
        row = step(people, row, stage)
    consent = Consent.objects.get(citizen=row.citizen)
    assert (consent.kind, consent.about) == (ConsentKind.COMPANY, row.order.company.name)
    assert row.consent == consent
    steps = Mediation.objects.filter(order=row.order).order_by("pk").values_list("step", flat=True)
    assert list(steps) == [MediationStep.REFERRED, MediationStep.MET, MediationStep.HIRED]
    assert row.steps.count() == 6


def test_nobody_is_presented_without_a_yes(people: People) -> None:
    row = make_shortlisted(people)
    with pytest.raises(BadInput) as refused:
        step(people, row, Stage.PRESENTED)
    assert "step_not_next" in codes(refused.value)
    assert "consent_missing" in codes(refused.value)
    assert not Mediation.objects.exists()


def test_who_takes_the_consent_back_is_gone_at_once_and_the_log_stays(people: People, client_for: ClientFor) -> None:
    row = step(people, step(people, make_shortlisted(people), Stage.YES), Stage.PRESENTED)
    client, url = client_for(people.erik), reverse("matching:shortlist", args=[row.order.uuid])
    assert "Prøve Listesen" in client.get(url).content.decode()
    today = timezone.localdate()
    withdraw_consent(consent=Consent.objects.get(), on=today, today=today, by=people.erik)
    text = client.get(url).content.decode()
    assert "Prøve Listesen" not in text
    assert "1 borger har trukket sit samtykke tilbage" in text
    assert "Præsenteret for virksomheden" in text
    assert ShortlistStep.objects.filter(shortlisted=row).count() == 3
    assert Mediation.objects.filter(order=row.order).count() == 1
    answer = client.get(reverse("matching:step", args=[row.uuid, "met"]))
    assert answer.status_code == 404


def test_a_reason_is_asked_for_and_health_is_guarded(people: People, client_for: ClientFor) -> None:
    order, citizen = make_order(people), make_citizen(people)
    refresh_everywhere(now=timezone.now())
    client, url = client_for(people.erik), reverse("matching:choose", args=[order.uuid, citizen.uuid])
    assert client.post(url, {"reason": ""}).status_code == 422
    told = client.post(url, {"reason": "Har haft en depression, men er klar nu."})
    assert told.status_code == 422
    assert "depression" in told.content.decode()
    assert not Shortlisted.objects.exists()
    assert client.post(url, {"reason": "Har lyst til opvask."}).status_code == 302
    assert Shortlisted.objects.get().steps.get().reason == "Har lyst til opvask."


def test_who_is_ruled_out_is_not_put_on_the_list_but_few_hours_may_be(people: People) -> None:
    order, citizen = make_order(people, least_minutes=1200, most_minutes=1200, postcode="2100"), make_citizen(people)
    know(people, citizen, least_minutes=0, most_minutes=600)

    def chosen() -> Shortlisted:
        return choose(
            order=order,
            citizen=citizen,
            found=match_of(read_order(order), citizen),
            reason="Kan tage opvasken.",
            at=timezone.now(),
            by=people.erik,
            key=uuid4(),
        )

    assert chosen().stage == Stage.CHOSEN
    Shortlisted.objects.all().delete()
    know(people, citizen, least_minutes=0, most_minutes=600, reach=(("4000", "4690"),))
    with pytest.raises(BadInput) as refused:
        chosen()
    assert codes(refused.value) == ["ruled_out"]


def test_an_order_that_is_not_open_takes_nobody(people: People) -> None:
    order = make_order(people, state=OrderState.FILLED, ended_on=date(2026, 11, 1))
    citizen = make_citizen(people)
    with pytest.raises(BadInput) as refused:
        choose(
            order=order,
            citizen=citizen,
            found=match_of(read_order(order), citizen),
            reason="Passer.",
            at=timezone.now(),
            by=people.erik,
            key=uuid4(),
        )
    assert codes(refused.value) == ["order_not_open"]


def test_a_step_sent_twice_is_one_and_two_at_once_see_each_other(people: People) -> None:
    row, key = make_shortlisted(people), uuid4()
    taken = StepTaken(stage=Stage.ASKED, on=timezone.localdate(), reason="Fortalt om opgaverne.")
    for _time in range(2):
        take_step(shortlisted=row, taken=taken, revision=row.revision, at=timezone.now(), by=people.erik, key=key)
    assert row.steps.count() == 2
    with pytest.raises(ChangedMeanwhile):
        take_step(shortlisted=row, taken=taken, revision=row.revision, at=timezone.now(), by=people.erik, key=uuid4())


def test_others_on_the_list_are_counted_and_not_named(people: People, client_for: ClientFor) -> None:
    row = make_shortlisted(people)
    text = client_for(people.freja).get(reverse("matching:shortlist", args=[row.order.uuid])).content.decode()
    assert "Prøve Listesen" not in text
    assert "1 mere står på listen" in text


def test_who_left_the_list_may_come_on_it_again(people: People) -> None:
    row = step(people, make_shortlisted(people), Stage.CITIZEN_NO, "Vil hellere noget andet.")
    again = choose(
        order=row.order,
        citizen=row.citizen,
        found=match_of(read_order(row.order), row.citizen),
        reason="Har ombestemt sig.",
        at=timezone.now(),
        by=people.erik,
        key=uuid4(),
    )
    assert (again.pk, again.stage, again.consent) == (row.pk, Stage.CHOSEN, None)
    assert again.steps.count() == 3


def test_today_asks_the_caseworker_and_then_the_consultant(people: People, client_for: ClientFor) -> None:
    row = make_shortlisted(people)
    home = reverse("home")
    assert "Spørg Prøve Listesen om et job" in client_for(people.erik).get(home).content.decode()
    assert "Listesen" not in client_for(people.freja).get(home).content.decode()
    JobOrder.objects.update(consultant=people.erik)
    step(people, row, Stage.YES)
    text = client_for(people.erik).get(home).content.decode()
    assert "Præsentér Prøve Listesen for Prøvekøkkenet" in text
    assert "Spørg Prøve Listesen" not in text
    assert Event.objects.filter(action="citizens.list.read", citizen_id=row.citizen_id).exists()


def test_the_facts_form_keeps_empty_as_unknown(people: People, client_for: ClientFor) -> None:
    citizen = make_citizen(people)
    url = reverse("matching:facts", args=[citizen.uuid])
    client = client_for(people.erik)
    typed = {"revision": "0", "least_hours": "10", "most_hours": "20", "reach": "4000, 4600-4690", "can": "opvask"}
    assert client.post(url, typed).status_code == 302
    facts = citizen.match_facts
    assert (facts.least_minutes, facts.most_minutes) == (600, 1200)
    assert facts.reach == [["4000", "4000"], ["4600", "4690"]]
    assert (facts.times, facts.free_from, facts.papers) == (None, None, {})


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"least_hours": "20", "most_hours": "10"}, "de færreste først"),
        ({"least_hours": "20"}, "både de færreste og de fleste"),
        ({"reach": "400, 4000"}, "postnumre med fire cifre"),
        ({"spared": ["noise"]}, "den dag, borgeren sagde ja"),
        ({"can": "opvask", "cannot": "Opvask"}, "både under kan og under kan ikke"),
        ({"can": "010190-1234"}, "CPR"),
    ],
)
def test_what_makes_no_sense_is_told_and_nothing_is_lost(
    people: People, client_for: ClientFor, typed: dict[str, object], said: str
) -> None:
    citizen = make_citizen(people)
    answer = client_for(people.erik).post(
        reverse("matching:facts", args=[citizen.uuid]), {"revision": "0", "wants": "køkken", **typed}
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert said in text
    assert "køkken" in text


def test_two_who_write_facts_at_once_see_each_other(people: People, client_for: ClientFor) -> None:
    citizen = make_citizen(people)
    know(people, citizen, words={"can": "opvask"})
    answer = client_for(people.erik).post(
        reverse("matching:facts", args=[citizen.uuid]), {"revision": "0", "can": "servering"}
    )
    assert answer.status_code == 422
    assert "servering" in answer.content.decode()
    citizen.match_facts.refresh_from_db()
    assert citizen.match_facts.words["can"] == "opvask"
