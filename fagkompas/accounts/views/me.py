"""My own page: who I am here, how I sign in, and who has seen my data."""

from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fagkompas.accounts.permissions import lacks_second_factor, must_have_second_factor, signed_in


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
            "must_have_second_factor": must_have_second_factor(person),
            "lacks_second_factor": lacks_second_factor(person),
        },
    )
