"""An offering and a programme as people type them."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any, ClassVar, Final, TypeAlias

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from fagkompas.catalogue.actions.offerings import ProgrammeFacts
from fagkompas.catalogue.around import Surroundings
from fagkompas.catalogue.competencies import KnownCompetency
from fagkompas.catalogue.facts import LANGUAGES, MOST_LIFTS, TEXTS, LiftFacts, OfferingFacts, plain
from fagkompas.catalogue.forms import NOT_CHOSEN
from fagkompas.catalogue.guides import guide_of
from fagkompas.catalogue.models import Programme
from fagkompas.catalogue.shipped import FRAMEWORK
from fagkompas.catalogue.wording import LANGUAGE_NAMES, points_in_words
from fagkompas.catalogue.workbooks import lifts_as_text
from fagkompas.engine.scales import POINTS
from fagkompas.frameworks import files
from fagkompas.frameworks.forms import OneLine
from fagkompas.frameworks.models import DIMENSIONS, LearningForm
from fagkompas.toolkit.form_errors import KRONER
from fagkompas.toolkit.forms import Form
from fagkompas.toolkit.languages import reader_language

BLANK_LIFTS: Final = 3
SEPARATOR: Final = " "


def point_names() -> list[tuple[str, str]]:
    """The points that one can be lifted up to, with the names of the scale in the reader's language."""
    scale = files.shipped(FRAMEWORK).texts(reader_language()).scale
    return [(str(point.value), f"{point.value} {point.name}") for point in scale if point.value > min(POINTS)]


def lift_sizes() -> list[tuple[str, str]]:
    """Steps of a quarter of a point, as far as the scale reaches."""
    steps = (Decimal(quarters) / 4 for quarters in range(1, 4 * max(POINTS) + 1))
    return [(plain(step), points_in_words(step)) for step in steps]


