"""What every request asks about the person: the language to read in, and whether a second factor is missing."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import lacks_second_factor

Answer = Callable[[HttpRequest], HttpResponseBase]

REACHED_WITHOUT_SECOND_FACTOR = frozenset(
    {
        "account_logout",
        "account_reauthenticate",
        "accounts:me",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "language",
    }
)
"""Names of the addresses that one needs to set a second factor up, to change language and to sign out."""


class ReadingLanguageMiddleware:
    """The language to read in: the person's own, else the one chosen in this browser, else Danish.

    What the browser itself asks for does not count: Danish comes first, and English is one press away.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with translation.override(_reading_language(request)):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
            return response


def _reading_language(request: HttpRequest) -> str:
    if isinstance(request.user, Employee):
        return request.user.language
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


class SecondFactorMiddleware:
    """Leads to the set-up of a second factor those who must have one and do not; see FAGKOMPAS_SECOND_FACTOR."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponseBase | None:
        """Let in, or lead to the set-up."""
        match = request.resolver_match
        if not isinstance(request.user, Employee) or match is None or match.view_name in REACHED_WITHOUT_SECOND_FACTOR:
            return None
        if not lacks_second_factor(request.user):
            return None
        messages.warning(request, _("Your role requires a second factor to sign in. Set one up to continue."))
        return redirect("mfa_index")
