"""A supplier's solution, described once for all the organisations that use it. The public sees nothing of it."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class SupplierTemplate(models.Model):
    title = models.CharField(max_length=120)
    supplier = models.CharField(max_length=120)
    values = models.JSONField(encoder=DjangoJSONEncoder)  # clean values of fiches.suppliers.KNOWN
    made_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        db_table = "trv_template"
        verbose_name = "modèle de fournisseur"
        ordering = ("supplier", "title", "pk")
        constraints = [
            models.UniqueConstraint(fields=["supplier", "title"], name="template_once"),
            models.CheckConstraint(
                condition=~models.Q(title="") & ~models.Q(supplier=""), name="template_is_named"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supplier}, {self.title}"
