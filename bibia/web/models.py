"""What makes a form safe to send twice, and a service hard to wear out."""

from django.db import models


class Done(models.Model):
    """A form that was received: sent again, it leads to the same place and does nothing more."""

    key = models.CharField(primary_key=True, max_length=64)  # of the form and of who sent it
    location = models.TextField()  # it may carry another address, of any length
    at = models.DateTimeField()

    class Meta:
        db_table = "trv_done"

    def __str__(self) -> str:
        return self.location


class Attempts(models.Model):
    """How often something was tried in a window of time, by a key that names no one."""

    key = models.CharField(max_length=64)
    window = models.DateTimeField()  # its end
    count = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "trv_attempts"
        constraints = [models.UniqueConstraint(fields=["key", "window"], name="attempts_once")]

    def __str__(self) -> str:
        return f"{self.count}"
