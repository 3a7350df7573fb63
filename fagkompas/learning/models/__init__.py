"""What to learn, one file a subject:

needs          Need, WorkRole, ProfileBand, TaskType, WorkingHours
plans          Plan ── PlanRule, Seat, RecruitmentProfile
participation  Participation, from the wish to the certificate; StaffYear, who worked where
sharing        ResourcePerson ── SideBySide; OnboardingPath ── OnboardingStep
sparring       Sparring
rule_changes   RuleChange ── RuleLift ── LiftStepDone
reviews        Review ── ReviewAgreement
orders         EducationOrder ── ProviderAnswer; ResourceViewMember, BenchmarkRow
effect         EffectResult ── EffectPerson
"""

from fagkompas.learning.models.effect import EffectPerson, EffectResult
from fagkompas.learning.models.needs import BANDS, Need, ProfileBand, TaskType, WorkingHours, WorkRole
from fagkompas.learning.models.orders import (
    BenchmarkRow,
    EducationOrder,
    OrderState,
    ProviderAnswer,
    ResourceViewMember,
)
from fagkompas.learning.models.participation import EndedBy, Participation, ParticipationState, Source, StaffYear
from fagkompas.learning.models.plans import Plan, PlanRule, PlanState, RecruitmentProfile, RuleKind, Seat, SeatState
from fagkompas.learning.models.reviews import Review, ReviewAgreement, Went, Whose
from fagkompas.learning.models.rule_changes import LiftStepDone, RuleChange, RuleLift
from fagkompas.learning.models.sharing import (
    OnboardingPath,
    OnboardingStep,
    ResourcePerson,
    SideBySide,
    SideBySideState,
)
from fagkompas.learning.models.sparring import Sparring

__all__ = [
    "BANDS",
    "BenchmarkRow",
    "EducationOrder",
    "EffectPerson",
    "EffectResult",
    "EndedBy",
    "LiftStepDone",
    "Need",
    "OnboardingPath",
    "OnboardingStep",
    "OrderState",
    "Participation",
    "ParticipationState",
    "Plan",
    "PlanRule",
    "PlanState",
    "ProfileBand",
    "ProviderAnswer",
    "RecruitmentProfile",
    "ResourcePerson",
    "ResourceViewMember",
    "Review",
    "ReviewAgreement",
    "RuleChange",
    "RuleKind",
    "RuleLift",
    "Seat",
    "SeatState",
    "SideBySide",
    "SideBySideState",
    "Source",
    "Sparring",
    "StaffYear",
    "TaskType",
    "Went",
    "Whose",
    "WorkRole",
    "WorkingHours",
]
