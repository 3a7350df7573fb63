"""What a company needs: what it has told, block by block, and a need that was said back and becomes a next step."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from fagkompas.accounts.models import Employee
from fagkompas.audit.actions import record_change
from fagkompas.companies.actions.circle import CirclePlan, circle_of, plan_circle
from fagkompas.companies.actions.record import held
from fagkompas.companies.models import Accept, Company, KnownBlock, NeedTalk, StepKind
from fagkompas.companies.models.circle import LONGEST_WHAT
from fagkompas.companies.models.needs import LONGEST_KNOWN, LONGEST_NEED, MOST_EXPECTED
from fagkompas.engine.contact_circle import Phase
from fagkompas.engine.errors import Problem
from fagkompas.toolkit.cpr import cpr_like
from fagkompas.toolkit.days import unless_likely
from fagkompas.toolkit.once import made_before
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.together import ChangedMeanwhile
from fagkompas.toolkit.traces import guard_health


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedSaid:
    """A need with the two yeses, and the next step; "" and None for what was not come to."""

    need: str
    need_accept: Accept | str = ""
    need_words: str = ""
    solution: str = ""
    solution_accept: Accept | str = ""
    solution_words: str = ""
    three_people: int | None = None
    three_work: str = ""
    six_people: int | None = None
    six_work: str = ""
    step: StepKind | str = ""
    step_what: str = ""
    step_on: date | None = None
    step_by: Employee | None = None

    def texts(self) -> dict[str, str]:
        """What was written freely, by name, without spaces that say nothing."""
        named = {
            "need": self.need,
            "need_words": self.need_words,
            "solution": self.solution,
            "solution_words": self.solution_words,
            "three_work": self.three_work,
            "six_work": self.six_work,
            "step_what": self.step_what,
        }
        return {name: " ".join(text.split()) for name, text in named.items()}


@transaction.atomic
def record_need(
    *, company: Company, said: NeedSaid, at: datetime, by: Employee, traces_read: str = "", key: UUID
) -> NeedTalk:
    """A need that was talked of, once by its `key`; its next step is the circle's next contact when it comes sooner.

    Raises `BadInput`, and `TracesFound` where it tells of health.
    """
    row = held(company)
    before = made_before(company.need_talks.all(), key)
    if before is not None:
        return before
    texts, today = said.texts(), localdate(at)
    refuse(_problems(said, texts, row, today))
    guard_health(texts, read=traces_read)
    columns = {field.name: getattr(said, field.name) for field in fields(said)} | texts
    talk = NeedTalk.objects.create(uuid=key, company=company, by=by, at=at, **columns)
    if said.step_on is not None:
        _into_circle(company, talk, today, by)
    record_change(by=by, action="companies.need.recorded", target=company, root_id=company.root_id)
    return talk


@transaction.atomic
def tell_block(
    *, company: Company, block: str, text: str, revision: int, today: date, by: Employee, traces_read: str = ""
) -> KnownBlock:
    """What the company has told about a block. Raises `BadInput`, `ChangedMeanwhile` and `TracesFound`."""
    row = held(company)
    text = text.strip()
    refuse(
        [
            *unless(row.closed_on is None, "text", "company_is_closed"),
            *unless(len(text) <= LONGEST_KNOWN, "text", "too_long", text[:40], longest=LONGEST_KNOWN),
            *unless(not cpr_like(text), "text", "cpr_number"),
        ]
    )
    found = company.known.filter(block=block).first() or KnownBlock(company=company, block=block)
    if found.text == text:
        return found
    if found.revision != revision:
        raise ChangedMeanwhile
    guard_health({"text": text}, read=traces_read)
    found.text, found.known_on, found.by = text, today, by
    found.revision += 1
    found.save()
    record_change(by=by, action="companies.need.told", target=company, root_id=company.root_id)
    return found


def _into_circle(company: Company, talk: NeedTalk, today: date, by: Employee) -> None:
    circle = circle_of(company)
    if circle.next_on is not None and talk.step_on is not None and today <= circle.next_on <= talk.step_on:
        return
    plan_circle(
        company=company,
        plan=CirclePlan(
            phase=Phase(circle.phase),
            every_weeks=circle.every_weeks,
            next_on=talk.step_on,
            next_what=talk.step_what,
            consultant=talk.step_by or circle.consultant or by,
        ),
        revision=circle.revision,
        today=today,
        by=by,
    )


def _problems(said: NeedSaid, texts: dict[str, str], company: Company, today: date) -> list[Problem]:
    has_step = bool(said.step or said.step_on or texts["step_what"])
    problems = [
        *unless(company.closed_on is None, "need", "company_is_closed"),
        *unless(bool(texts["need"]), "need", "need_missing"),
        *unless(bool(texts["solution"]) or not said.solution_accept, "solution", "solution_missing"),
        *unless(bool(said.step) or not has_step, "step", "step_kind_missing"),
        *unless(bool(texts["step_what"]) or not has_step, "step_what", "step_what_missing"),
        *unless(said.step_on is not None or not has_step, "step_on", "step_day_missing"),
        *unless(said.step_on is None or said.step_on >= today, "step_on", "next_is_past"),
        *unless_likely(said.step_on, "step_on", today),
        *unless(said.step_by is None or said.step_by.root_id == company.root_id, "step_by", "consultant_elsewhere"),
    ]
    for name, people in (("three_people", said.three_people), ("six_people", said.six_people)):
        is_likely = people is None or 1 <= people <= MOST_EXPECTED
        problems += unless(is_likely, name, "positions_range", str(people), most=MOST_EXPECTED)
    for name, text in texts.items():
        longest = LONGEST_WHAT if name in {"step_what", "three_work", "six_work"} else LONGEST_NEED
        problems += unless(len(text) <= longest, name, "too_long", text[:40], longest=longest)
        problems += unless(not cpr_like(text), name, "cpr_number")
    return problems
