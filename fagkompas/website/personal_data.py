"""What is kept about people: made from every model's `PRIVACY` rows, and from the rows below for libraries' tables.

A test holds the lists of words here against the models, both ways, so that a new field shows up in Danish too.
"""

from dataclasses import dataclass
from typing import Final

from django.apps import apps
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from fagkompas.toolkit.privacy import Privacy, PrivacyClass, none, personal, secret
from fagkompas.website.personal_fields import FIELDS

SIGNED_IN = "until sign-in ends, at most ten hours, then deleted by the retention run"
WHILE_USED = "until the person removes it or is deleted"
NOT_USED = "not used: the table stays empty"

OF_LIBRARIES: Final[dict[str, dict[str, Privacy]]] = {
    "account.EmailAddress": {
        "email": personal("kept with the employee instead", NOT_USED),
        "user": personal("kept with the employee instead", NOT_USED),
    },
    "account.EmailConfirmation": {"email_address": personal("kept with the employee instead", NOT_USED)},
    "mfa.Authenticator": {
        "user": personal("second factor for signing in", WHILE_USED),
        "type": personal("second factor for signing in", WHILE_USED),
        "data": secret("second factor for signing in", WHILE_USED),
        "created_at": personal("second factor for signing in", WHILE_USED),
        "last_used_at": personal("second factor for signing in", WHILE_USED),
    },
    "sessions.Session": {
        "session_key": secret("to stay signed in", SIGNED_IN),
        "session_data": secret("to stay signed in", SIGNED_IN),
        "expire_date": none(),
    },
    "usersessions.UserSession": {
        "user": personal("to see where one is signed in", SIGNED_IN),
        "ip": personal("to see where one is signed in", SIGNED_IN),
        "user_agent": personal("to see where one is signed in", SIGNED_IN),
        "session_key": secret("to see where one is signed in", SIGNED_IN),
        "created_at": personal("to see where one is signed in", SIGNED_IN),
        "last_seen_at": personal("to see where one is signed in", SIGNED_IN),
        "data": none(),
    },
    "django_tasks_database.DBTaskResult": {
        "args_kwargs": none("work in the background, by number of a round or letter")
    },
}
"""Tables of the libraries that hold something of a person, or could."""

