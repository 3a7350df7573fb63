"""Instruments: those that come with the product are loaded; the municipality's own are made, changed and retired.

    create_instrument ──┐
    copy_instrument ────┼──> own ──save_document──> own ──a survey is opened──> fixed ──new_version──> own
    import_instrument ──┘     └──delete_instrument                               └──retire_instrument

What is refused is refused with a `BadInput`; `surveys.wording` has the sentences.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from django.db import transaction

from fagkompas.accounts.models import Employee
from fagkompas.audit.actions import record_change
from fagkompas.engine.errors import Problem
from fagkompas.surveys.counting import document_of
from fagkompas.surveys.document import InstrumentDocument
from fagkompas.surveys.editing import TypedQuestion, code_from, with_question
from fagkompas.surveys.models import Instrument
from fagkompas.surveys.reader import shipped
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.texts import Text
from fagkompas.toolkit.together import ChangedMeanwhile


@transaction.atomic
def load_shipped() -> list[Instrument]:
    """Bring the shipped instruments into the database; those that are new. Doing it again changes nothing.

    A version that is there with other contents is left as it is when a survey uses it, else brought up to date.
    """
    new = []
    for document in shipped():
        there = Instrument.objects.filter(root__isnull=True, code=document.code, version=document.version).first()
        if there is None:
            new.append(_stored(Instrument(root=None), document, by=None, action="surveys.instrument.loaded"))
        elif not there.is_fixed and there.document != document.data():
            there.revision += 1
            _stored(there, document, by=None, action="surveys.instrument.loaded")
    return new


@transaction.atomic
def create_instrument(*, by: Employee, name: Text, description: Text, audience: Text, minutes: int) -> Instrument:
    """An own instrument without questions yet."""
    document = InstrumentDocument(
        code=_free_code(name.da, by),
        version="1",
        name=name,
        description=description,
        audience=audience,
        minutes=minutes,
        questions=(),
    )
    return _stored(Instrument(root=by.root), document, by=by, action="surveys.instrument.created")


@transaction.atomic
def copy_instrument(*, instrument: Instrument, name: Text, by: Employee) -> Instrument:
    """An own instrument with the questions of another, benchmark and all."""
    document = replace(document_of(instrument), code=_free_code(name.da, by), version="1", name=name)
    return _stored(Instrument(root=by.root), document, by=by, action="surveys.instrument.created")


@transaction.atomic
def new_version(*, instrument: Instrument, by: Employee) -> Instrument:
    """An own instrument that is fixed, once more to be changed."""
    taken = Instrument.objects.filter(root=by.root, code=instrument.code).values_list("version", flat=True)
    number = max((int(version) for version in taken if version.isdecimal()), default=0) + 1
    document = replace(document_of(instrument), version=str(number))
    return _stored(Instrument(root=by.root), document, by=by, action="surveys.instrument.created")


@transaction.atomic
def import_instrument(*, document: InstrumentDocument, by: Employee) -> Instrument:
    """An own instrument from a file. Raises `BadInput` when its code is taken."""
    refuse(_problems_of_code(document, by))
    return _stored(Instrument(root=by.root), document, by=by, action="surveys.instrument.created")


@transaction.atomic
def save_document(*, instrument: Instrument, document: InstrumentDocument, revision: int, by: Employee) -> Instrument:
    """Change an own instrument. Raises `BadInput` when it is fixed, and `ChangedMeanwhile`."""
    held = _held(instrument)
    refuse(unless(not held.is_fixed, "", "instrument_fixed"))
    if held.revision != revision:
        raise ChangedMeanwhile
    held.revision += 1
    return _stored(held, document, by=by, action="surveys.instrument.edited")


@transaction.atomic
def add_question(*, instrument: Instrument, typed: TypedQuestion, by: Employee) -> Instrument:
    """One more question at the end, whatever else has changed. Raises `BadInput`."""
    held = _held(instrument)
    refuse(unless(not held.is_fixed, "", "instrument_fixed"))
    document = with_question(document_of(held), typed)
    held.revision += 1
    return _stored(held, document, by=by, action="surveys.instrument.edited")


@transaction.atomic
def retire_instrument(*, instrument: Instrument, on: date, by: Employee) -> Instrument:
    """No new surveys with it; those there are stand."""
    held = _held(instrument)
    held.retired_on = on
    held.save(update_fields=["retired_on"])
    record_change(by=by, action="surveys.instrument.retired", target=held)
    return held


@transaction.atomic
def delete_instrument(*, instrument: Instrument, by: Employee) -> None:
    """Delete an own instrument. Raises `BadInput` when a survey uses it."""
    held = _held(instrument)
    refuse(unless(not held.surveys.exists(), "", "instrument_used"))
    record_change(by=by, action="surveys.instrument.deleted", target=held)
    held.delete()


def _stored(row: Instrument, document: InstrumentDocument, *, by: Employee | None, action: str) -> Instrument:
    row.code, row.version = document.code, document.version
    row.name_da, row.name_en = document.name.da, document.name.en
    row.document = document.data()
    row.save()
    record_change(by=by, action=action, target=row, code=row.code, version=row.version)
    return row


def _held(instrument: Instrument) -> Instrument:
    return Instrument.objects.select_for_update(of=("self",)).get(pk=instrument.pk)


def _free_code(name: str, by: Employee) -> str:
    taken = [*(one.code for one in shipped()), *Instrument.objects.filter(root=by.root).values_list("code", flat=True)]
    return code_from(name, taken)


def _problems_of_code(document: InstrumentDocument, by: Employee) -> Iterator[Problem]:
    ours = {one.code for one in shipped()}
    taken = Instrument.objects.filter(root=by.root, code=document.code, version=document.version).exists()
    yield from unless(document.code not in ours, "file", "code_of_shipped_instrument", document.code)
    yield from unless(not taken, "file", "instrument_taken", f"{document.code} {document.version}")
