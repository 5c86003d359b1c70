"""Every finding code: a stable word, how serious and how sure it is, and the sentence said when no closer one is."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    ERREUR = "erreur"  # the value stays empty, or the row or the file is refused
    DOUTE = "doute"  # something was kept or set aside: a person should look
    INFO = "info"  # nothing to decide


class Sure(StrEnum):
    CERTAIN = "certain"  # proven; so is the proposal, when there is one
    PROBABLE = "probable"  # everything points that way
    QUESTION = "question"  # only a person knows


@dataclass(frozen=True)
class Code:
    severity: Severity
    sure: Sure
    sentence: str


_E, _D, _I = Severity.ERREUR, Severity.DOUTE, Severity.INFO
_C, _P, _Q = Sure.CERTAIN, Sure.PROBABLE, Sure.QUESTION
# fmt: off
CODES: dict[str, Code] = {
    # the file
    "pas-une-table": Code(_E, _C, "Ce fichier n’est pas une table de fiches : rien n’a été changé."),
    "encodage-suppose": Code(_D, _P, "Le texte n’est pas en UTF-8 : il a été lu comme du Windows-1252."),
    "feuille-ignoree": Code(_D, _C, "Cette feuille n’est pas lue : une seule feuille l’est."),
    "feuille-masquee": Code(_D, _C, "Cette feuille est masquée : elle n’est lue que si vous la choisissez."),
    "ligne-au-dessus": Code(_I, _C, "Cette ligne est au-dessus de l’en-tête : elle n’est pas lue."),
    "ligne-masquee": Code(_D, _C, "Cette ligne est masquée dans le tableur : elle est lue comme les autres."),
    "colonne-masquee": Code(_D, _C, "Cette colonne est masquée dans le tableur : elle est lue comme les autres."),
    "colonne-inconnue": Code(_D, _P, "Cette colonne ne correspond à aucun champ : elle n’est pas importée."),
    "colonne-repetee": Code(_E, _C, "Ce champ a déjà une colonne : celle-ci n’est pas importée."),
    "colonne-reservee": Code(_I, _C, "Cette colonne appartient à l’espace de confiance : ses valeurs ne seront pas publiques."),
    "formule": Code(_I, _C, "Cette colonne a des formules : leur dernier résultat est lu."),
    "formule-sans-resultat": Code(_E, _C, "Cette formule n’a pas de résultat enregistré : la cellule est lue vide."),
    "formule-texte": Code(_E, _C, "Ce texte est une formule de tableur, pas une valeur : le champ reste vide."),
    "erreur-tableur": Code(_E, _C, "Cette cellule contient une erreur de tableur : le champ reste vide."),
    "cellules-fusionnees": Code(_D, _C, "Cette cellule est fusionnée avec d’autres : seule la première a une valeur."),
    # the row
    "ligne-decalee": Code(_E, _C, "Cette ligne n’a pas autant de cellules que l’en-tête : elle est refusée."),
    "cellule-a-cote": Code(_I, _C, "Cette cellule est à droite de la table : elle n’est pas lue."),
    "ligne-total": Code(_D, _P, "Cette ligne est un total, pas une fiche : elle n’est pas importée."),
    "entete-repete": Code(_I, _C, "Cette ligne répète l’en-tête : elle n’est pas importée."),
    "ligne-ecartee": Code(_I, _C, "Vous avez choisi de ne pas importer cette ligne."),
    "champ-manquant": Code(_E, _C, "Ce champ est nécessaire et n’a pas de valeur."),
    "doublon-fichier": Code(_E, _C, "Cette ligne décrit le même projet qu’une ligne précédente : elle est refusée."),
    "doublon-probable": Code(_D, _Q, "Cette ligne ressemble beaucoup à une autre ligne : s’agit-il du même projet ?"),
    "fiche-proche": Code(_D, _Q, "Une fiche de la bibliothèque ressemble beaucoup à cette ligne : s’agit-il du même projet ?"),
    "identifiant-inconnu": Code(_E, _Q, "Aucune fiche n’a cet identifiant : la ligne est refusée."),
    "correspondance-multiple": Code(_E, _Q, "Plusieurs fiches correspondent à cette ligne : elle est refusée."),
    "correspondance-douteuse": Code(_E, _Q, "Une fiche porte le même titre et le même nom, avec un autre SIREN : cette ligne est refusée."),
    "proposition-en-attente": Code(_E, _C, "Une autre proposition attend une décision pour cette fiche : cette ligne est refusée."),
    "fiche-retiree": Code(_E, _C, "Cette fiche a été retirée de la bibliothèque : cette ligne est refusée."),
    "hors-de-vos-droits": Code(_E, _C, "Cette fiche est celle d’une organisation que vous ne représentez pas : cette ligne est refusée."),
    "change-depuis-essai": Code(_E, _C, "La bibliothèque a changé depuis l’essai : cette ligne n’est pas appliquée."),
    "publication-refusee": Code(_E, _C, "Cette fiche ne peut pas être publiée : elle reste une proposition."),
    "plus-ancien": Code(_I, _C, "La fiche publiée est plus récente : cette ligne n’est pas appliquée."),
    "modifie-ici": Code(_I, _C, "Cette valeur a changé ici depuis le dernier import, et pas dans la table : elle est gardée."),
    "date-absente": Code(_D, _C, "Rien ne montre que cette ligne est plus récente que la fiche publiée : elle n’est pas appliquée."),
    "nature-proposee": Code(_D, _P, "Sans colonne de nature, la fiche est un cas d’usage : une autre est proposée."),
    # the organisation
    "siret-invalide": Code(_E, _C, "Ce numéro n’est pas un SIRET valide : le champ reste vide."),
    "siret-manquant": Code(_E, _Q, "Sans SIRET valide, rien ne dit que cette ligne est de votre organisation : elle est refusée."),
    "siret-organisation": Code(_I, _C, "Cette ligne nomme l’organisation pour laquelle vous importez : elle en reçoit le numéro."),
    "siret-serie": Code(_E, _C, "Ce numéro vient d’une série incrémentée à la recopie et sa clé est fausse : le champ reste vide."),
    "siret-multiple": Code(_D, _Q, "Cette organisation a plusieurs numéros SIRET dans la table."),
    "siren-autre-organisation": Code(_E, _C, "Ce numéro est celui d’une autre organisation que celle qui est nommée : le champ reste vide."),
    "type-incoherent": Code(_D, _P, "Ce type ne correspond pas à l’organisation : il est gardé tel qu’il est écrit."),
    # the place
    "coordonnees-inversees": Code(_E, _P, "La latitude et la longitude semblent inversées : les champs restent vides."),
    "coordonnees-incompletes": Code(_D, _C, "Il manque la latitude ou la longitude de ce point."),
    "coordonnees-hors-territoire": Code(_D, _P, "Ce point est hors du territoire de l’organisation."),
    "coordonnees-decalees": Code(_D, _P, "Cette organisation a plusieurs points presque au même endroit : l’un d’eux au moins a été déplacé à la main."),
    "coordonnees-serie": Code(_D, _P, "Ces coordonnées forment une série incrémentée à la recopie."),
    # the values
    "cellule-trop-longue": Code(_E, _C, "Cette cellule dépasse 20 000 caractères : elle n’est pas importée."),
    "texte-trop-long": Code(_E, _C, "Ce texte dépasse la longueur du champ : le champ reste vide."),
    "texte-abime": Code(_D, _P, "Des caractères de ce texte ont été abîmés par un changement d’encodage."),
    "caracteres-invisibles": Code(_I, _C, "Des caractères invisibles ont été retirés."),
    "caracteres-bidi": Code(_D, _C, "Des caractères qui changent le sens de lecture ont été retirés."),
    "texte-decompose": Code(_I, _C, "Des accents étaient écrits en deux caractères : ils sont réunis."),
    "code-excel": Code(_I, _C, "Des codes de tableur (_x000D_) ont été traduits."),
    "balises-html": Code(_D, _P, "Ce texte contient des balises de page web : elles seront montrées telles quelles."),
    "retour-ligne": Code(_I, _C, "Les retours à la ligne de ce texte court ont été remplacés par des espaces."),
    "mot-vide": Code(_I, _C, "Cette cellule dit qu’il n’y a rien : le champ reste vide."),
    "donnee-personnelle": Code(_D, _Q, "Ce texte public contient une donnée personnelle : la fiche reste une proposition tant que personne n’a répondu."),
    "libelle-inconnu": Code(_E, _Q, "Ce libellé n’est pas dans la liste : il n’est pas importé."),
    "trop-de-valeurs": Code(_E, _C, "Ce champ a trop de valeurs : seules les premières sont gardées."),
    "date-numero": Code(_E, _P, "Ce nombre est un numéro de jour de tableur, pas une date : le champ reste vide."),
    "date-impossible": Code(_E, _C, "Cette date n’existe pas : le champ reste vide."),
    "date-illisible": Code(_E, _Q, "Cette date n’a pas pu être lue : le champ reste vide."),
    "date-jour-mois": Code(_D, _P, "Les dates de cette colonne ont le mois avant le jour : elles sont lues ainsi."),
    "date-ambigue": Code(_E, _Q, "Le jour et le mois de cette date ne se distinguent pas : le champ reste vide."),
    "date-periode": Code(_E, _P, "Cette période n’est pas un mois : le champ reste vide."),
    "date-future": Code(_E, _C, "Cette date est dans le futur : le champ reste vide."),
    "nombre-illisible": Code(_E, _C, "Un nombre est attendu : le champ reste vide."),
    "nombre-hors-bornes": Code(_E, _C, "Ce nombre est hors des bornes admises : le champ reste vide."),
    "forme-inattendue": Code(_E, _C, "Cette valeur n’a pas la forme attendue : le champ reste vide."),
    "code-geographique": Code(_E, _C, "Ce code géographique n’existe pas : il n’est pas importé."),
    "liste-illisible": Code(_E, _C, "Cette liste n’a pas pu être lue : le champ reste vide."),
    "liste-incomplete": Code(_E, _C, "Il manque une partie à un élément de cette liste : le champ reste vide."),
    "valeur-refusee": Code(_E, _C, "Cette valeur n’est pas admise : le champ reste vide."),
    "lien-prose": Code(_D, _C, "Ce texte n’est pas un lien."),
    "lien-invalide": Code(_E, _C, "Cette adresse web n’a pas la bonne forme : le champ reste vide."),
    "lien-mort": Code(_D, _P, "Ce lien ne semble mener nulle part pour le public."),
    "lien-serie": Code(_D, _P, "Ces liens forment une série incrémentée à la recopie."),
    "logo-externe": Code(_I, _C, "Les logos ne sont pas repris d’un tableau : un monogramme les remplace."),
    "separateur-ambigu": Code(_D, _Q, "Le tiret peut séparer des partenaires ou appartenir à un nom : le texte est gardé entier."),
    "parenthese-ouverte": Code(_D, _C, "Une parenthèse n’est pas fermée : la fin du texte est gardée entière."),
    "partenaire-regie": Code(_I, _P, "Ce texte dit comment le projet est réalisé, pas avec qui : aucun partenaire n’est créé."),
}
# fmt: on
