"""The people of an organisation and what the association decided of it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render

from bibia.accounts.addresses import domain_of, is_consumer
from bibia.accounts.models import Account, Membership, Organisation
from bibia.accounts.requests import PrivateRequest
from bibia.accounts.roles import IN_ORGANISATION, LABELS
from bibia.compte import actions
from bibia.fiches.inputs import Line
from bibia.fiches.verbs import Refusal
from bibia.ui.filters import typo

Deeds = dict[str, tuple[Callable[[], object], str]]
_State = Membership.State


def index(request: PrivateRequest, siren: str) -> HttpResponse:
    organisation = _managed(request, siren)
    people = organisation.memberships.select_related("account").order_by("asked_at", "pk")
    association = request.viewer.may("confirm_domain")
    context = {
        "organisation": organisation,
        "waiting": [_described(one, association) for one in people if one.state == _State.WAITING],
        "members": [one for one in people if one.state == _State.CONFIRMED],
        "past": [one for one in people if one.state in (_State.REFUSED, _State.ENDED)],
        "roles": [(role.value, LABELS[role]) for role in IN_ORGANISATION],
        "domains": organisation.domains.order_by("domain"),
        "association": association,
    }
    return render(request, "compte/organisation.html", context)


def _described(membership: Membership, association: bool) -> dict[str, Any]:
    """A request, with what its address is worth."""
    address = membership.account.email
    return {
        "membership": membership,
        "consumer": is_consumer(address),
        "domain": domain_of(address) if association and not is_consumer(address) else "",
    }


def people(request: PrivateRequest, siren: str) -> HttpResponse:
    """Decide of one person: confirm, refuse, change their role, end."""
    organisation, given = _managed(request, siren), request.POST
    membership = get_object_or_404(organisation.memberships, pk=number(given.get("personne", "")))
    return _done(request, _deeds(membership, given, request.user), siren)


def _deeds(membership: Membership, given: QueryDict, by: Account) -> Deeds:
    """What each button does, and what is said once it is done."""
    role = given.get("role", "")
    return {
        "confirmer": (
            lambda: actions.confirm(membership, by=by, role=role, with_domain="domaine" in given),
            "La personne est confirmée ; elle en est prévenue.",
        ),
        "refuser": (
            lambda: actions.refuse(membership, by=by, reason=given.get("motif", "")),
            "La demande est refusée ; la personne en lira le motif.",
        ),
        "role": (
            lambda: actions.change_role(membership, role, by=by),
            "Son rôle a changé ; elle en est prévenue.",
        ),
        "terminer": (
            lambda: actions.end(membership, by=by),
            "Son rattachement est terminé ; elle en est prévenue.",
        ),
    }


def settings(request: PrivateRequest, siren: str) -> HttpResponse:
    """What only the association decides: who publishes, the domains, the name."""
    organisation = _managed(request, siren)
    given, by = request.POST, request.user
    domain = organisation.domains.filter(domain=Line().to_python(given.get("domaine"))).first()
    deeds: Deeds = {
        "circuit": (
            lambda: actions.set_flow(organisation, given.get("circuit") == "seule", by=by),
            "Le circuit de publication est enregistré.",
        ),
        "domaine": (
            lambda: actions.confirm_domain(organisation, given.get("domaine", ""), by=by),
            "Ce domaine suffira désormais comme preuve.",
        ),
        "nom": (lambda: actions.rename(organisation, given.get("nom", ""), by=by), "Le nom est enregistré."),
    }
    if domain:
        deeds["retirer"] = (lambda: actions.drop_domain(domain, by=by), "Ce domaine ne prouve plus rien.")
    return _done(request, deeds, siren)


def _done(request: PrivateRequest, deeds: Deeds, siren: str) -> HttpResponse:
    """Do what the button says, and say what was done."""
    found = deeds.get(request.POST.get("action", ""))
    if found is None:
        raise Http404
    deed, said = found
    try:
        deed()
        messages.success(request, typo(said))
    except Refusal as refused:
        messages.error(request, typo(str(refused)))
    return redirect("organisation", siren=siren)


def number(text: str) -> int:
    """What a form sent back as the number of a row; 0, that no row has, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _managed(request: PrivateRequest, siren: str) -> Organisation:
    """What one may not manage does not exist."""
    if not request.viewer.may("manage_people", siren=siren):
        raise Http404
    return get_object_or_404(Organisation, pk=siren)
