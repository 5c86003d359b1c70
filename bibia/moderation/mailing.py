"""A mail to the contributors of a selection: who they are is counted, never listed."""

from dataclasses import asdict, dataclass
from typing import Any

from django.core import signing
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bibia.accounts.models import Account, Membership
from bibia.accounts.roles import Role
from bibia.courrier.outbox import send
from bibia.fiches.confirming import FRESH, YEAR, to_confirm
from bibia.fiches.models import Fiche
from bibia.fiches.verbs import Refusal, journal, require
from bibia.fiches.vocabularies import VOCABULARIES
from bibia.fiches.writing import writing
from bibia.moderation.models import Mailing, MailStop
from bibia.ui.jinja import absolute
from bibia.ui.text import squeeze

_SALT = "bibia.moderation.mailing"
LONGEST_SUBJECT, LONGEST_TEXT = 150, 5_000
WITH, WITHOUT, ALL = "avec", "sans", ""
WHO = (
    (ALL, "Toutes les organisations"),
    (WITH, "Celles qui ont une fiche"),
    (WITHOUT, "Celles qui n’en ont aucune"),
)
AGES = (("", "Peu importe"), ("6", "Une fiche sans vérification depuis 6 mois"), ("12", "Depuis 12 mois"))
ROLES = (("", "Contributeurs et responsables"), (Role.RESPONSABLE.value, "Responsables seulement"))


@dataclass(frozen=True)
class Selection:
    who: str = ALL
    theme: str = ""
    status: str = ""
    age: str = ""
    role: str = ""

    @property
    def is_known(self) -> bool:
        return (
            self.who in dict(WHO)
            and self.age in dict(AGES)
            and self.role in dict(ROLES)
            and (not self.theme or self.theme in VOCABULARIES["theme"].codes)
            and (not self.status or self.status in VOCABULARIES["projet_status"].codes)
        )

    def accounts(self) -> QuerySet[Account]:
        """One line per person who may still be written to."""
        roles = [self.role] if self.role else [Role.CONTRIBUTEUR, Role.RESPONSABLE]
        seats = Membership.objects.filter(state=Membership.State.CONFIRMED, role__in=roles)
        if self.who == WITHOUT:
            seats = seats.exclude(organisation_id__in=_owners(Fiche.objects.all()))
        elif self.who == WITH or self.theme or self.status or self.age:
            seats = seats.filter(organisation_id__in=_owners(self._fiches()))
        people = Account.objects.filter(pk__in=seats.values("account"), is_active=True).exclude(email="")
        return people.exclude(pk__in=MailStop.objects.values("account")).order_by("pk")

    def _fiches(self) -> QuerySet[Fiche]:
        fiches = Fiche.objects.filter(archived_at=None)
        if self.theme:
            fiches = fiches.filter(theme=self.theme)
        if self.status:
            fiches = fiches.filter(projet_status=self.status)
        if self.age:
            after = FRESH if self.age == "6" else YEAR
            fiches = to_confirm(fiches, today=timezone.localdate(), after=after)
        return fiches


def _owners(fiches: QuerySet[Fiche]) -> list[str]:
    found = fiches.exclude(collectivite__siren=None).order_by()
    return [siren for siren in found.values_list("collectivite__siren", flat=True).distinct() if siren]


def checked(subject: str, text: str) -> tuple[str, str]:
    subject, text = squeeze(subject), text.replace("\r\n", "\n").strip()
    if not subject or len(subject) > LONGEST_SUBJECT:
        raise Refusal(
            _("L’objet tient sur une ligne, en %(most)s caractères au plus.") % {"most": LONGEST_SUBJECT}
        )
    if not text or len(text) > LONGEST_TEXT:
        raise Refusal(_("Écrivez le message, en %(most)s caractères au plus.") % {"most": LONGEST_TEXT})
    return subject, text


def write_mailing(selection: Selection, *, subject: str, text: str, by: Account) -> Mailing:
    """One message for each person, written with this mailing or not at all."""
    with writing():
        require(by, "write_mailing")
        subject, text = checked(subject, text)
        if not selection.is_known:
            raise Refusal(_("Cette sélection n’existe pas."))
        people = list(selection.accounts())
        if not people:
            raise Refusal(_("Personne ne répond à cette sélection."))
        made = Mailing.objects.create(
            subject=subject,
            text=text,
            selection=asdict(selection),
            recipients=len(people),
            sent_at=timezone.now(),
            by=by,
        )
        for account in people:
            _send(made, account)
        journal("write_mailing", by, "", detail=f"{len(people)} destinataires"[:500])
        return made


def _send(mailing: Mailing, account: Account) -> None:
    send(
        to=account.email,
        kind="envoi-groupe",
        subject=mailing.subject,
        template="moderation/courriels/envoi.html",
        context=context(mailing.text),
        key=f"envoi-{mailing.pk}-{account.pk}",
        unsubscribe=absolute(reverse("envois-arreter", args=[token(account)])),
    )


def context(text: str) -> dict[str, Any]:
    return {"paragraphs": [part.strip() for part in text.split("\n\n") if part.strip()]}


def token(account: Account) -> str:
    return signing.dumps(account.pk, salt=_SALT)


def of_token(text: str) -> Account | None:
    try:
        return Account.objects.filter(pk=signing.loads(text, salt=_SALT)).first()
    except signing.BadSignature:
        return None


def stop(account: Account) -> None:
    """No more of these mails for this person."""
    with writing():
        MailStop.objects.get_or_create(account=account, defaults={"at": timezone.now()})


def is_stopped(account: Account) -> bool:
    return MailStop.objects.filter(account=account).exists()
