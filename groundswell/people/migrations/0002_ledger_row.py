"""The one row of the ledger, so that two first actions do not both make it."""

from django.db import migrations


def add_row(apps, schema_editor):
    apps.get_model("people", "Ledger").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunPython(add_row, migrations.RunPython.noop)]
