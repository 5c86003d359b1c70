"""What happens to what readers write: received, confirmed, read again, answered. One transaction each."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from bibia.accounts.models import Account
from bibia.echanges import letters, recipients
from bibia.echanges.models import Exchange, Kind, State
from bibia.fiches import voices
from bibia.fiches.models import Fiche
from bibia.fiches.verbs import NotAllowed, Refusal, because, journal, published, require
from bibia.fiches.writing import writing

CONFIRM_WITHIN = timedelta(days=2)
_FIRST_STATE = {
    Kind.CONTACT: State.RELAYED,
    Kind.QUESTION: State.WAITING,
    Kind.REPLY: State.WAITING,
    Kind.REPORT: State.RECEIVED,
}
_SETTLED = (State.CORRECTED, State.NOT_ERROR)


def receive(
    *,
    kind: str,
    fiche_id: str,
    address: str,
    text: str,
    author: str = "",
    field: str = "",
    source: str = "",
    publishable: bool = False,
    by: Account | None = None,
) -> Exchange:
    """Keep what somebody wrote. It goes no further before the address is confirmed; that of an account is already."""
    with writing():
        fiche = published(fiche_id)
        exchange = Exchange.objects.create(
            kind=kind,
            fiche_id=fiche_id,
            author=author,
            address=address,
            account=by,
            text=text,
            field=field,
            source=source,
            publishable=publishable or kind in (Kind.QUESTION, Kind.REPLY),
            made_at=timezone.now(),
        )
        journal("receive", by or Account.objects.system(), fiche_id, detail=kind)
        if by is not None and by.email and by.email.lower() == address.lower():
            _go_on(exchange, fiche)
        else:
            letters.ask_confirmation(exchange, fiche, expires_at=exchange.made_at + CONFIRM_WITHIN)
        return exchange


def confirm(exchange: Exchange) -> Exchange:
    """By whoever holds the link sent to the address; once."""
    with writing():
        exchange = Exchange.objects.select_for_update().get(pk=exchange.pk)
        if refusal := unconfirmable(exchange):
            raise Refusal(refusal)
        _go_on(exchange, published(exchange.fiche_id))
        journal("confirm", Account.objects.system(), exchange.fiche_id, detail=exchange.kind)
        return exchange


def unconfirmable(exchange: Exchange) -> str:
    """Why this link no longer does anything; "" when it does."""
    if exchange.state != State.UNCONFIRMED:
        return _("Ce message a déjà été envoyé : ce lien ne sert qu’une fois.")
    if exchange.made_at + CONFIRM_WITHIN < timezone.now():
        return _("Ce lien a expiré : écrivez votre message à nouveau.")
    return ""


def _go_on(exchange: Exchange, fiche: Fiche) -> None:
    exchange.state, exchange.confirmed_at = _FIRST_STATE[Kind(exchange.kind)], timezone.now()
    if exchange.kind == Kind.CONTACT:
        # With nobody to hand it to, the animators find it among what they read again.
        handed_over = letters.relay(exchange, fiche)
        if exchange.publishable or not handed_over:
            exchange.state = State.WAITING
        else:
            exchange.text = exchange.address = ""
    elif exchange.kind == Kind.REPORT:
        letters.tell(recipients.organisation_and_animators(fiche), exchange, fiche)
    else:
        letters.tell(recipients.animators(), exchange, fiche)
    exchange.save()


def publish(exchange: Exchange, *, by: Account, text: str, author: str) -> Exchange:
    """Put a question or a reply on the page of its record, in the words that the animator kept."""
    with writing():
        exchange, fiche = _locked(exchange), published(exchange.fiche_id)
        require(by, "moderate_exchanges")
        if exchange.state not in (State.WAITING, State.PUBLISHED, State.REFUSED) or not exchange.publishable:
            raise Refusal(_("Cet échange ne se publie pas."))
        if not text:
            raise Refusal(_("Rien ne se publie sans texte."))
        first = exchange.state != State.PUBLISHED
        exchange.text, exchange.author = text, author
        _decided(exchange, State.PUBLISHED, by)
        _show(exchange)
        journal("publish_exchange", by, exchange.fiche_id, detail=exchange.kind)
        if first:
            letters.tell_author(exchange, fiche)
            if exchange.is_question and not exchange.answer:
                letters.tell(recipients.people(fiche.collectivite.siren or ""), exchange, fiche)
        return exchange


def refuse(exchange: Exchange, *, by: Account, reason: str) -> Exchange:
    """Do not publish it, or no longer; its author is told why."""
    with writing():
        exchange = _locked(exchange)
        require(by, "moderate_exchanges")
        if exchange.state not in (State.WAITING, State.PUBLISHED):
            raise Refusal(_("Cet échange n’attend pas de décision."))
        reason = because(reason, _("Dites pourquoi : son auteur lira ce motif."))
        _decided(exchange, State.REFUSED, by, reason)
        (voices.drop_reply if exchange.kind == Kind.REPLY else voices.drop_question)(exchange.pk)
        journal("refuse_exchange", by, exchange.fiche_id, detail=exchange.kind)
        fiche = Fiche.objects.select_related("collectivite").filter(pk=exchange.fiche_id).first()
        if fiche is not None:
            letters.tell_author(exchange, fiche)
        return exchange


def answer(exchange: Exchange, *, by: Account, text: str) -> Exchange:
    """Answer a question: on its page at once by whoever reads the exchanges again, after them by its organisation."""
    with writing():
        exchange, fiche = _locked(exchange), published(exchange.fiche_id)
        siren = fiche.collectivite.siren or ""
        require(by, "answer", siren=siren)
        if not exchange.is_question or exchange.state != State.PUBLISHED:
            raise Refusal(_("Une question se publie d’abord, puis reçoit sa réponse."))
        if not by.viewer.may("moderate_exchanges"):
            return _propose_answer(exchange, fiche, by, text)
        first = not exchange.answer
        if exchange.waiting_answer or by.viewer.owns(siren):
            exchange.answerer = fiche.collectivite.nom_affiche
        exchange.answerer = exchange.answerer or _("Les animateurs")
        # The organisation is not late for the time that reading it again took.
        exchange.answered_at = exchange.answered_at or exchange.waiting_at or timezone.now()
        exchange.answer = text
        _no_longer_waits(exchange)
        exchange.save()
        _show(exchange)
        journal("answer", by, exchange.fiche_id)
        if first:
            letters.tell_author(exchange, fiche)
        return exchange


def _propose_answer(exchange: Exchange, fiche: Fiche, by: Account, text: str) -> Exchange:
    """Nothing that is public changes before an animator read it."""
    if text not in (exchange.answer, exchange.waiting_answer):
        exchange.waiting_answer, exchange.waiting_by = text, by
        exchange.waiting_at = timezone.now()
        exchange.save()
        journal("propose_answer", by, exchange.fiche_id)
        letters.tell_answer(exchange, fiche)
    return exchange


def _no_longer_waits(exchange: Exchange) -> None:
    exchange.waiting_answer, exchange.waiting_at, exchange.waiting_by = "", None, None


def set_answer_aside(exchange: Exchange, *, by: Account, reason: str) -> Exchange:
    """Do not publish an organisation's answer; who wrote it has their text back, and is told why."""
    with writing():
        exchange, fiche = _locked(exchange), published(exchange.fiche_id)
        require(by, "moderate_exchanges")
        if not exchange.waiting_answer:
            raise Refusal(_("Aucune réponse n’attend d’être relue."))
        letters.give_back(exchange, fiche, because(reason, _("Dites pourquoi : son auteur lira ce motif.")))
        _no_longer_waits(exchange)
        exchange.save()
        journal("set_answer_aside", by, exchange.fiche_id)
        return exchange


