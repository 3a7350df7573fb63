"""The secrets of links to surveys: made from the server's key, so that they can be sent again, and stored as digests only."""

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


def _secret(of: str) -> str:
    digest = salted_hmac(_SALT, of, algorithm="sha256").digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()
