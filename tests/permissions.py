"""The table of who may what: one row per address.

Each app keeps its rows in `tests/<app>/permission_rows.py` as `ROWS`; tests/test_permissions.py gathers them and holds
every address against its row, as everyone.

    ROWS = [
        Row(url="rounds", may="alma dorte"),
        Row(url="round", may="alma", arguments=lambda people: {"uuid": make_round(people.north).uuid}),
        Row(url="round_close", may="alma", method="post", arguments=...),
    ]
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from django.urls import URLPattern, URLResolver, get_resolver

from tests.people import NAMES, People

# Signed in, whoever: also the outsider, who then sees own things only.
EVERYONE = " ".join(NAMES)
# And without signing in.
ANYBODY = f"{EVERYONE} nobody"


def nothing(people: People) -> Mapping[str, object]:
    """The address has no parts that vary."""
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One address, one method, and the first names of those who may; all others are told that there is no such page.

    `url` is the name with its namespace. `arguments` makes what the address is about and gives its parts. `data` is
    what is posted; a refusal of the data counts as let in. `is_public` marks an address that does not ask for
    sign-in and is not there for whoever may not.
    """

    url: str
    may: str
    method: str = "get"
    arguments: Callable[[People], Mapping[str, object]] = nothing
    data: Mapping[str, object] = field(default_factory=dict)
    is_public: bool = False

    def expected(self) -> dict[str, str]:
        """What each person should meet."""
        names = set(self.may.split())
        if unknown := names - {*NAMES, "nobody"}:
            raise ValueError(f"{self.url}: nobody is called {unknown}")
        answers = {name: "let in" if name in names else "not found" for name in NAMES}
        refusal = "not found" if self.is_public else "asked to sign in"
        return answers | {"nobody": "let in" if "nobody" in names else refusal}


def addresses(
    resolver: URLResolver | None = None, namespaces: tuple[str, ...] = ()
) -> Iterator[tuple[str, URLPattern]]:
    """Every address with its full name; one without a name goes by its route."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from addresses(pattern, inner)
        else:
            yield ":".join([*namespaces, pattern.name or str(pattern.pattern)]), pattern
