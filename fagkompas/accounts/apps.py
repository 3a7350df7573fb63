"""The app, and what is written in the log when somebody's second factor changes."""

from typing import Any

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "fagkompas.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """allauth tells by signals; there are none between our own apps."""
        from allauth.mfa import signals

        signals.authenticator_added.connect(_second_factor_added, dispatch_uid="accounts.second_factor.added")
        signals.authenticator_removed.connect(_second_factor_removed, dispatch_uid="accounts.second_factor.removed")


def _second_factor_added(*, user: Any, authenticator: Any, **_more: object) -> None:
    from fagkompas.audit.actions import record_change

    record_change(
        by=user, action="accounts.second_factor.added", target=user, subject_id=user.pk, sort=authenticator.type
    )


def _second_factor_removed(*, user: Any, authenticator: Any, **_more: object) -> None:
    from fagkompas.audit.actions import record_change

    record_change(
        by=user, action="accounts.second_factor.removed", target=user, subject_id=user.pk, sort=authenticator.type
    )
