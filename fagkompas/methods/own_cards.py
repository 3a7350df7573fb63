"""Quiz cards of a municipality's own method as controls of its form, and back. No database.

A card is a situation, the answer that holds and why, and two that sound right and why not, each of the two on a line of
its own. The place of the answer that holds changes from card to card.
"""

from collections.abc import Mapping
from typing import Any, Final

from fagkompas.engine.errors import Place, Problem
from fagkompas.methods.typed_texts import both, is_typed, lines_of, text_from, typed_lines
from fagkompas.toolkit.texts import Data

MOST_CARDS: Final = 5
WRONG: Final = 2
"""Answers of a card that do not hold."""

TEXTS: Final = ("question", "right", "right_why")
LINES: Final = ("wrong", "wrong_why")


def flat_cards(data: Data) -> dict[str, str]:
    """The cards of a method by the names of their controls; empty texts are left out."""
    texts: dict[str, str] = {}
    for number, card in enumerate(data.get("quiz", ())[:MOST_CARDS], start=1):
        right = next(answer for answer in card["answers"] if answer["is_right"])
        wrong = [answer for answer in card["answers"] if not answer["is_right"]]
        texts |= both(f"quiz-{number}-question", card["question"])
        texts |= both(f"quiz-{number}-right", right["text"]) | both(f"quiz-{number}-right_why", right["why"])
        texts |= lines_of(f"quiz-{number}-wrong", [answer["text"] for answer in wrong])
        texts |= lines_of(f"quiz-{number}-wrong_why", [answer["why"] for answer in wrong])
    return {name: text for name, text in texts.items() if text}


def cards_from(texts: Mapping[str, str], problems: list[Problem]) -> list[dict[str, Any]]:
    """The cards that were typed; one that is not whole is a problem at its question, and is left out."""
    cards = []
    for number in range(1, MOST_CARDS + 1):
        if not is_typed(texts, f"quiz-{number}-"):
            continue
        question, right, right_why = (text_from(texts, f"quiz-{number}-{key}") for key in TEXTS)
        wrong, wrong_why = (
            typed_lines(texts, f"quiz-{number}-{key}", f"quiz.{number}.{key}", problems) for key in LINES
        )
        if not (question["da"] and right["da"] and right_why["da"] and len(wrong) == len(wrong_why) == WRONG):
            place = Place(column=f"quiz.{number}.question.da")
            problems.append(Problem(place=place, found=str(number), message_code="card_not_whole"))
            continue
        answers = [{"text": text, "is_right": False, "why": why} for text, why in zip(wrong, wrong_why, strict=True)]
        answers.insert(number % (WRONG + 1), {"text": right, "is_right": True, "why": right_why})
        cards.append({"question": question, "answers": answers})
    return cards
