"""The pages about units: what each viewer reads there, and what nobody can make them say."""

import io
import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import openpyxl
import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.models import Employee, Role, Unit
from fagkompas.assessments.actions.results import refresh_unit_results, store_person_results
from fagkompas.assessments.figures import STANDING_COLOURS
from fagkompas.assessments.models import Participant, Rating, Round, RoundState
from fagkompas.audit.models import Event
from fagkompas.engine.scales import Rater
from tests.assessments.rounds import answer, make_round, participant_of
from tests.assessments.units import colleagues, rated_round
from tests.people import People, make_employee, make_unit

pytestmark = pytest.mark.django_db
ClientFor = Callable[[Employee], Client]


def url(name: str, unit: Unit, *args: object) -> str:
    return reverse(f"assessments:{name}", args=[unit.uuid, *args])


def test_the_manager_reads_what_needs_attention(people: People, client_for: ClientFor) -> None:
    rated_round(people.north, {people.bo: {"LM": 1}})

    page = client_for(people.alma).get(url("unit", people.north)).content.decode()

    assert "Lov &amp; Myndighed:</strong> ingen specialist, på grundlæggende niveau 2 af 3" in page


def test_the_one_specialist_is_named_to_the_manager_only(people: People, client_for: ClientFor) -> None:
    colleagues(people.north, 4)
    round_ = rated_round(people.north, {people.bo: {"IT": 4}})
    bo = participant_of(round_, people.bo)

    for_alma = client_for(people.alma).get(url("unit", people.north)).content.decode()
    for_dorte = client_for(people.dorte).get(url("unit", people.north)).content.decode()

    assert reverse("learning:what_if", args=[people.north.uuid, bo.uuid]) in for_alma
    assert str(bo.uuid) not in for_dorte
    assert ">Bo<" not in for_dorte


def test_what_if_says_which_field_loses_its_last_specialist(people: People, client_for: ClientFor) -> None:
    round_ = rated_round(people.north, {people.bo: {"IT": 4}})
    bo = participant_of(round_, people.bo)

    page = client_for(people.alma).get(reverse("learning:what_if", args=[people.north.uuid, bo.uuid])).content.decode()

    assert "<strong>IT &amp; Digital</strong>" in page
    assert Event.objects.filter(action="learning.what_if.read", subject_id=people.bo.pk, actor_id=people.alma.pk)


def test_a_small_unit_is_hidden_from_its_members_kindly(people: People, client_for: ClientFor) -> None:
    rated_round(people.north)

    page = client_for(people.bo).get(url("unit", people.north)).content.decode()

    assert "Tallene er skjult" in page
    assert "data-sector" not in page


@pytest.mark.parametrize("name", ["unit", "unit_people"])
def test_another_municipality_is_not_found(people: People, client_for: ClientFor, name: str) -> None:
    rated_round(people.north)

    assert client_for(people.outsider).get(url(name, people.north)).status_code == 404


def test_the_table_of_people_is_the_manager_s_and_every_look_is_logged(people: People, client_for: ClientFor) -> None:
    rated_round(people.north, {people.bo: 4})

    page = client_for(people.alma).get(url("unit_people", people.north))

    assert "Specialiseret" in page.content.decode()
    seen = Event.objects.filter(action="assessments.standings.read").values_list("subject_id", flat=True)
    assert set(seen) == {people.bo.pk, people.erik.pk}
    assert client_for(people.dorte).get(url("unit_people", people.north)).status_code == 404


def test_the_table_says_what_a_standing_is_and_why_each_has_theirs(people: People, client_for: ClientFor) -> None:
    rated_round(people.north, {people.bo: {"IT": 4, "LM": 1}})

    page = client_for(people.alma).get(url("unit_people", people.north)).content.decode()

    assert "der skal 80 % til for at have et niveau" in page
    assert "Mestrer mindst 80 % af begge niveauer." in page
    row = page[page.index(f">{people.bo.name}</a>") : page.index("</tr>", page.index(f">{people.bo.name}</a>"))]
    assert "<strong>LM</strong> Under udvikling: 0 % af det grundlæggende niveau mestres." in row
    assert "<strong>IT</strong> Specialiseret: 100 %" in row


