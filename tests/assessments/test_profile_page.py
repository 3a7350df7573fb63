"""A person's profile: who sees it, what it says, and its files."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from fagkompas.accounts.models import Employee, Role
from fagkompas.assessments.actions.results import refresh_unit_results
from fagkompas.assessments.actions.rounds import close_round
from fagkompas.assessments.models import Participant, PersonResult, Rating, Round, RoundState, Scope
from fagkompas.assessments.profiles import Change, changes, comparable_before, earlier_results, read_profile
from fagkompas.assessments.questions import asked_columns
from fagkompas.audit.models import Event
from fagkompas.engine.scales import Level, Mode, Rater
from fagkompas.frameworks.actions import derive_framework, move_level, publish, retire_item
from fagkompas.toolkit.texts import Text
from tests.assessments.rounds import answer, make_round, participant_of
from tests.frameworks.making import shipped_version
from tests.people import People, make_employee

ClientFor = Callable[[Employee], Client]


@pytest.fixture
def bo_rated(people: People) -> Participant:
    """Bo has answered 2 to everything, and his manager 3."""
    bo = participant_of(make_round(people.north), people.bo)
    answer(bo, 2, by=people.bo)
    answer(bo, 3, by=people.alma, rater=Rater.MANAGER)
    return participant_of(bo.round, people.bo)


def profile_url(participant: Participant) -> str:
    return reverse("assessments:profile_of", args=[participant.uuid])


def file_url(participant: Participant, kind: str) -> str:
    return reverse("assessments:profile_file", args=[participant.uuid, kind])


def shown(client: Client, participant: Participant) -> str:
    """The page's text without tags, on one line."""
    response = client.get(profile_url(participant))
    assert response.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def earlier_round(people: People, **options: object) -> Round:
    """A closed round of a year ago in Nord."""
    return make_round(
        people.north,
        name="Efterår 2025",
        opens_on=timezone.localdate() - timedelta(days=7),
        **options,  # type: ignore[arg-type]
    )


def close_a_year_ago(round_: Round) -> None:
    """Move it back in time once it is answered."""
    first = round_.opens_on - timedelta(days=365)
    Round.objects.filter(pk=round_.pk).update(
        opens_on=first, closes_on=first + timedelta(days=28), state=RoundState.CLOSED
    )


# Who may


@pytest.mark.parametrize("name", ["outsider", "dorte", "gry", "ida", "carla", "erik"])
def test_somebody_else_is_told_there_is_no_such_page(
    bo_rated: Participant, people: People, client_for: ClientFor, name: str
) -> None:
    client = client_for(getattr(people, name))
    assert client.get(profile_url(bo_rated)).status_code == 404
    for kind in ("pdf", "xlsx", "svg", "json"):
        assert client.get(file_url(bo_rated, kind)).status_code == 404
    assert not Event.objects.filter(action__startswith="assessments.profile").exists()


def test_the_manager_s_look_is_logged_and_the_person_can_see_it(
    bo_rated: Participant, people: People, client_for: ClientFor
) -> None:
    client_for(people.bo).get(profile_url(bo_rated))
    assert not Event.objects.reads().exists()
    alma = client_for(people.alma)
    alma.get(profile_url(bo_rated))
    alma.get(file_url(bo_rated, "json"))
    seen = Event.objects.reads().about(people.bo.pk).order_by("pk").values_list("action", "actor_name", "target_uuid")
    assert list(seen) == [
        ("assessments.profile.read", "Alma", bo_rated.uuid),
        ("assessments.profile.downloaded", "Alma", bo_rated.uuid),
    ]
    page = client_for(people.bo).get(reverse("accounts:who_has_seen")).content.decode()
    assert "Alma" in page


def test_my_latest_profile_is_one_click_away(bo_rated: Participant, people: People, client_for: ClientFor) -> None:
    assert client_for(people.bo).get(reverse("assessments:profile")).headers["Location"] == profile_url(bo_rated)
    assert "Der er ingen profil endnu" in client_for(people.erik).get(reverse("assessments:profile")).content.decode()


def test_a_profile_that_is_not_there_yet(people: People, client_for: ClientFor) -> None:
    bo = participant_of(make_round(people.north), people.bo)
    assert "Der er ingen profil endnu" in shown(client_for(people.bo), bo)
    assert "Vurder nu" in shown(client_for(people.alma), bo)
    assert client_for(people.bo).get(file_url(bo, "json")).status_code == 404


