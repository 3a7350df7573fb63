"""Catalogue files: read whatever they hold, told by row and column, saved only when somebody says so."""

import io
from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.catalogue.actions import imports, offerings
from fagkompas.catalogue.models import CatalogueImport, Offering, Session
from fagkompas.catalogue.uploading import CheckedCatalogue, check_catalogue, read_catalogue_file
from fagkompas.catalogue.wording import sentence
from fagkompas.catalogue.workbooks import OFFERINGS, SESSIONS, offerings_table, sessions_table, template_tables
from fagkompas.engine.errors import BadInput, Problem
from fagkompas.toolkit.together import ChangedMeanwhile
from fagkompas.toolkit.workbooks import Column, Table, csv_bytes, new_workbook, open_workbook, workbook_bytes
from tests.catalogue.making import GOOD_CSV, make_examples, make_offering, make_session, make_waiting, today
from tests.people import People

ClientFor = Callable[[Employee], Client]

HEAD = "kode;titel;form;dimensioner;udbyder;timer;pris pr. plads;mindst;højst;løfter;forudsætter;intern\n"
GOOD = ";Skriv klart;Kursus;praktisk;Eget hus;7;1.200;4;12;LM-G1:1:3 | LM-G2:0,5:2;;ja\n"


def checked(people: People, text: str | bytes, name: str = "katalog.csv") -> CheckedCatalogue:
    content = text.encode() if isinstance(text, str) else text
    read = read_catalogue_file(io.BytesIO(content), name=name)
    rows, problems = read.as_json()
    assert type(read).from_json(rows, problems) == read
    return check_catalogue(read, root_id=people.testkommune.pk, today=today())


def told(problems: Sequence[Problem]) -> list[tuple[int | None, str | None, str]]:
    """Row, column and what; each with a whole sentence."""
    for problem in problems:
        assert sentence(problem)
        assert "%(" not in sentence(problem)
    return [(problem.place.row, problem.place.column, problem.message_code) for problem in problems]


def book(**sheets: list[list[object]]) -> bytes:
    """A workbook with these sheets."""
    tables = [
        Table(name=name, columns=tuple(Column(heading=str(heading)) for heading in rows[0]), rows=rows[1:])  # type: ignore[arg-type]  # cells
        for name, rows in sheets.items()
    ]
    return workbook_bytes(tables)


def test_a_good_row_is_read_with_danish_numbers(people: People) -> None:
    found = checked(people, HEAD + GOOD)
    assert not told(found.problems)
    (row,) = found.offerings
    facts = row.facts
    assert (facts.form, facts.dimensions, facts.price_per_seat, facts.internal) == (
        "course",
        ("practical",),
        1200,
        True,
    )
    assert [(lift.code, float(lift.lift), lift.up_to) for lift in facts.lifts] == [("LM-G1", 1.0, 3), ("LM-G2", 0.5, 2)]
    assert (found.created, found.changed, found.planned, found.unchanged) == (1, 0, 0, 0)


def row(**changes: str) -> str:
    """The good row with other cells."""
    names = HEAD.strip().split(";")
    cells = dict(zip(names, GOOD.strip().split(";"), strict=True)) | {
        name.replace("_", " "): text for name, text in changes.items()
    }
    return ";".join(cells[name] for name in names) + "\n"


MISTAKES = [
    ({"titel": ""}, "titel", "title_missing"),
    ({"form": "Kaffemøde"}, "form", "form_unknown"),
    ({"form": ""}, "form", "form_unknown"),
    ({"dimensioner": ""}, "dimensioner", "dimension_missing"),
    ({"dimensioner": "praktisk | magisk"}, "dimensioner", "dimension_unknown"),
    ({"udbyder": ""}, "udbyder", "provider_missing"),
    ({"timer": ""}, "timer", "hours_missing"),
    ({"timer": "-7"}, "timer", "hours_out_of_range"),
    ({"timer": "syv"}, "timer", "not_a_number"),
    ({"timer": "1e3"}, "timer", "not_a_number"),
    ({"timer": "99999999"}, "timer", "hours_out_of_range"),
    ({"pris pr. plads": ""}, "pris pr. plads", "price_missing"),
    ({"pris pr. plads": "-100"}, "pris pr. plads", "price_out_of_range"),
    ({"pris pr. plads": "900000000000000"}, "pris pr. plads", "price_out_of_range"),
    ({"pris pr. plads": "9" * 40}, "pris pr. plads", "not_a_number"),
    ({"pris pr. plads": "12,50"}, "pris pr. plads", "not_a_number"),
    ({"mindst": "0"}, "mindst", "seats_out_of_range"),
    ({"mindst": "13"}, "højst", "most_below_least"),
    ({"intern": "måske"}, "intern", "not_yes_or_no"),
    ({"løfter": "LM-G1"}, "løfter", "not_a_lift"),
    ({"løfter": "XX-G1:1:3"}, "løfter", "competency_unknown"),
    ({"løfter": "LM-G1:1:3 | LM-G1:2:3"}, "løfter", "competency_twice"),
    ({"løfter": "LM-G1:9:3"}, "løfter", "lift_out_of_range"),
    ({"forudsætter": "findes-ikke"}, "forudsætter", "prerequisite_unknown"),
    ({"kode": "Ikke en kode"}, "kode", "code_bad"),
    ({"udbyder": "Ring til 010190-1234"}, "udbyder", "cpr_number"),
]


