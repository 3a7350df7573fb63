"""What is typed while one calls, what companies say no with, what one answers, and what came of it.

OwnObjection            an objection that the municipality has added to the shipped ones
OwnAnswer               an answer of its own, with its evidence, to an objection of either kind
Outreach ──> AnswerUse  an answer that was used in a contact, whose outcome tells what came of it
CallDraft               what somebody has typed in the phone guide and not saved yet; nobody else's to see
Practised               how far somebody is with an objection in practice; nobody else's to see
"""

from datetime import date, timedelta
from typing import ClassVar, Final
from uuid import uuid4

from django.db import models

from fagkompas.accounts.models import Employee, Unit
from fagkompas.companies.models.circle import OURS, Outreach
from fagkompas.companies.models.record import WHILE_COMPANY, Company
from fagkompas.engine.practice import BOXES
from fagkompas.toolkit.encrypted_fields import EncryptedTextsField
from fagkompas.toolkit.privacy import Privacy, none, personal, sensitive

LONGEST_OBJECTION: Final = 200
LONGEST_ANSWER: Final = 500
LONGEST_EVIDENCE: Final = 500
LONGEST_KEY: Final = 40
"""Of an objection: the code of a shipped one or the UUID of an own one; of an answer: ten hex digits or the UUID."""

WHO_WROTE: Final = "who wrote what the municipality answers to objections"
TO_PRACTISE: Final = "to practise what was hard again"
CALL: Final = "call"
"""What drafts are encrypted for."""

DRAFT_KEPT_DAYS: Final = 7
"""From the last key that was pressed."""

SO_THAT_NOTHING_IS_LOST: Final = "so that a call that is cut off loses nothing of what was typed"
UNTIL_LOGGED: Final = "until the call is saved or begun anew; at the latest a week after the last that was typed"
UNTIL_DELETED: Final = "until the person has left and is deleted"


class OwnObjection(models.Model):
    """An objection as a company says it. One that is retired is not offered any more."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {name: none() for name in ("id", "uuid", "root", "text", "retired_on")} | {
        "by": personal(WHO_WROTE, UNTIL_DELETED)
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    root = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=LONGEST_OBJECTION)
    by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(text=""), name="own_objection_says_something")
        ]

    def __str__(self) -> str:
        return self.text


class OwnAnswer(models.Model):
    """What one answers to an objection, and the evidence beside it: a text, and where it can be read."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        name: none() for name in ("id", "uuid", "root", "objection", "text", "evidence", "link", "retired_on")
    } | {"by": personal(WHO_WROTE, UNTIL_DELETED)}

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    root = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    objection = models.CharField(max_length=LONGEST_KEY)
    text = models.CharField(max_length=LONGEST_ANSWER)
    evidence = models.CharField(max_length=LONGEST_EVIDENCE, blank=True)
    link = models.URLField(max_length=LONGEST_EVIDENCE, blank=True)
    by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.CheckConstraint(condition=~models.Q(text=""), name="own_answer_says_something")]

    def __str__(self) -> str:
        return self.text


class AnswerUse(models.Model):
    """An answer that was used in a contact. Counted for the municipality, never for a person."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {"id": none()} | {
        name: personal(OURS, WHILE_COMPANY) for name in ("outreach", "objection", "answer")
    }

    outreach = models.ForeignKey(Outreach, on_delete=models.CASCADE, related_name="answers")
    objection = models.CharField(max_length=LONGEST_KEY)
    answer = models.CharField(max_length=LONGEST_KEY)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["outreach", "objection", "answer"], name="answer_used_once_in_a_contact")
        ]

    def __str__(self) -> str:
        return f"{self.objection} {self.answer}"


class Practised(models.Model):
    """In which box an objection is for somebody who practises, and when it comes again (`engine.practice`)."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {"id": none()} | {
        name: personal(TO_PRACTISE, UNTIL_DELETED) for name in ("person", "objection", "box", "due_on")
    }

    person = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="+")
    objection = models.CharField(max_length=LONGEST_KEY)
    box = models.PositiveSmallIntegerField(default=1)
    due_on = models.DateField()

    class Meta:
        ordering: ClassVar = ["due_on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "objection"], name="practised_once_by_a_person"),
            models.CheckConstraint(condition=models.Q(box__range=(1, BOXES)), name="practised_box_known"),
        ]

    def __str__(self) -> str:
        return f"{self.objection} {self.box}"


class CallDraft(models.Model):
    """What is typed in the phone guide before it is saved: `texts` by control. It counts for nothing, and goes with the save.

    It may hold the name of the citizen whom one has in mind, which is kept nowhere else.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {name: none() for name in ("id", "company", "revision")} | {
        "person": personal(SO_THAT_NOTHING_IS_LOST, UNTIL_LOGGED),
        "texts": sensitive(SO_THAT_NOTHING_IS_LOST, UNTIL_LOGGED),
        "saved_at": personal(SO_THAT_NOTHING_IS_LOST, UNTIL_LOGGED),
    }

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="call_drafts")
    person = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="call_drafts")
    texts = EncryptedTextsField(purpose=CALL, blank=True)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-saved_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["company", "person"], name="one_draft_of_a_call_by_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.company_id} {self.person_id}"

    @classmethod
    def past_keeping(cls, today: date) -> "models.QuerySet[CallDraft]":
        """Those in which nobody has typed for longer than they are kept."""
        return CallDraft.objects.filter(saved_at__date__lt=today - timedelta(days=DRAFT_KEPT_DAYS))
