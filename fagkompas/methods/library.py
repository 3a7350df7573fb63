"""The methods that come with the product: read from `data/` once and kept.

`data/<code>.yaml` is one method, `situations.yaml` where one may stand and what to try then, `principles.yaml` the core
task and the professional principles.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

import yaml

from fagkompas.frameworks.files import shipped as shipped_framework
from fagkompas.methods.document import Files, Method, Principles, Situation
from fagkompas.methods.reader import read_files
from fagkompas.toolkit.texts import Data

DATA: Final = Path(__file__).parent / "data"
FRAME: Final = "faglighed-2025"
"""The framework whose competencies the methods name."""


def file_texts(folder: Path = DATA) -> dict[str, str]:
    """Every file of the library, by name."""
    return {file.name: file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.yaml"))}


def known_competencies() -> frozenset[str]:
    """The codes that a method may name: competencies, and the question of a dimension in a field (such as AU-REL)."""
    fields = shipped_framework(FRAME).fields
    dimensions = {one.code for field in fields for one in field.dimension_items}
    return frozenset(one.code for field in fields for one in field.in_use()) | dimensions


@cache
def files() -> Files:
    """Everything that comes with the product. Raises BadInput with every mistake in every file."""
    return read_files(file_texts(), competencies=known_competencies())


def shipped() -> Mapping[str, Method]:
    """The methods by code, in the order of the source."""
    return files().methods


def situations() -> Mapping[str, Situation]:
    """The situations by code, in their order."""
    return files().situations


def principles() -> Principles:
    """The core task and the principles."""
    return files().principles


@cache
def shipped_data(code: str) -> Data:
    """A method as its file holds it; what is asked for is not to be changed. Raises KeyError for any other code."""
    if code not in shipped():
        raise KeyError(code)
    data: Data = yaml.safe_load((DATA / f"{code}.yaml").read_text(encoding="utf-8"))
    return data
