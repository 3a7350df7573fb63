"""Who did, and who saw. Events know nobody: plain numbers and codes, no foreign keys.

Events are appended at once; `Seal` rows chain them together in batches, so that
a read never waits for a lock and a changed or removed event shows.
"""

from collections.abc import Iterable
from typing import Any, ClassVar, Final, NoReturn
from uuid import UUID, uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from fagkompas.toolkit.privacy import Privacy, none, personal

KEPT_YEARS: Final = 5
KEPT = "five years, then deleted by the retention run"


class AppendOnlyError(RuntimeError):
    """Code tried to change or delete an event. Only the retention run deletes, and only what has had its time."""


class EventKind(models.TextChoices):
    """What sort of thing happened."""

    READ = "read", _("Opened")
    CHANGE = "change", _("Changed")


class EventQuerySet(models.QuerySet["Event"]):
    """Questions about many events."""

    def about(self, person_id: int) -> "EventQuerySet":
        """What happened to one employee's data, newest first."""
        return self.filter(subject_id=person_id).order_by("-at", "-pk")

    def about_citizen(self, citizen_id: int) -> "EventQuerySet":
        """What happened to one citizen's data, newest first."""
        return self.filter(citizen_id=citizen_id).order_by("-at", "-pk")

    def done_to(self, target_uuid: UUID) -> "EventQuerySet":
        """What happened to one thing, newest first."""
        return self.filter(target_uuid=target_uuid).order_by("-at", "-pk")

    def reads(self) -> "EventQuerySet":
        """Only the events where somebody looked."""
        return self.filter(kind=EventKind.READ)

    def of_list(self, first: "Event") -> "EventQuerySet":
        """The event and those that came of the same opening or change (see `audit.actions.LISTED`)."""
        return self.filter(actor_id=first.actor_id, action=first.action, at=first.at)

    def changes(self) -> "EventQuerySet":
        """Only the events where something became different."""
        return self.filter(kind=EventKind.CHANGE)

    def unsealed_after(self, event_id: int) -> "EventQuerySet":
        """Events later than the last sealed one, oldest first."""
        return self.filter(pk__gt=event_id).order_by("pk")

    def update(self, **_columns: Any) -> NoReturn:
        """Never."""
        raise AppendOnlyError

    def bulk_update(self, objs: Iterable[Any], fields: Iterable[str], batch_size: int | None = None) -> NoReturn:
        """Never."""
        raise AppendOnlyError

    def delete(self) -> NoReturn:
        """Never; see `audit.actions.retention`."""
        raise AppendOnlyError


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
        "subject_id": personal("which employee's data it was", KEPT),
        "citizen_id": personal("which citizen's data it was", KEPT),
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
    citizen_id = models.BigIntegerField(null=True)
    target_type = models.CharField(max_length=80, blank=True)
    target_uuid = models.UUIDField(null=True)
    details = models.JSONField(default=dict)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            models.Index(fields=["subject_id", "-at"], name="event_subject"),
            models.Index(fields=["citizen_id", "-at"], name="event_citizen"),
            models.Index(
                fields=["citizen_id", "actor_id", "-at"],
                condition=models.Q(citizen_id__isnull=False),
                name="event_citizen_actor",
            ),
            models.Index(fields=["root_id", "-at"], name="event_root"),
            models.Index(fields=["actor_id", "-at"], name="event_actor"),
            models.Index(fields=["action", "-at"], name="event_action"),
            models.Index(fields=["target_uuid", "-at"], name="event_target"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action}"

    def save(self, *args: Any, **options: Any) -> None:
        """Once."""
        if not self._state.adding:
            raise AppendOnlyError
        super().save(*args, **options)

    def delete(self, *_args: Any, **_options: Any) -> NoReturn:
        """Never."""
        raise AppendOnlyError


class Seal(models.Model):
    """The hash over a batch of events of one day and the seal before it.

    A seal outlives its events: when the retention run has deleted them, `emptied_on` says when.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "id": none(),
        "first_event_id": none(),
        "last_event_id": none(),
        "events": none(),
        "digest": none("tamper evidence"),
        "at": none(),
        "newest_event_at": none(),
        "emptied_on": none(),
    }

    first_event_id = models.BigIntegerField(unique=True)
    last_event_id = models.BigIntegerField(unique=True)
    events = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    newest_event_at = models.DateTimeField()
    emptied_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(last_event_id__gte=models.F("first_event_id")), name="seal_covers_events"
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_event_id}-{self.last_event_id}"
