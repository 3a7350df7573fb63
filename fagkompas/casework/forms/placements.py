"""What is typed about a placement, its tasks and its follow-ups."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fagkompas.casework.actions.placements import (
    MOST_MINUTES,
    NEXT,
    RATINGS,
    SEEN_BY_OTHERS,
    GivenPlacement,
    GivenTask,
    Said,
    problems_of_days,
)
from fagkompas.casework.forms.plans import line
from fagkompas.casework.models import Placement, PlacementKind, PlacementTask
from fagkompas.casework.models.plans import LONGEST_LINE
from fagkompas.casework.placement_reading import ReadTask
from fagkompas.casework.wording.placements import ANCHORS, sentence
from fagkompas.companies.forms.picking import CompanyField
from fagkompas.conversations.actions.agreements import FollowUp
from fagkompas.conversations.forms.agreements import YES_OR_NO, smart_fields, yes_or_no
from fagkompas.conversations.forms.earlier import went_fields
from fagkompas.conversations.models import Agreement, AgreementState
from fagkompas.engine.errors import Problem
from fagkompas.toolkit.forms import DayField, RefusalForm
from fagkompas.toolkit.guarded_forms import HealthGuardedForm
from fagkompas.toolkit.once import OnceForm
from fagkompas.toolkit.traces import refuse_cpr

MINUTES_AN_HOUR: Final = 60
MOST_HOURS: Final = MOST_MINUTES // MINUTES_AN_HOUR


class ChangeForm(RefusalForm):
    """When, as what, and what is spoken of from the first day."""

    units = {"expected_hours": _("hours a week")}  # noqa: RUF012  # as the base class has it

    kind = forms.ChoiceField(label=_("What is it?"), choices=PlacementKind.choices)
    from_on = DayField(label=_("First day"))
    to_on = DayField(label=_("Last day"), required=False)
    expected_hours = forms.DecimalField(
        label=_("Paid hours that you aim for"),
        min_value=0,
        max_value=MOST_HOURS,
        max_digits=4,
        decimal_places=2,
        localize=True,
        help_text=_("Speak of them on the first day, so that everybody knows where it is going."),
    )

    def sentence(self, problem: Problem) -> str:
        """See `wording.placements`."""
        return sentence(problem)

    def clean(self) -> dict[str, Any]:
        """Days that do not fit are told together with whatever else is wrong."""
        cleaned = super().clean() or self.cleaned_data
        if first := cleaned.get("from_on"):
            for problem in problems_of_days(first, cleaned.get("to_on"), timezone.localdate()):
                self.add_error(problem.place.column, self.sentence(problem))
        return cleaned

    def given(self) -> GivenPlacement:
        """What was typed; hours as whole minutes."""
        data = self.cleaned_data
        return GivenPlacement(
            kind=PlacementKind(data["kind"]),
            from_on=data["from_on"],
            to_on=data["to_on"],
            expected_paid_minutes=int(data["expected_hours"] * MINUTES_AN_HOUR),
        )


class BeginForm(ChangeForm, OnceForm):
    """The same in a company that is chosen."""

    company = CompanyField(
        label=_("Company"), help_text=_("Begin to write its name or CVR number, and choose from the list.")
    )

    field_order = ("company", "kind", "from_on", "to_on", "expected_hours")

    def __init__(self, data: Any = None, *, root_id: int, **options: Any) -> None:
        super().__init__(data, **options)
        chooser = self.fields["company"]
        if isinstance(chooser, CompanyField):
            chooser.of(root_id)


def typed_of_placement(placement: Placement) -> dict[str, str]:
    """A placement as its form starts."""
    hours = Decimal(placement.expected_paid_minutes) / MINUTES_AN_HOUR
    texts = {
        "kind": placement.kind,
        "from_on": placement.from_on.isoformat(),
        "to_on": placement.to_on.isoformat() if placement.to_on else "",
        "expected_hours": f"{hours.quantize(Decimal('0.01')).normalize():f}".replace(".", ","),
    }
    return {name: typed for name, typed in texts.items() if typed}


class TaskForm(HealthGuardedForm):
    """A task, and how its minutes are divided."""

    guarded = ("name", "learning_goal")
    units = {"minutes": _("minutes a week"), "paid_minutes": _("minutes a week")}  # noqa: RUF012  # as the base has it

    name = line(_("What is the task called?"), help_text=_("Such as “Fills the shelves before opening”."))
    minutes = forms.IntegerField(label=_("How long does it take in a week?"), min_value=0, max_value=MOST_MINUTES)
    paid_minutes = forms.IntegerField(
        label=_("How much of it is paid?"),
        min_value=0,
        max_value=MOST_MINUTES,
        help_text=_("The rest is training. Not a minute is both."),
    )
    learning_goal = line(
        _("What is to be learnt in the training?"),
        longest=LONGEST_LINE,
        required=False,
        help_text=_("Such as “Can order goods alone”. Needed where only a part is paid."),
    )
    ready_by = DayField(label=_("Learnt by"), required=False)

    def sentence(self, problem: Problem) -> str:
        """See `wording.placements`."""
        return sentence(problem)

    def given(self) -> GivenTask:
        """What was typed."""
        data = self.cleaned_data
        return GivenTask(
            name=data["name"],
            minutes=data["minutes"],
            paid_minutes=data["paid_minutes"],
            learning_goal=data["learning_goal"],
            ready_by=data["ready_by"],
        )


class NewTaskForm(TaskForm, OnceForm):
    """One more."""


def typed_of_task(task: PlacementTask) -> dict[str, str]:
    """A task as its form starts."""
    texts = {
        "name": task.name,
        "minutes": str(task.paid_minutes + task.training_minutes),
        "paid_minutes": str(task.paid_minutes),
        "learning_goal": task.learning_goal,
        "ready_by": task.ready_by.isoformat() if task.ready_by else "",
    }
    return {name: typed for name, typed in texts.items() if typed}


# Follow-up

PART_OF: Final = {
    "agreement": "what",
    "agreement_by": "due",
    "measure": "measure",
    "why": "why",
    "own_control": "control",
    "confidence": "confidence",
}
"""Which part of an agreement each control of what comes next is; the controls are named by the columns."""

WENT: Final = ("went", "note")
"""How the last agreement went, where nobody has said."""

OF_TASK: Final = (*WENT, *RATINGS, "minutes", "paid", "goal", "ready", *NEXT)


def control(name: str, task: UUID) -> str:
    """What a control of one task is called."""
    return f"{name}-{task}"


def is_of_follow_up(name: str) -> bool:
    """Whether a posted name is a control of some task."""
    return name.partition("-")[0] in OF_TASK and "-" in name


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An agreement that a task is asked about. `note` is what stands there, which not everybody may read (ADR 14)."""

    agreement: Agreement
    may_note: bool
    note: str

    @property
    def names(self) -> tuple[str, ...]:
        """Its controls."""
        return WENT if self.may_note else WENT[:1]


