"""What of the catalogue to show: filters that stay in the address, and the rows that fit them."""

from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.db.models import Exists, OuterRef, Q, Subquery, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from fagkompas.accounts.models import Employee
from fagkompas.catalogue.models import Lift, Offering, OfferingQuerySet, Session, SessionQuerySet, SessionState
from fagkompas.catalogue.permissions import visible_offerings, visible_sessions
from fagkompas.catalogue.shipped import FRAMEWORK
from fagkompas.frameworks import files
from fagkompas.frameworks.models import DIMENSIONS, LearningForm
from fagkompas.toolkit.forms import Form
from fagkompas.toolkit.languages import reader_language

EVERY: Final[tuple[str, Any]] = ("", _("All"))
PRICES: Final = (EVERY, ("0", _("Free of charge")), ("5000", _("Up to DKK 5,000")), ("15000", _("Up to DKK 15,000")))
WHEN: Final = (
    EVERY,
    ("30", _("Within a month")),
    ("91", _("Within three months")),
    ("182", _("Within half a year")),
    ("ingen", _("No session planned")),
)
SOURCES: Final = (
    EVERY,
    ("egne", _("Our own catalogue")),
    ("eksempler", _("Examples")),
    ("faelles", _("Joint sessions of others")),
)
HOLDERS: Final = (EVERY, ("intern", _("Ourselves")), ("ekstern", _("Somebody else")))
ACCREDITED: Final = (EVERY, ("ja", _("Accredited")), ("nej", _("Not accredited")))
SESSION_STATES: Final = (
    ("", _("To come")),
    ("mangler", _("Needs more to run")),
    ("ledige", _("With free seats")),
    ("faelles", _("Joint")),
    ("aflyst", _("Cancelled")),
    ("holdt", _("Over")),
)


class OfferingFilter(Form):
    """Which offerings to show."""

    felt = forms.ChoiceField(label=_("Field"), required=False)
    dimension = forms.ChoiceField(label=_("Dimension"), required=False, choices=[EVERY, *DIMENSIONS])
    form = forms.ChoiceField(label=_("Learning form"), required=False)
    afholder = forms.ChoiceField(label=_("Held by"), required=False, choices=HOLDERS)
    akkrediteret = forms.ChoiceField(label=_("Accredited"), required=False, choices=ACCREDITED)
    pris = forms.ChoiceField(label=_("Price for each"), required=False, choices=PRICES)
    start = forms.ChoiceField(label=_("Starts"), required=False, choices=WHEN)
    kilde = forms.ChoiceField(label=_("From"), required=False, choices=SOURCES)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields = files.shipped(FRAMEWORK).texts(reader_language()).fields
        for name, choices in (
            ("felt", [EVERY, *((field.code, field.name) for field in fields)]),
            ("form", [EVERY, *((form.code, form.name) for form in LearningForm.objects.order_by("position"))]),
        ):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices


class SessionFilter(Form):
    """Which sessions to show."""

    vis = forms.ChoiceField(label=_("Show"), required=False, choices=SESSION_STATES)


def listed_offerings(person: Employee, chosen: OfferingFilter, today: date) -> OfferingQuerySet:
    """What the person may see and asks for, with `next_on`, the first day of the next session open to them."""
    to_come = Session.objects.open_to(person.root_id).still_to_come(today).filter(offering=OuterRef("pk"))
    rows = visible_offerings(person, today).select_related("form", "root")
    rows = rows.annotate(next_on=Subquery(to_come.values("starts_on")[:1]))
    wanted = chosen.cleaned_data if chosen.is_valid() else {}
    for name, value in wanted.items():
        if value:
            rows = rows.filter(_condition(name, value, person, today))
    return rows


def _condition(name: str, value: str, person: Employee, today: date) -> Q:
    match name:
        case "felt":
            return Q(Exists(Lift.objects.filter(offering=OuterRef("pk"), code__startswith=f"{value}-").order_by()))
        case "dimension":
            words = Offering.objects.annotate(words=Cast("dimensions", TextField()))
            return Q(pk__in=words.filter(words__contains=f'"{value}"').order_by().values("pk"))
        case "form":
            return Q(form__code=value)
        case "afholder":
            return Q(internal=value == "intern")
        case "akkrediteret":
            return Q(accredited=value == "ja")
        case "pris":
            free = Q(fixed_price=0) if value == "0" else Q()
            return Q(price_per_seat__lte=int(value)) & free
        case "start":
            last = None if value == "ingen" else today + timedelta(days=int(value))
            return Q(next_on__isnull=True) if last is None else Q(next_on__lte=last)
        case _:
            sources = {
                "egne": Q(root_id=person.root_id),
                "eksempler": Q(root__isnull=True),
                "faelles": Q(root__isnull=False) & ~Q(root_id=person.root_id),
            }
            return sources[value]


def listed_sessions(person: Employee, chosen: SessionFilter, today: date) -> SessionQuerySet:
    """Sessions that the person may see and asks for; without a wish those to come."""
    wanted = chosen.cleaned_data["vis"] if chosen.is_valid() else ""
    rows = visible_sessions(person, today).select_related("offering", "root")
    to_come = Q(starts_on__gte=today) & ~Q(state=SessionState.CANCELLED)
    conditions = {
        "": to_come,
        "mangler": to_come & Q(least_seats__gt=Session.counted()),
        "ledige": to_come & Q(most_seats__gt=Session.counted()),
        "faelles": to_come & Q(is_joint=True),
        "aflyst": Q(state=SessionState.CANCELLED),
        "holdt": Q(ends_on__lt=today) & ~Q(state=SessionState.CANCELLED),
    }
    return rows.filter(conditions[wanted])
