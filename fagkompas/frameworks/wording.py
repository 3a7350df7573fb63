"""What is refused, as sentences in the reader's language: what happened and what to do. And the rules in words."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from fagkompas.engine.errors import Place, Problem
from fagkompas.engine.framework import Rules
from fagkompas.toolkit.formats import number, percent
from fagkompas.toolkit.problems import Sentences, in_words

SENTENCES: Final[Sentences] = {
    # The file as a whole
    "framework_too_large": _("The file is larger than %(limit)s MB. Check that it is the right file."),
    "framework_not_utf8": _(
        "The file is not saved as UTF-8. Open it in a text editor and save it with the encoding UTF-8."
    ),
    "not_yaml": _("The line cannot be read as YAML. Check indentation, colons and quotation marks near it."),
    "unreadable_character": _("The file has a character that text files cannot have (%(found)s). Remove it."),
    "alias": _("The file uses anchors or references (& and *). Write the text out instead."),
    "tag": _("The file uses a tag (!). Remove it."),
    "too_deep": _("The file is nested deeper than a framework file is. Check the indentation."),
    "two_documents": _("The file holds more than one document (---). Keep one framework in each file."),
    # Keys
    "not_a_mapping": _("Keys with values are expected here: %(keys)s."),
    "unknown_key": _("There is no key “%(found)s” here. Possible keys: %(keys)s."),
    "key_twice": _("The key “%(found)s” appears twice. Keep one of them."),
    "missing_key": _("The key “%(key)s” is missing. Add it."),
    # Values
    "not_a_list": _("A list is expected here: a line with a dash for each entry."),
    "empty_list": _("The list is empty. Add at least one."),
    "not_a_text": _("A text is expected here, but this was found: %(found)s."),
    "empty_text": _("The text is empty. Write it, or remove the key if it may be left out."),
    "not_one_line": _("The text has a line break or a character that cannot be shown. Keep it on one line."),
    "too_long": _("The text has %(length)s characters; at most %(limit)s are allowed. Shorten it."),
    "bad_code": _("“%(found)s” is not a valid code here. Look at a framework that comes with the product."),
    "not_one_of": _("“%(found)s” is not possible here. Choose one of: %(choices)s."),
    "not_a_count": _("“%(found)s” is not a whole number from %(lowest)s to %(highest)s."),
    "not_a_number": _("“%(found)s” is not a number from %(lowest)s to %(highest)s with at most four decimals."),
    "too_many_fields": _("The framework would have %(found)s fields; at most %(limit)s are allowed."),
    "too_many_items": _("The framework has %(found)s competencies and questions; at most %(limit)s are allowed."),
    # What holds across several values
    "code_twice": _("The code “%(found)s” appears twice. Use each code once only."),
    "wrong_order": _("Found “%(found)s”; expected, in this order: %(choices)s."),
    "wrong_dimension_code": _(
        "The code “%(found)s” does not fit the field and the dimension. It must be %(expected)s."
    ),
    "item_outside_field": _("The code “%(found)s” must begin with the code of its field and a hyphen: %(field)s-."),
    "code_of_a_level": _("“%(found)s” is the code of a level in dialogue rounds. Choose another code."),
    "unknown_category": _("The category “%(found)s” is not among the framework's categories (%(choices)s)."),
    "dimension_repeated": _("The dimension “%(found)s” is given already. Remove it here."),
    "emerging_above_attained": _("The share for being on the way must not be above the share for having the level."),
    "field_without_competencies": _(
        "The field %(field)s has no competency left. Add or take back at least one, or take the field out."
    ),
    # Frameworks and versions
    "code_of_shipped_framework": _(
        "“%(found)s” is the code of a framework that comes with the product. Choose another."
    ),
    "framework_code_taken": _("There is already a framework with the code “%(found)s”. Choose another."),
    "field_code_taken": _(
        "The framework has or has had a field with the code “%(found)s”, and earlier ratings refer to it. Choose another code."
    ),
    "last_field": _("%(found)s is the only field left. Add another one before you take it out."),
    "version_not_published": _("Version %(found)s is not published. Publish it first."),
    "draft_exists": _("There is already a draft, version %(found)s. Publish or discard it first."),
    "version_number_taken": _("There is already a version %(found)s. Give the file another version number."),
    "unknown_origin": _("The origin “%(found)s” is not known here. Check it, or remove the line."),
    "unknown_derivation": _(
        "The version “%(found)s” that it is derived from is not known here. Check or remove the line."
    ),
    # Tables
    "table_without_rows": _("The table is empty. The first row holds the headings, each row below a competency."),
    "unknown_code_in_table": _(
        "The draft has no competency in use with the code “%(found)s”. Leave the cell empty for a new one."
    ),
    "row_twice": _("The code “%(found)s” is in row %(first)s too. Keep one of the rows."),
    "row_in_other_field": _(
        "%(code)s belongs to the field %(expected)s, not %(found)s. Correct the field or the code."
    ),
    "cell_empty": _("The cell is empty. Fill it in."),
    "formula_in_table": _("The cell holds a formula or an error. Write the text itself."),
}

RULES: Final[Mapping[str, StrPromise]] = {
    "coverage_minimum": _("Share of a level's competencies that must be answered before it gets a score"),
    "attained_from_basic": _("Point from which a basic competency counts as mastered"),
    "attained_from_specialised": _("Point from which a specialised competency counts as mastered"),
    "attained_share": _("Share mastered from which a person has the level"),
    "emerging_share": _("Share of the specialised level from which a person is on the way"),
    "dimension_high": _("Score from which a dimension is high, of 100"),
    "dimension_fields_share": _("Share of the fields that must have a dimension before it counts for all of them"),
    "strengths": _("Strengths in a profile, at most"),
    "potentials": _("Potentials in a profile, at most"),
    "single_topics": _("Single topics in a profile, at most"),
    "single_topic_from": _("Point from which a competency can be a single topic"),
    "single_topic_lead": _("How much a single topic must stand above the mean of its field, in points"),
    "agenda_points": _("Points on the agenda of a dialogue, at most"),
    "agenda_difference": _("Difference between self and manager that puts a competency on the agenda, in points"),
    "agreement_people": _("People needed before agreement between raters is computed"),
    "smallest_group": _("Smallest group whose figures are shown"),
    "surplus_share": _("Share beyond the need from which there is a surplus of specialised people"),
    "surplus_least": _("People beyond the need from which there is a surplus"),
    "default_specialists": _("Specialised people that a unit needs in a field, unless it says otherwise"),
}
"""The numbers of `engine.framework.Rules` in words, as their page lists them."""

RULE_HINTS: Final[Mapping[str, StrPromise]] = {
    "coverage_minimum": _("Lower gives more people a score; higher makes each score rest on more answers."),
    "attained_from_basic": _("2 is “independently” on the scale."),
    "attained_from_specialised": _("3 is “surely, also in hard cases” on the scale."),
    "attained_share": _("Higher makes it harder to reach a level."),
    "emerging_share": _("At most the share above."),
    "dimension_high": _("62.5 lies midway between “independently” and “surely”."),
    "dimension_fields_share": _("With fewer fields than this, the profile shows no overall dimension."),
    "strengths": _("A short list is read; a long one is skimmed."),
    "potentials": _("A short list is read; a long one is skimmed."),
    "single_topics": _("Competencies that stand out in fields that otherwise do not."),
    "single_topic_from": _("Only competencies rated this high or higher are considered."),
    "single_topic_lead": _("1 is one whole point on the scale."),
    "agenda_points": _("More points make the dialogue longer."),
    "agenda_difference": _("1 puts every disagreement on the agenda."),
    "agreement_people": _("With fewer people, agreement is mostly chance."),
    "smallest_group": _("Protects the individual: with fewer people, the figures are hidden. Never below five."),
    "surplus_share": _("At 50, a unit that needs four has a surplus from six."),
    "surplus_least": _("Both this and the share above must be met."),
    "default_specialists": _("Used until a unit has stated its own need."),
}
"""What each number does, in a sentence, for whoever changes it."""

RULE_GROUPS: Final[tuple[tuple[StrPromise, tuple[str, ...]], ...]] = (
    (
        _("Levels and standing"),
        ("coverage_minimum", "attained_from_basic", "attained_from_specialised", "attained_share", "emerging_share"),
    ),
    (_("Dimensions"), ("dimension_high", "dimension_fields_share")),
    (
        _("What a profile brings out"),
        ("strengths", "potentials", "single_topics", "single_topic_from", "single_topic_lead"),
    ),
    (_("The dialogue"), ("agenda_points", "agenda_difference", "agreement_people")),
    (_("Units"), ("smallest_group", "default_specialists", "surplus_share", "surplus_least")),
)
"""The rules by what they are about, in the order of their page."""

SHARES: Final = frozenset(
    {"coverage_minimum", "attained_share", "emerging_share", "dimension_fields_share", "surplus_share"}
)


def rules_in_words(rules: Rules) -> list[tuple[str, str]]:
    """Each rule with its number as people read it."""
    numbers: dict[str, float] = {
        "attained_from_basic": rules.attained_from.basic,
        "attained_from_specialised": rules.attained_from.specialised,
    }
    numbers |= {name: getattr(rules, name) for name in RULES if name not in numbers}
    return [
        (str(words), percent(numbers[name]) if name in SHARES else number(numbers[name]))
        for name, words in RULES.items()
    ]


def sentence(problem: Problem) -> str:
    """The problem in the reader's language. Raises KeyError for a code that nobody worded."""
    return in_words(replace(problem, values={"found": problem.found, **problem.values}), SENTENCES)


def place(where: Place) -> str:
    """Where it stands: "line 12, fields.AU.name"; empty when it concerns the whole file."""
    line = str(_("line %(line)s") % {"line": where.row}) if where.row else ""
    return ", ".join(part for part in (where.sheet or "", line, where.column or "") if part)
