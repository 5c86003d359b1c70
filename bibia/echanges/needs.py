"""What organisations look for, and what others answer. Between members; nothing of it is public."""

from django.utils import timezone
from django.utils.translation import gettext as _

from bibia.accounts.models import Account, Organisation
from bibia.echanges import letters
from bibia.echanges.models import Need, Offer
from bibia.fiches.models import Fiche
from bibia.fiches.verbs import NotAllowed, Refusal, journal, require
from bibia.fiches.writing import writing

_BY_ITS_ORGANISATION = (Need.State.OPEN, Need.State.ANSWERED, Need.State.CLOSED)


def post(*, siren: str, title: str, text: str, theme: str, by: Account) -> Need:
    with writing():
        require(by, "post_need", siren=siren)
        need = Need.objects.create(
            organisation=Organisation.objects.get(pk=siren),
            by=by,
            title=title,
            text=text,
            theme=theme,
            posted_at=timezone.now(),
        )
        journal("post_need", by, "", detail=f"{need.pk} {siren}")
        return need


def set_state(need: Need, *, state: str, by: Account) -> Need:
    """By its organisation; once removed by the animators it stays so."""
    with writing():
        need = _locked(need)
        require(by, "post_need", siren=need.organisation_id)
        if state not in _BY_ITS_ORGANISATION or need.state == Need.State.REMOVED:
            raise Refusal(_("Ce besoin ne peut pas prendre cet état."))
        _set(need, state)
        journal("set_need", by, "", detail=f"{need.pk} {state}")
        return need


def edit(need: Need, *, title: str, text: str, theme: str, by: Account) -> Need:
    """By its organisation. Those who answered read that it changed."""
    with writing():
        need = _locked(need)
        require(by, "post_need", siren=need.organisation_id)
        _not_removed(need)
        if (title, text, theme) != (need.title, need.text, need.theme):
            need.title, need.text, need.theme, need.edited_at = title, text, theme, timezone.now()
            need.save(update_fields=["title", "text", "theme", "edited_at"])
            journal("edit_need", by, "", detail=need.pk)
        return need


def withdraw(need: Need, *, by: Account) -> None:
    """By its organisation: nothing of it is kept, nor of what was answered."""
    with writing():
        need = _locked(need)
        require(by, "post_need", siren=need.organisation_id)
        _not_removed(need)
        journal("withdraw_need", by, "", detail=f"{need.pk} {need.organisation_id}")
        need.delete()


def offer(need: Need, *, siren: str, text: str, fiche_id: str = "", by: Account) -> Offer:
    """« Nous savons faire. »"""
    with writing():
        need = _locked(need)
        require(by, "post_need", siren=siren)
        if need.state != Need.State.OPEN:
            raise Refusal(_("Ce besoin n’attend plus de réponse."))
        if fiche_id and not Fiche.objects.filter(pk=fiche_id).exists():
            raise Refusal(_("Cette fiche n’est pas publiée."))
        made = Offer.objects.create(
            need=need,
            organisation=Organisation.objects.get(pk=siren),
            by=by,
            text=text,
            fiche_id=fiche_id,
            at=timezone.now(),
        )
        journal("offer", by, fiche_id, detail=f"{need.pk} {siren}")
        letters.tell_offer(made)
        return made


def edit_offer(made: Offer, *, text: str, fiche_id: str = "", by: Account) -> Offer:
    """By its organisation."""
    with writing():
        made = _locked_offer(made, by)
        if (text, fiche_id) != (made.text, made.fiche_id):
            made.text, made.fiche_id, made.edited_at = text, fiche_id, timezone.now()
            made.save(update_fields=["text", "fiche_id", "edited_at"])
            journal("edit_offer", by, fiche_id, detail=f"{made.need_id} {made.pk}")
        return made


def withdraw_offer(made: Offer, *, by: Account) -> None:
    """By its organisation: nothing of it is kept."""
    with writing():
        made = _locked_offer(made, by)
        journal("withdraw_offer", by, "", detail=f"{made.need_id} {made.pk} {made.organisation_id}")
        made.delete()


def remove(need: Need, *, by: Account) -> None:
    with writing():
        need = _locked(need)
        require(by, "moderate_exchanges")
        _set(need, Need.State.REMOVED)
        journal("remove_need", by, "", detail=need.pk)


def remove_offer(made: Offer, *, by: Account) -> None:
    with writing():
        require(by, "moderate_exchanges")
        Offer.objects.filter(pk=made.pk).update(removed=True)
        journal("remove_offer", by, "", detail=f"{made.need_id} {made.pk}")


def _locked(need: Need) -> Need:
    found = Need.objects.select_for_update().filter(pk=need.pk).first()
    if found is None:
        raise NotAllowed(_("Ce besoin n’existe pas."))
    return found


def _locked_offer(made: Offer, by: Account) -> Offer:
    need = _locked(made.need)
    found = Offer.objects.select_for_update().filter(pk=made.pk).first()
    if found is None:
        raise NotAllowed(_("Cette réponse n’existe pas."))
    require(by, "post_need", siren=found.organisation_id)
    _not_removed(need)
    if found.removed:
        raise Refusal(_("Les animateurs ont retiré cette réponse."))
    return found


def _not_removed(need: Need) -> None:
    if need.state == Need.State.REMOVED:
        raise Refusal(_("Les animateurs ont retiré ce besoin."))


def _set(need: Need, state: str) -> None:
    need.state, need.settled_at = state, None if state == Need.State.OPEN else timezone.now()
    need.save(update_fields=["state", "settled_at"])
