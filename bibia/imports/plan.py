"""What an import would do, row by row, before anything is done."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from bibia.accounts.models import Account
from bibia.fiches.fields import REQUIRED, label
from bibia.fiches.publishable import PROHIBITED
from bibia.imports import doctor, nature, near, organisation
from bibia.imports.match import Library, Record, plain
from bibia.imports.report import Near, RowResult
from bibia.imports.rows import Line
from bibia.ui.filters import date_fr


@dataclass
class Planned:
    """One row: what it would become, and why."""

    line: Line
    outcome: str
    record: Record | None = None
    values: dict = field(default_factory=dict)  # to propose
    publishes: bool = False
    settles: bool = False  # nothing new, but what a former import left waiting is accepted
    near: list[Record] = field(default_factory=list)

    def result(self) -> RowResult:
        known = self.record.known if self.record else {}
        changes = [
            (name, known.get(name), value) for name, value in self.values.items() if value != known.get(name)
        ]
        return RowResult(
            self.line.number,
            self.outcome,
            self.record.shown if self.record else "",
            self.publishes,
            title=self.line.values.get("nom_projet", ""),
            organisation=self.line.values.get("coll_nom", ""),
            changes=tuple(changes) if self.outcome in ("created", "updated") else (),
            near=tuple(Near(one.id, one.shown_title, one.shown_name) for one in self.near),
            blocked=self.line.blocked,
        )

    def digest(self) -> str:
        """What a person saw, in short: were it different now, it would not be what they decided on."""
        record = (self.record.id, self.record.revision) if self.record else ("", 0)
        said = json.dumps([self.outcome, *record, self.values], sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()[:16]


def plan(
    lines: list[Line], library: Library, *, by: Account, publish: bool, siren: str = ""
) -> list[Planned]:
    """`siren` is the organisation for which the import is made; "" when it is made for several."""
    for line in lines:
        line.again()
    doctor.siret_series(lines, library.sirets, organisation.is_official)
    if siren:
        organisation.give_number(lines, siren, library.number_of(siren))
    planner = _Planner(library, by, publish)
    matched = _match(lines, library, planner.sees)
    library.load(matched.values())
    return [planner.one(line, matched.get(line.number)) for line in lines]


def _match(lines: Iterable[Line], library: Library, sees: Callable[[Record], bool]) -> dict[int, Record]:
    """The record of each row; a row that cannot be placed for certain is refused."""
    matched: dict[int, Record] = {}
    by_title: dict[str, list[Line]] = defaultdict(list)
    taken: dict[str, int] = {}
    for line in lines:
        if line.refused:
            continue
        record = library.find(line, sees)
        twin = next((other for other in by_title[line.title] if _same(line, other, matched, record)), None)
        first = twin.number if twin else taken.get(record.id) if record else None
        if first and not line.refused:
            message = f"Cette ligne décrit le même projet que la ligne {first} : elle est refusée."
            line.refuse("doublon-fichier", "nom_projet", message=message)
        elif not line.refused:
            by_title[line.title].append(line)
            if record:
                matched[line.number] = record
                taken[record.id] = line.number
    return matched


class _Planner:
    def __init__(self, library: Library, by: Account, publish: bool) -> None:
        self.library, self.viewer, self.publish = library, by.viewer, publish

    def one(self, line: Line, record: Record | None) -> Planned:
        if line.refused:
            return Planned(line, "refused")
        values = plain(line.values)
        if record and not self._may(record):
            # Before anything is compared: "unchanged" would tell the values of others to who guesses them.
            return self._not_theirs(line, record)
        _look(line, record.known if record else {})
        if record is None:
            return self._new(line, values)
        if record.undone and not record.published:
            return self._propose(line, record, values)
        changes = _changes(line, values, record)
        if not changes:
            settles = self._publishes(line, record.known) and bool(record.imported and record.standing)
            return Planned(
                line, "updated" if settles else "unchanged", record, publishes=settles, settles=settles
            )
        if _older(line, record):
            return Planned(line, "older", record)
        if record.pending and not record.imported:
            line.refuse("proposition-en-attente", "nom_projet")
            return Planned(line, "refused", record)
        return self._propose(line, record, (record.standing if record.imported else {}) | changes)

    def _new(self, line: Line, values: dict) -> Planned:
        found = near.in_library(line, self.library, sees=self.sees)
        for one in found:
            place = f"fiche {one.id}" if one.published else "proposition en attente"
            message = (
                f"Une fiche ressemble beaucoup à cette ligne : « {one.shown_title} » ({place}). "
                "S’agit-il du même projet ?"
            )
            line.say("fiche-proche", "nom_projet", message=message)
        planned = self._propose(line, None, {"nature": "cas-usage"} | values)
        planned.near = found
        return planned

    def _propose(self, line: Line, record: Record | None, values: dict) -> Planned:
        if not self._owns(record.values if record and record.revision else values):
            return self._not_theirs(line, record)
        publishes = self._publishes(line, (record.known if record else {}) | values)
        return Planned(
            line, "updated" if record and not record.undone else "created", record, values, publishes
        )

    def _not_theirs(self, line: Line, record: Record | None) -> Planned:
        """Said of the row alone, except of what is public: the rest would tell what others only proposed."""
        if line.siren and record and record.published and not organisation.owner(record.values):
            message = "La fiche publiée n’a pas de SIRET, rien ne dit qu’elle est à votre organisation : cette ligne est refusée."
            line.refuse("siret-manquant", "coll_nom", message=message)
        elif line.siren:
            line.refuse("hors-de-vos-droits", "coll_nom")
        else:
            siren = organisation.proposed(line.values)
            line.refuse("siret-manquant", "coll_siret", proposal=f"SIREN {siren}" if siren else "")
        return Planned(line, "refused", record)

    def _owns(self, values: dict) -> bool:
        return self.viewer.may("propose", siren=organisation.owner(values))

    def _publishes(self, line: Line, values: dict) -> bool:
        if not self.publish or line.blocked or not all(values.get(name) for name in REQUIRED):
            return False
        if PROHIBITED in (values.get("ria_classe") or ()):
            message = "Une pratique interdite par le règlement européen n’est jamais publiée : la fiche reste une proposition."
            line.say("publication-refusee", "ria_classe", message=message)
            return False
        return True

    def _may(self, record: Record) -> bool:
        """By what the record itself says, never by the row."""
        only_proposed = bool(record.pending) and not (record.published or record.withdrawn)
        waiting = record.pending[0].values if only_proposed else {}
        named = {"coll_nom": record.shown_name, "coll_siret": record.siret}
        return self._owns(record.values or waiting or named)

    def sees(self, record: Record) -> bool:
        """What is or was public; what was only proposed exists for its own organisation alone."""
        return record.published or record.withdrawn or self._may(record)


def _look(line: Line, known: dict) -> None:
    """What can be said once the record is known: another nature, and what it lacks to be published."""
    values = known | line.values
    if values.get("nature", "cas-usage") == "cas-usage" and "nature" not in line.values:
        other = nature.proposed(values["nom_projet"], values.get("usage_description", ""))
        if other:
            line.say("nature-proposee", "nom_projet", proposal=nature.label(other))
    wrong = {found.field for found in line.findings if found.severity == "erreur"}
    for name in REQUIRED:
        if not values.get(name) and name not in wrong:  # one thing to correct, said once
            line.say(
                "champ-manquant", name, message=f"« {label(name)} » manque : la fiche reste une proposition."
            )


def _changes(line: Line, values: dict, record: Record) -> dict:
    """What the table brings that is new; a cell that already came in does not undo a change made here since."""
    changes = {name: value for name, value in values.items() if value != record.known.get(name)}
    for name in [name for name in changes if changes[name] == record.exchanged.get(name)]:
        line.say("modifie-ici", name)
        del changes[name]
    return changes


def _older(line: Line, record: Record) -> bool:
    """A table that dates its rows must show that this one is not older than what stands."""
    if "date" not in line.headers or record.date is None:
        return False
    if "date" not in line.values:
        line.say("date-absente", "date")
        return True
    if line.values["date"] < record.date:
        message = f"La fiche est du {date_fr(record.date)} : cette ligne, plus ancienne, n’est pas appliquée."
        line.say("plus-ancien", "date", message=message)
        return True
    return False


def _same(line: Line, other: Line, matched: dict[int, Record], record: Record | None) -> bool:
    """Whether two rows of one title speak of one project."""
    if line.identifier and other.identifier:
        return line.identifier == other.identifier
    if line.siren and other.siren:
        return line.siren == other.siren
    twin = matched.get(other.number)
    return line.organisation == other.organisation or bool(record and twin and record.id == twin.id)
