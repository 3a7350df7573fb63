"""A municipality's library: the product's methods in its own words, and methods of its own.

shipped data ──┐
Adaptation ────┴─ written over ──> Kept: the method as it is used here, the shipped one beside it

A release of the product may ask for something else than the one that a municipality wrote under. Words that do not fit any
more are left out: the product's own stand there, and whoever writes the municipality's methods is told.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from logging import getLogger
from typing import Final

from fagkompas.engine.errors import BadInput
from fagkompas.methods.document import Method
from fagkompas.methods.library import shipped, shipped_data
from fagkompas.methods.models import Adaptation
from fagkompas.methods.reader import method_from_data
from fagkompas.toolkit.texts import Data

LOG: Final = getLogger(__name__)

ADAPTABLE: Final = ("short", "purpose", "gives", "steps", "parts", "not_when", "example")
"""The parts of a shipped method that a municipality may write in its own words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A method as the municipality uses it. `shipped` is None for its own; `differs` names the parts that it has
    written and that fit, `unfit` those that it has written and that do not fit any more; `overtaken` those of `differs` that the
    product has changed since. `retired_on` is since when it is not offered.
    """

    method: Method
    shipped: Method | None
    differs: tuple[str, ...] = ()
    unfit: tuple[str, ...] = ()
    overtaken: tuple[str, ...] = ()
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
    """All methods of a municipality by code, retired ones too. `left_out` are its own ones that cannot be read any more:
    their names by code.
    """

    kept: Mapping[str, Kept]
    left_out: Mapping[str, str]

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
    left_out = {}
    for code, adaptation in own.items():
        method = _own(code, json.dumps(adaptation.texts))
        if method is None:
            left_out[code] = str(adaptation.texts.get("name", {}).get("da") or code)
        else:
            kept[code] = Kept(method=method, shipped=None, retired_on=adaptation.retired_on)
    return Library(kept=kept, left_out=left_out)


def fitting(code: str, texts: Data) -> Data:
    """Those of a municipality's words for a shipped method that fit it as it is now."""
    _method, fit = _over(code, json.dumps(texts))
    return {key: texts[key] for key in fit}


def _kept(method: Method, adaptation: Adaptation | None) -> Kept:
    if adaptation is None:
        return Kept(method=method, shipped=method)
    written = tuple(key for key in ADAPTABLE if key in adaptation.texts)
    used, fit = _over(method.code, json.dumps(adaptation.texts)) if written else (method, ())
    now = shipped_data(method.code)
    return Kept(
        method=used,
        shipped=method,
        differs=fit,
        unfit=tuple(key for key in written if key not in fit),
        overtaken=tuple(key for key in fit if key in adaptation.over and adaptation.over[key] != now.get(key)),
        retired_on=adaptation.retired_on,
    )


@lru_cache(maxsize=512)
def _over(code: str, texts: str) -> tuple[Method, tuple[str, ...]]:
    """The municipality's words over the product's, and the parts that fit."""
    product, written = shipped_data(code), json.loads(texts)
    fit = [key for key in ADAPTABLE if key in written and _read(product | {key: written[key]})]
    used = _read(product | {key: written[key] for key in fit})
    if used is None:
        fit, used = [], shipped()[code]
    if unfit := sorted(set(written) - set(fit)):
        LOG.warning("A municipality's words for the method %s do not fit and are left out: %s.", code, ", ".join(unfit))
    return used, tuple(fit)


@lru_cache(maxsize=512)
def _own(code: str, texts: str) -> Method | None:
    """A method of the municipality's own; None where it cannot be read."""
    method = _read(json.loads(texts))
    if method is None:
        LOG.warning("The municipality's own method %s cannot be read and is left out.", code)
    return method


def _read(data: Data) -> Method | None:
    try:
        return method_from_data(data)
    except BadInput:
        return None
