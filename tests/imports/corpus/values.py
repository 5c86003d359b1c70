"""Cells: numbers, dates, labels, links, texts."""

from tests.imports.corpus.kit import TITLES, Case, plain

METZ = {"coll_nom": "Ville de Metz", "coll_type": "Commune"}
PARIS = {"coll_nom": "Ville de Paris", "coll_siret": "21750001600019"}
LYON_4 = {"latitude": "45.76", "longitude": "4.83"}


def _one(name: str, findings: str, outcome: str = "c", /, **row: str) -> Case:
    return plain(name, outcome, findings, row)


def _siret(name: str, number: str, findings: str = "siret-invalide F2") -> Case:
    return _one(f"siret-{name}", findings, coll_siret=number)


SIRETS = [
    _siret("bon", "20098104100029", ""),
    _siret("espaces", "200 981 041 00029", ""),
    _siret("espaces-insecables", "200\u00a0981\u202f041\u00a000029", ""),
    _siret("points", "200.981.041.00029", ""),
    _siret("tirets", "200-981-041-00029", ""),
    _siret("invisible", "200\u200b98104100029", "caracteres-invisibles F2"),
    _siret("apostrophe", "'20098104100029", ""),
    _siret("egal-guillemets", '="20098104100029"', ""),
    _siret("decimal", "20098104100029.0", ""),
    _siret("cle-fausse", "20098104100028"),
    _siret("lettre-o", "2OO981O41OOO29"),
    _siret("lettre-l", "200981O4l00029"),
    _siret("scientifique", "2,00981E+13"),
    _siret("scientifique-point", "2.00981041E+13"),
    _siret("chiffres-perdus", "20098104100000"),
    _siret("zero-de-tete-perdu", "5987654300018"),
    _siret("siren", "200981041"),
    _siret("trop-long", "200981041000290"),
    _siret("trop-court", "2009810410"),
    _siret("texte", "en cours d’attribution"),
    _siret("tva", "FR12200981041"),
    _siret("neant", "néant", "mot-vide F2"),
    _siret("tiret", "-", "mot-vide F2"),
    _siret("erreur-tableur", "#N/A", "erreur-tableur F2"),
    plain("siret-serie", "cccc", "siret-serie F3, siret-serie F4, siret-serie F5",
          *({"coll_nom": "Agglopole", "coll_siret": f"{243 + step}98151100179"} for step in range(4))),
    plain("siret-serie-en-fin", "ccc", "siret-serie F2, siret-serie F3, siret-serie F4",
          *({"coll_siret": f"2009810410003{step}"} for step in (1, 2, 3))),
    plain("siret-autre-organisation", "c", "siren-autre-organisation G2",
          METZ | {"coll_siret": "20003986500106"}),
    plain("siret-plusieurs-etablissements", "cc", "siret-multiple F2, siret-multiple F3",
          {"coll_siret": "20098104100029"}, {"coll_siret": "20098104100037"}),
    plain("siret-plusieurs-organisations", "cc", "siret-multiple F2, siret-multiple F3",
          {"coll_siret": "20098104100029"}, {"coll_siret": "20098101700011"}),
    plain("siret-type-incoherent", "c", "type-incoherent G2", PARIS | {"coll_type": "Département"}),
]  # fmt: skip

