"""The pages of occupations, and picking one in a form."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fagkompas.accounts.models import Employee
from fagkompas.occupations import searching
from fagkompas.occupations.forms import OccupationField
from fagkompas.occupations.groups import code_of, group_of
from fagkompas.occupations.models import Group, Occupation, Origin, Scheme
from fagkompas.toolkit.forms import Form
from tests.occupations.making import make_group, make_occupation, note_loaded

ClientFor = Callable[[Employee], Client]


def text(response: Any) -> str:
    """The page, let in, without line breaks."""
    assert response.status_code == 200, response.status_code
    return " ".join(response.content.decode().split())


def titles_in(page: str) -> list[str]:
    return re.findall(r'<a href="/erhverv/[0-9a-f-]{36}/">([^<]*)</a>', page)


@pytest.fixture
def sea(db: None) -> dict[str, Occupation]:
    """A few titles by the sea."""
    for code, title in (("5", "Det nære"), ("51", "Havet"), ("516", "Bølger"), ("5161", "Havfruer")):
        make_group(code, title)
    return {
        "tamer": make_occupation("havfruetæmmer", "havfruepasser", isco4="5161", english="mermaid tamer"),
        "cook": make_occupation("havfruekok", isco4="5161"),
        "triton": make_occupation("tritonplejer"),
    }


# The search page


def test_the_page_finds_and_tells_the_group(bo: Employee, client_for: ClientFor, sea: dict[str, Occupation]) -> None:
    page = text(client_for(bo).get(reverse("occupations:search"), {"q": "havfruep"}))
    assert titles_in(page)[0] == "havfruetæmmer"
    assert "fundet som »havfruepasser«" in page
    assert "5161 Havfruer" in page
    assert "Ingen gruppe er angivet" in text(client_for(bo).get(reverse("occupations:search"), {"q": "triton"}))


def test_the_part_that_comes_while_typing_is_the_one_of_the_page(
    bo: Employee, client_for: ClientFor, sea: dict[str, Occupation]
) -> None:
    client, address = client_for(bo), reverse("occupations:search")
    whole = text(client.get(address, {"q": "havfrue"}))
    part = text(client.get(address, {"q": "havfrue"}, headers={"HX-Request": "true"}))
    assert part in whole
    assert len(titles_in(part)) == 2


def test_what_finds_nothing_says_what_to_do(bo: Employee, client_for: ClientFor, sea: dict[str, Occupation]) -> None:
    client, address = client_for(bo), reverse("occupations:search")
    assert "Prøv den første del af ordet" in text(client.get(address, {"q": "qzqzqz"}))
    assert "Skriv mindst to bogstaver" in text(client.get(address, {"q": "h"}))
    assert "ESCO: 3 betegnelser" in text(client.get(address))


def test_without_titles_the_page_says_how_they_are_loaded(bo: Employee, client_for: ClientFor) -> None:
    page = text(client_for(bo).get(reverse("occupations:search")))
    assert "load_occupations" in page
    assert 'name="q"' not in page


def test_retired_titles_are_not_found_but_keep_their_page(
    bo: Employee, client_for: ClientFor, sea: dict[str, Occupation]
) -> None:
    client = client_for(bo)
    Occupation.objects.filter(pk=sea["cook"].pk).update(retired_on="2026-11-01")
    note_loaded()
    assert titles_in(text(client.get(reverse("occupations:search"), {"q": "havfruekok"}))) == ["havfruetæmmer"]
    assert "Udgået" in text(client.get(reverse("occupations:occupation", args=[sea["cook"].uuid])))


def test_what_is_typed_is_shown_as_text(bo: Employee, client_for: ClientFor, sea: dict[str, Occupation]) -> None:
    page = text(client_for(bo).get(reverse("occupations:search"), {"q": '"><script>x'}))
    assert "<script>x" not in page


def test_the_search_of_everything_finds_titles_by_all_the_words_and_forgives_nothing(
    bo: Employee, client_for: ClientFor, sea: dict[str, Occupation]
) -> None:
    def found(words: str) -> list[str]:
        return titles_in(text(client_for(bo).post("/soeg/", {"words": words})))

    assert found("havfruep") == ["havfruetæmmer"]
    assert found("HAVFRUE kok") == ["havfruekok"]
    assert found("havfruekko") == []


# One title


def test_a_title_shows_groups_names_and_neighbours(
    bo: Employee, client_for: ClientFor, sea: dict[str, Occupation]
) -> None:
    page = text(client_for(bo).get(reverse("occupations:occupation", args=[sea["tamer"].uuid])))
    codes = re.findall(r'<td data-title="Kode">(\d+)</td>', page)
    assert codes == ["5", "51", "516", "5161"]
    assert "<li>havfruepasser</li>" in page
    assert "På engelsk" in page
    assert "<li>mermaid tamer</li>" in page
    assert titles_in(page) == ["havfruekok"]


def test_in_english_the_english_title_is_the_title(
    bo: Employee, client_for: ClientFor, sea: dict[str, Occupation]
) -> None:
    bo.language = "en"
    bo.save()
    page = text(client_for(bo).get(reverse("occupations:occupation", args=[sea["tamer"].uuid])))
    assert re.findall(r"<h1>(.*?)</h1>", page) == ["mermaid tamer"]
    assert "In Danish" in page
    assert "<li>havfruetæmmer</li>" in page
    found = text(client_for(bo).get(reverse("occupations:search"), {"q": "havfruep"}))
    assert "mermaid tamer" in found
    assert "found as “havfruepasser”" in found


def test_neighbours_are_of_the_six_digits_where_there_are_six(bo: Employee, client_for: ClientFor, db: None) -> None:
    made = [
        Occupation.objects.create(title_da=title, isco4=code[:4], disco6=code, origin=Origin.DISCO)
        for title, code in (("havfruefrisør", "516110"), ("havfruekok", "516110"), ("havfruelærer", "516120"))
    ]
    page = text(client_for(bo).get(reverse("occupations:occupation", args=[made[0].uuid])))
    assert titles_in(page) == ["havfruekok"]


def test_how_many_queries_do_not_grow_with_the_group(
    bo: Employee, client_for: ClientFor, sea: dict[str, Occupation]
) -> None:
    client, address = client_for(bo), reverse("occupations:occupation", args=[sea["tamer"].uuid])

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            text(client.get(address))
        return len(queries)

    asked()
    few = asked()
    for number in range(60):
        make_occupation(f"havfrue nummer {number}", f"kaldt {number}", isco4="5161")
    assert asked() == few
    assert "og 21 til" in text(client.get(address))


# Suggestions


def test_suggestions_are_options_with_key_and_title(
    bo: Employee, client_for: ClientFor, sea: dict[str, Occupation]
) -> None:
    page = text(client_for(bo).get(reverse("occupations:suggestions"), {"q": "mermaid"}))
    assert re.findall(r'role="option" aria-selected="false" data-uuid="([^"]*)" data-title="([^"]*)"', page) == [
        (str(sea["tamer"].uuid), "havfruetæmmer")
    ]
    assert text(client_for(bo).get(reverse("occupations:suggestions"))) == ""


def test_a_suggestion_asks_the_tables_once_beside_who_asks(
    bo: Employee, client_for: ClientFor, sea: dict[str, Occupation]
) -> None:
    client, address = client_for(bo), reverse("occupations:suggestions")
    client.get(address, {"q": "havfrue"})
    with CaptureQueriesContext(connection) as queries:
        text(client.get(address, {"q": "havf"}))
    assert sum("occupations_" in query["sql"] for query in queries) == 1


def test_another_process_sees_what_was_loaded(sea: dict[str, Occupation], monkeypatch: pytest.MonkeyPatch) -> None:
    assert searching.search("tangklipper") == []
    make_occupation("tangklipper")  # ends with a version that this process has not seen
    assert [hit.title for hit in searching.search("tangklipper")] == ["tangklipper"]
    monkeypatch.setattr(searching, "_made", lambda: pytest.fail("made anew without need"))
    searching.search("tangklipper")


# Groups for other apps


def test_groups_by_digits(sea: dict[str, Occupation]) -> None:
    tamer = sea["tamer"]
    assert code_of(tamer, 2) == "51"
    found = group_of(tamer, 3)
    assert found
    assert found.code == "516"
    assert group_of(tamer, 6) is None
    assert code_of(sea["triton"], 2) == ""
    assert group_of(sea["triton"], 2) is None
    with pytest.raises(ValueError, match="no groups of 5 digits"):
        code_of(tamer, 5)


def test_a_group_of_disco_stands_in_where_isco_has_none(db: None) -> None:
    one = Occupation.objects.create(title_da="havfruefrisør", isco4="5161", disco6="516110", origin=Origin.DISCO)
    make_group("5161", "dansk", Scheme.DISCO)
    make_group("516110", "dansk", Scheme.DISCO)
    assert [group_of(one, digits) and str(group_of(one, digits)) for digits in (4, 6)] == [
        "disco08 5161",
        "disco08 516110",
    ]
    Group.objects.create(scheme=Scheme.ISCO, code="5161", level=4, title_da="international")
    assert str(group_of(one, 4)) == "isco08 5161"


# Picking


class JobForm(Form):
    """A form of another app."""

    job = OccupationField(label="Job")


class FreeForm(Form):
    """One in which it may be left empty."""

    job = OccupationField(label="Job", required=False)


def picked(form: Form) -> object:
    assert form.is_valid(), form.errors
    return form.cleaned_data["job"]


def test_a_suggestion_that_was_taken_is_the_answer(sea: dict[str, Occupation]) -> None:
    typed = {"job": "havfruetæmmer", "job_taken": str(sea["tamer"].uuid)}
    assert picked(JobForm(typed)) == sea["tamer"]
    typed = {"job": "mermaid tamer", "job_taken": str(sea["tamer"].uuid)}
    assert picked(JobForm(typed)) == sea["tamer"]


def test_a_title_written_out_is_the_answer_without_script(sea: dict[str, Occupation]) -> None:
    assert picked(JobForm({"job": " Havfruekok "})) == sea["cook"]
    # What stood there before, and was written over.
    assert picked(JobForm({"job": "havfruekok", "job_taken": str(sea["tamer"].uuid)})) == sea["cook"]


def test_what_is_no_title_is_answered_with_the_nearest(sea: dict[str, Occupation]) -> None:
    form = JobForm({"job": "havfruepasse"})
    assert not form.is_valid()
    assert "Vælg en af de nærmeste" in form.errors["job"][0]
    shown = str(form["job"])
    assert 'value="havfruepasse"' in shown
    assert f'name="job_chosen" value="{sea["tamer"].uuid}"' in shown
    assert "job_chosen" not in str(JobForm()["job"]), "another form offers nothing"
    assert picked(JobForm({"job": "havfruepasse", "job_chosen": str(sea["tamer"].uuid)})) == sea["tamer"]


def test_what_is_like_nothing_says_so(sea: dict[str, Occupation]) -> None:
    form = JobForm({"job": "qzqzqz"})
    assert not form.is_valid()
    assert form.errors["job"] == ["Ingen stilling ligner det. Skriv en anden, fx det, man ville blive ansat som."]


@pytest.mark.parametrize("key", ["", "no key", "00000000-0000-4000-8000-000000000000"])
def test_a_key_that_is_none_is_no_answer(sea: dict[str, Occupation], key: str) -> None:
    assert not JobForm({"job": "noget helt andet", "job_taken": key, "job_chosen": key}).is_valid()


def test_empty_is_refused_or_none(sea: dict[str, Occupation]) -> None:
    assert not JobForm({"job": ""}).is_valid()
    assert picked(FreeForm({"job": "", "job_taken": str(sea["tamer"].uuid)})) is None


def test_one_that_was_retired_stays_where_it_stands_and_is_not_chosen_anew(sea: dict[str, Occupation]) -> None:
    Occupation.objects.filter(pk=sea["cook"].pk).update(retired_on="2026-11-01")
    note_loaded()
    key = str(sea["cook"].uuid)
    assert picked(JobForm({"job": "havfruekok", "job_taken": key})) == sea["cook"]
    assert not JobForm({"job": "havfruekok"}).is_valid()
    assert not JobForm({"job": "havfruek", "job_chosen": key}).is_valid()


def test_what_stands_there_is_shown_and_noticed_when_it_changes(sea: dict[str, Occupation]) -> None:
    initial = {"job": sea["tamer"]}
    shown = str(JobForm(initial=initial)["job"])
    assert 'value="havfruetæmmer"' in shown
    assert f'value="{sea["tamer"].uuid}"' in shown
    same = {"job": "havfruetæmmer", "job_taken": str(sea["tamer"].uuid)}
    assert not JobForm(same, initial=initial).has_changed()
    assert JobForm({"job": "havfruekok"}, initial=initial).has_changed()
