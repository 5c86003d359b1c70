"""The e-mails of the exchanges: what is public, where to go, and nothing that is reserved.

The text of a stranger is sent to nobody before their address is confirmed: this would let anyone write to anyone.
"""

from collections.abc import Iterable
from datetime import datetime

from django.core import signing
from django.urls import reverse

from bibia.courrier.outbox import send
from bibia.echanges import recipients
from bibia.echanges.models import Exchange, Kind, Offer, State
from bibia.fiches.fields import BY_NAME, label
from bibia.fiches.models import Fiche
from bibia.ui.jinja import absolute

_SALT = "bibia.echanges.confirmer"
_SUBJECTS = {
    Kind.CONTACT: "Un message pour votre service",
    Kind.QUESTION: "Une question sur une fiche",
    Kind.REPORT: "Une erreur signalée sur une fiche",
    Kind.REPLY: "Une demande de droit de réponse",
}


def token(exchange: Exchange) -> str:
    return signing.Signer(salt=_SALT).sign(exchange.pk)


def exchange_of(token: str) -> Exchange | None:
    """The one that this link is about; none for a link that we did not make."""
    try:
        found = signing.Signer(salt=_SALT).unsign(token)
    except signing.BadSignature:
        return None
    return Exchange.objects.filter(pk=found).first()


def ask_confirmation(exchange: Exchange, fiche: Fiche, *, expires_at: datetime) -> None:
    send(
        to=exchange.address,
        kind="confirmer-message",
        subject="Confirmez votre adresse pour envoyer votre message",
        template="echanges/courriels/confirmer.html",
        context={
            "kind": exchange.kind,
            "fiche": fiche.nom_projet,
            "url": absolute(reverse("confirmer-message", args=[token(exchange)])),
        },
        key=f"confirmer-{exchange.pk}",
        expires_at=expires_at,
    )


def relay(exchange: Exchange, fiche: Fiche) -> bool:
    """Hand a message over to the service, who answers by itself; whether there was somebody."""
    found = recipients.service(fiche)
    for rank, address in enumerate(found):
        send(
            to=address,
            kind="message-au-service",
            subject=f"Un message sur votre fiche « {fiche.nom_projet} »",
            template="echanges/courriels/relais.html",
            context={
                "fiche": fiche.nom_projet,
                "fiche_url": absolute(fiche.get_absolute_url()),
                "author": exchange.author,
                "address": exchange.address,
                "text": exchange.text,
            },
            key=f"relais-{exchange.pk}-{rank}",
            reply_to=exchange.address,
        )
    return bool(found)


def tell(addresses: Iterable[str], exchange: Exchange, fiche: Fiche) -> None:
    """Somebody is waited for: where to go; what was written is read there."""
    for rank, address in enumerate(addresses):
        send(
            to=address,
            kind="echange-recu",
            subject=f"{_SUBJECTS[Kind(exchange.kind)]} : « {fiche.nom_projet} »",
            template="echanges/courriels/arrivee.html",
            context={
                "kind": exchange.kind,
                "waiting": exchange.state == State.WAITING,
                "fiche": fiche.nom_projet,
                "field": label(exchange.field) if exchange.field in BY_NAME else "",
                "url": absolute(reverse("echange", args=[exchange.pk])),
            },
            key=f"echange-{exchange.pk}-{exchange.state}-{rank}",
        )


def tell_answer(exchange: Exchange, fiche: Fiche) -> None:
    """The answer of an organisation waits for the animators; it is read there."""
    for address in recipients.animators():
        send(
            to=address,
            kind="reponse-a-relire",
            subject=f"Une réponse à relire : « {fiche.nom_projet} »",
            template="echanges/courriels/arrivee.html",
            context={
                "kind": "answer",
                "fiche": fiche.nom_projet,
                "url": absolute(reverse("echange", args=[exchange.pk])),
            },
        )


def give_back(exchange: Exchange, fiche: Fiche, reason: str) -> None:
    """An answer that is not published, to who wrote it: nothing of what they typed is lost."""
    author = exchange.waiting_by
    if author is None or not author.email or not author.is_active:
        return
    send(
        to=author.email,
        kind="reponse-ecartee",
        subject=f"Votre réponse n’est pas publiée : « {fiche.nom_projet} »",
        template="echanges/courriels/ecartee.html",
        context={
            "fiche": fiche.nom_projet,
            "reason": reason,
            "text": exchange.waiting_answer,
            "url": absolute(reverse("echange", args=[exchange.pk])),
        },
    )


def tell_author(exchange: Exchange, fiche: Fiche) -> None:
    """What became of what they wrote."""
    if not exchange.address:
        return
    answered = bool(exchange.answer) and exchange.state == State.PUBLISHED
    send(
        to=exchange.address,
        kind="suite-echange",
        subject="Votre question a reçu une réponse"
        if answered
        else f"Suite de votre message : {fiche.nom_projet}",
        template="echanges/courriels/suite.html",
        context={
            "kind": exchange.kind,
            "state": exchange.state,
            "answered": answered,
            "fiche": fiche.nom_projet,
            "answer": exchange.answer,
            "answerer": exchange.answerer,
            "reason": exchange.reason,
            "url": absolute(fiche.get_absolute_url()),
        },
        key=f"suite-{exchange.pk}-{exchange.state}{'-repondu' if answered else ''}",
    )


def tell_offer(offer: Offer) -> None:
    """To whoever posted the need, else to those who write for its organisation."""
    need = offer.need
    author = [need.by.email] if need.by and need.by.is_active and need.by.email else []
    for rank, address in enumerate(author or recipients.people(need.organisation_id)):
        send(
            to=address,
            kind="offre",
            subject=f"Une organisation répond à votre besoin « {need.title} »",
            template="echanges/courriels/offre.html",
            context={
                "need": need.title,
                "organisation": offer.organisation.nom,
                "url": absolute(reverse("besoin", args=[need.pk])),
            },
            key=f"offre-{offer.pk}-{rank}",
        )
