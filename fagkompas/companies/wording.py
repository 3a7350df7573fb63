"""What companies' actions refuse, and small facts, as sentences in the reader's language."""

from typing import Final

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from fagkompas.accounts.wording import SENTENCES as OF_ACCOUNTS
from fagkompas.engine.contact_circle import Outcome, Phase
from fagkompas.engine.errors import Problem
from fagkompas.engine.matching.order import Condition, WorkTime
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
    "next_not_ahead": _("The next contact is after today. Choose a later day, or tick that there is none."),
    "next_is_past": _("This day is over. Choose today or a later day."),
    "contact_of_other": _("This person is a contact of another company. Choose again."),
    "month_is_full": _("The month has no room for more contacts to this company. Write why it is contacted once more."),
    "limit_range": _("Choose between 1 and %(highest)s."),
    "weeks_range": _("Choose between 1 and %(most)s weeks."),
    "consultant_elsewhere": _("This person works in another municipality. Choose again."),
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
