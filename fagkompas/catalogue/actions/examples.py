"""The starter catalogue that comes with the product, brought into the database again and again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from fagkompas.audit.actions import record_change
from fagkompas.catalogue.models import Lift, Offering, Programme
from fagkompas.catalogue.shipped import FRAMEWORK, ShippedOffering, ShippedProgramme, starter_catalogue
from fagkompas.frameworks.document import shipped_identity
from fagkompas.frameworks.models import Framework, LearningForm

LiftRows = list[tuple[str, Decimal, int]]
"""Code, lift and upper point, by code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedExamples:
    """Codes of what is new here, what has other words or numbers than before, and what the product no longer brings."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    retired: tuple[str, ...]


@transaction.atomic
def load_examples(*, today: date) -> LoadedExamples:
    """Bring them in as the product's newest release has them. Doing it again changes nothing.

    Copies that a municipality has taken over stay as they are. Needs the frameworks: raises `Framework.DoesNotExist`.
    """
    catalogue = starter_catalogue()
    framework = Framework.objects.get(code=FRAMEWORK, root=None)
    forms = {form.code: form for form in LearningForm.objects.order_by("position")}
    programmes = {each.code: _load_programme(each) for each in catalogue.programmes}
    stored = {
        one.code: one
        for one in Offering.objects.filter(root=None).select_related("form", "programme").prefetch_related("lifts")
    }
    new, changed = [], []
    for each in catalogue.offerings:
        before = stored.get(each.code)
        offering = before or Offering(root=None, code=each.code)
        columns = _columns(each, forms, programmes)
        lifts = [(lift.competency, lift.lift, lift.up_to) for lift in sorted(each.lifts, key=lambda x: x.competency)]
        if before is None:
            new.append(each.code)
        elif _as_stored(offering, columns, lifts):
            continue
        else:
            changed.append(each.code)
        for name, value in columns.items():
            setattr(offering, name, value)
        offering.save()
        _store_lifts(offering, framework, lifts)
        stored[each.code] = offering
    _link_prerequisites(catalogue.offerings, stored)
    retired = _retire_others(stored, {each.code for each in catalogue.offerings}, today)
    if new or changed or retired:
        record_change(by=None, action="catalogue.examples.loaded", new=len(new), changed=len(changed))
    return LoadedExamples(new=tuple(new), changed=tuple(changed), retired=retired)


def _load_programme(each: ShippedProgramme) -> Programme:
    values = {"name_da": each.name.da, "name_en": each.name.en, "years": each.years, "ects": each.ects}
    programme, _made = Programme.objects.update_or_create(root=None, code=each.code, defaults=values)
    return programme


def _columns(
    each: ShippedOffering, forms: Mapping[str, LearningForm], programmes: Mapping[str, Programme]
) -> dict[str, object]:
    return {
        "form": forms[each.form],
        "dimensions": [str(dimension) for dimension in each.dimensions],
        "programme": programmes.get(each.programme),
        "title_da": each.title.da,
        "title_en": each.title.en,
        "description_da": each.description.da,
        "description_en": each.description.en,
        "provider_da": each.provider.da,
        "provider_en": each.provider.en,
        "accredited": each.accredited,
        "internal": each.internal,
        "ects": each.ects,
        "hours": each.hours,
        "price_per_seat": each.price_per_seat,
        "fixed_price": each.fixed_price,
        "least_seats": each.least_seats,
        "most_seats": each.most_seats,
        "language": each.language,
        "retired_on": None,
    }


def _as_stored(offering: Offering, columns: Mapping[str, object], lifts: LiftRows) -> bool:
    stored = sorted((lift.code, lift.lift, lift.up_to) for lift in offering.lifts.all())
    return stored == lifts and all(getattr(offering, name) == value for name, value in columns.items())


def _store_lifts(offering: Offering, framework: Framework, lifts: LiftRows) -> None:
    offering.lifts.all().delete()
    Lift.objects.bulk_create(
        Lift(
            offering=offering,
            framework=framework,
            identity=shipped_identity(FRAMEWORK, code),
            code=code,
            lift=lift,
            up_to=up_to,
        )
        for code, lift, up_to in lifts
    )


def _link_prerequisites(offerings: tuple[ShippedOffering, ...], stored: Mapping[str, Offering]) -> None:
    links = Offering.prerequisites.through.objects.filter(from_offering__root=None)
    before: dict[str, set[str]] = {}
    for code, asked in links.order_by("pk").values_list("from_offering__code", "to_offering__code"):
        before.setdefault(code, set()).add(asked)
    for each in offerings:
        if before.get(each.code, set()) != set(each.prerequisites):
            stored[each.code].prerequisites.set([stored[code] for code in each.prerequisites])


def _retire_others(stored: Mapping[str, Offering], brought: set[str], today: date) -> tuple[str, ...]:
    gone = [one for code, one in stored.items() if code not in brought and one.retired_on is None]
    for one in gone:
        one.retired_on = today
        one.save(update_fields=["retired_on"])
    return tuple(one.code for one in gone)
