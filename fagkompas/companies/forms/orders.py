"""What is typed about a job order: how it begins, its sections, its tasks, how it ends, and its log."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from fagkompas.accounts.models import Employee
from fagkompas.companies.actions.orders import MOST_ORDER_MINUTES, MOST_TASK_MINUTES, SECTIONS, NewTask
from fagkompas.companies.circle_reading import consultants_in
from fagkompas.companies.models import (
    ApplyWay,
    CompanyContact,
    JobOrder,
    MediationStep,
    OrderKind,
    OrderState,
    OrderTask,
    Paper,
    Recipient,
)
from fagkompas.companies.models.orders import (
    LONGEST_ADVERT,
    LONGEST_HEADING,
    LONGEST_MEDIATION_NOTE,
    LONGEST_ORDER_LINE,
    LONGEST_ORDER_TITLE,
    MOST_POSITIONS,
)
from fagkompas.companies.wording import CONDITIONS, TIMES, sentence
from fagkompas.engine.errors import Problem
from fagkompas.occupations.forms import OccupationField
from fagkompas.toolkit.forms import DayField, Form, RefusalForm, RowChoice
from fagkompas.toolkit.guarded_forms import HealthGuardedForm
from fagkompas.toolkit.once import OnceForm

AN_HOUR: Final = 60
MOST_HOURS: Final = MOST_ORDER_MINUTES // AN_HOUR


class LinesField(forms.CharField):
    """Texts with a line each; blank lines and those that stand twice are left out."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, "widget": forms.Textarea, **options})

    def prepare_value(self, value: Any) -> Any:
        """A list as its lines."""
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        """The lines."""
        lines = (" ".join(one.split()) for one in str(super().clean(value)).splitlines())
        return list(dict.fromkeys(one for one in lines if one))


class HoursField(forms.DecimalField):
    """Hours a week, as whole minutes."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            required=False, min_value=0, max_value=MOST_HOURS, max_digits=4, decimal_places=2, localize=True, **options
        )

    def prepare_value(self, value: Any) -> Any:
        """Minutes as hours."""
        return Decimal(value) / AN_HOUR if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        """The minutes, or None."""
        hours = super().clean(value)
        return None if hours is None else int(hours * AN_HOUR)


class GuardedForm(HealthGuardedForm):
    """Texts that colleagues and companies see."""

    def sentence(self, problem: Problem) -> str:
        """See `companies.wording`."""
        return sentence(problem)


class NewOrderForm(GuardedForm, OnceForm):
    """A draft."""

    guarded = ("title",)

    kind = forms.ChoiceField(
        label=_("What kind of order is it?"),
        choices=OrderKind.choices,
        initial=OrderKind.ORDINARY,
        widget=forms.RadioSelect,
        help_text=_("Few hours: some tasks that today are piled on top of what others do."),
    )
    title = forms.CharField(
        label=_("What does the company call the position?"),
        max_length=LONGEST_ORDER_TITLE,
        help_text=_("In their words."),
    )
    occupation = OccupationField(
        label=_("Job title"), required=False, help_text=_("Begin to write, and choose from the list.")
    )


class SectionForm(GuardedForm):
    """One of the sections; `columns` are those it writes."""

    section: ClassVar[str] = ""

    def __init__(self, data: Any = None, *, order: JobOrder, **options: Any) -> None:
        initial = {name: getattr(order, name) for name in SECTIONS[self.section]}
        saved = {name: "\n".join(v) if isinstance(v, list) else str(v or "") for name, v in initial.items()}
        super().__init__(data, initial=initial, saved=saved, **options)
        self.order = order
        self.shape(order)

    def shape(self, order: JobOrder) -> None:
        """What depends on the order."""

    def values(self) -> Mapping[str, Any]:
        """What was typed, by column; a control that is not asked about stays as it was."""
        return {name: self.cleaned_data.get(name, getattr(self.order, name)) for name in SECTIONS[self.section]}


class CompanySection(SectionForm):
    """Whom to call, and who has the order."""

    section = "company"

    contact = RowChoice(
        label=_("Whom does one call?"),
        queryset=CompanyContact.objects.none(),
        required=False,
        empty_label=_("Nobody in particular"),
        help_text=_("The one who knows the work."),
    )
    consultant = RowChoice(
        label=_("Who has the order?"), queryset=Employee.objects.none(), required=False, empty_label=_("Nobody")
    )

    def shape(self, order: JobOrder) -> None:
        """Contacts of the company, and those who may write about it."""
        contact, consultant = self.fields["contact"], self.fields["consultant"]
        if isinstance(contact, RowChoice) and isinstance(consultant, RowChoice):
            contact.queryset = order.company.contacts.order_by("-is_decision_maker", "name", "pk")
            consultant.queryset = consultants_in(order.company.root_id)


class ContentSection(SectionForm):
    """The position; its tasks stand on the order's own page."""

    section = "content"
    guarded = ("title", "professional", "personal", "frees")

    kind = NewOrderForm.base_fields["kind"]
    title = NewOrderForm.base_fields["title"]
    occupation = NewOrderForm.base_fields["occupation"]
    frees = forms.CharField(
        label=_("What does it free colleagues for?"),
        required=False,
        max_length=LONGEST_ORDER_LINE,
        help_text=_("That is why a company says yes to few hours."),
    )
    professional = LinesField(
        label=_("What one must be able to do"), help_text=_("A line each, what matters most first.")
    )
    personal = LinesField(
        label=_("Personal qualities"), help_text=_("A line each, what matters most first. What do they mean here?")
    )
    papers = forms.MultipleChoiceField(
        label=_("Papers that must be in order"),
        required=False,
        choices=Paper.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only those without which one cannot begin. They rule people out of the match."),
    )

    def shape(self, order: JobOrder) -> None:
        """What is freed is asked about few hours alone."""
        if order.kind != OrderKind.FEW_HOURS:
            del self.fields["frees"]


