"""What companies' actions refuse, and small facts, as sentences in the reader's language."""

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_stubs_ext import StrPromise

from fagkompas.accounts.wording import SENTENCES as OF_ACCOUNTS
from fagkompas.engine.advert import AdvertRule
from fagkompas.engine.company_doubles import Sign
from fagkompas.engine.contact_circle import Outcome, Phase
from fagkompas.engine.errors import Problem
from fagkompas.engine.matching.order import Condition, WorkTime
from fagkompas.engine.order_check import OrderRule
from fagkompas.engine.substitution import Aim, JobKind, Who
from fagkompas.toolkit.encrypted_fields import UNREAD
from fagkompas.toolkit.formats import number
from fagkompas.toolkit.problems import Sentences, in_words

SENTENCES: Final[Sentences] = {
    "name_missing": _("Write what the company is called."),
    "contact_name_missing": _("Write the contact's name."),
    "too_long": _("This is too long: use at most %(longest)s characters."),
    "cpr_number": _("This looks like a CPR number. No CPR number may stand here."),
    "cvr_invalid": _("A CVR number has eight digits. Look it up at virk.dk, or write the P-number instead."),
    "p_number_invalid": _("A P-number has ten digits. Look it up at virk.dk, or write the CVR number instead."),
    "p_number_taken": _("%(company)s has this P-number already. A P-number belongs to one place only."),
    "cvr_known": _("The firm is known already. See whether this is another place."),
    "email_invalid": _("This is not an e-mail address. Put it right, or leave it empty."),
    "day_in_future": _("This day has not come yet. Choose today or an earlier day."),
    "already_closed": _("The company is noted as closed already."),
    "not_closed": _("The company is open already."),
    "unread": UNREAD,
    "next_not_ahead": _("The next contact is after today. Choose a later day, or tick that there is none."),
    "next_is_past": _("This day is over. Choose today or a later day."),
    "contact_of_other": _("This person is a contact of another company. Choose again."),
    "month_is_full": _("The month has no room for more contacts to this company. Write why it is contacted once more."),
    "limit_range": _("Choose between 1 and %(highest)s."),
    "weeks_range": _("Choose between 1 and %(most)s weeks."),
    "consultant_elsewhere": _("This person works in another municipality. Choose again."),
    "leads_to_citizen": _(
        "This leads to the citizen: %(words)s. Write what the person can, not who it is. With a consent to this company the "
        "first name may stand."
    ),
    "objection_missing": _("Write what the company says."),
    "answer_missing": _("Write what you answer."),
    "link_invalid": _("This is no address. It begins with https://"),
    "need_missing": _("Write what they need, in their words."),
    "solution_missing": _("Write what we could do, or choose that it was not asked."),
    "step_kind_missing": _("Choose what kind of step it is."),
    "step_what_missing": _("Write what is to be done."),
    "step_day_missing": _("Choose a day, so that it is done."),
    # Job orders
    "order_is_draft": _("The order is a draft. Open it first."),
    "note_missing": _("Write the note."),
    "title_missing": _("Write what the position is called."),
    "choose_kind": _("Choose what kind of order it is."),
    "least_over_most": _("The fewest hours are more than the most. Put one of the two right."),
    "hours_range": _("Write hours a week up to %(most)s, or leave it empty."),
    "postcode": _("A postcode has four digits."),
    "positions_range": _("Write between 1 and %(most)s."),
    "ends_before_start": _("The last day is before the first. Put one of the two right."),
    "order_is_open": _("The order is open already."),
    "order_not_open": _("The order is not open."),
    "choose_end": _("Choose how the order ended."),
    "why_closed_missing": _("Write why nobody was hired, so that the next one can learn from it."),
    "ended_before_opened": _("The order was not open yet that day. Choose a later day."),
    "order_company-closed": _("The company is noted as closed. Open it again first, if it is not."),
    "order_no-tasks": _("The order has no tasks. Write what has to be done."),
    "order_tasks-over-most": _("The tasks take more than the most hours. Put the minutes or the hours right."),
    "order_least-over-most": _("The fewest hours are more than the most. Put one of the two right."),
    "order_ends-before-start": _("The last day is before the first. Put one of the two right."),
    "order_ended": _("The last day is over. Choose a later day."),
    # Tasks, and positions that are taken apart
    "task_name_missing": _("Write what the task is called."),
    "minutes_range": _("Write minutes a week from 0 to %(most)s."),
    "too_many_tasks": _("There are %(most)s tasks already. Put some of them together."),
    "absolute_not_trained": _("What is absolute must be there from the first day. Take away one of the two ticks."),
    "no_such_proposal": _("There is no such proposal any more. Look at the tasks again."),
    "nothing_to_undo": _("There is nothing to undo."),
    "nothing_placed": _("No task is with somebody new or with the expert. Place one first."),
    "position_has_orders": _("A job order was made of it, so it stays."),
    # Two that are one
    "not_two_companies": _("Choose two companies of the municipality."),
    "two_p_numbers": _("Each has a P-number of its own, so they are two places. Put the number right first."),
    # Partnership agreements
    "partnership_name_missing": _("Write what the agreement is called."),
    "we_do_missing": _("Write what the company can count on from us."),
    "they_do_missing": _("Write what we can count on from the company."),
    "promised_range": _("Write a number from 0 to %(most)s."),
    "partnership_ended": _("The agreement has ended. Make a new one if you have agreed on something again."),
    "follow_up_empty": _("Write what was kept or what was not."),
    "why_ended_missing": _("Write why the agreement ends."),
    # Files
    "columns_missing": OF_ACCOUNTS["columns_missing"],
    "formula": OF_ACCOUNTS["formula"],
    "no_rows": _("The file has no rows with companies."),
    "company_twice": _("The same company is in row %(first)s too. Keep one of the rows."),
    "company_ambiguous": _("More than one company has this name and CVR number. Write the P-number."),
    "company_is_closed": _("The company is noted as closed. Open it again first."),
    "number_missing": _("Write the CVR number or the P-number. It finds the company again next time."),
    "not_yes_or_no": _("“%(found)s” is neither ja nor nej."),
    "file_outdated": _("Somebody has changed one of these companies meanwhile. Look at the rows again, then save."),
}

