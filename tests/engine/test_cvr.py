"""The last digit of a CVR number."""

import pytest

from fagkompas.engine.cvr import fits


@pytest.mark.parametrize(
    ("cvr", "expected"),
    [
        # The example of the Danish Business Authority: 2+21+42+20+32+3+6 = 126, and 126+6 is twelve times eleven.
        ("13748136", True),
        ("13748137", False),
        ("31748136", False),  # two digits changed places
        ("00000000", True),
    ],
)
def test_the_last_digit_fits_the_others(cvr: str, expected: bool) -> None:
    assert fits(cvr) is expected
