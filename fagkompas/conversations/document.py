"""A template of a conversation as one frozen value, without a database: `data/templates.yaml`.

Template                   purpose, minutes, roles, who takes part, methods, questions
└── TemplateTopic          something to talk about, from whom, how many minutes
"""

from dataclasses import dataclass
from enum import StrEnum

from fagkompas.toolkit.texts import Text


class Audience(StrEnum):
    """Whom one talks with."""

    CITIZEN = "citizen"
    COMPANY = "company"


class Present(StrEnum):
    """Who may take part, as the file has it; the values are those of `models.PartyKind`."""

    CITIZEN = "citizen"
    CASEWORKER = "caseworker"
    UNEMPLOYMENT_FUND = "unemployment_fund"
    COMPANY = "company"
    OTHER = "other"


class Bringer(StrEnum):
    """From whom a topic is; the values are those of `models.TopicFrom`."""

    CITIZEN = "citizen"
    CASEWORKER = "caseworker"
    COMPANY = "company"


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateTopic:
    """Something to talk about; the minutes of all topics leave time to begin and to close.

    `about_agreements`: it is the one in which those from before are followed up.
    """

    text: Text
    minutes: int
    bringer: Bringer
    about_agreements: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A way to begin: everything in it can be changed. Without target groups it is for all."""

    code: str
    name: Text
    audience: Audience
    target_groups: tuple[str, ...]
    minutes: int
    purpose: Text
    parties: tuple[Present, ...]
    topics: tuple[TemplateTopic, ...]
    roles: Text
    methods: tuple[str, ...]
    questions: tuple[Text, ...]

    def fits(self, target_group: str) -> bool:
        """Whether it is made for this target group."""
        return target_group in self.target_groups

    def is_for(self, target_group: str) -> bool:
        """Whether one would use it with this target group at all."""
        return not self.target_groups or self.fits(target_group)
