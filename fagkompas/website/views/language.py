"""The other language, from any page and back to it."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from fagkompas.accounts.actions import set_language
from fagkompas.accounts.models import Employee


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch, remember it on the person (before sign-in: in this browser), and stay on the page."""
    chosen = request.POST.get("language", "")
    response = HttpResponseRedirect(page_to_stay_on(request))
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
        )
        if isinstance(request.user, Employee):
            set_language(person=request.user, language=chosen)
    return response


def page_to_stay_on(request: HttpRequest) -> str:
    """The page of ours that the switch was on, else the first page."""
    page = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        page, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return page if is_ours else resolve_url("home")
