"""The rules of the house, as tests. Each message says where the rule is broken."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Model
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from fagkompas.citizens.views.frame import PARTS
from fagkompas.toolkit.privacy import Privacy
from fagkompas.website.management.commands.translations import check, own_apps
from tests.permissions import addresses

ROOT: Path = settings.BASE_DIR
PACKAGE: Path = settings.PACKAGE_DIR

# Pages for people who have not signed in: signing in itself, and what must be seen before it.
PUBLIC = frozenset(
    {
        "account_inactive",
        "account_login",
        "account_logout",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "accounts:demo_sign_in",
        # By the secret of a link.
        "answer:leave",
        "answer:page",
        "answer:start",
        "answer:summary",
        "answer:thanks",
        "casework:calendar_feed",
        "guide",
        "guide_page",
        "guide_picture",
        "language",
        "mfa_authenticate",
        "mfa_login_webauthn",
    }
)

WRITES = frozenset(
    {"save", "delete", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "set_password"}
)
# Names whose `save`, `delete` or `create` do not touch a table of ours.
NOT_TABLES = frozenset({"cache", "session", "storage", "super"})

ENGINE_MAY_IMPORT = frozenset(
    {
        "__future__",
        "abc",
        "collections",
        "dataclasses",
        "datetime",
        "decimal",
        "difflib",
        "enum",
        "fractions",
        "functools",
    }
    | {
        "heapq",
        "highspy",
        "itertools",
        "krippendorff",
        "math",
        "numpy",
        "operator",
        "re",
        "types",
        "typing",
        "unicodedata",
        "warnings",
    }
    | {
        "concurrent",
        "threading",
    }  # Parts of one calculation at once, whose answers do not depend on which is done first.
    | {"fagkompas"}
)
ENGINE_MAY_NOT_CALL = frozenset(
    {"open", "print", "input", "now", "today", "utcnow", "random", "default_rng", "shuffle"}
)

MODULES_THAT_SAY_NOTHING = re.compile(r"(^|_)(utils?|helpers?|managers?|services?|misc|common)($|_)")

EVENTS = "click|change|input|submit|load|error|focus|blur|toggle|scroll|(key|mouse|pointer|touch|drag|animation)[a-z]+"
INLINE = re.compile(
    rf"<style\b|\sstyle\s*=|\son({EVENTS})\s*=|javascript:"
    r"|<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>",
    re.IGNORECASE,
)
TEMPLATES_ASKED_FOR_BY_LIBRARIES = frozenset(
    {"400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"}
)


def modules(folder: Path = PACKAGE) -> list[Path]:
    """All Python files of a folder."""
    return sorted(folder.rglob("*.py"))


def shown(file: Path, node: ast.AST) -> str:
    """Where something stands."""
    return f"{file.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"


def calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str, list[str]]]:
    """Every call, the name that is called, and the names it hangs on: `a.objects.filter(x).update()` gives all four."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            names = list(chain_of(node.func))
            if names:
                yield node, names[0], names[1:]


def chain_of(node: ast.AST) -> Iterator[str]:
    """The names of an attribute chain from its end."""
    while True:
        match node:
            case ast.Attribute():
                yield node.attr
                node = node.value
            case ast.Call():
                node = node.func
            case ast.Subscript():
                node = node.value
            case ast.Name():
                yield node.id
                return
            case _:
                return


def own_models() -> list[type[Model]]:
    """The tables of this project."""
    return [model for model in apps.get_models() if model.__module__.startswith("fagkompas.")]


