"""Own learning: what suits one's potentials, wishes, what was learned, and how far programmes are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_stubs_ext import StrOrPromise

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.catalogue.models import Offering, Session, SessionQuerySet
from fagkompas.catalogue.permissions import load_offering, visible_sessions
from fagkompas.engine.errors import BadInput
from fagkompas.learning.actions import participation as actions
from fagkompas.learning.documents import record_pdf
from fagkompas.learning.forms.participation import LearnedForm, ReasonForm, WishForm
from fagkompas.learning.models import Participation, Source
from fagkompas.learning.own_learning import (
    Suggested,
    Suggestion,
    modules_left,
    places_in_line,
    programmes_of,
    record_of,
    suggestions_for,
)
from fagkompas.learning.permissions import load_own_participation
from fagkompas.learning.record_tables import record_table
from fagkompas.learning.wording.own import WHY_FORMS, forms_in_words, practised_in_words, why_there
from fagkompas.learning.wording.participation import STATE_KINDS, add_problems, sentence, title_of, who_ended
from fagkompas.toolkit.documents import PdfUnavailable
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.pages import Link, file_response
from fagkompas.toolkit.telling import told
from fagkompas.toolkit.workbooks import workbook_bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """Ways to grow in a field, in words: the forms that suit, why they do, and offerings with why each is there."""

    forms: str
    why_forms: StrOrPromise
    offerings: Sequence[tuple[Suggested, str]]


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """Everything on one page: programmes whose limit is near, under way, suggested, other programmes, the record."""
    person, today = signed_in(request), timezone.localdate()
    record = record_of(person)
    places = places_in_line(record)
    programmes = programmes_of(record, today)
    left = modules_left(programmes, person, today)
    shown = [(one, one.is_over(today), one.is_close(today), left.get(one.programme.pk, [])) for one in programmes]
    suggested = suggestions_for(person, today, programmes)
    return render(
        request,
        "learning/own.html",
        {
            "record": record,
            "under_way": [(*_shown(one), places.get(one.pk, 0)) for one in record.under_way],
            "completed": [_shown(one) for one in record.completed],
            "practised": [(practised_in_words(one), one.hours) for one in record.practised],
            "ended": [(*_shown(one), who_ended(one)) for one in record.ended],
            "urgent": [one for one in shown if one[1] or one[2]],
            "programmes": [one for one in shown if not (one[1] or one[2])],
            "suggested": suggested,
            "ways": _ways_of(suggested.fields) if suggested else [],
            "has": _columns(record.completed),
            "exports": _exports(),
        },
    )


def _shown(one: Participation) -> tuple[Participation, str, str, bool]:
    """A participation with its title, the colour of its state, and whether the person registered it."""
    return one, title_of(one), STATE_KINDS[one.state], one.source == Source.OWN


def _columns(completed: Sequence[Participation]) -> dict[str, bool]:
    """The columns of the record that somebody has written something in."""
    return {
        "ects": any(one.ects for one in completed),
        "certificate": any(one.certificate for one in completed),
        "own": any(one.source == Source.OWN for one in completed),
    }


def _ways_of(fields: Sequence[Suggestion]) -> list[tuple[Suggestion, Ways]]:
    """Why the forms of a dimension suit is said once, in the first field that it stands in."""
    dimensions = [one.dimension for one in fields]
    return [(one, _ways(one, is_first=one.dimension not in dimensions[:place])) for place, one in enumerate(fields)]


def _ways(one: Suggestion, *, is_first: bool) -> Ways:
    """Why these forms, and why each offering is there."""
    return Ways(
        forms=forms_in_words(one),
        why_forms=WHY_FORMS[one.dimension] if one.dimension and is_first else "",
        offerings=[(each, why_there(each, one.dimension)) for each in one.offerings],
    )


def _exports() -> list[Link]:
    kinds = [("xlsx", _("Workbook")), ("pdf", "PDF")]
    record = [Link(label=label, url=f"oversigt.{kind}") for kind, label in kinds]
    return [*record, Link(label=_("Your seats as a calendar"), url="kalender.ics")]


@require_safe
def own_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The own record as a file: xlsx or pdf."""
    person, today = signed_in(request), timezone.localdate()
    record = record_of(person)
    if kind == "xlsx":
        return file_response(workbook_bytes([record_table(record)], title=_("My learning")), "laering.xlsx")
    if kind != "pdf":
        raise Http404
    try:
        made = record_pdf(person, record, programmes_of(record, today), today)
    except PdfUnavailable as missing:
        messages.error(request, str(missing))
        return redirect("learning:own")
    return file_response(made, "laering.pdf")


@require_safe
def wish_panel(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """On the page of an offering: the way to wish for it, or how far it is."""
    person, today = signed_in(request), timezone.localdate()
    offering = load_offering(person, uuid, today)
    mine = Participation.objects.of_person(person).filter(offering=offering, state__in=actions.UNDER_WAY)
    return render(request, "learning/_wish_panel.html", {"offering": offering, "mine": mine.first()})


@require_http_methods(["GET", "POST"])
def wish(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Wish for an offering, in a session or whenever there is one, with a sentence."""
    person, today = signed_in(request), timezone.localdate()
    offering = load_offering(person, uuid, today)
    sessions = _open_sessions(person, offering, today)
    form = WishForm(posted(request), sessions=sessions, initial={"session": request.GET.get("hold")})
    if request.method == "POST" and form.is_valid():
        try:
            actions.wish(person=person, offering=offering, now=timezone.now(), **form.cleaned_data)
        except BadInput as refused:
            add_problems(form, refused)
        else:
            messages.success(request, _("Your wish is sent. You see here when it is decided."))
            return redirect("learning:own")
    shown = {"offering": offering, "form": form}
    return render(request, "learning/wish.html", shown, status=422 if form.errors else 200)


def _open_sessions(person: Employee, offering: Offering, today: date) -> SessionQuerySet:
    """Sessions of the offering that take enrolments today."""
    to_come = visible_sessions(person, today).filter(offering=offering).still_to_come(today)
    taking = [one.pk for one in to_come if one.takes_enrolments_on(today)]
    return Session.objects.filter(pk__in=taking).order_by("starts_on", "pk")


@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Say that one does not want to after all, and why."""
    participation = load_own_participation(signed_in(request), uuid)
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.take_back(participation=participation, now=timezone.now(), **form.cleaned_data)
        except BadInput as refused:
            add_problems(form, refused)
        else:
            messages.success(request, _("“%(title)s” is taken back.") % {"title": title_of(participation)})
            return redirect("learning:own")
    shown = {"form": form, "title": title_of(participation), "has_seat": participation.has_seat}
    return render(request, "learning/take_back.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Write something learned elsewhere into one's own record."""
    person = signed_in(request)
    modules = Offering.objects.seen_by(person.root_id).filter(programme__isnull=False).order_by("title_da", "pk")
    form = LearnedForm(posted(request), modules=modules)
    if request.method == "POST" and form.is_valid():
        try:
            actions.register_learned(person=person, learned=form.learned(), now=timezone.now())
        except BadInput as refused:
            add_problems(form, refused)
        else:
            messages.success(request, _("It stands in your record."))
            return redirect("learning:own")
    return render(request, "learning/own_register.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def remove(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take something that one registered out of the record."""
    participation = load_own_participation(signed_in(request), uuid)
    said = _("It is taken out of your record.")
    told(request, lambda: actions.remove_learned(participation=participation), said, sentence=sentence)
    return redirect("learning:own")