def test_neither_is_led_by_the_other(people: People, client_for: ClientFor) -> None:
    round_ = make_round(people.north)
    bo, erik = participant_of(round_, people.bo), participant_of(round_, people.erik)
    answer(bo, 2, by=people.bo)
    answer(erik, 3, by=people.alma, rater=Rater.MANAGER)
    to_alma, to_erik = shown(client_for(people.alma), bo), shown(client_for(people.erik), erik)
    assert "Bo har svaret. Vurder først selv" in to_alma
    assert "Din leder har vurderet dig. Svar først selv" in to_erik
    assert "Tallene" not in to_alma + to_erik
    assert client_for(people.alma).get(file_url(bo, "json")).status_code == 404
    close_a_year_ago(round_)
    assert "Tallene" in shown(client_for(people.alma), bo)


# What it says


def test_the_page_of_the_person_and_of_the_manager_say_the_same(
    bo_rated: Participant, people: People, client_for: ClientFor
) -> None:
    own, manager_s = shown(client_for(people.bo), bo_rated), shown(client_for(people.alma), bo_rated)
    assert "Din profil" in own
    assert "Hvem har set mine data?" in own
    for said in ("Styrker", "Det kan udvikles", "Siden sidst", "Tallene", "75,0", "Leder 79"):
        assert said in own, said
        assert said in manager_s, said
    # Three everywhere masters both levels: nothing is left to grow.
    assert "Det grundlæggende niveau er nået i 6 af 6 felter og det specialiserede i 6." in own
    assert "Ingen felter halter" in own


def test_only_fields_that_have_a_basic_level_are_counted_at_it(people: People, client_for: ClientFor) -> None:
    bo = participant_of(make_round(people.north, framework="fagprofiler-2017"), people.bo)
    answer(bo, 3, by=people.bo)
    said = shown(client_for(people.bo), bo)
    assert "Det grundlæggende niveau er nået i 1 af det 1 felt, der har et" in said
    assert "det specialiserede i 6 af 7 felter" in said


def test_dimensions_that_stand_alike_are_said_to(bo_rated: Participant, people: People, client_for: ClientFor) -> None:
    assert "På tværs af felterne er de tre dimensioner lige høje." in shown(client_for(people.bo), bo_rated)


def test_strengths_what_to_grow_and_why(people: People, client_for: ClientFor) -> None:
    bo = participant_of(make_round(people.north), people.bo)
    point = {"AU": 3, "LM": 0, "IT": 1, "BM": 2, "VM": 2, "NF": 2}
    values = {column.code: point[column.field] for column in asked_columns(bo)} | {"BM-G1": 4, "LM-PRA": 2, "LM-REL": 1}
    answer(bo, values, by=people.bo)
    said = shown(client_for(people.bo), bo)
    assert "Arbejdsmarked &amp; Uddannelse Specialiseret Hvorfor?" in said
    assert "Nummer 1 af højst 3. Felterne kommer efter, hvor man står, her »Specialiseret«" in said
    assert "Lov &amp; Myndighed Under udvikling Begynd med den refleksive dimension." in said
    assert "reflekterende team" in said
    assert "Vurderet til 4, 1,8 over feltets gennemsnit, som er 2,2." in said
    assert "6 af 6 kompetencer på grundlæggende niveau er vurderet til 2 eller mere: 100 %." in said
    assert "faglighed-2025 1, regler 1.0" in said


def test_too_little_answered_is_hatched_and_never_a_zero(people: People, client_for: ClientFor) -> None:
    bo = participant_of(make_round(people.north), people.bo)
    answer(bo, {"AU-G1": 3, "AU-G2": 3, "AU-G3": 3}, by=people.bo)
    said = shown(client_for(people.bo), bo)
    assert "3 af 6 kompetencer på grundlæggende niveau er besvaret med et gennemsnit på 3" in said
    assert "0 af 5 kompetencer på grundlæggende niveau er besvaret. Der skal mindst 50 % til en score." in said
    assert "for få svar" in said
    assert "Ubesvaret 76" in said


def test_every_answer_with_its_note_and_whose_counts(
    bo_rated: Participant, people: People, client_for: ClientFor
) -> None:
    Rating.objects.filter(item="AU-G1", rater="self").update(evidence="Ti sager om varsling")
    Rating.objects.create(
        participant=bo_rated, rater="agreed", author=people.alma, item="AU-G1", value=4, revision=1, at=timezone.now()
    )
    said = shown(client_for(people.bo), bo_rated)
    assert "Vækst- og mangelområder Selv: Ti sager om varsling Grundlæggende niveau 2 3 4 4 Aftalt" in said