def own_templates() -> dict[str, Path]:
    """Every template of ours by the name it is asked for."""
    return {
        str(file.relative_to(folder)): file
        for folder in sorted(PACKAGE.glob("*/templates"))
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def tracked_files() -> list[str]:
    """What is in git."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True)  # noqa: S607
    return [name for name in listed.stdout.split("\0") if name]


# Where things are written and what imports what


def writes_in(code: str) -> Iterator[str]:
    """Calls that change a table, with their line."""
    for node, name, receiver in calls(ast.parse(code)):
        on_rows = bool({"objects", "filter", "exclude", "all"} & set(receiver))
        if (name in WRITES and receiver and not NOT_TABLES & set(receiver)) or (name == "update" and on_rows):
            yield f"{node.lineno} {'.'.join(reversed(receiver))}.{name}"


def test_only_actions_write() -> None:
    elsewhere = [file for file in modules() if not {"actions", "migrations"} & {*file.parts, file.stem}]
    found = [(str(file.relative_to(ROOT)), write) for file in elsewhere for write in writes_in(file.read_text())]
    assert found == []


def test_a_write_is_seen() -> None:
    for bad in ("Unit.objects.create(name='x')", "person.save()", "rows.filter(a=1).update(b=2)", "form.save()"):
        assert list(writes_in(bad)), bad
    for good in ("settings.update(a=1)", "cache.delete('x')", "request.session.save()"):
        assert not list(writes_in(good)), good


def panels() -> list[str]:
    """What `panel_url` is asked for in words anywhere; both of a name with a choice in it."""
    asked = (
        node.args[0]
        for file in modules()
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "panel_url"
    )
    return sorted({name for one in asked for name in names_in(one)})


def names_in(asked: ast.expr) -> list[str]:
    """The name that is written out, or each that a choice between two texts makes; none where it is a variable."""
    match asked:
        case ast.Constant(value=str(name)):
            return [name]
        case ast.JoinedStr(values=[ast.Constant(value=str(begins)), ast.FormattedValue(value=ast.IfExp() as choice)]):
            ends = (choice.body, choice.orelse)
            return [begins + end.value for end in ends if isinstance(end, ast.Constant) and isinstance(end.value, str)]
        case _:
            return []


def test_every_panel_that_is_asked_for_has_an_address() -> None:
    """One whose address was renamed would be left out of its page in silence."""
    there = {name for name, _pattern in addresses()}
    assert len(panels()) > 15
    assert [name for name in (*panels(), *(name for _label, name in PARTS)) if name not in there] == []


def test_imports_go_down_only() -> None:
    run = subprocess.run([ROOT / ".venv/bin/lint-imports"], cwd=ROOT, capture_output=True, check=False, text=True)
    assert run.returncode == 0, run.stdout


def test_the_engine_imports_only_what_cannot_surprise() -> None:
    found = []
    for file in modules(PACKAGE / "engine"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            found += [f"{shown(file, node)} {name}" for name in names if name.split(".")[0] not in ENGINE_MAY_IMPORT]
    assert found == []


def test_the_engine_asks_no_clock_no_chance_and_no_file() -> None:
    found = [
        f"{shown(file, node)} {name}()"
        for file in modules(PACKAGE / "engine")
        for node, name, _ in calls(ast.parse(file.read_text(encoding="utf-8")))
        if name in ENGINE_MAY_NOT_CALL
    ]
    assert found == []


def test_no_module_is_named_after_nothing() -> None:
    assert [str(file.relative_to(ROOT)) for file in modules() if MODULES_THAT_SAY_NOTHING.search(file.stem)] == []
    assert [str(folder) for folder in PACKAGE.rglob("*/") if MODULES_THAT_SAY_NOTHING.search(folder.name)] == []


def test_there_is_one_way_to_say_that_somebody_else_has_saved() -> None:
    named = re.compile(r"^class \w*Changed(Meanwhile)?\(", re.MULTILINE)
    found = [path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py") if named.search(path.read_text())]
    assert found == ["toolkit/together.py"]


def test_no_signals_between_apps() -> None:
    assert [
        str(file) for file in modules() if re.search(r"django\.(dispatch|db\.models\.signals)", file.read_text())
    ] == []


# Who may see


def test_every_address_asks_for_sign_in_or_is_listed_as_public() -> None:
    assert "django.contrib.auth.middleware.LoginRequiredMiddleware" in settings.MIDDLEWARE
    public = {name for name, pattern in addresses() if not getattr(pattern.callback, "login_required", True)}
    assert public == PUBLIC


def test_reads_are_guarded_before_anything_touches_the_database() -> None:
    order = settings.MIDDLEWARE
    guard = order.index("fagkompas.toolkit.read_only.ReadOnlyRequests")
    assert guard < order.index("django.contrib.sessions.middleware.SessionMiddleware")


@pytest.mark.parametrize("model", own_models(), ids=lambda model: model._meta.label)
def test_every_field_says_what_it_tells_about_a_person(model: Any) -> None:
    fields = {field.name for field in model._meta.get_fields() if field.concrete}
    assert set(model.PRIVACY) == fields
    for privacy in model.PRIVACY.values():
        assert isinstance(privacy, Privacy)
        assert privacy.purpose
        assert privacy.retention


# What people read


def test_every_message_is_translated() -> None:
    assert list(check(own_apps())) == []


def test_every_template_is_used() -> None:
    texts = [file.read_text(encoding="utf-8") for file in [*modules(), *own_templates().values()]]
    everything = "\n".join(texts)
    unused = [
        name
        for name in own_templates()
        if name not in TEMPLATES_ASKED_FOR_BY_LIBRARIES
        and not re.search(rf"[\"']{re.escape(name)}[\"'#]", everything)
        and not overrides_a_library(name)
    ]
    assert unused == []


def overrides_a_library(name: str) -> bool:
    """Whether an installed library has a template of the same name, which ours stands before."""
    for config in apps.get_app_configs():
        folder = Path(config.path)
        if not folder.is_relative_to(PACKAGE) and (folder / "templates" / name).is_file():
            return True
    return False


@pytest.mark.parametrize("name", own_templates())
def test_every_template_can_be_read(name: str) -> None:
    try:
        get_template(name)
    except TemplateDoesNotExist as missing:
        pytest.fail(f"{name} asks for {missing}")


@pytest.mark.parametrize("name", own_templates())
def test_no_script_or_style_inside_pages(name: str) -> None:
    text = own_templates()[name].read_text(encoding="utf-8")
    assert [match[0] for match in INLINE.finditer(text)] == []


def test_inline_script_and_style_are_seen() -> None:
    for bad in ('<p style="x">', "<style>", '<a onclick="x">', "<script>alert()</script>", 'href="javascript:x"'):
        assert INLINE.search(bad), bad
    for good in ('<script src="x.js" defer></script>', '<script type="application/json">', '<link rel="stylesheet">'):
        assert not INLINE.search(good), good


# Settings and files


def test_every_variable_is_read_and_documented() -> None:
    variable = re.compile(r"\bFAGKOMPAS_[A-Z_]+\b")
    read = set(variable.findall((PACKAGE / "website" / "settings.py").read_text(encoding="utf-8")))
    documented = set(variable.findall((ROOT / "docs" / "guide" / "settings.md").read_text(encoding="utf-8")))
    assert read == documented


def test_every_variable_does_something() -> None:
    everything = "\n".join(file.read_text(encoding="utf-8") for file in modules())
    fields = settings.ENVIRONMENT.__dataclass_fields__
    assert [name for name in fields if f"ENVIRONMENT.{name}" not in everything] == []


def test_nothing_in_git_that_set_up_makes_or_installs() -> None:
    foreign = re.compile(r"(^|/)(node_modules|vendor|third_party)/|\.min\.(js|css)$|\.(woff2?|ttf|otf|mo|pyc|sqlite3)$")
    assert [name for name in tracked_files() if foreign.search(name)] == []
    assert [
        name for name in tracked_files() if (ROOT / name).is_file() and (ROOT / name).stat().st_size > 1_500_000
    ] == []


@pytest.mark.parametrize(
    "lock", ["requirements.txt", "requirements-dev.txt", "requirements-npm.txt", "package-lock.json"]
)
def test_locks_hold_hashes_and_no_addresses(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert "sha256:" in text or "sha512-" in text


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for lock, wanted in (
        ("requirements.txt", project["dependencies"]),
        ("requirements-dev.txt", project["dependencies"] + project["optional-dependencies"]["dev"]),
    ):
        locked = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE))
        names = {re.split(r"[^A-Za-z0-9._-]", line)[0].lower().replace("_", "-") for line in wanted}
        assert names - locked == set(), f"{lock} is behind; run make lock"
