"""What is remembered of a Grist table: what was exchanged, what is in conflict, what went wrong, each run."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from bibia.fiches.models import Proposal
from bibia.territoires.ids import LENGTH

SOURCE = 200  # characters of « document/table »


class Link(models.Model):
    """A row of the table and its record, with the last values that both sides held in common."""

    class Absence(models.TextChoices):
        NONE = "", "Présente"
        ASKED = "demandee", "Suppression à décider"
        KEPT = "gardee", "Fiche gardée"
        WITHDRAWN = "retiree", "Fiche retirée"

    source = models.CharField(max_length=SOURCE)
    row = models.BigIntegerField()  # Grist's own number, which it may give again; 0 until it gave one
    uid = models.CharField(max_length=LENGTH, blank=True)  # of the record, once it is published
    exchanged = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    # What is being written there: found there after an interruption, it is ours, and nobody's change.
    sent = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, related_name="+")  # the last from here
    revision = models.PositiveIntegerField(default=0)  # of the record, when it was last compared
    due = models.BooleanField(default=False)  # to be compared again, even if neither side changed
    absence = models.CharField(max_length=10, choices=Absence, default=Absence.NONE, blank=True)
    missing_since = models.DateTimeField(null=True)

    class Meta:
        db_table = "trv_grist_link"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["source", "uid"], condition=~Q(uid=""), name="grist_link_once_per_record"
            ),
            models.CheckConstraint(
                condition=Q(absence="", missing_since=None)
                | (~Q(absence="") & Q(missing_since__isnull=False)),
                name="grist_link_absence_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.row} {self.uid}"


class Conflict(models.Model):
    """A field that changed on both sides: a person chooses."""

    class State(models.TextChoices):
        OPEN = "ouvert", "À décider"
        HERE = "ici", "Valeur de la bibliothèque gardée"
        GRIST = "grist", "Valeur de Grist gardée"
        GONE = "disparu", "Les deux côtés se sont accordés"

    link = models.ForeignKey(Link, models.CASCADE, related_name="conflicts")
    field = models.CharField(max_length=60)
    base = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    here = models.JSONField(encoder=DjangoJSONEncoder, null=True)
    there = models.JSONField(encoder=DjangoJSONEncoder, null=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "trv_grist_conflict"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["link", "field"], condition=Q(state="ouvert"), name="grist_conflict_open_once"
            ),
            models.CheckConstraint(
                condition=Q(state="ouvert", closed_at=None)
                | (~Q(state="ouvert") & Q(closed_at__isnull=False)),
                name="grist_conflict_end_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.link} {self.field} {self.state}"


class Alarm(models.Model):
    """Something the animator must know; `confirmed_by` is who said to go on all the same."""

    source = models.CharField(max_length=SOURCE)
    kind = models.CharField(max_length=30)
    sentence = models.CharField(max_length=600)
    data = models.JSONField(default=dict)
    times = models.PositiveIntegerField(default=1)
    opened_at = models.DateTimeField()
    last_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "trv_grist_alarm"
        ordering = ("-last_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "kind"], condition=Q(closed_at=None), name="grist_alarm_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.kind}"


class Run(models.Model):
    """One exchange: when, who asked, what came of it, and which rows the table had."""

    class Outcome(models.TextChoices):
        DONE = "fait", "Fait"
        PARTIAL = "partiel", "Lu, mais pas écrit en entier"
        REFUSED = "refuse", "Rien n’a été changé"

    source = models.CharField(max_length=SOURCE)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome)
    sentence = models.CharField(max_length=600, blank=True)
    complete = models.BooleanField()  # every row was read, not only those that changed
    rows = models.JSONField(default=list)  # Grist's numbers of the rows that the table had
    mark = models.FloatField(null=True)  # the latest change seen, by Grist's clock
    counts = models.JSONField(default=dict)

    class Meta:
        db_table = "trv_grist_run"
        ordering = ("-pk",)
        indexes = [models.Index(fields=["source", "outcome"], name="grist_run_last")]

    def __str__(self) -> str:
        return f"{self.source} {self.started_at:%Y-%m-%d %H:%M} {self.outcome}"


class Turn(models.Model):
    """Which exchange of a table is the latest: the one before it writes nothing more."""

    source = models.CharField(primary_key=True, max_length=SOURCE)
    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        db_table = "trv_grist_turn"

    def __str__(self) -> str:
        return f"{self.source} {self.number}"
