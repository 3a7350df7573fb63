"""Addresses of pages of other subjects and apps that may not be there: a part of the product can be left out."""

from typing import Any

from django.urls import NoReverseMatch, reverse


def url_if_there(name: str, *args: Any) -> str:
    """The address of the page with this name, "" where there is no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
