"""What is vague in an agreement as it is typed: the answer of every page on which one is made."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from fagkompas.conversations.actions.agreements import TypedAgreement
from fagkompas.conversations.smart_findings import findings_of


def smart_answer(request: HttpRequest, typed: TypedAgreement) -> HttpResponse:
    """How it could be said, or that it is fine; nothing while nothing is typed."""
    found = findings_of(typed, timezone.localdate()) if typed.what else ()
    return render(request, "conversations/_smart.html", {"findings": found, "is_asked": bool(typed.what)})
