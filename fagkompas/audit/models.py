"""Who did, and who saw. Events know nobody: plain numbers and codes, no foreign keys.

Events are appended at once; `Seal` rows chain them together in batches, so that
a read never waits for a lock and a changed or removed event shows.
"""

from uuid import uuid4
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from fagkompas.toolkit.privacy import Privacy, none, personal

KEPT = "five years, then deleted by the retention run"


class EventKind(models.TextChoices):
    """What sort of thing happened."""

    READ = "read", _("Opened")
    CHANGE = "change", _("Changed")


class EventQuerySet(models.QuerySet["Event"]):
    """Questions about many events."""

    def about(self, person_id: int) -> "EventQuerySet":
        """What happened to one person's data, newest first."""
        return self.filter(subject_id=person_id).order_by("-at", "-pk")

    def reads(self) -> "EventQuerySet":
        """Only the events where somebody looked."""
        return self.filter(kind=EventKind.READ)

    def unsealed_after(self, event_id: int) -> "EventQuerySet":
        """Events later than the last sealed one, oldest first."""
        return self.filter(pk__gt=event_id).order_by("pk")


class Event(models.Model):
    """One thing that somebody did or saw."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "id": none(),
        "uuid": none(),
        "at": personal("when it happened", KEPT),
        "kind": none(),
        "action": none("what happened"),
        "root_id": none("which municipality"),
        "actor_id": personal("who did it", KEPT),
        "actor_name": personal("who did it, should the account be gone", KEPT),
        "subject_id": personal("whose data it was", KEPT),
        "target_type": none("which kind of thing"),
        "target_uuid": none("which thing"),
        "details": personal("what changed, without contents", KEPT),
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    at = models.DateTimeField()
    kind = models.CharField(max_length=10, choices=EventKind.choices)
    action = models.CharField(max_length=80)
    root_id = models.BigIntegerField(null=True)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200, blank=True)
    subject_id = models.BigIntegerField(null=True)
    target_type = models.CharField(max_length=80, blank=True)
    target_uuid = models.UUIDField(null=True)
    details = models.JSONField(default=dict)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            models.Index(fields=["subject_id", "-at"], name="event_subject"),
            models.Index(fields=["root_id", "-at"], name="event_root"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action}"


class Seal(models.Model):
    """The hash over a batch of events and the seal before it."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "id": none(),
        "first_event_id": none(),
        "last_event_id": none(),
        "events": none(),
        "digest": none("tamper evidence"),
        "at": none(),
    }

    first_event_id = models.BigIntegerField(unique=True)
    last_event_id = models.BigIntegerField(unique=True)
    events = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.first_event_id}-{self.last_event_id}"
