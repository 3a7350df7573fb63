from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("companies", "0008_call_drafts")]

    operations = [
        migrations.AddField(
            model_name="needtalk",
            name="three_people",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="needtalk",
            name="three_work",
            field=models.CharField(blank=True, default="", max_length=200),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="needtalk",
            name="six_people",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="needtalk",
            name="six_work",
            field=models.CharField(blank=True, default="", max_length=200),
            preserve_default=False,
        ),
    ]
