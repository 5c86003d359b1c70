"""Headers that people usually write for a field: weaker than its own spellings (`Field.headers`, met in real tables).

One of them names its field when no column has the field's own name and no other column claims the field the same
way; otherwise the person is asked.
"""

# fmt: off
USUAL: dict[str, tuple[str, ...]] = {
    "coll_nom": (
        "Collectivité", "Nom de la collectivité", "Collectivité porteuse", "Organisme", "Nom de l’organisme", "Organisation",
        "Nom de l’organisation", "Commune", "Nom de la commune", "Ville", "Structure", "Nom de la structure", "Structure porteuse",
        "Nom du porteur", "Porteur du projet",
    ),
    "nom_projet": (
        "Titre", "Titre du projet", "Intitulé", "Intitulé du projet", "Cas d’usage", "Nom du cas d’usage", "Titre du cas d’usage",
        "Intitulé du cas d’usage",
    ),
    "coll_siret": (
        "N° SIRET", "No SIRET", "N° de SIRET", "Numéro SIRET", "Numéro de SIRET", "Num SIRET", "Code SIRET", "SIRET de la collectivité",
        "SIRET de l’organisme",
    ),
    "coll_type": ("Type d’organisme", "Type d’organisation", "Type de structure", "Type de porteur"),
    "resume": ("Résumé du projet", "Description courte", "Description en une phrase"),
    "usage_description": (
        "Description", "Descriptif", "Description du projet", "Descriptif du projet", "Description du service", "Description de l’usage",
        "Description du cas d’usage",
    ),
    "theme": ("Thématique", "Thématique principale"),
    "sous_theme": ("Sous-thématique", "Sous-thématiques"),
    "projet_status": ("Statut", "État d’avancement", "Statut d’avancement", "Avancement", "État du projet"),
    "projet_date": ("Date de début", "Date de début du projet"),
    "audience_service": ("Public cible", "Publics cibles", "Public visé", "Publics visés"),
    "partenaires": ("Partenaire", "Partenaires du projet"),
    "fournisseurs": ("Fournisseur", "Prestataire", "Prestataires", "Fournisseurs et prestataires"),
    "url_infos": ("Lien", "URL", "Lien internet", "Lien web", "Site web", "Site internet"),
    "date": ("Mise à jour", "Date de mise à jour", "Dernière mise à jour"),
}
# fmt: on
