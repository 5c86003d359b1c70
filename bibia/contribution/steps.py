"""The steps of the form, and what each field gives to those who fill it; read from one data file."""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from bibia.fiches.completeness import asked, expected
from bibia.fiches.fields import BY_NAME, Access, Tier, label
from bibia.web.values import Values, is_blank

SOURCE = Path(__file__).parent / "data" / "etapes.toml"
LIGHT = ("nom_projet", "resume", "theme", "projet_status")
ORGANISATION = ("coll_nom", "coll_siret", "coll_type")
DEFAULT_NATURE = "cas-usage"


@dataclass(frozen=True)
class Step:
    code: str
    title: str
    text: str
    names: tuple[str, ...]

    def fields(self, values: Values) -> tuple[str, ...]:
        """Those that a record of this nature is asked for; one that is filled stays, to be seen."""
        return tuple(name for name in self.names if applies(name, values))

    def first(self, values: Values) -> tuple[str, ...]:
        return tuple(
            name
            for name in self.fields(values)
            if BY_NAME[name].tier in (Tier.EXPRESS, Tier.SOCLE, Tier.AUTO)
        )

    def further(self, values: Values) -> tuple[str, ...]:
        return tuple(name for name in self.fields(values) if name not in self.first(values))


def _load() -> tuple[tuple[Step, ...], dict[str, str]]:
    content = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
    steps = tuple(
        Step(one["code"], one["titre"], one["texte"], tuple(one["champs"])) for one in content["etapes"]
    )
    return steps, content["gains"]


STEPS, GAINS = _load()
BY_CODE = {step.code: step for step in STEPS}
OF_FIELD = {name: step for step in STEPS for name in step.names}


def nature(values: Values) -> str:
    return values.get("nature") or DEFAULT_NATURE


def applies(name: str, values: Values) -> bool:
    filled = not is_blank(values.get(name))
    status = str(values.get("projet_status") or "")
    return filled or (
        BY_NAME[name].applies_to(nature(values)) and (expected(name, status) or name == "nature")
    )


def steps(values: Values) -> list[Step]:
    """The steps that have something to ask for this nature of record."""
    return [step for step in STEPS if step.fields(values)]


def after(step: Step, values: Values) -> Step | None:
    found = steps(values)
    rank = found.index(step) + 1 if step in found else len(found)
    return found[rank] if rank < len(found) else None


def completeness(values: Values) -> tuple[int, int]:
    """How many of the public fields that every contributor is asked for are filled, and how many there are."""
    names = asked(nature(values), str(values.get("projet_status") or ""))
    return sum(not is_blank(values.get(name)) for name in names), len(names)


def gains(values: Values, most: int = 1, but: Collection[str] = ()) -> list[dict[str, str]]:
    """The next fields to fill, and what each gives."""
    found = []
    for name, gain in GAINS.items():
        if name not in but and is_blank(values.get(name)) and name in OF_FIELD and applies(name, values):
            found.append({"name": name, "label": label(name), "gain": gain, "step": OF_FIELD[name].code})
        if len(found) == most:
            break
    return found


def who(name: str, opened: Collection[str] = ()) -> str:
    """Who will read what is typed there."""
    access = BY_NAME[name].access
    if access is Access.RESTRICTED and name in opened:
        return "Visible de tous : votre organisation a ouvert ce champ."
    return _WHO[access]


_WHO = {
    Access.PUBLIC: "Visible de tous.",
    Access.RESTRICTED: "Réservé aux membres : agents et élus vérifiés. Votre organisation peut l’ouvrir à tous.",
    Access.INTERNAL: "Visible de votre organisation et des animateurs, de personne d’autre.",
    Access.PER_ITEM: "Chaque élément dit s’il est public ; sans indication, il est réservé aux membres.",
}
