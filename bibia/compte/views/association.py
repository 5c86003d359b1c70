"""For the association: everyone who has or asks for a place, and its own team."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from bibia.accounts.models import Account, Membership
from bibia.accounts.requests import PrivateRequest
from bibia.accounts.roles import IN_ORGANISATION, LABELS, OF_ASSOCIATION
from bibia.compte import actions
from bibia.compte.forms import NameForm
from bibia.compte.security import has_factor
from bibia.compte.views.organisation import number
from bibia.fiches.inputs import Line
from bibia.fiches.verbs import Refusal
from bibia.ui.filters import typo
from bibia.ui.paging import keeping, pagination

_A_PAGE = 25
_STATES = {
    "attente": (Membership.State.WAITING, "En attente"),
    "confirmes": (Membership.State.CONFIRMED, "Confirmés"),
    "refuses": (Membership.State.REFUSED, "Refusés"),
    "termines": (Membership.State.ENDED, "Terminés"),
}


def members(request: PrivateRequest) -> HttpResponse:
    state = request.GET.get("etat", "attente")
    state = state if state in _STATES else "attente"
    asked, role = Line().to_python(request.GET.get("q"))[:100], request.GET.get("role", "")
    found = _found(state, asked, role)
    page = Paginator(found, _A_PAGE).get_page(request.GET.get("page"))
    kept = {"etat": state, "q": asked, "role": role}
    waiting = Membership.objects.waiting().count()
    context = {
        "page": page,
        "links": pagination(page.number, page.paginator.count, _A_PAGE, keeping(request.path, kept)),
        "state": state,
        "states": [
            (code, label, waiting if code == "attente" else None) for code, (_s, label) in _STATES.items()
        ],
        "asked": asked,
        "role": role,
        "roles": [(one.value, LABELS[one]) for one in IN_ORGANISATION],
    }
    return render(request, "compte/membres.html", context)


def _found(state: str, asked: str, role: str) -> QuerySet[Membership]:
    """Those who wait, the oldest request first; of the others, the latest decision first."""
    found = Membership.objects.select_related("organisation", "account").filter(state=_STATES[state][0])
    if asked:
        found = found.filter(
            Q(account__email__icontains=asked)
            | Q(organisation__nom__icontains=asked)
            | Q(organisation=asked.replace(" ", "")[:9])
        )
    if role in set(IN_ORGANISATION):
        found = found.filter(role=role)
    return found.order_by(*(("asked_at", "pk") if state == "attente" else ("-decided_at", "-pk")))


def team(request: PrivateRequest) -> HttpResponse:
    form = NameForm(request.POST if "address" in request.POST else None)
    try:
        if form.is_valid():
            actions.name_to_association(
                form.cleaned_data["address"], form.cleaned_data["role"], by=request.user
            )
            messages.success(request, typo("C’est fait ; la personne en est prévenue par courriel."))
            return redirect("equipe")
        if "retirer" in request.POST:
            account = get_object_or_404(Account, pk=number(request.POST["retirer"]))
            actions.leave_association(account, by=request.user)
            messages.success(request, typo("Ce rôle est retiré ; la personne en est prévenue."))
            return redirect("equipe")
    except Refusal as refused:
        messages.error(request, typo(str(refused)))
        return redirect("equipe")
    found = Account.objects.filter(role__in=OF_ASSOCIATION, is_active=True).order_by(
        "role", "email", "handle"
    )
    people = [{"account": one, "protected": has_factor(one)} for one in found]
    return render(request, "compte/equipe.html", {"form": form, "people": people})
