"""Companies that may be one and the same."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from fagkompas.companies.models import Company, NotTheSame
from fagkompas.companies.wording import SIGNS
from fagkompas.engine.company_doubles import Listed, Sign, doubles


@dataclass(frozen=True, slots=True, kw_only=True)
class LikelyDouble:
    """Two companies, and what is the same of them, in words."""

    one: Company
    other: Company
    signs: str


def likely_doubles(root_id: int) -> list[LikelyDouble]:
    """Those of a municipality that nobody has told apart. Two queries."""
    companies = {one.pk: one for one in Company.objects.of_root(root_id).open().order_by("pk")}
    apart = set(NotTheSame.objects.filter(one__root_id=root_id).values_list("one", "other"))
    return [
        LikelyDouble(
            one=companies[pair.one],
            other=companies[pair.other],
            signs=signs_in_words(pair.signs),
        )
        for pair in doubles(listed(one) for one in companies.values())
        if (pair.one, pair.other) not in apart
    ]


def signs_in_words(signs: Iterable[Sign]) -> str:
    """What is the same, after one another."""
    return ", ".join(str(SIGNS[sign]) for sign in signs)


def merged_from(company: Company) -> list[Company]:
    """Those that have gone into it. One query."""
    return list(Company.objects.filter(Q(merged_into=company)).order_by("pk"))


def listed(one: Company) -> Listed:
    """As it is compared."""
    return Listed(id=one.pk, name=one.name, cvr=one.cvr, p_number=one.p_number, address=one.address, phone=one.phone)
