"""Texts that are of no use to somebody who reads the database only."""

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes


def encrypted(text: str, *, purpose: str) -> str:
    """The text under the key of this installation; what is kept for one purpose cannot be read as another."""
    return _ciphers(purpose).encrypt(text.encode()).decode()


def decrypted(text: str, *, purpose: str) -> str:
    """The other way round. Raises `InvalidToken` when it was kept for something else or under another key."""
    return _ciphers(purpose).decrypt(text.encode()).decode()


def written_anew(text: str, *, purpose: str) -> str:
    """The same under the key of now. Raises `InvalidToken` as `decrypted` does."""
    return _ciphers(purpose).rotate(text.encode()).decode()


def keyed_hashes(text: str, *, purpose: str, place: object) -> tuple[str, ...]:
    """What a text is found by without being read, as hex: under the key of now first, then under those Fagkompas had.

    Nobody without the key can try texts until one fits (HMAC with SHA-256, RFC 2104), and the key is none that encrypts.
    The same text at another place, such as another municipality, has another hash.
    """
    said = f"{place} {text}".encode()
    return tuple(hmac.new(key, said, hashlib.sha256).hexdigest() for key in _keys(f"{purpose} found by hash"))


def _ciphers(purpose: str) -> MultiFernet:
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in _keys(purpose)])


def _keys(purpose: str) -> list[bytes]:
    """Of the key that Fagkompas has, and of those it had."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [hashlib.sha256(f"{purpose} ".encode() + force_bytes(key)).digest() for key in keys]
