"""What a column may hold of a person, why, and for how long.

Every model of ours carries `PRIVACY: dict[str, Privacy]` with a row per field;
a test refuses a model field without one. The register of processing that a
data protection officer reads is made from these rows.
"""

from dataclasses import dataclass
from enum import StrEnum


class PrivacyClass(StrEnum):
    """How much a value says about a person, from nothing to what must never be shown."""

    NONE = "none"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"
    SECRET = "secret"  # noqa: S105  # the name of a class of data


@dataclass(frozen=True, slots=True, kw_only=True)
class Privacy:
    """Class, purpose and retention of one column, in plain English."""

    privacy_class: PrivacyClass
    purpose: str
    retention: str


def none(purpose: str = "structure") -> Privacy:
    """Says nothing about a person; kept as long as the thing it describes."""
    return Privacy(privacy_class=PrivacyClass.NONE, purpose=purpose, retention="with its row")


def personal(purpose: str, retention: str) -> Privacy:
    """Can be tied to a person."""
    return Privacy(privacy_class=PrivacyClass.PERSONAL, purpose=purpose, retention=retention)


def sensitive(purpose: str, retention: str) -> Privacy:
    """Judges a person or is told in confidence."""
    return Privacy(privacy_class=PrivacyClass.SENSITIVE, purpose=purpose, retention=retention)


def secret(purpose: str, retention: str) -> Privacy:
    """Opens a door: passwords and keys."""
    return Privacy(privacy_class=PrivacyClass.SECRET, purpose=purpose, retention=retention)
