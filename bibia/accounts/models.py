"""People who act, the organisations they act for, and the browsers they are signed in with."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bibia.accounts.roles import IN_ORGANISATION, LABELS, OF_ASSOCIATION, Role
from bibia.accounts.viewer import Seat, Viewer

SYSTEM_HANDLE = "système"
_WHOLE_LIBRARY = (*OF_ASSOCIATION, Role.SYSTEME)


class AccountManager(BaseUserManager["Account"]):
    def system(self) -> "Account":
        """The account of the commands; made on first use."""
        return self.get_or_create(handle=SYSTEM_HANDLE, defaults={"role": Role.SYSTEME})[0]


class Account(AbstractBaseUser):
    """Someone who acts. Nobody signs in with a password: the column stays unusable."""

    handle = models.CharField(_("identifiant"), max_length=80, unique=True)
    email = models.EmailField(_("adresse électronique"), blank=True)
    role = models.CharField(
        _("rôle pour toute la bibliothèque"),
        max_length=20,
        choices=[(role.value, LABELS[role]) for role in _WHOLE_LIBRARY],
        blank=True,
    )
    is_active = models.BooleanField(default=True)
    made_at = models.DateTimeField(default=timezone.now)

    # During a request: false without the second factor that its role asks for; the account then has no right at all.
    proved = True

    USERNAME_FIELD = "handle"
    EMAIL_FIELD = "email"
    objects = AccountManager()

    class Meta:
        db_table = "trv_account"
        verbose_name = _("compte")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=["", *(role.value for role in _WHOLE_LIBRARY)]),
                name="account_role_is_declared",
                violation_error_message=_("Ce rôle n’existe pas."),
            ),
            models.UniqueConstraint(
                fields=["email"], condition=~models.Q(email=""), name="account_email_once"
            ),
        ]

    def __str__(self) -> str:
        return self.email or self.handle

    @property
    def viewer(self) -> Viewer:
        """What this account may do now: asked of the database each time."""
        if not self.proved:
            return Viewer()
        seats = tuple(membership.seat for membership in self.memberships.confirmed())
        if self.role:
            return Viewer(Role(self.role), seats)
        return Viewer(Role.MEMBRE if seats else Role.PUBLIC, seats)


class Organisation(models.Model):
    """What the association decided of an organisation that has people here."""

    siren = models.CharField(primary_key=True, max_length=9)
    nom = models.CharField(max_length=200)
    self_publishing = models.BooleanField(default=False)  # publishes itself, in two steps

    class Meta:
        db_table = "trv_organisation"

    def __str__(self) -> str:
        return self.nom


class Domain(models.Model):
    """A mail domain that was confirmed to be an organisation's: its addresses need no other proof."""

    domain = models.CharField(max_length=253)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="domains")

    class Meta:
        db_table = "trv_domain"
        constraints = [models.UniqueConstraint(fields=["domain", "organisation"], name="domain_once")]

    def __str__(self) -> str:
        return self.domain


class MembershipQuerySet(models.QuerySet["Membership"]):
    def confirmed(self) -> "MembershipQuerySet":
        return self.filter(state=Membership.State.CONFIRMED).select_related("organisation").order_by("pk")

    def waiting(self) -> "MembershipQuerySet":
        return self.filter(state=Membership.State.WAITING).select_related("organisation", "account")


class Membership(models.Model):
    """Someone says that they work for an organisation; once confirmed, it gives them a role there."""

    class State(models.TextChoices):
        WAITING = "waiting", _("En attente")
        CONFIRMED = "confirmed", _("Confirmée")
        REFUSED = "refused", _("Refusée")
        ENDED = "ended", _("Terminée")

    class Proof(models.TextChoices):
        NONE = "", _("aucune")
        DOMAIN = "domaine", _("domaine de courriel de l’organisation")
        DIRECTORY = "annuaire", _("adresse de l’annuaire de l’administration")
        PERSON = "personne", _("confirmée par une personne")
        PROCONNECT = "proconnect", _("ProConnect")

    account = models.ForeignKey(Account, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=[(role.value, LABELS[role]) for role in IN_ORGANISATION])
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    proof = models.CharField(max_length=12, choices=Proof, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        db_table = "trv_membership"
        constraints = [
            models.UniqueConstraint(fields=["account", "organisation"], name="membership_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=[role.value for role in IN_ORGANISATION]),
                name="membership_role_is_declared",
                violation_error_message=_("Ce rôle n’existe pas."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state="confirmed") | ~models.Q(proof=""),
                name="membership_confirmed_has_proof",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.organisation_id} {self.role}"

    @property
    def seat(self) -> Seat:
        return Seat(self.organisation_id, Role(self.role), self.organisation.self_publishing)


class Identity(models.Model):
    """Someone as an identity provider names them, through ProConnect: the pair is the identity, never the address."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="identities")
    idp_id = models.CharField(max_length=120)
    sub = models.CharField(max_length=255)

    class Meta:
        db_table = "trv_identity"
        constraints = [models.UniqueConstraint(fields=["idp_id", "sub"], name="identity_once")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.idp_id}"


class Session(AbstractBaseSession):
    """A browser that somebody may be signed in with; where it connects from is not kept."""

    account = models.ForeignKey(Account, models.CASCADE, null=True, related_name="sessions")

    class Meta:
        db_table = "trv_session"

    def __str__(self) -> str:
        return f"{self.account_id} {self.expire_date:%Y-%m-%d}"

    @classmethod
    def get_session_store_class(cls):
        from bibia.accounts.sessions import SessionStore

        return SessionStore
