"""What was done, in words."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from bibia.fiches.models import Journal
from bibia.moderation.people import Names
from bibia.ui.filters import date_fr

VERBS = {
    "propose": "Proposition",
    "cancel": "Proposition abandonnée",
    "accept": "Publication",
    "ask_changes": "Changements demandés",
    "reject": "Refus",
    "write_author": "Message à l’auteur",
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
    # The people.
    "ask_membership": "Rattachement demandé",
    "confirm_member": "Rattachement confirmé",
    "refuse_member": "Rattachement refusé",
    "end_member": "Rattachement terminé",
    "change_role": "Rôle changé dans une organisation",
    "choose_flow": "Circuit de publication choisi",
    "rename_organisation": "Organisation renommée",
    "confirm_domain": "Domaine de courriel confirmé",
    "drop_domain": "Domaine de courriel retiré",
    "import_directory": "Annuaire de l’administration remplacé",
    "name_association": "Entrée dans l’équipe de l’association",
    "leave_association": "Sortie de l’équipe de l’association",
    "change_address": "Adresse électronique changée",
    "end_sessions": "Autres appareils déconnectés",
    "close_account": "Compte fermé",
    "link_identity": "Identité ProConnect liée",
    "add_factor": "Second facteur ajouté",
    "remove_factor": "Second facteur retiré",
    "renew_codes": "Codes de secours renouvelés",
    # What readers and peers write.
    "receive": "Message de lecteur reçu",
    "confirm": "Adresse d’un lecteur confirmée",
    "publish_exchange": "Question ou réponse publiée",
    "refuse_exchange": "Question ou réponse non publiée",
    "answer": "Réponse à une question",
    "propose_answer": "Réponse à une question à relire",
    "set_answer_aside": "Réponse à une question écartée",
    "settle_report": "Signalement conclu",
    "express_interest": "Intérêt ou usage déclaré",
    "give_up_interest": "Intérêt ou usage retiré",
    "post_need": "Besoin déposé",
    "set_need": "Besoin : état changé",
    "edit_need": "Besoin modifié",
    "withdraw_need": "Besoin retiré par son organisation",
    "remove_need": "Besoin retiré",
    "offer": "Réponse à un besoin",
    "edit_offer": "Réponse à un besoin modifiée",
    "withdraw_offer": "Réponse à un besoin retirée par son organisation",
    "remove_offer": "Réponse à un besoin retirée",
    "start_alert": "Alerte confirmée",
    "stop_alert": "Alerte arrêtée",
    "remind": "Rappel envoyé",
    "annual_letter": "Lettre annuelle envoyée",
    # The tables.
    "export": "Téléchargement par un membre",
    "receive_import": "Tableau déposé",
    "import": "Tableau importé",
    "undo_import": "Import annulé",
    "delete_import": "Tableau supprimé",
    "resolve_grist": "Grist : conflit réglé",
    "keep_grist_record": "Grist : fiche gardée",
    "confirm_grist_gone": "Grist : disparition confirmée",
    "confirm_grist_loss": "Grist : reprise après une alarme",
}


def verb(code: str) -> str:
    """A verb that an older version wrote, and this one no longer knows, keeps its name."""
    return VERBS.get(code, code)


def moment(at: datetime) -> str:
    """The day and the time: "5 mars 2026 à 9 h 05"."""
    local = timezone.localtime(at)
    return f"{date_fr(local)} à\u00a0{local.hour}\u00a0h\u00a0{local.minute:02d}"


def of_record(fiche_id: str, *, most: int = 30) -> list[dict[str, Any]]:
    """The last lines of a record, the newest first."""
    lines = Journal.objects.filter(fiche_id=fiche_id).select_related("by", "proposal").order_by("-pk")
    return described(lines[:most])


def described(lines: Any) -> list[dict[str, Any]]:
    names = Names()
    return [
        {
            "at": line.at,
            "when": moment(line.at),
            "verb": verb(line.verb),
            "by": names(line.by),
            "detail": line.detail,
            "fiche_id": line.fiche_id,
            "proposal": line.proposal_id,
        }
        for line in lines
    ]