@pytest.mark.parametrize(
    ("changes", "column", "code"), MISTAKES, ids=[f"{code}-{n}" for n, (_c, _k, code) in enumerate(MISTAKES)]
)
def test_each_wrong_cell_is_told_by_row_and_column(
    people: People, changes: dict[str, str], column: str, code: str
) -> None:
    found = checked(people, HEAD + GOOD.replace("Skriv klart", "En god") + row(**changes))
    assert told(found.problems) == [(3, column, code)]
    assert "0190" not in found.problems[0].found
    assert [one.name for one in found.offerings] == ["En god"]


def test_everything_wrong_in_a_row_is_told_at_once(people: People) -> None:
    wrong = {"timer": "syv", "form": "Foredrag", "pris pr. plads": "9999999999999", "forudsætter": "bedre"}
    found = checked(people, HEAD + row(**wrong) + row(kode="bedre", titel="En god"))
    assert sorted(told(found.problems)) == [
        (2, "form", "form_unknown"),
        (2, "pris pr. plads", "price_out_of_range"),
        (2, "timer", "not_a_number"),
    ]


def test_half_the_rows_wrong_the_others_can_be_saved_and_nothing_is_before(people: People) -> None:
    lines = [row(titel=f"Tilbud {n}", timer="x" if n % 2 else "7") for n in range(10)]
    found = checked(people, HEAD + "".join(lines))
    assert [where for where, _column, _code in told(found.problems)] == [3, 5, 7, 9, 11]
    assert found.created == 5
    assert not Offering.objects.exists()


def test_rows_that_stand_twice_and_titles_that_are_there_already(people: People) -> None:
    make_offering(people, title_da="Lov for nye")
    text = (
        HEAD
        + row(titel="lov FOR nye")
        + row(titel="Ny")
        + row(titel="Ny")
        + row(kode="lov-for-nye")
        + row(kode="lov-for-nye")
    )
    found = checked(people, text)
    assert told(found.problems) == [
        (2, "titel", "offering_there_already"),
        (4, "titel", "row_twice"),
        (6, "kode", "row_twice"),
    ]
    assert "lov-for-nye" in sentence(found.problems[0])


def test_a_new_title_never_takes_the_code_of_another(people: People) -> None:
    make_offering(people, title_da="Lov for nye")
    found = checked(people, HEAD + row(titel="Lov, for nye!") + row(titel="Lov for: nye"))
    assert not told(found.problems)
    assert [one.code for one in found.offerings] == ["lov-for-nye-2", "lov-for-nye-3"]
    kept = imports.keep_file(author=people.dorte, file_name="k.csv", rows=[], problems=[], now=timezone.now())
    imports.save_file(checked=found, kept=kept, today=today(), by=people.dorte)
    assert list(Offering.objects.order_by("code").values_list("code", "title_da")) == [
        ("lov-for-nye", "Lov for nye"),
        ("lov-for-nye-2", "Lov, for nye!"),
        ("lov-for-nye-3", "Lov for: nye"),
    ]


def test_what_is_asked_for_may_stand_further_down_but_not_in_a_circle(people: People) -> None:
    text = HEAD + row(kode="to", titel="To", forudsætter="et") + row(kode="et", titel="Et")
    found = checked(people, text)
    assert not told(found.problems)
    circle = HEAD + row(kode="a", titel="A", forudsætter="b") + row(kode="b", titel="B", forudsætter="a")
    assert {code for _row, _column, code in told(checked(people, circle).problems)} == {"prerequisite_of_itself"}
    faulty = HEAD + row(kode="to", titel="To", forudsætter="et") + row(kode="et", titel="Et", timer="")
    assert told(checked(people, faulty).problems) == [
        (2, "forudsætter", "prerequisite_unknown"),
        (3, "timer", "hours_missing"),
    ]


