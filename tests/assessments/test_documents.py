"""Profiles on paper: what stands on them, and that they are PDF which a screen reader can follow."""

import io
import re
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from fagkompas.assessments import documents
from fagkompas.assessments.attention import needs_attention
from fagkompas.assessments.documents import OrganisationSheet, PersonSheet, UnitSheet, organisation_pdf, person_pdf
from fagkompas.assessments.report import Report, report_of
from fagkompas.assessments.workbooks.reading import read_ratings
from fagkompas.engine.framework import columns
from fagkompas.engine.scales import Mode
from fagkompas.engine.units import Need
from fagkompas.frameworks.files import framework_for_codes, shipped
from tests.toolkit.test_documents import objects

MADE_ON = date(2026, 11, 22)
CODES = columns(shipped("faglighed-2025").to_engine(), Mode.SCREENING)


def ratings(values: dict[str, dict[str, int]], unit: str = "Testkommune / Nord") -> Report:
    """The report of people who rate themselves by field; a field that is not named is open."""
    lines = ["medarbejder;navn;enhed;vurderet af;kompetence;værdi"]
    for name, fields in values.items():
        lines.append(f"{name};{name};{unit};;;")
        lines += [f"{name};;;selv;{code};{fields[code[:2]]}" for code in CODES if code[:2] in fields]
    source = io.BytesIO("\n".join(lines).encode())
    return report_of(read_ratings(source, name="f.csv", find_framework=framework_for_codes))


def person_sheet(report: Report, place: int = 0, **more: Any) -> PersonSheet:
    frame, person = report.ratings.framework, report.ratings.people[place]
    usual = {
        "name": person.name,
        "unit_path": person.unit_path,
        "profile": report.profiles[place],
        "framework": frame.to_engine(),
        "texts": frame.texts("da"),
        "made_on": MADE_ON,
    }
    return PersonSheet(**{**usual, **more})


def organisation_sheet(report: Report, needs: tuple[Need, ...] = ()) -> OrganisationSheet:
    frame = report.ratings.framework
    return OrganisationSheet(
        units=tuple(UnitSheet(path=" / ".join(unit.path), figures=unit, needs=needs) for unit in report.units),
        framework=frame.to_engine(),
        texts=frame.texts("da"),
        mode=report.ratings.mode,
        made_on=MADE_ON,
    )


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The page that a document is set from, instead of the document."""
    pages: list[str] = []

    def keep(template: str, context: dict[str, Any]) -> bytes:
        pages.append(render_to_string(template, context))
        return b""

    monkeypatch.setattr(documents, "pdf", keep)
    return pages


class Reader(HTMLParser):
    """The words of a page as they are read, without its figures; and its headings."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.headings: list[str] = []
        self.in_figure = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.in_figure |= tag == "svg"
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "svg":
            self.in_figure = False

    def handle_data(self, data: str) -> None:
        if not self.in_figure and data.strip():
            self.words.append(" ".join(data.split()))


def text(page: str) -> str:
    return " ".join(Reader(page).words)


MIXED = {"Bo": {"AU": 4, "LM": 2, "IT": 1, "BM": 0}}


def test_a_person_s_profile(shown: list[str]) -> None:
    with translation.override("en"):
        person_pdf(person_sheet(ratings(MIXED)))
    words = text(shown[0])
    assert "Bo" in words
    assert "22 November 2026" in words
    # AU is specialised and LM basic; IT (25) and BM (0) are developing, the lowest first; the rest is unknown.
    assert re.search(
        r"Strengths .*Arbejdsmarked & Uddannelse Specialised .*Lov & Myndighed Basic .*Room to grow", words
    )
    assert re.search(r"Room to grow Borgernære Metoder & Virkning Developing .* IT & Digital Developing", words)
    assert "The three dimensions are equally high. Begin for example with the practical one." in words
    assert "Sidemandsoplæring" not in words  # the learning forms are in the reader's language too
    assert "Side-by-side training" in words
    # Scores, shares and dimensions as in the profile, a dash where there is none.
    assert "Lov & Myndighed Basic 50.0 100% 50.0 0% 50 50 50" in words
    assert "Netværk & Facilitering Unknown – 0% – 0% – – –" in words
    assert "never for pay or dismissal" in words
    assert "Framework faglighed-2025, version 1 · rules 1.0" in words
    assert shown[0].count("<svg") == 2


def test_what_a_person_who_has_answered_nothing_gets(shown: list[str]) -> None:
    with translation.override("en"):
        person_pdf(person_sheet(ratings({"Bo": {}, "Carla": {"AU": 1}})))
        person_pdf(person_sheet(ratings({"Bo": {}, "Carla": {"AU": 1}}), 1))
    assert "Too few answers to name any." in text(shown[0])
    assert "No field lags behind, or there are too few answers to say." in text(shown[0])
    assert "No field has reached the basic level yet. Furthest along is: Arbejdsmarked & Uddannelse" in text(shown[1])


