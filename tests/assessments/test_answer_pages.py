"""The pages that ask: outsider, wrong role, bad input, success; with and without scripts."""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fagkompas.accounts.models import Employee
from fagkompas.assessments.actions.answers import save_drafts
from fagkompas.assessments.forms.answers import AnswersForm, mark_of
from fagkompas.assessments.models import Draft, Participant, Rating, Round, RoundState, Scope
from fagkompas.assessments.questions import GivenAnswer, drafts_of, first_name, question_pages, ratings_of, said_to
from fagkompas.engine.scales import Mode, Rater
from tests.assessments.rounds import answer, make_round, participant_of
from tests.people import People

ClientFor = Callable[[Employee], Client]


@pytest.fixture
def bo_there(people: People) -> Participant:
    """Bo in a screening in Nord that takes answers."""
    return participant_of(make_round(people.north), people.bo)


def page_url(participant: Participant, page: str = "AU") -> str:
    """The address of a page of questions."""
    return reverse("assessments:answer_page", args=[participant.uuid, page])


def url(name: str, participant: Participant) -> str:
    """The address of another page about the participant."""
    return reverse(f"assessments:{name}", args=[participant.uuid])


def own(participant: Participant, people: People) -> Mapping[str, GivenAnswer]:
    """What Bo has saved."""
    return drafts_of(participant, Rater.SELF, people.bo)


# Who may


@pytest.mark.parametrize("name", ["outsider", "dorte", "gry", "ida", "carla", "erik"])
def test_somebody_else_is_told_there_is_no_such_page(
    bo_there: Participant, people: People, client_for: ClientFor, name: str
) -> None:
    client = client_for(getattr(people, name))
    assert client.get(url("answer_start", bo_there)).status_code == 404
    assert client.get(page_url(bo_there)).status_code == 404
    assert client.post(page_url(bo_there), {"AU-G1": "4"}).status_code == 404
    assert client.post(url("answer_summary", bo_there)).status_code == 404
    assert not Draft.objects.exists()


def test_the_manager_does_not_see_what_is_not_submitted(
    bo_there: Participant, people: People, client_for: ClientFor
) -> None:
    answers = [GivenAnswer(item="AU-G1", value=4, evidence="Kun for mig")]
    save_drafts(participant=bo_there, rater=Rater.SELF, author=people.bo, answers=answers, now=timezone.now())
    alma = client_for(people.alma)
    for address in (
        page_url(bo_there),
        url("answer_start", bo_there),
        url("answer_summary", bo_there),
        url("profile_of", bo_there),
        reverse("assessments:round", args=[bo_there.round.uuid]),
        reverse("assessments:round_compare", args=[bo_there.round.uuid, bo_there.uuid]),
    ):
        response = alma.get(address)
        assert response.status_code == 200, address
        assert "Kun for mig" not in response.content.decode()
    assert "0 af 14 besvaret" in alma.get(page_url(bo_there)).content.decode()


def test_what_the_manager_types_is_the_manager_s(bo_there: Participant, people: People, client_for: ClientFor) -> None:
    client_for(people.alma).post(page_url(bo_there), {"AU-G1": "2"})
    draft = Draft.objects.get()
    assert (draft.rater, draft.author, draft.item, draft.value) == ("manager", people.alma, "AU-G1", 2)
    page = client_for(people.alma).get(page_url(bo_there)).content.decode()
    assert "Du vurderer Bo" in page
    assert "Bo, du ved, hvor der er vækst" in page
    assert "Hver sætning er sagt til Bo." in page


