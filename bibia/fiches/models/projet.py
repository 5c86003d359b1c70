"""Group general, second half: need, method, means, contact, place."""

from django.db import models

from bibia.fiches.columns import (
    AddressColumn,
    ImageColumn,
    ItemsColumn,
    LineColumn,
    NumberColumn,
    PlacesColumn,
    ProseColumn,
    TermColumn,
    TermsColumn,
)


class ProjetFields(models.Model):
    probleme = ProseColumn(
        "Problème traité",
        "Décrivez la difficulté de départ : ce qui ne marchait pas, pour qui et avec quelles conséquences.",
        example="Un quart de l’eau mise en distribution n’arrivait pas aux abonnés.",
    )
    benefices = ProseColumn(
        "Bénéfices attendus",
        "Dites ce que vous attendez du projet, pour les habitants, les agents ou la collectivité.",
        example="Réduire les pertes d’eau et mieux programmer les travaux.",
    )
    methode = ProseColumn(
        "Méthode suivie",
        "Racontez comment vous avez procédé : étapes, essais, évaluation. Les autres collectivités s’en inspireront.",
        example="Trois mois d’essai sur deux secteurs, puis comparaison avec les relevés.",
    )
    moyens_humains = LineColumn(
        "Moyens humains",
        "Indiquez le temps passé (en équivalents temps plein) et les compétences mobilisées.",
        example="0,5 ETP : une cheffe de projet et un géomaticien",
    )
    mode_achat = TermsColumn(
        "Mode d’achat",
        "Cochez la ou les voies d’achat suivies. C’est souvent la première question d’une collectivité qui veut reproduire.",
        example="Marché public",
        vocabulary="mode_achat",
    )
    vigilance = ProseColumn(
        "Points de vigilance",
        "Signalez ce qui demande de l’attention : qualité des données, coûts, dépendance, acceptation. Utile à tout stade du projet.",
        example="Les relevés doivent être complets avant de commencer.",
    )
    lecons = ProseColumn(
        "Ce que nous referions autrement",
        "Dites ce que vous changeriez si c’était à refaire. Cette réponse est affichée au début de la fiche.",
        example="Associer les équipes de terrain dès le cahier des charges.",
    )
    resultats = ItemsColumn(
        "Résultats observés",
        "Pour chaque résultat, donnez l’indicateur, la valeur, l’unité, la date, la source et qui l’affirme : collectivité, éditeur ou tiers.",
        example="Temps de recherche : −20 %, juin 2025, bilan interne (collectivité)",
        parts="resultats",
    )
    partenaires = ItemsColumn(
        "Partenaires",
        "Citez chaque organisme associé au projet et son rôle. Séparez-les par un retour à la ligne ; n’indiquez aucune personne.",
        example="Université du Val-Clair (recherche)",
        parts="partenaires",
    )
    fournisseurs = ItemsColumn(
        "Fournisseurs et produits",
        "Citez chaque entreprise, le produit fourni et son rôle. N’indiquez aucune personne.",
        example="Société Exemple, Hydrosonde (éditeur)",
        parts="fournisseurs",
    )
    financement = LineColumn(
        "Financement",
        "Indiquez l’origine des fonds : budget propre, appel à projets, subvention. L’information est réservée aux membres par défaut.",
        example="Budget annexe de l’eau et subvention régionale",
    )
    budget = TermColumn(
        "Budget annuel",
        "Choisissez la tranche de coût par an, toutes dépenses comprises. L’information est réservée aux membres par défaut.",
        example="De 50 k€ à 100 k€",
        vocabulary="budget",
    )
    mise_en_oeuvre = TermsColumn(
        "Développement et mise en œuvre",
        "Cochez qui a développé et installé le système. L’information est réservée aux membres par défaut.",
        example="Mobilisation de prestataires",
        vocabulary="mise_en_oeuvre",
    )
    herbergement = TermColumn(
        "Hébergement",
        "Indiquez où fonctionne le système. L’information est réservée aux membres par défaut.",
        example="En interne de l’administration",
        vocabulary="herbergement",
    )
    hebergement_pays = LineColumn(
        "Pays d’hébergement et qualification",
        "Indiquez le pays où sont hébergées les données et, s’il y a lieu, la qualification de l’hébergeur.",
        example="France, hébergeur qualifié SecNumCloud",
    )
    service_contact = LineColumn(
        "Service auquel s’adresser",
        "Indiquez le nom du service auquel le public peut s’adresser (CRPA, art. R.311-3-1-1), jamais celui d’une personne.",
        example="Direction de l’eau et de l’assainissement",
    )
    url_infos = AddressColumn(
        "Lien vers le projet",
        "Collez l’adresse d’une page publique qui présente le projet. S’il n’y en a pas, décrivez l’accès dans « Accès au service ».",
        example="https://collectivite.example/projets/eau",
    )
    acces_service = LineColumn(
        "Accès au service",
        "Dites comment on accède au service et qui y a droit, en particulier s’il n’a pas de page publique.",
        example="Accès réservé aux agents, sur le réseau interne",
    )
    image_url = ImageColumn(
        "Logo du porteur",
        "Ajoutez le logo de votre collectivité. Sans logo, la fiche affiche un monogramme.",
        example="logo-val-clair.png",
    )
    latitude = NumberColumn(
        "Latitude du siège",
        "La latitude du siège, en degrés décimaux, quand un tableau importé la donne : le siège est alors un point de la carte. Sinon, la fiche compte dans son département.",
        example="46.5034",
        low=-90,
        high=90,
    )
    longitude = NumberColumn(
        "Longitude du siège",
        "La longitude du siège, en degrés décimaux, quand un tableau importé la donne : le siège est alors un point de la carte. Sinon, la fiche compte dans son département.",
        example="2.4101",
        low=-180,
        high=180,
    )
    territoire = PlacesColumn(
        "Territoire d’application",
        "Indiquez les codes Insee du territoire où le service s’applique, s’il diffère de celui de la collectivité.",
        example="01001, 01004",
    )

    class Meta:
        abstract = True
