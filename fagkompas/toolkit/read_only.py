"""A GET cannot write, enforced at the connection.

While a request with a safe method is answered, every statement that is not a
read is refused before it reaches the database, whoever sends it. Three doors:
the log of who saw what, the session, and the cache, where attempts are counted.
So a link, a prefetch or a reload never changes anything.
"""

import re
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.db import connections
from django.http import HttpRequest, HttpResponseBase

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})

DOORS = frozenset({"audit_event", "django_session", "fagkompas_cache"})

# Statements that read, and those that open, close or tune a transaction.
_READS = re.compile(
    r"\s*(SELECT|VALUES|EXPLAIN|SHOW|PRAGMA|SET|BEGIN|COMMIT|SAVEPOINT|RELEASE|ROLLBACK)\b", re.IGNORECASE
)
_WITH = re.compile(r"\s*WITH\b", re.IGNORECASE)
_QUOTED = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"")
_WRITES_WITHIN = re.compile(r"\b(INSERT\s+INTO|UPDATE|DELETE\s+FROM|MERGE\s+INTO)\b", re.IGNORECASE)
_TABLE = re.compile(r"\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+\"?(\w+)\"?", re.IGNORECASE)


class WriteInReadOnlyRequestError(RuntimeError):
    """A page that only shows something tried to change the database: the change belongs behind a POST."""

    def __init__(self, sql: str) -> None:
        super().__init__(f"A request that only reads tried to write: {sql[:120]}")
        self.sql = sql


def is_read(sql: str) -> bool:
    """Whether a statement leaves every table as it is."""
    if _WITH.match(sql):
        return not _WRITES_WITHIN.search(_QUOTED.sub("", sql))
    return bool(_READS.match(sql))


def goes_through_a_door(sql: str) -> bool:
    """Whether a statement writes to one of the tables that a read may write to."""
    table = _TABLE.match(sql)
    return table is not None and table[1] in DOORS


def refuse_writes(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """For `connection.execute_wrapper`: runs a read, raises `WriteInReadOnlyRequestError` for anything else."""
    if is_read(sql) or goes_through_a_door(sql):
        return execute(sql, params, many, context)
    raise WriteInReadOnlyRequestError(sql)


class ReadOnlyRequests:
    """Middleware; stands before everything that may touch the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in SAFE_METHODS:
            return self.get_response(request)
        with ExitStack() as guarded:
            for connection in connections.all():
                guarded.enter_context(connection.execute_wrapper(refuse_writes))
            return self.get_response(request)
