"""Offerings and programmes of a municipality: make, change, retire, take over an example."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.utils.text import slugify

from fagkompas.accounts.models import Employee, Unit
from fagkompas.audit.actions import record_change
from fagkompas.catalogue.around import Surroundings, surroundings_of
from fagkompas.catalogue.facts import (
    OfferingFacts,
    all_dimensions,
    plain,
    problems_of_circles,
    problems_of_offering,
)
from fagkompas.catalogue.models import Lift, Offering, Programme
from fagkompas.catalogue.shipped import LONGEST_TITLE, MOST_ECTS, MOST_YEARS
from fagkompas.engine.errors import Problem
from fagkompas.toolkit.cpr import cpr_like
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.together import ChangedMeanwhile

LONGEST_CODE: Final = 60
DANISH_LETTERS: Final = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})
PLAIN: Final = (
    "title_da",
    "title_en",
    "description_da",
    "description_en",
    "provider_da",
    "provider_en",
    "accredited",
    "internal",
    "ects",
    "hours",
    "price_per_seat",
    "fixed_price",
    "least_seats",
    "most_seats",
    "language",
    "link",
)
"""Columns that stand in the facts by the same name."""


@transaction.atomic
def create_offering(
    *,
    root: Unit,
    facts: OfferingFacts,
    by: Employee | None,
    example: Offering | None = None,
    code: str = "",
    around: Surroundings | None = None,
) -> Offering:
    """A new offering of the municipality's own. Raises `BadInput`.

    The code is the example's, or the wished one, or comes from the title; a number is added where it is taken.
    `around` saves queries where many are made in a row.
    """
    around = around or surroundings_of(root.pk)
    refuse(problems_of_offering(facts, around.known))
    wished = example.code if example else code or code_from(facts.title_da)
    _hold_catalogue(root)
    taken = Offering.objects.of_root(root.pk).order_by("pk").values_list("code", flat=True)
    offering = Offering(root=root, example=example, code=free_code(wished, dict.fromkeys(taken)))
    _fill(offering, facts, around)
    offering.save()
    _store_what_belongs(offering, facts, around)
    action = "catalogue.offering.taken_over" if example else "catalogue.offering.created"
    record_change(by=by, action=action, target=offering, root_id=root.pk, offering=offering.code)
    return offering


@transaction.atomic
def edit_offering(
    *, offering: Offering, facts: OfferingFacts, revision: int, by: Employee, around: Surroundings | None = None
) -> Offering:
    """Other facts; sessions that are planned keep their seats. `revision` is the one that the form showed.

    Raises `ChangedMeanwhile` when somebody else has changed it since, and `BadInput`.
    """
    held = Offering.objects.select_for_update().get(pk=offering.pk)
    if held.revision != revision:
        raise ChangedMeanwhile
    around = around or surroundings_of(_root_of(held))
    refuse([*problems_of_offering(facts, around.known), *_problems_of_circles(held, facts)])
    _fill(held, facts, around)
    held.revision += 1
    held.save()
    _store_what_belongs(held, facts, around)
    record_change(by=by, action="catalogue.offering.edited", target=held, offering=held.code)
    return held


@transaction.atomic
def retire_offering(*, offering: Offering, today: date, by: Employee) -> Offering:
    """It is not offered any more; what people have learned from it stays. Raises `BadInput` with sessions to come."""
    held = Offering.objects.select_for_update().get(pk=offering.pk)
    to_come = held.sessions.still_to_come(today).count()
    refuse(unless(to_come == 0, "sessions", "sessions_to_come", str(to_come)))
    held.retired_on = held.retired_on or today
    held.revision += 1
    held.save(update_fields=["retired_on", "revision"])
    record_change(by=by, action="catalogue.offering.retired", target=held, offering=held.code)
    return held


@transaction.atomic
def restore_offering(*, offering: Offering, by: Employee) -> Offering:
    """Offer it again."""
    held = Offering.objects.select_for_update().get(pk=offering.pk)
    held.retired_on = None
    held.revision += 1
    held.save(update_fields=["retired_on", "revision"])
    record_change(by=by, action="catalogue.offering.restored", target=held, offering=held.code)
    return held


@transaction.atomic
def take_over(*, example: Offering, root: Unit, by: Employee | None) -> Offering:
    """A copy of an example as the municipality's own, to be changed; the copy that is there, where it was taken before.

    It asks for what the example asks for, as far as that has been taken over too; and what was taken over before and
    asks for this one is linked to it.
    """
    _hold_catalogue(root)
    before = Offering.objects.of_root(root.pk).filter(example=example).first()
    if before is not None:
        return before
    taken = create_offering(root=root, facts=facts_of(example, prerequisites=()), by=by, example=example)
    own = Offering.objects.of_root(root.pk)
    taken.prerequisites.set(own.filter(example__in=example.prerequisites.order_by("pk")))
    for other in own.filter(example__in=example.needed_by.order_by("pk")).order_by("pk"):
        other.prerequisites.add(taken)
    return taken


def facts_of(offering: Offering, *, prerequisites: Iterable[str] | None = None) -> OfferingFacts:
    """An offering as one would describe it anew. Reads its lifts, and its prerequisites unless they are given."""
    asked = (other.code for other in offering.prerequisites.all()) if prerequisites is None else prerequisites
    return OfferingFacts(
        **{name: getattr(offering, name) for name in PLAIN},
        form=offering.form.code,
        dimensions=tuple(offering.dimensions),
        programme=offering.programme.code if offering.programme else "",
        prerequisites=tuple(sorted(asked)),
        lifts=tuple(sorted((lift.facts for lift in offering.lifts.all()), key=lambda lift: lift.code)),
    )


def code_from(title: str) -> str:
    """ "Lov i hverdagen" as lov-i-hverdagen; something, also where the title has no letters."""
    return slugify(title.lower().translate(DANISH_LETTERS))[:LONGEST_CODE].strip("-") or "tilbud"


def free_code(wished: str, taken: Mapping[str, object]) -> str:
    """The wished code, or the first with a number behind it that nobody has."""
    if wished not in taken:
        return wished
    tries = (f"{wished[: LONGEST_CODE - 4]}-{number}" for number in range(2, len(taken) + 3))
    return next(code for code in tries if code not in taken)


def _hold_catalogue(root: Unit) -> None:
    """Others who put something new into the municipality's catalogue wait: each gets a code of its own."""
    Unit.objects.select_for_update(no_key=True).get(pk=root.pk)


