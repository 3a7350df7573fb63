import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("companies", "0004_calls_and_objections"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="KnownBlock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("block", models.CharField(max_length=40)),
                ("text", models.TextField(blank=True)),
                ("known_on", models.DateField()),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="known", to="companies.company"
                    ),
                ),
            ],
            options={
                "ordering": ["-known_on", "pk"],
                "constraints": [models.UniqueConstraint(fields=("company", "block"), name="block_once_of_a_company")],
            },
        ),
        migrations.CreateModel(
            name="NeedTalk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("need", models.CharField(max_length=500)),
                (
                    "need_accept",
                    models.CharField(
                        blank=True, choices=[("yes", "Yes"), ("partly", "Partly"), ("no", "No")], max_length=6
                    ),
                ),
                ("need_words", models.CharField(blank=True, max_length=500)),
                ("solution", models.CharField(blank=True, max_length=500)),
                (
                    "solution_accept",
                    models.CharField(
                        blank=True, choices=[("yes", "Yes"), ("partly", "Partly"), ("no", "No")], max_length=6
                    ),
                ),
                ("solution_words", models.CharField(blank=True, max_length=500)),
                (
                    "step",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("visit", "A visit"),
                            ("job_order", "A job order"),
                            ("substitution", "Take a position apart into tasks"),
                            ("placement", "A placement"),
                            ("send", "Send them something"),
                        ],
                        max_length=12,
                    ),
                ),
                ("step_what", models.CharField(blank=True, max_length=200)),
                ("step_on", models.DateField(blank=True, null=True)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="need_talks", to="companies.company"
                    ),
                ),
                (
                    "step_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["company", "-at", "-id"], name="need_talk_newest")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("need", ""), _negated=True), name="need_talk_has_need"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("need_accept__in", ["", "yes", "partly", "no"]),
                            ("solution_accept__in", ["", "yes", "partly", "no"]),
                        ),
                        name="need_talk_accepts_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("solution_accept", ""), models.Q(("solution", ""), _negated=True), _connector="OR"
                        ),
                        name="accepted_solution_is_written",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("step__in", ["", "visit", "job_order", "substitution", "placement", "send"])
                        ),
                        name="need_talk_step_known",
                    ),
                ],
            },
        ),
    ]
