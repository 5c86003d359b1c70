from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_members_have_a_membership")]
    # Its own migrations read the address of accounts.
    run_before = [("account", "0001_initial")]

    operations = [
        migrations.RemoveField(
            model_name="account",
            name="siren",
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["", "animateur", "administrateur", "systeme"])),
                name="account_role_is_declared",
                violation_error_message="Ce rôle n’existe pas.",
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.UniqueConstraint(
                condition=models.Q(("email", ""), _negated=True), fields=("email",), name="account_email_once"
            ),
        ),
    ]
