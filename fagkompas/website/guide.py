"""The guide as pages: what stands in docs/guide and docs/algorithms, set from Markdown."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import escape
from itertools import pairwise
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token

from fagkompas.toolkit.formats import is_danish

FOLDERS = ("guide", "algorithms")
PICTURES = {".png": "image/png", ".svg": "image/svg+xml"}
NAME = re.compile(r"[a-z0-9][a-z0-9-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidePage:
    """One page of the guide; `slug` is the file's name without ".md", `language` what it is written in."""

    slug: str
    folder: str
    title: str
    language: str
    file: Path

    @property
    def url(self) -> str:
        """Where it is read."""
        return reverse("guide_page", args=[self.slug])


@cache
def guide_pages(*, in_english: bool = False) -> tuple[GuidePage, ...]:
    """Every page, those for users before the algorithms, by title; in English where a page is written in both."""
    docs = settings.BASE_DIR / "docs"
    files = {file.stem: (file, folder) for folder in reversed(FOLDERS) for file in (docs / folder).glob("*.md")}
    if in_english:
        files |= {file.stem: (file, FOLDERS[0]) for file in (docs / FOLDERS[0] / "en").glob("*.md")}
    found = [_read(file, folder) for file, folder in files.values()]
    return tuple(sorted(found, key=lambda page: (FOLDERS.index(page.folder), page.title)))


def guide_page(slug: str) -> GuidePage | None:
    """The page of that name, for the reader."""
    return next((page for page in guide_pages(in_english=not is_danish()) if page.slug == slug), None)


def picture(name: str) -> tuple[bytes, str] | None:
    """A picture of the guide with its content type; None when there is none of that name."""
    file = settings.BASE_DIR / "docs" / "guide" / name
    if file.suffix not in PICTURES or not NAME.fullmatch(file.stem) or not file.is_file():
        return None
    return file.read_bytes(), PICTURES[file.suffix]


def as_html(page: GuidePage) -> str:
    """The page without its title. Raw HTML in it is shown as text, so the result is safe."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(page.file.read_text(encoding="utf-8"))
    body = tokens[3:] if tokens and tokens[0].tag == "h1" else tokens
    _give_headings_ids(body)
    for token in _everything_in(body):
        _point_to_pages(token)
    shown = [part for token in body for part in _reachable(token)]
    return str(markdown.renderer.render(shown, markdown.options, {}))


def _read(file: Path, folder: str) -> GuidePage:
    text = file.read_text(encoding="utf-8")
    title = text.partition("\n")[0].removeprefix("#").strip() or file.stem
    return GuidePage(slug=file.stem, folder=folder, title=title, language=language_of(text), file=file)


def language_of(text: str) -> str:
    """ "da" or "en", by which of the two words for "and" it has more of."""
    words = text.lower().split()
    return "da" if words.count("og") > words.count("and") else "en"


def _everything_in(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _everything_in(token.children or [])


def _give_headings_ids(tokens: list[Token]) -> None:
    for opening, content in pairwise(tokens):
        if opening.type == "heading_open":
            opening.attrSet("id", slugify(content.content, allow_unicode=True))


def _point_to_pages(token: Token) -> None:
    """Links between the files and to pictures become addresses of ours."""
    if token.type == "link_open":
        path, _hash, anchor = str(token.attrGet("href")).partition("#")
        page = guide_page(Path(path).stem) if path.endswith(".md") else None
        if page:
            token.attrSet("href", page.url + (f"#{anchor}" if anchor else ""))
    elif token.type == "image":
        token.attrSet("src", reverse("guide_picture", args=[Path(str(token.attrGet("src"))).name]))


def _reachable(token: Token) -> list[Token]:
    """What may be wider than a phone scrolls in a box of its own that the keyboard reaches."""
    if token.type == "fence":
        return [_html(f'<pre tabindex="0"><code>{escape(token.content)}</code></pre>\n')]
    if token.type == "table_open":
        token.attrSet("class", "table table--compact")
        return [_html('<div class="table--responsive-scroll" tabindex="0">'), token]
    return [token, _html("</div>\n")] if token.type == "table_close" else [token]


def _html(text: str) -> Token:
    return Token("html_block", "", 0, content=text)