def test_colleagues_are_a_mean_from_three_and_never_count(
    bo_rated: Participant, people: People, client_for: ClientFor
) -> None:
    def from_colleague(item: str, value: int) -> None:
        Rating.objects.create(
            participant=bo_rated, rater="peer", author=None, item=item, value=value, revision=1, at=timezone.now()
        )

    for value in (0, 1):
        from_colleague("AU-G1", value)
    assert "Kolleger" not in shown(client_for(people.bo), bo_rated).replace("Kollegers svar tæller aldrig", "")
    from_colleague("AU-G1", 1)
    said = shown(client_for(people.bo), bo_rated)
    assert "Vækst- og mangelområder Grundlæggende niveau 2 3 – 0,7 (3) 3 Leder" in said
    assert "Branchernes vilkår og krav Grundlæggende niveau 2 3 – – 3 Leder" in said


def test_the_unit_s_line_is_shown_to_the_manager_and_to_the_person_only_among_enough_others(
    people: People, client_for: ClientFor
) -> None:
    others = [make_employee(f"Kollega {number}", people.north) for number in range(3)]
    round_ = make_round(people.north)
    everyone = [people.bo, people.erik, *others]
    for person in everyone:
        answer(participant_of(round_, person), 2, by=person)
        answer(participant_of(round_, person), 3, by=people.alma, rater=Rater.MANAGER)
    refresh_unit_results(round_=round_, now=timezone.now())
    bo = participant_of(round_, people.bo)
    # Five in all: enough for a stranger, but only four others for Bo.
    assert "Enheden, grundlæggende" in shown(client_for(people.alma), bo)
    assert "Enheden, grundlæggende" not in shown(client_for(people.bo), bo)
    answer(participant_of(round_, people.alma), 2, by=people.alma)
    close_round(round_=round_, by=people.dorte)
    refresh_unit_results(round_=round_, now=timezone.now())
    assert "Enheden, grundlæggende" in shown(client_for(people.bo), bo)


def test_a_team_s_joint_profile_is_seen_by_its_members(people: People, client_for: ClientFor) -> None:
    team = make_round(people.north, mode=Mode.DIALOGUE, scope=Scope.TEAM).participants.get()
    answer(team, {"AU-G": 3, "AU-S": 1}, by=people.alma, rater=Rater.AGREED)
    said = shown(client_for(people.bo), team)
    assert "Nord" in said
    assert "På grundlæggende niveau er svaret 3 på skalaen fra 0 til 4. Gange 25 er det 75." in said
    assert client_for(people.carla).get(profile_url(team)).status_code == 404
    assert "Vurderet sammen" in client_for(people.bo).get(reverse("assessments:overview")).content.decode()


# What has moved


def test_what_has_moved_is_held_against_the_latest_of_the_same_kind(people: People, client_for: ClientFor) -> None:
    before = earlier_round(people)
    answer(participant_of(before, people.bo), {"AU-G1": 1, "AU-G2": 2, "LM-G1": 3, "IT-G1": 2}, by=people.bo)
    close_a_year_ago(before)
    now = participant_of(make_round(people.north), people.bo)
    answer(now, {"AU-G1": 3, "AU-G2": 2, "AU-G3": 4, "LM-G1": 2, "IT-G1": 2, "BM-G1": 4}, by=people.bo)
    results = earlier_results(now)
    held_against = comparable_before(read_profile(results[0], now), results)
    assert held_against is not None
    found = changes(read_profile(results[0], now), read_profile(held_against, held_against.participant))
    assert found == (
        Change(field="AU", compared=2, before=1.5, after=2.5, up=1, down=0),
        Change(field="LM", compared=1, before=3.0, after=2.0, up=0, down=1),
        Change(field="IT", compared=1, before=2.0, after=2.0, up=0, down=0),
    )
    said = shown(client_for(people.bo), now)
    assert "fra 1,5 til 2,5 i gennemsnit på de 2 spørgsmål, der er besvaret begge gange" in said
    assert "fra 3,0 til 2,0 på det 1 spørgsmål" in said
    assert "Runde for runde" in said


