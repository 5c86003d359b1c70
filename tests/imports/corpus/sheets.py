"""Files: dialects, headers, sheets, what spreadsheets hide."""

import codecs
import datetime

from tests.imports.corpus.kit import (
    HEADER,
    Case,
    as_csv,
    as_ods,
    as_xls,
    as_xlsx,
    ods_table,
    rows,
    sheet_of,
)

TWO = rows({}, {})
BOM = codecs.BOM_UTF8


def _csv(name: str, data: bytes, outcomes: str = "cc", *findings: str) -> Case:
    return Case(f"csv-{name}", lambda: data, outcomes, findings)


def _text(*lines: str) -> bytes:
    return "\n".join(lines).encode() + b"\n"


_LINES = as_csv(TWO).decode().splitlines()

DIALECTS = [
    _csv("virgules", as_csv(TWO)), _csv("points-virgules", as_csv(TWO, delimiter=";")),
    _csv("tabulations", as_csv(TWO, delimiter="\t")), _csv("bom", BOM + as_csv(TWO)),
    _csv("utf-16", as_csv(TWO, encoding="utf-16")), _csv("windows-1252", as_csv(TWO, encoding="cp1252"), "cc", "encodage-suppose -"),
    _csv("sep-excel", _text("sep=;") + as_csv(TWO, delimiter=";"), "cc", "ligne-au-dessus 1"),
    _csv("titre-au-dessus", _text("Nos projets d’IA", "") + as_csv(TWO), "cc", "ligne-au-dessus 1"),
    _csv("lignes-vides", as_csv([TWO[0], [], TWO[1], [""] * 5, TWO[2]])),
    _csv("fins-de-ligne", as_csv(TWO).replace(b"\r\n", b"\n")),
    _csv("vieux-mac", as_csv(TWO).replace(b"\r\n", b"\r")),
    _csv("colonnes-vides", as_csv([[*cells, "", ""] for cells in TWO])),
    _csv("ligne-courte", _text(*_LINES[:2], "Ville de Port-Ambre;Autre"), "cr", "champ-manquant B3"),
    _csv("ligne-sans-sa-fin", _text(*_LINES[:2], ",".join(_LINES[2].split(",")[:3])), "cc", "champ-manquant D3"),
    _csv("ligne-coupee-en-deux", _text(*_LINES[:2], "Ville de Port-Ambre,Autre,Le service", "répond.,Mobilités,06/05/2025"), "crr", "ligne-decalee 3", "ligne-decalee 4"),
    _csv("note-a-cote", _text(*_LINES[:2], _LINES[2] + ",,à revoir"), "cc", "cellule-a-cote G3"), _csv("table-a-cote", _text(*_LINES[:2], _LINES[2] + ",,à revoir,oui,non"), "cc", "cellule-a-cote G3"),
    _csv("ligne-longue", _text(*_LINES[:2], _LINES[2] + ",de trop"), "cr", "ligne-decalee 3"),
    _csv("entete-repete", _text(*_LINES, _LINES[0]), "ccr", "entete-repete 4"),
    _csv("ligne-total", _text(*_LINES, "Total,2,,,"), "ccr", "ligne-total 4"),
    _csv("ligne-total-nombre", _text(*_LINES, "Nombre de projets :,2,,,"), "ccr", "ligne-total 4"),
    _csv("titre-total", as_csv(rows({"nom_projet": "Total des consommations"})), "c"),
    _csv("colonne-inconnue", as_csv(rows({"Couleur préférée": "bleu"})), "c", "colonne-inconnue F1"),
    _csv("colonne-proche", as_csv(rows({"Statut_du_projt": "Terminé"})), "c", "colonne-inconnue F1"),
    _csv("colonne-sans-nom", as_csv([[TWO[0][0], "", *TWO[0][1:]], ["A", "bleu", *TWO[1][1:]]]), "c", "colonne-inconnue B1"),
    _csv("cellule-sans-entete", as_csv(rows({"": "bleu"})), "r", "ligne-decalee 2"),
    _csv("colonne-repetee", as_csv(rows({"Theme": "Mobilités"})), "c", "colonne-repetee F1"),
    _csv("entetes-en-clair", as_csv([["Porteur", "Projet", "Description du service et de ses usages", "Thème principal", "Mise à jour des informations"], *TWO[1:]])),
    _csv("entetes-capitales", as_csv([[name.upper() for name in HEADER], *TWO[1:]])),
    _csv("entete-seul", as_csv(TWO[:1]), "csv", "pas-une-table -"),
    _csv("sans-entete", as_csv(TWO[1:]), "csv", "pas-une-table -"),
    _csv("autre-table", _text("Nom,Prénom", "Exemple,Jeanne"), "csv", "pas-une-table -"),
    _csv("guillemet-ouvert", _text(*_LINES[:2], 'Ville,"jamais fermé'), "csv", "pas-une-table -"),
    _csv("trop-de-lignes", _text(_LINES[0]) + b"A,B,C,D,\n" * 10_001, "csv", "pas-une-table -"),
    _csv("trop-de-colonnes", _text(_LINES[0] + ",x" * 200, "A,B"), "csv", "pas-une-table -"),
]  # fmt: skip


def _workbook(name: str, build, outcomes: str = "cc", *findings: str, **options) -> Case:
    return Case(f"xlsx-{name}", lambda: as_xlsx(build, **options), outcomes, findings)


def _typed(book) -> None:
    sheet = sheet_of(book, rows({"projet_date": "", "coll_siret": "", "decisions_par_an": ""}))
    sheet.write_datetime(1, 5, datetime.datetime(2024, 3, 1), book.add_format({"num_format": "mm/yyyy"}))
    sheet.write_number(1, 6, 20098104100029)
    sheet.write_number(1, 7, 12)


