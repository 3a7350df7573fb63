"""The form for a municipality's own words: every text in Danish and English, the shipped one beside it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrPromise

from fagkompas.engine.errors import BadInput, Problem
from fagkompas.frameworks.files import shipped as shipped_framework
from fagkompas.methods.adapting import (
    LINES_OF_A_PART,
    MOST_COMPETENCIES,
    MOST_PARTS,
    MOST_STEPS,
    SINGLE,
    control_of,
    speakers_in_words,
)
from fagkompas.methods.document import Audience
from fagkompas.methods.library import FRAME, situations
from fagkompas.methods.own_cards import LINES, MOST_CARDS, TEXTS
from fagkompas.methods.own_play import LINES as LINES_OF_A_PLAY
from fagkompas.methods.own_play import MINUTES, MOST_ROLES, TEXTS_OF_A_ROLE, USUAL_MINUTES
from fagkompas.methods.reader import LONGEST_NAME, LONGEST_SHORT
from fagkompas.methods.wording import AUDIENCES, PARTS, PHASES, TOWARDS, sentence
from fagkompas.toolkit.forms import RefusalForm
from fagkompas.toolkit.languages import said

TICKS: Final = ("audiences", "phases", "situations")
_LONG: Final = ("purpose", "gives", "text", "setting", "shows")
_LABELS: Final[Mapping[str, StrPromise]] = {
    "title": gettext_lazy("Heading"),
    "text": gettext_lazy("Text"),
    "name": gettext_lazy("Name"),
    "setting": gettext_lazy("Where we are"),
    "shows": gettext_lazy("What to notice"),
    "lines": gettext_lazy("Who says what"),
    "question": gettext_lazy("The situation, and what you ask"),
    "right": gettext_lazy("The answer that holds"),
    "right_why": gettext_lazy("Why it holds"),
    "wrong": gettext_lazy("Two that sound right, one a line"),
    "wrong_why": gettext_lazy("Why not, a line for each"),
    "role": gettext_lazy("Role"),
    "card": gettext_lazy("What this one knows, wants and does"),
    "watch_for": gettext_lazy("What to watch for, one a line"),
    "afterwards": gettext_lazy("What to talk about afterwards, one a line"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A text in both languages; `shipped` is what the product says, where that is something else."""

    danish: BoundField
    english: BoundField
    shipped: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Texts that stand under one heading; `differs` marks what is not as the product has it."""

    heading: str
    pairs: tuple[Pair, ...]
    differs: bool
    hint: str = ""
    choice: BoundField | None = None


class AdaptForm(RefusalForm):
    """All texts of a method; `parts` are the codes of its parts. For one of the municipality's own also its name, whom it
    is used with, where, what it trains, quiz cards and a role play.
    """

    def __init__(self, data: Any = None, *, parts: Sequence[str], is_own: bool, **options: Any) -> None:
        super().__init__(data, **options)
        self.parts, self.is_own = tuple(parts), is_own
        if is_own:
            self._add("name", _("Name"), is_long=False, is_required=True, limit=LONGEST_NAME)
            self._add_choices()
        for key in SINGLE:
            limit = LONGEST_SHORT if key == "short" else None
            self._add(key, str(PARTS[key]), is_long=True, is_required=True, limit=limit)
        for number in range(1, MOST_STEPS + 1):
            for key in ("title", "text"):
                self._add(f"steps-{number}-{key}", self._named(key, number), is_long=key in _LONG)
        for number in range(1, (MOST_PARTS if is_own else len(self.parts)) + 1):
            for key in ("name", "text"):
                self._add(f"parts-{number}-{key}", self._named(key, number), is_long=key in _LONG)
            for key in LINES_OF_A_PART:
                label = _("%(who)s, one a line") % {"who": TOWARDS[Audience(key)]}
                self._add(f"parts-{number}-{key}", f"{number}. {label}", is_long=True)
        for key in ("setting", "lines", "shows"):
            self._add(f"example-{key}", str(_LABELS[key]), is_long=True)
        self._add("not_when", _("One a line"), is_long=True, is_required=True)
        if is_own:
            self._add_cards()
            self._add_play()

    def _named(self, key: str, number: int) -> str:
        return f"{number}. {_LABELS[key]}"

    def _add(
        self, name: str, label: str, *, is_long: bool, is_required: bool = False, limit: int | None = None
    ) -> None:
        for language, words in (("da", _("in Danish")), ("en", _("in English"))):
            field = forms.CharField(
                label=f"{label}, {words}",
                required=is_required and language == "da",
                max_length=limit,
                widget=forms.Textarea if is_long else forms.TextInput,
            )
            self.fields[f"{name}-{language}"] = field

    def _add_cards(self) -> None:
        for number in range(1, MOST_CARDS + 1):
            for key in (*TEXTS, *LINES):
                self._add(f"quiz-{number}-{key}", self._named(key, number), is_long=True)

    def _add_play(self) -> None:
        self._add("role_play-setting", _("Where the role play takes place"), is_long=True)
        for number in range(1, MOST_ROLES + 1):
            self._add(f"role_play-roles-{number}-name", self._named("role", number), is_long=False)
            self._add(f"role_play-roles-{number}-card", self._named("card", number), is_long=True)
        for key in LINES_OF_A_PLAY:
            self._add(f"role_play-{key}", str(_LABELS[key]), is_long=True)
        self.fields["role_play-minutes"] = forms.ChoiceField(
            label=_("How long it takes"),
            required=False,
            initial=str(USUAL_MINUTES),
            choices=[(str(one), _("%(n)s minutes") % {"n": one}) for one in MINUTES],
        )

    def _add_choices(self) -> None:
        tick = forms.CheckboxSelectMultiple
        self.fields["audiences"] = forms.MultipleChoiceField(
            label=_("With whom"), choices=[(one.value, words) for one, words in AUDIENCES.items()], widget=tick
        )
        self.fields["phases"] = forms.MultipleChoiceField(
            label=_("Where in the work"),
            help_text=_("One to three."),
            choices=[(one.value, words) for one, words in PHASES.items()],
            widget=tick,
        )
        self.fields["situations"] = forms.MultipleChoiceField(
            label=_("Where it is a good answer"),
            required=False,
            choices=[(code, said(one.name)) for code, one in situations().items()],
            widget=tick,
        )
        groups = [
            (said(field.name), [(item.code, said(item.title)) for item in field.in_use()])
            for field in shipped_framework(FRAME).fields
        ]
        for place in range(1, MOST_COMPETENCIES + 1):
            self.fields[f"competencies-{place}"] = forms.ChoiceField(
                label=_("What it trains (%(number)s)") % {"number": place},
                required=False,
                choices=[("", _("Nothing more")), *groups],
            )

    @property
    def trains(self) -> list[BoundField]:
        """The choices of what it trains."""
        return [self[f"competencies-{place}"] for place in range(1, MOST_COMPETENCIES + 1)]

    def sentence(self, problem: Problem) -> str:
        """See `methods.wording`."""
        return sentence(problem)

    def refused(self, refusal: BadInput) -> None:
        """Each problem at the control that holds the text of its path."""
        for problem in refusal.problems:
            control = control_of(problem.place.column or "", self.parts)
            first = control.split("-")[0]
            names = (
                control,
                f"{control}-da",
                f"{control}-1-name-da",
                first,
                f"{first}-1-title-da",
                f"{first}-1-name-da",
            )
            self.add_error(next((name for name in names if name in self.fields), None), self.sentence(problem))

    def accepts(self, act: Callable[[], object]) -> bool:
        """Act, and put what is refused at its controls; whether nothing was."""
        try:
            act()
        except BadInput as refusal:
            self.refused(refusal)
            return False
        return True

    def blocks(self, shipped: Mapping[str, str]) -> list[Block]:
        """The texts by heading, with the product's own beside those that say something else."""
        blocks = [self._block(str(PARTS[key]), [key], shipped) for key in SINGLE]
        if self.is_own:
            blocks.insert(0, self._block(str(PARTS["name"]), ["name"], shipped))
        steps = self._shown_rows("steps", MOST_STEPS, "title-da")
        names = [f"steps-{number}-{key}" for number in steps for key in ("title", "text")]
        blocks.append(self._block(str(PARTS["steps"]), names, shipped))
        for number in self._shown_rows("parts", MOST_PARTS if self.is_own else len(self.parts), "name-da"):
            names = [f"parts-{number}-{key}" for key in ("name", "text", *LINES_OF_A_PART)]
            heading = _("Questions and sentences, part %(number)s") % {"number": number}
            blocks.append(self._block(heading, names, shipped))
        hint = _("Begin each line with who says it: %(who)s") % {"who": speakers_in_words()}
        names = [f"example-{key}" for key in ("setting", "lines", "shows")]
        blocks.append(self._block(str(PARTS["example"]), names, shipped, hint=hint))
        blocks.append(self._block(str(PARTS["not_when"]), ["not_when"], shipped))
        hint = _(
            "Somebody practises alone: a situation, an answer that holds and two that sound right. You need not write any."
        )
        for number in self._shown_rows("quiz", MOST_CARDS, "question-da") if self.is_own else ():
            names = [f"quiz-{number}-{key}" for key in (*TEXTS, *LINES)]
            heading = _("Quiz card %(number)s") % {"number": number}
            blocks.append(self._block(heading, names, shipped, hint=hint if number == 1 else ""))
        if self.is_own:
            blocks.append(self._play_block())
        return blocks

    def _play_block(self) -> Block:
        hint = _("Colleagues practise together, each with a card: two or three roles. You need not write any.")
        roles = [f"role_play-roles-{number}-{key}" for number in range(1, MOST_ROLES + 1) for key in TEXTS_OF_A_ROLE]
        names = ["role_play-setting", *roles, *(f"role_play-{key}" for key in LINES_OF_A_PLAY)]
        block = self._block(_("Role play"), names, {}, hint=hint)
        return replace(block, choice=self["role_play-minutes"])

    def _shown_rows(self, key: str, most: int, marker: str) -> range:
        """Those with something in them, and an empty one."""
        filled = [number for number in range(1, most + 1) if self[f"{key}-{number}-{marker}"].value()]
        return range(1, min(max(filled, default=0) + 1, most) + 1)

    def _block(self, heading: str, names: Sequence[str], shipped: Mapping[str, str], hint: str = "") -> Block:
        pairs = []
        for name in names:
            typed, of_product = str(self[f"{name}-da"].value() or ""), shipped.get(f"{name}-da", "")
            differs = bool(shipped) and _plain(typed) != _plain(of_product)
            pairs.append(
                Pair(danish=self[f"{name}-da"], english=self[f"{name}-en"], shipped=of_product if differs else "")
            )
        english = any(
            bool(shipped) and _plain(str(self[f"{name}-en"].value() or "")) != _plain(shipped.get(f"{name}-en", ""))
            for name in names
        )
        return Block(
            heading=heading, pairs=tuple(pairs), differs=english or any(pair.shipped for pair in pairs), hint=hint
        )


def _plain(text: str) -> list[str]:
    return text.split()
