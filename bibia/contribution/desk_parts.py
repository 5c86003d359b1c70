"""What one's own page says of drafts and of the organisation's records."""

from django.urls import reverse

from bibia.accounts.requests import PrivateRequest
from bibia.contribution import drafts, listing, records
from bibia.ui.filters import date_fr
from bibia.web.desk import Line, Link, Section

_SHOWN = 5


def drafts_part(request: PrivateRequest) -> Section:
    waiting = drafts.writable(request).filter(proposal=None)[:_SHOWN]
    lines = [
        Line(
            draft.title,
            reverse("brouillon", args=[draft.pk]),
            "Prêt : à envoyer dès que votre rattachement est confirmé."
            if draft.ready_at
            else "En cours d’écriture.",
        )
        for draft in waiting
    ]
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