def test_a_column_left_out_stays_and_an_empty_cell_empties(people: People) -> None:
    make_offering(people, title_da="Lov for nye")
    found = checked(people, "kode;titel;beskrivelse;timer\nlov-for-nye;Lov for nye;;9\n")
    (one,) = found.offerings
    assert (one.facts.description_da, float(one.facts.hours or 0), one.facts.price_per_seat) == ("", 9, 1200)
    assert one.changes == ("beskrivelse", "timer")
    assert len(one.facts.lifts) == 1


def day(ahead: int) -> str:
    return (today() + timedelta(days=ahead)).isoformat()


SESSION_MISTAKES = [
    ({"tilbud": "findes-ikke"}, "tilbud", "offering_unknown"),
    ({"dage": ""}, "dage", "meeting_missing"),
    ({"dage": "i morgen kl. 9"}, "dage", "not_a_meeting"),
    ({"dage": "2027-02-30 09:00-15:00"}, "dage", "not_a_meeting"),
    ({"dage": f"{day(-2)} 09:00-15:00"}, "dage", "session_in_past"),
    ({"dage": f"{day(9)} 15:00-09:00"}, "dage", "meeting_ends_before_it_starts"),
    ({"dage": f"{day(9)} 25:00-26:00"}, "dage", "not_a_meeting"),
    ({"sted": ""}, "sted", "place_missing"),
    ({"tilmelding senest": "snart"}, "tilmelding senest", "not_a_day"),
    ({"tilmelding senest": day(30)}, "tilmelding senest", "enrolment_after_start"),
    ({"højst": "2"}, "højst", "most_below_least"),
    ({"online": "nok"}, "online", "not_yes_or_no"),
]


def session_row(**changes: str) -> str:
    cells = {
        "tilbud": "lov-for-nye",
        "dage": f"{day(9)} 09:00-15:30",
        "sted": "Lokale 1",
        "online": "",
        "mindst": "",
        "højst": "",
        "tilmelding senest": "",
    }
    return ";".join((cells | changes).values()) + "\n"


SESSION_HEAD = "tilbud;dage;sted;online;mindst;højst;tilmelding senest\n"


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    SESSION_MISTAKES,
    ids=[f"{code}-{n}" for n, (_c, _k, code) in enumerate(SESSION_MISTAKES)],
)
def test_each_wrong_session_is_told_by_row_and_column(
    people: People, changes: dict[str, str], column: str, code: str
) -> None:
    make_offering(people)
    found = checked(people, SESSION_HEAD + session_row(**changes))
    assert (2, column, code) in told(found.problems)
    assert not found.sessions


def test_sessions_take_seats_from_their_offering_and_are_not_planned_twice(people: People) -> None:
    offering = make_offering(people)
    make_session(people, offering, days=9)
    new = session_row(tilbud="Lov for nye", dage=f"{day(20)} 9.00-15.30 | {day(27)} 09:00-12:00")
    same = session_row()
    other = session_row(sted="Lokale 2")
    found = checked(people, SESSION_HEAD + new + same + other + new)
    assert told(found.problems) == [(4, "dage", "row_twice"), (5, "dage", "row_twice")]
    assert [(one.is_new, one.facts.most_seats) for one in found.sessions] == [(True, 10), (False, 10)]
    assert (found.planned, found.unchanged) == (1, 1)


WITH_NUMBER = "hold;" + SESSION_HEAD


def save(people: People, found: CheckedCatalogue) -> imports.SavedCatalogue:
    kept = imports.keep_file(author=people.dorte, file_name="k.csv", rows=[], problems=[], now=timezone.now())
    return imports.save_file(checked=found, kept=kept, today=today(), by=people.dorte)


def test_a_session_is_found_by_its_number_and_gets_other_days_and_seats(people: People) -> None:
    session = make_session(people, days=9)
    row = session_row(dage=f"{day(12)} 10:00-12:00", højst="6", mindst="4")
    found = checked(people, WITH_NUMBER + f"{session.uuid};{row}")
    assert not told(found.problems)
    assert found.sessions[0].changes == (f"dage: {day(9)} 09:00-15:30 → {day(12)} 10:00-12:00", "højst: 10 → 6")
    assert (found.planned, found.altered, found.unchanged) == (0, 1, 0)
    session.refresh_from_db()
    assert session.most_seats == 10
    assert save(people, found).altered == 1
    session = Session.objects.get()
    assert (session.starts_on.isoformat(), session.most_seats, session.revision) == (day(12), 6, 1)


