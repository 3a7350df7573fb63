"""Whose data it was, when it is a citizen's."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_seals_outlive_their_events")]

    operations = [
        migrations.AddField(
            model_name="event",
            name="citizen_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["citizen_id", "-at"], name="event_citizen"),
        ),
    ]
