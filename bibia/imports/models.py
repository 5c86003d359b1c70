"""The imports that people made: what they gave, what was said of it, and what it changed."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from bibia.territoires.ids import LENGTH, new_id


class Import(models.Model):
    class State(models.TextChoices):
        RECEIVED = "recu", "Reçu"
        EXAMINED = "examine", "Examiné"
        DONE = "fait", "Importé"
        UNDONE = "annule", "Annulé"

    class Task(models.TextChoices):
        NONE = "", "Rien"
        EXAMINE = "examiner", "Lecture"
        CARRY_OUT = "importer", "Import"
        UNDO = "annuler", "Annulation"

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    siren = models.CharField(max_length=9, blank=True)  # of the organisation for which it is made
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    made_at = models.DateTimeField(db_index=True)
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    is_kept = models.BooleanField(default=True)  # the bytes, and the report that quotes them
    options = models.JSONField(default=dict)  # as Options.as_dict
    report = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    seen = models.JSONField(default=dict)  # row → what the dry run said of it, in short
    published = models.BooleanField(default=False)
    made = models.JSONField(default=list, encoder=DjangoJSONEncoder)  # as Made, what an undoing needs
    done_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    # What is being done of it beside the pages (jobs.py), for whom, and how often it was begun.
    task = models.CharField(max_length=10, choices=Task, default=Task.NONE, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=600, blank=True)  # why the last task came to nothing

    class Meta:
        db_table = "trv_import"
        ordering = ("-made_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["recu", "examine"], done_at=None, undone_at=None)
                | Q(state="fait", done_at__isnull=False, undone_at=None)
                | Q(state="annule", done_at__isnull=False, undone_at__isnull=False),
                name="import_state_has_its_dates",
            ),
            models.CheckConstraint(
                condition=Q(task="") | Q(asked_by__isnull=False, asked_at__isnull=False),
                name="import_task_was_asked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.state})"


class KnownColumn(models.Model):
    """What an organisation said of a header, so that it need not say it again."""

    siren = models.CharField(max_length=9)  # "": the association
    header = models.CharField(max_length=200)  # as headers.key gives it
    field = models.CharField(max_length=40, blank=True)  # "": the column is left out

    class Meta:
        db_table = "trv_import_column"
        constraints = [models.UniqueConstraint(fields=["siren", "header"], name="one_field_for_a_header")]

    def __str__(self) -> str:
        return f"{self.header} → {self.field}"
