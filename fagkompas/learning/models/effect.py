"""What came of an activity, as it may be told."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db import models
from django.db.models.deletion import Collector

from fagkompas.accounts.models import Employee, Unit
from fagkompas.assessments.models import Participant
from fagkompas.catalogue.models import Offering
from fagkompas.toolkit.privacy import Privacy, none, sensitive

TO_HOLD_BACK = "so that no later figure tells of a single person"
UNTIL_RENEWED = "until the figures are renewed without the person, or the round or the person is deleted"


class EffectResult(models.Model):
    """The effect of an offering in a municipality, as `actions.effects` wrote it; renewed at night, in steps (docs/adr/0007).

    Shown only while everyone behind the figures is there still, with the numbers (`EffectPerson`).
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "id": none(),
        "root": none(),
        "offering": none(),
        "figures": none("aggregates of at least the smallest group"),
        "computed_at": none(),
    }

    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    offering = models.ForeignKey(Offering, on_delete=models.CASCADE, related_name="effects")
    figures = models.JSONField()
    computed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["root", "offering"], name="effect_once_in_a_municipality"),
        ]

    def __str__(self) -> str:
        return f"{self.root_id} {self.offering_id}"


def without_numbers(collector: Collector, field: Any, rows: Sequence[models.Model], _using: str) -> None:
    """What happens to a row when one of its two rounds goes: the numbers go too, and that somebody was counted stays."""
    collector.add_field_update(EffectPerson.numbers.field, "", rows)  # first: there are no numbers without rounds
    collector.add_field_update(field, None, rows)


class EffectPerson(models.Model):
    """Somebody whose ratings stand behind a figure, and with which numbers (`engine.effect.groups_of`).

    So that the next figures can be held back until too many have changed for a subtraction to tell of anybody, and so that
    whoever knows some of the people can be shown less. Without either round there are no numbers any more.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {"id": none(), "result": none()} | {
        name: sensitive(TO_HOLD_BACK, UNTIL_RENEWED)
        for name in ("employee", "when", "group", "before", "then", "numbers")
    }

    result = models.ForeignKey(EffectResult, on_delete=models.CASCADE, related_name="people")
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="+")
    when = models.CharField(max_length=5)
    group = models.CharField(max_length=8)
    before = models.ForeignKey(Participant, on_delete=without_numbers, null=True, related_name="+")
    then = models.ForeignKey(Participant, on_delete=without_numbers, null=True, related_name="+")
    numbers = models.CharField(max_length=100)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["result", "when", "group", "employee"], name="effect_person_once"),
            models.CheckConstraint(
                condition=models.Q(numbers="") | models.Q(before__isnull=False, then__isnull=False),
                name="effect_numbers_have_rounds",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.result_id} {self.employee_id} {self.when} {self.group}"
