"""CPR-like numbers in free text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fagkompas.toolkit.cpr import cpr_like, masked_cpr


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