PROTECTION: Final[dict[bool | None, StrPromise]] = {
    True: _("Protected against advertising"),
    False: _("Not protected against advertising"),
    None: _("Not looked up"),
}

SIGNS: Final[dict[str, StrPromise]] = {
    Sign.CVR: _("CVR number"),
    Sign.NAME: _("nearly the same name"),
    Sign.ADDRESS: _("nearly the same address"),
    Sign.PHONE: _("telephone number"),
    Sign.OTHER_P_NUMBER: _("but another P-number"),
}
"""What says that two companies are the same, and what speaks against it."""

ODD_CVR: Final = _(
    "The last digit of the CVR number does not fit the others. Is it typed right? It can be saved all the same."
)

OUTCOMES: Final[dict[str, StrPromise]] = {
    Outcome.TALKED: _("We talked"),
    Outcome.MEETING: _("A meeting is agreed"),
    Outcome.NEED: _("They need somebody"),
    Outcome.CALL_BACK: _("I am to call again"),
    Outcome.NO_ANSWER: _("No answer"),
    Outcome.NO_THANKS: _("No, thank you"),
}
"""What came of a contact, in the order of the keys that choose it."""

PHASES: Final[dict[str, StrPromise]] = {
    Phase.OPENING: _("Opening"),
    Phase.PREPARING: _("Preparing the delivery"),
    Phase.DELIVERY: _("Delivery"),
    Phase.FOLLOW_UP: _("Follow-up"),
}
"""Of the contact circle, in its order."""

