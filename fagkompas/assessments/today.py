"""What competence asks of a person today."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fagkompas.accounts.models import Employee
from fagkompas.assessments.following import NOT_LOCKED
from fagkompas.assessments.models import Draft, Participant, PersonResult
from fagkompas.assessments.rounds_today import DIALOGUES, round_items
from fagkompas.engine.scales import Mode, Rater
from fagkompas.toolkit.today import Asks, TodayItem


def asks(person: Employee, today: date) -> tuple[Asks[Any], ...]:
    """What rounds and dialogues may ask of anybody."""
    return (
        Asks(rows=_asking, items=partial(_own_answers, person, today)),
        DIALOGUES,
        Asks(rows=_latest_result, items=_own_profile),
    )


def today_items(person: Employee, today: date) -> list[TodayItem]:
    """What rounds ask of those who run them and of managers."""
    return list(round_items(person, today))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A round that asks the person now. `saved` are the answers that are saved and not submitted."""

    participant: Participant
    saved: int

    @property
    def is_submitted(self) -> bool:
        """Whether the person's answers count already."""
        return self.participant.self_submitted_at is not None

    @property
    def needs_me(self) -> bool:
        """Whether there is something to submit."""
        return not self.is_submitted or self.saved > 0

    @property
    def words(self) -> str:
        """Where one is, in a sentence."""
        if self.is_submitted and self.saved:
            return _("You have submitted, and then reopened your answers. The changes do not count yet.")
        if self.is_submitted:
            return _("You have submitted. You can change your answers until the round closes.")
        if self.saved:
            saved = ngettext("%(n)s answer is saved", "%(n)s answers are saved", self.saved) % {"n": self.saved}
            return _("%(saved)s. They count when you submit them.") % {"saved": saved}
        if self.participant.round.mode == Mode.DIALOGUE:
            return _("Ten minutes: how far you have come in each field.")
        return _("Rate your own skill, field by field. You can stop and continue as you like.")

    @property
    def button(self) -> str:
        """What to do next."""
        if not self.needs_me:
            return _("See or change")
        return _("Continue") if self.saved else _("Answer")


def asked_of(person: Employee, today: date) -> list[Asked]:
    """The rounds that take the person's own answers today, what needs the person first. Two queries."""
    return _asked(person, today, list(_asking(person, today)))


def _asking(person: Employee, today: date) -> QuerySet[Participant]:
    """Not those whose dialogue the manager has signed: nothing can be answered there."""
    there = NOT_LOCKED & Q(employee=person, round__opens_on__lte=today, round__closes_on__gte=today)
    return Participant.objects.filter(there).select_related("round").order_by("round__closes_on", "pk")


def _asked(person: Employee, today: date, participants: Sequence[Participant]) -> list[Asked]:
    asking = [participant for participant in participants if participant.round.takes_answers_on(today)]
    saved = _saved_answers(person, asking)
    found = [Asked(participant=participant, saved=saved.get(participant.pk, 0)) for participant in asking]
    return sorted(found, key=lambda asked: not asked.needs_me)


def _saved_answers(person: Employee, participants: Sequence[Participant]) -> dict[int, int]:
    """How many answers the person has saved and not submitted, by participant. One query, none without participants."""
    if not participants:
        return {}
    given = Q(value__isnull=False) | Q(not_relevant=True)
    drafts = Draft.objects.filter(given, participant__in=participants, author=person, rater=Rater.SELF.value)
    return dict(drafts.order_by("participant_id").values_list("participant_id").annotate(Count("pk")))


def _own_answers(person: Employee, today: date, participants: list[Participant]) -> Iterator[TodayItem]:
    for asked in _asked(person, today, participants):
        if asked.needs_me:
            yield TodayItem(
                kind=_("Your competence profile"),
                what=asked.participant.round.name,
                why_now=asked.words,
                url=reverse("assessments:answer_start", args=[asked.participant.uuid]),
                button=asked.button,
                due=asked.participant.round.closes_on,
            )


def _latest_result(person: Employee, _today: date) -> QuerySet[PersonResult]:
    results = PersonResult.objects.filter(participant__employee=person).select_related("participant__round")
    return results.order_by("-round__opens_on", "-round__pk")[:1]


def _own_profile(results: list[PersonResult]) -> Iterator[TodayItem]:
    """When nothing else needs the person: the latest profile."""
    for latest in results:
        yield TodayItem(
            kind=_("Your competence profile"),
            what=_("See your profile"),
            why_now=_("What you are strong in, and what to learn next, from %(round)s.")
            % {"round": latest.participant.round.name},
            url=reverse("assessments:profile_of", args=[latest.participant.uuid]),
            button=_("See it"),
            is_next=True,
        )
