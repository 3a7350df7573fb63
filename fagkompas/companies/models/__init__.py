"""Who needs: companies, the people one talks to there, and how the municipality keeps in touch with them.

Company ──> CompanyContact      a place of work, and the people there whom one talks to
        ├─> Circle              where in the contact circle it is, and the next contact
        ├─> Outreach            a contact that was made, and the answers to objections that were used in it
        ├─> KnownBlock, NeedTalk    what is known of its needs, and what was talked of
        ├─> PartnershipAgreement  what both have promised, with its follow-ups
        ├─> Position            what the company looks for, taken apart into tasks
        └─> JobOrder            what the company looks for, with its tasks and its log
CompanyImport                   a file that was read and not saved yet
OutreachLimit                   how often a month a company is contacted
OwnObjection, OwnAnswer         what the municipality has added to the bank of objections
CallDraft                       what somebody has typed in the phone guide and not saved yet
Practised                       how far somebody is in practising them

A company is a production unit: the place where the work is. Its CVR number is of the whole firm, its P-number of the place.
"""

from fagkompas.companies.models.agreements import AgreementFollowUp, PartnershipAgreement
from fagkompas.companies.models.calls import AnswerUse, CallDraft, OwnAnswer, OwnObjection, Practised
from fagkompas.companies.models.circle import Channel, Circle, Outreach, OutreachLimit
from fagkompas.companies.models.merging import NotTheSame
from fagkompas.companies.models.needs import Accept, KnownBlock, NeedTalk, StepKind
from fagkompas.companies.models.orders import (
    ApplyWay,
    JobOrder,
    JobOrderQuerySet,
    Mediation,
    MediationStep,
    OrderKind,
    OrderState,
    OrderTask,
    Paper,
    Recipient,
)
from fagkompas.companies.models.positions import Position, PositionTask
from fagkompas.companies.models.record import (
    COMPANIES_KEPT_YEARS,
    CONFIRMED_FOR_YEARS,
    CONTACTS_KEPT_YEARS,
    Company,
    CompanyContact,
    CompanyContactQuerySet,
    CompanyImport,
    CompanyQuerySet,
    rank,
)

__all__ = [
    "COMPANIES_KEPT_YEARS",
    "CONFIRMED_FOR_YEARS",
    "CONTACTS_KEPT_YEARS",
    "Accept",
    "AgreementFollowUp",
    "AnswerUse",
    "ApplyWay",
    "CallDraft",
    "Channel",
    "Circle",
    "Company",
    "CompanyContact",
    "CompanyContactQuerySet",
    "CompanyImport",
    "CompanyQuerySet",
    "JobOrder",
    "JobOrderQuerySet",
    "KnownBlock",
    "Mediation",
    "MediationStep",
    "NeedTalk",
    "NotTheSame",
    "OrderKind",
    "OrderState",
    "OrderTask",
    "Outreach",
    "OutreachLimit",
    "OwnAnswer",
    "OwnObjection",
    "Paper",
    "PartnershipAgreement",
    "Position",
    "PositionTask",
    "Practised",
    "Recipient",
    "StepKind",
    "rank",
]
