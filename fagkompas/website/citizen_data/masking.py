"""What is about others in what one citizen is given: hidden, wherever it stands.

Hidden by itself are the names of others who take part in conversations, contacts of companies, numbers like CPR numbers
in texts, and a protected address from those who may not see it. What free text says of others has no form that a program
knows: whoever hands the file out reads it first and writes the words that are to be hidden.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from fagkompas.toolkit.cpr import masked_cpr

SHORTEST: Final = 2
MOST: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Masking:
    """Words that are hidden in every text, whole and in small or large letters; and whether the address is told."""

    words: tuple[str, ...] = ()
    shows_address: bool = True

    def hidden(self, text: str) -> str:
        """The text with all of that hidden."""
        found = masked_cpr(text)
        if self.words:
            longest_first = sorted(self.words, key=len, reverse=True)
            either = "|".join(re.escape(word) for word in longest_first)
            found = re.sub(rf"(?<!\w)(?:{either})(?!\w)", _("[somebody else]"), found, flags=re.IGNORECASE)
        return found

    def hidden_in(self, value: Any) -> Any:
        """The same for every text in lists and tables of JSON."""
        match value:
            case str():
                return self.hidden(value)
            case list():
                return [self.hidden_in(one) for one in value]
            case dict():
                return {name: self.hidden_in(one) for name, one in value.items()}
        return value


def words_in(typed: str) -> tuple[str, ...]:
    """The words that somebody typed, a line each; what is too short to hide anything counts for nothing."""
    lines: Iterable[str] = (" ".join(line.split()) for line in typed.splitlines())
    return tuple(dict.fromkeys(line for line in lines if len(line) >= SHORTEST))[:MOST]