def test_a_dialogue_is_never_held_against_a_screening(people: People, client_for: ClientFor) -> None:
    before = earlier_round(people, mode=Mode.DIALOGUE)
    answer(participant_of(before, people.bo), 1, by=people.bo)
    close_a_year_ago(before)
    now = participant_of(make_round(people.north), people.bo)
    answer(now, 3, by=people.bo)
    assert comparable_before(read_profile(earlier_results(now)[0], now), earlier_results(now)) is None
    assert "Det er den første profil af sin slags." in shown(client_for(people.bo), now)


def test_another_framework_is_not_the_same_kind(people: People) -> None:
    before = earlier_round(people, framework="fagprofiler-2017")
    answer(participant_of(before, people.bo), 1, by=people.bo)
    close_a_year_ago(before)
    now = participant_of(make_round(people.north), people.bo)
    answer(now, 3, by=people.bo)
    assert comparable_before(read_profile(earlier_results(now)[0], now), earlier_results(now)) is None


def test_a_derived_framework_is_held_against_its_origin_on_what_they_share(people: People) -> None:
    before = earlier_round(people)
    answer(participant_of(before, people.bo), {"AU-G1": 1, "AU-G2": 2, "AU-G3": 3}, by=people.bo)
    close_a_year_ago(before)
    own = derive_framework(
        version=shipped_version(),
        root=people.testkommune,
        code="egen",
        name=Text(da="Egen"),
        description=Text(da="Vores egen ramme."),
        by=people.dorte,
    )
    items = {item.code: item for item in own.items.all()}
    retire_item(item=items["AU-G2"], by=people.dorte)
    move_level(item=items["AU-G3"], level=Level.SPECIALISED, by=people.dorte)
    own.refresh_from_db()
    publish(version=own, revision=own.revision, today=timezone.localdate(), by=people.dorte)
    now = participant_of(make_round(people.north, version=own), people.bo)
    answer(now, {"AU-G1": 2, "AU-G3": 4, "AU-G4": 4}, by=people.bo)
    results = earlier_results(now)
    held_against = comparable_before(read_profile(results[0], now), results)
    assert held_against is not None
    assert changes(read_profile(results[0], now), read_profile(held_against, held_against.participant)) == (
        Change(field="AU", compared=2, before=2.0, after=3.0, up=2, down=0),
    )


# Files


def test_json_is_the_person_of_the_report(bo_rated: Participant, people: People, client_for: ClientFor) -> None:
    response = client_for(people.bo).get(file_url(bo_rated, "json"))
    today = timezone.localdate()
    assert response.headers["Content-Disposition"] == (
        f"attachment; filename*=utf-8''Profil%20-%20Bo%20-%20Efter%C3%A5r%202026%20-%20{today}.json"
    )
    figures = json.loads(response.content)
    assert list(figures) == ["framework", "engine", "mode", "people"]
    (person,) = figures["people"]
    assert list(person) == ["id", "name", "unit", "fields", "dimensions", "basis", "strengths", "potentials"]
    assert (person["name"], person["unit"]) == ("Bo", "Testkommune / Nord")
    assert person["fields"]["AU"]["basic"] == {"score": 75.0, "coverage": 1.0, "attained": 1.0}
    stored = PersonResult.objects.get(participant=bo_rated).figures
    assert person["fields"] == stored["fields"]


def test_xlsx_has_real_numbers_and_every_answer(bo_rated: Participant, people: People, client_for: ClientFor) -> None:
    response = client_for(people.bo).get(file_url(bo_rated, "xlsx"))
    book = load_workbook(BytesIO(response.content))
    assert book.sheetnames[-1] == "Svar"
    rows = list(book["Svar"].iter_rows(values_only=True))
    assert len(rows) == 1 + 79
    assert rows[1][0] == "AU-G1"
    assert rows[1][4:7] == (2, 3, None)


def test_svg_stands_alone(bo_rated: Participant, people: People, client_for: ClientFor) -> None:
    response = client_for(people.bo).get(file_url(bo_rated, "svg"))
    assert response.headers["Content-Type"].startswith("image/svg+xml")
    assert b"<svg" in response.content


def test_pdf_is_one(bo_rated: Participant, people: People, client_for: ClientFor) -> None:
    response = client_for(people.bo).get(file_url(bo_rated, "pdf"))
    assert response.content.startswith(b"%PDF-")


