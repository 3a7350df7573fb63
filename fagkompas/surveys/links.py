"""The secrets of links: made from the server's key, so that they can be sent again, and stored as digests only.

Whoever reads the tables cannot open a link; whoever has the link needs nothing else.
"""

import hashlib
import secrets
from base64 import urlsafe_b64encode
from typing import Final

from django.utils.crypto import salted_hmac

from fagkompas.surveys.models import Invitation, Survey

_SALT: Final = "fagkompas.surveys.links"


def survey_secret(survey: Survey) -> str:
    """Of the one link that everyone may use."""
    return _secret(f"survey {survey.uuid}")


def invitation_secret(invitation: Invitation) -> str:
    """Of a personal link."""
    return _secret(f"invitation {invitation.uuid}")


def new_secret() -> str:
    """One that is known to the browser alone."""
    return secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """What is stored, as 64 hex digits."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _secret(of: str) -> str:
    digest = salted_hmac(_SALT, of, algorithm="sha256").digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()
