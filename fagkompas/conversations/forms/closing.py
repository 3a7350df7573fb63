"""The end of a conversation as it is typed; saved by `toolkit.together`."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_stubs_ext import StrPromise

from fagkompas.conversations.actions.agreements import TypedAgreement
from fagkompas.conversations.actions.closing import TypedClosing, TypedEvaluation
from fagkompas.conversations.actions.preparing import LEAST_MINUTES, MOST_MINUTES
from fagkompas.conversations.forms.agreements import (
    NO,
    SMART_PARTS,
    YES,
    YES_OR_NO,
    smart_fields,
    typed_agreement,
    typed_of,
    who_field,
    whos,
    yes_or_no,
)
from fagkompas.conversations.forms.earlier import EarlierForm, is_of_earlier
from fagkompas.conversations.forms.preparing import ClockField
from fagkompas.conversations.models import (
    ENDINGS,
    Agreement,
    AgreementBy,
    AskedOf,
    Closing,
    Conversation,
    ConversationState,
    Evaluation,
    PartyKind,
    Topic,
)
from fagkompas.conversations.when import local, moment_of
from fagkompas.conversations.wording import MARKS, sentence
from fagkompas.engine.errors import Problem
from fagkompas.toolkit.form_rows import Rows
from fagkompas.toolkit.formats import first_words
from fagkompas.toolkit.forms import DayField

AGREEMENTS: Final = Rows(kind="agreement", full="what")
OF_AGREEMENT: Final = (*SMART_PARTS, "who", "topic")
SAID: Final = ("measure", "why", "control", "confidence", "topic")
"""What nobody chooses in an agreement before something is agreed; the day and who does it stand there from the start."""

TEXTS: Final = ("own_summary", "why_no_agreement", "why")
PLAIN: Final = ("ending", *TEXTS, "got_in_touch", "next_on", "next_time", "next_minutes")
OF_EVALUATION: Final = ("expectation_met", "benefit", "word")

REACHED: Final = [(YES, _("Yes")), (NO, _("No"))]


class ClosingForm(EarlierForm):
    """All that is typed at the end. `spare` is the id of the empty row for one more agreement, due on `next_due`."""

    units: ClassVar[Mapping[str, StrPromise]] = {"next_minutes": _("minutes")}

    ending = forms.ChoiceField(
        label=_("How did it end?"),
        required=False,
        choices=[(state.value, state.label) for state in ENDINGS],
        widget=forms.RadioSelect,
    )
    own_summary = forms.CharField(
        label=_("What are you taking away from today?"),
        required=False,
        widget=forms.Textarea,
        help_text=_("Ask, and write the other person's own words, not yours."),
    )
    why_no_agreement = forms.CharField(label=_("Why no agreement?"), required=False, widget=forms.Textarea)
    why = forms.CharField(label=_("What happened, or what you told"), required=False, widget=forms.Textarea)
    got_in_touch = forms.ChoiceField(
        label=_("Did you get in touch afterwards?"),
        required=False,
        choices=REACHED,
        widget=forms.RadioSelect,
        help_text=_("Answer it, and the conversation can be closed."),
    )
    next_on = DayField(label=_("Date"), required=False)
    next_time = ClockField(label=_("Time"), required=False)
    next_minutes = forms.IntegerField(
        label=_("How long"),
        required=False,
        min_value=LEAST_MINUTES,
        max_value=MOST_MINUTES,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        saved: Mapping[str, str],
        spare: UUID,
        next_due: str,
        topics: Sequence[Topic],
        asked: Sequence[AskedOf],
        whos: Sequence[AgreementBy],
        earlier: Sequence[Agreement],
    ) -> None:
        super().__init__(data, initial=dict(saved))
        self.asked = asked
        self.ask_about(earlier)
        self.agreements = AGREEMENTS.shown(data, saved, spare)
        from_topics = [("", _("No topic")), *((str(one.uuid), one.text) for one in topics)]
        for row in self.agreements:
            self._add_agreement(row, from_topics, whos, next_due)
        for asked_of in asked:
            self._add_evaluation(asked_of)

    def _add_agreement(
        self, row: str, topics: Sequence[tuple[str, Any]], whos: Sequence[AgreementBy], next_due: str
    ) -> None:
        made = smart_fields() | {
            "who": who_field(pgettext_lazy("agreement", "Who?"), whos),
            "topic": forms.ChoiceField(label=_("From which topic?"), required=False, choices=list(topics)),
        }
        for part in ("due", "who"):
            made[part].widget.attrs["data-row-keep"] = ""
        for part, field in made.items():
            self.fields[AGREEMENTS.control(row, part)] = field
        self.initial.setdefault(AGREEMENTS.control(row, "due"), next_due)

    def _add_evaluation(self, asked_of: AskedOf) -> None:
        marks = [("", _("Not asked")), *((str(mark), f"{mark}: {words}") for mark, words in MARKS.items())]
        labels = {
            "expectation_met": _("Did it meet your expectations?"),
            "benefit": _("Was it of benefit to you?"),
        }
        for part, label in labels.items():
            name = f"{asked_of.value}-{part}"
            self.fields[name] = forms.ChoiceField(label=label, choices=marks, required=False, widget=forms.RadioSelect)
            self.initial.setdefault(name, "")
        self.fields[f"{asked_of.value}-word"] = forms.CharField(label=_("A word on it"), required=False)

    def clean(self) -> None:
        """A date of the next conversation has a time, and the other way round; an agreement of which anything is said, says what."""
        day, hour = self.cleaned_data.get("next_on"), self.cleaned_data.get("next_time")
        if day and not hour and "next_time" not in self.errors:
            self.add_error("next_on", _("Write the time, or empty the date."))
        if hour and not day and "next_on" not in self.errors:
            self.add_error("next_time", _("Write the date, or empty the time."))
        for row in self.agreements:
            what = AGREEMENTS.control(row, "what")
            is_begun = any(self.cleaned_data.get(AGREEMENTS.control(row, part)) for part in SAID)
            if is_begun and not self.cleaned_data.get(what) and what not in self.errors:
                self.add_error(what, _("Write what you agree on, or empty the rest of the agreement."))

    def sentence(self, problem: Problem) -> str:
        """In the reader's language."""
        return sentence(problem)

    def block_of(self, name: str) -> str:
        """Which agreement it is, for the summary of what is wrong."""
        row = AGREEMENTS.row_of(name)
        return first_words(str(self.data.get(AGREEMENTS.control(row, "what"), ""))) if row else super().block_of(name)

    def agreement_rows(self) -> list[dict[str, Any]]:
        """The rows as the page draws them, each with its id and its controls by part."""
        return [
            {"id": row, **{part: self[AGREEMENTS.control(row, part)] for part in OF_AGREEMENT}}
            for row in self.agreements
        ]

    def evaluation_rows(self) -> list[dict[str, Any]]:
        """Who is asked, and the three controls."""
        return [
            {"label": asked_of.label, **{part: self[f"{asked_of.value}-{part}"] for part in OF_EVALUATION}}
            for asked_of in self.asked
        ]

    def typed(self) -> TypedClosing:
        """All of it, as the action takes it; only after `is_valid`."""
        clean = self.cleaned_data
        day, hour = clean["next_on"], clean["next_time"]
        return TypedClosing(
            ending=ConversationState(clean["ending"]) if clean["ending"] else None,
            own_summary=clean["own_summary"],
            why_no_agreement=clean["why_no_agreement"],
            why=clean["why"],
            got_in_touch=YES_OR_NO[clean["got_in_touch"]],
            next_at=moment_of(day, hour) if day and hour else None,
            next_minutes=clean["next_minutes"],
            agreements=tuple(self._agreements()),
            evaluations={one: self._evaluation(one) for one in self.asked},
            followed_up=self.followed_up(),
        )

    def _agreements(self) -> Iterator[TypedAgreement]:
        for row in self.agreements:
            one = typed_agreement(
                row, {part: self.cleaned_data[AGREEMENTS.control(row, part)] for part in OF_AGREEMENT}
            )
            if one.what:
                yield one

    def _evaluation(self, asked_of: AskedOf) -> TypedEvaluation:
        said = {part: self.cleaned_data[f"{asked_of.value}-{part}"] for part in OF_EVALUATION}
        return TypedEvaluation(
            expectation_met=int(said["expectation_met"]) if said["expectation_met"] else None,
            benefit=int(said["benefit"]) if said["benefit"] else None,
            word=said["word"],
        )


