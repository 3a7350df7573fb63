"""A conversation as it is prepared; saved by `toolkit.together`."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from fagkompas.accounts.models import EmployeeQuerySet
from fagkompas.companies.models import CompanyContact
from fagkompas.conversations.actions.preparing import (
    LEAST_MINUTES,
    MOST_MINUTES,
    TypedPreparation,
)
from fagkompas.conversations.forms.earlier import EarlierForm, is_of_earlier, saved_earlier
from fagkompas.conversations.forms.topics import OF_TOPIC, TOPICS, TopicsForm, bringers_of, saved_topics
from fagkompas.conversations.models import (
    Agreement,
    Conversation,
    Meeting,
    PartyKind,
    kind_label,
)
from fagkompas.conversations.when import local, moment_of
from fagkompas.toolkit.forms import DayField, RowChoice

FRAME: Final = (
    "planned_on",
    "planned_time",
    "minutes",
    "meeting",
    "place",
    "purpose",
    "roles",
    "expectation",
    "contact",
    "holder",
)
PARTY: Final = "party-"


class ClockField(forms.TimeField):
    """A time of day, typed or picked; 9.30 is understood too."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
        super().__init__(widget=widget, input_formats=["%H:%M", "%H.%M", "%H:%M:%S", "%H"], **options)


class PreparationForm(EarlierForm, TopicsForm):
    """When, what for, about what, with whom, and how last time's agreements went."""

    units: ClassVar[Mapping[str, StrPromise]] = {"minutes": _("minutes")}

    planned_on = DayField(label=_("Date"))
    planned_time = ClockField(label=_("Time"))
    minutes = forms.IntegerField(
        label=_("How long"),
        min_value=LEAST_MINUTES,
        max_value=MOST_MINUTES,
        widget=forms.NumberInput(attrs={"data-minutes-all": "", "inputmode": "numeric"}),
    )
    meeting = forms.ChoiceField(label=_("How you meet"), choices=Meeting.choices, widget=forms.RadioSelect)
    place = forms.CharField(label=_("Where"), required=False, help_text=_("A room, a number to call or a link."))
    purpose = forms.CharField(
        label=_("Purpose"),
        required=False,
        widget=forms.Textarea,
        help_text=_("In a sentence that you can say aloud."),
    )
    roles = forms.CharField(label=_("Who does what"), required=False, widget=forms.Textarea)
    expectation = forms.CharField(
        label=_("What the other person hopes to get out of it"),
        required=False,
        widget=forms.Textarea,
        help_text=_("If you know already. Otherwise ask when you begin."),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        conversation: Conversation,
        offered: Sequence[PartyKind],
        not_agreed: Sequence[PartyKind],
        earlier: Sequence[Agreement],
        holders: EmployeeQuerySet,
        saved: Mapping[str, str],
        spare: UUID,
    ) -> None:
        super().__init__(data, saved=saved, spare=spare, bringers=bringers_of(conversation))
        self.offered = offered
        if conversation.company is not None:
            contacts = CompanyContact.objects.filter(company=conversation.company)
            self.fields["contact"] = RowChoice(
                label=_("Who you talk with"), queryset=contacts, required=False, empty_label=_("Nobody chosen")
            )
        caseworker = conversation.citizen.caseworker if conversation.citizen else None
        self.fields["holder"] = RowChoice(
            label=_("Who holds it"),
            queryset=holders.exclude(pk=caseworker.pk) if caseworker else holders,
            required=False,
            empty_label=_("The caseworker (%(name)s)") % {"name": caseworker} if caseworker else _("Nobody chosen"),
        )
        for kind in offered:
            self.fields[f"{PARTY}{kind.value}"] = forms.BooleanField(
                label=kind_label(kind, conversation), required=False
            )
            self.fields[f"{PARTY}{kind.value}-name"] = forms.CharField(label=_("Name"), required=False)
        if PartyKind.FUND in offered and conversation.citizen is not None:
            self.initial.setdefault(f"{PARTY}{PartyKind.FUND.value}-name", conversation.citizen.fund)
        for kind in not_agreed:
            self.fields[f"{PARTY}{kind.value}"].help_text = _(
                "The citizen has not agreed to it. Ask first, and note it under consents; otherwise the minutes say so."
            )
        self.ask_about(earlier)

    def party_rows(self) -> list[tuple[BoundField, BoundField, bool]]:
        """Each that may take part, the name, and whether a name says more than who it is."""
        named = {PartyKind.FUND, PartyKind.COMPANY, PartyKind.OTHER}
        return [
            (self[f"{PARTY}{kind.value}"], self[f"{PARTY}{kind.value}-name"], kind in named) for kind in self.offered
        ]

    def typed(self) -> TypedPreparation:
        """All of it, as the action takes it; only after `is_valid`."""
        clean = self.cleaned_data
        return TypedPreparation(
            planned_at=moment_of(clean["planned_on"], clean["planned_time"]),
            minutes=clean["minutes"],
            meeting=Meeting(clean["meeting"]),
            place=clean["place"],
            purpose=clean["purpose"],
            roles=clean["roles"],
            expectation=clean["expectation"],
            contact=clean.get("contact"),
            held_by=clean["holder"],
            parties={
                kind: clean[f"{PARTY}{kind.value}-name"] for kind in self.offered if clean[f"{PARTY}{kind.value}"]
            },
            topics=tuple(self.typed_topics()),
            followed_up=self.followed_up(),
        )


def saved_preparation(conversation: Conversation, earlier: Sequence[Agreement]) -> dict[str, str]:
    """What is saved, by the name of its control; empty ones are left out. Two queries."""
    at = local(conversation.planned_at)
    texts = {
        "planned_on": f"{at:%Y-%m-%d}",
        "planned_time": f"{at:%H:%M}",
        "minutes": str(conversation.minutes),
        "contact": str(conversation.contact.uuid) if conversation.contact else "",
        "holder": str(conversation.held_by.uuid) if conversation.held_by else "",
        **{name: getattr(conversation, name) for name in ("meeting", "place", "purpose", "roles", "expectation")},
        **saved_topics(conversation),
    }
    for party in conversation.parties.all():
        texts[f"{PARTY}{party.kind}"] = "on"
        texts[f"{PARTY}{party.kind}-name"] = party.name
    texts |= saved_earlier(conversation, earlier)
    return {name: text for name, text in texts.items() if text}


def is_of_preparation(name: str) -> bool:
    """Whether a posted name is one of the form's controls."""
    return name in FRAME or name.startswith(PARTY) or TOPICS.is_control(name, OF_TOPIC) or is_of_earlier(name)
