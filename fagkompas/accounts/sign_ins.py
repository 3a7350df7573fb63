"""Where somebody is signed in: one row a browser, in words that the person knows it by."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee

BROWSERS: Final = {"Edg": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
"""A part of what a browser says it is, and its name; the first that is there counts, since many name others too."""

SYSTEMS: Final = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Macintosh": "Mac",
    "Linux": "Linux",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """One browser in which the person is signed in; `is_this` is the one that asks."""

    browser: str
    address: str
    since: datetime
    is_this: bool


def sign_ins_of(person: Employee, *, this: str | None, now: datetime) -> list[SignIn]:
    """Those that have not ended, this one first, then the newest. One query; `this` is the key of the session that asks."""
    alive = Session.objects.filter(expire_date__gt=now).values("session_key")
    found = UserSession.objects.filter(user=person, session_key__in=alive).order_by("-created_at", "-pk")
    rows = [
        SignIn(
            browser=browser_words(one.user_agent),
            address=one.ip,
            since=one.created_at,
            is_this=one.session_key == this,
        )
        for one in found
    ]
    return sorted(rows, key=lambda row: not row.is_this)


def browser_words(user_agent: str) -> str:
    """ "Firefox, Windows"; what is not known is left out."""
    parts = [next((name for mark, name in names.items() if mark in user_agent), "") for names in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, parts)) or _("A browser")
