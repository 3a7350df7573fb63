"""The cases of the demo's citizens: `data/cases.yaml` as frozen values. No database.

Days are counted from the day on which the demo is built. A mistake in the file is told with its line, all at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, TypeVar

from django.db.models import TextChoices

from fagkompas.casework.models import ActivityKind
from fagkompas.citizens.models import ClosedWhy
from fagkompas.conversations.models import AgreementState, ConversationState
from fagkompas.engine.scales import Demand, DemandSource, GoalKind
from fagkompas.toolkit.reading import Part, Reader
from fagkompas.toolkit.yaml_nodes import Node, Scalar, Sequence, nodes_in

FILE: Final = Path(__file__).parent / "data" / "cases.yaml"

Chosen = TypeVar("Chosen", bound=TextChoices)

_LONGEST: Final = 500
_HIGHEST: Final = 3_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What is the same for everybody who goes for an occupation here."""

    title: str
    functions: tuple[str, ...]
    also: tuple[str, ...]
    needed: str
    demand: Demand
    source: DemandSource
    said: str
    companies: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """A job track; `title` is an occupation, or an education. `seen`: so many days ago somebody looked at the demand."""

    title: str
    is_education: bool
    can: str
    wants: str
    needed: str
    skills: tuple[str, ...]
    steps: tuple[str, ...]
    strategy: str
    companies: tuple[str, ...] | None
    level: Demand | None
    seen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the plan says."""

    goal: str
    kind: GoalKind
    reason: str
    description: str
    considerations: tuple[str, ...]
    fewer_tracks_reason: str
    tracks: tuple[Track, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What was agreed, due in `due` days (below 0: it has passed), about the track at that place; how it `went`, where said."""

    what: str
    measure: str
    why: str
    sure: int
    due: int
    track: int
    went: AgreementState | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """A conversation `ago` days ago; `why` it was interrupted, where it was."""

    ago: int
    ending: ConversationState
    why: str
    explore: str
    give: str
    again: str
    words: tuple[str, ...]
    summary: str
    agreements: tuple[Agreement, ...]

    @property
    def is_no_show(self) -> bool:
        """Whether somebody did not turn up."""
        return self.ending == ConversationState.NO_SHOW


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """Something to take part in, begun `ago` days ago, for so many weeks."""

    kind: ActivityKind
    title: str
    purpose: str
    track: int
    ago: int
    weeks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A task of a placement: minutes a week, so many paid; per follow-up what employer, citizen and newly hired were at."""

    name: str
    minutes: int
    paid: int
    goal: str
    said: tuple[tuple[int, int, int], ...]
    agreed: Agreement | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """A time in a company, followed up so many days ago; `vitas`: it is applied for."""

    company: str
    track: int
    purpose: str
    vitas: bool
    ago: int
    weeks: int
    hours: int
    follow_ups: tuple[int, ...]
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One that the CV tells of."""

    title: str
    employer: str
    period: str
    tasks: str
    responsibility: str
    results: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cv:
    """`profile`: tasks, qualities, conditions, hours and transport."""

    jobs: tuple[Job, ...]
    learned: str
    licence: str
    languages: tuple[str, ...]
    profile: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What the job log and the CV have otherwise than they should; None and empty: nothing.

    `entries`: so many jobs in the log; `of`: only on these tracks; `beside`: so many on none; `asked`: by the log;
    `wishes`: what the CV looks for; `not_in_cv`: skills it does not name.
    """

    entries: int | None
    of: tuple[int, ...]
    beside: int
    asked: int | None
    wishes: tuple[str, ...]
    not_in_cv: tuple[str, ...]
    contact_hidden: bool
    cv_seen: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One citizen, opened `days` ago: the conversations held before and last, and the one that is under way `now`.

    `next`: so many days until the one that is planned, None for none. Nobody's where no caseworker is.
    """

    name: str
    team: str
    caseworker: str
    group: str
    days: int
    closed: ClosedWhy | None
    is_protected: bool
    language: str
    plan: Plan | None
    before: Talk | None
    talk: Talk | None
    next: int | None
    now: Talk | None
    waits_for_closing: bool
    goal_stands: bool
    is_published: bool
    activity: Activity | None
    placement: Placement | None
    cv: Cv | None
    search: Search


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases:
    """The whole file: what is the same by title, and the citizens in their order."""

    work: Mapping[str, Work]
    citizens: tuple[Case, ...]


@cache
def demo_cases() -> Cases:
    """Those of the demo."""
    return read_cases(FILE.read_text(encoding="utf-8"))


def read_cases(text: str) -> Cases:
    """The cases in a file. Raises BadInput with every problem, each with its line and key path."""
    reader = _Reader()
    return reader.accepted(reader.file(nodes_in(text)))


