"""What several pages of a version show: its state, its tabs, its history."""

from collections.abc import Mapping
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee
from fagkompas.audit.models import Event
from fagkompas.audit.wording import what_happened
from fagkompas.frameworks.models import FrameworkImport, Version, VersionState
from fagkompas.frameworks.permissions import can_change, can_edit_frameworks
from fagkompas.frameworks.wording import place, sentence
from fagkompas.toolkit.pages import Link
from fagkompas.toolkit.problems import problem_kept
from fagkompas.toolkit.timeline import TimelineEntry

KINDS: Final[Mapping[str, str]] = {
    VersionState.DRAFT: "warning",
    VersionState.PUBLISHED: "success",
    VersionState.RETIRED: "",
}

HISTORY: Final = 20


def version_context(person: Employee, version: Version, current: str) -> dict[str, object]:
    """What the top of every page of a version needs; `current` is the URL name of the page."""
    return {
        "version": version,
        "state": version.get_state_display(),
        "kind": KINDS[version.state],
        "tabs": _tabs(version, current),
        "may_change": can_change(person, version),
        "may_edit": can_edit_frameworks(person),
        "is_shipped": version.framework.root_id is None,
    }


def _tabs(version: Version, current: str) -> list[Link]:
    pages = {"frameworks:version": _("Fields"), "frameworks:scale": _("Scale and dimensions")}
    if version.derived_from_id:
        pages["frameworks:differences"] = _("What differs")
    return [
        Link(label=label, url=reverse(name, args=[version.uuid]), is_current=name == current)
        for name, label in pages.items()
    ]


def history_of(version: Version) -> list[TimelineEntry]:
    """The newest changes of a version and the competencies in it."""
    codes = dict(version.items.order_by("pk").values_list("uuid", "code"))
    events = Event.objects.filter(target_uuid__in=[version.uuid, *codes], action__startswith="frameworks.")
    return [
        TimelineEntry(
            at=event.at,
            what=" ".join(filter(None, [what_happened(event), codes.get(event.target_uuid or version.uuid, "")])),
            who=event.actor_name,
        )
        for event in events.order_by("-at", "-pk")[:HISTORY]
    ]


def problems_of(waiting: FrameworkImport) -> list[tuple[str, str, str]]:
    """Place, what was found and the sentence of each problem that a file had."""
    problems = [problem_kept(each) for each in waiting.problems]
    return [(place(problem.place), problem.found, sentence(problem)) for problem in problems]
