"""Group transparence."""

from django.db import models

from bibia.fiches.columns import (
    AddressColumn,
    CodeColumn,
    ItemsColumn,
    ProseColumn,
    TermColumn,
    TermsColumn,
    WholeColumn,
)


class TransparenceFields(models.Model):
    decision_individuelle = TermColumn(
        "Fonde une décision individuelle ?",
        "Dites si le système sert à prendre des décisions qui visent une personne. Si oui, une mention s’impose (CRPA, art. L.311-3-1).",
        example="Non",
        vocabulary="decision_individuelle",
    )
    decision = ProseColumn(
        "Portée de la décision",
        "Décrivez la décision prise avec l’aide du système et ses effets.",
        example="Ordre de passage des dossiers ; aucun droit n’est refusé.",
    )
    audience_decision = ProseColumn(
        "Personnes concernées par la décision",
        "Indiquez les personnes visées par la décision.",
        example="Familles qui demandent une place en crèche",
    )
    decisions_par_an = WholeColumn(
        "Décisions par an",
        "Indiquez le nombre de décisions prises en un an avec l’aide du système, même approximatif.",
        example="1200",
    )
    automatisation_decision = TermColumn(
        "Niveau d’automatisation",
        "Indiquez la part de l’agent : aucune décision, aide à la décision, décision assistée ou entièrement automatisée.",
        example="Aide à la décision",
        vocabulary="automatisation_decision",
    )
    parametres = ProseColumn(
        "Paramètres et pondération",
        "Énumérez les paramètres et leur pondération (CRPA, art. R.311-3-1-2, 3°). L’information est réservée aux membres par défaut.",
        example="Âge de la conduite (40 %), matériau (35 %), casses passées (25 %)",
    )
    intervention_humaine = ProseColumn(
        "Intervention humaine",
        "Dites qui vérifie, qui peut corriger ou écarter la proposition du système, et à quel moment.",
        example="Un agent examine chaque proposition avant toute intervention.",
    )
    impact_algorithme = ProseColumn(
        "Place de l’algorithme dans la décision",
        "Indiquez le degré et le mode de contribution du traitement à la décision (CRPA, art. R.311-3-1-2, 1°).",
        example="Le score éclaire la commission, qui décide après débat.",
    )
    base_legale = ItemsColumn(
        "Fondements juridiques",
        "Citez les textes qui fondent le traitement et, si possible, leur adresse.",
        example="Code général des collectivités territoriales, art. L.2224-7-1",
        parts="base_legale",
    )
    deliberation = ItemsColumn(
        "Délibérations",
        "Pour chaque délibération : numéro, date et adresse de publication.",
        example="2025-042, 5 mars 2025, https://collectivite.example/d42",
        parts="deliberation",
    )
    url_mention = AddressColumn(
        "Mention explicite",
        "Collez l’adresse de la mention qui informe les personnes visées par une décision individuelle (CRPA, art. L.311-3-1).",
        example="https://collectivite.example/mention-algorithme",
    )
    url_regles = AddressColumn(
        "Règles publiées",
        "Collez l’adresse où sont publiées les règles des principaux traitements algorithmiques (CRPA, art. L.312-1-3).",
        example="https://collectivite.example/regles-algorithmes",
    )
    ria_classe = TermsColumn(
        "Classe du règlement IA",
        "Cochez les classes qui s’appliquent (règlement (UE) 2024/1689). Plusieurs sont possibles. Publié après votre confirmation.",
        example="Obligation de transparence (art. 50)",
        vocabulary="ria_classe",
    )
    ria_role = TermColumn(
        "Rôle au sens du règlement IA",
        "Indiquez si vous utilisez le système (déployeur), si vous le fournissez, ou les deux (règlement (UE) 2024/1689, art. 3).",
        example="Déployeur",
        vocabulary="ria_role",
    )
    ria_annexe3 = CodeColumn(
        "Point de l’annexe III",
        "Si le système relève de l’annexe III du règlement (UE) 2024/1689, indiquez le point et la lettre.",
        example="5 a",
        allowed=r"[1-8]( ?[a-h])?",
        message="Point et lettre attendus, par exemple 5 a.",
    )
    url_base_ue = AddressColumn(
        "Fiche dans la base européenne",
        "Collez l’adresse de la fiche du système dans la base de données de l’Union (règlement (UE) 2024/1689, art. 49 et 71).",
        example="https://base-ia.example/systemes/1234",
    )

    class Meta:
        abstract = True
