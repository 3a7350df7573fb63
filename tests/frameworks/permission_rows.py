"""Who may open which page of the frameworks: what is published is for everyone, work on them for consultants."""

from collections.abc import Callable, Mapping

from fagkompas.frameworks.models import VersionState
from tests.frameworks.making import item_of, make_draft, make_published, make_version, make_waiting, shipped_version
from tests.people import People
from tests.permissions import EVERYONE, Row

CONSULTANTS = "dorte outsider"
OWN_PEOPLE = "alma bo carla dorte erik freja gry ida"

Arguments = Callable[[People], Mapping[str, object]]


def shipped(**more: object) -> Arguments:
    """The 2025 frame."""
    return lambda _people: {"uuid": shipped_version().uuid, **more}


def own(state: VersionState, **more: object) -> Arguments:
    """Testkommune's own version in a state."""
    return lambda people: {"uuid": make_version(people, state).uuid, **more}


def competency(people: People) -> Mapping[str, object]:
    """One in Testkommune's draft."""
    return {"uuid": item_of(make_draft(people), "AU-G1").uuid}


def fixed_competency(people: People) -> Mapping[str, object]:
    """One in Testkommune's published version."""
    return {"uuid": item_of(make_published(people), "AU-G1").uuid}


def waiting(people: People) -> Mapping[str, object]:
    """A file that Dorte has read."""
    return {"uuid": make_waiting(people).uuid}


DRAFT, PUBLISHED = VersionState.DRAFT, VersionState.PUBLISHED