def test_nobody_but_the_person_is_spoken_to_as_you(people: People, client_for: ClientFor) -> None:
    """Whatever the framework and the language: to a manager every statement says whom it speaks to."""
    for language in ("da", "en"):
        people.alma.language = language
        people.alma.save()
        for framework in ("faglighed-2025", "roller-kar", "fagprofiler-2017"):
            bo = participant_of(make_round(people.north, framework=framework), people.bo)
            client = client_for(people.alma)
            for page in question_pages(bo):
                text = client.get(page_url(bo, page.code)).content.decode()
                said = re.findall(r'class="answer-statement"[^>]*>([^<]*)<', text)
                assert len(said) == len(page.questions)
                assert all(re.match(r"Bo, (du|you) |Bo: [^<]*\b[Yy]ou\b", statement) for statement in said), said


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("Du ved, hvem du skal have fat i.", "Bo, du ved, hvem du skal have fat i."),
        ("You know whom to ask.", "Bo, you know whom to ask."),
        ("As a consultant you can lead.", "Bo: As a consultant you can lead."),
        ("Kan lede et forløb.", "Kan lede et forløb."),
        ("", ""),
    ],
)
def test_a_statement_is_said_to_somebody(statement: str, expected: str) -> None:
    assert said_to("Bo", statement) == expected


@pytest.mark.parametrize(
    ("name", "expected"), [("Bo", "Bo"), ("Mette Vang Holm", "Mette"), ("Holm, Mette", "Holm"), ("", "")]
)
def test_the_name_one_says_to_somebody(name: str, expected: str) -> None:
    assert first_name(name) == expected


def test_a_team_is_answered_by_its_manager_and_not_by_its_members(people: People, client_for: ClientFor) -> None:
    team = make_round(people.north, mode=Mode.DIALOGUE, scope=Scope.TEAM).participants.get()
    client_for(people.alma).post(page_url(team, "alle"), {"AU-G": "2"})
    assert Draft.objects.get().rater == "agreed"
    assert client_for(people.bo).get(page_url(team, "alle")).status_code == 404


# Saving


def test_a_page_is_saved_by_its_button_and_leads_to_the_next(
    bo_there: Participant, people: People, client_for: ClientFor
) -> None:
    response = client_for(people.bo).post(
        page_url(bo_there), {"AU-G1": "3", "AU-G1-note": " Mange sager\r\nom ledige ", "AU-G2": "nr", "AU-PRA": "0"}
    )
    assert response.url == page_url(bo_there, "LM")  # type: ignore[attr-defined]
    assert own(bo_there, people) == {
        "AU-G1": GivenAnswer(item="AU-G1", value=3, evidence="Mange sager\nom ledige"),
        "AU-G2": GivenAnswer(item="AU-G2", not_relevant=True),
        "AU-PRA": GivenAnswer(item="AU-PRA", value=0),
    }


@pytest.mark.parametrize(
    ("code", "then", "expected"),
    [
        ("AU", "", "LM"),
        ("AU", "next", "LM"),
        ("AU", "here", "AU"),
        ("LM", "AU", "AU"),
        ("AU", "nowhere", "LM"),
        ("NF", "next", "answer_summary"),
        ("AU", "later", "answer_start"),
    ],
)
def test_the_button_says_where_to_go(
    bo_there: Participant, people: People, client_for: ClientFor, code: str, then: str, expected: str
) -> None:
    response = client_for(people.bo).post(page_url(bo_there, code), {f"{code}-G1": "3", "then": then})
    target = page_url(bo_there, expected) if len(expected) == 2 else url(expected, bo_there)
    assert response.headers["Location"] == target
    assert Draft.objects.get().value == 3


def test_what_was_saved_stands_in_the_form(bo_there: Participant, people: People, client_for: ClientFor) -> None:
    client = client_for(people.bo)
    client.post(page_url(bo_there), {"AU-G1": "3", "AU-G1-note": "Min <note>", "AU-G2": "nr"})
    page = client.get(page_url(bo_there)).content.decode()
    assert re.search(r'name="AU-G1" value="3"[^>]* checked', page)
    assert re.search(r'name="AU-G2" value="nr"[^>]* checked', page)
    assert page.count(" checked") == 2
    assert "Min &lt;note&gt;" in page
    assert "2 af 14 besvaret" in page