def test_the_table_has_the_colours_of_the_bars() -> None:
    css = (Path(__file__).parents[2] / "fagkompas/assessments/static/assessments/unit.css").read_text()
    drawn = {
        name: (fill, text)
        for name, fill, text in re.findall(r"td\.heat-(\w+)[^{]*{ background: (#\w+); color: (#\w+); }", css)
    }
    assert drawn == {standing.value: colours for standing, colours in STANDING_COLOURS.items()}


def test_the_table_can_be_narrowed_to_a_standing(people: People, client_for: ClientFor) -> None:
    rated_round(people.north, {people.bo: {"IT": 4}})

    asked = {"felt": "IT", "staasted": "specialised"}
    page = client_for(people.alma).get(url("unit_people", people.north), asked).content.decode()

    assert f">{people.bo.name}</a>" in page
    assert f">{people.erik.name}</a>" not in page


@pytest.mark.parametrize(
    ("sort", "order"), [("IT", ["Bo", "Erik", "Alma"]), ("-IT", ["Alma", "Erik", "Bo"]), ("XX", ["Alma", "Bo", "Erik"])]
)
def test_the_table_sorts_by_how_far_each_stands_in_a_field(
    people: People, client_for: ClientFor, sort: str, order: list[str]
) -> None:
    rated_round(people.north, {people.bo: {"IT": 4}, people.erik: {"IT": 2}, people.alma: {"IT": 1}})

    page = client_for(people.alma).get(url("unit_people", people.north), {"sortering": sort}).content.decode()

    places = [page.index(f">{name}</a>", page.index("<tbody>")) for name in order]
    assert places == sorted(places)


def test_whoever_has_another_name_stands_where_it_belongs_after_the_night(
    people: People, client_for: ClientFor
) -> None:
    rated_round(people.north, {people.bo: 4})
    client = client_for(people.alma)
    assert row_names(client, people.north) == ["Alma", "Bo", "Erik"]

    people.bo.name = "Østen"
    people.bo.save()
    call_command("refresh_figures", stdout=io.StringIO())

    assert row_names(client, people.north) == ["Alma", "Erik", "Østen"]


def test_who_has_to_be_rated_first_is_in_no_figure_and_not_the_one_specialist(
    people: People, client_for: ClientFor
) -> None:
    part = participant_of(make_round(people.north), people.bo)
    answered(part, by=people.bo)
    client = client_for(people.alma)

    before = client.get(url("unit", people.north)).content.decode()
    assert "på svar fra 0 personer" in before
    assert "Ingen tal endnu" in before
    assert reverse("learning:what_if", args=[people.north.uuid, part.uuid]) not in before
    assert not Event.objects.filter(action="assessments.standings.read").exists()
    assert client.get(reverse("learning:what_if", args=[people.north.uuid, part.uuid])).status_code == 404

    answered(part, by=people.alma, rater=Rater.MANAGER)
    assert (
        reverse("learning:what_if", args=[people.north.uuid, part.uuid])
        in client.get(url("unit", people.north)).content.decode()
    )


def test_a_manager_who_has_been_rated_answers_before_seeing_her_own_row(people: People, client_for: ClientFor) -> None:
    gitte = make_employee("Gitte", people.north, Role.MANAGER)
    part = participant_of(make_round(people.north), people.alma)
    answered(part, by=gitte, rater=Rater.MANAGER)
    client = client_for(people.alma)

    assert row_names(client, people.north) == []
    answered(part, by=people.alma)
    assert row_names(client, people.north) == ["Alma"]


def answered(part: Participant, *, by: Employee, rater: Rater = Rater.SELF) -> None:
    """Everything answered with 4, and the figures of the units computed."""
    answer(part, 4, by=by, rater=rater)
    refresh_unit_results(round_=part.round, now=part.round.created_at)


