"""The page of a position: moving with and without the page's own script, proposals, what was said, and what goes wrong."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from fagkompas.accounts.models import Employee
from fagkompas.companies.models import JobOrder, Position
from tests.companies.making import make_company
from tests.companies.making_positions import make_position
from tests.people import People

ClientFor = Callable[[Employee], Client]

BY_SCRIPT = {"HX-Request": "true"}


def who_has(position: Position) -> list[str]:
    return list(position.tasks.values_list("who", flat=True))


def place(
    client: Client, position: Position, name: str, *, seen: str = "", by_script: bool = False, **sent: str
) -> str:
    url = reverse("companies:position_place", args=[position.tasks.get(name=name).uuid])
    answer = client.post(url, {"seen": seen, **sent}, headers=BY_SCRIPT if by_script else {}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_from_a_title_to_a_job_order(people: People, client_for: ClientFor) -> None:
    client, company = client_for(people.freja), make_company(people)
    refused = client.post(reverse("companies:position_new", args=[company.uuid]), {"title": " "})
    assert refused.status_code == 422
    client.post(reverse("companies:position_new", args=[company.uuid]), {"title": "Svejser"})
    position = Position.objects.get()
    add = reverse("companies:position_task_new", args=[position.uuid])
    typed = {"name": "Svejsning", "minutes": "1200", "is_absolute": "on", "competencies": "Certifikat"}
    client.post(add, typed)
    client.post(add, {"name": "Slibning", "minutes": "540", "could": ["new", "colleague"]})
    both = client.post(add, {**typed, "could": ["trained"]})
    assert both.status_code == 422
    assert "Fjern et af de to krydser" in both.content.decode()
    assert position.tasks.count() == 2
    page = place(client, position, "Slibning", to="new")
    assert "540 min. = 9 timer om ugen" in page
    client.post(reverse("companies:position_order", args=[position.uuid]))
    order = JobOrder.objects.get()
    assert (order.title, order.most_minutes, order.of_position) == ("Slibning", 540, position)
    page = client.get(reverse("companies:position", args=[position.uuid])).content.decode()
    assert reverse("companies:order", args=[order.uuid]) in page


def test_a_move_by_script_answers_with_the_board_and_what_is_said_aloud(people: People, client_for: ClientFor) -> None:
    client, position = client_for(people.freja), make_position(people)
    answer = place(client, position, "Slibning", to="new", by_script=True)
    assert "<html" not in answer
    assert 'hx-swap-oob="innerHTML:#position-said"' in answer
    assert "Slibning: Nyt job på få timer." in answer
    assert who_has(position) == ["", "", "new"]


def test_where_two_move_the_same_task_the_second_is_told_and_sees_where_it_is(
    people: People, client_for: ClientFor
) -> None:
    position = make_position(people)
    place(client_for(people.freja), position, "Slibning", who="new")
    for by_script in (True, False):
        told = place(client_for(people.erik), position, "Slibning", who="colleague", by_script=by_script)
        assert "har flyttet »Slibning« imens" in told
    assert who_has(position) == ["", "", "new"]


def test_a_task_with_somebody_who_was_not_ticked_says_so(people: People, client_for: ClientFor) -> None:
    client, position = client_for(people.freja), make_position(people)
    assert "Ikke krydset af for dem" in place(client, position, "Levering", who="new")


def test_proposals_are_tried_and_undone_and_what_cannot_be_had_says_why(people: People, client_for: ClientFor) -> None:
    client, position = client_for(people.freja), make_position(people)
    page = client.get(reverse("companies:position", args=[position.uuid])).content.decode()
    assert "løber ikke op i 37 timer" in page
    propose, undo = (
        reverse(f"companies:{name}", args=[position.uuid]) for name in ("position_propose", "position_undo")
    )
    client.post(propose, {"aim": "few_hours", "revision": position.revision})
    assert who_has(position) == ["expert", "colleague", "new"]
    old = client.post(undo, {"revision": position.revision}, headers=BY_SCRIPT).content.decode()
    assert "En kollega har ændret stillingen" in old
    position.refresh_from_db()
    client.post(undo, {"revision": position.revision})
    assert who_has(position) == ["", "", ""]
    assert client.post(propose, {"aim": "anything"}).status_code == 404


def test_what_two_write_in_different_steps_is_both_kept_though_a_task_was_moved(
    people: People, client_for: ClientFor
) -> None:
    client, position = client_for(people.freja), make_position(people)
    url = reverse("companies:position_steps", args=[position.uuid])
    place(client, position, "Slibning", to="new")
    client.post(url, {"tasks": "Lageret sejler om mandagen"})
    said = client.post(url, {"flexible": "To korte dage går an"}, headers={"X-Autosave": "1"})
    assert said.status_code == 200
    position.refresh_from_db()
    assert position.notes == {"tasks": "Lageret sejler om mandagen", "flexible": "To korte dage går an"}
    both = client.post(url, {"tasks": "Noget andet"})
    assert both.status_code == 409
    health = client.post(url, {"absolute": "Må ikke have epilepsi"})
    assert health.status_code == 422


def test_one_begun_by_mistake_goes_and_one_with_an_order_stays(people: People, client_for: ClientFor) -> None:
    client, position = client_for(people.freja), make_position(people)
    place(client, position, "Slibning", to="new")
    client.post(reverse("companies:position_order", args=[position.uuid]))
    remove = reverse("companies:position_remove", args=[position.uuid])
    assert "så den bliver" in client.post(remove, follow=True).content.decode()
    JobOrder.objects.all().delete()
    client.post(remove)
    assert not Position.objects.exists()


def test_who_only_reads_sees_the_board_without_buttons(people: People, client_for: ClientFor) -> None:
    position = make_position(people)
    page = client_for(people.alma).get(reverse("companies:position", args=[position.uuid])).content.decode()
    assert "Slibning" in page
    assert "position-move" not in page
    assert reverse("companies:position_order", args=[position.uuid]) not in page
