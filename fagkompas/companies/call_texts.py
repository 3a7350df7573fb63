"""What is said in a call: the pitch as one passage, and whether a text leads the company to the citizen it is about."""

import re
from collections.abc import Iterable

from fagkompas.citizens.consents import has_consent
from fagkompas.citizens.models import Citizen, ConsentKind
from fagkompas.companies.models import Company

SHORTEST_NAME = 3
"""Letters of a part of a name, or of an address, that leads to somebody."""


def pitch(feature: str, advantage: str, benefit: str) -> str:
    """What somebody can, what that means there, and what the company gets, as it is said aloud."""
    said = [" ".join(text.split()) for text in (feature, advantage, benefit)]
    return " ".join(_as_sentence(one) for one in said if one)


def leading_to(citizen: Citizen, texts: Iterable[str], company: Company) -> list[str]:
    """The words of the texts that are the citizen's name or address; her first name may stand once she has said yes.

    At most one query.
    """
    written = _words(" ".join(texts))
    names = [name for name in _words(citizen.name) if len(name) >= SHORTEST_NAME]
    street = [name for name in _words(citizen.address)[:1] if len(name) >= SHORTEST_NAME]
    found = [name for name in dict.fromkeys([*names, *street]) if name in written]
    if found and found == names[:1] and has_consent(citizen, ConsentKind.COMPANY, company.name):
        return []
    return found


def _as_sentence(text: str) -> str:
    begun = text[0].upper() + text[1:]
    return begun if begun[-1] in ".!?…" else f"{begun}."


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