class OfferingForm(Form):
    """What one says of an offering, but what it lifts. `revision` is the offering's when the form was opened."""

    units: ClassVar = {"hours": _("hours"), "price_per_seat": KRONER, "fixed_price": KRONER, "ects": _("ECTS points")}

    title_da = OneLine(label=_("Title"))
    form = forms.ChoiceField(label=_("Learning form"))
    dimensions = forms.MultipleChoiceField(
        label=_("Dimensions"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "The form's own counts in any case. A course, a workshop, a practice day or a module needs one here."
        ),
    )
    description_da = forms.CharField(
        label=_("Description"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What one can do afterwards, and how it runs, in a few sentences."),
    )
    provider_da = OneLine(label=_("Provider"), help_text=_("Who holds it, such as your own house."))
    internal = forms.BooleanField(label=_("We hold it ourselves"), required=False)
    accredited = forms.BooleanField(label=_("It is accredited"), required=False)
    hours = forms.DecimalField(
        label=_("Hours"), help_text=_("What one participant spends in all."), max_digits=6, decimal_places=1
    )
    price_per_seat = forms.IntegerField(label=_("Price for each seat"), help_text=_("0 where it costs nothing."))
    fixed_price = forms.IntegerField(
        label=_("Price for the whole session"),
        required=False,
        help_text=_("Where the price is the same for few and many."),
    )
    least_seats = forms.IntegerField(label=_("Fewest participants"))
    most_seats = forms.IntegerField(label=_("Most participants"))
    ects = forms.DecimalField(label=_("ECTS points"), required=False, max_digits=5, decimal_places=1)
    programme = forms.ChoiceField(label=_("Module of the programme"), required=False)
    language = forms.ChoiceField(
        label=_("Language of the teaching"), choices=[(code, LANGUAGE_NAMES[code]) for code in LANGUAGES]
    )
    link = forms.CharField(label=_("Web page"), required=False, help_text=_("With https://."))
    prerequisites = forms.MultipleChoiceField(
        label=_("To be completed first"), required=False, widget=forms.CheckboxSelectMultiple
    )
    title_en = OneLine(label=_("Title in English"), required=False)
    description_en = forms.CharField(
        label=_("Description in English"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    provider_en = OneLine(label=_("Provider in English"), required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, around: Surroundings, without: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        offered = [(one.code, one.title) for one in around.offerings.values() if one.retired_on is None]
        for name, choices in (
            ("form", [NOT_CHOSEN, *((form.code, form.name) for form in around.forms.values())]),
            ("dimensions", DIMENSIONS),
            ("programme", [("", _("None")), *((one.code, one.name) for one in around.programmes.values())]),
            ("prerequisites", [pair for pair in offered if pair[0] != without]),
        ):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices
        if not self.fields["prerequisites"].choices:  # type: ignore[attr-defined]  # a choice field, just above
            del self.fields["prerequisites"]

    def facts(self, lifts: tuple[LiftFacts, ...]) -> OfferingFacts:
        """What was typed, with what it lifts."""
        given = self.cleaned_data
        return OfferingFacts(
            **{name: given[name] for name in TEXTS},
            form=given["form"],
            dimensions=tuple(given["dimensions"]),
            internal=given["internal"],
            accredited=given["accredited"],
            hours=given["hours"],
            price_per_seat=given["price_per_seat"],
            fixed_price=given["fixed_price"] or 0,
            least_seats=given["least_seats"],
            most_seats=given["most_seats"],
            ects=given["ects"],
            programme=given["programme"],
            language=given["language"],
            prerequisites=tuple(given.get("prerequisites", ())),
            lifts=lifts,
        )


def as_typed(facts: OfferingFacts) -> dict[str, str]:
    """What the form of an offering shows, field by field, as text; what it lifts is one of them."""
    texts = {name: getattr(facts, name) for name in TEXTS}
    numbers = {
        name: "" if value is None else plain(value) if isinstance(value, Decimal) else str(value)
        for name in ("hours", "ects", "price_per_seat", "fixed_price", "least_seats", "most_seats")
        for value in (getattr(facts, name),)
    }
    return {
        **texts,
        **numbers,
        "form": facts.form,
        "programme": facts.programme,
        "language": facts.language,
        "internal": "on" if facts.internal else "",
        "accredited": "on" if facts.accredited else "",
        "dimensions": SEPARATOR.join(facts.dimensions),
        "prerequisites": SEPARATOR.join(facts.prerequisites),
        "lifts": lifts_as_text(facts.lifts),
    }


def as_initial(typed: Mapping[str, str]) -> dict[str, Any]:
    """Those texts as the form wants them."""
    several = {name: typed[name].split() for name in ("dimensions", "prerequisites")}
    return {**typed, **several, "internal": bool(typed["internal"]), "accredited": bool(typed["accredited"])}


def draft_of(form: LearningForm | None, *, provider: str) -> dict[str, Any]:
    """What a new offering begins with: what the guide of its form says of people and hours."""
    start: dict[str, Any] = {"least_seats": 1, "most_seats": 20, "fixed_price": 0, "language": "da", "revision": 0}
    guide = guide_of(form.code) if form else None
    if form is None:
        return start
    start |= {"form": form.code, "title_da": form.name_da, "title_en": form.name_en}
    if form.dimension:
        start |= {"dimensions": [form.dimension]}
    if guide is not None:
        start |= {
            "hours": guide.hours,
            "least_seats": guide.least_people,
            "most_seats": guide.most_people,
            "description_da": guide.purpose.da,
            "description_en": guide.purpose.en,
            "price_per_seat": 0,
            "internal": True,
            "provider_da": provider,
        }
    return start


# What it lifts


class LiftForm(Form):
    """One competency; a row without one is left out."""

    code = forms.ChoiceField(label=_("Competency"), required=False)
    lift = forms.ChoiceField(label=_("Lifts by"), required=False, choices=lazy(lift_sizes, list), initial="1")
    up_to = forms.ChoiceField(label=_("At most up to"), required=False, choices=lazy(point_names, list), initial="3")

    def __init__(self, *args: Any, competencies: list[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["code"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("None")), *competencies]


def competency_choices(known: Iterable[KnownCompetency]) -> list[Any]:
    """By field, in framework order."""
    return [
        (name, [(one.code, f"{one.code} {one.title}") for one in group])
        for name, group in groupby(known, key=lambda one: one.field_name)
    ]


LiftRows: TypeAlias = forms.BaseFormSet[LiftForm]


def lifts_of(rows: LiftRows) -> tuple[LiftFacts, ...]:
    """The rows that have a competency."""
    return tuple(
        LiftFacts(code=row["code"], lift=Decimal(row["lift"] or "1"), up_to=int(row["up_to"] or max(POINTS)))
        for row in (form.cleaned_data for form in rows.forms)
        if row.get("code")
    )


LiftFormSet: Final = forms.formset_factory(LiftForm, extra=0, max_num=MOST_LIFTS, absolute_max=2 * MOST_LIFTS)


def lift_rows(
    data: Any, rows: Sequence[Mapping[str, Any]], known: Iterable[KnownCompetency], *, blank: int = BLANK_LIFTS
) -> LiftRows:
    """The rows as they were typed, or those given with some blank ones after."""
    initial = [*rows, *({"lift": "1", "up_to": "3"} for _row in range(blank))]
    choices = {"competencies": competency_choices(known)}
    return LiftFormSet(data, initial=initial[:MOST_LIFTS], prefix="lift", form_kwargs=choices)


def lifts_as_initial(lifts: Iterable[LiftFacts]) -> list[dict[str, str]]:
    """What an offering lifts as the rows want it."""
    return [{"code": lift.code, "lift": plain(lift.lift), "up_to": str(lift.up_to)} for lift in lifts]


def lifts_in(text: str) -> tuple[LiftFacts, ...]:
    """What `lifts_as_text` has written."""
    parts = (part.strip().split(":") for part in text.split("|") if part.strip())
    return tuple(
        LiftFacts(code=code, lift=Decimal(lift.replace(",", ".")), up_to=int(up_to)) for code, lift, up_to in parts
    )


# Programmes


class ProgrammeForm(Form):
    """A programme of several modules."""

    name_da = OneLine(label=_("Name"))
    name_en = OneLine(label=_("Name in English"), required=False)
    years = forms.IntegerField(
        label=_("Years"), initial=6, help_text=_("How many years after the first module it must be finished.")
    )
    ects = forms.DecimalField(label=_("ECTS points in all"), max_digits=5, decimal_places=1, initial=60)

    def facts(self) -> ProgrammeFacts:
        """What was typed."""
        return ProgrammeFacts(**self.cleaned_data)


def programme_as_initial(programme: Programme) -> dict[str, Any]:
    """What the form of a programme shows."""
    return {name: getattr(programme, name) for name in ("name_da", "name_en", "years", "ects")}
