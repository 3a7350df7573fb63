"""Who needs: companies, the people one talks to there, and how the municipality keeps in touch with them.

Company ──> CompanyContact      a place of work, and the people there whom one talks to
        ├─> Circle              where in the contact circle it is, and the next contact
        ├─> Outreach            a contact that was made
        ├─> Position            what the company looks for, taken apart into tasks
        └─> JobOrder            what the company looks for, with its tasks and its log
CompanyImport                   a file that was read and not saved yet
OutreachLimit                   how often a month a company is contacted

A company is a production unit: the place where the work is. Its CVR number is of the whole firm, its P-number of the place.
"""

from fagkompas.companies.models.circle import Channel, Circle, Outreach, OutreachLimit
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
    "ApplyWay",
    "Channel",
    "Circle",
    "Company",
    "CompanyContact",
    "CompanyContactQuerySet",
    "CompanyImport",
    "CompanyQuerySet",
    "JobOrder",
    "JobOrderQuerySet",
    "Mediation",
    "MediationStep",
    "OrderKind",
    "OrderState",
    "OrderTask",
    "Outreach",
    "OutreachLimit",
    "Paper",
    "Position",
    "PositionTask",
    "Recipient",
    "rank",
]
