"""The rule of a figure in a few plain words: what stands first under its heading in docs/guide/rules.

A rule is written once, in Danish and in English, and read in two places: behind every "Why?" and on its own page of the
guide, where an example follows. It is called as the engine calls it, by page and heading: "scoring.md#standing".
The whole model, with terms, guarantees and proofs, is the page of the same name in docs/algorithms.
"""

import re
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings

from fagkompas.toolkit.formats import is_danish

HEADING: Final = re.compile(r"^#+ .*?(?: \{#(?P<id>[a-z0-9-]+)\})?$")
"""A heading of Markdown, with the name that links find it by where it has one: "## Ståsted i et felt {#standing}"."""


def rule_in_words(doc: str) -> str:
    """The first paragraph under the heading, or under the page's title, in the reader's language.

    Raises `KeyError` when there is no such rule.
    """
    page, *anchor = doc.split("#")  # a template's text, which no path takes, is split into plain ones
    return _rules(page, "" if is_danish() else "en")["".join(anchor)]


@cache
def _rules(page: str, folder: str) -> dict[str, str]:
    """The first paragraph under each heading of a page, by its name; that of the title is ""."""
    file = Path(settings.BASE_DIR) / "docs" / "guide" / "rules" / folder / page
    found: dict[str, str] = {}
    under: str | None = None
    for part in file.read_text(encoding="utf-8").split("\n\n"):
        text = part.strip()
        if heading := HEADING.match(text):
            under = heading["id"] or ("" if not found else None)
        elif under is not None:
            found.setdefault(under, " ".join(text.split()))
    return found
