"""Letters to people who are no employees and to those who lose a seat, and addresses that the mail server refuses."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import OuterRef, Subquery


def fill_roots(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    """The municipality of the employee."""
    of_reader = apps.get_model("accounts", "Employee").objects.filter(pk=OuterRef("employee_id")).values("root_id")[:1]
    apps.get_model("accounts", "Letter").objects.update(root_id=Subquery(of_reader))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_table_of_the_cache")]

    operations = [
        migrations.AddField(
            "letter",
            "root",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.unit"
            ),
        ),
        migrations.RunPython(fill_roots, migrations.RunPython.noop),
        migrations.AlterField(
            "letter",
            "root",
            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.unit"),
        ),
        migrations.AlterField(
            "letter",
            "employee",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="letters",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            "letter",
            "kind",
            models.CharField(
                choices=[
                    ("invitation", "Invitation"),
                    ("sign_in", "Signing in"),
                    ("survey", "Survey"),
                    ("learning", "Learning"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddField("letter", "is_refused", models.BooleanField(default=False)),
    ]