def _fill(offering: Offering, facts: OfferingFacts, around: Surroundings) -> None:
    for name in PLAIN:
        setattr(offering, name, getattr(facts, name))
    offering.form = around.forms[facts.form]
    offering.dimensions = list(all_dimensions(facts, around.known))
    offering.programme = around.programmes[facts.programme] if facts.programme else None


def _store_what_belongs(offering: Offering, facts: OfferingFacts, around: Surroundings) -> None:
    offering.prerequisites.set([around.offerings[code] for code in facts.prerequisites])
    offering.lifts.all().delete()
    Lift.objects.bulk_create(
        Lift(
            offering=offering,
            framework_id=around.competencies[lift.code].framework_id,
            identity=around.competencies[lift.code].identity,
            code=lift.code,
            lift=lift.lift,
            up_to=lift.up_to,
        )
        for lift in facts.lifts
    )


def _problems_of_circles(offering: Offering, facts: OfferingFacts) -> Iterator[Problem]:
    """What it asks for may not, step by step, ask for itself."""
    asks: dict[str, set[str]] = {}
    links = Offering.objects.of_root(_root_of(offering)).filter(prerequisites__isnull=False)
    for code, asked in links.order_by("pk").values_list("code", "prerequisites__code"):
        asks.setdefault(code, set()).add(asked)
    asks[offering.code] = set(facts.prerequisites)
    yield from problems_of_circles(offering.code, asks)


def _root_of(offering: Offering) -> int:
    if offering.root_id is None:
        raise ValueError(f"The example {offering.code} is nobody's own: take it over first.")
    return offering.root_id


# Programmes


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeFacts:
    """A programme of several modules as somebody describes it."""

    name_da: str
    name_en: str
    years: int
    ects: Decimal


@transaction.atomic
def create_programme(*, root: Unit, facts: ProgrammeFacts, by: Employee) -> Programme:
    """A programme of the municipality's own. Raises `BadInput`."""
    refuse(_problems_of_programme(facts))
    _hold_catalogue(root)
    taken = dict.fromkeys(Programme.objects.seen_by(root.pk).order_by("pk").values_list("code", flat=True))
    code = free_code(code_from(facts.name_da), taken)
    programme = Programme(root=root, code=code)
    return _store_programme(programme, facts, "catalogue.programme.created", by)


@transaction.atomic
def edit_programme(*, programme: Programme, facts: ProgrammeFacts, by: Employee) -> Programme:
    """Another name, other years or points. Raises `BadInput`."""
    refuse(_problems_of_programme(facts))
    held = Programme.objects.select_for_update().get(pk=programme.pk)
    return _store_programme(held, facts, "catalogue.programme.edited", by)


def _store_programme(programme: Programme, facts: ProgrammeFacts, action: str, by: Employee) -> Programme:
    programme.name_da, programme.name_en = facts.name_da, facts.name_en
    programme.years, programme.ects = facts.years, facts.ects
    programme.save()
    record_change(by=by, action=action, target=programme, programme=programme.code)
    return programme


def _problems_of_programme(facts: ProgrammeFacts) -> Iterator[Problem]:
    yield from unless(facts.name_da, "name_da", "name_missing")
    for name in ("name_da", "name_en"):
        text: str = getattr(facts, name)
        yield from unless(len(text) <= LONGEST_TITLE, name, "text_too_long", longest=LONGEST_TITLE)
        yield from unless(not cpr_like(text), name, "cpr_number")
    yield from unless(1 <= facts.years <= MOST_YEARS, "years", "years_out_of_range", str(facts.years), most=MOST_YEARS)
    yield from unless(0 < facts.ects <= MOST_ECTS, "ects", "ects_out_of_range", plain(facts.ects), most=MOST_ECTS)
