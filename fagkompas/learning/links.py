"""Addresses of pages of other subjects, and of apps that may not be there: a part of the product can be left out."""

from typing import Any

from django.urls import NoReverseMatch, reverse

from fagkompas.catalogue.models import Session


def url_if_there(name: str, *args: Any) -> str:
    """The address of the page with this name, "" where there is no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def wish_url(session: Session) -> str:
    """Where one wishes for a seat in it."""
    return f"{reverse('learning:wish', args=[session.offering.uuid])}?hold={session.uuid}"
