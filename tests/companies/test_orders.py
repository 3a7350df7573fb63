"""Job orders: begun, written, opened only when they hold together, ended, and what came of them."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.companies.actions import orders as actions
from fagkompas.companies.actions.mediation import note_mediation
from fagkompas.companies.actions.orders import NewTask
from fagkompas.companies.models import JobOrder, Mediation, MediationStep, OrderState
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.together import ChangedMeanwhile
from tests.companies.making import make_company
from tests.companies.making_orders import make_order
from tests.people import People

ClientFor = Callable[[Employee], Client]


def address(name: str, order: JobOrder, *more: str) -> str:
    return reverse(f"companies:{name}", args=[order.uuid, *more])


def test_an_order_from_draft_to_filled(people: People, client_for: ClientFor) -> None:
    client, company = client_for(people.freja), make_company(people)
    sent = {"kind": "ordinary", "title": "Køkkenhjælp", "key": str(uuid4())}
    for _press in range(2):
        client.post(reverse("companies:order_new", args=[company.uuid]), sent)
    order = JobOrder.objects.get()
    assert (order.state, order.consultant, order.unit) == ("draft", people.freja, people.freja.unit)
    client.post(address("order_open", order))
    order.refresh_from_db()
    assert order.state == OrderState.DRAFT, "without tasks it is not opened"
    client.post(address("order_task_new", order), {"name": "Opvask", "minutes": "300", "competencies": "Stå op"})
    client.post(address("order_open", order))
    order.refresh_from_db()
    assert (order.state, order.opened_on) == ("open", timezone.localdate())
    today = timezone.localdate().isoformat()
    for step in ("referred", "referred", "met", "hired"):
        client.post(address("order_log", order), {"step": step, "on": today})
    page = client.get(address("order", order))
    numbers = page.context["numbers"]
    assert (numbers.referred, numbers.met, numbers.hired, numbers.days) == (2, 1, 1, 0)
    assert Mediation.objects.filter(by=people.freja).count() == 4
    client.post(address("order_end", order), {"state": "filled", "on": today})
    order.refresh_from_db()
    assert (order.state, order.ended_on) == ("filled", timezone.localdate())


def test_a_section_is_written_with_hours_as_minutes(people: People, client_for: ClientFor) -> None:
    order, client = make_order(people), client_for(people.erik)
    sent = {
        "least_minutes": "7,5",
        "most_minutes": "12",
        "times": ["day", "evening"],
        "postcode": "8000",
        "revision": "0",
    }
    assert client.post(address("order_section", order, "conditions"), sent).status_code == 302
    order.refresh_from_db()
    assert (order.least_minutes, order.most_minutes, order.times) == (450, 720, ["day", "evening"])
    again = client.post(address("order_section", order, "conditions"), sent | {"most_minutes": "20"})
    assert again.status_code == 422
    assert "En kollega har ændret det imens" in again.content.decode()
    assert again.context["saved_now"] == [("Timer om ugen højst", "12")], "what they saved beside what was typed"
    sent |= {"least_minutes": "20", "revision": str(order.revision)}
    assert "Ret en af de to" in client.post(address("order_section", order, "conditions"), sent).content.decode()
    order.refresh_from_db()
    assert order.least_minutes == 450


def test_tasks_that_take_longer_than_the_hours_hinder_opening(people: People) -> None:
    order = make_order(people, minutes=240)
    with pytest.raises(BadInput) as refused:
        actions.open_order(order=order, today=timezone.localdate(), by=people.freja)
    assert [one.message_code for one in refused.value.problems] == ["order_tasks-over-most"]


def test_an_order_of_a_company_that_has_closed_is_not_opened_and_says_so(people: People, client_for: ClientFor) -> None:
    order = make_order(people)
    type(order.company).objects.update(closed_on=timezone.localdate())
    with pytest.raises(BadInput) as refused:
        actions.open_order(order=order, today=timezone.localdate(), by=people.freja)
    assert [one.message_code for one in refused.value.problems] == ["order_company-closed"]
    assert "noteret som lukket" in client_for(people.alma).get(address("order", order)).content.decode()


def test_closed_without_hiring_asks_why_and_can_be_opened_again(people: People) -> None:
    order, today = make_order(people), timezone.localdate()
    actions.open_order(order=order, today=today - timedelta(days=9), by=people.freja)
    with pytest.raises(BadInput) as refused:
        actions.end_order(order=order, state=OrderState.CLOSED, why=" ", on=today, today=today, by=people.freja)
    assert [one.message_code for one in refused.value.problems] == ["why_closed_missing"]
    actions.end_order(
        order=order, state=OrderState.CLOSED, why="De fandt en selv", on=today, today=today, by=people.freja
    )
    actions.open_order(order=order, today=today, by=people.freja)
    order.refresh_from_db()
    assert (order.state, order.opened_on, order.ended_on) == ("open", today - timedelta(days=9), None)


def test_a_task_is_changed_and_removed_and_two_see_each_other(people: People) -> None:
    order = make_order(people)
    task = order.tasks.get()
    actions.edit_order_task(task=task, facts=NewTask(name="Opvask og gulv", minutes=360), revision=0, by=people.erik)
    with pytest.raises(ChangedMeanwhile):
        actions.edit_order_task(task=task, facts=NewTask(name="Gulv", minutes=60), revision=0, by=people.freja)
    assert order.tasks.get().minutes == 360
    actions.remove_order_task(task=task, by=people.erik)
    assert not order.tasks.exists()


@pytest.mark.parametrize(
    ("query", "shown"), [("", 2), ("tilstand=open", 1), ("tilstand=draft", 1), ("titel=intet", 0), ("hvem=mine", 2)]
)
def test_the_list_is_filtered_in_the_address(people: People, client_for: ClientFor, query: str, shown: int) -> None:
    make_order(people)
    opened = make_order(people, company=make_company(people, name="Prøvebager"))
    actions.open_order(order=opened, today=timezone.localdate(), by=people.freja)
    page = client_for(people.freja).get(f"{reverse('companies:orders')}?{query}")
    assert page.context["listing"].count == shown


def test_every_section_and_the_paper_can_be_opened(people: People, client_for: ClientFor) -> None:
    order, client = make_order(people), client_for(people.freja)
    for section in actions.SECTIONS:
        assert client.get(address("order_section", order, section)).status_code == 200
    assert client.get(address("order_section", order, "andet")).status_code == 404
    assert "Køkkenhjælp" in client.get(address("order_print", order)).content.decode()


def test_the_files_hold_what_the_list_shows(people: People, client_for: ClientFor) -> None:
    order, today, client = make_order(people), timezone.localdate(), client_for(people.alma)
    actions.open_order(order=order, today=today - timedelta(days=9), by=people.freja)
    for step in (MediationStep.REFERRED, MediationStep.REFERRED, MediationStep.MET):
        note_mediation(order=order, step=step, on=today, note="", at=timezone.now(), by=people.freja, key=uuid4())
    make_order(people, company=make_company(people, name="Prøvebager"))
    open_only = client.get(f"{reverse('companies:orders_export', args=['xlsx'])}?tilstand=open")
    rows = list(openpyxl.load_workbook(io.BytesIO(open_only.content)).worksheets[0].iter_rows(values_only=True))
    assert len(rows) == 2
    found = dict(zip(rows[0], rows[1], strict=True))
    assert (found["Stilling"], found["Tilstand"], found["Hvem"]) == ("Køkkenhjælp", "Åben", "Freja")
    assert (found["Henvist"], found["Mødt"], found["Ansat"], found["Dage åben"]) == (2, 1, 0, 9)
    assert found["Timer om ugen højst"] == 10
    text = client.get(reverse("companies:orders_export", args=["csv"])).content.decode("utf-8-sig")
    assert next(csv.DictReader(io.StringIO(text), delimiter=";"))["Virksomhed"] == "Prøvebager"
    assert client.get(reverse("companies:orders_export", args=["pdf"])).status_code == 404


def test_queries_do_not_grow_with_orders_tasks_or_lines(people: People, client_for: ClientFor) -> None:
    client, order = client_for(people.freja), make_order(people)
    actions.open_order(order=order, today=timezone.localdate(), by=people.freja)
    addresses = [
        reverse("companies:orders"),
        reverse("companies:orders_export", args=["csv"]),
        address("order", order),
        address("order_print", order),
    ]

    def queries(page: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page).status_code == 200
        return len(captured)

    before = [queries(page) for page in addresses for _warm in range(2)][1::2]
    for number in range(12):
        make_order(people, company=make_company(people, name=f"Prøve {number}"))
        actions.add_order_task(
            order=order, task=NewTask(name=f"Opgave {number}", minutes=5), by=people.freja, key=uuid4()
        )
        note_mediation(
            order=order,
            step=MediationStep.NOTE,
            on=timezone.localdate(),
            note="Ringet",
            at=timezone.now(),
            by=people.erik,
            key=uuid4(),
        )
    assert [queries(page) for page in addresses] == before


def test_what_a_colleague_saved_of_a_task_stands_beside_what_was_typed(people: People, client_for: ClientFor) -> None:
    order, client = make_order(people), client_for(people.erik)
    task = order.tasks.order_by("place")[0]
    url = reverse("companies:order_task", args=[task.uuid])
    typed = {"name": "Gulve", "minutes": "200", "competencies": "Stå op\nGå", "is_absolute": "on", "revision": "0"}
    assert client.post(url, typed).status_code == 302
    late = client.post(url, typed | {"name": "Vinduer", "competencies": "", "is_absolute": ""})
    assert late.status_code == 422
    saved = dict(late.context["saved_now"])
    assert saved["Hvad hedder opgaven?"] == "Gulve"
    assert "Stå op Gå" in saved.values()
    assert "Ja" in saved.values()
    assert len(saved) == 3, "the minutes are the same"
    order.refresh_from_db()
    assert client.post(url, typed | {"name": "Vinduer", "revision": str(order.revision)}).status_code == 302


def sketched(**more: str) -> dict[str, str]:
    typed = {"name_1": "Fylde hylder", "minutes_1": "300", "name_2": "Rydde lager", "minutes_2": "120"}
    return {**typed, "minutes_3": "", "name_3": "", "frees": "Butikschefen", "key": str(uuid4()), **more}


def test_a_job_of_few_hours_is_sketched_on_one_page(people: People, client_for: ClientFor) -> None:
    client, company = client_for(people.freja), make_company(people)
    new, sent = reverse("companies:few_hours_new", args=[company.uuid]), sketched(times="evening")
    assert client.get(new).context["part"].code == "few-hours", "with questions of its own"
    for _press in range(2):
        client.post(new, sent)
    order = JobOrder.objects.get()
    assert (order.kind, order.title) == ("few_hours", "Fylde hylder og rydde lager")
    assert (order.least_minutes, order.most_minutes) == (420, 420)
    assert (order.times, order.frees) == (["evening"], "Butikschefen")
    assert list(order.tasks.values_list("name", "minutes")) == [("Fylde hylder", 300), ("Rydde lager", 120)]
    assert "7 timer" in order.advert_heading
    assert "- Fylde hylder (5 timer)" in order.advert_text


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name_1": ""}, "name_1"),
        ({"minutes_1": ""}, "minutes_1"),
        ({"minutes_2": "-5"}, "minutes_2"),
        ({"name_2": ""}, "name_2"),
        ({"minutes_2": ""}, "minutes_2"),
        ({"name_2": "Ring til 010190-1234"}, "name_2"),
        ({"times": "sometimes"}, "times"),
    ],
)
def test_a_sketch_with_something_wrong_makes_nothing_and_keeps_what_was_typed(
    typed: dict[str, str], field: str, people: People, client_for: ClientFor
) -> None:
    company = make_company(people)
    answer = client_for(people.freja).post(reverse("companies:few_hours_new", args=[company.uuid]), sketched(**typed))
    assert answer.status_code == 422
    assert answer.context["form"][field].errors
    assert answer.context["form"]["frees"].value() == "Butikschefen"
    assert not JobOrder.objects.exists()


def test_health_in_a_sketch_is_told_and_saved_when_that_was_read(people: People, client_for: ClientFor) -> None:
    company = make_company(people)
    new = reverse("companies:few_hours_new", args=[company.uuid])
    sent = sketched(name_1="Hjælpe Anna, som har diabetes")
    answer = client_for(people.freja).post(new, sent)
    form = answer.context["form"]
    assert [label for label, _trace in form.traces] == ["Opgave 1"]
    client_for(people.freja).post(new, {**sent, "traces_read": form.stamp})
    assert JobOrder.objects.get().title == "Hjælpe Anna, som har diabetes og rydde lager"
