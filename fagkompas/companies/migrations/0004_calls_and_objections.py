from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("companies", "0003_job_orders")]

    operations: ClassVar = []
