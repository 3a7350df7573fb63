"""Yearly reviews of the demo's first team: one planned and prepared by both, and two signed, with agreements that come back."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final
from uuid import uuid4

from fagkompas.accounts.models import Employee, Unit
from fagkompas.catalogue.models import Offering
from fagkompas.learning.actions import reviews
from fagkompas.learning.models import Review, Went, Whose
from fagkompas.website.demo.people import TEAMS
from fagkompas.website.demo.timing import noon, working_day, working_day_before

YEAR: Final = timedelta(days=364)
COURSE: Final = "afgoerelser-borgeren-forstaar"

EMPLOYEE: Final[Mapping[str, str]] = {
    "personality-1": "Jeg bliver rolig, når andre får travlt.",
    "motivation-1": "Da en borger ringede og fortalte, at hun havde fået arbejde.",
    "motivation-3": "Mere tid ude hos virksomhederne.",
    "skill-2": "Vi ser forskelligt på, hvor langt jeg er med reglerne. Tag sagen om fleksjob fra marts.",
    "skill-3": "Lov og myndighed. Jeg lærer bedst sammen med en kollega.",
    "behaviour-1": "Jeg kan blive bedre til at vente, når en borger tænker.",
    "results-1": "Forløbet, hvor tre småjob blev til en fast stilling.",
}
MANAGER: Final[Mapping[str, str]] = {
    "personality-1": "Holder roen i svære samtaler og får andre med.",
    "motivation-1": "Bliver optaget af virksomhederne og deres hverdag.",
    "skill-1": "Samtalen og kendskabet til virksomhederne. Jeg har siddet med tre gange.",
    "skill-2": "Nogen, der kan forklare reglerne for de nye.",
    "behaviour-1": "Ringer op samme dag og skriver det ind med det samme.",
    "results-1": "Flere borgere er i gang med få timer. Det hang også på aftalen med byens butikker.",
}


def build_reviews(*, people: Mapping[str, Employee], root: Unit, today: date) -> None:
    """Of the first team: the manager with the second to fourth person of the list."""
    names = TEAMS[0].names
    manager, first, second = people[names[0]], people[names[1]], people[names[2]]
    course = Offering.objects.get(root=root, example__code=COURSE)
    last_year = working_day_before(today - YEAR)
    before = _planned(first, manager, last_year)
    _held(
        before,
        manager,
        last_year,
        notes={"skill": "Vil gerne kende reglerne bedre, så svarene til borgerne bliver kortere."},
        agreements=(
            (
                "Går med en kollega til to møder om fleksjob.",
                working_day(last_year + timedelta(days=120)),
                Whose.EMPLOYEE,
                None,
            ),
            (
                "Frigør en formiddag om måneden til virksomhedsbesøg.",
                working_day(last_year + timedelta(days=200)),
                Whose.MANAGER,
                None,
            ),
        ),
    )
    _went(before, first, manager, today)
    review = _planned(first, manager, today - timedelta(days=10), for_day=working_day(today + timedelta(days=4)))
    wish = "Hvordan får jeg mere tid hos virksomhederne uden at slippe mine borgere?"
    for by, answers, own in ((first, EMPLOYEE, wish), (manager, MANAGER, "")):
        reviews.save_preparation(review=review, revision=0, answers=answers, wish=own, by=by)
        reviews.share_preparation(review=review, by=by, now=noon(today - timedelta(days=2)))
    held = working_day_before(today - timedelta(days=80))
    _held(
        _planned(second, manager, held),
        manager,
        held,
        notes={
            "personality": "Siger selv, at det giver ro at have en fast makker.",
            "behaviour": "Beder en kollega læse med, før de svære breve går ud.",
            "results": "Færre borgere ringer for at spørge, hvad brevet betyder.",
            "feedback": "Vil gerne have svar på spørgsmål samme dag.",
        },
        agreements=(
            (
                "Skriver to afgørelser sammen med en kollega.",
                working_day(today + timedelta(days=6)),
                Whose.EMPLOYEE,
                None,
            ),
            (
                "Tager kurset i at skrive afgørelser, som borgeren forstår.",
                working_day(today + timedelta(days=90)),
                Whose.EMPLOYEE,
                course,
            ),
            ("Svarer på spørgsmål inden dagen er omme.", working_day(today + timedelta(days=12)), Whose.MANAGER, None),
        ),
    )


def _planned(employee: Employee, manager: Employee, today: date, for_day: date | None = None) -> Review:
    return reviews.plan_reviews(people=[employee], planned_on=for_day or today, by=manager, today=today)[0]


def _held(
    review: Review,
    manager: Employee,
    day: date,
    *,
    notes: Mapping[str, str],
    agreements: tuple[tuple[str, date, Whose, Offering | None], ...],
) -> None:
    typed = reviews.TypedReview(
        held_on=day,
        notes=notes,
        agreements=tuple(
            reviews.TypedAgreement(uuid=uuid4(), text=text, due_on=due, whose=whose, offering=offering)
            for text, due, whose, offering in agreements
        ),
    )
    saved = reviews.save_review(review=review, revision=review.revision, typed=typed, by=manager, now=noon(day))
    for by in (manager, review.employee):
        reviews.sign(review=saved, revision=saved.revision, by=by, now=noon(day))


def _went(review: Review, employee: Employee, manager: Employee, today: date) -> None:
    """One was reached and one only in part."""
    first, second = review.agreements.order_by("due_on", "pk")
    reviews.note_outcome(
        agreement=first,
        revision=0,
        went=Went.REACHED,
        outcome="To møder, og nu ringer kollegaen selv.",
        by=employee,
        today=today - timedelta(days=230),
    )
    reviews.note_outcome(
        agreement=second,
        revision=0,
        went=Went.PARTLY,
        outcome="Det blev til hver anden måned.",
        by=manager,
        today=today - timedelta(days=150),
    )
