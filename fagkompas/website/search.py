"""Global search: people whom the person may see, companies, units, rounds, competencies, offerings, what learning and
surveys hold, job titles, and pages.
"""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee, Role
from fagkompas.accounts.permissions import can_administer, units_under, visible_people
from fagkompas.assessments.models import Participant
from fagkompas.assessments.permissions import rounds_run_by
from fagkompas.audit.actions import record_reads_of_citizens
from fagkompas.catalogue.permissions import visible_offerings
from fagkompas.citizens.permissions import citizens_of, works_with_citizens
from fagkompas.companies.permissions import companies_of
from fagkompas.frameworks.models import Item, VersionState
from fagkompas.learning.views.overview import ways_of
from fagkompas.methods.choosing import Wanted, chosen
from fagkompas.methods.in_use import library_of
from fagkompas.occupations.index import normalised
from fagkompas.occupations.searching import search as search_occupations
from fagkompas.toolkit.alphabet import Alphabetical
from fagkompas.toolkit.formats import is_danish
from fagkompas.toolkit.languages import said
from fagkompas.website.administration import places_for
from fagkompas.website.found import AT_MOST, Found, FoundKind, all_words
from fagkompas.website.guide import listed_pages
from fagkompas.website.search_learning import learning_kinds

SHORTEST = 2
"""Fewer letters than this would find everything."""


def find(person: Employee, words: str, *, is_typing: bool = False) -> list[FoundKind]:
    """What fits all the words, kind by kind; kinds without any are left out. Citizens only once the words are sent."""
    wanted = words.split()
    if len("".join(wanted)) < SHORTEST:
        return []
    kinds = [
        FoundKind(heading=_("People"), found=people(person, wanted)),
        FoundKind(heading=_("Citizens"), found=() if is_typing else citizens(person, words)),
        FoundKind(heading=_("Companies"), found=companies(person, words)),
        FoundKind(heading=_("Units"), found=units(person, wanted)),
        FoundKind(heading=_("Rounds"), found=rounds(person, wanted)),
        FoundKind(heading=_("Competencies"), found=competencies(person, wanted)),
        FoundKind(heading=_("Offerings"), found=offerings(person, wanted)),
        FoundKind(heading=_("Methods"), found=methods(person, wanted)),
        *learning_kinds(person, wanted),
        FoundKind(heading=_("Job titles"), found=occupations(wanted)),
        FoundKind(heading=_("Pages"), found=pages(person, wanted)),
    ]
    return [kind for kind in kinds if kind.found]


def people(person: Employee, wanted: Sequence[str]) -> tuple[Found, ...]:
    """People by name or staff number, each leading to what the person may see of them."""
    rows = visible_people(person).filter(all_words(wanted, "name", "staff_number")).select_related("unit")
    found = list(rows.order_by(Alphabetical("name"), "pk")[:AT_MOST])
    managed = units_under(person, Role.MANAGER).order_by("pk").values_list("pk", flat=True)
    participants = Participant.objects.filter(employee__in=found, unit_id__in=managed).exclude(employee=person)
    latest = dict(participants.order_by("round__opens_on", "pk").values_list("employee_id", "uuid"))
    return tuple(
        Found(name=one.name, about=one.unit.name, url=_address_of(one, person, latest.get(one.pk))) for one in found
    )


def _address_of(one: Employee, person: Employee, participant: UUID | None) -> str:
    """Oneself: my page. Someone rated: the newest profile. Else the staff page, or for a manager the unit."""
    if one.pk == person.pk:
        return reverse("accounts:me")
    if participant:
        return reverse("assessments:profile_of", args=[participant])
    if can_administer(person, one.unit):
        return reverse("accounts:employee", args=[one.uuid])
    return reverse("assessments:unit", args=[one.unit.uuid])


def citizens(person: Employee, words: str) -> tuple[Found, ...]:
    """Citizens of the units where the person works with them, open cases first; that they were seen is noted."""
    rows = (
        citizens_of(person)
        .named(words)
        .for_lists()
        .order_by(F("closed_on").asc(nulls_first=True), Alphabetical("name"))
    )
    found = list(rows[:AT_MOST]) if works_with_citizens(person) else []
    record_reads_of_citizens(by=person, action="citizens.list.read", seen=[(one.pk, one) for one in found])
    return tuple(
        Found(name=one.name, about=one.unit.name, url=reverse("citizens:citizen", args=[one.uuid])) for one in found
    )


