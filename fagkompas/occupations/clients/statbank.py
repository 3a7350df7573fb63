"""The bank of Statistics Denmark (Statistikbanken) by its API: what a table holds, and figures of it as CSV.

    bank = Statbank("https://api.statbank.dk/v1")
    bank.table("LSK99")                                           its variables with their values
    bank.figures("LSK99", {"ERHVERV": ["2221"], "Tid": ["2026M01"]})

Both are a POST of JSON, to /tableinfo and /data. What goes wrong is raised as `BadInput`. Nothing about people is sent.
"""

import http.client
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from fagkompas.engine.errors import BadInput, Problem
from fagkompas.toolkit.row_files import problem

SECONDS: Final = 20.0
LARGEST: Final = 20_000_000
CHUNK: Final = 65_536
LONGEST_MESSAGE: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """What a table is counted by. `may_be_left_out` where the bank sums it up itself."""

    code: str
    text: str
    is_time: bool
    is_on_a_map: bool
    may_be_left_out: bool
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class BankTable:
    """A table of the bank."""

    id: str
    text: str
    variables: tuple[Variable, ...]


class Statbank:
    """The bank at an address; each answer within `seconds` and of no more than `largest` bytes."""

    def __init__(self, address: str, *, seconds: float = SECONDS, largest: int = LARGEST) -> None:
        if not address:
            raise BadInput((problem("bank_off"),))
        try:
            parts = urlsplit(address)
        except ValueError:
            parts = urlsplit("")
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise BadInput((problem("bank_address", found=address[:80]),))
        self._address = address.rstrip("/")
        self._seconds = seconds
        self._largest = largest

    def table(self, table: str) -> BankTable:
        """What the table is counted by."""
        answer = self._ask("tableinfo", {"table": table, "format": "JSON", "lang": "da"})
        try:
            told = json.loads(answer.decode("utf-8-sig"))
            return BankTable(
                id=str(told["id"]),
                text=str(told.get("text", "")),
                variables=tuple(_variable(one) for one in told["variables"]),
            )
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise BadInput((problem("bank_odd"),)) from error

    def figures(self, table: str, chosen: Mapping[str, Sequence[str]]) -> bytes:
        """The figures of the chosen values, as CSV with semicolons."""
        variables = [{"code": code, "values": list(values)} for code, values in chosen.items()]
        asked = {"table": table, "format": "CSV", "lang": "da", "delimiter": "Semicolon", "variables": variables}
        return self._ask("data", asked)

    def _ask(self, function: str, asked: Mapping[str, Any]) -> bytes:
        request = Request(  # noqa: S310  # the scheme was looked at when the bank was made
            f"{self._address}/{function}",
            data=json.dumps(asked).encode(),
            headers={"Content-Type": "application/json", "User-Agent": "Fagkompas"},
        )
        ends = monotonic() + self._seconds
        try:
            with urlopen(request, timeout=self._seconds) as answer:  # noqa: S310  # as above
                return self._read(answer, ends)
        except HTTPError as error:
            with error:
                raise BadInput((_refusal(error),)) from error
        except http.client.HTTPException as error:
            raise BadInput((problem("bank_cut"),)) from error
        except (URLError, OSError, ValueError) as error:
            raise BadInput((problem("bank_silent"),)) from error

    def _read(self, answer: http.client.HTTPResponse, ends: float) -> bytes:
        promised = answer.length
        read = bytearray()
        while chunk := answer.read1(CHUNK):
            read += chunk
            if len(read) > self._largest:
                raise BadInput((problem("bank_much", most=self._largest // 1_000_000),))
            if monotonic() > ends:
                raise BadInput((problem("bank_silent"),))
        if promised is not None and len(read) < promised:
            raise BadInput((problem("bank_cut"),))
        return bytes(read)


def _variable(told: Mapping[str, Any]) -> Variable:
    return Variable(
        code=str(told["id"]),
        text=str(told.get("text", "")),
        is_time=bool(told.get("time")),
        is_on_a_map=bool(told.get("map")),
        may_be_left_out=bool(told.get("elimination")),
        values={str(one["id"]): str(one.get("text", "")) for one in told["values"]},
    )


def _refusal(error: HTTPError) -> Problem:
    """What the bank says of why, where it says so."""
    try:
        says = json.loads(error.read(CHUNK).decode("utf-8-sig"))["message"]
    except (ValueError, KeyError, TypeError, OSError, http.client.HTTPException, RecursionError):
        says = ""
    if isinstance(says, str) and says.strip():
        return problem("bank_says", found=says.strip()[:LONGEST_MESSAGE])
    return problem("bank_fault", status=error.code)
