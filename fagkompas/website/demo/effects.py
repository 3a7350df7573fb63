"""What came of learning in the demo: two activities, each with half of a team, which was rated again twice.

At one of them people learned something that shows; the other could as well have been chance.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from fagkompas.accounts.models import Employee, Unit
from fagkompas.assessments.actions import rounds
from fagkompas.catalogue.models import Offering
from fagkompas.engine.scales import Mode, Rater
from fagkompas.learning.actions import participation
from fagkompas.learning.actions.effects import renew_effects
from fagkompas.learning.actions.participation import Attendance
from fagkompas.learning.models import ParticipationState
from fagkompas.website.demo.catalogue import plan
from fagkompas.website.demo.people import HEAD, TEAMS
from fagkompas.website.demo.rounds import SEED, Cast, open_round, people_of, rate
from fagkompas.website.demo.timing import noon, working_day_before

HELD: Final = timedelta(days=300)
PLANNED_BEFORE: Final = timedelta(days=40)
RATED_AGAIN: Final = (("Opfølgning efter læring", timedelta(days=260)), ("Opfølgning igen", timedelta(days=160)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """Who of a team took part, by place in its names, and how many points they rose in a field, at first and later."""

    team: str
    code: str
    took_part: slice
    field: str
    learned: tuple[float, float]

    @property
    def names(self) -> tuple[str, ...]:
        """Of those who took part."""
        return next(team.names for team in TEAMS if team.name == self.team)[self.took_part]


FOLLOWED: Final = (
    Followed(
        team="Sygemeldte og fastholdelse",
        code="bedre-digitale-arbejdsgange",
        took_part=slice(2, 9),
        field="IT",
        learned=(1.3, 1.1),
    ),
    Followed(team="Jobparate", code="metoder-der-virker", took_part=slice(3, 11), field="BM", learned=(0.0, 0.0)),
)


def rate_again(cast: Cast, followed: Followed, today: date) -> None:
    """The whole team, those who took part and those who did not. What was learned stays."""
    chance = random.Random(SEED)  # noqa: S311  # a demo, not a secret
    skills = cast.skills
    for (name, ago), learned in zip(RATED_AGAIN, followed.learned, strict=True):
        lifted = {who: skill | {followed.field: skill[followed.field] + learned} for who, skill in skills.items()}
        cast.skills = skills | {who: lifted[who] for who in followed.names}
        day = working_day_before(today - ago)
        round_ = open_round(cast, "faglighed-2025", name, cast.units[followed.team], day, Mode.SCREENING)
        for participant in people_of(round_):
            rate(cast, chance, participant, day, growth=0.1, raters=(Rater.SELF, Rater.MANAGER))
        rounds.close_round(round_=round_, by=cast.people[HEAD])


def build_effects(*, people: Mapping[str, Employee], root: Unit, consultant: Employee, today: date) -> None:
    """They take part, and it is counted what came of it."""
    for followed in FOLLOWED:
        offering = Offering.objects.get(root=root, example__code=followed.code)
        planned = today - HELD - PLANNED_BEFORE
        session = plan(offering, root, today - HELD, planned, consultant)
        given = []
        for name in followed.names:
            wished = participation.wish(
                person=people[name], offering=offering, session=session, sentence="", now=noon(planned)
            )
            seated = participation.approve(participation=wished, session=session, now=noon(planned), by=consultant)
            given.append(Attendance(participation=seated, state=ParticipationState.ATTENDED))
        participation.save_attendance(session=session, given=given, now=noon(session.ends_on), by=consultant)
    renew_effects(root=root, now=noon(today))
