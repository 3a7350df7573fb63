"""Columns that are of no use to somebody who reads the database only: what two people tell each other in confidence.

What cannot be read, because it was written with a key that is gone or by a process that did not encrypt yet, is an
`Unread`: pages say so by `unread_in`, and saving the row leaves it as it stands. Actions ask the same before they write.
"""

import json
from typing import Any, Final, TypeVar

from cryptography.fernet import InvalidToken
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model, TextField
from django.utils.translation import gettext_lazy as _

from fagkompas.toolkit.encryption import decrypted, encrypted

Value = TypeVar("Value")

UNREAD: Final = _(
    "What is written here cannot be read: it was stored with another key than the one Fagkompas has now, or without any by "
    "an older version. It is kept as it is, and nothing can be changed here until whoever runs Fagkompas has put it right."
)

CANNOT_BE_READ: Final = _("(cannot be read)")


class Unread:
    """What stands in the database and cannot be read; written back as it is."""

    stored: str


class UnreadText(Unread, str):  # noqa: SLOT000  # what is stored has a place in it
    """Says in few words that it cannot be read, where the text would have stood."""


class UnreadTexts(Unread, dict[str, str]):
    """No text that can be shown, though there is something."""

    def __bool__(self) -> bool:
        """Something is written."""
        return True

    def __str__(self) -> str:
        """Says in few words that it cannot be read."""
        return str(CANNOT_BE_READ)


def unread_in(*rows: Model | None) -> str:
    """The sentence that says so, when something in the rows cannot be read; else "". No query."""
    values = [value for row in rows if row is not None for value in vars(row).values()]
    return str(UNREAD) if any(isinstance(value, Unread) for value in values) else ""


class EncryptedField(TextField[Value, Value]):
    """A value as text, encrypted for one purpose (`toolkit.encryption`); "" stays "", so that one can ask for it.

    Nothing else can be asked of it in the database, but for a column `found_by` that has its keyed hash at the place that
    the column `found_in` names: whoever writes the value writes that too, and so does `website.actions.write_fields_anew`.
    """

    def __init__(self, *args: Any, purpose: str, found_by: str = "", found_in: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.purpose = purpose
        self.found_by, self.found_in = found_by, found_in

    def deconstruct(self) -> Any:
        """For migrations."""
        name, path, args, options = super().deconstruct()
        return name, path, args, options | {"purpose": self.purpose}

    def get_prep_value(self, value: Any) -> str:
        """As it is stored."""
        if isinstance(value, Unread):
            return value.stored
        text = self.text_of(value)
        return encrypted(text, purpose=self.purpose) if text else ""

    def from_db_value(self, value: str | None, _expression: object, _connection: BaseDatabaseWrapper) -> Any:
        """As it was given; `Unread` under another key, or where it was never encrypted."""
        try:
            return self.value_of(decrypted(value, purpose=self.purpose) if value else "")
        except InvalidToken:
            unread = self.unread()
            unread.stored = value or ""
            return unread

    def text_of(self, value: Any) -> str:
        """What is encrypted."""
        raise NotImplementedError

    def value_of(self, text: str) -> Any:
        """The other way round."""
        raise NotImplementedError

    def unread(self) -> Unread:
        """What stands for a value that cannot be read."""
        raise NotImplementedError


class EncryptedTextField(EncryptedField[str]):
    """A text."""

    def text_of(self, value: Any) -> str:
        """As it is."""
        return str(value or "")

    def value_of(self, text: str) -> str:
        """As it is."""
        return text

    def unread(self) -> UnreadText:
        """In the reader's language."""
        return UnreadText(CANNOT_BE_READ)


class EncryptedTextsField(EncryptedField[dict[str, str]]):
    """Texts by code, encrypted together; none at all is stored as ""."""

    def text_of(self, value: Any) -> str:
        """As JSON."""
        return json.dumps(value, ensure_ascii=False) if value else ""

    def value_of(self, text: str) -> dict[str, str]:
        """From JSON."""
        read: dict[str, str] = json.loads(text) if text else {}
        return read

    def unread(self) -> UnreadTexts:
        """None of them."""
        return UnreadTexts()
