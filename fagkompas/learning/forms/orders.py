"""An education order as people type it: its parts, the providers, their answers, and the offering that comes of it."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final

from django import forms
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from fagkompas.catalogue.around import Surroundings
from fagkompas.catalogue.facts import LiftFacts, OfferingFacts
from fagkompas.catalogue.forms import NOT_CHOSEN
from fagkompas.catalogue.shipped import LONGEST_TITLE
from fagkompas.engine.errors import BadInput, Problem
from fagkompas.frameworks.forms import OneLine
from fagkompas.frameworks.models import DIMENSIONS
from fagkompas.learning.actions.orders import AnswerFacts
from fagkompas.learning.models import OrderState, ProviderAnswer
from fagkompas.learning.order_guide import ACCREDITED, NOT_ACCREDITED, order_guide
from fagkompas.learning.orders import LONGEST_PART, OrderFacts, problems_of_order
from fagkompas.learning.wording.orders import sentence
from fagkompas.toolkit import forms as toolkit
from fagkompas.toolkit.form_errors import KRONER
from fagkompas.toolkit.forms import DayField, Form
from fagkompas.toolkit.reading import LONGEST_DESCRIPTION

SENT_OR_DRAFT: Final = {
    "": None,
    "kladder": OrderState.DRAFT,
    "sendt": OrderState.SENT,
    "afsluttet": OrderState.SETTLED,
}


class RefusalForm(toolkit.RefusalForm):
    """Says what orders refuse."""

    def sentence(self, problem: Problem) -> str:
        """In the reader's language."""
        return sentence(problem)


class ShowOrdersForm(Form):
    """Which orders to show."""

    vis = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[("", _("All")), ("kladder", _("Drafts")), ("sendt", _("Sent")), ("afsluttet", _("Settled"))],
    )

    def state(self) -> OrderState | None:
        """The state asked for; None for all."""
        return SENT_OR_DRAFT[self.cleaned_data["vis"] if self.is_valid() else ""]


