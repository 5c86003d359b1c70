"""What the account brings to one's own page: one's organisations, and the people who ask to join them."""

from django.urls import NoReverseMatch, reverse

from bibia.accounts.models import Membership
from bibia.accounts.requests import PrivateRequest
from bibia.fiches.models import Proposal
from bibia.ui.filters import date_fr
from bibia.web.desk import Line, Link, Section

_SHOWN = 10
State = Membership.State


def requests(request: PrivateRequest) -> Section | None:
    """Those that this person may answer."""
    everywhere = request.viewer.may("manage_people")
    managed = request.viewer.organisations("manage_people")
    if not everywhere and not managed:
        return None
    waiting = Membership.objects.waiting().exclude(account=request.user).order_by("asked_at", "pk")
    if not everywhere:
        waiting = waiting.filter(organisation__in=managed)
    lines = tuple(
        Line(
            f"{one.account.email} demande à rejoindre {one.organisation.nom}",
            reverse("organisation", args=[one.organisation_id]),
            f"depuis le {date_fr(one.asked_at)}",
        )
        for one in waiting[:_SHOWN]
    )
    more = (Link("Tous les membres", reverse("membres")),) if everywhere else ()
    return Section("Ils attendent votre réponse", lines, "", 10, more) if lines else None


def organisations(request: PrivateRequest) -> Section | None:
    """One's own organisations, where they stand, and their people for those who manage them."""
    own = request.user.memberships.select_related("organisation").order_by("pk")
    shown = [one for one in own if one.state in (State.CONFIRMED, State.WAITING)]
    if not shown:
        return None
    lines = tuple(
        Line(
            one.organisation.nom,
            reverse("rattachement-suivi", args=[one.organisation_id]),
            one.get_role_display() if one.state == State.CONFIRMED else "votre demande attend une réponse",
            _people(request, one),
        )
        for one in shown
    )
    return Section(
        "Mes organisations", lines, "", 80, (Link("En ajouter une autre", reverse("rattachement")),)
    )


def _people(request: PrivateRequest, membership: Membership) -> tuple[Link, ...]:
    siren = membership.organisation_id
    if not request.viewer.may("manage_people", siren=siren):
        return ()
    return (Link("Ses personnes", reverse("organisation", args=[siren])),)


def first_steps(request: PrivateRequest) -> list[dict[str, object]]:
    """The three things to do next, until they are done; none for the association."""
    if request.viewer.is_association:
        return []
    states = set(request.user.memberships.values_list("state", flat=True))
    steps = [
        {
            "done": bool(states & {State.CONFIRMED, State.WAITING}),
            "label": "Dire pour quelle organisation vous travaillez",
            "why": "Une minute. Cela ouvre ce que les collectivités se réservent entre elles.",
            "url": reverse("rattachement"),
        },
        {
            "done": False,
            "label": "Voir ce que font les autres",
            "why": "Cherchez un usage proche du vôtre : vous pourrez partir de sa fiche.",
            "url": _first_of("espace-cas-usage" if request.viewer.is_member else "cas-usage", "cas-usage"),
        },
        {
            "done": Proposal.objects.filter(proposed_by=request.user).exists(),
            "label": "Proposer un cas d’usage",
            "why": "Trois minutes pour commencer : un titre, une phrase, un thème, où vous en êtes.",
            "url": _first_of("proposer", "contribuer"),
        },
    ]
    return [] if steps[0]["done"] and steps[2]["done"] else steps


def _first_of(*names: str) -> str:
    """The first of these pages that this installation has."""
    for name in names:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return reverse("espace")
