"""Recruitment: from what is left open to an advert that two may write on."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.assessments.models import Round
from fagkompas.audit.models import Event
from fagkompas.engine.errors import BadInput
from fagkompas.engine.recruitment import FieldGap, recruitment
from fagkompas.learning.actions import recruitment as actions
from fagkompas.learning.models import RecruitmentProfile
from fagkompas.learning.needs import situation_of
from fagkompas.learning.recruiting import Left, ProfileFacts, left_after, left_now
from fagkompas.toolkit.together import ChangedMeanwhile
from tests.assessments.units import rated_round
from tests.catalogue.making import today
from tests.frameworks.making import shipped_version
from tests.learning.needs import describe, need
from tests.learning.plans import LIFTS, course_session, loaded, make_course, make_solved, rate_north
from tests.learning.recruiting import GAPS, left_open, make_profile
from tests.people import People

ClientFor = Callable[[Employee], Client]


@pytest.fixture
def alma_s(people: People, client_for: ClientFor) -> Client:
    people.alma.language = "en"
    people.alma.save(update_fields=["language"])
    return client_for(people.alma)


def new_url(people: People, query: str = "") -> str:
    return reverse("learning:recruitment_new", args=[people.north.uuid]) + query


def url(profile: RecruitmentProfile) -> str:
    return reverse("learning:recruitment", args=[profile.uuid])


def gaps_by_field(left: Left) -> dict[str, tuple[int, int]]:
    return {gap.field: (gap.specialised, gap.basic) for gap in left.gaps}


def rated_in_north(people: People) -> Round:
    """A closed round with stored figures: Bo and Erik are at one everywhere."""
    return rated_round(people.north, {people.bo: 1, people.erik: 1})


# Profiles


def test_a_profile_for_each_combination_of_fields(people: People) -> None:
    made = actions.make_profiles(
        left=left_open(people), proposal=recruitment(GAPS, 4), by=people.alma, now=timezone.now()
    )
    facts = [ProfileFacts.from_kept(one.fields) for one in made]
    assert [(one.fields, one.positions) for one in facts] == [(("LM", "IT"), 2), (("BM", "NF"), 1), (("IT",), 1)]
    assert {(one.hires, one.open, one.closed) for one in facts} == {(4, 15, 15)}
    assert facts[0].gaps == (GAPS[0], GAPS[1], GAPS[3], GAPS[2])
    assert "Kollega til Nord med styrke i" in made[0].text


def test_no_name_or_rating_of_anybody_is_in_it(people: People) -> None:
    profile = make_profile(people)
    kept = f"{profile.fields} {profile.text}"
    assert not set(re.findall(r"\w+", kept)) & {"Alma", "Bo", "Erik", "Freja", "ratings"}


def test_the_draft_speaks_the_language_of_whoever_makes_it(people: People, alma_s: Client) -> None:
    rated_in_north(people)
    alma_s.post(new_url(people), {"hires": "1"})
    assert "Colleague for Nord with strength in" in RecruitmentProfile.objects.get().text


# What is left


def test_what_is_left_now_is_the_gap_of_the_unit(people: People, alma_s: Client) -> None:
    round_ = rated_in_north(people)
    describe(people.north, people.alma, need("LM", specialists=3, weight=3))
    left = left_now(people.north, situation_of(people.alma, people.north, round_.version))
    assert gaps_by_field(left)["LM"] == (3, 2)
    assert left.open[0].field == "LM"
    assert left.proposals[0].fields[0] == "LM"


def test_what_a_plan_leaves_is_counted_with_the_ratings_that_it_expects(people: People) -> None:
    """Bo and Erik stand at one everywhere. The five basic competencies of law at two make them basic there."""
    lifts = tuple(replace(LIFTS[0], code=f"LM-G{place}") for place in range(1, 6))
    round_ = rate_north(people)
    dimensions = ("practical", "reflexive", "relational")
    course_session(people, make_course(people, lifts=lifts, dimensions=dimensions))
    plan = make_solved(people, round_)
    left = left_after(loaded(plan), today=today())
    without = make_solved(people, round_, budget=0)
    assert gaps_by_field(left_after(loaded(without), today=today()))["LM"] == (1, 2)
    assert gaps_by_field(left)["LM"] == (1, 0)
    assert {code: gap for code, gap in gaps_by_field(left).items() if code != "LM"} == dict.fromkeys(
        ("AU", "IT", "BM", "VM", "NF"), (1, 2)
    )


def test_the_page_says_what_the_plan_leaves_and_keeps_the_plan(people: People, alma_s: Client) -> None:
    round_ = rate_north(people)
    course_session(people)
    plan = make_solved(people, round_)
    page = alma_s.get(new_url(people, f"?plan={plan.uuid}"))
    assert f"What “{plan.name}” leaves open" in page.content.decode()
    answer = alma_s.post(new_url(people, f"?plan={plan.uuid}"), {"hires": "1"})
    profile = RecruitmentProfile.objects.get()
    assert profile.plan == plan
    assert answer.headers["Location"] == url(profile)


def test_whom_the_plan_develops_without_making_specialists_are_still_missing_and_told(
    people: People, alma_s: Client
) -> None:
    """One specialist in law is missing; the plan lifts one person a point in one of what that takes."""
    lifts = (replace(LIFTS[0], code="LM-S1"),)
    course_session(people, make_course(people, lifts=lifts, dimensions=("practical", "reflexive", "relational")))
    plan = make_solved(people)
    tile = alma_s.get(reverse("learning:plan", args=[plan.uuid])).content.decode()
    assert re.search(r"Developed towards specialist</span><span[^>]*>1 of 6<", tile)
    left = left_after(loaded(plan), today=today())
    assert (left.on_the_way, gaps_by_field(left)["LM"]) == ({"LM": 1}, (1, 2))
    page = alma_s.get(new_url(people, f"?plan={plan.uuid}")).content.decode()
    told = re.findall(r'data-title="Developed towards it, but not all the way">(\d+)<', page)
    assert sorted(told) == ["0", "0", "0", "0", "0", "1"]
    assert "not all the way" not in alma_s.get(new_url(people)).content.decode(), "of no plan nothing is said"


def test_who_reaches_the_level_is_not_on_the_way(people: People) -> None:
    """Bo masters the basic level of law and stands a point from the specialised one in all of it."""
    framework_codes = [f"LM-S{place}" for place in range(1, 6)]
    lifts = tuple(replace(LIFTS[0], code=code) for code in framework_codes)
    course_session(people, make_course(people, lifts=lifts, dimensions=("practical", "reflexive", "relational")))
    left = left_after(make_solved(people, rate_north(people, who=("bo",), value=2)), today=today())
    assert (dict(left.on_the_way), gaps_by_field(left)["LM"]) == ({}, (0, 0))


@pytest.mark.parametrize("asked", ["nonsense", "00000000-0000-4000-8000-000000000000"])
def test_another_plan_is_no_plan(people: People, alma_s: Client, asked: str) -> None:
    rated_in_north(people)
    page = alma_s.get(new_url(people, f"?plan={asked}"))
    assert page.status_code == 200
    assert "What is missing now" in page.content.decode()


def test_without_ratings_nothing_is_known_to_be_missing(people: People, alma_s: Client) -> None:
    shipped_version()
    page = alma_s.get(new_url(people)).content.decode()
    assert "Nobody in the unit is rated yet" in page
    assert 'name="hires"' not in page


def test_a_choice_that_is_not_there_is_refused(people: People, alma_s: Client) -> None:
    rated_in_north(people)
    for typed in ({}, {"hires": "99"}, {"hires": "x"}):
        assert alma_s.post(new_url(people), typed).status_code == 422
    assert not RecruitmentProfile.objects.exists()


def test_several_drafts_are_shown_on_the_list(people: People, alma_s: Client) -> None:
    rated_in_north(people)
    answer = alma_s.post(new_url(people), {"hires": "2"})
    assert answer.headers["Location"] == reverse("learning:recruitments")
    page = alma_s.get(answer.headers["Location"]).content.decode()
    for profile in RecruitmentProfile.objects.all():
        assert url(profile) in page


# The advert


def test_the_advert_is_written_on(people: People, alma_s: Client) -> None:
    profile = make_profile(people)
    answer = alma_s.post(url(profile), {"text": " Vi søger\r\n\r\n- dig ", "revision": "0"})
    assert answer.headers["Location"] == url(profile)
    profile.refresh_from_db()
    assert (profile.text, profile.revision) == ("Vi søger\n\n- dig", 1)
    assert Event.objects.filter(action="learning.recruitment.edited").count() == 1
    alma_s.post(url(profile), {"text": profile.text, "revision": "1"})
    assert Event.objects.filter(action="learning.recruitment.edited").count() == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("  ", "Write the advert."),
        ("x" * 12_001, "The advert has 12001 characters and may have 12000."),
        ("Ring på 010190-1234", "looks like a CPR number"),
    ],
)
def test_what_cannot_be_saved_comes_back_as_it_was_typed(people: People, alma_s: Client, text: str, says: str) -> None:
    profile = make_profile(people)
    page = alma_s.post(url(profile), {"text": text, "revision": "0"}, follow=True)
    assert page.redirect_chain == [(url(profile), 302)]
    assert says in page.content.decode()
    assert page.context["form"]["text"].value() == text
    profile.refresh_from_db()
    assert profile.revision == 0


def test_the_second_of_two_writers_sees_both_texts(people: People, alma_s: Client) -> None:
    profile = make_profile(people)
    actions.edit_profile(profile=profile, text="Den første", revision=0, by=people.alma)
    page = alma_s.post(url(profile), {"text": "Den anden", "revision": "0"}, follow=True)
    content = page.content.decode()
    assert "Somebody else has saved meanwhile" in content
    assert "Den første" in content
    assert page.context["form"]["text"].value() == "Den anden"
    alma_s.post(url(profile), {"text": "Den anden", "revision": str(page.context["form"]["revision"].value())})
    profile.refresh_from_db()
    assert profile.text == "Den anden"


def test_an_old_revision_is_never_saved(people: People) -> None:
    profile = make_profile(people)
    actions.edit_profile(profile=profile, text="Den første", revision=0, by=people.alma)
    with pytest.raises(ChangedMeanwhile):
        actions.edit_profile(profile=profile, text="Den anden", revision=0, by=people.alma)


def test_it_is_taken_out_as_text_and_on_paper(people: People, alma_s: Client) -> None:
    profile = make_profile(people)
    text = alma_s.get(reverse("learning:recruitment_file", args=[profile.uuid, "txt"]))
    assert text.content.decode("utf-8-sig").replace("\r\n", "\n") == profile.text
    assert text.headers["Content-Type"].startswith("text/plain")
    assert alma_s.get(reverse("learning:recruitment_file", args=[profile.uuid, "pdf"])).content.startswith(b"%PDF")
    assert alma_s.get(reverse("learning:recruitment_file", args=[profile.uuid, "exe"])).status_code == 404


def test_it_is_deleted(people: People, alma_s: Client) -> None:
    profile = make_profile(people)
    address = reverse("learning:recruitment_delete", args=[profile.uuid])
    assert "Download it as text first" in alma_s.get(address).content.decode()
    assert alma_s.post(address).headers["Location"] == reverse("learning:recruitments")
    assert not RecruitmentProfile.objects.exists()
    assert Event.objects.filter(action="learning.recruitment.deleted").exists()


def test_it_goes_two_years_after_it_was_made(people: People) -> None:
    profile = make_profile(people)
    made = timezone.localdate(profile.created_at)
    (line,) = actions.retention(today=made + timedelta(days=730), dry_run=False)
    assert (line.rows, RecruitmentProfile.objects.count()) == (0, 1)
    (line,) = actions.retention(today=made + timedelta(days=731), dry_run=True)
    assert (line.rows, RecruitmentProfile.objects.count()) == (1, 1)
    (line,) = actions.retention(today=made + timedelta(days=731), dry_run=False)
    assert (line.rows, RecruitmentProfile.objects.count()) == (1, 0)


def test_a_deleted_plan_leaves_the_profile(people: People, alma_s: Client) -> None:
    round_ = rate_north(people)
    course_session(people)
    plan = make_solved(people, round_)
    alma_s.post(new_url(people, f"?plan={plan.uuid}"), {"hires": "1"})
    plan.delete()
    assert alma_s.get(url(RecruitmentProfile.objects.get())).status_code == 200


def test_the_queries_do_not_grow(people: People, alma_s: Client) -> None:
    counts = []
    for hires in (1, 4):
        actions.make_profiles(
            left=left_open(people), proposal=recruitment(GAPS, hires), by=people.alma, now=timezone.now()
        )
        alma_s.get(reverse("learning:recruitments"))
        with CaptureQueriesContext(connection) as queries:
            alma_s.get(reverse("learning:recruitments"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_what_is_refused_names_its_field(people: People) -> None:
    profile = make_profile(people)
    with pytest.raises(BadInput) as refused:
        actions.edit_profile(profile=profile, text="", revision=0, by=people.alma)
    assert [problem.place.column for problem in refused.value.problems] == ["text"]


def test_nothing_open_proposes_nobody(people: People) -> None:
    assert left_open(people, [FieldGap(field="LM", weight=3, specialised=0)]).proposals == ()
