"""What is asked about a citizen for the match. Empty is not asked about, which is not no."""

import re
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from fagkompas.companies.models import Paper
from fagkompas.companies.wording import CONDITIONS, TIMES
from fagkompas.engine.errors import Problem
from fagkompas.matching.actions.facts import TEXTS, Facts
from fagkompas.matching.models import LONGEST_LINES, MOST_HOURS, MatchFacts
from fagkompas.matching.profile import lines_in
from fagkompas.matching.wording import SENTENCES, reach_text, sentence
from fagkompas.toolkit.forms import DayField
from fagkompas.toolkit.guarded_forms import HealthGuardedForm

HAS: Final = "yes"
HAS_NOT: Final = "no"
PAPER: Final = "paper_"

_POSTCODES: Final = re.compile(r"(\d{4})(?:\s*[-–]\s*(\d{4}))?")
_LINES: Final[dict[str, Any]] = {
    "widget": forms.Textarea(attrs={"rows": 3}),
    "required": False,
    "max_length": LONGEST_LINES,
}


class PostcodesField(forms.CharField):
    """ "4000, 4600-4690" as pairs; None for nothing."""

    def clean(self, value: Any) -> tuple[tuple[str, str], ...] | None:
        """Raises where a part is no postcode, or a span goes backwards."""
        text = super().clean(value)
        parts = [part.strip() for part in re.split(r"[,;\n]", text) if part.strip()]
        found = [_POSTCODES.fullmatch(part) for part in parts]
        pairs = [(one[1], one[2] or one[1]) for one in found if one]
        if len(pairs) < len(parts) or any(first > last for first, last in pairs):
            raise ValidationError(SENTENCES["postcodes_invalid"], code="postcodes")
        return tuple(pairs) or None


class FactsForm(HealthGuardedForm):
    """Hours, from when, how far, when, papers, what work must spare, and lines of can, cannot and would like."""

    guarded = TEXTS

    least_hours = forms.DecimalField(
        label=_("Fewest hours a week"), required=False, min_value=Decimal(0), max_value=MOST_HOURS, decimal_places=2
    )
    most_hours = forms.DecimalField(
        label=_("Most hours a week"), required=False, min_value=Decimal(0), max_value=MOST_HOURS, decimal_places=2
    )
    free_from = DayField(label=_("Free from"), required=False)
    reach = PostcodesField(
        label=_("Postcodes the citizen can get to"),
        required=False,
        max_length=300,
        help_text=_("Such as 4000, 4600-4690. Empty: not asked about."),
    )
    times = forms.MultipleChoiceField(
        label=_("When the citizen can work"),
        required=False,
        choices=[(code, capfirst(words)) for code, words in TIMES.items()],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: not asked about."),
    )
    can = forms.CharField(
        label=_("Can, beside what the CV says"), help_text=_("A line for each thing, as the citizen says it."), **_LINES
    )
    wants = forms.CharField(label=_("Would like"), help_text=_("A line for each task or kind of work."), **_LINES)
    cannot = forms.CharField(
        label=_("Cannot or will not"),
        help_text=_(
            "What the citizen has said no to, a line for each. Write no illness: what work must spare is ticked below."
        ),
        **_LINES,
    )
    spared = forms.MultipleChoiceField(
        label=_("What work must spare"),
        required=False,
        choices=[(code, capfirst(words)) for code, words in CONDITIONS.items()],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only what the citizen has agreed to, and only what work asks, never why."),
    )
    spared_agreed_on = DayField(
        label=_("The citizen said yes to this on"),
        required=False,
        help_text=_("Needed where something is ticked above."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        for code, label in Paper.choices:
            self.fields[f"{PAPER}{code}"] = forms.ChoiceField(
                label=label,
                required=False,
                choices=[("", _("Not asked")), (HAS, _("Has")), (HAS_NOT, _("Has not"))],
            )

    def sentence(self, problem: Problem) -> str:
        """See `matching.wording`."""
        return sentence(problem)

    @property
    def papers(self) -> list[forms.BoundField]:
        """The controls of papers."""
        return [self[name] for name in self.fields if name.startswith(PAPER)]

    @property
    def papers_asked(self) -> int:
        """Of how many papers somebody has asked."""
        return sum(bool(control.value()) for control in self.papers)

    @property
    def seen_revision(self) -> int:
        """That of the facts when the page was shown; -1 where none came along."""
        found = self.cleaned_data.get("revision")
        return -1 if found is None else int(found)

    def facts(self) -> Facts:
        """What was typed, once it is valid."""
        clean = self.cleaned_data
        papers = {name.removeprefix(PAPER): clean[name] for name in self.fields if name.startswith(PAPER)}
        return Facts(
            least_minutes=_minutes(clean["least_hours"]),
            most_minutes=_minutes(clean["most_hours"]),
            free_from=clean["free_from"],
            reach=clean["reach"],
            times=tuple(clean["times"]) or None,
            papers={code: said == HAS for code, said in papers.items() if said},
            words={name: clean[name] for name in TEXTS},
            spared=tuple(clean["spared"]),
            spared_agreed_on=clean["spared_agreed_on"],
        )


def initial_of(facts: MatchFacts) -> dict[str, Any]:
    """What is saved, as the form shows it."""
    return {
        "least_hours": _hours(facts.least_minutes),
        "most_hours": _hours(facts.most_minutes),
        "free_from": facts.free_from,
        "reach": reach_text(facts.reach or ()),
        "times": facts.times or [],
        "spared": lines_in(facts.words.get("spared", "")),
        "spared_agreed_on": facts.spared_agreed_on,
        "revision": facts.revision,
        **{name: facts.words.get(name, "") for name in TEXTS},
        **{f"{PAPER}{code}": HAS if has else HAS_NOT for code, has in facts.papers.items()},
    }


def _minutes(hours: Decimal | None) -> int | None:
    return None if hours is None else int(hours * 60)


def _hours(minutes: int | None) -> Decimal | None:
    return None if minutes is None else (Decimal(minutes) / 60).quantize(Decimal("0.01")).normalize() + 0
