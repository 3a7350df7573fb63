"""What is made of a plan's content: the four fields as plain text, differences between versions, evidence for a track."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from fagkompas.casework.evidence import legs_of
from fagkompas.casework.models import DemandNote, Track
from fagkompas.casework.plan_content import (
    ActivityContent,
    AgreementContent,
    ConsiderationContent,
    DemandContent,
    PlanContent,
    TrackContent,
    as_text,
    content_from,
)
from fagkompas.casework.plan_copies import Field, copies, text_of
from fagkompas.casework.plan_differences import How, differences, words_between
from fagkompas.casework.pressure_test import QUESTIONS
from fagkompas.engine.scales import Demand, DemandSource, GoalKind

TRACK = TrackContent(
    key="a",
    name="lagermedarbejder",
    is_education=False,
    can="Har kørt truck i fire år.",
    wants="Vil være på benene.",
    needed="Lagrene ansætter.",
    skills=("Truck",),
    functions=("Plukke varer", "Pakke"),
    other_titles=("Terminalarbejder",),
    steps_first=("Forny truckcertifikatet",),
    demand=(
        DemandContent(
            level=Demand.HIGH,
            source=DemandSource.ADVERTS,
            source_text="14 opslag",
            on=date(2026, 11, 3),
            why_anyway="",
        ),
    ),
    strategy="Gå derhen om morgenen.",
    companies=("Nordlager",),
    apply_by=date(2026, 12, 1),
)
AGREEMENT = AgreementContent(
    key="g",
    what="Ring til to lagre.",
    measure="Skriver navnene ned",
    why="Det er mit næste skridt",
    who="citizen",
    due_on=date(2026, 11, 27),
    state="open",
    track="a",
)
ACTIVITY = ActivityContent(
    key="v",
    kind="placement",
    title="Praktik hos Nordlager",
    purpose="Prøve tempoet.",
    track="a",
    from_on=date(2026, 11, 9),
    to_on=date(2027, 1, 8),
    vitas_no="1234567",
    vitas_status="approved",
)
PLAN = PlanContent(
    goal_kind=GoalKind.JOB,
    goal="lagermedarbejder",
    reason="Jeg kan lide overblik.",
    description="Vi begynder med lagrene.",
    considerations=(ConsiderationContent(key="h", text="Må højst løfte 10 kg"),),
    fewer_tracks_reason="De andre kræver kørekort.",
    search_per_week=2,
    tracks=(TRACK,),
    agreements=(AGREEMENT, replace(AGREEMENT, key="h", what="Skriv cv'et færdigt", measure="", track="")),
    activities=(ACTIVITY,),
)

GOAL = """Et job: Lagermedarbejder

Begrundelse: Jeg kan lide overblik."""

DESCRIPTION = """Vi begynder med lagrene.

Jobspor 1: Lagermedarbejder
Du kan: Har kørt truck i fire år.
Du vil: Vil være på benene.
Der er brug for det: Lagrene ansætter.
Høj efterspørgsel: Stillingsopslag, 14 opslag (3. november 2026)
Opgaver: Plukke varer, Pakke
De samme opgaver findes hos: Terminalarbejder
Først: Forny truckcertifikatet
Sådan søger du: Gå derhen om morgenen.
Virksomheder først: Nordlager
Senest 1. december 2026

Derfor er der færre end tre jobspor: De andre kræver kørekort.

Det, arbejdet skal tage hensyn til, som du har godkendt det:
- Må højst løfte 10 kg"""

AGREEMENTS = """Job at søge om ugen: 2

For hele planen:
- Skriv cv'et færdigt. Senest 27. november 2026.

