"""The levels, scales and states that the rules reason about.

The levels and dimensions are those of "Faglighed som fundament i beskæftigelsesindsatsen" (2025), chapters 2 and 3.
Plain enums: models may use them as choices, and their values stand in files and stored results, so they never change.
"""

from enum import IntEnum, StrEnum
from typing import Final


class Level(StrEnum):
    """The two levels of competence in a field."""

    BASIC = "basic"
    SPECIALISED = "specialised"


class Dimension(StrEnum):
    """The three ways in which a competence shows. The order breaks ties for the weakest dimension."""

    PRACTICAL = "practical"
    REFLEXIVE = "reflexive"
    RELATIONAL = "relational"


class Rater(StrEnum):
    """Who gave a rating. ``AGREED`` is what manager and employee settled on in the dialogue."""

    SELF = "self"
    MANAGER = "manager"
    PEER = "peer"
    AGREED = "agreed"


class Mode(StrEnum):
    """How a round asks: every competency one by one, or the level reached per field in a short dialogue."""

    SCREENING = "screening"
    DIALOGUE = "dialogue"


class Standing(StrEnum):
    """How far a person has come in a field, lowest first.

    ::

        unknown      too few of the basic competencies are answered
        developing   does not yet master the basic level
        basic        masters the basic level
        emerging     basic, and half of the specialised level
        specialised  masters both levels
    """

    UNKNOWN = "unknown"
    DEVELOPING = "developing"
    BASIC = "basic"
    EMERGING = "emerging"
    SPECIALISED = "specialised"


class Basis(StrEnum):
    """What the value used for an item rests on."""

    AGREED = "agreed"
    MANAGER = "manager"
    SELF = "self"
    NOT_RELEVANT = "not_relevant"
    UNANSWERED = "unanswered"


class Band(IntEnum):
    """A share of the staff, as the manager survey of 2017 asked for it; lowest first.

    ::

        UNDER_5      0 %  to 5 %, without 5
        FROM_5       5 %  to 10 %, without 10
        FROM_10     10 %  to 15 %, without 15
        FROM_15     15 %  to 20 %
        OVER_20     more than 20 %
    """

    UNDER_5 = 0
    FROM_5 = 1
    FROM_10 = 2
    FROM_15 = 3
    OVER_20 = 4


POINTS: Final = range(5)
"""The scale: 0 not yet, 1 with support, 2 independently, 3 surely also in hard cases, 4 guides others."""

NOT_RELEVANT: Final = -1
"""In arrays of values: the item is not relevant for the person's work. An answer, but never a zero."""

UNANSWERED: Final = -2
"""In arrays of values: nobody has answered. Never a zero."""

FULL_SCORE: Final = 100.0
"""Scores run from 0 to this: the highest point of the scale counts as 100."""

POINT_WORTH: Final = 25
"""What one point of the scale is worth as a score."""

LEVELS: Final = tuple(Level)
"""Order of the level axis in arrays: basic, specialised."""

DIMENSIONS: Final = tuple(Dimension)
"""Order of the dimension axis in arrays: practical, reflexive, relational."""

STANDINGS: Final = tuple(Standing)
"""A standing in an int array is its index here, so a higher number is a higher standing."""

BASES: Final = tuple(Basis)
"""A basis in an int array is its index here."""

USED_RATERS: Final = (Rater.AGREED, Rater.MANAGER, Rater.SELF)
"""Whose value is used, first come first. Colleagues' ratings inform the person and never count."""

LEVEL_SUFFIX: Final = {Level.BASIC: "G", Level.SPECIALISED: "S"}
"""In dialogue mode the level of a field is asked under the field's code, ``-`` and this letter: ``AU-G``, ``AU-S``."""


class GoalKind(StrEnum):
    """What a citizen is on the way to."""

    JOB = "job"
    EDUCATION = "education"
    OWN_EMPLOYER = "own_employer"


class Demand(StrEnum):
    """How much an occupation is asked for where the citizen looks for work, most first."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class DemandSource(StrEnum):
    """Where one knows the demand from (the handbook, document 004, 5.1)."""

    BALANCE = "balance"
    BAROMETER = "barometer"
    ADVERTS = "adverts"
    JOB_ORDERS = "job_orders"
    COMPANY = "company"
    COLLEAGUE = "colleague"


class Severity(StrEnum):
    """How much a finding of the consistency check matters, most first."""

    MUST = "must"
    SHOULD = "should"
    CONSIDER = "consider"


class Criterion(StrEnum):
    """The five marks of an agreement that can be kept (the handbook, document 004, 3.3), in the order of the letters."""

    SPECIFIC = "specific"
    MEASURABLE = "measurable"
    ATTRACTIVE = "attractive"
    REALISTIC = "realistic"
    TIMED = "timed"


class CvPart(StrEnum):
    """The eight sections of a CV on Jobnet, and the professional profile (the handbook, document 004, 4.1)."""

    EXPERIENCE = "experience"
    EDUCATION = "education"
    QUALIFICATIONS = "qualifications"
    DRIVING_LICENCE = "driving_licence"
    LANGUAGES = "languages"
    OTHER_EXPERIENCE = "other_experience"
    WEBSITE = "website"
    CONTACT = "contact"
    PROFILE = "profile"
