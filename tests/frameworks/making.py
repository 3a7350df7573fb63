"""Frameworks for tests: the shipped ones, and a municipality's own at each point of its way."""

from datetime import date
from unittest.mock import patch

from django.utils import timezone

from fagkompas.engine.errors import Place, Problem
from fagkompas.engine.scales import Dimension, Level
from fagkompas.frameworks import actions, files
from fagkompas.frameworks.actions import ItemValues
from fagkompas.frameworks.models import (
    CrosswalkLink,
    Field,
    Framework,
    FrameworkImport,
    Item,
    LearningForm,
    Version,
    VersionState,
)
from fagkompas.toolkit.texts import Text
from tests.people import People

DAY = date(2026, 11, 21)


def make_ready() -> None:
    """What comes with the product, where it is missing; without a trace in the log."""
    if not LearningForm.objects.exists():
        with patch.object(actions, "record_change"):
            actions.load_shipped()


def make_empty() -> None:
    """As before anything was loaded. Published versions are never deleted in any other way."""
    for model in (CrosswalkLink, LearningForm, Item, Field, Version, Framework):
        model._base_manager.all()._raw_delete("default")


def shipped_version(code: str = "faglighed-2025") -> Version:
    """The newest version of a framework that comes with the product."""
    make_ready()
    versions = Version.objects.filter(framework__code=code, framework__root__isnull=True)
    return versions.select_related("framework").order_by("-pk")[0]


def make_draft(people: People, *, code: str = "vores", name: str = "Vores ramme") -> Version:
    """Testkommune's own, made from the 2025 frame by Dorte."""
    return actions.derive_framework(
        version=shipped_version(),
        root=people.testkommune,
        code=code,
        name=Text(da=name, en=""),
        description=Text(da="Vores egen ramme."),
        by=people.dorte,
    )


def make_published(people: People, *, code: str = "vores") -> Version:
    """The same, published."""
    draft = make_draft(people, code=code)
    return actions.publish(version=draft, revision=draft.revision, today=DAY, by=people.dorte)


def make_version(people: People, state: VersionState) -> Version:
    """Testkommune's own, in a state."""
    if state == VersionState.DRAFT:
        return make_draft(people)
    version = make_published(people)
    if state == VersionState.RETIRED:
        return actions.retire_version(version=version, today=DAY, by=people.dorte)
    return version


def item_of(version: Version, code: str) -> Item:
    """As it stands in the database now."""
    return Item.objects.select_related("version__framework__root", "field").get(version=version, code=code)


def values(**changes: object) -> ItemValues:
    """A competency of the municipality's own."""
    given = {
        "level": Level.BASIC,
        "dimension": Dimension.PRACTICAL,
        "title": Text(da="Kender kommunens egne tilbud"),
        "statement": Text(da="Du kender kommunens egne tilbud og ved, hvem de er gode for."),
    }
    return ItemValues(**{**given, **changes})  # type: ignore[arg-type]  # by name


def make_waiting(people: People, version: Version | None = None) -> FrameworkImport:
    """A file of Dorte's that waits to be saved: a whole framework, or a table for a draft."""
    document = files.shipped("fagprofiler-2017").data() | {"code": "profiler-hos-os"}
    problem = Problem(place=Place(row=7, column="kode"), found="x", message_code="unknown_code_in_table", values={})
    return actions.keep_import(
        author=people.dorte,
        version=version,
        file_name="fil.yaml",
        content=[] if version else document,
        problems=[problem] if version else [],
        now=timezone.now(),
    )
