"""The structured values: which parts an item of each list or object has."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from bibia.fiches.vocabularies import VOCABULARIES

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Part:
    name: str
    label: "StrOrPromise"
    kind: str = (
        "line"  # line, text, url, siret, date, month, number, choice, field (one that may be withheld)
    )
    required: bool = False
    choices: "tuple[tuple[str, StrOrPromise], ...]" = ()
    said: str = "{}"  # its value in a sentence, where its label is not


_SPEAKERS = (("collectivite", _("Collectivité")), ("editeur", _("Éditeur")), ("tiers", _("Tiers")))
_RESOURCES = (
    ("code", _("Code")),
    ("donnees", _("Données")),
    ("modele", _("Modèle")),
    ("clauses", _("Clauses de marché")),
    ("aipd", _("Modèle d’AIPD")),
    ("documentation", _("Documentation")),
    ("autre", _("Autre")),
)
_EVALUATIONS = (
    ("aipd", _("Protection des données (AIPD)")),
    ("droits-fondamentaux", _("Droits fondamentaux (article 27)")),
    ("biais", _("Biais")),
    ("securite", _("Sécurité")),
    ("accessibilite", _("Accessibilité")),
    ("carbone", _("Empreinte carbone")),
    ("autre", _("Autre")),
)
_ACCESSES = (("restreint", _("Réservé aux membres")), ("public", _("Public")))
# The first part of a list is the one that a bare text fills.
PARTS: dict[str, tuple[Part, ...]] = {
    "resultats": (
        Part("indicateur", _("Indicateur"), required=True),
        Part("valeur", _("Valeur"), required=True),
        Part("unite", _("Unité")),
        Part("date", _("Date"), "month"),
        Part("source", _("Source")),
        Part("qui", _("Qui l’affirme"), "choice", choices=_SPEAKERS),
    ),
    "partenaires": (
        Part("nom", _("Nom"), required=True),
        Part("siret", _("SIRET"), "siret", said="SIRET {}"),
        Part("role", _("Rôle")),
    ),
    "fournisseurs": (
        Part("nom", _("Nom"), required=True),
        Part("siret", _("SIRET"), "siret", said="SIRET {}"),
        Part("produit", _("Produit")),
        Part("role", _("Rôle")),
    ),
    "modeles": (
        Part("nom", _("Nom"), required=True),
        Part("editeur", _("Éditeur")),
        Part("version", _("Version"), said="version {}"),
        Part("licence", _("Licence"), said="licence {}"),
    ),
    "consommation": (
        Part("kwh", _("Énergie (kWh)"), "number", said="{} kWh"),
        Part("co2e_kg", _("Émissions (kg CO₂e)"), "number", said="{} kg CO₂e"),
        Part("periode", _("Période"), required=True),
        Part("methode", _("Méthode"), required=True, said="méthode : {}"),
    ),
    "aipd": (
        Part(
            "statut", _("Statut"), "choice", required=True, choices=tuple(VOCABULARIES["aipd_statut"].choices)
        ),
        Part("date", _("Date"), "date"),
        Part("url_resume", _("Résumé public"), "url"),
    ),
    "base_legale": (Part("titre", _("Titre"), required=True), Part("url", _("Lien"), "url")),
    "deliberation": (
        Part("numero", _("Numéro"), required=True),
        Part("date", _("Date"), "date", said="du {}"),
        Part("url", _("Lien"), "url"),
    ),
    "evaluations": (
        Part("type", _("Type"), "choice", required=True, choices=_EVALUATIONS),
        Part("titre", _("Titre"), required=True),
        Part("date", _("Date"), "date"),
        Part("url", _("Lien"), "url"),
    ),
    "url_ressources": (
        Part("titre", _("Titre"), required=True),
        Part("type", _("Type"), "choice", required=True, choices=_RESOURCES),
        Part("url", _("Lien"), "url", required=True),
        Part("licence", _("Licence"), said="licence {}"),
        Part("acces", _("Accès"), "choice", choices=_ACCESSES, said="accès : {}"),
    ),
    "motifs_reserve": (
        Part("champ", _("Champ"), "field", required=True),
        Part(
            "motif",
            _("Motif"),
            "choice",
            required=True,
            choices=tuple(VOCABULARIES["motif_reserve"].choices),
        ),
        Part("fondement", _("Précision")),
    ),
    "source_externe": (
        Part("registre", _("Registre"), required=True),
        Part("id", _("Identifiant"), said="identifiant {}"),
        Part("url", _("Lien"), "url"),
    ),
}
