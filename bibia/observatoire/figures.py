"""Every figure of the observatory, declared once: address, title, definition, unit, and how its rows are counted."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from bibia.observatoire import counts, quality
from bibia.observatoire.measures import CASE, FICHE, Measure, Noun
from bibia.observatoire.suppression import FLOOR

OF_COMMUNE = Noun("fiche de commune", "fiches de communes")
OF_EPCI = Noun("fiche d’intercommunalité", "fiches d’intercommunalités")


@dataclass(frozen=True)
class Figure:
    slug: str  # permanent
    title: str
    definition: str
    unit: Noun
    heading: str  # of the first column
    measure: Callable[[], Measure]
    names: bool = False  # its fiches are named, and have a table of their own


@dataclass(frozen=True)
class Chapter:
    slug: str
    title: str
    figures: tuple[Figure, ...]


_STATED = "Chaque fiche publiée compte une fois. "

CHAPTERS = (
    Chapter(
        "projets",
        "Les projets",
        (
            Figure(
                "themes",
                "Fiches par thème",
                _STATED + "Le thème est celui que l’organisation a choisi parmi les six de la bibliothèque.",
                FICHE,
                "Thème",
                counts.themes,
            ),
            Figure(
                "maturite",
                "Cas d’usage par maturité",
                "Seuls les cas d’usage ont une maturité, celle que l’organisation déclare. « Terminé » veut souvent dire "
                "que le projet est fini et que l’outil sert.",
                CASE,
                "Maturité",
                counts.maturity,
            ),
            Figure(
                "techniques",
                "Techniques employées",
                "La technique est réservée aux membres, sauf si l’organisation choisit de l’ouvrir. Seules les fiches qui "
                "l’ont ouverte et remplie sont comptées ; elles ne représentent pas les autres.",
                FICHE,
                "Technique",
                counts.techniques,
            ),
            Figure(
                "budgets",
                "Budgets annuels",
                "Le budget est réservé aux membres, sauf si l’organisation choisit de l’ouvrir. Une tranche qui réunit moins "
                f"de {FLOOR} fiches n’est pas montrée, ni celle qui permettrait de la retrouver par soustraction.",
                FICHE,
                "Tranche de budget",
                counts.budgets,
            ),
            Figure(
                "natures",
                "Fiches par nature",
                _STATED
                + "Une fiche décrit un cas d’usage, ou bien une stratégie, une charte, une instance, un kit, une étude.",
                FICHE,
                "Nature",
                counts.natures,
            ),
            Figure(
                "annees",
                "Fiches par année de démarrage",
                _STATED + "L’année est celle du démarrage déclaré, qu’il soit donné au mois ou à l’année.",
                FICHE,
                "Année",
                counts.years,
            ),
        ),
    ),
    Chapter(
        "organisations",
        "Qui déclare",
        (
            Figure(
                "organisations",
                "Organisations qui déclarent, par type",
                "Chaque organisation qui a au moins une fiche publiée compte une fois, quel que soit le nombre de ses fiches. "
                "Le type vient de la table des territoires quand l’organisation y figure, sinon de la fiche.",
                counts.ORGANISATION,
                "Type d’organisation",
                counts.organisations,
            ),
            Figure(
                "types",
                "Fiches par type d’organisation",
                _STATED + "Le type est celui que la fiche donne à l’organisation qui déclare.",
                FICHE,
                "Type d’organisation",
                counts.types,
            ),
            Figure(
                "communes-taille",
                "Fiches des communes, selon leur taille",
                "Fiches déclarées par des communes, d’après leur population légale (INSEE). Les fiches d’une "
                "intercommunalité, d’un syndicat ou d’un établissement n’y sont pas.",
                OF_COMMUNE,
                "Population de la commune",
                partial(counts.sizes, "commune", OF_COMMUNE),
            ),
            Figure(
                "intercommunalites-taille",
                "Fiches des intercommunalités, selon leur taille",
                "Fiches déclarées par des EPCI à fiscalité propre (communautés et métropoles) et par la métropole de Lyon, "
                "d’après la somme des populations légales de leurs communes (INSEE).",
                OF_EPCI,
                "Population de l’intercommunalité",
                partial(counts.sizes, "epci", OF_EPCI),
            ),
        ),
    ),
    Chapter(
        "contenu",
        "Ce que disent les fiches",
        (
            Figure(
                "resultats",
                "Fiches qui donnent un résultat",
                _STATED
                + "Un résultat est un indicateur et sa valeur ; la fiche dit qui l’affirme. La bibliothèque ne le vérifie pas.",
                FICHE,
                "Contenu de la fiche",
                quality.results,
            ),
            Figure(
                "evaluations",
                "Fiches qui publient une évaluation",
                _STATED
                + "Protection des données, droits fondamentaux, biais, sécurité, accessibilité, empreinte carbone ou autre.",
                FICHE,
                "Contenu de la fiche",
                quality.evaluations,
            ),
            Figure(
                "abandons",
                "Projets abandonnés",
                "Cas d’usage que l’organisation déclare abandonnés, et la raison qu’elle en donne. La bibliothèque les garde : "
                "un arrêt expliqué évite à d’autres le même chemin.",
                Noun("projet abandonné", "projets abandonnés", "Aucun"),
                "La fiche dit pourquoi",
                quality.abandoned,
                names=True,
            ),
            Figure(
                "fraicheur",
                "Fraîcheur des fiches",
                _STATED
                + "La date est celle de la dernière mise à jour que la fiche déclare. Elle est comparée au dernier "
                "changement de la bibliothèque, et non au jour de votre lecture : le chiffre ne vieillit pas tout seul.",
                FICHE,
                "Dernière mise à jour",
                quality.freshness,
            ),
            Figure(
                "completude",
                "Complétude des fiches",
                _STATED
                + "Part remplie des champs publics demandés à tous les contributeurs ; les champs réservés et ceux "
                "qui ne concernent pas la fiche ne comptent pas.",
                FICHE,
                "Part remplie",
                quality.completeness,
            ),
        ),
    ),
)
FIGURES = {figure.slug: figure for chapter in CHAPTERS for figure in chapter.figures}
