"""Units for tests of the engine."""

from collections.abc import Mapping

from fagkompas.engine.framework import Framework
from fagkompas.engine.scales import Rater
from fagkompas.engine.scoring import Flags, Scores
from fagkompas.engine.units import Path, UnitFigures, figures_of_tree


def unit_figures(
    framework: Framework, scores: Scores, path: Path, rated: Mapping[Rater, Flags] | None = None
) -> UnitFigures:
    """The figures of one unit in which everyone of ``scores`` is, and nobody else anywhere."""
    return figures_of_tree(framework, scores, [path] * len(scores), rated)[-1]
