"""The job log in as a file: a row for each job, columns in any order, held against plan and log before anything is saved.

    stilling · dato · virksomhed · sted · hvordan · opfølgning · resultat · jobspor · note · ansøgning

A job that is in the log already (same title, company and day) is left as it is, so a file may be read again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import IO, Any, Final

from django.db.models import Q
from django.utils.translation import override

from fagkompas.casework.actions.job_log import GivenEntry, Job, jobs_in_log, problems_of
from fagkompas.casework.models import AppliedHow, LogResult, Track
from fagkompas.casework.wording.job_log import COLUMNS_OF_FILES, labels
from fagkompas.citizens.models import Citizen
from fagkompas.engine.errors import BadInput, Problem
from fagkompas.occupations.models import Occupation
from fagkompas.toolkit.row_files import ReadRows, Texts, day_in, in_order, placed, problem, read_rows

COLUMNS: Final = tuple(COLUMNS_OF_FILES)
REQUIRED: Final = ("stilling", "dato")
OF_FIELDS: Final[Mapping[str, str]] = {
    "title": "stilling",
    "applied_on": "dato",
    "company": "virksomhed",
    "place": "sted",
    "follow_up_on": "opfølgning",
    "track": "jobspor",
    "note": "note",
    "documents": "ansøgning",
}
"""The column of each field of an entry."""

LANGUAGES: Final = ("da", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedEntry:
    """A row that can be saved; `is_known` where the log has it already."""

    row: int
    given: GivenEntry
    is_known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedLog:
    """A file held against the case: what can be saved, and every problem in the order of the file."""

    rows: tuple[CheckedEntry, ...]
    problems: tuple[Problem, ...]

    @property
    def to_save(self) -> list[GivenEntry]:
        """Those that are new."""
        return [row.given for row in self.rows if not row.is_known]

    @property
    def known(self) -> int:
        """How many are in the log already."""
        return len(self.rows) - len(self.to_save)


def read_job_log(file: IO[bytes], *, name: str) -> ReadRows:
    """The rows of the first sheet. Raises `BadInput` when the file cannot be read or lacks a column."""
    return read_rows(file, name=name, columns=COLUMNS, required=REQUIRED)


def check_job_log(read: ReadRows, *, citizen: Citizen, tracks: Sequence[Track], today: date) -> CheckedLog:
    """Hold rows against the case; `tracks` are the open ones of its plan. Queries do not grow with the rows."""
    checker = _Checker(read.rows, citizen, tracks, today)
    checked, found = [], list(read.problems)
    for number, texts in read.rows.items():
        try:
            checked.append(checker.checked(number, texts))
        except BadInput as refused:
            found.extend(refused.problems)
    return CheckedLog(rows=tuple(checked), problems=in_order(found))


def occupations_called(titles: Sequence[str]) -> dict[str, Occupation]:
    """Occupations in use with exactly these titles, whatever the size of their letters."""
    spelled = {spelling for title in titles for spelling in (title, title.lower(), title.capitalize())}
    found: dict[str, Occupation] = {}
    for start in range(0, len(spelled), 400):
        some = sorted(spelled)[start : start + 400]
        for one in Occupation.objects.in_use().filter(Q(title_da__in=some) | Q(title_en__in=some)).order_by("pk"):
            for title in (one.title_da, one.title_en):
                found.setdefault(title.casefold(), one)
    return found


class _Checker:
    """Knows the tracks, the log, and what the rows above have."""

    def __init__(self, rows: Mapping[int, Texts], citizen: Citizen, tracks: Sequence[Track], today: date) -> None:
        self.rows, self.citizen, self.tracks, self.today = rows, citizen, tracks, today
        self.first_rows: dict[Job, int] = {}

    @cached_property
    def by_name(self) -> dict[str, Track]:
        """Job tracks by their name in either language."""
        return {name.casefold(): track for track in self.tracks for name in _names(track)}

    @cached_property
    def occupations(self) -> dict[str, Occupation]:
        return occupations_called([texts["stilling"] for texts in self.rows.values()])

    @cached_property
    def log(self) -> set[Job]:
        return jobs_in_log(self.citizen)

    def checked(self, number: int, texts: Texts) -> CheckedEntry:
        """The row as it can be saved; raises `BadInput` with every problem of it."""
        problems: list[Problem] = []
        applied_on = self._day(number, texts, "dato", problems)
        follow_up_on = self._day(number, texts, "opfølgning", problems)
        track = self._track(number, texts, problems)
        how = _chosen(AppliedHow, texts["hvordan"], AppliedHow.ADVERT)
        result = _chosen(LogResult, texts["resultat"], LogResult.WAITING)
        for value, column, code, choices in (
            (how, "hvordan", "how_unknown", labels(AppliedHow)),
            (result, "resultat", "result_unknown", labels(LogResult)),
        ):
            if value is None:
                problems.append(problem(code, row=number, column=column, found=texts[column][:40], choices=choices))
        if applied_on is None and not texts["dato"]:
            problems.append(problem("day_missing", row=number, column="dato"))
        given = GivenEntry(
            occupation=self.occupations.get(texts["stilling"].casefold()),
            title=texts["stilling"],
            track=track,
            company=texts["virksomhed"],
            place=texts["sted"],
            applied_on=applied_on or self.today,
            how=how or AppliedHow.ADVERT,
            follow_up_on=follow_up_on,
            result=result or LogResult.WAITING,
            note=texts["note"],
            documents=texts["ansøgning"],
        )
        refused = placed(problems_of(given, citizen=self.citizen, today=self.today), row=number, columns=OF_FIELDS)
        problems += [one for one in refused if applied_on is not None or one.place.column not in {"dato", "opfølgning"}]
        if problems:
            raise BadInput(tuple(problems))
        return self._as_new(number, given)

    def _as_new(self, number: int, given: GivenEntry) -> CheckedEntry:
        if first := self.first_rows.get(given.job):
            raise BadInput((problem("row_twice", row=number, column="stilling", first=first),))
        self.first_rows[given.job] = number
        return CheckedEntry(row=number, given=given, is_known=given.job in self.log)

    def _day(self, number: int, texts: Texts, column: str, problems: list[Problem]) -> date | None:
        typed = texts[column]
        day = day_in(typed)
        if typed and day is None:
            problems.append(problem("not_a_day", row=number, column=column, found=typed[:40]))
        return day

    def _track(self, number: int, texts: Texts, problems: list[Problem]) -> Track | None:
        """The one that is named; without a name the one that is called as the job."""
        typed = texts["jobspor"]
        track = self.by_name.get((typed or texts["stilling"]).casefold())
        if typed and track is None:
            code = "track_not_in_plan" if self.tracks else "no_tracks_in_plan"
            choices = ", ".join(one.name for one in self.tracks)
            problems.append(problem(code, row=number, column="jobspor", found=typed[:60], choices=choices))
        return track


def _names(track: Track) -> Iterator[str]:
    job = track.occupation
    return filter(None, (job.title_da, job.title_en) if job else (track.title,))


def _chosen(choices: Any, typed: str, otherwise: Any) -> Any:
    """By code, or by its words in either language; None for what is neither."""
    if not typed:
        return otherwise
    words: dict[str, Any] = {}
    for language in LANGUAGES:
        with override(language):
            words |= {str(label).casefold(): choices(value) for value, label in choices.choices}
    return words.get(typed.casefold()) or (choices(typed) if typed in choices else None)
