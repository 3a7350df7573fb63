"""The log, for auditors: who opened and changed what, and whether the log itself is whole."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from fagkompas.accounts.models import Employee, Role
from fagkompas.accounts.permissions import has_role_in, people_under
from fagkompas.assessments.models import Participant, Round
from fagkompas.audit.actions import (
    IN_LIST,
    LISTED,
    Verified,
    last_verification,
    record_change,
    record_read,
    record_verification,
    verify,
)
from fagkompas.audit.models import Event, EventKind, EventQuerySet, Seal
from fagkompas.audit.wording import what_happened
from fagkompas.citizens.models import WITH_CITIZENS, Citizen
from fagkompas.frameworks.models import Version
from fagkompas.toolkit.formats import moment
from fagkompas.toolkit.forms import DayField, Form
from fagkompas.toolkit.lists import list_page
from fagkompas.toolkit.pages import Link, as_download, file_name
from fagkompas.toolkit.workbooks import Column, Table, csv_bytes, workbook_bytes
from fagkompas.website.citizen_data.finding import citizens_audited_by
from fagkompas.website.views.citizen_data import auditing

MOST_TAKEN_OUT: Final = 100_000
FORMATS: Final = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
AREAS: Final = [
    ("", gettext_lazy("All")),
    ("accounts", gettext_lazy("Units, people and sign-in")),
    ("assessments", gettext_lazy("Competencies")),
    ("citizens", gettext_lazy("Citizens")),
    ("conversations", gettext_lazy("Conversations")),
    ("casework", gettext_lazy("Plans, job logs and placements")),
    ("frameworks", gettext_lazy("Frameworks")),
    ("audit", gettext_lazy("The log")),
]


LIKELY_DAYS: Final = (MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2999, 12, 31)))
"""The midnight of a day at either end of the calendar is no moment."""


class LogFilter(Form):
    """Which events; stays in the address. From the links in the list, by uuid: `hvem` and `om` are employees, `borger` a citizen,
    `liste` the event that stands for several of one opening.
    """

    slags = forms.ChoiceField(
        label=gettext_lazy("What"), required=False, choices=[("", gettext_lazy("All")), *EventKind.choices]
    )
    omraade = forms.ChoiceField(label=gettext_lazy("Area"), required=False, choices=AREAS)
    fra = DayField(label=gettext_lazy("From"), required=False, validators=LIKELY_DAYS)
    til = DayField(label=gettext_lazy("To"), required=False, validators=LIKELY_DAYS)
    hvem = forms.UUIDField(required=False, widget=forms.HiddenInput)
    om = forms.UUIDField(required=False, widget=forms.HiddenInput)
    borger = forms.UUIDField(required=False, widget=forms.HiddenInput)
    liste = forms.UUIDField(required=False, widget=forms.HiddenInput)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRow:
    """One event as it is shown. `actor`, `subject` and `citizen` are there as long as the people are.

    `citizen_name` is "" for those who may not see whose case it is; `together` how many events of one opening the row stands for,
    0 for itself alone.
    """

    event: Event
    what: str
    details: str
    actor: Employee | None
    subject: Employee | None
    citizen: Citizen | None
    citizen_name: str
    together: int = 0

    @property
    def of_several(self) -> str:
        """How many people's data it was, where the row stands for several."""
        n = self.together
        if self.event.citizen_id:
            return ngettext("%(n)s citizen", "%(n)s citizens", n) % {"n": n}
        if self.event.subject_id:
            return ngettext("%(n)s employee", "%(n)s employees", n) % {"n": n}
        return _("%(n)s in one go") % {"n": n}

    @property
    def whose(self) -> str:
        """Whose data it was, as far as one may see it; "" where it was nobody's."""
        if self.subject:
            return self.subject.name
        if self.citizen:
            return self.citizen_name or _("A citizen's case, %(number)s") % {"number": self.citizen.case_number}
        return _("A citizen's case, deleted since") if self.event.citizen_id else ""


def log(request: HttpRequest) -> HttpResponse:
    """Newest first, filtered by the address."""
    person = auditing(request)
    form = LogFilter(request.GET)
    events, is_folded = _chosen(person, form), _folds(person, form)
    if is_folded:
        events = events.exclude(details__has_key=IN_LIST)
    listing = list_page(request, events, sorts={"tid": ("at", "pk")}, default="-tid")
    about, citizen = _by_uuid(person, form, "om"), _citizen(person, form)
    rows = _rows(person, listing.page.object_list, citizen, is_folded=is_folded)
    if about is not None:
        record_read(by=person, action="audit.log.opened", subject_id=about.pk, target=about)
    if citizen is not None:
        opened = "audit.log.opened"
        record_read(by=person, action=opened, citizen_id=citizen.pk, target=citizen, part_of=opened)
    shown = {
        "listing": listing,
        "rows": rows,
        "form": form,
        "about": about,
        "citizen": citizen,
        "by_whom": _by_uuid(person, form, "hvem"),
        "is_one_opening": bool(form.cleaned_data.get("liste")),
        "downloads": _downloads(request),
        "chain": _chain(),
    }
    return render(request, "website/log.html", shown)


