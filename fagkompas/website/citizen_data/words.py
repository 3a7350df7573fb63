"""What tables and columns are called when one tells the citizen what stands there.

The first column that holds something is what a row is called by. A test holds this list against the tables, both ways.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_stubs_ext import StrPromise


@dataclass(frozen=True, slots=True, kw_only=True)
class TableWords:
    """A table's name for the citizen, and its columns' in the order in which they are told."""

    name: StrPromise | str
    columns: Mapping[str, StrPromise | str]


_WRITTEN_BY: Final = _("Written by")
_NOTED_BY: Final = _("Noted by")
_NOTED_AT: Final = _("Noted at")
_SAVED_BY: Final = _("Last saved by")
_SAVED_AT: Final = _("Last saved at")
_DAY: Final = pgettext_lazy("a column", "Day")
_KIND: Final = pgettext_lazy("a column", "Kind")
_NOTE: Final = pgettext_lazy("a column", "Note")
_FROM: Final = pgettext_lazy("a period", "From")
_TO: Final = pgettext_lazy("a period", "To")
_BEGAN: Final = pgettext_lazy("a column", "Begun")
_ENDED: Final = pgettext_lazy("a column", "Ended")
_TRACK: Final = _("Job track")
_REASON: Final = pgettext_lazy("a column", "Reason")
_STATE: Final = pgettext_lazy("a column", "State")
_PURPOSE: Final = pgettext_lazy("a column", "Purpose")
_UNIT: Final = pgettext_lazy("a column", "Unit")
_MINUTES: Final = pgettext_lazy("a column", "Minutes")
_FOLLOWED_UP: Final = _("Followed up on")
_WITHDRAWN: Final = _("Withdrawn on")

OF_CITIZENS: Final[Mapping[str, TableWords]] = {
    "citizens.Citizen": TableWords(
        name=_("Who you are, and your case"),
        columns={
            "name": _("Name"),
            "cpr": _("CPR number"),
            "phone": _("Telephone"),
            "email": _("E-mail"),
            "address": _("Address"),
            "is_protected": _("Protected address"),
            "language": _("Language of letters"),
            "target_group": _("Target group"),
            "fund": _("Unemployment fund"),
            "unit": _UNIT,
            "caseworker": _("Caseworker"),
            "began_on": _("Case opened"),
            "closed_on": _("Case closed"),
            "closed_why": _("Why the case was closed"),
            "created_at": _("Written down here at"),
        },
    ),
    "citizens.Consent": TableWords(
        name=_("What you have agreed to"),
        columns={
            "kind": pgettext_lazy("a column", "You said"),
            "about": _("About"),
            "in_writing": _("In writing"),
            "given_on": _("Given on"),
            "withdrawn_on": _WITHDRAWN,
            "recorded_by": _NOTED_BY,
            "recorded_at": _NOTED_AT,
        },
    ),
    "citizens.Opening": TableWords(
        name=_("Opened by other units"),
        columns={
            "at": _("Opened at"),
            "employee": _("Opened by"),
            "reason": _REASON,
            "on": _("Valid on"),
        },
    ),
    "citizens.Handover": TableWords(
        name=_("When your case went to somebody else"),
        columns={
            "on": _DAY,
            "from_employee": _("From caseworker"),
            "to_employee": _("To caseworker"),
            "from_unit": _("From unit"),
            "to_unit": _("To unit"),
            "note": _("Note to the next one"),
            "by": _WRITTEN_BY,
            "at": _NOTED_AT,
            "read_at": _("Read at"),
        },
    ),
    "conversations.Conversation": TableWords(
        name=_("Conversations"),
        columns={
            "planned_at": _("Planned for"),
            "state": _STATE,
            "held_by": pgettext_lazy("a column", "With"),
            "unit": _UNIT,
            "minutes": _MINUTES,
            "meeting": _("How"),
            "place": _("Where"),
            "purpose": _PURPOSE,
            "roles": _("Who does what"),
            "expectation": _("What you hoped for"),
            "topic": _("Topic just now"),
            "topic_since": _("Topic begun at"),
            "began_at": _BEGAN,
            "ended_at": _ENDED,
            "created_at": _("Written down here at"),
            "saved_by": _SAVED_BY,
            "saved_at": _SAVED_AT,
        },
    ),
    "conversations.Party": TableWords(
        name=_("Who takes part"),
        columns={"kind": pgettext_lazy("a column", "Who"), "name": _("Name")},
    ),
    "conversations.Topic": TableWords(
        name=_("Topics"),
        columns={
            "text": _("Topic"),
            "from_whom": _("Brought by"),
            "minutes": _MINUTES,
            "seconds_used": _("Minutes used"),
            "order": pgettext_lazy("a column", "Number"),
            "state": _STATE,
            "explore": _("What you told"),
            "give": _("What was said to you"),
            "explore_again": _("What you said to that"),
        },
    ),
    "conversations.KeyWord": TableWords(
        name=_("Your own words"),
        columns={"word": _("Word"), "mirrored": _("Said back to you")},
    ),
    "conversations.TimeOut": TableWords(
        name=_("Time-outs"),
        columns={"kind": _KIND, "at": _NOTED_AT, "topic": _("Topic"), "note": _NOTE},
    ),
    "conversations.Closing": TableWords(
        name=_("How it ended"),
        columns={
            "ending": _("Ended as"),
            "own_summary": _("Your own summary"),
            "why_no_agreement": _("Why nothing was agreed"),
            "why": _("Why it ended so"),
            "got_in_touch": _("Got in touch with you"),
            "next_at": _("Next time"),
            "next_minutes": _("Minutes next time"),
        },
    ),
    "conversations.LetterPart": TableWords(
        name=_("The letter to you, where it was changed"),
        columns={"part": _("Part"), "text": pgettext_lazy("a column", "What it says"), "saved_by": _SAVED_BY},
    ),
    "conversations.Evaluation": TableWords(
        name=_("What was thought of it"),
        columns={
            "asked_of": _("Asked of"),
            "expectation_met": _("Met expectations"),
            "benefit": _("Felt benefit"),
            "word": _("In own words"),
        },
    ),
    "conversations.Agreement": TableWords(
        name=_("Agreements"),
        columns={
            "what": _("What was agreed"),
            "measure": _("How one sees that it is done"),
            "why": _("Why it matters to you"),
            "own_control": _("In own hands"),
            "confidence": _("Confidence, 1 to 10"),
            "due_on": pgettext_lazy("a column", "By"),
            "who": _("Who does it"),
            "state": _STATE,
            "conversation": _("Agreed in the conversation of"),
            "topic": _("Topic"),
            "followed_up_on": _FOLLOWED_UP,
            "followed_up_in": _("Followed up in the conversation of"),
            "followed_up_by": _("Followed up by"),
            "note": _("How it went"),
            "created_at": _("Written down here at"),
            "created_by": _WRITTEN_BY,
        },
    ),
    "casework.CasePlan": TableWords(
        name=_("Your plan"),
        columns={
            "occupation": _("Goal"),
            "goal_title": _("Goal in words"),
            "goal_kind": _("Kind of goal"),
            "reason": _REASON,
            "goal_set_on": _("The goal since"),
            "description": _("How you reach the goal"),
            "fewer_tracks_reason": _("Why there are fewer than three job tracks"),
            "search_per_week": _("Jobs to apply for in a week"),
            "search_since": _("Asked for since"),
            "followed_up_on": _FOLLOWED_UP,
            "published_on": _("Published on"),
            "began_on": _BEGAN,
            "ended_on": _ENDED,
            "ended_why": _("Why it ended"),
            "saved_by": _SAVED_BY,
            "saved_at": _SAVED_AT,
        },
    ),
    "casework.Consideration": TableWords(
        name=_("Considerations that you have approved"),
        columns={
            "text": _("Consideration"),
            "approved_on": _("Approved on"),
            "how": _("How you said yes"),
            "withdrawn_on": _WITHDRAWN,
            "recorded_by": _NOTED_BY,
            "recorded_at": _NOTED_AT,
        },
    ),
    "casework.Activity": TableWords(
        name=_("Activities"),
        columns={
            "title": _("Activity"),
            "kind": _KIND,
            "purpose": _PURPOSE,
            "track": _TRACK,
            "from_on": _FROM,
            "to_on": _TO,
            "vitas_no": _("VITAS number"),
            "vitas_status": _("Status in VITAS"),
        },
    ),
    "casework.PlanVersion": TableWords(
        name=_("The plan as it was published"),
        columns={"at": _("Published at"), "by": _("Published by"), "why": _("What was new"), "snapshot": _("The plan")},
    ),
    "casework.Track": TableWords(
        name=_("Job tracks"),
        columns={
            "occupation": _TRACK,
            "title": _("Job track in words"),
            "is_education": _("An education"),
            "started_from": _("The talk began with"),
            "can": _("You can"),
            "wants": _("You want"),
            "needed": _("It is needed"),
            "skills": _("Skills"),
            "functions": _("Tasks"),
            "other_titles": _("Other titles with the same tasks"),
            "steps_first": _("Steps first"),
            "pressure_test": _("How it was tested"),
            "strategy": _("How you apply"),
            "companies": _("Companies"),
            "apply_by": _("Apply by"),
            "began_on": _BEGAN,
            "ended_on": _ENDED,
            "ended_why": _("Why it ended"),
            "saved_by": _SAVED_BY,
            "saved_at": _SAVED_AT,
        },
    ),
    "casework.DemandNote": TableWords(
        name=_("Demand"),
        columns={
            "level": _("Demand"),
            "source": pgettext_lazy("a column", "Source"),
            "source_text": _("What the source says"),
            "on": _DAY,
            "why_anyway": _("Why it is kept anyway"),
            "recorded_by": _NOTED_BY,
        },
    ),
    "casework.TrackAgreement": TableWords(
        name=_("The job track it is about"),
        columns={"track": _TRACK},
    ),
    "casework.Sheet": TableWords(
        name=_("Sheets"),
        columns={
            "kind": _("Sheet"),
            "on": _DAY,
            "texts": _("What stands on it"),
            "saved_by": _SAVED_BY,
            "saved_at": _SAVED_AT,
        },
    ),
    "casework.JobLogEntry": TableWords(
        name=_("Job log"),
        columns={
            "occupation": pgettext_lazy("a column", "Job"),
            "title": _("Job in words"),
            "company": _("Company"),
            "place": pgettext_lazy("a column", "Place"),
            "applied_on": _("Applied on"),
            "how": _("How"),
            "track": _TRACK,
            "follow_up_on": _("To be followed up on"),
            "followed_up_on": _FOLLOWED_UP,
            "result": _("Result"),
            "note": _NOTE,
            "documents": _("What was sent"),
            "changed_on": _("Last changed on"),
        },
    ),
    "casework.LogRequirement": TableWords(
        name=_("What the job log asks for"),
        columns={
            "read_on": _("Read on"),
            "per_week": _("Jobs to apply for in a week"),
            "recorded_by": _NOTED_BY,
        },
    ),
    "casework.CvSection": TableWords(
        name=_("CV"),
        columns={
            "code": _("Part"),
            "entries": _("What stands in it"),
            "updated_on": _("Last changed on"),
        },
    ),
    "casework.CvReview": TableWords(
        name=_("When the CV was looked at"),
        columns={
            "on": _DAY,
            "by": _("Looked at by"),
            "contact_hidden": _("Contact details hidden from companies"),
            "note": _NOTE,
        },
    ),
    "casework.Placement": TableWords(
        name=_("Time in companies"),
        columns={
            "company": _("Company"),
            "kind": _KIND,
            "from_on": _FROM,
            "to_on": _TO,
            "activity": _("Activity in the plan"),
            "expected_paid_minutes": _("Hours of paid work a week that it leads to"),
            "followed_up_on": _FOLLOWED_UP,
        },
    ),
    "casework.PlacementTask": TableWords(
        name=_("Tasks"),
        columns={
            "name": _("Task"),
            "paid_minutes": _("Paid minutes a week"),
            "training_minutes": _("Training minutes a week"),
            "learning_goal": _("Learning goal"),
            "ready_by": _("Ready by"),
            "ended_on": _ENDED,
        },
    ),
    "casework.TaskRating": TableWords(
        name=_("How it went"),
        columns={
            "on": _DAY,
            "employer": _("The employer's mark, 1 to 10"),
            "citizen": _("Your own mark, 1 to 10"),
            "new_hire": _("Somebody newly hired, 1 to 10"),
            "agreement": _("What comes next"),
            "agreement_by": pgettext_lazy("a column", "By"),
            "measure": _("How one sees that it is done"),
            "why": _("Why it matters to you"),
            "own_control": _("In own hands"),
            "confidence": _("Confidence, 1 to 10"),
            "agreed": _("The agreement in the plan"),
            "recorded_by": _NOTED_BY,
        },
    ),
    "casework.FollowUpDraft": TableWords(
        name=_("A follow-up being written"),
        columns={"on": _DAY, "texts": _("What is written so far"), "saved_by": _SAVED_BY, "saved_at": _SAVED_AT},
    ),
    "casework.CaseStatus": TableWords(
        name=_("What the check of the case said last"),
        columns={
            "refreshed_at": _("Checked at"),
            "caseworker": _("Caseworker"),
            "findings": _("What it found"),
            "musts": _("Must be looked at"),
            "shoulds": _("Should be looked at"),
            "considers": _("May be looked at"),
            "placements": _("Placements to follow up"),
            "last_held_on": _("Last conversation"),
            "next_conversation_on": _("Next conversation"),
            "unclosed_on": _("Conversation that nobody has closed"),
            "due_on": _("Something is due on"),
        },
    ),
    "casework.FindingAccepted": TableWords(
        name=_("Findings that were let stand"),
        columns={
            "rule": _("Finding"),
            "reason": _REASON,
            "by": _("Let stand by"),
            "at": _NOTED_AT,
            "fingerprint": _("Mark of the finding"),
        },
    ),
    "matching.MatchFacts": TableWords(
        name=_("What you were asked about, to find work that suits you"),
        columns={
            "words": _("What you have said"),
            "least_minutes": _("Fewest minutes a week"),
            "most_minutes": _("Most minutes a week"),
            "free_from": _("Free from"),
            "reach": _("Postcodes you can get to"),
            "times": _("When you can work"),
            "papers": _("Certificates and licences"),
            "spared_agreed_on": _("You said yes to what work must spare on"),
            "saved_by": _SAVED_BY,
            "saved_at": _SAVED_AT,
        },
    ),
    "matching.MatchProfile": TableWords(
        name=_("What is compared with companies' job orders"),
        columns={"words": _("What it says"), "made_at": _("Put together at")},
    ),
    "matching.Shortlisted": TableWords(
        name=_("Job orders on whose list you have been"),
        columns={
            "order": _("Job order"),
            "stage": _("Where on the list"),
            "chosen_on": _("Came on the list"),
            "unit": _UNIT,
            "hundredths": _("Hundredths of a point on that day"),
            "consent": _("Your yes"),
        },
    ),
    "matching.ShortlistStep": TableWords(
        name=_("What happened on the list"),
        columns={
            "on": _DAY,
            "stage": _("What came of it"),
            "reason": _REASON,
            "mediation": _("Line in the order's log"),
            "by": _NOTED_BY,
            "at": _NOTED_AT,
        },
    ),
}


def words_of(label: str, columns: Collection[str]) -> TableWords:
    """The words of a table with these columns: what is not in the list yet is told too, under its name in the database."""
    known = OF_CITIZENS.get(label) or TableWords(name=label, columns={})
    there = set(columns)
    named = {column: name for column, name in known.columns.items() if column in there}
    return TableWords(name=known.name, columns=named | {column: column for column in columns if column not in named})
