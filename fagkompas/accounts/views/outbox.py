"""The outbox, in a demo: the letters that a mail server would have sent."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fagkompas.accounts.models import Letter, Role
from fagkompas.accounts.permissions import has_role, signed_in
from fagkompas.toolkit.lists import list_page


@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """The municipality's letters, the newest first. They let their readers in, so outside a demo nobody may see them."""
    person = signed_in(request)
    if not settings.ENVIRONMENT.demo or not has_role(person, Role.ADMINISTRATOR):
        raise Http404
    letters = Letter.objects.filter(root_id=person.root_id, root__is_demo=True)
    listing = list_page(request, letters, sorts={"dato": ("created_at", "pk")}, default="-dato", per_page=20)
    return render(request, "accounts/outbox.html", {"listing": listing})
