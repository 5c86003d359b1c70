"""Group algorithme."""

from django.db import models

from bibia.fiches.columns import AddressColumn, CodeColumn, ItemsColumn, LineColumn, ProseColumn, TermsColumn


class AlgorithmeFields(models.Model):
    nom_algorithme = LineColumn(
        "Nom de l’algorithme",
        "Indiquez le nom sous lequel l’algorithme est connu dans vos services. L’information est réservée aux membres par défaut.",
        example="Priorisation des secteurs à inspecter",
    )
    algorithme_description = ProseColumn(
        "Description de l’algorithme",
        "Expliquez ce que calcule l’algorithme, à partir de quoi et pour quel résultat. L’information est réservée aux membres par défaut.",
        example="Estime la probabilité d’une fuite pour chaque tronçon de canalisation.",
    )
    algorithme_operations = ProseColumn(
        "Opérations effectuées",
        "Énumérez les opérations effectuées (CRPA, art. R.311-3-1-2, 4°). L’information est réservée aux membres par défaut.",
        example="Collecte des relevés, calcul d’un score, tri, affichage sur une carte",
    )
    type_algorithme = TermsColumn(
        "Type d’algorithme",
        "Cochez les familles de techniques employées. L’information est réservée aux membres par défaut.",
        example="Apprentissage automatique",
        vocabulary="type_algorithme",
    )
    modeles = ItemsColumn(
        "Modèles utilisés",
        "Pour chaque modèle : nom, éditeur, version et licence. L’information est réservée aux membres par défaut.",
        example="Modèle Exemple 7B, Société Exemple, version 2, Apache-2.0",
        parts="modeles",
    )
    code_source = AddressColumn(
        "Code source",
        "Collez l’adresse du dépôt public du code, s’il existe. Elle permet à d’autres de le réutiliser.",
        example="https://forge.example/val-clair/fuites",
    )
    code_licence = CodeColumn(
        "Licence du code",
        "Indiquez l’identifiant SPDX de la licence du code. Il dit à quelles conditions on peut le réutiliser.",
        example="EUPL-1.2",
        kind="spdx",
        allowed=r"[A-Za-z0-9][A-Za-z0-9.+-]{0,60}( (AND|OR|WITH) [A-Za-z0-9][A-Za-z0-9.+-]{0,60}){0,5}",
        message="Identifiant SPDX attendu, par exemple EUPL-1.2.",
    )
    impact_environnement = ProseColumn(
        "Impact environnemental",
        "Dites ce que vous savez des effets sur l’environnement, bons ou mauvais. Cette information est communicable à toute personne.",
        example="Modèle de petite taille, recalculé une fois par mois seulement.",
    )
    consommation = ItemsColumn(
        "Consommation mesurée",
        "Pour chaque mesure : énergie en kWh, émissions en kg équivalent CO2, période et méthode suivie.",
        example="120 kWh et 7 kg CO2e en 2025, relevé du serveur",
        parts="consommation",
    )

    class Meta:
        abstract = True
