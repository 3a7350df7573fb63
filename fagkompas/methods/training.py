"""Which competencies methods train: from codes of the frame to what pages show, and back from anybody's profile."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from django.urls import reverse

from fagkompas.frameworks.document import shipped_identity
from fagkompas.frameworks.files import crosswalk
from fagkompas.frameworks.files import shipped as shipped_framework
from fagkompas.frameworks.models import Version, VersionState
from fagkompas.methods.choosing import Wanted, chosen
from fagkompas.methods.document import Method
from fagkompas.methods.in_use import Kept, Library
from fagkompas.methods.library import FRAME, shipped
from fagkompas.toolkit.languages import said
from fagkompas.toolkit.texts import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """A competency in the reader's language; `url` leads to it in the frame, "" where the frame is not loaded."""

    code: str
    name: str
    field: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldTrained:
    """A field of the frame that some method trains, with the codes of its items."""

    code: str
    name: Text
    items: frozenset[str]


@cache
def fields() -> tuple[FieldTrained, ...]:
    """The fields of the frame, in their order, as far as methods train them."""
    named = {code for method in shipped().values() for code in method.competencies}
    found = (
        FieldTrained(code=field.code, name=field.name, items=frozenset(item.code for item in field.items))
        for field in shipped_framework(FRAME).fields
    )
    return tuple(field for field in found if field.items & named)


def trained_by(method: Method) -> tuple[Trained, ...]:
    """What a method trains, in its own order. One query."""
    version = _newest_version()
    items = {item.code: (field, item) for field in shipped_framework(FRAME).fields for item in field.items}
    return tuple(
        Trained(
            code=code,
            name=said(items[code][1].title),
            field=said(items[code][0].name),
            url=f"{reverse('frameworks:field', args=[version.uuid, items[code][0].code])}#{code}" if version else "",
        )
        for code in method.competencies
        if code in items
    )


def methods_that_train(library: Library, identities: Iterable[UUID], *, at_most: int) -> tuple[Kept, ...]:
    """Methods in use that train some of these items of any framework, by the items' shared identities; those that train
    most come first. An item of another frame is trained where the crosswalk leads to it. No query.
    """
    known = _frame_codes()
    codes: set[str] = set()
    for identity in identities:
        codes |= known.get(identity, frozenset())
    found = chosen(library, Wanted(competencies=frozenset(codes))) if codes else ()
    return tuple(one.kept for one in found[:at_most])


def _newest_version() -> Version | None:
    rows = Version.objects.filter(framework__code=FRAME, framework__root=None, state=VersionState.PUBLISHED)
    return rows.order_by("-published_on", "-pk").first()


@cache
def _frame_codes() -> dict[UUID, frozenset[str]]:
    """By identity of an item in any shipped framework: the codes of the frame that it is, or that stand beside it."""
    found: dict[UUID, set[str]] = {}
    for field in shipped_framework(FRAME).fields:
        for item in field.items:
            found.setdefault(shipped_identity(FRAME, item.code), set()).add(item.code)
    for link in crosswalk().links:
        if link.source == FRAME and link.target is not None:
            found.setdefault(shipped_identity(link.framework, link.target), set()).add(link.item)
    return {identity: frozenset(codes) for identity, codes in found.items()}
