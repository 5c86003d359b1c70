"""Group meta."""

from django.db import models

from bibia.fiches.columns import DayColumn, ItemColumn, ItemsColumn, LineColumn


class MetaFields(models.Model):
    motifs_reserve = ItemsColumn(
        "Pourquoi certaines informations sont réservées",
        "Pour chaque champ réservé, choisissez le motif légal et précisez-le si besoin. Il est public, même si le champ est vide.",
        example="Paramètres : secret des affaires (CRPA, art. L.311-6)",
        parts="motifs_reserve",
    )
    source_externe = ItemColumn(
        "Source externe",
        "Si la fiche vient d’un autre registre, il est cité ici avec son identifiant et son adresse. Vous n’avez rien à saisir.",
        example="Registre Exemple, 42, https://registre.example/42",
        parts="source_externe",
    )
    date = DayColumn(
        "Mise à jour des informations",
        "Date à laquelle les informations ont été mises à jour, sous la forme JJ/MM/AAAA. Elle est remplie pour vous.",
        example="05/03/2025",
    )
    date_verification = DayColumn(
        "Dernière vérification par le porteur",
        "Date à laquelle vous avez relu la fiche et confirmé qu’elle est exacte. Relisez-la au moins tous les six mois.",
        example="05/09/2025",
    )
    version_schema = LineColumn(
        "Version du modèle",
        "Version du modèle de données suivie par la fiche. Elle est remplie pour vous.",
        example="1.0",
    )

    class Meta:
        abstract = True
