"""Sessions, and seats promised in them, as people type them."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, Final, TypeAlias

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from fagkompas.accounts.models import Unit
from fagkompas.catalogue.facts import LONGEST_REASON, MOST_MEETINGS, MeetingFacts, SessionFacts
from fagkompas.catalogue.guides import gatherings_for
from fagkompas.catalogue.models import CancelledBy, Offering
from fagkompas.catalogue.workbooks import meetings_as_text
from fagkompas.frameworks.forms import OneLine
from fagkompas.toolkit.forms import DayField, Form, RowChoice

BLANK_MEETINGS: Final = 1
BEGINS: Final = time(9)
LATEST_END: Final = time(16)


class HourInput(forms.TimeInput):
    """The browser's own control for a time of day."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class HourField(forms.TimeField):
    """A time of day, typed or picked: 09:00, also 9.00."""

    widget = HourInput

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=["%H:%M", "%H.%M"], **options)


class SessionForm(Form):
    """What one says of a session, but its days. `revision` is the session's when the form was opened."""

    place = OneLine(label=_("Venue"), required=False, help_text=_("Address and room, as participants find it."))
    is_online = forms.BooleanField(label=_("It is online"), required=False)
    least_seats = forms.IntegerField(label=_("Fewest participants"), help_text=_("With fewer it does not run."))
    most_seats = forms.IntegerField(label=_("Most participants"))
    enrol_by = DayField(
        label=_("Last day to enrol"),
        required=False,
        help_text=_("Leave it empty to let people enrol until the first day."),
    )
    is_joint = forms.BooleanField(
        label=_("Others may promise seats"),
        required=False,
        help_text=_("Other units, and other municipalities here, see the session and can promise to fill seats in it."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def facts(self, meetings: tuple[MeetingFacts, ...]) -> SessionFacts:
        """What was typed, with the days."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "revision"}
        return SessionFacts(meetings=meetings, **given)


class MeetingForm(Form):
    """One day; a row without a day is left out."""

    day = DayField(label=_("Day"), required=False)
    starts_at = HourField(label=_("Starts"), required=False)
    ends_at = HourField(label=_("Ends"), required=False)

    def clean(self) -> dict[str, Any]:
        """A day needs both times, and times need a day."""
        given = self.cleaned_data
        if given.get("day"):
            for name in ("starts_at", "ends_at"):
                if name in given and given[name] is None:
                    self.add_error(name, _("Write the time too."))
        return given


MeetingRows: TypeAlias = forms.BaseFormSet[MeetingForm]


def meetings_of(rows: MeetingRows) -> tuple[MeetingFacts, ...]:
    """The rows that have a day."""
    filled = (form.cleaned_data for form in rows.forms)
    return tuple(sorted(MeetingFacts(**row) for row in filled if row.get("day")))


MeetingFormSet: Final = forms.formset_factory(
    MeetingForm, extra=0, max_num=MOST_MEETINGS, absolute_max=2 * MOST_MEETINGS
)


def meeting_rows(data: Any, meetings: Iterable[dict[str, Any]], *, blank: int = BLANK_MEETINGS) -> MeetingRows:
    """The rows as they were typed, or those of a session with some blank ones after."""
    initial = [*meetings, *({} for _row in range(blank))]
    return MeetingFormSet(data, initial=initial[:MOST_MEETINGS], prefix="day")


def draft_meetings(offering: Offering) -> list[dict[str, Any]]:
    """Days without a date, as many and as long as the hours of the offering ask for."""
    gatherings, minutes = gatherings_for(offering.form.code, offering.hours)
    ends = min((datetime.combine(date.min, BEGINS) + timedelta(minutes=minutes)).time(), LATEST_END)
    return [{"starts_at": BEGINS, "ends_at": ends} for _gathering in range(gatherings)]


def meetings_as_initial(meetings: Iterable[MeetingFacts]) -> list[dict[str, Any]]:
    """The days of a session as the rows want them."""
    return [{"day": one.day, "starts_at": one.starts_at, "ends_at": one.ends_at} for one in meetings]


def session_as_typed(facts: SessionFacts) -> dict[str, str]:
    """What the form of a session shows, field by field, as text; its days are one of them."""
    return {
        "place": facts.place,
        "is_online": "on" if facts.is_online else "",
        "least_seats": str(facts.least_seats),
        "most_seats": str(facts.most_seats),
        "enrol_by": facts.enrol_by.isoformat() if facts.enrol_by else "",
        "is_joint": "on" if facts.is_joint else "",
        "meetings": meetings_as_text(facts.in_order),
    }


def meetings_in(text: str) -> list[MeetingFacts]:
    """What `meetings_as_text` has written."""
    found = []
    for part in text.split("|"):
        day, _space, span = part.strip().partition(" ")
        starts, _dash, ends = span.partition("-")
        if ends:
            found.append(
                MeetingFacts(
                    day=date.fromisoformat(day), starts_at=time.fromisoformat(starts), ends_at=time.fromisoformat(ends)
                )
            )
    return found


class CancelForm(Form):
    """Whose decision, and why."""

    cancelled_by = forms.ChoiceField(label=_("Who cancels"), choices=CancelledBy.choices, widget=forms.RadioSelect)
    because = forms.CharField(
        label=_("Why"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A sentence to those who lose their seat."),
    )


class UnitChoice(RowChoice):
    """A unit by its path."""

    def label_from_instance(self, obj: Unit) -> str:
        """As it stands in the list."""
        return obj.path


class PromiseForm(Form):
    """How many seats, for which unit."""

    unit = UnitChoice(label=_("Unit"), queryset=Unit.objects.none(), empty_label=None)
    seats = forms.IntegerField(label=_("Seats"), help_text=_("A number is enough. You name the people later."))

    def __init__(self, *args: Any, units: QuerySet[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["unit"]
        if isinstance(field, UnitChoice):
            field.queryset = units


class WithdrawForm(Form):
    """Why promised seats are taken back."""

    because = forms.CharField(
        label=_("Why the seats are taken back"),
        help_text=_("Those who hold the session, and those who have a seat, rely on them. They read it."),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea,
    )
