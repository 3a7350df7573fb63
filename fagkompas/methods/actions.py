"""Every write about methods: favourites, experience, practice, and a municipality's own words."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from uuid import NAMESPACE_OID, uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fagkompas.accounts.actions import people_to_delete
from fagkompas.accounts.models import Employee, Unit
from fagkompas.accounts.names import known_names
from fagkompas.audit.actions import record_change
from fagkompas.engine.errors import BadInput, Place, Problem
from fagkompas.methods.adapting import OTHER_PAGES, all_texts, code_from
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
    if is_kept:
        _favourite, is_changed = Favourite.objects.get_or_create(employee=by, code=code)
    else:
        rows, _tables = Favourite.objects.filter(employee=by, code=code).delete()
        is_changed = bool(rows)
    if is_changed:
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

    A quiz that was begun once is finished once: sent again, it is the practice that is there. Raises `BadInput` when not every card has an answer that it has.
    """
    known = len(answers) == len(method.quiz) > 0 and all(
        0 <= chosen < len(card.answers) for card, chosen in zip(method.quiz, answers, strict=True)
    )
    refuse(unless(known, "answer", "quiz_not_answered"))
    right = sum(card.answers[chosen].is_right for card, chosen in zip(method.quiz, answers, strict=True))
    took = -(-int((now - began_at).total_seconds()) // 60)
    minutes = min(max(took, 1), LONGEST_OF_A_CARD * len(method.quiz))
    this_one = uuid5(NAMESPACE_OID, f"{by.uuid} {method.code} {began_at.isoformat()}")
    Employee.objects.select_for_update().get(pk=by.pk)
    if is_there := Practice.objects.filter(uuid=this_one).first():
        return is_there
    practice = Practice(
        uuid=this_one, code=method.code, kind=PracticeKind.QUIZ, minutes=minutes, right=right, of=len(answers)
    )
    return _practised(practice, now, by)


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
    row = _held(code, by)
    if row.revision != revision:
        raise ChangedMeanwhile
    over: Data = {}
    if code in shipped():
        own = shipped_data(code)
        texts = {key: texts[key] for key in ADAPTABLE if key in texts and texts[key] != own.get(key)}
        over = {key: own.get(key) for key in texts}
        _check(own | texts)
    else:
        texts = texts | {"code": code}
        _check(texts)
    row.texts, row.over, row.revision, row.by, row.changed_at = texts, over, revision + 1, by, now
    row.save()
    record_change(by=by, action="methods.adaptation.saved", target=row, method=code, parts=sorted(texts))
    return row


@transaction.atomic
def add_method(*, texts: Data, now: datetime, by: Employee) -> Adaptation:
    """A whole method of the municipality's own, with a code of its name that nothing else has. Raises as `save_adaptation`."""
    _hold_library(by)
    own = Adaptation.objects.filter(root_id=by.root_id).order_by("pk").values_list("code", flat=True)
    code = code_from(texts["name"]["da"], [*shipped(), *own, *OTHER_PAGES])
    return save_adaptation(code=code, texts=texts, revision=0, now=now, by=by)


@transaction.atomic
def retire_method(*, code: str, today: date, now: datetime, by: Employee) -> Adaptation:
    """It is not offered in the municipality any more; its page stays for those who have it among what they use."""
    return _set_retired(code, today, now, by, "methods.adaptation.retired")


@transaction.atomic
def restore_method(*, code: str, now: datetime, by: Employee) -> Adaptation:
    """It is offered again."""
    return _set_retired(code, None, now, by, "methods.adaptation.restored")


@transaction.atomic
def use_shipped_words(*, code: str, revision: int, now: datetime, by: Employee) -> None:
    """The municipality's words go, and the product's stand alone.

    Raises `BadInput` for a method of its own, `ChangedMeanwhile` when somebody has written since `revision`.
    """
    refuse(unless(code in shipped(), "code", "own_has_no_shipped", code))
    row = _held(code, by)
    if not row.texts:
        return
    if row.revision != revision:
        raise ChangedMeanwhile
    row.texts, row.over, row.by, row.changed_at = {}, {}, by, now
    row.revision += 1
    row.save()
    record_change(by=by, action="methods.adaptation.dropped", target=row, method=code)


def _set_retired(code: str, day: date | None, now: datetime, by: Employee, action: str) -> Adaptation:
    row = _held(code, by)
    refuse(unless(row.revision > 0 or code in shipped(), "code", "method_unknown", code))
    row.retired_on, row.by, row.changed_at = day, by, now
    row.revision += 1
    row.save()
    record_change(by=by, action=action, target=row, method=code)
    return row


def _held(code: str, by: Employee) -> Adaptation:
    """What is saved of the method, or a row to be saved; whoever writes in the library at once waits."""
    _hold_library(by)
    return Adaptation.objects.filter(root_id=by.root_id, code=code).first() or Adaptation(root_id=by.root_id, code=code)


def _hold_library(by: Employee) -> None:
    """A row that is not there yet cannot be held, so the municipality is."""
    Unit.objects.select_for_update(of=("self",), no_key=True).get(pk=by.root_id)


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
        for path, text in all_texts(data)
        if cpr_like(text)
    ]
    refuse(problems)


# Retention


def retention(*, today: date, dry_run: bool) -> list[RetentionLine]:
    """Experience, practice and favourites of those who left so long ago that they are deleted themselves."""
    gone = people_to_delete(today)
    experience, practice, favourites = (
        rows.filter(employee__in=gone)
        for rows in (Experience.objects.all(), Practice.objects.all(), Favourite.objects.all())
    )
    lines = [
        RetentionLine(what=_("experience with methods of people who have left"), rows=experience.count()),
        RetentionLine(
            what=_("practice and favourite methods of people who have left"), rows=practice.count() + favourites.count()
        ),
    ]
    if not dry_run and any(line.rows for line in lines):
        with transaction.atomic():
            for rows in (experience, practice, favourites):
                rows.delete()
            record_change(by=None, action="methods.of_people_who_left.deleted", rows=sum(line.rows for line in lines))
    return lines
