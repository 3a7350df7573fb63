"""What citizens' actions refuse, and small facts, as sentences in the reader's language."""

from typing import Final

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from fagkompas.accounts.wording import SENTENCES as OF_ACCOUNTS
from fagkompas.citizens.models import Citizen
from fagkompas.citizens.target_groups import target_groups
from fagkompas.engine.errors import Problem
from fagkompas.toolkit.encrypted_fields import UNREAD
from fagkompas.toolkit.languages import said
from fagkompas.toolkit.problems import Sentences, in_words

SENTENCES: Final[Sentences] = {
    **{code: OF_ACCOUNTS[code] for code in ("unit_is_retired", "other_municipality", "unit_unknown", "unit_ambiguous")},
    "name_missing": _("Write the citizen's name."),
    "too_long": _("This is too long: use at most %(longest)s characters."),
    "cpr_number": _("This looks like a CPR number. It belongs in the field for the CPR number only."),
    "cpr_invalid": _("This is not a CPR number. It has ten digits and begins with a date, as in 010190-1234."),
    "cpr_taken": _("A citizen with this number already has a case in %(unit)s. Look the number up to open it."),
    "number_both": _("Write a new number or take the old one away, not both."),
    "number_changed": _(
        "Somebody else has changed the number meanwhile. Leave this empty to keep theirs, or load the page again and write yours."
    ),
    "target_group_unknown": _("“%(found)s” is not a target group. Choose one of those that are offered."),
    "language_unknown": _("Letters can be in Danish or English. Choose one of them."),
    "day_in_future": _("This day has not come yet. Choose today or an earlier day."),
    "day_too_early": _("This is too early. Choose %(earliest)s or a later day."),
    "began_after_closed": _("The case was closed before that day. Choose an earlier one."),
    "caseworker_elsewhere": _("%(found)s has no role in %(unit)s. Choose somebody who works with citizens there."),
    "already_closed": _("The case is closed already."),
    "not_closed": _("The case is open already."),
    "case_is_closed": _("The case is closed. Open it again first."),
    "case_has_more": _("Somebody has worked in the case. Close it instead; five years later it is deleted."),
    "same_unit": _("The citizen is in %(found)s already. Choose another unit."),
    "caseworker_or_unit": _("Choose a caseworker, or a unit where the manager will choose one."),
    "given_on_meanwhile": _(
        "Somebody else has handed over or moved the citizen meanwhile. Nothing is saved. See who has the citizen now, and do it again if it still holds."
    ),
    "not_yours_now": _(
        "You may no longer hand over or move the citizen: somebody else has the case now, or your role has ended. Nothing is saved."
    ),
    "one_given_on_meanwhile": _("Somebody else has handed over one of them. Look at the list again."),
    "nobody_chosen": _("Choose at least one citizen."),
    "consent_stands": _("The citizen has already agreed to just this. Withdraw that first if it has changed."),
    "consent_withdrawn": _("The consent is withdrawn already."),
    "reason_too_short": _("Write in a few words why you need to open the case."),
    # Files
    "columns_missing": OF_ACCOUNTS["columns_missing"],
    "formula": OF_ACCOUNTS["formula"],
    "email_invalid": _("“%(found)s” is not an e-mail address. Put it right, or leave the cell empty."),
    "no_rows": _("The file has no rows with citizens."),
    "cpr_missing": _("The CPR number is missing. It finds the citizen again next time."),
    "citizen_twice": _("The same citizen is in row %(first)s too. Keep one of the rows."),
    "citizen_elsewhere": _(
        "The citizen has a case in another unit. Look the number up to see which, and ask for it to be moved."
    ),
    "too_many_elsewhere": _(
        "The file has %(n)s numbers of citizens in units where you have no role, more than you may look up in an hour. "
        "Take them out, or let somebody who manages all the units read the file."
    ),
    "looked_up_enough": _(
        "You have looked up many CPR numbers in an hour. Wait a while, and look up only those that you need in your work."
    ),
    "not_yours_to_give": _(
        "The citizen has another caseworker. Only she or a manager can hand over or move the citizen. Leave the cell empty in this row."
    ),
    "unit_missing": _("Write the unit with its path, or just its name if only one unit has it."),
    "caseworker_unknown": _(
        "Nobody who works here is called “%(found)s”. Write a staff number, an e-mail address or a full name."
    ),
    "caseworker_ambiguous": _("More than one colleague is called “%(found)s”. Write a staff number or an e-mail."),
    "not_yes_or_no": _("“%(found)s” is neither ja nor nej."),
    "not_a_day": _("“%(found)s” is not a date. Write it as 21-11-2026."),
    "address_of_others": _(
        "The address is protected, and you do not have the role to change it. Leave the cell empty in this row."
    ),
    "file_outdated": _("Somebody has changed one of these citizens meanwhile. Look at the rows again, then save."),
    "unread": UNREAD,
}


COLUMNS_OF_FILES: Final[dict[str, StrPromise]] = {
    "navn": _("The full name."),
    "cpr": _("Ten digits. It finds the citizen again next time."),
    "telefon": _("Telephone number."),
    "e-mail": _("E-mail address."),
    "adresse": _("Street, postal code and town."),
    "beskyttet": _("ja if the address is protected, otherwise nej or empty."),
    "enhed": _(
        "The unit's full path with “ / ” between the levels, or just its name if only one unit has it. You must work with citizens there."
    ),
    "sagsbehandler": _("A colleague's staff number, e-mail or full name. Empty: nobody yet."),
    "målgruppe": _("The name of the target group, such as “%(example)s”."),
    "a-kasse": _("The unemployment fund, if there is one."),
    "åbnet": _("The day the case was opened. Empty: today."),
}
"""What to write in each column."""


def columns_in_words() -> list[tuple[str, str]]:
    """The columns of a file, each with what to write in it."""
    example = said(target_groups()[0].name)
    return [
        (column, str(says) % {"example": example} if "%(" in says else str(says))
        for column, says in COLUMNS_OF_FILES.items()
    ]


def sentence(problem: Problem) -> str:
    """What happened and what to do."""
    return in_words(problem, SENTENCES)


def target_group_names() -> dict[str, str]:
    """Every target group by its code, in the order of the file."""
    return {group.code: said(group.name) for group in target_groups()}


def caseworker_name(citizen: Citizen) -> str:
    """Who has the citizen; "" where nobody has."""
    return citizen.caseworker.name if citizen.caseworker is not None else ""
