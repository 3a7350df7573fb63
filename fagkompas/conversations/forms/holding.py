"""What is noted on one topic while one talks; saved by `toolkit.together`."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, Final
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from fagkompas.conversations.actions.holding import NOTES, TypedTalk, TypedWord
from fagkompas.conversations.actions.preparing import LEAST_MINUTES, MOST_MINUTES
from fagkompas.conversations.forms.earlier import EarlierForm, is_of_earlier
from fagkompas.conversations.forms.topics import OF_TOPIC, TOPICS, TopicsForm
from fagkompas.conversations.models import Agreement, TimeOutKind, Topic
from fagkompas.conversations.wording import sentence
from fagkompas.engine.errors import Problem
from fagkompas.toolkit.form_rows import Rows

WORDS: Final = Rows(kind="word", full="text")
OF_WORD: Final = ("text", "mirrored")


class TalkForm(EarlierForm):
    """Explore, give, explore again, key words, and how agreements from before went; `spare` is the id of the empty row."""

    explore = forms.CharField(
        label=_("Explore"),
        required=False,
        widget=forms.Textarea,
        help_text=_("What do they know, think and do already?"),
    )
    give = forms.CharField(
        label=_("Give"),
        required=False,
        widget=forms.Textarea,
        help_text=_("The knowledge or advice that fits what you just heard."),
    )
    explore_again = forms.CharField(
        label=_("Explore again"),
        required=False,
        widget=forms.Textarea,
        help_text=_("How did they take it, and what will they do with it?"),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        earlier: Sequence[Agreement],
        saved: Mapping[str, str],
        spare: UUID,
    ) -> None:
        super().__init__(data, initial=dict(saved))
        self.ask_about(earlier)
        self.words = WORDS.shown(data, saved, spare)
        for row in self.words:
            self.fields[WORDS.control(row, "text")] = forms.CharField(
                label=_("Key word"),
                required=False,
                widget=forms.TextInput(attrs={"data-row-main": "", "data-row-next": "", "autocomplete": "off"}),
            )
            self.fields[WORDS.control(row, "mirrored")] = forms.BooleanField(label=_("mirrored"), required=False)

    def sentence(self, problem: Problem) -> str:
        """In the reader's language."""
        return sentence(problem)

    def word_rows(self) -> list[dict[str, Any]]:
        """The rows as the page draws them, each with its id and its controls by part."""
        return [{"id": row, **{part: self[WORDS.control(row, part)] for part in OF_WORD}} for row in self.words]

    def typed(self) -> TypedTalk:
        """All of it, as the action takes it; only after `is_valid`."""
        notes = {name: self.cleaned_data[name] for name in NOTES}
        return TypedTalk(notes=notes, words=tuple(self._words()), followed_up=self.followed_up())

    def _words(self) -> Iterator[TypedWord]:
        for row in self.words:
            word = self.cleaned_data[WORDS.control(row, "text")]
            if word:
                mirrored = self.cleaned_data[WORDS.control(row, "mirrored")]
                yield TypedWord(uuid=UUID(row), word=word, mirrored=mirrored)


class TimeOutForm(TopicsForm):
    """What came of the time-out, and topics and minutes as they are agreed anew. The same `key` again is the same time-out."""

    units: ClassVar[Mapping[str, StrPromise]] = {"minutes": _("minutes")}

    key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)
    kind = forms.ChoiceField(
        choices=TimeOutKind.choices,
        widget=forms.HiddenInput,
        error_messages={name: _("Choose one of the three.") for name in ("required", "invalid_choice")},
    )
    note = forms.CharField(
        label=_("What you agreed"),
        required=False,
        widget=forms.Textarea,
        help_text=_("A line is enough."),
    )
    minutes = forms.IntegerField(
        label=_("How long in all, from when you began"),
        min_value=LEAST_MINUTES,
        max_value=MOST_MINUTES,
        required=False,
        widget=forms.NumberInput(attrs={"data-minutes-all": "", "inputmode": "numeric"}),
    )


def saved_talk(topic: Topic) -> dict[str, str]:
    """What is saved, by the name of its control; empty ones are left out. One query."""
    texts = {name: getattr(topic, name) for name in NOTES}
    for word in topic.key_words.all():
        texts[WORDS.control(str(word.uuid), "text")] = word.word
        texts[WORDS.control(str(word.uuid), "mirrored")] = "on" if word.mirrored else ""
    return {name: text for name, text in texts.items() if text}


def is_of_time_out(name: str) -> bool:
    """Whether a posted name is one of the form's controls."""
    return name in {"key", "kind", "note", "minutes"} or TOPICS.is_control(name, OF_TOPIC)


def is_of_talk(name: str) -> bool:
    """Whether a posted name is one of the form's controls."""
    return name in NOTES or WORDS.is_control(name, OF_WORD) or is_of_earlier(name)