TABLES: Final[dict[str, StrPromise]] = {
    "account.EmailAddress": _("Addresses (of the sign-in library)"),
    "account.EmailConfirmation": _("Confirmations (of the sign-in library)"),
    "accounts.Employee": _("Employees"),
    "accounts.RoleHeld": _("Roles held"),
    "accounts.StaffImport": _("Staff files being read"),
    "accounts.Letter": _("Letters of the outbox"),
    "accounts.Unit": _("Units"),
    "assessments.Agreement": _("Agreements of a dialogue"),
    "assessments.Dialogue": _("Dialogues"),
    "assessments.Draft": _("Answers not submitted"),
    "assessments.Participant": _("Participants of a round"),
    "assessments.PersonResult": _("Figures of a person"),
    "assessments.Rating": _("Submitted answers"),
    "assessments.RatingsImport": _("Ratings files being read"),
    "assessments.Round": _("Rounds"),
    "assessments.UnitResult": _("Figures of a unit"),
    "audit.Event": _("Events of the log"),
    "audit.Seal": _("Seals of the log"),
    "casework.Activity": _("Activities of a plan"),
    "casework.CaseFile": _("Files of job logs and CVs being read"),
    "casework.CasePlan": _("Plans of citizens"),
    "casework.CaseStatus": _("How cases stand"),
    "casework.Consideration": _("Considerations at work"),
    "casework.CvReview": _("Looks at the CV"),
    "casework.CvSection": _("Sections of the CV"),
    "casework.DemandNote": _("Demand for job tracks"),
    "casework.FindingAccepted": _("Findings that were let stand"),
    "casework.FollowUpDraft": _("Follow-ups of placements being written"),
    "casework.JobLogEntry": _("Job log"),
    "casework.LogRequirement": _("Search requirement of the job log"),
    "casework.Placement": _("Placements"),
    "casework.PlacementTask": _("Tasks of placements"),
    "casework.PlanVersion": _("Published plans"),
    "casework.Sheet": _("Sheets of a case"),
    "casework.TaskRating": _("Ratings of tasks in placements"),
    "casework.Track": _("Job tracks"),
    "casework.TrackAgreement": _("Agreements of job tracks"),
    "catalogue.CatalogueImport": _("Catalogue files being read"),
    "catalogue.Lift": _("What offerings lift"),
    "catalogue.Meeting": _("Meeting days of sessions"),
    "catalogue.Offering": _("Offerings"),
    "catalogue.Programme": _("Programmes"),
    "catalogue.Session": _("Sessions of offerings"),
    "catalogue.SharedSeats": _("Seats asked for in joint sessions"),
    "citizens.Citizen": _("Citizens"),
    "citizens.CitizenImport": _("Files of citizens being read"),
    "citizens.Consent": _("What citizens have agreed to"),
    "citizens.Handover": _("Citizens handed over to a colleague"),
    "citizens.Opening": _("Cases opened from another unit"),
    "companies.AgreementFollowUp": _("Follow-ups of agreements with companies"),
    "companies.AnswerUse": _("Answers to objections that were used"),
    "companies.CallDraft": _("Calls with companies being written"),
    "companies.Circle": _("Where companies are in the contact circle"),
    "companies.Company": _("Companies"),
    "companies.CompanyContact": _("Contacts in companies"),
    "companies.CompanyImport": _("Files of companies being read"),
    "companies.JobOrder": _("Job orders"),
    "companies.KnownBlock": _("What companies have told"),
    "companies.Mediation": _("What came of job orders"),
    "companies.NeedTalk": _("Talks about companies' needs"),
    "companies.NotTheSame": _("Companies that look alike and are two"),
    "companies.OrderTask": _("Tasks of job orders"),
    "companies.Outreach": _("Contacts made with companies"),
    "companies.OutreachLimit": _("How often companies may be contacted"),
    "companies.OwnAnswer": _("The municipality's own answers to objections"),
    "companies.OwnObjection": _("The municipality's own objections"),
    "companies.PartnershipAgreement": _("Partnership agreements"),
    "companies.Position": _("Positions that are taken apart"),
    "companies.PositionTask": _("Tasks of positions"),
    "companies.Practised": _("Practice in answering objections"),
    "conversations.Agreement": _("Agreements with citizens and companies"),
    "conversations.Closing": _("How conversations ended"),
    "conversations.Conversation": _("Conversations with citizens and companies"),
    "conversations.Evaluation": _("What citizens and companies thought of a conversation"),
    "conversations.KeyWord": _("Key words of conversations"),
    "conversations.LetterPart": _("Letters after conversations in own words"),
    "conversations.Party": _("Who takes part in a conversation"),
    "conversations.TimeOut": _("Time-outs of conversations"),
    "conversations.Topic": _("Topics of conversations"),
    "django_tasks_database.DBTaskResult": _("Work in the background"),
    "frameworks.CrosswalkLink": _("Crosswalk"),
    "frameworks.Field": _("Fields"),
    "frameworks.Framework": _("Frameworks"),
    "frameworks.FrameworkImport": _("Frameworks being read"),
    "frameworks.Item": _("Competencies"),
    "frameworks.LearningForm": _("Learning forms"),
    "frameworks.Version": _("Versions of a framework"),
    "learning.BenchmarkRow": _("Figures across municipalities"),
    "learning.EducationOrder": _("Education orders"),
    "learning.EffectPerson": _("Ratings behind the effects of offerings"),
    "learning.EffectResult": _("Effects of offerings"),
    "learning.LiftStepDone": _("Steps done after a rule change"),
    "learning.Need": _("Needs of units"),
    "learning.OnboardingPath": _("Onboarding paths"),
    "learning.OnboardingStep": _("Steps of onboarding paths"),
    "learning.Participation": _("Participation in learning"),
    "learning.Plan": _("Learning plans"),
    "learning.PlanRule": _("Musts and must-nots of a plan"),
    "learning.ProfileBand": _("Profiles now and ideally"),
    "learning.ProviderAnswer": _("Answers of providers"),
    "learning.RecruitmentProfile": _("Recruitment profiles"),
    "learning.ResourcePerson": _("Resource persons"),
    "learning.ResourceViewMember": _("Municipalities in the common view"),
    "learning.Review": _("Yearly reviews"),
    "learning.ReviewAgreement": _("Agreements of yearly reviews"),
    "learning.RuleChange": _("Rule changes"),
    "learning.RuleLift": _("Lifts of units after a rule change"),
    "learning.Seat": _("Seats of a plan"),
    "learning.SideBySide": _("Side-by-side training"),
    "learning.Sparring": _("Team sparring"),
    "learning.StaffYear": _("Who worked where in a year"),
    "learning.TaskType": _("Task types of units"),
    "learning.WorkingHours": _("Hours for tasks"),
    "learning.WorkRole": _("Work roles"),
    "matching.MatchFacts": _("What was asked of citizens for the match"),
    "matching.MatchProfile": _("What a match knows of citizens"),
    "matching.Shortlisted": _("Citizens on lists of job orders"),
    "matching.ShortlistStep": _("What happened to citizens on lists of job orders"),
    "methods.Adaptation": _("A municipality's own words for methods"),
    "methods.Experience": _("Experience with methods"),
    "methods.Favourite": _("Favourite methods"),
    "methods.Practice": _("Practice of methods"),
    "mfa.Authenticator": _("Second factors"),
    "occupations.Balance": _("How much job titles are asked for"),
    "occupations.BalanceFile": _("Files of the labour market balance being read"),
    "occupations.BalanceMapping": _("How files of the labour market balance are read"),
    "occupations.DemandFile": _("Files of vacancies being read"),
    "occupations.Group": _("Groups of job titles"),
    "occupations.Import": _("Files of job titles"),
    "occupations.Label": _("Names of job titles"),
    "occupations.Occupation": _("Job titles"),
    "occupations.Vacancies": _("Vacancies by occupation and month"),
    "sessions.Session": _("Signed-in browsers"),
    "surveys.Answer": _("Answers in surveys"),
    "surveys.Instrument": _("Instruments of surveys"),
    "surveys.Invitation": _("Invitations to surveys"),
    "surveys.Response": _("Responses to surveys"),
    "surveys.Survey": _("Surveys"),
    "usersessions.UserSession": _("Where one is signed in"),
}

