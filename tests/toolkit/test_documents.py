"""PDF: tagged, in the reader's language, from nothing but the product's own files; and a clear word where it cannot be made."""

import re
import sys
import zlib

import pytest
from django.utils import translation

from fagkompas.toolkit.documents import PdfUnavailable, pdf, static_file


def objects(document: bytes) -> bytes:
    """The document's objects in clear, also those that lie packed in streams."""
    packed = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", document, re.DOTALL)
    return document + b"".join(unpacked(stream) for stream in packed)


def unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream


def test_a_document_is_tagged_and_says_its_language() -> None:
    for language in ("da", "en"):
        with translation.override(language):
            found = objects(pdf("print.html", {}))
        assert found.startswith(b"%PDF-1.7")
        assert b"/StructTreeRoot" in found
        assert re.search(rb"/Lang \(?.{0,4}%s" % language.encode(), found)
        assert b"pdfuaid" in found


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/hostname",
        "https://fagkompas.invalid/static/../../settings.py",
        "https://fagkompas.invalid/static/no-such-file.css",
        "https://fagkompas.invalid/other/toolkit/print.css",
        "https://elsewhere.example/static/toolkit/print.css",
        "http://127.0.0.1/static/toolkit/print.css",
    ],
)
def test_nothing_else_is_read(url: str) -> None:
    with pytest.raises(ValueError, match="own static files"):
        static_file(url)


def test_static_files_are_read() -> None:
    assert b"@page" in static_file("https://fagkompas.invalid/static/toolkit/print.css")


def test_without_the_library_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(PdfUnavailable) as caught:
        pdf("print.html", {})
    assert "libpango" in str(caught.value)
