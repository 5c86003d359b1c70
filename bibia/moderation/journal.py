"""What was done, in words."""

from typing import Any

from bibia.fiches.models import Journal
from bibia.moderation.people import Names

VERBS = {
    "propose": "Proposition",
    "cancel": "Proposition abandonnée",
    "accept": "Publication",
    "ask_changes": "Changements demandés",
    "reject": "Refus",
    "correct": "Correction par l’association",
    "rebase": "Proposition reposée sur la fiche du jour",
    "withdraw": "Retrait",
    "archive": "Archivage",
    "unarchive": "Sortie des archives",
    "merge": "Fusion",
    "open_field": "Champ ouvert",
    "close_field": "Champ refermé",
    "confirm_still_true": "Confirmée toujours à jour",
    "visa_link": "Lien de visa créé",
    "visa_revoke": "Lien de visa révoqué",
    "put_shelf": "Étagère enregistrée",
    "remove_shelf": "Étagère supprimée",
    "put_template": "Modèle enregistré",
    "remove_template": "Modèle supprimé",
    "propose_term": "Terme proposé",
    "decide_term": "Terme : réponse donnée",
    "write_mailing": "Courriel groupé",
}


def verb(code: str) -> str:
    """A verb of another part of the library keeps its name."""
    return VERBS.get(code, code)


def of_record(fiche_id: str, *, most: int = 30) -> list[dict[str, Any]]:
    """The last lines of a record, the newest first."""
    lines = Journal.objects.filter(fiche_id=fiche_id).select_related("by", "proposal").order_by("-pk")
    return described(lines[:most])


def described(lines: Any) -> list[dict[str, Any]]:
    names = Names()
    return [
        {
            "at": line.at,
            "verb": verb(line.verb),
            "by": names(line.by),
            "detail": line.detail,
            "fiche_id": line.fiche_id,
            "proposal": line.proposal_id,
        }
        for line in lines
    ]
