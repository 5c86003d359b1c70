"""What waits for someone among the exchanges, on their own page."""

from django.urls import reverse

from bibia.accounts.requests import PrivateRequest
from bibia.echanges import queue
from bibia.echanges.matching import needs_for
from bibia.echanges.models import Exchange, Interest, Kind, Need
from bibia.fiches.models import Fiche
from bibia.web.desk import Line, Link, Section

_SHOWN = 4


def exchanges(request: PrivateRequest) -> Section | None:
    """What to read again, to answer, to check; and what came lately."""
    viewer = request.viewer
    if not (viewer.may("answer") or viewer.organisations("answer")):
        return None
    counted = (
        (
            queue.to_read(viewer).count(),
            "message à relire avant publication",
            "messages à relire avant publication",
        ),
        (queue.to_answer(viewer).count(), "question attend une réponse", "questions attendent une réponse"),
        (queue.to_check(viewer).count(), "erreur signalée à vérifier", "erreurs signalées à vérifier"),
    )
    url = reverse("echanges")
    lines = [
        Line(f"{count} {several if count > 1 else one}", url) for count, one, several in counted if count
    ]
    return Section(
        "Échanges avec les lecteurs",
        (*lines, *_received(viewer.organisations("answer"))),
        "Aucun message n’attend.",
        30,
        (Link("Tous les échanges", url),),
    )


def _received(sirens: tuple[str, ...]) -> list[Line]:
    """How many wrote, and who takes up what these organisations did."""
    own = Fiche.objects.filter(collectivite__siren__in=sirens).values("pk")
    contacts = Exchange.objects.filter(kind=Kind.CONTACT, fiche_id__in=own).exclude(confirmed_at=None).count()
    lines = []
    if contacts:
        said = "messages ont été remis" if contacts > 1 else "message a été remis"
        lines.append(Line(f"{contacts} {said} à votre service", detail="Votre adresse n’a pas été montrée."))
    interests = list(
        Interest.objects.filter(fiche_id__in=own).select_related("organisation").order_by("-at")[:_SHOWN]
    )
    fiches = Fiche.objects.in_bulk([one.fiche_id for one in interests])
    for one in interests:
        lines.append(
            Line(
                f"{one.organisation.nom} : {one.get_kind_display().lower()}",
                reverse("pairs", args=[one.fiche_id]),
                fiches[one.fiche_id].nom_projet,
            )
        )
    return lines


def needs(request: PrivateRequest) -> Section | None:
    """Needs that one's fiches speak of, and one's own that were answered."""
    if not request.viewer.is_member:
        return None
    sirens = request.viewer.organisations("post_need")
    matched = {need.pk: need for siren in sirens for need in needs_for(siren)}
    lines = [
        Line(
            need.title, reverse("besoin", args=[pk]), f"{need.organisation.nom} : une de vos fiches en parle."
        )
        for pk, need in list(matched.items())[:_SHOWN]
    ]
    own = Need.objects.filter(organisation_id__in=sirens, state=Need.State.OPEN, offers__removed=False)
    lines += [
        Line(need.title, reverse("besoin", args=[need.pk]), "Votre besoin a reçu une réponse.")
        for need in own.distinct()[:_SHOWN]
    ]
    more = [Link("Tous les besoins", reverse("besoins"))]
    if sirens:
        more.insert(0, Link("Dire un besoin", reverse("besoin-nouveau")))
    return Section(
        "Besoins des collectivités", tuple(lines), "Aucun besoin ne vous concerne.", 60, tuple(more)
    )
