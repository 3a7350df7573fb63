"""The catalogues' command: what it finds, keeps, complains about and compiles."""

import gettext
from pathlib import Path

import pytest

from fagkompas.website.management.commands.translations import App, check, compile_catalogue, updated

PYTHON = """
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext

first = _("Rate " "your skill")
second = gettext_lazy("Submit")
third = ngettext("%(count)s person", "%(count)s people", 2)
fourth = pgettext("of a round", "Open")
not_a_message = "Never shown"
"""
TEMPLATE = """{% load i18n %}
<p title="it's {% translate 'Save' %}">{{ name|default:_("Nobody") }}</p>
  {% blocktranslate trimmed count number=rows|length %}
      One row by {{ name }}
  {% plural %}
      {{ number }} rows by {{ name }}
  {% endblocktranslate %}
{% include "x.html" with title=_("Title") %}{% comment %}{% translate "Not shown" %}{% endcomment %}
{% translate "Close" context "a door" %} "quotes" 'and' 0x1 {# {% translate "Nor this" %} #}
"""


@pytest.fixture
def app(tmp_path: Path) -> App:
    """An app with one file of each kind."""
    folder = tmp_path / "app"
    (folder / "templates" / "app").mkdir(parents=True)
    (folder / "migrations").mkdir()
    (folder / "migrations" / "0001_x.py").write_text('_("In a migration")')
    (folder / "views.py").write_text(PYTHON)
    (folder / "templates" / "app" / "page.html").write_text(TEMPLATE)
    return App(name="app", folder=folder)


def keep(app: App, text: str) -> None:
    """Write the catalogue."""
    app.catalogue.parent.mkdir(parents=True, exist_ok=True)
    app.catalogue.write_text(text, encoding="utf-8")


def translated(text: str) -> str:
    """Every message answered with itself, as if it were Danish."""
    blocks = []
    for block in text.strip().split("\n\n"):
        singular = block.split('msgid "')[1].split('"\n')[0]
        plural = block.split('msgid_plural "')[1].split('"\n')[0] if "msgid_plural" in block else ""
        answered = block.replace('msgstr[0] ""', f'msgstr[0] "{singular}"').replace(
            'msgstr[1] ""', f'msgstr[1] "{plural}"'
        )
        blocks.append(answered.replace('msgstr ""', f'msgstr "{singular}"') if singular else block)
    return "\n\n".join(blocks) + "\n"


def test_finds_every_message_and_where_it_stands(app: App) -> None:
    text = updated(app)
    for message in ("Rate your skill", "Submit", "Save", "Nobody", "Title", "%(count)s person", "One row by %(name)s"):
        assert f'msgid "{message}"' in text
    assert 'msgctxt "of a round"\nmsgid "Open"' in text
    assert 'msgctxt "a door"\nmsgid "Close"' in text
    assert 'msgid_plural "%(number)s rows by %(name)s"' in text
    assert "#: templates/app/page.html\n" in text
    for other in ("Never shown", "Not shown", "Nor this", "In a migration", "PYTHON"):
        assert other not in text


def test_a_whole_catalogue_has_no_problems_and_stays_as_it_is(app: App) -> None:
    keep(app, translated(updated(app)))
    assert list(check([app])) == []
    assert updated(app) == app.catalogue.read_text(encoding="utf-8")


def test_lines_above_a_message_change_nothing(app: App) -> None:
    before = updated(app)
    (app.folder / "views.py").write_text("# a comment\n\n" + PYTHON)
    assert updated(app) == before


def test_a_removed_message_is_told_and_then_dropped(app: App) -> None:
    keep(app, translated(updated(app)))
    (app.folder / "views.py").write_text(PYTHON.replace('gettext_lazy("Submit")', "None"))
    assert list(check([app])) == ["app: no longer used: 'Submit'"]
    assert "Submit" not in updated(app)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('msgstr "Submit"', 'msgstr ""', "not translated: 'Submit'"),
        ('msgid "Submit"', '#, fuzzy\nmsgid "Submit"', "marked fuzzy: 'Submit'"),
        (
            'msgstr[1] "%(count)s people"',
            'msgstr[1] "folk"',
            "fills in other names than the English: '%(count)s person'",
        ),
        ('msgstr[1] "%(count)s people"', 'msgstr[1] ""', "not translated: '%(count)s person'"),
        ('msgid "Submit"\nmsgstr "Submit"', "", "not in the catalogue: 'Submit'"),
    ],
)
def test_a_weak_translation_is_told(app: App, old: str, new: str, problem: str) -> None:
    whole = translated(updated(app))
    assert old in whole
    keep(app, whole.replace(old, new))
    assert list(check([app])) == [f"app: {problem}"]


def test_two_apps_may_not_translate_one_message_differently(app: App, tmp_path: Path) -> None:
    other = App(name="other", folder=tmp_path / "other")
    other.folder.mkdir()
    (other.folder / "views.py").write_text('_("Submit")')
    keep(app, translated(updated(app)))
    keep(other, translated(updated(other)))
    assert list(check([app, other])) == []
    keep(other, translated(updated(other)).replace('msgstr "Submit"', 'msgstr "Indsend"'))
    assert list(check([app, other])) == ["other: another app translates this differently: 'Submit'"]


def test_what_is_compiled_is_what_people_read(app: App) -> None:
    keep(app, translated(updated(app)).replace('msgstr "Submit"', 'msgstr "Send ind"'))
    compile_catalogue(app)
    with app.catalogue.with_suffix(".mo").open("rb") as file:
        danish = gettext.GNUTranslations(file)
    assert danish.gettext("Submit") == "Send ind"
    assert danish.ngettext("%(count)s person", "%(count)s people", 2) == "%(count)s people"
    assert danish.gettext("Unknown") == "Unknown"
