"""Every write about methods: favourites, experience, practice, and a municipality's own words."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee
from fagkompas.accounts.names import known_names
from fagkompas.audit.actions import record_change
from fagkompas.engine.errors import BadInput, Place, Problem
from fagkompas.methods.document import Method
from fagkompas.methods.in_use import ADAPTABLE
from fagkompas.methods.library import known_competencies, shipped, shipped_data, situations
from fagkompas.methods.models import (
    LONGEST_EXPERIENCE,
    Adaptation,
    Experience,
    Favourite,
    Practice,
    PracticeKind,
)
from fagkompas.methods.reader import LONGEST_PLAY, method_from_data
from fagkompas.toolkit.cpr import cpr_like
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.retention import RetentionLine
from fagkompas.toolkit.texts import Data
from fagkompas.toolkit.together import ChangedMeanwhile
from fagkompas.toolkit.traces import guard

LONGEST_OF_A_CARD: Final = 3
"""Minutes that a quiz card counts for at most, so that a page that was left open counts little."""


# Favourites, experience and practice


@transaction.atomic
def keep_favourite(*, code: str, is_kept: bool, by: Employee) -> None:
    """Keep a method on top of one's list, or not any more; asked for twice is as once."""
    before = Favourite.objects.filter(employee=by, code=code)
    if is_kept == before.exists():
        return
    if is_kept:
        Favourite.objects.create(employee=by, code=code)
    else:
        before.delete()
    action = "methods.favourite.added" if is_kept else "methods.favourite.removed"
    record_change(by=by, action=action, subject_id=by.pk, method=code)


@transaction.atomic
def write_experience(
    *, method: Method, did: str, happened: str, traces_read: str, now: datetime, by: Employee
) -> Experience:
    """Tell colleagues what one did with a method, and what happened.

    Raises `BadInput`, or `TracesFound` until the writer has read the warning whose stamp is `traces_read`.
    """
    texts = {"did": did, "happened": happened}
    refuse(
        [
            *unless(did, "did", "did_missing"),
            *(
                problem
                for name, text in texts.items()
                for problem in unless(
                    len(text) <= LONGEST_EXPERIENCE, name, "text_too_long", longest=LONGEST_EXPERIENCE
                )
            ),
        ]
    )
    guard(texts, names=known_names(by.root_id), read=traces_read)
    experience = Experience.objects.create(
        root_id=by.root_id, employee=by, code=method.code, did=did, happened=happened, at=now
    )
    record_change(by=by, action="methods.experience.written", target=experience, subject_id=by.pk)
    return experience


@transaction.atomic
def take_back_experience(*, experience: Experience, by: Employee) -> None:
    """The author does not share it any more."""
    record_change(by=by, action="methods.experience.taken_back", target=experience, subject_id=by.pk)
    experience.delete()


