"""What became of an import, row by row."""

from typing import Any

from django.urls import reverse

from bibia.accounts.requests import PrivateRequest
from bibia.fiches.models import Fiche, Proposal
from bibia.fiches.models.published import address
from bibia.imports import undoing
from bibia.imports.models import Import
from bibia.ui import paging

PER_PAGE = 25
_STATES = {
    Proposal.State.PENDING: "attend une relecture",
    Proposal.State.ACCEPTED: "publiée",
    Proposal.State.CANCELLED: "annulée",
}


def page(request: PrivateRequest, found: Import) -> dict[str, Any]:
    number = paging.understood(request.GET.get("page", "")) or 1
    number = min(number, paging.last_page(len(found.made), PER_PAGE))
    shown = found.made[(number - 1) * PER_PAGE : number * PER_PAGE]
    here = reverse("import", args=[found.pk])
    return {
        "it": found,
        "counts": found.report["counts"],
        "lines": _lines(shown),
        "refused": _refused(found),
        "page": paging.pagination(number, len(found.made), PER_PAGE, lambda one: f"{here}?page={one}"),
        "forgotten": undoing.forgotten(found),
        "undoable": found.state == Import.State.DONE
        and bool(found.made)
        and not undoing.forgotten(found)
        and not undoing.touched(found),
    }


def _lines(shown: list[dict]) -> list[dict[str, Any]]:
    fiches = Fiche.objects.in_bulk([made["fiche"] for made in shown])
    proposals = Proposal.objects.in_bulk([made["proposal"] for made in shown])
    lines = []
    for made in shown:
        fiche, proposal = fiches.get(made["fiche"]), proposals[made["proposal"]]
        title = fiche.nom_projet if fiche else proposal.values.get("nom_projet", "Sans titre")
        published = fiche is not None and proposal.state == Proposal.State.ACCEPTED
        url = address(made["fiche"], title) if published else reverse("proposition", args=[proposal.pk])
        said = "publiée" if published else _STATES.get(Proposal.State(proposal.state), "close")
        lines.append(
            {
                "row": made["row"],
                "title": title,
                "url": url,
                "state": said,
                "new": made["outcome"] == "created",
            }
        )
    return lines


def _refused(found: Import) -> list[dict[str, Any]]:
    """The rows that were left out at the last moment, with why; the report is forgotten after a time."""
    refused = {row["row"] for row in found.report.get("rows", ()) if row["outcome"] == "refused"}
    findings = [
        one
        for one in found.report.get("findings", ())
        if one["row"] in refused and one["severity"] != "doute"
    ]
    said: dict[int, str] = {}
    for one in findings:
        said.setdefault(one["row"], one["message"])
    return [{"row": row, "message": message} for row, message in sorted(said.items())[:PER_PAGE]]
