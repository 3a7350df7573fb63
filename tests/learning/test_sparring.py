"""Team sparring: the card that leads to nobody, phase by phase, and what counts as learning."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from fagkompas.accounts.models import Employee
from fagkompas.audit.models import Event
from fagkompas.engine.errors import BadInput
from fagkompas.learning.actions import sparring as actions
from fagkompas.learning.actions.participation import retention as participation_retention
from fagkompas.learning.actions.participation import years_after
from fagkompas.learning.actions.sparring import GivenLearned, Move, hours_of, move_on, retention
from fagkompas.learning.models import Participation, Source, Sparring
from fagkompas.learning.sparring_models import CASE as CARD
from fagkompas.learning.sparring_models import FILE, read_sparrings, sparrings
from fagkompas.learning.today import sparring as today
from fagkompas.learning.views.overview import SUBJECTS
from fagkompas.learning.wording.sparring import minutes_left
from fagkompas.toolkit.together import ChangedMeanwhile
from tests.assessments.units import colleagues
from tests.frameworks.making import shipped_version
from tests.learning.pages import text_of
from tests.learning.sparrings import CASE, SUBJECT, begun, called, held, typed
from tests.people import People
from tests.today import asked

ClientFor = Callable[[Employee], Client]
URL = "/laering/kolleger/sparring/"


@pytest.fixture
def bo_s(people: People, client_for: ClientFor) -> Client:
    people.bo.language = "en"
    people.bo.save(update_fields=["language"])
    return client_for(people.bo)


# The file


def test_what_comes_with_the_product_is_whole() -> None:
    read = sparrings()
    assert [model.code for model in read.models] == ["long", "short"]
    assert [sum(phase.minutes for phase in model.phases) for model in read.models] == [45, 20]
    assert [field.code for field in read.case] == list(CARD)
    assert {code for model in read.models for phase in model.phases for code in phase.speaks} <= {
        role.code for role in read.roles
    }


def test_mistakes_in_the_file_are_told_with_their_line() -> None:
    text = FILE.read_text(encoding="utf-8")
    broken = text.replace("minutes: 45", "minutes: 46").replace("    - case_giver\n", "    - case_taker\n", 1)
    with pytest.raises(BadInput) as refused:
        read_sparrings(broken)
    lines = broken.splitlines()
    found = [(problem.message_code, problem.found) for problem in refused.value.problems]
    assert found == [("not_a_count", "45"), ("not_one_of", "case_taker")]
    for problem, words in zip(refused.value.problems, ("minutes: 46", "case_taker"), strict=True):
        assert words in lines[(problem.place.row or 0) - 1]


# The card


def test_it_is_called_with_a_card_and_those_who_will_be_there(people: People, bo_s: Client) -> None:
    response = bo_s.post(f"{URL}ny/", typed(people.bo, people.erik, people.alma))
    one = Sparring.objects.get()
    assert response["Location"] == f"{URL}{one.uuid}/"
    assert (one.unit, one.called_by, one.wanted) == (people.north, people.bo, CASE["wanted"])
    assert set(one.people.all()) == {people.bo, people.erik, people.alma}
    assert Event.objects.filter(action="learning.sparring.called", target_uuid=one.uuid).exists()
    page = text_of(bo_s, f"{URL}{one.uuid}/")
    assert CASE["doubt"] in page
    assert "emptied 30 days after you have held" in page


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("situation", "", "Fill in “"),
        ("situation", "Borgeren er 010190-1234.", "looks like a CPR number"),
        ("situation", "x" * 1201, "1,200 characters"),
        ("model", "endless", "Choose one under “"),
        ("meets_on", "2020-01-01", "The day has passed."),
        ("meets_on", "snart", "Write a date under “"),
        ("people", [], "Choose from the list under “"),
        ("people", ["nobody"], "Choose from the list."),
    ],
)
def test_what_is_wrong_is_told_at_its_field_with_everything_typed(
    people: People, bo_s: Client, name: str, value: object, said: str
) -> None:
    response = bo_s.post(f"{URL}ny/", typed(people.bo, people.erik, tried="Meget er prøvet.", **{name: value}))
    assert response.status_code == 302
    again = bo_s.get(response["Location"])
    form = again.context["form"]
    assert list(form.errors) == [name]
    assert said in again.content.decode()
    assert form["tried"].value() == ("Meget er prøvet." if name != "tried" else value)
    assert not Sparring.objects.exists()


def test_people_of_other_units_cannot_be_chosen(people: People, bo_s: Client) -> None:
    response = bo_s.post(f"{URL}ny/", typed(people.bo, people.carla))
    assert "people" in bo_s.get(response["Location"]).context["form"].errors
    assert not Sparring.objects.exists()


def test_one_person_is_no_team(people: People, bo_s: Client) -> None:
    response = bo_s.post(f"{URL}ny/", typed(people.bo))
    assert "at least 2" in text_of(bo_s, response["Location"])


def test_what_may_lead_to_a_person_is_named_and_nothing_is_saved_until_one_says_so(
    people: People, bo_s: Client
) -> None:
    card = typed(
        people.bo, people.erik, situation="Mette Holm på Nørregade 12 ringer fra 20304050.", tried="Freja har hjulpet."
    )
    response = bo_s.post(f"{URL}ny/", card)
    page = bo_s.get(response["Location"])
    html = page.content.decode()
    for found in ("Mette Holm", "Nørregade 12", "20304050", "Freja"):
        assert f"“{found}”" in html
    assert "This may lead to a person" in html
    assert not Sparring.objects.exists()
    stamp = page.context["form"].stamp

    other = bo_s.post(f"{URL}ny/", card | {"traces_read": stamp, "doubt": "Per Dam siger nej."})
    assert "“Per Dam”" in text_of(bo_s, other["Location"])
    assert not Sparring.objects.exists()

    bo_s.post(f"{URL}ny/", card | {"traces_read": stamp})
    assert Sparring.objects.get().situation == card["situation"]


def test_a_cpr_number_is_refused_also_when_the_warning_was_read(people: People, bo_s: Client) -> None:
    response = bo_s.post(f"{URL}ny/", typed(people.bo, people.erik, doubt="010190 1234", traces_read="x" * 32))
    assert "doubt" in bo_s.get(response["Location"]).context["form"].errors
    assert not Sparring.objects.exists()


def test_a_manager_calls_one_in_a_unit_below(people: People, client_for: ClientFor) -> None:
    alma_s = client_for(people.alma)
    assert alma_s.get(f"{URL}ny/?enhed={people.south.uuid}").status_code == 404
    assert alma_s.get(f"{URL}ny/?enhed={people.north.uuid}").status_code == 200


def test_the_subject_and_all_kinds_of_traces_are_looked_through_at_once(people: People, bo_s: Client) -> None:
    card = typed(
        people.bo,
        people.erik,
        subject="Mette Holm igen",
        situation="En mand fra Nygade i Vejle med depression.",
        doubt="010190-1234",
    )
    form = bo_s.get(bo_s.post(f"{URL}ny/", card)["Location"]).context["form"]
    assert "doubt" in form.errors
    assert [trace.found for _label, trace in form.traces] == ["Mette Holm", "Nygade", "Vejle", "depression"]
    assert form.stamp == ""
    again = bo_s.get(bo_s.post(f"{URL}ny/", typed(people.bo, people.erik, subject=""))["Location"])
    assert list(again.context["form"].errors) == ["subject"]


def test_what_it_is_about_stands_on_every_list(people: People, bo_s: Client) -> None:
    one = called(people.north, people.bo, people.erik)
    for url in (URL, f"{URL}{one.uuid}/", "/", "/laering/"):
        assert SUBJECT in text_of(bo_s, url), url


def test_of_two_windows_on_one_card_both_are_kept_and_what_both_changed_is_chosen(people: People, bo_s: Client) -> None:
    one = called(people.north, people.bo, people.erik)
    url = f"{URL}{one.uuid}/ret/"
    opened = dict(bo_s.get(url).context["opened"])
    card = typed(people.bo, people.erik)
    day = (timezone.localdate() + timedelta(days=3)).isoformat()
    bo_s.post(url, card | opened | {"wanted": "Det første?", "meets_on": day, "model": "long"})

    # Nothing of what the first window changed is lost when the other changes something else.
    with_alma = typed(people.bo, people.erik, people.alma, tried="Meget.")
    assert bo_s.post(url, with_alma | opened).status_code == 302
    one.refresh_from_db()
    assert (one.wanted, one.tried, one.model, one.meets_on.isoformat()) == ("Det første?", "Meget.", "long", day)
    assert set(one.people.all()) == {people.bo, people.erik, people.alma}

    both = bo_s.post(url, card | opened | {"wanted": "Det andet?"})
    assert both.status_code == 409
    html = both.content.decode()
    assert "Det første?" in html
    assert "Det andet?" in html
    one.refresh_from_db()
    assert one.wanted == "Det første?"


def test_a_cancelled_sparring_is_gone(people: People, client_for: ClientFor) -> None:
    one = called(people.north, people.bo, people.erik)
    client_for(people.alma).post(f"{URL}{one.uuid}/aflys/")
    assert not Sparring.objects.exists()
    done = held(people.north, people.bo, people.erik)
    client_for(people.bo).post(f"{URL}{done.uuid}/aflys/")
    assert Sparring.objects.filter(pk=done.pk).exists()


# Phase by phase


def test_everyone_moves_on_and_whoever_is_late_is_told(people: People, bo_s: Client, client_for: ClientFor) -> None:
    one = called(people.north, people.bo, people.erik)
    bo_s.post(f"{URL}{one.uuid}/videre/", {"move": "begin", "revision": 0})
    one.refresh_from_db()
    assert (one.phase, one.revision) == (0, 1)
    assert one.began_at is not None
    assert "Part 1 of 4" in text_of(bo_s, f"{URL}{one.uuid}/fase/")

    client_for(people.erik).post(f"{URL}{one.uuid}/videre/", {"move": "next", "revision": 1})
    response = bo_s.post(f"{URL}{one.uuid}/videre/", {"move": "next", "revision": 1}, follow=True)
    assert "Somebody else had moved on already." in response.content.decode()
    one.refresh_from_db()
    assert one.phase == 1

    bo_s.post(f"{URL}{one.uuid}/videre/", {"move": "back", "revision": 2})
    one.refresh_from_db()
    assert one.phase == 0


def test_it_does_not_run_over_its_ends(people: People) -> None:
    one = begun(people.north, people.bo, people.erik)
    one = move_on(sparring=one, move=Move.BACK, revision=one.revision, now=timezone.now(), by=people.bo)
    assert one.phase == 0
    for _step in range(9):
        one = move_on(sparring=one, move=Move.NEXT, revision=one.revision, now=timezone.now(), by=people.bo)
    assert one.phase == 3


def test_the_page_asks_again_and_gets_only_what_is_new(people: People, bo_s: Client) -> None:
    one = begun(people.north, people.bo, people.erik)
    url = f"{URL}{one.uuid}/fase/"
    asked = {"HX-Request": "true"}
    assert bo_s.get(f"{url}?revision={one.revision}", headers=asked).status_code == 204
    move_on(sparring=one, move=Move.NEXT, revision=one.revision, now=timezone.now(), by=people.erik)
    part = bo_s.get(f"{url}?revision={one.revision}", headers=asked).content.decode()
    whole = text_of(bo_s, url)
    assert "Part 2 of 4" in part
    assert _without_tokens(part.strip()) in _without_tokens(whole)

    actions.close_sparring(
        sparring=one,
        present=[people.bo, people.erik],
        given=GivenLearned(learned="Spørg først.", framework=None, competencies=()),
        traces_read="",
        now=timezone.now(),
        by=people.erik,
    )
    over = bo_s.get(f"{url}?revision={one.revision}", headers=asked)
    assert over["HX-Redirect"] == f"{URL}{one.uuid}/"


def _without_tokens(html: str) -> str:
    kept = (line for line in html.splitlines() if "csrfmiddlewaretoken" not in line and "data-now" not in line)
    return "\n".join(line.strip() for line in kept)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (240, "4 minutes left"),
        (181, "4 minutes left"),
        (60, "1 minute left"),
        (1, "1 minute left"),
        (0, "The time is up"),
        (-59, "The time is up"),
        (-60, "The time has been up for 1 minute"),
        (-150, "The time has been up for 2 minutes"),
    ],
)
def test_how_long_is_left(seconds: int, said: str) -> None:
    now = timezone.now()
    with translation.override("en"):
        assert minutes_left(now + timedelta(seconds=seconds), now) == said


# Closed


@pytest.mark.parametrize(
    ("minutes", "hours"),
    [(None, "0.5"), (3, "0.5"), (44, "0.5"), (45, "1.0"), (60 * 24 * 3, "0.5")],
)
def test_hours_are_the_time_it_took_in_halves(minutes: int | None, hours: str) -> None:
    """A short one takes 20 minutes, so a page that was left open counts 40 at most: half an hour, rounded."""
    now = timezone.now()
    began = None if minutes is None else now - timedelta(minutes=minutes)
    model = sparrings().model("short" if minutes is None or minutes > 100 else "long")
    assert hours_of(model, began, now) == Decimal(hours)


def test_it_counts_as_learning_for_each_who_was_there(people: People, bo_s: Client) -> None:
    version = shipped_version()
    one = begun(people.north, people.bo, people.erik, people.alma)
    response = bo_s.post(
        f"{URL}{one.uuid}/afslut/",
        {
            "learned": "Spørg, før du foreslår.",
            "people": [str(people.bo.uuid), str(people.erik.uuid)],
            "k-LM": ["LM-G1"],
        },
    )
    assert response["Location"] == f"{URL}{one.uuid}/"
    one.refresh_from_db()
    assert (one.held_on, one.competencies, one.framework) == (timezone.localdate(), ["LM-G1"], version.framework)
    rows = Participation.objects.filter(source=Source.SPARRING)
    assert {(row.employee, row.hours, row.completed_on) for row in rows} == {
        (person, Decimal("0.5"), timezone.localdate()) for person in (people.bo, people.erik)
    }
    assert Event.objects.filter(action="learning.sparring.counted").count() == 2
    page = text_of(bo_s, f"{URL}{one.uuid}/")
    assert "Spørg, før du foreslår." in page
    assert "0.5 h of learning" in page
    assert "Sparring på en sag" in text_of(bo_s, "/laering/mit/")


def test_two_close_at_once_and_it_counts_once(people: People, bo_s: Client, client_for: ClientFor) -> None:
    one = begun(people.north, people.bo, people.erik)
    sent = {"people": [str(people.bo.uuid), str(people.erik.uuid)]}
    stale = Sparring.objects.get(pk=one.pk)
    client_for(people.erik).post(f"{URL}{one.uuid}/afslut/", sent | {"learned": "Den enes ord."})
    with pytest.raises(ChangedMeanwhile):
        actions.close_sparring(
            sparring=stale,
            present=[people.bo, people.erik],
            given=GivenLearned(learned="Den andens ord.", framework=None, competencies=()),
            traces_read="",
            now=timezone.now(),
            by=people.bo,
        )
    sent["people"].append(str(people.alma.uuid))
    both = bo_s.post(f"{URL}{one.uuid}/afslut/", sent | {"learned": "Den andens ord."})
    assert both.status_code == 409
    html = both.content.decode()
    assert "Den enes ord." in html
    assert "Den andens ord." in html
    assert Participation.objects.filter(source=Source.SPARRING).count() == 2
    page = bo_s.get(f"{URL}{one.uuid}/afslut/")
    assert "Erik has closed it meanwhile, without Alma" in page.content.decode()
    opened = dict(page.context["opened"])
    bo_s.post(f"{URL}{one.uuid}/afslut/", opened | {"learned": "Den enes ord. Den andens ord."})
    one.refresh_from_db()
    assert one.learned == "Den enes ord. Den andens ord."


def test_whoever_was_not_there_says_so_and_it_is_out_of_their_learning(
    people: People, bo_s: Client, client_for: ClientFor
) -> None:
    one = held(people.north, people.bo, people.erik)
    erik_s = client_for(people.erik)
    assert f"{one.uuid}/ikke-med/" in text_of(erik_s, f"{URL}{one.uuid}/")
    erik_s.post(f"{URL}{one.uuid}/ikke-med/")
    assert list(one.people.all()) == [people.bo]
    assert [row.employee for row in Participation.objects.filter(sparring=one)] == [people.bo]
    assert Event.objects.filter(action="learning.sparring.uncounted", subject_id=people.erik.pk).exists()
    erik_s.post(f"{URL}{one.uuid}/ikke-med/")
    assert Participation.objects.filter(sparring=one).count() == 1


def test_whoever_closed_it_undoes_it_and_closes_it_as_it_was(
    people: People, bo_s: Client, client_for: ClientFor
) -> None:
    one = held(people.north, people.bo, people.erik)
    client_for(people.erik).post(f"{URL}{one.uuid}/fortryd/")
    assert Participation.objects.filter(sparring=one).count() == 2
    bo_s.post(f"{URL}{one.uuid}/fortryd/")
    one.refresh_from_db()
    assert not one.is_held
    assert not Participation.objects.filter(source=Source.SPARRING).exists()
    page = bo_s.get(f"{URL}{one.uuid}/afslut/")
    assert page.context["form"]["learned"].value() == "Spørg, før du foreslår."
    there = [str(people.bo.uuid), str(people.alma.uuid)]
    sent = {"learned": "Spørg, før du foreslår.", "people": there}
    bo_s.post(f"{URL}{one.uuid}/afslut/", dict(page.context["opened"]) | sent)
    assert {row.employee for row in Participation.objects.filter(sparring=one)} == {people.bo, people.alma}


def test_beginning_before_the_day_is_asked_first(people: People, bo_s: Client) -> None:
    one = called(people.north, people.bo, people.erik, in_days=2)
    move = {"move": "begin", "revision": one.revision}
    assert "has not come" in bo_s.post(f"{URL}{one.uuid}/videre/", move, follow=True).content.decode()
    one.refresh_from_db()
    assert not one.is_under_way
    assert "before-its-day" in text_of(bo_s, f"{URL}{one.uuid}/")
    bo_s.post(f"{URL}{one.uuid}/videre/", move | {"before-its-day": "1"})
    one.refresh_from_db()
    assert one.is_under_way


def test_what_was_learned_is_looked_through_too(people: People, bo_s: Client) -> None:
    one = begun(people.north, people.bo, people.erik)
    sent = {"people": [str(people.bo.uuid), str(people.erik.uuid)]}
    response = bo_s.post(f"{URL}{one.uuid}/afslut/", sent | {"learned": "Mette Holm skal spørges."})
    assert "“Mette Holm”" in response.content.decode()
    one.refresh_from_db()
    assert not one.is_held
    bo_s.post(
        f"{URL}{one.uuid}/afslut/",
        sent | {"learned": "Mette Holm skal spørges.", "traces_read": response.context["form"].stamp},
    )
    one.refresh_from_db()
    assert one.is_held


# Who sees it, and for how long


def test_a_look_by_somebody_who_is_not_there_is_logged_once(people: People, client_for: ClientFor) -> None:
    one = called(people.north, people.bo, people.erik)
    client_for(people.erik).get(f"{URL}{one.uuid}/")
    assert not Event.objects.filter(action="learning.sparring.read").exists()
    client_for(people.alma).get(f"{URL}{one.uuid}/")
    event = Event.objects.get(action="learning.sparring.read")
    assert (event.actor_id, event.subject_id) == (people.alma.pk, people.bo.pk)


def test_the_list_shows_own_units_only(people: People, client_for: ClientFor) -> None:
    called(people.north, people.bo, people.erik)
    assert "Nord" in client_for(people.erik).get(URL).content.decode().split("<main")[1]
    assert "Nord" not in client_for(people.carla).get(URL).content.decode().split("<main")[1]


def test_those_who_are_called_are_told_and_others_are_not(people: People) -> None:
    one = called(people.north, people.bo, people.erik, in_days=3)
    day = timezone.localdate()
    assert [item.url for item in asked(today, people.erik, day)] == [f"{URL}{one.uuid}/"]
    assert "Bo har indkaldt." in asked(today, people.erik, day)[0].why_now
    assert "Du har indkaldt." in asked(today, people.bo, day)[0].why_now
    assert asked(today, people.alma, day) == []
    assert asked(today, people.erik, day - timedelta(days=5)) == []
    passed = day + timedelta(days=4)
    assert asked(today, people.erik, passed) == []
    assert [item.due for item in asked(today, people.bo, passed)] == [one.meets_on]


def test_the_card_is_emptied_and_what_was_learned_stays(people: People, bo_s: Client) -> None:
    one = held(people.north, people.bo, people.erik)
    day = timezone.localdate()
    assert [line.rows for line in retention(today=day + timedelta(days=30), dry_run=False)] == [0, 0, 0]
    assert [line.rows for line in retention(today=day + timedelta(days=31), dry_run=True)] == [1, 0, 0]
    one.refresh_from_db()
    assert one.situation
    assert [line.rows for line in retention(today=day + timedelta(days=31), dry_run=False)] == [1, 0, 0]
    one.refresh_from_db()
    assert [getattr(one, column) for column in CARD] == [""] * 4
    assert one.learned == "Spørg, før du foreslår."
    assert "The case card has been emptied" in text_of(bo_s, f"{URL}{one.uuid}/")
    assert [line.rows for line in retention(today=day + timedelta(days=31), dry_run=False)] == [0, 0, 0]


def test_what_was_never_held_goes(people: People) -> None:
    called(people.north, people.bo, people.erik)
    day = timezone.localdate()
    assert [line.rows for line in retention(today=day + timedelta(days=91), dry_run=False)] == [0, 1, 0]
    assert not Sparring.objects.exists()


def test_what_was_closed_late_and_undone_is_not_gone_the_next_night(people: People) -> None:
    one = held(people.north, people.bo, people.erik)
    day = timezone.localdate()
    Sparring.objects.update(meets_on=day - timedelta(days=91))
    undone = actions.undo_closing(sparring=one, today=day, by=people.bo)
    assert not undone.is_held
    assert [line.rows for line in retention(today=day + timedelta(days=90), dry_run=False)] == [0, 0, 0]
    assert [line.rows for line in retention(today=day + timedelta(days=91), dry_run=False)] == [0, 1, 0]


def test_as_many_queries_however_many_there_are(people: People, client_for: ClientFor) -> None:
    client = client_for(people.bo)
    first = called(people.north, people.bo, people.erik)
    held(people.north, people.bo, people.erik)
    urls = [URL, f"{URL}{first.uuid}/", "/laering/"]

    def queries() -> list[int]:
        counts = []
        for url in urls:
            client.get(url)
            with CaptureQueriesContext(connection) as asked:
                client.get(url)
            counts.append(len(asked))
        return counts

    few = queries()
    more = colleagues(people.north, 4)
    first.people.add(*more)
    for _time in range(3):
        called(people.north, people.bo, *more)
        held(people.north, people.bo, *more)
    assert queries() == few


def test_sparring_stands_on_the_overview(people: People) -> None:
    called(people.north, people.bo, people.erik)
    rows = [row for subject in SUBJECTS for panel in subject(people.erik, timezone.localdate()) for row in panel.rows]
    assert any(row.url.startswith(URL) for row in rows)


def test_what_was_held_goes_when_what_came_of_it_goes(people: People) -> None:
    one = held(people.north, people.bo, people.erik)
    assert one.held_on is not None
    last = years_after(one.held_on, 5)
    assert retention(today=last, dry_run=False)[2].rows == 0
    assert Sparring.objects.exists()
    gone = last + timedelta(days=1)
    assert [line.rows for line in retention(today=gone, dry_run=True)][2] == 1
    assert retention(today=gone, dry_run=False)[2].rows == 1
    assert not Sparring.objects.exists()
    assert participation_retention(today=gone, dry_run=False)[0].rows == 2
    assert not Participation.objects.exists()
