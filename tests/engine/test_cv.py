"""The check of a CV: the worked example of its page, each rule broken by itself, and laws."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from fagkompas.casework.cv_words import cv_words_in
from fagkompas.engine.cv import (
    MUST_BE_FILLED,
    Contact,
    Cv,
    CvRule,
    Education,
    EducationKind,
    Job,
    Language,
    Licence,
    Other,
    ProfilePoint,
    advice,
    filled,
)
from fagkompas.engine.scales import CvPart

PAGE = Path(__file__).parents[2] / "docs" / "algorithms" / "cv.md"
BLOCKS = re.findall(r"^```yaml cv\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), flags=re.M | re.S)

JOB = Job(
    title="Lagermedarbejder",
    employer="Nordby Lager",
    tasks="Plukkede ordrer med scanner og kørte truck",
    responsibility="Lukkede lageret om fredagen",
    results="Færre fejl i pluk",
)
COMPLETE = Cv(
    jobs=(JOB,),
    education=(
        Education(title="Lager og logistik", kind=EducationKind.EDUCATION, content="Varekendskab og lagerstyring"),
        Education(title="Truckcertifikat B", kind=EducationKind.CERTIFICATE),
    ),
    qualifications=("Truck", "Scanner", "Lagerstyring"),
    licence=Licence(categories=("B",), drives_own_car=True),
    languages=(Language(name="Tigrinya", is_mother_tongue=True), Language(name="Dansk")),
    other=(Other(title="Fodboldklubben", tasks="Træner for de små", results="Et hold mere"),),
    website="https://profil.test.example",
    contact=Contact(phone="12345678", email="bo@test.example"),
    profile={
        ProfilePoint.TASKS: "Jeg plukker, pakker og kører truck i store haller",
        ProfilePoint.PERSONAL: "Jeg er rolig, når der er travlt ved rampen",
        ProfilePoint.CONDITIONS: "Aften og weekend",
        ProfilePoint.HOURS: "Fuld tid",
        ProfilePoint.TRANSPORT: "Egen bil",
    },
)


def told(cv: Cv, language: str = "da") -> list[str]:
    found = advice(cv, cv_words_in(language))
    return [" ".join(str(each) for each in (one.rule, one.entry, one.about) if each not in (None, "")) for one in found]


def with_profile(point: ProfilePoint, text: str, **fields: Any) -> Cv:
    return replace(COMPLETE, profile={**COMPLETE.profile, point: text}, **fields)


def with_job(**fields: str) -> Cv:
    return replace(COMPLETE, jobs=(JOB, replace(JOB, title="Bager", **fields)))


def with_contact(**fields: Any) -> Cv:
    return replace(COMPLETE, contact=replace(COMPLETE.contact, **fields))


CHANGES = "Jeg vil arbejde med ældre mennesker i en rolig hverdag"

CASES: list[tuple[Cv, list[str]]] = [
    (COMPLETE, []),
    (replace(COMPLETE, jobs=()), ["section-missing experience"]),
    (replace(COMPLETE, education=()), ["section-missing education"]),
    (replace(COMPLETE, qualifications=(" ",)), ["section-missing qualifications"]),
    (replace(COMPLETE, licence=Licence()), ["section-missing driving_licence"]),
    (replace(COMPLETE, licence=Licence(has_none=True)), []),
    (replace(COMPLETE, languages=()), ["section-missing languages"]),
    (replace(COMPLETE, other=()), ["section-worth-adding other_experience"]),
    (replace(COMPLETE, website=" "), ["section-worth-adding website"]),
    (with_contact(phone="", email=""), ["section-missing contact"]),
    (replace(COMPLETE, profile={}), ["section-missing profile"]),
    (with_job(employer=" "), ["job-without-employer 1 Bager"]),
    (with_job(tasks=""), ["job-without-tasks 1 Bager"]),
    (with_job(tasks="Bagte brød, boller og kager"), ["job-tasks-short 1 Bager"]),
    (with_job(tasks="Bagte brød, boller, kager og tærter"), []),
    (with_job(responsibility=""), ["job-without-responsibility 1 Bager"]),
    (with_job(results=""), ["job-without-results 1 Bager"]),
    (
        replace(COMPLETE, education=(Education(title="Kasse", content="Kassesystem"),)),
        ["education-kind-missing 0 Kasse"],
    ),
    (
        replace(COMPLETE, education=(Education(title="Kasse", kind=EducationKind.COURSE),)),
        ["education-without-content 0 Kasse"],
    ),
    (replace(COMPLETE, qualifications=("Truck", "Scanner")), ["qualifications-few"]),
    (
        replace(COMPLETE, qualifications=("Truck", "Scanner", "Lager", "Mødestabil")),
        ["qualification-personal 3 Mødestabil"],
    ),
    (replace(COMPLETE, licence=Licence(categories=("B",))), ["own-car-not-stated"]),
    (replace(COMPLETE, licence=Licence(categories=("B",), drives_own_car=False)), []),
    (replace(COMPLETE, languages=(Language(name="Dansk"),)), ["mother-tongue-missing"]),
    (replace(COMPLETE, other=(Other(title="Klub", results="x"),)), ["other-without-tasks 0 Klub"]),
    (replace(COMPLETE, other=(Other(title="Klub", tasks="x"),)), ["other-without-results 0 Klub"]),
    (with_contact(phone=""), ["contact-phone-missing"]),
    (with_contact(email=""), ["contact-email-missing"]),
    (with_contact(is_hidden=True), ["contact-hidden"]),
    (with_contact(is_hidden=True, may_be_hidden=True), []),
    (with_profile(ProfilePoint.HOURS, ""), ["profile-point-missing hours"]),
    (with_profile(ProfilePoint.TASKS, "Lager og truck"), ["profile-point-short tasks"]),
    (replace(COMPLETE, changes_trade=True), ["profile-point-missing change_of_trade"]),
    (with_profile(ProfilePoint.CHANGE_OF_TRADE, CHANGES, changes_trade=True), []),
    (
        with_profile(ProfilePoint.CHANGE_OF_TRADE, "Fra lager til ældrepleje i min egen by"),
        ["change-without-motive change_of_trade"],
    ),
    (
        with_profile(ProfilePoint.PERSONAL, "Jeg er fleksibel, ansvarlig og en god kollega"),
        ["personal-without-task personal"],
    ),
    (with_profile(ProfilePoint.PERSONAL, "Jeg siger altid god morgen til alle på vagten"), []),
]


@pytest.mark.parametrize(("cv", "expected"), CASES)
def test_each_rule(cv: Cv, expected: list[str]) -> None:
    assert told(cv) == expected


def test_every_rule_is_broken_above() -> None:
    assert {words.split()[0] for _cv, expected in CASES for words in expected} == {rule.value for rule in CvRule}


def test_english_has_its_own_words() -> None:
    bare = with_profile(ProfilePoint.PERSONAL, "I am flexible, responsible and a team player")
    tied = with_profile(ProfilePoint.PERSONAL, "I am calm when the ramp is busy on a Friday")
    assert told(bare, "en") == ["personal-without-task personal"]
    assert told(tied, "en") == []


def test_an_empty_cv_is_asked_for_its_parts_and_nothing_more() -> None:
    assert [(one.rule, one.part) for one in advice(Cv(), cv_words_in("da"))] == [
        (CvRule.SECTION_MISSING if part in MUST_BE_FILLED else CvRule.SECTION_WORTH_ADDING, part) for part in CvPart
    ]


# The page


def test_every_marked_block_is_an_example() -> None:
    assert PAGE.read_text(encoding="utf-8").count("```yaml") == len(BLOCKS) == 1


def test_the_page_names_every_rule_in_order() -> None:
    named = re.findall(r"^\| `([a-z-]+)` \|", PAGE.read_text(encoding="utf-8"), flags=re.M)
    assert named == [rule.value for rule in CvRule]


@pytest.mark.parametrize("example", [yaml.safe_load(block) for block in BLOCKS])
def test_worked_example(example: dict[str, Any]) -> None:
    given_cv = example["cv"]
    cv = Cv(
        jobs=tuple(Job(**each) for each in given_cv["jobs"]),
        education=tuple(
            Education(title=each["title"], kind=EducationKind(each["kind"])) for each in given_cv["education"]
        ),
        qualifications=tuple(given_cv["qualifications"]),
        licence=Licence(categories=tuple(given_cv["licence"]["categories"])),
        languages=tuple(Language(**each) for each in given_cv["languages"]),
        contact=Contact(**given_cv["contact"]),
        profile={ProfilePoint(point): text for point, text in given_cv["profile"].items()},
    )
    assert told(cv) == example["expect"]


# Laws

short = st.sampled_from(["", " ", "Truck", "Fleksibel", "Jeg er rolig, når der er travlt ved rampen", "fordi jeg vil"])
cvs = st.builds(
    Cv,
    jobs=st.lists(st.builds(Job, title=short, employer=short, tasks=short, results=short), max_size=3).map(tuple),
    education=st.lists(
        st.builds(Education, title=short, kind=st.none() | st.sampled_from(EducationKind), content=short), max_size=2
    ).map(tuple),
    qualifications=st.lists(short, max_size=5).map(tuple),
    licence=st.builds(Licence, categories=st.sampled_from([(), ("B",)]), has_none=st.booleans()),
    languages=st.lists(st.builds(Language, name=short, is_mother_tongue=st.booleans()), max_size=2).map(tuple),
    other=st.lists(st.builds(Other, title=short, tasks=short, results=short), max_size=2).map(tuple),
    website=short,
    contact=st.builds(Contact, phone=short, email=short, is_hidden=st.booleans(), may_be_hidden=st.booleans()),
    profile=st.dictionaries(st.sampled_from(ProfilePoint), short),
    changes_trade=st.booleans(),
)


@given(cvs)
def test_a_part_that_is_not_filled_has_one_advice_and_others_have_none_of_missing(cv: Cv) -> None:
    there = filled(cv)
    missing = {CvRule.SECTION_MISSING, CvRule.SECTION_WORTH_ADDING}
    for part in CvPart:
        of_part = [one.rule for one in advice(cv, cv_words_in("da")) if one.part is part]
        assert (len(of_part) == 1 and of_part[0] in missing) if part not in there else not missing & set(of_part)


@given(cvs, cvs)
def test_a_part_is_judged_by_itself(cv: Cv, other: Cv) -> None:
    changed = replace(cv, jobs=other.jobs, profile=other.profile)
    before = [one for one in advice(cv, cv_words_in("da")) if one.part not in {CvPart.EXPERIENCE, CvPart.PROFILE}]
    after = [one for one in advice(changed, cv_words_in("da")) if one.part not in {CvPart.EXPERIENCE, CvPart.PROFILE}]
    assert before == after


@given(cvs)
def test_advice_follows_the_sections(cv: Cv) -> None:
    order = [list(CvPart).index(one.part) for one in advice(cv, cv_words_in("da"))]
    assert order == sorted(order)
