"""Group general, first half: who, what, where it stands."""

from django.db import models

from bibia.fiches.columns import LineColumn, MonthColumn, ProseColumn, SiretColumn, TermColumn, TermsColumn


class PorteurFields(models.Model):
    coll_nom = LineColumn(
        "Porteur",
        "Indiquez le nom de votre collectivité tel que vous l’écrivez. Le nom officiel est repris du répertoire quand il est connu.",
        example="Communauté de communes du Val-Clair",
        most=200,
    )
    nom_projet = LineColumn(
        "Projet",
        "Donnez un titre court et parlant : ce que fait le service plutôt que le nom du produit.",
        example="Repérer les fuites du réseau d’eau potable",
        most=200,
    )
    nature = TermColumn(
        "Nature de la fiche",
        "Précisez ce que décrit la fiche : un cas d’usage, une stratégie, une charte, une instance, un kit ou une étude.",
        example="Cas d’usage",
        vocabulary="nature",
    )
    coll_siret = SiretColumn(
        "SIRET du porteur",
        "Vous n’avez rien à saisir : le numéro est trouvé à partir du nom de votre collectivité. Il relie la fiche au répertoire Sirene ; le SIREN seul y figure quand l’établissement n’est pas connu.",
        example="20994217600014",
    )
    coll_type = TermColumn(
        "Type de collectivité",
        "Le type est proposé d’après le répertoire. Corrigez-le s’il ne correspond pas à votre collectivité.",
        example="Communauté de communes",
        vocabulary="coll_type",
    )
    resume = LineColumn(
        "En une phrase",
        "Dites en une phrase simple ce que fait le projet et pour qui, sans terme technique. Elle s’affiche dans les listes.",
        example="Aide les agents à trouver les fuites avant qu’elles ne s’aggravent.",
        most=350,
    )
    usage_description = ProseColumn(
        "Description du service et de ses usages",
        "Décrivez ce que fait le service, qui s’en sert et dans quelles situations, comme vous l’expliqueriez à une autre collectivité.",
        example="Chaque matin, l’équipe reçoit la liste des secteurs à inspecter en priorité.",
    )
    theme = TermColumn(
        "Thème principal",
        "Choisissez le thème qui correspond le mieux au besoin traité. Il détermine le rayon où la fiche est rangée.",
        example="Transformation écologique et énergétique",
        vocabulary="theme",
    )
    sous_theme = TermsColumn(
        "Sous-thèmes",
        "Choisissez un ou deux sous-thèmes. Ils peuvent relever d’un autre thème que le thème principal.",
        example="Gestion de l’eau",
        vocabulary="sous_theme",
        most=2,
    )
    projet_status = TermColumn(
        "Maturité",
        "Indiquez où en est le projet aujourd’hui. Un projet terminé ou abandonné reste utile aux autres collectivités.",
        example="En expérimentation",
        vocabulary="projet_status",
    )
    status_abandon = ProseColumn(
        "Raisons et difficultés d’un projet abandonné",
        "Si le projet est abandonné, expliquez ce qui a conduit à l’arrêter et ce que vous en retenez. Cette franchise aide les suivants.",
        example="Les données manquaient pour les petites communes ; l’outil restait peu fiable.",
    )
    projet_date = MonthColumn(
        "Date de démarrage",
        "Indiquez le mois et l’année du lancement du projet, sous la forme MM/AAAA. L’année seule suffit si le mois est inconnu.",
        example="03/2024",
    )
    date_service = MonthColumn(
        "Mise en service",
        "Indiquez le mois où les agents ou les usagers ont commencé à s’en servir. Ce mois peut être bien postérieur au démarrage.",
        example="01/2025",
    )
    date_fin = MonthColumn(
        "Date de fin",
        "Indiquez le mois de fin, prévu ou constaté. Laissez vide si le projet n’a pas de terme.",
        example="12/2026",
    )
    audience_service = TermsColumn(
        "Audience du service",
        "Cochez les personnes ou organismes qui utilisent le service ou en reçoivent les réponses.",
        example="Agent, Élu",
        vocabulary="audience_service",
    )

    class Meta:
        abstract = True
