"""Group donnees."""

from django.db import models

from bibia.fiches.columns import ItemColumn, LineColumn, TermColumn, TermsColumn


class DonneesFields(models.Model):
    donnees_source = TermsColumn(
        "Source des données",
        "Cochez l’origine des données utilisées. L’information est réservée aux membres par défaut.",
        example="Jeu de données interne",
        vocabulary="donnees_source",
    )
    donnees_acces = TermsColumn(
        "Collecte et accès aux données",
        "Cochez la façon dont les données sont recueillies. L’information est réservée aux membres par défaut.",
        example="Par API",
        vocabulary="donnees_acces",
    )
    donnees_personnelles = TermColumn(
        "Données personnelles",
        "Dites si le système traite des données personnelles et, le cas échéant, des catégories particulières (RGPD, art. 9 et 10).",
        example="Aucune",
        vocabulary="donnees_personnelles",
    )
    aipd = ItemColumn(
        "Analyse d’impact relative à la protection des données (AIPD)",
        "Indiquez l’état de l’analyse (RGPD, art. 35), sa date et l’adresse d’un résumé public. Ne joignez jamais l’analyse complète.",
        example="Réalisée, 5 mars 2025, https://collectivite.example/aipd",
        parts="aipd",
    )
    conservation = LineColumn(
        "Durée de conservation",
        "Indiquez combien de temps les données sont gardées, puis ce qu’elles deviennent (RGPD, art. 5).",
        example="13 mois, puis suppression",
    )

    class Meta:
        abstract = True
