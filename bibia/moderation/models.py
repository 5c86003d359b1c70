"""What animation keeps: terms that people miss, mails written to many, and who wants none."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Term(models.Model):
    """A word that a vocabulary lacks, as somebody asked for it. The vocabulary itself changes with a release."""

    class State(models.TextChoices):
        WAITING = "waiting", "En attente"
        ACCEPTED = "accepted", "Retenu"
        REFUSED = "refused", "Écarté"

    vocabulary = models.CharField(max_length=40)
    label = models.CharField(max_length=80)
    why = models.CharField(max_length=1_000)
    made_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    code = models.CharField(max_length=60, blank=True)  # under which it will be written in the vocabulary
    answer = models.CharField(max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        db_table = "trv_term"
        verbose_name = "terme proposé"
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at=None, code="", answer="")
                | (Q(state="accepted", decided_at__isnull=False) & ~Q(code=""))
                | (Q(state="refused", decided_at__isnull=False, code="") & ~Q(answer="")),
                name="term_decision_is_whole",
            ),
            models.UniqueConstraint(
                fields=["vocabulary", "code"], condition=Q(state="accepted"), name="term_code_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.vocabulary} : {self.label}"


class Mailing(models.Model):
    """A mail written once to the contributors of a selection."""

    subject = models.CharField(max_length=150)
    text = models.TextField()
    selection = models.JSONField(default=dict)
    recipients = models.PositiveIntegerField()
    sent_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        db_table = "trv_mailing"
        verbose_name = "courriel groupé"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.subject


class MailStop(models.Model):
    """Somebody who wants no more of these mails; the others, about what they do here, still reach them."""

    account = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "trv_mail_stop"

    def __str__(self) -> str:
        return str(self.account_id)