ROWS = [
    Row(url="frameworks:list", may=EVERYONE),
    Row(url="frameworks:crosswalk", may=EVERYONE),
    Row(url="frameworks:crosswalk_export", may=CONSULTANTS, arguments=lambda _people: (shipped_version(), {})[1]),
    Row(url="frameworks:learning_forms", may=EVERYONE),
    Row(url="frameworks:version", may=EVERYONE, arguments=shipped()),
    Row(url="frameworks:version", may=OWN_PEOPLE, arguments=own(PUBLISHED)),
    Row(url="frameworks:version", may=OWN_PEOPLE, arguments=own(VersionState.RETIRED)),
    Row(url="frameworks:version", may="dorte", arguments=own(DRAFT)),
    Row(url="frameworks:scale", may=EVERYONE, arguments=shipped()),
    Row(url="frameworks:scale", may="dorte", arguments=own(DRAFT)),
    Row(url="frameworks:field", may=EVERYONE, arguments=shipped(code="AU")),
    Row(url="frameworks:field", may=OWN_PEOPLE, arguments=own(PUBLISHED, code="AU")),
    Row(url="frameworks:field", may="dorte", arguments=own(DRAFT, code="AU")),
    Row(url="frameworks:differences", may=OWN_PEOPLE, arguments=own(PUBLISHED)),
    Row(url="frameworks:differences", may="dorte", arguments=own(DRAFT)),
    Row(url="frameworks:export", may=CONSULTANTS, arguments=shipped(kind="csv")),
    Row(url="frameworks:export", may="dorte", arguments=own(DRAFT, kind="yaml")),
    Row(url="frameworks:derive", may=CONSULTANTS, arguments=shipped()),
    Row(url="frameworks:derive", may=CONSULTANTS, method="post", arguments=shipped()),
    Row(url="frameworks:derive", may="", arguments=own(DRAFT)),
    Row(url="frameworks:version_edit", may="dorte", arguments=own(DRAFT)),
    Row(url="frameworks:version_edit", may="", arguments=own(PUBLISHED)),
    Row(url="frameworks:version_edit", may="", arguments=shipped()),
    Row(url="frameworks:scale_edit", may="dorte", arguments=own(DRAFT)),
    Row(url="frameworks:scale_edit", may="dorte", method="post", arguments=own(DRAFT)),
    Row(url="frameworks:scale_edit", may="", method="post", arguments=own(PUBLISHED)),
    Row(url="frameworks:rules_edit", may="dorte", arguments=own(DRAFT)),
    Row(url="frameworks:rules_edit", may="dorte", method="post", arguments=own(DRAFT)),
    Row(url="frameworks:rules_edit", may="", method="post", arguments=own(PUBLISHED)),
    Row(url="frameworks:rules_edit", may="", arguments=shipped()),
    Row(url="frameworks:field_add", may="dorte", arguments=own(DRAFT)),
    Row(url="frameworks:field_add", may="dorte", method="post", arguments=own(DRAFT)),
    Row(url="frameworks:field_add", may="", method="post", arguments=own(PUBLISHED)),
    Row(url="frameworks:field_edit", may="dorte", arguments=own(DRAFT, code="AU")),
    Row(url="frameworks:field_edit", may="dorte", method="post", arguments=own(DRAFT, code="AU")),
    Row(url="frameworks:field_edit", may="", method="post", arguments=own(PUBLISHED, code="AU")),
    Row(url="frameworks:field_move", may="dorte", method="post", arguments=own(DRAFT, code="AU")),
    Row(url="frameworks:field_move", may="", method="post", arguments=own(PUBLISHED, code="AU")),
    Row(url="frameworks:field_remove", may="dorte", arguments=own(DRAFT, code="AU")),
    Row(url="frameworks:field_remove", may="dorte", method="post", arguments=own(DRAFT, code="AU")),
    Row(url="frameworks:field_remove", may="", method="post", arguments=shipped(code="AU")),
    Row(url="frameworks:questions_edit", may="dorte", arguments=own(DRAFT, code="AU")),
    Row(url="frameworks:questions_edit", may="dorte", method="post", arguments=own(DRAFT, code="AU")),
    Row(url="frameworks:questions_edit", may="", arguments=own(PUBLISHED, code="AU")),
    Row(url="frameworks:publish", may="dorte", arguments=own(DRAFT)),
    Row(url="frameworks:publish", may="dorte", method="post", arguments=own(DRAFT), data={"revision": "0"}),
    Row(url="frameworks:draft", may="dorte", method="post", arguments=own(PUBLISHED)),
    Row(url="frameworks:draft", may="", method="post", arguments=shipped()),
    Row(url="frameworks:retire", may="dorte", arguments=own(PUBLISHED)),
    Row(url="frameworks:retire", may="dorte", method="post", arguments=own(PUBLISHED)),
    Row(url="frameworks:retire", may="", method="post", arguments=shipped()),
    Row(url="frameworks:discard", may="dorte", arguments=own(DRAFT)),
    Row(url="frameworks:discard", may="dorte", method="post", arguments=own(DRAFT)),
    Row(url="frameworks:discard", may="", method="post", arguments=own(PUBLISHED)),
    Row(url="frameworks:competency_add", may="dorte", arguments=own(DRAFT, code="AU")),
    Row(url="frameworks:competency_add", may="dorte", method="post", arguments=own(DRAFT, code="AU")),
    Row(url="frameworks:competency_add", may="", arguments=own(PUBLISHED, code="AU")),
    Row(url="frameworks:competency_edit", may="dorte", arguments=competency),
    Row(url="frameworks:competency_edit", may="dorte", method="post", arguments=competency),
    Row(url="frameworks:competency_edit", may="", method="post", arguments=fixed_competency),
    Row(url="frameworks:competency_move", may="dorte", method="post", arguments=competency),
    Row(url="frameworks:competency_move", may="", method="post", arguments=fixed_competency),
    Row(url="frameworks:competency_retire", may="dorte", method="post", arguments=competency),
    Row(url="frameworks:competency_restore", may="dorte", method="post", arguments=competency),
    Row(url="frameworks:import", may=CONSULTANTS),
    Row(url="frameworks:import_table", may="dorte", arguments=own(DRAFT)),
    Row(url="frameworks:import_table", may="", arguments=own(PUBLISHED)),
    Row(url="frameworks:preview", may="dorte", arguments=waiting),
    Row(url="frameworks:save_import", may="dorte", method="post", arguments=waiting),
]
