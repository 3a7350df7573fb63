"""Everything that stands about one citizen, as a tree: tables of rows, each with the tables of its parts.

Made from the tables' `PRIVACY` rows: every column that says something of a person is told, and none besides.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Field, ForeignKey
from django.utils.translation import gettext as _

from fagkompas.casework.models import Track
from fagkompas.citizens.models import Citizen
from fagkompas.conversations.models import PartyKind
from fagkompas.toolkit.privacy import PrivacyClass
from fagkompas.website.citizen_data.masking import Masking
from fagkompas.website.citizen_data.saying import Lines, as_data, in_words
from fagkompas.website.citizen_data.tables import ROOT, Tied, parts_of, told
from fagkompas.website.citizen_data.words import OF_CITIZENS, words_of

SHORT: Final = 50
ORDER: Final = {label: place for place, label in enumerate(OF_CITIZENS)}
"""The order in which tables are told; a part comes after what it is a part of."""

Rows = Mapping[str, Mapping[Any, Sequence[Any]]]
"""By table and by the key of the row that they are a part of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldColumn:
    """One column of one row: what it is called, what it says line by line, and the same as data."""

    column: str
    name: str
    lines: Lines
    data: Any

    @property
    def said(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines)

    @property
    def is_short(self) -> bool:
        """Whether it has room beside others."""
        return len(self.lines) == 1 and len(self.said) <= SHORT


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldRow:
    """One row; `key` is its UUID, "" where it has none. `title` is what the first column that holds something says."""

    key: str
    title: str
    columns: tuple[ToldColumn, ...]
    parts: "tuple[ToldTable, ...]"

    @property
    def short(self) -> list[ToldColumn]:
        """What can stand on one line together, without the title."""
        return [column for column in self._beside_title if column.is_short]

    @property
    def long(self) -> list[ToldColumn]:
        """What needs a line of its own."""
        return [column for column in self._beside_title if not column.is_short]

    @property
    def _beside_title(self) -> list[ToldColumn]:
        return [column for column in self.columns if column.lines][1:]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldTable:
    """The rows of one table, with why they are kept and for how long, in words of the register of personal data."""

    label: str
    name: str
    purposes: tuple[str, ...]
    kept: tuple[str, ...]
    rows: tuple[ToldRow, ...]


def everything_about(citizen: Citizen, masking: Masking) -> tuple[ToldTable, ...]:
    """The citizen's own row first, then what hangs on it. A query for each table, however much there is."""
    rows = {table.label: _by_part(table, citizen) for table in told()}
    own = next(table for table in told() if table.label == ROOT)
    first = ToldTable(**_facts(own), rows=tuple(_row(own, one, {}, masking) for one in rows[ROOT][None]))
    others = (_table(table, citizen.pk, rows, masking) for table in _parts(ROOT))
    return (first, *(table for table in others if table.rows))


def _by_part(table: Tied, citizen: Citizen) -> Mapping[Any, Sequence[Any]]:
    related = [field.name for field in table.told if isinstance(field, ForeignKey)]
    found: dict[Any, list[Any]] = {}
    manager = table.model._default_manager  # noqa: SLF001  # Django's own name for it
    for row in manager.filter(**{table.path: citizen.pk}).select_related(*related, *_deeper(table)).order_by("pk"):
        found.setdefault(getattr(row, f"{table.column}_id") if table.column else None, []).append(row)
    return found


def _deeper(table: Tied) -> list[str]:
    """A job track is called by its occupation."""
    return [f"{field.name}__occupation" for field in table.told if field.related_model is Track]


def _table(table: Tied, part_of: Any, rows: Rows, masking: Masking) -> ToldTable:
    mine = rows[table.label].get(part_of, ())
    return ToldTable(**_facts(table), rows=tuple(_row(table, row, rows, masking) for row in mine))


def _parts(label: str) -> list[Tied]:
    return sorted(parts_of(label), key=lambda table: ORDER.get(table.label, len(ORDER)))


def _facts(table: Tied) -> dict[str, Any]:
    privacy = [table.model.PRIVACY[field.name] for field in table.told]  # type: ignore[attr-defined]  # a test asks it of every model
    personal = [one for one in privacy if one.privacy_class is not PrivacyClass.NONE]
    return {
        "label": table.label,
        "name": str(words_of(table.label, ()).name),
        "purposes": tuple(dict.fromkeys(_(one.purpose) for one in personal)),
        "kept": tuple(dict.fromkeys(_(one.retention) for one in personal)),
    }


def _row(table: Tied, row: Any, rows: Rows, masking: Masking) -> ToldRow:
    fields = {field.name: field for field in table.told}
    words = words_of(table.label, fields).columns
    columns = tuple(_column(table, row, fields[name], str(called), masking) for name, called in words.items())
    inner = (_table(part, row.pk, rows, masking) for part in (_parts(table.label) if rows else ()))
    return ToldRow(
        key=str(getattr(row, "uuid", "")),
        title=next((" ".join(column.lines) for column in columns if column.lines), ""),
        columns=columns,
        parts=tuple(part for part in inner if part.rows),
    )


def _column(table: Tied, row: Any, field: Field[Any, Any], called: str, masking: Masking) -> ToldColumn:
    lines, data = in_words(table.label, row, field), as_data(row, field)
    if hidden := _hidden(table, row, field, masking):
        lines, data = (hidden,) if lines else (), None
    elif f"{table.label}.{field.name}" != f"{ROOT}.cpr":
        lines, data = tuple(masking.hidden(line) for line in lines), masking.hidden_in(data)
    return ToldColumn(column=field.name, name=called, lines=lines, data=data)


def _hidden(table: Tied, row: Any, field: Field[Any, Any], masking: Masking) -> str:
    """What stands instead of a value that is not told at all; "" where it is."""
    match f"{table.label}.{field.name}":
        case "conversations.Party.name" if row.kind == PartyKind.OTHER:
            return _("[somebody else]")
        case "citizens.Citizen.address" if row.is_protected and not masking.shows_address:
            return _("Protected: ask for it where your case is.")
    return ""
