"""Who teaches whom in the demo: resource persons, side-by-side training in every state, and a new colleague's first weeks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from fagkompas.accounts.models import Employee
from fagkompas.assessments.actions.results import refresh_unit_results
from fagkompas.assessments.models import Round
from fagkompas.frameworks.models import Framework
from fagkompas.learning.actions.onboarding import StepFacts, add_step, make_path, tick
from fagkompas.learning.actions.resource_persons import (
    Promise,
    ask_to_be_resource_person,
    say_no,
    say_yes,
)
from fagkompas.learning.actions.side_by_side import Wish, accept, ask_side_by_side, cancel, decline, mark_held
from fagkompas.learning.models import ResourcePerson, SideBySide
from fagkompas.learning.onboarding_guide import onboarding_guide
from fagkompas.learning.resource_persons import candidates, is_specialised
from fagkompas.website.demo.people import NEW_HERE, TEAMS
from fagkompas.website.demo.timing import noon, working_day, working_day_before

FRAMEWORK: Final = "faglighed-2025"


@dataclass(frozen=True, slots=True, kw_only=True)
class Began:
    """A new colleague who began so many days ago."""

    name: str
    buddy: str
    days_ago: int


NEW: Final = (
    Began(name=NEW_HERE["Unge og uddannelse"], buddy="Ditte Mark", days_ago=24),
    Began(name=NEW_HERE["Jobparate"], buddy="Ingrid Balle", days_ago=11),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Helper:
    """Somebody who goes deep in a field, with what she says yes to; without hours she is only asked."""

    name: str
    field: str
    hours: str = ""
    days: int = 0
    offers: str = ""
    no: str = ""

    def asked_on(self, today: date) -> date:
        """Long ago where there is an answer to tell of, else lately."""
        return today - timedelta(days=40 if self.hours else 3)


HELPERS: Final = (
    Helper(
        name="Birgit Skov",
        field="AU",
        hours="4",
        days=200,
        offers="Kom med på branchemøde, og se, hvordan jeg læser et lokalt arbejdsmarked.",
    ),
    Helper(
        name="Gitte Ravn", field="BM", hours="6", days=150, offers="Sid med til samtaler, hvor borgeren er i tvivl."
    ),
    Helper(
        name="Grethe Lassen", field="LM", hours="5", days=20, offers="Vi læser dine afgørelser sammen, før de går ud."
    ),
    Helper(name="Viggo Pilgaard", field="VM", hours="4", days=240, offers="Tag med på virksomhedsbesøg en formiddag."),
    Helper(
        name="Winnie Hald",
        field="VM",
        hours="3",
        days=120,
        offers="Jeg viser, hvordan jeg ringer til nye virksomheder.",
    ),
    Helper(name="Tanja Lind", field="BM", hours="3", days=180, offers="Samtaler med unge, der ikke møder op."),
    Helper(name="Frederik Toft", field="IT"),
    Helper(name="Cecilie Juul", field="VM", no="Ikke før sommer. Jeg har to nye kolleger at sætte ind i arbejdet."),
)


def build_sharing(*, people: Mapping[str, Employee], today: date) -> None:
    """Through the same actions as the pages; who is not specialised in the demo's ratings is left out."""
    framework = Framework.objects.get(code=FRAMEWORK, root=None)
    for round_ in Round.objects.filter(version__framework=framework, figures_stale=True).order_by("pk"):
        refresh_unit_results(
            round_=round_, now=noon(today)
        )  # what managers choose from, otherwise made after the build
    resources: dict[str, ResourcePerson] = {}
    for helper in HELPERS:
        manager = _manager_of(helper.name, people)
        person = people[helper.name]
        if _can_be_asked(helper, person, manager, framework, today):
            resources[helper.name] = _answered(helper, person, manager, framework, today)
    _side_by_side(people, {name: one for name, one in resources.items() if one.said_yes_on}, today)
    for began in NEW:
        _onboarding(began, people, today)


