"""What pages of a case read of it, in a fixed number of queries: tracks with their evidence, agreements, what changed since."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from fagkompas.casework.evidence import Leg, legs_of
from fagkompas.casework.models import CasePlan, PlanVersion, Track, TrackAgreement
from fagkompas.casework.plan_content import PlanContent, content_from, content_of, on_day, without
from fagkompas.casework.plan_differences import ChangedPart, differences
from fagkompas.casework.rule_book import limit_of, terms_of
from fagkompas.citizens.models import Citizen
from fagkompas.conversations.models import Agreement, AgreementState, Conversation, ConversationState
from fagkompas.engine.consistency import Rule, group_of_all
from fagkompas.engine.scales import GoalKind
from fagkompas.occupations.models import Group
from fagkompas.toolkit.encrypted_fields import unread_in


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTrack:
    """A job track as pages show it: its group of occupations in words, its three legs, and the agreements about it."""

    track: Track
    group: str
    legs: tuple[Leg, ...]
    agreements: tuple[Agreement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTracks:
    """The open job tracks in their order.

    `missing`: how many there are fewer than the check asks for in this case. `shade`: the group that all of them lie in,
    "" where they differ or are too few to say.
    """

    tracks: tuple[ReadTrack, ...]
    missing: int
    shade: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SinceLast:
    """What changed in the plan since it was last published; `version` None before the first time."""

    version: PlanVersion | None
    parts: tuple[ChangedPart, ...]
    unread: str

    @property
    def count(self) -> int:
        """How many things."""
        return sum(len(part.changes) for part in self.parts)


def read_tracks(plan: CasePlan, today: date) -> ReadTracks:
    """Five queries, however many tracks there are."""
    tracks = list(plan.tracks.open().select_related("occupation").prefetch_related("demand"))
    by_track = agreements_by_track(tracks)
    groups = _groups({track.isco4 for track in tracks} | {track.two_digits for track in tracks})
    for_whom: Any = {"target_group": plan.citizen.target_group, "goal": GoalKind(plan.goal_kind), "on": today}
    expected = limit_of(Rule.FEWER_THAN_THREE_TRACKS, "tracks", **for_whom)
    alike = terms_of(Rule.TRACKS_TOO_ALIKE, **for_whom)
    shade = group_of_all([track.isco4 for track in tracks], alike.limits["tracks"]) if alike else ""
    return ReadTracks(
        tracks=tuple(
            ReadTrack(
                track=track,
                group=groups.get(track.isco4, ""),
                legs=legs_of(
                    track,
                    track.demand.all(),
                    has_agreement=any(one.is_open for one in by_track.get(track.pk, ())),
                    today=today,
                ),
                agreements=tuple(one for one in by_track.get(track.pk, []) if one.is_open),
            )
            for track in tracks
        ),
        missing=max(0, expected - len(tracks)),
        shade=groups.get(shade, shade),
    )


def agreements_by_track(tracks: list[Track]) -> Mapping[int, list[Agreement]]:
    """What was agreed about each, drafts left out, the soonest first. One query."""
    links = TrackAgreement.objects.filter(track__in=tracks).exclude(agreement__state=AgreementState.DRAFT)
    found: dict[int, list[Agreement]] = {}
    for link in links.select_related("agreement").order_by("agreement__due_on", "pk"):
        found.setdefault(link.track_id, []).append(link.agreement)
    return found


def next_conversation(citizen: Citizen, now: datetime) -> Conversation | None:
    """The one that is going on; else the soonest that is planned for today or later. One query."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    going_on = Q(state=ConversationState.UNDER_WAY)
    planned = Q(state=ConversationState.PLANNED, planned_at__gte=midnight)
    found = Conversation.objects.filter(going_on | planned, citizen=citizen).select_related(
        "held_by", "citizen__caseworker"
    )
    return found.order_by("-state", "planned_at", "pk").first()


def since_last(plan: CasePlan, today: date) -> SinceLast:
    """What is otherwise than in the newest version. Seven queries, one before there is any."""
    version = plan.versions.first()
    if version is None:
        return SinceLast(version=None, parts=(), unread="")
    before, unread = read_version(version)
    parts = tuple(differences(on_day(before, today), content_of(plan, today))) if before else ()
    return SinceLast(version=version, parts=parts, unread=unread)


def read_version(version: PlanVersion) -> tuple[PlanContent | None, str]:
    """What it holds, but for the words of considerations that the citizen has taken back since.

    None, and the sentence that says so, where it cannot be read. One query.
    """
    if unread := unread_in(version):
        return None, unread
    withdrawn = version.plan.considerations.withdrawn().values_list("uuid", "withdrawn_on")
    days = {str(uuid): day for uuid, day in withdrawn if day}
    return without(content_from(version.snapshot), days), ""


def _groups(codes: set[str]) -> dict[str, str]:
    rows = Group.objects.filter(code__in=codes - {""}).order_by("scheme", "code")
    return {group.code: group.title for group in rows}
