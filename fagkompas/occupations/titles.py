"""Danish titles that are kept as text, in the reader's language."""

from collections.abc import Collection, Mapping

from fagkompas.occupations.models import Occupation
from fagkompas.toolkit.languages import reader_language


def in_reader_language(titles: Collection[str]) -> Mapping[str, str]:
    """What each is called; one that is no title of ours is called what it is. One query, none for who reads Danish."""
    if reader_language() == "da" or not titles:
        return {title: title for title in titles}
    found = Occupation.objects.filter(title_da__in=titles).exclude(title_en="").order_by("-pk")
    return {title: title for title in titles} | dict(found.values_list("title_da", "title_en"))
