"""CPR-like numbers in free text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fagkompas.toolkit.cpr import as_cpr, cpr_like, masked_cpr


@pytest.mark.parametrize(
    "text",
    [
        "0101901234",
        "010190-1234",
        "010190 1234",
        "010190 - 1234",
        "010190–1234",
        "Borgeren (311299-4321) kom",
        "cpr:2902001234",  # 29 February 2000
        "610190-1234",  # a replacement number: 60 added to the day
        "910190-1234",
        "01011990-1234",
        "01012004 - 1234",
        "01 01 90 1234",
        "01 01 1990 1234",
        "01011990 1234",
        "01.01.90-1234",
        "01.01.1990-1234",
        "01-01-90-1234",
        "010190/1234",
        "010190.1234",
        "01/01/90 1234",
    ],
)
def test_a_number_that_begins_with_a_date_is_found(text: str) -> None:
    assert cpr_like(text)
    assert not cpr_like(masked_cpr(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ringede kl. 10",
        "3201901234",  # day 32
        "0113901234",  # month 13
        "3002011234",  # 30 February
        "2902011234",  # 29 February in a year that is no leap year in any century
        "9210901234",  # replacement number of day 32
        "20304050 og 60708090",
        "00101901234",  # eleven digits
        "010190-12345",
        "010190-123",
        "01.01.1990",
        "Flyttet den 12.01.2026 8800 Viborg",
        "Mødet er 12-01-2026 1430",
        "010119901234",
        "fra 01.02.2026 til 03.04.2026",
        "01.02.2026-03.04.2026",
        "Ring 20 10 20 10",
        "+45 61 12 34 56",
        "10.000.000 kr. i 2026",
    ],
)
def test_other_numbers_are_let_through(text: str) -> None:
    assert not cpr_like(text)
    assert masked_cpr(text) == text


@given(st.text(), st.dates(), st.integers(0, 9999), st.text())
def test_it_is_found_wherever_it_stands(before: str, day: object, serial: int, after: str) -> None:
    number = f"{day:%d%m%y}-{serial:04d}"
    assert cpr_like(f"{before} {number} {after}")
    assert number not in masked_cpr(f"{before} {number} {after}")


@pytest.mark.parametrize("typed", ["0101901234", " 010190-1234 ", "01.01.90-1234", "01 01 90 1234", "01011990-1234"])
def test_it_is_understood_where_it_belongs_however_it_is_written(typed: str) -> None:
    assert as_cpr(typed) == "0101901234"
    assert as_cpr(f"{typed} x") == ""
