"""The exchanges of a library that has lived: a few are public, the others are nobody's business."""

import datetime

from django.utils import timezone

from bibia.accounts.models import Organisation
from bibia.accounts.roles import Role
from bibia.echanges import actions, alerts, interests, needs
from bibia.echanges.models import Alert, Exchange, Interest, Kind, Need, Offer, Reading, State
from bibia.fiches.guard import trusted
from tests import factories

PUBLIC_QUESTION = "Combien de temps faut-il pour commencer ?"


def correspond(word: str, names: list[str]) -> None:
    """Of each kind and at each stage; on the first two records, something is public too."""
    system = factories.system()
    for rank, fiche_id in enumerate(names[:4]):
        for kind in Kind:
            _written(kind, fiche_id, f"{word}{rank}", confirmed=False)
            _written(kind, fiche_id, f"{word}{rank} encore")
        refused = _written(Kind.QUESTION, fiche_id, f"{word}{rank} refusé")
        actions.refuse(refused, by=system, reason=f"{word} motif")
    for fiche_id in names[:2]:
        asked = _written(Kind.QUESTION, fiche_id, word)
        asked = actions.publish(asked, by=system, text=PUBLIC_QUESTION, author="une habitante")
        replied = _written(Kind.REPLY, fiche_id, word)
        actions.publish(replied, by=system, text="Le produit a changé.", author="Société Exemple")
    actions.answer(asked, by=system, text="Trois mois.")
    for rank, kind, named in ((881, "use", True), (882, "use", False), (883, "interested", False)):
        siren = factories.siren(rank)
        by = factories.account(Role.RESPONSABLE, siren=siren)
        with trusted():
            nom = "Commune nommée" if named else f"{word} organisation {rank}"
            Organisation.objects.filter(pk=siren).update(nom=nom)
        interests.express(fiche_id=names[0], siren=siren, kind=kind, named=named, by=by)
    need = needs.post(siren=siren, title=f"{word} besoin", text=f"{word} texte", theme="ecologie", by=by)
    offerer = factories.account(Role.MEMBRE, siren=factories.siren(884))
    needs.offer(need, siren=factories.siren(884), text=f"{word} offre", fiche_id=names[1], by=offerer)
    alerts.start(alerts.Asked(f"{word}@exemple.test", "fiche", names[0]))


def alter(word: str, names: list[str]) -> None:
    """Other words, other people, other numbers, wherever the public sees none of it."""
    with trusted():
        for rank, exchange in enumerate(Exchange.objects.exclude(state=State.PUBLISHED).order_by("pk")):
            exchange.text, exchange.author = f"{word}{rank} autrement", f"{word} fonction"
            exchange.address = f"{word}{rank}@exemple.test"
            exchange.save()
        Exchange.objects.filter(state=State.PUBLISHED).update(address=f"{word}@exemple.test")
        for interest in Interest.objects.filter(named=False):
            Organisation.objects.filter(pk=interest.organisation_id).update(nom=f"{word} autre nom")
        Need.objects.update(title=f"{word} titre", text=f"{word} texte")
        Offer.objects.update(text=f"{word} réponse")
        Alert.objects.all().delete()
        for fiche_id in names[:5]:
            Reading.objects.create(fiche_id=fiche_id, day=datetime.date(2026, 3, 5), count=1234)
    _written(Kind.REPORT, names[2], f"{word} de plus")


def live(names: list[str]) -> None:
    """What readers and members do that the public does not see."""
    system = factories.system()
    _written(Kind.CONTACT, names[0], "Un message")
    actions.settle(
        _written(Kind.REPORT, names[1], "Une erreur"), by=system, state=State.CORRECTED, reason="Merci."
    )
    actions.refuse(_written(Kind.QUESTION, names[0], "Une question"), by=system, reason="Déjà posée.")
    with trusted():
        siren = factories.siren(899)
        by = factories.account(Role.MEMBRE, siren=siren)
    interests.express(fiche_id=names[0], siren=siren, kind="interested", named=False, by=by)
    needs.post(siren=siren, title="Un besoin", text="Un texte", theme="ecologie", by=by)
    alerts.start(alerts.Asked("lectrice@exemple.test", "recherche", "q=eau"))
    with trusted():
        Reading.objects.create(fiche_id=names[0], day=timezone.localdate(), count=1)


def _written(kind: Kind, fiche_id: str, text: str, *, confirmed: bool = True) -> Exchange:
    made = actions.receive(
        kind=kind,
        fiche_id=fiche_id,
        address="lectrice@exemple.test",
        text=text,
        author=f"{text} fonction",
        source=text if kind == Kind.REPORT else "",
        publishable=kind == Kind.CONTACT and text.endswith("encore"),
    )
    return actions.confirm(made) if confirmed else made
