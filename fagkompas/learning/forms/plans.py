"""What a manager moves in a learning plan: round, dates, budget, hours, away at once, musts and must-nots."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Final

from django import forms
from django.db.models import QuerySet
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fagkompas.accounts.models import Employee, Unit
from fagkompas.assessments.models import Participant, Round, RoundState, Scope
from fagkompas.catalogue.models import Offering, Session
from fagkompas.engine.errors import Problem
from fagkompas.engine.scales import Mode
from fagkompas.learning.actions.plans import LARGEST_BUDGET, MOST_HOURS, GivenRule, Levers
from fagkompas.learning.models import Plan, RuleKind
from fagkompas.learning.wording.plan_pages import sentence
from fagkompas.toolkit.form_errors import KRONER, PERCENT
from fagkompas.toolkit.formats import number, short_date
from fagkompas.toolkit.forms import DayField, Form, RefusalForm, RowChoice
from fagkompas.toolkit.refusing import unless

SPARE_RULES: Final = 2
"""Empty rows for musts and must-nots after those that there are."""

RULE_LABELS: Final = (
    (gettext_lazy("Must or must not"), gettext_lazy("Who"), gettext_lazy("What")),
    (gettext_lazy("One more: must or must not"), gettext_lazy("One more: who"), gettext_lazy("One more: what")),
)

_RULES: Final = {
    RuleKind.MUST: gettext_lazy("%(person)s must attend “%(offering)s”"),
    RuleKind.MUST_NOT: gettext_lazy("%(person)s must not attend “%(offering)s”"),
}

SECONDS: Final = (
    (10, gettext_lazy("10 seconds")),
    (20, gettext_lazy("20 seconds")),
    (60, gettext_lazy("1 minute")),
    (120, gettext_lazy("2 minutes")),
)
SHORTEST_ROW: Final = 3


class NamedChoice(RowChoice):
    """Rows by what they are called."""

    def label_from_instance(self, obj: Employee | Offering | Round) -> str:
        """A person, a round or an offering."""
        return obj.title if isinstance(obj, Offering) else obj.name


class RoundChoice(NamedChoice):
    """Rounds by name, when they opened, and how many of the unit they know."""

    known: Mapping[int, int] = {}
    people = 0

    def label_from_instance(self, obj: Employee | Offering | Round) -> str:
        """A round."""
        if not isinstance(obj, Round):
            return super().label_from_instance(obj)
        values = {"known": number(self.known.get(obj.pk, 0), 0), "everyone": number(self.people, 0)}
        return _("%(round)s: knows %(known)s of %(everyone)s, opened %(day)s") % {
            "round": obj.name,
            "day": short_date(obj.opens_on),
            **values,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow:
    """One more must or must-not of the form."""

    kind: BoundField
    person: BoundField
    offering: BoundField


class PlanForm(RefusalForm):
    """The levers."""

    units: ClassVar = {"budget": KRONER, "hours_per_person": gettext_lazy("hours"), "away": PERCENT}

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    round = RoundChoice(
        label=gettext_lazy("Ratings from"),
        queryset=Round.objects.none(),
        empty_label=None,
        help_text=gettext_lazy("Rounds in which people were rated competency by competency."),
    )
    starts_on = DayField(label=gettext_lazy("From"))
    ends_on = DayField(label=gettext_lazy("To"))
    budget = forms.IntegerField(label=gettext_lazy("Budget"), min_value=0, max_value=LARGEST_BUDGET)
    hours_per_person = forms.DecimalField(
        label=gettext_lazy("Hours for each"), min_value=0, max_value=MOST_HOURS, decimal_places=1, max_digits=5
    )
    away = forms.IntegerField(
        label=gettext_lazy("Away at once"),
        min_value=1,
        max_value=100,
        help_text=gettext_lazy("How much of the unit may be away in the same week. One person may always be."),
    )
    seconds = forms.TypedChoiceField(
        label=gettext_lazy("Work on it for"), choices=SECONDS, coerce=int, help_text=gettext_lazy("At most.")
    )

    def __init__(
        self,
        data: Any = None,
        *,
        unit: Unit,
        rounds: QuerySet[Round],
        people: Sequence[Employee],
        offerings: Sequence[Offering],
        start: dict[str, Any],
        rules: Sequence[GivenRule] = (),
    ) -> None:
        self.unit, self.people, self.offerings = unit, people, offerings
        self.rules_before = rules
        super().__init__(data, initial=start)
        field = self.fields["round"]
        if isinstance(field, RoundChoice):
            field.known, field.people = people_known(unit), len(people)
            field.queryset = rounds
        for place, rule in enumerate(rules):
            label = _RULES[rule.kind] % {"person": rule.employee.name, "offering": rule.offering.title}
            self.fields[f"behold-{place}"] = forms.BooleanField(label=label, required=False, initial=True)
        for place in range(SPARE_RULES):
            self.fields.update(self._rule_fields(place))

    def sentence(self, problem: Problem) -> str:
        """A problem in the reader's language."""
        return sentence(problem)

    def _rule_fields(self, place: int) -> dict[str, forms.Field]:
        people = [("", _("Nobody chosen")), *((str(one.uuid), one.name) for one in self.people)]
        offerings = [("", _("Nothing chosen")), *((str(one.uuid), one.title) for one in self.offerings)]
        kinds = [("", _("No rule")), *RuleKind.choices]
        labels = RULE_LABELS[place]
        return {
            f"regel-{place}-slags": forms.ChoiceField(label=labels[0], choices=kinds, required=False),
            f"regel-{place}-person": forms.ChoiceField(label=labels[1], choices=people, required=False),
            f"regel-{place}-tilbud": forms.ChoiceField(label=labels[2], choices=offerings, required=False),
        }

    @property
    def kept_rules(self) -> Iterator[BoundField]:
        """What must and must not be already, a sentence each that can be dropped."""
        return (self[f"behold-{place}"] for place in range(len(self.rules_before)))

    @property
    def rule_rows(self) -> Iterator[RuleRow]:
        """Row by row, for the page."""
        for place in range(SPARE_RULES):
            yield RuleRow(
                kind=self[f"regel-{place}-slags"],
                person=self[f"regel-{place}-person"],
                offering=self[f"regel-{place}-tilbud"],
            )

    def clean(self) -> dict[str, Any]:
        """It ends after it begins; a rule says what, who and which. Told with whatever else is wrong."""
        given = super().clean() or {}
        first, last = given.get("starts_on"), given.get("ends_on")
        for problem in unless(first is None or last is None or first <= last, "ends_on", "plan_ends_before"):
            self.add_error("ends_on", self.sentence(problem))
        for place in range(SPARE_RULES):
            parts = [given.get(f"regel-{place}-{part}") for part in ("slags", "person", "tilbud")]
            if parts[0] and not (parts[1] and parts[2]):
                self.add_error(f"regel-{place}-slags", _("Choose who and what the rule is about, or no rule."))
            elif not parts[0] and (parts[1] or parts[2]):
                self.add_error(f"regel-{place}-slags", _("Choose whether it must or must not be."))
        return given

    def levers(self) -> Levers:
        """What was chosen; of a valid form."""
        given = self.cleaned_data
        return Levers(
            name=given["name"],
            round=given["round"],
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
            budget=given["budget"],
            hours_per_person=given["hours_per_person"],
            away_share=Decimal(given["away"]) / 100,
            seconds=given["seconds"],
            rules=tuple(self._rules()),
        )

    def _rules(self) -> Iterator[GivenRule]:
        people = {str(one.uuid): one for one in self.people}
        offerings = {str(one.uuid): one for one in self.offerings}
        yield from (rule for place, rule in enumerate(self.rules_before) if self.cleaned_data[f"behold-{place}"])
        for place in range(SPARE_RULES):
            kind = self.cleaned_data[f"regel-{place}-slags"]
            if kind:
                yield GivenRule(
                    kind=RuleKind(kind),
                    employee=people[self.cleaned_data[f"regel-{place}-person"]],
                    offering=offerings[self.cleaned_data[f"regel-{place}-tilbud"]],
                )