PLACES = [
    plain("lieu-bon", "c", "", PARIS | {"latitude": "48.8566", "longitude": "2.3522"}),
    plain("lieu-virgules", "c", "", PARIS | {"latitude": "48,8566", "longitude": "2,3522"}),
    plain("lieu-inverse", "c", "coordonnees-inversees G2, coordonnees-inversees H2",
          PARIS | {"latitude": "2.3522", "longitude": "48.8566"}),
    plain("lieu-inverse-sans-organisation", "c", "coordonnees-inversees F2, coordonnees-inversees G2",
          {"latitude": "4.83", "longitude": "45.76"}),
    plain("lieu-inverse-outre-mer", "c", "coordonnees-inversees F2, coordonnees-inversees G2",
          {"latitude": "55.45", "longitude": "-20.88"}),
    plain("lieu-hors-bornes-inverse", "c", "coordonnees-inversees F2, coordonnees-inversees G2",
          {"latitude": "165.5", "longitude": "-21.5"}),
    plain("lieu-hors-territoire", "c", "coordonnees-hors-territoire G2", PARIS | LYON_4),
    plain("lieu-zero", "c", "coordonnees-hors-territoire F2, coordonnees-hors-territoire G2",
          {"latitude": "0", "longitude": "0"}),
    plain("lieu-etranger", "c", "coordonnees-hors-territoire F2, coordonnees-hors-territoire G2",
          {"latitude": "40.71", "longitude": "-74.01"}),
    plain("lieu-outre-mer", "c", "", {"latitude": "-20.88", "longitude": "55.45"}),
    plain("lieu-moitie", "c", "coordonnees-incompletes F2", {"latitude": "48.85", "longitude": ""}),
    plain("lieu-degres", "c", "nombre-illisible F2, nombre-illisible G2",
          {"latitude": "48° 51′ N", "longitude": "2° 21′ E"}),
    plain("lieu-point-perdu", "c", "nombre-hors-bornes F2", {"latitude": "4883728", "longitude": "2.35"}),
    plain("lieu-sans-siret", "ccc", "coordonnees-hors-territoire F2, coordonnees-hors-territoire F3, coordonnees-hors-territoire F4",
          *({"coll_nom": nom, "latitude": "48.8566", "longitude": "2.3522"} for nom in ("Ville de Nantes", "Nantes", "Commune de Nantes"))),
    plain("siret-de-rennes", "ccc", "siren-autre-organisation F2, siren-autre-organisation F3",
          {"coll_nom": "Ville de Nantes", "coll_siret": "21350238800019"}, {"coll_nom": "Nantes Métropole", "coll_siret": "21350238800019"},
          {"coll_nom": "Ville de Rennes", "coll_siret": "21350238800019"}),
    plain("lieu-decale", "ccc", "coordonnees-decalees F4",
          LYON_4, LYON_4, {"latitude": "45.7610", "longitude": "4.83"}),
    plain("lieu-decale-sans-majorite", "cc", "coordonnees-decalees F2, coordonnees-decalees F3",
          LYON_4, {"latitude": "45.7634", "longitude": "4.83"}),
    plain("lieu-serie", "ccc", "coordonnees-serie G2, coordonnees-serie G3, coordonnees-serie G4",
          *({"latitude": "45.7600000", "longitude": f"4.83{step}"} for step in (1, 2, 3))),
    plain("lieu-deux-sites", "cc", "", LYON_4, {"latitude": "45.90", "longitude": "4.83"}),
    plain("lieu-meme-point", "cc", "", LYON_4, LYON_4),
]  # fmt: skip


def _date(name: str, cell: str, findings: str = "", column: str = "projet_date") -> Case:
    return _one(f"date-{name}", findings, **{column: cell})


