"""What is said when a command starts."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, register
from django.core.checks import Warning as CheckWarning


@register()
def mail_server(**_options: Any) -> list[CheckMessage]:
    """People who wait for a link to sign in get none without a mail server."""
    environment = settings.ENVIRONMENT
    if environment.smtp or environment.demo or environment.debug:
        return []
    return [
        CheckWarning(
            "No mail server is set, so letters are printed in the log, links to sign in among them.",
            hint="Set FAGKOMPAS_SMTP to the host of the mail server.",
            id="accounts.W001",
        )
    ]
