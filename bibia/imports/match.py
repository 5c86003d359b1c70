"""Which record a row is about: everything the library holds is read once, in a few queries, for the whole table."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from bibia.fiches.fields import INTERNAL
from bibia.fiches.models import Fiche, Internal, Proposal, Reserved, Withdrawn
from bibia.imports.headers import IDENTIFIER
from bibia.imports.rows import Line
from bibia.territoires.models import folded_name

SOURCE = "import : "  # how the proposals of an import are told from those of a person
UNDONE = "Import annulé."  # why a record that an undone import had published is withdrawn


def plain(values: dict[str, Any]) -> dict[str, Any]:
    """Values as JSON keeps them, so that a proposal, a record and a row compare."""
    return json.loads(json.dumps(values, cls=DjangoJSONEncoder))


@dataclass
class Record:
    """What the library knows of one project: published, or only proposed."""

    id: str
    title: str
    organisation: str
    siret: str
    published: bool = False
    withdrawn: bool = False
    undone: bool = False  # withdrawn because its import was undone: another import may bring it again
    revision: int = 0
    pending: list[Proposal] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)  # what stands, as JSON keeps it
    exchanged: dict[str, Any] = field(default_factory=dict)  # what imports already brought in

    shown_title: str = ""  # as it is written
    shown_name: str = ""

    @property
    def siren(self) -> str:
        return self.siret[:9]

    @property
    def shown(self) -> str:
        """The public identifier, once there is one."""
        return self.id if self.published else ""

    @property
    def imported(self) -> Proposal | None:
        """The one proposal that waits, when an import made it and may replace it."""
        last = self.pending[-1] if len(self.pending) == 1 else None
        return last if last and last.source.startswith(SOURCE) else None

    @property
    def standing(self) -> dict[str, Any]:
        """What it proposes, while the record is as it was then; later, it would undo what is newer."""
        return self.imported.values if self.imported and self.imported.base == self.revision else {}

    @property
    def known(self) -> dict[str, Any]:
        return self.values | self.standing

    @property
    def date(self) -> date | None:
        return date.fromisoformat(self.known["date"]) if self.known.get("date") else None


class Library:
    """Read inside trusted(): restricted values are compared too."""

    def __init__(self) -> None:
        self.records: dict[str, Record] = {}
        published = set(Fiche.objects.values_list("pk", flat=True))
        undone = set(Withdrawn.objects.filter(reason=UNDONE).values_list("pk", flat=True))
        columns = ("pk", "nom_projet", "coll_nom", "coll_siret")
        for pk, title, name, siret in Reserved.objects.values_list(*columns).iterator():
            shown = pk in published
            record = Record(pk, folded_name(title), folded_name(name), siret, shown, not shown, pk in undone)
            record.shown_title, record.shown_name = title, name
            self.records[pk] = record
        for proposal in Proposal.objects.filter(state=Proposal.State.PENDING).order_by("pk"):
            values = proposal.values
            record = self.records.setdefault(
                proposal.fiche_id,
                Record(
                    proposal.fiche_id,
                    folded_name(values.get("nom_projet", "")),
                    folded_name(values.get("coll_nom", "")),
                    values.get("coll_siret", ""),
                    shown_title=values.get("nom_projet", ""),
                    shown_name=values.get("coll_nom", ""),
                ),
            )
            record.pending.append(proposal)
        self._by_title: dict[str, list[Record]] = defaultdict(list)
        self._sirets: dict[str, set[str]] = defaultdict(set)
        self._by_name: dict[str, list[Record]] = defaultdict(list)
        self._by_siren: dict[str, list[Record]] = defaultdict(list)
        for record in self.records.values():
            self._by_title[record.title].append(record)
            self._by_name[record.organisation].append(record)
            if record.siret:
                self._by_siren[record.siren].append(record)
                if record.published:
                    self._sirets[record.organisation].add(record.siret)

    def sirets(self, organisation: str) -> set[str]:
        return self._sirets.get(organisation, set())

    def number_of(self, siren: str) -> str:
        """The SIRET under which an organisation publishes already, else its SIREN alone."""
        known = {record.siret for record in self._by_siren.get(siren, ()) if record.published}
        return known.pop() if len(known) == 1 else siren

    def find(self, line: Line, sees: Callable[[Record], bool]) -> Record | None:
        """The record of this row; the row is refused when that is not certain. What a person may not see is not there:
        a refusal would tell that it is."""
        if line.identifier:
            return self._identified(line, sees)
        found = [record for record in self._candidates(line) if sees(record)]
        record = found[0] if len(found) == 1 else None
        if len(found) > 1:
            line.refuse("correspondance-multiple", "nom_projet")
        elif record and record.withdrawn and not record.undone:
            line.refuse("fiche-retiree", "nom_projet")
        elif record and line.siren and record.siren and line.siren != record.siren:
            line.refuse(
                "correspondance-douteuse", "coll_siret", proposal=record.siret if record.published else ""
            )
        return record

    def _identified(self, line: Line, sees: Callable[[Record], bool]) -> Record | None:
        record = self.records.get(line.identifier)
        if record is None or not sees(record):
            line.refuse("identifiant-inconnu", IDENTIFIER)
            return None
        if record.withdrawn and not record.undone:
            line.refuse("fiche-retiree", IDENTIFIER)
        return record

    def _candidates(self, line: Line) -> list[Record]:
        """The records of this title for this organisation: its number decides, else its name."""
        same_title = self._by_title.get(line.title, [])
        by_number = [record for record in same_title if line.siren and record.siren == line.siren]
        named = [record for record in same_title if record.organisation == line.organisation]
        without_number = [record for record in named if not (line.siren and record.siren)]
        return by_number or without_number or named

    def of_organisation(self, line: Line) -> list[Record]:
        """What else the library holds of the organisation that the row names."""
        found = {id(record): record for record in self._by_name.get(line.organisation, ())}
        if line.siren:
            found |= {id(record): record for record in self._by_siren.get(line.siren, ())}
        return list(found.values())

    def load(self, records: Iterable[Record]) -> None:
        """The values of these records, restricted and internal ones included."""
        ids = [record.id for record in records]
        for pk, reserved in Reserved.objects.in_bulk(ids).items():
            self.records[pk].values, self.records[pk].revision = plain(reserved.values), reserved.revision
        for pk, internal in Internal.objects.in_bulk(ids).items():
            self.records[pk].values |= {name: getattr(internal, name) for name in INTERNAL}
        brought = Proposal.objects.filter(
            fiche_id__in=ids, state=Proposal.State.ACCEPTED, source__startswith=SOURCE
        )
        for fiche_id, values in brought.order_by("pk").values_list("fiche_id", "values"):
            self.records[fiche_id].exchanged |= values
