"""What learning cannot close, and what to look for in the next colleagues: from a plan, or from the needs of a unit.

::

    Plan ── ratings as the plan expects them ──┐
                                               ├── Left: gaps by field ──recruitments──> what one, two, ... hires close
    Situation ── gaps as they are now ─────────┘

Only numbers of people: no rating of anybody goes further.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cached_property
from math import floor
from typing import Any, Final

from fagkompas.accounts.models import Unit
from fagkompas.engine import planning as engine
from fagkompas.engine.recruitment import FieldGap, Recruitment, recruitments
from fagkompas.engine.scales import NOT_RELEVANT, STANDINGS, Mode, Standing
from fagkompas.engine.scoring import score, values_of
from fagkompas.engine.units import Gap, gaps, unit_figures
from fagkompas.frameworks.texts import FrameworkTexts
from fagkompas.frameworks.to_engine import engine_framework, texts_of
from fagkompas.learning.models import Plan
from fagkompas.learning.needs import Situation, needs_of, versions_for
from fagkompas.learning.to_engine import planning_problem, seats_now

MOST_HIRES: Final = 5
"""More at once are proposed no fields: by then the first have changed what is missing."""


@dataclass(frozen=True, kw_only=True)
class Left:
    """What a unit lacks, by field; `plan` is the one after which that is left, and `on_the_way` how many people it
    develops towards specialised in each field without their being so after it.
    """

    unit: Unit
    texts: FrameworkTexts
    gaps: tuple[FieldGap, ...]
    plan: Plan | None = None
    on_the_way: Mapping[str, int] = field(default_factory=dict)

    @property
    def open(self) -> tuple[FieldGap, ...]:
        """Fields in which something is missing, what matters most first."""
        found = (gap for gap in self.gaps if gap.open)
        return tuple(sorted(found, key=lambda gap: (-gap.open, gap.field)))

    @cached_property
    def proposals(self) -> tuple[Recruitment, ...]:
        """For one hire, two, and so on, as long as one more closes something."""
        return recruitments(self.gaps, MOST_HIRES)

    def name(self, code: str) -> str:
        """What a field is called, in the reader's language."""
        return self.names.get(code, code)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The names of all fields, in framework order."""
        return {field.code: field.name for field in self.texts.fields}


def left_now(unit: Unit, situation: Situation) -> Left:
    """From the figures of the latest round; nothing is missing where there are none."""
    return Left(unit=unit, texts=situation.needs.texts, gaps=_field_gaps(situation.gaps))


def left_after(plan: Plan, *, today: date) -> Left:
    """When everyone has the rating that the plan expects, rounded down to a whole point.

    `plan` has a round with its framework loaded, as `planning_problem` asks. A constant number of queries.
    """
    if plan.round is None:
        raise ValueError("The plan's round is deleted: nothing is known of what it leaves.")
    framework = engine_framework(plan.round.version)
    problem = planning_problem(plan, today=today)
    explained = engine.explain(problem.decided, seats_now(plan, problem))
    expected = _expected(problem.planning, explained.reasons)
    scores = score(framework, Mode.SCREENING, values_of(framework, Mode.SCREENING, list(expected.values())))
    wanted = needs_of(plan.unit, plan.round.version).wanted(framework)
    figures = unit_figures(framework, scores, (str(plan.unit.uuid),))
    specialised, place = STANDINGS.index(Standing.SPECIALISED), {code: row for row, code in enumerate(expected)}
    on_the_way = Counter(
        one.field
        for one in explained.evaluation.developed
        if scores.standing[place[one.person], framework.field_index(one.field)] < specialised
    )
    return Left(
        unit=plan.unit,
        texts=texts_of(plan.round.version),
        gaps=_field_gaps(gaps(framework, figures, wanted)),
        plan=plan,
        on_the_way=on_the_way,
    )


def _expected(planning: engine.Planning, reasons: Iterable[engine.SeatReason]) -> dict[str, dict[str, int]]:
    """By person the ratings of everyone who has any, as they are expected after these seats: gains add up to the target."""
    targets = {one.code: planning.rules.target(one.level) for one in planning.competencies}
    gained: dict[tuple[str, str], float] = {}
    for reason in reasons:
        for gain in reason.gains:
            key = (reason.seat.person, gain.competency)
            gained[key] = gained.get(key, 0.0) + gain.after - gain.before
    found = {}
    for person in planning.people:
        if person.ratings:
            ratings = {
                code: floor(max(rating, min(targets[code], rating + gained.get((person.code, code), 0.0))) + 1e-9)
                for code, rating in person.ratings.items()
            }
            found[person.code] = ratings | dict.fromkeys(person.not_relevant, NOT_RELEVANT)
    return found


def _field_gaps(found: Iterable[Gap]) -> tuple[FieldGap, ...]:
    return tuple(
        FieldGap(field=gap.field, weight=gap.need.weight, specialised=gap.specialised_gap, basic=gap.basic_gap)
        for gap in found
    )


# As a profile keeps it


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileFacts:
    """What a recruitment profile looks for, and out of what: `RecruitmentProfile.fields`.

    `positions` are to be filled with these fields; `hires` were counted in all. `gaps` is what was missing then.
    """

    framework: str
    fields: tuple[str, ...]
    positions: int
    hires: int
    open: float
    closed: float
    gaps: tuple[FieldGap, ...]

    @property
    def share(self) -> float | None:
        """How much all the hires together close of what is missing (0-1)."""
        return self.closed / self.open if self.open else None

    def kept(self) -> dict[str, Any]:
        """As the row keeps it."""
        return asdict(self)

    @classmethod
    def from_kept(cls, data: Mapping[str, Any]) -> "ProfileFacts":
        """The other way round."""
        return cls(**{**data, "fields": tuple(data["fields"]), "gaps": tuple(FieldGap(**gap) for gap in data["gaps"])})


def profile_facts(left: Left, proposal: Recruitment) -> list[ProfileFacts]:
    """A profile for each combination of fields, with how many to find."""
    count: dict[tuple[str, ...], int] = {}
    for fields in proposal.hires:
        count[fields] = count.get(fields, 0) + 1
    return [
        ProfileFacts(
            framework=left.texts.code,
            fields=fields,
            positions=positions,
            hires=len(proposal.hires),
            open=proposal.open,
            closed=proposal.closed,
            gaps=left.open,
        )
        for fields, positions in count.items()
    ]


def field_names(root_id: int) -> dict[str, dict[str, str]]:
    """What fields are called in the reader's language, by the codes of framework and field. One query."""
    return {
        version.framework.code: {field.code: field.name for field in texts_of(version).fields}
        for version in versions_for(root_id)
    }