def _can_be_asked(helper: Helper, person: Employee, manager: Employee, framework: Framework, today: date) -> bool:
    """On the day they are asked, and on the day they answer."""
    asked_on = helper.asked_on(today)
    by_manager = candidates(manager, framework, asked_on).has(person, helper.field)
    return by_manager and is_specialised(person, framework, helper.field, person, asked_on + timedelta(days=2))


def _manager_of(name: str, people: Mapping[str, Employee]) -> Employee:
    return next(people[team.names[0]] for team in TEAMS if name in team.names)


def _answered(helper: Helper, person: Employee, manager: Employee, framework: Framework, today: date) -> ResourcePerson:
    asked_on = helper.asked_on(today)
    row = ask_to_be_resource_person(person=person, framework=framework, field=helper.field, today=asked_on, by=manager)
    if helper.no:
        return say_no(resource=row, answer=helper.no, today=today)
    if not helper.hours:
        return row
    promise = Promise(
        hours_per_month=Decimal(helper.hours), until=today + timedelta(days=helper.days), offers=helper.offers
    )
    return say_yes(resource=row, promise=promise, today=asked_on + timedelta(days=2))


def _side_by_side(people: Mapping[str, Employee], resources: Mapping[str, ResourcePerson], today: date) -> None:
    """One of each state, as far as there are resource persons for them."""
    ahead = working_day(today + timedelta(days=5))
    past = working_day_before(today - timedelta(days=6))

    def ask(learner: str, resource: str, sentence: str, *, days_ago: int = 9) -> SideBySide | None:
        if resource not in resources:
            return None
        person = people[learner]
        return ask_side_by_side(
            learner=person,
            resource=resources[resource],
            wish=Wish(sentence=sentence),
            today=today - timedelta(days=days_ago),
            by=person,
        )

    ask("Dennis Hauge", "Birgit Skov", "Jeg vil gerne blive bedre til at tale brancher med borgerne.", days_ago=2)
    if agreed := ask("Camilla Bro", "Gitte Ravn", "Jeg vil se, hvordan du får den stille borger i tale."):
        accept(side_by_side=agreed, day=ahead, hours=Decimal(2), answer="Kom kl. 9, jeg har to samtaler.", today=today)
    if held := ask("Simon Holt", "Tanja Lind", "Unge, der ikke møder op."):
        accept(side_by_side=held, day=past, hours=Decimal(2), answer="Vi mødes i Unge.", today=past)
        mark_held(side_by_side=held, day=past, hours=Decimal("2.5"), now=noon(past), by=held.learner)
    if declined := ask("Ulrik Brandt", "Winnie Hald", "At ringe til virksomheder."):
        decline(side_by_side=declined, answer="Jeg har fuldt til jul. Spørg Viggo.", today=today - timedelta(days=4))
    if cancelled := ask("Henrik Dam", "Viggo Pilgaard", "Et virksomhedsbesøg."):
        accept(side_by_side=cancelled, day=ahead, hours=Decimal(3), answer="Vi kører kl. 8.", today=today)
        cancel(side_by_side=cancelled, because="Virksomheden har flyttet mødet.", today=today, by=cancelled.learner)


def _onboarding(began: Began, people: Mapping[str, Employee], today: date) -> None:
    """Some weeks in, with one step late."""
    person, manager = people[began.name], _manager_of(began.name, people)
    starts_on = working_day_before(today - timedelta(days=began.days_ago))
    path = make_path(
        person=person,
        starts_on=starts_on,
        buddy=people[began.buddy],
        codes=[step.code for step in onboarding_guide().steps if step.code != "on-screen"],
        today=starts_on,
        by=manager,
    )
    lunch = StepFacts(
        due_on=working_day(starts_on + timedelta(days=8)), with_person=manager, title="Frokost med teamet"
    )
    add_step(path=path, facts=lunch, today=starts_on, by=manager)
    late = {"rules-of-the-day"}
    for step in path.steps.filter(due_on__lt=today).exclude(code__in=late).order_by("due_on", "pk"):
        tick(step=step, is_done=True, today=step.due_on, by=person)
