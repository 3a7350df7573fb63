"""What the log may say: an address with a secret in it is written with a digest in the secret's place.

The digest is keyed with something that only this process knows and that ends with it. So the lines of one link can be put
together while one looks for a mistake, but nobody can tell from the tables, or with the server's key, whose link it was.
"""

import hashlib
import logging
import re
import secrets
from typing import Final

SECRETS: Final = re.compile(r"((?:/|%2F)(?:svar|kalender)(?:/|%2F))([^/\s\"'?&<>%.]+)", re.IGNORECASE)
"""Addresses by which people answer a survey and fetch their own calendar: whoever has one needs nothing else."""

_KEY: Final = secrets.token_bytes(32)


def without_secrets(text: str) -> str:
    """The text with every such secret replaced by twelve digits that stand for it in this process."""
    return SECRETS.sub(lambda found: found[1] + _digits(found[2]), text)


def _digits(secret: str) -> str:
    return hashlib.blake2b(secret.encode(), key=_KEY, digest_size=6).hexdigest()


class WithoutSecrets(logging.Formatter):
    """Writes a record, traceback and all, without secrets."""

    def format(self, record: logging.LogRecord) -> str:
        """See the class."""
        return without_secrets(super().format(record))
