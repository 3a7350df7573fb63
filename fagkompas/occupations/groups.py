"""The groups that an occupation is in, from its codes. The first four digits are the same in ISCO-08 and DISCO-08."""

from typing import Final

from fagkompas.occupations.models import DIGITS, Group, Occupation

# Ordered by scheme "disco08" comes before "isco08": what is said last, or taken first from behind, is ISCO-08's.

MOST_ISCO_DIGITS: Final = 4


def code_of(occupation: Occupation, digits: int) -> str:
    """The code of the occupation's group of so many digits (1, 2, 3, 4 or 6); "" where its codes do not go so far."""
    if digits not in DIGITS:
        raise ValueError(f"There are no groups of {digits} digits. Use one of {DIGITS}.")
    code = occupation.isco4 or occupation.disco6
    if digits > MOST_ISCO_DIGITS:
        code = occupation.disco6
    return code[:digits] if len(code) >= digits else ""


def group_of(occupation: Occupation, digits: int) -> Group | None:
    """The occupation's group of so many digits, if it is known: that of ISCO-08, else of DISCO-08."""
    code = code_of(occupation, digits)
    return Group.objects.filter(code=code).order_by("-scheme").first() if code else None


def groups_above(occupation: Occupation) -> list[Group]:
    """All its groups that are known, the widest first, one of each length."""
    codes = {code for digits in DIGITS if (code := code_of(occupation, digits))}
    by_code = {group.code: group for group in Group.objects.filter(code__in=codes).order_by("scheme", "code")}
    return sorted(by_code.values(), key=lambda group: group.level)


def group_titles() -> dict[str, dict[str, str]]:
    """For each code the titles of its group by language, those of ISCO-08 where both schemes have it."""
    rows = Group.objects.order_by("scheme", "code").values_list("code", "title_da", "title_en")
    return {code: {"da": danish, "en": english or danish} for code, danish, english in rows}
