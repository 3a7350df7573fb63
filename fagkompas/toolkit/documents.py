"""PDF from a template: A4, tagged for screen readers (PDF/UA-1), with figures as vectors.

The layout library is loaded when the first document is made, so that everything else works where it or the libraries
of the system that it stands on (Pango) are missing.
"""

from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from threading import local
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import gettext as _

from fagkompas.engine.errors import FagkompasError

_BASE: Final = "https://fagkompas.invalid"
"""Where a document seems to stand, so that its style sheet and fonts have an address; nothing is fetched from anywhere."""

_fonts = local()


class PdfUnavailable(FagkompasError):
    """PDF cannot be made on this machine."""

    def __str__(self) -> str:
        return _(
            "PDF cannot be made here because the library Pango is missing. Install it (on Debian: libpango-1.0-0, "
            "libpangoft2-1.0-0 and libharfbuzz-subset0); everything else works without it."
        )


def pdf(template: str, context: Mapping[str, Any]) -> bytes:
    """A template that extends `print.html`, as a PDF in the reader's language. Raises `PdfUnavailable`.

    Only the product's own static files are read; an address that leads anywhere else is not followed.
    """
    weasyprint = _library()
    html = render_to_string(template, {"is_demo": settings.ENVIRONMENT.demo, **context})
    document = weasyprint.HTML(string=html, base_url=_BASE, url_fetcher=_fetcher())
    made: bytes = document.write_pdf(
        pdf_variant="pdf/ua-1", font_config=_font_configuration(), finisher=_say_what_headings_are_of
    )
    return made


def _say_what_headings_are_of(_document: Any, made: Any) -> None:
    """The library tags the headings of tables and leaves open of what: those in a table's head are of their column.

    PDF/UA-1, 7.5: a reader must be able to tell which headings a cell has.
    """

    def parent(element: Any) -> Any:
        return made.objects[int(element["P"].split()[0])]

    for element in made.objects:
        if isinstance(element, dict) and element.get("S") == "/TH":
            is_in_head = parent(parent(element))["S"] == "/THead"
            element["A"]["Scope"] = "/Column" if is_in_head else "/Row"


def _library() -> Any:
    try:
        import weasyprint  # loaded when it is needed, because it stands on libraries of the system
    except (ImportError, OSError) as error:
        raise PdfUnavailable from error
    return weasyprint


def _font_configuration() -> Any:
    """Fonts take longer to unpack than a document to set, so each thread keeps them."""
    if not hasattr(_fonts, "configuration"):
        from weasyprint.text.fonts import FontConfiguration

        _fonts.configuration = FontConfiguration()
    return _fonts.configuration


@cache
def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class StaticFiles(URLFetcher):  # type: ignore[misc]  # the library has no types
        """Answers with the product's own static files and nothing else."""

        def fetch(self, url: str, headers: object = None) -> Any:
            content_type = "text/css" if url.endswith(".css") else "application/octet-stream"
            return URLFetcherResponse(url, body=static_file(url), headers={"Content-Type": content_type})

    return StaticFiles()


def static_file(url: str) -> bytes:
    """What a document's address leads to. Raises ValueError unless that is a static file of the product."""
    path, prefix = unquote(urlsplit(url).path), urlsplit(static("")).path
    found = None
    if url.startswith(f"{_BASE}{prefix}"):
        with suppress(SuspiciousFileOperation):
            found = finders.find(path.removeprefix(prefix))
    if found is None:
        raise ValueError(f"This is not one of the product's own static files: {url}")
    return Path(found).read_bytes()
