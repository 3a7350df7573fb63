"""What came of an activity, as it may be told."""

from typing import ClassVar

from django.db import models

from fagkompas.accounts.models import Unit
from fagkompas.catalogue.models import Offering
from fagkompas.toolkit.privacy import Privacy, none, sensitive

UNTIL_RENEWED = "until the figures are renewed without the person, at the latest when the round is deleted"


class EffectResult(models.Model):
    """The effect of an offering in a municipality, as `effects.stored` wrote it; renewed at night, in steps (docs/adr/0007).

    `people` says whose ratings stand behind each figure, and with which numbers: so that the next figures can be held
    back until too many have changed for a subtraction to tell of anybody, and so that whoever knows some of the people
    can be shown less.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "id": none(),
        "root": none(),
        "offering": none(),
        "figures": none("aggregates of at least the smallest group"),
        "people": sensitive("so that no later figure tells of a single person", UNTIL_RENEWED),
        "computed_at": none(),
    }

    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    offering = models.ForeignKey(Offering, on_delete=models.CASCADE, related_name="effects")
    figures = models.JSONField()
    people = models.JSONField()
    computed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["root", "offering"], name="effect_once_in_a_municipality"),
        ]

    def __str__(self) -> str:
        return f"{self.root_id} {self.offering_id}"