def test_without_a_number_the_offering_and_the_first_day_find_it(people: People) -> None:
    make_session(people, days=9, enrol_by=today() + timedelta(days=2))
    found = checked(people, f"tilbud;dage;sted\nlov-for-nye;{day(9)} 09:00-15:30;Lokale 2\n")
    assert not told(found.problems)
    assert found.sessions[0].changes == ("sted: Lokale 1 → Lokale 2",)
    save(people, found)
    assert Session.objects.get().enrol_by == today() + timedelta(days=2)


def test_a_session_never_shrinks_under_those_who_have_a_seat_row_by_row(people: People) -> None:
    session = make_session(people, days=9)
    other = make_session(people, session.offering, days=10)
    Session.objects.filter(pk=session.pk).update(seats_taken=5, seats_promised=1)
    rows = (
        f"{session.uuid};{session_row(højst='5')}{other.uuid};{session_row(dage=f'{day(10)} 09:00-15:30', højst='5')}"
    )
    found = checked(people, WITH_NUMBER + rows)
    assert told(found.problems) == [(2, "højst", "seats_below_taken")]
    assert "5 er optaget og 1 lovet" in sentence(found.problems[0])
    assert [one.changes for one in found.sessions] == [("højst: 10 → 5",)]
    save(people, found)
    assert list(Session.objects.order_by("starts_on").values_list("most_seats", flat=True)) == [10, 5]


def test_a_number_that_is_none_or_of_another_offering_is_told(people: People) -> None:
    offering = make_offering(people)
    session = make_session(people, make_offering(people, title_da="Andet"), days=9)
    begun = make_session(people, offering, days=9)
    Session.objects.filter(pk=begun.pk).update(starts_on=today() - timedelta(days=1))
    rows = "".join(f"{number};{session_row()}" for number in ("x", session.uuid, begun.uuid))
    assert told(checked(people, WITH_NUMBER + rows).problems) == [
        (2, "hold", "session_unknown"),
        (3, "tilbud", "session_of_another_offering"),
        (4, "hold", "session_unknown"),
    ]


def test_two_on_the_same_day_need_the_number(people: People) -> None:
    first = make_session(people, days=9)
    make_session(people, first.offering, days=9)
    assert told(checked(people, SESSION_HEAD + session_row()).problems) == [(2, "hold", "session_which")]
    found = checked(people, WITH_NUMBER + f"{first.uuid};{session_row(sted='Lokale 9')}")
    assert (told(found.problems), found.altered) == ([], 1)


def test_a_session_that_somebody_changed_since_it_was_checked_is_not_overwritten(people: People) -> None:
    session = make_session(people, days=9)
    found = checked(people, WITH_NUMBER + f"{session.uuid};{session_row(sted='Lokale 9')}")
    Session.objects.update(revision=1)
    with pytest.raises(ChangedMeanwhile):
        save(people, found)
    assert Session.objects.get().place == "Lokale 1"


def test_checking_sessions_asks_no_more_of_the_database_with_more_rows(people: People) -> None:
    offering = make_offering(people)

    def queries(count: int) -> int:
        for number in range(count):
            make_session(people, offering, days=100 + Session.objects.count() + number)
        rows = "".join(
            f"{one.uuid};{session_row(dage=f'{one.starts_on.isoformat()} 09:00-15:30', sted='Sal')}"
            for one in Session.objects.order_by("pk")
        )
        with CaptureQueriesContext(connection) as captured:
            assert checked(people, WITH_NUMBER + rows).altered == Session.objects.count()
        return len(captured)

    assert queries(1) == queries(8)


def test_a_session_may_be_of_an_offering_that_the_file_brings(people: People) -> None:
    content = book(
        Tilbud=[
            ["titel", "form", "dimensioner", "udbyder", "timer", "pris pr. plads"],
            ["Ny", "Workshop", "praktisk", "Os", 6.5, 0],
        ],
        Hold=[["tilbud", "dage", "online"], ["Ny", f"{day(5)} 09:00-12:00", "ja"]],
        Noter=[["hvad som helst"], ["ses ikke"]],
    )
    found = checked(people, content, "katalog.xlsx")
    assert not told(found.problems)
    kept = imports.keep_file(author=people.dorte, file_name="k.xlsx", rows=[], problems=[], now=timezone.now())
    saved = imports.save_file(checked=found, kept=kept, today=today(), by=people.dorte)
    assert (saved.created, saved.planned) == (1, 1)
    session = Session.objects.select_related("offering").get()
    assert (session.offering.title_da, float(session.offering.hours), session.is_online) == ("Ny", 6.5, True)
    assert not CatalogueImport.objects.exists()


