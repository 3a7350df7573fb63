"""Danish catalogues without gettext's programs: `manage.py translations --update | --check | --compile`.

Messages are English in code and templates. Each app keeps its own
`locale/da/LC_MESSAGES/django.po`, sorted by message and without line numbers, so
that a change shows as one; the compiled file beside it is not in git.
"""

import re
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation.template import templatize

LANGUAGE = "da"
# Where the message, its plural and its context stand among the arguments.
FUNCTIONS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
TEMPLATES = ("*.html", "*.txt", "*.svg", "*.xml")
HEADER = """msgid ""
msgstr ""
"Language: da\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """One of our apps and its Danish catalogue."""

    name: str
    folder: Path

    @property
    def catalogue(self) -> Path:
        """The file that people edit."""
        return self.folder / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"

    def sources(self) -> Iterator[Path]:
        """Everything that may hold a message, in a fixed order."""
        code = (file for file in self.folder.rglob("*.py") if "migrations" not in file.parts)
        templates = (file for pattern in TEMPLATES for file in (self.folder / "templates").rglob(pattern))
        yield from sorted([*code, *templates])


def own_apps() -> list[App]:
    """The apps of this project."""
    package = settings.PACKAGE_DIR
    folders = [Path(config.path) for config in apps.get_app_configs()]
    return sorted((App(name=f.name, folder=f) for f in folders if f.is_relative_to(package)), key=lambda app: app.name)


def forms_of(message: Message) -> list[str]:
    """The English text, or its singular and plural."""
    return [message.id] if isinstance(message.id, str) else list(message.id)


def text_of(message: Message) -> str:
    """The English message, of a plural its singular."""
    return forms_of(message)[0]


def translations_of(message: Message) -> list[str]:
    """The Danish forms; a missing one is empty."""
    return [message.string or ""] if isinstance(message.string, str | None) else list(message.string)


def placeholders(text: str) -> set[str]:
    """Names of what is filled in."""
    return {percent or "{" + brace for percent, brace in PLACEHOLDER.findall(text)}


def as_python(template: str, origin: str) -> bytes:
    """A template's messages as calls of gettext, everything around them blanked, one level of indentation."""
    calls: str = templatize(template, origin=origin)
    return "\n".join(line.strip() for line in calls.splitlines()).encode()


def extracted(app: App) -> Catalog:
    """Every message of an app's code and templates, with the files it stands in."""
    found = Catalog(locale=LANGUAGE)
    for file in app.sources():
        place = file.relative_to(app.folder).as_posix()
        source = file.read_bytes()
        if file.suffix != ".py":
            source = as_python(source.decode(), place)
        for _line, message, _comments, context in extract("python", BytesIO(source), FUNCTIONS):
            found.add(message, locations=[(place, 1)], context=context)
    return found


def kept(app: App) -> Catalog:
    """The catalogue as it stands in the file; empty if there is none yet."""
    if not app.catalogue.exists():
        return Catalog(locale=LANGUAGE)
    with app.catalogue.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def messages(catalogue: Catalog) -> Iterator[Message]:
    """All but the header, which has no text."""
    return (message for message in catalogue if message.id)


def updated(app: App) -> str:
    """The catalogue's text with the messages of today and the translations of before."""
    now, before = extracted(app), kept(app)
    for message in messages(now):
        old = before.get(text_of(message), context=message.context)
        if old is not None and isinstance(old.id, tuple) == isinstance(message.id, tuple):
            message.string, message.flags, message.user_comments = old.string, old.flags, old.user_comments
    out = BytesIO()
    write_po(out, now, width=110, omit_header=True, sort_output=True, include_lineno=False)
    return HEADER + out.getvalue().decode().strip() + "\n"


def check(all_apps: list[App]) -> Iterator[str]:
    """Every reason why the Danish pages are not wholly in good Danish."""
    shown: dict[tuple[str, str | None], list[str]] = {}
    for app in all_apps:
        now, before = extracted(app), kept(app)
        for message in messages(now):
            old = before.get(text_of(message), context=message.context)
            if old is None or old.id != message.id:
                yield f"{app.name}: not in the catalogue: {text_of(message)!r}"
        for message in messages(before):
            danish = translations_of(message)
            if now.get(text_of(message), context=message.context) is None:
                yield f"{app.name}: no longer used: {text_of(message)!r}"
            elif what := wrong_with(message):
                yield f"{app.name}: {what}: {text_of(message)!r}"
            elif shown.setdefault((text_of(message), message.context), danish) != danish:
                yield f"{app.name}: another app translates this differently: {text_of(message)!r}"


def wrong_with(message: Message) -> str:
    """What is wrong with one translation; empty if nothing is."""
    danish = translations_of(message)
    english = forms_of(message)
    if not all(danish) or len(danish) != len(english):
        return "not translated"
    if message.fuzzy:
        return "marked fuzzy"
    if placeholders(danish[-1]) != placeholders(english[-1]):
        return "fills in other names than the English"
    return ""


def compile_catalogue(app: App) -> None:
    """Write the file that Django reads, unless it is there and newer; an app without messages has neither."""
    compiled = app.catalogue.with_suffix(".mo")
    if not app.catalogue.exists():
        return
    if compiled.exists() and compiled.stat().st_mtime_ns > app.catalogue.stat().st_mtime_ns:
        return
    whole = BytesIO()
    write_mo(whole, kept(app))
    compiled.write_bytes(whole.getvalue())


class Command(BaseCommand):
    """See the module."""

    help = "Keeps the Danish catalogues of all apps: adds and removes messages, checks them, compiles them."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--update", action="store_true", help="write today's messages into the catalogues")
        what.add_argument("--check", action="store_true", help="fail unless every message has its translation")
        what.add_argument("--compile", action="store_true", help="write the files that Django reads")
        parser.add_argument("apps", nargs="*", help="only these apps, such as accounts")

    def handle(self, *args: Any, **options: Any) -> None:
        chosen = [app for app in own_apps() if not options["apps"] or app.name in options["apps"]]
        if options["check"]:
            if problems := list(check(chosen)):
                raise CommandError("\n".join([*problems, "Run `manage.py translations --update`, then translate."]))
            return
        for app in chosen:
            if options["update"]:
                self.update(app)
            compile_catalogue(app)

    def update(self, app: App) -> None:
        """Write the catalogue; an app without messages has none."""
        text = updated(app)
        if text.strip() == HEADER.strip() and not app.catalogue.exists():
            return
        app.catalogue.parent.mkdir(parents=True, exist_ok=True)
        app.catalogue.write_text(text, encoding="utf-8")
        untranslated = sum(not all(translations_of(message)) for message in messages(kept(app)))
        self.stdout.write(f"{app.name}: {untranslated} without translation")
