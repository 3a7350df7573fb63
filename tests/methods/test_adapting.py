"""A municipality's own words: what is left as it is follows the product, and two who write both keep what they wrote."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.audit.models import Event
from fagkompas.engine.errors import BadInput
from fagkompas.methods import actions, administration_urls, urls
from fagkompas.methods.adapting import OTHER_PAGES, code_from, control_of, data_from, flat
from fagkompas.methods.document import Audience
from fagkompas.methods.in_use import ADAPTABLE, library_of
from fagkompas.methods.library import shipped, shipped_data
from fagkompas.methods.models import Adaptation, Experience, Favourite, Practice
from fagkompas.toolkit.together import ChangedMeanwhile
from tests.learning.pages import text_of
from tests.methods.making import OWN, make_experience, make_own, make_practice, make_words
from tests.people import People

ClientFor = Callable[[Employee], Client]
URL = "/styring/metoder/"


@pytest.fixture
def dorte_s(people: People, client_for: ClientFor) -> Client:
    return client_for(people.dorte)


def opened(client: Client, url: str) -> dict[str, Any]:
    """The form of a page as a browser would send it back unchanged."""
    page = client.get(url)
    form = page.context["form"]
    sent = {bound.name: bound.value() or "" for bound in form}
    return sent | dict(page.context["opened"])


@pytest.mark.parametrize("code", sorted(shipped()))
def test_a_form_that_nobody_touched_changes_nothing(code: str) -> None:
    data = shipped_data(code)
    made = data_from(flat(data), data, is_own=False)
    assert made == {key: data[key] for key in ADAPTABLE}


def test_what_is_as_the_product_has_it_is_not_kept(people: People, dorte_s: Client) -> None:
    sent = opened(dorte_s, f"{URL}ugu/") | {"short-da": "Spørg, giv og spørg igen.", "short-en": ""}
    assert dorte_s.post(f"{URL}ugu/", sent)["Location"] == "/metoder/ugu/"
    row = Adaptation.objects.get()
    assert (row.root, row.by, row.revision) == (people.testkommune, people.dorte, 1)
    assert row.texts == {"short": {"da": "Spørg, giv og spørg igen."}}
    kept = library_of(people.testkommune.pk).get("ugu")
    assert kept is not None
    assert kept.differs == ("short",)
    assert kept.method.steps == shipped()["ugu"].steps
    event = Event.objects.get(action="methods.adaptation.saved")
    assert event.target_uuid == row.uuid


def test_what_follows_the_product_shows_the_product_of_tomorrow(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_words(people.dorte)
    later = shipped_data("ugu") | {"purpose": {"da": "Et nyt formål.", "en": "A new purpose."}}
    monkeypatch.setattr("fagkompas.methods.in_use.shipped_data", lambda _code: later)
    from fagkompas.methods import in_use

    in_use._over.cache_clear()
    kept = library_of(people.testkommune.pk).get("ugu")
    in_use._over.cache_clear()
    assert kept is not None
    assert (kept.method.purpose.da, kept.differs, kept.overtaken) == ("Et nyt formål.", ("short",), ())


@pytest.fixture
def later_release(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The product asks for less in short, and tells the purpose of UGU otherwise."""
    from fagkompas.methods import in_use

    def forget() -> None:
        in_use._over.cache_clear()
        in_use._own.cache_clear()

    data = shipped_data("ugu") | {"purpose": {"da": "Et nyt formål.", "en": "A new purpose."}}
    for place in ("in_use", "actions", "views.administration"):
        monkeypatch.setattr(f"fagkompas.methods.{place}.shipped_data", lambda _code: data)
    longest = max(len(text) for text in data["short"].values())
    assert len(LONG_SHORT["da"]) > longest
    monkeypatch.setattr("fagkompas.methods.reader.LONGEST_SHORT", longest)
    monkeypatch.setattr("fagkompas.methods.reader.LONGEST_NAME", len(LONG_NAME) - 1)
    forget()
    yield
    forget()


LONG_NAME = "Gåturen om søen, når bordet er i vejen for samtalen"
LONG_SHORT = {
    "da": "Spørg, giv, spørg: sådan gør vi hos os, når der skal siges noget svært, og vi ikke ved, hvad den anden ved om det."
}


@pytest.fixture
def before(people: People) -> None:
    """What the municipality wrote under the release before."""
    make_words(people.dorte, short=LONG_SHORT, purpose={"da": "Vores formål."})
    actions.save_adaptation(
        code="gaaturen",
        texts=OWN | {"name": {"da": LONG_NAME}},
        revision=0,
        now=timezone.now(),
        by=people.dorte,
    )


