"""What a reader wrote about a record, from the form to what became of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from bibia.territoires.ids import LENGTH, new_id


class Kind(models.TextChoices):
    CONTACT = "contact", "Message au service"
    QUESTION = "question", "Question"
    REPORT = "erreur", "Erreur signalée"
    REPLY = "reponse", "Droit de réponse"


class State(models.TextChoices):
    UNCONFIRMED = "unconfirmed", "Adresse à confirmer"
    RELAYED = "relayed", "Transmis au service"
    WAITING = "waiting", "À relire"
    PUBLISHED = "published", "Publié"
    REFUSED = "refused", "Non publié"
    RECEIVED = "received", "Reçu"
    CORRECTED = "corrected", "Corrigé"
    NOT_ERROR = "not_error", "Ce n’est pas une erreur"


# Where each kind may stand; the database checks it.
STATES = {
    Kind.CONTACT: (State.UNCONFIRMED, State.RELAYED, State.WAITING, State.PUBLISHED, State.REFUSED),
    Kind.QUESTION: (State.UNCONFIRMED, State.WAITING, State.PUBLISHED, State.REFUSED),
    Kind.REPLY: (State.UNCONFIRMED, State.WAITING, State.PUBLISHED, State.REFUSED),
    Kind.REPORT: (State.UNCONFIRMED, State.RECEIVED, State.CORRECTED, State.NOT_ERROR),
}
DECIDED = (State.PUBLISHED, State.REFUSED, State.CORRECTED, State.NOT_ERROR)


def _declared() -> Q:
    condition = Q()
    for kind, states in STATES.items():
        condition |= Q(kind=kind.value, state__in=[state.value for state in states])
    return condition


class Exchange(models.Model):
    """Nothing is done of it until its address was confirmed; the address goes as soon as nobody needs it."""

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id)
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=12, choices=State, default=State.UNCONFIRMED)
    fiche_id = models.CharField(max_length=LENGTH, db_index=True)
    author = models.CharField(max_length=200, blank=True)  # function or organisation; the company of a reply
    address = models.EmailField(blank=True)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    text = models.TextField(blank=True)  # empty once a private message was handed over
    field = models.CharField(max_length=40, blank=True)  # that a report is about
    source = models.CharField(max_length=500, blank=True)
    publishable = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    answer = models.TextField(blank=True)
    answerer = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)
    waiting_answer = models.TextField(blank=True)  # what the organisation wrote, before an animator read it
    waiting_at = models.DateTimeField(null=True)
    waiting_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        db_table = "trv_exchange"
        ordering = ("made_at", "id")
        indexes = [models.Index(fields=["state", "made_at"], name="exchange_queue")]
        constraints = [
            models.CheckConstraint(condition=_declared(), name="exchange_state_of_its_kind"),
            models.CheckConstraint(
                condition=Q(state="unconfirmed", confirmed_at=None)
                | (~Q(state="unconfirmed") & Q(confirmed_at__isnull=False)),
                name="exchange_confirmed_has_its_date",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answerer="", answered_at=None)
                | (~Q(answer="") & ~Q(answerer="") & Q(answered_at__isnull=False)),
                name="exchange_answer_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["question", "reponse"]) | Q(publishable=True),
                name="exchange_question_is_to_publish",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id} {self.state}"

    @property
    def outcome(self) -> str:
        """What became of it, where the state alone would not say."""
        if self.state == State.PUBLISHED and self.waiting_answer:
            return "Réponse à relire"
        return "Répondu" if self.state == State.PUBLISHED and self.answer else self.get_state_display()

    @property
    def is_question(self) -> bool:
        return self.kind in (Kind.CONTACT, Kind.QUESTION)
