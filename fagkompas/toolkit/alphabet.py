"""Names in the order of the Danish alphabet, on both databases: æ, ø and å come last, and aa is å."""

from typing import Any, Final

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Func
from django.db.models.sql.compiler import SQLCompiler

LAST: Final = (("æ", "{"), ("Æ", "{"), ("ø", "|"), ("Ø", "|"), ("å", "}"), ("Å", "}"), ("aa", "}"))
"""Letters and what stands for them where an order of bytes is all there is: the three signs that come after z."""


class Alphabetical(Func):
    """A text to order by. PostgreSQL knows the alphabet; SQLite orders by bytes, and is handed a text whose bytes follow it."""

    output_field = CharField()

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> tuple[str, Any]:
        """By ICU's Danish collation, whatever the database was made with."""
        return self.as_sql(compiler, connection, template='(%(expressions)s) COLLATE "da-x-icu"', **extra)

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> tuple[str, Any]:
        """In small letters, with each of `LAST` put last."""
        template = "lower(%(expressions)s)"
        for letter, sign in LAST:
            template = f"replace({template}, '{letter}', '{sign}')"
        return self.as_sql(compiler, connection, template=template, **extra)
