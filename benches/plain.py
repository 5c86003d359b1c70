"""What one writes without thinking: LIKE on a folded column, GROUP BY for each facet."""

import json
import sqlite3

from benches.invented import FACETS, documents
from bibia.catalogue.asking import Query
from bibia.ui.text import fold


class Plain:
    def __init__(self, size: int) -> None:
        self.db = sqlite3.connect("")
        self.db.execute("create table fiche (id integer primary key, text, recent, title)")
        self.db.execute("create table value (fiche, facet, code)")
        for number, doc in enumerate(documents(size)):
            text = fold(f"{doc.title} {doc.organisation} {' '.join(doc.texts)}")
            self.db.execute(
                "insert into fiche values (?, ?, ?, ?)", (number, text, doc.recent, doc.sort_title)
            )
            pairs = ((number, name, code) for name, codes in doc.facets.items() for code in codes)
            self.db.executemany("insert into value values (?, ?, ?)", pairs)
        self.db.execute("create index facet on value (facet, code, fiche)")
        self.db.execute("create index owner on value (fiche, facet, code)")
        self.db.execute("analyze")

    def search(self, query: Query) -> tuple[int, dict[str, dict[str, int]]]:
        where, given = self._where(query, "")
        order = "title" if query.sort == "titre" else "recent desc"
        page = f"select id from fiche where {where} order by {order} limit 12 offset ?"
        self.db.execute(page, (*given, query.offset)).fetchall()
        [total] = self.db.execute(f"select count(*) from fiche where {where}", given).fetchone()
        facets = {}
        for name in FACETS:
            where, given = self._where(query, name)
            grouped = (
                "select code, count(*) from value join fiche on fiche.id = value.fiche "
                f"where facet = ? and {where} group by code"
            )
            facets[name] = dict(self.db.execute(grouped, (name, *given)))
        return total, facets

    def _where(self, query: Query, ignored: str) -> tuple[str, tuple[str, ...]]:
        text = fold(query.text)
        # A phrase is one word for LIKE.
        words = [text.strip('"')] if text.startswith('"') else text.replace("'", " ").split()
        words = [word for word in words if len(word) > 2]
        clauses, given = ["1", *("text like ?" for _ in words)], [f"%{word}%" for word in words]
        for name, codes in query.filters.items():
            if name != ignored:
                chosen = (
                    "select fiche from value where facet = ? and code in (select value from json_each(?))"
                )
                clauses.append(f"fiche.id in ({chosen})")
                given += [name, json.dumps(codes)]
        return " and ".join(clauses), tuple(given)
