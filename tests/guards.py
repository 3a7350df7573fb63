"""What makes tests fail that would otherwise pass by luck: network, undefined template variables, lucky row order."""

import random
import socket
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db.models import QuerySet
from django.template import engines

LOOPBACK = {"localhost", "127.0.0.1", "::1", "", None}


def refuse_network(patch: pytest.MonkeyPatch) -> None:
    """From now on sockets reach this machine only."""
    connect, connect_ex, getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def check(host: Any) -> None:
        if isinstance(host, bytes):
            host = host.decode()
        if host not in LOOPBACK:
            pytest.fail(f"A test tried to reach {host!r}. Tests use no network; fake the other system.")

    def guarded(original: Any) -> Any:
        def call(self: socket.socket, address: Any) -> Any:
            if self.family != socket.AF_UNIX:
                check(address[0])
            return original(self, address)

        return call

    def resolve(host: Any, *args: Any, **kwargs: Any) -> Any:
        check(host)
        return getaddrinfo(host, *args, **kwargs)

    patch.setattr(socket.socket, "connect", guarded(connect))
    patch.setattr(socket.socket, "connect_ex", guarded(connect_ex))
    patch.setattr(socket, "getaddrinfo", resolve)


class UndefinedVariableError(AssertionError):
    """One of our templates shows a variable that nobody gave it."""


class FailWhereUndefined(str):
    """Django's `string_if_invalid`, filled in with the name only when a variable is missing.

    Templates of Django and its libraries are let off: they count on a missing variable being
    nothing, as Django promises, and they are not ours to mend.
    """

    __slots__ = ()

    def __mod__(self, variable: object) -> str:
        template = template_being_rendered()
        if "site-packages" in Path(template).parts:
            return ""
        raise UndefinedVariableError(f"{variable} is undefined in {template}. Hand it over, or ask with an if.")


def template_being_rendered() -> str:
    """The file whose variable is being looked up: that of the innermost node on the stack."""
    for frame, _line in traceback.walk_stack(None):
        if frame.f_code.co_name == "render_annotated":
            return str(frame.f_locals["self"].origin.name)
    return "a template without a name"


def fail_on_undefined_variables(patch: pytest.MonkeyPatch) -> None:
    """From now on."""
    for engine in engines.all():
        patch.setattr(engine.engine, "string_if_invalid", FailWhereUndefined("%s"))  # type: ignore[attr-defined]


def shuffle_unordered_rows(patch: pytest.MonkeyPatch) -> None:
    """From now on a query that asks for no order gets none."""
    fetch_all: Any = QuerySet._fetch_all
    iterate: Any = QuerySet._iterator  # type: ignore[attr-defined]  # not public

    def fetch_shuffled(self: Any) -> None:
        fresh = self._result_cache is None
        fetch_all(self)
        if fresh and not self.ordered:
            random.shuffle(self._result_cache)

    def iterate_shuffled(self: QuerySet[Any], *args: Any, **kwargs: Any) -> Iterator[Any]:
        rows = list(iterate(self, *args, **kwargs))
        if not self.ordered:
            random.shuffle(rows)
        yield from rows

    patch.setattr(QuerySet, "_fetch_all", fetch_shuffled)
    patch.setattr(QuerySet, "_iterator", iterate_shuffled)
