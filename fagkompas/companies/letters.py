"""Texts ready to send to a company, put together from what was written: to be read through, changed and copied out.

    invitation     before a visit: when, what about, three points
    summary        after it: what they need, what we could do, what happens next
    tasks          the tasks of the newest order, with hours a week, to be ticked off together
    few_hours      what a job of few hours could be, and what it frees

No citizen stands in any of them, since none stands in what they are made of.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from fagkompas.accounts.models import Employee
from fagkompas.companies.actions.circle import circle_of
from fagkompas.companies.models import Company, CompanyContact, JobOrder, OrderKind
from fagkompas.companies.models.needs import NeedTalk
from fagkompas.toolkit.formats import long_date, number

KINDS: Final[dict[str, StrPromise]] = {
    "indkaldelse": _("Invitation to a visit"),
    "opsamling": _("Summary after a visit"),
    "opgavekort": _("Task card"),
    "faa-timer": _("Proposal of a few hours"),
}
"""By the word of the address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What to send. `lacks` is what is not written yet and would make it better."""

    subject: str
    text: str
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    company: Company
    sender: Employee
    contact: CompanyContact | None
    talk: NeedTalk | None
    order: JobOrder | None


def letter_to(company: Company, kind: str, sender: Employee) -> Letter:
    """Six queries at most. Raises `KeyError` for a kind that is not there."""
    orders = company.orders.prefetch_related("tasks").order_by("-created_at", "-pk")
    if kind == "faa-timer":
        orders = orders.filter(kind=OrderKind.FEW_HOURS)
    known = _Known(
        company=company,
        sender=sender,
        contact=company.contacts.order_by("-is_decision_maker", "name", "pk").first(),
        talk=company.need_talks.order_by("-at", "-pk").first(),
        order=orders.first(),
    )
    return MADE[kind](known)


def _invitation(known: _Known) -> Letter:
    circle = circle_of(known.company)
    day = long_date(circle.next_on) if circle.next_on else gettext("[day and time]")
    lines = [
        gettext("Thank you for talking with me. We meet on %(day)s.") % {"day": day},
        *([gettext("We agreed: %(what)s") % {"what": circle.next_what}] if circle.next_what else []),
        "",
        gettext("What we look at:"),
        "1. " + gettext("What you would like done"),
        "2. " + gettext("Which tasks take time from those who know most"),
        "3. " + gettext("What would be a small first step, and when"),
        "",
        gettext("Tell me if another day is better."),
    ]
    lacks = () if circle.next_on else (gettext("the day of the visit"),)
    return _letter(known, gettext("We meet on %(day)s") % {"day": day}, lines, lacks)


def _summary(known: _Known) -> Letter:
    talk = known.talk
    need = talk.need if talk else gettext("[what you need]")
    solution = talk.solution if talk and talk.solution else gettext("[what we could do]")
    step = talk.step_what if talk and talk.step_what else gettext("[what happens next]")
    lines = [
        gettext("Thank you for your time. This is what I heard:"),
        "",
        gettext("You need: %(what)s") % {"what": need},
        gettext("We can: %(what)s") % {"what": solution},
        gettext("Next: %(what)s") % {"what": step} + (f" ({long_date(talk.step_on)})" if talk and talk.step_on else ""),
        "",
        gettext("Write back if I have misunderstood something."),
    ]
    lacks = [
        words
        for is_there, words in (
            (talk, gettext("the need")),
            (talk and talk.solution, gettext("the solution")),
            (talk and talk.step_what, gettext("the next step")),
        )
        if not is_there
    ]
    return _letter(known, gettext("What we agreed"), lines, tuple(lacks))


def _tasks(known: _Known) -> Letter:
    tasks = _task_lines(known.order)
    lines = [
        gettext("These are the tasks that we talked about. Cross out what is not right, and add what is missing."),
        "",
        *(tasks or [gettext("[task: hours a week]")]),
        "",
        gettext("Behind each task: what must one be able to do on the first day, and what can be learned with you?"),
    ]
    return _letter(known, gettext("Tasks at your place"), lines, () if tasks else (gettext("an order with tasks"),))


def _few_hours(known: _Known) -> Letter:
    tasks = _task_lines(known.order)
    frees = known.order.frees if known.order and known.order.frees else ""
    lines = [
        gettext("A job need not be full time. These tasks could be one person's, for a few hours a week:"),
        "",
        *(tasks or [gettext("[task: hours a week]")]),
        "",
        gettext("What it frees: %(what)s") % {"what": frees or gettext("[who gets time for what]")},
        gettext(
            "The hours are paid from the first day. If something must be learned first, we agree on what and for how long."
        ),
        "",
        gettext("Shall we try with one task and two weeks?"),
    ]
    lacks = [
        words
        for is_there, words in ((tasks, gettext("an order of few hours with tasks")), (frees, gettext("what it frees")))
        if not is_there
    ]
    return _letter(known, gettext("A few hours that could help you"), lines, tuple(lacks))


def _task_lines(order: JobOrder | None) -> list[str]:
    if order is None:
        return []
    return [
        gettext("- %(task)s: %(hours)s hours a week") % {"task": task.name, "hours": number(task.minutes / 60)}
        for task in order.tasks.all()
    ]


def _letter(known: _Known, subject: str, lines: list[str], lacks: tuple[str, ...]) -> Letter:
    greeting = gettext("Dear %(name)s") % {"name": known.contact.name if known.contact else known.company.name}
    reach = [one for one in (known.sender.phone, known.sender.email) if one]
    text = [greeting, "", *lines, "", gettext("Kind regards"), known.sender.name, *reach]
    return Letter(subject=subject, text="\n".join(text), lacks=lacks)


MADE: Final[Mapping[str, Callable[[_Known], Letter]]] = {
    "indkaldelse": _invitation,
    "opsamling": _summary,
    "opgavekort": _tasks,
    "faa-timer": _few_hours,
}
