import uuid

from django.db import models
from django.db.models import Q


def new_uid() -> str:
    return uuid.uuid4().hex


class Message(models.Model):
    """One e-mail to one person, from the event that made it to what became of it."""

    class State(models.TextChoices):
        WAITING = "waiting", "en attente"
        SENDING = "sending", "en cours d’envoi"
        SENT = "sent", "envoyé"
        FAILED = "failed", "abandonné"
        # Perhaps received: nobody but an operator sends it again.
        UNCERTAIN = "uncertain", "incertain"

    # The same at each attempt: a mail system that sees it twice keeps one.
    uid = models.CharField(max_length=32, unique=True, default=new_uid, editable=False)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120, blank=True)  # the event that made it: it makes no other
    to = models.CharField(max_length=254, blank=True)  # empty once forgotten, as all that was written
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    unsubscribe = models.CharField(max_length=500, blank=True)
    reply_to = models.CharField(max_length=254, blank=True)  # who reads the answer; "": nobody
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)  # also names the claim: its result is recorded, no other's
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "trv_message"
        verbose_name = "courriel"
        ordering = ("pk",)
        indexes = [models.Index(fields=["state", "next_try_at"], name="message_due")]
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="message_key_is_used_once"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "sending", "sent", "failed", "uncertain"]),
                name="message_state_is_declared",
            ),
            models.CheckConstraint(condition=~Q(kind=""), name="message_has_a_kind"),
            models.CheckConstraint(
                condition=~Q(state__in=["waiting", "sending"]) | ~(Q(to="") | Q(subject="") | Q(text="")),
                name="message_to_send_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at=None)),
                name="message_sent_has_its_date",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["sending", "uncertain"]) | Q(claimed_at__isnull=False),
                name="message_claim_has_its_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
