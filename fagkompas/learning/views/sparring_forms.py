"""What is typed about a sparring: the case card, and what was learned. Nothing typed is lost on the way.

valid ──> saved
refused, a trace of a person, or saved by somebody else meanwhile ──redirect──> the form with everything typed
"""

from collections.abc import Callable
from typing import Final, TypeVar
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fagkompas.accounts.models import Employee, Unit
from fagkompas.accounts.permissions import signed_in
from fagkompas.engine.errors import BadInput
from fagkompas.frameworks.to_engine import texts_of
from fagkompas.learning.actions import sparring as actions
from fagkompas.learning.forms.sparring import GuardedForm, LearnedForm, SparringForm, typed_of
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
from fagkompas.learning.wording.sparring import all_spoken
from fagkompas.toolkit.refused_forms import keep_refused, take_refused
from fagkompas.toolkit.together import ChangedMeanwhile
from fagkompas.toolkit.traces import TracesFound, guard

CHANGED_MEANWHILE: Final = "changed-meanwhile"
"""Set in a refused form when somebody else has saved, so that the page shows both."""

AnyForm = TypeVar("AnyForm", bound=GuardedForm)


@require_http_methods(["GET", "POST"])
def sparring_new(request: HttpRequest) -> HttpResponse:
    """Call a sparring in one's own unit, or in one that one manages (`?enhed=`)."""
    person, now = signed_in(request), timezone.now()
    unit = _unit_asked_for(request, person)
    people = who_may_be_present(unit)

    def save(form: SparringForm) -> Sparring:
        return actions.call_sparring(
            unit=unit, given=form.given(), traces_read=form.cleaned_data["traces_read"], now=now, by=person
        )

    def form_of(data: QueryDict | None) -> SparringForm:
        start = {"model": sparrings().models[0].code, "meets_on": timezone.localdate(now), "people": [person.uuid]}
        return SparringForm(data, people=people, initial=start)

    if request.method == "POST":
        made = _saved(request, form_of(request.POST), save)
        if made is None:
            return redirect(request.get_full_path())
        messages.success(request, _("The sparring is called. Those you chose see it on their page of today."))
        return redirect("learning:sparring_one", made.uuid)
    form = _refused_or_new(request, form_of, unit)
    units = list(units_to_call_in(person))
    return render(request, "learning/sparring_form.html", _form_context(form, unit) | {"units": units})


@require_http_methods(["GET", "POST"])
def sparring_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Other words on the card, another day or other people; by whoever called it."""
    person, now = signed_in(request), timezone.now()
    one = load_changeable_sparring(person, uuid)
    if one.is_held:
        messages.info(request, _("The sparring has been held, so it cannot be changed."))
        return redirect("learning:sparring_one", one.uuid)
    now_there = list(one.people.order_by("name", "pk"))
    people = who_may_be_present(one.unit) | one.people.all()

    def save(form: SparringForm) -> Sparring:
        data = form.cleaned_data
        return actions.change_sparring(
            sparring=one,
            given=form.given(),
            revision=data["revision"] if data["revision"] is not None else -1,
            traces_read=data["traces_read"],
            now=now,
            by=person,
        )

    def form_of(data: QueryDict | None) -> SparringForm:
        chosen = people.distinct().order_by("name", "pk")
        return SparringForm(data, people=chosen, initial=dict(typed_of(one, now_there)))

    if request.method == "POST":
        if _saved(request, form_of(request.POST), save, one) is None:
            return redirect(request.path)
        messages.success(request, _("The sparring is changed."))
        return redirect("learning:sparring_one", one.uuid)
    form = _refused_or_new(request, form_of, one.unit)
    saved = {field.name: getattr(one, field.name) for field in form.case}
    back_url = reverse("learning:sparring_one", args=[one.uuid])
    context = _form_context(form, one.unit, saved) | {"sparring": one, "back_url": back_url}
    return render(request, "learning/sparring_form.html", context)


@require_http_methods(["GET", "POST"])
def sparring_close(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Close it with what was learned and who was there; once it is closed the same page changes what was learned."""
    person = signed_in(request)
    one = load_sparring(person, uuid)
    version = version_of(one)
    present = list(one.people.order_by("name", "pk"))
    people = (who_may_be_present(one.unit) | one.people.all()).distinct().order_by("name", "pk")

    def save(form: LearnedForm) -> Sparring:
        given, read = form.given(version.framework if version else None), form.cleaned_data["traces_read"]
        if form.asks_who:
            return actions.close_sparring(
                sparring=one, present=form.present(), given=given, traces_read=read, now=timezone.now(), by=person
            )
        revision = form.cleaned_data["revision"]
        revision = revision if revision is not None else -1
        return actions.save_learned(sparring=one, given=given, revision=revision, traces_read=read, by=person)

    def form_of(data: QueryDict | None) -> LearnedForm:
        start = {"learned": one.learned, "revision": one.revision, "people": [each.uuid for each in present]}
        return LearnedForm(
            data,
            people=None if one.is_held else people,
            texts=texts_of(version) if version else None,
            chosen=one.competencies,
            initial=start,
        )

    if request.method == "POST":
        if _saved(request, form_of(request.POST), save, one) is None:
            return redirect(request.path)
        if one.is_held:
            messages.success(request, _("What you learned is saved."))
        else:
            messages.success(
                request, _("The sparring is closed, and it stands in the learning of everyone who was there.")
            )
        return redirect("learning:sparring_one", one.uuid)
    opened(person, one, part_of=READ)
    form = _refused_or_new(request, form_of, one.unit)
    return render(
        request,
        "learning/sparring_close.html",
        {
            "sparring": one,
            "form": form,
            "saved": _other_words(form, {"learned": one.learned}) if one.is_held else [],
            "hours": one.hours or actions.hours_of(sparrings().model(one.model), one.began_at, timezone.now()),
            "has_clock": one.began_at is not None,
            "back_url": reverse("learning:sparring_one", args=[one.uuid]),
        },
    )


