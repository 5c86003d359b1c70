"""Group surveillance."""

from django.db import models

from bibia.fiches.columns import ItemsColumn, ProseColumn, TermColumn, TermsColumn


class SurveillanceFields(models.Model):
    risque = ProseColumn(
        "Évaluation des risques et atténuation",
        "Décrivez les risques repérés pour les personnes ou le service, et ce que vous faites pour les réduire.",
        example="Fausse alerte possible : une vérification sur place précède les travaux.",
    )
    risque_categorie = TermColumn(
        "Catégorie de risque (ancienne)",
        "Ancienne catégorie, conservée pour les tableaux importés. Elle est remplacée par la classe du règlement IA.",
        example="Risque minimal",
        vocabulary="risque_categorie",
    )
    proportionalite = ProseColumn(
        "Proportionnalité",
        "Expliquez pourquoi ce moyen est adapté au but visé et pourquoi un moyen plus simple ne suffisait pas.",
        example="Aucune donnée d’abonné n’est utilisée ; l’écoute seule était trop lente.",
    )
    erreur = TermColumn(
        "Efficacité du système",
        "Dites si le système répond aux objectifs fixés. L’information est réservée aux membres par défaut.",
        example="Répond bien aux objectifs",
        vocabulary="erreur",
    )
    explicabilite = TermColumn(
        "Explicabilité",
        "Dites si le fonctionnement du système peut être expliqué au public.",
        example="Facile à expliquer au public",
        vocabulary="explicabilite",
    )
    monitoring_biais = ProseColumn(
        "Biais et compensation",
        "Décrivez les biais recherchés, ceux que vous avez trouvés et la façon dont vous les compensez.",
        example="Les secteurs ruraux, moins équipés, sont vérifiés à la main chaque trimestre.",
    )
    reversibilite = ProseColumn(
        "Réversibilité",
        "Dites comment vous pourriez changer de solution ou revenir en arrière, et dans quel format récupérer vos données.",
        example="Données restituées en CSV ; l’ancienne méthode reste en place.",
    )
    objection = ProseColumn(
        "Opposition, recours et contact humain",
        "Expliquez comment s’opposer (RGPD, art. 21), former un recours et obtenir une réponse humaine.",
        example="Écrire au service ou se présenter à l’accueil ; réponse sous un mois.",
    )
    evaluations = ItemsColumn(
        "Évaluations",
        "Pour chaque évaluation : type, titre, date et adresse d’un résumé public. Les analyses complètes ne sont pas demandées.",
        example="Accessibilité, audit du portail, 12 juin 2025",
        parts="evaluations",
    )
    impact_metiers = ProseColumn(
        "Effets sur les métiers et formation des agents",
        "Dites ce qui change dans le travail des agents et quelles formations les accompagnent.",
        example="Moins de rondes de nuit ; deux jours de formation par agent.",
    )
    metiers = TermsColumn(
        "Métiers concernés",
        "Cochez les familles de métiers concernées par le projet.",
        example="Eau et assainissement",
        vocabulary="metiers",
    )
    consultation_agents = ProseColumn(
        "Consultation des agents et du CST",
        "Dites si et comment les agents et le comité social territorial (CST) ont été consultés, et ce qui en est ressorti.",
        example="Présentation au CST en mars 2025, avis favorable.",
    )
    consultation_habitants = ProseColumn(
        "Consultation des habitants",
        "Dites si et comment les habitants ont été consultés, et ce que leurs avis ont changé.",
        example="Réunion publique et registre en ligne au printemps 2025",
    )

    class Meta:
        abstract = True