class ConditionsSection(SectionForm):
    """When, how many hours, where, and what the work asks of body and mind."""

    section = "conditions"
    guarded = ("travel",)
    units = {"least_minutes": _("hours a week"), "most_minutes": _("hours a week")}  # noqa: RUF012  # as the base class has it

    least_minutes = HoursField(label=_("Hours a week at least"), help_text=_("How few would be enough?"))
    most_minutes = HoursField(label=_("Hours a week at most"))
    times = forms.MultipleChoiceField(
        label=_("When is there work?"),
        required=False,
        choices=list(TIMES.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick what one must be able to work."),
    )
    postcode = forms.CharField(label=_("Postcode of the workplace"), required=False, max_length=4)
    travel = forms.CharField(
        label=_("How does one get there?"),
        required=False,
        max_length=LONGEST_ORDER_LINE,
        help_text=_("Such as “Bus 5 stops outside, first one at 5.40”."),
    )
    conditions = forms.MultipleChoiceField(
        label=_("What does the work ask of body and mind?"),
        required=False,
        choices=list(CONDITIONS.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Say it as it is."),
    )


class EmploymentSection(SectionForm):
    """From when to when."""

    section = "employment"
    guarded = ("about_employment",)

    starts_on = DayField(label=_("First day"), required=False)
    ends_on = DayField(label=_("Last day"), required=False, help_text=_("Empty: the job goes on."))
    about_employment = forms.CharField(label=_("Pay and agreement"), required=False, max_length=LONGEST_ORDER_LINE)


class ApplicationSection(SectionForm):
    """How one applies."""

    section = "application"

    apply_ways = forms.MultipleChoiceField(
        label=_("How does one apply?"),
        required=False,
        choices=ApplyWay.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose what shows the ability for this very job."),
    )
    apply_until = DayField(label=_("Last day to apply"), required=False)


class NumberSection(SectionForm):
    """How many."""

    section = "number"

    positions = forms.IntegerField(
        label=_("How many does the company look for?"), min_value=1, max_value=MOST_POSITIONS
    )


class VisibilitySection(SectionForm):
    """Who may see it."""

    section = "visibility"

    is_on_jobnet = forms.BooleanField(label=_("It is to be on Jobnet"), required=False)
    recipient = forms.ChoiceField(
        label=_("Who receives the applications?"), choices=Recipient.choices, widget=forms.RadioSelect
    )
    is_cv_searched = forms.BooleanField(label=_("We look for people ourselves"), required=False)


class AdvertSection(SectionForm):
    """The text of the advert."""

    section = "advert"
    guarded = ("advert_heading", "advert_text")

    advert_heading = forms.CharField(
        label=_("Heading"), required=False, max_length=LONGEST_HEADING, help_text=_("Say what the work is.")
    )
    advert_text = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=LONGEST_ADVERT,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("Write “you”, tell of an ordinary day, and be honest about what is hard."),
    )


FORMS: Final[Mapping[str, type[SectionForm]]] = {
    form.section: form
    for form in (
        *(CompanySection, ContentSection, ConditionsSection, EmploymentSection),
        *(ApplicationSection, NumberSection, VisibilitySection, AdvertSection),
    )
}


class TaskForm(GuardedForm):
    """A task with its minutes, of an order or of a position."""

    guarded = ("name", "competencies")
    units = {"minutes": _("minutes a week")}  # noqa: RUF012  # as the base class has it

    name = forms.CharField(
        label=_("What is the task called?"),
        max_length=LONGEST_ORDER_LINE,
        help_text=_("Such as “Fills the shelves before opening”."),
    )
    minutes = forms.IntegerField(
        label=_("How long does it take in a week?"),
        min_value=0,
        max_value=MOST_TASK_MINUTES,
        help_text=_("In minutes: 60 is an hour."),
    )
    competencies = LinesField(label=_("What does it take?"), help_text=_("A line each."))
    is_absolute = forms.BooleanField(
        label=_("It must be there from the first day"),
        required=False,
        help_text=_("Only what the law, safety or the work itself asks for. All else can be learned there."),
    )


class OrderTaskForm(TaskForm, OnceForm):
    """A task of an order."""

    is_movable = forms.BooleanField(label=_("Colleagues there could take it"), required=False)

    def task(self) -> NewTask:
        """What was typed, once it is valid."""
        clean = self.cleaned_data
        return NewTask(
            name=clean["name"],
            minutes=clean["minutes"],
            competencies=tuple(clean["competencies"]),
            is_absolute=clean["is_absolute"],
            is_movable=clean["is_movable"],
        )


def initial_of_task(task: OrderTask) -> dict[str, Any]:
    """As it is saved."""
    return {name: getattr(task, name) for name in ("name", "minutes", "competencies", "is_absolute", "is_movable")}


class EndForm(GuardedForm):
    """How an order ended."""

    guarded = ("why",)

    state = forms.ChoiceField(
        label=_("How did it end?"),
        choices=[(one.value, one.label) for one in (OrderState.FILLED, OrderState.CLOSED)],
        widget=forms.RadioSelect,
    )
    why = forms.CharField(
        label=_("Why?"),
        required=False,
        max_length=LONGEST_ORDER_LINE,
        help_text=_("When nobody was hired: so that the next one can learn from it. Write nothing about citizens."),
    )
    on = DayField(label=_("When?"))


class MediationForm(RefusalForm, OnceForm):
    """A line of the log; it names nobody."""

    step = forms.ChoiceField(label=_("What happened?"), choices=MediationStep.choices)
    on = DayField(label=_("When?"))
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=LONGEST_MEDIATION_NOTE,
        help_text=_("Write nothing about who it was."),
    )

    def sentence(self, problem: Problem) -> str:
        """See `companies.wording`."""
        return sentence(problem)


class OrderFilter(Form):
    """Stays in the address: states, kinds and words of a title."""

    titel = forms.CharField(label=_("Title or company"), max_length=100, required=False)
    tilstand = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("Drafts and open")), *OrderState.choices, ("alle", _("All"))]
    )
    slags = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *OrderKind.choices])
    hvem = forms.ChoiceField(
        label=_("Who has the order?"),
        required=False,
        choices=[("", _("All")), ("mine", _("My own")), ("ingen", _("Nobody's"))],
    )
