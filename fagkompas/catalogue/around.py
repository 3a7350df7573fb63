"""What an offering of a municipality may name: forms, programmes, other offerings, competencies. Four or five queries."""

from collections.abc import Mapping
from dataclasses import dataclass

from fagkompas.catalogue.competencies import KnownCompetency, competencies_known_to
from fagkompas.catalogue.facts import Known
from fagkompas.catalogue.models import Offering, Programme
from fagkompas.frameworks.models import LearningForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """Each by its code; `offerings` are the municipality's own."""

    forms: Mapping[str, LearningForm]
    programmes: Mapping[str, Programme]
    offerings: Mapping[str, Offering]
    competencies: Mapping[str, KnownCompetency]

    @property
    def known(self) -> Known:
        """The codes alone."""
        return Known(
            forms={code: form.dimension for code, form in self.forms.items()},
            programmes=frozenset(self.programmes),
            offerings=frozenset(self.offerings),
            competencies=frozenset(self.competencies),
        )


def surroundings_of(root_id: int) -> Surroundings:
    """As they are now. A programme of the municipality's own goes before one that came with the product."""
    programmes = Programme.objects.seen_by(root_id).order_by("root_id", "pk")
    by_code: dict[str, Programme] = {}
    for programme in programmes:
        if programme.root_id is not None or programme.code not in by_code:
            by_code[programme.code] = programme
    return Surroundings(
        forms={form.code: form for form in LearningForm.objects.order_by("position")},
        programmes=by_code,
        offerings={one.code: one for one in Offering.objects.of_root(root_id).order_by("title_da", "pk")},
        competencies=competencies_known_to(root_id),
    )
