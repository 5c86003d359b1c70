"""What the public may read. A row here is public by definition: there is no status to filter on."""

import threading
from typing import Any

from django.db import connection, models
from django.urls import reverse

from bibia.fiches.fields import REQUIRED
from bibia.fiches.models.values import Values
from bibia.territoires.ids import LENGTH
from bibia.territoires.models import Collectivite
from bibia.ui.addresses import fixed
from bibia.ui.text import slugify_fr


class Fiche(Values):
    """The projection of a record: public values, and the restricted ones that its organisation opened."""

    id = models.CharField(primary_key=True, max_length=LENGTH)
    collectivite = models.ForeignKey(Collectivite, models.PROTECT, related_name="fiches")
    opened = models.JSONField(default=list)  # names of the restricted fields opened by the organisation
    version = models.PositiveIntegerField(default=0)  # counts the changes that the public can see
    published_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    # Kept to be read, no longer looked after: since when and why, for everybody to see.
    archived_at = models.DateTimeField(null=True)
    archived_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "pub_fiche"
        verbose_name = "fiche"
        ordering = ("id",)
        constraints = [
            *(
                models.CheckConstraint(
                    condition=~models.Q(**{name: ""}),
                    name=f"pub_fiche_has_{name}",
                    violation_error_message="Ce champ est nécessaire pour publier.",
                )
                for name in REQUIRED
            ),
            models.CheckConstraint(
                condition=models.Q(archived_at=None, archived_reason="")
                | (models.Q(archived_at__isnull=False) & ~models.Q(archived_reason="")),
                name="pub_fiche_archived_with_its_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.nom_projet

    @property
    def slug(self) -> str:
        return slugify_fr(self.nom_projet)

    def get_absolute_url(self) -> str:
        return address(self.id, self.nom_projet)


def address(fiche_id: str, title: str) -> str:
    """The page of a fiche, for whoever has not read it whole."""
    return f"{fixed('cas-usage')}{fiche_id}-{slugify_fr(title)}/"


class Version(models.Model):
    """A change that the public can see: which public values, before and after."""

    fiche = models.ForeignKey(Fiche, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    date = models.DateTimeField()
    changes = models.JSONField(default=list)  # [{"field", "before", "after"}]

    class Meta:
        db_table = "pub_version"
        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=["fiche", "number"], name="version_number_once")]

    def __str__(self) -> str:
        return f"{self.fiche_id} v{self.number}"


class Withdrawn(models.Model):
    """A record that was published and no longer is: its address answers 410 with this reason."""

    id = models.CharField(primary_key=True, max_length=LENGTH)
    title = models.CharField(max_length=200)
    reason = models.CharField(max_length=500)
    version = models.PositiveIntegerField(default=0)  # the last one: published again, it goes on counting
    withdrawn_at = models.DateTimeField()
    merged_into = models.CharField(
        max_length=LENGTH, blank=True
    )  # the record that took its place, if one did

    class Meta:
        db_table = "pub_withdrawn"

    def __str__(self) -> str:
        return self.title


def successor(gone: Withdrawn) -> Fiche | None:
    """The published record that took the place of a merged one, through the merges that followed."""
    followed = {gone.pk}
    while gone.merged_into and gone.merged_into not in followed:
        kept = Fiche.objects.only("id", "nom_projet").filter(pk=gone.merged_into).first()
        if kept:
            return kept
        followed.add(gone.merged_into)
        following = Withdrawn.objects.filter(pk=gone.merged_into).first()
        if following is None:
            return None
        gone = following
    return None


class Shelf(models.Model):
    """A collection of the animators ("étagère"): a title, a text, an ordered choice of records."""

    slug = models.CharField(primary_key=True, max_length=60)
    title = models.CharField(max_length=120)
    text = models.TextField()
    fiches = models.JSONField(default=list)  # identifiers in order; one of a withdrawn record is passed over
    updated_at = models.DateTimeField()

    class Meta:
        db_table = "pub_shelf"
        verbose_name = "étagère"
        ordering = ("-updated_at", "slug")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("etagere", args=[self.slug])


# Of a visible change; "exchange": what readers and peers say of a record.
KINDS = ("published", "updated", "withdrawn", "shelf", "exchange")


class Change(models.Model):
    """One line per visible change of the library, without a gap: what other processes follow."""

    seq = models.PositiveBigIntegerField(primary_key=True)
    fiche_id = models.CharField(max_length=LENGTH, blank=True)  # "" for a change that is no record's
    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in KINDS])
    at = models.DateTimeField()

    class Meta:
        db_table = "pub_change"
        ordering = ("seq",)

    def __str__(self) -> str:
        return f"{self.seq} {self.kind} {self.fiche_id}"


def generation() -> int:
    """The number of the last visible change."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT MAX(seq) FROM {Change._meta.db_table}")
        return cursor.fetchone()[0] or 0


Edition = tuple[Any, ...] | None


def edition() -> Edition:
    """The last visible change: the same one, the same public pages. Its number alone would not tell apart
    two libraries that stood one after the other at the same address."""
    # Asked for every page, even one that has not changed: building this query would take ten times longer.
    now = signature()
    if now is None or now != getattr(_last, "signature", None):
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT seq, fiche_id, kind, at FROM {Change._meta.db_table} ORDER BY seq DESC LIMIT 1"
            )
            _last.edition, _last.signature = cursor.fetchone(), now
    return _last.edition


# By each thread, on its own connection.
_last = threading.local()


def signature() -> tuple[Any, ...] | None:
    """On SQLite, what changes when anyone commits: others (data_version), or this connection itself.

    None on PostgreSQL, and within a transaction: it may be undone without a trace.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return None
    connection.ensure_connection()
    raw: Any = connection.connection
    with connection.wrap_database_errors:
        return raw, raw.execute("PRAGMA data_version").fetchone()[0], raw.total_changes
