"""The demo's methods: experience, favourites, practice, the municipality's own words and a method of its own."""

from datetime import date

import pytest

from fagkompas.methods.in_use import library_of
from fagkompas.methods.library import situations
from fagkompas.methods.models import Experience, Favourite, Practice, PracticeKind
from fagkompas.toolkit.traces import traces_in
from fagkompas.website.demo.methods import OWN_CODE, build_methods
from fagkompas.website.demo.people import CONSULTANT, TEAMS
from tests.frameworks.making import make_ready
from tests.people import make_employee, make_unit

pytestmark = pytest.mark.django_db


def test_the_library_is_used_and_written_in() -> None:
    make_ready()
    root = make_unit("Demokommune")
    people = {name: make_employee(name, root) for team in TEAMS for name in team.names}
    people[CONSULTANT] = make_employee(CONSULTANT, root)
    build_methods(people=people, consultant=CONSULTANT, today=date(2026, 11, 22))

    library = library_of(root.pk)
    game, own = library.get("gamemaster"), library.get(OWN_CODE)
    assert game is not None
    assert own is not None
    assert game.differs == ("short", "not_when")
    assert own.is_own
    assert set(own.method.situations) <= set(situations())
    assert Experience.objects.count() == 8
    for one in Experience.objects.all():
        assert not traces_in(f"{one.did} {one.happened}", names=list(people))
    assert {one.code for one in Favourite.objects.all()} <= set(library.kept)
    quiz = Practice.objects.get(kind=PracticeKind.QUIZ)
    assert (quiz.minutes, quiz.right) == (6, (quiz.of or 0) - 1)
    assert Practice.objects.filter(kind=PracticeKind.ROLE_PLAY).count() == 4
