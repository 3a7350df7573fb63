"""Which methods other apps are given: by situation, competency and audience, and for a profile."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from fagkompas.accounts.models import Employee
from fagkompas.assessments.models import Participant, RoundState
from fagkompas.frameworks.document import shipped_identity
from fagkompas.frameworks.files import crosswalk
from fagkompas.learning.own_learning import record_of
from fagkompas.methods import actions
from fagkompas.methods.choosing import Wanted, chosen, methods_for, situations_like
from fagkompas.methods.document import Audience
from fagkompas.methods.in_use import library_of
from fagkompas.methods.library import FRAME, shipped, situations
from fagkompas.methods.training import methods_that_train
from fagkompas.website.search import find
from tests.assessments.rounds import make_round
from tests.assessments.units import rate, rated_round
from tests.learning.pages import text_of
from tests.methods.making import make_own, make_practice, make_quiz
from tests.people import People

ClientFor = Callable[[Employee], Client]


def test_a_situation_is_answered_for_an_audience(people: People) -> None:
    root = people.testkommune.pk
    found = methods_for(root, situation="present-citizen", audience=Audience.COMPANY)
    assert found[0].kept.code == situations()["present-citizen"].methods[0].method
    assert all(Audience.COMPANY in one.kept.method.audiences for one in found)
    assert found[0].why.da
    assert methods_for(root, situation="nonsense") == ()


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("hun græder", "upset"),
        ("Han siger nej til alt!", "no-to-all"),
        ("firmaet vil ikke", "company-no"),
        ("jeg kan ikke nå det", "little-time"),
        ("hun taler hele tiden", "off-track"),
        ("borgeren kommer aldrig", "no-show"),
        ("praktikken bliver bare forlænget", "placement-stalled"),
        ("cv'et er tomt", "cv-thin"),
        ("vil kun være chauffør", "shades-of-one"),
        ("hvordan taler jeg om løn", "paid-hours"),
        ("jeg tør ikke ringe", "company-first-call"),
        ("the firm is not interested", "company-no"),
    ],
)
def test_what_a_colleague_would_type_leads_to_where_they_stand(typed: str, code: str) -> None:
    assert situations_like(typed.split())[0].code == code


def test_words_that_say_nothing_of_a_situation_lead_to_none() -> None:
    for typed in ("xyzzy", "Jensen", "nøgleord", "!"):
        assert situations_like(typed.split()) == ()
    assert [one.code for one in situations_like(("siger", "nej"), Audience.COMPANY)] == ["company-no"]


def test_methods_come_by_name_then_by_situation_with_the_reason(people: People) -> None:
    library = library_of(people.testkommune.pk)
    answers = situations()["upset"].methods
    found = chosen(library, Wanted(words=("hun", "græder")))
    assert [(one.kept.code, one.why) for one in found] == [(one.method, one.why) for one in answers]
    sentence = chosen(library, Wanted(words=("han", "siger", "nej", "til", "alt")))
    assert [one.kept.code for one in sentence] == [one.method for one in situations()["no-to-all"].methods]
    named = chosen(library, Wanted(words=("aftaler",)))
    assert named[0].kept.code == "agreements"
    assert len({one.kept.code for one in named}) == len(named)
    for_companies = chosen(library, Wanted(words=("hun", "græder"), audience=Audience.COMPANY))
    assert for_companies == ()


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("Jobspor", ["job-tracks"]),
        ("aftale", ["agreements"]),
        ("log", ["job-log"]),
        ("gamemastr", ["gamemaster"]),
        ("loesningsfokuserede", ["solution-focused-questions"]),
        ("job", ["job-log", "job-order", "job-tracks", "progression"]),  # "steps towards a job"
    ],
)
def test_a_name_comes_before_what_is_told_and_a_whole_word_before_a_part(
    people: People, typed: str, codes: list[str]
) -> None:
    found = [one.kept.code for one in chosen(library_of(people.testkommune.pk), Wanted(words=(typed,)))]
    assert sorted(found[: len(codes)]) == codes


def test_those_that_train_most_come_first(people: People) -> None:
    wanted = shipped()["ugu"].competencies[:3]
    found = [one.kept.method for one in methods_for(people.testkommune.pk, competencies=wanted)]
    shared = [len(set(wanted) & set(method.competencies)) for method in found]
    assert "ugu" in [method.code for method in found[:2]]
    assert shared == sorted(shared, reverse=True)
    assert shared[-1] > 0


def test_an_item_of_another_frame_is_trained_where_the_crosswalk_leads(people: People) -> None:
    named = {code for method in shipped().values() for code in method.competencies}
    link = next(one for one in crosswalk().links if one.source == FRAME and one.target and one.item in named)
    library = library_of(people.testkommune.pk)
    identity = shipped_identity(link.framework, link.target or "")
    found = methods_that_train(library, [identity], at_most=30)
    assert {one.code for one in found} >= {
        method.code for method in shipped().values() if link.item in method.competencies
    }
    assert methods_that_train(library, [], at_most=3) == ()


def test_practice_counts_as_learning_in_hours(people: People, client_for: ClientFor) -> None:
    make_practice(people.bo, minutes=80)
    make_quiz(people.bo, seconds=600)
    make_practice(people.carla, minutes=60)
    record = record_of(people.bo)
    assert [(one.times, one.minutes) for one in record.practised] == [(2, 90)]
    assert str(record.hours) == "1.5"
    page = text_of(client_for(people.bo), "/laering/mit/")
    assert f"Øvelse med metoder i {timezone.localdate().year}, 2 gange: 1,5 timer" in page
    assert "1,5 timer og 0 ECTS-point i alt" in page


def test_global_search_finds_methods_of_the_municipality(people: People) -> None:
    make_own(people.dorte)
    by_heading = {kind.heading: kind.found for kind in find(people.bo, "gåturen")}
    assert [(one.name, one.url) for one in by_heading["Metoder"]] == [("Gåturen", "/metoder/gaaturen/")]
    assert "Metoder" not in {kind.heading for kind in find(people.outsider, "gåturen")}
    actions.retire_method(code="gaaturen", today=timezone.localdate(), now=timezone.now(), by=people.dorte)
    assert "Metoder" not in {kind.heading for kind in find(people.bo, "gåturen")}


def test_where_a_profile_can_grow_it_names_methods_that_train_it(people: People, client_for: ClientFor) -> None:
    rated_round(people.north, {people.bo: {"LM": 1}})
    bo_s = client_for(people.bo)
    law = {code for code, method in shipped().items() if any(one.startswith("LM-") for one in method.competencies)}
    participant = Participant.objects.get(employee=people.bo)
    profile = bo_s.get(f"/kompetencer/profil/{participant.uuid}/")
    named = {one.name: methods for one, methods in profile.context["to_grow"]}
    assert 0 < len(named["Lov & Myndighed"]) <= 3
    assert {code for code, _name in named["Lov & Myndighed"]} <= law
    for page in (profile.content.decode(), text_of(bo_s, "/laering/mit/")):
        for code, name in named["Lov & Myndighed"]:
            assert f'<a href="/metoder/{code}/">{escape(name)}</a>' in page


def test_a_profile_in_another_frame_names_methods_by_the_crosswalk(people: People, client_for: ClientFor) -> None:
    round_ = make_round(people.north, framework="fagprofiler-2017", state=RoundState.CLOSED)
    rate(round_, {people.bo: 1})
    participant = Participant.objects.get(employee=people.bo)
    named = client_for(people.bo).get(f"/kompetencer/profil/{participant.uuid}/").context["to_grow"]
    assert any(methods for _one, methods in named)
