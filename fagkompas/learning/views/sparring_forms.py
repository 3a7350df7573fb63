"""What is typed about a sparring: the case card, and what was learned. Nothing typed is lost on the way.

valid ──> saved, together with what somebody else has saved meanwhile
refused, or a trace of a person ──> the form with everything typed
both changed the same ──> a page with both
"""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from fagkompas.accounts.models import Employee, Unit
from fagkompas.accounts.names import known_names
from fagkompas.accounts.permissions import signed_in
from fagkompas.engine.errors import BadInput
from fagkompas.frameworks.to_engine import texts_of
from fagkompas.learning.actions import sparring as actions
from fagkompas.learning.forms.sparring import SparringForm
from fagkompas.learning.models import Sparring
from fagkompas.learning.models.sparring import CASE_KEPT
from fagkompas.learning.permissions.sparring import (
    load_changeable_sparring,
    load_sparring,
    units_to_call_in,
    who_may_be_present,
)
from fagkompas.learning.sparring_models import sparrings
from fagkompas.learning.views.sparring import READ, opened, version_of
from fagkompas.learning.views.sparring_sheets import PEOPLE, CardSheet, LearnedSheet
from fagkompas.learning.wording.sparring import all_spoken, sentence
from fagkompas.toolkit.refused_forms import keep_refused, take_refused
from fagkompas.toolkit.telling import told
from fagkompas.toolkit.together import on_page, opened_twins


@require_http_methods(["GET", "POST"])
def sparring_new(request: HttpRequest) -> HttpResponse:
    """Call a sparring in one's own unit, or in one that one manages (`?enhed=`)."""
    person = signed_in(request)
    unit = _unit_asked_for(request, person)
    if request.method == "POST":
        made = _called(request, unit, person)
        if made is None:
            return redirect(request.get_full_path())
        messages.success(request, _("The sparring is called. Those you chose see it under Today."))
        return redirect("learning:sparring_one", made.uuid)
    form, refused = _new_form(unit, person, None), take_refused(request)
    if refused is not None:
        typed = QueryDict(mutable=True)
        typed.update(refused.typed)
        form = _new_form(unit, person, typed)
        refused.tell(form)
    context = _form_context(form, unit, reverse("learning:sparring"))
    return render(request, "learning/sparring_form.html", context | {"units": list(units_to_call_in(person))})


@require_http_methods(["GET", "POST"])
def sparring_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Other words on the card, another day or other people; by whoever called it."""
    person = signed_in(request)
    one = load_changeable_sparring(person, uuid)
    page_url = reverse("learning:sparring_one", args=[one.uuid])
    if one.is_held:
        messages.info(request, _("The sparring has been held, so it cannot be changed."))
        return redirect(page_url)
    people = (who_may_be_present(one.unit) | one.people.all()).distinct().order_by("name", "pk")
    read = request.POST.get("traces_read", "")
    sheet = CardSheet(sparring=one, people=people, person=person, traces_read=read)
    page = on_page(request, sheet, done=_("The sparring is changed."), save_url=request.path, next_url=page_url)
    if isinstance(page, HttpResponse):
        return page
    context = _form_context(page.form, one.unit, page_url) | {"sparring": one, "opened": opened_twins(page.texts)}
    return render(request, "learning/sparring_form.html", context, status=422 if page.form.errors else 200)


@require_http_methods(["GET", "POST"])
def sparring_close(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Close it with what was learned and who was there; once it is closed the same page changes what was learned."""
    person = signed_in(request)
    one = load_sparring(person, uuid)
    version = version_of(one)
    sheet = LearnedSheet(
        sparring=one,
        people=(who_may_be_present(one.unit) | one.people.all()).distinct().order_by("name", "pk"),
        texts=texts_of(version) if version else None,
        framework=version.framework if version else None,
        person=person,
        traces_read=request.POST.get("traces_read", ""),
    )
    page_url = reverse("learning:sparring_one", args=[one.uuid])
    done = _("It is saved, and it stands in the learning of everyone who was there.")
    page = on_page(request, sheet, done=done, save_url=request.path, next_url=page_url)
    if request.method == "POST":
        _tell_of_another_list(request, sheet)
    else:
        opened(person, one, part_of=READ)
    if isinstance(page, HttpResponse):
        return page
    shown = {
        "sparring": one,
        "form": page.form,
        "opened": opened_twins(page.texts),
        "hours": one.hours or actions.hours_of(sparrings().model(one.model), one.began_at, timezone.now()),
        "has_clock": one.began_at is not None,
        "back_url": page_url,
    }
    return render(request, "learning/sparring_close.html", shown, status=422 if page.form.errors else 200)


