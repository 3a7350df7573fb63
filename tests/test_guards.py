"""The guards of tests/guards.py catch what they are there for."""

import socket
import warnings

import pytest
from django.template import engines

from fagkompas.accounts.models import Employee, Unit
from tests.guards import UndefinedVariableError
from tests.people import make_unit


def rendered(text: str, **context: object) -> str:
    """A template of ours."""
    return engines["django"].from_string(text).render(context)


def test_no_network() -> None:
    with pytest.raises(pytest.fail.Exception, match="no network"):
        socket.create_connection(("192.0.2.1", 80), timeout=0.1)
    with pytest.raises(pytest.fail.Exception, match="no network"):
        socket.getaddrinfo("kommune.example", 80)


def test_this_machine_is_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass


def test_an_undefined_variable_fails() -> None:
    with pytest.raises(UndefinedVariableError, match="person"):
        rendered("{{ person }}")
    with pytest.raises(UndefinedVariableError, match=r"unit\.missing"):
        rendered("{{ unit.missing }}", unit=Unit(name="Nord"))
    with pytest.raises(UndefinedVariableError):
        rendered("{{ person|default:'nobody' }}")


def test_asking_whether_a_variable_is_there_does_not_fail() -> None:
    assert rendered("{% if person %}a{% else %}b{% endif %}") == "b"
    assert rendered("{{ person }}", person="") == ""


def test_templates_of_libraries_are_let_off() -> None:
    assert "Du modtager" in engines["django"].get_template("account/email/unknown_account_message.txt").render({})


def test_rows_without_an_order_come_in_any(db: None) -> None:
    for number in range(20):
        make_unit(f"Kommune {number}")
    unordered = Unit.objects.order_by()
    assert {unit.name for unit in unordered} == {f"Kommune {number}" for number in range(20)}
    assert len({tuple(unordered.values_list("pk", flat=True)) for _ in range(5)}) > 1
    assert len({tuple(unit.pk for unit in unordered.iterator()) for _ in range(5)}) > 1


def test_rows_with_an_order_keep_it(people: object) -> None:
    names = [person.name for person in Employee.objects.order_by("name")]
    assert names == sorted(names)


def test_a_warning_is_an_error() -> None:
    with pytest.raises(DeprecationWarning):
        warnings.warn("old", DeprecationWarning, stacklevel=1)