def test_names_cannot_change_the_page(shown: list[str]) -> None:
    person_pdf(person_sheet(ratings(MIXED), name="<script>Bo</script>", unit_path="<b>Nord</b>"))
    assert "<script>" not in shown[0]
    assert "<b>" not in shown[0]


def test_the_unit_s_line_is_drawn_only_when_it_is_handed_over(shown: list[str]) -> None:
    many = ratings({f"P{n}": {"AU": 3} for n in range(5)})
    with translation.override("en"):
        person_pdf(person_sheet(many))
        person_pdf(person_sheet(many, unit=many.units[0]))
    assert "the unit" not in shown[0]
    assert "the unit" in shown[1]


def test_an_organisation_with_its_units(shown: list[str]) -> None:
    with translation.override("en"):
        organisation_pdf(organisation_sheet(ratings({f"P{n}": {"AU": 4, "LM": n % 5} for n in range(10)})))
    words = text(shown[0])
    assert "Competence profile: Testkommune" in words
    assert "10 people · 10 have rated themselves" in words
    # LM: two each of 0, 1, 2, 3 and 4; those with 2 or more master basic (6 of 10), those with 3 or 4 also specialised.
    assert "Lov & Myndighed: 6 of 10 at basic level" in words
    assert "Arbejdsmarked & Uddannelse:" not in words
    assert "Lov & Myndighed 0 4 2 0 4 50.0 50.0 50.0 50.0 50.0" in words
    assert "IT & Digital hidden, too few people" in words
    assert "Testkommune / Nord 10 shown" in words


def test_a_small_organisation_is_told_why_there_are_no_figures(shown: list[str]) -> None:
    with translation.override("en"):
        organisation_pdf(organisation_sheet(ratings(MIXED)))
    words = text(shown[0])
    assert "Figures that rest on fewer than 5 people are hidden" in words
    assert "The group is too small for its figures to be shown." in words
    assert "hidden, the group is too small" in words
    assert "<svg" not in shown[0]


@pytest.mark.parametrize("mode", ["person", "organisation"])
def test_headings_come_in_order(shown: list[str], mode: str) -> None:
    report = ratings({f"P{n}": MIXED["Bo"] for n in range(6)})
    _made = person_pdf(person_sheet(report)) if mode == "person" else organisation_pdf(organisation_sheet(report))
    levels = [int(heading[1]) for heading in Reader(shown[0]).headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_documents_are_tagged_pdf_with_figures_as_vectors() -> None:
    report = ratings({f"P{n}": MIXED["Bo"] for n in range(5)})
    for made in (person_pdf(person_sheet(report)), organisation_pdf(organisation_sheet(report))):
        found = objects(made)
        assert b"pdfuaid" in found
        assert b"/StructTreeRoot" in found
        assert b"/Figure" in found
        headings = re.findall(rb"/S /TH\b.*?>>", found, re.DOTALL)
        assert headings
        assert len(re.findall(rb"/Scope /(?:Column|Row)", found)) == len(headings)
        assert b"/Scope /Column" in found
        assert b"/Scope /Row" in found
        assert len(re.findall(rb"/S /Figure\b", found)) == len(re.findall(rb"/Alt ", found))
        assert b"/DisplayDocTitle true" in found
        assert b"/Subtype /Image" not in found
        assert re.search(rb"/Lang \(?.{0,4}da", found)


# What needs attention


def test_what_needs_attention_in_words() -> None:
    # AU: everybody specialised. LM: one specialised, four basic. IT: nobody more than developing.
    people = {f"P{n}": {"AU": 4, "LM": 4 if n == 0 else 2, "IT": 1} for n in range(5)}
    report = ratings(people)
    frame = report.ratings.framework
    with translation.override("en"):
        found = needs_attention(frame.to_engine(), report.units[0], frame.texts("en"))
        assert [(item.gap.field, item.says) for item in found] == [
            ("IT", "no specialist, 0 of 5 at basic level"),
            ("LM", "only one specialist, on whom everything depends"),
        ]
        wanted = (
            Need(field="LM", specialists=3),
            Need(field="AU", specialists=6, weight=3),
            Need(field="IT", specialists=2),
        )
        found = needs_attention(frame.to_engine(), report.units[0], frame.texts("en"), wanted)
        assert [(item.gap.field, item.says) for item in found] == [
            ("IT", "no specialist where 2 are needed, 0 of 5 at basic level"),
            ("LM", "1 specialist where 3 are needed"),
            ("AU", "5 specialists where 6 are needed"),
        ]
