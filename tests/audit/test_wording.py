"""Every action that code writes into the log has its words, and no words are left over."""

import ast
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from fagkompas.audit.models import Event
from fagkompas.audit.wording import ACTIONS, what_happened

CODE = re.compile(
    r"(accounts|assessments|audit|casework|catalogue|citizens|companies|conversations|frameworks|learning|matching|methods"
    r"|occupations|surveys)(\.[a-z_]+){2}"
)
"""What a code looks like: the app, the thing, what happened to it."""


def codes_in(source: str) -> set[str]:
    """Every text in a module that is an action code, wherever it is handed on from there."""
    texts = (node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant))
    return {text for text in texts if isinstance(text, str) and CODE.fullmatch(text)}


def recorded_in(source: str) -> list[ast.Call]:
    """Every call that writes an event."""
    return [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", getattr(node.func, "attr", ""))
        in {"record_change", "record_changes", "record_read", "record_reads", "record_reads_of_citizens"}
    ]


def sources() -> dict[str, str]:
    """Our modules by path, but for the words themselves."""
    package: Path = settings.PACKAGE_DIR
    files = [file for file in package.rglob("*.py") if file != package / "audit" / "wording.py"]
    return {str(file.relative_to(package)): file.read_text(encoding="utf-8") for file in files}


def test_every_action_has_words_and_all_words_are_used() -> None:
    used = {code for source in sources().values() for code in codes_in(source)}
    assert used - set(ACTIONS) == set()
    assert set(ACTIONS) - used == set()


def test_an_action_is_written_out_in_the_module_that_records_it() -> None:
    """Not put together from parts, so that the test above sees it."""
    silent = [path for path, source in sources().items() if recorded_in(source) and not codes_in(source)]
    assert silent == []


def test_codes_are_seen_where_they_stand() -> None:
    source = "record_change(by=x, action='accounts.unit.moved' if y else z); other('audit.Event', 'audit')"
    assert codes_in(source) == {"accounts.unit.moved"}
    assert len(recorded_in(source)) == 1


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_words_go_on_after_a_name(language: str) -> None:
    with translation.override(language):
        for words in ACTIONS.values():
            assert str(words)[0].islower()
            assert not str(words).endswith(".")


def test_a_code_of_an_older_version_is_shown_as_it_is() -> None:
    event = Event(at=datetime(2026, 1, 1, tzinfo=UTC), action="accounts.gone")
    assert what_happened(event) == "accounts.gone"