class AddForm(Form):
    """Whose seat to add."""

    person = forms.ChoiceField(label=gettext_lazy("Who"))

    def __init__(self, data: Any = None, *, people: Sequence[Employee]) -> None:
        super().__init__(data)
        field = self.fields["person"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(str(one.uuid), one.name) for one in people]


def usable_rounds(unit: Unit) -> QuerySet[Round]:
    """Rounds in which somebody who is in the unit now was rated there competency by competency, newest first."""
    rated_here = Participant.objects.filter(
        result__isnull=False,
        unit__lineage__startswith=unit.lineage,
        employee__in=Employee.objects.employed_in(unit).order_by().values("pk"),
    )
    rounds = Round.objects.of_root(unit.root_id or unit.pk).filter(
        mode=Mode.SCREENING.value, scope=Scope.PERSON, pk__in=rated_here.order_by().values("round")
    )
    return rounds.distinct().order_by("-opens_on", "-pk")


def people_known(unit: Unit) -> dict[int, int]:
    """By round how many who are in the unit now it has ratings of that may be used. One query."""
    rows = Participant.objects.filter(
        result__isnull=False,
        unit__lineage__startswith=unit.lineage,
        employee__in=Employee.objects.employed_in(unit).order_by().values("pk"),
    ).select_related("round")
    known = Counter(
        one.round_id for one in rows.order_by("pk") if one.round.state != RoundState.OPEN or not one.waits_for_manager
    )
    return dict(known)


def plannable_offerings(root_id: int, today: date) -> list[Offering]:
    """Offerings with a session to come, by title."""
    sessions = Session.objects.open_to(root_id).still_to_come(today).order_by().values("offering")
    return list(Offering.objects.filter(pk__in=sessions, retired_on__isnull=True))


def start_of(plan: Plan) -> dict[str, Any]:
    """The levers of a plan as the form's start."""
    return {
        "name": plan.name,
        "round": plan.round.uuid if plan.round else None,
        "starts_on": plan.starts_on,
        "ends_on": plan.ends_on,
        "budget": plan.budget,
        "hours_per_person": None if plan.hours_per_person is None else f"{float(plan.hours_per_person):g}",
        "away": round(plan.away_share * 100),
        "seconds": plan.seconds,
    }
