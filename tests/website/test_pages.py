"""The pages of the shell: home, administration, search, language, guide, and what people meet when something fails."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponseBase
from django.template.loader import render_to_string
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from fagkompas.accounts.models import Employee
from fagkompas.audit.models import Event
from fagkompas.toolkit.today import TodayItem
from fagkompas.website import guide
from fagkompas.website.administration import PLACES
from fagkompas.website.views import home
from tests.assessments.rounds import make_round
from tests.people import People, make_employee
from tests.website_environment import environment

ClientFor = Callable[[Employee], Client]


def text(response: HttpResponseBase) -> str:
    """What the page says, entities read."""
    return unescape(response.getvalue().decode())


# Home


def offer(monkeypatch: pytest.MonkeyPatch, *items: TodayItem) -> None:
    """What the apps have for the person today."""
    monkeypatch.setattr(home, "today_items", lambda _person, _today: list(items))


RATE = TodayItem(
    kind="Din profil",
    what="Vurdér dig selv",
    why_now="Runden er åben.",
    url="/x/",
    button="Besvar",
    due=date(2026, 11, 21),
)
NEXT = TodayItem(kind="Senere", what="Samtalen i maj", why_now="Den er aftalt.", url="/y/", button="Se", is_next=True)


def test_home_says_what_why_when_and_has_one_button(
    client_for: ClientFor, bo: Employee, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer(monkeypatch, RATE, NEXT)
    page = text(client_for(bo).get("/"))
    assert "En ting venter på dig." in page
    assert all(words in page for words in ("Vurdér dig selv", "Runden er åben.", "21. november 2026", 'href="/x/"'))
    assert "Samtalen i maj" not in page


def test_home_without_anything_to_do_says_what_comes_next(
    client_for: ClientFor, bo: Employee, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer(monkeypatch, NEXT)
    page = text(client_for(bo).get("/"))
    assert "Du er ajour" in page
    assert "Samtalen i maj" in page
    offer(monkeypatch)
    assert "Når noget venter på dig, står det her." in text(client_for(bo).get("/"))


def test_home_asks_for_sign_in(client: Client, people: People) -> None:
    response = client.get("/")
    assert response.status_code == 302
    assert response["Location"].startswith("/konto/log-ind/")


# The header


@pytest.mark.parametrize(
    ("name", "has_administration"), [("bo", False), ("alma", True), ("dorte", True), ("gry", True), ("ida", True)]
)
def test_the_menu_shows_what_the_person_uses(
    client_for: ClientFor, people: People, name: str, has_administration: bool
) -> None:
    person: Employee = getattr(people, name)
    page = text(client_for(person).get("/"))
    assert ('href="/styring/"' in page) is has_administration
    assert 'href="/kompetencer/"' in page
    assert person.name in page
    assert person.unit.name in page


def test_the_place_in_the_menu_is_marked(client_for: ClientFor, alma: Employee) -> None:
    assert 'href="/" class="nav-link" aria-current="page"' in text(client_for(alma).get("/"))
    assert 'href="/styring/" class="nav-link" aria-current="page"' in text(client_for(alma).get("/styring/"))
    below = text(client_for(alma).get("/styring/rammer/"))
    assert 'href="/styring/" class="nav-link" aria-current="true"' in below


@pytest.mark.parametrize("demo", [True, False])
def test_the_demo_says_so_on_every_page(
    client_for: ClientFor, bo: Employee, monkeypatch: pytest.MonkeyPatch, demo: bool
) -> None:
    monkeypatch.setattr(settings, "ENVIRONMENT", replace(settings.ENVIRONMENT, demo=demo))
    for path in ("/", "/soeg/", "/vejledning/", "/findes-ikke/"):
        assert ("Dette er en demo" in text(client_for(bo).get(path))) is demo


def test_the_shell_asks_the_database_the_same_few_times_whoever_asks(client_for: ClientFor, people: People) -> None:
    counts = {}
    for name in ("alma", "outsider"):
        client = client_for(getattr(people, name))
        client.get("/vejledning/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/vejledning/")
        counts[name] = len(queries)
    assert counts["alma"] == counts["outsider"]
    assert counts["alma"] <= 4  # session, person, roles, unit


# Administration


@pytest.mark.parametrize(
    ("name", "shown", "hidden"),
    [
        ("alma", ["Rammer"], ["Medarbejdere", "Log"]),
        ("dorte", ["Rammer"], ["Medarbejdere", "Log"]),
        ("ida", ["Enheder", "Medarbejdere"], ["Rammer", "Log"]),
        ("gry", ["Log", "Fortegnelse over persondata"], ["Rammer", "Medarbejdere"]),
    ],
)
def test_administration_shows_only_what_the_person_may_use(
    client_for: ClientFor, people: People, name: str, shown: list[str], hidden: list[str]
) -> None:
    page = text(client_for(getattr(people, name)).get("/styring/"))
    headings = [part.partition("<")[0] for part in page.split('<h2 class="card-heading">')[1:]]
    assert set(shown) <= set(headings)
    assert not set(hidden) & set(headings)


def test_administration_is_not_found_by_those_who_have_nothing_there(client_for: ClientFor, bo: Employee) -> None:
    assert client_for(bo).get("/styring/").status_code == 404


def test_every_place_can_be_opened(client_for: ClientFor, outsider: Employee) -> None:
    for place in PLACES:
        assert place.url, f"{place.url_name} has no address"
        with override_settings(ENVIRONMENT=environment(demo=place.only_in_demo)):
            assert client_for(outsider).get(place.url).status_code == 200


# Language


def test_the_language_is_switched_remembered_and_one_stays_on_the_page(client_for: ClientFor, bo: Employee) -> None:
    client = client_for(bo)
    response = client.post("/sprog/", {"language": "en", "next": "/vejledning/?x=1"})
    assert response["Location"] == "/vejledning/?x=1"
    bo.refresh_from_db()
    assert bo.language == "en"
    assert Event.objects.filter(action="accounts.language.chosen", subject_id=bo.pk).exists()
    page = text(client.get("/"))
    assert '<html lang="en"' in page
    assert "You are up to date" in page


def test_before_sign_in_the_language_is_kept_in_the_browser(client: Client, people: People) -> None:
    assert '<html lang="da"' in text(client.get("/konto/log-ind/"))
    client.post("/sprog/", {"language": "en", "next": "/konto/log-ind/"})
    assert '<html lang="en"' in text(client.get("/konto/log-ind/"))


def test_danish_comes_first_whatever_the_browser_asks_for(client: Client, people: People) -> None:
    page = client.get("/konto/log-ind/", headers={"accept-language": "en-GB,en;q=0.9"})
    assert '<html lang="da"' in text(page)
    assert page["Content-Language"] == "da"


@pytest.mark.parametrize("away", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", ""])
def test_switching_never_leads_away(client_for: ClientFor, bo: Employee, away: str) -> None:
    assert client_for(bo).post("/sprog/", {"language": "en", "next": away})["Location"] == "/"


def test_an_unknown_language_changes_nothing(client_for: ClientFor, bo: Employee) -> None:
    response = client_for(bo).post("/sprog/", {"language": "xx", "next": "/"})
    bo.refresh_from_db()
    assert (response.status_code, bo.language) == (302, "da")
    assert settings.LANGUAGE_COOKIE_NAME not in response.cookies


def test_a_link_cannot_switch_the_language(client_for: ClientFor, bo: Employee) -> None:
    assert client_for(bo).get("/sprog/").status_code == 405


# Search


def found(client: Client, words: str, **headers: str) -> str:
    return text(client.post("/soeg/", {"words": words}, headers=headers))


def test_a_manager_finds_own_people_and_nobody_else(client_for: ClientFor, people: People) -> None:
    client = client_for(people.alma)
    make_round(people.north)
    page = found(client, "bo")
    assert "<h2" in page
    assert ">Bo</a>" in page
    assert ">Carla</a>" not in found(client, "carla")
    assert ">Outsider</a>" not in found(client, "outsider")


def test_a_person_found_leads_to_what_may_be_seen_of_them(client_for: ClientFor, people: People) -> None:
    round_ = make_round(people.north)
    participant = round_.participants.get(employee=people.bo)
    assert f"/kompetencer/profil/{participant.uuid}/" in found(client_for(people.alma), "bo")
    assert f"/styring/medarbejdere/{people.bo.uuid}/" in found(client_for(people.ida), "bo")
    assert "/konto/mig/" in found(client_for(people.bo), "bo")


def test_an_administrator_who_finds_a_person_is_not_led_to_the_profile(client_for: ClientFor, people: People) -> None:
    make_round(people.north)
    assert "/kompetencer/profil/" not in found(client_for(people.ida), "bo")


def test_an_employee_and_a_consultant_find_no_colleagues(client_for: ClientFor, people: People) -> None:
    for person in (people.bo, people.dorte, people.gry):
        assert ">Erik</a>" not in found(client_for(person), "erik")


def test_competencies_pages_and_rounds_are_found(client_for: ClientFor, people: People) -> None:
    make_round(people.north, name="Efterår 2026")
    alma = client_for(people.alma)
    assert "AU-G1" in found(alma, "au-g1")
    assert ">Rammer</a>" in found(alma, "rammer")
    assert ">Efterår 2026</a>" in found(alma, "efterår")
    assert ">Efterår 2026</a>" not in found(client_for(people.outsider), "efterår")
    assert ">Efterår 2026</a>" not in found(client_for(people.bo), "efterår")


def test_all_words_must_fit(client_for: ClientFor, people: People) -> None:
    make_employee("Bo Larsen", people.north)
    page = found(client_for(people.ida), "bo larsen")
    assert ">Bo Larsen</a>" in page
    assert ">Bo</a>" not in page


def test_what_is_typed_stays_out_of_the_address_and_of_the_markup(client_for: ClientFor, people: People) -> None:
    client = client_for(people.bo)
    assert "Erik" not in client.get("/soeg/?words=Erik").content.decode().partition("<main")[2]
    raw = client.post("/soeg/", {"words": '"><script>x'}).content.decode()
    assert "<script>x" not in raw
    assert "Intet fundet" in raw


@pytest.mark.parametrize(("words", "answer"), [("b", "Skriv mindst to bogstaver."), ("qqqq", "Intet fundet.")])
def test_a_search_without_result_says_what_to_do(
    client_for: ClientFor, people: People, words: str, answer: str
) -> None:
    assert answer in found(client_for(people.bo), words)


@pytest.mark.parametrize("words", ["", "   ", "\x00", "%" * 300, "ø" * 200, "'; drop table", "_" * 5])
def test_any_words_are_answered(client_for: ClientFor, people: People, words: str) -> None:
    response = client_for(people.alma).post("/soeg/", {"words": words})
    assert response.status_code == 200


def test_the_part_of_the_page_is_the_same_as_in_the_page(client_for: ClientFor, people: People) -> None:
    client = client_for(people.ida)
    whole = found(client, "bo")
    part = found(client, "bo", **{"HX-Request": "true"})
    assert part.strip().startswith('<div id="results"')
    assert part.strip() in whole


# The guide


def test_the_guide_lists_its_pages_and_shows_each(client: Client, people: People) -> None:
    for language in ("da", "en"):
        client.cookies["django_language"] = language
        page = text(client.get("/vejledning/"))
        assert {one.group for one in guide.listed_pages(language)} == {"guide", "rules"}
        for one in guide.listed_pages(language):
            assert f'lang="{one.language}">{one.title}</a>' in page
            response = client.get(one.url)
            assert response.status_code == 200
            assert f"<h1>{one.title}</h1>" in text(response)
            assert f'<div class="text guide" lang="{one.language}">' in text(response)


def test_every_page_for_users_is_there_in_english_too() -> None:
    found = {
        language: {page.slug for page in guide.guide_pages() if page.group != "models" and page.language == language}
        for language in ("da", "en")
    }
    assert found["en"] - found["da"] == {"settings"}  # for whoever runs the server, as the code is
    assert found["da"] <= found["en"]


def test_the_english_pages_have_the_headings_and_pictures_of_the_danish() -> None:
    def shape(page: guide.GuidePage) -> list[str]:
        lines = page.file.read_text(encoding="utf-8").splitlines()
        headings = [re.match("#+", line) for line in lines]
        pictures = [Path(name).name for line in lines for name in re.findall(r"!\[[^]]*\]\(([^)]+)\)", line)]
        return [*(found.group() for found in headings if found), *pictures]

    danish = [page for page in guide.listed_pages("da") if page.language == "da"]
    for page in danish:
        english = guide.guide_page(page.slug, "en")
        assert english
        assert english.language == "en"
        assert shape(english) == shape(page), page.slug


def test_each_rule_is_in_the_reader_s_language_and_leads_to_the_whole_model(client: Client, people: People) -> None:
    models = {page.slug for page in guide.guide_pages() if page.group == "models"}
    assert {f"{page.slug}-model" for page in guide.listed_pages("da") if page.group == "rules"} == models
    client.cookies["django_language"] = "da"
    page = text(client.get("/vejledning/scoring/"))
    assert "<h1>Profilen: score, ståsted og styrker</h1>" in page
    assert '<h2 id="standing">Ståsted i et felt</h2>' in page
    assert '<a href="/vejledning/scoring-model/" hreflang="en">' in page
    assert "The profile" not in text(client.get("/vejledning/"))
    model = text(client.get("/vejledning/scoring-model/"))
    assert "Siden findes kun på engelsk." in model
    assert '<h2 id="standing">' in model
    assert "hreflang" not in model
    client.cookies["django_language"] = "en"
    assert '<h2 id="standing">Standing in a field</h2>' in text(client.get("/vejledning/scoring/"))
    assert "in English only" not in text(client.get("/vejledning/scoring-model/"))


@pytest.mark.parametrize(
    "path",
    ["/vejledning/findes-ikke/", "/vejledning/billeder/findes-ikke.png", "/vejledning/billeder/..%2Fsettings.py"],
)
def test_what_is_not_in_the_guide_is_not_found(client: Client, people: People, path: str) -> None:
    assert client.get(path).status_code == 404


def test_links_and_pictures_between_the_files_work_on_the_pages(
    client: Client, people: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path
    for folder in ("guide", "algorithms"):
        (root / "docs" / folder).mkdir(parents=True)
    (root / "docs/guide/first.md").write_text(
        "# First\n\n## How & why\n\nSee [the rule](../algorithms/second.md#a-part), [out](https://example.org) and "
        "![a picture](profile.png).\n\n<script>alert(1)</script>\n",
        encoding="utf-8",
    )
    (root / "docs/algorithms/second.md").write_text("# Second\n\ntext\n", encoding="utf-8")
    (root / "docs/guide/profile.png").write_bytes(b"\x89PNG")
    monkeypatch.setattr(settings, "BASE_DIR", root)
    guide.guide_pages.cache_clear()
    try:
        page = client.get("/vejledning/first/").content.decode()
        picture = client.get("/vejledning/billeder/profile.png")
    finally:
        guide.guide_pages.cache_clear()
    assert 'href="/vejledning/second-model/#a-part"' in page
    assert 'href="https://example.org"' in page
    assert 'src="/vejledning/billeder/profile.png"' in page
    assert '<h2 id="how-why">' in page
    assert "<script>alert" not in page
    assert (picture.content, picture["Content-Type"]) == (b"\x89PNG", "image/png")


def test_a_page_written_in_both_languages_is_shown_in_the_reader_s(client: Client, people: People) -> None:
    danish, english = (guide.guide_page("unit-needs", language) for language in ("da", "en"))
    assert danish
    assert english
    assert (danish.language, english.language) == ("da", "en")
    assert f"<h1>{danish.title}</h1>" in text(client.get(danish.url))
    client.post("/sprog/", {"language": "en", "next": "/"})
    assert f"<h1>{english.title}</h1>" in text(client.get(english.url))


@pytest.mark.parametrize(
    ("words", "language"), [("Leder og medarbejder", "da"), ("Manager and employee", "en"), ("", "en")]
)
def test_a_page_says_which_language_it_is_in(words: str, language: str) -> None:
    assert guide.language_of(words) == language


# What people meet when something fails


@pytest.mark.urls("tests.toolkit.gallery")
@pytest.mark.parametrize(
    ("path", "status", "danish", "english"),
    [
        ("/findes-ikke/", 404, "Den side findes ikke", "There is no such page"),
        ("/maa-ikke/", 403, "Det kan du ikke gøre", "You cannot do this"),
        ("/forstaas-ikke/", 400, "Siden forstod ikke det, du sendte", "The page did not understand that"),
        ("/gaar-galt/", 500, "Noget gik galt hos os", "Something went wrong here"),
    ],
)
def test_errors_are_told_in_words_with_a_way_on(
    people: People, client_for: ClientFor, path: str, status: int, danish: str, english: str
) -> None:
    for person in (None, people.bo):
        client = client_for(person) if person else Client()
        client.raise_request_exception = False
        response = client.get(path)
        assert response.status_code == status
        assert danish in text(response)
        assert 'href="/"' in text(response)
    people.bo.language = "en"
    people.bo.save()
    client = client_for(people.bo)
    client.raise_request_exception = False
    assert english in text(client.get(path))


def test_a_form_that_was_open_too_long_is_told_kindly(people: People) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.bo)
    response = client.post("/soeg/", {"words": "x"})
    assert response.status_code == 403
    assert "Siden havde været åben for længe" in text(response)


def test_the_page_of_a_failure_needs_neither_database_nor_person() -> None:
    with override("en"):
        assert "Something went wrong here" in render_to_string("500.html")


def test_too_many_tries_are_told_in_words(client_for: ClientFor, people: People) -> None:
    request = HttpRequest()
    request.user = people.bo
    request.session = client_for(people.bo).session
    with override("da"):
        assert "For mange forsøg" in render_to_string("429.html", request=request)


# Policy


@pytest.mark.parametrize("path", ["/", "/soeg/", "/styring/", "/vejledning/"])
def test_pages_come_with_a_strict_policy(client_for: ClientFor, alma: Employee, path: str) -> None:
    policy = client_for(alma).get(path)["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
