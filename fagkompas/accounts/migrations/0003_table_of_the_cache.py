"""The table that wrong passwords are counted in; see CACHES in the settings."""

from typing import Any

from django.core.management import call_command
from django.db import migrations


def create(_apps: Any, schema_editor: Any) -> None:
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_units_employees_roles")]

    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
