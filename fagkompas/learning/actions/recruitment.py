"""Writes about recruitment profiles: made out of what is missing, written on, and deleted."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee
from fagkompas.audit.actions import record_change
from fagkompas.engine.recruitment import Recruitment
from fagkompas.learning.adverts import draft_of
from fagkompas.learning.models import RecruitmentProfile
from fagkompas.learning.recruiting import Left, profile_facts
from fagkompas.toolkit.cpr import cpr_like
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.retention import RetentionLine
from fagkompas.toolkit.together import ChangedMeanwhile

LONGEST_TEXT: Final = 12_000
"""Characters of an advert; about five pages."""

KEPT: Final = timedelta(days=2 * 365)
"""From when it was made."""


@transaction.atomic
def make_profiles(*, left: Left, proposal: Recruitment, by: Employee, now: datetime) -> Sequence[RecruitmentProfile]:
    """A profile with a draft for each combination of fields of the proposal."""
    made = []
    for facts in profile_facts(left, proposal):
        profile = RecruitmentProfile.objects.create(
            unit=left.unit,
            plan=left.plan,
            fields=facts.kept(),
            text=draft_of(left.unit.name, facts.fields, left.names, get_language() or "da"),
            created_by=by,
            created_at=now,
        )
        record_change(by=by, action="learning.recruitment.created", target=profile, unit=left.unit.path)
        made.append(profile)
    return made


@transaction.atomic
def edit_profile(*, profile: RecruitmentProfile, text: str, revision: int, by: Employee) -> RecruitmentProfile:
    """Other words. Raises `ChangedMeanwhile`, and `BadInput`: nothing written, too long, or a CPR number in it."""
    held = _held(profile)
    if held.revision != revision:
        raise ChangedMeanwhile
    words = text.replace("\r\n", "\n").strip()
    refuse(
        [
            *unless(words, "text", "advert_missing"),
            *unless(len(words) <= LONGEST_TEXT, "text", "advert_too_long", longest=LONGEST_TEXT, length=len(words)),
            *unless(not cpr_like(words), "text", "advert_cpr"),
        ]
    )
    if words != held.text:
        held.text = words
        held.revision += 1
        held.save(update_fields=["text", "revision"])
        record_change(by=by, action="learning.recruitment.edited", target=held)
    return held


@transaction.atomic
def delete_profile(*, profile: RecruitmentProfile, by: Employee) -> None:
    """The profile and its text are gone."""
    held = _held(profile)
    record_change(by=by, action="learning.recruitment.deleted", target=held, unit=held.unit.path)
    held.delete()


def retention(*, today: date, dry_run: bool) -> list[RetentionLine]:
    """Delete profiles two years after they were made."""
    old = RecruitmentProfile.objects.filter(created_at__date__lt=today - KEPT)
    rows = old.count()
    if rows and not dry_run:
        old.delete()
        record_change(by=None, action="learning.recruitment.expired", rows=rows)
    return [RetentionLine(what=_("recruitment profiles that were made two years ago"), rows=rows)]


def _held(profile: RecruitmentProfile) -> RecruitmentProfile:
    """The profile as it is now; others who want to change it wait."""
    return RecruitmentProfile.objects.select_related("unit").select_for_update(of=("self",)).get(pk=profile.pk)