Lagermedarbejder:
- Ring til to lagre. Det er gjort, når: Skriver navnene ned. Senest 27. november 2026."""

ACTIVITIES = """Praktik hos Nordlager (Virksomhedspraktik), 9. november 2026 – 8. januar 2027
Formål: Prøve tempoet.
Jobspor: Lagermedarbejder
VITAS 1234567: Godkendt"""


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize(
    ("field", "text"),
    [
        (Field.GOAL, GOAL),
        (Field.DESCRIPTION, DESCRIPTION),
        (Field.AGREEMENTS, AGREEMENTS),
        (Field.ACTIVITIES, ACTIVITIES),
    ],
)
def test_each_field_is_copied_in_danish_whoever_reads(field: Field, text: str, language: str) -> None:
    with translation.override(language):
        assert text_of(PLAN, field) == text


def test_a_plan_with_nothing_in_it_copies_nothing() -> None:
    empty = replace(
        PLAN,
        goal="",
        reason="",
        description="",
        considerations=(),
        fewer_tracks_reason="",
        search_per_week=None,
        tracks=(),
        agreements=(),
        activities=(),
    )
    assert [one.text for one in copies(empty)] == ["", "", "", ""]


def test_no_search_requirement_is_said_as_nothing_and_zero_as_zero() -> None:
    assert "Job at søge om ugen: 0" in text_of(replace(PLAN, search_per_week=0), Field.AGREEMENTS)
    assert "Job at søge" not in text_of(replace(PLAN, search_per_week=None), Field.AGREEMENTS)


def test_a_version_is_read_as_it_was_written() -> None:
    assert content_from(as_text(PLAN)) == PLAN


# Differences


def told(before: PlanContent, after: PlanContent) -> list[tuple[str, str, str, str]]:
    """Each change: how, of what, its label, and the words with [out] and {in}."""
    with translation.override("da"):
        return [
            (
                change.how.value,
                change.thing,
                change.label,
                "".join(
                    f"[{piece.text}]" if piece.is_out else f"{{{piece.text}}}" if piece.is_in else piece.text
                    for piece in change.pieces
                ),
            )
            for part in differences(before, after)
            for change in part.changes
        ]


def test_the_same_plan_differs_in_nothing() -> None:
    assert differences(PLAN, content_from(as_text(PLAN))) == []


@pytest.mark.parametrize(
    ("after", "found"),
    [
        (replace(PLAN, goal="truckfører"), [("changed", "", "Mål", "[lagermedarbejder]{truckfører}")]),
        (
            replace(PLAN, description="Vi begynder med begge lagre."),
            [("changed", "", "Beskrivelse", "Vi begynder med [lagrene]{begge lagre}.")],
        ),
        (replace(PLAN, search_per_week=None), [("gone", "", "Job at søge om ugen", "[2]")]),
        (replace(PLAN, considerations=()), [("gone", "", "Hensyn", "[Må højst løfte 10 kg]")]),
        (
            replace(PLAN, tracks=(TRACK, replace(TRACK, key="b", name="chauffør"))),
            [("new", "", "", "{chauffør}")],
        ),
        (replace(PLAN, activities=()), [("gone", "", "", "[Praktik hos Nordlager]")]),
        (
            replace(PLAN, tracks=(replace(TRACK, functions=("Plukke varer", "Køre truck")),)),
            [("changed", "lagermedarbejder", "Opgaver", "Plukke varer\n[Pakke]{Køre truck}")],
        ),
        (
            replace(PLAN, activities=(replace(ACTIVITY, track=""),)),
            [("gone", "Praktik hos Nordlager", "Jobspor", "[lagermedarbejder]")],
        ),
    ],
)
def test_what_is_otherwise_is_told_by_its_words(after: PlanContent, found: list[tuple[str, str, str, str]]) -> None:
    assert told(PLAN, after) == found


def test_what_is_new_one_way_is_gone_the_other() -> None:
    after = replace(PLAN, tracks=(), activities=(), agreements=())
    there = [how for how, *_rest in told(PLAN, after)]
    back = [how for how, *_rest in told(after, PLAN)]
    assert set(there) == {How.GONE.value}
    assert set(back) == {How.NEW.value}
    assert len(there) == len(back)


@given(st.text("ab .,\n", max_size=40), st.text("ab .,\n", max_size=40))
def test_the_words_between_two_texts_hold_both(before: str, after: str) -> None:
    pieces = words_between(before, after)
    assert "".join(piece.text for piece in pieces if not piece.is_in) == before
    assert "".join(piece.text for piece in pieces if not piece.is_out) == after


def test_texts_with_little_in_common_are_shown_as_wholes() -> None:
    pieces = words_between("Vi begynder med lagrene i Nord.", "Først et kursus, derefter elevplads.")
    assert [(piece.text, piece.is_out, piece.is_in) for piece in pieces] == [
        ("Vi begynder med lagrene i Nord.", True, False),
        ("Først et kursus, derefter elevplads.", False, True),
    ]


# Evidence

TODAY = date(2026, 11, 20)
FULL = {
    "can": "Ja",
    "wants": "Ja",
    "needed": "Ja",
    "skills": ["Truck"],
    "functions": ["Pakke"],
    "pressure_test": {question.code: "Ja" for question in QUESTIONS},
}


def note(days_ago: int, source: DemandSource = DemandSource.ADVERTS) -> DemandNote:
    """Not saved."""
    return DemandNote(level=Demand.HIGH, source=source, on=TODAY - timedelta(days=days_ago))


@pytest.mark.parametrize(
    ("columns", "demand", "has_agreement", "says"),
    [
        ({}, [], False, ["0 af 3", "0 af 3", "0 af 3"]),
        (FULL, [note(1)], True, ["3 af 3", "3 af 3", "3 af 3"]),
        ({"can": "Ja"}, [], False, ["1 af 3", "0 af 3", "0 af 3"]),
        ({**FULL, "pressure_test": {"reach": "Ja"}}, [note(1)], True, ["3 af 3", "2 af 3", "3 af 3"]),
        (FULL, [note(30)], True, ["3 af 3", "3 af 3", "3 af 3"]),
        (FULL, [note(31)], True, ["3 af 3", "3 af 3", "2 af 3"]),
        (FULL, [note(31), note(200, DemandSource.BALANCE)], False, ["3 af 3", "2 af 3", "3 af 3"]),
        (FULL, [], True, ["3 af 3", "3 af 3", "1 af 3"]),
    ],
)
def test_pieces_of_evidence_are_counted(
    columns: dict[str, object], demand: list[DemandNote], has_agreement: bool, says: list[str]
) -> None:
    with translation.override("da"):
        legs = legs_of(Track(**columns), demand, has_agreement=has_agreement, today=TODAY)
        assert [leg.says.split(".")[0] for leg in legs] == says
        assert [leg.name for leg in legs] == ["Kan", "Vil", "Skal"]


def test_what_is_missing_is_named() -> None:
    with translation.override("da"):
        legs = legs_of(Track(can="Ja"), [], has_agreement=False, today=TODAY)
    assert legs[0].pieces[0].is_there
    with translation.override("da"):
        assert legs[0].says == "1 af 3. Mangler: kompetencer, opgaver"
