"""The role play of a municipality's own method as controls of its form, and back. No database.

The names of the controls are the paths of the texts, so a problem that the reader finds stands at its control.
"""

from collections.abc import Mapping
from typing import Any, Final

from fagkompas.engine.errors import Place, Problem
from fagkompas.methods.typed_texts import both, is_typed, lines_of, text_from, typed_lines
from fagkompas.toolkit.texts import Data

MOST_ROLES: Final = 3
MINUTES: Final = (10, 15, 20, 30, 45)
"""To choose among."""

USUAL_MINUTES: Final = 15
TEXTS_OF_A_ROLE: Final = ("name", "card")
LINES: Final = ("watch_for", "afterwards")


def flat_play(data: Data) -> dict[str, str]:
    """The role play of a method by the names of its controls; empty texts are left out."""
    play = data.get("role_play")
    if not play:
        return {}
    texts = both("role_play-setting", play["setting"]) | {"role_play-minutes": str(play["minutes"])}
    for number, role in enumerate(play["roles"], start=1):
        for key in TEXTS_OF_A_ROLE:
            texts |= both(f"role_play-roles-{number}-{key}", role[key])
    for key in LINES:
        texts |= lines_of(f"role_play-{key}", play[key])
    return {name: text for name, text in texts.items() if text}


def play_from(texts: Mapping[str, str], before: Data, problems: list[Problem]) -> dict[str, Any] | None:
    """The role play that was typed; None where nothing was, and a problem where only how long it takes was chosen anew.

    What it lacks the reader finds.
    """
    minutes = int(texts.get("role_play-minutes") or USUAL_MINUTES)
    if not is_typed({name: text for name, text in texts.items() if name != "role_play-minutes"}, "role_play-"):
        shown = int((before.get("role_play") or {}).get("minutes", USUAL_MINUTES))
        if minutes not in {shown, USUAL_MINUTES}:
            place, values = Place(column="role_play.minutes"), {"shown": shown}
            problems.append(Problem(place=place, found=str(minutes), message_code="only_minutes", values=values))
        return None
    return {
        "minutes": minutes,
        "setting": text_from(texts, "role_play-setting"),
        "roles": [
            {key: text_from(texts, f"role_play-roles-{number}-{key}") for key in TEXTS_OF_A_ROLE}
            for number in range(1, MOST_ROLES + 1)
            if is_typed(texts, f"role_play-roles-{number}-")
        ],
        **{key: typed_lines(texts, f"role_play-{key}", f"role_play.{key}", problems) for key in LINES},
    }