@require_POST
def sparring_undo(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Whoever closed it takes it back."""
    person = signed_in(request)
    one = load_sparring(person, uuid)
    said = _("The sparring is open again, and it counts for nobody. Close it as it was.")
    told(
        request,
        lambda: actions.undo_closing(sparring=one, today=timezone.localdate(), by=person),
        said,
        sentence=sentence,
    )
    return redirect("learning:sparring_one", one.uuid)


@require_POST
def sparring_not_there(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The person was not there."""
    person = signed_in(request)
    one = load_sparring(person, uuid)
    said = _("You are off the list, and it is out of your learning.")
    told(request, lambda: actions.was_not_there(sparring=one, by=person), said, sentence=sentence)
    return redirect("learning:sparring_one", one.uuid)


def _tell_of_another_list(request: HttpRequest, sheet: LearnedSheet) -> None:
    """Where somebody else has closed it since: who was ticked here and is not on that list."""
    there, ticked = sheet.now().texts, request.POST.getlist(PEOPLE)
    missing = [one for one in sheet.people if str(one.uuid) in ticked and f"{PEOPLE}:{one.uuid}" not in there]
    if sheet.sparring.is_held and missing:
        words = {"who": sheet.sparring.closed_by or _("A colleague"), "names": ", ".join(one.name for one in missing)}
        said = _(
            "%(who)s has closed it meanwhile, without %(names)s, whom you ticked. "
            "Whoever closed it can undo that and close it again."
        )
        messages.warning(request, said % words)


def _new_form(unit: Unit, person: Employee, data: QueryDict | None) -> SparringForm:
    start = {"model": sparrings().models[0].code, "meets_on": timezone.localdate(), PEOPLE: [person.uuid]}
    names = known_names(unit.root_id or unit.pk) if data is not None else ()
    return SparringForm(data, people=who_may_be_present(unit), names=names, initial=start)


def _called(request: HttpRequest, unit: Unit, person: Employee) -> Sparring | None:
    """The new sparring; None when the form is kept for the next look at its page, with everything typed."""
    form = _new_form(unit, person, request.POST)
    if form.is_valid():
        try:
            return actions.call_sparring(
                unit=unit,
                given=form.given(),
                traces_read=form.cleaned_data["traces_read"],
                now=timezone.now(),
                by=person,
            )
        except BadInput as refused:
            form.refused(refused)
    keep_refused(request, form, typed=request.POST)
    return None


def _unit_asked_for(request: HttpRequest, person: Employee) -> Unit:
    asked = request.GET.get("enhed", "")
    units = list(units_to_call_in(person))
    if not asked:
        return next((unit for unit in units if unit.pk == person.unit_id), person.unit)
    found = next((unit for unit in units if str(unit.uuid) == asked), None)
    if found is None:
        raise Http404
    return found


def _form_context(form: SparringForm, unit: Unit, back_url: str) -> dict[str, object]:
    return {
        "form": form,
        "unit": unit,
        "keep_anonymous": all_spoken(sparrings().keep_anonymous),
        "case_kept": CASE_KEPT.days,
        "back_url": back_url,
    }
