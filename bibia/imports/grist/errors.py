"""What can go wrong with a Grist server: a stable kind, and the sentence that the animator reads."""

from bibia.ui.filters import typo

KINDS = {
    "reglage": "Un réglage de Grist manque ou n’est pas bon.",
    "injoignable": "Le serveur Grist ne répond pas.",
    "certificat": "Le certificat du serveur Grist n’est pas reconnu : rien ne lui a été envoyé.",
    "delai": "Le serveur Grist met trop de temps à répondre.",
    "redirection": "Le serveur Grist renvoie vers une autre adresse : corrigez GRIST_URL.",
    "cle-refusee": "La clé d’API est refusée (401) : elle est fausse, ou elle a été révoquée.",
    "droits-manquants": "La clé d’API est reconnue, mais son compte n’a pas ce droit sur le document (403).",
    "introuvable": "Grist ne connaît pas ce document ou cette table (404).",
    "trop-de-demandes": "Grist refuse les demandes trop nombreuses (429), même après plusieurs attentes.",
    "ecriture-refusee": "Grist a refusé d’écrire ces valeurs (400).",
    "panne": "Le serveur Grist est en panne.",
    "trop-gros": "La réponse de Grist dépasse la taille admise.",
    "pas-la-table": "La réponse de Grist n’est pas la table.",
    "perte-de-lignes": "Beaucoup de lignes ont disparu de la table d’un coup.",
    "colonne-videe": "Une colonne a été vidée sur beaucoup de lignes d’un coup.",
    "depasse": "Un autre échange a commencé depuis : celui-ci s’est arrêté.",
}


class GristError(Exception):
    """An exchange that changed nothing in the library, and why."""

    def __init__(self, kind: str, detail: str = "", **data):
        self.kind, self.data = kind, data
        self.sentence = typo(f"{KINDS[kind]} {detail}".strip())
        super().__init__(self.sentence)
