"""Who asked to be told, what was read, what was reminded."""

from django.db import models
from django.db.models import Q

from bibia.territoires.ids import LENGTH, new_id


class Alert(models.Model):
    """An address that was confirmed, and what it wants to hear about. Deleted when it is stopped."""

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id)
    address = models.EmailField()
    subject = models.CharField(max_length=20)  # what is followed: bibia.web.following knows its kinds
    criteria = models.CharField(max_length=500, blank=True)
    seen = models.PositiveBigIntegerField()  # number of the last public change that was told
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "trv_alert"
        ordering = ("made_at", "id")
        constraints = [
            models.UniqueConstraint(fields=["address", "subject", "criteria"], name="alert_once"),
            models.CheckConstraint(condition=~Q(address=""), name="alert_has_an_address"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.criteria}"


class Reading(models.Model):
    """How often a public record was opened, day by day: a number, of nobody."""

    fiche_id = models.CharField(max_length=LENGTH)
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "trv_reading"
        constraints = [models.UniqueConstraint(fields=["fiche_id", "day"], name="reading_once_a_day")]

    def __str__(self) -> str:
        return f"{self.fiche_id} {self.day} {self.count}"


class Reminder(models.Model):
    """When the organisation was last asked whether a record is still right."""

    fiche_id = models.CharField(primary_key=True, max_length=LENGTH)
    at = models.DateTimeField()

    class Meta:
        db_table = "trv_reminder"

    def __str__(self) -> str:
        return self.fiche_id
