"""Vacancies from Statistikbanken: the client against a bank of its own on this machine, that answers as the real one does."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import sleep
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from fagkompas.accounts.models import Employee
from fagkompas.engine.errors import BadInput
from fagkompas.occupations.clients.statbank import Statbank
from fagkompas.occupations.demand_fetching import fetched, read_choices
from fagkompas.occupations.demand_files import read_figures
from fagkompas.occupations.models import DemandFile, Vacancies
from fagkompas.website.cli import main
from tests.occupations.making import make_group
from tests.people import People

ClientFor = Callable[[Employee], Client]
CODES = {"havfruer": "5161", "tritoner": "5162"}
TEXTS = {
    "OMRÅDE": {"000": "Hele landet", "084": "Region Ø"},
    "ERHVERV": {"TOT": "Erhverv i alt", "5161": "Havfruer", "5162": "5162 Tritoner"},
    "ENHED": {"10": "Ledige stillinger", "20": "Andel"},
    "Tid": {"2025K4": "2025K4", "2026M01": "2026M01", "2026M02": "2026M02"},
}


def table(*, summed: bool = False, months: bool = True) -> dict[str, Any]:
    """What /tableinfo answers."""

    def values(code: str) -> list[dict[str, str]]:
        return [
            {"id": one, "text": text} for one, text in TEXTS[code].items() if months or code != "Tid" or "M" not in one
        ]

    return {
        "id": "LSX1",
        "text": "Ledige stillinger",
        "unit": "Antal",
        "updated": "2026-03-01T08:00:00",
        "variables": [
            {"id": "ENHED", "text": "enhed", "elimination": summed, "time": False, "values": values("ENHED")},
            {
                "id": "OMRÅDE",
                "text": "område",
                "elimination": True,
                "time": False,
                "map": "denmark_region_07",
                "values": values("OMRÅDE"),
            },
            {"id": "ERHVERV", "text": "erhverv", "elimination": True, "time": False, "values": values("ERHVERV")},
            {"id": "Tid", "text": "tid", "elimination": False, "time": True, "values": values("Tid")},
        ],
    }


class Bank(ThreadingHTTPServer):
    """The bank. `trouble` says what is wrong with it, `asked` what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Desk)
        self.trouble = ""
        self.told = table()
        self.asked: list[tuple[str, dict[str, Any]]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


class Desk(BaseHTTPRequestHandler):
    """Answers one question."""

    server: Bank

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, asked))
        assert self.headers["Content-Type"] == "application/json"
        trouble = self.server.trouble
        if trouble == "slow":
            sleep(0.6)
        if trouble == "fault":
            self.answer(500, b"<html>Server Error</html>")
        elif trouble == "page":
            self.answer(200, b"<html>Velkommen</html>")
        elif asked["table"] != "LSX1":
            self.refuse("EXTRACT-NOTFOUND", f"Tabel findes ikke: {asked['table']}")
        elif self.path == "/v1/tableinfo":
            self.answer(200, json.dumps(self.server.told).encode())
        else:
            self.data(asked)

    def data(self, asked: dict[str, Any]) -> None:
        assert self.path == "/v1/data"
        assert (asked["format"], asked["delimiter"]) == ("CSV", "Semicolon")
        chosen = {one["code"]: one["values"] for one in asked["variables"]}
        for code, values in chosen.items():
            if code not in TEXTS:
                self.refuse("EXTRACT-NOTFOUND", f"Variabel findes ikke: {code}")
                return
            for value in values:
                if value != "*" and value not in TEXTS[code]:
                    self.refuse("EXTRACT-NOTFOUND", f"Værdi findes ikke: {value} ({code})")
                    return
        rows: list[list[str]] = [[]]
        for code, values in chosen.items():
            texts = [TEXTS[code][one] for one in (TEXTS[code] if values == ["*"] else values)]
            rows = [[*row, text] for row in rows for text in texts]
        numbers = [str(1000 + at) for at in range(len(rows))]
        numbers[-1] = ".."
        lines = [[*(code.upper() for code in chosen), "INDHOLD"]]
        lines += [[*row, number] for row, number in zip(rows, numbers, strict=True)]
        body = ("\ufeff" + "".join(";".join(line) + "\r\n" for line in lines)).encode()
        self.answer(200, body, promised=len(body) + (999 if self.server.trouble == "cut" else 0))

    def refuse(self, code: str, message: str) -> None:
        self.answer(400, json.dumps({"errorTypeCode": code, "message": message}).encode())

    def answer(self, status: int, body: bytes, promised: int | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body) if promised is None else promised))
        self.end_headers()
        if self.server.trouble != "drip":
            self.wfile.write(body)
            return
        with suppress(ConnectionError):
            for at in range(len(body)):
                self.wfile.write(body[at : at + 1])
                sleep(0.02)

    def log_message(self, *_words: Any) -> None:
        """Not a word."""


