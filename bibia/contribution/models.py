"""What is being written, before it is proposed: values as they were typed, and the visas asked of the hierarchy."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone

from bibia.accounts.models import Membership
from bibia.accounts.viewer import Viewer
from bibia.fiches.models import Proposal
from bibia.territoires.ids import LENGTH, new_id
from bibia.ui.filters import date_fr

LONGEST_TEXT = 200_000  # characters of a deposited text
State = Proposal.State


def title(values: Mapping[str, Any]) -> str:
    return str(values.get("nom_projet") or "").strip() or "Sans titre"


class DraftQuerySet(models.QuerySet["Draft"]):
    def of_browser(self, fingerprint: str) -> "DraftQuerySet":
        """Those that somebody who has not signed in began in this browser."""
        return self.filter(account=None, browser=fingerprint) if fingerprint else self.none()

    def readable(self, account, viewer: Viewer) -> "DraftQuerySet":
        """One's own, and those that colleagues write for one's organisation."""
        return self.filter(Q(account=account) | self._shared(viewer.organisations("read_drafts"))).distinct()

    def writable(self, account, viewer: Viewer) -> "DraftQuerySet":
        return self.filter(Q(account=account) | self._shared(viewer.organisations("propose"))).distinct()

    def _shared(self, sirens: tuple[str, ...]) -> Q:
        """A draft is its organisation's once its author is known to work there: a name alone proves nothing."""
        authors = Membership.objects.filter(
            account=models.OuterRef("account"),
            organisation=models.OuterRef("siren"),
            state=Membership.State.CONFIRMED,
        )
        return Q(siren__in=[siren for siren in sirens if siren]) & Q(models.Exists(authors))

    def live(self) -> "DraftQuerySet":
        """Being written, or sent and not decided for good."""
        return self.filter(Q(proposal=None) | Q(proposal__state__in=[State.PENDING, State.CHANGES]))


class Draft(models.Model):
    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="drafts")
    browser = models.CharField(max_length=64, blank=True)  # fingerprint of an anonymous browser's secret
    siren = models.CharField(max_length=9, blank=True, db_index=True)
    # What it changes: a published record as it was read, or a proposal that came back.
    fiche_id = models.CharField(max_length=LENGTH, blank=True, db_index=True)
    base = models.PositiveIntegerField(null=True)
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    replaces = models.ForeignKey(Proposal, models.PROTECT, null=True, related_name="+")
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, related_name="+")
    values = models.JSONField(default=dict, encoder=DjangoJSONEncoder)  # as typed, the refused ones too
    aside = models.JSONField(default=list, encoder=DjangoJSONEncoder)  # two texts for one field, to reconcile
    answers = models.JSONField(
        default=dict
    )  # personal data said to be a service's, by the digest of the text
    text = models.TextField(blank=True)  # deposited beside the form
    text_name = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=200, blank=True)
    step = models.CharField(max_length=30, blank=True)  # the last one that was written
    version = models.PositiveIntegerField(default=1)
    ready_at = models.DateTimeField(null=True)  # sent by someone whose organisation is not confirmed yet
    made_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    objects = DraftQuerySet.as_manager()

    class Meta:
        db_table = "trv_draft"
        ordering = ("-updated_at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(account=None, proposal=None) & ~Q(browser="")
                | Q(account__isnull=False, browser=""),
                name="draft_is_somebodys",
            ),
            models.CheckConstraint(
                condition=Q(fiche_id="") | Q(account__isnull=False), name="draft_of_record_is_signed"
            ),
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(proposal__isnull=False), name="draft_proposal_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} v{self.version}"

    @property
    def title(self) -> str:
        return title(self.values)

    @property
    def sent(self) -> Proposal | None:
        """The proposal that stands for what was sent: those who read it may have put another in its place."""
        found = self.proposal
        while found and (following := found.replaced_by.order_by("-pk").first()):
            found = following
        return found

    @property
    def is_open(self) -> bool:
        return self.proposal_id is None


class Visa(models.Model):
    """A link by which one person reads a draft and says what they think: a function and a date, never a name."""

    class Answer(models.TextChoices):
        NONE = "", "Pas encore de réponse"
        APPROVED = "approuve", "Approuvé"
        COMMENTED = "commente", "Commenté"

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="visas")
    function = models.CharField(max_length=80)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    comment = models.TextField(max_length=2_000, blank=True)
    answered_at = models.DateTimeField(null=True)
    seen_version = models.PositiveIntegerField(null=True)  # the version of the draft that was answered

    class Meta:
        db_table = "trv_visa"
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None, seen_version=None)
                | ~Q(answer="") & Q(answered_at__isnull=False, seen_version__isnull=False),
                name="visa_answer_is_whole",
            )
        ]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.function}"

    @property
    def said(self) -> str:
        """Its answer, in a line of somebody's page."""
        return f"{self.function}, {self.get_answer_display().lower()} le {date_fr(self.answered_at)}"