CONDITIONS: Final[dict[str, StrPromise]] = {
    Condition.HEAVY_LIFTS: _("heavy lifts"),
    Condition.STANDING: _("standing most of the day"),
    Condition.SITTING: _("sitting most of the day"),
    Condition.ARMS_RAISED: _("work with the arms raised"),
    Condition.SAME_MOVEMENTS: _("the same movements again and again"),
    Condition.STAIRS_AND_LADDERS: _("stairs and ladders"),
    Condition.NOISE: _("noise"),
    Condition.MANY_PEOPLE: _("many people at once"),
    Condition.ALONE: _("working alone"),
    Condition.HURRY: _("hurry and deadlines"),
    Condition.SHIFTING_TASKS: _("tasks that shift all the time"),
    Condition.SCREEN: _("a screen most of the day"),
    Condition.READING_AND_WRITING: _("much reading and writing"),
    Condition.COLD_OR_HEAT: _("cold or heat"),
    Condition.DUST_OR_SMELL: _("dust, smell or strong scents"),
}
"""What the work asks of body and mind, within a sentence: an order has it, a citizen may have to be spared it."""

TIMES: Final[dict[str, StrPromise]] = {
    WorkTime.DAY: _("by day"),
    WorkTime.EVENING: _("in the evening"),
    WorkTime.NIGHT: _("at night"),
    WorkTime.WEEKEND: _("at weekends"),
}
"""When work is done, within a sentence."""

WHO: Final[dict[str, StrPromise]] = {
    Who.EXPERT: _("The expert keeps"),
    Who.COLLEAGUE: _("Colleague"),
    Who.NEW: _("New job of few hours"),
    Who.TRAINED: _("Training"),
}
"""Who does a task, as the heading of a column."""

NOBODY_YET: Final = _("Not placed yet")
"""Who does a task that nobody has been given, as the heading of a column."""

WHO_HINTS: Final[dict[str, StrPromise]] = {
    Who.EXPERT: _("What only the one they look for can do"),
    Who.COLLEAGUE: _("What those who are there can take"),
    Who.NEW: _("What somebody new can do as she is"),
    Who.TRAINED: _("What somebody new can do once she is trained"),
}

COULD: Final[dict[str, StrPromise]] = {
    Who.COLLEAGUE: _("a colleague"),
    Who.NEW: _("somebody new, as she is"),
    Who.TRAINED: _("somebody new, when she is trained"),
}
"""Who could do a task besides the expert, within a sentence."""

JOB_KINDS: Final[dict[str, StrPromise]] = {
    JobKind.FEW_HOURS: _("a job of few hours"),
    JobKind.PART_TIME: _("part time"),
    JobKind.FULL_TIME: _("full time"),
}

AIMS: Final[dict[str, StrPromise]] = {
    Aim.INSIDE: _("Divided among colleagues"),
    Aim.FEW_HOURS: _("A job of few hours"),
    Aim.PART_TIME: _("A part-time job"),
    Aim.FULL_TIME: _("Full time by training"),
}
"""What one may try."""

WHY_NO_PROPOSAL: Final[dict[str, StrPromise]] = {
    Aim.INSIDE: _("No task is ticked as one that a colleague could do."),
    Aim.FEW_HOURS: _("No task is ticked as one that somebody new could do as she is, in up to 15 hours."),
    Aim.PART_TIME: _("What somebody new could do as she is does not come to more than 15 hours."),
    Aim.FULL_TIME: _("What somebody new could do or be trained for does not come to 37 hours."),
}

