"""Education orders to providers, and what is shared across municipalities."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from fagkompas.accounts.models import Employee, Unit
from fagkompas.catalogue.models import Offering
from fagkompas.learning.models.plans import Plan
from fagkompas.toolkit.privacy import Privacy, none, personal


class OrderState(models.TextChoices):
    """Draft until it is sent; settled when an answer is chosen, or none."""

    DRAFT = "draft", _("Draft")
    SENT = "sent", _("Sent")
    SETTLED = "settled", _("Settled")


class EducationOrder(models.Model):
    """What a unit wants to buy or have made: out of a gap, for providers to answer (source 003, section 8).

    `gap` has the fields and levels it came out of: a list of {"framework", "field", "level"}, never how many people.
    `venue` and `together` are codes of data/orders.yaml. `people` are seats; fewer than the smallest group are not told.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        name: none()
        for name in (
            "id",
            "uuid",
            "root",
            "unit",
            "plan",
            "title",
            "gap",
            "scope",
            "content",
            "audience",
            "practice",
            "accredited",
            "venue",
            "place",
            "together",
            "together_with",
            "people",
            "wanted_from",
            "wanted_to",
            "state",
            "revision",
            "created_at",
            "deletes_on",
        )
    } | {"created_by": personal("who answers for the order", "with the order")}

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.SET_NULL, null=True, related_name="+")
    title = models.CharField(max_length=200)
    gap = models.JSONField(default=list)
    scope = models.TextField(blank=True)
    content = models.TextField(blank=True)
    audience = models.TextField(blank=True)
    practice = models.TextField(blank=True)
    accredited = models.BooleanField(default=False)
    venue = models.CharField(max_length=20, blank=True)
    place = models.CharField(max_length=200, blank=True)
    together = models.CharField(max_length=20, blank=True)
    together_with = models.TextField(blank=True)
    people = models.PositiveSmallIntegerField(null=True)
    wanted_from = models.DateField(null=True)
    wanted_to = models.DateField(null=True)
    state = models.CharField(max_length=8, choices=OrderState.choices, default=OrderState.DRAFT)
    created_by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    deletes_on = models.DateField()
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(state__in=OrderState.values), name="order_state_known"),
            models.CheckConstraint(
                condition=models.Q(people__isnull=True) | models.Q(people__gte=5), name="order_tells_no_small_group"
            ),
            models.CheckConstraint(
                condition=models.Q(wanted_from__isnull=True)
                | models.Q(wanted_to__isnull=True)
                | models.Q(wanted_to__gte=models.F("wanted_from")),
                name="order_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ProviderAnswer(models.Model):
    """A provider that was asked, and what it answered; the one chosen may become an offering of the catalogue.

    `price` is whole kroner for all of it; without one the provider makes no offer.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        name: none()
        for name in (
            "id",
            "uuid",
            "order",
            "provider",
            "sent_on",
            "answered_on",
            "answer",
            "price",
            "starts_on",
            "valid_until",
            "is_chosen",
            "offering",
        )
    } | {"contact": personal("who to talk to at the provider", "with the order")}

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    order = models.ForeignKey(EducationOrder, on_delete=models.CASCADE, related_name="answers")
    provider = models.CharField(max_length=200)
    contact = models.CharField(max_length=200, blank=True)
    sent_on = models.DateField(null=True)
    answered_on = models.DateField(null=True)
    answer = models.TextField(blank=True)
    price = models.PositiveIntegerField(null=True)
    starts_on = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    is_chosen = models.BooleanField(default=False)
    offering = models.ForeignKey(Offering, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["order", "provider"], name="provider_asked_once"),
            models.UniqueConstraint(
                fields=["order"], condition=models.Q(is_chosen=True), name="order_has_one_chosen_answer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.provider}"


class ResourceViewMember(models.Model):
    """A municipality that has said yes to the anonymous view across municipalities; it may leave at any time."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "id": none(),
        "root": none(),
        "joined_on": none(),
        "joined_by": personal("who decided to join", "while the municipality takes part"),
    }

    root = models.OneToOneField(Unit, on_delete=models.CASCADE, related_name="+")
    joined_on = models.DateField()
    joined_by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return str(self.root_id)


class BenchmarkRow(models.Model):
    """One field in one municipality that nobody can name: `draw` is new for every row and every renewal.

    Stands alone, without a key to anything, not even to the same municipality's other fields (docs/adr/0007). Shares are
    0-1 of the known, in steps; `size` is a band of how many are known, at least the smallest group. Rows of made-up
    municipalities are `is_demo`, and only these see them.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        name: none("anonymous figures of at least the smallest group")
        for name in (
            "id",
            "draw",
            "framework",
            "field",
            "month",
            "size",
            "basic_share",
            "specialised_share",
            "is_demo",
        )
    }

    draw = models.UUIDField()
    framework = models.CharField(max_length=60)
    field = models.CharField(max_length=10)
    month = models.DateField()
    size = models.CharField(max_length=10)
    basic_share = models.FloatField()
    specialised_share = models.FloatField()
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["framework", "field", "draw"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draw", "framework", "field"], name="benchmark_row_once"),
        ]

    def __str__(self) -> str:
        return f"{self.framework} {self.field}"