@pytest.fixture
def bank() -> Iterator[Bank]:
    with Bank() as serving:
        thread = threading.Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield serving
        serving.shutdown()
        thread.join()


def fetch(bank: Bank, name: str = "LSX1", *choices: str, **limits: Any) -> bytes:
    client = Statbank(bank.address, **limits)
    return fetched(client, name, choices=read_choices("\n".join(choices)), codes=CODES)


def refused(bank: Bank, name: str = "LSX1", *choices: str, **limits: Any) -> tuple[str, str]:
    with pytest.raises(BadInput) as refusal:
        fetch(bank, name, *choices, **limits)
    first = refusal.value.problems[0]
    return first.message_code, first.found


def test_the_known_occupations_are_fetched_for_every_region_and_month(bank: Bank) -> None:
    found = read_figures(fetch(bank, "LSX1", "enhed=10"), codes={})
    assert {(one.code, one.region, str(one.month)[:7]) for one in found.figures} == {
        (code, region, month)
        for code in ("5161", "5162")
        for region in ("Hele landet", "Region Ø")
        for month in ("2026-01", "2026-02")
    } - {("5162", "Region Ø", "2026-02")}
    assert (found.lacking, found.problems) == (1, ())
    path, asked = bank.asked[-1]
    assert path == "/v1/data"
    assert {one["code"]: one["values"] for one in asked["variables"]} == {
        "ENHED": ["10"],
        "OMRÅDE": ["*"],
        "ERHVERV": ["5161", "5162"],
        "Tid": ["2026M01", "2026M02"],
    }


def test_what_the_bank_sums_up_is_left_out_and_a_choice_narrows_the_rest(bank: Bank) -> None:
    bank.told = table(summed=True)
    found = read_figures(fetch(bank, "LSX1", "OMRÅDE=084", "ERHVERV=5161"), codes={})
    assert [(one.region, one.number) for one in found.figures] == [("Region Ø", 1000)]


def test_what_must_be_chosen_is_named_with_its_values(bank: Bank) -> None:
    with pytest.raises(BadInput) as refusal:
        fetch(bank)
    (problem,) = refusal.value.problems
    assert problem.message_code == "bank_choose"
    assert problem.values["example"] == "ENHED=10"
    assert problem.values["values"] == "10 (Ledige stillinger), 20 (Andel)"


@pytest.mark.parametrize(
    ("name", "choices", "code", "found"),
    [
        ("LSX2", (), "bank_says", "Tabel findes ikke: LSX2"),
        ("LSX1", ("ENHED=11",), "bank_says", "Værdi findes ikke: 11 (ENHED)"),
        ("LSX1", ("ENHED=10", "KØN=1"), "bank_no_variable", "køn"),
        ("LSX1", ("ENHED=10,20",), "bank_choose", "enhed"),
        ("LSX1", ("ENHED 10",), "bank_choice", "ENHED 10"),
    ],
)
def test_what_the_bank_does_not_have_is_told(
    bank: Bank, name: str, choices: tuple[str, ...], code: str, found: str
) -> None:
    assert refused(bank, name, *choices) == (code, found)


def test_a_variable_that_the_table_does_not_have_is_told_in_the_banks_words(bank: Bank) -> None:
    with pytest.raises(BadInput) as refusal:
        Statbank(bank.address).figures("LSX1", {"KØN": ["1"]})
    assert refusal.value.problems[0].found == "Variabel findes ikke: KØN"