def companies(person: Employee, words: str) -> tuple[Found, ...]:
    """Companies by name, address or number, open ones first."""
    rows = (
        companies_of(person).found_by(words).order_by(F("closed_on").asc(nulls_first=True), Alphabetical("name"), "pk")
    )
    return tuple(
        Found(name=one.name, about=one.address, url=reverse("companies:company", args=[one.uuid]))
        for one in rows[:AT_MOST]
    )


def units(person: Employee, wanted: Sequence[str]) -> tuple[Found, ...]:
    """Units whose figures the person may see."""
    rows = units_under(person, Role.MANAGER, Role.CONSULTANT).filter(all_words(wanted, "name"), retired_on=None)
    return tuple(
        Found(name=unit.name, about=unit.path, url=reverse("assessments:unit", args=[unit.uuid]))
        for unit in rows.order_by("path", "pk")[:AT_MOST]
    )


def rounds(person: Employee, wanted: Sequence[str]) -> tuple[Found, ...]:
    """Rounds that the person may follow."""
    return tuple(
        Found(name=row.name, about=row.unit.name, url=reverse("assessments:round", args=[row.uuid]))
        for row in rounds_run_by(person).filter(all_words(wanted, "name"))[:AT_MOST]
    )


def competencies(person: Employee, wanted: Sequence[str]) -> tuple[Found, ...]:
    """Competencies of published frameworks, by code, title or statement."""
    rows = (
        Item.objects.in_use()
        .competencies()
        .filter(Q(version__framework__root=None) | Q(version__framework__root_id=person.root_id))
        .filter(version__state=VersionState.PUBLISHED)
        .filter(all_words(wanted, "code", "title_da", "title_en", "statement_da", "statement_en"))
        .select_related("version", "field")
        .order_by("version__framework__position", "version_id", "field__position", "position")
    )
    return tuple(
        Found(
            name=f"{item.code} {item.title}",
            about=item.version.name,
            url=reverse("frameworks:field", args=[item.version.uuid, item.field.code]),
        )
        for item in rows[:AT_MOST]
    )


def offerings(person: Employee, wanted: Sequence[str]) -> tuple[Found, ...]:
    """What stands in the catalogue, by title or description."""
    rows = visible_offerings(person, timezone.localdate()).filter(
        all_words(wanted, "title_da", "title_en", "description_da", "description_en"), retired_on=None
    )
    return tuple(
        Found(name=row.title, about=row.form.name, url=reverse("catalogue:offering", args=[row.uuid]))
        for row in rows.select_related("form").order_by("title_da", "pk")[:AT_MOST]
    )


def occupations(wanted: Sequence[str]) -> tuple[Found, ...]:
    """Job titles by a name that has all the words; slips are forgiven on their own page, where nothing else is looked for."""
    words = normalised(" ".join(wanted)).split()
    hits = search_occupations(" ".join(wanted), most=AT_MOST)
    return tuple(
        Found(name=hit.title, about=hit.group_title, url=reverse("occupations:occupation", args=[hit.uuid]))
        for hit in hits
        if all(word in normalised(hit.label) for word in words)
    )


def methods(person: Employee, wanted: Sequence[str]) -> tuple[Found, ...]:
    """Methods in use, by name, what they are for, their parts, and the situations they answer."""
    found = chosen(library_of(person.root_id), Wanted(words=tuple(wanted)))
    return tuple(
        Found(
            name=said(one.kept.method.name),
            about=said(one.kept.method.short),
            url=reverse("methods:method", args=[one.kept.code]),
        )
        for one in found[:AT_MOST]
    )


def pages(person: Employee, wanted: Sequence[str]) -> tuple[Found, ...]:
    """Pages of learning and of "Styring" that the person uses, and pages of the guide."""
    ways = ways_of(person, timezone.localdate())
    offered = [
        *(Found(name=link.label, about=_("Learning"), url=link.url) for link in ways),
        *(Found(name=str(place.name), about=str(place.about), url=place.url) for place in places_for(person)),
        *(
            Found(name=page.title, about=_("Guide"), url=page.url)
            for page in listed_pages("da" if is_danish() else "en")
        ),
    ]
    fitting = [one for one in offered if all(word.lower() in f"{one.name} {one.about}".lower() for word in wanted)]
    return tuple(fitting[:AT_MOST])