DATES = [
    _date("mois", "03/2024"), _date("iso", "2024-03-01"), _date("annee", "2024"), _date("jour", "15/03/2024"),
    _date("en-lettres", "mars 2024"), _date("jour-en-lettres", "1er sept. 2024"), _date("accent", "Août 2024"),
    _date("un-chiffre", "3/2024"), _date("heure", "2024-03-01 00:00:00"),
    _date("serie-1900", "45352", "date-numero F2"), _date("serie-decimale", "45352.0", "date-numero F2"),
    _date("trimestre", "T2 2024", "date-periode F2"), _date("trimestre-lettres", "2e trimestre 2024", "date-periode F2"),
    _date("semestre", "S1 2024", "date-periode F2"), _date("saison", "printemps 2024", "date-periode F2"),
    _date("intervalle", "2023-2024", "date-periode F2"), _date("debut", "début 2024", "date-periode F2"),
    _date("mois-13", "13/2024", "date-impossible F2"), _date("30-fevrier", "30/02/2024", "date-impossible F2"),
    _date("annee-courte", "03/24", "date-illisible F2"), _date("prose", "bientôt", "date-illisible F2"),
    _date("an-3024", "03/3024", "date-impossible F2"), _date("sans-objet", "sans objet", "mot-vide F2"),
    _date("point-interrogation", "?", "mot-vide F2"),
    _date("future", "01/01/2099", "date-future F2", "date_verification"),
    _date("fin-future", "01/2099", "", "date_fin"),
    plain("date-mois-avant-jour", "ccc", "date-jour-mois F1",
          {"projet_date": "03/25/2024"}, {"projet_date": "04/05/2024"}, {"projet_date": "12/31/2023"}),
    plain("date-jour-avant-mois", "ccc", "",
          {"projet_date": "25/03/2024"}, {"projet_date": "04/05/2024"}, {"projet_date": "31/12/2023"}),
    plain("date-melangee", "ccc", "date-ambigue F4",
          {"projet_date": "03/25/2024"}, {"projet_date": "25/03/2024"}, {"projet_date": "04/05/2024"}),
    plain("date-melangee-sans-doute", "ccc", "",
          {"projet_date": "03/25/2024"}, {"projet_date": "25/03/2024"}, {"projet_date": "05/05/2024"}),
]  # fmt: skip

LABELS = [
    _one("libelle-alias", "", theme="Environnement"), _one("libelle-casse", "", theme="MOBILITÉS"),
    _one("libelle-code", "", theme="mobilites"),
    _one("libelle-proche", "libelle-inconnu F2", projet_status="En expérimentatoin"),
    _one("libelle-inconnu", "libelle-inconnu F2", projet_status="Bientôt"),
    _one("libelle-theme-inconnu", "libelle-inconnu D2", theme="Cuisine"),
    _one("libelle-aucun", "mot-vide F2", projet_status="aucun"),
    _one("libelles-virgules", "", audience_service="Agent, Élu, Grand public"),
    _one("libelles-tirets", "", sous_theme="performance énergétique-Modélisation et jumeau numérique"),
    _one("libelles-points-virgules", "", audience_service="Agent;Élu"),
    _one("libelles-lignes", "", audience_service="Agent\nÉlu"),
    _one("libelles-barre", "", audience_service="Agent / Élu"),
    _one("libelles-un-inconnu", "libelle-inconnu F2", audience_service="Agent, Martiens"),
    _one("libelles-trop", "trop-de-valeurs F2",
         sous_theme="Gestion de l’eau, Flux et trafic, Aide juridique"),
    _one("partenaires-virgules", "", partenaires="Axor, Belvo"),
    _one("partenaires-tirets", "separateur-ambigu F2", partenaires="Axor-Belvo-Citelab"),
    _one("partenaires-nom-compose", "separateur-ambigu F2", partenaires="Port-Clos"),
    _one("partenaires-prefixe", "", partenaires="Éco-Belvo"),
    _one("partenaires-nom-officiel", "", partenaires="Saint-Étienne"),
    _one("partenaires-tirets-espaces", "", partenaires="Axor - Belvo – Citelab"),
    _one("partenaires-aucun", "", partenaires="aucun"), _one("partenaires-barre", "", partenaires="/"),
    _one("partenaires-regie", "partenaire-regie F2", partenaires="développé en régie"),
    _one("partenaires-parenthese", "parenthese-ouverte F2", partenaires="Axor, Groupe (Belvo, Citelab"),
    _one("fournisseurs-tirets", "separateur-ambigu F2", fournisseurs="Axor-Belvo"),
    _one("nombre-prose", "nombre-illisible F2", decisions_par_an="beaucoup"),
    _one("nombre-zero", "", decisions_par_an="0"), _one("nombre-milliers", "", decisions_par_an="12 000"),
    _one("nombre-negatif", "nombre-hors-bornes F2", decisions_par_an="-4"),
    _one("licence-mal-ecrite", "forme-inattendue F2", code_licence="licence libre !"),
    _one("lieu-inconnu", "code-geographique F2", territoire="Bretagne"),
    _one("liste-cassee", "liste-illisible F2", base_legale="[{"),
    _one("liste-incomplete", "liste-incomplete F2", base_legale='[{"url": "https://exemple.test"}]'),
    _one("adresse-mauvaise", "colonne-reservee F1, valeur-refusee F2", projet_contact="pas une adresse"),
    _one("logo", "logo-externe F1", image_url="https://exemple.test/logo.png"),
    _one("reserve-sans-le-dire", "colonne-reservee F1", budget="De 50 k€ à 100 k€"),
    plain("reserve-en-le-disant", "c", "", {"budget (réservé)": "De 50 k€ à 100 k€"}),
    _one("pratique-interdite", "publication-refusee F2", ria_classe="interdit"),
]  # fmt: skip