@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        ("drip", "bank_silent"),
        ("fault", "bank_fault"),
        ("page", "bank_odd"),
        ("cut", "bank_cut"),
        ("slow", "bank_silent"),
    ],
)
def test_a_bank_in_trouble_is_told(bank: Bank, trouble: str, code: str) -> None:
    bank.trouble = trouble
    assert refused(bank, "LSX1", "ENHED=10", seconds=0.3 if trouble in {"slow", "drip"} else 5)[0] == code


def test_too_large_an_answer_is_not_read_to_its_end(bank: Bank) -> None:
    assert refused(bank, largest=200)[0] == "bank_much"


def test_a_table_without_months_or_known_occupations_is_told(bank: Bank) -> None:
    bank.told = table(months=False)
    assert refused(bank, "LSX1", "ENHED=10")[0] == "bank_no_months"
    with pytest.raises(BadInput) as refusal:
        fetched(Statbank(bank.address), "LSX1", choices={}, codes={"drager": "6161"})
    assert refusal.value.problems[0].message_code == "bank_no_groups"


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("", "bank_off"),
        ("file:///etc/passwd", "bank_address"),
        ("api.statbank.dk", "bank_address"),
        ("http://[", "bank_address"),
        ("http://127.0.0.1:1", "bank_silent"),
    ],
)
def test_an_address_that_leads_nowhere_is_told(address: str, code: str) -> None:
    with pytest.raises(BadInput) as refusal:
        Statbank(address).table("LSX1")
    assert refusal.value.problems[0].message_code == code


def test_the_administrator_fetches_looks_and_saves(
    bank: Bank, people: People, client_for: ClientFor, settings: Settings
) -> None:
    make_group("5161", "Havfruer")
    client, address = client_for(people.ida), reverse("occupations:demand")
    assert client.get(address).context["fetching"] is None
    settings.STATBANK = bank.address
    assert client.get(address).context["fetching"] is not None
    sent = {"table": " lsx1 ", "choices": "ENHED=10\nOMRÅDE=000"}
    preview = client.post(reverse("occupations:demand_fetch"), sent)
    assert preview.status_code == 302
    assert not Vacancies.objects.exists()
    kept = DemandFile.objects.get()
    assert kept.source == "Danmarks Statistik, LSX1"
    client.post(reverse("occupations:demand_save", args=[kept.uuid]))
    assert set(Vacancies.objects.values_list("code", "region", "number")) == {("5161", "Hele landet", 1000)}


@pytest.mark.parametrize("sent", [{"table": "LSX9"}, {"table": "../x"}, {"table": "LSX1", "choices": "x"}, {}])
def test_what_cannot_be_fetched_is_told_on_the_page(
    bank: Bank, people: People, client_for: ClientFor, settings: Settings, sent: dict[str, str]
) -> None:
    settings.STATBANK = bank.address
    page = client_for(people.ida).post(reverse("occupations:demand_fetch"), sent)
    assert page.status_code == 422
    assert page.context["fetching"].errors
    assert not DemandFile.objects.exists()


def test_nothing_goes_out_where_no_address_is_set(people: People, client_for: ClientFor) -> None:
    page = client_for(people.ida).post(reverse("occupations:demand_fetch"), {"table": "LSX1"})
    assert page.status_code == 422
    assert "FAGKOMPAS_STATBANK" in page.content.decode()


@pytest.mark.django_db
def test_the_command_tells_first_and_saves_when_asked(
    bank: Bank, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    make_group("5161", "Havfruer")
    command = ["occupation", "demand", "LSX1", "--choose", "ENHED=10", "--choose", "OMRÅDE=000"]
    assert main(command) == 2
    assert "FAGKOMPAS_STATBANK" in capsys.readouterr().err
    settings.STATBANK = bank.address
    assert main(command) == 0
    assert not Vacancies.objects.exists()
    assert main([*command, "--save"]) == 0
    assert main([*command, "--save"]) == 0
    assert Vacancies.objects.get().source == "Danmarks Statistik, LSX1"
