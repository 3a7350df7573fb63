"""One method: readable in two minutes, kept on top, drawn, printed; and what colleagues tried."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagkompas.accounts.models import Employee, Role
from fagkompas.accounts.names import known_names
from fagkompas.accounts.permissions import has_role, signed_in
from fagkompas.engine.errors import BadInput
from fagkompas.methods import actions
from fagkompas.methods.document import Audience, Example, Method
from fagkompas.methods.documents import method_pdf
from fagkompas.methods.figures import drawing_of
from fagkompas.methods.forms import ExperienceForm
from fagkompas.methods.in_use import Kept, library_of
from fagkompas.methods.library import situations
from fagkompas.methods.models import Experience
from fagkompas.methods.permissions import can_adapt_methods, load_method, load_own_experience
from fagkompas.methods.training import trained_by
from fagkompas.methods.views.library import favourites_of
from fagkompas.methods.wording import SPEAKERS, TOWARDS, audiences_in_words, parts_in_words, phases_in_words
from fagkompas.toolkit.documents import PdfUnavailable
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.languages import said
from fagkompas.toolkit.pages import Link, file_name, file_response, svg_response
from fagkompas.toolkit.refused_forms import keep_refused, take_refused

SHIPPED: Final = "leveret"
"""The word of the address (`?vis=`) for the product's own words beside the municipality's."""

SHOWN_EXPERIENCES: Final = 30


@require_safe
def method(request: HttpRequest, code: str) -> HttpResponse:
    """Everything about it. `?til=` whose questions are shown, `?vis=leveret` the product's own words."""
    person = signed_in(request)
    kept = load_method(person, code)
    asks_shipped = request.GET.get("vis") == SHIPPED and bool(kept.differs) and kept.shipped is not None
    shown = kept.shipped if asks_shipped and kept.shipped else kept.method
    audience = audience_for(person, shown, request.GET.get("til", ""))
    return render(
        request,
        "methods/method.html",
        {
            "method": shown,
            "kept": kept,
            "audiences": audiences_in_words(shown.audiences),
            "phases": phases_in_words(shown.phases),
            "figure": drawing_of(shown),
            "narrow_figure": drawing_of(shown, is_narrow=True),
            "figure_links": [Link(label=_("Download as SVG"), url=reverse("methods:figure", args=[code]))],
            "questions": questions_of(shown, audience),
            "audience_tabs": _audience_tabs(shown, audience, is_shipped=asks_shipped),
            "towards": TOWARDS[audience],
            "example": lines_of(shown.example),
            "trains": trained_by(shown),
            "situations": [(one, said(situations()[one].name)) for one in shown.situations if one in situations()],
            "beside": library_of(person.root_id).named(shown.beside) if shown.beside else (),
            "differs": parts_in_words(kept.differs),
            "unfit": parts_in_words(kept.unfit),
            "shows_shipped": asks_shipped,
            "is_favourite": code in favourites_of(person),
            "experiences": _experiences(person, code),
            "me_pk": person.pk,
            "may_adapt": can_adapt_methods(person),
        },
    )


def audience_for(person: Employee, shown: Method, asked: str) -> Audience:
    """Whose questions come first: those asked for, else those of one's own work, else the first."""
    for audience in shown.audiences:
        if audience.value == asked:
            return audience
    works_with = Audience.COMPANY if has_role(person, Role.COMPANY_CONSULTANT) else Audience.CITIZEN
    return works_with if works_with in shown.audiences else shown.audiences[0]


def questions_of(shown: Method, audience: Audience) -> list[tuple[str, str, list[str]]]:
    """Part by part: name, what it is for, and what one can say; parts without anything to say stand with their text."""
    return [(said(part.name), said(part.text), [said(text) for text in part.said_to(audience)]) for part in shown.parts]


def lines_of(example: Example | None) -> list[tuple[str, str, str]]:
    """Who as a code and in words, and what is said."""
    return [(line.who.value, str(SPEAKERS[line.who]), said(line.text)) for line in example.lines] if example else []


def _audience_tabs(shown: Method, current: Audience, *, is_shipped: bool) -> list[Link]:
    """Nothing to choose where it is used with one only."""
    if len(shown.audiences) == 1:
        return []
    rest = f"&vis={SHIPPED}" if is_shipped else ""
    return [
        Link(label=str(TOWARDS[one]), url=f"?til={one.value}{rest}#questions", is_current=one is current)
        for one in shown.audiences
    ]


def _experiences(person: Employee, code: str) -> Sequence[Experience]:
    return list(Experience.objects.of_root(person.root_id).filter(code=code)[:SHOWN_EXPERIENCES])


@require_POST
def favourite(request: HttpRequest, code: str) -> HttpResponse:
    """Keep it on top, or not any more."""
    person = signed_in(request)
    kept = load_method(person, code)
    is_kept = request.POST.get("keep") == "1"
    actions.keep_favourite(code=kept.code, is_kept=is_kept, by=person)
    said_of_it = _("It stands on top of your methods.") if is_kept else _("It is off your favourites.")
    messages.success(request, said_of_it)
    return redirect("methods:method", code)


@require_safe
def figure(request: HttpRequest, code: str) -> HttpResponse:
    """The drawing as a file."""
    kept = load_method(signed_in(request), code)
    drawn = drawing_of(kept.method)
    if not drawn:
        raise Http404
    return svg_response(drawn, file_name(said(kept.method.name), kind="svg"))


@require_safe
def printed(request: HttpRequest, code: str) -> HttpResponse:
    """The method on paper."""
    kept = load_method(signed_in(request), code)
    try:
        made = method_pdf(kept)
    except PdfUnavailable as missing:
        messages.error(request, str(missing))
        return redirect("methods:method", code)
    return file_response(made, file_name(said(kept.method.name), kind="pdf"))


# Experience


@require_http_methods(["GET", "POST"])
def experience(request: HttpRequest, code: str) -> HttpResponse:
    """Tell colleagues what one tried; what may lead to a person is told first."""
    person = signed_in(request)
    kept = load_method(person, code)
    if request.method == "POST":
        form = _experience_form(person, posted(request))
        if _written(person, kept, form):
            messages.success(request, _("Your experience is there for your colleagues."))
            return redirect(f"{reverse('methods:method', args=[code])}#experience")
        keep_refused(request, form, typed=request.POST)
        return redirect(request.path)
    form, refused = _experience_form(person, None), take_refused(request)
    if refused is not None:
        typed = QueryDict(mutable=True)
        typed.update(refused.typed)
        form = _experience_form(person, typed)
        refused.tell(form)
    return render(request, "methods/experience.html", {"form": form, "method": kept.method})


def _experience_form(person: Employee, data: QueryDict | None) -> ExperienceForm:
    return ExperienceForm(data, names=known_names(person.root_id) if data is not None else ())


def _written(person: Employee, kept: Kept, form: ExperienceForm) -> bool:
    if not form.is_valid():
        return False
    try:
        actions.write_experience(method=kept.method, now=timezone.now(), by=person, **form.cleaned_data)
    except BadInput as refused:
        form.refused(refused)
        return False
    return True


@require_POST
def experience_take_back(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The author takes it away."""
    person = signed_in(request)
    own = load_own_experience(person, uuid)
    actions.take_back_experience(experience=own, by=person)
    messages.success(request, _("Your experience is taken back."))
    return redirect("methods:method", own.code)
