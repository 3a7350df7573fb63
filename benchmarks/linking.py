"""Linking free job titles to occupations: how long it takes, and how often the right one stands on top.

`ESCO=FOLDER python -m benchmarks linking` measures with the names of that folder. Two questions are asked, neither of them
from a data set that anybody ranks by:

- A name of an occupation is taken out, and looked for: does another name of the same occupation come first?
- The title of a group is looked for: does a name of an occupation of the group come first?

Beside it stands a plain index of whole words with the same weights. MRR is the mean of 1 / place of the first right name.
"""

import csv
import os
import random
from collections.abc import Callable, Sequence
from math import log
from pathlib import Path
from statistics import fmean
from time import process_time

from benchmarks.rows import Row
from fagkompas.engine.text.linking import Known, Linking
from fagkompas.engine.text.words import words_of

TITLES = 10_000
ASKED = 1_500
ALLOWED = 20.0
SLIPS = 0.3

Ask = tuple[str, set[str]]
Answers = Callable[[str], Sequence[str]]


def run() -> list[Row]:
    """One table; nothing without the folder."""
    folder = os.environ.get("ESCO", "")
    if not folder:
        return []
    names, group_of = _names(Path(folder))
    titles = _titles(names)
    begun = process_time()
    linking = Linking(names)
    made = process_time() - begun
    begun = process_time()
    for title in titles:
        linking.links(title)
    took = process_time() - begun
    assert took + made < ALLOWED, f"{TITLES} titles took {took:.0f} s"
    rows = [
        Row(
            what="Linking free titles, of the processor",
            size=TITLES,
            seconds=took + made,
            note=f"at most {ALLOWED:.0f} s",
        )
    ]
    for what, asked, left in (_left_out(names), _groups(Path(folder), names, group_of)):
        found, seconds = _mrr(asked, Linked(left))
        plain, beside_seconds = _mrr(asked, _Words(left))
        rows.append(
            Row(
                what=what,
                size=len(asked),
                seconds=seconds,
                beside="an index of whole words",
                beside_seconds=beside_seconds,
                note=f"MRR {found:.3f}, beside it {plain:.3f}",
            )
        )
    return rows


class Linked:
    """Ours."""

    def __init__(self, names: Sequence[Known]) -> None:
        self._linking = Linking(names)

    def __call__(self, title: str) -> list[str]:
        """Occupations, best first."""
        return [one.name.of for one in self._linking.links(title)]


def _names(folder: Path) -> tuple[list[Known], dict[str, str]]:
    """All names, and the group of each occupation."""
    with (folder / "occupations_da.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = [
        Known(id=f"{row['conceptUri']} {at}", text=text.strip(), of=row["conceptUri"])
        for row in rows
        for at, text in enumerate([row["preferredLabel"], *row["altLabels"].splitlines()])
        if text.strip()
    ]
    return names, {row["conceptUri"]: row["iscoGroup"] for row in rows}


def _titles(names: Sequence[Known]) -> list[str]:
    """Names with slips in some of them."""
    chance = random.Random(2026)  # noqa: S311  # a measurement
    return [_slipped(chance.choice(names).text, chance) for _one in range(TITLES)]


def _slipped(text: str, chance: random.Random) -> str:
    if chance.random() > SLIPS or len(text) < 5:
        return text
    at = chance.randrange(1, len(text) - 1)
    return chance.choice((text[:at] + text[at + 1 :], text[:at] + text[at + 1] + text[at] + text[at + 2 :]))


def _left_out(names: Sequence[Known]) -> tuple[str, list[Ask], list[Known]]:
    chance = random.Random(2026)  # noqa: S311  # a measurement
    by_occupation: dict[str, list[Known]] = {}
    for one in names:
        by_occupation.setdefault(one.of, []).append(one)
    several = [group for group in by_occupation.values() if len(group) > 1]
    out = [chance.choice(group) for group in chance.sample(several, min(ASKED, len(several)))]
    gone = {one.id for one in out}
    return "Names left out", [(one.text, {one.of}) for one in out], [one for one in names if one.id not in gone]


def _groups(folder: Path, names: Sequence[Known], group_of: dict[str, str]) -> tuple[str, list[Ask], list[Known]]:
    with (folder / "ISCOGroups_da.csv").open(encoding="utf-8", newline="") as file:
        titles = {row["code"]: row["preferredLabel"] for row in csv.DictReader(file) if len(row["code"]) == 4}
    members: dict[str, set[str]] = {}
    for occupation, group in group_of.items():
        members.setdefault(group, set()).add(occupation)
    return (
        "Titles of groups",
        [(titles[code], members[code]) for code in sorted(titles) if code in members],
        list(names),
    )


def _mrr(asked: Sequence[Ask], answers: Answers) -> tuple[float, float]:
    """And how long it took."""
    begun = process_time()
    places = [_of_first(answers(title), right) for title, right in asked]
    return fmean(places), process_time() - begun


def _of_first(answers: Sequence[str], right: set[str]) -> float:
    return next((1 / at for at, of in enumerate(answers, start=1) if of in right), 0.0)


class _Words:
    """Whole words with tf-idf and cosine, as plain as it gets."""

    def __init__(self, names: Sequence[Known]) -> None:
        self._names = names
        words = [set(words_of(one.text)) for one in names]
        self._with: dict[str, list[int]] = {}
        for at, several in enumerate(words):
            for word in several:
                self._with.setdefault(word, []).append(at)
        self._rarity = {word: 1 + log((1 + len(names)) / (1 + len(places))) for word, places in self._with.items()}
        self._length = [sum(self._rarity[word] ** 2 for word in several) ** 0.5 for several in words]

    def __call__(self, title: str) -> list[str]:
        """Occupations, best first."""
        scores: dict[int, float] = {}
        for word in set(words_of(title)):
            for at in self._with.get(word, ()):
                scores[at] = scores.get(at, 0) + self._rarity[word] ** 2 / self._length[at]
        best = sorted(scores, key=lambda at: (-scores[at], at))[:100]
        return [self._names[at].of for at in best]
