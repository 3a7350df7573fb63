"""What several pages of the catalogue show."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from fagkompas.audit.models import Event
from fagkompas.catalogue.models import Session
from fagkompas.catalogue.wording import STATE_KINDS, seats_in_words
from fagkompas.toolkit.merging import Merged
from fagkompas.toolkit.pages import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSession:
    """A session with its words."""

    session: Session
    seats: str
    kind: str


def shown_session(session: Session) -> ShownSession:
    """Its seats in words, and the colour of its state."""
    return ShownSession(session=session, seats=seats_in_words(session), kind=STATE_KINDS[session.state])


def catalogue_tabs(current: str) -> list[Link]:
    """The parts of the catalogue, the present one marked by the name of its address."""
    parts = (
        (_("Offerings"), "catalogue:list"),
        (_("Sessions"), "catalogue:sessions"),
        (_("Learning forms"), "catalogue:forms"),
    )
    return [Link(label=label, url=reverse(name), is_current=name == current) for label, name in parts]


def opened_in(data: QueryDict, typed: Mapping[str, str]) -> dict[str, str]:
    """What the form showed when it was opened."""
    return {name: data.get(f"opened-{name}", "") for name in typed}


def typed_in(form: BaseForm) -> dict[str, Any]:
    """What was typed into a form, unjudged: for the same page with more rows."""
    return {bound.name: bound.data for bound in form}


def meanwhile_of(target: Any, merged: Merged, saved: Mapping[str, str], labels: Mapping[str, str]) -> dict[str, object]:
    """Somebody else was quicker: who, what came in from them, and what both changed."""
    change = Event.objects.done_to(target.uuid).first()
    return {
        "who": change.actor_name if change else "",
        "conflicts": [(labels[each.name], each.typed, each.saved) for each in merged.conflicts],
        "came_in": [(labels[name], saved[name]) for name in merged.changed],
    }
