"""What comes with the product: a guide for every form, and examples that together cover the 2025 frame."""

import re
from collections import Counter, defaultdict
from decimal import Decimal

import pytest

from fagkompas.catalogue.guides import GUIDES, WHOLE_DAY, gatherings_for, guide_of, guides, read_guides
from fagkompas.catalogue.shipped import FRAMEWORK, OFFERINGS, ShippedOffering, read_catalogue, starter_catalogue
from fagkompas.catalogue.wording import sentence
from fagkompas.engine.errors import BadInput
from fagkompas.engine.scales import Dimension, Level
from fagkompas.frameworks import files
from fagkompas.frameworks.document import Competency
from fagkompas.frameworks.wording import place

SAID_AS = (
    "en one a an", "to two", "tre three", "fire four", "fem five", "seks six", "syv seven", "otte eight", "ni nine", "ti ten"
)  # fmt: skip
HELD_IN_DAYS = {"course", "workshop", "practice-day", "exam-module"}


def competencies() -> dict[str, Competency]:
    """Those of the 2025 frame by code."""
    return {one.code: one for field in files.shipped(FRAMEWORK).fields for one in field.competencies}


def test_every_learning_form_has_one_guide_in_both_languages() -> None:
    assert [guide.form for guide in guides()] == [form.code for form in files.learning_forms()]
    for guide in guides():
        texts = [guide.purpose, guide.suits, *guide.preparation, *guide.questions, *guide.follow_up, *guide.pitfalls]
        texts += [text for step in guide.steps for text in (step.title, step.text)]
        assert all(text.da and text.en for text in texts), guide.form
        assert 1 <= guide.least_people <= guide.most_people
        assert sum(step.minutes for step in guide.steps) == guide.minutes
        assert guide.section


def test_hours_are_those_of_all_gatherings() -> None:
    guide = guide_of("side-by-side-training")
    assert guide is not None
    assert (guide.minutes, guide.gatherings, float(guide.hours)) == (90, 4, 6.0)
    assert guide_of("no-such-form") is None


GUIDE_EDITS = [
    ("  minutes: 90\n", "  minutes: 91\n", "steps_do_not_fill", "guides.1.steps"),
    ("  gatherings: 4\n", "  gatherings: mange\n", "not_a_count", "guides.1.gatherings"),
    ("    least: 2\n    most: 2\n", "    least: 3\n    most: 2\n", "fewer_than_least", "guides.1.people"),
    ("- form: e-learning\n", "- form: side-by-side-training\n", "code_twice", "guides"),
    ("  pitfalls:\n", "  faldgruber:\n", "unknown_key", "guides.1.faldgruber"),
]


@pytest.mark.parametrize(("before", "after", "message_code", "path"), GUIDE_EDITS, ids=[row[2] for row in GUIDE_EDITS])
def test_a_mistake_in_a_guide_is_told_with_its_place(before: str, after: str, message_code: str, path: str) -> None:
    text = GUIDES.read_text(encoding="utf-8")
    assert before in text
    with pytest.raises(BadInput) as refused:
        read_guides(text.replace(before, after, 1))
    found = {(problem.message_code, problem.place.column): problem for problem in refused.value.problems}
    problem = found[message_code, path]
    assert problem.place.row
    assert sentence(problem)
    assert path in place(problem.place)


def test_all_mistakes_are_told_at_once_and_english_is_needed() -> None:
    text = GUIDES.read_text(encoding="utf-8")
    english = next(line for line in text.splitlines(keepends=True) if line.strip().startswith("en:"))
    broken = text.replace(english, "", 1).replace("  gatherings: 4\n", "  gatherings: 0\n", 1)
    with pytest.raises(BadInput) as refused:
        read_guides(broken)
    assert {problem.message_code for problem in refused.value.problems} == {"missing_key", "not_a_count"}


