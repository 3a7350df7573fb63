"""The job order that a division of tasks comes to: what somebody new is to do, or what the expert keeps where nobody new is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from fagkompas.companies.models import OrderKind, Position, PositionTask
from fagkompas.companies.models.orders import LONGEST_HEADING, LONGEST_ORDER_TITLE
from fagkompas.companies.wording import hours
from fagkompas.engine.substitution import FEW_HOURS, Who
from fagkompas.occupations.models import Occupation

IN_TITLE = 2
"""Tasks that a title names."""


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
    title = _named(mine[:IN_TITLE])[:LONGEST_ORDER_TITLE] if new else position.title
    absolute = tuple(
        dict.fromkeys(one for task in mine if task.is_absolute for one in task.competencies or [task.name])
    )
    heading = _("%(title)s, %(hours)s a week") % {"title": title, "hours": hours(minutes)} if minutes else title
    return Draft(
        title=title,
        kind=OrderKind.FEW_HOURS if new and 0 < minutes <= FEW_HOURS else OrderKind.ORDINARY,
        occupation=None if new else position.occupation,
        tasks=tuple(mine),
        minutes=minutes,
        absolute=absolute,
        heading=heading[:LONGEST_HEADING],
        text=_text(position, mine, trained, absolute, minutes) if mine else "",
        is_new_job=bool(new),
    )


def _text(
    position: Position,
    mine: Sequence[PositionTask],
    trained: Sequence[PositionTask],
    absolute: Sequence[str],
    minutes: int,
) -> str:
    company = position.company.name
    if minutes:
        lead = _("You work %(hours)s a week at %(company)s. This is what you do:")
        lines = [lead % {"hours": hours(minutes), "company": company}]
    else:
        lines = [_("This is what you do at %(company)s:") % {"company": company}]
    lines += [f"- {task.name}" + (f" ({hours(task.minutes)})" if task.minutes else "") for task in mine]
    lines.append("")
    if absolute:
        lines.append(_("You must be able to do this from the first day: %(what)s.") % {"what": ", ".join(absolute)})
    else:
        lines.append(_("We show you how the work is done."))
    if trained:
        lines.append(_("We train you in this: %(what)s.") % {"what": ", ".join(task.name for task in trained)})
    return "\n".join(lines)


def _named(tasks: Sequence[PositionTask]) -> str:
    """ "Slibning og lager"."""
    names = [task.name if not place else task.name[:1].lower() + task.name[1:] for place, task in enumerate(tasks)]
    return _(" and ").join(names)
