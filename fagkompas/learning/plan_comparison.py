"""Two learning plans of one unit side by side: what each is better at, and which seats only one of them has."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from fagkompas.learning.plan_pages import PlanView, fields_of
from fagkompas.learning.wording.plan_pages import levers_in_words
from fagkompas.learning.wording.plans import SMALLEST, hours
from fagkompas.toolkit.formats import kroner, number

LEAST_CLOSED = 0.005
LEAST_HOURS = 0.5
"""Less than this is no difference between two plans."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedRow:
    """One line of two plans: what it is, in the one and in the other; `differs` where they are not the same."""

    name: str
    left: str
    right: str

    @property
    def differs(self) -> bool:
        return self.left != self.right


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Two plans of one unit."""

    left: PlanView
    right: PlanView

    @property
    def levers(self) -> list[ComparedRow]:
        """What each is worked out from."""
        pairs = zip(levers_in_words(self.left.plan), levers_in_words(self.right.plan), strict=True)
        return [ComparedRow(name=name, left=left, right=right) for (name, left), (_name, right) in pairs]

    @property
    def figures(self) -> list[ComparedRow]:
        """What each closes, costs and takes."""
        read: Iterable[tuple[str, Callable[[PlanView], str]]] = (
            (_("Closes"), lambda one: one.closes),
            (_("Costs"), lambda one: one.costs),
            (_("Takes"), lambda one: one.takes),
            (_("Seats decided outside the plan"), lambda one: number(len(one.proposal.elsewhere), 0)),
            (_("Developed towards specialist"), lambda one: one.develops),
            (_("Stays open"), lambda one: one.open_of),
            (_("Seats"), lambda one: number(len(one.proposal.standing) + len(one.new_given), 0)),
            (_("How good"), lambda one: one.quality),
        )
        return [ComparedRow(name=name, left=of(self.left), right=of(self.right)) for name, of in read]

    def better(self, one: PlanView, other: PlanView) -> list[str]:
        """What the one is better at than the other, each with both numbers."""
        said = []
        if (one.proposal.closed or 0.0) - (other.proposal.closed or 0.0) >= LEAST_CLOSED:
            said.append(_("It closes more: %(one)s against %(other)s.") % {"one": one.closes, "other": other.closes})
        developed = len(one.proposal.developed), len(other.proposal.developed)
        if developed[0] > developed[1]:
            words = _("It develops more towards specialised: %(one)s against %(other)s.")
            said.append(words % {"one": number(developed[0], 0), "other": number(developed[1], 0)})
        if one.proposal.cost < other.proposal.cost:
            words = _("It costs %(less)s less: %(one)s against %(other)s.")
            less = kroner(other.proposal.cost - one.proposal.cost)
            said.append(words % {"less": less, "one": one.costs, "other": other.costs})
        if (less_hours := other.proposal.hours_in_all - one.proposal.hours_in_all) >= LEAST_HOURS:
            words = _("It takes %(less)s less: %(one)s against %(other)s.")
            said.append(words % {"less": hours(less_hours), "one": one.takes, "other": other.takes})
        people = one.people_with_seats, other.people_with_seats
        if people[0] > people[1]:
            words = _("More people get a seat: %(one)s against %(other)s.")
            said.append(words % {"one": number(people[0], 0), "other": number(people[1], 0)})
        gained = self._fields_with_more(one, other)
        if gained:
            said.append(_("It closes more in %(fields)s.") % {"fields": ", ".join(gained)})
        return said

    @staticmethod
    def _fields_with_more(one: PlanView, other: PlanView) -> list[str]:
        theirs = fields_of(other)
        return [
            name
            for name, (_missing, gained) in fields_of(one).items()
            if gained - theirs.get(name, (0.0, 0.0))[1] >= SMALLEST
        ]

    @property
    def better_left(self) -> list[str]:
        """What the first is better at."""
        return self.better(self.left, self.right)

    @property
    def better_right(self) -> list[str]:
        """What the second is better at."""
        return self.better(self.right, self.left)

    @property
    def fields(self) -> list[ComparedRow]:
        """Points gained per field and level."""
        left, right = fields_of(self.left), fields_of(self.right)
        return [
            ComparedRow(name=name, left=_gained(left.get(name)), right=_gained(right.get(name)))
            for name in dict.fromkeys([*left, *right])
        ]

    @property
    def only_left(self) -> list[str]:
        """Seats that only the one has."""
        return self._only(self.left, self.right)

    @property
    def only_right(self) -> list[str]:
        """Seats that only the other has."""
        return self._only(self.right, self.left)

    @property
    def in_both(self) -> int:
        """Seats that both have."""
        return len(self.left.places & self.right.places)

    @property
    def new(self) -> int:
        """How many seats only the right one has."""
        return len(self.right.places - self.left.places)

    @property
    def gone(self) -> int:
        """How many seats only the left one has."""
        return len(self.left.places - self.right.places)

    @staticmethod
    def _only(one: PlanView, other: PlanView) -> list[str]:
        """A line for each session: offering, day, and who."""
        people: dict[str, list[str]] = defaultdict(list)
        for session, person in one.places - other.places:
            people[session].append(one.names.person(person))
        return sorted(
            _("%(offering)s, %(when)s: %(people)s")
            % {
                "offering": one.names.offering(one.offering_of[session]),
                "when": one.names.session(session).split(", ")[0],
                "people": ", ".join(sorted(names)),
            }
            for session, names in people.items()
        )


def _gained(found: tuple[float, float] | None) -> str:
    if found is None:
        return "–"
    return _("%(gained)s of %(missing)s") % {"gained": number(found[1]), "missing": number(found[0])}
