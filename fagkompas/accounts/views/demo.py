"""Signing in as one of the demo's people; the demo's sign-in page offers them, and no other page."""

from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from fagkompas.accounts.models import Employee


@login_not_required
@require_POST
def demo_sign_in(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Sign in as a demo person without a password."""
    person = Employee.objects.of_demo().filter(uuid=uuid).first() if settings.ENVIRONMENT.demo else None
    if person is None:
        raise Http404
    get_adapter().login(request, person)
    UserSession.objects.create_from_request(request)
    return redirect("home")
