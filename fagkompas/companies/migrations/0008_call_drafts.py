import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import fagkompas.toolkit.encrypted_fields


class Migration(migrations.Migration):
    dependencies = [
        ("companies", "0007_agreements_and_merging"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CallDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("texts", fagkompas.toolkit.encrypted_fields.EncryptedTextsField(blank=True, purpose="call")),
                ("revision", models.PositiveIntegerField(default=0)),
                ("saved_at", models.DateTimeField()),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="call_drafts",
                        to="companies.company",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="call_drafts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-saved_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("company", "person"), name="one_draft_of_a_call_by_a_person")
                ],
            },
        ),
    ]
