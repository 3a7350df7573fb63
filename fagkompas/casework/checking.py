"""The consistency check of cases: what is found now, what of it was let stand, and how findings are kept between two looks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, Final

from fagkompas.casework.models import FindingAccepted
from fagkompas.casework.rule_book import rule_book
from fagkompas.casework.to_engine import case_of
from fagkompas.citizens.models import Citizen
from fagkompas.engine.consistency import Finding, Rule, Spot, Value, findings
from fagkompas.engine.scales import Severity

RULES: Final = frozenset(rule.value for rule in Rule)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A finding that somebody lets stand."""

    finding: Finding
    row: FindingAccepted


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What the check finds of a case: what is to be looked at, what matters most first; and what stands with a reason."""

    open: tuple[Finding, ...]
    accepted: tuple[Accepted, ...]

    def called(self, rule: str, key: str) -> Finding | None:
        """The open finding of a rule about a thing."""
        return next((one for one in self.open if one.rule == rule and one.key == key), None)

    def let_stand(self, rule: str, key: str) -> FindingAccepted | None:
        """What was said of the finding of a rule about a thing, where it stands."""
        said = (one.row for one in self.accepted if one.finding.rule == rule and one.finding.key == key)
        return next(said, None)


def check_case(citizen: Citizen, today: date) -> Checked:
    """As it is now; nothing of a closed case. Thirteen queries."""
    if citizen.is_closed:
        return Checked(open=(), accepted=())
    found = findings(case_of(citizen, today), rule_book(), today)
    rows = FindingAccepted.objects.filter(citizen=citizen).select_related("by").order_by("pk")
    return sorted_out(found, {row.fingerprint: row for row in rows})


def sorted_out(found: Iterable[Finding], accepted: Mapping[str, FindingAccepted]) -> Checked:
    """By what was accepted: a finding whose values have changed since is told again."""
    told, standing = [], []
    for one in found:
        row = accepted.get(fingerprint_of(one)) if accepted else None
        if row is None:
            told.append(one)
        else:
            standing.append(Accepted(finding=one, row=row))
    return Checked(open=tuple(told), accepted=tuple(standing))


def fingerprint_of(finding: Finding) -> str:
    """What an acceptance is kept under, in 64 characters."""
    return sha256(finding.fingerprint.encode()).hexdigest()


def as_stored(finding: Finding) -> dict[str, Any]:
    """For a JSON column."""
    return {
        "rule": finding.rule.value,
        "severity": finding.severity.value,
        "spot": finding.spot.value,
        "key": finding.key,
        "values": {name: _stored(value) for name, value in finding.values.items()},
        "figures": {name: _stored(value) for name, value in finding.figures.items()},
    }


def all_from_stored(kept: Iterable[Mapping[str, Any]]) -> tuple[Finding, ...]:
    """The findings again, but those of a rule that is gone since they were stored: the night stores the case anew."""
    return tuple(from_stored(one) for one in kept if one["rule"] in RULES)


def from_stored(kept: Mapping[str, Any]) -> Finding:
    """One of a rule that there is."""
    return Finding(
        rule=Rule(kept["rule"]),
        severity=Severity(kept["severity"]),
        spot=Spot(kept["spot"]),
        key=kept["key"],
        values={name: _read(value) for name, value in kept["values"].items()},
        figures={name: _read(value) for name, value in kept["figures"].items()},
    )


def _stored(value: Value) -> Any:
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return list(value) if isinstance(value, tuple) else value


def _read(value: Any) -> Value:
    if isinstance(value, dict):
        return date.fromisoformat(value["day"])
    return tuple(value) if isinstance(value, list) else value