@transaction.atomic
def finish_quiz(*, method: Method, answers: Sequence[int], began_at: datetime, now: datetime, by: Employee) -> Practice:
    """All cards are answered: by card the place of the chosen answer, from 0. Whole minutes, the begun one counts.

    Raises `BadInput` when not every card has an answer that it has.
    """
    known = len(answers) == len(method.quiz) > 0 and all(
        0 <= chosen < len(card.answers) for card, chosen in zip(method.quiz, answers, strict=True)
    )
    refuse(unless(known, "answer", "quiz_not_answered"))
    right = sum(card.answers[chosen].is_right for card, chosen in zip(method.quiz, answers, strict=True))
    took = -(-int((now - began_at).total_seconds()) // 60)
    minutes = min(max(took, 1), LONGEST_OF_A_CARD * len(method.quiz))
    return _practised(
        Practice(code=method.code, kind=PracticeKind.QUIZ, minutes=minutes, right=right, of=len(answers)), now, by
    )


@transaction.atomic
def register_role_play(*, method: Method, minutes: int, now: datetime, by: Employee) -> Practice:
    """The person has practised it with colleagues for so many minutes. Raises `BadInput`."""
    refuse(unless(1 <= minutes <= LONGEST_PLAY, "minutes", "minutes_impossible", str(minutes), longest=LONGEST_PLAY))
    return _practised(Practice(code=method.code, kind=PracticeKind.ROLE_PLAY, minutes=minutes), now, by)


def _practised(practice: Practice, now: datetime, by: Employee) -> Practice:
    practice.employee, practice.practised_on = by, timezone.localdate(now)
    practice.save()
    record_change(by=by, action="methods.practice.registered", target=practice, subject_id=by.pk)
    return practice


@transaction.atomic
def remove_practice(*, practice: Practice, by: Employee) -> None:
    """It was not so, or not so long."""
    record_change(by=by, action="methods.practice.removed", target=practice, subject_id=by.pk)
    practice.delete()


# A municipality's own


@transaction.atomic
def save_adaptation(*, code: str, texts: Data, revision: int, now: datetime, by: Employee) -> Adaptation:
    """Write a municipality's own words for a method, or all of one that is its own; `texts` is as a file holds them.

    What says the same as the product's file is left out, so that it follows later versions. Raises `BadInput`: a part is
    missing or too long, or holds what looks like a CPR number; `ChangedMeanwhile` when somebody has saved since `revision`
    (0 where nothing is saved yet).
    """
    held = Adaptation.objects.select_for_update().filter(root_id=by.root_id, code=code).first()
    if (held.revision if held else 0) != revision:
        raise ChangedMeanwhile
    if code in shipped():
        own = shipped_data(code)
        texts = {key: texts[key] for key in ADAPTABLE if key in texts and texts[key] != own.get(key)}
        _check(own | texts)
    else:
        texts = texts | {"code": code}
        _check(texts)
    row = held or Adaptation(root_id=by.root_id, code=code)
    row.texts, row.revision, row.by, row.changed_at = texts, revision + 1, by, now
    row.save()
    record_change(by=by, action="methods.adaptation.saved", target=row, method=code, parts=sorted(texts))
    return row


@transaction.atomic
def retire_method(*, code: str, today: date, now: datetime, by: Employee) -> Adaptation:
    """It is not offered in the municipality any more; its page stays for those who have it among what they use."""
    return _set_retired(code, today, now, by, "methods.adaptation.retired")


@transaction.atomic
def restore_method(*, code: str, now: datetime, by: Employee) -> Adaptation:
    """It is offered again."""
    return _set_retired(code, None, now, by, "methods.adaptation.restored")


@transaction.atomic
def use_shipped_words(*, code: str, now: datetime, by: Employee) -> None:
    """The municipality's words go, and the product's stand alone. Raises `BadInput` for a method of its own."""
    refuse(unless(code in shipped(), "code", "own_has_no_shipped", code))
    held = Adaptation.objects.select_for_update().filter(root_id=by.root_id, code=code).first()
    if held is None or not held.texts:
        return
    held.texts, held.by, held.changed_at = {}, by, now
    held.revision += 1
    held.save()
    record_change(by=by, action="methods.adaptation.dropped", target=held, method=code)


def _set_retired(code: str, day: date | None, now: datetime, by: Employee, action: str) -> Adaptation:
    held = Adaptation.objects.select_for_update().filter(root_id=by.root_id, code=code).first()
    refuse(unless(held is not None or code in shipped(), "code", "method_unknown", code))
    row = held or Adaptation(root_id=by.root_id, code=code)
    row.retired_on, row.by, row.changed_at = day, by, now
    row.revision += 1
    row.save()
    record_change(by=by, action=action, target=row, method=code)
    return row


def _check(data: Data) -> None:
    """Raises BadInput with everything that keeps the data from being a method, each with its path as its column."""
    problems: list[Problem] = []
    try:
        method = method_from_data(data)
    except BadInput as refused:
        problems += refused.problems
    else:
        for key, codes, known in (
            ("competencies", method.competencies, known_competencies()),
            ("situations", method.situations, situations().keys()),
        ):
            for code in codes:
                problems += unless(code in known, key, "unknown_code", code)
    problems += [
        Problem(place=Place(column=path), found="", message_code="cpr_number")
        for path, text in _all_texts(data)
        if cpr_like(text)
    ]
    refuse(problems)


def _all_texts(data: object, path: str = "") -> list[tuple[str, str]]:
    """Every text with the path that leads to it, places in lists from 1."""
    match data:
        case str():
            return [(path, data)]
        case Mapping():
            pairs = [(f"{path}.{key}".strip("."), value) for key, value in data.items()]
        case list():
            pairs = [(f"{path}.{place}", value) for place, value in enumerate(data, start=1)]
        case _:
            return []
    return [found for inner, value in pairs for found in _all_texts(value, inner)]


# Retention


def retention(*, today: date, dry_run: bool) -> list[RetentionLine]:  # noqa: ARG001  # as every retention is asked
    """Experience, practice and favourites of those who have left."""
    left = {"employee__is_active": False}
    experience, practice = Experience.objects.of_those_who_left(), Practice.objects.of_those_who_left()
    favourites = Favourite.objects.filter(**left)
    lines = [
        RetentionLine(what=_("experience with methods of people who have left"), rows=experience.count()),
        RetentionLine(what=_("practice and favourite methods of people who have left"), rows=practice.count()),
    ]
    lines[1] = RetentionLine(what=lines[1].what, rows=lines[1].rows + favourites.count())
    if not dry_run and any(line.rows for line in lines):
        with transaction.atomic():
            for rows in (experience, practice, favourites):
                rows.delete()
            record_change(by=None, action="methods.of_people_who_left.deleted", rows=sum(line.rows for line in lines))
    return lines
