"""Own learning in words: which forms suit a dimension and why, and why an offering stands among the suggestions."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_stubs_ext import StrPromise

from fagkompas.assessments.wording import THE_DIMENSIONS
from fagkompas.engine.scales import Dimension
from fagkompas.learning.own_learning import Suggested, Suggestion
from fagkompas.methods.practising import PractisedYear

WHY_FORMS: Final[Mapping[Dimension, StrPromise]] = {
    Dimension.PRACTICAL: gettext_lazy(
        "They are about what to do and how, close to the work itself, and can be used the next day."
    ),
    Dimension.REFLEXIVE: gettext_lazy(
        "They make room to look at a case of your own together with others, before you have to act."
    ),
    Dimension.RELATIONAL: gettext_lazy(
        "They let you try out the contact with other people and hear how it was received."
    ),
}


def forms_in_words(one: Suggestion) -> str:
    """ "Forms that suit the practical dimension"."""
    if one.dimension is None:
        return ""
    return _("Forms that suit the %(dimension)s dimension:") % {"dimension": THE_DIMENSIONS[one.dimension]}


def why_there(one: Suggested, dimension: Dimension | None) -> str:
    """Its form, and why it stands there."""
    form, programme = one.offering.form.name, one.offering.programme
    said = _("%(form)s. It is here for what it lifts, not for its form.")
    if one.goes_on and programme is not None:
        said = _("A module of %(programme)s, which you have begun.")
    elif one.form_suits:
        said = _("%(form)s: one of the forms above.")
    elif one.suits and dimension is not None:
        said = _("%(form)s, which by its own description suits the %(dimension)s dimension.")
    return said % {
        "form": form,
        "programme": programme.name if programme else "",
        "dimension": THE_DIMENSIONS[dimension] if dimension else "",
    }


def practised_in_words(one: PractisedYear) -> str:
    """What somebody practised in a year: "Practice of methods in 2026, 3 times"."""
    said = ngettext(
        "Practice of methods in %(year)s, %(times)s time", "Practice of methods in %(year)s, %(times)s times", one.times
    )
    return said % {"year": one.year, "times": one.times}
