"""A framework as a file: the whole as YAML or JSON, its competencies as CSV or XLSX."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from fagkompas.frameworks.document import FrameworkDocument
from fagkompas.frameworks.files import write_framework
from fagkompas.frameworks.workbooks import as_csv, as_xlsx

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_json(document: FrameworkDocument) -> bytes:
    """The whole document, the same keys as in YAML."""
    return (json.dumps(document.data(), ensure_ascii=False, indent=2) + "\n").encode()


def as_yaml(document: FrameworkDocument) -> bytes:
    """The framework file."""
    return write_framework(document).encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """How a file of a kind is written and named on the way to a browser."""

    write: Callable[[FrameworkDocument], bytes]
    content_type: str


FORMATS: Final[Mapping[str, Format]] = {
    "yaml": Format(write=as_yaml, content_type="application/yaml; charset=utf-8"),
    "csv": Format(write=as_csv, content_type="text/csv; charset=utf-8"),
    "xlsx": Format(write=as_xlsx, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "json": Format(write=as_json, content_type="application/json"),
}
