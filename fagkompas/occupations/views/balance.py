"""A file of the labour market balance: read, its columns chosen, its words and titles understood, saved. For the administrator."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fagkompas.accounts.models import Employee
from fagkompas.engine.errors import BadInput
from fagkompas.occupations.actions import balance as actions
from fagkompas.occupations.balance_files import (
    BalanceTable,
    ReadBalance,
    assessments,
    guessed_level,
    proposed_columns,
    read_table,
)
from fagkompas.occupations.forms import BalanceCheckForm, BalanceColumnsForm, BalanceFileForm
from fagkompas.occupations.index import LONGEST
from fagkompas.occupations.models import Balance, BalanceFile, Occupation
from fagkompas.occupations.searching import nearest
from fagkompas.occupations.views.demand import SHOWN, loading
from fagkompas.occupations.wording import DEMAND, sentence
from fagkompas.toolkit.encrypted_fields import unread_in
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.row_files import PROBLEMS_SHOWN

OFFERED: Final = 5
"""Nearest titles for one that is none of ours."""

MOST_UNKNOWN: Final = 40
"""So many titles that are none of ours are asked about at a time: first those that none was chosen for, most rows first."""


@require_http_methods(["GET", "POST"])
def balance(request: HttpRequest) -> HttpResponse:
    """Choose a file; it is read and kept for an hour, and nothing is saved yet."""
    person = loading(request)
    form = BalanceFileForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            table = read_table(form.cleaned_data["file"].read())
        except BadInput as refusal:
            form.refused(refusal)
        else:
            source = form.cleaned_data["source"]
            kept = actions.keep_balance(author=person, table=table, source=source, now=timezone.now())
            return redirect("occupations:balance_columns", kept.uuid)
    newest = Balance.objects.order_by("-begins_on", "-read_on", "pk").first()
    shown = {"form": form, "newest": newest}
    return render(request, "occupations/balance.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def balance_columns(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Choose which column is what; proposed as the last time, or by what they are called."""
    _person, kept = _kept(request, uuid)
    table = BalanceTable.from_json(kept.read)
    form = BalanceColumnsForm(
        posted(request), table=table, proposed=proposed_columns(table.header, actions.mapping().columns)
    )
    if request.method == "POST" and form.is_valid():
        columns = form.cleaned_data
        try:
            assessments(table, columns)
        except BadInput as refusal:
            form.refused(refusal)
        else:
            actions.choose_columns(kept=kept, columns=columns)
            return redirect("occupations:balance_check", kept.uuid)
    shown = {"kept": kept, "form": form, "table": table.header, "rows": [cells for _row, cells in table.rows[:3]]}
    return render(request, "occupations/balance_columns.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def balance_check(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What the words say, which titles are meant, what it would add and change; then save it, once."""
    person, kept = _kept(request, uuid)
    if not kept.columns:
        return redirect("occupations:balance_columns", kept.uuid)
    last = actions.mapping()
    words = assessments(BalanceTable.from_json(kept.read), kept.columns)
    levels = {one: last.levels.get(one) or guessed_level(one) or "" for one in words}
    read = actions.assessed(kept, levels=levels, titles=last.titles)
    asked = sorted(read.unknown, key=lambda title: (title in last.titles, -read.unknown[title], title))[:MOST_UNKNOWN]
    form = BalanceCheckForm(
        posted(request), words=words, levels=levels, unknown=_offered(asked, last.titles), chosen=last.titles
    )
    if request.method == "POST" and form.is_valid():
        today = timezone.localdate()
        counted = actions.save_balance(kept=kept, levels=form.levels(), titles=form.titles(), today=today, by=person)
        if counted is not None:
            messages.success(
                request,
                _("Saved: %(new)s assessments are new, %(changed)s are changed, %(same)s are as they were.")
                % {"new": counted.new, "changed": counted.changed, "same": counted.same},
            )
        return redirect("occupations:balance")
    shown = _checked(kept, read, left=len(read.unknown) - len(asked)) | {"form": form}
    return render(request, "occupations/balance_check.html", shown, status=422 if form.errors else 200)


def _offered(asked: Sequence[str], chosen: Mapping[str, str]) -> dict[str, list[tuple[str, str]]]:
    """For each title the nearest of ours, by UUID, and the one that was chosen before."""
    before = Occupation.objects.in_use().filter(uuid__in=[uuid for title in asked if (uuid := chosen.get(title))])
    called = {str(one.uuid): one.title for one in before.order_by("pk")}
    offered: dict[str, list[tuple[str, str]]] = {}
    for title in asked:
        near = {str(hit.uuid): hit.title for hit in nearest(title[:LONGEST], most=OFFERED)}
        kept = chosen.get(title, "")
        offered[title] = list((({kept: called[kept]} if kept in called else {}) | near).items())
    return offered


def _checked(kept: BalanceFile, read: ReadBalance, *, left: int) -> dict[str, Any]:
    counted, _new, _changed = actions.held_against(read.lines, source=kept.source, today=timezone.localdate())
    shown = read.lines[:SHOWN]
    meant = Occupation.objects.filter(uuid__in=[one.occupation for one in shown if one.occupation]).order_by("pk")
    names = {str(one.uuid): one.title for one in meant}
    return {
        "kept": kept,
        "counted": counted,
        "lines": [(one, names.get(one.occupation, one.code), DEMAND[one.level]) for one in shown],
        "more": max(0, len(read.lines) - SHOWN),
        "left": left,
        "problems": [(one.place.row, sentence(one)) for one in read.problems[:PROBLEMS_SHOWN]],
        "more_problems": max(0, len(read.problems) - PROBLEMS_SHOWN),
    }


def _kept(request: HttpRequest, uuid: UUID) -> tuple[Employee, BalanceFile]:
    """The person's own file that was read; after an hour not found."""
    person = loading(request)
    kept = BalanceFile.waiting(timezone.now()).filter(uuid=uuid, author=person).first()
    if kept is None or unread_in(kept):
        raise Http404
    return person, kept
