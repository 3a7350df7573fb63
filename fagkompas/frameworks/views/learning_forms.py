"""The learning forms by the dimension they suit, and those that suit whatever the offering is about."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from fagkompas.frameworks.models import DIMENSIONS, LearningForm


def learning_forms(request: HttpRequest) -> HttpResponse:
    """A group for each dimension, and one for the forms without."""
    forms = list(LearningForm.objects.order_by("position"))
    headings = [*DIMENSIONS, ("", _("The dimension depends on the content"))]
    groups = [(heading, [form for form in forms if form.dimension == code]) for code, heading in headings]
    sources = list(dict.fromkeys(form.source["section"] for form in forms))
    return render(request, "frameworks/learning_forms.html", {"groups": groups, "sources": sources})
