"""The rules of the consistency check, dated: `data/consistency.yaml` as the engine's rule book. No database.

A mistake in the file is told with its line, all at once.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from fagkompas.citizens.target_groups import target_groups
from fagkompas.engine.consistency import LIMITS, Rule, RuleBook, RuleTerms
from fagkompas.engine.scales import GoalKind, Severity
from fagkompas.toolkit.reading import Part, Reader
from fagkompas.toolkit.yaml_nodes import Node, Scalar, nodes_in

FILE: Final = Path(__file__).parent / "data" / "consistency.yaml"

OWN: Final = "own"
"""The source of a number that no document gives."""

_ALL: Final = "all"
_LONGEST_SOURCE: Final = 200
_HIGHEST_LIMIT: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcedTerms:
    """What holds of a rule for some time, and the document and section that asks for it."""

    terms: RuleTerms
    source: str


@cache
def sourced_rules() -> tuple[SourcedTerms, ...]:
    """What comes with the product, in the order of the file."""
    return read_rules(FILE.read_text(encoding="utf-8"))


@cache
def rule_book() -> RuleBook:
    """The same as the engine takes it."""
    return RuleBook(terms=tuple(one.terms for one in sourced_rules()))


def rules_on(day: date) -> tuple[SourcedTerms, ...]:
    """Those that hold for somebody on a day: what a page about the rules shows."""
    return tuple(one for one in sourced_rules() if one.terms.is_in_force_on(day))


def terms_of(rule: Rule, *, target_group: str, goal: GoalKind | None, on: date) -> RuleTerms | None:
    """What the rule says of such citizens on a day; None where it says nothing of them."""
    terms = (one for one in rule_book().terms if one.rule is rule and one.holds(target_group, goal, on))
    return next(terms, None)


def limit_of(rule: Rule, name: str, *, target_group: str, goal: GoalKind | None, on: date) -> int:
    """One of its numbers; 0 where it says nothing of such citizens."""
    terms = terms_of(rule, target_group=target_group, goal=goal, on=on)
    return terms.limits[name] if terms else 0


def read_rules(text: str) -> tuple[SourcedTerms, ...]:
    """The rules in a file. Raises BadInput with every problem, each with its line and key path."""
    reader = _Reader()
    return reader.accepted(reader.rules(nodes_in(text)))


class _Reader(Reader):
    """Reads the file from the top down."""

    def __init__(self) -> None:
        super().__init__()
        self.known_groups = [group.code for group in target_groups()]

    def rules(self, node: Node) -> tuple[SourcedTerms, ...] | None:
        top = self.part(node, "", required="version rules")
        if top is None:
            return None
        codes: list[str] = []
        found: list[SourcedTerms] = []
        for part in self.parts(top, "rules", "code periods"):
            rule = self.choice(part, "code", Rule)
            codes.append(rule.value)
            found.extend(self.periods(part, rule))
        self.refuse_repeated(codes, top, "rules")
        for missing in sorted(set(Rule) - set(codes)):
            self.note("missing_key", top.line_of("rules"), top.at("rules"), key=missing)
        return tuple(found)

    def periods(self, part: Part, rule: Rule) -> list[SourcedTerms]:
        required = "from source severity target_groups goal_kinds"
        found: list[SourcedTerms] = []
        for one in self.parts(part, "periods", f"{required} limits" if rule in LIMITS else required, "until"):
            read = SourcedTerms(terms=self.terms(one, rule), source=self.words(one, "source", limit=_LONGEST_SOURCE))
            if any(read.terms.meets(other.terms) for other in found):
                self.note("periods_overlap", one.line, one.path, found=str(read.terms.from_on))
            found.append(read)
        return found

    def terms(self, part: Part, rule: Rule) -> RuleTerms:
        wanted = sorted(LIMITS.get(rule, ()))
        limits = self.inner(part, "limits", " ".join(wanted))
        return RuleTerms(
            rule=rule,
            severity=self.choice(part, "severity", Severity),
            target_groups=self.groups(part),
            goal_kinds=frozenset(self.choices(part, "goal_kinds", GoalKind)),
            from_on=self.day(part, "from"),
            until_on=self.day_if_any(part, "until"),
            limits={name: self.count(limits, name, 0, _HIGHEST_LIMIT) for name in wanted},
        )

    def groups(self, part: Part) -> frozenset[str]:
        node = self.value(part, "target_groups")
        if isinstance(node, Scalar) and node.text == _ALL:
            return frozenset(self.known_groups)
        read = set()
        for each in self.listed(part, "target_groups"):
            if isinstance(each, Scalar) and each.text in self.known_groups:
                read.add(each.text)
            else:
                found = each.text if isinstance(each, Scalar) else ""
                self.note(
                    "not_one_of", each.line, part.at("target_groups"), found, choices=", ".join(self.known_groups)
                )
        return frozenset(read)