ORDER_FINDINGS: Final[dict[str, StrPromise]] = {
    OrderRule.COMPANY_CLOSED: _("The company is noted as closed. Close the order too, or open the company again."),
    OrderRule.NO_TASKS: _("The order has no tasks. Without them nobody can see who could do it."),
    OrderRule.TASKS_OVER_MOST: _(
        "The tasks take %(found)s a week, but the most hours are %(limit)s. Put the minutes or the hours right."
    ),
    OrderRule.LEAST_OVER_MOST: _("The fewest hours are %(found)s, the most %(limit)s. Put one of the two right."),
    OrderRule.ENDS_BEFORE_START: _("The last day is before the first. Put one of the two right."),
    OrderRule.APPLY_IS_OVER: _("The last day to apply is over."),
    OrderRule.ENDED: _("The last day of the job is over. Choose a later day, or close the order."),
    OrderRule.NOT_FEW_HOURS: _("It is a job of few hours, but comes to %(found)s a week; few is up to %(limit)s."),
    OrderRule.TASKS_UNDER_LEAST: _(
        "The tasks take %(found)s a week, fewer than the fewest hours, %(limit)s. Is a task missing?"
    ),
    OrderRule.TASK_WITHOUT_MINUTES: _("A task has no minutes. The match counts in minutes."),
    OrderRule.NO_HOURS: _("The hours are not written. They decide who can take the job."),
    OrderRule.NO_CONTACT: _("No contact is chosen. Whom does a colleague call?"),
    OrderRule.NO_PLACE: _("The postcode of the workplace is not written, so nobody knows who can get there."),
    OrderRule.NO_START: _("The first day is not written."),
    OrderRule.NO_WAY_TO_APPLY: _("It is not chosen how one applies."),
    OrderRule.NO_ADVERT: _("It is to be on Jobnet, but the advert is not written."),
    OrderRule.NOTHING_FREED: _("It is not written what the job frees colleagues for. That is why a company says yes."),
}
"""What may be wrong with an order."""

ADVERT_FINDINGS: Final[dict[str, StrPromise]] = {
    AdvertRule.HEADING_MISSING: _("There is no heading. Write one that says what the work is."),
    AdvertRule.HEADING_LONG: _("The heading is longer than a list of jobs shows. Shorten it."),
    AdvertRule.HEADING_SAYS_NO_WORK: _("The heading does not say what the work is. Name the job or a task."),
    AdvertRule.SHORT: _("The text has %(words)s words. Write a little more about an ordinary day."),
    AdvertRule.LONG: _("The text has %(words)s words. Leave out what does not help the reader to decide."),
    AdvertRule.TASK_NOT_TOLD: _("The task “%(words)s” is not told. Say what one does."),
    AdvertRule.HOURS_NOT_TOLD: _("The hours are not told. Write how many a week, and when."),
    AdvertRule.THIRD_PERSON: _("“%(words)s” speaks of the reader as of somebody else. Write “you”."),
    AdvertRule.NO_YOU: _("Nobody is spoken to. Write “you”."),
    AdvertRule.MORE_WE_THAN_YOU: _(
        "There is more of “we” than of “you” (%(words)s). Tell what it means for the reader."
    ),
    AdvertRule.CLICHE: _("“%(words)s” says nothing by itself."),
    AdvertRule.ONLY_GOOD: _("All of it is good. Say honestly what is hard, or not for everybody: it builds trust."),
}
"""What may be better in the text of an advert, each with its advice."""

YES_OR_NO: Final[dict[bool | None, str]] = {True: "ja", False: "nej", None: ""}
"""As files have it, in both languages."""

COLUMNS_OF_FILES: Final[dict[str, StrPromise]] = {
    "cvr": _("Eight digits: the number of the whole firm. It or the P-number is needed."),
    "pnummer": _(
        "Ten digits: the number of the place. It or the CVR number is needed. It finds the place again next time."
    ),
    "navn": _("What the company is called."),
    "branche": _("Industry, in words."),
    "adresse": _("Street, postal code and town."),
    "telefon": _("Telephone number."),
    "reklamebeskyttet": _("ja or nej, as the CVR register has it. Empty: not looked up."),
}
"""What to write in each column."""


def sentence(problem: Problem) -> str:
    """What happened and what to do."""
    return in_words(problem, SENTENCES)


def hours(minutes: int) -> str:
    """ "7,5 timer", of minutes."""
    count = minutes / 60
    return ngettext("%(hours)s hour", "%(hours)s hours", 1 if count == 1 else 2) % {"hours": number(count)}
