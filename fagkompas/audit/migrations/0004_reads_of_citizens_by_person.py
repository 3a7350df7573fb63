"""Whether somebody has read about some citizens today is asked each time the first page is opened."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_events_about_citizens")]

    operations = [
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                fields=["citizen_id", "actor_id", "-at"],
                condition=models.Q(citizen_id__isnull=False),
                name="event_citizen_actor",
            ),
        ),
    ]
