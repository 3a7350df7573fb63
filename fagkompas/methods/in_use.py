"""A municipality's library: the product's methods in its own words, and methods of its own.

shipped data ──┐
Adaptation ────┴─ written over ──> Kept: the method as it is used here, the shipped one beside it
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from fagkompas.methods.document import Method
from fagkompas.methods.library import shipped, shipped_data
from fagkompas.methods.models import Adaptation
from fagkompas.methods.reader import method_from_data

ADAPTABLE: Final = ("short", "purpose", "gives", "steps", "parts", "not_when", "example")
"""The parts of a shipped method that a municipality may write in its own words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A method as the municipality uses it. `shipped` is None for its own; `differs` names the parts that it has
    written; `retired_on` is since when it is not offered.
    """

    method: Method
    shipped: Method | None
    differs: tuple[str, ...] = ()
    retired_on: date | None = None

    @property
    def code(self) -> str:
        """Of the method."""
        return self.method.code

    @property
    def is_own(self) -> bool:
        """Whether the municipality has made it."""
        return self.shipped is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """All methods of a municipality by code, retired ones too."""

    kept: Mapping[str, Kept]

    @property
    def in_use(self) -> tuple[Kept, ...]:
        """Those that are offered, in the order of the source, own ones last."""
        return tuple(one for one in self.kept.values() if one.retired_on is None)

    def get(self, code: str) -> Kept | None:
        """The method with this code, also a retired one; None where nobody has it."""
        return self.kept.get(code)

    def named(self, codes: Iterable[str]) -> tuple[Kept, ...]:
        """Those of the codes that are offered, in the order of the codes."""
        found = (self.kept.get(code) for code in codes)
        return tuple(one for one in found if one is not None and one.retired_on is None)


def library_of(root_id: int) -> Library:
    """The municipality's library. One query."""
    own = {one.code: one for one in Adaptation.objects.filter(root_id=root_id).order_by("code", "pk")}
    kept = {code: _kept(method, own.pop(code, None)) for code, method in shipped().items()}
    for code, adaptation in own.items():
        kept[code] = Kept(
            method=_written(code, json.dumps(adaptation.texts)), shipped=None, retired_on=adaptation.retired_on
        )
    return Library(kept=kept)


def _kept(method: Method, adaptation: Adaptation | None) -> Kept:
    if adaptation is None:
        return Kept(method=method, shipped=method)
    differs = tuple(key for key in ADAPTABLE if key in adaptation.texts)
    used = _written(method.code, json.dumps(adaptation.texts)) if differs else method
    return Kept(method=used, shipped=method, differs=differs, retired_on=adaptation.retired_on)


@lru_cache(maxsize=512)
def _written(code: str, texts: str) -> Method:
    """The municipality's words over the product's, or all its own."""
    written = json.loads(texts)
    return method_from_data(shipped_data(code) | written if code in shipped() else written)