def asked_in(conversation: Conversation) -> list[AskedOf]:
    """Who is asked what they thought: the one one talks to, and a company that takes part."""
    kinds = {party.kind for party in conversation.parties.all()}
    if conversation.citizen_id is None:
        return [AskedOf.COMPANY]
    return [AskedOf.CITIZEN, *([AskedOf.COMPANY] if PartyKind.COMPANY in kinds else [])]


def whos_of(conversation: Conversation) -> list[AgreementBy]:
    """Who may do what is agreed, the likeliest first."""
    return whos(with_citizen=conversation.citizen_id is not None)


def saved_closing(
    closing: Closing | None, agreements: Sequence[Agreement], evaluations: Sequence[Evaluation]
) -> dict[str, str]:
    """What is saved, by the name of its control; empty ones are left out. No query but the topics of agreements."""
    texts: dict[str, str] = {}
    if closing is not None:
        texts |= {name: getattr(closing, name) for name in ("ending", *TEXTS)}
        texts["got_in_touch"] = yes_or_no(closing.got_in_touch)
        if closing.next_at:
            texts |= {"next_on": f"{local(closing.next_at):%Y-%m-%d}", "next_time": f"{local(closing.next_at):%H:%M}"}
        texts["next_minutes"] = str(closing.next_minutes or "")
    for one in agreements:
        row = str(one.uuid)
        parts = {**typed_of(one), "topic": str(one.topic.uuid) if one.topic else ""}
        texts |= {AGREEMENTS.control(row, part): text for part, text in parts.items()}
    for said in evaluations:
        texts[f"{said.asked_of}-expectation_met"] = str(said.expectation_met or "")
        texts[f"{said.asked_of}-benefit"] = str(said.benefit or "")
        texts[f"{said.asked_of}-word"] = said.word
    return {name: text for name, text in texts.items() if text}


def is_of_closing(name: str) -> bool:
    """Whether a posted name is one of the form's controls."""
    asked_of, _dash, part = name.partition("-")
    return (
        name in PLAIN
        or AGREEMENTS.is_control(name, OF_AGREEMENT)
        or is_of_earlier(name)
        or (asked_of in AskedOf.values and part in OF_EVALUATION)
    )
