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

        from fagkompas.accounts import checks  # noqa: F401  # registered by being read

        signals.authenticator_added.connect(_added)
        signals.authenticator_reset.connect(_added)
        signals.authenticator_removed.connect(_removed)


def _added(*, user: Any, authenticator: Any, **_more: object) -> None:
    from fagkompas.audit.actions import record_change

    if authenticator.type == authenticator.Type.RECOVERY_CODES:
        # Else allauth notes it when the page with the codes is opened, and a page that is opened cannot write.
        authenticator.wrap().mark_as_viewed()
    record_change(
        by=user, action="accounts.second_factor.added", target=user, subject_id=user.pk, sort=authenticator.type
    )


def _removed(*, user: Any, authenticator: Any, **_more: object) -> None:
    from fagkompas.audit.actions import record_change

    record_change(
        by=user, action="accounts.second_factor.removed", target=user, subject_id=user.pk, sort=authenticator.type
    )
