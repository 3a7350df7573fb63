"""Stored results: written whenever answers that count have changed, read by every page with figures."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from fagkompas.assessments.models import Participant, PersonResult, Round, UnitResult
from fagkompas.assessments.report import profile_figures
from fagkompas.assessments.to_engine import submitted_values
from fagkompas.engine.scales import Mode, Standing
from fagkompas.engine.scoring import Profile, not_relevant_by_category, profiles, used_values
from fagkompas.frameworks.to_engine import engine_framework

BATCH = 500


@transaction.atomic
def store_person_results(*, round_: Round, participants: Sequence[Participant], now: datetime) -> None:
    """Compute and store the figures of these participants of one round; their units' figures are stale after it."""
    framework = engine_framework(round_.version)
    mode = Mode(round_.mode)
    by_rater = submitted_values(participants, framework=framework, mode=mode)
    categories = [participant.category or None for participant in participants]
    used = used_values(
        {
            rater: not_relevant_by_category(framework, mode, categories, values)
            for rater, values in by_rater.items()
        }
    )
    results = [
        _result(round_, participant, profile, now)
        for participant, profile in zip(participants, profiles(framework, mode, used), strict=True)
    ]
    PersonResult.objects.bulk_create(
        results,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["participant"],
        update_fields=[
            "engine_version",
            "framework_version",
            "known_fields",
            "specialised_fields",
            "figures",
            "computed_at",
        ],
    )
    UnitResult.objects.filter(round=round_).update(stale=True)


def _result(round_: Round, participant: Participant, profile: Profile, now: datetime) -> PersonResult:
    standings = [field.standing for field in profile.fields]
    return PersonResult(
        participant=participant,
        round=round_,
        unit_id=participant.unit_id,
        lineage=participant.lineage,
        mode=round_.mode,
        engine_version=profile.engine_version,
        framework_version=f"{profile.framework} {profile.framework_version}",
        known_fields=sum(standing is not Standing.UNKNOWN for standing in standings),
        specialised_fields=standings.count(Standing.SPECIALISED),
        figures=profile_figures(profile),
        computed_at=now,
    )
