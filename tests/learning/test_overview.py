"""The overview of learning: at most three things to do, then what is mine, my units, and short ways to the rest."""

from collections.abc import Callable
from html import unescape

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.learning.views.overview import NOW_AT_MOST
from fagkompas.toolkit.today import by_urgency
from tests.learning.plans import make_solved
from tests.learning.reviews import make_review
from tests.learning.sparrings import called
from tests.people import People
from tests.today import learning_items

ClientFor = Callable[[Employee], Client]
URL = "/laering/"

FOR_EVERYONE = ("own", "reviews", "colleagues", "side_by_sides", "onboarding", "sparring", "sparring_new")
FOR_MANAGERS = (
    *("needs_units", "plans", "recruitments", "decisions", "taken_part", "trained"),
    *("orders", "effects", "across", "review_plan"),
)


def parts(client: Client) -> tuple[str, str]:
    """What to do now, and the rest."""
    page = unescape(client.get(URL).content.decode()).partition("<main")[2]
    now, _between, rest = page.partition('<div class="learning-parts">')
    return now, rest


def test_what_to_do_now_is_the_most_urgent_of_today(client_for: ClientFor, people: People) -> None:
    make_solved(people)
    make_review(people)
    for days in (1, 2, 3):
        called(people.north, people.bo, people.alma, in_days=days)
    today = timezone.localdate()
    asked = by_urgency((one for one in learning_items(people.alma, today) if not one.is_next), today)
    assert len(asked) > NOW_AT_MOST
    now, rest = parts(client_for(people.alma))
    places = [now.find(f'href="{one.url}"') for one in asked[:NOW_AT_MOST]]
    assert -1 not in places
    assert places == sorted(places)
    assert now.count("<li>") == NOW_AT_MOST
    assert f"{len(asked) - NOW_AT_MOST} mere under I dag" in now
    for one in asked[:NOW_AT_MOST]:
        assert f'<li><a href="{one.url}">' not in rest.partition("learning-ways")[0]


def test_nothing_to_do_is_said(client_for: ClientFor, people: People) -> None:
    assert "Der er intet i Læring, der venter på dig." in parts(client_for(people.gry))[0]


def test_every_page_of_learning_is_one_link_away_for_those_who_use_it(client_for: ClientFor, people: People) -> None:
    _now, managers = parts(client_for(people.alma))
    _now, own = parts(client_for(people.bo))
    for name in (*FOR_EVERYONE, *FOR_MANAGERS):
        assert f'href="{reverse(f"learning:{name}")}"' in managers, name
        assert (f'href="{reverse(f"learning:{name}")}"' in own) is (name in FOR_EVERYONE), name
    assert 'href="/laering/katalog/"' in own


def test_a_unit_is_a_line_with_where_it_stands(client_for: ClientFor, people: People) -> None:
    plan = make_solved(people)
    _now, rest = parts(client_for(people.alma))
    assert f">{people.north.name}</a>" in rest
    assert f">{plan.name}</a>" in rest
    assert rest.index("Dine enheder") < rest.index(plan.name) < rest.index("Lær af hinanden")


def test_what_is_only_ways_on_is_folded_where_the_page_is_narrow(client_for: ClientFor, people: People) -> None:
    make_solved(people)
    _now, rest = parts(client_for(people.alma))
    folds = rest.split("<details")
    assert folds[0].index(">Dit</h2>") < folds[0].index(">Dine enheder</h2>")
    assert [fold.partition("</h2>")[0].rpartition(">")[2] for fold in folds[1:]] == [
        "Lær af hinanden",
        "Find noget at lære af",
        "Følg op",
    ]
