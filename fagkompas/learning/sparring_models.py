"""How a team looks at a case together: `data/sparring.yaml` as frozen values. No database.

A mistake in the file is told with its line, all at once.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from fagkompas.toolkit.reading import Part, Reader, shown
from fagkompas.toolkit.texts import Text
from fagkompas.toolkit.yaml_nodes import Node, Scalar, Sequence, nodes_in

FILE: Final = Path(__file__).parent / "data" / "sparring.yaml"

CASE: Final = ("situation", "tried", "doubt", "wanted")
"""The fields of the case card, in their order; each is a column of a sparring."""

_CODE: Final = re.compile("[a-z][a-z0-9_-]*")
_LONGEST_CODE: Final = 40
_MOST_MINUTES: Final = 240
_MOST_PEOPLE: Final = 30
_LONGEST_FIELD: Final = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class SparringRole:
    """What somebody does in a sparring, and how to begin a sentence in that role."""

    code: str
    name: Text
    text: Text
    starters: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """One part of a sparring, in minutes; `speaks` are the codes of the roles whose turn it is."""

    code: str
    minutes: int
    speaks: tuple[str, ...]
    title: Text
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class SparringModel:
    """One way of doing it. `minutes` is the sum of its phases."""

    code: str
    name: Text
    minutes: int
    least_people: int
    most_people: int
    suits: Text
    phases: tuple[Phase, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseField:
    """A field of the case card; `longest` in characters."""

    code: str
    name: Text
    prompt: Text
    hint: Text
    is_required: bool
    longest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sparrings:
    """The whole file. `form` is the code of the learning form that it counts as."""

    form: str
    name: Text
    description: Text
    roles: tuple[SparringRole, ...]
    models: tuple[SparringModel, ...]
    ground_rules: tuple[Text, ...]
    case: tuple[CaseField, ...]
    keep_anonymous: tuple[Text, ...]

    def model(self, code: str) -> SparringModel:
        """The model with this code; the first where the file no longer has it."""
        return next((model for model in self.models if model.code == code), self.models[0])

    def role(self, code: str) -> SparringRole:
        """The role with this code. Raises KeyError."""
        return {role.code: role for role in self.roles}[code]


@cache
def sparrings() -> Sparrings:
    """What comes with the product."""
    return read_sparrings(FILE.read_text(encoding="utf-8"))


def read_sparrings(text: str) -> Sparrings:
    """The models in a file. Raises BadInput with every problem, each with its line and key path."""
    reader = _Reader()
    return reader.accepted(reader.sparrings(nodes_in(text)))


class _Reader(Reader):
    """Reads the file from the top down."""

    def sparrings(self, node: Node) -> Sparrings | None:
        keys = "form name description roles formats sentence_starters ground_rules case_card"
        top = self.part(node, "", required=keys)
        if top is None:
            return None
        starters = {
            self.code(part, "role", _CODE, limit=_LONGEST_CODE): self.texts(part, "starters")
            for part in self.parts(top, "sentence_starters", "role starters")
        }
        roles = tuple(self.role(part, starters) for part in self.parts(top, "roles", "code name text"))
        known = {role.code for role in roles}
        for code in starters.keys() - known:
            self.note("not_one_of", top.line_of("sentence_starters"), top.at("sentence_starters"), found=code)
        models = tuple(
            self.model(part, known) for part in self.parts(top, "formats", "code name minutes people suits phases")
        )
        card = self.inner(top, "case_card", "fields keep_anonymous")
        keys = "code name prompt hint required longest"
        case = tuple(self.case_field(part) for part in self.parts(card, "fields", keys))
        self.refuse_repeated([role.code for role in roles], top, "roles")
        self.refuse_repeated([model.code for model in models], top, "formats")
        self.check_order([field.code for field in case], CASE, card, "fields")
        if not models:
            self.note("missing_key", top.line, "formats", key="formats")
        return Sparrings(
            form=self.code(top, "form", _CODE, limit=_LONGEST_CODE),
            name=self.both(top, "name"),
            description=self.both(top, "description"),
            roles=roles,
            models=models,
            ground_rules=self.texts(top, "ground_rules"),
            case=case,
            keep_anonymous=self.texts(card, "keep_anonymous"),
        )

    def role(self, part: Part, starters: dict[str, tuple[Text, ...]]) -> SparringRole:
        code = self.code(part, "code", _CODE, limit=_LONGEST_CODE)
        return SparringRole(
            code=code, name=self.both(part, "name"), text=self.both(part, "text"), starters=starters.get(code, ())
        )

    def model(self, part: Part, roles: set[str]) -> SparringModel:
        people = self.inner(part, "people", "least most")
        phases = tuple(self.phase(each, roles) for each in self.parts(part, "phases", "code minutes speaks title text"))
        self.refuse_repeated([phase.code for phase in phases], part, "phases")
        minutes = self.count(part, "minutes", 1, _MOST_MINUTES)
        if sum(phase.minutes for phase in phases) != minutes:
            found = str(sum(phase.minutes for phase in phases))
            self.note(
                "not_a_count", part.line_of("minutes"), part.at("minutes"), found, lowest=minutes, highest=minutes
            )
        return SparringModel(
            code=self.code(part, "code", _CODE, limit=_LONGEST_CODE),
            name=self.both(part, "name"),
            minutes=minutes,
            least_people=self.count(people, "least", 2, _MOST_PEOPLE),
            most_people=self.count(people, "most", 2, _MOST_PEOPLE),
            suits=self.both(part, "suits"),
            phases=phases,
        )

    def phase(self, part: Part, roles: set[str]) -> Phase:
        speaks = self.value(part, "speaks")
        codes: list[str] = []
        for each in speaks.values if isinstance(speaks, Sequence) else ():
            if isinstance(each, Scalar) and each.text in roles:
                codes.append(each.text)
            else:
                choices = ", ".join(sorted(roles))
                self.note("not_one_of", each.line, part.at("speaks"), found=shown(each), choices=choices)
        return Phase(
            code=self.code(part, "code", _CODE, limit=_LONGEST_CODE),
            minutes=self.count(part, "minutes", 1, _MOST_MINUTES),
            speaks=tuple(codes),
            title=self.both(part, "title"),
            text=self.both(part, "text"),
        )

    def case_field(self, part: Part) -> CaseField:
        return CaseField(
            code=self.code(part, "code", _CODE, limit=_LONGEST_CODE),
            name=self.both(part, "name"),
            prompt=self.both(part, "prompt"),
            hint=self.both(part, "hint"),
            is_required=self.yes_or_no(part, "required"),
            longest=self.count(part, "longest", 1, _LONGEST_FIELD),
        )

    def texts(self, outer: Part, key: str) -> tuple[Text, ...]:
        """A list of texts in both languages."""
        return tuple(
            Text(da=self.words(part, "da", limit=1000), en=self.words(part, "en", limit=1000))
            for part in self.parts(outer, key, "da en")
        )
