"""What rounds and dialogues ask of a person today: to open, remind, rate, talk, sign or close."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain
from typing import Final

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fagkompas.accounts.models import Employee, Role
from fagkompas.accounts.permissions import has_role
from fagkompas.assessments.following import FollowedRound, RoundStep, dialogue_state, followed_rounds
from fagkompas.assessments.models import Participant, Round, RoundState
from fagkompas.assessments.permissions import rounds_followed_by
from fagkompas.toolkit.today import Asks, TodayItem

OPENS_SOON: Final = timedelta(days=14)
"""How long before its day a planned round is told of."""

FIRST_REMINDER: Final = timedelta(days=14)
LAST_REMINDER: Final = timedelta(days=7)
"""A reminder is due this long after the first day, or this long before the last, whichever comes first."""


def round_items(person: Employee, today: date) -> Iterator[TodayItem]:
    """For those who run rounds or manage people: a row for each round that is not closed. Five queries."""
    if not has_role(person, Role.MANAGER, Role.CONSULTANT):
        return
    rounds = list(rounds_followed_by(person).exclude(state=RoundState.CLOSED))
    for followed in followed_rounds(person, rounds, today):
        yield from _of_round(followed, today)
        yield from _reminder(followed, today)


def _waiting(person: Employee, _today: date) -> QuerySet[Participant]:
    return (
        Participant.objects.filter(employee=person, round__state=RoundState.OPEN)
        .filter(Q(self_submitted_at__isnull=False, manager_submitted_at__isnull=False) | Q(dialogue__isnull=False))
        .select_related("round", "dialogue", "dialogue__manager")
        .order_by("round__closes_on", "pk")
    )


def _of_dialogues(participants: list[Participant]) -> Iterator[TodayItem]:
    return chain.from_iterable(map(_of_dialogue, participants))


DIALOGUES: Final = Asks(rows=_waiting, items=_of_dialogues)
"""For the employee: to sign, or to say what they want to talk about."""


def _of_round(followed: FollowedRound, today: date) -> Iterator[TodayItem]:
    round_, counts = followed.round, followed.counts
    address = reverse("assessments:round", args=[round_.uuid])
    kind = _("Rounds and dialogues")
    if followed.step is RoundStep.OPEN and today < round_.opens_on <= today + OPENS_SOON:
        yield TodayItem(
            kind=kind,
            what=_("“%(round)s” opens soon") % {"round": round_.name},
            why_now=_("It is planned for %(unit)s. Nobody is asked until you open it.") % {"unit": round_.unit.name},
            url=reverse("assessments:round_summary", args=[round_.uuid]),
            button=_("See the plan"),
            due=round_.opens_on,
        )
    elif followed.step is RoundStep.OPEN and round_.opens_on <= today:
        yield TodayItem(
            kind=kind,
            what=_("Open “%(round)s”") % {"round": round_.name},
            why_now=_("It is planned for %(unit)s. Nobody is asked until you open it.") % {"unit": round_.unit.name},
            url=reverse("assessments:round_summary", args=[round_.uuid]),
            button=_("Look it over"),
            due=round_.opens_on,
        )
    elif followed.step is RoundStep.RATE:
        missing = ngettext(
            "%(n)s person is missing your rating.", "%(n)s people are missing your rating.", counts.to_rate
        )
        together = ngettext(
            "%(n)s unit has not sat together yet.", "%(n)s units have not sat together yet.", counts.to_rate
        )
        yield TodayItem(
            kind=kind,
            what=_("Rate in “%(round)s”") % {"round": round_.name},
            why_now=(missing if followed.is_of_people else together) % {"n": counts.to_rate},
            url=f"{address}?mangler=min-vurdering",
            button=_("Rate"),
            due=round_.closes_on,
        )
    elif followed.step is RoundStep.TALK:
        text = ngettext(
            "%(n)s dialogue is not signed by both.", "%(n)s dialogues are not signed by both.", counts.to_talk_with
        )
        yield TodayItem(
            kind=kind,
            what=_("Hold the dialogues in “%(round)s”") % {"round": round_.name},
            why_now=text % {"n": counts.to_talk_with},
            url=f"{address}?mangler=min-samtale",
            button=_("See who"),
        )
    elif followed.step is RoundStep.CLOSE and followed.runs_it:
        yield TodayItem(
            kind=kind,
            what=_("Close “%(round)s”") % {"round": round_.name},
            why_now=_("Nothing more is coming in. The results are kept after it is closed."),
            url=reverse("assessments:round_close", args=[round_.uuid]),
            button=_("Close"),
        )


def _reminder(followed: FollowedRound, today: date) -> Iterator[TodayItem]:
    round_, missing = followed.round, followed.counts.to_remind
    if missing and round_.takes_answers_on(today) and today >= reminder_due(round_):
        text = ngettext("%(n)s person has not answered yet.", "%(n)s people have not answered yet.", missing)
        yield TodayItem(
            kind=_("Rounds and dialogues"),
            what=_("Remind those who are missing in “%(round)s”") % {"round": round_.name},
            why_now=text % {"n": missing},
            url=reverse("assessments:round_reminder", args=[round_.uuid]),
            button=_("Remind"),
            due=round_.closes_on,
        )


def reminder_due(round_: Round) -> date:
    """The first day on which those who have not answered should be reminded."""
    return min(round_.opens_on + FIRST_REMINDER, round_.closes_on - LAST_REMINDER)


def _of_dialogue(participant: Participant) -> Iterator[TodayItem]:
    state = dialogue_state(participant)
    address = reverse("assessments:dialogue", args=[participant.uuid])
    if state == "waiting":
        yield TodayItem(
            kind=_("Your dialogue"),
            what=_("Sign your dialogue"),
            why_now=_("%(manager)s has signed. Read it through, and sign if it says what you talked about.")
            % {"manager": participant.dialogue.manager or _("Your manager")},
            url=address,
            button=_("Read and sign"),
        )
    elif state == "none" or (state == "writing" and not participant.dialogue.own_wish):
        yield TodayItem(
            kind=_("Your dialogue"),
            what=_("Say what you want to talk about"),
            why_now=_("You have both answered in “%(round)s”. One place on the agenda is yours.")
            % {"round": participant.round.name},
            url=address,
            button=_("See the agenda"),
        )