CLASSES: Final[dict[PrivacyClass, StrPromise]] = {
    PrivacyClass.NONE: _("Says nothing about a person"),
    PrivacyClass.PERSONAL: _("Personal"),
    PrivacyClass.SENSITIVE: _("Sensitive"),
    PrivacyClass.SECRET: _("Secret"),
}

WORDS: Final[frozenset[str]] = frozenset(
    {
        gettext_noop("a year after it ended, or when the person has left"),
        gettext_noop("aggregates of at least the smallest group"),
        gettext_noop("aggregates; people in a small group could be recognised"),
        gettext_noop("to help the citizen into work"),
        gettext_noop("with the case: five years after it is closed, then deleted by the retention run"),
        gettext_noop("four years after the last change, then deleted by the retention run"),
        gettext_noop("to do only what the citizen has agreed to"),
        gettext_noop("to know who looked, and why"),
        gettext_noop("so that nothing is lost between two colleagues"),
        gettext_noop("to show a file before it is saved"),
        gettext_noop("to find work that suits the citizen"),
        gettext_noop("to practise what was hard again"),
        gettext_noop("so that a call that is cut off loses nothing of what was typed"),
        gettext_noop("until the call is saved or begun anew; at the latest a week after the last that was typed"),
        gettext_noop("until the person has left and is deleted"),
        gettext_noop("who wrote what the municipality answers to objections"),
        gettext_noop("to work together with the company"),
        gettext_noop("who of the municipality has the company, and who talked to it"),
        gettext_noop("where citizens and companies reach the person"),
        gettext_noop("opens the calendar of the person's own conversations"),
        gettext_noop(
            "while the person is the company's contact, and a year after the company has closed, then deleted"
        ),
        gettext_noop("which employee's data it was"),
        gettext_noop("which citizen's data it was"),
        gettext_noop("anonymous figures of at least the smallest group"),
        gettext_noop(
            "five years after it ended, a module of a programme a year after its limit, or when the person has left"
        ),
        gettext_noop("five years after it was held, or until the person has left and is deleted"),
        gettext_noop("five years, or until the person has left and is deleted"),
        gettext_noop("five years, then deleted by the retention run"),
        gettext_noop("for the two only"),
        gettext_noop("kept with the employee instead"),
        gettext_noop("language of the pages"),
        gettext_noop("lets the person go on with the answers"),
        gettext_noop("not used: the table stays empty"),
        gettext_noop("opens the person's page of answers"),
        gettext_noop("opens the survey's page"),
        gettext_noop("second factor for signing in"),
        gettext_noop("security"),
        gettext_noop("shown as saved"),
        gettext_noop("sign-in and contact"),
        gettext_noop("sign-in"),
        gettext_noop("signature"),
        gettext_noop("structure"),
        gettext_noop("tamper evidence"),
        gettext_noop("the advert, which may name whom to call"),
        gettext_noop("the employee's own point on the agenda"),
        gettext_noop("the municipality's own id, used in files"),
        gettext_noop("the unit on the round's first day"),
        gettext_noop("to divide the work"),
        gettext_noop("to know and develop professional skill; never for pay or dismissal"),
        gettext_noop("to know what a person learns and has learned"),
        gettext_noop("to know what the people asked think"),
        gettext_noop("to know who is who"),
        gettext_noop("thirty days, then deleted by the retention run"),
        gettext_noop("thirty days after it was held, then emptied by the retention run"),
        gettext_noop("two years after the change is retired, then deleted by the retention run"),
        gettext_noop("to learn from each other"),
        gettext_noop("to learn the job"),
        gettext_noop("so that no later figure tells of a single person"),
        gettext_noop("two years from when it was made"),
        gettext_noop("until the figures are renewed without the person, or the round or the person is deleted"),
        gettext_noop("to plan learning where it is needed"),
        gettext_noop("to say how large a share of a unit was trained in a year"),
        gettext_noop("to see where one is signed in"),
        gettext_noop("to think together about an anonymised case"),
        gettext_noop("to send mail"),
        gettext_noop("to see that a mail did not arrive"),
        gettext_noop("to show a ratings file before it is saved"),
        gettext_noop("to show a staff file before it is saved"),
        gettext_noop("to sort by"),
        gettext_noop("to stay signed in"),
        gettext_noop("to talk about work and development once a year"),
        gettext_noop("until it is sent, at most thirty days"),
        gettext_noop("until sign-in ends, at most ten hours, then deleted by the retention run"),
        gettext_noop(
            "until it is saved, or an hour has gone and somebody opens a page; at the latest until the next night"
        ),
        gettext_noop("until the person removes it or is deleted"),
        gettext_noop("until the plan's deletion date"),
        gettext_noop("until the review's deletion date, at most thirty days after the employee has left"),
        gettext_noop("until the round's deletion date"),
        gettext_noop("until the survey's deletion date"),
        gettext_noop(
            "what was read until it is saved, which rows came of it until an hour has gone and somebody opens a page; "
            "at the latest until the next night"
        ),
        gettext_noop("what changed, without contents"),
        gettext_noop("what happened"),
        gettext_noop("when it happened"),
        gettext_noop("when it was saved"),
        gettext_noop("when the person left"),
        gettext_noop("where the link was sent"),
        gettext_noop("where the person works"),
        gettext_noop("which items concern the person"),
        gettext_noop("which items of a framework concern the person"),
        gettext_noop("which kind of thing"),
        gettext_noop("which municipality"),
        gettext_noop("which needs concern the person"),
        gettext_noop("which thing"),
        gettext_noop("while employed, then deleted by the retention run"),
        gettext_noop("while the municipality takes part"),
        gettext_noop(
            "while the company is there, and five years after it has closed; then deleted when no placement and no "
            "conversation is kept"
        ),
        gettext_noop("to work together with the company, which may be one person's"),
        gettext_noop("who answers for the lift"),
        gettext_noop("who answers for the order"),
        gettext_noop("who answers for the path"),
        gettext_noop("who answers for the plan"),
        gettext_noop("who answers for the round"),
        gettext_noop("who answers for the survey"),
        gettext_noop("who approved the seat"),
        gettext_noop("who decided to join"),
        gettext_noop("who did it"),
        gettext_noop("who did it, should the account be gone"),
        gettext_noop("who may"),
        gettext_noop("who need not be reminded"),
        gettext_noop("who read the file"),
        gettext_noop("who saved last"),
        gettext_noop("who signed"),
        gettext_noop("who ticked it off"),
        gettext_noop("who to ask about a draft"),
        gettext_noop("who to ask about the change"),
        gettext_noop("who to ask about the need"),
        gettext_noop("who to talk to about the seats"),
        gettext_noop("who to talk to at the provider"),
        gettext_noop("who was asked"),
        gettext_noop("who wrote it"),
        gettext_noop("whose answers, where the survey is not anonymous"),
        gettext_noop("so that colleagues learn from what somebody tried"),
        gettext_noop("to keep methods at hand"),
        gettext_noop("to count practice as learning"),
        gettext_noop("with the method, the name until the person is deleted"),
        gettext_noop("with its row"),
        gettext_noop("with the need"),
        gettext_noop("with the order"),
        gettext_noop("with the session"),
        gettext_noop("with the version"),
        gettext_noop("work in the background, by number of a round or letter"),
    }
)
"""Every purpose and every time that a `PRIVACY` row names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One field of one table, in the reader's language; `code` is its name in the database."""

    table: str
    field: str
    code: str
    privacy_class: PrivacyClass
    class_name: str
    purpose: str
    retention: str


def privacy_rows() -> dict[str, dict[str, Privacy]]:
    """Every table that has such rows, by `app.Model`."""
    ours = {
        f"{app.label}.{model.__name__}": model.PRIVACY
        for app in apps.get_app_configs()
        for model in app.get_models()
        if hasattr(model, "PRIVACY")
    }
    return ours | OF_LIBRARIES


def register_of_personal_data() -> list[Entry]:
    """All fields of all tables, tables by name."""
    entries = [
        Entry(
            table=str(TABLES.get(label, label)),
            field=str(FIELDS.get(code, code)),
            code=code,
            privacy_class=privacy.privacy_class,
            class_name=str(CLASSES[privacy.privacy_class]),
            purpose=gettext(privacy.purpose),
            retention=gettext(privacy.retention),
        )
        for label, fields in privacy_rows().items()
        for code, privacy in fields.items()
    ]
    return sorted(entries, key=lambda entry: entry.table)