def log_export(request: HttpRequest, file_format: str) -> HttpResponse:
    """The filtered events as a file, the newest hundred thousand at most."""
    person = auditing(request)
    if file_format not in FORMATS:
        raise Http404
    form = LogFilter(request.GET)
    events = list(_chosen(person, form).order_by("-at", "-pk")[:MOST_TAKEN_OUT])
    citizen = _citizen(person, form)
    about = _by_uuid(person, form, "om")
    record_change(
        by=person,
        action="audit.log.exported",
        subject_id=about.pk if about else None,
        citizen_id=citizen.pk if citizen else None,
        events=len(events),
    )
    table = _table(_rows(person, events, citizen))
    content = workbook_bytes([table], title=_("Log")) if file_format == "xlsx" else csv_bytes(table)
    return HttpResponse(
        content,
        content_type=FORMATS[file_format],
        headers=as_download(file_name(_("Log"), f"{timezone.localdate()}", kind=file_format)),
    )


@require_POST
def log_verify(request: HttpRequest) -> HttpResponse:
    """Compute every seal again, now."""
    person = auditing(request)
    found = verify()
    record_verification(found=found, by=person)
    _tell(request, found)
    return redirect("audit:log")


def _tell(request: HttpRequest, found: Verified) -> None:
    said = {"events": found.events, "broken": len(found.broken)}
    if found.is_whole:
        messages.success(request, _("The log is whole: all %(events)d sealed events are as they were written.") % said)
    else:
        messages.error(request, _("The log is broken in %(broken)d places. Tell whoever runs the server.") % said)


def _chosen(person: Employee, form: LogFilter) -> EventQuerySet:
    """What the auditor may see and has asked for. Over the whole municipality everything, else what concerns the unit's people
    and citizens.
    """
    events: EventQuerySet = Event.objects.filter(root_id=person.root_id)
    if not has_role_in(person, person.root, Role.AUDITOR):
        of_people = Q(subject_id__in=people_under(person, Role.AUDITOR).order_by().values("pk"))
        of_citizens = Q(citizen_id__in=citizens_audited_by(person).order_by().values("pk"))
        events = events.filter(of_people | of_citizens)
    form.is_valid()
    asked = form.cleaned_data
    if kind := asked.get("slags"):
        events = events.filter(kind=kind)
    if area := asked.get("omraade"):
        events = events.filter(action__startswith=f"{area}.")
    if first := asked.get("fra"):
        events = events.filter(at__gte=_midnight(first))
    if last := asked.get("til"):
        events = events.filter(at__lt=_midnight(last + timedelta(days=1)))
    return _of_people(person, form, events)


def _folds(person: Employee, form: LogFilter) -> bool:
    """Whether what was opened or changed in one go is one row: not where only some of it may be seen, or is asked for."""
    asks_for_some = any(form.cleaned_data.get(word) for word in ("om", "borger", "liste"))
    return has_role_in(person, person.root, Role.AUDITOR) and not asks_for_some


def _of_people(person: Employee, form: LogFilter, events: EventQuerySet) -> EventQuerySet:
    """Only what was done by, and about, the people named in the address; nothing when they are not there."""
    for word, column in (("hvem", "actor_id"), ("om", "subject_id")):
        if form.cleaned_data.get(word):
            found = _by_uuid(person, form, word)
            events = events.filter(**{column: found.pk}) if found else events.none()
    if form.cleaned_data.get("borger"):
        citizen = _citizen(person, form)
        events = events.filter(citizen_id=citizen.pk) if citizen else events.none()
    if opening := form.cleaned_data.get("liste"):
        first = events.filter(uuid=opening).first()
        events = events.of_list(first) if first else events.none()
    return events


def _by_uuid(person: Employee, form: LogFilter, word: str) -> Employee | None:
    uuid = form.cleaned_data.get(word)
    return Employee.objects.of_root(person.root_id).filter(uuid=uuid).first() if uuid else None


