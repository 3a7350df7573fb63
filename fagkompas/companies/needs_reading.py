"""What talks about needs lead to: what a company expects to need three and six months ahead, and a job order's title."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fagkompas.companies.models import Company, NeedTalk
from fagkompas.companies.models.orders import LONGEST_ORDER_TITLE
from fagkompas.toolkit.days import months_from
from fagkompas.toolkit.formats import first_words, month_of_year
from fagkompas.toolkit.uuids import as_uuid

AFTERWARDS: Final = timedelta(days=31)
"""So long after the day it still is a reason to call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """So many people for some work, about a day; told on another."""

    by: date
    people: int | None
    work: str
    told_on: date

    @property
    def words(self) -> str:
        """ "2 personer, pakning, omkring februar 2027"."""
        people = ngettext("%(n)s person", "%(n)s people", self.people) % {"n": self.people} if self.people else ""
        about = _("around %(month)s") % {"month": month_of_year(self.by)}
        return ", ".join(filter(None, [people, self.work, about]))


def title_from_need(company: Company, uuid: str) -> str:
    """What a job order can be called that begins with a need of the company; "" for none. One query at most."""
    key = as_uuid(uuid)
    talk = company.need_talks.filter(uuid=key).first() if key else None
    return first_words(talk.need, LONGEST_ORDER_TITLE) if talk else ""


def expected_of(talk: NeedTalk) -> list[Expected]:
    """What was told in a talk, the sooner first. No query."""
    told_on = localdate(talk.at)
    told = [(3, talk.three_people, talk.three_work), (6, talk.six_people, talk.six_work)]
    return [
        Expected(by=months_from(told_on, months), people=people, work=work, told_on=told_on)
        for months, people, work in told
        if people or work
    ]


def expected_by(companies: Collection[int], today: date) -> dict[int, list[Expected]]:
    """What each of some companies has told last, as long as it is ahead or not long over. One query."""
    has_told = Q(three_people__isnull=False) | Q(six_people__isnull=False) | ~Q(three_work="") | ~Q(six_work="")
    newest: dict[int, NeedTalk] = {}
    for talk in NeedTalk.objects.filter(has_told, company__in=companies).order_by("at", "pk"):
        newest[talk.company_id] = talk
    ahead = {
        company: [one for one in expected_of(talk) if one.by >= today - AFTERWARDS] for company, talk in newest.items()
    }
    return {company: found for company, found in ahead.items() if found}
