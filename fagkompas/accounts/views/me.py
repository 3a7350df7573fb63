"""My own page: who I am here, how I sign in, and who has seen my data."""

from typing import Final

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fagkompas.accounts import actions
from fagkompas.accounts.forms import PhoneForm
from fagkompas.accounts.models import Role
from fagkompas.accounts.permissions import has_role, lacks_second_factor, must_have_second_factor, signed_in
from fagkompas.accounts.sign_ins import sign_ins_of
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.pages import panel_url

HAVE_CONVERSATIONS: Final = (Role.CASEWORKER, Role.COMPANY_CONSULTANT, Role.MANAGER)
"""Who has a calendar of own conversations."""


def me(request: HttpRequest) -> HttpResponse:
    """Name, unit, roles, language, password and second factor."""
    person = signed_in(request)
    kinds = set(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    return render(
        request,
        "accounts/me.html",
        {
            "person": person,
            "roles": person.roles.select_related("unit").order_by("unit__path", "role"),
            "has_code": Authenticator.Type.TOTP in kinds,
            "has_passkey": Authenticator.Type.WEBAUTHN in kinds,
            "has_recovery_codes": Authenticator.Type.RECOVERY_CODES in kinds,
            "sign_ins": sign_ins_of(person, this=request.session.session_key, now=timezone.now()),
            "must_have_second_factor": must_have_second_factor(person),
            "calendar_url": panel_url("casework:calendar_address") if has_role(person, *HAVE_CONVERSATIONS) else "",
            "lacks_second_factor": lacks_second_factor(person),
        },
    )


def my_phone(request: HttpRequest) -> HttpResponse:
    """Where citizens and companies reach me."""
    person = signed_in(request)
    form = PhoneForm(posted(request), initial={"phone": person.phone})
    if request.method == "POST" and form.is_valid():
        actions.set_phone(person=person, phone=form.cleaned_data["phone"])
        messages.success(request, _("Saved."))
        return redirect("accounts:me")
    return render(request, "accounts/my_phone.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def end_other_sign_ins(request: HttpRequest) -> HttpResponse:
    """Sign me out everywhere but here."""
    actions.end_other_sign_ins(employee=signed_in(request), this=request.session.session_key or "")
    messages.success(request, _("You are signed out everywhere but here."))
    return redirect("accounts:me")
