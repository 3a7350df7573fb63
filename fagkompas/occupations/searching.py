"""Finds occupations by what somebody types. How names are compared is in `index.py`; here they come from the tables.

The index is kept in the memory of each process and made anew when a loading has ended (`Import.objects.version`), so that
all processes of a server find the same.
"""

from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Final

from fagkompas.occupations.groups import group_titles
from fagkompas.occupations.index import Entry, Hit, Index, Name
from fagkompas.occupations.models import Import, Label, Occupation, Origin
from fagkompas.toolkit.languages import reader_language

MOST_HITS: Final = 10
BONUS: Final = {Origin.ESCO: 0.02, Origin.DISCO: 0.01, Origin.DEMO: 0.0}
"""Among names that fit as well: official before example."""

Version = tuple[int, datetime | None]


@dataclass(slots=True)
class _Kept:
    """The newest index that this process has made, and for which version."""

    version: Version | None
    index: Index


_kept = _Kept(version=None, index=Index([], []))
_making = Lock()


def search(words: str, *, most: int = MOST_HITS) -> list[Hit]:
    """The occupations in use that fit best, best first, in the reader's language; none where nothing fits. One query."""
    return list(_index_of_now().search(words, language=reader_language(), most=most))


def _index_of_now() -> Index:
    """The index of what is in the tables. While one thread makes a new one, the others go on with the one before."""
    version = Import.objects.version()
    if _kept.version == version:
        return _kept.index
    if not _making.acquire(blocking=_kept.version is None):
        return _kept.index
    try:
        if _kept.version != version:
            _kept.index = _made()
            _kept.version = version
        return _kept.index
    finally:
        _making.release()


def _made() -> Index:
    titles = group_titles()
    entries: list[Entry] = []
    places: dict[int, int] = {}
    columns = ("pk", "uuid", "title_da", "title_en", "isco4", "disco6", "origin")
    rows = Occupation.objects.in_use().order_by("pk").values_list(*columns)
    for pk, uuid, danish, english, isco4, disco6, origin in rows.iterator():
        code = isco4 or disco6[:4]
        places[pk] = len(entries)
        entries.append(
            Entry(
                uuid=uuid,
                titles={"da": danish, "en": english or danish},
                group_code=code,
                group_titles=titles.get(code, {}),
                is_example=origin == Origin.DEMO,
                bonus=BONUS[Origin(origin)],
            )
        )
    labels = Label.objects.filter(occupation__retired_on__isnull=True).order_by("pk")
    found = labels.values_list("occupation_id", "text", "language", "is_preferred")
    names = [
        Name(of=places[pk], text=text, language=language, is_preferred=is_preferred)
        for pk, text, language, is_preferred in found.iterator()
        if pk in places
    ]
    return Index(entries, names)
