"""Global search in what learning and surveys hold: what has a name and a page that the person may open.

Every word is of what the kind is called, or stands in one of its columns: "læringsplan jobparate" finds the plan of
Jobparate. Of what the kind is called are its words and their beginnings, and no part from within them: whoever asks for "Else
Hansen" does not ask for "Undersøgelser".
Each kind asks the same question of rights as its own pages do; texts that are kept encrypted are not searched.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import has_role
from fagkompas.learning.models import OnboardingPath
from fagkompas.learning.permissions import advised_units
from fagkompas.learning.permissions.colleagues import oneself_and_led
from fagkompas.learning.permissions.orders import orders_of
from fagkompas.learning.permissions.plans import plans_led_by
from fagkompas.learning.permissions.recruitment import profiles_led_by
from fagkompas.learning.permissions.reviews import reviews_of
from fagkompas.learning.permissions.rule_changes import visible_changes
from fagkompas.learning.permissions.sparring import visible_sparrings
from fagkompas.learning.resource_persons import available
from fagkompas.surveys.links import invitation_secret
from fagkompas.surveys.models import Instrument, Invitation
from fagkompas.surveys.permissions import RUNNING, runnable_surveys, to_answer
from fagkompas.toolkit.formats import long_date
from fagkompas.website.found import AT_MOST, Found, FoundKind, all_words

LEAST_BEGINNING: Final = 4
"""Letters of the beginning of a word that stand for the word; fewer may be a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """Rows that the person may open, the columns that are searched, and what is shown of a row."""

    heading: str
    rows: QuerySet[Any]
    columns: Sequence[str]
    url: Callable[[Any], str]
    about: Callable[[Any], str]
    name: Callable[[Any], str] = lambda row: str(row.name)

    def found(self, wanted: Sequence[str]) -> FoundKind:
        """The newest that fit. One query."""
        searched = [word for word in wanted if not self._is_called(word.lower())]
        fitting = self.rows.filter(all_words(searched, *self.columns)).order_by("-pk")[:AT_MOST]
        found = (Found(name=self.name(row), about=self.about(row), url=self.url(row)) for row in fitting)
        return FoundKind(heading=self.heading, found=tuple(found))

    def _is_called(self, word: str) -> bool:
        own = re.findall(r"\w+", self.heading.lower())
        return word in own or (len(word) >= LEAST_BEGINNING and any(one.startswith(word) for one in own))


def learning_kinds(person: Employee, wanted: Sequence[str]) -> list[FoundKind]:
    """Each kind with what fits all the words, or the newest where the words are what the kind is called."""
    kinds = chain(_for_units(person), _for_people(person), _for_all(person), _surveys(person))
    return [kind.found(wanted) for kind in kinds]


def _for_units(person: Employee) -> Iterator[Kind]:
    yield Kind(
        heading=_("Needs"),
        rows=advised_units(person).filter(retired_on=None),
        columns=["name"],
        url=_page("learning:needs"),
        about=lambda unit: unit.path,
    )
    yield Kind(
        heading=_("Learning plans"),
        rows=plans_led_by(person),
        columns=["name", "unit__name"],
        url=_page("learning:plan"),
        about=_unit,
    )
    yield Kind(
        heading=_("Recruitment profiles"),
        rows=profiles_led_by(person),
        columns=["unit__name"],
        url=_page("learning:recruitment"),
        about=lambda row: long_date(row.created_at),
        name=_unit,
    )


def _for_people(person: Employee) -> Iterator[Kind]:
    paths = OnboardingPath.objects.filter(employee__in=oneself_and_led(person).order_by().values("pk"))
    helpers = available(person.root_id, timezone.localdate())
    yield Kind(
        heading=_("Yearly reviews"),
        rows=reviews_of(person),
        columns=["employee__name", "manager__name"],
        url=_page("learning:review"),
        about=lambda row: long_date(row.planned_on),
        name=_employee,
    )
    yield Kind(
        heading=_("Onboarding"),
        rows=paths.select_related("employee__unit"),
        columns=["employee__name"],
        url=_page("learning:onboarding_path"),
        about=lambda row: str(row.employee.unit.name),
        name=_employee,
    )
    yield Kind(
        heading=_("Resource persons"),
        rows=helpers.select_related("employee__unit"),
        columns=["employee__name"],
        url=_page("learning:resource_person"),
        about=lambda row: str(row.employee.unit.name),
        name=_employee,
    )


def _for_all(person: Employee) -> Iterator[Kind]:
    yield Kind(
        heading=_("Team sparring"),
        rows=visible_sparrings(person),
        columns=["subject", "unit__name"],
        url=_page("learning:sparring_one"),
        about=lambda row: f"{row.unit.name}, {long_date(row.meets_on)}",
        name=lambda row: str(row.subject),
    )
    yield Kind(
        heading=_("New rules"),
        rows=visible_changes(person),
        columns=["title"],
        url=_page("learning:rule_change"),
        about=lambda row: long_date(row.in_force_on),
        name=_title,
    )
    yield Kind(
        heading=_("Education orders"),
        rows=orders_of(person),
        columns=["title", "unit__name"],
        url=_page("learning:order"),
        about=_unit,
        name=_title,
    )


def _surveys(person: Employee) -> Iterator[Kind]:
    yield Kind(
        heading=_("Surveys to answer"),
        rows=to_answer(person, timezone.localdate()),
        columns=["survey__name"],
        url=_answering,
        about=lambda row: long_date(row.survey.closes_on),
        name=lambda row: str(row.survey.name),
    )
    yield Kind(
        heading=_("Surveys"),
        rows=runnable_surveys(person),
        columns=["name", "unit__name"],
        url=_page("surveys:survey"),
        about=_unit,
    )
    runs = has_role(person, *RUNNING)
    yield Kind(
        heading=_("Instruments"),
        rows=Instrument.objects.seen_by(person.root_id) if runs else Instrument.objects.none(),
        columns=["name_da", "name_en"],
        url=_page("surveys:instrument"),
        about=lambda row: str(row.version),
    )


def _page(name: str) -> Callable[[Any], str]:
    return lambda row: reverse(name, args=[row.uuid])


def _answering(invitation: Invitation) -> str:
    return reverse("answer:start", args=[invitation_secret(invitation)])


def _unit(row: Any) -> str:
    return str(row.unit.name)


def _employee(row: Any) -> str:
    return str(row.employee)


def _title(row: Any) -> str:
    return str(row.title)