def test_autosave_says_saved_when_it_is(bo_there: Participant, people: People, client_for: ClientFor) -> None:
    response = client_for(people.bo).post(page_url(bo_there), {"AU-G1": "3"}, headers={"X-Autosave": "1"})
    told = response.json()
    assert re.fullmatch(r"Gemt kl\. \d{2}\.\d{2}", told["saved"])
    assert (told["answered"], told["total"]) == (1, 14)
    assert told["opened"] == {"AU-G1": mark_of(GivenAnswer(item="AU-G1", value=3))}
    assert own(bo_there, people)["AU-G1"].value == 3


def test_a_page_left_open_elsewhere_puts_no_old_answers_back(
    bo_there: Participant, people: People, client_for: ClientFor
) -> None:
    client = client_for(people.bo)
    empty = mark_of(GivenAnswer(item=""))
    stale = {f"{question.code}-opened": empty for question in question_pages(bo_there)[0].questions}
    client.post(page_url(bo_there), {"AU-G1": "3", "AU-G2": "1"})
    client.post(page_url(bo_there), {**stale, "AU-G1": "", "AU-G2": "4"})
    kept = own(bo_there, people)
    assert (kept["AU-G1"].value, kept["AU-G2"].value) == (3, 4)


def test_an_answer_is_taken_back_by_one_who_saw_it(
    bo_there: Participant, people: People, client_for: ClientFor
) -> None:
    client = client_for(people.bo)
    client.post(page_url(bo_there), {"AU-G1": "3"})
    client.post(page_url(bo_there), {"AU-G1": "", "AU-G1-opened": mark_of(GivenAnswer(item="AU-G1", value=3))})
    assert not own(bo_there, people)["AU-G1"].is_answered


# Bad input


@pytest.mark.parametrize(
    ("typed", "sentence", "where"),
    [
        ({"AU-G1": "7"}, "»7« er ikke et trin på skalaen.", "id_AU-G1_0"),
        ({"AU-G1": "tre"}, "»tre« er ikke et trin på skalaen.", "id_AU-G1_0"),
        ({"AU-G1": "-1"}, "»-1« er ikke et trin på skalaen.", "id_AU-G1_0"),
        ({"AU-G1": "2", "AU-G1-note": "x" * 2001}, "Noten er på 2001 tegn; der er plads til 2000.", "id_AU-G1-note"),
        (
            {"AU-G1": "2", "AU-G1-note": "Om 010190-1234"},
            "Der står et tal i noten, som ligner et CPR-nummer.",
            "id_AU-G1-note",
        ),
    ],
)
def test_bad_input_is_said_where_it_stands_and_nothing_typed_is_lost(
    bo_there: Participant,
    people: People,
    client_for: ClientFor,
    typed: dict[str, str],
    sentence: str,
    where: str,
) -> None:
    rest = {"AU-G2": "4", "AU-G2-note": "Denne er god nok"}
    client = client_for(people.bo)
    response = client.post(page_url(bo_there), {**typed, **rest}, follow=True)
    page = response.content.decode()
    # The page is asked for anew, so that "back" and a reload send nothing twice; and the problems are said once.
    assert response.redirect_chain == [(page_url(bo_there), 302)]
    assert page.count(sentence) == 2
    assert sentence not in client.get(page_url(bo_there)).content.decode()
    assert f'href="#{where}"' in page
    assert f'id="{where}"' in page
    for text in (typed.get("AU-G1-note", ""), "Denne er god nok"):
        assert text in page
    kept = own(bo_there, people)
    # A refused note leaves its point; a refused point is not kept.
    assert ("AU-G1" in kept) is where.endswith("-note")
    assert kept["AU-G2"] == GivenAnswer(item="AU-G2", value=4, evidence="Denne er god nok")


