"""What the log may say: an address with a secret in it is written with the secret's digest."""

import hashlib
import logging
import re
from typing import Final

SECRETS: Final = re.compile(r"(/svar/)([^/\s\"'?&<>]+)")
"""Addresses by which people answer a survey: whoever has one needs nothing else."""


def without_secrets(text: str) -> str:
    """The text with every such secret replaced by the first digits of its digest."""
    return SECRETS.sub(lambda found: found[1] + hashlib.sha256(found[2].encode()).hexdigest()[:12], text)


class WithoutSecrets(logging.Formatter):
    """Writes a record, traceback and all, without secrets."""

    def format(self, record: logging.LogRecord) -> str:
        """See the class."""
        return without_secrets(super().format(record))
