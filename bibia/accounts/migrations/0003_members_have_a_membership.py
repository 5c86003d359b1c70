# The members of before had a role and a SIREN on their account; they now have a membership.

from django.db import migrations


def move(apps, schema_editor):
    names = ("Account", "Organisation", "Membership")
    account, organisation, membership = (apps.get_model("accounts", name) for name in names)
    for member in account.objects.filter(role="membre"):
        if member.siren:
            theirs, _made = organisation.objects.get_or_create(
                siren=member.siren, defaults={"nom": member.siren}
            )
            membership.objects.create(
                account=member, organisation=theirs, role="contributeur", state="confirmed", proof="personne"
            )
        member.role = ""
        member.save(update_fields=["role"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_people")]

    operations = [migrations.RunPython(move, migrations.RunPython.noop, elidable=True)]
