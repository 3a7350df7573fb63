"""What is typed in the phone guide while one calls: kept on the server for whoever types it, until the call is saved."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.companies.actions.calls import draft_of, drop_draft, keep_draft
from fagkompas.companies.actions.circle import is_full
from fagkompas.companies.forms.calls import DRAFTED, USED, CallForm
from fagkompas.companies.models import Company
from fagkompas.companies.objections_reading import bank_of
from fagkompas.companies.permissions import load_company_to_change
from fagkompas.toolkit.together import (
    OPENED,
    Saved,
    SavedNow,
    Sheet,
    autosaved,
    choice_of_control,
    conflict_page,
    save_together,
    ticks_apart,
    ticks_together,
)


@dataclass(frozen=True, kw_only=True)
class CallSheet(Sheet[CallForm]):
    """What somebody types of a call; nobody else sees it, but the same person may have it open in two windows."""

    company: Company
    person: Employee
    options: Mapping[str, Any]

    def is_field(self, name: str) -> bool:
        """Every control but those of the page itself."""
        return name in DRAFTED or name.startswith(f"{USED}:")

    def posted(self, request: HttpRequest) -> dict[str, str]:
        """With a text for each tick. Where the draft is gone, nothing that the page was opened with is somebody's change."""
        sent = ticks_apart(request.POST, [USED])
        if draft_of(self.company, self.person) is None:
            sent = {name: text for name, text in sent.items() if not name.startswith(OPENED)}
        return sent

    def now(self) -> SavedNow:
        """One query."""
        draft = draft_of(self.company, self.person)
        texts = draft.texts if draft else {}
        return SavedNow(texts=texts, revision=draft.revision if draft else 0, by_another=False)

    def form(self, data: Mapping[str, str], _now: SavedNow) -> CallForm:
        """As a draft."""
        return CallForm(ticks_together(data, [USED]), is_draft=True, **self.options)

    def keep(self, form: CallForm, revision: int) -> int:
        """What is typed, and no empty controls."""
        texts = {name: text for name in DRAFTED if (text := str(form.data.get(name, "")).strip())}
        texts |= {f"{USED}:{value}": "1" for value in form[USED].value() or []}
        return keep_draft(
            company=self.company, texts=texts, revision=revision, now=timezone.now(), by=self.person
        ).revision


def typed_in_two(request: HttpRequest, company: Company, saved: Saved[CallForm]) -> HttpResponse:
    """The page with what one person has typed in two windows."""
    return conflict_page(
        request,
        saved,
        lead=_("You have typed in this call in another window too. Nothing is lost: choose what to keep."),
        choice=lambda conflict: choice_of_control(saved.form, conflict),
        save_url=reverse("companies:call_draft", args=[company.uuid]),
        back_url=reverse("companies:call_guide", args=[company.uuid]),
    )


@require_POST
def draft(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Keep what is typed: sent by the page's script, or by the page that shows two windows side by side."""
    person = signed_in(request)
    company = load_company_to_change(person, uuid)
    sheet = CallSheet(company=company, person=person, options=form_options(company, person))
    saved = save_together(request, sheet)
    if "X-Autosave" in request.headers:
        return autosaved(saved, sheet)
    if saved.merged.conflicts:
        return typed_in_two(request, company, saved)
    return redirect("companies:call_guide", company.uuid)


@require_POST
def begin_anew(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Forget what was typed."""
    person = signed_in(request)
    company = load_company_to_change(person, uuid)
    drop_draft(company=company, by=person)
    messages.success(request, _("You begin with an empty call."))
    return redirect("companies:call_guide", company.uuid)


def form_options(company: Company, person: Employee) -> dict[str, Any]:
    """What the form of a call asks for. Six queries."""
    is_over = is_full(company, timezone.localdate())
    return {"company": company, "is_full": is_over, "person": person, "bank": bank_of(person)}