class FollowUpForm(HealthGuardedForm):
    """Every task of the placement: how the last agreement went, three places on the scale, its minutes, and what comes next."""

    def __init__(
        self,
        data: Any = None,
        *,
        tasks: Sequence[ReadTask],
        asked: Mapping[UUID, Asked],
        is_draft: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        self.tasks, self.asked, self.is_draft = tasks, asked, is_draft
        self.guarded = tuple(control(name, one.task.uuid) for one in tasks for name in SEEN_BY_OTHERS)
        for one in tasks:
            names = asked[one.task.uuid].names if one.task.uuid in asked else ()
            went = dict(zip(WENT, went_fields().values(), strict=True))
            for name, field in {**{name: went[name] for name in names}, **_fields()}.items():
                self.fields[control(name, one.task.uuid)] = field

    def look(self, texts: dict[str, str], read: str) -> None:
        """A draft is encrypted and counts nowhere: words about health are told once it is to count."""
        if self.is_draft:
            refuse_cpr(texts)
        else:
            super().look(texts, read)

    def unit_of(self, name: str) -> str:
        """Minutes."""
        return str(_("minutes a week")) if name.partition("-")[0] in {"minutes", "paid"} else ""

    def block_of(self, name: str) -> str:
        """The task's name."""
        key = name.partition("-")[2]
        return next((one.task.name for one in self.tasks if str(one.task.uuid) == key), "")

    def sentence(self, problem: Problem) -> str:
        """See `wording.placements`."""
        return sentence(problem)

    @property
    def blocks(self) -> Iterator[tuple[ReadTask, Mapping[str, Any]]]:
        """The controls of each task by their plain name."""
        for one in self.tasks:
            names = {name: control(name, one.task.uuid) for name in OF_TASK}
            bound = {name: self[named] for name, named in names.items() if named in self.fields}
            yield one, bound | {"next": {part: bound[name] for name, part in PART_OF.items()}}

    def said(self) -> dict[UUID, Said]:
        """What was typed, by task."""
        return {one.task.uuid: self.said_of(one.task.uuid) for one in self.tasks}

    def said_of(self, task: UUID) -> Said:
        """Of one task; what is wrong in it is left out."""
        data: dict[str, Any] = {name: self.cleaned_data.get(control(name, task)) for name in OF_TASK}
        ratings = {name: int(data[name]) if data[name] else None for name in RATINGS}
        asked = self.asked.get(task)
        return Said(
            **ratings,
            went=self._went(asked, data) if asked else None,
            asked=asked.agreement.revision if asked else None,
            minutes=data["minutes"],
            paid_minutes=data["paid"],
            learning_goal=data["goal"] or "",
            ready_by=data["ready"],
            agreement=data["agreement"] or "",
            agreement_by=data["agreement_by"],
            measure=data["measure"] or "",
            why=data["why"] or "",
            own_control=YES_OR_NO[data["own_control"] or ""],
            confidence=int(data["confidence"]) if data["confidence"] else None,
        )

    def _went(self, asked: Asked, data: Mapping[str, Any]) -> FollowUp:
        """How it went; the note of those who may not read it is as it was."""
        note = (data["note"] or "") if asked.may_note else asked.note
        return FollowUp(state=AgreementState(data["went"]) if data["went"] else None, note=note)


def _fields() -> dict[str, forms.Field]:
    """The controls of one task."""
    scale = [("", _("Not said")), *((str(value), f"{value} – {words}") for value, words in _anchors())]
    return {
        "employer": forms.ChoiceField(label=_("The employer says"), choices=scale, required=False),
        "citizen": forms.ChoiceField(label=_("The citizen says"), choices=scale, required=False),
        "new_hire": forms.ChoiceField(label=_("Somebody newly hired would be at"), choices=scale, required=False),
        "minutes": forms.IntegerField(label=_("It takes"), min_value=0, max_value=MOST_MINUTES, required=False),
        "paid": forms.IntegerField(label=_("Paid of it"), min_value=0, max_value=MOST_MINUTES, required=False),
        "goal": line(_("What is to be learnt in the training?"), longest=LONGEST_LINE, required=False),
        "ready": DayField(label=_("Learnt by"), required=False),
    } | _next_fields()


def _next_fields() -> dict[str, forms.Field]:
    """What comes next, with the controls that every agreement has."""
    smart = smart_fields()
    smart["what"].label = _("What comes next?")
    return {name: smart[part] for name, part in PART_OF.items()}


def _anchors() -> Iterator[tuple[int, str]]:
    return ((value, str(words)) for value, words in ANCHORS.items())


def typed_of_follow_up(tasks: Sequence[ReadTask], on: date, asked: Mapping[UUID, Asked]) -> dict[str, str]:
    """What is saved of a day, and of the tasks as they are, a text for each control."""
    texts: dict[str, object] = {}
    for one in tasks:
        rating = next((each for each in one.ratings if each.on == on), None)
        of_task = {name: getattr(rating, name) if rating else None for name in (*RATINGS, *NEXT)}
        of_task["own_control"] = yes_or_no(rating.own_control if rating else None)
        of_task |= {"minutes": one.minutes, "paid": one.task.paid_minutes}
        of_task |= {"goal": one.task.learning_goal, "ready": one.task.ready_by}
        texts |= {control(name, one.task.uuid): value for name, value in of_task.items()}
    told = {name: str(value) for name, value in texts.items() if value not in {None, ""}}
    return told | {name: text for task, one in asked.items() for name, text in typed_of_answer(task, one, on).items()}


def typed_of_answer(task: UUID, asked: Asked, on: date) -> dict[str, str]:
    """What is saved of how an agreement went; what runs on is asked anew each day."""
    one = asked.agreement
    stands = one.followed_up_on == on or not one.is_open
    texts = {"went": one.state if stands else "", "note": one.note if asked.may_note else ""}
    return {control(name, task): text for name, text in texts.items() if text}