@pytest.mark.usefixtures("before", "later_release")
def test_words_that_do_not_fit_a_later_release_are_left_out_and_told(
    people: People, dorte_s: Client, client_for: ClientFor, caplog: pytest.LogCaptureFixture
) -> None:
    library = library_of(people.testkommune.pk)
    kept = library.get("ugu")
    assert kept is not None
    assert (kept.differs, kept.unfit, kept.overtaken) == (("purpose",), ("short",), ("purpose",))
    assert kept.method.short == shipped()["ugu"].short
    assert library.left_out == {"gaaturen": LONG_NAME}
    assert "are left out: short" in caplog.text
    for address in ("/metoder/", "/metoder/ugu/", "/metoder/overblik/"):
        assert client_for(people.bo).get(address).status_code == 200
    assert client_for(people.bo).post("/soeg/", {"words": "gåtur"}).status_code == 200
    told = text_of(dorte_s, URL)
    assert "Passer ikke: hvad det skal bruges til" in told
    assert "Produktet har ny tekst: hvad den gør" in told
    assert LONG_NAME in told
    assert "Skriv det igen" in text_of(dorte_s, "/metoder/ugu/")
    assert "Skriv det igen" not in text_of(client_for(people.bo), "/metoder/ugu/")


@pytest.mark.usefixtures("before", "later_release")
def test_what_does_not_fit_is_written_again_from_its_page(people: People, dorte_s: Client) -> None:
    assert LONG_SHORT["da"] in text_of(dorte_s, f"{URL}ugu/")
    sent = opened(dorte_s, f"{URL}ugu/") | {"short-da": "Spørg, giv, spørg."}
    assert dorte_s.post(f"{URL}ugu/", sent)["Location"] == "/metoder/ugu/"
    kept = library_of(people.testkommune.pk).get("ugu")
    assert kept is not None
    assert (kept.differs, kept.unfit, kept.overtaken) == (("short", "purpose"), (), ())
    assert "kan ikke vises, som den står" in text_of(dorte_s, f"{URL}gaaturen/")
    sent = opened(dorte_s, f"{URL}gaaturen/") | {"name-da": "Gåturen"}
    assert dorte_s.post(f"{URL}gaaturen/", sent)["Location"] == "/metoder/gaaturen/"
    assert library_of(people.testkommune.pk).left_out == {}


def test_two_of_one_name_are_two_methods(people: People) -> None:
    codes = [actions.add_method(texts=dict(OWN), now=timezone.now(), by=people.dorte).code for _time in range(2)]
    assert codes == ["gaaturen", "gaaturen-2"]


