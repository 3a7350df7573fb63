"""Who may open which page of the shell."""

from django.conf import settings

from tests.permissions import ANYBODY, EVERYONE, Row


def a_picture() -> str:
    """Any screenshot of the guide."""
    return min(file.name for file in (settings.BASE_DIR / "docs" / "guide").glob("*.png"))


ROWS = [
    Row(url="home", may=EVERYONE),
    Row(url="language", may=ANYBODY, method="post", data={"language": "en"}),
    Row(url="search", may=EVERYONE),
    Row(url="search", may=EVERYONE, method="post", data={"words": "alma"}),
    Row(url="administration", may="alma dorte gry ida outsider"),
    Row(url="guide", may=ANYBODY),
    Row(url="guide_page", may=ANYBODY, arguments=lambda _people: {"slug": "scoring"}),
    Row(url="guide_picture", may=ANYBODY, arguments=lambda _people: {"name": a_picture()}),
]
