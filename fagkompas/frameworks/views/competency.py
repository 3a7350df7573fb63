"""Work on one competency of a draft: add, edit, move to the other level, leave out, take back."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fagkompas.accounts.permissions import signed_in
from fagkompas.audit.models import Event
from fagkompas.engine.scales import Level
from fagkompas.frameworks import actions
from fagkompas.frameworks.forms import ItemForm, as_initial, item_as_typed, values_as_typed
from fagkompas.frameworks.models import Item, VersionState
from fagkompas.frameworks.permissions import load_own_competency, load_own_version
from fagkompas.frameworks.to_engine import texts_of
from fagkompas.toolkit.merging import merge
from fagkompas.toolkit.together import ChangedMeanwhile


def competency_add(request: HttpRequest, uuid: UUID, code: str) -> HttpResponse:
    """A new competency in a field."""
    person = signed_in(request)
    version = load_own_version(person, uuid, VersionState.DRAFT)
    field = get_object_or_404(version.fields, code=code)
    initial = {"level": request.GET.get("niveau", Level.BASIC.value), "revision": version.revision}
    form = ItemForm(request.POST or None, texts=texts_of(version), initial=initial)
    if request.method == "POST" and form.is_valid():
        item = actions.add_item(version=version, field=field.code, values=form.values(), by=person)
        return _to_the_item(request, item, _("%(code)s was added.") % {"code": item.code})
    shown = {"version": version, "field": field, "form": form}
    return render(request, "frameworks/competency_add.html", shown, status=422 if form.errors else 200)


def competency_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Other words, dimension or level."""
    person = signed_in(request)
    item = load_own_competency(person, uuid)
    texts = texts_of(item.version)
    if request.method != "POST":
        return _edit_page(request, item, _form_of(item), opened=item_as_typed(item))
    form = ItemForm(request.POST, texts=texts)
    opened = {name: request.POST.get(f"opened-{name}", "") for name in item_as_typed(item)}
    if not form.is_valid():
        return _edit_page(request, item, form, opened=opened, status=422)
    try:
        revision = form.cleaned_data["revision"]
        actions.edit_item(item=item, values=form.values(), revision=revision, by=person)
    except ChangedMeanwhile:
        return _both_versions(request, form, opened=opened, item=load_own_competency(person, uuid))
    return _to_the_item(request, item, _("%(code)s was saved.") % {"code": item.code})


@require_POST
def competency_move(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """To the other level."""
    item = load_own_competency(signed_in(request), uuid)
    level = Level.BASIC if item.level == Level.SPECIALISED else Level.SPECIALISED
    moved = actions.move_level(item=item, level=level, by=signed_in(request))
    said = _("%(code)s is now at the level “%(level)s”.") % {"code": item.code, "level": moved.get_level_display()}
    return _to_the_item(request, item, said)


@require_POST
def competency_retire(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Leave it out of what is asked."""
    item = load_own_competency(signed_in(request), uuid)
    actions.retire_item(item=item, by=signed_in(request))
    messages.success(request, _("%(code)s is left out. You can take it back below.") % {"code": item.code})
    return redirect("frameworks:field", item.version.uuid, item.field.code)


@require_POST
def competency_restore(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask it again."""
    item = load_own_competency(signed_in(request), uuid)
    actions.restore_item(item=item, by=signed_in(request))
    return _to_the_item(request, item, _("%(code)s is back.") % {"code": item.code})


def _to_the_item(request: HttpRequest, item: Item, said: str) -> HttpResponse:
    """To the field, where the item is marked by the address."""
    messages.success(request, said)
    field = reverse("frameworks:field", args=[item.version.uuid, item.field.code])
    return redirect(f"{field}#{item.code}")


def _both_versions(request: HttpRequest, form: ItemForm, *, opened: Mapping[str, str], item: Item) -> HttpResponse:
    """Somebody else was quicker: what both changed is shown side by side, and nothing typed is lost."""
    saved = item_as_typed(item)
    merged = merge(opened=opened, typed=values_as_typed(form), saved=saved)
    again = _form_of(item, dict(merged.values))
    labels = {name: str(field.label) for name, field in again.fields.items()}
    change = Event.objects.done_to(item.uuid).first()
    meanwhile = {
        "who": change.actor_name if change else "",
        "conflicts": [
            (labels[each.name], _readable(again, each.name, each.typed), _readable(again, each.name, each.saved))
            for each in merged.conflicts
        ],
        "came_in": [(labels[name], _readable(again, name, saved[name])) for name in merged.changed],
    }
    return _edit_page(request, item, again, opened=saved, status=409, meanwhile=meanwhile)


def _form_of(item: Item, typed: dict[str, str] | None = None) -> ItemForm:
    initial = {**as_initial(typed or item_as_typed(item)), "revision": item.version.revision}
    return ItemForm(initial=initial, texts=texts_of(item.version))


def _readable(form: ItemForm, name: str, text: str) -> str:
    """Codes of choices as their words."""
    choices = getattr(form.fields[name], "choices", None)
    if choices is None:
        return text
    words = {str(value): str(label) for value, label in choices}
    return ", ".join(words.get(code, code) for code in text.split()) or words.get("", "")


def _edit_page(
    request: HttpRequest,
    item: Item,
    form: ItemForm,
    *,
    opened: Mapping[str, str],
    status: int = 200,
    meanwhile: Mapping[str, object] | None = None,
) -> HttpResponse:
    shown = {"item": item, "version": item.version, "form": form, "opened": opened, "meanwhile": meanwhile}
    return render(request, "frameworks/competency_edit.html", shown, status=status)
