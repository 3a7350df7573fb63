"""What the SMART checker (`engine.smart`) says about an agreement, in the reader's words.

Advice, never a refusal: whoever writes decides. The words that are vague stand in the sentence as they were written.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_stubs_ext import StrPromise

from fagkompas.conversations.actions.agreements import TypedAgreement
from fagkompas.conversations.models import Agreement, AgreementBy
from fagkompas.conversations.smart_words import hint_for, words_for
from fagkompas.engine import smart as engine
from fagkompas.engine.scales import Criterion
from fagkompas.engine.smart import Finding, SmartRule
from fagkompas.toolkit.formats import long_date
from fagkompas.toolkit.languages import said

LETTERS: Final[Mapping[Criterion, StrPromise]] = {
    Criterion.SPECIFIC: pgettext_lazy("SMART", "Specific"),
    Criterion.MEASURABLE: pgettext_lazy("SMART", "Measurable"),
    Criterion.ATTRACTIVE: pgettext_lazy("SMART", "Attractive"),
    Criterion.REALISTIC: pgettext_lazy("SMART", "Realistic"),
    Criterion.TIMED: pgettext_lazy("SMART", "Timed"),
}

SAYS: Final[Mapping[SmartRule, StrPromise]] = {
    SmartRule.WHAT_MISSING: _("It does not say what is to be done."),
    SmartRule.WHAT_VAGUE: _("“%(found)s” can mean many things."),
    SmartRule.WHAT_NO_ACT: _("It does not say what somebody does."),
    SmartRule.AMOUNT_VAGUE: _("“%(found)s” does not say how many."),
    SmartRule.MEASURE_MISSING: _("Nobody can see when it is done."),
    SmartRule.MEASURE_NOT_SHOWN: _("“%(found)s” is hard to show to somebody else."),
    SmartRule.WHY_MISSING: _("It does not say why it matters to the person."),
    SmartRule.WHY_REPEATS: _("The reason says the same as the agreement."),
    SmartRule.WHY_NOT_OWN: _("“%(found)s” sounds like somebody else's reason."),
    SmartRule.OUTSIDE_CONTROL: _("Others decide whether it comes about."),
    SmartRule.CONFIDENCE_MISSING: _("You have not asked how sure the person is."),
    SmartRule.CONFIDENCE_LOW: _("%(confidence)s of 10 is a doubt."),
    SmartRule.AMOUNT_LARGE: _("About %(a_week)s a week is a lot."),
    SmartRule.TIME_VAGUE: _("“%(found)s” is no date."),
    SmartRule.DATE_MISSING: _("There is no date."),
    SmartRule.DATE_PAST: _("%(due_on)s has passed."),
    SmartRule.DATE_FAR: _("%(due_on)s is far away."),
}

BETTER: Final[Mapping[SmartRule, StrPromise]] = {
    SmartRule.WHAT_MISSING: _("Ask: what is the first thing you will do?"),
    SmartRule.WHAT_VAGUE: _("Write what one would see if one stood beside."),
    SmartRule.WHAT_NO_ACT: _("Begin with a verb: ring, write, ask, visit."),
    SmartRule.AMOUNT_VAGUE: _("Write a number."),
    SmartRule.MEASURE_MISSING: _("Write a number, or something that can be shown: a list, a mail, a name."),
    SmartRule.MEASURE_NOT_SHOWN: _("Write a number, or something that can be shown: a list, a mail, a name."),
    SmartRule.WHY_MISSING: _("Ask: what will it give you? Write the answer as it was said."),
    SmartRule.WHY_REPEATS: _("Ask once more: and what will that give you?"),
    SmartRule.WHY_NOT_OWN: _("Ask: and what do you want it for yourself?"),
    SmartRule.OUTSIDE_CONTROL: _(
        "Write the person's own part: apply rather than get the job, ask rather than be told."
    ),
    SmartRule.CONFIDENCE_MISSING: _("Ask: from 1 to 10, how sure are you that you will do it?"),
    SmartRule.CONFIDENCE_LOW: _("Ask what would make it %(higher)s, or make the agreement smaller."),
    SmartRule.AMOUNT_LARGE: _("Ask whether there is room for it, or make the number smaller."),
    SmartRule.TIME_VAGUE: _("Write a day."),
    SmartRule.DATE_MISSING: _("Choose the day when it is done."),
    SmartRule.DATE_PAST: _("Choose a day that is still to come."),
    SmartRule.DATE_FAR: _("Agree on a first step before %(latest)s."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SmartFinding:
    """What is vague, under which of the five words, and how to say it."""

    criterion: str
    says: str
    better: str


def findings_of(agreement: Agreement | TypedAgreement, today: date) -> Sequence[SmartFinding]:
    """In the order of the five letters; nothing where it can be kept. By the words of the language that it is written in."""
    read = engine.Agreement(
        what=agreement.what,
        measure=agreement.measure,
        why=agreement.why,
        in_own_control=agreement.own_control,
        confidence=agreement.confidence,
        due_on=agreement.due_on,
        by_citizen=agreement.who == AgreementBy.CITIZEN,
    )
    found = engine.check(read, words_for(agreement.what, agreement.measure, agreement.why), today)
    return [_in_words(one) for one in found]


def _in_words(one: Finding) -> SmartFinding:
    days = {name: long_date(value) for name, value in one.values.items() if isinstance(value, date)}
    values = {"found": one.found, **one.values, **days}
    hint = said(hint_for(one.code)) if one.code else ""
    return SmartFinding(
        criterion=str(LETTERS[one.criterion]),
        says=str(SAYS[one.rule]) % values,
        better=hint or str(BETTER[one.rule]) % values,
    )
