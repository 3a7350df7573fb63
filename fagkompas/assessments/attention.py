"""What in a unit needs attention, one sentence a field.

"Lov & Myndighed: ingen specialist, på grundlæggende niveau 4 af de 12, der er vurderet (16 i enheden)".
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fagkompas.engine.framework import Framework
from fagkompas.engine.units import Gap, Need, UnitFigures, gaps
from fagkompas.frameworks.texts import FrameworkTexts
from fagkompas.toolkit.formats import number


@dataclass(frozen=True, slots=True, kw_only=True)
class Attention:
    """A field that needs attention: its name, and the numbers behind it; `known` of `everyone` in the unit have a standing in it."""

    name: str
    gap: Gap
    known: int
    everyone: int

    @property
    def says(self) -> str:
        """What is the matter, in words."""
        return _in_words(self.gap, of_the_rated(self.gap.basic_have, self.known, self.everyone))

    def __str__(self) -> str:
        return f"{self.name}: {self.says}"


def needs_attention(
    framework: Framework, unit: UnitFigures, texts: FrameworkTexts, needs: Sequence[Need] = ()
) -> tuple[Attention, ...]:
    """Fields where something is missing or hangs on one person; what weighs most and misses most stands first."""
    found = [gap for gap in gaps(framework, unit, needs) if _missing(gap)]
    found.sort(key=lambda gap: -gap.need.weight * _missing(gap))
    return tuple(
        Attention(name=texts.field(gap.field).name, gap=gap, known=field.known if field else 0, everyone=unit.invited)
        for gap in found
        for field in (unit.field(gap.field),)
    )


def gap_in_words(unit: UnitFigures, gap: Gap) -> str:
    """What is the matter in one field of a unit; "" when nothing is."""
    field = unit.field(gap.field)
    return _in_words(gap, of_the_rated(gap.basic_have, field.known if field else 0, unit.invited))


def gap_of_role_in_words(gap: Gap, known: int, holders: int) -> str:
    """What is the matter in one field among those who hold a role."""
    return _in_words(gap, of_the_rated_holders(gap.basic_have, known, holders))


def of_the_rated(count: int, known: int, everyone: int) -> str:
    """ "8 af de 9, der er vurderet (16 i enheden)", and "8 af 9" where everybody is: so nobody takes the rated for all."""
    words = _("%(count)s of %(known)s")
    if known < everyone:
        words = _("%(count)s of the %(known)s rated (%(everyone)s in the unit)")
    return words % _counts(count, known, everyone)


def of_the_rated_holders(count: int, known: int, holders: int) -> str:
    """The same of those who hold a role."""
    words = _("%(count)s of %(known)s")
    if known < holders:
        words = _("%(count)s of the %(known)s rated (%(everyone)s hold the role)")
    return words % _counts(count, known, holders)


def _counts(count: int, known: int, everyone: int) -> dict[str, str]:
    return {"count": number(count, 0), "known": number(known, 0), "everyone": number(everyone, 0)}


def _in_words(gap: Gap, rated: str) -> str:
    parts = []
    if gap.specialised_gap:
        parts.append(_specialists_missing(gap))
    elif gap.key_person_risk:
        parts.append(_("only one specialist, on whom everything depends"))
    if gap.basic_gap:
        parts.append(_("%(rated)s at basic level") % {"rated": rated})
    return ", ".join(parts)


def _specialists_missing(gap: Gap) -> str:
    if gap.specialised_have == 0:
        return _("no specialist") if gap.specialised_needed == 1 else _none_of(gap)
    return ngettext(
        "%(have)s specialist where %(needed)s are needed",
        "%(have)s specialists where %(needed)s are needed",
        gap.specialised_have,
    ) % {"have": number(gap.specialised_have, 0), "needed": number(gap.specialised_needed, 0)}


def _none_of(gap: Gap) -> str:
    return _("no specialist where %(needed)s are needed") % {"needed": number(gap.specialised_needed, 0)}


def _missing(gap: Gap) -> float:
    """The share of the need that is missing, specialists and basic together, and a little for hanging on one."""
    specialists = gap.specialised_gap / gap.specialised_needed if gap.specialised_needed else 0.0
    basic = gap.basic_gap / gap.basic_needed if gap.basic_needed else 0.0
    return specialists + basic + (0.1 if gap.key_person_risk else 0.0)
