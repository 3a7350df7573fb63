"""Two companies that are one: found by rules, put side by side, and merged with all that belongs to either."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.companies.actions.merging import Seen, belonging, merge_companies, note_not_the_same
from fagkompas.companies.companies_file import check_companies
from fagkompas.companies.merging_reading import likely_doubles
from fagkompas.companies.models import Channel, Circle, Company, JobOrder, NotTheSame, Outreach
from fagkompas.engine.company_doubles import Listed, Sign, doubles, signs
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.row_files import ReadRows
from fagkompas.toolkit.together import ChangedMeanwhile
from tests.companies.making import CVR, P_NUMBER, make_company, make_contact
from tests.people import People

ClientFor = Callable[[Employee], Client]


def listed(at: int, name: str, **known: str) -> Listed:
    return Listed(id=at, name=name, **known)


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ({"name": "Havets Bageri A/S", "cvr": "1"}, {"name": "havets bageri", "cvr": "1"}, (Sign.NAME, Sign.CVR)),
        (
            {"name": "Havets Bageri", "address": "Bølgevej 4, 0000 Ø"},
            {"name": "Havets Bagerri", "address": "Bølgevej 4 0000 Ø"},
            (Sign.NAME, Sign.ADDRESS),
        ),
        (
            {"name": "Havets Bageri", "phone": "00 00 00 01"},
            {"name": "Havets Bageri ApS", "phone": "+45 00000001"},
            (Sign.NAME, Sign.PHONE),
        ),
        ({"name": "Havets Bageri"}, {"name": "Havets Bageri"}, ()),
        ({"name": "Havets Bageri", "cvr": "1"}, {"name": "Tritonens Smedje", "cvr": "1"}, ()),
        (
            {"name": "Havets Bageri", "cvr": "1", "p_number": "1"},
            {"name": "Havets Bageri", "cvr": "1", "p_number": "2"},
            (),
        ),
        (
            {"name": "Havets Bageri", "phone": "00000001", "cvr": "1"},
            {"name": "Havets Bageri", "phone": "00000001", "cvr": "2"},
            (),
        ),
        (
            {"name": "Havets Bageri", "cvr": "1", "address": "Bølgevej 4"},
            {"name": "Havets Bageri", "cvr": "1", "address": "Klippestien 90"},
            (),
        ),
        ({"name": "Butik 1 Havn", "cvr": "1"}, {"name": "Butik 2 Havn", "cvr": "1"}, ()),
    ],
)
def test_what_says_that_two_are_the_same(one: dict[str, str], other: dict[str, str], found: tuple[Sign, ...]) -> None:
    here, there = listed(1, **one), listed(2, **other)
    assert signs(here, there) == signs(there, here) == found
    assert [pair.signs for pair in doubles([there, here])] == ([found] if found else [])


def merge(kept: Company, left: Company, by: Employee, *taken: str) -> Company:
    for one in (kept, left):
        one.refresh_from_db()
    return merge_companies(kept=kept, left=left, taken=taken, seen=Seen(kept=kept.revision, left=left.revision), by=by)


def test_all_that_belongs_to_either_belongs_to_the_kept_one(people: People) -> None:
    kept, left = make_company(people), make_company(people, name="Prøvefirma ApS", cvr=CVR)
    contact, earlier = make_contact(left), make_company(people, name="Ældre prøvefirma")
    merge(left, earlier, people.freja)
    now = timezone.now()
    Outreach.objects.create(company=left, channel=Channel.VISIT, outcome="talked", at=now)
    JobOrder.objects.create(company=left, title="Hjælper", unit=people.testkommune, created_at=now)
    merged = merge(kept, left, people.freja, "cvr")
    assert (merged.cvr, merged.name) == (CVR, "Prøvefirma")
    assert list(merged.contacts.all()) == [contact]
    assert (merged.outreach.count(), merged.orders.count()) == (1, 1)
    left.refresh_from_db()
    assert (left.merged_into, left.closed_on) == (kept, timezone.localdate())
    assert set(kept.merged_from.all()) == {left, earlier}


def test_every_app_that_points_to_a_company_is_known() -> None:
    assert {"companies", "conversations", "casework"} <= {
        field.model._meta.app_label for field in belonging()
    }  # Django's own name for it


def test_of_two_circles_the_sooner_contact_counts(people: People) -> None:
    kept, left = make_company(people), make_company(people)
    day = timezone.localdate() + timedelta(days=30)
    Circle.objects.create(company=kept, next_on=day, next_what="Senere")
    Circle.objects.create(company=left, next_on=day - timedelta(days=9), next_what="Før", consultant=people.freja)
    merge(kept, left, people.erik)
    circle = Circle.objects.get()
    assert (circle.company, circle.next_what, circle.consultant) == (kept, "Før", people.freja)


@pytest.mark.parametrize(
    ("mine", "theirs", "found"), [(None, True, True), (False, True, True), (True, False, True), (None, False, False)]
)
def test_protection_counts_where_either_has_it(people: People, mine: bool | None, theirs: bool, found: bool) -> None:
    kept = make_company(people, is_advertising_protected=mine)
    left = make_company(people, is_advertising_protected=theirs)
    assert merge(kept, left, people.freja).is_advertising_protected is found


def test_a_p_number_goes_along(people: People) -> None:
    kept, left = make_company(people), make_company(people, p_number=P_NUMBER)
    assert merge(kept, left, people.freja, "p_number").p_number == P_NUMBER
    left.refresh_from_db()
    assert left.p_number == ""


def test_two_p_numbers_are_two_places(people: People) -> None:
    kept, left = make_company(people, p_number=P_NUMBER), make_company(people, p_number="0000054321")
    with pytest.raises(BadInput) as refused:
        merge(kept, left, people.freja)
    assert [one.message_code for one in refused.value.problems] == ["two_p_numbers"]


def test_who_is_second_is_told(people: People) -> None:
    kept, left = make_company(people), make_company(people)
    with pytest.raises(ChangedMeanwhile):
        merge_companies(kept=kept, left=left, taken=(), seen=Seen(kept=0, left=1), by=people.freja)


def test_a_file_with_the_old_name_finds_the_kept_one(people: People) -> None:
    kept, left = make_company(people, cvr=CVR), make_company(people, name="Prøvefirmaet", cvr=CVR)
    merge(kept, left, people.freja)
    columns = ("cvr", "pnummer", "navn", "branche", "adresse", "telefon", "reklamebeskyttet")
    texts = dict.fromkeys(columns, "") | {"cvr": CVR, "navn": "Prøvefirmaet"}
    checked = check_companies(ReadRows(rows={2: texts}, problems=()), by=people.freja)
    assert [row.to_save.company_id for row in checked.rows] == [kept.pk]


def test_pages_propose_merge_and_lead_to_the_kept_one(people: People, client_for: ClientFor) -> None:
    client = client_for(people.freja)
    kept = make_company(people, name="Havets Bageri", address="Bølgevej 4")
    left = make_company(people, name="Havets Bageri ApS", address="Bølgevej 4", phone="00 00 00 01")
    assert "Havets Bageri ApS" in client.get(reverse("companies:doubles")).content.decode()
    url = reverse("companies:merge", args=[kept.uuid, left.uuid])
    assert "Bølgevej 4" in client.get(url).content.decode()
    sent: dict[str, Any] = {"name": "left", "kept_revision": "0", "left_revision": "0"}
    assert client.post(url, sent | {"left_revision": "5"}).status_code == 422
    assert client.post(url, sent).status_code == 302
    old = client.get(reverse("companies:company", args=[left.uuid]), follow=True)
    assert old.redirect_chain == [(reverse("companies:company", args=[kept.uuid]), 302)]
    kept.refresh_from_db()
    assert (kept.name, kept.phone) == ("Havets Bageri ApS", "00 00 00 01")
    assert client.get(reverse("companies:edit", args=[left.uuid])).status_code == 404
    assert not likely_doubles(people.testkommune.pk)


def test_two_that_are_told_apart_are_not_proposed_again(people: People, client_for: ClientFor) -> None:
    one, other = (make_company(people, name="Havets Bageri", address="Bølgevej 4") for _each in range(2))
    assert len(likely_doubles(people.testkommune.pk)) == 1
    client_for(people.freja).post(reverse("companies:apart", args=[other.uuid, one.uuid]))
    note_not_the_same(one=one, other=other, by=people.freja)
    assert not likely_doubles(people.testkommune.pk)
    assert NotTheSame.objects.count() == 1
