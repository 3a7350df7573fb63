"""What follows from ratings: scores, standings, profiles, agreement, units and the reasons for each.

Pure Python and numpy. Nothing here knows a database, a clock, chance or a file; today's date, the framework and the
ratings are handed in, and the same input always gives the same answer. The algorithms are written out with worked
examples in ``docs/algorithms/scoring.md`` and ``docs/algorithms/units.md``.
"""

ENGINE_VERSION = "1.0"
"""Stored with every result. Raised whenever the same input could give another figure than before."""
