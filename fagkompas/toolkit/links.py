"""The secrets of links: whoever has the link needs nothing else, and whoever reads the tables finds digests only."""

import hashlib
import secrets


def new_secret() -> str:
    """One that nobody guesses: 256 bits."""
    return secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """What is stored, as 64 hex digits."""
    return hashlib.sha256(secret.encode()).hexdigest()
