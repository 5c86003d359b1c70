"""Once a year, to whoever wrote fiches: read so many times, taken up by these, contacted by so many, and what next."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from bibia.accounts.models import Account
from bibia.courrier.models import Message
from bibia.courrier.outbox import send
from bibia.echanges import recipients
from bibia.echanges.models import Exchange, Interest, Kind, Reading, State
from bibia.echanges.reminders import question
from bibia.fiches.completeness import completeness
from bibia.fiches.confirming import is_due
from bibia.fiches.models import Fiche, Internal
from bibia.fiches.verbs import journal
from bibia.fiches.writing import writing
from bibia.territoires.models import Collectivite
from bibia.ui.filters import number_fr
from bibia.ui.jinja import absolute

YEAR = timedelta(days=365)


def send_all(*, year: int) -> int:
    """To every organisation that declares; the second time in a year writes nothing. How many letters were written."""
    with writing():
        owners = list(Collectivite.objects.filter(fiches__isnull=False).distinct().order_by("cle"))
    return sum(_write(owner, year) for owner in owners)


def _write(owner: Collectivite, year: int) -> int:
    """One organisation, one transaction."""
    with writing():
        fiches = list(owner.fiches.order_by("nom_projet", "pk"))
        addresses = recipients.people(owner.siren or "") or _services(fiches)
        key = f"lettre-{year}-{owner.cle}"
        if not addresses or not fiches or _written(key):
            return 0
        context = {"organisation": owner.nom_affiche, "year": year, "lines": [_said(one) for one in fiches]}
        for address in addresses:
            send(
                to=address,
                kind="lettre-annuelle",
                subject=f"Vos fiches en {year} : ce qu’elles ont apporté",
                template="echanges/courriels/lettre.html",
                context=context | _next_step(fiches),
                key=f"{key}-{salted_hmac('bibia.echanges.lettre', address).hexdigest()[:12]}",
            )
        journal("annual_letter", Account.objects.system(), "", detail=key)
        return len(addresses)


def _written(key: str) -> bool:
    return Message.objects.filter(key__startswith=f"{key}-").exists()


def _services(fiches: Sequence[Fiche]) -> list[str]:
    found = Internal.objects.filter(pk__in=[one.pk for one in fiches]).exclude(projet_contact="")
    return sorted(set(found.values_list("projet_contact", flat=True)))


def _said(fiche: Fiche) -> str:
    """One sentence: figures, and the names of those that chose to be named."""
    since = timezone.now() - YEAR
    read = (
        Reading.objects.filter(fiche_id=fiche.pk, day__gte=since.date()).aggregate(n=Sum("count"))["n"] or 0
    )
    written = Exchange.objects.filter(fiche_id=fiche.pk, confirmed_at__gte=since)
    contacts = written.filter(kind=Kind.CONTACT).count()
    questions = written.filter(kind__in=(Kind.CONTACT, Kind.QUESTION), state=State.PUBLISHED)
    answered = questions.exclude(answer="").count()
    uses = list(
        Interest.objects.filter(fiche_id=fiche.pk, kind=Interest.Kind.USE).select_related("organisation")
    )
    named = sorted(one.organisation.nom for one in uses if one.named)
    parts = [f"lue {_many(read, 'fois', 'fois')}"]
    if uses:
        names = f", dont {', '.join(named[:5])}" if named else ""
        verb = "l’utilisent" if len(uses) > 1 else "l’utilise"
        parts.append(f"{_many(len(uses), 'organisation', 'organisations')} {verb} aussi{names}")
    if contacts:
        parts.append(f"{_many(contacts, 'personne a', 'personnes ont')} écrit à votre service")
    if questions.count():
        total = questions.count()
        parts.append(f"{_many(answered, 'réponse', 'réponses')} à {_many(total, 'question', 'questions')}")
    return f"« {fiche.nom_projet} » : {', '.join(parts)}."


def _many(count: int, one: str, several: str) -> str:
    return f"{number_fr(count)} {several if count > 1 else one}"


def _next_step(fiches: Sequence[Fiche]) -> dict[str, Any]:
    """The one thing that would help most."""
    keys = [one.pk for one in fiches]
    waiting = Exchange.objects.filter(
        fiche_id__in=keys, kind__in=(Kind.CONTACT, Kind.QUESTION), state=State.PUBLISHED, answer=""
    ).count()
    if waiting:
        said = f"{_many(waiting, 'question attend', 'questions attendent')} votre réponse."
        return {"step": said, "label": "Répondre", "url": absolute(reverse("echanges"))}
    old = next((one for one in fiches if is_due(one, today=timezone.localdate())), None)
    if old:
        said = f"La fiche « {old.nom_projet} » n’a pas été vérifiée depuis plus de six mois."
        return {"step": said, "label": "Dire si elle est à jour", "url": question(old)}
    poorest = min(fiches, key=lambda one: completeness(one)[0])
    filled, asked = completeness(poorest)
    said = f"La fiche « {poorest.nom_projet} » a {filled} champs remplis sur {asked} demandés : un de plus, et elle sert davantage."
    return {"step": said, "label": "Revoir la fiche", "url": absolute(poorest.get_absolute_url())}