class UnitForm(Form):
    """Which unit the order is for; stays in the address."""

    enhed = forms.ChoiceField(label=_("Unit"), required=False)

    def __init__(self, data: Any, *, units: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        field = self.fields["enhed"]
        if isinstance(field, forms.ChoiceField):
            field.choices = units

    def chosen(self) -> str:
        """The unit's UUID; "" where none is asked for."""
        return self.cleaned_data["enhed"] if self.is_valid() else ""


class GapsForm(Form):
    """Which gaps the order is to close; none is allowed."""

    gaps = forms.MultipleChoiceField(label=_("What is missing"), required=False, widget=forms.CheckboxSelectMultiple)
    plan = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["gaps"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = choices


def choices_of(part: str) -> list[tuple[str, str]]:
    """The choices of a part of the order, in the reader's language."""
    language = get_language() or "da"
    return [(choice.code, choice.name.in_language(language)) for choice in order_guide().part(part).choices]


def _choices(part: str) -> Any:
    return lazy(lambda: choices_of(part), list)


def _part(label: Any, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=LONGEST_PART, widget=forms.Textarea, **options)


class OrderForm(RefusalForm):
    """The whole order. `revision` is the order's when the form was opened."""

    title = OneLine(label=_("What it is about"), max_length=LONGEST_TITLE)
    content = _part(_("Content"))
    audience = _part(_("Audience"))
    practice = _part(_("Closeness to practice"))
    accredited = forms.ChoiceField(
        label=_("With or without credits"), choices=_choices("accredited"), widget=forms.RadioSelect
    )
    scope = _part(_("Scope"))
    people = forms.IntegerField(
        label=_("Seats"),
        required=False,
        help_text=_("At least five. Leave it empty if you are fewer, so that nobody outside can tell who it is about."),
    )
    wanted_from = DayField(label=_("From"), required=False)
    wanted_to = DayField(label=_("In use by"), required=False)
    venue = forms.ChoiceField(label=_("Venue"), choices=_choices("place"), widget=forms.RadioSelect)
    place = OneLine(label=_("Where, more exactly"), required=False, max_length=LONGEST_TITLE)
    together = forms.ChoiceField(
        label=_("Alone or with others"), choices=_choices("together_with"), widget=forms.RadioSelect
    )
    together_with = _part(_("With whom, and how"))
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, before: OrderFacts, **options: Any) -> None:
        super().__init__(*args, **options)
        self.before = before

    def clean(self) -> dict[str, Any]:
        """What does not fit is told here, so that it is told again when the form comes back."""
        if not self.errors:
            problems = tuple(problems_of_order(self.facts(), today=timezone.localdate(), before=self.before))
            if problems:
                self.refused(BadInput(problems))
        return self.cleaned_data

    def facts(self) -> OrderFacts:
        """What was typed."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "revision"}
        return OrderFacts(**{**given, "accredited": given["accredited"] == ACCREDITED})


def order_as_typed(facts: OrderFacts) -> dict[str, str]:
    """What the form of an order shows, field by field, as text."""
    typed = {}
    for name in OrderFacts.__dataclass_fields__:
        value = getattr(facts, name)
        typed[name] = "" if value is None else value if isinstance(value, str) else str(value)
    return {**typed, "accredited": ACCREDITED if facts.accredited else NOT_ACCREDITED}


class ProvidersForm(RefusalForm):
    """Who is to have the order: some that are known from the catalogue, and one more."""

    known = forms.MultipleChoiceField(
        label=_("Providers in your catalogue"), required=False, widget=forms.CheckboxSelectMultiple
    )
    provider = OneLine(label=_("Another provider"), required=False, max_length=LONGEST_TITLE)
    contact = OneLine(
        label=_("Whom to talk to there"),
        required=False,
        max_length=LONGEST_TITLE,
        help_text=_("Such as a department or a telephone number. A name is deleted with the order."),
    )

    def __init__(self, *args: Any, known: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["known"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(name, name) for name in known]
        if not known:
            del self.fields["known"]

    def providers(self) -> list[str]:
        """Those chosen, the typed one last."""
        return [*self.cleaned_data.get("known", []), self.cleaned_data["provider"]]


class SentForm(RefusalForm):
    """The day the order went out."""

    sent_on = DayField(label=_("Sent on"))


class AnswerForm(RefusalForm):
    """What a provider answered."""

    units: ClassVar = {"price": KRONER}

    answered_on = DayField(label=_("Answered on"))
    price = forms.IntegerField(
        label=_("Price for all of it"), required=False, help_text=_("Empty when the provider makes no offer.")
    )
    starts_on = DayField(label=_("Can start on"), required=False)
    valid_until = DayField(label=_("The offer is valid until"), required=False)
    answer = _part(_("What they answered"), help_text=_("The proposal, dates, seats and teachers, in short."))
    contact = OneLine(label=_("Whom to talk to there"), required=False, max_length=LONGEST_TITLE)

    def facts(self) -> AnswerFacts:
        """What was typed."""
        return AnswerFacts(**self.cleaned_data)


def answer_as_initial(answer: ProviderAnswer) -> dict[str, Any]:
    """What the form of an answer shows."""
    return {name: getattr(answer, name) for name in AnswerFacts.__dataclass_fields__}


NONE_OF_THEM: Final = "ingen"


class SettleForm(RefusalForm):
    """One of the offers, or none."""

    chosen = forms.ChoiceField(label=_("What do you choose?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, offers: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["chosen"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [*offers.items(), (NONE_OF_THEM, _("None of them"))]


class ToCatalogueForm(RefusalForm):
    """What the catalogue must know of the chosen answer, and the order does not say."""

    units: ClassVar = {"hours": _("hours")}

    title_da = OneLine(label=_("Title"), max_length=LONGEST_TITLE)
    form = forms.ChoiceField(label=_("Learning form"))
    dimensions = forms.MultipleChoiceField(
        label=_("Dimensions"), required=False, widget=forms.CheckboxSelectMultiple, choices=DIMENSIONS
    )
    hours = forms.DecimalField(
        label=_("Hours"), help_text=_("What one participant spends in all."), max_digits=6, decimal_places=1
    )
    least_seats = forms.IntegerField(label=_("Fewest participants"))
    most_seats = forms.IntegerField(label=_("Most participants"))

    def __init__(self, *args: Any, around: Surroundings, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["form"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [NOT_CHOSEN, *((form.code, form.name) for form in around.forms.values())]

    def facts(self, answer: ProviderAnswer, lifts: tuple[LiftFacts, ...]) -> OfferingFacts:
        """With the provider, the price for all of it, and what it is to lift."""
        given = self.cleaned_data
        return OfferingFacts(
            title_da=given["title_da"],
            form=given["form"],
            dimensions=tuple(given["dimensions"]),
            hours=given["hours"],
            least_seats=given["least_seats"],
            most_seats=given["most_seats"],
            provider_da=answer.provider,
            description_da=" ".join(answer.answer.split())[:LONGEST_DESCRIPTION],
            price_per_seat=0,
            fixed_price=answer.price or 0,
            accredited=answer.order.accredited,
            lifts=lifts,
        )
