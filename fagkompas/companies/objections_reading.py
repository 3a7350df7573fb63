"""The bank of objections as a municipality has it: the shipped ones and its own, each with the answers to it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee
from fagkompas.companies.evidence import shipped_evidence
from fagkompas.companies.models import AnswerUse, OwnAnswer, OwnObjection
from fagkompas.engine.contact_circle import Outcome
from fagkompas.methods.document import Audience
from fagkompas.methods.in_use import library_of
from fagkompas.toolkit.formats import short_date
from fagkompas.toolkit.languages import said
from fagkompas.toolkit.texts import Text

METHOD: Final = "objections"

FEWEST_USES: Final = 5
"""Before it is said what came of an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BankAnswer:
    """An answer, with how often it was used and how often a meeting came of it. `own` is None for a shipped one.

    `evidence` is what it rests on, in the reader's language, "" for none; `source` says where and when that was looked up, and
    `link` leads to it.
    """

    key: str
    text: str
    own: OwnAnswer | None
    used: int
    meetings: int
    evidence: str = ""
    source: str = ""
    link: str = ""

    @property
    def says_something(self) -> bool:
        """Whether it was used often enough to say what comes of it."""
        return self.used >= FEWEST_USES


@dataclass(frozen=True, slots=True, kw_only=True)
class BankObjection:
    """An objection as a company says it, what may lie behind, and the answers. `own` is None for a shipped one."""

    key: str
    name: str
    behind: str
    own: OwnObjection | None
    answers: tuple[BankAnswer, ...]


def answer_key(text: Text) -> str:
    """By which a shipped answer is counted."""
    return sha256(text.da.encode()).hexdigest()[:10]


def bank_of(person: Employee, words: str = "") -> list[BankObjection]:
    """Those that are offered and have all the words. What led to meetings comes first once enough is known. Four queries."""
    root_id = person.root_id
    used, meetings = _counts(root_id)
    answers: dict[str, list[BankAnswer]] = {}
    for own in OwnAnswer.objects.filter(root_id=root_id, retired_on__isnull=True):
        place = (own.objection, str(own.uuid))
        one = BankAnswer(
            key=place[1],
            text=own.text,
            own=own,
            used=used[place],
            meetings=meetings[place],
            evidence=own.evidence,
            link=own.link,
        )
        answers.setdefault(own.objection, []).append(one)
    bank = []
    for kept in library_of(root_id).named([METHOD]):
        for part in kept.method.parts:
            shipped = [
                _shipped(text, used=used[part.code, key], meetings=meetings[part.code, key])
                for text in part.said_to(Audience.COMPANY)
                for key in [answer_key(text)]
            ]
            bank.append(
                BankObjection(
                    key=part.code,
                    name=said(part.name),
                    behind=said(part.text),
                    own=None,
                    answers=_best_first([*shipped, *answers.get(part.code, [])]),
                )
            )
    for objection in OwnObjection.objects.filter(root_id=root_id, retired_on__isnull=True):
        key = str(objection.uuid)
        bank.append(
            BankObjection(
                key=key, name=objection.text, behind="", own=objection, answers=_best_first(answers.get(key, []))
            )
        )
    wanted = words.casefold().split()
    return [one for one in bank if all(word in _searched(one) for word in wanted)]


def _shipped(text: Text, *, used: int, meetings: int) -> BankAnswer:
    """With what it rests on, while it is as it was shipped."""
    found = shipped_evidence().get(text.da)
    looked_up = short_date(found.looked_up) if found else ""
    return BankAnswer(
        key=answer_key(text),
        text=said(text),
        own=None,
        used=used,
        meetings=meetings,
        evidence=said(found.says) if found else "",
        source=_("%(source)s. Looked up %(day)s.") % {"source": said(found.source), "day": looked_up} if found else "",
    )


def _counts(root_id: int) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    uses = AnswerUse.objects.filter(outreach__company__root_id=root_id).order_by()
    rows = list(uses.values_list("objection", "answer", "outreach__outcome"))
    used = Counter((objection, answer) for objection, answer, _outcome in rows)
    return used, Counter((objection, answer) for objection, answer, outcome in rows if outcome == Outcome.MEETING)


def _best_first(answers: Iterable[BankAnswer]) -> tuple[BankAnswer, ...]:
    return tuple(sorted(answers, key=lambda one: -(one.meetings / one.used) if one.says_something else 0))


def _searched(one: BankObjection) -> str:
    return " ".join([one.name, one.behind, *(answer.text for answer in one.answers)]).casefold()
