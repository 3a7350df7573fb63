"""Figures of units: their place in the tree of the round's first day, and what is released of them in steps."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F
from django.utils import timezone


def fill_in(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001  # as migrations are called
    """What has been shown until now is taken as released; every round is computed again by `refresh_figures`."""
    results = apps.get_model("assessments", "UnitResult").objects
    for result in results.order_by("pk").iterator(chunk_size=200):
        results.filter(pk=result.pk).update(
            lineage="/".join(result.figures["path"]) + "/",
            released=result.figures,
            released_at=result.computed_at,
        )
    apps.get_model("assessments", "PersonResult").objects.update(released=F("figures"))
    rounds = apps.get_model("assessments", "Round").objects
    rounds.filter(state__in=["open", "closed"]).update(figures_stale=True)


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_rounds_ratings_results")]

    operations = [
        migrations.AddField("round", "figures_stale", models.BooleanField(default=False)),
        migrations.AlterField("participant", "lineage", models.CharField(max_length=255)),
        migrations.AlterField("personresult", "framework_version", models.CharField(max_length=81)),
        migrations.AddField("personresult", "released", models.JSONField(null=True)),
        migrations.AddField(
            "unitresult", "lineage", models.CharField(max_length=255, default=""), preserve_default=False
        ),
        migrations.AddField("unitresult", "answers", models.PositiveIntegerField(default=0), preserve_default=False),
        migrations.AddField("unitresult", "released", models.JSONField(default=dict), preserve_default=False),
        migrations.AddField(
            "unitresult", "released_answers", models.PositiveIntegerField(default=0), preserve_default=False
        ),
        migrations.AddField(
            "unitresult", "released_at", models.DateTimeField(default=timezone.now), preserve_default=False
        ),
        migrations.RemoveField("unitresult", "stale"),
        migrations.RunPython(fill_in, migrations.RunPython.noop),
    ]
