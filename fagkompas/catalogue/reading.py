"""What the product's own files of the catalogue have in common: every text in both languages."""

from pathlib import Path

from fagkompas.frameworks.document import Text
from fagkompas.frameworks.reading import LONGEST_DESCRIPTION, Part, Reader


class BothLanguages(Reader):
    """Reads texts that must be there in Danish and in English."""

    def in_both(self, outer: Part, key: str, *, limit: int = LONGEST_DESCRIPTION) -> Text:
        part = self.inner(outer, key, "da en")
        return Text(da=self.words(part, "da", limit=limit), en=self.words(part, "en", limit=limit))


def file_text(file: Path) -> str:
    """A file of ours, as text."""
    return file.read_text(encoding="utf-8")
