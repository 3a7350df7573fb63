"""Search finds what learning and surveys hold, for those who may open it."""

from collections.abc import Callable
from html import unescape

from django.test import Client

from fagkompas.accounts.models import Employee
from tests.learning.orders import make_order
from tests.learning.plans import make_solved
from tests.learning.reviews import make_review
from tests.learning.sharing_rows import carla_is_one, path_of_bo
from tests.learning.sparrings import called
from tests.people import People
from tests.surveys.making import invite, open_survey, personal_path, plan_survey, shipped

ClientFor = Callable[[Employee], Client]


def found(client: Client, words: str) -> str:
    return unescape(client.post("/soeg/", {"words": words}).content.decode()).partition("<main")[2]


def test_a_plan_is_found_by_its_name_its_unit_and_its_kind_by_managers_alone(
    client_for: ClientFor, people: People
) -> None:
    plan = make_solved(people)
    address = f"/laering/plan/{plan.uuid}/"
    for words in (plan.name, people.north.name, "læringsplan", f"læringsplan {people.north.name}"):
        assert address in found(client_for(people.alma), words), words
        for other in (people.bo, people.dorte, people.gry, people.outsider):
            assert address not in found(client_for(other), words), (other, words)


def test_surveys_and_instruments_are_found_by_those_who_run_them(client_for: ClientFor, people: People) -> None:
    survey, instrument = plan_survey(people.north, people.dorte), shipped()
    for words in ("hvad mener", "undersøgelse"):
        assert f"/styring/undersoegelser/{survey.uuid}/" in found(client_for(people.dorte), words)
        assert str(survey.uuid) not in found(client_for(people.bo), words)
    assert str(instrument.uuid) in found(client_for(people.alma), instrument.name)
    assert str(instrument.uuid) not in found(client_for(people.bo), instrument.name)


def test_a_survey_is_found_by_whoever_is_asked_until_it_is_answered(client_for: ClientFor, people: People) -> None:
    survey = open_survey(people.north, people.dorte)
    address = personal_path(invite(survey, people.bo, people.dorte))
    for words in (survey.name, "undersøgelse"):
        assert address in found(client_for(people.bo), words)
        assert address not in found(client_for(people.erik), words)
    survey.invitations.update(answered=True)
    assert address not in found(client_for(people.bo), survey.name)


def test_a_review_and_a_path_are_found_by_the_two(client_for: ClientFor, people: People) -> None:
    review = make_review(people)
    path = path_of_bo(people)["uuid"]
    for person in (people.alma, people.bo):
        page = found(client_for(person), "bo")
        assert f"/laering/mus/{review.uuid}/" in page
        assert f"/laering/kolleger/onboarding/{path}/" in page
    assert f"/laering/kolleger/onboarding/{path}/" in found(client_for(people.bo), "onboarding")
    for other in (people.dorte, people.erik, people.gry):
        page = found(client_for(other), "bo")
        assert str(review.uuid) not in page
        assert str(path) not in page


def test_needs_orders_sparrings_and_resource_persons_are_found(client_for: ClientFor, people: People) -> None:
    order = make_order(people.north, people.dorte)
    sparring = called(people.north, people.bo, people.erik)
    resource = carla_is_one(people)["uuid"]
    dorte, erik = client_for(people.dorte), client_for(people.erik)
    assert f"/laering/behov/{people.north.uuid}/" in found(dorte, people.north.name)
    assert f"/laering/behov/{people.north.uuid}/" not in found(erik, people.north.name)
    assert f"/laering/bestilling/{order.uuid}/" in found(dorte, order.title)
    assert str(order.uuid) not in found(erik, order.title)
    assert f"/laering/kolleger/sparring/{sparring.uuid}/" in found(erik, sparring.subject)
    assert str(sparring.uuid) not in found(client_for(people.carla), sparring.subject)
    assert f"/laering/kolleger/ressource/{resource}/" in found(erik, "carla")
    assert str(resource) not in found(client_for(people.outsider), "carla")


def test_a_name_that_is_a_part_of_what_a_kind_is_called_is_still_searched(
    client_for: ClientFor, people: People
) -> None:
    people.bo.name = "Hans Sørensen"
    people.bo.save()
    path, survey = path_of_bo(people)["uuid"], plan_survey(people.north, people.dorte)
    order = make_order(people.north, people.dorte)
    assert str(path) in found(client_for(people.alma), "hans sørensen")
    for words in ("bo sørensen", "on sørensen", "board sørensen"):
        assert str(path) not in found(client_for(people.alma), words), words
    for words in ("else", "else hvad", "still", "til"):
        page = found(client_for(people.dorte), words)
        assert str(survey.uuid) not in page, words
        assert str(order.uuid) not in page, words
    assert str(survey.uuid) in found(client_for(people.dorte), "undersøgelser hvad")
    assert str(order.uuid) in found(client_for(people.dorte), "bestilling")


def test_pages_of_learning_are_found_by_name(client_for: ClientFor, people: People) -> None:
    assert 'href="/laering/plan/"' in found(client_for(people.alma), "læringsplaner")
    assert 'href="/laering/plan/"' not in found(client_for(people.bo), "læringsplaner")
    assert 'href="/laering/kolleger/"' in found(client_for(people.bo), "ressourcepersoner")
