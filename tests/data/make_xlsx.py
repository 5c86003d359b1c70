"""Writes 2024-12-twin.xlsx, the twin of the trial table of 2024: python tests/data/make_xlsx.py.

Same headers and same traps as the real one: numbers where SIRETs were, dates as dates, themes and
sources of data that no vocabulary has. The cases are invented.
"""

import datetime
import sys
from pathlib import Path

import xlsxwriter

HEADER = [
    "coll_nom",
    "nom_projet",
    "coll_siret",
    "coll_type",
    "projet_date",
    "projet_status",
    "usage_description",
    "mise_en_oeuvre",
    "theme",
    "audience_service",
    "herbergement",
    "nom_algorithme",
    "type_algorithme",
    "donnees_source",
    "donnees_acces",
    "date",
]
THIRD, INSIDE = "Cloud chez un tiers", "En interne de l'administration"
BUYER, OWN, OUTSIDE = (
    "Mobilisation de prestataire(s)",
    "Projet développé en interne",
    "Projet développé en externe",
)
ML, VISION, NEURONS = "Machine Learning", "Computer vision", "Réseaux de neurones"
API, BY_HAND = "Par API", "Par récupération manuelle"
# fmt: off
ROWS = [
    ("Ville de Port-Ambre", "BacMalin", 21_990_000_000_000, "Commune", (2023, 1), "Les tournées de collecte passent là où les bacs sont pleins.", BUYER, "Environnement", "Agent", THIRD, "TourneeCourte", ML, "Sondes de bac", API),
    ("Région Terres-Hautes", "AirClair", 21_990_000_100_000, "Région", (2022, 3), "L’air est mesuré en continu et les habitants sont prévenus.", OUTSIDE, "Santé publique", "Grand public", INSIDE, "AirPrevu", NEURONS, "Stations de mesure", API),
    ("Ville de Confluent", "FeuxFluides", 21_980_000_000_000, "Commune", (2021, 6), "Les feux s’accordent pour que le trafic s’écoule.", OWN, "Mobilité", "Grand public", THIRD, "FeuxAccordes", ML, "Boucles de comptage", API),
    ("Ville de Grandquai", "PlaceLibre", 21_970_000_000_000, "Commune", (2022, 9), "Un plan guide vers les places de stationnement libres.", BUYER, "Mobilité", "Grand public", THIRD, "PlaceVue", VISION, "Caméras de parking", API),
    ("Département des Calanques-Bleues", "VigieFeu", 21_130_000_000_000, "Département", (2021, 7), "Une fumée qui se lève est vue avant l’appel.", OUTSIDE, "Sécurité", "Agent", INSIDE, "FumeeVue", VISION, "Photos aériennes", API),
    ("Ville de Rochemare", "ToitJuste", 21_960_000_100_000, "Commune", (2022, 2), "Les demandes de logement sont classées avec les mêmes règles.", OWN, "Logement", "Bénéficiaire", THIRD, "RangJuste", ML, "Dossiers de demande", BY_HAND),
    ("Région Monts-et-Rhône", "PontSûr", 21_950_000_000_000, "Région", (2021, 4), "Des photos montrent les fissures des ponts.", BUYER, "Infrastructure", "Agent", INSIDE, "FissureVue", VISION, "Sondes et drones", API),
    ("Ville de Rosebrique", "ClasseClaire", 21_940_000_000_000, "Commune", (2022, 8), "Les effectifs de chaque école sont prévus un an avant.", OWN, "éducation", "établissement scolaire", THIRD, "EffectifPrevu", ML, "Registre des élèves", BY_HAND),
    ("Ville de Quai-Vert", "ParcSobre", 21_930_000_000_000, "Commune", (2021, 5), "L’arrosage suit l’humidité du sol et la météo.", BUYER, "Environnement", "Agent", THIRD, "ArrosageJuste", ML, "Sondes de sol", API),
    ("Département de la Garonelle", "SecoursProche", 21_920_000_100_000, "Département", (2022, 11), "Les ambulances attendent là où l’on appelle le plus.", OUTSIDE, "Santé publique", "établissement santé", INSIDE, "AttenteJuste", ML, "Historique des appels", API),
]
# fmt: on
UPDATED = datetime.date(2024, 12, 12)


def write(path: Path) -> None:
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as book:
        # A fixed date: the same cells give the same bytes.
        book.set_properties({"created": datetime.datetime(2024, 12, 12)})
        sheet = book.add_worksheet("Feuil1")
        sheet.write_row(0, 0, HEADER)
        for index, (*start, month, status_and_rest) in enumerate(_cells(), start=1):
            sheet.write_row(index, 0, start)
            sheet.write_datetime(index, len(start), datetime.datetime(*month, 1))
            sheet.write_row(index, len(start) + 1, status_and_rest)
            sheet.write_datetime(index, len(HEADER) - 1, datetime.datetime.combine(UPDATED, datetime.time()))


def _cells():
    for name, title, siret, kind, month, *rest in ROWS:
        yield name, title, siret, kind, month, ["En déploiement", *rest]


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("2024-12-twin.xlsx"))
