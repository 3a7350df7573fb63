"""The job order that tasks come to, with a draft of its advert.

A divided position comes to what somebody new is to do, or to what the expert keeps where nobody new is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _

from fagkompas.companies.models import OrderKind, Position, PositionTask
from fagkompas.companies.models.orders import LONGEST_HEADING, LONGEST_ORDER_TITLE
from fagkompas.companies.wording import hours
from fagkompas.engine.substitution import FEW_HOURS, Who
from fagkompas.occupations.models import Occupation

IN_TITLE = 2
"""Tasks that a title names."""


class Task(Protocol):
    """What an advert tells of a task; minutes are a week's."""

    @property
    def name(self) -> str:
        """What one does."""

    @property
    def minutes(self) -> int:
        """How long it takes in a week, 0 where nobody has said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """As it is now; nothing is saved. `is_new_job` where it is what somebody new does, and not the expert's position."""

    title: str
    kind: OrderKind
    occupation: Occupation | None
    tasks: tuple[PositionTask, ...]
    minutes: int
    absolute: tuple[str, ...]
    heading: str
    text: str
    is_new_job: bool

    @property
    def hours(self) -> str:
        """A week's, in words."""
        return hours(self.minutes)


def draft_of(position: Position, tasks: Sequence[PositionTask], placed: Mapping[str, Who]) -> Draft:
    """What the placing comes to."""
    new = [task for task in tasks if placed.get(str(task.uuid)) in {Who.NEW, Who.TRAINED}]
    mine = new or [task for task in tasks if placed.get(str(task.uuid)) is Who.EXPERT]
    trained = [task for task in mine if placed.get(str(task.uuid)) is Who.TRAINED]
    minutes = sum(task.minutes for task in mine)
    title = named_by(mine) if new else position.title
    absolute = tuple(
        dict.fromkeys(one for task in mine if task.is_absolute for one in task.competencies or [task.name])
    )
    return Draft(
        title=title,
        kind=OrderKind.FEW_HOURS if new and 0 < minutes <= FEW_HOURS else OrderKind.ORDINARY,
        occupation=None if new else position.occupation,
        tasks=tuple(mine),
        minutes=minutes,
        absolute=absolute,
        heading=heading_of(title, minutes),
        text=advert_of(position.company.name, mine, trained=[task.name for task in trained], absolute=absolute)
        if mine
        else "",
        is_new_job=bool(new),
    )


def named_by(tasks: Sequence[Task]) -> str:
    """A title of the first two tasks: "Slibning og lager"."""
    names = [task.name if not place else task.name[:1].lower() + task.name[1:] for place, task in enumerate(tasks)]
    return _(" and ").join(names[:IN_TITLE])[:LONGEST_ORDER_TITLE]


def heading_of(title: str, minutes: int) -> str:
    """The advert's, with the minutes a week as hours where they are known."""
    heading = _("%(title)s, %(hours)s a week") % {"title": title, "hours": hours(minutes)} if minutes else title
    return heading[:LONGEST_HEADING]


def advert_of(company: str, tasks: Sequence[Task], *, trained: Sequence[str] = (), absolute: Sequence[str] = ()) -> str:
    """The advert's text: the tasks, what must be there from the first day, and what one is trained in."""
    minutes = sum(task.minutes for task in tasks)
    if minutes:
        lead = _("You work %(hours)s a week at %(company)s. This is what you do:")
        lines = [lead % {"hours": hours(minutes), "company": company}]
    else:
        lines = [_("This is what you do at %(company)s:") % {"company": company}]
    lines += [f"- {task.name}" + (f" ({hours(task.minutes)})" if task.minutes else "") for task in tasks]
    lines.append("")
    if absolute:
        lines.append(_("You must be able to do this from the first day: %(what)s.") % {"what": ", ".join(absolute)})
    else:
        lines.append(_("We show you how the work is done."))
    if trained:
        lines.append(_("We train you in this: %(what)s.") % {"what": ", ".join(trained)})
    return "\n".join(lines)
