"""Which methods other apps are given: by situation, competency and audience, and for a profile."""

from collections.abc import Callable

from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from fagkompas.accounts.models import Employee
from fagkompas.assessments.models import Participant, RoundState
from fagkompas.frameworks.document import shipped_identity
from fagkompas.frameworks.files import crosswalk
from fagkompas.learning.own_learning import record_of
from fagkompas.methods import actions
from fagkompas.methods.choosing import methods_for
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
