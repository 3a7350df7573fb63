"""Two companies that are one: all that belongs to either belongs to the one that is kept, and the other points to it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import ForeignKey
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.audit.actions import record_change
from fagkompas.companies.actions.record import lock_companies
from fagkompas.companies.models import Circle, Company, NotTheSame
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.together import ChangedMeanwhile

FIELDS: Final = ("name", "cvr", "p_number", "industry", "address", "phone")
"""What one chooses between."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The revisions of the two as the page showed them."""

    kept: int
    left: int


@transaction.atomic
def merge_companies(*, kept: Company, left: Company, taken: Collection[str], seen: Seen, by: Employee) -> Company:
    """`left` goes into `kept`, with those of its `FIELDS` that are `taken`. Raises `BadInput` and `ChangedMeanwhile`.

    Protection against advertising counts where either has it. What cannot be moved, since both have one, stays with `left`.
    """
    lock_companies(kept.root_id)
    kept, left = _both_held(kept, left)
    if (kept.revision, left.revision) != (seen.kept, seen.left):
        raise ChangedMeanwhile
    p_numbers = {one.p_number for one in (kept, left)} - {""}
    refuse(
        [
            *unless(kept.pk != left.pk and kept.root_id == left.root_id, "name", "not_two_companies"),
            *unless(not kept.is_closed and left.merged_into_id is None, "name", "company_is_closed"),
            *unless(len(p_numbers) < 2, "p_number", "two_p_numbers"),  # two
        ]
    )
    moved = _move_all(kept, left)
    _take(kept, left, taken)
    today = timezone.localdate()
    left.closed_on, left.merged_into = left.closed_on or today, kept
    left.p_number = "" if left.p_number == kept.p_number else left.p_number
    left.revision += 1
    left.save()
    kept.revision += 1
    kept.save()
    fields = sorted(set(taken) & set(FIELDS))
    for one, action in ((kept, "companies.company.merged"), (left, "companies.company.merged_away")):
        record_change(by=by, action=action, target=one, root_id=kept.root_id, moved=moved, fields=fields)
    return kept


@transaction.atomic
def note_not_the_same(*, one: Company, other: Company, by: Employee) -> None:
    """They are two, and are not proposed any more."""
    lock_companies(one.root_id)
    older, newer = sorted((one, other), key=lambda each: each.pk)
    _row, is_new = NotTheSame.objects.get_or_create(one=older, other=newer, defaults={"at": timezone.now(), "by": by})
    if is_new:
        record_change(by=by, action="companies.company.told_apart", target=older, root_id=older.root_id)


def belonging() -> Iterator["ForeignKey[Any, Any]"]:
    """Every column by which a row, of whatever app, belongs to a company; a new app's is among them."""
    for relation in Company._meta.get_fields(include_hidden=True):  # noqa: SLF001  # Django's own name for it
        field = getattr(relation, "field", None)
        is_from_elsewhere = relation.auto_created and not relation.concrete
        if is_from_elsewhere and isinstance(field, ForeignKey) and field.model is not NotTheSame:
            yield field


def _both_held(kept: Company, left: Company) -> tuple[Company, Company]:
    rows = Company.objects.select_for_update(of=("self",), no_key=True).order_by("pk").in_bulk([kept.pk, left.pk])
    return rows[kept.pk], rows[left.pk]


def _move_all(kept: Company, left: Company) -> dict[str, int]:
    """How many rows of each kind were moved."""
    _put_circles_together(kept, left)
    NotTheSame.objects.filter(one=left).delete()
    NotTheSame.objects.filter(other=left).delete()
    moved: dict[str, int] = {}
    for field in belonging():
        if count := _move(field, kept, left):
            label = field.model._meta.label  # noqa: SLF001  # Django's own name for it
            moved[label] = moved.get(label, 0) + count
    return moved


def _move(field: "ForeignKey[Any, Any]", kept: Company, left: Company) -> int:
    """All rows at once; one by one where a row of each may not stand beside one another."""
    rows = field.model._base_manager.filter(**{field.name: left})  # noqa: SLF001  # Django's own name for it
    try:
        with transaction.atomic():
            return int(rows.update(**{field.name: kept}))
    except IntegrityError:
        return sum(_moved_alone(field, pk, kept) for pk in rows.order_by("pk").values_list("pk", flat=True))


def _moved_alone(field: "ForeignKey[Any, Any]", pk: int, kept: Company) -> bool:
    try:
        with transaction.atomic():
            field.model._base_manager.filter(pk=pk).update(**{field.name: kept})  # noqa: SLF001  # Django's own name for it
    except IntegrityError:
        return False
    return True


def _put_circles_together(kept: Company, left: Company) -> None:
    """The kept one's circle counts, with the sooner next contact and whoever has either."""
    circles = {one.company_id: one for one in Circle.objects.filter(company__in=[kept, left]).order_by("pk")}
    mine, theirs = circles.get(kept.pk), circles.get(left.pk)
    if mine is None or theirs is None:
        return
    if theirs.next_on is not None and (mine.next_on is None or theirs.next_on < mine.next_on):
        mine.next_on, mine.next_what = theirs.next_on, theirs.next_what
    mine.consultant_id = mine.consultant_id or theirs.consultant_id
    mine.every_weeks = mine.every_weeks or theirs.every_weeks
    mine.revision += 1
    theirs.delete()
    mine.save()


def _take(kept: Company, left: Company, taken: Collection[str]) -> None:
    for name in FIELDS:
        if name in taken:
            setattr(kept, name, getattr(left, name))
    if "p_number" in taken:
        # The number belongs to one row only: the other gives it up before the kept one has it.
        Company.objects.filter(pk=left.pk).update(p_number="")
        left.p_number = ""
    for says in (True, False):
        for one in (kept, left):
            if one.is_advertising_protected is says:
                kept.is_advertising_protected = says
                kept.advertising_looked_up_on = one.advertising_looked_up_on
                return
