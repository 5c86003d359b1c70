"""A dry run as its pages show it: few rows at a time, what waits for a person first."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from bibia.fiches import changes
from bibia.fiches.fields import BY_NAME, label
from bibia.fiches.models import Fiche
from bibia.fiches.models.published import address
from bibia.fiches.vocabularies import VOCABULARIES
from bibia.imports.codes import CODES
from bibia.imports.decisions import accepted_value, certain
from bibia.imports.headers import IDENTIFIER
from bibia.imports.models import Import
from bibia.imports.options import Options
from bibia.ui import paging

PER_PAGE = 8
_SHOWN = 280  # characters of a value
TO_SEE = "a-regarder"
VIEWS = {
    TO_SEE: "À regarder",
    "toutes": "Toutes les lignes",
    "created": "Nouvelles fiches",
    "updated": "Fiches modifiées",
    "unchanged": "Rien à changer",
    "older": "Plus anciennes",
    "refused": "Refusées",
}
OUTCOMES = {
    "created": "Nouvelle fiche",
    "updated": "Fiche modifiée",
    "unchanged": "Rien à changer",
    "older": "Plus ancienne que la fiche",
    "refused": "Refusée",
}
SURE = {
    "certain": "Proposition démontrée",
    "probable": "Proposition probable",
    "question": "À vous de dire",
}
SEVERITIES = {"erreur": "Erreur", "doute": "Doute", "info": "Pour information"}
# Another value would not help: somebody else decides, or the library did.
_NOTHING_TO_TYPE = ("hors-de-vos-droits", "proposition-en-attente", "fiche-retiree", "change-depuis-essai")
_LONG = ("text", "list{}", "object{}", "enum[]")


class Asked:
    """Which rows of a report, from the address; what is not understood is nothing."""

    def __init__(self, given: Mapping[str, str], report: Mapping[str, Any], here: str) -> None:
        self.report, self.here = report, here
        self.by_row: dict[int, list[tuple[int, dict]]] = defaultdict(list)
        for index, finding in enumerate(report.get("findings", ())):
            self.by_row[finding["row"]].append((index, finding))
        self.rows = report.get("rows", [])
        self._to_see = {row["row"] for row in self.rows if self._waits(row)}
        first = TO_SEE if self._to_see else "toutes"
        self.view = given.get("vue", "") if given.get("vue", "") in VIEWS else first
        self.code = given.get("constat", "") if given.get("constat", "") in CODES else ""
        self.page = paging.understood(given.get("page", "")) or 1

    def _waits(self, row: Mapping[str, Any]) -> bool:
        return any(found["severity"] != "info" for _index, found in self.by_row[row["row"]])

    def kept(self) -> list[dict]:
        return [row for row in self.rows if self._in_view(row, self.view) and self._has(row)]

    def _in_view(self, row: Mapping[str, Any], view: str) -> bool:
        return view == "toutes" or row["outcome"] == view or (view == TO_SEE and row["row"] in self._to_see)

    def _has(self, row: Mapping[str, Any]) -> bool:
        return not self.code or any(found["code"] == self.code for _index, found in self.by_row[row["row"]])

    def views(self) -> list[dict[str, Any]]:
        found = []
        for view, said in VIEWS.items():
            count = sum(self._in_view(row, view) for row in self.rows)
            if count or view == self.view:
                current = view == self.view
                found.append(
                    {
                        "url": self.address(view=view, code=""),
                        "label": said,
                        "count": count,
                        "current": current,
                    }
                )
        return found

    def codes(self) -> list[tuple[str, str, int]]:
        """(code, sentence, findings) of those that rows have, the most frequent first."""
        counts = Counter(found["code"] for row, said in self.by_row.items() if row for _index, found in said)
        return [(code, CODES[code].sentence, count) for code, count in counts.most_common()]

    def address(self, *, view: str = "", code: str | None = None, page: int = 1) -> str:
        code = self.code if code is None else code
        asked = {"vue": view or self.view, "constat": code, "page": str(page) if page > 1 else ""}
        return f"{self.here}?{urlencode({name: value for name, value in asked.items() if value})}"


def page(found: Import, asked: Asked) -> dict[str, Any]:
    kept = asked.kept()
    number = min(asked.page, paging.last_page(len(kept), PER_PAGE))
    shown = kept[(number - 1) * PER_PAGE : number * PER_PAGE]
    options = Options.of(found.options)
    fiches = Fiche.objects.in_bulk([near["id"] for row in shown for near in row["near"]])
    every = asked.report.get("findings", [])
    rows = [_row(row, asked, options, fiches) for row in shown]
    return {
        "rows": rows,
        "typed": any(one["typed"] and not one["long"] for row in rows for one in row["findings"]),
        "kept": len(kept),
        "page": paging.pagination(number, len(kept), PER_PAGE, lambda one: asked.address(page=one)),
        "here": asked.address(page=number),
        "certain": len(certain(every)),
        "of_code": len(certain(every, asked.code)) if asked.code else 0,
        "general": [_general(finding) for finding in every if not _of_row(finding, asked)],
        "lists": _lists(shown, asked),
    }


def _of_row(finding: Mapping[str, Any], asked: Asked) -> bool:
    first = asked.report.get("file", {}).get("header_row", 0)
    return finding["row"] > first


def _general(finding: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "message": finding["message"],
        "place": place(finding),
        "severity": finding["severity"],
        "value": _cut(finding["value"]),
    }


def place(finding: Mapping[str, Any]) -> str:
    """Where, as a spreadsheet says it."""
    column = f"colonne « {finding['column']} »" if finding["column"] else ""
    cell = (
        f"cellule {finding['cell']}"
        if finding["cell"]
        else f"ligne {finding['row']}"
        if finding["row"]
        else ""
    )
    return ", ".join(part for part in (column, cell) if part)


def _row(row: dict, asked: Asked, options: Options, fiches: Mapping[str, Fiche]) -> dict[str, Any]:
    number = row["row"]
    said = _cells([_finding(index, finding) for index, finding in asked.by_row[number]])
    return {
        "number": number,
        "title": row["title"] or "Sans titre",
        "organisation": row["organisation"],
        "outcome": OUTCOMES[row["outcome"]],
        "kind": row["outcome"],
        "published": row["published"],
        "blocked": row["blocked"],
        "url": address(row["id"], row["title"]) if row["id"] else "",
        "findings": [one for one in said if one["severity"] != "info"],
        "infos": [one for one in said if one["severity"] == "info"],
        "values": [
            {"label": _label(one["field"]), "value": _text(one["field"], one["after"])}
            for one in row["changes"]
        ]
        if row["outcome"] == "created"
        else [],
        "changes": [_change(one) for one in row["changes"]] if row["outcome"] == "updated" else [],
        "near": [_near(near, fiches.get(near["id"])) for near in row["near"]],
        "text": _own_text(row),
        "skipped": number in options.skip,
        "decided": [
            {"name": name, "label": _label(name), "value": _cut(value)}
            for (where, name), value in options.corrections.items()
            if where == number
        ],
        "answered": [
            {"name": name, "label": _label(name)} for where, name in options.accepted if where == number
        ],
    }


def _finding(index: int, finding: Mapping[str, Any]) -> dict[str, Any]:
    name, accepted = finding["field"], accepted_value(finding)
    kind = BY_NAME[name].kind if name in BY_NAME else ""
    return {
        "id": f"{index}:{finding['code']}:{finding['row']}",
        "row": finding["row"],
        "name": name,
        "message": finding["message"],
        "place": place(finding),
        "severity": finding["severity"],
        "said": SEVERITIES[finding["severity"]],
        "sure": SURE[finding["sure"]],
        "value": _cut(finding["value"]),
        "proposal": _cut(finding["proposal"], 120),
        "accepts": accepted is not None,
        "asks": finding["code"] == "donnee-personnelle",
        "typed": bool(kind) and finding["severity"] != "info" and finding["code"] not in _NOTHING_TO_TYPE,
        "long": kind in _LONG,
        "list": _vocabulary(name) if kind == "enum" else "",
    }


def _cells(said: list[dict]) -> list[dict]:
    """One value and one place to type another for each cell, however much is said of it."""
    last = {one["name"]: one["id"] for one in said if one["typed"]}
    shown: set[tuple[str, str]] = set()
    for one in said:
        one["typed"] = one["typed"] and last[one["name"]] == one["id"]
        if (one["name"], one["value"]) in shown:
            one["value"] = ""
        shown.add((one["name"], one["value"]))
    return said


def _vocabulary(name: str) -> str:
    return BY_NAME[name].column.vocabulary_name if name in BY_NAME else ""


def _lists(shown: list[dict], asked: Asked) -> list[tuple[str, list[str]]]:
    """The labels that the cells of this page may hold, each list once."""
    names = {
        _vocabulary(finding["field"])
        for row in shown
        for _index, finding in asked.by_row[row["row"]]
        if finding["field"] in BY_NAME and BY_NAME[finding["field"]].kind == "enum"
    }
    return [(name, [term.label for term in VOCABULARIES[name].terms]) for name in sorted(names)]


def _change(one: Mapping[str, Any]) -> dict[str, Any]:
    name = one["field"]
    return {
        "label": _label(name),
        "before": _text(name, one["before"]),
        "after": _text(name, one["after"]),
        "words": "",
        "note": "",
    }


def _own_text(row: Mapping[str, Any]) -> str:
    """What the table says of the project, to be read beside a record that resembles it."""
    after = {one["field"]: one["after"] for one in row["changes"]}
    return _cut(str(after.get("resume") or after.get("usage_description") or ""))


def _near(near: Mapping[str, Any], fiche: Fiche | None) -> dict[str, Any]:
    return {
        "id": near["id"],
        "title": near["title"],
        "organisation": near["organisation"],
        "url": fiche.get_absolute_url() if fiche else "",
        "text": _cut(fiche.resume or fiche.usage_description) if fiche else "",
    }


def _label(name: str) -> str:
    return "Fiche de la bibliothèque" if name == IDENTIFIER else label(name)


def _text(name: str, value: Any) -> str:
    return _cut(changes.text(name, value))


def _cut(text: str, most: int = _SHOWN) -> str:
    return text if len(text) <= most else text[:most].rstrip() + "…"
