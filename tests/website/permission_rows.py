"""Who may open which page of the shell."""

from collections.abc import Mapping

from django.conf import settings

from tests.citizens.making import make_citizen
from tests.people import People
from tests.permissions import ANYBODY, EVERYONE, Row


def a_picture() -> str:
    """Any screenshot of the guide."""
    return min(file.name for file in (settings.BASE_DIR / "docs" / "guide").glob("*.png"))


def a_case(people: People) -> Mapping[str, object]:
    """A citizen of Nord. The outsider is auditor too, of another municipality."""
    return {"uuid": make_citizen(people).uuid}


ROWS = [
    Row(url="home", may=EVERYONE),
    Row(url="language", may=ANYBODY, method="post", data={"language": "en"}),
    Row(url="search", may=EVERYONE),
    Row(url="search", may=EVERYONE, method="post", data={"words": "alma"}),
    Row(url="administration", may="alma dorte gry ida outsider"),
    Row(url="audit:citizens", may="gry outsider"),
    Row(url="audit:citizens", may="gry outsider", method="post", data={"cpr": "7001901234"}),
    Row(url="audit:citizen", may="gry", arguments=a_case),
    Row(url="audit:subject_access", may="gry", arguments=a_case),
    Row(url="audit:subject_access", may="gry", method="post", arguments=a_case, data={"kind": "json"}),
    Row(url="audit:access_slip", may="gry", arguments=a_case),
    Row(url="audit:access_slip_pdf", may="gry", arguments=a_case),
    Row(url="audit:deletion", may="gry outsider"),
    Row(url="guide", may=ANYBODY),
    Row(url="guide_page", may=ANYBODY, arguments=lambda _people: {"slug": "scoring"}),
    Row(url="guide_picture", may=ANYBODY, arguments=lambda _people: {"name": a_picture()}),
]
