"""Writes of a CV: a part at a time, what a file brought, and that one has looked at it together."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import transaction

from fagkompas.accounts.models import Employee
from fagkompas.audit.actions import record_change, record_sitting
from fagkompas.casework.actions.case_files import take_file
from fagkompas.casework.actions.holding import held_case, too_long
from fagkompas.casework.cv_layout import BY_CODE, FactKind, Layout
from fagkompas.casework.models import CaseFile, CvReview, CvSection
from fagkompas.casework.models.plans import LONGEST_LINE, LONGEST_TEXT
from fagkompas.citizens.models import Citizen
from fagkompas.engine.errors import Place, Problem
from fagkompas.engine.scales import CvPart
from fagkompas.toolkit.cpr import cpr_like, masked_cpr
from fagkompas.toolkit.once import made_before
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.together import ChangedMeanwhile
from fagkompas.toolkit.traces import guard_health

MOST_ENTRIES: Final = 40

Entries = Sequence[Mapping[str, Any]]


@transaction.atomic
def save_part(
    *, citizen: Citizen, code: str, entries: Entries, revision: int, traces_read: str, today: date, by: Employee
) -> CvSection:
    """One part as it is now; `revision` is 0 before anything is saved in it. What companies read is guarded.

    Raises `BadInput`, `TracesFound`, or `ChangedMeanwhile` when somebody else has saved since.
    """
    held_case(citizen)
    part = citizen.cv_sections.filter(code=code).first() or CvSection(citizen=citizen, code=code)
    if part.revision != revision:
        raise ChangedMeanwhile
    layout, kept = BY_CODE[code], [one for one in entries if has_anything(one)]
    refuse(problems_of(layout, kept))
    guard_health(texts_of(layout, kept), read=traces_read)
    if not part.revision or part.entries != kept:
        part.entries, part.updated_on, part.revision = kept, today, part.revision + 1
        part.save()
        record_sitting(by=by, action="casework.cv.saved", target=part, citizen_id=citizen.pk, fields=[code])
    return part


@transaction.atomic
def add_to_cv(
    *, citizen: Citizen, entries: Mapping[str, Entries], kept: CaseFile, traces_read: str, today: date, by: Employee
) -> int:
    """What a file brought, beside what stands there; how many entries. The file is thrown away.

    Raises `BadInput`, also when the file was saved already, or `TracesFound`.
    """
    held_case(citizen)
    take_file(kept)
    texts = {
        f"{code}-{name}": text
        for code, several in entries.items()
        for name, text in texts_of(BY_CODE[code], several).items()
    }
    guard_health(texts, read=traces_read)
    count = 0
    for code, several in entries.items():
        part = citizen.cv_sections.filter(code=code).first() or CvSection(citizen=citizen, code=code)
        part.entries = merged(BY_CODE[code], part.entries, several)
        refuse(problems_of(BY_CODE[code], part.entries))
        part.updated_on, part.revision = today, part.revision + 1
        part.save()
        count += len(several)
    record_change(by=by, action="casework.cv.imported", target=citizen, citizen_id=citizen.pk, entries=count)
    return count


@transaction.atomic
def review_cv(
    *,
    citizen: Citizen,
    on: date,
    contact_hidden: bool,
    note: str,
    traces_read: str,
    today: date,
    by: Employee,
    key: UUID | None = None,
) -> CvReview:
    """The CV was looked at together that day, once by its `key`. Raises `BadInput` or `TracesFound`."""
    held_case(citizen)
    before = made_before(citizen.cv_reviews.all(), key)
    if before is not None:
        return before
    refuse([*unless(on <= today, "on", "day_in_the_future"), *too_long({"note": note})])
    guard_health({"note": note}, read=traces_read)
    made = CvReview.objects.create(
        uuid=key or uuid4(), citizen=citizen, on=on, by=by, contact_hidden=contact_hidden, note=note
    )
    record_change(by=by, action="casework.cv.reviewed", target=made, citizen_id=citizen.pk)
    return made


def merged(layout: Layout, there: Entries, new: Entries) -> list[dict[str, Any]]:
    """What stands there with what is new: in a list by title, else fact by fact where nothing stood."""
    if layout.is_list:
        titles = {key(layout, one) for one in there}
        return [dict(one) for one in (*there, *(one for one in new if key(layout, one) not in titles))]
    facts: dict[str, Any] = {}
    for one in (*there, *new):
        facts |= {name: value for name, value in one.items() if value and not facts.get(name)}
    return [facts] if facts else []


def key(layout: Layout, entry: Mapping[str, Any]) -> tuple[str, str]:
    """What tells an entry from others of its part: its title, and the employer of a job."""
    return str(entry.get(layout.title_fact, "")).casefold(), str(entry.get("employer", "")).casefold()


def has_anything(entry: Mapping[str, Any]) -> bool:
    """Whether some fact is said."""
    return any(value for name, value in entry.items() if name != "id")


def problems_of(layout: Layout, entries: Entries) -> Iterator[Problem]:
    """What no part may hold, each at its control."""
    yield from unless(len(entries) <= MOST_ENTRIES, layout.title_fact, "too_many_entries", most=MOST_ENTRIES)
    for entry in entries:
        for fact in layout.facts:
            text, field = str(entry.get(fact.name) or ""), control(fact.name, str(entry.get("id", "")))
            yield from too_long({field: text}, LONGEST_TEXT if fact.kind is FactKind.TEXT else LONGEST_LINE)
            if cpr_like(text):
                yield Problem(place=Place(column=field), found=masked_cpr(text)[:40], message_code="cpr_number")
        named = control(layout.title_fact, str(entry.get("id", "")))
        yield from unless(not layout.is_list or entry.get(layout.title_fact), named, "entry_without_title")
        both = layout.code == CvPart.DRIVING_LICENCE and entry.get("has_none") and entry.get("categories")
        yield from unless(not both, named, "licence_and_none")


def texts_of(layout: Layout, entries: Entries) -> dict[str, str]:
    """Everything in words, by its control: companies read it."""
    return {
        control(fact.name, str(entry.get("id", ""))): str(entry[fact.name])
        for entry in entries
        for fact in layout.facts
        if fact.kind in {FactKind.LINE, FactKind.TEXT} and entry.get(fact.name)
    }


def control(name: str, entry: str) -> str:
    """What the control of a fact of an entry is called; a part that is no list has one entry, without an id."""
    return f"{name}-{entry}" if entry else name
