"""Dated sheets: 4R, and can, wants, needed. Today's is written beside the one before; each day's stays."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fagkompas.accounts.models import Employee
from fagkompas.casework.actions.sheets import save_sheet
from fagkompas.casework.forms.sheets import SheetForm
from fagkompas.casework.models import Sheet as DatedSheet
from fagkompas.casework.models import SheetKind
from fagkompas.casework.permissions.sheets import load_sheet
from fagkompas.casework.plan_differences import Piece, words_between
from fagkompas.casework.sheet_fields import SHEETS, codes_of
from fagkompas.casework.views.opening import SHEETS_READ, opened, to_change
from fagkompas.citizens.models import Citizen
from fagkompas.citizens.views.frame import case_frame
from fagkompas.toolkit.encrypted_fields import unread_in
from fagkompas.toolkit.together import SavedNow, Sheet, opened_twins, page_or_autosave


@require_safe
def sheets(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Both kinds, with all their days."""
    person, citizen = opened(request, uuid, SHEETS_READ)
    written = list(DatedSheet.objects.filter(citizen=citizen).select_related("saved_by"))
    frame = case_frame(person, citizen, "casework:sheets")
    kinds = [(layout, [one for one in written if one.kind == layout.kind]) for layout in SHEETS.values()]
    return render(
        request,
        "casework/sheets.html",
        frame | {"kinds": kinds, "may_write": frame["may_change"] and not citizen.is_closed},
    )


@dataclass(frozen=True, kw_only=True)
class TodaySheet(Sheet[SheetForm]):
    """Today's sheet; until it is saved it is what stood on the one before, also for a page that was left open overnight."""

    citizen: Citizen
    kind: SheetKind
    person: Employee
    start: Mapping[str, str]

    def is_field(self, name: str) -> bool:
        """The boxes."""
        return name in codes_of(self.kind)

    def now(self) -> SavedNow:
        """One query."""
        held = _of_today(self.citizen, self.kind)
        if held is None:
            return SavedNow(texts=self.start, revision=0, by_another=False)
        return SavedNow(texts=held.texts, revision=held.revision, by_another=held.saved_by_id != self.person.pk)

    def form(self, data: Mapping[str, str], now: SavedNow) -> SheetForm:
        """What was typed and saved, together; without anything typed, as it is saved, or as it was last."""
        return SheetForm(dict(data) or None, kind=self.kind, initial=dict(now.texts))

    def keep(self, form: SheetForm, revision: int) -> int:
        """All boxes."""
        texts = {code: form.cleaned_data[code] for code in codes_of(self.kind)}
        return save_sheet(
            citizen=self.citizen,
            kind=self.kind,
            texts=texts,
            revision=revision,
            now=timezone.now(),
            by=self.person,
        ).revision


@require_http_methods(["GET", "POST"])
def sheet_today(request: HttpRequest, uuid: UUID, kind: str) -> HttpResponse:
    """Write today's sheet, beside what stood on the one before."""
    person, citizen = to_change(request, uuid, SHEETS_READ)
    layout = SHEETS[_kind(kind)]
    before = _before(citizen, layout.kind)
    unread = unread_in(before, _of_today(citizen, layout.kind))
    start = {} if unread or before is None else dict(before.texts)
    sheet = TodaySheet(citizen=citizen, kind=layout.kind, person=person, start=start)
    next_url = reverse("casework:sheets", args=[uuid])
    page = page_or_autosave(request, sheet, done=_("The sheet is saved."), next_url=next_url)
    if isinstance(page, HttpResponse):
        return page
    shown = {
        "citizen": citizen,
        "layout": layout,
        "form": page.form,
        "boxes": [(page.form[code], start.get(code, "")) for code in codes_of(layout.kind)],
        "before": before,
        "unread_sheet": unread,
        "opened": opened_twins(page.texts),
        "autosave": request.path,
        "today": timezone.localdate(),
        "back_url": next_url,
    }
    return render(request, "casework/sheet_today.html", shown, status=422 if page.form.errors else 200)


@require_safe
def sheet_one(request: HttpRequest, uuid: UUID, kind: str, sheet: UUID) -> HttpResponse:
    """One day's sheet, and what was otherwise on the one before."""
    person, citizen = opened(request, uuid, SHEETS_READ)
    return render(
        request,
        "casework/sheet.html",
        case_frame(person, citizen, "casework:sheets") | _shown(load_sheet(citizen, _kind(kind), sheet)),
    )


@require_safe
def sheet_print(request: HttpRequest, uuid: UUID, kind: str, sheet: UUID) -> HttpResponse:
    """The same on A4."""
    _person, citizen = opened(request, uuid, SHEETS_READ)
    shown = _shown(load_sheet(citizen, _kind(kind), sheet))
    return render(request, "casework/sheet_print.html", {"citizen": citizen, "is_blank": False} | shown)


@require_safe
def sheet_blank(request: HttpRequest, uuid: UUID, kind: str) -> HttpResponse:
    """An empty one on A4, to write on together."""
    _person, citizen = opened(request, uuid, SHEETS_READ)
    layout = SHEETS[_kind(kind)]
    boxes = [(box, "", ()) for box in layout.fields]
    return render(
        request, "casework/sheet_print.html", {"citizen": citizen, "is_blank": True, "layout": layout, "boxes": boxes}
    )


def _shown(sheet: DatedSheet) -> dict[str, Any]:
    """The boxes with their text and, where it was otherwise before, what differs."""
    layout = SHEETS[SheetKind(sheet.kind)]
    others = DatedSheet.objects.filter(citizen_id=sheet.citizen_id, kind=sheet.kind)
    before = others.filter(on__lt=sheet.on).first()
    unread = unread_in(sheet, before)
    boxes: list[tuple[Any, str, tuple[Piece, ...]]] = []
    for box in layout.fields:
        now, was = sheet.texts.get(box.code, ""), before.texts.get(box.code, "") if before else ""
        is_otherwise = before is not None and not unread and now != was
        boxes.append((box, now, words_between(was, now) if is_otherwise else ()))
    return {"sheet": sheet, "layout": layout, "boxes": boxes, "before": before, "unread_sheet": unread}


def _kind(word: str) -> SheetKind:
    if word not in SheetKind.values:
        raise Http404
    return SheetKind(word)


def _of_today(citizen: Citizen, kind: SheetKind) -> DatedSheet | None:
    return DatedSheet.objects.filter(citizen=citizen, kind=kind, on=timezone.localdate()).first()


def _before(citizen: Citizen, kind: SheetKind) -> DatedSheet | None:
    return DatedSheet.objects.filter(citizen=citizen, kind=kind, on__lt=timezone.localdate()).first()
