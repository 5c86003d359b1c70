"""Tables to fill in, one for each tier of the declaration: lists to choose from, help on each column, an example."""

import io
from functools import cache
from typing import Any

import xlsxwriter

from bibia.fiches.fields import BY_NAME, REQUIRED, Access, Field, Tier
from bibia.fiches.lists import PARTS
from bibia.fiches.vocabularies import VOCABULARIES
from bibia.imports.export import COLUMNS
from bibia.imports.export import as_csv as csv_of
from bibia.imports.headers import RESERVED_MARK
from bibia.imports.readers.remarks import OURS

# For each: what it is for, and the tiers it holds.
TIERS: dict[str, tuple[str, tuple[Tier, ...]]] = {
    "essentiel": ("L’essentiel : de quoi publier une fiche", (Tier.EXPRESS,)),
    "socle": ("Le socle : de quoi être utile à une autre collectivité", (Tier.EXPRESS, Tier.SOCLE)),
    "complet": ("Tout : chaque champ qu’une cellule peut donner", (Tier.EXPRESS, Tier.SOCLE, Tier.COMPLET)),
}
_ALWAYS = {"coll_nom", "coll_siret", "coll_type", "nature", "date", *REQUIRED}
_OURS_ALONE = {"version_schema"}  # nobody fills it in
# What one cell can say of a list: the first part of each element.
_EXAMPLES = {
    "partenaires": "Université Exemple ; Société Exemple",
    "fournisseurs": "Société Exemple",
    "modeles": "Modèle Exemple 7B",
    "deliberation": "2025-042",
    "source_externe": "Registre Exemple",
}
_ROWS = 500  # that have the lists
_READERS = {
    Access.PUBLIC: "Lu par tout le monde",
    Access.RESTRICTED: "Réservé aux membres, jamais publié",
    Access.INTERNAL: "Réservé à votre organisation et aux animateurs, jamais publié",
    Access.PER_ITEM: "Chaque élément dit s’il est public",
}
_FORMS = {
    "month": "MM/AAAA ou AAAA",
    "date": "JJ/MM/AAAA",
    "number": "Nombre",
    "integer": "Nombre entier",
    "siret": "14 chiffres",
    "url": "Adresse en https://",
    "enum": "Un choix de la liste",
    "enum[]": "Plusieurs choix possibles, séparés par un point-virgule",
    "insee[]": "Codes Insee séparés par une virgule",
    "list{}": "Plusieurs éléments possibles",
    "email": "Adresse de courriel",
}


def fields(tier: str) -> list[Field]:
    kept = TIERS[tier][1]
    return [
        BY_NAME[name]
        for name in COLUMNS
        if (BY_NAME[name].tier in kept or name in _ALWAYS) and name not in _OURS_ALONE
        if _fits_a_cell(BY_NAME[name])
    ]


def _fits_a_cell(field: Field) -> bool:
    """Lists whose elements need several answers are filled in on the site: a table would ask for code."""
    if field.kind not in ("list{}", "object{}"):
        return True
    first, *others = PARTS[field.column.parts]
    return first.kind == "line" and not any(part.required for part in others)


def elsewhere() -> list[Field]:
    """What no table of ours asks for."""
    return [BY_NAME[name] for name in COLUMNS if not _fits_a_cell(BY_NAME[name])]


def header(field: Field) -> str:
    return (
        f"{field.label} {RESERVED_MARK}"
        if field.access in (Access.RESTRICTED, Access.INTERNAL)
        else field.label
    )


def as_csv(tier: str) -> bytes:
    return csv_of([[header(field) for field in fields(tier)]])


@cache
def as_xlsx(tier: str) -> bytes:
    file, chosen = io.BytesIO(), fields(tier)
    with xlsxwriter.Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        book.set_properties({"title": f"Modèle de tableau : {tier}", "author": OURS})
        styles = _styles(book)
        table = book.add_worksheet("Fiches")
        _help(book, chosen, styles)
        _examples(book, chosen, styles)
        lists = _lists(book, chosen, styles)
        _table(table, chosen, lists, styles)
    return file.getvalue()


def _styles(book: xlsxwriter.Workbook) -> dict[str, Any]:
    wrapped = {"text_wrap": True, "valign": "top"}
    return {
        "public": book.add_format(wrapped | {"bold": True, "bg_color": "#DCE6F5", "border": 1}),
        "reserved": book.add_format(wrapped | {"bold": True, "bg_color": "#F5E3D0", "border": 1}),
        # Texts: a spreadsheet that makes numbers and dates of them would lose digits and days.
        "text": book.add_format({"num_format": "@", "valign": "top"}),
        "wrapped": book.add_format(wrapped | {"num_format": "@"}),
        "title": book.add_format({"bold": True, "font_size": 14}),
    }


