"""Education orders for tests."""

from datetime import date
from typing import Any

from django.utils import timezone

from fagkompas.accounts.models import Employee, Unit
from fagkompas.learning.actions import orders as actions
from fagkompas.learning.models import EducationOrder, ProviderAnswer
from fagkompas.learning.orders import GapToClose, OrderFacts

FACTS = OrderFacts(
    title="Lov & Myndighed, specialiseret niveau",
    content="Bagefter kan deltagerne skrive en afgørelse, som borgeren forstår.",
    people=12,
)


def make_order(unit: Unit, by: Employee, *gaps: GapToClose, **changes: Any) -> EducationOrder:
    """A draft."""
    facts = OrderFacts(**({name: getattr(FACTS, name) for name in OrderFacts.__dataclass_fields__} | changes))
    return actions.create_order(unit=unit, facts=facts, gaps=gaps, now=timezone.now(), by=by)


def asked(order: EducationOrder, *providers: str) -> list[ProviderAnswer]:
    """On the list, and nothing sent."""
    assert order.created_by is not None
    actions.ask_providers(order=order, providers=providers, now=timezone.now(), by=order.created_by)
    return list(order.answers.all())


def sent(order: EducationOrder, *providers: str) -> list[ProviderAnswer]:
    """Out with these providers."""
    rows = asked(order, *providers)
    assert order.created_by is not None
    actions.mark_sent(order=order, sent_on=timezone.localdate(), now=timezone.now(), by=order.created_by)
    return rows


def answered(
    answer: ProviderAnswer, price: int | None, *, starts_on: date | None = None, text: str = "Et bud."
) -> None:
    """The provider answered today."""
    by = answer.order.created_by
    assert by is not None
    facts = actions.AnswerFacts(answered_on=timezone.localdate(), price=price, starts_on=starts_on, answer=text)
    actions.save_answer(answer=answer, facts=facts, now=timezone.now(), by=by)


def settled(order: EducationOrder, provider: str = "Kurserne", price: int = 60_000) -> ProviderAnswer:
    """One provider asked, who answered and was chosen."""
    answer = sent(order, provider)[0]
    answered(answer, price)
    assert order.created_by is not None
    actions.settle(order=order, chosen=answer, now=timezone.now(), by=order.created_by)
    return answer


def typed(order: EducationOrder, **changed: Any) -> dict[str, str]:
    """The form of the order as it is filled in, and as it was opened."""
    from fagkompas.learning.forms.orders import order_as_typed  # forms need Django ready
    from fagkompas.learning.orders import facts_of

    order.refresh_from_db()
    saved = order_as_typed(facts_of(order))
    opened = {f"opened-{name}": text for name, text in saved.items()}
    return {**opened, **saved, "revision": str(order.revision), **{name: str(value) for name, value in changed.items()}}
