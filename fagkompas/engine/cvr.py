"""Whether the last digit of a CVR number fits the others.

Each digit is multiplied by its weight; the sum can be divided by eleven. The Danish Business Authority's page on modulus 11 has
the rule. A number that does not fit is most likely typed wrong, but only the register knows which numbers have been given.
"""

from typing import Final

WEIGHTS: Final = (2, 7, 6, 5, 4, 3, 2, 1)
MODULUS: Final = 11


def fits(cvr: str) -> bool:
    """Of eight digits without spaces: 13748136 fits, since 2+21+42+20+32+3+6+6 is twelve times eleven."""
    return sum(weight * int(digit) for weight, digit in zip(WEIGHTS, cvr, strict=True)) % MODULUS == 0
