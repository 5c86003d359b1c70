"""Group reutilisation."""

from django.db import models

from bibia.fiches.columns import ItemsColumn, ProseColumn, TermsColumn


class ReutilisationFields(models.Model):
    url_ressources = ItemsColumn(
        "Ressources techniques",
        "Pour chaque ressource : type, titre, adresse, licence et accès. Elle est réservée aux membres, sauf si vous la rendez publique.",
        example="Clauses de marché, https://collectivite.example/clauses, réservé",
        parts="url_ressources",
    )
    prerequis = ProseColumn(
        "Ce qu’il faut pour reproduire",
        "Indiquez ce qu’une autre collectivité doit réunir : données, compétences, temps, voie d’achat.",
        example="Un plan du réseau à jour et un géomaticien à mi-temps",
    )
    offre_aide = TermsColumn(
        "Ce que le porteur propose",
        "Cochez ce que vous êtes prêt à offrir aux collectivités qui voudraient reproduire le projet.",
        example="Un échange",
        vocabulary="offre_aide",
    )

    class Meta:
        abstract = True
