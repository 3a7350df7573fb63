"""How the personal links of a survey stand: which are needed, which are on their way, and which did not arrive."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from fagkompas.surveys.models import Invitation, Survey


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """How many links are `needed`; of all how many no mail was sent with, how many mails wait, and addresses refused."""

    needed: int
    not_sent: int
    waiting: int
    refused: tuple[str, ...]


def needed_links(survey: Survey) -> QuerySet[Invitation]:
    """The links of those who have not answered; in an anonymous survey all of them, since nobody is to see who has."""
    return survey.invitations.all() if survey.is_anonymous else survey.invitations.filter(answered=False)


def not_sent(survey: Survey) -> QuerySet[Invitation]:
    """Those of them without a mail, or whose address the mail server refused."""
    return needed_links(survey).filter(Q(sent_at__isnull=True) | Q(letter__is_refused=True))


def posting_of(survey: Survey) -> Posted:
    """All of it. Four queries."""
    refused = survey.invitations.filter(letter__is_refused=True).order_by("letter__to")
    return Posted(
        needed=needed_links(survey).count(),
        not_sent=not_sent(survey).count(),
        waiting=survey.invitations.filter(letter__sent_at__isnull=True, letter__is_refused=False).count(),
        refused=tuple(refused.values_list("letter__to", flat=True)),
    )
