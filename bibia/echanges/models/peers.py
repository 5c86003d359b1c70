"""Between organisations: who uses what, who is interested, who needs what."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from bibia.accounts.models import Organisation
from bibia.territoires.ids import LENGTH, new_id


class Interest(models.Model):
    """An organisation says that it uses what a record describes, or that it would like to."""

    class Kind(models.TextChoices):
        USE = "use", "Nous l’utilisons aussi"
        INTERESTED = "interested", "Ça nous intéresse"

    fiche_id = models.CharField(max_length=LENGTH, db_index=True)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="interests")
    kind = models.CharField(max_length=10, choices=Kind)
    named = models.BooleanField(default=False)  # its name may be read by everybody
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "trv_interest"
        ordering = ("at", "pk")
        constraints = [
            models.UniqueConstraint(fields=["fiche_id", "organisation"], name="interest_once"),
            models.CheckConstraint(
                condition=Q(kind="use") | Q(kind="interested", named=False),
                name="interest_named_only_when_used",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fiche_id} {self.organisation_id} {self.kind}"


class Need(models.Model):
    """What an organisation looks for; its members and those of the others read it."""

    class State(models.TextChoices):
        OPEN = "open", "Ouvert"
        ANSWERED = "answered", "A trouvé une réponse"
        CLOSED = "closed", "Clos"
        REMOVED = "removed", "Retiré par les animateurs"

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="needs")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    title = models.CharField(max_length=120)
    text = models.TextField()
    theme = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    posted_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)  # since when it is no longer open

    class Meta:
        db_table = "trv_need"
        ordering = ("-posted_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["open", "answered", "closed", "removed"]),
                name="need_state_is_declared",
            ),
            models.CheckConstraint(condition=~Q(title="") & ~Q(text="") & ~Q(theme=""), name="need_is_whole"),
        ]

    def __str__(self) -> str:
        return self.title


class Offer(models.Model):
    """« Nous savons faire » : what another organisation answers to a need."""

    need = models.ForeignKey(Need, models.CASCADE, related_name="offers")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="offers")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    text = models.TextField()
    fiche_id = models.CharField(max_length=LENGTH, blank=True)
    removed = models.BooleanField(default=False)
    at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "trv_offer"
        ordering = ("at", "pk")
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="offer_has_a_text")]

    def __str__(self) -> str:
        return f"{self.need_id} {self.organisation_id}"
