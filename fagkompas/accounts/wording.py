"""What is refused, and roles, as sentences in the reader's language."""

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from fagkompas.engine.errors import BadInput, Problem
from fagkompas.toolkit.problems import Sentences, in_words

SENTENCES: Final[Sentences] = {
    "name_missing": _("Write a name."),
    "name_too_long": _("The name is too long: use at most %(longest)s characters."),
    "email_missing": _("Write an e-mail address."),
    "email_invalid": _("“%(found)s” is not an e-mail address. Write it as name@municipality.dk."),
    "email_taken": _("Somebody else already uses the address %(found)s. Use another, or find that person in the list."),
    "staff_number_taken": _("Somebody else already has the staff number %(found)s. Check the number."),
    "staff_number_too_long": _("The staff number is too long: use at most %(longest)s characters."),
    "phone_too_long": _("The telephone number is too long: use at most %(longest)s characters."),
    "category_too_long": _("The category is too long: use at most %(longest)s characters."),
    "unit_name_taken": _("There is already a unit called “%(found)s” there. Choose another name."),
    "unit_name_taken_by_retired": _(
        "A closed unit there is called “%(found)s”. Open it again, or choose another name."
    ),
    "unit_name_has_separator": _("A unit's name cannot contain “ / ”, because that separates the levels."),
    "unit_is_retired": _("The unit “%(found)s” is closed. Choose another, or open it again first."),
    "unit_into_itself": _("A unit cannot be moved into itself or below itself. Choose a unit elsewhere."),
    "unit_too_deep": _("The tree would be too deep at “%(found)s”. Move it higher up or shorten the names."),
    "municipality_stays": _("“%(found)s” is the municipality itself and cannot be moved."),
    "other_municipality": _("“%(found)s” belongs to another municipality. Choose a unit in your own."),
    "not_yourself": _("You cannot do this to yourself. Ask another administrator."),
    "employee_has_left": _("%(found)s has left. Bring the person back first."),
    "role_held_already": _("The person already has the role %(found)s in %(unit)s."),
    "last_administrator": _(
        "%(found)s is the last administrator of the whole municipality. Give another person that role first."
    ),
    "person_missing": _("The column medarbejder is empty. Write a staff number or an e-mail address."),
    "person_twice": _("The same person is in row %(first)s too. Keep one of the rows."),
    "person_elsewhere": _("“%(found)s” works where you are not an administrator. Ask an administrator there."),
    "unit_missing": _("The column enhed is empty. Write the unit with its path, such as “%(example)s”."),
    "unit_unknown": _("There is no unit “%(found)s” among yours. Check the spelling, or create the unit first."),
    "unit_ambiguous": _(
        "More than one unit is called “%(found)s”. Write the full path, with “ / ” between the levels."
    ),
    "cpr_number": _("This looks like a CPR number. Use a staff number instead."),
    "columns_missing": _("The file lacks the column %(found)s in its first row. The columns are: %(columns)s."),
    "formula": _("The cell has a formula. Write the value itself."),
    "no_rows": _("The file has no rows with people."),
}


def sentence(problem: Problem) -> str:
    """What happened and what to do."""
    if problem.message_code == "unit_has_people":
        return (
            ngettext(
                "%(count)s person still works in %(found)s. Move the person first.",
                "%(count)s people still work in %(found)s. Move them first.",
                int(problem.values["count"] or 0),
            )
            % problem.values
        )
    if problem.message_code == "unit_has_units":
        return (
            ngettext(
                "%(found)s still has %(count)s open unit below it. Close or move it first.",
                "%(found)s still has %(count)s open units below it. Close or move them first.",
                int(problem.values["count"] or 0),
            )
            % problem.values
        )
    return in_words(problem, SENTENCES)


def sentences(refused: BadInput) -> list[str]:
    """Every problem's sentence, in order."""
    return [sentence(problem) for problem in refused.problems]