def _citizen(person: Employee, form: LogFilter) -> Citizen | None:
    uuid = form.cleaned_data.get("borger")
    return citizens_audited_by(person).filter(uuid=uuid).first() if uuid else None


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _rows(
    person: Employee, events: Iterable[Event], asked_for: Citizen | None, *, is_folded: bool = False
) -> list[LogRow]:
    """With the people, rounds and frameworks as they are called now; a query for all of each.

    Of the citizen that one asked for the name is told, and why the case was opened; of others only to those who work with them.
    """
    listed = list(events)
    targets = _names_of_targets(listed) | (_reasons(asked_for) if asked_for else {})
    known = Citizen.objects.select_related("unit").only("uuid", "name", "unit__lineage")
    citizens = known.in_bulk({event.citizen_id for event in listed if event.citizen_id})
    ids = {event.subject_id for event in listed} | {event.actor_id for event in listed}
    people = Employee.objects.in_bulk([pk for pk in ids if pk is not None])
    return [
        LogRow(
            event=event,
            what=_what(event, is_folded=is_folded),
            together=event.details.get(LISTED, 0) if is_folded else 0,
            details=details_in_words(event, targets.get(event.target_uuid) if event.target_uuid else None),
            actor=people.get(event.actor_id or 0),
            subject=people.get(event.subject_id or 0),
            citizen=(citizen := citizens.get(event.citizen_id or 0)),
            citizen_name=_name_for(person, citizen, asked_for),
        )
        for event in listed
    ]


def _what(event: Event, *, is_folded: bool) -> str:
    n = event.details.get(LISTED, 0) if is_folded else 0
    if n and event.action == "citizens.list.read":
        return ngettext("saw %(n)s citizen on a list", "saw %(n)s citizens on a list", n) % {"n": n}
    return what_happened(event)


def _name_for(person: Employee, citizen: Citizen | None, asked_for: Citizen | None) -> str:
    may_know = citizen is not None and (citizen == asked_for or has_role_in(person, citizen.unit, *WITH_CITIZENS))
    return citizen.name if citizen and may_know else ""


def _reasons(citizen: Citizen) -> dict[UUID, str]:
    """Why colleagues of other units opened the case, by the uuid of the opening."""
    return dict(citizen.openings.order_by("pk").values_list("uuid", "reason"))


def _names_of_targets(events: Sequence[Event]) -> dict[UUID, str]:
    """The round or framework that an event is about, by the target's uuid; what is deleted has no name any more."""

    def of(kind: str) -> list[UUID]:
        return [event.target_uuid for event in events if event.target_type == kind and event.target_uuid]

    participants = Participant.objects.select_related("round").in_bulk(of("participant"), field_name="uuid")
    rounds = Round.objects.in_bulk(of("round"), field_name="uuid")
    versions = Version.objects.in_bulk(of("version"), field_name="uuid")
    return {
        **{uuid: participant.round.name for uuid, participant in participants.items()},
        **{uuid: round_.name for uuid, round_ in rounds.items()},
        **{uuid: version.name for uuid, version in versions.items()},
    }


def details_in_words(event: Event, target: str | None = None) -> str:
    """What the log holds beside the action: the round or framework, places, a role, names of fields; never contents."""
    details = event.details
    parts = [target] if target and details.get("name") != target else []
    if "before" in details and "after" in details:
        parts.append(f"{details['before']} → {details['after']}")
    if role := details.get("role"):
        parts.append(str(dict(Role.choices).get(role, role)))
    parts += [str(details[name]) for name in ("name", "path", "unit", "on") if details.get(name)]
    if fields := details.get("fields"):
        parts.append(", ".join(str(field) for field in fields))
    return " · ".join(parts)


def _table(rows: Sequence[LogRow]) -> Table:
    headings = [_("Time"), _("Who"), _("What"), _("Whose data"), _("Details"), _("Code")]
    widths = [20, 28, 48, 28, 48, 34]
    columns = tuple(Column(heading=heading, width=width) for heading, width in zip(headings, widths, strict=True))
    return Table(name=_("Log"), columns=columns, rows=(_written(row) for row in rows))


def _written(row: LogRow) -> Sequence[str]:
    at = timezone.localtime(row.event.at).strftime("%Y-%m-%d %H:%M:%S")
    return at, row.event.actor_name, row.what, row.whose, row.details, row.event.action


def _downloads(request: HttpRequest) -> list[Link]:
    query = request.GET.urlencode()
    return [
        Link(label=label, url=f"{reverse('audit:log_export', args=[file_format])}?{query}")
        for file_format, label in (("xlsx", "Excel"), ("csv", "CSV"))
    ]


def _chain() -> dict[str, object]:
    """What is known of the chain without computing it: the last seal and what the last check found."""
    last, checked = Seal.objects.order_by("-pk").first(), last_verification()
    return {
        "sealed_at": last.at if last else None,
        "checked_at": moment(checked.at) if checked else "",
        "broken": len(checked.details["broken"]) if checked else 0,
        "is_checked": checked is not None,
    }
