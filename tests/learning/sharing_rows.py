"""Who may open the pages about resource persons, side-by-side training and onboarding."""

from collections.abc import Mapping

from tests.assessments.rounds import participant_of
from tests.assessments.units import rated_round
from tests.learning.colleagues import make_agreed, make_asked, make_onboarding, make_resource, make_side_by_side
from tests.people import People
from tests.permissions import EVERYONE, Row

OWN_HOUSE = "alma bo carla dorte erik freja gry ida"


def carla_is_one(people: People) -> Mapping[str, object]:
    """Carla of Syd has said yes."""
    return {"uuid": make_resource(people.carla).uuid}


def erik_is_asked(people: People) -> Mapping[str, object]:
    """Erik of Nord is asked by Alma."""
    return {"uuid": make_asked(people.erik, people.alma).uuid}


def bo_asks_carla(people: People) -> Mapping[str, object]:
    """Bo of Nord would learn from Carla of Syd."""
    return {"uuid": make_side_by_side(people.bo, make_resource(people.carla)).uuid}


def bo_and_carla_agree(people: People) -> Mapping[str, object]:
    """The same, with a day."""
    return {"uuid": make_agreed(people.bo, make_resource(people.carla)).uuid}


def profile_of_bo(people: People) -> Mapping[str, object]:
    """Bo's, in a closed round."""
    return {"participant": participant_of(rated_round(people.north, {people.bo: {"LM": 1}}), people.bo).uuid}


def path_of_bo(people: People) -> Mapping[str, object]:
    """Alma's path for Bo."""
    return {"uuid": make_onboarding(people.bo, people.alma).uuid}


def step_of_bo(people: People) -> Mapping[str, object]:
    """The second step of that path, with Carla of Syd as buddy."""
    return {"uuid": make_onboarding(people.bo, people.alma, buddy=people.carla).steps.get(code="first-case").uuid}


def step_on_path_of_bo(people: People) -> Mapping[str, object]:
    """The same with its path."""
    path = make_onboarding(people.bo, people.alma)
    return {"path": path.uuid, "uuid": path.steps.get(code="first-case").uuid}


ROWS: list[Row] = [
    Row(url="learning:colleagues", may=EVERYONE),
    Row(url="learning:resource_ask", may="alma outsider"),
    Row(url="learning:resource_person", may=OWN_HOUSE, arguments=carla_is_one),
    Row(url="learning:resource_person", may=OWN_HOUSE, method="post", arguments=carla_is_one),
    Row(url="learning:resource_person", may="alma erik", arguments=erik_is_asked),
    Row(url="learning:resource_end", may="carla", method="post", arguments=carla_is_one),
    Row(url="learning:resource_withdraw", may="alma", method="post", arguments=erik_is_asked),
    Row(url="learning:side_by_sides", may=EVERYONE),
    Row(url="learning:side_by_side", may="alma bo carla", arguments=bo_asks_carla),
    Row(url="learning:side_by_side", may="alma bo carla", method="post", arguments=bo_asks_carla),
    Row(url="learning:side_by_side_undo", may="bo carla", method="post", arguments=bo_and_carla_agree),
    Row(url="learning:side_by_side_cancel", may="alma bo", arguments=bo_asks_carla),
    Row(url="learning:side_by_side_cancel", may="alma bo carla", arguments=bo_and_carla_agree),
    Row(url="learning:side_by_side_cancel", may="alma bo carla", method="post", arguments=bo_and_carla_agree),
    Row(url="learning:learn_from", may="alma bo", arguments=profile_of_bo),
    Row(url="learning:onboarding", may=EVERYONE),
    Row(url="learning:onboarding_new", may="alma outsider"),
    Row(url="learning:onboarding_new", may="alma outsider", method="post"),
    Row(url="learning:onboarding_path", may="alma bo", arguments=path_of_bo),
    Row(url="learning:onboarding_path", may="alma", method="post", arguments=path_of_bo),
    Row(url="learning:onboarding_put_back", may="alma", method="post", arguments=path_of_bo),
    Row(url="learning:onboarding_ask_all", may="alma bo", method="post", arguments=path_of_bo),
    Row(url="learning:onboarding_remove", may="alma", arguments=path_of_bo),
    Row(url="learning:onboarding_remove", may="alma", method="post", arguments=path_of_bo),
    Row(url="learning:onboarding_step", may="alma bo carla", arguments=step_of_bo),
    Row(url="learning:onboarding_step", may="alma", method="post", arguments=step_of_bo),
    Row(url="learning:onboarding_tick", may="alma bo", method="post", arguments=step_on_path_of_bo),
    Row(url="learning:onboarding_leave_out", may="alma", method="post", arguments=step_on_path_of_bo),
]
