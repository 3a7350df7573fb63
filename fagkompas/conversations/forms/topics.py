"""Topics as they are typed: one a row, with who brought it, its minutes and its place."""

from collections.abc import Iterator, Mapping
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from fagkompas.conversations.actions.topics import MINUTES_AT_MOST, TypedTopic
from fagkompas.conversations.models import Conversation, TopicFrom
from fagkompas.conversations.wording import sentence
from fagkompas.engine.errors import Problem
from fagkompas.toolkit.form_rows import Rows
from fagkompas.toolkit.formats import first_words
from fagkompas.toolkit.forms import RefusalForm

TOPICS: Final = Rows(kind="topic", full="text")
OF_TOPIC: Final = ("text", "minutes", "from", "place")
SUGGESTED_MINUTES: Final = 10


class TopicsForm(RefusalForm):
    """A form with rows of topics; `spare` is the id of the empty one."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        saved: Mapping[str, str],
        spare: UUID,
        bringers: list[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(data, initial=dict(saved), **options)
        self.topics = TOPICS.shown(data, saved, spare)
        for place, row in enumerate(self.topics, start=1):
            self._add_row(row, place, bringers)

    def _add_row(self, row: str, place: int, bringers: list[tuple[str, str]]) -> None:
        self.fields[TOPICS.control(row, "text")] = forms.CharField(
            label=pgettext_lazy("of a conversation", "Topic"),
            required=False,
            widget=forms.Textarea(attrs={"data-row-main": "", "data-row-next": ""}),
        )
        self.fields[TOPICS.control(row, "minutes")] = forms.IntegerField(
            label=_("Minutes"),
            required=False,
            min_value=1,
            max_value=MINUTES_AT_MOST,
            widget=forms.NumberInput(attrs={"data-minutes": "", "data-row-keep": "", "inputmode": "numeric"}),
        )
        self.fields[TOPICS.control(row, "from")] = forms.ChoiceField(
            label=_("From"), required=False, choices=bringers, widget=forms.Select(attrs={"data-row-keep": ""})
        )
        self.fields[TOPICS.control(row, "place")] = forms.IntegerField(
            label=_("Place"),
            required=False,
            min_value=1,
            max_value=99,
            widget=forms.NumberInput(attrs={"data-row-keep": "", "data-row-place": "", "inputmode": "numeric"}),
        )
        self.initial.setdefault(TOPICS.control(row, "minutes"), SUGGESTED_MINUTES)
        self.initial.setdefault(TOPICS.control(row, "place"), place)

    def sentence(self, problem: Problem) -> str:
        """In the reader's language."""
        return sentence(problem)

    def topic_rows(self) -> list[dict[str, Any]]:
        """The rows as the page draws them, each with its id and its controls by part."""
        return [{"id": row, **{part: self[TOPICS.control(row, part)] for part in OF_TOPIC}} for row in self.topics]

    def typed_topics(self) -> Iterator[TypedTopic]:
        """Those with words; only after `is_valid`."""
        for place, row in enumerate(self.topics, start=1):
            part = {name: self.cleaned_data.get(TOPICS.control(row, name)) for name in OF_TOPIC}
            if part["text"]:
                yield TypedTopic(
                    uuid=UUID(row),
                    from_whom=TopicFrom(part["from"] or TopicFrom.CASEWORKER),
                    text=part["text"],
                    minutes=part["minutes"] or SUGGESTED_MINUTES,
                    place=part["place"] or place,
                )

    def block_of(self, name: str) -> str:
        """Which topic it is, for the summary of what is wrong."""
        row = TOPICS.row_of(name)
        return first_words(str(self.data.get(TOPICS.control(row, "text"), ""))) if row else ""


def saved_topics(conversation: Conversation) -> dict[str, str]:
    """What is saved, by the name of its control. One query."""
    texts: dict[str, str] = {}
    for topic in conversation.topics.all():
        row = str(topic.uuid)
        texts[TOPICS.control(row, "text")] = topic.text
        texts[TOPICS.control(row, "minutes")] = str(topic.minutes)
        texts[TOPICS.control(row, "from")] = topic.from_whom
        texts[TOPICS.control(row, "place")] = str(topic.order)
    return texts


def bringers_of(conversation: Conversation) -> list[tuple[str, str]]:
    """Who may bring a topic: the one one talks to, or oneself."""
    other = TopicFrom.COMPANY if conversation.citizen_id is None else TopicFrom.CITIZEN
    return [(one.value, str(one.label)) for one in (TopicFrom.CASEWORKER, other)]
