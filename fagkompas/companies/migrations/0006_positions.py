import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("companies", "0005_needs"),
        ("occupations", "0001_titles_and_groups"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="joborder",
            name="frees",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.CreateModel(
            name="Position",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("title", models.CharField(max_length=200)),
                ("notes", models.JSONField(blank=True, default=dict)),
                ("before", models.JSONField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="positions", to="companies.company"
                    ),
                ),
                (
                    "consultant",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="companies.companycontact",
                    ),
                ),
                (
                    "occupation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="occupations.occupation",
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="joborder",
            name="of_position",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="orders",
                to="companies.position",
            ),
        ),
        migrations.CreateModel(
            name="PositionTask",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("minutes", models.PositiveIntegerField(default=0)),
                ("competencies", models.JSONField(blank=True, default=list)),
                ("is_absolute", models.BooleanField(default=False)),
                ("could", models.JSONField(blank=True, default=list)),
                ("who", models.CharField(blank=True, max_length=10)),
                ("place", models.PositiveSmallIntegerField()),
                (
                    "of_position",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tasks", to="companies.position"
                    ),
                ),
            ],
            options={
                "ordering": ["place", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="position",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="position_has_title"
            ),
        ),
        migrations.AddConstraint(
            model_name="positiontask",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="position_task_has_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="positiontask",
            constraint=models.CheckConstraint(
                condition=models.Q(("who__in", ["", "expert", "colleague", "new", "trained"])),
                name="position_task_who_known",
            ),
        ),
    ]