def test_autosave_says_what_is_wrong_and_that_the_rest_is_saved(
    bo_there: Participant, people: People, client_for: ClientFor
) -> None:
    typed = {"AU-G1": "2", "AU-G1-note": "Om 010190-1234", "AU-G2": "4"}
    response = client_for(people.bo).post(page_url(bo_there), typed, headers={"X-Autosave": "1"})
    told = response.json()
    assert response.status_code == 422
    assert told["problem"].startswith("Vækst- og mangelområder: Der står et tal i noten")
    assert told["problem"].endswith("Resten er gemt.")
    assert "saved" not in told
    assert set(told["opened"]) == set(own(bo_there, people)) == {"AU-G1", "AU-G2"}
    # What the page's script takes back once it is put right.
    assert told["faulty"] == ["AU-G1"]
    assert told["problems"].count('href="#id_AU-G1-note"') == 1
    mended = client_for(people.bo).post(
        page_url(bo_there), typed | {"AU-G1-note": "En sag"}, headers={"X-Autosave": "1"}
    )
    assert (mended.json()["faulty"], mended.json()["problems"].strip()) == ([], "")


def test_a_refused_note_leaves_its_point_and_the_note_of_before(
    bo_there: Participant, people: People, client_for: ClientFor
) -> None:
    client = client_for(people.bo)
    client.post(page_url(bo_there), {"AU-G1": "2", "AU-G1-note": "Bruger jobbarometeret"}, headers={"X-Autosave": "1"})

    typed = {"AU-G1": "3", "AU-G1-note": "Om 010190-1234"}
    client.post(page_url(bo_there), typed, headers={"X-Autosave": "1"})

    assert own(bo_there, people)["AU-G1"] == GivenAnswer(item="AU-G1", value=3, evidence="Bruger jobbarometeret")


@pytest.mark.parametrize("headers", [{}, {"X-Autosave": "1"}])
def test_a_round_that_has_closed_saves_nothing_and_says_so(
    bo_there: Participant, people: People, client_for: ClientFor, headers: dict[str, str]
) -> None:
    Round.objects.update(state=RoundState.CLOSED)
    response = client_for(people.bo).post(
        page_url(bo_there), {"AU-G1": "3", "AU-G1-note": "Skrevet for sent"}, headers=headers, follow=True
    )
    said = response.json()["problem"] if headers else response.content.decode()
    assert response.status_code == (422 if headers else 200)
    assert "Runden er lukket og tager ikke imod flere svar." in said
    assert "Resten er gemt" not in said
    assert headers or "Skrevet for sent" in said
    assert not Draft.objects.exists()


def test_a_page_or_an_item_that_is_not_asked(bo_there: Participant, people: People, client_for: ClientFor) -> None:
    client = client_for(people.bo)
    assert client.get(page_url(bo_there, "XX")).status_code == 404
    client.post(page_url(bo_there, "AU"), {"LM-G1": "3", "AU-G99": "2"})
    assert not Draft.objects.exists()


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(point=st.text(max_size=8), note=st.text(max_size=60))
def test_any_text_gets_an_answer_and_stands_in_the_form_afterwards(
    bo_there: Participant, point: str, note: str
) -> None:
    form = AnswersForm(
        {"AU-G1": point, "AU-G1-note": note}, participant=bo_there, page=question_pages(bo_there)[0], answers={}
    )
    form.is_valid()
    saved = {answer.item: answer for answer in form.answers_to_save()}
    row = next(row for group in form.rows() for row in group.rows if row.question.code == "AU-G1")
    assert (row.point.value(), row.note.value()) == (point, note)
    if "AU-G1" in saved:
        assert saved["AU-G1"].evidence == note.strip().replace("\r\n", "\n")
    else:
        assert form.errors or (point.strip(), note.strip()) == ("", "")


