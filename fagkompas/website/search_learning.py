"""Global search in what learning and surveys hold: what has a name and a page that the person may open.

Each kind asks the same question of rights as its own pages do; texts that are kept encrypted are not searched.
"""

from collections.abc import Callable, Sequence
from typing import Any

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
from fagkompas.surveys.models import Instrument
from fagkompas.surveys.permissions import RUNNING, runnable_surveys
from fagkompas.toolkit.formats import long_date
from fagkompas.website.found import AT_MOST, Found, FoundKind, all_words


def learning_kinds(person: Employee, wanted: Sequence[str]) -> list[FoundKind]:
    """Each kind with what fits all the words, or the newest where the words are what the kind is called."""
    paths = OnboardingPath.objects.filter(employee__in=oneself_and_led(person).order_by().values("pk"))
    instruments = (
        Instrument.objects.seen_by(person.root_id) if has_role(person, *RUNNING) else Instrument.objects.none()
    )
    helpers = available(person.root_id, timezone.localdate())

    def kind(
        heading: str,
        rows: QuerySet[Any],
        columns: Sequence[str],
        page: str,
        about: Callable[[Any], str],
        name: Callable[[Any], str] = lambda row: row.name,
    ) -> FoundKind:
        is_kind = all(word.lower() in heading.lower() for word in wanted)
        fitting = (rows if is_kind else rows.filter(all_words(wanted, *columns))).order_by("-pk")[:AT_MOST]
        found = (Found(name=name(row), about=about(row), url=reverse(page, args=[row.uuid])) for row in fitting)
        return FoundKind(heading=heading, found=tuple(found))

    def of_unit(row: Any) -> str:
        return str(row.unit.name)

    def of_employee(row: Any) -> str:
        return str(row.employee)

    return [
        kind(
            _("Needs"),
            advised_units(person).filter(retired_on=None),
            ["name"],
            "learning:needs",
            lambda unit: unit.path,
        ),
        kind(_("Learning plans"), plans_led_by(person), ["name", "unit__name"], "learning:plan", of_unit),
        kind(
            _("Recruitment profiles"),
            profiles_led_by(person),
            ["unit__name"],
            "learning:recruitment",
            lambda row: long_date(row.created_at),
            of_unit,
        ),
        kind(
            _("Yearly reviews"),
            reviews_of(person),
            ["employee__name", "manager__name"],
            "learning:review",
            lambda row: long_date(row.planned_on),
            of_employee,
        ),
        kind(
            _("Onboarding"),
            paths.select_related("employee__unit"),
            ["employee__name"],
            "learning:onboarding_path",
            lambda row: row.employee.unit.name,
            of_employee,
        ),
        kind(
            _("Resource persons"),
            helpers.select_related("employee__unit"),
            ["employee__name"],
            "learning:resource_person",
            lambda row: row.employee.unit.name,
            of_employee,
        ),
        kind(
            _("Team sparring"),
            visible_sparrings(person),
            ["subject", "unit__name"],
            "learning:sparring_one",
            lambda row: f"{row.unit.name}, {long_date(row.meets_on)}",
            lambda row: row.subject,
        ),
        kind(
            _("New rules"),
            visible_changes(person),
            ["title"],
            "learning:rule_change",
            lambda row: long_date(row.in_force_on),
            lambda row: row.title,
        ),
        kind(
            _("Education orders"),
            orders_of(person),
            ["title", "unit__name"],
            "learning:order",
            of_unit,
            lambda row: row.title,
        ),
        kind(_("Surveys"), runnable_surveys(person), ["name", "unit__name"], "surveys:survey", of_unit),
        kind(_("Instruments"), instruments, ["name_da", "name_en"], "surveys:instrument", lambda row: row.version),
    ]