@pytest.mark.parametrize("text", ["", "guides: x", "- a", "guides:\n- form: [a]"])
def test_what_is_no_guide_file_is_refused_in_words(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_guides(text)
    assert all(sentence(problem) for problem in refused.value.problems)


def test_a_guide_is_followed_where_its_hours_are_those_and_else_it_is_whole_days() -> None:
    assert gatherings_for("reflecting-team", Decimal("4.5")) == (6, 45)
    assert gatherings_for("workshop", Decimal(3)) == (1, 180)
    assert gatherings_for("workshop", Decimal(6)) == (1, 360)
    assert gatherings_for("exam-module", Decimal(56)) == (8, 420)
    assert gatherings_for("course", Decimal(20)) == (3, 400)


# The starter catalogue


def test_the_examples_cover_every_form_field_level_and_dimension() -> None:
    offerings = starter_catalogue().offerings
    assert len(offerings) >= 40
    assert len({one.code for one in offerings}) == len(offerings)
    assert {one.form for one in offerings} == {form.code for form in files.learning_forms()}
    lifted = {lift.competency for one in offerings for lift in one.lifts}
    known = competencies()
    assert {known[code].level for code in lifted} == set(Level)
    assert {code.split("-")[0] for code in lifted} == {field.code for field in files.shipped(FRAMEWORK).fields}
    assert {dimension for one in offerings for dimension in one.dimensions} == set(Dimension)


def test_every_competency_is_lifted_twice_and_once_by_what_suits_its_dimension() -> None:
    by_competency = defaultdict(list)
    for offering in starter_catalogue().offerings:
        for lift in offering.lifts:
            by_competency[lift.competency].append(offering)
    for code, competency in competencies().items():
        assert len(by_competency[code]) >= 2, code
        assert any(competency.dimension in offering.dimensions for offering in by_competency[code]), code


def test_examples_keep_what_their_form_says_and_no_course_lifts_beyond_its_point() -> None:
    forms = {form.code: form.dimension for form in files.learning_forms()}
    known = competencies()
    for offering in starter_catalogue().offerings:
        own = forms[offering.form]
        assert own is None or offering.dimensions[0] is own, offering.code
        assert offering.dimensions
        assert 1 <= offering.least_seats <= offering.most_seats
        assert offering.hours > 0
        assert offering.lifts
        assert max(Counter(lift.competency for lift in offering.lifts).values()) == 1
        for lift in offering.lifts:
            assert lift.competency in known
            assert 0.5 <= lift.lift <= 2
            assert 2 <= lift.up_to <= 4
        assert "eksempel" in offering.provider.da
        assert offering.title.en
        assert offering.description.en


NUMBERS = {word: number for number, words in enumerate(SAID_AS, start=1) for word in words.split()}
MINUTES = {
    "en time": 60,
    "an hour": 60,
    "an hour and a half": 90,
    "halvanden time": 90,
    "to timer": 120,
    "two hours": 120,
    "tre kvarter": 45,
    "three quarters of an hour": 45,
    "80 minutter": 80,
    "80 minutes": 80,
}
A_NUMBER = f"({'|'.join(NUMBERS)})"
SO_LONG = f"({'|'.join(sorted(MINUTES, key=len, reverse=True))})"
TIMES = re.compile(rf"\b{A_NUMBER} (?:gange|times|lektioner på|lessons of)\b.*?\b{SO_LONG}\b", re.I)
HOURS = re.compile(rf"\b(?:på|in) {A_NUMBER} (?:timer|hours)\b", re.I)
DAYS = re.compile(
    rf"\b{A_NUMBER} (?:hele? |full |whole |teaching |study |exam )?(?:undervisnings|studie|eksamens)?(?:dage?|days?)\b",
    re.I,
)


def gatherings_said(text: str) -> tuple[int, int | None]:
    """How many gatherings a description speaks of, and their minutes; None where it says days."""
    if times := TIMES.search(text):
        return NUMBERS[times[1].lower()], MINUTES[times[2].lower()]
    if hours := HOURS.search(text):
        return 1, NUMBERS[hours[1].lower()] * 60
    return sum(NUMBERS[found.lower()] for found in DAYS.findall(text)), None


@pytest.mark.parametrize("offering", starter_catalogue().offerings, ids=lambda one: one.code)
def test_hours_are_what_the_text_and_the_guide_and_a_session_say(offering: ShippedOffering) -> None:
    gatherings, minutes = gatherings_for(offering.form, offering.hours)
    for text in (offering.description.da, offering.description.en):
        count, each = gatherings_said(text)
        assert count == gatherings, text
        assert each == minutes or (each is None and 6 * 60 <= minutes <= WHOLE_DAY), text
    assert gatherings * minutes == offering.hours * 60
    guide = guide_of(offering.form)
    assert guide is not None
    if offering.form not in HELD_IN_DAYS:
        assert guide.hours == offering.hours


def test_own_house_is_internal_and_modules_belong_to_a_programme() -> None:
    catalogue = starter_catalogue()
    internal = {one.code for one in catalogue.offerings if one.internal}
    assert "afgoerelser-side-om-side" in internal
    assert "lov-i-hverdagen" not in internal
    (programme,) = catalogue.programmes
    assert (programme.years, float(programme.ects)) == (6, 60)
    modules = [one for one in catalogue.offerings if one.programme]
    assert sum(one.ects or 0 for one in modules) >= programme.ects  # some can be chosen between
    assert all(one.form == "exam-module" for one in modules)


CATALOGUE_EDITS = [
    ("    lift: 1\n", "    lift: 5\n", "not_a_number"),
    ("  - practical\n", "  - praktisk\n", "not_one_of"),
    ("  prerequisites:\n  - lov-i-hverdagen\n", "  prerequisites:\n  - findes-ikke\n", "prerequisite_unknown"),
    ("  programme: diploma-employment\n", "  programme: findes-ikke\n", "programme_unknown"),
    ("    seat: 4200\n", "    seat: -4200\n", "not_a_count"),
    ("- code: afgoerelser-borgeren-forstaar\n", "- code: lov-i-hverdagen\n", "code_twice"),
]


@pytest.mark.parametrize(
    ("before", "after", "message_code"), CATALOGUE_EDITS, ids=[row[2] + row[0].split()[0] for row in CATALOGUE_EDITS]
)
def test_a_mistake_in_the_examples_is_told_with_its_line(before: str, after: str, message_code: str) -> None:
    text = OFFERINGS.read_text(encoding="utf-8")
    assert before in text
    with pytest.raises(BadInput) as refused:
        read_catalogue(text.replace(before, after, 1))
    (problem,) = refused.value.problems
    assert problem.message_code == message_code
    assert problem.place.row
    assert sentence(problem)