class _Reader(Reader):
    """Reads the file from the top down; what a case does not say is empty."""

    def file(self, node: Node) -> Cases | None:
        top = self.part(node, "", required="version work citizens")
        if top is None:
            return None
        of_work = "title functions also needed demand source said companies"
        work = [self.work(part) for part in self.parts(top, "work", of_work)]
        self.refuse_repeated([one.title for one in work], top, "work")
        known = {one.title: one for one in work}
        optional = (
            "caseworker closed is_protected language plan before talk now next waits_for_closing goal_stands"
            " is_unpublished activity placement cv log log_of log_beside asked_in_log wishes not_in_cv contact_hidden cv_seen"
        )
        cases = [self.case(part) for part in self.parts(top, "citizens", "name team group days", optional)]
        for case in cases:
            for track in case.plan.tracks if case.plan else ():
                if not track.is_education and track.title not in known:
                    choices = ", ".join(known)
                    self.note("not_one_of", top.line_of("work"), case.name, found=track.title, choices=choices)
        return Cases(work=known, citizens=tuple(cases))

    def work(self, part: Part) -> Work:
        return Work(
            title=self.line(part, "title"),
            functions=self.lines(part, "functions"),
            also=self.lines(part, "also"),
            needed=self.line(part, "needed"),
            demand=self.choice(part, "demand", Demand),
            source=self.choice(part, "source", DemandSource),
            said=self.line(part, "said"),
            companies=self.lines(part, "companies"),
        )

    def case(self, part: Part) -> Case:
        return Case(
            name=self.line(part, "name"),
            team=self.line(part, "team"),
            caseworker=self.line(part, "caseworker"),
            group=self.line(part, "group"),
            days=self.days(part, "days"),
            closed=self.one_of(part, "closed", ClosedWhy) if "closed" in part.entries else None,
            is_protected=self.yes_or_no(part, "is_protected"),
            language=self.line(part, "language") or "da",
            plan=self.plan(part) if "plan" in part.entries else None,
            before=self.talk(part, "before") if "before" in part.entries else None,
            talk=self.talk(part, "talk") if "talk" in part.entries else None,
            next=self.days_if_any(part, "next"),
            now=self.talk(part, "now") if "now" in part.entries else None,
            waits_for_closing=self.yes_or_no(part, "waits_for_closing"),
            goal_stands="goal_stands" not in part.entries or self.yes_or_no(part, "goal_stands"),
            is_published=not self.yes_or_no(part, "is_unpublished"),
            activity=self.activity(part) if "activity" in part.entries else None,
            placement=self.placement(part) if "placement" in part.entries else None,
            cv=self.cv(part) if "cv" in part.entries else None,
            search=self.search(part),
        )

    def plan(self, outer: Part) -> Plan:
        part = self.inner(outer, "plan", "goal reason description tracks", "kind considerations fewer_tracks_reason")
        optional = "is_education needed steps companies level seen"
        return Plan(
            goal=self.line(part, "goal"),
            kind=self.choice(part, "kind", GoalKind),
            reason=self.line(part, "reason"),
            description=self.line(part, "description"),
            considerations=self.lines(part, "considerations"),
            fewer_tracks_reason=self.line(part, "fewer_tracks_reason"),
            tracks=tuple(
                self.track(one) for one in self.parts(part, "tracks", "title can wants skills strategy", optional)
            ),
        )

    def track(self, part: Part) -> Track:
        return Track(
            title=self.line(part, "title"),
            is_education=self.yes_or_no(part, "is_education"),
            can=self.line(part, "can"),
            wants=self.line(part, "wants"),
            needed=self.line(part, "needed"),
            skills=self.lines(part, "skills"),
            steps=self.lines(part, "steps"),
            strategy=self.line(part, "strategy"),
            companies=self.lines(part, "companies") if "companies" in part.entries else None,
            level=self.choice(part, "level", Demand) if "level" in part.entries else None,
            seen=self.days_if_any(part, "seen") or SEEN,
        )

    def talk(self, outer: Part, key: str) -> Talk:
        part = self.inner(outer, key, "ago", "ending why explore give again words summary agreements")
        required, optional = "what measure why sure", "due passed track went note"
        return Talk(
            ago=self.days(part, "ago"),
            ending=self.one_of(part, "ending", ConversationState)
            if "ending" in part.entries
            else ConversationState.HELD,
            why=self.line(part, "why"),
            explore=self.line(part, "explore"),
            give=self.line(part, "give"),
            again=self.line(part, "again"),
            words=self.lines(part, "words"),
            summary=self.line(part, "summary"),
            agreements=tuple(self.agreement(one) for one in self.parts(part, "agreements", required, optional)),
        )

    def agreement(self, part: Part, what: str = "what") -> Agreement:
        return Agreement(
            what=self.line(part, what),
            measure=self.line(part, "measure"),
            why=self.line(part, "why"),
            sure=self.count(part, "sure", 1, 10),
            due=self.days(part, "due") - self.days(part, "passed"),
            track=self.days(part, "track"),
            went=self.one_of(part, "went", AgreementState) if "went" in part.entries else None,
            note=self.line(part, "note"),
        )

    def activity(self, outer: Part) -> Activity:
        part = self.inner(outer, "activity", "kind title purpose ago weeks", "track")
        return Activity(
            kind=self.one_of(part, "kind", ActivityKind),
            title=self.line(part, "title"),
            purpose=self.line(part, "purpose"),
            track=self.days(part, "track"),
            ago=self.days(part, "ago"),
            weeks=self.days(part, "weeks"),
        )

    def placement(self, outer: Part) -> Placement:
        part = self.inner(outer, "placement", "company track purpose ago weeks hours follow_ups tasks", "vitas")
        optional = "paid goal agreed measure why sure due"
        return Placement(
            company=self.line(part, "company"),
            track=self.days(part, "track"),
            purpose=self.line(part, "purpose"),
            vitas="vitas" not in part.entries or self.yes_or_no(part, "vitas"),
            ago=self.days(part, "ago"),
            weeks=self.days(part, "weeks"),
            hours=self.days(part, "hours"),
            follow_ups=self.numbers(part.entries["follow_ups"].value, part) if "follow_ups" in part.entries else (),
            tasks=tuple(self.task(one) for one in self.parts(part, "tasks", "name minutes said", optional)),
        )

    def task(self, part: Part) -> Task:
        said = [self.numbers(each, part) for each in self.listed(part, "said")]
        return Task(
            name=self.line(part, "name"),
            minutes=self.days(part, "minutes"),
            paid=self.days(part, "paid"),
            goal=self.line(part, "goal"),
            said=tuple((each[0], each[1], each[2]) for each in said if len(each) == 3),  # the three
            agreed=self.agreement(part, "agreed") if "agreed" in part.entries else None,
        )

    def cv(self, outer: Part) -> Cv:
        part = self.inner(outer, "cv", "jobs learned licence languages profile")
        of_job, optional = "title employer period tasks", "responsibility results"
        return Cv(
            jobs=tuple(
                Job(**{name: self.line(one, name) for name in Job.__dataclass_fields__})
                for one in self.parts(part, "jobs", of_job, optional)
            ),
            learned=self.line(part, "learned"),
            licence=self.line(part, "licence"),
            languages=self.lines(part, "languages"),
            profile=self.lines(part, "profile"),
        )

    def search(self, part: Part) -> Search:
        of = part.entries["log_of"].value if "log_of" in part.entries else None
        return Search(
            entries=self.days_if_any(part, "log"),
            of=self.numbers(of, part) if of else (),
            beside=self.days(part, "log_beside"),
            asked=self.days_if_any(part, "asked_in_log"),
            wishes=self.lines(part, "wishes"),
            not_in_cv=self.lines(part, "not_in_cv"),
            contact_hidden=self.yes_or_no(part, "contact_hidden"),
            cv_seen=self.days_if_any(part, "cv_seen"),
        )

    # The values

    def line(self, part: Part, key: str) -> str:
        """Text in a line, which may be missing or empty."""
        node = self.value(part, key)
        return "" if isinstance(node, Scalar) and not node.text else self.words(part, key, limit=_LONGEST)

    def one_of(self, part: Part, key: str, kind: type[Chosen]) -> Chosen:
        """As `choice`, of what a column may hold."""
        text = self.line(part, key)
        if text in kind.values:
            return kind(text)
        self.note("not_one_of", part.line_of(key), part.at(key), found=text, choices=", ".join(kind.values))
        return next(iter(kind))

    def lines(self, part: Part, key: str) -> tuple[str, ...]:
        return tuple(one.text for one in self.listed(part, key) if isinstance(one, Scalar))

    def days(self, part: Part, key: str) -> int:
        return self.count(part, key, 0, _HIGHEST)

    def days_if_any(self, part: Part, key: str) -> int | None:
        return self.days(part, key) if key in part.entries else None

    def numbers(self, node: Node, part: Part) -> tuple[int, ...]:
        values = node.values if isinstance(node, Sequence) else ()
        texts = [one.text for one in values if isinstance(one, Scalar)]
        if not texts or len(texts) != len(values) or not all(text.isdecimal() for text in texts):
            self.note("not_a_list", node.line, part.path)
            return ()
        return tuple(int(text) for text in texts)


SEEN: Final = 6
"""So many days ago demand is looked up where a case does not say."""
