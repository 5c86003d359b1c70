"""The declaration of the record: one line per field, in the order of every form, page and export.

Type, label, help and vocabulary live on the model's columns; only what Django does not know is said
here. A field that is not declared is never published.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from django.apps import apps

from bibia.fiches.columns import Column

SCHEMA_VERSION = "1.0"


class Group(StrEnum):
    GENERAL = "general"
    ALGORITHME = "algorithme"
    DONNEES = "donnees"
    TRANSPARENCE = "transparence"
    SURVEILLANCE = "surveillance"
    REUTILISATION = "reutilisation"
    META = "meta"


GROUPS = {
    Group.GENERAL: "Information générale",
    Group.ALGORITHME: "Algorithme",
    Group.DONNEES: "Données",
    Group.TRANSPARENCE: "Transparence",
    Group.SURVEILLANCE: "Surveillance",
    Group.REUTILISATION: "Réutilisation",
    Group.META: "À propos de la fiche",
}


class Access(StrEnum):
    PUBLIC = "public"
    RESTRICTED = "restreint"  # members only, unless the organisation opens it
    INTERNAL = "interne"  # the owner and the animators, never opened
    PER_ITEM = "par élément"  # each item of the list says


class Tier(StrEnum):
    AUTO = "auto"
    EXPRESS = "express"
    SOCLE = "socle"
    COMPLET = "complet"


NATURE = "cas-usage"  # of a record that does not say
USE_CASE = (NATURE,)


@dataclass(frozen=True)
class Field:
    name: str
    group: Group
    access: Access = Access.RESTRICTED
    tier: Tier = Tier.COMPLET
    natures: tuple[str, ...] = ()  # empty: every nature of record
    headers: tuple[str, ...] = ()  # other spellings met in real tables

    def applies_to(self, nature: str) -> bool:
        return not self.natures or nature in self.natures

    @property
    def column(self) -> Column:
        return _columns()[self.name]

    @property
    def label(self) -> str:
        return str(self.column.verbose_name)

    @property
    def help(self) -> str:
        return str(self.column.help_text)

    @property
    def kind(self) -> str:
        return self.column.kind


# fmt: off
FIELDS = (
    Field("coll_nom", Group.GENERAL, Access.PUBLIC, Tier.AUTO, headers=("Nom_collectivite",)),
    Field("nom_projet", Group.GENERAL, Access.PUBLIC, Tier.EXPRESS, headers=("Nom_du_projet",)),
    Field("nature", Group.GENERAL, Access.PUBLIC, Tier.AUTO),
    Field("coll_siret", Group.GENERAL, Access.PUBLIC, Tier.AUTO, headers=("SIRET",)),
    Field("coll_type", Group.GENERAL, Access.PUBLIC, Tier.AUTO, headers=("Type_de_collectivite",)),
    Field("resume", Group.GENERAL, Access.PUBLIC, Tier.EXPRESS),
    Field("usage_description", Group.GENERAL, Access.PUBLIC, Tier.SOCLE, headers=("Description_service", "usage_service",)),
    Field("theme", Group.GENERAL, Access.PUBLIC, Tier.EXPRESS, headers=("Theme",)),
    Field("sous_theme", Group.GENERAL, Access.PUBLIC, Tier.SOCLE, headers=("Sous_Theme",)),
    Field("projet_status", Group.GENERAL, Access.PUBLIC, Tier.EXPRESS, USE_CASE, headers=("Statut_du_projet",)),
    Field("status_abandon", Group.GENERAL, Access.PUBLIC, Tier.SOCLE, USE_CASE),
    Field("projet_date", Group.GENERAL, Access.PUBLIC, Tier.SOCLE, headers=("Date_de_demarrage",)),
    Field("date_service", Group.GENERAL, Access.PUBLIC, Tier.COMPLET, USE_CASE),
    Field("date_fin", Group.GENERAL, Access.PUBLIC, Tier.COMPLET),
    Field("audience_service", Group.GENERAL, Access.PUBLIC, Tier.SOCLE, headers=("Audience", "cible_service",)),
    Field("probleme", Group.GENERAL, Access.PUBLIC, Tier.SOCLE),
    Field("benefices", Group.GENERAL, Access.PUBLIC, Tier.SOCLE),
    Field("methode", Group.GENERAL, Access.PUBLIC, Tier.COMPLET),
    Field("moyens_humains", Group.GENERAL, Access.PUBLIC, Tier.COMPLET),
    Field("mode_achat", Group.GENERAL, Access.PUBLIC, Tier.COMPLET),
    Field("vigilance", Group.GENERAL, Access.PUBLIC, Tier.SOCLE),
    Field("lecons", Group.GENERAL, Access.PUBLIC, Tier.SOCLE),
    Field("resultats", Group.GENERAL, Access.PUBLIC, Tier.COMPLET),
    Field("partenaires", Group.GENERAL, Access.PUBLIC, Tier.SOCLE, headers=("Partenaires",)),
    Field("fournisseurs", Group.GENERAL, Access.PUBLIC, Tier.SOCLE, USE_CASE),
    Field("financement", Group.GENERAL, Access.RESTRICTED, Tier.COMPLET),
    Field("budget", Group.GENERAL, Access.RESTRICTED, Tier.COMPLET, headers=("Budget",)),
    Field("mise_en_oeuvre", Group.GENERAL, Access.RESTRICTED, Tier.SOCLE, USE_CASE),
    Field("herbergement", Group.GENERAL, Access.RESTRICTED, Tier.SOCLE, USE_CASE),
    Field("hebergement_pays", Group.GENERAL, Access.PUBLIC, Tier.COMPLET, USE_CASE),
    Field("projet_contact", Group.GENERAL, Access.INTERNAL, Tier.EXPRESS),
    Field("service_contact", Group.GENERAL, Access.PUBLIC, Tier.SOCLE),
    Field("url_infos", Group.GENERAL, Access.PUBLIC, Tier.SOCLE, headers=("URL_Service",)),
    Field("acces_service", Group.GENERAL, Access.PUBLIC, Tier.COMPLET),
    Field("image_url", Group.GENERAL, Access.PUBLIC, Tier.COMPLET, headers=("URL_Logo",)),
    Field("latitude", Group.GENERAL, Access.PUBLIC, Tier.AUTO, headers=("Latitude", "latidude",)),
    Field("longitude", Group.GENERAL, Access.PUBLIC, Tier.AUTO, headers=("Longitude",)),
    Field("territoire", Group.GENERAL, Access.PUBLIC, Tier.COMPLET),
    Field("nom_algorithme", Group.ALGORITHME, Access.RESTRICTED, Tier.SOCLE, USE_CASE),
    Field("algorithme_description", Group.ALGORITHME, Access.RESTRICTED, Tier.COMPLET, USE_CASE),
    Field("algorithme_operations", Group.ALGORITHME, Access.RESTRICTED, Tier.COMPLET, USE_CASE, headers=("operations",)),
    Field("type_algorithme", Group.ALGORITHME, Access.RESTRICTED, Tier.SOCLE, USE_CASE),
    Field("modeles", Group.ALGORITHME, Access.RESTRICTED, Tier.COMPLET, USE_CASE),
    Field("code_source", Group.ALGORITHME, Access.PUBLIC, Tier.COMPLET, USE_CASE),
    Field("code_licence", Group.ALGORITHME, Access.PUBLIC, Tier.COMPLET, USE_CASE),
    Field("impact_environnement", Group.ALGORITHME, Access.PUBLIC, Tier.COMPLET, USE_CASE, headers=("monitoring_impact",)),
    Field("consommation", Group.ALGORITHME, Access.PUBLIC, Tier.COMPLET, USE_CASE),
    Field("donnees_source", Group.DONNEES, Access.RESTRICTED, Tier.SOCLE, USE_CASE),
    Field("donnees_acces", Group.DONNEES, Access.RESTRICTED, Tier.SOCLE, USE_CASE, headers=("donnees_collecte",)),
    Field("donnees_personnelles", Group.DONNEES, Access.PUBLIC, Tier.COMPLET, USE_CASE),
    Field("aipd", Group.DONNEES, Access.PUBLIC, Tier.COMPLET, USE_CASE),
    Field("conservation", Group.DONNEES, Access.PUBLIC, Tier.COMPLET, USE_CASE),
    Field("decision_individuelle", Group.TRANSPARENCE, Access.PUBLIC, Tier.SOCLE, USE_CASE),
    Field("decision", Group.TRANSPARENCE, Access.PUBLIC, Tier.COMPLET, USE_CASE),
    Field("audience_decision", Group.TRANSPARENCE, Access.PUBLIC, Tier.COMPLET, USE_CASE),
    Field("decisions_par_an", Group.TRANSPARENCE, Access.PUBLIC, Tier.COMPLET, USE_CASE),
    Field("automatisation_decision", Group.TRANSPARENCE, Access.PUBLIC, Tier.COMPLET, USE_CASE),
    Field("parametres", Group.TRANSPARENCE, Access.RESTRICTED, Tier.COMPLET, USE_CASE),
    Field("intervention_humaine", Group.TRANSPARENCE, Access.PUBLIC, Tier.COMPLET, USE_CASE),
    Field("impact_algorithme", Group.TRANSPARENCE, Access.PUBLIC, Tier.COMPLET, USE_CASE),
    Field("base_legale", Group.TRANSPARENCE, Access.PUBLIC, Tier.COMPLET, USE_CASE),
    Field("deliberation", Group.TRANSPARENCE, Access.PUBLIC, Tier.COMPLET),
    Field("url_mention", Group.TRANSPARENCE, Access.PUBLIC, Tier.COMPLET, USE_CASE),
    Field("url_regles", Group.TRANSPARENCE, Access.PUBLIC, Tier.COMPLET, USE_CASE),
    Field("ria_classe", Group.TRANSPARENCE, Access.PUBLIC, Tier.COMPLET, USE_CASE),
    Field("ria_role", Group.TRANSPARENCE, Access.PUBLIC, Tier.COMPLET, USE_CASE),
    Field("ria_annexe3", Group.TRANSPARENCE, Access.PUBLIC, Tier.COMPLET, USE_CASE),
    Field("url_base_ue", Group.TRANSPARENCE, Access.PUBLIC, Tier.COMPLET, USE_CASE),
    Field("risque", Group.SURVEILLANCE, Access.PUBLIC, Tier.COMPLET, USE_CASE),
    Field("risque_categorie", Group.SURVEILLANCE, Access.RESTRICTED, Tier.AUTO, USE_CASE),
    Field("proportionalite", Group.SURVEILLANCE, Access.PUBLIC, Tier.COMPLET, USE_CASE),
    Field("erreur", Group.SURVEILLANCE, Access.RESTRICTED, Tier.COMPLET, USE_CASE),
    Field("explicabilite", Group.SURVEILLANCE, Access.PUBLIC, Tier.COMPLET, USE_CASE),
    Field("monitoring_biais", Group.SURVEILLANCE, Access.PUBLIC, Tier.COMPLET, USE_CASE),
    Field("reversibilite", Group.SURVEILLANCE, Access.PUBLIC, Tier.COMPLET, USE_CASE),
    Field("objection", Group.SURVEILLANCE, Access.PUBLIC, Tier.COMPLET, USE_CASE),
    Field("evaluations", Group.SURVEILLANCE, Access.PUBLIC, Tier.COMPLET),
    Field("impact_metiers", Group.SURVEILLANCE, Access.PUBLIC, Tier.COMPLET),
    Field("metiers", Group.SURVEILLANCE, Access.PUBLIC, Tier.COMPLET),
    Field("consultation_agents", Group.SURVEILLANCE, Access.PUBLIC, Tier.COMPLET),
    Field("consultation_habitants", Group.SURVEILLANCE, Access.PUBLIC, Tier.COMPLET),
    Field("url_ressources", Group.REUTILISATION, Access.PER_ITEM, Tier.COMPLET),
    Field("prerequis", Group.REUTILISATION, Access.PUBLIC, Tier.COMPLET),
    Field("offre_aide", Group.REUTILISATION, Access.PUBLIC, Tier.COMPLET),
    Field("motifs_reserve", Group.META, Access.PUBLIC, Tier.COMPLET),
    Field("source_externe", Group.META, Access.PUBLIC, Tier.AUTO),
    Field("date", Group.META, Access.PUBLIC, Tier.AUTO, headers=("Date_de_derniere_mise_a_jour",)),
    Field("date_verification", Group.META, Access.PUBLIC, Tier.AUTO),
    Field("version_schema", Group.META, Access.PUBLIC, Tier.AUTO),
)
# fmt: on

BY_NAME = {field.name: field for field in FIELDS}
NAMES = tuple(BY_NAME)
# A record may be published with these; everything else may be missing.
REQUIRED = ("coll_nom", "nom_projet", "usage_description", "theme")


def label(name: str) -> str:
    return BY_NAME[name].label


def named(*accesses: Access) -> tuple[str, ...]:
    """The names of the fields that have one of these accesses, in order."""
    return tuple(field.name for field in FIELDS if field.access in accesses)


STORED = named(Access.PUBLIC, Access.RESTRICTED, Access.PER_ITEM)
INTERNAL = named(Access.INTERNAL)
OPENABLE = named(Access.RESTRICTED)


@cache
def _columns() -> dict[str, Column]:
    models = apps.get_model("fiches", "Fiche"), apps.get_model("fiches", "Internal")
    every = (column for model in models for column in model._meta.fields)
    return {column.name: column for column in every if isinstance(column, Column)}