def _table(page: Any, chosen: list[Field], lists: dict[str, str], styles: dict[str, Any]) -> None:
    page.freeze_panes(1, 0)
    for column, field in enumerate(chosen):
        public = field.access in (Access.PUBLIC, Access.PER_ITEM)
        wide = 44 if field.kind in ("text", "list{}") else 24
        page.set_column(column, column, wide, styles["text"])
        page.write_string(0, column, header(field), styles["public" if public else "reserved"])
        page.write_comment(0, column, _comment(field), {"x_scale": 2.5, "y_scale": 2})
        if field.kind in ("enum", "enum[]"):
            page.data_validation(1, column, _ROWS, column, _choice(field, lists))


def _comment(field: Field) -> str:
    parts = (
        field.help,
        f"Forme : {_form(field)}.",
        f"Exemple : {_example(field)}",
        f"{_READERS[field.access]}.",
    )
    return "\n".join(parts)


def _form(field: Field) -> str:
    return _FORMS.get(field.kind, "Texte")


def _choice(field: Field, lists: dict[str, str]) -> dict[str, Any]:
    several = field.kind == "enum[]"
    return {
        "validate": "list",
        "source": lists[field.column.vocabulary_name],
        "error_type": "information" if several else "warning",
        "error_title": "Liste",
        "error_message": "Vous pouvez en écrire plusieurs, séparés par « ; »."
        if several
        else "Ce libellé n’est pas dans la liste.",
    }


def _lists(book: xlsxwriter.Workbook, chosen: list[Field], styles: dict[str, Any]) -> dict[str, str]:
    """A sheet that holds every list; gives where each is."""
    page = book.add_worksheet("Listes")
    page.write_string(0, 0, f"{OURS} : les listes des colonnes à choix", styles["title"])
    names = dict.fromkeys(
        field.column.vocabulary_name for field in chosen if field.kind in ("enum", "enum[]")
    )
    places = {}
    for column, name in enumerate(names):
        terms = VOCABULARIES[name].terms
        page.set_column(column, column, 34)
        page.write_string(
            2, column, next(field.label for field in chosen if _list_of(field) == name), styles["public"]
        )
        for row, term in enumerate(terms, 3):
            page.write_string(row, column, term.label)
        letter = xlsxwriter.utility.xl_col_to_name(column, col_abs=True)
        places[name] = f"=Listes!{letter}$4:{letter}${3 + len(terms)}"
    return places


def _list_of(field: Field) -> str:
    return field.column.vocabulary_name if field.kind in ("enum", "enum[]") else ""


def _help(book: xlsxwriter.Workbook, chosen: list[Field], styles: dict[str, Any]) -> None:
    page = book.add_worksheet("Aide")
    page.write_string(0, 0, f"{OURS} : ce qu’attend chaque colonne", styles["title"])
    for column, (title, width) in enumerate(
        (("Colonne", 34), ("Ce qu’on attend", 80), ("Forme", 34), ("Qui le lit", 34))
    ):
        page.set_column(column, column, width)
        page.write_string(2, column, title, styles["public"])
    for row, field in enumerate(chosen, 3):
        said = (header(field), field.help, _form(field), _READERS[field.access])
        for column, text in enumerate(said):
            page.write_string(row, column, text, styles["wrapped"])
    names = ", ".join(f"« {field.label} »" for field in elsewhere())
    note = f"Se remplissent sur la fiche, après l’import, car ils demandent plusieurs réponses : {names}."
    page.write_string(len(chosen) + 4, 0, note)


def example(chosen: list[Field]) -> list[str]:
    return [_example(field) for field in chosen]


def _example(field: Field) -> str:
    return _EXAMPLES.get(field.name, field.column.example)


def _examples(book: xlsxwriter.Workbook, chosen: list[Field], styles: dict[str, Any]) -> None:
    page = book.add_worksheet("Exemple")
    page.write_string(0, 0, f"{OURS} : un exemple, colonne par colonne", styles["title"])
    page.set_column(0, 0, 34)
    page.set_column(1, 1, 80)
    for row, (field, text) in enumerate(zip(chosen, example(chosen), strict=True), 2):
        page.write_string(row, 0, header(field), styles["wrapped"])
        page.write_string(row, 1, text, styles["wrapped"])