def _lost(book) -> None:
    sheet_of(book, rows({"coll_siret": ""})).write_number(1, 5, 2.00981e13)


def _serial(book) -> None:
    sheet_of(book, rows({"projet_date": ""})).write_number(1, 5, 43890)


def _formulas(book) -> None:
    sheet = sheet_of(book, rows({"resume": ""}, {"resume": ""}, {"resume": ""}))
    sheet.write_formula("F2", '="a"&"b"', None, "Un résumé")
    sheet.write_formula("F3", "=1/0", None, "#DIV/0!")
    sheet.write_formula("F4", "=A1", None, "")


def _hidden(book) -> None:
    sheet = sheet_of(book, TWO)
    sheet.set_row(2, None, None, {"hidden": True})
    sheet.set_column(2, 2, None, None, {"hidden": True})


def _filtered(book) -> None:
    sheet = sheet_of(book, TWO)
    sheet.autofilter(0, 0, 2, 4)
    sheet.set_row(1, None, None, {"hidden": True})


def _hidden_beyond(book) -> None:
    sheet = sheet_of(book, TWO)
    sheet.set_column(8, 16_383, None, None, {"hidden": True})
    sheet.set_row(500, None, None, {"hidden": True})


def _merged(book) -> None:
    sheet = sheet_of(book, rows({}, {"coll_nom": ""}))
    sheet.merge_range("A2:A3", "Ville de Port-Ambre")


def _merged_title(book) -> None:
    sheet = sheet_of(book, TWO, top=2)
    sheet.merge_range("A1:E1", "Nos projets d’IA")


def _two_sheets(book) -> None:
    sheet_of(book, [["Mode d’emploi"], ["Remplir la feuille suivante"]], "Lisez-moi")
    sheet_of(book, TWO)


def _hidden_sheet(book) -> None:
    sheet_of(book, TWO)
    sheet_of(book, [["secret"]], "Brouillon").hide()


def _only_hidden(book) -> None:
    sheet_of(book, [["Rien ici"]], "Accueil")
    sheet_of(book, TWO, "Données").hide()


def _ours(book) -> None:
    sheet_of(book, TWO)
    sheet_of(book, [["Bibliothèque d’IA territoriale : listes"], ["Mobilités"]], "Listes").hide()


def _not_ours(book) -> None:
    sheet_of(book, TWO)
    sheet_of(book, [["Bibliothèque d’IA territoriale : nos projets"]], "Projets 2")


def _last_cell(book) -> None:
    sheet_of(book, TWO).write(1_048_575, 16_383, "z")


def _far_cell(book) -> None:
    sheet_of(book, TWO).write(5_000, 3, "loin")


SHEETS = [
    _workbook("bon", lambda book: sheet_of(book, TWO)), _workbook("types", _typed, "c"),
    _workbook("types-1904", _typed, "c", date_1904=True),
    _workbook("chiffres-perdus", _lost, "c", "siret-invalide F2"),
    _workbook("serie-1900", _serial, "c", "date-numero F2"), _workbook("serie-1904", _serial, "c", "date-numero F2", date_1904=True),
    _workbook("formules", _formulas, "ccc", "formule F2", "erreur-tableur F3", "formule-sans-resultat F4"),
    _workbook("masquees", _hidden, "cc", "ligne-masquee 3", "colonne-masquee C1"),
    _workbook("filtre", _filtered, "cc", "ligne-masquee 2"), _workbook("masque-au-dela", _hidden_beyond),
    _workbook("fusion", _merged, "cr", "cellules-fusionnees A2", "champ-manquant A3"),
    _workbook("titre-fusionne", _merged_title, "cc", "ligne-au-dessus 1"),
    _workbook("deux-feuilles", _two_sheets, "cc", "feuille-ignoree -"),
    _workbook("feuille-masquee", _hidden_sheet, "cc", "feuille-masquee -"),
    _workbook("seule-masquee", _only_hidden, "cc", "feuille-masquee -", "feuille-ignoree -"),
    _workbook("nos-listes", _ours), _workbook("pas-nos-listes", _not_ours, "cc", "feuille-ignoree -"), _workbook("note-a-cote", lambda book: sheet_of(book, TWO).write(1, 5, "à revoir"), "cc", "cellule-a-cote F2"), _workbook("vide", lambda book: book.add_worksheet(), "vide", "pas-une-table -"),
    _workbook("derniere-cellule", _last_cell, "xlsx", "pas-une-table -"),
    _workbook("cellule-loin", _far_cell, "ccr", "champ-manquant A5001", "champ-manquant B5001", "libelle-inconnu D5001"),
    _workbook("x000d", lambda book: sheet_of(book, rows({"resume": "Une ligne_x000D_\nune autre"})), "c", "code-excel F2"),
    _workbook("texte-egal", lambda book: sheet_of(book, rows({"resume": "=1+1"})), "c"),
    Case("xls-bon", lambda: as_xls(TWO), "cc"),
    Case("xls-nombre", lambda: as_xls([[*TWO[0], "coll_siret"], [*TWO[1], 20098104100029.0]]), "c"),
    Case("xls-chiffres-perdus", lambda: as_xls([[*TWO[0], "coll_siret"], [*TWO[1], 2.00981e13]]), "c", ("siret-invalide F2",)),
    Case("ods-bon", lambda: as_ods(ods_table(TWO)), "cc"),
    Case("ods-deux-feuilles", lambda: as_ods(ods_table([["Notes"]], "Notes"), ods_table(TWO)), "cc", ("feuille-ignoree -",)),
]  # fmt: skip


CASES = [*DIALECTS, *SHEETS]
