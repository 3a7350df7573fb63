"""The bank of objections: what came of answers, the municipality's own, and practice that is one's own."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from fagkompas.accounts.models import Employee
from fagkompas.audit.models import Event
from fagkompas.companies.evidence import read_evidence, shipped_evidence
from fagkompas.companies.models import AnswerUse, Channel, Company, Outreach, OwnAnswer, OwnObjection, Practised
from fagkompas.companies.objections_reading import BankAnswer, bank_of
from fagkompas.engine.contact_circle import Outcome
from fagkompas.engine.errors import BadInput
from tests.companies.making import make_company
from tests.people import People

ClientFor = Callable[[Employee], Client]
BANK = reverse("companies:objections")
PRACTISE = reverse("companies:practise")


def use(company: Company, answer: str, times: int, outcome: Outcome) -> None:
    for _time in range(times):
        outreach = Outreach.objects.create(
            company=company, channel=Channel.TELEPHONE, outcome=outcome, at=timezone.now()
        )
        AnswerUse.objects.create(outreach=outreach, objection="no-time", answer=answer)


def answers(person: Employee) -> tuple[BankAnswer, ...]:
    return next(one for one in bank_of(person) if one.key == "no-time").answers


def test_the_list_has_the_shipped_ones_and_can_be_searched(people: People, client_for: ClientFor) -> None:
    bank = client_for(people.alma).get(BANK).context["bank"]
    assert len(bank) == 12
    assert all(one.answers for one in bank)
    found = client_for(people.alma).get(BANK, {"ord": "SKEMAET stillinger"}).context["bank"]
    assert [one.key for one in found] == ["too-few-hours"]


def test_what_led_to_meetings_comes_first_once_enough_is_known(people: People, client_for: ClientFor) -> None:
    company, first = make_company(people), answers(people.erik)
    use(company, first[0].key, 4, Outcome.MEETING)
    words = client_for(people.erik).get(BANK).content.decode()
    assert "Brugt for få gange til at sige noget" in words
    use(company, first[2].key, 5, Outcome.MEETING)
    use(company, first[1].key, 6, Outcome.NO_THANKS)
    assert [one.key for one in answers(people.erik)] == [first[2].key, first[0].key, first[1].key]
    assert "Brugt 5 gange, det blev til 5 møder" in client_for(people.erik).get(BANK).content.decode()
    assert answers(people.outsider)[0].used == 0


def test_an_own_objection_with_an_own_answer_is_used_and_taken_out(people: People, client_for: ClientFor) -> None:
    client, key = client_for(people.freja), str(uuid4())
    for _press in range(2):
        client.post(reverse("companies:objection_new"), {"text": "Vi lukker til sommer", "key": key})
    own = OwnObjection.objects.get()
    answer = {"text": "Hvem gør rent til da?", "evidence": "Gik godt i Nord", "link": "https://example.dk/rent"}
    assert client.post(reverse("companies:answer_new", args=[own.uuid]), answer).status_code == 302
    words = client.get(BANK).content.decode()
    assert "Gik godt i Nord" in words
    assert 'href="https://example.dk/rent"' in words
    assert client.post(reverse("companies:objection_retire", args=[own.uuid])).status_code == 302
    assert len(bank_of(people.freja)) == 12
    client.post(reverse("companies:objection_retire", args=[OwnAnswer.objects.get().uuid]))
    assert OwnAnswer.objects.get().retired_on == timezone.localdate()
    assert Event.objects.filter(action="companies.objection.retired").count() == 1


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "Ring om 010190-1234"}, "text"),
        ({"text": "Ja", "link": "javascript:alert(1)"}, "link"),
    ],
)
def test_what_is_wrong_is_told(people: People, client_for: ClientFor, sent: dict[str, str], field: str) -> None:
    page = client_for(people.erik).post(reverse("companies:answer_new", args=["no-time"]), sent)
    assert page.status_code == 422
    assert field in page.context["form"].errors
    assert not OwnAnswer.objects.exists()


def test_practice_repeats_what_was_hard_and_is_ones_own(people: People, client_for: ClientFor) -> None:
    client = client_for(people.erik)
    first = client.get(PRACTISE).context["card"].key
    client.post(PRACTISE, {"objection": first, "sat": "sat"})
    second = client.get(PRACTISE).context["card"].key
    assert second != first
    client.post(PRACTISE, {"objection": second, "sat": "hard"})
    assert client.get(PRACTISE).context["card"].key == second
    assert Practised.objects.get(objection=first).due_on == timezone.localdate() + timedelta(days=3)
    assert client_for(people.freja).get(PRACTISE).context["left"] == 12
    assert not Event.objects.filter(action__startswith="companies.practice").exists()
    for one in bank_of(people.erik):
        client.post(PRACTISE, {"objection": one.key, "sat": "sat"})
    assert client.get(PRACTISE).context["card"] is None
    assert client.post(PRACTISE, {"objection": first, "sat": "somehow"}).status_code == 404


def test_every_shipped_objection_has_an_answer_with_dated_evidence(people: People, client_for: ClientFor) -> None:
    bank = bank_of(people.erik)
    beside = [answer for one in bank for answer in one.answers if answer.evidence]
    assert len(beside) == len(shipped_evidence())
    assert all(any(answer.evidence for answer in one.answers) for one in bank)
    assert all(answer.source.endswith("Slået op 23. nov. 2026.") for answer in beside)
    for page in (client_for(people.erik).get(BANK), client_for(people.erik).get(PRACTISE)):
        assert "metodehåndbog" in page.content.decode()
    with override("en"):
        told = [answer.source for one in bank_of(people.erik) for answer in one.answers if answer.source]
    assert all("Looked up" in source for source in told)


@pytest.mark.parametrize(
    "evidence",
    [
        "- answer: Ja\n  says: {da: Det, en: It}\n  source: {da: Loven, en: The law}\n  looked_up: i går",
        "- answer: Ja\n  says: {da: Det}\n  source: {da: Loven, en: The law}\n  looked_up: 2026-11-23",
    ],
)
def test_a_mistake_in_the_file_is_told_with_its_line(evidence: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_evidence(f"version: '1'\nsource: own\nevidence:\n{evidence}\n")
    assert all(problem.place.row for problem in refused.value.problems)
