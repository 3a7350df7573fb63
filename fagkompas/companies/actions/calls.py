"""A call by the phone guide: the contact, the answers that were used and the need that was told, written together.

Until then what is typed is a draft of the person's own.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from fagkompas.accounts.models import Employee
from fagkompas.citizens.models import Citizen
from fagkompas.companies.actions.circle import OutreachMade, log_outreach
from fagkompas.companies.actions.needs import NeedSaid, record_need
from fagkompas.companies.actions.record import held
from fagkompas.companies.call_texts import leading_to
from fagkompas.companies.models import AnswerUse, CallDraft, Company, Outreach
from fagkompas.engine.errors import Problem
from fagkompas.toolkit.encrypted_fields import unread_in
from fagkompas.toolkit.once import made_before
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.together import ChangedMeanwhile
from fagkompas.toolkit.traces import guard_health, health_in, refuse_cpr


@dataclass(frozen=True, slots=True, kw_only=True)
class CallMade:
    """What came of a call. `used` are the answers to objections as pairs of keys; `said` the words of the pitch by name.

    `citizen` is the one whom the call was about: nothing that is written leads to her without her yes.
    """

    made: OutreachMade
    used: Collection[tuple[str, str]]
    need: NeedSaid | None
    citizen: Citizen | None
    said: dict[str, str]

    def texts(self) -> dict[str, str]:
        """All that was written, by the name of its control."""
        need = self.need.texts() if self.need else {}
        outreach = {"note": self.made.note, "next_what": self.made.next_what, "why_over": self.made.why_over}
        return {name: " ".join(text.split()) for name, text in {**self.said, **need, **outreach}.items()}


@transaction.atomic
def log_call(
    *, company: Company, call: CallMade, revision: int, at: datetime, by: Employee, traces_read: str = "", key: UUID
) -> Outreach:
    """Once by its `key`; the draft of it is gone. Raises `BadInput`, `ChangedMeanwhile` and `TracesFound`."""
    held(company)
    drop_draft(company=company, by=by)
    before = made_before(company.outreach.all(), key)
    if before is not None:
        return before
    texts = call.texts()
    refuse(problems_of_citizen(call.citizen, texts, company))
    guard_health(texts, read=traces_read)
    outreach = log_outreach(
        company=company,
        made=call.made,
        revision=revision,
        at=at,
        by=by,
        traces_read=_stamp({name: texts[name] for name in ("note", "next_what", "why_over")}),
        key=key,
    )
    AnswerUse.objects.bulk_create(
        AnswerUse(outreach=outreach, objection=objection, answer=answer) for objection, answer in sorted(set(call.used))
    )
    if call.need is not None:
        read = _stamp(call.need.texts())
        record_need(company=company, said=call.need, at=at, by=by, traces_read=read, key=key)
    return outreach


def draft_of(company: Company, person: Employee) -> CallDraft | None:
    """What the person has typed of a call with the company and not saved yet. One query."""
    return company.call_drafts.filter(person=person).first()


def calls_begun(person: Employee) -> list[CallDraft]:
    """The calls that the person has begun and not saved, the newest first. One query."""
    found = person.call_drafts.filter(company__root_id=person.root_id, company__merged_into__isnull=True)
    return list(found.select_related("company"))


@transaction.atomic
def keep_draft(*, company: Company, texts: Mapping[str, str], revision: int, now: datetime, by: Employee) -> CallDraft:
    """What is typed of a call so far, by control: kept for the person alone, and counted nowhere.

    Raises `BadInput`, or `ChangedMeanwhile` when another window of the same person has saved since.
    """
    draft, _is_first = CallDraft.objects.select_for_update().get_or_create(
        company=company, person=by, defaults={"saved_at": now}
    )
    if draft.revision != revision:
        raise ChangedMeanwhile
    refuse(unless(not unread_in(draft), "", "unread"))
    refuse_cpr(texts)
    draft.texts, draft.saved_at = dict(texts), now
    draft.revision += 1
    draft.save()
    return draft


def drop_draft(*, company: Company, by: Employee) -> None:
    """Begin the call anew."""
    company.call_drafts.filter(person=by).delete()


def problems_of_citizen(citizen: Citizen | None, texts: dict[str, str], company: Company) -> list[Problem]:
    """Each text that would lead a company to the citizen."""
    problems: list[Problem] = []
    if citizen is not None:
        for name, text in texts.items():
            found = leading_to(citizen, [text], company)
            problems += unless(not found, name, "leads_to_citizen", words=", ".join(found))
    return problems


def _stamp(texts: dict[str, str]) -> str:
    """Of a part of the texts, once the warning about all of them was read."""
    found = health_in(texts)
    return found.stamp if found else ""
