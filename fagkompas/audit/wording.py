"""What happened, in the reader's language: every action code of the code base has its words here.

The words go on after a name: "Gry opened the log". A test holds this list against the calls of `record_change` and
`record_read` in all apps, both ways.
"""

from typing import Final

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from fagkompas.audit.models import Event

ACTIONS: Final[dict[str, StrPromise]] = {
    "accounts.employee.created": _("added the employee"),
    "accounts.employee.deleted": _("deleted the employee at the end of the retention period"),
    "accounts.employee.edited": _("changed facts about the employee"),
    "accounts.employee.invited": _("sent a link to choose a password"),
    "accounts.employee.moved": _("moved the employee to another unit"),
    "accounts.employee.opened": _("opened the page with work facts and roles"),
    "accounts.employee.retired": _("noted that the employee has left"),
    "accounts.employee.returned": _("noted that the employee is back"),
    "accounts.language.chosen": _("chose a language"),
    "accounts.municipality.created": _("set up the municipality"),
    "accounts.password.changed": _("chose a new password"),
    "accounts.role.granted": _("gave a role"),
    "accounts.role.withdrawn": _("withdrew a role"),
    "accounts.sign_ins.ended": _("signed out everywhere else"),
    "accounts.second_factor.added": _("added a second factor"),
    "accounts.second_factor.removed": _("removed a second factor"),
    "accounts.second_factor.reset": _("reset the second factor"),
    "accounts.sign_in.done": _("signed in"),
    "accounts.sign_in.locked": _("locked sign-in after too many wrong passwords"),
    "accounts.staff.exported": _("downloaded the list of staff"),
    "accounts.unit.created": _("added a unit"),
    "accounts.unit.moved": _("moved a unit"),
    "accounts.unit.renamed": _("renamed a unit"),
    "accounts.unit.reopened": _("opened a closed unit again"),
    "accounts.unit.retired": _("closed a unit"),
    "assessments.answers.changes_dropped": _("discarded changes that were not submitted"),
    "assessments.answers.reopened": _("reopened submitted answers"),
    "assessments.answers.submitted": _("submitted answers about the person"),
    "assessments.comparison.read": _("saw the employee's and the manager's answers side by side"),
    "assessments.dialogue.agreed": _("saved agreed values of a dialogue"),
    "assessments.dialogue.read": _("opened the dialogue"),
    "assessments.dialogue.saved": _("saved notes of a dialogue"),
    "assessments.dialogue.signature_withdrawn": _("withdrew a signature on a dialogue"),
    "assessments.dialogue.signed": _("signed a dialogue"),
    "assessments.dialogue.wish_saved": _("saved a point of their own for a dialogue"),
    "assessments.participant.added": _("added the person to a round"),
    "assessments.participant.removed": _("removed the person from a round"),
    "assessments.profile.downloaded": _("downloaded the competence profile"),
    "assessments.profile.read": _("opened the competence profile"),
    "assessments.ratings.uploaded": _("read answers from a file"),
    "assessments.reading.read": _("compared the profile with the unit"),
    "assessments.round.closed": _("closed a round"),
    "assessments.round.dates_moved": _("moved the dates of a round"),
    "assessments.round.deleted": _("deleted a round with all its answers"),
    "assessments.round.edited": _("changed a planned round"),
    "assessments.round.opened": _("opened a round"),
    "assessments.round.planned": _("planned a round"),
    "assessments.round.reopened": _("opened a closed round again"),
    "assessments.standings.read": _("saw where the person stands, in the table of a unit"),
    "assessments.what_if.read": _("looked at what the unit loses if the person leaves"),
    "audit.chain.verified": _("checked whether the log is whole"),
    "audit.log.exported": _("downloaded the log"),
    "audit.log.opened": _("opened the log about the person"),
    "frameworks.field.added": _("added a field to a framework"),
    "frameworks.field.edited": _("changed a field of a framework"),
    "frameworks.field.moved": _("moved a field of a framework"),
    "frameworks.field.removed": _("took a field out of a framework"),
    "frameworks.item.added": _("added a competency"),
    "frameworks.item.edited": _("changed a competency"),
    "frameworks.item.moved": _("moved a competency to the other level"),
    "frameworks.item.restored": _("took a competency back"),
    "frameworks.item.retired": _("left out a competency"),
    "frameworks.questions.edited": _("changed the dimension questions of a field"),
    "frameworks.rules.edited": _("changed the numbers of the rules"),
    "frameworks.scale.edited": _("changed the points of the scale"),
    "frameworks.version.derived": _("made the municipality's own framework"),
    "frameworks.version.discarded": _("discarded the draft of a framework"),
    "frameworks.version.drafted": _("made a new draft of a framework"),
    "frameworks.version.edited": _("changed name or description of a framework"),
    "frameworks.version.imported": _("read a framework file as a draft"),
    "frameworks.version.loaded": _("loaded a framework that comes with the product"),
    "frameworks.version.published": _("published a framework"),
    "frameworks.version.retired": _("retired a framework"),
}


def what_happened(event: Event) -> str:
    """The words of an event; of a code from an older version the code itself."""
    return words_of(event.action)


def words_of(action: str) -> str:
    """The same of an action's code."""
    return str(ACTIONS.get(action, action))
