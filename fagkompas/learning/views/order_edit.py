"""Writing an education order; two people at once lose nothing, and what may lead to a person is told first."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fagkompas.accounts.permissions import signed_in
from fagkompas.catalogue.views.shown import meanwhile_of
from fagkompas.engine.errors import BadInput
from fagkompas.learning.actions.orders import edit_order
from fagkompas.learning.forms.orders import OrderForm, order_as_typed
from fagkompas.learning.models import EducationOrder, OrderState
from fagkompas.learning.order_guide import order_guide
from fagkompas.learning.orders import check_traces, facts_of
from fagkompas.learning.permissions.orders import load_order
from fagkompas.toolkit.merging import Merged, merge
from fagkompas.toolkit.refused_forms import RefusedForm, keep_refused, take_refused
from fagkompas.toolkit.together import OPENED, ChangedMeanwhile
from fagkompas.toolkit.traces import TracesFound


@require_http_methods(["GET", "POST"])
def order_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Other words in a draft; with questions to ask oneself and how others have put it."""
    person = signed_in(request)
    order = load_order(person, uuid)
    if order.state != OrderState.DRAFT:
        messages.info(request, _("The order has been sent, so its words stay as the providers have read them."))
        return redirect("learning:order", order.uuid)
    if request.method != "POST":
        return _page(request, order, take_refused(request))
    form = OrderForm(request.POST, before=facts_of(order))
    if form.is_valid():
        try:
            edit_order(
                order=order,
                facts=form.facts(),
                revision=form.cleaned_data["revision"],
                traces_read=request.POST.get("traces_read", ""),
                now=timezone.now(),
                by=person,
            )
        except (ChangedMeanwhile, TracesFound):
            pass  # the page tells both, from what was typed
        except BadInput as refused:
            form.refused(refused)
        else:
            messages.success(request, _("The order is saved."))
            return redirect("learning:order", order.uuid)
    keep_refused(request, form, typed=request.POST.dict())
    return redirect("learning:order_edit", order.uuid)


def _page(request: HttpRequest, order: EducationOrder, refused: RefusedForm | None) -> HttpResponse:
    """The form as it is saved, or as it was typed with what is in the way."""
    saved = order_as_typed(facts_of(order))
    shown: dict[str, object] = {"opened": saved, "meanwhile": None, "traces": [], "stamp": ""}
    if refused is None:
        form = OrderForm(initial={**saved, "revision": order.revision}, before=facts_of(order))
    elif refused.typed.get("revision") != str(order.revision):
        form, merged = _put_together(order, saved, refused.typed)
        labels = {name: str(form.fields[name].label) for name in saved}
        shown["meanwhile"] = meanwhile_of(order, merged, saved, labels)
    else:
        form = OrderForm(refused.typed, before=facts_of(order))
        refused.tell(form)
        shown["opened"] = _opened(refused.typed)
        if form.is_valid():
            shown |= _told(form, order)
    return render(request, "learning/order_edit.html", {"order": order, "form": form, "helps": _helps(), **shown})


def _put_together(
    order: EducationOrder, saved: Mapping[str, str], typed: Mapping[str, str]
) -> tuple[OrderForm, Merged]:
    """Somebody else was quicker: both people's words in one form."""
    mine = {name: typed.get(name, "") for name in saved}
    merged = merge(opened=_opened(typed), typed=mine, saved=saved)
    return OrderForm(initial={**merged.values, "revision": order.revision}, before=facts_of(order)), merged


def _opened(typed: Mapping[str, str]) -> dict[str, str]:
    """What the form showed when it was opened."""
    return {name.removeprefix(OPENED): text for name, text in typed.items() if name.startswith(OPENED)}


def _told(form: OrderForm, order: EducationOrder) -> dict[str, object]:
    """What may lead to a person, when that is why the form came back."""
    try:
        check_traces(order.unit, form.facts(), before=facts_of(order))
    except TracesFound as found:
        labels = [(str(form.fields[name].label), trace) for name, traces in found.traces.items() for trace in traces]
        return {"traces": labels, "stamp": found.stamp}
    return {}


def _helps() -> dict[str, dict[str, object]]:
    """For each part what it is, what to ask oneself, and how others have put it."""
    language = get_language() or "da"
    return {
        part.code: {
            "text": part.text.in_language(language),
            "questions": [one.in_language(language) for one in part.questions],
            "phrases": [one.in_language(language) for one in part.phrases],
        }
        for part in order_guide().parts
    }
