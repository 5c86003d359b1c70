"""Which sheet and which row are the table: chosen by the headers that the library knows, or said by a person."""

from bibia.imports.readers import remarks
from bibia.imports.readers.table import (
    MAX_COLUMNS,
    MAX_ROWS,
    TOO_MANY_COLUMNS,
    TOO_MANY_ROWS,
    Book,
    Candidate,
    Listed,
    NotATable,
    Row,
    Score,
    Sheet,
    Table,
    trimmed,
)

LOOKED_AT = 30  # filled rows among which the header is
_SHOWN = 8  # cells of a candidate
ENOUGH = 100  # what a header that names a project and its organisation scores at least


def choose(book: Book, score: Score, *, sheet: str | None = None, header_row: int | None = None) -> Table:
    chosen = _sheet(book, score, sheet)
    if chosen.too_big:
        raise NotATable(chosen.too_big, kind=book.kind)
    filled = chosen.filled
    if not filled:
        raise NotATable("Le fichier est vide : il n’y a rien à importer.", kind="vide")
    first = _header(chosen, score) if header_row is None else header_row - 1
    if first not in filled:
        raise NotATable(
            f"La ligne {header_row} de cette feuille est vide : elle ne peut pas être l’en-tête.",
            kind=book.kind,
        )
    header = trimmed(chosen.lines[first])
    below = [index for index in filled if index > first]
    if len(below) > MAX_ROWS:
        raise NotATable(TOO_MANY_ROWS, kind=book.kind)
    if len(header) > MAX_COLUMNS:
        raise NotATable(TOO_MANY_COLUMNS, kind=book.kind)
    return Table(
        kind=book.kind,
        header=header,
        rows=tuple(Row(index + 1, tuple(chosen.lines[index])) for index in below),
        notes=(*book.notes, *remarks.of_book(book, chosen), *remarks.of_sheet(chosen, first)),
        sheet=chosen.name,
        sheets=tuple(Listed(one.name, one.hidden, len(one.filled)) for one in book.sheets),
        header_row=first + 1,
        candidates=tuple(_candidates(chosen, score)),
        from_1904=book.from_1904,
        blocks=remarks.blocks(chosen),
    )


def _sheet(book: Book, score: Score, name: str | None) -> Sheet:
    if name is not None:
        found = next((sheet for sheet in book.sheets if sheet.name == name), None)
        if found is None:
            raise NotATable(f"Ce classeur n’a pas de feuille « {name} ».", kind=book.kind)
        return found
    held = [sheet for sheet in book.sheets if sheet.lines or sheet.too_big]
    visible = [sheet for sheet in held if not sheet.hidden]
    if not held:
        raise NotATable("Ce classeur est vide : il n’y a rien à importer.", kind="vide")
    for sheets in (visible, held):
        if found := next((sheet for sheet in sheets if _best(sheet, score) >= ENOUGH), None):
            return found
    return max(visible or held, key=lambda sheet: _best(sheet, score))


def _best(sheet: Sheet, score: Score) -> int:
    return max((score(sheet.lines[index]) for index in sheet.filled[:LOOKED_AT]), default=0)


def _header(sheet: Sheet, score: Score) -> int:
    looked_at = sheet.filled[:LOOKED_AT]
    scores = [score(sheet.lines[index]) for index in looked_at]
    enough = [index for index, points in zip(looked_at, scores, strict=True) if points >= ENOUGH]
    # max keeps the first of equals: where nothing is known, the first filled row.
    return enough[0] if enough else looked_at[scores.index(max(scores))]


def _candidates(sheet: Sheet, score: Score) -> list[Candidate]:
    return [
        Candidate(index + 1, score(sheet.lines[index]) % ENOUGH, trimmed(sheet.lines[index])[:_SHOWN])
        for index in sheet.filled[:LOOKED_AT]
    ]