@given(
    one=st.tuples(st.sampled_from([None, 0, 4]), st.text(max_size=20)),
    other=st.tuples(st.sampled_from([None, 0, 4]), st.text(max_size=20)),
)
def test_marks_differ_when_answers_do(one: tuple[int | None, str], other: tuple[int | None, str]) -> None:
    marks = [mark_of(GivenAnswer(item="AU-G1", value=value, evidence=note)) for value, note in (one, other)]
    assert (marks[0] == marks[1]) == (one == other)


# Start, summary, submission


def test_the_first_page_says_what_it_is_for(bo_there: Participant, people: People, client_for: ClientFor) -> None:
    page = client_for(people.bo).get(url("answer_start", bo_there)).content.decode()
    for said in (
        bo_there.round.purpose,
        "Løn eller afsked.",
        "Cirka 26 minutter.",
        "Kolleger ser aldrig dine svar",
        "Alle svar og resultater bliver slettet efter",
        "Ikke begyndt",
    ):
        assert said in page, said


def test_the_summary_says_what_is_missing_with_links(
    bo_there: Participant, people: People, client_for: ClientFor
) -> None:
    client = client_for(people.bo)
    all_but_one = [q.code for q in question_pages(bo_there)[0].questions if q.code != "AU-G2"]
    client.post(page_url(bo_there), dict.fromkeys(all_but_one, "2"))
    page = client.get(url("answer_summary", bo_there)).content.decode()
    assert "13 af 79 spørgsmål er besvaret." in page
    assert "13 af 14 besvaret" in page
    assert f'href="{page_url(bo_there)}#id_AU-G2_0"' in page
    assert f'href="{page_url(bo_there)}#id_AU-G1_0"' not in page
    assert not Rating.objects.exists()


def test_a_summary_of_nothing_leads_to_the_first_question(
    bo_there: Participant, people: People, client_for: ClientFor
) -> None:
    page = client_for(people.bo).get(url("answer_summary", bo_there)).content.decode()
    assert "Indsend svarene" not in page
    assert f'class="button button-primary" href="{page_url(bo_there)}"' in page


def test_submitting_leads_to_the_profile(bo_there: Participant, people: People, client_for: ClientFor) -> None:
    client = client_for(people.bo)
    client.post(page_url(bo_there), {"AU-G1": "3"})
    response = client.post(url("answer_summary", bo_there), {"anyway": "on"}, follow=True)
    assert response.redirect_chain == [(url("profile_of", bo_there), 302)]
    assert "Svarene er indsendt. Sådan ser din profil ud nu." in response.content.decode()
    assert ratings_of(bo_there, Rater.SELF)["AU-G1"].value == 3


def test_too_few_answers_ask_for_one_more_tick_and_never_keep_anybody_from_submitting(
    bo_there: Participant, people: People, client_for: ClientFor
) -> None:
    client = client_for(people.bo)
    for page in question_pages(bo_there):
        client.post(page_url(bo_there, page.code), {question.code: "2" for question in page.questions})
    # Three of six at the basic level are just enough; two of five specialised are not. Not relevant is an answer.
    opened = mark_of(GivenAnswer(item="", value=2))
    taken_back = ("AU-G1", "AU-G2", "AU-G3", "AU-S1", "AU-S2", "AU-S3")
    client.post(page_url(bo_there), {f"{code}-opened": opened for code in taken_back})
    text = client.get(url("answer_summary", bo_there)).content.decode()
    assert "For få svar til et resultat her" in text
    assert re.findall(r'#id_([A-Z0-9-]+)_0">[^<]*niveau</a>: ([^<\n]*)', text) == [("AU-S1", "2 af 5 besvaret")]
    response = client.post(url("answer_summary", bo_there), follow=True)
    assert response.redirect_chain == [(url("answer_summary", bo_there), 302)]
    assert "Sæt kryds for at indsende med så få svar" in response.content.decode()
    assert not Rating.objects.exists()
    client.post(page_url(bo_there), {"AU-S1": "nr"})
    assert "2 af 4 besvaret" not in client.get(url("answer_summary", bo_there)).content.decode()
    response = client.post(url("answer_summary", bo_there))
    assert response.headers["Location"] == url("profile_of", bo_there)


