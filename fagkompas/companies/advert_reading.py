"""What may be better in the text of an advert, in words, for whoever writes it. No query where the tasks are loaded."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language

from fagkompas.companies.advert_words import advert_book
from fagkompas.companies.models import JobOrder, OrderTask
from fagkompas.companies.wording import ADVERT_FINDINGS
from fagkompas.engine.advert import Advert, AdvertFinding, check


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvertAdvice:
    """Sentences, each with what to do; `is_written` where there is a text to say something about."""

    told: tuple[str, ...]
    is_written: bool


def advice_on(order: JobOrder, tasks: Sequence[OrderTask], *, heading: str, text: str) -> AdvertAdvice:
    """A heading and a text of this order, saved or only typed."""
    occupation = order.occupation.title if order.occupation else ""
    advert = Advert(
        heading=heading, text=text, title=f"{order.title} {occupation}", tasks=tuple(task.name for task in tasks)
    )
    found = check(advert, advert_book().words_for(f"{heading} {text}"))
    return AdvertAdvice(told=tuple(_said(one) for one in found), is_written=bool(heading.strip() or text.strip()))


def _said(finding: AdvertFinding) -> str:
    """The finding and, of a cliché, what to write instead."""
    said, advice = str(ADVERT_FINDINGS[finding.rule]) % {"words": finding.words}, advert_book().advice.get(finding.code)
    return f"{said} {advice.in_language(get_language() or 'da')}" if advice else said
