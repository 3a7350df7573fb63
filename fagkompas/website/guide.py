"""The guide as pages: what is in docs/guide and docs/algorithms, set from Markdown.

docs/guide holds the Danish pages and docs/guide/en the same pages in English, file by file; what is written in one
language only is shown in that one to everybody, and says so. docs/guide/rules (and rules/en) says in plain words how the
figures are made, a page for each of docs/algorithms, which holds the whole model under the same name, in English only.
"""

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

FOLDERS = {
    "guide": "guide",
    "guide/en": "guide",
    "guide/rules": "rules",
    "guide/rules/en": "rules",
    "algorithms": "models",
}
"""Where the files are, and what group of pages they are; the groups in the order in which they are listed."""

MODEL = "-model"
"""What the whole model of a rule is called after: the rule is "scoring", its model "scoring-model"."""

PICTURES = {".png": "image/png", ".svg": "image/svg+xml"}
NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
NAMED_HEADING = re.compile(r"(?P<text>.*) \{#(?P<id>[a-z0-9-]+)\}")
"""A heading with the name that links find it by in both languages (see toolkit/rules.py)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidePage:
    """One page of the guide; `slug` is the file's name without ".md", `language` what it is written in."""

    slug: str
    group: str
    title: str
    language: str
    file: Path

    @property
    def url(self) -> str:
        """Where it is read."""
        return reverse("guide_page", args=[self.slug])


@cache
def guide_pages() -> tuple[GuidePage, ...]:
    """Every page in every language, those for users before the rules and their models, by title."""
    found = [
        _read(file, group)
        for folder, group in FOLDERS.items()
        for file in (settings.BASE_DIR / "docs" / folder).glob("*.md")
    ]
    groups = list(dict.fromkeys(FOLDERS.values()))
    return tuple(sorted(found, key=lambda page: (groups.index(page.group), page.title)))


def pages_for(language: str) -> list[GuidePage]:
    """Each page once: in this language where there is one, else in the other."""
    own = {page.slug for page in guide_pages() if page.language == language}
    return [page for page in guide_pages() if page.language == language or page.slug not in own]


def listed_pages(language: str) -> list[GuidePage]:
    """What the guide lists; a whole model is reached from the page of its rule."""
    return [page for page in pages_for(language) if page.group != "models"]


def guide_page(slug: str, language: str) -> GuidePage | None:
    """The page of that name, in this language where there is one."""
    return next((page for page in pages_for(language) if page.slug == slug), None)


def model_of(rule: GuidePage) -> GuidePage | None:
    """The whole model of a rule; None for any other page."""
    return guide_page(f"{rule.slug}{MODEL}", "en") if rule.group == "rules" else None


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
        _point_to_pages(token, page.file.parent)
    shown = [part for token in body for part in _reachable(token)]
    return str(markdown.renderer.render(shown, markdown.options, {}))


def _read(file: Path, group: str) -> GuidePage:
    text = file.read_text(encoding="utf-8")
    title = text.partition("\n")[0].removeprefix("#").strip() or file.stem
    slug = file.stem + (MODEL if group == "models" else "")
    return GuidePage(slug=slug, group=group, title=title, language=language_of(text), file=file)


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
            named = NAMED_HEADING.fullmatch(content.content)
            if named and content.children:
                content.children[-1].content = content.children[-1].content.removesuffix(f" {{#{named['id']}}}")
            opening.attrSet("id", named["id"] if named else slugify(content.content, allow_unicode=True))


def _point_to_pages(token: Token, folder: Path) -> None:
    """Links between the files, from the folder that the page is in, and to pictures become addresses of ours."""
    if token.type == "link_open":
        path, _hash, anchor = str(token.attrGet("href")).partition("#")
        file = (folder / path).resolve()
        page = next((page for page in guide_pages() if page.file.resolve() == file), None)
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
