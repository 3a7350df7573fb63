"""What was agreed, one file a subject:

plans       CasePlan ── Consideration, Activity, PlanVersion
tracks      Track ── DemandNote, TrackAgreement
sheets      Sheet
job_log     JobLogEntry; LogRequirement
cv          CvSection, CvReview
placements  Placement ── PlacementTask ── TaskRating, FollowUpDraft
findings    CaseStatus, FindingAccepted
case_files  CaseFile
"""

from fagkompas.casework.models.case_files import CaseFile, CaseFileKind
from fagkompas.casework.models.cv import CvReview, CvSection
from fagkompas.casework.models.findings import CaseStatus, FindingAccepted
from fagkompas.casework.models.job_log import AppliedHow, JobLogEntry, LogRequirement, LogResult
from fagkompas.casework.models.placements import FollowUpDraft, Placement, PlacementKind, PlacementTask, TaskRating
from fagkompas.casework.models.plans import (
    Activity,
    ActivityKind,
    CasePlan,
    Consideration,
    PlanVersion,
    VitasStatus,
)
from fagkompas.casework.models.sheets import Sheet, SheetKind
from fagkompas.casework.models.tracks import DemandNote, StartedFrom, Track, TrackAgreement

__all__ = [
    "Activity",
    "ActivityKind",
    "AppliedHow",
    "CaseFile",
    "CaseFileKind",
    "CasePlan",
    "CaseStatus",
    "Consideration",
    "CvReview",
    "CvSection",
    "DemandNote",
    "FindingAccepted",
    "FollowUpDraft",
    "JobLogEntry",
    "LogRequirement",
    "LogResult",
    "Placement",
    "PlacementKind",
    "PlacementTask",
    "PlanVersion",
    "Sheet",
    "SheetKind",
    "StartedFrom",
    "TaskRating",
    "Track",
    "TrackAgreement",
    "VitasStatus",
]