def test_formulas_and_errors_are_never_values(people: People) -> None:
    target = io.BytesIO()
    with new_workbook(target) as workbook:
        sheet = workbook.add_worksheet("Tilbud")
        for column, heading in enumerate(("titel", "timer")):
            sheet.write_string(0, column, heading)
        sheet.write_string(1, 0, "Ny")
        sheet.write_formula(1, 1, "=3+4")
    found = checked(people, target.getvalue(), "k.xlsx")
    assert told(found.problems) == [(2, "timer", "formula")]
    assert not found.offerings


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"\x00\x01\x02", "not_a_workbook"),
        ("titel;form\nÆ;b\n".encode("latin-1"), "not_utf8"),
        (b"navn;alder\nBo;40\n", "table_of_neither"),
        (b"titel;form\n", "no_rows"),
        (b"PK\x03\x04 not a zip", "not_a_workbook"),
        (("titel\n" + "x\n" * 2001).encode(), "too_many_rows"),
    ],
)
def test_what_is_no_catalogue_gets_one_sentence(content: bytes, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_catalogue_file(io.BytesIO(content), name="fil")
    assert [problem.message_code for problem in refused.value.problems] == [code]
    assert sentence(refused.value.problems[0])


def test_a_workbook_without_our_sheets_gets_one_sentence() -> None:
    with pytest.raises(BadInput) as refused:
        read_catalogue_file(io.BytesIO(book(Ark1=[["titel"], ["x"]])), name="k.xlsx")
    assert [problem.message_code for problem in refused.value.problems] == ["no_known_sheet"]
    with pytest.raises(BadInput) as refused:
        read_catalogue_file(io.BytesIO(workbook_bytes(template_tables(["Kursus"]))), name="skabelon.xlsx")
    assert [problem.message_code for problem in refused.value.problems] == ["no_rows"]


def test_odd_headings_are_told_and_the_rest_is_read(people: People) -> None:
    found = checked(
        people, "Titel ;form;dimensioner;udbyder;timer;pris pr. plads;farve\nNy;kursus;praktisk;Os;7;0;blå\n"
    )
    assert told(found.problems) == [(1, "farve", "unknown_column")]
    assert found.created == 1
    found = checked(people, book(Tilbud=[["form"], ["Kursus"]]), "k.xlsx")
    assert told(found.problems) == [(1, "titel", "missing_column")]


def test_what_is_taken_out_is_read_back_without_a_change(people: People) -> None:
    examples = make_examples()
    for one in list(examples.values())[:12]:
        offerings.take_over(example=one, root=people.testkommune, by=people.dorte)
    own = Offering.objects.of_root(people.testkommune.pk)
    make_session(people, own.first(), days=12, enrol_by=today() + timedelta(days=3), is_joint=True)
    rows = own.select_related("form", "programme").prefetch_related("lifts", "prerequisites").order_by("pk")
    held = Session.objects.select_related("offering").prefetch_related("meetings").order_by("pk")
    content = workbook_bytes([offerings_table(rows), sessions_table(held)])
    found = checked(people, content, "katalog.xlsx")
    assert not told(found.problems)
    assert (found.unchanged, found.created + found.changed + found.planned + found.altered) == (13, 0)
    again = checked(people, csv_bytes(offerings_table(rows)))
    assert (told(again.problems), again.unchanged) == ([], 12)


def test_the_template_has_every_heading_and_says_what_to_write() -> None:
    with open_workbook(io.BytesIO(workbook_bytes(template_tables(["Kursus"]))), name="s.xlsx") as workbook:
        sheets = {sheet.name: list(sheet.rows()) for sheet in workbook.sheets}
    assert set(sheets) == {OFFERINGS, SESSIONS, "Vejledning"}
    explained = {str(line.cells[1]) for line in sheets["Vejledning"][1:]}
    headings = {str(cell) for name in (OFFERINGS, SESSIONS) for cell in sheets[name][0].cells}
    assert explained == headings
    assert {"titel", "løfter", "dage", "tilmelding senest"} <= headings


def test_checking_asks_no_more_of_the_database_with_more_rows(people: People) -> None:

    def queries(count: int) -> int:
        text = HEAD + "".join(row(titel=f"T{n}") for n in range(count))
        with CaptureQueriesContext(connection) as captured:
            checked(people, text)
        return len(captured)

    assert queries(2) == queries(60)


# Pages


def upload(client: Client, content: bytes, name: str = "katalog.csv") -> str:
    file = io.BytesIO(content)
    file.name = name
    response = client.post(reverse("catalogue:upload"), {"file": file})
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


def test_a_file_is_previewed_and_saved_when_somebody_says_so(people: People, client_for: ClientFor) -> None:
    client = client_for(people.dorte)
    preview = upload(client, (HEAD + GOOD + row(titel="Forkert", timer="mange")).encode())
    page = client.get(preview).content.decode()
    for words in ("1 tilbud er nyt", "1 problem", "Skriv klart", "timer", "mange", "er ikke et tal"):
        assert words in page
    assert not Offering.objects.exists()
    response = client.post(f"{preview}gem/", follow=True)
    assert "1 tilbud er tilføjet" in response.content.decode()
    offering = Offering.objects.get()
    assert (offering.title_da, offering.root, offering.lifts.count()) == ("Skriv klart", people.testkommune, 2)
    assert client.get(preview).status_code == 404


def test_a_file_that_cannot_be_read_says_so_at_the_field(people: People, client_for: ClientFor) -> None:
    file = io.BytesIO(b"navn;alder\nBo;40\n")
    file.name = "forkert.csv"
    response = client_for(people.dorte).post(reverse("catalogue:upload"), {"file": file})
    assert response.status_code == 422
    assert "Det er ikke en liste over tilbud eller hold" in response.content.decode()
    assert client_for(people.dorte).post(reverse("catalogue:upload"), {}).status_code == 422


def test_a_newer_file_takes_the_place_of_the_one_before_and_nobody_else_sees_it(
    people: People, client_for: ClientFor
) -> None:
    first = make_waiting(people)
    second = make_waiting(people)
    assert list(CatalogueImport.objects.order_by("pk")) == [second]
    client = client_for(people.dorte)
    assert client.get(reverse("catalogue:preview", args=[first.uuid])).status_code == 404
    assert client.get(reverse("catalogue:preview", args=[second.uuid])).status_code == 200
    CatalogueImport.objects.update(read_at=timezone.now() - timedelta(hours=1, minutes=1))
    assert client.get(reverse("catalogue:preview", args=[second.uuid])).status_code == 404


def test_something_changed_between_preview_and_save_is_told_and_nothing_is_half_saved(
    people: People, client_for: ClientFor
) -> None:
    kept = make_waiting(people, GOOD_CSV)
    client = client_for(people.dorte)
    make_offering(people, title_da="Skriv klart")
    response = client.post(reverse("catalogue:save", args=[kept.uuid]), follow=True)
    assert response.status_code == 200
    assert Offering.objects.count() == 1
    page = client.get(reverse("catalogue:preview", args=[kept.uuid]))
    assert page.status_code in {200, 404}


def test_files_that_nobody_saved_are_deleted(people: People) -> None:
    make_waiting(people)
    (line,) = imports.retention(today=today(), dry_run=False)
    assert line.rows == 0
    CatalogueImport.objects.update(read_at=timezone.now() - timedelta(hours=2))
    (line,) = imports.retention(today=today(), dry_run=True)
    assert (line.rows, CatalogueImport.objects.count()) == (1, 1)
    (line,) = imports.retention(today=today(), dry_run=False)
    assert (line.rows, CatalogueImport.objects.count()) == (1, 0)


def test_prerequisites_that_change_direction_are_saved_whatever_row_comes_first(people: People) -> None:
    bee = make_offering(people, title_da="Bee")
    aye = make_offering(people, title_da="Aye", prerequisites=(bee.code,))
    found = checked(
        people,
        HEAD + row(kode="bee", titel="Bee", forudsætter="aye") + row(kode="aye", titel="Aye", forudsætter=""),
    )
    assert (told(found.problems), found.changed) == ([], 2)
    kept = imports.keep_file(author=people.dorte, file_name="x.csv", rows=[], problems=[], now=timezone.now())
    imports.save_file(checked=found, kept=kept, today=today(), by=people.dorte)
    assert [one.code for one in bee.prerequisites.all()] == ["aye"]
    assert not aye.prerequisites.exists()
