"""Framework files: YAML to a frozen value of the whole document and back, byte for byte. No database.

The files that come with the product are read from `data/`, kept in canonical form, and cached.
"""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, Any, Final

import yaml

from fagkompas.engine.scales import Dimension
from fagkompas.frameworks.document import FrameworkDocument
from fagkompas.frameworks.reader import document_in
from fagkompas.toolkit.reading import LARGEST_FILE, refusal
from fagkompas.toolkit.texts import Data, Text
from fagkompas.toolkit.yaml_nodes import nodes_in, nodes_of

SHIPPED: Final = ("faglighed-2025", "roller-kar", "fagprofiler-2017")
"""The frameworks that come with the product, in the order in which they are shown."""

DATA: Final = Path(__file__).parent / "data"


def shipped_codes() -> tuple[str, ...]:
    """The codes of the frameworks that come with the product, in the order in which they are shown."""
    return SHIPPED


@cache
def shipped(code: str) -> FrameworkDocument:
    """A framework that comes with the product. Raises KeyError for any other code."""
    if code not in SHIPPED:
        raise KeyError(code)
    return read_framework(_data_file(code))


def framework_for_codes(codes: Iterable[str]) -> FrameworkDocument | None:
    """The shipped framework that knows most of these item and level codes; None when none knows any."""
    wanted = frozenset(codes)
    known = {code: len(wanted & _codes_of(code)) for code in SHIPPED}
    best = max(SHIPPED, key=known.__getitem__)
    return shipped(best) if known[best] else None


@cache
def _codes_of(code: str) -> frozenset[str]:
    return shipped(code).codes()


def decoded(source: IO[bytes]) -> str:
    """The text of a file. Raises BadInput when it is too large, which is seen without reading it all, or not UTF-8."""
    content = source.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise refusal("framework_too_large", found="", limit=LARGEST_FILE // 1_000_000)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise refusal("framework_not_utf8", line=line, found=content[error.start : error.end].hex()) from None


def read_framework(text: str) -> FrameworkDocument:
    """The document in a framework file. Raises BadInput with every problem, each with its line and key path."""
    if len(text) > LARGEST_FILE:
        raise refusal("framework_too_large", found=str(len(text)), limit=LARGEST_FILE // 1_000_000)
    return document_in(nodes_in(text))


def framework_from_data(data: Data) -> FrameworkDocument:
    """The document in already read data, as `FrameworkDocument.data` gives it. Raises BadInput."""
    return document_in(nodes_of(data))


def write_framework(document: FrameworkDocument) -> str:
    """The canonical file: what `read_framework` reads from it comes out as the same bytes."""
    return canonical(document.data())


def canonical(data: Data) -> str:
    """YAML in the one layout that the product's own files have."""
    text: str = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=sys.maxsize)
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningFormDocument:
    """A way of learning, and the dimension it suits: none where each offering says so by its own description."""

    code: str
    dimension: Dimension | None
    name: Text
    description: Text
    source: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An item of the framework `source` beside one of `framework`; without a target, none was found."""

    source: str
    item: str
    framework: str
    target: str | None
    relation: str
    note: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Crosswalk:
    """All links, each pair of frameworks from one side, and on what they rest."""

    basis: Text
    links: tuple[Link, ...]


@cache
def learning_forms() -> tuple[LearningFormDocument, ...]:
    """The eleven learning forms by dimension, practical first; then the four without one, each with its own source."""
    data = _data("learning-forms")
    return tuple(
        LearningFormDocument(
            code=form["code"],
            dimension=Dimension(form["dimension"]) if "dimension" in form else None,
            name=Text(**form["name"]),
            description=Text(**form["description"]),
            source=form.get("source", data["source"]),
        )
        for form in data["learning_forms"]
    )


def forms_suiting(dimension: Dimension | None) -> tuple[LearningFormDocument, ...]:
    """The learning forms that suit a dimension; none without one."""
    return tuple(form for form in learning_forms() if dimension is not None and form.dimension is dimension)


@cache
def crosswalk() -> Crosswalk:
    """From every competency of the 2025 frame to the other two frameworks, and from the role frame to the profile frame."""
    data = _data("crosswalk")
    return Crosswalk(
        basis=Text(**data["source"]),
        links=tuple(
            link
            for part in data["crosswalks"]
            for row in part["links"]
            for framework in SHIPPED
            if framework in row
            for link in _links(part["from"], row["item"], framework, row[framework])
        ),
    )


def _links(source: str, item: str, framework: str, targets: list[dict[str, Any]]) -> list[Link]:
    if not targets:
        return [Link(source=source, item=item, framework=framework, target=None, relation="", note=Text(da=""))]
    return [
        Link(
            source=source,
            item=item,
            framework=framework,
            target=target["item"],
            relation=target["relation"],
            note=Text(**target.get("note", {"da": ""})),
        )
        for target in targets
    ]


@cache
def _data(name: str) -> Data:
    data: Data = yaml.safe_load(_data_file(name))
    return data


def _data_file(name: str) -> str:
    return (DATA / f"{name}.yaml").read_text(encoding="utf-8")