def _link(name: str, cell: str, findings: str = "") -> Case:
    return _one(f"lien-{name}", findings, url_infos=cell)


LINKS = [
    _link("bon", "https://exemple.test/page"), _link("vide", "/", "mot-vide F2"),
    _link("prose", "accès interne uniquement", "lien-prose F2"),
    _link("sans-schema", "www.exemple.test/page", "lien-invalide F2"),
    _link("espace", "https://exemple.test/une page", "lien-invalide F2"),
    _link("local", "http://localhost:8080/", "lien-mort F2"), _link("prive", "http://192.168.1.12/app", "lien-mort F2"),
    _link("intranet", "https://intranet.exemple.test/", "lien-mort F2"), _link("exemple", "https://example.com", "lien-mort F2"),
    _link("coupe", "https://exemple.test/une-page…", "lien-mort F2"),
    _link("double", "https://https://exemple.test/", "lien-invalide F2"),
    _link("recherche", "https://www.google.com/search?q=ia", "lien-mort F2"),
    _link("protege", "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexemple.test%2F", "lien-mort F2"),
    plain("lien-serie", "ccc", "lien-serie F2, lien-serie F3, lien-serie F4",
          *({"url_infos": f"https://exemple.test/projet-{number}"} for number in (7, 8, 9))),
    plain("lien-numeros-epars", "ccc", "", *({"url_infos": f"https://exemple.test/{n}"} for n in (7, 9, 14))),
]  # fmt: skip

