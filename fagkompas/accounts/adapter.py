"""How sign-in behaves here, beyond allauth's settings.

Accounts are made by an administrator. The address of an employee stands in one place, `Employee.email`; allauth's
own table of addresses is not used.
"""

import math
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sites.shortcuts import get_current_site
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fagkompas.accounts.actions import SECOND_FACTOR, post_letter
from fagkompas.accounts.models import Employee, LetterKind
from fagkompas.accounts.permissions import must_have_second_factor
from fagkompas.audit.actions import record_change
from fagkompas.toolkit.encryption import decrypted, encrypted

LOCKED = "too_many_login_attempts"
APP, ACTION = "allauth.account", "login_failed"


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Sign-in by address and password."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up by themselves."""
        return False

    def validation_error(self, code: str, *args: object) -> ValidationError:
        """Too many wrong codes: says for how long at most."""
        if code == LOCKED:
            longest = max(rate.duration for rate in ratelimit.get_rates(app=APP, action=ACTION))
            return ValidationError(locked_for(longest), code=code)
        refused: ValidationError = super().validation_error(code, *args)
        return refused

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Too many wrong passwords: says for how long."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as refused:
            key = self._get_login_attempts_cache_key(request, **credentials)
            seconds = seconds_locked(request, key)
            raise ValidationError(locked_for(seconds), code=LOCKED) from refused

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """The attempt that locks an address is written in the log."""
        key = self._get_login_attempts_cache_key(request, **credentials)
        person = Employee.objects.filter(email=str(credentials.get("email", "")).lower()).first()
        if person and seconds_locked(request, key):
            record_change(
                by=None, action="accounts.sign_in.locked", target=person, subject_id=person.pk, root_id=person.root_id
            )

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        """The password once more, before something that a passer-by must not do."""
        found = self.authenticate(self.request, email=employee(user).email, password=password)
        return found is not None and found.pk == user.pk

    @transaction.atomic
    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Who came in, and when."""
        super().login(request, user)
        person = employee(user)
        record_change(by=person, action="accounts.sign_in.done", target=person, subject_id=person.pk)

    @transaction.atomic
    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Also by a link; whoever asked may sign in at once, however many wrong ones came before."""
        super().set_password(user, password)
        person = employee(user)
        self._delete_login_attempts_cached_email(self.request, email=person.email)
        record_change(by=person, action="accounts.password.changed", target=person, subject_id=person.pk)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """To the employee's one address."""
        super().send_notification_mail(template_prefix, user, context, email or employee(user).email)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """By way of the outbox, in the employee's language."""
        person = Employee.objects.get_by_natural_key(email)
        said = {"request": self.request, "email": email, "current_site": get_current_site(self.request), **context}
        with translation.override(person.language):
            mail = self.render_mail(template_prefix, email, said)
        post_letter(employee=person, kind=LetterKind.SIGN_IN, subject=mail.subject, body=mail.body)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """One-time codes, passkeys and recovery codes."""

    def encrypt(self, text: str) -> str:
        """Secrets are of no use to somebody who reads the database only."""
        return encrypted(text, purpose=SECOND_FACTOR)

    def decrypt(self, encrypted_text: str) -> str:
        """See `encrypt`."""
        return decrypted(encrypted_text, purpose=SECOND_FACTOR)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last one stays where a second factor is required."""
        others = Authenticator.objects.filter(user_id=authenticator.user_id).exclude(
            type=Authenticator.Type.RECOVERY_CODES
        )
        return others.exclude(pk=authenticator.pk).exists() or not must_have_second_factor(authenticator.user)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """What the browser calls us when it asks for the passkey."""
        ours: dict[str, str] = super().get_public_key_credential_rp_entity()
        return ours | {"name": "Fagkompas"}


def employee(user: AbstractBaseUser) -> Employee:
    """The only sort of user there is."""
    if not isinstance(user, Employee):
        raise TypeError(f"{type(user).__name__} is no employee.")
    return user


def seconds_locked(request: HttpRequest, key: str) -> float:
    """How long until the next try is let through; 0 when it would be at once."""
    return max((_wait(request, rate, key) for rate in ratelimit.get_rates(app=APP, action=ACTION)), default=0)


def _wait(request: HttpRequest, rate: ratelimit.Rate, key: str) -> float:
    name = ratelimit.get_cache_key(request, app=APP, action=ACTION, rate=rate, key=key)
    tries: list[float] = cache.get(name, [])
    if len(tries) < rate.amount:
        return 0
    oldest_that_counts, lasts = tries[int(rate.amount) - 1], float(rate.duration)
    return max(0.0, oldest_that_counts + lasts - time.time())


def locked_for(seconds: float) -> str:
    """The sentence that a locked-out person reads."""
    minutes = max(1, math.ceil(seconds / 60))
    wait = ngettext("%(minutes)d minute", "%(minutes)d minutes", minutes) % {"minutes": minutes}
    return _(
        "Too many failed attempts, so sign-in is locked for %(wait)s. Wait that long, or choose a new password by e-mail."
    ) % {"wait": wait}
