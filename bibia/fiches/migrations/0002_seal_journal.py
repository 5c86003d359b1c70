from django.db import migrations

from bibia.fiches.engine import seal_journal, unseal_journal


class Migration(migrations.Migration):
    dependencies = [("fiches", "0001_initial")]

    operations = [
        migrations.RunPython(
            lambda apps, editor: seal_journal(editor.connection),
            lambda apps, editor: unseal_journal(editor.connection),
        )
    ]
