"""Every six months: is this fiche still right? Asked once, of those who write for its organisation."""

from collections.abc import Sequence

from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from bibia.accounts.models import Account
from bibia.courrier.outbox import send
from bibia.echanges import recipients
from bibia.echanges.models import Reminder
from bibia.fiches.confirming import FRESH, to_confirm
from bibia.fiches.models import Fiche, Internal
from bibia.fiches.verbs import journal
from bibia.fiches.writing import writing
from bibia.territoires.models import Collectivite
from bibia.ui.jinja import absolute


def send_all() -> tuple[int, int]:
    """How many letters were written, about how many fiches."""
    with writing():
        asked = Reminder.objects.filter(at__gt=timezone.now() - FRESH).values_list("pk", flat=True)
        recently = set(asked)
        found: dict[Collectivite, list[Fiche]] = {}
        fiches = Fiche.objects.select_related("collectivite").order_by("nom_projet", "pk")
        for fiche in to_confirm(fiches, today=timezone.localdate()):
            if fiche.pk not in recently:
                found.setdefault(fiche.collectivite, []).append(fiche)
    return sum(_write(owner, fiches) for owner, fiches in found.items()), sum(map(len, found.values()))


def _write(owner: Collectivite, fiches: Sequence[Fiche]) -> int:
    """One letter to each person of an organisation, one transaction: stopped in between, nobody is asked twice."""
    with writing():
        asked: dict[str, list[Fiche]] = {}
        people = recipients.people(owner.siren or "")
        for fiche in fiches:
            internal = Internal.objects.filter(pk=fiche.pk).first()
            service = [internal.projet_contact] if internal and internal.projet_contact else []
            for address in people or service:
                asked.setdefault(address, []).append(fiche)
            if people or service:
                Reminder.objects.update_or_create(pk=fiche.pk, defaults={"at": timezone.now()})
        for address, theirs in asked.items():
            send(
                to=address,
                kind="rappel",
                subject="Vos fiches sont-elles toujours à jour ?",
                template="echanges/courriels/rappel.html",
                context={"lines": [(one.nom_projet, question(one)) for one in theirs]},
            )
        if asked:
            journal("remind", Account.objects.system(), "", detail=owner.cle)
        return len(asked)


def question(fiche: Fiche) -> str:
    """The page where it is answered, by who is signed in; one's own page where it is not installed."""
    try:
        return absolute(reverse("ma-fiche", args=[fiche.pk]))
    except NoReverseMatch:
        return absolute("/espace/")
