"""Columns that are of no use to somebody who reads the database only: what two people tell each other in confidence."""

import json
from typing import Any, TypeVar

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import TextField

from fagkompas.toolkit.encryption import decrypted, encrypted

Value = TypeVar("Value")


class EncryptedField(TextField[Value, Value]):
    """A value as text, encrypted for one purpose (`toolkit.encryption`); "" stays "", so that one can ask for it.

    Nothing else can be asked of it in the database. Reading raises `InvalidToken` under another key.
    """

    def __init__(self, *args: Any, purpose: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.purpose = purpose

    def deconstruct(self) -> Any:
        """For migrations."""
        name, path, args, options = super().deconstruct()
        return name, path, args, options | {"purpose": self.purpose}

    def get_prep_value(self, value: Any) -> str:
        """As it is stored."""
        text = self.text_of(value)
        return encrypted(text, purpose=self.purpose) if text else ""

    def from_db_value(self, value: str | None, _expression: object, _connection: BaseDatabaseWrapper) -> Any:
        """As it was given."""
        return self.value_of(decrypted(value, purpose=self.purpose) if value else "")

    def text_of(self, value: Any) -> str:
        """What is encrypted."""
        raise NotImplementedError

    def value_of(self, text: str) -> Any:
        """The other way round."""
        raise NotImplementedError


class EncryptedTextField(EncryptedField[str]):
    """A text."""

    def text_of(self, value: Any) -> str:
        """As it is."""
        return str(value or "")

    def value_of(self, text: str) -> str:
        """As it is."""
        return text


class EncryptedTextsField(EncryptedField[dict[str, str]]):
    """Texts by code, encrypted together; none at all is stored as ""."""

    def text_of(self, value: Any) -> str:
        """As JSON."""
        return json.dumps(value, ensure_ascii=False) if value else ""

    def value_of(self, text: str) -> dict[str, str]:
        """From JSON."""
        read: dict[str, str] = json.loads(text) if text else {}
        return read
