"""A ratings file on its way into a round: what is kept of it for an hour, and what saving it would do.

::

    file ──read_upload──> Reading ──kept_content──> RatingsImport.content ──what_saving_does──> Plan

The plan is made anew each time it is asked for, from what the file says and from who works where and who manages what
just then. Only people in units that the person manages are known here. Of those in units whose rounds the person runs,
and so knows by name, the page says that their manager can save; of everybody else the same as of people who do not exist.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import IO, Any, Final

from fagkompas.accounts.models import Employee, EmployeeQuerySet, Role, Unit
from fagkompas.accounts.permissions import lineage_under, people_under, units_with_role
from fagkompas.assessments.models import Participant, RatingsImport, Round, RoundState, Scope
from fagkompas.assessments.workbooks.cells import Fault
from fagkompas.assessments.workbooks.gathering import Gathered
from fagkompas.assessments.workbooks.ratings import PATH_SEPARATOR, Person, RatedItem, RatingsFile
from fagkompas.assessments.workbooks.reading import gather_file, resolve_file
from fagkompas.assessments.workbooks.resolving import NAMELESS
from fagkompas.engine.errors import BadInput, Place, Problem
from fagkompas.engine.framework import columns, described_columns
from fagkompas.engine.scales import Mode, Rater
from fagkompas.frameworks.document import FrameworkDocument
from fagkompas.frameworks.models import Version
from fagkompas.frameworks.to_engine import document_of, engine_framework

Content = dict[str, Any]
"""JSON of what was read: mode, people and answers."""

TELLING_PAUSE: Final = 0.25
"""Seconds between two words on how far the reading has come."""

_OTHERS_ONLY: Final = frozenset({Rater.MANAGER, Rater.PEER, Rater.AGREED})
"""Who cannot be the person rated."""


WITHOUT_RIGHT: Final = frozenset({"upload_unit_without_right", "upload_not_manager"})
"""Refusals that are about who saves, and not about the file."""


# Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A file that was read: its contents and the version that knows its codes, None where nothing could be read."""

    content: Content | None
    version: Version | None
    problems: tuple[Problem, ...]


def read_upload(source: IO[bytes], *, name: str, versions: Sequence[Version]) -> Reading:
    """Import a file by the codes of these versions, of which the first that knows most of them is taken."""
    return _reading(partial(gather_file, source, name=name), name, versions)


def read_upload_telling(source: IO[bytes], *, name: str, versions: Sequence[Version]) -> Iterator[int | Reading]:
    """The same, telling again and again how many rows are read so far; last what was read.

    The file is read in a thread of its own, which asks no database.
    """
    rows = _RowsRead()
    with ThreadPoolExecutor(max_workers=1) as pool:
        work = pool.submit(gather_file, source, name=name, progress=rows)
        while wait([work], timeout=TELLING_PAUSE).not_done:
            yield rows.read
    yield rows.read
    yield _reading(work.result, name, versions)


class _RowsRead:
    """Remembers the latest of what it is called with."""

    def __init__(self) -> None:
        self.read = 0

    def __call__(self, rows: int) -> None:
        self.read = rows


def _reading(gather: Callable[[], Gathered], name: str, versions: Sequence[Version]) -> Reading:
    finder = _Finder(versions)
    try:
        file = resolve_file(gather(), name=name, find_framework=finder.document_for)
    except BadInput as refused:
        return Reading(content=None, version=None, problems=refused.problems)
    # Where somebody works is known here, so a file need not say it.
    problems = tuple(problem for problem in file.problems if problem.message_code != "unit_missing")
    return Reading(content=kept_content(file), version=finder.found, problems=problems)


class _Finder:
    """Finds the version for the codes of a file, and remembers which it was."""

    def __init__(self, versions: Sequence[Version]) -> None:
        self._versions = versions
        self.found: Version | None = None

    def document_for(self, codes: frozenset[str]) -> FrameworkDocument | None:
        """The document of the version that knows most of the codes; None when none knows any."""
        known = [len(codes & _codes_of(version)) for version in self._versions]
        if not any(known):
            return None
        self.found = self._versions[known.index(max(known))]
        return document_of(self.found)


def _codes_of(version: Version) -> frozenset[str]:
    framework = engine_framework(version)
    return frozenset(code.upper() for mode in Mode for code in columns(framework, mode))


