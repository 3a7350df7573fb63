"""Surveys that ask the same of some of the same people: beside each other their figures can give one person away.

Where Nord has six answers and the municipality seven, the difference is one person. The rule of the smallest group holds for
each survey by itself and cannot see that, so whoever opens the second one is told.
"""

from django.db.models import Q

from fagkompas.surveys.models import Survey, SurveyState


def asked_before(survey: Survey) -> list[Survey]:
    """Open and closed surveys with the same questions, of any version, above the unit or below it. One query.

    Of the unit itself only while they are open: asking again a year later, to see what has changed, is what surveys are for.
    """
    lineage, instrument = survey.unit.lineage, survey.instrument
    here_and_above = [lineage[: end + 1] for end, sign in enumerate(lineage) if sign == "/"]
    nested = Q(unit__lineage__startswith=lineage) | Q(unit__lineage__in=here_and_above)
    found = Survey.objects.of_root(survey.root_id).filter(
        nested, instrument__code=instrument.code, instrument__root_id=instrument.root_id
    )
    again = Q(unit=survey.unit, state=SurveyState.CLOSED)
    others = found.exclude(pk=survey.pk).exclude(state=SurveyState.PLANNED).exclude(again)
    return list(others.select_related("unit").order_by("-opens_on", "pk"))
