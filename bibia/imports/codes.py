"""Every finding code: a stable word, how serious it is, and the sentence said when no closer one is."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    ERREUR = "erreur"  # the value stays empty, or the row or the file is refused
    DOUTE = "doute"  # something was kept or set aside: a person should look
    INFO = "info"  # nothing to decide


@dataclass(frozen=True)
class Code:
    severity: Severity
    sentence: str


_E, _D, _I = Severity.ERREUR, Severity.DOUTE, Severity.INFO

CODES: dict[str, Code] = {
    # the file
    "pas-une-table": Code(_E, "Ce fichier n’est pas une table de fiches : rien n’a été changé."),
    "encodage-suppose": Code(_D, "Le texte n’est pas en UTF-8 : il a été lu comme du Windows-1252."),
    "feuille-ignoree": Code(_D, "Cette feuille n’est pas lue : seule la première feuille visible l’est."),
    "colonne-inconnue": Code(_D, "Cette colonne ne correspond à aucun champ : elle n’est pas importée."),
    "colonne-repetee": Code(_E, "Ce champ a déjà une colonne : celle-ci n’est pas importée."),
    # the row
    "ligne-decalee": Code(_E, "Cette ligne n’a pas autant de cellules que l’en-tête : elle est refusée."),
    "champ-manquant": Code(_E, "Ce champ est nécessaire et n’a pas de valeur."),
    "doublon-fichier": Code(
        _E, "Cette ligne décrit le même projet qu’une ligne précédente : elle est refusée."
    ),
    "correspondance-multiple": Code(_E, "Plusieurs fiches correspondent à cette ligne : elle est refusée."),
    "correspondance-douteuse": Code(
        _E, "Une fiche porte le même titre et le même nom, avec un autre SIREN : cette ligne est refusée."
    ),
    "proposition-en-attente": Code(
        _E, "Une autre proposition attend une décision pour cette fiche : cette ligne est refusée."
    ),
    "fiche-retiree": Code(_E, "Cette fiche a été retirée de la bibliothèque : cette ligne est refusée."),
    "publication-refusee": Code(_E, "Cette fiche ne peut pas être publiée : elle reste une proposition."),
    "plus-ancien": Code(_I, "La fiche publiée est plus récente : cette ligne n’est pas appliquée."),
    "modifie-ici": Code(
        _I, "Cette valeur a changé ici depuis le dernier import, et pas dans la table : elle est gardée."
    ),
    "date-absente": Code(
        _D, "Rien ne montre que cette ligne est plus récente que la fiche publiée : elle n’est pas appliquée."
    ),
    "nature-proposee": Code(
        _D, "Sans colonne de nature, la fiche est un cas d’usage : une autre est proposée."
    ),
    # the organisation
    "siret-invalide": Code(_E, "Ce numéro n’est pas un SIRET valide : le champ reste vide."),
    "siret-serie": Code(
        _E, "Ce numéro vient d’une série incrémentée à la recopie et sa clé est fausse : le champ reste vide."
    ),
    "siren-autre-organisation": Code(
        _E, "Ce numéro est celui d’une autre organisation que celle qui est nommée : le champ reste vide."
    ),
    "type-incoherent": Code(
        _D, "Ce type ne correspond pas à l’organisation : il est gardé tel qu’il est écrit."
    ),
    # the values
    "cellule-trop-longue": Code(_E, "Cette cellule dépasse 20 000 caractères : elle n’est pas importée."),
    "texte-trop-long": Code(_E, "Ce texte dépasse la longueur du champ : le champ reste vide."),
    "libelle-inconnu": Code(_E, "Ce libellé n’est pas dans la liste : il n’est pas importé."),
    "trop-de-valeurs": Code(_E, "Ce champ a trop de valeurs : seules les premières sont gardées."),
    "date-numero": Code(
        _E, "Ce nombre est un numéro de jour de tableur, pas une date : le champ reste vide."
    ),
    "date-impossible": Code(_E, "Cette date n’existe pas : le champ reste vide."),
    "date-illisible": Code(_E, "Cette date n’a pas pu être lue : le champ reste vide."),
    "nombre-illisible": Code(_E, "Un nombre est attendu : le champ reste vide."),
    "nombre-hors-bornes": Code(_E, "Ce nombre est hors des bornes admises : le champ reste vide."),
    "forme-inattendue": Code(_E, "Cette valeur n’a pas la forme attendue : le champ reste vide."),
    "code-geographique": Code(_E, "Ce code géographique n’existe pas : il n’est pas importé."),
    "liste-illisible": Code(_E, "Cette liste n’a pas pu être lue : le champ reste vide."),
    "liste-incomplete": Code(_E, "Il manque une partie à un élément de cette liste : le champ reste vide."),
    "valeur-refusee": Code(_E, "Cette valeur n’est pas admise : le champ reste vide."),
    "lien-prose": Code(_D, "Ce texte n’est pas un lien."),
    "lien-invalide": Code(_E, "Cette adresse web n’a pas la bonne forme : le champ reste vide."),
    "logo-externe": Code(_I, "Les logos ne sont pas repris d’un tableau : un monogramme les remplace."),
    "separateur-ambigu": Code(
        _D, "Le tiret peut séparer des partenaires ou appartenir à un nom : le texte est gardé entier."
    ),
    "parenthese-ouverte": Code(_D, "Une parenthèse n’est pas fermée : la fin du texte est gardée entière."),
    "partenaire-regie": Code(
        _I, "Ce texte dit comment le projet est réalisé, pas avec qui : aucun partenaire n’est créé."
    ),
}
