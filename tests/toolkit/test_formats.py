"""Numbers and dates as people read them, in both languages."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from fagkompas.toolkit import formats


@pytest.mark.parametrize(
    ("value", "decimals", "danish", "english"),
    [
        (1234.5, None, "1.234,5", "1,234.5"),
        (1234, None, "1.234", "1,234"),
        (0.04, None, "0", "0"),
        (62.5, 0, "63", "63"),
        (61.5, 0, "62", "62"),
        (62.4999999999999, 0, "63", "63"),
        (62.4999, 0, "62", "62"),
        (-0.4, 0, "0", "0"),
        (-2.5, 0, "-3", "-3"),
        (2.345, 2, "2,35", "2.35"),
        (Decimal("1000000"), 0, "1.000.000", "1,000,000"),
        (None, 0, "–", "–"),
    ],
)
def test_numbers(value: float | Decimal | None, decimals: int | None, danish: str, english: str) -> None:
    with override("da"):
        assert formats.number(value, decimals) == danish
    with override("en"):
        assert formats.number(value, decimals) == english


@given(st.floats(0, 100))
def test_a_score_is_rounded_half_up_to_the_nearest_whole_number(score: float) -> None:
    with override("da"):
        shown = int(formats.number(score, 0))
    assert shown - 0.5 - 1e-9 <= score <= shown + 0.5


@pytest.mark.parametrize(
    ("share", "danish", "english"), [(0.625, "63 %", "63%"), (0, "0 %", "0%"), (1, "100 %", "100%"), (None, "–", "–")]
)
def test_shares(share: float | None, danish: str, english: str) -> None:
    with override("da"):
        assert formats.percent(share) == danish
    with override("en"):
        assert formats.percent(share) == english


def test_days() -> None:
    day = date(2026, 11, 21)
    with override("da"):
        assert (formats.long_date(day), formats.short_date(day)) == ("21. november 2026", "21. nov. 2026")
    with override("en"):
        assert (formats.long_date(day), formats.short_date(day)) == ("21 November 2026", "21 Nov 2026")
    assert (formats.long_date(None), formats.short_date(None)) == ("–", "–")


@pytest.mark.parametrize("month", range(1, 13))
def test_a_short_day_has_no_double_full_stop(month: int) -> None:
    with override("da"):
        assert ".." not in formats.short_date(date(2026, month, 1))


def test_moments_are_shown_as_in_copenhagen() -> None:
    late = datetime(2026, 11, 21, 23, 3, tzinfo=UTC)
    with override("da"):
        assert formats.moment(late) == "22. november 2026 kl. 00.03"
        assert formats.long_date(late) == "22. november 2026"
    with override("en"):
        assert formats.moment(late) == "22 November 2026 at 00:03"
    assert (formats.moment(None), formats.time_of_day(None)) == ("–", "–")
