"""The table of people sorts, filters and counts by columns in one index, rather than by what is in the figures."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

STANDINGS = ["unknown", "developing", "basic", "emerging", "specialised"]


def fill_in(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The columns of the results that are stored already."""
    results = apps.get_model("assessments", "PersonResult").objects
    for result in results.select_related("participant__employee").order_by("pk").iterator(chunk_size=500):
        participant = result.participant
        fields = result.figures["fields"].values()
        results.filter(pk=result.pk).update(
            standings="".join(str(STANDINGS.index(field["standing"])) for field in fields),
            waits=bool(participant.self_submitted_at) and not participant.manager_submitted_at,
            name=participant.employee.name if participant.employee else "",
        )


class Migration(migrations.Migration):
    dependencies = [("assessments", "0003_figures_in_steps_by_the_tree_of_the_first_day")]

    operations = [
        migrations.AddField(
            "personresult", "standings", models.CharField(max_length=50, default=""), preserve_default=False
        ),
        migrations.AddField("personresult", "waits", models.BooleanField(default=False)),
        migrations.AddField(
            "personresult", "name", models.CharField(blank=True, max_length=120, default=""), preserve_default=False
        ),
        migrations.RunPython(fill_in, migrations.RunPython.noop),
        migrations.RemoveIndex("personresult", "person_result_round_unit"),
        migrations.AddIndex(
            "personresult",
            models.Index(
                fields=["round", "name", "participant", "lineage", "waits", "standings", "specialised_fields"],
                name="person_result_table",
            ),
        ),
    ]
