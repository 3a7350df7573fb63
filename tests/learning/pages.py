"""Pages as tests read them."""

from django.test import Client


def text_of(client: Client, url: str) -> str:
    """The page as text."""
    response = client.get(url)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def main_of(client: Client, url: str) -> str:
    """What the page is about, without menus."""
    return text_of(client, url).partition("<main")[2]
