"""How often something was tried, in vain from one network address or by one person: counted in the cache that all web
processes share.
"""

import hashlib
from typing import Final

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone

MOST: Final = 30
WITHIN: Final = 15 * 60
"""Seconds."""
AN_HOUR: Final = 60 * 60
"""Seconds."""


def has_attempts_left(request: HttpRequest, what: str) -> bool:
    """Whether the address may try again; a quarter of an hour after its first vain attempt it may."""
    return int(cache.get(_key(request, what), 0)) < MOST


def note_attempt(request: HttpRequest, what: str) -> None:
    """It was in vain."""
    key = _key(request, what)
    if not cache.add(key, 1, WITHIN):
        cache.incr(key)


def count_of_the_hour(who: object, what: str) -> int:
    """How often the person has done it since the clock last struck."""
    return int(cache.get(_key_of_the_hour(who, what), 0))


def note_in_the_hour(who: object, what: str, *, times: int = 1) -> None:
    """The person has done it, or so many of it at once."""
    cache.set(_key_of_the_hour(who, what), count_of_the_hour(who, what) + times, AN_HOUR)


def _key_of_the_hour(who: object, what: str) -> str:
    return f"done-{what}-{who}-{int(timezone.now().timestamp()) // AN_HOUR}"


def _key(request: HttpRequest, what: str) -> str:
    """The address is kept as a digest, and for a quarter of an hour."""
    return f"attempts {what} {hashlib.sha256(_address(request).encode()).hexdigest()[:32]}".replace(" ", "-")


def _address(request: HttpRequest) -> str:
    """The browser's, as the outermost of our own proxies saw it (FAGKOMPAS_PROXIES)."""
    proxies = settings.ENVIRONMENT.proxies
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if proxies and len(forwarded) >= proxies:
        return forwarded[-proxies]
    return str(request.META.get("REMOTE_ADDR", ""))
