"""What a citizen has said yes to, by now: ask this before anything is told to somebody else."""

from datetime import date

from fagkompas.citizens.models import Citizen, Consent, ConsentKind


def has_consent(citizen: Citizen, kind: ConsentKind, about: str = "", *, on: date | None = None) -> bool:
    """Whether a yes stands, or stood `on` a day: to all of the kind, or to just what it is `about`, however it is spelled.

    A yes to one company is none to companies in general: without `about` only a yes to all of the kind counts. One query.
    """
    asked = _plain(about)
    return any(_plain(stands) in {"", asked} for stands in standing_about(citizen, kind, on=on))


def stands_already(citizen: Citizen, kind: ConsentKind, about: str) -> bool:
    """Whether just this was said yes to and not taken back. One query."""
    return _plain(about) in {_plain(stands) for stands in standing_about(citizen, kind)}


def standing_about(citizen: Citizen, kind: ConsentKind, *, on: date | None = None) -> list[str]:
    """What each yes of the kind that stands, or stood on a day, is about; "" for all of it. One query."""
    standing = Consent.objects.standing() if on is None else Consent.objects.standing_on(on)
    standing = standing.filter(citizen=citizen, kind=kind)
    return list(standing.order_by("pk").values_list("about", flat=True))


def _plain(about: str) -> str:
    return " ".join(about.split()).casefold()
