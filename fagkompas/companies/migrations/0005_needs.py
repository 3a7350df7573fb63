from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("companies", "0004_calls_and_objections")]

    operations: ClassVar = []
