"""What one's own page says of drafts and of the organisation's records."""

from django.urls import reverse

from bibia.accounts.requests import PrivateRequest
from bibia.contribution import drafts, listing, records
from bibia.contribution.models import Draft, Visa
from bibia.ui.filters import date_fr
from bibia.web.desk import Line, Link, Section

_SHOWN = 5


def drafts_part(request: PrivateRequest) -> Section:
    mine = drafts.writable(request).prefetch_related("visas")
    lines = [_draft(request, draft) for draft in mine.filter(proposal=None)[:_SHOWN]]
    sent = mine.live().exclude(proposal=None)
    lines += [_draft(request, draft) for draft in sent[:_SHOWN] if _answers(draft)]
    came_back = [one for one in listing.sent(request) if one["to_resume"]]
    lines += [
        Line(one["title"], reverse("brouillons"), "À reprendre : lisez ce qui est demandé.")
        for one in came_back
    ]
    return Section(
        "Mes brouillons",
        tuple(lines),
        "Aucun brouillon. Quatre réponses suffisent pour commencer.",
        20,
        (
            Link("Proposer un cas d’usage", reverse("proposer")),
            Link("Tous mes brouillons", reverse("brouillons")),
        ),
    )


def _draft(request: PrivateRequest, draft: Draft) -> Line:
    place, said = "brouillon", "Envoyé." if draft.proposal_id else "En cours d’écriture."
    if draft.ready_at and listing.may_send(request, draft):
        place, said = "brouillon-envoyer", "Prêt, et votre rattachement est confirmé : il reste à l’envoyer."
    elif draft.ready_at:
        said = "Prêt : à envoyer dès que votre rattachement est confirmé."
    visas = [f"Visa : {visa.said}." for visa in _answers(draft)]
    return Line(draft.title, reverse(place, args=[draft.pk]), " ".join([said, *visas]))


def _answers(draft: Draft) -> list[Visa]:
    """What the hierarchy said of the text as it is: changing it is an answer."""
    return [visa for visa in draft.visas.all() if visa.answer and visa.seen_version == draft.version]


def records_part(request: PrivateRequest) -> Section | None:
    """What waits in the records of the organisation: the six-month question first."""
    if not request.viewer.organisations("read_internal"):
        return None
    rows = sorted(
        records.page(request)["rows"], key=lambda row: (not row["late"], row["filled"] / row["asked"])
    )
    return Section(
        "Les fiches de mon organisation",
        tuple(_record(row) for row in rows[:_SHOWN]),
        "Aucune fiche publiée pour l’instant.",
        30,
        (Link("Toutes les fiches de mon organisation", reverse("mes-fiches")),),
    )


def _record(row: dict) -> Line:
    here = reverse("ma-fiche", args=[row["fiche"].pk])
    detail = f"{row['filled']} champs remplis sur {row['asked']}."
    if row["late"]:
        detail = f"Toujours à jour ? Dernières nouvelles le {date_fr(row['said'])}."
    return Line(row["fiche"].nom_projet, here, detail)
