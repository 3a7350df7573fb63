"""What people type about methods: what they look for, what they tried, and how long they practised."""

from typing import ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from fagkompas.engine.errors import Problem
from fagkompas.methods.choosing import Wanted
from fagkompas.methods.document import Audience, Card, Kind, Phase
from fagkompas.methods.library import situations
from fagkompas.methods.models import LONGEST_EXPERIENCE
from fagkompas.methods.reader import LONGEST_PLAY
from fagkompas.methods.training import fields
from fagkompas.methods.wording import AUDIENCES, KINDS, PHASES, sentence
from fagkompas.toolkit.forms import Form, RefusalForm
from fagkompas.toolkit.guarded_forms import GuardedForm
from fagkompas.toolkit.languages import said

ALL = ("", _("All"))


class LibraryFilter(Form):
    """Whom it is used with, where in the work, what it trains, and the situation; in the address."""

    til = forms.ChoiceField(label=_("With whom"), required=False)
    fase = forms.ChoiceField(label=_("Where in the work"), required=False)
    felt = forms.ChoiceField(label=_("Trains the field"), required=False)
    slags = forms.ChoiceField(label=_("Kind"), required=False)
    situation = forms.ChoiceField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        choices: dict[str, list[tuple[str, StrOrPromise]]] = {
            "til": [ALL, *((one.value, words) for one, words in AUDIENCES.items())],
            "fase": [ALL, *((one.value, words) for one, words in PHASES.items())],
            "felt": [ALL, *((field.code, said(field.name)) for field in fields())],
            "slags": [ALL, *((one.value, words) for one, words in KINDS.items())],
            "situation": [ALL, *((code, said(one.name)) for code, one in situations().items())],
        }
        for name, listed in choices.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = listed

    def wanted(self, words: str = "") -> Wanted:
        """What is asked for; what is no choice is not asked for."""
        self.is_valid()
        data = self.cleaned_data
        field = next((one for one in fields() if one.code == data.get("felt")), None)
        return Wanted(
            situation=situations().get(data.get("situation") or ""),
            audience=Audience(data["til"]) if data.get("til") else None,
            phase=Phase(data["fase"]) if data.get("fase") else None,
            kind=Kind(data["slags"]) if data.get("slags") else None,
            competencies=field.items if field else frozenset(),
            words=tuple(words.split()),
        )


class ExperienceForm(GuardedForm):
    """What one did, and what happened, without anybody in it."""

    guarded = ("did", "happened")

    did = forms.CharField(
        label=_("What did you do?"),
        help_text=_("Such as the question you asked, and when in the talk. Without names, places and illnesses."),
        max_length=LONGEST_EXPERIENCE,
        widget=forms.Textarea,
    )
    happened = forms.CharField(
        label=_("What happened?"),
        help_text=_("What changed, and what you would do differently."),
        max_length=LONGEST_EXPERIENCE,
        widget=forms.Textarea,
        required=False,
    )

    def sentence(self, problem: Problem) -> str:
        """See `methods.wording`."""
        return sentence(problem)


class AnswerForm(Form):
    """The answers of a quiz card, by their place from 0."""

    answer = forms.ChoiceField(widget=forms.RadioSelect)

    def __init__(self, data: QueryDict | None, *, card: Card) -> None:
        super().__init__(data)
        answer = self.fields["answer"]
        answer.label = said(card.question)
        if isinstance(answer, forms.ChoiceField):
            answer.choices = [(str(place), said(one.text)) for place, one in enumerate(card.answers)]

    @property
    def place(self) -> int:
        """Of the chosen answer."""
        return int(self.cleaned_data["answer"])


class MinutesForm(RefusalForm):
    """How long a role play took."""

    units: ClassVar = {"minutes": _("minutes")}

    minutes = forms.IntegerField(label=_("How long did you practise?"), min_value=1, max_value=LONGEST_PLAY)

    def sentence(self, problem: Problem) -> str:
        """See `methods.wording`."""
        return sentence(problem)
