"""YAML text as plain nodes that know their line: no tags, no aliases, no surprises.

Scalars keep their text as written, so that what a value means is decided by who asks for it (a version `1.10` stays
"1.10", a Danish `nej` stays a word). Aliases, which could blow a small file up into a huge one, are refused, and so are
tags, deep nesting and a second document.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import yaml

from fagkompas.engine.errors import BadInput, Place, Problem

DEEPEST = 12
"""The deepest of our files, a framework, nests seven levels; whatever is deeper is no file of ours."""

EMPTY = {"", "~", "null", "Null", "NULL"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scalar:
    """A single value; `plain` when it was written without quotes."""

    line: int
    text: str
    plain: bool

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written, as after `en:`."""
        return self.plain and self.text in EMPTY


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequence:
    """A list."""

    line: int
    values: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A key and its value. A key that is not a single value has the empty text."""

    line: int
    key: str
    value: "Node"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """Keys with values, in the order of the text; a key may stand twice."""

    line: int
    entries: tuple[Entry, ...]


Node: TypeAlias = Scalar | Sequence | Mapping


def nodes_in(text: str) -> Node:
    """The one document in `text`. Raises BadInput with one problem: what stopped the reading, and at which line."""
    try:
        return _built(yaml.parse(text, Loader=yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _refusal("not_yaml", line=mark.line + 1 if mark else None, found=error.problem or "") from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1 if isinstance(error.position, int) else None
        raise _refusal("unreadable_character", line=line, found=f"U+{error.character:04X}") from None
    except (ValueError, OverflowError):
        # PyYAML lets escapes outside Unicode (such as "\\UFFFFFFFF") through to chr().
        raise _refusal("unreadable_character", line=None, found="") from None


def nodes_of(value: Any) -> Node:
    """The same nodes for data that is already read (from the database): lists, mappings, strings and numbers."""
    match value:
        case dict():
            entries = (Entry(line=0, key=str(key), value=nodes_of(inner)) for key, inner in value.items())
            return Mapping(line=0, entries=tuple(entries))
        case list() | tuple():
            return Sequence(line=0, values=tuple(nodes_of(inner) for inner in value))
        case None:
            return Scalar(line=0, text="", plain=True)
        case bool():
            return Scalar(line=0, text=str(value).lower(), plain=True)
        case int() | float():
            return Scalar(line=0, text=repr(value), plain=True)
        case _:
            return Scalar(line=0, text=str(value), plain=False)


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not come yet."""

    line: int
    is_mapping: bool
    values: list[Node]

    def closed(self) -> Node:
        if not self.is_mapping:
            return Sequence(line=self.line, values=tuple(self.values))
        pairs = zip(self.values[::2], self.values[1::2], strict=True)
        return Mapping(
            line=self.line,
            entries=tuple(
                Entry(line=key.line, key=key.text if isinstance(key, Scalar) else "", value=value)
                for key, value in pairs
            ),
        )


def _built(events: Iterator[yaml.Event]) -> Node:
    stack = [_Open(line=1, is_mapping=False, values=[])]
    documents = 0
    for event in events:
        line = event.start_mark.line + 1 if event.start_mark else 1
        _refuse_what_is_not_plain(event, line)
        match event:
            case yaml.DocumentStartEvent():
                documents += 1
                if documents > 1:
                    raise _refusal("two_documents", line=line, found="---")
            case yaml.ScalarEvent():
                stack[-1].values.append(Scalar(line=line, text=event.value, plain=event.style is None))
            case yaml.SequenceStartEvent() | yaml.MappingStartEvent():
                if len(stack) > DEEPEST:
                    raise _refusal("too_deep", line=line, found=str(len(stack)))
                stack.append(_Open(line=line, is_mapping=isinstance(event, yaml.MappingStartEvent), values=[]))
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                node = stack.pop().closed()
                stack[-1].values.append(node)
    return stack[0].values[0] if stack[0].values else Scalar(line=1, text="", plain=True)


def _refuse_what_is_not_plain(event: yaml.Event, line: int) -> None:
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
        raise _refusal("alias", line=line, found=str(getattr(event, "anchor", "")))
    if getattr(event, "tag", None) is not None:
        raise _refusal("tag", line=line, found=str(getattr(event, "tag", "")))


def _refusal(message_code: str, *, line: int | None, found: str) -> BadInput:
    return BadInput((Problem(place=Place(row=line), found=printable(found[:80]), message_code=message_code),))


def printable(text: str) -> str:
    """What was found, fit to be shown and stored: blanks as a space, and a mark for what has no shape."""
    return "".join(c if c.isprintable() else " " if c.isspace() else "\N{REPLACEMENT CHARACTER}" for c in text)
