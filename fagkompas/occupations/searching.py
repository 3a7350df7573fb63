"""Finds occupations by what somebody types. How names are compared is in `index.py`, and for a whole title that is none of ours
in `engine/text/linking.py`; here they come from the tables.

The index is kept in the memory of each process and made anew when a loading has ended (`Import.objects.version`), so that
all processes of a server find the same.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from threading import Lock
from typing import Final
from uuid import UUID

from fagkompas.engine.text.linking import Known, Linking
from fagkompas.occupations.groups import group_titles
from fagkompas.occupations.index import Entry, Hit, Index, Name
from fagkompas.occupations.models import Import, Label, Occupation, Origin
from fagkompas.toolkit.languages import reader_language

MOST_HITS: Final = 10
BONUS: Final = {Origin.ESCO: 0.02, Origin.DISCO: 0.01, Origin.DEMO: 0.0}
"""Among names that fit as well: official before example."""

NEAR: Final = 0.3
"""What is linked with less is not like the title at all."""

Version = tuple[int, datetime | None]


class _Titles:
    """All titles at one version, to be searched, and to be linked with."""

    def __init__(self, version: Version | None, index: Index) -> None:
        self.version = version
        self.index = index

    @cached_property
    def linking(self) -> Linking:
        """Made when it is first asked for."""
        return Linking(Known(id=str(at), text=name.text, of=str(name.of)) for at, name in enumerate(self.index.names))


@dataclass(slots=True)
class _Kept:
    """The newest that this process has made."""

    titles: _Titles


_kept = _Kept(_Titles(None, Index([], [])))
_making = Lock()


def search(words: str, *, most: int = MOST_HITS) -> list[Hit]:
    """The occupations in use that fit best, best first, in the reader's language; none where nothing fits. One query.

    What is typed may be the beginning of a title.
    """
    return list(_titles_of_now().index.search(words, language=reader_language(), most=most))


def nearest(title: str, *, most: int = MOST_HITS) -> list[Hit]:
    """The occupations in use that a whole title may mean, likeliest first, each by its likeliest name. One query."""
    titles = _titles_of_now()
    best: dict[UUID, Hit] = {}
    for link in titles.linking.links(title):
        hit = titles.index.hit(int(link.name.id), reader_language())
        if link.score >= NEAR and len(best) < most:
            best.setdefault(hit.uuid, hit)
    return list(best.values())


def _titles_of_now() -> _Titles:
    """What is in the tables. While one thread makes it anew, the others go on with the one before."""
    version = Import.objects.version()
    if _kept.titles.version == version:
        return _kept.titles
    if not _making.acquire(blocking=_kept.titles.version is None):
        return _kept.titles
    try:
        if _kept.titles.version != version:
            _kept.titles = _Titles(version, _made())
        return _kept.titles
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
