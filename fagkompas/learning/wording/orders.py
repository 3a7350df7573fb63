"""Education orders in words: what is refused as sentences, and the colour of each state."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from django.utils.translation import gettext_lazy

from fagkompas.catalogue import wording as catalogue
from fagkompas.engine.errors import Problem
from fagkompas.learning.models import OrderState
from fagkompas.toolkit.problems import Sentences, in_words

SENTENCES: Final[Sentences] = {
    "order_title_missing": gettext_lazy("Write what the order is about."),
    "order_people": gettext_lazy(
        "Write from %(least)s to %(most)s seats. If you are fewer, leave it empty: a provider must not be able to tell who "
        "it is about."
    ),
    "order_choice": gettext_lazy("Choose one from the list."),
    "order_day_passed": gettext_lazy("The day has passed. Choose a day to come, or leave it empty."),
    "order_ends_first": gettext_lazy("It ends before it starts. Correct one of the days."),
    "order_is_sent": gettext_lazy("The order has been sent, so its words stay as the providers have read them."),
    "order_is_settled": gettext_lazy("The order is settled. Open it again first."),
    "order_is_open": gettext_lazy("The order is not settled, so there is nothing to open again."),
    "order_not_open": gettext_lazy("The order is not out with providers now. Load the page again."),
    "order_content_missing": gettext_lazy("Write what the participants must be able to do before you send it."),
    "provider_needed": gettext_lazy("Name at least one provider who has not had the order."),
    "too_many_providers": gettext_lazy("Ask at most %(most)s providers."),
    "provider_has_it": gettext_lazy("The provider has had the order, so it stays on the list."),
    "provider_has_not_got_it": gettext_lazy(
        "The provider has not had the order yet. Write down that it is sent first."
    ),
    "sent_in_future": gettext_lazy("The day is still to come. Choose the day you sent it."),
    "sent_before_written": gettext_lazy("The order was not written by then. Choose the day you sent it."),
    "answered_in_future": gettext_lazy("The day is still to come. Choose the day the answer came."),
    "answered_before_sent": gettext_lazy("The answer cannot have come before the order was sent. Check the day."),
    "answer_says_nothing": gettext_lazy("Write the price, or what the provider answered."),
    "order_price": gettext_lazy("DKK %(found)s cannot be right. Write whole kroner from 0 to %(most)s."),
    "no_offer": gettext_lazy("The provider has made no offer. Choose one with a price, or none of them."),
    "chosen_is_in_catalogue": gettext_lazy(
        "What was chosen stands in the catalogue already. Take it out there if it is not to be."
    ),
    "nothing_to_put_in_catalogue": gettext_lazy("It stands in the catalogue already, or the order is open again."),
}

STATE_KINDS: Final[Mapping[str, str]] = {
    OrderState.DRAFT: "warning",
    OrderState.SENT: "info",
    OrderState.SETTLED: "success",
}


def sentence(problem: Problem) -> str:
    """What happened and what to do."""
    if problem.message_code in SENTENCES:
        return in_words(replace(problem, values={"found": problem.found, **problem.values}), SENTENCES)
    return catalogue.sentence(problem)
