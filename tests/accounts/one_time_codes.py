"""One-time codes as a phone makes them, and waiting without waiting."""

import time

import pytest
from allauth.mfa.totp.internal import auth


def code_now(secret: str) -> str:
    """What an authenticator app would show."""
    shown: str = auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // 30))
    return shown


def pass_time(patch: pytest.MonkeyPatch, seconds: float) -> None:
    """From now on the clock that wrong attempts and codes are held against is ahead."""
    real = time.time
    patch.setattr(time, "time", lambda: real() + seconds)
