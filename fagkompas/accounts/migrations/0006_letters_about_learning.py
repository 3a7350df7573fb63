"""Letters to those who lose a seat."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_letters_to_people_outside")]

    operations = [
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
    ]
