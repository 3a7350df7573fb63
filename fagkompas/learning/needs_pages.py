"""What the pages about a unit's needs have in common: the unit, the framework, the four steps, and who may edit."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee, Unit
from fagkompas.accounts.permissions import signed_in
from fagkompas.assessments.documents import mode_in_words
from fagkompas.engine.scales import Mode
from fagkompas.frameworks.models import Version
from fagkompas.learning.needs import Situation, chosen_version, situation_of, versions_for
from fagkompas.learning.permissions import can_lead_learning, load_advised_unit, load_led_unit
from fagkompas.learning.wording.needs import rated_in_words
from fagkompas.toolkit.pages import Link


@dataclass(frozen=True, kw_only=True)
class NeedsPage:
    """A unit's needs as one viewer meets them, in one framework."""

    viewer: Employee
    unit: Unit
    version: Version
    versions: tuple[Version, ...]
    situation: Situation

    @property
    def may_edit(self) -> bool:
        """Managers over the unit; they also see the individuals."""
        return can_lead_learning(self.viewer, self.unit)

    @property
    def framework_key(self) -> str:
        """How addresses name the framework."""
        return str(self.version.framework.uuid)

    def url(self, name: str, *args: Any, **query: str) -> str:
        """The address of a page about the unit's needs, in the same framework."""
        words = {"ramme": self.framework_key, **query}
        asked = "&".join(f"{key}={value}" for key, value in words.items())
        return f"{reverse(f'learning:{name}', args=[self.unit.uuid, *args])}?{asked}"

    def context(self, current: str) -> dict[str, Any]:
        """What the frame of every such page reads."""
        seen = self.situation.seen
        here = current if any(link.is_current for link in self.steps(current)) else "needs"
        return {
            "page": self,
            "unit": self.unit,
            "situation": self.situation,
            "needs": self.situation.needs,
            "seen": seen,
            "rated_says": rated_in_words(seen.shown.figures) if seen else "",
            "mode": mode_in_words(Mode(seen.round.mode)) if seen else "",
            "may_edit": self.may_edit,
            "framework_name": self.version.name,
            "steps": self.steps(current),
            "frameworks": [
                Link(
                    label=version.name,
                    url=f"{reverse(f'learning:{here}', args=[self.unit.uuid])}?ramme={version.framework.uuid}",
                    is_current=version == self.version,
                )
                for version in self.versions
            ],
        }

    def steps(self, current: str) -> list[Link]:
        """The four steps, in order."""
        names = [
            ("needs", _("What do we need?")),
            ("needs_have", _("Who has it?")),
            ("needs_gaps", _("Where does that leave us?")),
            ("needs_answers", _("What can we do?")),
        ]
        return [Link(label=label, url=self.url(name), is_current=name == current) for name, label in names]


def needs_page(
    request: HttpRequest,
    uuid: UUID,
    *,
    to_edit: bool = False,
    load: Callable[[Employee, UUID], Unit] = load_advised_unit,
) -> NeedsPage:
    """The page's unit and framework, for whoever may; otherwise not found."""
    viewer = signed_in(request)
    unit = load_led_unit(viewer, uuid) if to_edit else load(viewer, uuid)
    versions = versions_for(viewer.root_id)
    version = chosen_version(unit, versions, request.GET.get("ramme", ""))
    if version is None:
        raise Http404
    return NeedsPage(
        viewer=viewer,
        unit=unit,
        version=version,
        versions=tuple(versions),
        situation=situation_of(viewer, unit, version, request.GET.get("runde", "")),
    )
