"""The places of "Styring", each with who may use it."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fagkompas.accounts.models import Employee, Role
from fagkompas.accounts.permissions import has_role


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A page of "Styring": what it is called, what one does there, and the roles that use it."""

    name: str | Promise
    about: str | Promise
    url_name: str
    roles: frozenset[Role]
    only_in_demo: bool = False

    @property
    def url(self) -> str:
        """Its address."""
        return reverse(self.url_name)


PLACES = (
    Place(
        name=_("Frameworks"),
        about=_("Look up fields and competencies, and make the municipality's own version."),
        url_name="frameworks:list",
        roles=frozenset({Role.MANAGER, Role.CONSULTANT}),
    ),
    Place(
        name=_("The municipality's methods"),
        about=_("Write methods in your own words, add some of your own, or stop using one."),
        url_name="own_methods:list",
        roles=frozenset({Role.CONSULTANT}),
    ),
    Place(
        name=_("Surveys"),
        about=_("Ask, see the answers beside the country's, and build your own questions."),
        url_name="surveys:list",
        roles=frozenset({Role.MANAGER, Role.CONSULTANT}),
    ),
    Place(
        name=_("Units"),
        about=_("The tree of units: add, rename, move and close."),
        url_name="accounts:units",
        roles=frozenset({Role.ADMINISTRATOR}),
    ),
    Place(
        name=_("Staff"),
        about=_("Who works where, and which roles they hold."),
        url_name="accounts:staff",
        roles=frozenset({Role.ADMINISTRATOR}),
    ),
    Place(
        name=_("Across municipalities"),
        about=_("Whether the municipality shares anonymous figures, and what that means."),
        url_name="learning:across_take_part",
        roles=frozenset({Role.ADMINISTRATOR}),
    ),
    Place(
        name=_("Log"),
        about=_("Who opened and changed what."),
        url_name="audit:log",
        roles=frozenset({Role.AUDITOR}),
    ),
    Place(
        name=_("Citizens: insight and access"),
        about=_("Who has opened a citizen's case, and what stands about the citizen."),
        url_name="audit:citizens",
        roles=frozenset({Role.AUDITOR}),
    ),
    Place(
        name=_("Deletion of citizens' records"),
        about=_("What is deleted tonight, and what was deleted earlier."),
        url_name="audit:deletion",
        roles=frozenset({Role.AUDITOR}),
    ),
    Place(
        name=_("Register of personal data"),
        about=_("What is kept about people, why, and for how long."),
        url_name="audit:register",
        roles=frozenset({Role.AUDITOR}),
    ),
    Place(
        name=_("Outbox"),
        about=_("The letters that the demo would have sent."),
        url_name="accounts:outbox",
        roles=frozenset({Role.ADMINISTRATOR}),
        only_in_demo=True,
    ),
)


def places_for(person: Employee) -> list[Place]:
    """The places that the person uses, in the order of the page."""
    places = [place for place in PLACES if settings.ENVIRONMENT.demo or not place.only_in_demo]
    return [place for place in places if has_role(person, *place.roles)]