def test_submitting_with_too_few_answers_by_the_extra_tick(
    bo_there: Participant, people: People, client_for: ClientFor
) -> None:
    client = client_for(people.alma)
    client.post(page_url(bo_there), {"AU-G1": "3"})
    page = client.get(url("answer_summary", bo_there)).content.decode()
    assert "tæller det, Bo selv har svaret" in page
    response = client.post(url("answer_summary", bo_there), {"anyway": "on"})
    assert response.headers["Location"] == url("profile_of", bo_there)
    assert Rating.objects.get().rater == "manager"


def test_an_answer_can_be_taken_back_without_scripts(
    bo_there: Participant, people: People, client_for: ClientFor
) -> None:
    client = client_for(people.bo)
    client.post(page_url(bo_there), {"AU-G1": "3", "AU-G1-note": "Bliver stående"})
    page = client.get(page_url(bo_there)).content.decode()
    assert re.search(r'type="radio" id="id_AU-G1_none" name="AU-G1" value=""', page)
    opened = re.search(r'name="AU-G1-opened" value="([^"]*)"', page)
    assert opened
    client.post(page_url(bo_there), {"AU-G1": "", "AU-G1-note": "Bliver stående", "AU-G1-opened": opened[1]})
    assert own(bo_there, people)["AU-G1"] == GivenAnswer(item="AU-G1", evidence="Bliver stående")


def test_the_scale_is_unfolded_where_one_begins_and_nowhere_else(
    bo_there: Participant, people: People, client_for: ClientFor
) -> None:
    client = client_for(people.bo)

    def is_unfolded(code: str) -> bool:
        found = re.search(r'<details class="details answer-scale"( open)?>', client.get(page_url(bo_there, code)).text)
        assert found
        return bool(found[1])

    assert (is_unfolded("AU"), is_unfolded("LM"), is_unfolded("NF")) == (True, False, False)
    client.post(page_url(bo_there), {"AU-G1": "3"})
    assert not is_unfolded("AU")


def test_submitting_nothing_is_refused_in_a_sentence(
    bo_there: Participant, people: People, client_for: ClientFor
) -> None:
    response = client_for(people.bo).post(url("answer_summary", bo_there), {"anyway": "on"}, follow=True)
    assert response.redirect_chain == [(url("answer_summary", bo_there), 302)]
    assert "Der er ingen svar at indsende endnu. Svar på mindst et spørgsmål først." in response.content.decode()


def test_submitted_answers_are_locked_until_taken_up_again(
    bo_there: Participant, people: People, client_for: ClientFor
) -> None:
    answer(bo_there, {"AU-G1": 1}, by=people.bo)
    client = client_for(people.bo)
    assert client.get(page_url(bo_there)).headers["Location"] == url("answer_start", bo_there)
    assert client.get(url("answer_summary", bo_there)).headers["Location"] == url("answer_start", bo_there)
    refused = client.post(page_url(bo_there), {"AU-G1": "4"}, follow=True)
    assert "Svarene er indsendt. Åbn dem igen" in refused.content.decode()
    assert "Ret svarene" in client.get(url("answer_start", bo_there)).content.decode()
    assert client.post(url("answer_reopen", bo_there)).headers["Location"] == page_url(bo_there)
    client.post(page_url(bo_there), {"AU-G1": "4"})
    start = client.get(url("answer_start", bo_there)).content.decode()
    assert "Indsendt, ved at blive rettet" in start
    client.post(url("answer_drop", bo_there))
    assert client.get(page_url(bo_there)).status_code == 302
    assert ratings_of(bo_there, Rater.SELF)["AU-G1"].value == 1


