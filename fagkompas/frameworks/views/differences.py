"""What a version changed of the one it was derived from, or of the version before it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fagkompas.accounts.permissions import signed_in
from fagkompas.frameworks.comparison import Differences, Pair, against_earlier, against_origin
from fagkompas.frameworks.document import Competency, FrameworkDocument
from fagkompas.frameworks.models import LEVELS, Version, VersionState
from fagkompas.frameworks.permissions import load_version
from fagkompas.frameworks.to_engine import document_of
from fagkompas.frameworks.views.shown import version_context
from fagkompas.frameworks.wording import rules_in_words

EARLIER = "forrige"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A competency that differs, in the reader's language; `before` and `after` are empty where there is nothing to hold."""

    code: str
    field: str
    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartShown:
    """A field, a dimension question, a point or a rule: what to call it, and all that it says."""

    title: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The lines of one kind of difference."""

    heading: str
    lines: tuple[Line, ...]


def differences(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Added, moved, left out, reworded, weighed otherwise, and the other parts; `?med=forrige` holds it against the version before."""
    person = signed_in(request)
    version = load_version(person, uuid)
    earlier = earlier_version(version)
    is_earlier = request.GET.get("med") == EARLIER
    base = earlier if is_earlier else version.derived_from
    if base is None:
        raise Http404
    found = _between(base, version, is_earlier=is_earlier)
    return render(
        request,
        "frameworks/differences.html",
        {
            **version_context(person, version, "frameworks:differences"),
            "base": base,
            "earlier": earlier,
            "is_earlier": is_earlier,
            "differences": found,
            "groups": _groups(found, document_of(version)) + _groups_of_parts(document_of(base), document_of(version)),
        },
    )


def differences_of(version: Version) -> Differences | None:
    """Against the one it was derived from; None when it was not."""
    base = version.derived_from
    return _between(base, version, is_earlier=False) if base else None


def earlier_version(version: Version) -> Version | None:
    """The published version before this one in its framework."""
    before = version.framework.versions.filter(pk__lt=version.pk).exclude(state=VersionState.DRAFT)
    return before.select_related("framework", "derived_from__framework").order_by("-pk").first()


def _between(base: Version, version: Version, *, is_earlier: bool) -> Differences:
    compare = against_earlier if is_earlier else against_origin
    return compare(document_of(base), document_of(version))


def _groups(found: Differences, document: FrameworkDocument) -> list[Group]:
    levels = {str(code): str(name) for code, name in LEVELS}
    language = get_language() or "da"
    words = {dimension.code: dimension.name.in_language(language) for dimension in document.dimensions}

    def weight(c: Competency) -> str:
        return ", ".join(
            [words[c.dimension], *(words[other] for other in c.other_dimensions), *filter(None, [c.category])]
        )

    def wording(c: Competency) -> str:
        return f"{c.title.in_language(language)}: {c.statement.in_language(language)}"

    def statement(c: Competency) -> str:
        return c.statement.in_language(language)

    groups = [
        Group(heading=_("Added"), lines=_lines(found.added, statement)),
        Group(heading=_("Moved to the other level"), lines=_lines(found.moved, lambda c: levels[c.level.value])),
        Group(heading=_("Left out"), lines=_lines(found.left_out, statement)),
        Group(heading=_("Reworded"), lines=_lines(found.reworded, wording)),
        Group(heading=_("Other dimension or category"), lines=_lines(found.weighed, weight)),
    ]
    return [group for group in groups if group.lines]


def _groups_of_parts(before: FrameworkDocument, after: FrameworkDocument) -> list[Group]:
    """What differs beside the competencies."""
    kinds: list[tuple[str, Callable[[FrameworkDocument], dict[str, PartShown]]]] = [
        (_("Fields"), _fields),
        (_("Dimension questions"), _questions),
        (_("The points of the scale"), _points),
        (_("The numbers of the rules"), _rules),
    ]
    groups = [Group(heading=heading, lines=_changed(shown(before), shown(after))) for heading, shown in kinds]
    return [group for group in groups if group.lines]


def _changed(before: dict[str, PartShown], after: dict[str, PartShown]) -> tuple[Line, ...]:
    codes = dict.fromkeys([*before, *after])
    missing = PartShown(title="", words="")
    pairs = [(code, before.get(code, missing), after.get(code, missing)) for code in codes]
    return tuple(
        Line(code=code, field="", title=now.title or old.title, before=old.words, after=now.words)
        for code, old, now in pairs
        if old != now
    )


def _fields(document: FrameworkDocument) -> dict[str, PartShown]:
    language = get_language() or "da"
    shown = {}
    for field in document.fields:
        name, description = field.name.in_language(language), field.description.in_language(language)
        shown[field.code] = PartShown(title=name, words=f"{name}: {description}")
    return shown


def _questions(document: FrameworkDocument) -> dict[str, PartShown]:
    language = get_language() or "da"
    shown = {}
    for item in (item for field in document.fields for item in field.dimension_items):
        title, statement = item.title.in_language(language), item.statement.in_language(language)
        shown[item.code] = PartShown(title=title, words=f"{title}: {statement}")
    return shown


def _points(document: FrameworkDocument) -> dict[str, PartShown]:
    language = get_language() or "da"
    shown = {}
    for point in document.scale:
        name, anchor = point.name.in_language(language), point.anchor.in_language(language)
        shown[str(point.value)] = PartShown(title=name, words=f"{name}: {anchor}")
    return shown


def _rules(document: FrameworkDocument) -> dict[str, PartShown]:
    numbered = enumerate(rules_in_words(document.rules), start=1)
    return {str(place): PartShown(title=words, words=said) for place, (words, said) in numbered}


def _lines(pairs: Iterable[Pair], shown: Callable[[Competency], str]) -> tuple[Line, ...]:
    language = get_language() or "da"
    return tuple(
        Line(
            code=pair.here.code,
            field=pair.field.name.in_language(language),
            title=pair.here.title.in_language(language),
            before=shown(pair.before) if pair.before else "",
            after=shown(pair.after) if pair.after else "",
        )
        for pair in pairs
    )
