"""What is said of a sheet whose cells are not all plain: hidden, merged, computed, or wrong."""

from collections import Counter

from bibia.imports.readers.table import Block, Book, Note, Sheet

# The first cell of the sheets that our own workbooks hold beside the table (lists, help): nobody needs to be told.
OURS = "Bibliothèque d’IA territoriale"

_OUR_SHEETS = {"À corriger", "Aide", "Exemple", "Listes"}


def of_book(book: Book, chosen: Sheet) -> list[Note]:
    """The other sheets, each named: nothing is left out in silence."""
    notes = []
    if chosen.hidden:
        message = f"La table a été trouvée dans la feuille masquée « {chosen.name} »."
        notes.append(Note("feuille-masquee", chosen.name, message=message))
    for sheet in book.sheets:
        if sheet is chosen or not (sheet.filled or sheet.too_big) or _is_ours(sheet):
            continue
        notes.append(Note("feuille-masquee" if sheet.hidden else "feuille-ignoree", sheet.name))
    return notes


def _is_ours(sheet: Sheet) -> bool:
    return (
        sheet.name in _OUR_SHEETS and bool(sheet.filled) and sheet.lines[sheet.filled[0]][0].startswith(OURS)
    )


def of_sheet(sheet: Sheet, header: int) -> list[Note]:
    rows = [index for index in sheet.filled if index >= header]
    notes = [
        Note("ligne-au-dessus", " ".join(cell for cell in sheet.lines[index] if cell.strip()), index + 1)
        for index in sheet.filled
        if index < header
    ]
    width = max((len(sheet.lines[index]) for index in rows), default=0)
    notes += [Note("ligne-masquee", row=index + 1) for index in sorted({*sheet.marks.hidden_rows} & {*rows})]
    notes += [
        Note("colonne-masquee", row=header + 1, column=column)
        for column in sorted({*sheet.marks.hidden_columns})
        if column < width and any(_cell(sheet, row, column) for row in rows)
    ]
    return notes + _formulas(sheet, rows) + _errors(sheet, rows) + _merged(sheet, header, rows)


def blocks(sheet: Sheet) -> tuple[Block, ...]:
    return tuple(
        Block(top + 1, left, min(bottom + 1, len(sheet.lines)), right, text)
        for top, left, bottom, right in sheet.marks.merged
        if (text := _cell(sheet, top, left))
    )


def _cell(sheet: Sheet, row: int, column: int) -> str:
    return (
        sheet.lines[row][column].strip() if row < len(sheet.lines) and column < len(sheet.lines[row]) else ""
    )


def _formulas(sheet: Sheet, rows: list[int]) -> list[Note]:
    """Once for each column; a formula that was never computed has no value to read."""
    held = {*rows}
    wrong = {(row, column) for row, column, _text in sheet.marks.errors}
    places = sorted(place for place in sheet.marks.formulas if place[0] in held and place not in wrong)
    empty = [place for place in places if not _cell(sheet, *place)]
    notes = [Note("formule-sans-resultat", row=row + 1, column=column) for row, column in empty]
    computed = [place for place in places if _cell(sheet, *place)]
    first = {column: row for row, column in reversed(computed)}
    for column, times in sorted(Counter(column for _, column in computed).items()):
        row = first[column]
        word = (
            "1 formule : son dernier résultat est lu."
            if times == 1
            else f"{times} formules : leur dernier résultat est lu."
        )
        notes.append(Note("formule", _cell(sheet, row, column), row + 1, column, f"Cette colonne a {word}"))
    return notes


def _errors(sheet: Sheet, rows: list[int]) -> list[Note]:
    held = {*rows}
    return [
        Note("erreur-tableur", text, row + 1, column)
        for row, column, text in sheet.marks.errors
        if row in held
    ]


def _merged(sheet: Sheet, header: int, rows: list[int]) -> list[Note]:
    notes = []
    for top, left, bottom, right in sheet.marks.merged:
        text = _cell(sheet, top, left)
        if bottom < header or not text or not rows or top > rows[-1]:
            continue
        ways = [f"les lignes {top + 1} à {bottom + 1}"] if bottom > top else []
        ways += [f"{right - left + 1} colonnes"] if right > left else []
        message = f"Une cellule est fusionnée sur {' et '.join(ways)} : seule la première a une valeur."
        notes.append(Note("cellules-fusionnees", text, top + 1, left, message))
    return notes
