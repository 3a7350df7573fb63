"""The pages of the library: found by where one stands, read, kept, practised, told about."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from django.utils.html import escape

from fagkompas.accounts.models import Employee, Role, RoleHeld
from fagkompas.audit.models import Event
from fagkompas.methods.document import Audience
from fagkompas.methods.library import shipped, situations
from fagkompas.methods.models import Experience, Favourite, Practice, PracticeKind
from fagkompas.methods.practising import practice_between, practised_years
from fagkompas.toolkit.languages import said
from tests.learning.pages import text_of
from tests.methods.making import make_experience, make_own, make_practice, make_quiz, make_words
from tests.people import SINCE, People

ClientFor = Callable[[Employee], Client]
URL = "/metoder/"


@pytest.fixture
def bo_s(people: People, client_for: ClientFor) -> Client:
    return client_for(people.bo)


def codes_in(page: bytes) -> list[str]:
    """The methods that a list shows, in its order."""
    text = page.decode().split('id="found"')[1]
    return [part.split("/")[0] for part in text.split('class="card method-card" href="/metoder/')[1:]]


# Finding


def test_all_methods_stand_on_the_list_in_their_order(bo_s: Client) -> None:
    assert codes_in(bo_s.get(URL).content) == list(shipped())


def test_a_situation_gives_what_answers_it_best_first_and_why(bo_s: Client) -> None:
    stuck = situations()["stuck"]
    response = bo_s.get(f"{URL}?situation=stuck")
    named = [one.method for one in stuck.methods]
    found = codes_in(response.content)
    assert found[: len(named)] == named
    assert set(found[len(named) :]) == {one.code for one in shipped().values() if "stuck" in one.situations} - set(
        named
    )
    assert stuck.text.da in response.content.decode()
    assert stuck.methods[0].why.da in response.content.decode()


@pytest.mark.parametrize(
    ("asked", "fits"),
    [
        ("til=company", lambda one: Audience.COMPANY in one.audiences),
        ("fase=turn", lambda one: "turn" in one.phases),
        ("slags=tool", lambda one: one.kind == "tool"),
        ("til=citizen&fase=decide", lambda one: Audience.CITIZEN in one.audiences and "decide" in one.phases),
        ("felt=LM", lambda one: any(code.startswith("LM-") for code in one.competencies)),
    ],
)
def test_filters_stand_in_the_address(bo_s: Client, asked: str, fits: Callable[[object], bool]) -> None:
    found = codes_in(bo_s.get(f"{URL}?{asked}").content)
    assert sorted(found) == sorted(one.code for one in shipped().values() if fits(one))
    assert 0 < len(found) < len(shipped())


def test_words_are_posted_and_all_of_them_must_stand_there(bo_s: Client) -> None:
    assert codes_in(bo_s.post(URL, {"words": "værdi loop"}).content) == ["value-loop"]
    assert "karl-tomm" in codes_in(bo_s.post(URL, {"words": "detektiven"}).content)
    by_script = bo_s.post(URL, {"words": "SMART"}, headers={"HX-Request": "true"})
    assert by_script.content.decode().lstrip().startswith('<div id="found"')
    page = bo_s.post(URL, {"words": "zzzz"}).content.decode()
    assert "Ingen metode passer på det hele" in page


def test_nonsense_in_the_address_is_told_and_shows_the_rest(bo_s: Client) -> None:
    assert codes_in(bo_s.get(f"{URL}?til=everybody&fase=turn").content)


def test_the_list_asks_the_database_as_often_with_many_rows(people: People, bo_s: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            bo_s.get(URL)
        return len(seen)

    bo_s.get(URL)
    before = queries()
    for code in list(shipped())[:6]:
        make_words(people.dorte, code)
        Favourite.objects.create(employee=people.bo, code=code)
    assert queries() == before


def test_the_overview_has_every_method_by_phase_and_audience(bo_s: Client) -> None:
    rows = bo_s.get(f"{URL}overblik/").context["rows"]
    shown = {(phase, audience, code) for phase, cells in rows for audience, listed in cells for code, _name in listed}
    assert len(shown) == sum(len(one.phases) * len(one.audiences) for one in shipped().values())


def test_the_core_task_and_its_principles(bo_s: Client) -> None:
    assert bo_s.get(f"{URL}kerneopgave/").content.count(b'class="method-principle"') == 4


# Reading


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("code", sorted(shipped()))
def test_every_method_is_read_in_both_languages(
    people: People, client_for: ClientFor, code: str, language: str
) -> None:
    people.bo.language = language
    people.bo.save(update_fields=["language"])
    page = text_of(client_for(people.bo), f"{URL}{code}/")
    method = shipped()[code]
    with translation.override(language):
        texts = [method.short, method.purpose, method.gives, method.steps[0].text, method.not_when[-1]]
        for text in texts:
            assert escape(said(text)) in page


def test_questions_come_for_those_one_works_with(people: People, client_for: ClientFor, bo_s: Client) -> None:
    citizen, company = (shipped()["ugu"].parts[0].said_to(one)[0].da for one in Audience)
    assert citizen in text_of(bo_s, f"{URL}ugu/")
    assert company not in text_of(bo_s, f"{URL}ugu/")
    assert company in text_of(client_for(people.freja), f"{URL}ugu/")
    assert company in text_of(bo_s, f"{URL}ugu/?til=company")


def test_what_it_trains_leads_to_the_frame(bo_s: Client) -> None:
    page = bo_s.get(f"{URL}ugu/").content.decode()
    trained = bo_s.get(f"{URL}ugu/").context["trains"]
    assert [one.code for one in trained] == list(shipped()["ugu"].competencies)
    for one in trained:
        assert f'href="{one.url}"' in page
        assert f'id="{one.code}"' in bo_s.get(one.url.partition("#")[0]).content.decode()


def test_it_is_printed_and_its_figure_taken_out(bo_s: Client) -> None:
    printed = bo_s.get(f"{URL}ugu/metode.pdf")
    assert printed.content.startswith(b"%PDF")
    assert printed["Content-Disposition"].startswith("attachment")
    drawn = bo_s.get(f"{URL}ugu/figur.svg")
    assert drawn["Content-Type"].startswith("image/svg+xml")
    assert bo_s.get(f"{URL}bala/figur.svg").status_code == 404
    assert bo_s.get(f"{URL}ugu/oev/rollespil.pdf").content.startswith(b"%PDF")


# Favourites


def test_a_favourite_stands_on_top_until_it_is_taken_off(people: People, bo_s: Client) -> None:
    bo_s.post(f"{URL}smart/favorit/", {"keep": "1"})
    bo_s.post(f"{URL}smart/favorit/", {"keep": "1"})
    assert list(Favourite.objects.values_list("employee", "code")) == [(people.bo.pk, "smart")]
    page = bo_s.get(URL)
    assert [card.code for card in page.context["favourites"]] == ["smart"]
    bo_s.post(f"{URL}smart/favorit/", {"keep": "0"})
    assert not Favourite.objects.exists()
    assert Event.objects.filter(action="methods.favourite.removed").count() == 1


# Experience


def test_an_experience_is_read_by_colleagues_of_the_municipality_only(
    people: People, client_for: ClientFor, bo_s: Client
) -> None:
    response = bo_s.post(f"{URL}ugu/erfaring/", {"did": "Jeg bad om lov først.", "happened": "Så blev der stille."})
    assert response["Location"] == "/metoder/ugu/#experience"
    for person in (people.carla, people.freja):
        page = text_of(client_for(person), f"{URL}ugu/")
        assert "Jeg bad om lov først." in page
        assert "Bo" in page
    assert "Jeg bad om lov" not in text_of(client_for(people.outsider), f"{URL}ugu/")
    assert Event.objects.filter(action="methods.experience.written", subject_id=people.bo.pk).exists()


def test_the_newest_come_first_and_the_author_may_take_it_back(
    people: People, client_for: ClientFor, bo_s: Client
) -> None:
    make_experience(people.carla, did="Den første.")
    mine = make_experience(people.bo, did="Den anden.")
    page = text_of(bo_s, f"{URL}ugu/")
    assert page.index("Den anden.") < page.index("Den første.")
    assert bo_s.get(f"{URL}ugu/").content.count(b"/traek/") == 1
    assert client_for(people.carla).post(f"{URL}erfaring/{mine.uuid}/traek/").status_code == 404
    bo_s.post(f"{URL}erfaring/{mine.uuid}/traek/")
    assert [one.did for one in Experience.objects.all()] == ["Den første."]


@pytest.mark.parametrize(
    ("did", "said_of_it"),
    [
        ("Jeg ringede til Jens Peter Hansen.", "Det her kan føre til en person"),
        ("Carla var med.", "Det her kan føre til en person"),
        ("Borgeren er 010190-1234.", "CPR-nummer"),
        ("", "Hvad gjorde du?"),
        ("x" * 1201, "1.200 tegn"),
    ],
)
def test_what_may_lead_to_a_person_is_told_before_it_is_saved(
    people: People, bo_s: Client, did: str, said_of_it: str
) -> None:
    response = bo_s.post(f"{URL}ugu/erfaring/", {"did": did, "happened": "Det gik fint."})
    again = bo_s.get(response["Location"])
    assert said_of_it in again.content.decode()
    assert again.context["form"]["happened"].value() == "Det gik fint."
    assert not Experience.objects.exists()


def test_a_warning_that_was_read_is_no_hindrance(bo_s: Client) -> None:
    typed = {"did": "Vi gik ind i Føtex Food sammen.", "happened": ""}
    page = bo_s.get(bo_s.post(f"{URL}ugu/erfaring/", typed)["Location"])
    stamp = page.context["form"].stamp
    assert stamp
    bo_s.post(f"{URL}ugu/erfaring/", typed | {"traces_read": stamp})
    assert Experience.objects.get().did == typed["did"]


# Practice


def test_a_quiz_goes_card_by_card_and_counts_in_the_end(people: People, bo_s: Client) -> None:
    quiz = shipped()["ugu"].quiz
    url = f"{URL}ugu/oev/kort/"
    bo_s.post(url, {"begin": "1"})
    for number, card in enumerate(quiz, start=1):
        page = bo_s.get(f"{url}?videre=1")
        assert card.question.da in page.content.decode()
        assert not Practice.objects.exists()
        wrong = [answer.is_right for answer in card.answers].index(number != 1)
        bo_s.post(url, {"card": str(number), "answer": str(wrong)})
        bo_s.post(url, {"card": str(number), "answer": "0"})
        told = bo_s.get(url).content.decode()
        assert card.answers[wrong].why.da in told
    done = Practice.objects.get()
    assert (done.employee, done.kind, done.minutes) == (people.bo, PracticeKind.QUIZ, 1)
    assert (done.right, done.of) == (len(quiz) - 1, len(quiz))
    result = bo_s.get(f"{url}?videre=1").content.decode()
    assert f"{len(quiz) - 1} af {len(quiz)} rigtige" in result
    assert Event.objects.filter(action="methods.practice.registered", subject_id=people.bo.pk).count() == 1


def test_an_answer_that_is_none_is_asked_for_again(bo_s: Client) -> None:
    url = f"{URL}ugu/oev/kort/"
    assert bo_s.get(url)["Location"] == "/metoder/ugu/oev/"
    bo_s.post(url, {"begin": "1"})
    for answer in ({}, {"answer": "7"}, {"answer": "x"}):
        response = bo_s.post(url, {"card": "1", **answer})
        assert response.status_code == 422
        assert shipped()["ugu"].quiz[0].question.da in response.content.decode()


def test_minutes_of_a_quiz_are_those_it_took_within_reason(people: People) -> None:
    cards = len(shipped()["ugu"].quiz)
    assert [make_quiz(people.bo, seconds=seconds).minutes for seconds in (0, 59, 61, 90_000)] == [1, 1, 2, 3 * cards]


@pytest.mark.parametrize(("minutes", "status"), [("25", 302), ("0", 422), ("181", 422), ("", 422), ("et", 422)])
def test_a_role_play_is_registered_in_minutes(people: People, bo_s: Client, minutes: str, status: int) -> None:
    assert bo_s.post(f"{URL}ugu/oev/rollespil/", {"minutes": minutes}).status_code == status
    rows = [(one.kind, one.minutes, one.employee) for one in Practice.objects.all()]
    assert rows == ([(PracticeKind.ROLE_PLAY, 25, people.bo)] if status == 302 else [])


def test_the_time_counts_down_once_it_is_started(bo_s: Client) -> None:
    assert b"data-until" not in bo_s.get(f"{URL}ugu/oev/rollespil/").content
    assert b"data-until" in bo_s.get(f"{URL}ugu/oev/rollespil/?start=1").content


def test_what_one_has_practised_is_ones_own_and_can_be_taken_out(
    people: People, client_for: ClientFor, bo_s: Client
) -> None:
    mine, other = make_practice(people.bo), make_practice(people.carla, minutes=44)
    assert bo_s.get(f"{URL}ugu/oev/").context["done"] == [mine]
    assert bo_s.post(f"{URL}oevelse/{other.uuid}/fjern/").status_code == 404
    bo_s.post(f"{URL}oevelse/{mine.uuid}/fjern/")
    assert list(Practice.objects.all()) == [other]


def test_practice_between_two_days_for_the_register_of_learning(people: People) -> None:
    today = timezone.localdate()
    make_practice(people.bo, minutes=20)
    make_quiz(people.bo, seconds=600)
    make_practice(people.carla, minutes=60)
    yesterday = make_practice(people.bo, minutes=90)
    yesterday.practised_on = today.replace(year=today.year - 1)
    yesterday.save()
    assert [one.minutes for one in practice_between(people.bo, today, today)] == [10, 20]
    years = practised_years(people.bo, today.replace(year=today.year - 1), today)
    assert [(one.year, one.times, one.minutes, str(one.hours)) for one in years] == [
        (today.year, 2, 30, "0.5"),
        (today.year - 1, 1, 90, "1.5"),
    ]


# A municipality's own


def test_own_words_are_shown_with_the_shipped_ones_beside(people: People, client_for: ClientFor, bo_s: Client) -> None:
    make_words(people.dorte)
    ours, theirs = "Spørg, giv, spørg: sådan gør vi hos os.", shipped()["ugu"].short.da
    page = text_of(bo_s, f"{URL}ugu/")
    assert ours in page
    assert theirs not in page
    assert "Kommunen har selv skrevet disse afsnit" in page
    assert theirs in text_of(bo_s, f"{URL}ugu/?vis=leveret")
    assert ours in text_of(bo_s, URL)
    assert ours not in text_of(client_for(people.outsider), f"{URL}ugu/")


def test_an_own_method_is_found_until_it_is_retired_and_its_page_stays(
    people: People, client_for: ClientFor, bo_s: Client
) -> None:
    make_own(people.dorte)
    bo_s.post(f"{URL}gaaturen/favorit/", {"keep": "1"})
    assert codes_in(bo_s.get(URL).content)[-1] == "gaaturen"
    assert "gaaturen" in codes_in(bo_s.get(f"{URL}?situation=stuck").content)
    assert codes_in(client_for(people.outsider).get(URL).content) == list(shipped())
    dorte_s = client_for(people.dorte)
    assert "1 person her har den som favorit" in text_of(dorte_s, "/styring/metoder/gaaturen/")
    dorte_s.post("/styring/metoder/gaaturen/udgaa/")
    assert "gaaturen" not in codes_in(bo_s.get(URL).content)
    assert "Ikke i brug længere" in text_of(bo_s, f"{URL}gaaturen/")
    assert [card.code for card in bo_s.get(URL).context["favourites"]] == ["gaaturen"]
    dorte_s.post("/styring/metoder/gaaturen/brug-igen/")
    assert codes_in(bo_s.get(URL).content)[-1] == "gaaturen"


def test_a_shipped_method_can_be_stopped_too_and_is_suggested_nowhere(people: People, client_for: ClientFor) -> None:
    RoleHeld.objects.create(employee=people.bo, role=Role.CONSULTANT, unit=people.testkommune, since=SINCE)
    bo_s = client_for(people.bo)
    bo_s.post("/styring/metoder/key-words/udgaa/")
    assert "key-words" not in codes_in(bo_s.get(f"{URL}?situation=stuck").content)
    assert "key-words" not in [one.code for one in bo_s.get(f"{URL}gamemaster/").context["beside"]]
    assert bo_s.get(f"{URL}key-words/").status_code == 200