def settle(exchange: Exchange, *, by: Account, state: str, reason: str) -> Exchange:
    """Say what became of an error that was reported."""
    with writing():
        exchange, fiche = _locked(exchange), published(exchange.fiche_id)
        require(by, "answer", siren=fiche.collectivite.siren or "")
        if exchange.kind != Kind.REPORT or exchange.state != State.RECEIVED or state not in _SETTLED:
            raise Refusal(_("Ce signalement a déjà reçu sa suite."))
        reason = because(reason, _("Dites ce qu’il en est : la personne qui a signalé le lira."))
        _decided(exchange, State(state), by, reason)
        journal("settle_report", by, exchange.fiche_id, detail=state)
        letters.tell_author(exchange, fiche)
        return exchange


def _locked(exchange: Exchange) -> Exchange:
    found = Exchange.objects.select_for_update().filter(pk=exchange.pk).first()
    if found is None or found.state == State.UNCONFIRMED:
        raise NotAllowed(_("Cet échange n’existe pas."))
    return found


def _decided(exchange: Exchange, state: State, by: Account, reason: str = "") -> None:
    exchange.state, exchange.reason = state, reason
    exchange.decided_at, exchange.decided_by = timezone.now(), by
    exchange.save()


def _show(exchange: Exchange) -> None:
    """Bring its public row up to date."""
    if exchange.kind == Kind.REPLY:
        voices.put_reply(
            exchange.pk,
            fiche_id=exchange.fiche_id,
            author=exchange.author,
            text=exchange.text,
            at=exchange.decided_at or timezone.now(),
        )
        return
    voices.put_question(
        exchange.pk,
        fiche_id=exchange.fiche_id,
        author=exchange.author,
        text=exchange.text,
        asked_at=exchange.confirmed_at or exchange.made_at,
        answer=exchange.answer,
        answerer=exchange.answerer,
        answered_at=exchange.answered_at,
    )
