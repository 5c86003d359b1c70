"""Which row is which record: by its identifier, by its number while the row still looks the same, else by its
title and organisation. In doubt the row is refused."""

from bibia.imports.grist import engine
from bibia.imports.grist.examine import Row
from bibia.imports.grist.here import Here
from bibia.imports.grist.models import Conflict, Link
from bibia.imports.grist.rules import is_read
from bibia.imports.match import Library

_KEYS = ("nom_projet", "coll_nom")


class Links:
    def __init__(self, source: str, *, private: bool):
        self.source, self.private = source, private
        self.every = list(Link.objects.filter(source=source).select_related("proposal"))
        self.by_uid = {link.uid: link for link in self.every if link.uid}
        self.by_row = {link.row: link for link in self.every}

    def adopt(self, here: Here) -> None:
        """A row whose proposal was accepted is the row of that record from then on."""
        for link in self.every:
            proposal = link.proposal
            if link.uid or proposal is None or proposal.state != "accepted":
                continue
            if proposal.fiche_id in here.published and proposal.fiche_id not in self.by_uid:
                link.uid = proposal.fiche_id
                self.by_uid[link.uid] = link

    def conflicts(self) -> dict[int, dict[str, Conflict]]:
        """The open conflicts of each link, by field."""
        found: dict[int, dict[str, Conflict]] = {}
        for one in Conflict.objects.filter(link__source=self.source, state=Conflict.State.OPEN):
            found.setdefault(one.link_id, {})[one.field] = one
        return found

    def of(self, row_id: int, uid: str) -> Link | None:
        """The link of a row by its identifier, else by its number."""
        if uid:
            return self.by_uid.get(uid)
        return self.by_row.get(row_id)

    def identify(self, row: Row, here: Here, library: Library) -> None:
        link = self.of(row.id, row.uid)
        if link and not row.uid and not _resembles(row, link):
            link = None  # the number of a deleted row, given again to another
        row.link = link
        if row.refused or link:
            return
        if row.uid in here.published:
            row.link = self._new(row, row.uid)
        elif row.uid:
            row.refuse(_unknown(row.uid, here))
        else:
            self._match(row, here, library)

    def _match(self, row: Row, here: Here, library: Library) -> None:
        record = library.find(row.line, lambda _record: True)
        if row.refused:
            row.remarks.append(row.line.findings[-1].as_dict()["message"])
        elif record is None:
            row.link = self._new(row, "")
            for one in engine.look_alikes(row.line, library):
                row.remarks.append(
                    f"Une fiche publiée ressemble à cette ligne : « {one.shown_title} » ({one.id})."
                )
        elif not record.published:
            row.refuse(
                "Une proposition attend déjà une décision pour ce projet : cette ligne n’est pas prise."
            )
        elif record.id in self.by_uid:
            row.refuse(
                "Une autre ligne de la table est déjà celle de cette fiche : cette ligne n’est pas prise."
            )
        elif record.id in here.published:
            row.link = self._new(row, record.id)
            library.load([record])
            # What an earlier import brought in was held in common then.
            row.link.exchanged = {
                name: value for name, value in record.exchanged.items() if is_read(name, private=self.private)
            }

    def _new(self, row: Row, uid: str) -> Link:
        link = Link(source=self.source, row=row.id, uid=uid)
        self.every.append(link)
        if uid:
            self.by_uid[uid] = link
        return link


def _resembles(row: Row, link: Link) -> bool:
    """The title or most of what was exchanged is still there: the same row, edited."""
    known = link.exchanged | (link.proposal.values if link.proposal and not link.uid else {})
    if row.refused or not known:
        return True
    if any(row.values.get(key) == known.get(key) for key in _KEYS[:1]):
        return True
    filled = [name for name, value in known.items() if value not in ("", None, [], {}) and name in row.values]
    same = sum(row.values[name] == known[name] for name in filled)
    return bool(filled) and same * 2 >= len(filled)


def _unknown(uid: str, here: Here) -> str:
    if uid in here.withdrawn:
        return "Cette fiche a été retirée de la bibliothèque : cette ligne n’est plus suivie."
    return f"L’identifiant « {uid} » n’est celui d’aucune fiche : videz « uid » pour proposer une fiche nouvelle."
