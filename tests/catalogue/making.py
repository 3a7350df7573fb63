"""A catalogue for tests: the examples, an offering of Testkommune's own, its sessions, and one of Andenkommune's."""

import io
from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal

from django.utils import timezone

from fagkompas.accounts.models import Unit
from fagkompas.catalogue.actions import imports, offerings, sessions
from fagkompas.catalogue.actions.examples import load_examples
from fagkompas.catalogue.facts import LiftFacts, MeetingFacts, OfferingFacts, SessionFacts
from fagkompas.catalogue.models import CatalogueImport, Offering, Programme, Session
from fagkompas.catalogue.uploading import read_catalogue_file
from tests.frameworks.making import make_ready
from tests.people import People

FACTS = OfferingFacts(
    title_da="Lov for nye",
    title_en="Law for newcomers",
    form="course",
    dimensions=("practical",),
    provider_da="Eget hus",
    description_da="Du finder reglen og bruger den.",
    hours=Decimal(7),
    price_per_seat=1200,
    least_seats=4,
    most_seats=10,
    lifts=(LiftFacts(code="LM-G1", lift=Decimal(1), up_to=3),),
)


def today() -> date:
    """The pages ask the clock, so tests of pages do too."""
    return timezone.localdate()


def make_examples() -> dict[str, Offering]:
    """The starter catalogue, by code."""
    make_ready()
    load_examples(today=today())
    return {one.code: one for one in Offering.objects.filter(root=None).order_by("pk")}


def make_offering(people: People, *, root: Unit | None = None, **changes: object) -> Offering:
    """Testkommune's own, or another municipality's."""
    make_ready()
    facts = replace(FACTS, **changes)  # type: ignore[arg-type]  # by name
    return offerings.create_offering(root=root or people.testkommune, facts=facts, by=None)


def session_facts(days: int = 30, **changes: object) -> SessionFacts:
    """One day, so many days ahead."""
    meeting = MeetingFacts(day=today() + timedelta(days=days), starts_at=time(9), ends_at=time(15, 30))
    given: dict[str, object] = {"meetings": (meeting,), "place": "Lokale 1", "least_seats": 4, "most_seats": 10}
    return SessionFacts(**(given | changes))  # type: ignore[arg-type]  # by name


def make_session(people: People, offering: Offering | None = None, days: int = 30, **changes: object) -> Session:
    """Of an own offering of Testkommune's unless another is given."""
    of = offering or make_offering(people)
    root = of.root
    assert root is not None
    return sessions.plan_session(offering=of, root=root, facts=session_facts(days, **changes), today=today(), by=None)


def make_joint_elsewhere(people: People) -> Session:
    """Andenkommune's, opened to others."""
    return make_session(people, make_offering(people, root=people.andenkommune), is_joint=True)


def make_programme(people: People) -> Programme:
    """Testkommune's own."""
    facts = offerings.ProgrammeFacts(name_da="Vores diplom", name_en="", years=6, ects=Decimal(60))
    return offerings.create_programme(root=people.testkommune, facts=facts, by=people.dorte)


GOOD_CSV = "titel;form;dimensioner;udbyder;timer;pris pr. plads\nSkriv klart;Kursus;praktisk;Eget hus;7;0\n"


def make_waiting(people: People, text: str = GOOD_CSV) -> CatalogueImport:
    """A file that Dorte has read."""
    make_ready()
    rows, problems = read_catalogue_file(io.BytesIO(text.encode()), name="katalog.csv").as_json()
    return imports.keep_file(
        author=people.dorte, file_name="katalog.csv", rows=rows, problems=problems, now=timezone.now()
    )