def row_names(client: Client, unit: Unit) -> list[str]:
    """Who stands in the table people x fields."""
    response = client.get(url("unit_people", unit))
    return [row.result.participant.employee.name for row in response.context["rows"]]


def test_the_page_says_why_a_field_is_named_and_why_one_is_hidden(people: People, client_for: ClientFor) -> None:
    """All nine in Nord have answered, but only three of them about the law."""
    colleagues(people.north, 6)
    round_ = rated_round(people.north, {people.bo: {"IT": 1}})
    in_law = Rating.objects.filter(participant__round=round_, item__startswith="LM")
    few = Participant.objects.filter(round=round_).order_by("pk")[:3].values("pk")
    in_law.exclude(participant__in=few).delete()
    participants = list(round_.participants.select_related("round__version__framework").order_by("pk"))
    store_person_results(round_=round_, participants=participants, now=round_.created_at)
    refresh_unit_results(round_=round_, now=round_.created_at)

    page = client_for(people.dorte).get(url("unit", people.north)).content.decode()

    assert "IT &amp; Digital: 8 på grundlæggende niveau, hvor der er brug for 9" in page
    assert "Lov &amp; Myndighed: Tallene er skjult, fordi der er færre end 5 personer bag" in page
    assert "Lov &amp; Myndighed: 3 på" not in page


@pytest.mark.parametrize(
    "query", ["?runde=intet", f"?runde={UUID(int=7)}", "?side=hej&sortering=x", "?felt=XX&staasted=yyy", "?runde=%00"]
)
def test_an_odd_address_shows_the_page_all_the_same(people: People, client_for: ClientFor, query: str) -> None:
    rated_round(people.north)
    client = client_for(people.alma)

    assert client.get(url("unit", people.north) + query).status_code == 200
    assert client.get(url("unit_people", people.north) + query).status_code == 200
    assert client.get(reverse("assessments:units") + query).status_code == 200


def test_a_unit_without_figures_says_what_to_wait_for(people: People, client_for: ClientFor) -> None:
    make_round(people.north, state=RoundState.PLANNED)

    assert "Ingen tal endnu" in client_for(people.alma).get(url("unit", people.north)).content.decode()


def test_the_latest_answered_round_comes_first_and_the_others_are_offered(
    people: People, client_for: ClientFor
) -> None:
    old = rated_round(people.north, name="Efterår 2025")
    rated_round(people.north, name="Efterår 2026")

    page = client_for(people.alma).get(url("unit", people.north)).content.decode()

    assert f"?runde={old.uuid}" in page


def test_files_say_no_more_than_the_page(people: People, client_for: ClientFor) -> None:
    rated_round(people.testkommune, {people.bo: 4})
    client = client_for(people.dorte)

    data = json.loads(client.get(url("unit_file", people.testkommune, "json")).content)
    by_name = {unit["unit"]: unit for unit in data["units"]}
    assert by_name["Testkommune"]["fields"]["AU"]["known"] == 8
    assert by_name["Testkommune / Nord"]["suppressed"]
    assert by_name["Testkommune / Nord"]["fields"] is None

    workbook = openpyxl.load_workbook(io.BytesIO(client.get(url("unit_file", people.testkommune, "xlsx")).content))
    rows = list(workbook.worksheets[0].iter_rows(values_only=True))
    north = [row for row in rows if row[0] == "Testkommune / Nord"]
    assert north
    assert all(not isinstance(cell, float) for row in north for cell in row)

    assert client.get(url("unit_file", people.testkommune, "svg")).content.startswith(b"<?xml")
    assert client.get(url("unit_file", people.testkommune, "exe")).status_code == 404


def test_the_units_a_person_may_open(people: People, client_for: ClientFor) -> None:
    rated_round(people.testkommune)

    def listed(person: Employee) -> set[str]:
        page = client_for(person).get(reverse("assessments:units")).content.decode()
        return {unit.name for unit in Unit.objects.order_by("pk") if str(unit.uuid) in page}

    assert listed(people.alma) == {"Testkommune", "Nord"}
    assert listed(people.dorte) == {"Testkommune", "Nord", "Syd"}
    assert listed(people.carla) == {"Testkommune", "Syd"}
    assert listed(people.outsider) == set()


