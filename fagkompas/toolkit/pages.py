"""What views of any app use to make a page: links, the way back, and small answers."""

import mimetypes
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.http import HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from fagkompas.toolkit import formats

NOT_IN_NAMES: Final = frozenset('<>:"/\\|?*')
LONGEST_FILE_NAME: Final = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A place to go: a crumb, a tab, a download, an item of a menu."""

    label: str
    url: str
    is_current: bool = False


def doc_url(doc: str) -> str:
    """Where a rule is written out: "scoring.md#standing" as an address in the guide."""
    page, _hash, anchor = doc.partition("#")
    return reverse("guide_page", args=[page.removesuffix(".md")]) + (f"#{anchor}" if anchor else "")


def panel_url(name: str, *args: object) -> str:
    """Where another app shows its part of the page; "" where that app has none."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def saved_at(now: datetime) -> str:
    """ "Gemt kl. 14.03", the words of the autosave line."""
    return _("Saved at %(time)s") % {"time": formats.time_of_day(now)}


def file_name(*parts: str, kind: str) -> str:
    """What a file is called, so that one knows it again among others: "Profil - Bo - Efterår 2026 - 2026-11-21.pdf".

    Characters that a disk somewhere does not take become "_".
    """
    clean = (
        "".join("_" if letter in NOT_IN_NAMES or not letter.isprintable() else letter for letter in part)
        for part in parts
    )
    return f"{' - '.join(part.strip() for part in clean if part.strip())[:LONGEST_FILE_NAME].strip()}.{kind}"


def svg_response(svg: str, filename: str) -> HttpResponse:
    """A figure as a file of its own."""
    return HttpResponse(
        f'<?xml version="1.0" encoding="UTF-8"?>\n{svg}',
        content_type="image/svg+xml; charset=utf-8",
        headers=as_download(filename),
    )


def file_response(content: bytes, filename: str) -> HttpResponse:
    """A file to take out; what kind it is follows from its name."""
    kind = mimetypes.guess_type(filename)[0] or "application/octet-stream"
    return HttpResponse(content, content_type=kind, headers=as_download(filename))


def as_download(filename: str) -> dict[str, str]:
    """The header by which a browser keeps an answer as a file of this name."""
    return {"Content-Disposition": content_disposition_header(as_attachment=True, filename=filename) or "attachment"}
