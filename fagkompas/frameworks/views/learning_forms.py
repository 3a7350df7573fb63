"""The learning forms by the dimension they suit."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fagkompas.engine.scales import Dimension
from fagkompas.frameworks.models import DIMENSIONS, LearningForm


def learning_forms(request: HttpRequest) -> HttpResponse:
    """A group for each dimension."""
    forms = list(LearningForm.objects.order_by("position"))
    groups = [(name, [form for form in forms if form.dimension == Dimension(code)]) for code, name in DIMENSIONS]
    source = forms[0].source if forms else {}
    return render(request, "frameworks/learning_forms.html", {"groups": groups, "source": source})
