"""What two people write in a dialogue is encrypted, as what they write in a yearly review; also what stands already."""

from collections.abc import Callable
from functools import partial

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from fagkompas.toolkit.encrypted_fields import EncryptedTextField
from fagkompas.toolkit.encryption import decrypted, encrypted

PURPOSE = "dialogue"
TEXTS = {"Dialogue": ("own_wish", "capability", "behaviour", "results"), "Agreement": ("text",)}


def rewrite(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor, *, text_of: Callable[..., str]) -> None:
    """Every text as `text_of` gives it; none stays none."""
    for name, columns in TEXTS.items():
        rows = apps.get_model("assessments", name).objects.only(*columns).order_by("pk")
        for row in rows.iterator(chunk_size=500):
            for column in columns:
                text = getattr(row, column)
                setattr(row, column, text_of(text, purpose=PURPOSE) if text else "")
            row.save(update_fields=columns)


class Migration(migrations.Migration):
    dependencies = [("assessments", "0004_people_sorted_filtered_and_counted_by_columns")]

    operations = [
        # Before the columns are of the other kind, so that both ways read and write them as they stand.
        migrations.RunPython(partial(rewrite, text_of=encrypted), partial(rewrite, text_of=decrypted)),
        migrations.AlterField("dialogue", "own_wish", EncryptedTextField(blank=True, purpose=PURPOSE)),
        migrations.AlterField("dialogue", "capability", EncryptedTextField(blank=True, purpose=PURPOSE)),
        migrations.AlterField("dialogue", "behaviour", EncryptedTextField(blank=True, purpose=PURPOSE)),
        migrations.AlterField("dialogue", "results", EncryptedTextField(blank=True, purpose=PURPOSE)),
        migrations.AlterField("agreement", "text", EncryptedTextField(purpose=PURPOSE)),
    ]
