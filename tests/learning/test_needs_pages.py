"""The four steps: what is needed, who has it, where that leaves the unit, and what can be done."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from fagkompas.accounts.models import Employee, Unit
from fagkompas.assessments.actions.results import refresh_unit_results, store_person_results
from fagkompas.assessments.models import Rating, Round, RoundState
from fagkompas.audit.models import Event
from fagkompas.catalogue.models import Lift, Offering
from fagkompas.engine.needs import BesideSisters
from fagkompas.engine.units import Departure
from fagkompas.frameworks.models import Item, LearningForm
from fagkompas.learning.models import Need, ProfileBand, ResourcePerson, WorkRole
from fagkompas.learning.needs import holders_of
from tests.assessments.rounds import answer, make_round, participant_of
from tests.assessments.units import colleagues, rate, rated_round
from tests.frameworks.making import shipped_version
from tests.learning.needs import FIELDS, address, describe, need, opened, typed
from tests.learning.pages import text_of
from tests.people import People, make_unit
from tests.today import learning_items

ClientFor = Callable[[Employee], Client]


@pytest.fixture
def alma_s(people: People, client_for: ClientFor) -> Client:
    people.alma.language = "en"
    people.alma.save(update_fields=["language"])
    return client_for(people.alma)


# Step 1


def test_without_a_word_the_default_stands_in_the_form(people: People, alma_s: Client) -> None:
    form = alma_s.get(address(people.north)).context["form"]
    assert [row.code for row in form.rows] == list(FIELDS)
    values = {(row.share.value(), row.specialists.value(), row.weight.value()) for row in form.rows}
    assert values == {("100", "1", "1")}


def test_the_suggestion_is_for_as_many_as_work_there_and_saves_nothing(people: People, alma_s: Client) -> None:
    colleagues(people.north, 12)
    form = alma_s.get(address(people.north), {"start": "forslag"}).context["form"]
    assert {row.code: row.specialists.value() for row in form.rows} == {
        "AU": "2", "LM": "3", "IT": "2", "BM": "3", "VM": "3", "NF": "2"
    }  # fmt: skip
    assert all(row.reason.value() for row in form.rows)
    assert not Need.objects.exists()


def test_a_need_is_saved_with_who_and_when(people: People, alma_s: Client) -> None:
    day = timezone.localdate() + timedelta(days=90)
    data = typed(LM_andel=80, LM_specialister=3, LM_vaegt=3, LM_senest=day, LM_begrundelse="Fejl er dyre.")
    response = alma_s.post(address(people.north), data)
    assert response.status_code == 302
    assert response["Location"].startswith(address(people.north, "hvem/"))
    saved = Need.objects.get(unit=people.north, field="LM")
    assert (saved.basic_share, saved.specialists, saved.weight, saved.by) == (Decimal("0.8"), 3, 3, day)
    assert (saved.reason, saved.set_by, saved.set_on) == ("Fejl er dyre.", people.alma, timezone.localdate())
    assert Need.objects.count() == 6
    event = Event.objects.get(action="learning.needs.saved")
    assert event.details["fields"] == sorted(FIELDS)


def test_only_what_changed_is_written_again(people: People, alma_s: Client) -> None:
    alma_s.post(address(people.north), typed())
    first = opened(alma_s, address(people.north))
    alma_s.post(address(people.north), first | typed(VM_specialister=2))
    events = Event.objects.filter(action="learning.needs.saved").order_by("pk")
    assert [event.details["fields"] for event in events] == [sorted(FIELDS), ["VM"]]
    alma_s.post(address(people.north), first | typed(VM_specialister=2))
    assert Event.objects.filter(action="learning.needs.saved").count() == 2


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("LM_andel", "101"),
        ("LM_andel", "-1"),
        ("LM_andel", ""),
        ("LM_andel", "mange"),
        ("LM_specialister", "-1"),
        ("LM_specialister", "100000"),
        ("LM_specialister", "1,5"),
        ("LM_vaegt", "4"),
        ("LM_senest", "2020-01-01"),
        ("LM_senest", "snart"),
        ("LM_begrundelse", "Se 010190-1234"),
        ("LM_begrundelse", "x" * 501),
    ],
)
def test_what_is_wrong_stands_at_its_cell_and_nothing_is_saved(
    people: People, alma_s: Client, cell: str, value: str
) -> None:
    response = alma_s.post(address(people.north), typed(**{cell: value}))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [cell.replace("_", "-")]
    assert not Need.objects.exists()


def test_two_who_change_different_things_in_the_need_both_get_theirs(people: People, alma_s: Client) -> None:
    describe(people.north, people.alma, *(need(field) for field in FIELDS))
    before = opened(alma_s, address(people.north))
    describe(people.north, people.alma, need("LM", specialists=4))
    response = alma_s.post(address(people.north), before | typed(VM_specialister=2), follow=True)
    assert "Somebody else has changed something in the meantime" in response.content.decode()
    assert (Need.objects.get(field="LM").specialists, Need.objects.get(field="VM").specialists) == (4, 2)


def test_what_two_have_both_changed_in_the_need_is_shown_side_by_side(people: People, alma_s: Client) -> None:
    describe(people.north, people.alma, *(need(field) for field in FIELDS))
    before = opened(alma_s, address(people.north))
    describe(people.north, people.alma, need("LM", specialists=4))
    response = alma_s.post(address(people.north), before | typed(LM_specialister=2, VM_specialister=3))
    assert response.status_code == 409
    (both,) = response.context["conflicts"]
    assert (both.label, both.typed, both.saved_words) == ("Law & authority: Specialised people", "2", "4")
    assert Need.objects.get(field="LM").specialists == 4
    sent = dict(response.context["rest"]) | dict(response.context["opened"])
    again = alma_s.post(response.context["save_url"], sent | {both.name: both.typed})
    assert again.status_code == 302
    assert (Need.objects.get(field="LM").specialists, Need.objects.get(field="VM").specialists) == (2, 3)


def test_a_form_that_says_nothing_about_what_it_was_opened_with_is_asked_too(people: People, alma_s: Client) -> None:
    describe(people.north, people.alma, need("LM", specialists=4))
    assert alma_s.post(address(people.north), typed(LM_specialister=2)).status_code == 409
    assert Need.objects.get(field="LM").specialists == 4


def test_a_colleague_s_first_need_is_not_written_over_by_the_default(people: People, alma_s: Client) -> None:
    before = opened(alma_s, address(people.north))
    describe(people.north, people.alma, need("LM", share="0.8", specialists=4))
    alma_s.post(address(people.north), before | typed(VM_specialister=2))
    kept = Need.objects.get(field="LM")
    assert (kept.basic_share, kept.specialists) == (Decimal("0.8"), 4)
    assert Need.objects.get(field="VM").specialists == 2


def test_half_a_percent_of_a_file_stays_as_it_is(people: People, alma_s: Client) -> None:
    describe(people.north, people.alma, need("LM", share="0.125"))
    rows = {row.code: row for row in alma_s.get(address(people.north)).context["form"].rows}
    assert rows["LM"].share.value() == "12.5"
    alma_s.post(address(people.north), opened(alma_s, address(people.north)) | typed(LM_andel="12.5"))
    assert Need.objects.get(field="LM").basic_share == Decimal("0.125")
    before = opened(alma_s, address(people.north))
    assert alma_s.post(address(people.north), before | typed(LM_andel="12.55")).status_code == 422


def test_the_gap_shows_at_once_and_nothing_is_saved(people: People, alma_s: Client) -> None:
    rated_round(people.north)
    said = alma_s.post(address(people.north, "virkning/"), typed(LM_specialister=2)).content.decode()
    assert "no specialist where 2 are needed" in said.lower()
    assert not Need.objects.exists()
    page = text_of(alma_s, address(people.north))
    assert 'id="effect"' in page


@pytest.mark.parametrize("end", ["virkning/", ""])
def test_with_something_wrong_the_figures_wait(people: People, alma_s: Client, end: str) -> None:
    rated_round(people.north)
    said = alma_s.post(address(people.north, end), typed(LM_specialister="x", VM_specialister=3)).content.decode()
    assert "The figures wait until what is wrong has been put right." in said
    assert "where 3 are needed" not in said


def test_the_error_summary_names_the_field_and_the_rule(people: People, alma_s: Client) -> None:
    page = alma_s.post(address(people.north), typed(LM_andel="101", NF_specialister="1000")).content.decode()
    assert ">Law &amp; authority: Write at most 100% under “Must master the basic level”.<" in page
    assert ">Networks &amp; facilitation: Write at most 999 people under “Specialised people”.<" in page


def test_more_specialised_than_there_are_people_is_remarked(people: People, alma_s: Client) -> None:
    remark = "Law &amp; authority: You ask for 99 specialised people, and there are 3 people."
    assert remark in alma_s.post(address(people.north, "virkning/"), typed(LM_specialister=99)).content.decode()
    saved = alma_s.post(address(people.north), opened(alma_s, address(people.north)) | typed(LM_specialister=99))
    assert remark in alma_s.get(saved.url).content.decode()  # type: ignore[attr-defined]  # it leads on
    assert remark not in alma_s.post(address(people.north, "virkning/"), typed(LM_specialister=3)).content.decode()


def test_a_consultant_reads_the_need_and_does_not_change_it(people: People, client_for: ClientFor) -> None:
    describe(people.north, people.alma, need("LM", specialists=3))
    page = client_for(people.dorte).get(address(people.north))
    assert page.status_code == 200
    assert "<form method" not in page.content.decode().partition("<main")[2].partition("</main>")[0]
    assert page.context["roles"] == []


def test_another_framework_is_described_by_itself(people: People, alma_s: Client) -> None:
    roles = shipped_version("roller-kar").framework
    page = alma_s.get(address(people.north), {"ramme": str(roles.uuid)})
    assert [row.code for row in page.context["form"].rows] == ["GF", "MY", "ME", "VI", "SA"]
    rows = {row.code: row for row in page.context["form"].rows}
    assert (rows["GF"].specialists, rows["MY"].share) == (None, None)


# Roles


def test_another_framework_keeps_the_step(people: People, alma_s: Client) -> None:
    shipped_version()
    for end in ("", "hvor/", "svar/"):
        links = alma_s.get(address(people.north, end)).context["frameworks"]
        assert links
        assert all(f"/{people.north.uuid}/{end}?ramme=" in link.url for link in links)


def test_who_holds_which_role(people: People, alma_s: Client) -> None:
    url = address(people.north, "roller/")
    assert alma_s.get(url).status_code == 200
    assert {event.subject_id for event in Event.objects.filter(action="learning.work_roles.read")} == {
        people.bo.pk,
        people.erik.pk,
    }
    alma_s.post(url, {str(people.bo.uuid): ["MY", "SA"]})
    assert holders_of(people.north) == {"MY": {people.bo.pk}, "SA": {people.bo.pk}}
    alma_s.post(url, opened(alma_s, url) | {str(people.erik.uuid): ["MY"]})
    assert holders_of(people.north) == {"MY": {people.erik.pk}}
    assert alma_s.post(url, {str(people.erik.uuid): ["XX"]}).status_code == 422
    saved = Event.objects.filter(action="learning.work_roles.saved")
    assert [event.subject_id for event in saved.order_by("pk")] == [people.bo.pk, people.bo.pk, people.erik.pk]


def test_whoever_moves_into_the_unit_while_the_page_is_open_keeps_her_roles(people: People, alma_s: Client) -> None:
    url = address(people.north, "roller/")
    WorkRole.objects.create(employee=people.carla, role="MY")
    before = opened(alma_s, url)
    people.carla.unit = people.north
    people.carla.save(update_fields=["unit"])
    alma_s.post(url, before | {str(people.bo.uuid): ["SA"]})
    assert holders_of(people.north) == {"MY": {people.carla.pk}, "SA": {people.bo.pk}}


def test_boxes_that_two_have_ticked_are_all_kept(people: People, alma_s: Client) -> None:
    url = address(people.north, "roller/")
    before = opened(alma_s, url)
    WorkRole.objects.create(employee=people.bo, role="MY")
    said = alma_s.post(url, before | {str(people.bo.uuid): ["SA"]}, follow=True).content.decode()
    assert "Somebody else has changed something in the meantime" in said
    assert holders_of(people.north) == {"MY": {people.bo.pk}, "SA": {people.bo.pk}}


def test_roles_of_another_unit_are_not_touched(people: People, alma_s: Client) -> None:
    WorkRole.objects.create(employee=people.carla, role="MY")
    alma_s.post(address(people.north, "roller/"), {str(people.carla.uuid): []})
    assert WorkRole.objects.filter(employee=people.carla).exists()


def test_a_role_may_say_nothing_about_a_field(people: People, alma_s: Client) -> None:
    url = address(people.north, "rolle/MY/")
    assert alma_s.get(address(people.north, "rolle/XX/")).status_code == 404
    empty = {f"{field}-{cell}": "" for field in FIELDS for cell in ("andel", "specialister")}
    alma_s.post(
        url, typed(**{k.replace("-", "_"): v for k, v in empty.items()}) | {"LM-andel": "80", "LM-specialister": "2"}
    )
    saved = Need.objects.get()
    assert (saved.role, saved.field, saved.basic_share, saved.specialists) == ("MY", "LM", Decimal("0.8"), 2)
    alma_s.post(url, opened(alma_s, url) | typed(**{k.replace("-", "_"): v for k, v in empty.items()}))
    assert not Need.objects.exists()


def test_a_role_s_gap_counts_those_who_hold_it(people: People, alma_s: Client) -> None:
    rated_round(people.north, {people.bo: 4})
    for person in (people.bo, people.erik):
        WorkRole.objects.create(employee=person, role="MY")
    describe(people.north, people.alma, need("LM", specialists=2), role="MY")
    (one,) = alma_s.get(address(people.north, "hvor/")).context["roles"]
    assert (one.name, one.holders, one.fine, one.note) == ("Authority", 2, [], "")
    assert one.missing == [("Law & authority", "1 specialist where 2 are needed")]


def unrated(round_: Round, person: Employee) -> None:
    """Take back what was said of one person."""
    Rating.objects.filter(participant=participant_of(round_, person)).delete()
    store_person_results(round_=round_, participants=[participant_of(round_, person)], now=timezone.now())
    refresh_unit_results(round_=round_, now=timezone.now())


def test_the_rated_are_never_taken_for_the_whole_unit(people: People, alma_s: Client) -> None:
    colleagues(people.north, 5)
    round_ = rated_round(people.north, {people.bo: 1})
    unrated(round_, people.erik)
    for person in (people.bo, people.erik):
        WorkRole.objects.create(employee=person, role="MY")
    describe(people.north, people.alma, need("LM", specialists=0))
    describe(people.north, people.alma, need("LM", specialists=0), role="MY")
    told = "6 of the 7 rated (8 in the unit) at basic level"
    whole = "The figures are of the 7 of 8 in the unit who are rated."
    assert told in alma_s.get(address(people.north)).content.decode()
    for end in ("", "hvem/", "hvor/", "svar/"):
        assert whole in alma_s.get(address(people.north, end)).content.decode()
    page = alma_s.get(address(people.north, "hvor/"))
    assert told in page.content.decode()
    (one,) = page.context["roles"]
    assert one.missing == [("Law & authority", "0 of the 1 rated (2 hold the role) at basic level")]
    assert one.note.startswith("1 of the 2 who hold the role is counted.")
    assert "1 of the 7 rated (8 in the unit)" in alma_s.get(address(people.north, "svar/")).content.decode()


def test_where_everybody_is_rated_nothing_is_said_of_it(people: People, alma_s: Client) -> None:
    rated_round(people.north, {people.bo: 1})
    page = alma_s.get(address(people.north, "hvor/")).content.decode()
    assert "2 of 3 at basic level" in page
    assert "who are rated" not in page


def test_a_consultant_sees_no_roles(people: People, client_for: ClientFor) -> None:
    colleagues(people.north, 5)
    rated_round(people.north)
    WorkRole.objects.create(employee=people.bo, role="MY")
    describe(people.north, people.alma, need("LM"), role="MY")
    assert client_for(people.dorte).get(address(people.north, "hvor/")).context["roles"] == []


# The six profiles


def test_bands_become_a_need_in_the_profile_frame(people: People, alma_s: Client) -> None:
    colleagues(people.north, 13)
    shipped_version("fagprofiler-2017")
    data = {f"{code}-{when}": "" for code in ("PV", "PK", "PO", "PB", "PI", "PU") for when in ("nu", "ideelt")}
    response = alma_s.post(address(people.north, "profiler/"), data | {"PV-nu": "1", "PV-ideelt": "4", "PK-nu": "2"})
    assert response.status_code == 302
    assert ProfileBand.objects.get(profile="PV").ideal == 4
    stored = Need.objects.get()
    assert (stored.framework.code, stored.field, stored.specialists) == ("fagprofiler-2017", "PV", 4)
    (band,) = alma_s.get(address(people.north, "hvor/")).context["bands"]
    assert (band.now, band.rated, band.ideal) == ("5-10 %", "", "Over 20 %")
    assert band.says == f"{band.name}: 3 people are missing."
    assert alma_s.post(address(people.north, "profiler/"), data | {"PK-ideelt": "5"}).status_code == 422


def test_the_band_of_the_latest_round_stands_beside_what_is_said(people: People, client_for: ClientFor) -> None:
    for person in (people.alma, people.dorte):
        person.language = "en"
        person.save(update_fields=["language"])
    colleagues(people.north, 12)
    round_ = make_round(people.north, framework="fagprofiler-2017", state=RoundState.CLOSED)
    rate(round_, {people.bo: 4, people.erik: {"PV": 4}})
    ProfileBand.objects.create(unit=people.north, profile="PV", now=4, ideal=4, set_on=timezone.localdate())
    said = "Efterår 2026: 10-15 % (2 of the 15 rated are specialised)"
    form = client_for(people.alma).get(address(people.north, "profiler/")).context["form"]
    assert {profile.code: now.help_text for profile, now, _ideal in form.rows}["PV"] == said
    assert said in text_of(client_for(people.dorte), address(people.north, "hvor/"))


def test_a_hidden_band_is_not_told(people: People, client_for: ClientFor) -> None:
    rate(make_round(people.north, framework="fagprofiler-2017", state=RoundState.CLOSED), {people.bo: 4})
    ProfileBand.objects.create(unit=people.north, profile="PV", now=4, ideal=4, set_on=timezone.localdate())
    of_the_manager, of_another = (
        client_for(one).get(address(people.north, "hvor/")).context["bands"][0] for one in (people.alma, people.dorte)
    )
    assert of_the_manager.rated
    assert of_another.rated == ""


def test_two_on_the_profiles(people: People, alma_s: Client) -> None:
    shipped_version("fagprofiler-2017")
    url = address(people.north, "profiler/")
    before = opened(alma_s, url)
    alma_s.post(url, before | {"PV-nu": "1", "PK-nu": "1"})
    assert alma_s.post(url, before | {"PU-nu": "3"}).status_code == 302
    said = dict(ProfileBand.objects.filter(now__isnull=False).order_by("pk").values_list("profile", "now"))
    assert said == {"PV": 1, "PK": 1, "PU": 3}
    both = alma_s.post(url, before | {"PV-nu": "4"})
    assert [(one.typed_words, one.saved_words) for one in both.context["conflicts"]] == [("Over 20 %", "5-10 %")]


# Steps 2 to 4


def test_without_a_round_the_steps_say_what_to_do(people: People, alma_s: Client) -> None:
    for end in ("hvem/", "hvor/", "svar/"):
        assert "Nobody has answered a round" in text_of(alma_s, address(people.north, end))


def test_step_two_names_people_for_the_manager_only_and_logs_it(people: People, client_for: ClientFor) -> None:
    colleagues(people.north, 5)
    rated_round(people.north, {people.bo: 4})
    page = client_for(people.alma).get(address(people.north, "hvem/"))
    assert "Bo" in [
        one.employee.name for _name, groups in page.context["people"] for _label, there in groups for one in there
    ]
    assert Event.objects.filter(action="assessments.standings.read", subject_id=people.bo.pk).exists()
    assert client_for(people.dorte).get(address(people.north, "hvem/")).context["people"] == []


def test_who_must_be_rated_first_is_not_named_nor_given_work(people: People, client_for: ClientFor) -> None:
    round_ = make_round(people.north, state=RoundState.OPEN)
    answer(participant_of(round_, people.bo), 4, by=people.bo)
    page = client_for(people.alma).get(address(people.north, "hvem/"))
    assert not [one for _name, groups in page.context["people"] for _label, there in groups for one in there]


def test_the_gap_follows_the_unit_s_own_need(people: People, alma_s: Client) -> None:
    rated_round(people.north, {people.bo: 4})
    before = {row.name: row.gap.specialised_gap for row in alma_s.get(address(people.north, "hvor/")).context["rows"]}
    assert set(before.values()) == {0}
    describe(people.north, people.alma, *(need(field, specialists=2 if field == "LM" else 1) for field in FIELDS))
    page = alma_s.get(address(people.north, "hvor/"))
    assert [row.gap.field for row in page.context["rows"] if row.gap.specialised_gap] == ["LM"]
    # Where one is needed and one there is, everything hangs on Bo; where two are needed, too.
    assert [person.employee.name for _field, person in page.context["key_people"]] == ["Bo"] * 6
    assert "What if Bo leaves?" in page.content.decode()


def test_what_if_somebody_leaves_follows_the_unit_s_own_need(people: People, alma_s: Client) -> None:
    bo = participant_of(rated_round(people.north, {people.bo: 4}), people.bo)
    page = f"/laering/behov/{people.north.uuid}/hvis/{bo.uuid}/"

    def law() -> Departure:
        departures = alma_s.get(page).context["departures"]
        found: Departure = next(one for _name, one in departures if one.before.need.field == "LM")
        return found

    assert (law().opens_gap, law().before.basic_needed) == (True, 3)
    describe(people.north, people.alma, *(need(field, share="0.5", specialists=0) for field in FIELDS))
    assert (law().opens_gap, law().before.basic_needed) == (False, 2)
    describe(people.north, people.alma, *(need(field, specialists=3) for field in FIELDS))
    assert (law().before.specialised_gap, law().after.specialised_gap) == (2, 3)


def test_a_surplus_is_said(people: People, alma_s: Client) -> None:
    rated_round(people.north, {people.bo: 4, people.erik: 4, people.alma: 4})
    describe(people.north, people.alma, *(need(field, specialists=1) for field in FIELDS))
    says = alma_s.get(address(people.north, "hvor/")).context["surplus"]
    assert len(says) == 6
    assert says[0].endswith("3 are specialised where 1 are needed. 2 could help elsewhere.")


def test_a_unit_that_is_hidden_says_so(people: People, client_for: ClientFor) -> None:
    rated_round(people.testkommune)
    page = client_for(people.dorte).get(address(people.north, "hvor/"))
    assert page.context["rows"] == []
    assert page.context["situation"].is_hidden


@pytest.fixture
def four_sisters(people: People) -> list[Unit]:
    """Nord and three more of nine each, Øst with two, all rated; one in each but Nord is specialised."""
    sisters = [people.south, make_unit("Vest", people.testkommune), make_unit("Havn", people.testkommune)]
    colleagues(people.north, 6)
    best = {people.carla: 4}
    for sister in sisters:
        best |= {colleagues(sister, 8)[0]: 4}
    colleagues(people.testkommune, 5)
    colleagues(make_unit("Øst", people.testkommune), 2)
    rated_round(people.testkommune, best)
    return sisters


def specialised(page: Any) -> list[BesideSisters]:
    return [row.one for row in page.context["sisters"] if row.one.level == "specialised"]


def test_sisters_are_told_together_to_whoever_may_not_open_them(
    people: People, client_for: ClientFor, four_sisters: list[Unit]
) -> None:
    found = specialised(client_for(people.alma).get(address(people.north, "hvor/")))
    # Syd has Carla and one more of 10 specialised, Vest and Havn one of 8; Øst is too small.
    counts = {(one.own.people, one.own.known, one.together.people, one.together.known) for one in found}
    assert (len(found), counts) == (6, {(0, 9, 4, 26)})
    assert all(one.sisters == {} for one in found)


def test_fewer_than_three_sisters_are_not_told_at_all(people: People, client_for: ClientFor) -> None:
    for unit in (people.north, people.south, make_unit("Vest", people.testkommune)):
        colleagues(unit, 6)
    rated_round(people.testkommune, {people.carla: 4})
    page = client_for(people.alma).get(address(people.north, "hvor/"))
    assert page.context["sisters"] == []
    assert "sister units" not in page.content.decode()


def test_sisters_that_one_may_open_have_a_mark_each(
    people: People, client_for: ClientFor, four_sisters: list[Unit]
) -> None:
    found = specialised(client_for(people.dorte).get(address(people.north, "hvor/")))
    assert {place for one in found for place in one.sisters} == {str(unit.pk) for unit in four_sisters}


def test_the_offerings_that_lift_most_come_first(people: People, alma_s: Client) -> None:
    round_ = rated_round(people.north)
    lm = list(Item.objects.filter(version=round_.version, code__startswith="LM-S").order_by("position"))
    form = LearningForm.objects.order_by("pk").first()
    assert form is not None

    def offering(code: str, items: list[Item], root: Unit = people.testkommune) -> Offering:
        found = Offering.objects.create(
            root=root, code=code, form=form, title_da=code, provider_da="Eget hus", hours=Decimal(7)
        )
        for item in items:
            Lift.objects.create(
                offering=found, framework=round_.version.framework, identity=item.shared_identity, code=item.code,
                lift=Decimal(1), up_to=3,
            )  # fmt: skip
        return found

    offering("one", lm[:1])
    offering("three", lm[:3])
    offering("elsewhere", lm, root=people.andenkommune)
    retired = offering("retired", lm)
    retired.retired_on = timezone.localdate()
    retired.save()
    resource = ResourcePerson.objects.create(
        employee=people.carla, framework=round_.version.framework, field="LM", said_yes_on=timezone.localdate(),
        until=timezone.localdate(),
    )  # fmt: skip
    answers = {
        (row.answer.gap.field, row.answer.level): row
        for row in alma_s.get(address(people.north, "svar/")).context["answers"]
    }
    found = answers["LM", "specialised"]
    assert [one.offering.code for one, _url, _price in found.offerings] == ["three", "one"]
    assert [(one.lifted, one.of) for one, _url, _price in found.offerings] == [(3, len(lm)), (1, len(lm))]
    assert found.answer.people == (resource,)


def test_a_need_that_is_due_and_not_met_is_on_today(people: People) -> None:
    rated_round(people.north)
    today = timezone.localdate()
    describe(
        people.north, people.alma, need("LM", by=today + timedelta(days=20)), need("VM", by=today + timedelta(days=60))
    )
    with translation.override("en"):
        (item,) = learning_items(people.alma, today)
    assert (item.what, item.due) == ("Nord", today + timedelta(days=20))
    assert "no specialist" in item.why_now
    assert learning_items(people.dorte, today) == []
    assert learning_items(people.bo, today) == []


def test_the_overview_leads_to_the_steps(people: People, alma_s: Client, client_for: ClientFor) -> None:
    shipped_version()
    assert address(people.north) in text_of(alma_s, "/laering/")
    describe(people.north, people.alma, need("LM"))
    assert address(people.north, "hvor/") in text_of(alma_s, "/laering/")
    assert "/laering/behov/" not in text_of(client_for(people.bo), "/laering/")


# On the unit's own page


def test_the_unit_s_page_asks_for_its_own_need(people: People, alma_s: Client, client_for: ClientFor) -> None:
    round_ = rated_round(people.north)
    page = text_of(alma_s, reverse("assessments:unit", args=[people.north.uuid]))
    assert f'hx-get="{address(people.north, "opmaerksomhed/")}' in page
    assert "By the default need" in page
    url = f"{address(people.north, 'opmaerksomhed/')}?runde={round_.uuid}&ramme={round_.version.framework.uuid}"
    assert alma_s.get(url).status_code == 204
    describe(people.north, people.alma, *(need(field, specialists=3 if field == "IT" else 0) for field in FIELDS))
    own = text_of(alma_s, url)
    assert "no specialist where 3 are needed" in own
    assert own.count("<li>") == 1
    colleagues(people.north, 1)
    assert client_for(people.bo).get(url).status_code == 204  # three people: hidden from a colleague


# The number of queries


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("end", ["", "hvem/", "hvor/", "svar/", "roller/", "fordeling/timer/"])
def test_the_queries_stay_as_many_as_people_and_sisters_grow(people: People, client_for: ClientFor, end: str) -> None:
    round_ = rated_round(people.testkommune)
    describe(people.north, people.alma, *(need(field, specialists=3) for field in FIELDS))
    describe(people.north, people.alma, need("LM"), role="MY")
    WorkRole.objects.create(employee=people.bo, role="MY")
    client = client_for(people.alma)
    url = address(people.north, end)
    client.get(url)
    few = queries(client, url)
    for person in [*colleagues(people.north, 8), *colleagues(make_unit("Øst", people.testkommune), 6)]:
        round_.participants.create(employee=person, unit=person.unit, lineage=person.unit.lineage)
        WorkRole.objects.create(employee=person, role="MY")
    store_person_results(
        round_=round_, participants=list(round_.participants.select_related("employee")), now=timezone.now()
    )
    refresh_unit_results(round_=round_, now=timezone.now())
    assert queries(client, url) == few