TEXTS = [
    _one("texte-mojibake", "texte-abime F2", resume="Un rÃ©sumÃ© abÃ®mÃ©"),
    _one("texte-mojibake-apostrophe", "texte-abime F2", resume="Lâ€™eau de la ville"),
    _one("texte-mojibake-double", "texte-abime F2", resume="RÃƒÂ©sumÃƒÂ©"),
    _one("texte-latin1", "texte-abime F2", resume="L\x92eau de la ville"),
    _one("texte-accents-perdus", "texte-abime F2", resume="Le d?veloppement durable"),
    _one("texte-remplacement", "texte-abime F2", resume="Le d\ufffdveloppement"),
    _one("texte-question", "", resume="Que faire ? Lire https://exemple.test/a?b=c"),
    _one("texte-invisible", "caracteres-invisibles F2", resume="Un ré\u00adsumé\u200b"),
    _one("texte-bidi", "caracteres-bidi F2", resume="Un \u202eémusér\u202c"),
    _one("texte-decompose", "texte-decompose F2", resume="Re\u0301sume\u0301"),
    _one("texte-emoji", "", resume="Une équipe 👩\u200d💻 ravie"),
    _one("texte-excel", "code-excel F2", resume="Une ligne_x000D_\nune autre"),
    _one("texte-html", "balises-html F2", usage_description="Le service répond.", resume="<p>Un&nbsp;résumé</p>"),
    _one("texte-entites", "balises-html F2", resume="L&eacute;o &amp; compagnie"),
    _one("texte-superieur", "", resume="Moins de 5 < 10 et a > b, R&D"),
    _one("texte-trop-long", "texte-trop-long F2", resume="x " * 200),
    _one("cellule-trop-longue", "cellule-trop-longue F2", vigilance="x " * 10_001),
    _one("titre-retours", "retour-ligne B2", nom_projet="Lire\nles compteurs"),
    _one("titre-trop-long", "texte-trop-long B2, champ-manquant B2", "r", nom_projet="x" * 201),
    _one("texte-formule", "formule-texte F2", resume="=SOMME(A1:A9)"),
    _one("texte-formule-lien", "formule-texte F2", resume='=HYPERLINK("https://exemple.test";"clic")'),
    _one("texte-tiret", "", resume="- un point\n- un autre"), _one("texte-plus", "", resume="+ 20 % de gain"),
    _one("texte-egal", "", resume="= le même service"), _one("texte-erreur", "erreur-tableur F2", resume="#REF!"),
    _one("texte-neant", "mot-vide F2", resume="Néant"), _one("texte-a-completer", "mot-vide F2", resume="à compléter"),
    _one("texte-aucun", "", impact_environnement="Aucun"),
    _one("personne-courriel", "donnee-personnelle F2", resume="Écrire à jeanne@exemple.test"),
    _one("personne-telephone", "donnee-personnelle F2", service_contact="Service eau, 01 99 00 12 34"),
    _one("personne-iban", "donnee-personnelle F2", vigilance="FR76 3000 6000 0112 3456 7890 189"),
    _one("personne-nir", "donnee-personnelle F2", vigilance="2 95 10 99 126 111 93"),
    _one("personne-plusieurs", "donnee-personnelle F2", vigilance="a@exemple.test, 06 39 98 12 34"),
    _one("personne-champ-interne", "colonne-reservee F1", projet_contact="service@exemple.test"),
    _one("nature-charte", "nature-proposee B2", nom_projet="Charte pour une IA choisie"),
    _one("organisation-absente", "champ-manquant A2", "r", coll_nom=""),
    _one("titre-absent", "champ-manquant B2", "r", nom_projet=""),
    _one("titre-tiret", "mot-vide B2, champ-manquant B2", "r", nom_projet="-"),
    _one("description-absente", "champ-manquant C2", usage_description=""),
    plain("doublon", "cr", "doublon-fichier B3", {}, {"nom_projet": TITLES[0]}),
    plain("doublon-nfd", "cr", "doublon-fichier B3, texte-decompose B3", {"nom_projet": "Prévoir l’été"},
          {"nom_projet": "Pre\u0301voir l’e\u0301te\u0301"}),
    plain("doublon-casse", "cr", "doublon-fichier B3", {}, {"nom_projet": TITLES[0].upper()}),
    plain("doublon-probable", "cc", "doublon-probable B3", {"nom_projet": "Lire les compteurs d’eau"},
          {"nom_projet": "Lire les compteurs d’eaux"}),
    plain("lots-numerotes", "cc", "", {"nom_projet": "Lire les compteurs, lot 1"}, {"nom_projet": "Lire les compteurs, lot 2"}),
    plain("ailleurs", "cc", "", {"nom_projet": TITLES[0]}, {"nom_projet": TITLES[0], "coll_nom": "Ville de Bellerive"}),
    plain("dates-d-excel", "cccccc", "date-illisible F2, date-illisible F3, date-impossible F6, date-impossible F7",
          *({"projet_date": said} for said in ("janv-24", "01-mars-24", "05/03/2024 00:00", "Lundi 4 mars 2024", "13/2024", "00/2024"))),
    plain("identifiants-du-tableau", "cc", "colonne-inconnue F1", {"ID": "1"}, {"ID": "2"}),
    plain("identifiant-inconnu", "r", "identifiant-inconnu F2", {"identifiant": "0000zzzz"}),
]  # fmt: skip

CASES = [*SIRETS, *PLACES, *DATES, *LABELS, *LINKS, *TEXTS]
