"""The labour market balance: any CSV by its columns, the source's words as levels, titles that are none of ours, and shown."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.engine.errors import BadInput
from fagkompas.engine.scales import Demand
from fagkompas.occupations.actions.balance import mapping
from fagkompas.occupations.actions.demand import retention
from fagkompas.occupations.balance_files import (
    assessments,
    guessed_level,
    period_begins,
    proposed_columns,
    read_balance,
    read_table,
)
from fagkompas.occupations.demand_reading import balance_of
from fagkompas.occupations.models import Balance, BalanceFile
from tests.occupations.making import make_group, make_occupation
from tests.people import People

ClientFor = Callable[[Employee], Client]
FILE = (
    "Prøvebalancen\n\n"
    "RAR-område;Stilling;Vurdering;Periode\n"
    "Øst;Havfruetæmmer;Mangel på arbejdskraft;1. halvår 2026\n"
    "Vest;Havfruetæmmer;Mindre gode jobmuligheder;1. halvår 2026\n"
    "Øst;5162 Tritoner;Balance;1. halvår 2026\n"
    "Øst;Havfruepleje;Balance;1. halvår 2026\n"
    "Øst;Havfruetæmmer;Balance;1. halvår 2026\n"
    "Øst;Havfruetæmmer;Balance;engang\n"
)
COLUMNS = {"title": "Stilling", "level": "Vurdering", "period": "Periode", "region": "RAR-område"}
LEVELS = {"Mangel på arbejdskraft": "high", "Mindre gode jobmuligheder": "low", "Balance": "medium"}


def test_the_table_is_found_below_titles_and_its_columns_by_their_names() -> None:
    table = read_table(FILE.encode("cp1252"))
    assert table.header == ("RAR-område", "Stilling", "Vurdering", "Periode")
    assert [number for number, _cells in table.rows] == [4, 5, 6, 7, 8, 9]
    assert proposed_columns(table.header, {}) == COLUMNS
    assert proposed_columns(table.header, {"level": "Periode"})["level"] == "Periode", "as it was the last time"
    assert assessments(table, COLUMNS) == list(LEVELS)


def test_rows_become_assessments_unknown_titles_or_problems() -> None:
    read = read_balance(
        read_table(FILE.encode()), COLUMNS, levels=LEVELS, known={"havfruetæmmer": "h"}, codes={}, titles={}
    )
    first = date(2026, 1, 1)
    assert [(one.occupation, one.code, one.region, one.begins_on, one.level) for one in read.lines] == [
        ("h", "", "Øst", first, Demand.HIGH),
        ("h", "", "Vest", first, Demand.LOW),
        ("", "5162", "Øst", first, Demand.MEDIUM),
    ]
    assert read.unknown == {"Havfruepleje": 1}
    assert [(one.message_code, one.place.row) for one in read.problems] == [("assessed_twice", 8), ("bad_period", 9)]


def test_a_title_is_what_was_chosen_for_it_and_nothing_where_it_is_left_out() -> None:
    table = read_table(FILE.encode())
    chosen = read_balance(
        table, COLUMNS, levels=LEVELS, known={}, codes={"tritoner": "5162"}, titles={"Havfruepleje": "p"}
    )
    assert [one.occupation or one.code for one in chosen.lines] == ["5162", "p"]
    left = read_balance(table, COLUMNS, levels=LEVELS, known={}, codes={}, titles={"Havfruepleje": ""})
    assert [one.code for one in left.lines] == ["5162"]
    assert chosen.unknown["Havfruepleje"] == 1, "it is asked about again, and can be chosen otherwise"


@pytest.mark.parametrize(
    ("text", "begins_on"),
    [
        ("1. halvår 2026", date(2026, 1, 1)),
        ("2. halvår 2026", date(2026, 7, 1)),
        ("2026H2", date(2026, 7, 1)),
        ("2026K3", date(2026, 7, 1)),
        ("4. kvartal 2025", date(2025, 10, 1)),
        ("2026M11", date(2026, 11, 1)),
        ("2026-03-15", date(2026, 3, 1)),
        ("marts 2026", date(2026, 3, 1)),
        ("2026", date(2026, 1, 1)),
        ("2026M13", None),
        ("halvår", None),
        ("12026", None),
    ],
)
def test_a_period_begins_on_a_day(text: str, begins_on: date | None) -> None:
    assert period_begins(text) == begins_on


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("Mangel på arbejdskraft", Demand.HIGH),
        ("Gode jobmuligheder", Demand.HIGH),
        ("Mindre gode jobmuligheder", Demand.LOW),
        ("Paradoksproblemer", Demand.MEDIUM),
        ("Blå", None),
    ],
)
def test_words_of_an_assessment_are_guessed(words: str, level: Demand | None) -> None:
    assert guessed_level(words) == level


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "no_table"),
        (b"Stilling;Vurdering\nTriton;Mangel\n", "no_table"),
        (b"Stilling;Vurdering;Periode\n", "no_table"),
        (b"\x00\x01;\x02", "no_table"),
        (b"A;A;B\n1;2;3\n", "column_twice"),
        (b"A" * 20_000_001, "balance_too_large"),
    ],
)
def test_what_is_no_table_is_told(content: bytes, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_table(content)
    assert [one.message_code for one in refused.value.problems] == [code]


def send(client: Client, text: str = FILE) -> str:
    """The address of the columns of an uploaded file."""
    file = SimpleUploadedFile("balance.csv", text.encode())
    answer = client.post(reverse("occupations:balance"), {"file": file, "source": "Prøvebalancen"})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def test_from_file_to_job_title(people: People, client_for: ClientFor) -> None:
    make_group("5162", "Tritoner")
    occupation, other = make_occupation("havfruetæmmer"), make_occupation("tritonplejer", isco4="5162")
    client = client_for(people.ida)
    columns = send(client)
    page = client.get(columns)
    assert page.context["form"].initial == COLUMNS
    answer = client.post(columns, COLUMNS)
    check = answer["Location"]
    form = client.get(check).context["form"]
    assert [one.initial for one in form.of_words] == ["high", "low", "medium"]
    assert [str(one.label) for one in form.of_titles] == ["Havfruepleje"]
    assert str(occupation.uuid) in dict(form.of_titles[0].field.choices), "the nearest titles are offered"
    assert not Balance.objects.exists(), "nothing is saved before the button"
    client.post(check, {"level_0": "high", "level_1": "low", "level_2": "medium", "title_0": ""})
    shown = balance_of(occupation)
    assert shown is not None
    assert [(one.region, one.level, one.words) for one in shown.regions] == [
        ("Vest", Demand.LOW, "Mindre gode jobmuligheder"),
        ("Øst", Demand.HIGH, "Mangel på arbejdskraft"),
    ]
    assert (shown.period, shown.source, shown.read_on) == ("1. halvår 2026", "Prøvebalancen", timezone.localdate())
    of_group = balance_of(other)
    assert of_group is not None
    assert (of_group.code, of_group.group) == ("5162", "Tritoner")
    text = client.get(reverse("occupations:occupation", args=[occupation.uuid])).content.decode()
    assert "Mangel på arbejdskraft" in text
    assert "Prøvebalancen" in text
    assert balance_of(make_occupation("bølgerytter")) is None


def test_the_same_file_twice_changes_nothing_and_is_read_as_the_last_time(
    people: People, client_for: ClientFor
) -> None:
    occupation, client = make_occupation("havfruetæmmer"), client_for(people.ida)
    typed = {"level_0": "medium", "level_1": "low", "level_2": "", "title_0": str(occupation.uuid)}
    for _time in range(2):
        columns = send(client)
        check = client.post(columns, COLUMNS)["Location"]
        form = client.get(check).context["form"]
        client.post(check, typed)
    assert [one.initial for one in form.of_words] == ["medium", "low", "medium"]
    assert [one.initial for one in form.of_titles] == [str(occupation.uuid)], "what was chosen is remembered"
    assert mapping().titles == {"Havfruepleje": str(occupation.uuid)}
    assert Balance.objects.count() == 2
    assert not BalanceFile.objects.exists()


def test_a_column_that_holds_no_assessment_and_one_chosen_twice_are_told(people: People, client_for: ClientFor) -> None:
    client = client_for(people.ida)
    many = "Stilling;Vurdering;Periode\n" + "".join(f"Job {at};Ord {at};2026\n" for at in range(20))
    columns = send(client, many)
    chosen = {"title": "Stilling", "level": "Vurdering", "period": "Periode", "region": ""}
    answer = client.post(columns, chosen)
    assert answer.status_code == 422
    assert "Ord 2" in answer.content.decode(), "the rows still stand there"
    assert client.post(columns, {**chosen, "level": "Stilling"}).status_code == 422


@pytest.mark.django_db
def test_a_newer_period_is_shown_and_the_whole_country_first() -> None:
    occupation = make_occupation("havfruetæmmer")
    for region, begins_on in (("Øst", date(2025, 1, 1)), ("Øst", date(2026, 1, 1)), ("Hele landet", date(2026, 1, 1))):
        Balance.objects.create(
            occupation=occupation,
            region=region,
            period=str(begins_on.year),
            begins_on=begins_on,
            level=Demand.HIGH,
            words="Mangel",
            source="Prøven",
            read_on=begins_on + timedelta(days=40),
        )
    shown = balance_of(occupation)
    assert shown is not None
    assert [one.region for one in shown.regions] == ["Hele landet", "Øst"]
    assert shown.begins_on == date(2026, 1, 1)


def test_files_that_nobody_saved_go(people: People, client_for: ClientFor) -> None:
    send(client_for(people.ida))
    BalanceFile.objects.update(read_at=timezone.now() - timedelta(hours=2))
    assert sum(line.rows for line in retention(today=timezone.localdate(), dry_run=False)) == 1
    assert not BalanceFile.objects.exists()
