"""What is reserved (rsv_) and what is being worked on (trv_). No public request may read these tables."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from bibia.fiches.columns import EmailColumn
from bibia.fiches.models.values import Values
from bibia.territoires.ids import LENGTH


class Reserved(Values):
    """Every value of a published record, restricted ones included."""

    id = models.CharField(primary_key=True, max_length=LENGTH)
    revision = models.PositiveIntegerField(default=0)  # counts every accepted change, visible or not
    opened = models.JSONField(default=list)
    confirmed = models.JSONField(default=list)  # exposing statements that the organisation confirmed

    class Meta:
        db_table = "rsv_fiche"

    def __str__(self) -> str:
        return self.id


class Internal(models.Model):
    """The values that only the owner and the animators know."""

    id = models.CharField(primary_key=True, max_length=LENGTH)
    projet_contact = EmailColumn(
        "Adresse du service",
        "Indiquez une adresse de service, jamais celle d’une personne. Elle n’est jamais affichée et sert seulement à vous joindre.",
        example="service-numerique@collectivite.example",
    )

    class Meta:
        db_table = "trv_internal"

    def __str__(self) -> str:
        return self.id


class Proposal(models.Model):
    """What someone wants published: a new record, or new values for one."""

    class State(models.TextChoices):
        PENDING = "pending", "En attente"
        ACCEPTED = "accepted", "Acceptée"
        REJECTED = "rejected", "Refusée"
        CHANGES = "changes", "À reprendre"
        CANCELLED = "cancelled", "Abandonnée"

    fiche_id = models.CharField(max_length=LENGTH, db_index=True)
    base = models.PositiveIntegerField()  # the revision that its author saw; 0 for a new record
    values = models.JSONField(encoder=DjangoJSONEncoder)
    confirmed = models.JSONField(default=list)
    # Values that whoever asked for changes wrote for the author, who takes them or not.
    correction = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaced_by")
    source = models.CharField(max_length=200, blank=True)  # where the values come from
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "trv_proposal"
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="pending", decided_at=None, decided_by=None)
                | models.Q(
                    state__in=["accepted", "rejected", "changes", "cancelled"],
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                ),
                name="proposal_decision_is_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(correction={}) | models.Q(state="changes"),
                name="proposal_correction_asks_changes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fiche_id} {self.state}"


class Journal(models.Model):
    """Who did what, when. The database itself refuses to change or delete a line."""

    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    verb = models.CharField(max_length=20)
    fiche_id = models.CharField(max_length=LENGTH, db_index=True)
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, related_name="+")
    detail = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "trv_journal"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.verb} {self.fiche_id}"