def kept_content(file: RatingsFile) -> Content:
    """What is kept of a file until it is saved."""
    return {
        "mode": file.mode.value,
        "people": [[person.id, person.name, list(person.unit), person.category] for person in file.people],
        "answers": [[a.person, a.rater.value, a.code, a.value, a.evidence] for a in file.answers],
    }


def people_kept(content: Content) -> list[Person]:
    """The people of the file."""
    return [Person(id=i, name=name, unit=tuple(unit), category=c) for i, name, unit, c in content["people"]]


def answers_kept(content: Content) -> Iterator[RatedItem]:
    """The answers of the file."""
    for person, rater, code, value, evidence in content["answers"]:
        yield RatedItem(person=person, rater=Rater(rater), code=code, value=value, evidence=evidence)


# What saving would do


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundChoice:
    """An open round that the file fits, and how many of its people take part in it."""

    round: Round
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What saving the file would do for one person.

    `employees` has the colleague of each of the file's people, by their place in it; who is missing there is not known.
    `answers` are those that would be saved, `by_rater` how many of whom. `left_out` says what would not be saved and
    why, `refusals` why nothing can be saved at all. `unit` is where a new round could be opened.
    """

    people: Sequence[Person]
    employees: Mapping[int, Employee]
    answers: Sequence[RatedItem]
    by_rater: Mapping[Rater, int]
    left_out: Sequence[Problem]
    refusals: Sequence[Problem]
    rounds: Sequence[RoundChoice]
    unit: Unit | None

    @property
    def may_be_saved(self) -> bool:
        """Whether there is anything to save, and the right to."""
        return not self.refusals

    @property
    def lacks_right_only(self) -> bool:
        """Whether the file could be saved, and only by others."""
        return bool(self.refusals) and all(problem.message_code in WITHOUT_RIGHT for problem in self.refusals)

    @property
    def rated(self) -> Sequence[Employee]:
        """Those whose ratings would be saved, in the order of the file."""
        places = {answer.person for answer in self.answers}
        return [employee for place, employee in self.employees.items() if place in places]


def what_saving_does(person: Employee, waiting: RatingsImport, *, today: date) -> Plan:
    """The plan for a file that could be read. The number of queries does not grow with the file."""
    content, version = waiting.content, waiting.version
    if content is None or version is None:
        raise ValueError("Nothing could be read of the file, so there is nothing to save.")
    people = people_kept(content)
    managed = units_with_role(person, Role.MANAGER)
    employees, left_out = _matched(
        people,
        _working(people_under(person, Role.MANAGER)),
        _working(people_under(person, Role.CONSULTANT, Role.ADMINISTRATOR)),
    )
    answers, refused = _answers_to_save(
        person, version, Mode(content["mode"]), employees, answers_kept(content), people
    )
    refusals = list(_units_without_right(person, people, managed))
    if not refusals and not answers:
        refusals = [_nothing_to_save(left_out)]
    choices = list(_open_rounds(person, version, content["mode"], today)) if not refusals else []
    locked, taking_part = _taking_part(choices, employees, answers)
    return Plan(
        people=people,
        employees=employees,
        answers=answers,
        by_rater=Counter(answer.rater for answer in answers),
        left_out=[*left_out, *refused, *(_about(people[place], "upload_dialogue_signed") for place in locked)],
        refusals=refusals,
        rounds=[RoundChoice(round=one, people=taking_part[one.pk]) for one in choices if taking_part[one.pk]],
        unit=_common_unit(employees.values(), managed) if not refusals else None,
    )


def _working(people: EmployeeQuerySet) -> EmployeeQuerySet:
    return people.filter(is_active=True).select_related("unit").order_by("pk")


def _by_word(people: Iterable[Employee]) -> dict[str, Employee]:
    return {word.casefold(): one for one in people for word in (one.email, one.staff_number) if word}


def _matched(
    people: Sequence[Person], managed: Iterable[Employee], named: Iterable[Employee]
) -> tuple[dict[int, Employee], list[Problem]]:
    """Who of the file is who, by e-mail or staff number, and of whom nobody is known.

    `named` are those who may be known by name without a right to their ratings.
    """
    by_word, elsewhere = _by_word(managed), _by_word(named)
    found: dict[int, Employee] = {}
    problems: list[Problem] = []
    taken: set[int] = set()
    for place, person in enumerate(people):
        employee = by_word.get(person.id.casefold())
        if employee is None and person.id.casefold() in elsewhere:
            problems.append(_about(person, "upload_person_not_managed"))
        elif employee is None:
            problems.append(_about(person, "upload_person_unknown"))
        elif employee.pk in taken:
            problems.append(_about(person, "upload_person_twice"))
        else:
            taken.add(employee.pk)
            found[place] = employee
            if person.unit != NAMELESS and person.unit_path.casefold() != employee.unit.path.casefold():
                problems.append(_about(person, "upload_unit_differs", unit=employee.unit.path))
    return found, problems


def _answers_to_save(
    person: Employee,
    version: Version,
    mode: Mode,
    employees: Mapping[int, Employee],
    answers: Iterable[RatedItem],
    people: Sequence[Person],
) -> tuple[list[RatedItem], list[Problem]]:
    """Answers about those who are known; not the person's own as a manager, nor what another category is asked."""
    described = {column.code: column for column in described_columns(engine_framework(version), mode)}
    kept: list[RatedItem] = []
    own: Counter[int] = Counter()
    other: Counter[int] = Counter()
    for answer in answers:
        employee = employees.get(answer.person)
        if employee is None:
            continue
        categories = described[answer.code].categories
        if employee.pk == person.pk and answer.rater in _OTHERS_ONLY:
            own[answer.person] += 1
        elif employee.category and categories is not None and employee.category not in categories:
            other[answer.person] += 1
        else:
            kept.append(answer)
    return kept, [
        *(_about(people[place], "upload_own_rating", answers=count) for place, count in own.items()),
        *(_about(people[place], "upload_other_category", answers=count) for place, count in other.items()),
    ]


