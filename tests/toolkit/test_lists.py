"""Lists sorted and paged by the address."""

import pytest
from django.test import RequestFactory

from fagkompas.accounts.models import Unit
from fagkompas.toolkit.lists import ListPage, list_page
from tests.people import People, make_unit

SORTS = {"navn": ("name", "pk"), "nyeste": ("-pk",)}


def listed(query: str, per_page: int = 3) -> ListPage:
    request = RequestFactory().get(f"/?{query}")
    return list_page(request, Unit.objects.all(), sorts=SORTS, default="navn", per_page=per_page)


def names(listing: ListPage) -> list[str]:
    return [unit.name for unit in listing.page]


def test_the_default_order(people: People) -> None:
    listing = listed("")
    assert names(listing) == ["Andenkommune", "Nord", "Syd"]
    assert listing.count == 4


def test_the_order_of_the_address_and_the_other_way_round(people: People) -> None:
    assert names(listed("sortering=-navn")) == ["Testkommune", "Syd", "Nord"]
    assert names(listed("sortering=nyeste")) == ["Andenkommune", "Syd", "Nord"]
    assert names(listed("sortering=-nyeste")) == ["Testkommune", "Nord", "Syd"]


@pytest.mark.parametrize("query", ["sortering=password", "sortering=-", "side=0", "side=x", "sortering=name__x"])
def test_nonsense_means_the_default(people: People, query: str) -> None:
    assert names(listed(query)) == ["Andenkommune", "Nord", "Syd"]


def test_a_page_beyond_the_last_is_the_last(people: People) -> None:
    assert names(listed("side=99")) == ["Testkommune"]


def test_every_row_is_on_one_page(people: People) -> None:
    for number in range(10):
        make_unit("Team A", make_unit(f"Enhed {number}", people.north))
    pages = range(1, listed("").page.paginator.num_pages + 1)
    seen = [pk for page in pages for pk in (unit.pk for unit in listed(f"side={page}").page)]
    assert sorted(seen) == sorted(Unit.objects.order_by("pk").values_list("pk", flat=True))


def test_page_numbers_offered(people: People) -> None:
    for number in range(17):
        make_unit(f"Enhed {number}", people.north)
    assert listed("side=1").numbers == [1, 2, None, 7]
    assert listed("side=4").numbers == [1, None, 3, 4, 5, None, 7]
    assert listed("side=7").numbers == [1, None, 6, 7]
    assert listed("", per_page=100).numbers == [1]


def test_names_stand_in_the_order_of_the_danish_alphabet(people: People) -> None:
    for name in ("ÅSE", "zita", "Ærø", "Øjvind", "Aagaard", "anna", "Ås", "Bo"):
        make_unit(name, people.testkommune)
    in_order = ["Andenkommune", "anna", "Bo", "Nord", "Syd", "Testkommune", "zita"]
    in_order += ["Ærø", "Øjvind", "Aagaard", "Ås", "ÅSE"]
    assert names(listed("", per_page=20)) == in_order
    assert names(listed("sortering=-navn", per_page=20)) == in_order[::-1]