@pytest.mark.parametrize("name", ["unit", "unit_parts", "unit_people", "units"])
def test_queries_do_not_grow(people: People, client_for: ClientFor, name: str) -> None:
    """Twenty people in one part, then two hundred in six: the same number of queries."""
    place = make_unit("Afdeling", people.north)
    colleagues(make_unit("Team", place), 20)
    few = queries(client_for(people.alma), name, place, rated_round(place))
    for number in range(5):
        colleagues(make_unit(f"Team {number}", place), 36)
    many = queries(client_for(people.alma), name, place, rated_round(place, name="Med mange"))

    assert few == many


def queries(client: Client, name: str, unit: Unit, round_: Round) -> int:
    """How many queries a page takes, counted on the second look."""
    address = reverse("assessments:units") if name == "units" else url(name, unit)
    client.get(address, {"runde": str(round_.uuid)})
    with CaptureQueriesContext(connection) as captured:
        client.get(address, {"runde": str(round_.uuid)})
    return len(captured)


def test_beside_the_unit_each_reading_says_what_to_do(people: People, client_for: ClientFor) -> None:
    colleagues(people.north, 4)
    round_ = rated_round(people.north, {people.bo: {"IT": 4, "LM": 1}})
    bo = participant_of(round_, people.bo)

    page = client_for(people.alma).get(reverse("assessments:reading", args=[bo.uuid])).content.decode()

    assert "Mindre end enheden har" in page
    assert "Stærke sammen" in page
    assert Event.objects.filter(action="assessments.reading.read", subject_id=people.bo.pk)


def test_beside_a_small_unit_the_person_is_told_why_not(people: People, client_for: ClientFor) -> None:
    bo = participant_of(rated_round(people.north), people.bo)

    page = client_for(people.bo).get(reverse("assessments:reading", args=[bo.uuid])).content.decode()

    assert "for lille" in page
    assert not Event.objects.filter(action="assessments.reading.read").exists()


def test_the_list_shows_the_newest_round_that_has_answers(people: People, client_for: ClientFor) -> None:
    answered = rated_round(people.north, name="Med svar")
    empty = make_round(people.north, name="Uden svar", opens_on=answered.opens_on + timedelta(days=1))
    refresh_unit_results(round_=empty, now=timezone.now())

    page = client_for(people.alma).get(reverse("assessments:units")).content.decode()
    asked = client_for(people.alma).get(reverse("assessments:units"), {"runde": str(empty.uuid)}).content.decode()

    assert f"{url('unit', people.north)}?runde={answered.uuid}" in page
    assert f'<option value="{answered.uuid}" selected>' in page
    assert f"{url('unit', people.north)}?runde={empty.uuid}" in asked
    assert "ingen svar tæller endnu" in asked
    assert "der mangler ikke noget" not in asked


def test_the_way_up_from_a_unit_keeps_the_round(people: People, client_for: ClientFor) -> None:
    round_ = rated_round(people.north)

    page = client_for(people.alma).get(url("unit", people.north), {"runde": str(round_.uuid)}).content.decode()

    assert f"{reverse('assessments:units')}?runde={round_.uuid}" in page


def test_what_is_missing_already_does_not_hold(people: People, client_for: ClientFor) -> None:
    round_ = rated_round(people.north, {people.bo: {"IT": 4}})
    bo = participant_of(round_, people.bo)

    page = client_for(people.alma).get(reverse("learning:what_if", args=[people.north.uuid, bo.uuid])).content.decode()

    row = page[page.index(">Lov &amp; Myndighed</th>") :]
    assert "Er allerede et hul" in row[: row.index("</tr>")]


def test_the_overview_counts_the_units_of_the_list(people: People, client_for: ClientFor) -> None:
    rated_round(people.north)

    overview = client_for(people.alma).get(reverse("assessments:overview")).content.decode()
    listed = client_for(people.alma).get(reverse("assessments:units"))

    assert f"{listed.context['listing'].count} enheder" in overview
