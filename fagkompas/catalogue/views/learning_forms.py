"""The learning forms: which there are, and how to run each."""

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fagkompas.accounts.permissions import signed_in
from fagkompas.catalogue.guides import Guide, guide_of
from fagkompas.catalogue.permissions import can_edit_catalogue, visible_offerings
from fagkompas.catalogue.views.shown import catalogue_tabs
from fagkompas.catalogue.wording import price_in_words
from fagkompas.frameworks.models import DIMENSIONS, LearningForm
from fagkompas.toolkit.languages import reader_language

AT_MOST = 8


@require_safe
def learning_forms(request: HttpRequest) -> HttpResponse:
    """By dimension, each with how many offerings there are of it."""
    person, today = signed_in(request), timezone.localdate()
    seen = visible_offerings(person, today).order_by().values("pk")
    counted = Count("offerings", filter=Q(offerings__in=seen, offerings__retired_on__isnull=True))
    forms = list(LearningForm.objects.annotate(offered=counted).order_by("position"))
    headings = [*DIMENSIONS, ("", _("Any dimension: the content decides"))]
    groups = [(heading, [form for form in forms if form.dimension == code]) for code, heading in headings]
    shown = {"groups": [group for group in groups if group[1]], "tabs": catalogue_tabs("catalogue:forms")}
    return render(request, "catalogue/learning_forms.html", shown)


@require_safe
def learning_form(request: HttpRequest, code: str) -> HttpResponse:
    """How to run it, step by step, and what is offered of it."""
    person, today = signed_in(request), timezone.localdate()
    form = get_object_or_404(LearningForm, code=code)
    offered = visible_offerings(person, today).filter(form=form, retired_on__isnull=True).order_by("title_da", "pk")
    guide = guide_of(form.code)
    shown = {
        "form": form,
        "guide": _in_language(guide) if guide else None,
        "offerings": [(one, price_in_words(one)) for one in offered[:AT_MOST]],
        "more": max(0, offered.count() - AT_MOST),
        "may_edit": can_edit_catalogue(person),
    }
    return render(request, "catalogue/learning_form.html", shown)


def _in_language(guide: Guide) -> dict[str, object]:
    """The guide's texts in the reader's language."""
    language = reader_language()
    lists = ("preparation", "questions", "follow_up", "pitfalls")
    return {
        "purpose": guide.purpose.in_language(language),
        "suits": guide.suits.in_language(language),
        "steps": [
            (step.title.in_language(language), step.minutes, step.text.in_language(language)) for step in guide.steps
        ],
        **{name: [text.in_language(language) for text in getattr(guide, name)] for name in lists},
        **{
            name: getattr(guide, name)
            for name in ("least_people", "most_people", "minutes", "gatherings", "hours", "section")
        },
    }
