"""Resource persons and side-by-side training, for tests."""

from datetime import date, timedelta
from decimal import Decimal

from fagkompas.accounts.models import Employee
from fagkompas.learning.actions.onboarding import make_path
from fagkompas.learning.actions.side_by_side import Wish, accept, ask_side_by_side
from fagkompas.learning.models import OnboardingPath, ResourcePerson, SideBySide
from fagkompas.learning.onboarding_guide import onboarding_guide
from tests.catalogue.making import today
from tests.frameworks.making import shipped_version


def make_resource(person: Employee, field: str = "LM", **columns: object) -> ResourcePerson:
    """The person has said yes in a field of the 2025 framework, with four hours a month for half a year."""
    given: dict[str, object] = {
        "said_yes_on": today(),
        "asked_on": today(),
        "hours_per_month": Decimal(4),
        "until": today() + timedelta(days=180),
        "offers": "Læse afgørelser sammen.",
    }
    framework = shipped_version().framework
    return ResourcePerson.objects.create(employee=person, framework=framework, field=field, **(given | columns))


def make_asked(person: Employee, by: Employee, field: str = "LM") -> ResourcePerson:
    """The person is asked, and has not answered."""
    return make_resource(person, field, said_yes_on=None, until=None, asked_by=by, offers="")


def make_side_by_side(learner: Employee, resource: ResourcePerson, *, by: Employee | None = None) -> SideBySide:
    """The learner has asked."""
    return ask_side_by_side(
        learner=learner, resource=resource, wish=Wish(sentence="Vis mig det."), today=today(), by=by or learner
    )


def make_agreed(
    learner: Employee, resource: ResourcePerson, *, day: date | None = None, hours: str = "2"
) -> SideBySide:
    """The resource person has chosen a day."""
    one = make_side_by_side(learner, resource)
    return accept(side_by_side=one, day=day or today(), hours=Decimal(hours), answer="", today=today())


def make_onboarding(
    person: Employee, by: Employee, *, starts_on: date | None = None, buddy: Employee | None = None
) -> OnboardingPath:
    """A path with every step, from today unless told otherwise."""
    codes = [step.code for step in onboarding_guide().steps]
    return make_path(person=person, starts_on=starts_on or today(), buddy=buddy, codes=codes, today=today(), by=by)
