"""An occupation in a form of a case that two may have open at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from fagkompas.occupations.models import Occupation

OCCUPATION: Final = "occupation"
TAKEN: Final = "occupation_taken"
CHOSEN: Final = "occupation_chosen"


@dataclass(kw_only=True)
class OccupationText:
    """An occupation among texts: its title stands for it, and here is which one was meant by each title.

    So two who chose differently are shown two titles, and no keys.
    """

    keys: dict[str, str] = field(default_factory=dict)

    def posted(self, data: Mapping[str, str]) -> dict[str, str]:
        """What was sent, with the title alone."""
        texts = {name: text for name, text in data.items() if name not in {TAKEN, CHOSEN}}
        if chosen := _occupation(data.get(CHOSEN, "")):
            texts[OCCUPATION] = chosen.title
            self.keys[chosen.title] = str(chosen.uuid)
        elif taken := data.get(TAKEN, ""):
            self.keys[texts.get(OCCUPATION, "").strip()] = taken
        return texts

    def saved(self, occupation: Occupation | None) -> None:
        """Remember the one that is saved."""
        if occupation is not None:
            self.keys[occupation.title] = str(occupation.uuid)

    def as_sent(self, texts: Mapping[str, str]) -> dict[str, str]:
        """What a form takes."""
        return {**texts, TAKEN: self.keys.get(texts.get(OCCUPATION, ""), "")}

    def as_shown(self, texts: Mapping[str, str]) -> dict[str, Any]:
        """What a form starts with."""
        title = texts.get(OCCUPATION, "")
        return {**texts, OCCUPATION: {"written": title, "taken": self.keys.get(title, "")}}


def _occupation(key: str) -> Occupation | None:
    try:
        uuid = UUID(key)
    except ValueError:
        return None
    return Occupation.objects.in_use().filter(uuid=uuid).first()