def _units_without_right(person: Employee, people: Iterable[Person], managed: Sequence[Unit]) -> Iterator[Problem]:
    """Every unit that the file names must be one that the person manages, whoever of it is known."""
    lineages = dict(Unit.objects.of_root(person.root_id).order_by("pk").values_list("path", "lineage"))
    by_path = {path.casefold(): lineage for path, lineage in lineages.items()}
    for unit in dict.fromkeys(one.unit for one in people if one.unit != NAMELESS):
        path = PATH_SEPARATOR.join(unit)
        lineage = by_path.get(path.casefold())
        if lineage is None or not lineage_under(lineage, managed):
            yield Fault(code="upload_unit_without_right").at(Place(column=path), path)


def _nothing_to_save(left_out: Sequence[Problem]) -> Problem:
    """Because of who would save it, where that keeps anybody's ratings out; else because of the file."""
    is_right = any(problem.message_code == "upload_person_not_managed" for problem in left_out)
    return Fault(code="upload_not_manager" if is_right else "upload_nothing").at(Place(), None)


def _open_rounds(person: Employee, version: Version, mode: str, today: date) -> Iterator[Round]:
    """Rounds of the same version and mode that take answers, newest first."""
    rounds = Round.objects.of_root(person.root_id).filter(version=version, mode=mode, scope=Scope.PERSON)
    for round_ in rounds.filter(state=RoundState.OPEN).select_related("unit").newest_first():
        if round_.takes_answers_on(today):
            yield round_


def _taking_part(
    rounds: Sequence[Round], employees: Mapping[int, Employee], answers: Sequence[RatedItem]
) -> tuple[list[int], Counter[int]]:
    """Places in the file of those whose dialogue is signed in one of the rounds, so that nothing can change there; and
    round id to how many others of those with answers take part in it."""
    place_of = {employees[place].pk: place for place in {answer.person for answer in answers}}
    rows = (
        Participant.objects.filter(round__in=[round_.pk for round_ in rounds])
        .order_by("pk")
        .values_list("round_id", "employee_id", "dialogue__manager_signed_at")
    )
    mine = [row for row in rows.iterator() if row[1] in place_of]
    locked = {place_of[employee] for _round, employee, signed in mine if signed}
    return sorted(locked), Counter(round_ for round_, _employee, signed in mine if not signed)


def _common_unit(employees: Iterable[Employee], managed: Sequence[Unit]) -> Unit | None:
    """The lowest unit that holds all of them, where the person manages it."""
    lineages = [employee.unit.lineage.strip("/").split("/") for employee in employees]
    shared = []
    for steps in zip(*lineages, strict=False):
        if len(set(steps)) > 1:
            break
        shared.append(steps[0])
    unit = Unit.objects.filter(pk=shared[-1], retired_on__isnull=True).first() if shared else None
    return unit if unit is not None and lineage_under(unit.lineage, managed) else None


def _about(person: Person, code: str, **values: str | int) -> Problem:
    return Fault(code=code, values=values).at(Place(column=person.name), person.id)
