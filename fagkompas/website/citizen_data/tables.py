"""Which tables hold something of a citizen: the citizen's own row, and every table whose rows go when it goes.

They are found by their foreign keys, so that a new table is told of, deleted and counted without a line here. Where a row
can be reached in two ways it is told under the nearest.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from django.apps import apps
from django.db.models import CASCADE, Field, ForeignKey, Model
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from fagkompas.citizens.models import Citizen
from fagkompas.toolkit.privacy import PrivacyClass

ROOT: Final = "citizens.Citizen"

NOT_TOLD: Final[Mapping[str, StrPromise]] = {
    "casework.CaseFile": _(
        "Files that are being read. They can be saved for an hour; after that nobody sees them, and they are deleted."
    ),
    "citizens.CitizenImport": _(
        "Lists of citizens that are being read. They can be saved for an hour; after that nobody sees them either."
    ),
}
"""Tables that are not part of what is handed out, each with the reason, which stands in it."""

ABOUT_OTHERS: Final = frozenset({"conversations.Conversation.contact"})
"""Columns that tell of somebody else; no text of them is handed out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tied:
    """One table: its label, the table it is a part of ("" for the citizen's own), and by which column.

    `path` leads from a row to the citizen, as a lookup.
    """

    label: str
    model: type[Model]
    part_of: str
    column: str
    path: str

    @property
    def told(self) -> list[Field[Any, Any]]:
        """The columns that tell something of the citizen, but for those that only say whose row it is."""
        return [field for field in self.model._meta.concrete_fields if self._tells(field)]  # noqa: SLF001  # Django's own name for it

    def _tells(self, field: Field[Any, Any]) -> bool:
        privacy = self.model.PRIVACY[field.name].privacy_class  # type: ignore[attr-defined]  # a test asks it of every model
        leads_up = field.name == self.column or field.related_model is Citizen
        return (
            privacy not in {PrivacyClass.NONE, PrivacyClass.SECRET}
            and not leads_up
            and f"{self.label}.{field.name}" not in ABOUT_OTHERS
        )


@cache
def tied() -> Mapping[str, Tied]:
    """Every such table by label, those nearest to the citizen first."""
    found = {ROOT: Tied(label=ROOT, model=Citizen, part_of="", column="", path="pk")}
    newest = dict(found)
    while newest:
        newest = {
            label: step
            for model in apps.get_models()
            if (label := _label(model)) not in found and (step := _step(model, newest)) is not None
        }
        found |= newest
    return found


def told() -> list[Tied]:
    """Those that are handed out."""
    return [table for label, table in tied().items() if label not in NOT_TOLD]


def parts_of(label: str) -> list[Tied]:
    """The tables that are told under another."""
    return [table for table in told() if table.part_of == label]


def _step(model: type[Model], nearer: Mapping[str, Tied]) -> Tied | None:
    for field in model._meta.concrete_fields:  # noqa: SLF001  # Django's own name for it
        if isinstance(field, ForeignKey) and field.remote_field.on_delete is CASCADE:
            parent = nearer.get(_label(field.related_model))
            if parent is not None:
                path = field.name if not parent.part_of else f"{field.name}__{parent.path}"
                return Tied(label=_label(model), model=model, part_of=parent.label, column=field.name, path=path)
    return None


def _label(model: Any) -> str:
    return str(model._meta.label)  # noqa: SLF001  # Django's own name for it
