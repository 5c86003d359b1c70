from django.conf import settings
from django.db import models

TRIES = 5


class Code(models.Model):
    """A code sent by mail; its identifier is known to the session that asked for it, and to nothing else."""

    class Purpose(models.TextChoices):
        SIGN_IN = "connexion", "Se connecter"
        IDENTITY = "identite", "Confirmer que c’est bien vous"
        ADDRESS = "adresse", "Changer d’adresse"

    id = models.CharField(primary_key=True, max_length=32)
    purpose = models.CharField(max_length=10, choices=Purpose)
    address = models.EmailField()
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    digest = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "trv_code"
        constraints = [
            models.CheckConstraint(condition=models.Q(tries__lte=TRIES), name="code_tries_are_few"),
            models.CheckConstraint(
                condition=models.Q(purpose="connexion", account=None)
                | (~models.Q(purpose="connexion") & models.Q(account__isnull=False)),
                name="code_is_of_an_account_unless_it_signs_in",
            ),
        ]

    def __str__(self) -> str:
        return self.purpose


class DirectoryAddress(models.Model):
    """An address that the national directory gives for an organisation: only a keyed fingerprint of it is kept."""

    siren = models.CharField(max_length=9)
    fingerprint = models.CharField(max_length=64)

    class Meta:
        db_table = "trv_annuaire"
        constraints = [models.UniqueConstraint(fields=["fingerprint", "siren"], name="directory_once")]

    def __str__(self) -> str:
        return self.siren
