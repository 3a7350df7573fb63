"""The shared pieces of pages: what they draw, and that what people typed cannot become markup."""

import re
from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django import forms
from django.template import engines
from django.test import RequestFactory
from django.utils import timezone
from django.utils.translation import override

from fagkompas.toolkit.forms import DayField, Form
from fagkompas.toolkit.pages import Link, doc_url, file_name, saved_at, svg_response
from fagkompas.toolkit.timeline import TimelineEntry
from fagkompas.toolkit.today import TodayItem, grouped


def drawn(template: str, **context: object) -> str:
    """The template in English, for a request to /liste/."""
    request = RequestFactory().get("/liste/?tilstand=aaben&side=3")
    with override("en"):
        return engines["django"].from_string(template).render(context, request)


class Plain(Form):
    """A form with one of each."""

    name = forms.CharField(label="Name", help_text="In full", max_length=5)
    note = forms.CharField(label="Note", widget=forms.Textarea, max_length=20, required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    parts = forms.MultipleChoiceField(
        label="Parts", choices=[("x", "X"), ("y", "Y")], widget=forms.CheckboxSelectMultiple, required=False
    )
    unit = forms.ChoiceField(label="Unit", choices=[("1", "North")])
    agreed = forms.BooleanField(label="Agreed")
    day = DayField(label="Day", initial=date(2026, 11, 21))


def test_a_field_has_label_hint_and_control_tied_together() -> None:
    html = drawn("{% field form.name %}", form=Plain())
    assert '<label class="form-label" for="id_name">Name</label>' in html
    assert '<div class="form-hint" id="id_name-hint">In full</div>' in html
    assert 'class="form-input"' in html
    assert 'aria-describedby="id_name-hint"' in html
    assert "form-error" not in html


def test_a_field_with_an_error_says_so_in_words_and_to_screen_readers() -> None:
    html = drawn("{% field form.name %}", form=Plain({"name": "too long"}))
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_name-hint id_name-error"' in html
    assert 'id="id_name-error"><span class="sr-only">Error:' in html
    assert 'value="too long"' in html


def test_what_need_not_be_filled_in_says_so() -> None:
    assert "(optional)" in drawn("{% field form.note %}", form=Plain())
    assert "(optional)" not in drawn("{% field form.note mark_optional=False %}", form=Plain())
    assert "(optional)" not in drawn("{% field form.name %}", form=Plain())


def test_a_long_text_has_a_counter_and_is_not_cut() -> None:
    html = drawn("{% field form.note rows=7 %}", form=Plain())
    assert 'data-maxlength="20"' in html
    assert 'rows="7"' in html
    assert not re.search(r"<textarea[^>]*maxlength", html)


def test_radio_buttons_and_checkboxes_are_groups_with_what_was_chosen() -> None:
    form = Plain({"kind": "b", "parts": ["x"]})
    radios = drawn("{% field form.kind inline=True %}", form=form)
    assert '<legend class="form-label">Kind</legend>' in radios
    assert re.search(r'class="form-radio" id="id_kind_1" name="kind" value="b" checked', radios)
    assert not re.search(r'value="a" checked', radios)
    boxes = drawn("{% field form.parts %}", form=form)
    assert re.search(r'class="form-checkbox" id="id_parts_0" name="parts" value="x" checked', boxes)


def test_one_checkbox_a_select_and_a_day() -> None:
    form = Plain()
    assert 'class="form-checkbox"' in drawn("{% field form.agreed %}", form=form)
    assert 'class="form-select"' in drawn("{% field form.unit %}", form=form)
    day = drawn("{% field form.day %}", form=form)
    assert 'type="date"' in day
    assert 'value="2026-11-21"' in day


@pytest.mark.parametrize("typed", ["2026-11-21", "21-11-2026", "21.11.2026", "21/11/2026"])
def test_a_day_may_be_typed_in_several_ways(typed: str) -> None:
    assert DayField().clean(typed) == date(2026, 11, 21)


def test_an_amount_stands_beside_its_unit() -> None:
    html = drawn('{% field form.name suffix="kr." width="s" %}', form=Plain())
    assert '<div class="form-input-suffix" aria-hidden="true">kr.</div>' in html
    assert "form-input input-width-s" in html


def test_the_error_summary_leads_to_each_field() -> None:
    html = drawn("{% error_summary form %}", form=Plain({"name": "too long", "unit": "1", "agreed": "on"}))
    links = re.findall(r'href="#([^"]+)">([^<]+)<', html)
    assert [target for target, _words in links] == ["id_name", "id_kind_0", "id_day"]
    assert links[1][1] == "Choose one under “Kind”."
    assert "3 things need to be put right" in html
    page = drawn("{% fields form %}", form=Plain({"name": "too long", "unit": "1", "agreed": "on"}))
    assert all(f'id="{target}"' in page for target, _words in links)


def test_no_summary_without_problems() -> None:
    assert drawn("{% error_summary form %}", form=Plain()).strip() == ""


def test_problems_of_several_forms_stand_in_one_summary() -> None:
    first, second = Plain({}, prefix="one"), Plain({}, prefix="two")
    html = drawn("{% error_summary first second %}", first=first, second=second)
    assert "#id_one-name" in html
    assert "#id_two-name" in html
    assert html.count('role="alert"') == 1


NASTY = '<script>alert("1")</script>'


@pytest.mark.parametrize(
    "template",
    [
        "{% page_header title=nasty lead=nasty state=nasty %}{{ nasty }}{% endpage_header %}",
        "{% alert heading=nasty %}{{ nasty }}{% endalert %}",
        "{% empty title=nasty text=nasty url=nasty label=nasty %}",
        "{% figure svg='<svg></svg>' says=nasty title=nasty %}{{ nasty }}{% endfigure %}",
        "{% why about=nasty version=nasty %}{{ nasty }}{% endwhy %}",
        "{% table label=nasty %}<tbody><tr><td>{{ nasty }}</td></tr></tbody>{% endtable %}",
        "{% state nasty %}{% icon 'check' nasty %}",
        "{% crumbs %}{% crumb nasty nasty %}{% crumb nasty %}{% endcrumbs %}{% back_link nasty nasty %}",
        "{% tabs links %}{% exports links %}{% timeline entries %}{% today_list groups %}",
        "{% field form.name %}{% error_summary form %}",
    ],
)
def test_nothing_that_is_typed_becomes_markup(template: str) -> None:
    html = drawn(
        template,
        nasty=NASTY,
        links=[Link(label=NASTY, url=NASTY)],
        entries=[TimelineEntry(at=datetime(2026, 1, 1, tzinfo=UTC), what=NASTY, who=NASTY)],
        groups=grouped(
            [TodayItem(kind=NASTY, what=NASTY, why_now=NASTY, url=NASTY, button=NASTY)], timezone.localdate()
        ),
        form=Plain({"name": NASTY}),
    )
    assert "<script" not in html
    assert "&lt;script&gt;" in html or "%3Cscript" in html


def test_a_state_has_one_of_the_design_systems_kinds() -> None:
    assert drawn('{% state "Open" "success" %}') == '<strong class="badge badge-success">Open</strong>'
    with pytest.raises(ValueError, match="purple"):
        drawn('{% state "Open" "purple" %}')


def test_an_icon_is_decoration_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in drawn('{% icon "check" %}')
    assert 'role="img" aria-label="Done"' in drawn('{% icon "check" "Done" %}')


def test_the_first_row_of_today_has_the_one_primary_button() -> None:
    rows = [TodayItem(kind=kind, what=kind, why_now="", url="/", button="Go") for kind in ("a", "b")]
    html = drawn("{% today_list groups %}", groups=grouped(rows, timezone.localdate()))
    assert html.count("button-primary") == 1
    assert html.index("button-primary") < html.index("button-secondary")


def test_a_day_that_has_passed_is_called_so() -> None:
    day = timezone.localdate()
    for due, is_late in ((day - timedelta(days=1), True), (day, False)):
        rows = [TodayItem(kind="a", what="a", why_now="", url="/", button="Go", due=due)]
        assert ("today-late" in drawn("{% today_list groups %}", groups=grouped(rows, day))) is is_late


def test_figures_show_svg_sentence_table_and_downloads() -> None:
    html = drawn(
        '{% figure svg=svg narrow_svg=svg says="It says." downloads=links %}<table></table>{% endfigure %}',
        svg="<svg></svg>",
        links=[Link(label="XLSX", url="/x")],
    )
    assert html.count("<svg></svg>") == 2
    assert '<figcaption class="figure-says">It says.</figcaption>' in html
    assert "Show as table" in html
    assert 'href="/x" download' in html
    assert "Show as table" not in drawn('{% figure svg=svg says="It says." %}{% endfigure %}', svg="<svg></svg>")


def test_counts_are_of_something() -> None:
    assert drawn("{% count_of 4 1200 %}") == "4 of 1,200"


# Small answers of views


def test_a_rule_is_found_in_the_guide() -> None:
    assert doc_url("scoring.md#standing") == "/vejledning/scoring/#standing"
    assert doc_url("units.md") == "/vejledning/units/"


def test_the_autosave_line_says_when() -> None:
    at = datetime(2026, 11, 21, 13, 3, tzinfo=UTC)
    with override("da"):
        assert saved_at(at) == "Gemt kl. 14.03"
    with override("en"):
        assert saved_at(at) == "Saved at 14:03"


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (["Profil", "Bo", "Efterår 2026"], "Profil - Bo - Efterår 2026.pdf"),
        (["Enhed", "", "Nord/Syd: 1"], "Enhed - Nord_Syd_ 1.pdf"),
        (["x" * 200], "x" * 120 + ".pdf"),
        (["..\\..\n"], ".._.._.pdf"),
    ],
)
def test_a_file_says_what_it_holds(parts: list[str], expected: str) -> None:
    assert file_name(*parts, kind="pdf") == expected


def test_a_figure_as_a_file_is_xml() -> None:
    response = svg_response('<svg xmlns="http://www.w3.org/2000/svg"><title>æ</title></svg>', "profil.svg")
    assert response["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="profil.svg"'
    assert ElementTree.fromstring(response.content).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314
