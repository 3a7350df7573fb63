"""A unit's profile as its page, its files and its printed sheet show it: figures drawn, and the same numbers in rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from fagkompas.assessments.attention import Attention, needs_attention
from fagkompas.assessments.figures import (
    DimensionRow,
    Sector,
    StandingRow,
    compass,
    compass_narrow,
    dimension_bars,
    standing_bars,
)
from fagkompas.assessments.wording import DIMENSIONS, LEVELS, STANDINGS, because
from fagkompas.engine.framework import Framework
from fagkompas.engine.reasons import why_gap
from fagkompas.engine.scales import STANDINGS as STANDING_ORDER
from fagkompas.engine.scales import Dimension, Level, Rater, Standing
from fagkompas.engine.units import FieldFigures, Need, UnitFigures
from fagkompas.frameworks.texts import FrameworkTexts
from fagkompas.toolkit.formats import number


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """A field of a unit; `counts` in the order of the standings, empty where the field is hidden."""

    code: str
    name: str
    figures: FieldFigures | None
    counts: tuple[int, ...]
    means: tuple[float | None, ...]
    dimensions: tuple[float | None, ...]

    @property
    def by_standing(self) -> tuple[tuple[str, int], ...]:
        """The counts, each with its heading."""
        return tuple(
            (str(STANDINGS[standing]), count) for standing, count in zip(STANDING_ORDER, self.counts, strict=False)
        )

    @property
    def by_level(self) -> tuple[tuple[str, float | None], ...]:
        """The means, each with its heading."""
        return tuple((str(LEVELS[level]), mean) for level, mean in zip(Level, self.means, strict=True))

    @property
    def by_dimension(self) -> tuple[tuple[str, float | None], ...]:
        """The same of the dimensions."""
        return tuple(zip(dimension_names(), self.dimensions, strict=True))


@dataclass(frozen=True, kw_only=True)
class UnitProfile:
    """One unit as it may be shown: its path as people write it, its figures, and what is needed of it.

    `prefix` keeps the ids of several units' drawings on one page apart.
    """

    path: str
    figures: UnitFigures
    framework: Framework
    texts: FrameworkTexts
    needs: tuple[Need, ...] = ()
    prefix: str = "u"

    @property
    def anchor(self) -> str:
        """Where on a page or sheet with several units this one is."""
        return self.prefix

    @property
    def name(self) -> str:
        """The last part of the path; a file without units has everyone in one."""
        return self.path.rpartition(" / ")[2] or _("Everyone in the file")

    @property
    def title(self) -> str:
        """What the disc is called."""
        return _("Competence profile: %(name)s") % {"name": self.name}

    @cached_property
    def attention(self) -> tuple[Attention, ...]:
        """What needs attention, what weighs most first."""
        return needs_attention(self.framework, self.figures, self.texts, self.needs)

    @property
    def why_attention(self) -> tuple[str, ...]:
        """For each of these the rule with its numbers."""
        return tuple(because(why_gap(self.figures, one.gap), self.texts) for one in self.attention)

    @property
    def versions(self) -> str:
        """What the figures are made by."""
        return _("%(framework)s %(version)s, rules %(rules)s") % {
            "framework": self.figures.framework,
            "version": self.figures.framework_version,
            "rules": self.figures.engine_version,
        }

    @property
    def answered_share(self) -> float | None:
        """The share of the invited who have rated themselves, 0-1; None when that is hidden or nobody is invited."""
        answered, invited = self.figures.answered, self.figures.invited
        return None if answered is None or not invited else answered / invited

    @property
    def rated(self) -> tuple[str, ...]:
        """ "11 have rated themselves", for each way of rating that anybody has used."""
        sentences = {
            Rater.SELF: _("%(count)s have rated themselves"),
            Rater.MANAGER: _("%(count)s are rated by their manager"),
            Rater.AGREED: _("%(count)s have agreed values from a dialogue; one can be signed without any"),
        }
        counts = self.figures.rated_by
        return tuple(
            sentence % {"count": number(counts[rater], 0)} for rater, sentence in sentences.items() if counts.get(rater)
        )

    @cached_property
    def rows(self) -> tuple[UnitRow, ...]:
        """The numbers, a row a field."""
        return tuple(
            UnitRow(
                code=code,
                name=self.texts.field(code).name,
                figures=field,
                counts=tuple(field.standings[standing] for standing in STANDING_ORDER) if field else (),
                means=tuple(field.score[level].value if field else None for level in Level),
                dimensions=tuple(field.dimensions[dimension].value if field else None for dimension in Dimension),
            )
            for code, field in self.figures.fields.items()
        )

    @property
    def overall(self) -> tuple[float | None, ...]:
        """The dimensions over all fields."""
        return tuple(self.figures.dimensions[dimension].value for dimension in Dimension)

    @property
    def overall_by_dimension(self) -> tuple[tuple[str, float | None], ...]:
        """The same, each with its heading."""
        return tuple(zip(dimension_names(), self.overall, strict=True))

    @property
    def sectors(self) -> tuple[Sector, ...]:
        """The compass: the means of those known in each field, hatched where they are hidden."""
        return tuple(
            Sector(
                code=field.code,
                name=self.texts.field(field.code).name,
                basic=means.score[Level.BASIC].value if means else None,
                specialised=means.score[Level.SPECIALISED].value if means else None,
                has_basic=bool(field.at(Level.BASIC)),
                has_specialised=bool(field.at(Level.SPECIALISED)),
            )
            for field in self.framework.fields
            for means in (self.figures.field(field.code),)
        )

    @property
    def compass(self) -> SafeString:
        """The disc."""
        return safe(compass(self.sectors, prefix=f"{self.prefix}-c", title=self.title))

    @property
    def compass_narrow(self) -> SafeString:
        """The disc for a phone."""
        return safe(compass_narrow(self.sectors, prefix=f"{self.prefix}-cn", title=self.title))

    @property
    def standings(self) -> SafeString:
        """How many people stand where."""
        return self._standings(f"{self.prefix}-s", narrow=False)

    @property
    def standings_narrow(self) -> SafeString:
        """The same for a phone."""
        return self._standings(f"{self.prefix}-sn", narrow=True)

    def _standings(self, prefix: str, *, narrow: bool) -> SafeString:
        drawing = standing_bars(
            [_standing_row(row) for row in self.rows],
            prefix=prefix,
            title=_("How many people are at each standing"),
            names={standing: str(STANDINGS[standing]) for standing in Standing},
            narrow=narrow,
        )
        return safe(drawing)

    @property
    def bars(self) -> SafeString:
        """The dimensions by field."""
        return self._bars(f"{self.prefix}-d", columns=2)

    @property
    def bars_wide(self) -> SafeString:
        """The same for the width of a page on a screen."""
        return self._bars(f"{self.prefix}-dw", columns=3)

    @property
    def bars_narrow(self) -> SafeString:
        """The same for a phone."""
        return self._bars(f"{self.prefix}-dn", columns=1)

    def _bars(self, prefix: str, *, columns: int) -> SafeString:
        drawing = dimension_bars(
            [dimension_row(row.name, dict(zip(Dimension, row.dimensions, strict=True))) for row in self.rows],
            prefix=prefix,
            title=_("Dimensions by field"),
            names=dimension_names(),
            columns=columns,
            high_from=self.framework.rules.dimension_high,
        )
        return safe(drawing)


def _standing_row(row: UnitRow) -> StandingRow:
    if row.figures is None:
        return StandingRow(name=row.name, counts=(0, 0, 0, 0, 0), is_hidden=True)
    unknown, developing, basic, emerging, specialised = row.counts
    return StandingRow(name=row.name, counts=(unknown, developing, basic, emerging, specialised))


def dimension_row(name: str, scores: Mapping[Dimension, float | None]) -> DimensionRow:
    """A field's dimension scores, ready to draw."""
    return DimensionRow(
        name=name,
        practical=scores[Dimension.PRACTICAL],
        reflexive=scores[Dimension.REFLEXIVE],
        relational=scores[Dimension.RELATIONAL],
    )


def dimension_names() -> tuple[str, str, str]:
    """The dimensions in the reader's language, as headings."""
    practical, reflexive, relational = (str(DIMENSIONS[dimension]).capitalize() for dimension in Dimension)
    return practical, reflexive, relational


def safe(drawing: str) -> SafeString:
    """A figure of ours, to stand in a page as it is."""
    return mark_safe(drawing)  # noqa: S308  # figures escape every word that goes into them
