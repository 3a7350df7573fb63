"""A municipality's own words, and methods of its own: written, retired, taken up again."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.methods import actions
from fagkompas.methods.adapt_forms import TICKS, AdaptForm
from fagkompas.methods.adapting import all_texts, data_from, flat, ticks_of_method
from fagkompas.methods.in_use import Kept, fitting, library_of
from fagkompas.methods.library import shipped, shipped_data
from fagkompas.methods.models import Adaptation, Favourite, Practice
from fagkompas.methods.own_cards import flat_cards
from fagkompas.methods.own_play import flat_play
from fagkompas.methods.permissions import check_adapts_methods, load_method, load_written
from fagkompas.methods.wording import PARTS, parts_in_words
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.languages import said
from fagkompas.toolkit.texts import Data
from fagkompas.toolkit.together import (
    ChangedMeanwhile,
    SavedNow,
    Sheet,
    on_page,
    opened_twins,
    ticks_apart,
    ticks_of,
    ticks_together,
)


@require_safe
def own_methods(request: HttpRequest) -> HttpResponse:
    """Every method, with what is written here."""
    person = signed_in(request)
    check_adapts_methods(person)
    library = library_of(person.root_id)
    rows = [
        (one, parts_in_words(one.differs), parts_in_words(one.unfit), parts_in_words(one.overtaken))
        for one in library.kept.values()
    ]
    shown = {"rows": rows, "left_out": library.left_out, "unfit": any(one.unfit for one in library.kept.values())}
    return render(request, "methods/own_methods.html", shown)


@dataclass(frozen=True, kw_only=True)
class AdaptSheet(Sheet[AdaptForm]):
    """The texts of a method as the municipality has them."""

    code: str
    person: Employee

    @property
    def is_own(self) -> bool:
        return self.code not in shipped()

    def row(self) -> Adaptation | None:
        """What is saved. One query."""
        return Adaptation.objects.filter(root_id=self.person.root_id, code=self.code).first()

    def data(self) -> Data:
        """The method as it is used here; of one of the municipality's own also what does not fit any more."""
        row = self.row()
        written: Data = row.texts if row else {}
        return written if self.is_own else shipped_data(self.code) | fitting(self.code, written)

    def parts(self) -> list[str]:
        return [part["code"] for part in self.data().get("parts", ())]

    def is_field(self, name: str) -> bool:
        """Every control of the form."""
        return name in self.empty().fields or name.partition(":")[0] in TICKS

    def empty(self) -> AdaptForm:
        return AdaptForm(parts=self.parts(), is_own=self.is_own)

    def posted(self, request: HttpRequest) -> dict[str, str]:
        """Every tick by itself."""
        return ticks_apart(request.POST, TICKS)

    def now(self) -> SavedNow:
        """As it is used here."""
        row, data = self.row(), self.data()
        own = ticks_of(ticks_of_method(data)) | flat_cards(data) | flat_play(data) if self.is_own else {}
        by_another = row is not None and row.by_id != self.person.pk
        return SavedNow(texts=flat(data) | own, revision=row.revision if row else 0, by_another=by_another)

    def form(self, data: Mapping[str, str], now: SavedNow) -> AdaptForm:
        """What was typed and saved, together; without anything typed, as it is saved."""
        shown = ticks_together(data or now.texts, TICKS)
        if data:
            return AdaptForm(shown, parts=self.parts(), is_own=self.is_own)
        initial = shown.dict() | {name: shown.getlist(name) for name in TICKS}
        return AdaptForm(parts=self.parts(), is_own=self.is_own, initial=initial)

    def keep(self, form: AdaptForm, revision: int) -> int:
        """All of it."""
        made = data_from(typed_in(form), self.data(), is_own=self.is_own)
        saved = actions.save_adaptation(
            code=self.code, texts=made, revision=revision, now=timezone.now(), by=self.person
        )
        return saved.revision


def typed_in(form: AdaptForm) -> dict[str, str]:
    """Texts and ticks of a valid form by control."""
    data = form.cleaned_data
    texts = {name: text for name, text in data.items() if name not in TICKS}
    return texts | ticks_of({name: data[name] for name in TICKS if name in data})