# Saving with a look at what may lead to a person, and at what others have saved


def _saved(
    request: HttpRequest, form: AnyForm, save: Callable[[AnyForm], Sparring], before: Sparring | None = None
) -> Sparring | None:
    """What was saved; None when the form is kept for the next look at its page, with everything typed."""
    typed = request.POST.copy()
    if form.is_valid():
        try:
            return save(form)
        except BadInput as refused:
            form.refused(refused)
        except TracesFound:
            pass  # The page finds them again, and shows them over the form.
        except ChangedMeanwhile:
            form.add_error(None, _("Somebody else has saved meanwhile. Both stand here: choose, and save again."))
            typed[CHANGED_MEANWHILE] = "1"
            if before is not None:
                before.refresh_from_db()
                typed["revision"] = str(before.revision)
    keep_refused(request, form, typed=typed)
    return None


def _refused_or_new(request: HttpRequest, form_of: Callable[[QueryDict | None], AnyForm], unit: Unit) -> AnyForm:
    """The form that was refused just before, with what was found in it; else as it starts."""
    refused = take_refused(request)
    if refused is None:
        return form_of(None)
    typed = QueryDict(mutable=True)
    typed.update(refused.typed)
    form = form_of(typed)
    refused.tell(form)
    texts = {name: str(form[name].value() or "") for name, field in form.fields.items() if _is_text(name, form)}
    try:
        guard(texts, names=actions.known_names(unit.root_id or unit.pk), read=typed.get("traces_read", ""))
    except TracesFound as warning:
        form.warn(warning)
    except BadInput:
        pass  # Stands at its field already.
    return form


def _is_text(name: str, form: GuardedForm) -> bool:
    return getattr(form.fields[name].widget, "input_type", "textarea") == "textarea"


def _other_words(form: GuardedForm, saved: dict[str, str]) -> list[tuple[str, str]]:
    """What somebody else has saved where it is not what stands in the form: label and text."""
    if CHANGED_MEANWHILE not in (form.data or {}):
        return []
    return [(str(form[name].label), text) for name, text in saved.items() if form[name].value() != text]


def _unit_asked_for(request: HttpRequest, person: Employee) -> Unit:
    asked = request.GET.get("enhed", "")
    units = list(units_to_call_in(person))
    if not asked:
        return next((unit for unit in units if unit.pk == person.unit_id), person.unit)
    found = next((unit for unit in units if str(unit.uuid) == asked), None)
    if found is None:
        raise Http404
    return found


def _form_context(form: SparringForm, unit: Unit, saved: dict[str, str] | None = None) -> dict[str, object]:
    return {
        "form": form,
        "unit": unit,
        "saved": _other_words(form, saved or {}),
        "keep_anonymous": all_spoken(sparrings().keep_anonymous),
        "case_kept": CASE_KEPT.days,
        "back_url": reverse("learning:sparring"),
    }