def test_no_method_has_the_address_of_another_page() -> None:
    pages = {
        str(one.pattern).strip("/")
        for module in (urls, administration_urls)
        for one in module.urlpatterns
        if "<" not in str(one.pattern) and str(one.pattern)
    }
    assert pages == set(OTHER_PAGES)
    assert code_from("Ny", OTHER_PAGES) == "ny-2"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("short-da", "", "Udfyld"),
        ("short-da", "x" * 141, "140 tegn"),
        ("purpose-da", "x" * 2001, "2000"),
        ("purpose-da", "Ring til 010190-1234", "CPR-nummer"),
        ("parts-1-citizen-en", "Only one line", "Skriv lige mange"),
        ("steps-2-title-da", "", "tom"),
        ("example-lines-da", "Naboen: Hej", "Begynd hver linje med, hvem der siger det"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_lost(
    dorte_s: Client, name: str, text: str, said: str
) -> None:
    sent = opened(dorte_s, f"{URL}ugu/") | {"gives-da": "Noget andet.", "example-lines-en": "", name: text}
    response = dorte_s.post(f"{URL}ugu/", sent)
    assert response.status_code == 422
    form = response.context["form"]
    assert list(form.errors) == [name]
    assert said.lower() in " ".join(form.errors[name]).lower()
    assert form["gives-da"].value() == "Noget andet."
    assert not Adaptation.objects.exists()


def test_too_few_sentences_are_told_where_they_are_missing(dorte_s: Client) -> None:
    sent = opened(dorte_s, f"{URL}key-words/") | {"parts-1-citizen-da": "", "parts-1-citizen-en": ""}
    response = dorte_s.post(f"{URL}key-words/", sent)
    assert response.status_code == 422
    assert not Adaptation.objects.exists()


def test_two_who_write_different_parts_both_keep_them(people: People, dorte_s: Client, client_for: ClientFor) -> None:
    first = opened(dorte_s, f"{URL}ugu/")
    second = opened(dorte_s, f"{URL}ugu/")
    dorte_s.post(f"{URL}ugu/", first | {"short-da": "Den enes korte."})
    dorte_s.post(f"{URL}ugu/", second | {"gives-da": "Den andens udbytte."})
    texts = Adaptation.objects.get().texts
    assert (texts["short"]["da"], texts["gives"]["da"]) == ("Den enes korte.", "Den andens udbytte.")


def test_two_who_write_the_same_part_see_both(dorte_s: Client) -> None:
    first, second = opened(dorte_s, f"{URL}ugu/"), opened(dorte_s, f"{URL}ugu/")
    dorte_s.post(f"{URL}ugu/", first | {"short-da": "Den enes korte."})
    response = dorte_s.post(f"{URL}ugu/", second | {"short-da": "Den andens korte."})
    assert response.status_code == 409
    page = response.content.decode()
    assert "Den enes korte." in page
    assert "Den andens korte." in page


def test_an_old_revision_is_refused_by_the_action(people: People) -> None:
    make_words(people.dorte)
    with pytest.raises(ChangedMeanwhile):
        make_words(people.dorte)


def test_back_to_the_words_of_the_product(people: People, dorte_s: Client) -> None:
    make_words(people.dorte)
    page = dorte_s.get(f"{URL}ugu/leveret/")
    assert "sådan gør vi hos os" in page.content.decode()
    assert not Event.objects.filter(action="methods.adaptation.dropped").exists()
    assert dorte_s.post(f"{URL}ugu/leveret/", {"revision": "0"})["Location"] == f"{URL}ugu/leveret/"
    assert Adaptation.objects.get().texts
    dorte_s.post(f"{URL}ugu/leveret/", {"revision": str(page.context["revision"])})
    kept = library_of(people.testkommune.pk).get("ugu")
    assert kept is not None
    assert (kept.differs, kept.method) == ((), shipped()["ugu"])
    assert Event.objects.filter(action="methods.adaptation.dropped").exists()


# A method of one's own


def typed_own() -> dict[str, Any]:
    """What somebody types about the walk."""
    return {
        **{name: text for name, text in flat(OWN).items() if not name.startswith("competencies")},
        "audiences": ["citizen"],
        "phases": ["open"],
        "situations": ["stuck", "angry"],
        "competencies-1": "BM-G1",
        "competencies-2": "BM-G1",
    }


def test_a_whole_method_is_added(people: People, dorte_s: Client) -> None:
    response = dorte_s.post(f"{URL}ny/", typed_own())
    assert response["Location"] == "/metoder/gaaturen/"
    kept = library_of(people.testkommune.pk).get("gaaturen")
    assert kept is not None
    method = kept.method
    assert (method.name.da, method.audiences, method.situations) == ("Gåturen", (Audience.CITIZEN,), ("stuck", "angry"))
    assert (method.competencies, method.parts[0].citizen[0].da) == (("BM-G1",), "Hvor plejer du at gå?")
    page = text_of(dorte_s, response["Location"])
    assert "Metoden er kommunens egen." in page
    assert "Øv den" not in page


def test_another_of_the_same_name_has_a_code_of_its_own(dorte_s: Client) -> None:
    dorte_s.post(f"{URL}ny/", typed_own())
    assert dorte_s.post(f"{URL}ny/", typed_own())["Location"] == "/metoder/gaaturen-2/"


@pytest.mark.parametrize(
    ("name", "value", "field"),
    [
        ("name-da", "", "name-da"),
        ("audiences", [], "audiences"),
        ("phases", ["open", "explore", "turn", "decide"], "phases"),
        ("situations", ["lost"], "situations"),
        ("audiences", ["citizen", "company"], "parts-1-name-da"),
        ("steps-1-title-da", "", "steps-1-title-da"),
    ],
)
def test_what_a_new_method_lacks_is_told(dorte_s: Client, name: str, value: Any, field: str) -> None:
    response = dorte_s.post(f"{URL}ny/", typed_own() | {name: value})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert response.context["form"]["gives-da"].value() == OWN["gives"]["da"]
    assert not Adaptation.objects.exists()


def test_an_own_method_is_changed_and_nothing_typed_is_lost(people: People, dorte_s: Client) -> None:
    make_own(people.dorte)
    sent = opened(dorte_s, f"{URL}gaaturen/") | {"name-da": "Turen", "situations": ["angry"]}
    sent |= {name: text for name, text in sent.items() if name.startswith("opened-")}
    assert dorte_s.post(f"{URL}gaaturen/", sent)["Location"] == "/metoder/gaaturen/"
    kept = library_of(people.testkommune.pk).get("gaaturen")
    assert kept is not None
    assert (kept.method.name.da, kept.method.situations) == ("Turen", ("angry",))


CARD = {
    "quiz-1-question-da": "Borgeren går foran. Hvad gør du?",
    "quiz-1-right-da": "Du lader borgeren sætte farten.",
    "quiz-1-right_why-da": "Det er borgerens tur.",
    "quiz-1-wrong-da": "Du går hurtigere.\nDu foreslår en bænk.",
    "quiz-1-wrong_why-da": "Så taler I ikke sammen.\nDet ved du ikke, om borgeren vil.",
}


def test_cards_of_an_own_method_can_be_practised_and_stand_in_the_form(people: People, dorte_s: Client) -> None:
    second = {name.replace("quiz-1", "quiz-3"): text for name, text in CARD.items()}
    second |= {name.replace("-da", "-en"): f"{text}" for name, text in second.items()}
    assert dorte_s.post(f"{URL}ny/", typed_own() | CARD | second)["Location"] == "/metoder/gaaturen/"
    kept = library_of(people.testkommune.pk).get("gaaturen")
    assert kept is not None
    cards = kept.method.quiz
    assert [[answer.is_right for answer in card.answers].index(True) for card in cards] == [1, 0]
    assert [answer.why.da for answer in cards[0].answers] == [
        "Så taler I ikke sammen.",
        "Det er borgerens tur.",
        "Det ved du ikke, om borgeren vil.",
    ]
    assert cards[1].answers[2].text.en == "Du foreslår en bænk."
    form = dorte_s.get(f"{URL}gaaturen/").context["form"]
    assert form["quiz-1-wrong-da"].value() == CARD["quiz-1-wrong-da"]
    assert form["quiz-2-right-en"].value() == CARD["quiz-1-right-da"]
    assert "Quizkort 3" in text_of(dorte_s, f"{URL}gaaturen/")
    dorte_s.post("/metoder/gaaturen/oev/kort/", {"begin": "1"})
    assert "Kort 1 af 2" in text_of(dorte_s, "/metoder/gaaturen/oev/kort/")


@pytest.mark.parametrize("lacking", CARD)
def test_a_card_that_is_not_whole_is_told_at_its_question(dorte_s: Client, lacking: str) -> None:
    response = dorte_s.post(f"{URL}ny/", typed_own() | CARD | {lacking: ""})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["quiz-1-question-da"]
    assert "Kort 1 mangler noget" in response.context["form"].errors["quiz-1-question-da"][0]


PLAY = {
    "role_play-setting-da": "I går om søen.",
    "role_play-roles-1-name-da": "Du",
    "role_play-roles-1-card-da": "Du vil høre, hvad borgeren har prøvet.",
    "role_play-roles-2-name-da": "Borgeren",
    "role_play-roles-2-card-da": "Du siger ikke meget, før farten er din.",
    "role_play-watch_for-da": "Hvem satte farten?",
    "role_play-afterwards-da": "Hvad ændrede sig på vejen hjem?",
    "role_play-minutes": "20",
}


def test_the_role_play_of_an_own_method_can_be_held_and_stands_in_the_form(people: People, dorte_s: Client) -> None:
    assert dorte_s.post(f"{URL}ny/", typed_own() | PLAY)["Location"] == "/metoder/gaaturen/"
    kept = library_of(people.testkommune.pk).get("gaaturen")
    assert kept is not None
    play = kept.method.role_play
    assert play is not None
    assert (play.minutes, [role.name.da for role in play.roles]) == (20, ["Du", "Borgeren"])
    sent = opened(dorte_s, f"{URL}gaaturen/")
    assert {name: sent[name] for name in PLAY} == PLAY
    held = text_of(dorte_s, "/metoder/gaaturen/oev/rollespil/")
    assert PLAY["role_play-roles-2-card-da"] in held
    without = sent | {name: "" for name in PLAY if name != "role_play-minutes"}
    dorte_s.post(f"{URL}gaaturen/", without)
    kept = library_of(people.testkommune.pk).get("gaaturen")
    assert kept is not None
    assert kept.method.role_play is None


@pytest.mark.parametrize(
    ("lacking", "told_at"),
    [
        ("role_play-setting-da", "role_play-setting-da"),
        ("role_play-roles-2-card-da", "role_play-roles-2-card-da"),
        ("role_play-roles-2-", "role_play-roles-1-name-da"),
        ("role_play-watch_for-da", "role_play-watch_for-da"),
        ("role_play-afterwards-da", "role_play-afterwards-da"),
    ],
)
def test_a_role_play_that_is_not_whole_is_told_where(dorte_s: Client, lacking: str, told_at: str) -> None:
    typed = {name: "" if name.startswith(lacking) else text for name, text in PLAY.items()}
    response = dorte_s.post(f"{URL}ny/", typed_own() | typed)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [told_at]


def test_how_long_a_role_play_takes_is_not_dropped_without_a_word(dorte_s: Client) -> None:
    response = dorte_s.post(f"{URL}ny/", typed_own() | {"role_play-minutes": "30"})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["role_play-minutes"]
    assert "eller vælg 15 minutter igen" in response.context["form"].errors["role_play-minutes"][0]
    assert dorte_s.post(f"{URL}ny/", typed_own() | {"role_play-minutes": "15"}).status_code == 302


def test_a_shipped_method_has_no_cards_and_no_role_play_in_its_form(dorte_s: Client) -> None:
    form = dorte_s.get(f"{URL}ugu/").context["form"]
    assert not [name for name in form.fields if name.startswith(("quiz", "role_play"))]


def test_the_words_of_one_municipality_are_not_anothers(people: People) -> None:
    make_words(people.dorte)
    make_own(people.dorte)
    other = library_of(people.andenkommune.pk)
    assert other.get("gaaturen") is None
    assert [one.differs for one in other.kept.values() if one.differs] == []


def test_codes_come_from_names() -> None:
    assert code_from("Vores åbning & ører!", []) == "vores-aabning-oerer"
    assert code_from("3 spørgsmål", ["spoergsmaal"]) == "spoergsmaal-2"
    assert code_from("???", []) == "metode"


def test_problems_lead_to_the_control_of_their_text() -> None:
    parts = ["contract", "topics"]
    assert control_of("parts.topics.citizen.2.da", parts) == "parts-2-citizen-da"
    assert control_of("steps.3.title.en", parts) == "steps-3-title-en"
    assert control_of("not_when.1.da", parts) == "not_when-da"
    assert control_of("example.lines.4.text.da", parts) == "example-lines-da"


def test_a_method_that_cannot_be_one_is_refused_by_the_action(people: People) -> None:
    with pytest.raises(BadInput) as refused:
        actions.save_adaptation(
            code="turen",
            texts={**OWN, "competencies": ["XX-G1"], "situations": ["lost"]},
            revision=0,
            now=timezone.now(),
            by=people.dorte,
        )
    assert [(one.message_code, one.found) for one in refused.value.problems] == [
        ("unknown_code", "XX-G1"),
        ("unknown_code", "lost"),
    ]


# Retention


def test_what_people_left_behind_goes_with_them(people: People) -> None:
    for person in (people.bo, people.carla):
        make_experience(person)
        make_practice(person)
        actions.keep_favourite(code="ugu", is_kept=True, by=person)
    today = timezone.localdate()
    people.bo.is_active, people.bo.retired_on = False, today - timedelta(days=1)
    people.bo.save()
    actions.retention(today=today, dry_run=False)
    assert Experience.objects.count() == 2  # who comes back next week has it all
    later = today + timedelta(days=settings.ENVIRONMENT.keep_retired_days + 1)
    told = actions.retention(today=later, dry_run=True)
    assert [line.rows for line in told] == [1, 2]
    assert Experience.objects.count() == 2
    actions.retention(today=later, dry_run=False)
    for rows in (Experience, Practice, Favourite):
        assert [one.employee for one in rows.objects.all()] == [people.carla]
    assert [line.rows for line in actions.retention(today=later, dry_run=False)] == [0, 0]


def test_a_double_click_is_as_one(people: People) -> None:
    for _time in range(2):
        actions.keep_favourite(code="ugu", is_kept=True, by=people.bo)
    assert Event.objects.filter(action="methods.favourite.added").count() == 1
    method, now = shipped()["ugu"], timezone.now()
    answers = [0 for _card in method.quiz]
    for seconds in (0, 1):
        later = now + timedelta(seconds=seconds)
        actions.finish_quiz(method=method, answers=answers, began_at=now, now=later, by=people.bo)
    assert Practice.objects.count() == 1
    actions.finish_quiz(method=method, answers=answers, began_at=later, now=later, by=people.bo)
    assert Practice.objects.count() == 2