@require_http_methods(["GET", "POST"])
def method_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Its texts in the municipality's own words. Two who write at once both keep what they wrote."""
    person = signed_in(request)
    check_adapts_methods(person)
    kept, name = load_written(person, code)
    sheet = AdaptSheet(code=code, person=person)
    page = on_page(
        request,
        sheet,
        done=_("The municipality's words are saved."),
        save_url=request.path,
        next_url=reverse("methods:method", args=[code]),
    )
    if isinstance(page, HttpResponse):
        return page
    shown = {
        "form": page.form,
        "code": code,
        "name": name,
        "kept": kept,
        "blocks": page.form.blocks(flat(shipped_data(code)) if not sheet.is_own else {}),
        "opened": opened_twins(page.texts),
        "in_use_by": _in_use_by(person, code),
        "unfit": _unfit(sheet, kept),
        "overtaken": parts_in_words(kept.overtaken) if kept else "",
    }
    return render(request, "methods/adapt.html", shown, status=422 if page.form.errors else 200)


@require_http_methods(["GET", "POST"])
def method_new(request: HttpRequest) -> HttpResponse:
    """A whole method of the municipality's own."""
    person = signed_in(request)
    check_adapts_methods(person)
    form = AdaptForm(posted(request), parts=(), is_own=True)
    if request.method == "POST" and form.is_valid():
        made: list[Adaptation] = []

        def save() -> None:
            texts = data_from(typed_in(form), {}, is_own=True)
            made.append(actions.add_method(texts=texts, now=timezone.now(), by=person))

        if form.accepts(save):
            messages.success(request, _("The method stands in the library."))
            return redirect("methods:method", made[0].code)
    shown = {"form": form, "code": "", "kept": None, "blocks": form.blocks({}), "opened": [], "in_use_by": 0}
    return render(request, "methods/adapt.html", shown, status=422 if form.errors else 200)


def _unfit(sheet: AdaptSheet, kept: Kept | None) -> list[tuple[str, list[str]]]:
    """What the municipality has written that does not fit any more: the part, and its texts as they stand."""
    row = sheet.row()
    if kept is None or row is None:
        return []
    return [(str(PARTS[key]), [text for _path, text in all_texts(row.texts[key])]) for key in kept.unfit]


def _in_use_by(person: Employee, code: str) -> int:
    """How many people of the municipality keep it on top or have practised it."""
    root = {"employee__root_id": person.root_id, "code": code}
    keepers = Favourite.objects.filter(**root).order_by().values("employee_id")
    practised = Practice.objects.filter(**root).order_by().values("employee_id")
    return Employee.objects.of_root(person.root_id).filter(pk__in=keepers.union(practised)).count()


@require_POST
def method_retire(request: HttpRequest, code: str) -> HttpResponse:
    """It is not offered any more."""
    person = signed_in(request)
    check_adapts_methods(person)
    kept, now = load_method(person, code), timezone.now()
    actions.retire_method(code=code, today=timezone.localdate(now), now=now, by=person)
    messages.success(
        request, _("“%(name)s” is not offered any more. Its page stays.") % {"name": said(kept.method.name)}
    )
    return redirect("own_methods:list")


@require_POST
def method_restore(request: HttpRequest, code: str) -> HttpResponse:
    """It is offered again."""
    person = signed_in(request)
    check_adapts_methods(person)
    kept = load_method(person, code)
    actions.restore_method(code=code, now=timezone.now(), by=person)
    messages.success(request, _("“%(name)s” is offered again.") % {"name": said(kept.method.name)})
    return redirect("own_methods:list")


@require_http_methods(["GET", "POST"])
def use_shipped(request: HttpRequest, code: str) -> HttpResponse:
    """Which of the municipality's words would go; then they go."""
    person = signed_in(request)
    check_adapts_methods(person)
    kept = load_method(person, code)
    row = AdaptSheet(code=code, person=person).row()
    if kept.shipped is None:
        raise Http404
    if row is None or not row.texts:
        return redirect("own_methods:edit", code)
    if request.method == "POST":
        revision = request.POST.get("revision", "")
        try:
            actions.use_shipped_words(
                code=code, revision=int(revision) if revision.isdecimal() else 0, now=timezone.now(), by=person
            )
        except ChangedMeanwhile:
            messages.error(request, _("Somebody has written meanwhile. See what would go now."))
            return redirect("own_methods:use_shipped", code)
        messages.success(request, _("“%(name)s” is as it comes with the product.") % {"name": said(kept.method.name)})
        return redirect("methods:method", code)
    parts = [(str(PARTS[key]), [text for _path, text in all_texts(row.texts[key])]) for key in row.texts]
    return render(request, "methods/use_shipped.html", {"kept": kept, "parts": parts, "revision": row.revision})
