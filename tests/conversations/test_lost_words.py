"""Nothing that somebody typed is lost: others who close, begin, take out and move meanwhile, a second click, a closed case."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.audit.models import Event
from fagkompas.citizens.models import Citizen
from fagkompas.conversations.actions.agreements import FollowUp, follow_up
from fagkompas.conversations.actions.closing import close, save_closing
from fagkompas.conversations.actions.holding import take_time_out
from fagkompas.conversations.actions.preparing import begin
from fagkompas.conversations.models import Agreement, AgreementState, Conversation, ConversationState, TimeOutKind
from fagkompas.engine.errors import BadInput
from tests.citizens.making import make_citizen
from tests.conversations.making import agreement, closing, under_way
from tests.conversations.making import plan as plan_talk
from tests.conversations.test_pages import address, autosave, closing_data, shown
from tests.people import People

pytestmark = pytest.mark.django_db

ClientFor = Callable[[Employee], Client]
MINE = "Min lange tekst, som jeg ikke vil miste"


def actions_on(one: Conversation) -> list[str]:
    """What the log says of it, in order."""
    events = Event.objects.changes().filter(target_uuid=one.uuid).order_by("pk")
    return [action.rpartition(".")[2] for action in events.values_list("action", flat=True)]


def close_it(one: Conversation, by: Employee) -> None:
    """As somebody else would meanwhile."""
    one.refresh_from_db()
    one = save_closing(conversation=one, revision=one.revision, typed=closing(), by=by, now=timezone.now())
    close(conversation=one, revision=one.revision, by=by, now=timezone.now())


# Others have gone on meanwhile


@pytest.mark.parametrize("how", ["form", "script"])
def test_what_is_typed_at_the_end_is_kept_when_another_has_closed(
    how: str, people: People, client_for: ClientFor
) -> None:
    one, client = under_way(people.erik, citizen=make_citizen(people)), client_for(people.erik)
    data = closing_data(client, one, own_summary="Jeg ringer selv videre.", why=MINE)
    close_it(one, people.alma)
    if how == "script":
        assert "afsluttet" in autosave(client, address("close", one), data)["problem"]
    else:
        answer = client.post(address("close", one), data)
        assert (answer.status_code, MINE in answer.content.decode()) == (422, True)


def test_what_is_prepared_is_kept_when_another_has_begun(people: People, client_for: ClientFor) -> None:
    one, client = plan_talk(people.erik, citizen=make_citizen(people)), client_for(people.erik)
    url = address("prepare", one)
    data = shown(client, url) | {"purpose": MINE}
    begin(conversation=one, by=people.alma, now=timezone.now())
    answer = client.post(url, data)
    assert (answer.status_code, MINE in answer.content.decode()) == (422, True)
    assert "begyndt" in autosave(client, url, data)["problem"]


def test_a_time_out_is_kept_when_another_has_closed(people: People, client_for: ClientFor) -> None:
    one, client = under_way(people.erik, citizen=make_citizen(people)), client_for(people.erik)
    data = shown(client, address("time_out", one)) | {"note": MINE, "kind": "back"}
    close_it(one, people.alma)
    answer = client.post(address("time_out", one), data)
    assert (answer.status_code, MINE in answer.content.decode()) == (422, True)


def test_notes_on_a_topic_that_was_taken_out_are_shown(people: People, client_for: ClientFor) -> None:
    one, client = under_way(people.erik, citizen=make_citizen(people)), client_for(people.erik)
    assert one.topic is not None
    url = address("save", one, one.topic.uuid)
    data = shown(client, address("hold", one)) | {"explore": MINE}
    one.topic.delete()
    assert "taget ud" in autosave(client, url, data)["problem"]
    answer = client.post(url, data)
    assert (answer.status_code, MINE in answer.content.decode()) == (422, True)


def test_calling_off_is_asked_about_and_never_takes_what_was_not_seen(people: People, client_for: ClientFor) -> None:
    one, client = plan_talk(people.erik, citizen=make_citizen(people)), client_for(people.erik)
    seen = shown(client, address("call_off", one))
    other = client_for(people.alma)
    url = address("prepare", one)
    other.post(url, shown(other, url) | {"purpose": MINE})
    answer = client.post(address("call_off", one), seen, follow=True)
    assert MINE in answer.content.decode()
    assert Conversation.objects.exists()
    client.post(address("call_off", one), shown(client, address("call_off", one)))
    assert not Conversation.objects.exists()


# The time-out


def test_a_stale_time_out_takes_nothing_out(people: People, client_for: ClientFor) -> None:
    one = under_way(people.erik, citizen=make_citizen(people))
    client, other, extra = client_for(people.erik), client_for(people.alma), uuid4()
    url = address("time_out", one)
    data = shown(client, url)
    added = {f"topic-{extra}-text": "Almas nye emne", f"topic-{extra}-minutes": "5"}
    other.post(url, shown(other, url) | added | {"kind": "renegotiate"})
    client.post(url, data | {"kind": "renegotiate", "minutes": "50"})
    one.refresh_from_db()
    assert (one.minutes, one.topics.filter(uuid=extra).exists()) == (50, True)


def test_a_double_click_is_one_time_out(people: People, client_for: ClientFor) -> None:
    one, client = under_way(people.erik, citizen=make_citizen(people)), client_for(people.erik)
    url = address("time_out", one)
    data = shown(client, url) | {"kind": "park"}
    client.post(url, data)
    client.post(url, data)
    assert [row.kind for row in one.time_outs.all()] == ["park"]
    assert one.topics.filter(state="parked").count() == 1


# What is said to be saved is saved


def test_an_agreement_without_words_is_not_said_to_be_saved(people: People, client_for: ClientFor) -> None:
    one, client, row = under_way(people.erik, citizen=make_citizen(people)), client_for(people.erik), uuid4()
    url = address("close", one)
    data = closing_data(client, one)
    why = {f"agreement-{row}-why": "Fordi det betyder noget"}
    assert "Skriv, hvad I aftaler" in autosave(client, url, data | why)["problem"]
    assert "saved" in autosave(client, url, data | why | {f"agreement-{row}-what": "Ring til lageret"})
    data = shown(client, url)
    assert "problem" in autosave(client, url, data | {f"agreement-{row}-what": ""})
    assert Agreement.objects.get().what == "Ring til lageret"


def test_a_time_without_a_date_is_not_said_to_be_saved(people: People, client_for: ClientFor) -> None:
    one, client = under_way(people.erik, citizen=make_citizen(people)), client_for(people.erik)
    told = autosave(client, address("close", one), closing_data(client, one) | {"next_on": "", "next_time": "10:00"})
    assert "Skriv datoen" in told["problem"]


# The log


def test_what_is_noted_soon_after_preparing_is_in_the_log(people: People, client_for: ClientFor) -> None:
    one, client = plan_talk(people.erik, citizen=make_citizen(people)), client_for(people.erik)
    url = address("prepare", one)
    client.post(url, shown(client, url) | {"purpose": "Noget"})
    client.post(address("begin", one))
    one.refresh_from_db()
    assert one.topic is not None
    for text in ("Noget", "Noget mere"):
        autosave(client, address("save", one, one.topic.uuid), shown(client, address("hold", one)) | {"explore": text})
    assert actions_on(one) == ["planned", "prepared", "begun", "noted"]


def test_a_long_sitting_is_a_line_in_half_an_hour(
    people: People, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, client = plan_talk(people.erik, citizen=make_citizen(people)), client_for(people.erik)
    url = address("prepare", one)
    for text in ("Et", "To"):
        client.post(url, shown(client, url) | {"purpose": text})
    assert actions_on(one).count("prepared") == 1
    monkeypatch.setattr("fagkompas.audit.actions.SITTING", timedelta())
    client.post(url, shown(client, url) | {"purpose": "Tre"})
    assert actions_on(one).count("prepared") == 2


def test_a_moved_conversation_is_in_the_log(people: People, client_for: ClientFor) -> None:
    one, client = plan_talk(people.erik, citizen=make_citizen(people)), client_for(people.erik)
    url = address("prepare", one)
    client.post(url, shown(client, url) | {"purpose": "Noget"})
    day = timezone.localdate() + timedelta(days=20)
    client.post(url, shown(client, url) | {"planned_on": day.isoformat()})
    assert actions_on(one) == ["planned", "prepared", "moved"]


# A closed case, and days nobody means


def close_case(citizen: Citizen) -> None:
    """Without the page."""
    citizen.closed_on, citizen.closed_why = timezone.localdate(), "job"
    citizen.save()


def test_nothing_is_written_in_a_closed_case(people: People) -> None:
    citizen = make_citizen(people)
    planned, going_on = plan_talk(people.erik, citizen=citizen), under_way(people.erik, citizen=citizen)
    made = agreement(people.erik, citizen=citizen)
    close_case(citizen)
    now = timezone.now()
    with pytest.raises(BadInput):
        agreement(people.erik, citizen=citizen)
    said = FollowUp(state=AgreementState.KEPT)
    with pytest.raises(BadInput):
        follow_up(agreement=made, revision=0, said=said, today=timezone.localdate(), by=people.erik)
    with pytest.raises(BadInput):
        begin(conversation=planned, by=people.erik, now=now)
    with pytest.raises(BadInput):
        take_time_out(conversation=going_on, kind=TimeOutKind.BACK, note="", now=now, by=people.erik)
    with pytest.raises(BadInput):
        save_closing(conversation=going_on, revision=going_on.revision, typed=closing(), by=people.erik, now=now)


def test_that_nobody_came_can_be_said_of_a_closed_case(people: People) -> None:
    citizen = make_citizen(people)
    one, now = plan_talk(people.erik, citizen=citizen), timezone.now()
    close_case(citizen)
    typed = closing(ending=ConversationState.NO_SHOW, got_in_touch=False)
    one = save_closing(conversation=one, revision=one.revision, typed=typed, by=people.erik, now=now)
    close(conversation=one, revision=one.revision, by=people.erik, now=now)
    one.refresh_from_db()
    assert one.has_ended


@pytest.mark.parametrize(("day", "hour"), [("0001-01-01", "00:10"), ("9999-12-31", "23:50"), ("1926-11-20", "09:00")])
def test_a_day_that_nobody_means_is_refused(day: str, hour: str, people: People, client_for: ClientFor) -> None:
    citizen, client = make_citizen(people), client_for(people.erik)
    when = {"planned_on": day, "planned_time": hour}
    url = reverse("conversations:new", args=[citizen.uuid])
    answer = client.post(url, shown(client, url) | when)
    assert (answer.status_code, "fem år" in answer.content.decode()) == (422, True)
    assert not Conversation.objects.exists()
    one = plan_talk(people.erik, citizen=citizen)
    assert (
        "fem år" in autosave(client, address("prepare", one), shown(client, address("prepare", one)) | when)["problem"]
    )
    one = under_way(people.erik, citizen=citizen)
    after = {"next_on": day, "next_time": hour}
    assert "fem år" in autosave(client, address("close", one), closing_data(client, one) | after)["problem"]