def test_without_pango_the_page_says_what_is_missing(
    bo_rated: Participant, people: People, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fagkompas.toolkit.documents._library", missing_pdf)
    response = client_for(people.bo).get(file_url(bo_rated, "pdf"), follow=True)
    assert response.redirect_chain[0][0] == profile_url(bo_rated)
    assert "Pango" in response.content.decode()


def missing_pdf() -> None:
    """What happens where the library is not installed."""
    from fagkompas.toolkit.documents import PdfUnavailable

    raise PdfUnavailable


def test_there_is_no_other_kind_of_file(bo_rated: Participant, people: People, client_for: ClientFor) -> None:
    assert client_for(people.bo).get(file_url(bo_rated, "exe")).status_code == 404


# Queries


def test_as_many_queries_however_much_there_is(people: People, client_for: ClientFor) -> None:
    client = client_for(people.bo)

    def counted(rounds: int, framework: str) -> tuple[int, int]:
        for _number in range(rounds):
            before = earlier_round(people, framework=framework)
            answer(participant_of(before, people.bo), 1, by=people.bo)
            close_a_year_ago(before)
        now = participant_of(make_round(people.north, framework=framework), people.bo)
        answer(now, 3, by=people.bo)
        shown(client, now)
        with CaptureQueriesContext(connection) as profile:
            shown(client, now)
        with CaptureQueriesContext(connection) as overview:
            client.get(reverse("assessments:overview"))
        return len(profile), len(overview)

    few = counted(1, "faglighed-2025")
    assert counted(4, "faglighed-2025") == counted(1, "roller-kar") == few
    assert max(few) < 15


# The overview


def test_the_overview_says_what_is_asked_and_where_one_is(people: People, client_for: ClientFor) -> None:
    client = client_for(people.bo)
    overview = reverse("assessments:overview")
    assert "Der er ikke noget, du skal svare på" in client.get(overview).content.decode()
    bo = participant_of(make_round(people.north), people.bo)
    assert "Vurder, hvad du kan, felt for felt." in client.get(overview).content.decode()
    client.post(reverse("assessments:answer_page", args=[bo.uuid, "AU"]), {"AU-G1": "3"})
    assert "1 svar er gemt. De tæller, når du indsender dem." in client.get(overview).content.decode()
    answer(bo, {"AU-G2": 2}, by=people.bo)
    assert "Du har indsendt. Du kan rette svarene, til runden lukker." in client.get(overview).content.decode()
    assert "Runder" not in client.get(overview).content.decode()
    assert "Runder" in client_for(people.alma).get(overview).content.decode()


def test_today_asks_for_the_answer_and_later_shows_the_profile(people: People, client_for: ClientFor) -> None:
    bo = participant_of(make_round(people.north), people.bo)
    client = client_for(people.bo)
    start = reverse("assessments:answer_start", args=[bo.uuid])
    assert start in client.get("/").content.decode()
    answer(bo, {"AU-G2": 2}, by=people.bo)
    page = client.get("/").content.decode()
    assert start not in page
    assert profile_url(bo) in page


def test_managers_go_to_rounds_and_units(people: People, client_for: ClientFor) -> None:
    page = client_for(people.dorte).get(reverse("assessments:overview")).content.decode()
    assert f'href="{reverse("assessments:rounds")}"' in page
    assert people.dorte.roles.get().role == Role.CONSULTANT


def test_the_overview_tells_what_is_asked_from_what_is_submitted(people: People, client_for: ClientFor) -> None:
    waiting, done = make_round(people.north, name="Venter"), make_round(people.north, name="Sendt")
    answer(participant_of(done, people.bo), 2, by=people.bo)
    page = client_for(people.bo).get(reverse("assessments:overview")).content.decode()
    asked, sent_in = page.index('id="asked"'), page.index('id="sent-in"')
    assert asked < page.index(waiting.name, asked) < sent_in < page.index("Du har indsendt.")
    assert done.name not in page[asked:sent_in]
    assert "inderste ring: grundlæggende" in page


def test_the_overview_says_what_one_does_with_rounds_and_units_and_how_it_stands(
    people: People, client_for: ClientFor
) -> None:
    make_round(people.north)
    make_round(people.south, state=RoundState.PLANNED)
    page = client_for(people.dorte).get(reverse("assessments:overview")).content.decode()
    assert "Åbne: 1 · planlagte: 1 · lukkede: 0" in page
    assert "Planlæg en runde" in page
    assert (
        "For dig, der står for runder"
        not in client_for(people.bo).get(reverse("assessments:overview")).content.decode()
    )
