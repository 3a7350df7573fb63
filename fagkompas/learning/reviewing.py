"""What the page of a yearly review shows, as one of the two sees it: where it stands, and what it is prepared from.

latest profile both may see ──> strengths, room to grow, at most seven differences
the review before this one  ──> what was agreed and how it went
own learning                ──> wishes, and what was taken part in since
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from django.utils.translation import get_language

from fagkompas.accounts.models import Employee
from fagkompas.assessments.comparison import Comparison, answers_by_rater, comparison_for
from fagkompas.assessments.models import Participant, PersonResult
from fagkompas.assessments.permissions import can_read_participant, rates_first
from fagkompas.assessments.profile_page import Strong, ToGrow, strengths, to_grow
from fagkompas.assessments.profiles import read_profile
from fagkompas.learning.models import Participation, ParticipationState, Review, ReviewAgreement
from fagkompas.learning.permissions.reviews import agreements_of, is_led_by_manager
from fagkompas.learning.review_guide import Question, ReviewPart, review_guide
from fagkompas.toolkit.encrypted_fields import unread_in
from fagkompas.toolkit.texts import Text

YEAR: Final = timedelta(days=365)
"""How far back learning is shown where there is no earlier review to look back to."""

WISHED: Final = (
    ParticipationState.WISHED,
    ParticipationState.APPROVED,
    ParticipationState.WAITING,
    ParticipationState.ENROLLED,
)


class ReviewState(StrEnum):
    """Where a review stands; see `models.reviews`."""

    PREPARING = "preparing"
    READY = "ready"
    WAITING = "waiting"
    SIGNED = "signed"
    LEFT = "left"
    """Not signed by both, and the manager on it leads the employee no longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looking:
    """A review as one of the two looks at it."""

    review: Review
    person: Employee
    is_led: bool

    @property
    def is_manager(self) -> bool:
        """Whether the one who looks is the manager; otherwise the employee."""
        return self.review.manager_id == self.person.pk

    @property
    def state(self) -> ReviewState:
        """Where it stands."""
        if self.review.is_signed:
            return ReviewState.SIGNED
        if not self.is_led:
            return ReviewState.LEFT
        if self.review.is_locked:
            return ReviewState.WAITING
        return ReviewState.READY if self.review.is_shared else ReviewState.PREPARING

    @property
    def may_write(self) -> bool:
        """Notes, agreements and one's own preparation: until somebody signs. One query, of `unread`."""
        return self.state in (ReviewState.PREPARING, ReviewState.READY) and not self.unread

    @property
    def unread(self) -> str:
        """The sentence that says so, when something that was written cannot be read; else "". One query."""
        return unread_in(self.review, *self.review.agreements.all())

    @property
    def has_signed(self) -> bool:
        """Whether the one who looks has signed."""
        signed_at = self.review.manager_signed_at if self.is_manager else self.review.employee_signed_at
        return signed_at is not None

    @property
    def may_sign(self) -> bool:
        """The second of the two; the first signs with what is written."""
        return self.state is ReviewState.WAITING and not self.has_signed and not self.unread

    @property
    def may_withdraw(self) -> bool:
        """Whoever has signed, until the other has."""
        return self.state is not ReviewState.SIGNED and self.has_signed

    @property
    def other(self) -> str:
        """The other's name; "" when the account is gone."""
        if self.is_manager:
            return self.review.employee.name
        return self.review.manager.name if self.review.manager else ""

    @property
    def own_answers(self) -> Mapping[str, str]:
        """What the one who looks has prepared."""
        return self.review.manager_preparation if self.is_manager else self.review.own_preparation

    @property
    def has_prepared(self) -> bool:
        """Whether there is anything to share."""
        return bool(self.own_answers) or (not self.is_manager and bool(self.review.own_wish))

    @property
    def has_shared(self) -> bool:
        """Whether the other sees it."""
        shared_at = self.review.manager_shared_at if self.is_manager else self.review.own_shared_at
        return shared_at is not None

    @property
    def other_has_shared(self) -> bool:
        """Whether one sees what the other has prepared."""
        shared_at = self.review.own_shared_at if self.is_manager else self.review.manager_shared_at
        return shared_at is not None

    @property
    def employee_answers(self) -> Mapping[str, str]:
        """What the employee prepared, as far as the one who looks may see it."""
        return self.review.own_preparation if not self.is_manager or self.other_has_shared else {}

    @property
    def manager_answers(self) -> Mapping[str, str]:
        """What the manager prepared, as far as the one who looks may see it."""
        return self.review.manager_preparation if self.is_manager or self.other_has_shared else {}

    @property
    def wish(self) -> str:
        """What the employee wants to talk about, as far as the one who looks may see it."""
        return self.review.own_wish if not self.is_manager or self.other_has_shared else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A question with its answer."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A part of the talk with what both have prepared, as far as it may be seen, and its note."""

    code: str
    name: str
    text: str
    employee: tuple[Answered, ...]
    manager: tuple[Answered, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of the talk with its topics."""

    code: str
    number: int
    minutes: int
    title: str
    text: str
    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FromProfile:
    """What the latest profile that both may see gives to talk about."""

    participant: Participant
    strengths: tuple[Strong, ...]
    to_grow: tuple[ToGrow, ...]
    comparison: Comparison


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What a review is prepared from. `since` is the first day of the learning that is shown; once it is signed, the
    day it was held is the last, and wishes are not shown.
    """

    profile: FromProfile | None
    agreements: tuple[ReviewAgreement, ...]
    wishes: tuple[Participation, ...]
    learned: tuple[Participation, ...]
    since: date


def looking(person: Employee, review: Review) -> Looking:
    """One query, for the roles of the manager when it is the employee who looks."""
    return Looking(review=review, person=person, is_led=review.manager_id == person.pk or is_led_by_manager(review))


def prepared_from(look: Looking, today: date) -> Prepared:
    """A fixed number of queries, however much there is."""
    agreements = _agreements_before(look)
    since = max((one.review.held_on for one in agreements if one.review.held_on), default=look.review.planned_on - YEAR)
    learning = Participation.objects.of_person(look.review.employee)
    learned = learning.completed().filter(completed_on__gte=since).order_by("-completed_on", "-pk")
    if look.review.held_on is not None and look.review.is_signed:
        learned = learned.filter(completed_on__lte=look.review.held_on)
    return Prepared(
        profile=_from_profile(look, today),
        agreements=agreements,
        wishes=() if look.review.is_signed else tuple(learning.filter(state__in=WISHED)),
        learned=tuple(learned),
        since=since,
    )


def steps_of(look: Looking) -> tuple[Step, ...]:
    """The talk from the first step to the last. No query."""
    guide = review_guide()
    return tuple(
        Step(
            code=step.code,
            number=number,
            minutes=step.minutes,
            title=said(step.title),
            text=said(step.text),
            topics=tuple(_topic(look, part) for part in guide.parts_of(step)),
        )
        for number, step in enumerate(guide.steps, start=1)
    )


def said(text: Text) -> str:
    """A text of the guide in the reader's language."""
    return text.in_language(get_language() or "da")


def result_both_see(review: Review, today: date) -> PersonResult | None:
    """The newest profile of the employee that neither must answer before seeing, and that the manager may read.

    None of a round that opened after the day the review was held: that was not talked about.
    A profile belongs to the unit in which the person was rated (docs/adr/0006), so a new manager may have none to see.
    """
    results = PersonResult.objects.filter(
        participant__employee=review.employee, round__opens_on__lte=review.held_on or today
    ).select_related("participant__employee", "participant__unit", "participant__round__version__framework")
    for result in results.order_by("-round__opens_on", "-round__pk"):
        if rates_first(review.employee, result.participant, today):
            continue
        manager = review.manager
        if manager is None or (
            can_read_participant(manager, result.participant) and not rates_first(manager, result.participant, today)
        ):
            return result
    return None


def _from_profile(look: Looking, today: date) -> FromProfile | None:
    if look.state is ReviewState.SIGNED:
        results = PersonResult.objects.filter(participant=look.review.participant_id).select_related(
            "participant__employee", "participant__unit", "participant__round__version__framework"
        )
        result = results.first()
    else:
        result = result_both_see(look.review, today)
    if result is None:
        return None
    participant = result.participant
    read = read_profile(result, participant)
    return FromProfile(
        participant=participant,
        strengths=strengths(read),
        to_grow=to_grow(read),
        comparison=comparison_for(look.person, participant, answers_by_rater(participant), today),
    )


def _agreements_before(look: Looking) -> tuple[ReviewAgreement, ...]:
    """Those of the review before this one, and older ones that are still open, that the one who looks may see."""
    review = look.review
    rows = agreements_of(look.person).filter(review__employee=review.employee).exclude(review=review)
    before = review.held_on or review.planned_on
    found = list(rows.filter(review__held_on__lte=before).order_by("due_on", "pk"))
    latest = max((one.review.held_on for one in found if one.review.held_on), default=None)
    return tuple(one for one in found if one.review.held_on == latest or one.done_on is None)


def _topic(look: Looking, part: ReviewPart) -> Topic:
    return Topic(
        code=part.code,
        name=said(part.name),
        text=said(part.text),
        employee=_answered(part.employee, look.employee_answers),
        manager=_answered(part.manager, look.manager_answers),
        note=look.review.notes.get(part.code, ""),
    )


def _answered(questions: tuple[Question, ...], answers: Mapping[str, str]) -> tuple[Answered, ...]:
    return tuple(
        Answered(question=said(one.text), answer=answers[one.code]) for one in questions if answers.get(one.code)
    )