@pytest.mark.parametrize(
    ("state", "days", "said"),
    [
        (RoundState.CLOSED, 0, "Runden er lukket og tager ikke imod flere svar."),
        (RoundState.PLANNED, 0, "Runden er ikke åben endnu."),
        (RoundState.OPEN, 5, "Runden tager imod svar fra"),
        (RoundState.OPEN, -60, "Runden tager imod svar fra"),
    ],
)
def test_a_round_that_takes_no_answers_says_so(
    people: People, client_for: ClientFor, state: RoundState, days: int, said: str
) -> None:
    round_ = make_round(people.north, state=state, opens_on=timezone.localdate() + timedelta(days=days))
    bo = participant_of(round_, people.bo)
    client = client_for(people.bo)
    start = client.get(url("answer_start", bo)).content.decode()
    assert said in start
    assert page_url(bo) not in start
    assert client.get(page_url(bo)).headers["Location"] == url("answer_start", bo)
    assert client.post(url("answer_reopen", bo)).headers["Location"] == url("answer_start", bo)


def test_a_get_where_only_a_post_belongs(bo_there: Participant, people: People, client_for: ClientFor) -> None:
    client = client_for(people.bo)
    assert client.get(url("answer_reopen", bo_there)).status_code == 405
    assert client.get(url("answer_drop", bo_there)).status_code == 405


# What is asked


def test_a_dialogue_asks_for_levels_and_dimensions_on_one_page(people: People, client_for: ClientFor) -> None:
    bo = participant_of(make_round(people.north, mode=Mode.DIALOGUE), people.bo)
    (page,) = question_pages(bo)
    assert [question.code for question in page.sections[0].questions] == ["AU-G", "AU-S", "AU-PRA", "AU-REF", "AU-REL"]
    assert len(page.questions) == 30
    assert page.questions[0].covers[0] == "Vækst- og mangelområder"
    response = client_for(people.bo).post(page_url(bo, "alle"), {"AU-G": "3", "AU-S": "2"})
    assert response.headers["Location"] == url("answer_summary", bo)
    assert "Cirka 10 minutter." in client_for(people.bo).get(url("answer_start", bo)).content.decode()


def test_a_screening_asks_a_field_a_page_with_the_nine_cells_as_help(bo_there: Participant) -> None:
    pages = question_pages(bo_there)
    assert [(page.code, len(page.questions)) for page in pages] == [
        ("AU", 14),
        ("LM", 13),
        ("IT", 12),
        ("BM", 14),
        ("VM", 13),
        ("NF", 13),
    ]
    assert [len(question.arenas) for question in pages[0].sections[-1].questions] == [3, 3, 3]
    assert [section.asks_dimensions for section in pages[0].sections] == [False, False, True]


def test_as_many_queries_for_a_small_framework_as_for_a_large(people: People, client_for: ClientFor) -> None:
    client = client_for(people.bo)

    def counted(framework: str) -> dict[str, int]:
        bo = participant_of(make_round(people.north, framework=framework), people.bo)
        pages = question_pages(bo)
        typed = {question.code: "2" for page in pages for question in page.questions}
        for page in pages:
            client.post(page_url(bo, page.code), typed)
        changed = {question.code: "3" for question in pages[0].questions}
        counts = {}
        for name, ask in {
            "page": lambda: client.get(page_url(bo, pages[0].code)),
            "start": lambda: client.get(url("answer_start", bo)),
            "summary": lambda: client.get(url("answer_summary", bo)),
            "save": lambda: client.post(page_url(bo, pages[0].code), changed),
            "submit": lambda: client.post(url("answer_summary", bo), {"anyway": "on"}),
        }.items():
            with CaptureQueriesContext(connection) as queries:
                assert ask().status_code in (200, 302)
            counts[name] = len(queries)
        return counts

    small, middle, large = map(counted, ("fagprofiler-2017", "faglighed-2025", "roller-kar"))
    assert small == middle == large
    assert max(small["page"], small["start"], small["summary"]) < 10
