from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from bibia.accounts.roles import LABELS, Role
from bibia.accounts.viewer import Viewer

SYSTEM_HANDLE = "système"


class AccountManager(BaseUserManager["Account"]):
    def system(self) -> "Account":
        """The account of the commands; made on first use."""
        return self.get_or_create(handle=SYSTEM_HANDLE, defaults={"role": Role.SYSTEME})[0]


class Account(AbstractBaseUser):
    """Someone who acts. Nobody signs in with a password: the column stays unusable."""

    handle = models.CharField(_("identifiant"), max_length=80, unique=True)
    role = models.CharField(_("rôle"), max_length=20, choices=[(r.value, LABELS[r]) for r in Role][1:])
    siren = models.CharField(_("SIREN de son organisation"), max_length=9, blank=True)

    USERNAME_FIELD = "handle"
    objects = AccountManager()

    class Meta:
        db_table = "trv_account"
        verbose_name = _("compte")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=[role.value for role in Role if role is not Role.PUBLIC]),
                name="account_role_is_declared",
                violation_error_message=_("Ce rôle n’existe pas."),
            )
        ]

    def __str__(self) -> str:
        return self.handle

    @property
    def viewer(self) -> Viewer:
        return Viewer(role=Role(self.role), siren=self.siren)
