"""What every test stands on: the guards, the people, and a browser-less client for each."""

from collections.abc import Callable, Iterator

import hypothesis
import pytest
from django.db import connection
from django.test import Client, SimpleTestCase
from pytest_django import DjangoDbBlocker

from fagkompas.accounts.models import Employee, Unit
from fagkompas.matching.people import forget as forget_people
from fagkompas.website.management.commands.translations import compile_catalogue, own_apps
from tests import guards
from tests.frameworks.making import make_ready
from tests.people import People, make_people
from tests.settings import MIGRATED

# Two cores shared by many: slowness is measured in benchmarks, not here.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")


def pytest_report_header() -> str:
    """Which of the two databases this run is on."""
    return f"database: {connection.vendor}"


def pytest_sessionstart(session: pytest.Session) -> None:
    """Translations as they stand in the catalogues; once, before the workers start."""
    if not hasattr(session.config, "workerinput"):
        for app in own_apps():
            compile_catalogue(app)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A parameter named as one of the browser's fixtures (`page`) draws its test, and what is beside it, in among the
    journeys, which empty the tables that the other tests find filled.

    What no database can change is tested once, on SQLite.
    """
    for item in items:
        for_a_browser = "browser_name" in getattr(getattr(item, "callspec", None), "params", ())
        if for_a_browser and "journeys" not in item.path.parts:
            raise pytest.UsageError(f"{item.nodeid} asks for a browser outside tests/journeys; rename its parameter")
    if connection.vendor != "sqlite":
        same_on_both = [item for item in items if not asks_for_a_database(item)]
        config.hook.pytest_deselected(items=same_on_both)
        items[:] = [item for item in items if asks_for_a_database(item)]


def asks_for_a_database(item: pytest.Item) -> bool:
    """Whoever does not is refused every query by pytest-django."""
    tests_of = getattr(item, "cls", None)
    return (
        not {"django_db_setup", "live_server"}.isdisjoint(getattr(item, "fixturenames", ()))
        or item.get_closest_marker("django_db") is not None
        or (isinstance(tests_of, type) and issubclass(tests_of, SimpleTestCase))
    )


@pytest.fixture(autouse=True, scope="session")
def guarded() -> Iterator[None]:
    """See tests/guards.py."""
    with pytest.MonkeyPatch.context() as patch:
        guards.refuse_network(patch)
        guards.fail_on_undefined_variables(patch)
        guards.shuffle_unordered_rows(patch)
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Frameworks and learning forms are there before the tests, as they are where Fagkompas is installed.

    Loading them takes as long as most tests do. A transactional test leaves the tables empty, so what makes rows for
    tests loads them where they are missing.
    """
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(MIGRATED)])
        make_ready()


@pytest.fixture
def people(db: None) -> People:
    """Testkommune and Andenkommune with everyone in them; whom a match kept in memory is of another test's."""
    forget_people()
    return make_people()


@pytest.fixture
def north(people: People) -> Unit:
    return people.north


@pytest.fixture
def south(people: People) -> Unit:
    return people.south


@pytest.fixture
def alma(people: People) -> Employee:
    """Manager of Nord."""
    return people.alma


@pytest.fixture
def bo(people: People) -> Employee:
    """Employee in Nord."""
    return people.bo


@pytest.fixture
def carla(people: People) -> Employee:
    """Employee in Syd."""
    return people.carla


@pytest.fixture
def dorte(people: People) -> Employee:
    """Competence consultant of Testkommune."""
    return people.dorte


@pytest.fixture
def erik(people: People) -> Employee:
    """Caseworker in Nord."""
    return people.erik


@pytest.fixture
def freja(people: People) -> Employee:
    """Company consultant in Syd."""
    return people.freja


@pytest.fixture
def gry(people: People) -> Employee:
    """Auditor of Testkommune."""
    return people.gry


@pytest.fixture
def ida(people: People) -> Employee:
    """Administrator of Testkommune."""
    return people.ida


@pytest.fixture
def outsider(people: People) -> Employee:
    """Holds every role, in another municipality."""
    return people.outsider


@pytest.fixture
def client_for() -> Callable[[Employee], Client]:
    """`client_for(alma).get(...)`: a signed-in client."""

    def signed_in(person: Employee) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return signed_in
