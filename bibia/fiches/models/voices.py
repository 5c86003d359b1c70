"""What readers and peers say of a published record, once an animator read it again. Public by definition."""

from django.db import models

from bibia.fiches.models.published import Fiche
from bibia.territoires.ids import LENGTH


class Question(models.Model):
    """A question that was published, and its answer; nobody is named, but functions and organisations."""

    id = models.CharField(primary_key=True, max_length=LENGTH)
    fiche = models.ForeignKey(Fiche, models.CASCADE, related_name="questions")
    author = models.CharField(max_length=120, blank=True)  # a function or an organisation; "": a reader
    text = models.TextField()
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answerer = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "pub_question"
        ordering = ("-asked_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer="", answerer="", answered_at=None)
                | (~models.Q(answer="") & ~models.Q(answerer="") & models.Q(answered_at__isnull=False)),
                name="question_answer_is_whole",
            ),
            models.CheckConstraint(condition=~models.Q(text=""), name="question_has_a_text"),
        ]

    def __str__(self) -> str:
        return f"{self.fiche_id} {self.id}"


class Reply(models.Model):
    """What a supplier that the record names has to say of it ("droit de réponse")."""

    id = models.CharField(primary_key=True, max_length=LENGTH)
    fiche = models.ForeignKey(Fiche, models.CASCADE, related_name="replies")
    author = models.CharField(max_length=200)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "pub_reply"
        ordering = ("-at", "id")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(text="") & ~models.Q(author=""), name="reply_is_whole"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fiche_id} {self.author}"


class Reuse(models.Model):
    """How many organisations say that they use it too, and the names of those that chose to be named."""

    fiche = models.OneToOneField(Fiche, models.CASCADE, primary_key=True, related_name="reuse")
    count = models.PositiveIntegerField()
    names = models.JSONField(default=list)

    class Meta:
        db_table = "pub_reuse"
        constraints = [models.CheckConstraint(condition=models.Q(count__gt=0), name="reuse_is_somebody")]

    def __str__(self) -> str:
        return f"{self.fiche_id} {self.count}"
