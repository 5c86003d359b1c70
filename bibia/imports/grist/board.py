"""What the page of the exchange shows, and what its buttons do. Read inside trusted()."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.utils import timezone

from bibia.accounts.models import Account
from bibia.fiches import changes
from bibia.fiches.fields import label
from bibia.fiches.models import Fiche
from bibia.fiches.verbs import Refusal
from bibia.imports.grist import actions, alarms, background, config, queries
from bibia.imports.grist.errors import GristError
from bibia.imports.grist.models import Conflict, Link

_RUNS, _MOST = 8, 20  # what a page holds of each
_COUNTS = {
    "lues": "lues",
    "propositions": "proposées",
    "conflits": "en conflit",
    "suppressions": "disparues",
    "refusees": "refusées",
    "ecrites": "écrites",
}
_SENSES = {
    "lire": "La bibliothèque lit la table.",
    "ecrire": "La bibliothèque écrit dans la table.",
    "deux-sens": "Les deux se répondent : chaque changement est proposé ici, ou écrit là-bas.",
}
_Row = TypeVar("_Row", bound=Model)


def page() -> dict[str, Any]:
    source, problem, sense = _setting()
    conflicts, gone = queries.open_conflicts(source), queries.pending_deletions(source)
    return {
        "source": source,
        "problem": problem,
        "sense": sense,
        "runs": [_run(run) for run in queries.runs(source)[:_RUNS]],
        "alarms": [
            {"it": one, "may": one.kind in alarms.LOSSES and one.confirmed_by_id is None}
            for one in queries.open_alarms(source)[:_MOST]
        ],
        "conflicts": [_conflict(one) for one in conflicts[:_MOST]],
        "more_conflicts": max(0, conflicts.count() - _MOST),
        "gone": [{"it": one, "title": _title(one)} for one in gone[:_MOST]],
        "more_gone": max(0, gone.count() - _MOST),
    }


def _setting() -> tuple[str, str, str]:
    """(table, what is wrong with the settings, direction)."""
    if not config.is_configured():
        return (
            "",
            "Aucune table Grist n’est encore configurée : l’opérateur du site s’en charge (docs/grist.md).",
            "",
        )
    try:
        found = config.load()
    except GristError as error:
        return "", error.sentence, ""
    return found.source, "", _SENSES[found.sens]


def _run(run: Any) -> dict[str, Any]:
    said = [f"{run.counts[name]} {word}" for name, word in _COUNTS.items() if run.counts.get(name)]
    hour = timezone.localtime(run.started_at).strftime("%H h %M")
    return {"it": run, "hour": hour, "counts": ", ".join(said) or run.sentence or "rien à échanger"}


def _conflict(one: Conflict) -> dict[str, Any]:
    return {
        "it": one,
        "title": _title(one.link),
        "label": label(one.field),
        "base": changes.text(one.field, one.base),
        "here": changes.text(one.field, one.here) or "vide",
        "there": changes.text(one.field, one.there) or "vide",
    }


def _title(link: Link) -> str:
    fiche = Fiche.objects.filter(pk=link.uid).first() if link.uid else None
    if fiche:
        return fiche.nom_projet
    return str(link.proposal.values.get("nom_projet", "")) if link.proposal else f"Ligne {link.row}"


def _one(rows: "QuerySet[_Row]", number: str) -> _Row:
    found = (
        rows.filter(pk=int(number)).first()
        if number.isascii() and number.isdigit() and len(number) < 18
        else None
    )
    if found is None:
        raise Refusal("Cette ligne n’attend plus de décision.")
    return found


Given = Mapping[str, str]


def _exchange(given: Given, by: Account) -> str:
    config.load()
    background.start(by)
    return "L’échange est lancé : son résultat apparaît ici d’ici une minute. Actualisez la page."


def _confirm(given: Given, by: Account) -> str:
    alarms.confirm_loss(_one(queries.open_alarms(), given["confirmer"]), by=by)
    return "C’est confirmé : le prochain échange continue, et propose chaque disparition une par une."


def _here(given: Given, by: Account) -> str:
    actions.resolve_conflict(_one(queries.open_conflicts(), given["ici"]), keep="ici", by=by)
    return "La valeur de la bibliothèque est gardée."


def _there(given: Given, by: Account) -> str:
    actions.resolve_conflict(_one(queries.open_conflicts(), given["grist"]), keep="grist", by=by)
    return "La valeur de Grist est publiée."


def _keep(given: Given, by: Account) -> str:
    actions.keep_record(_one(queries.pending_deletions(), given["garder"]), by=by)
    return "La fiche est gardée."


def _withdraw(given: Given, by: Account) -> str:
    number = given["retirer"]
    reason = given.get(f"motif-{number}", "").strip()
    if not reason:
        raise Refusal("Dites pourquoi la fiche est retirée : les lecteurs le verront.")
    actions.confirm_deletion(_one(queries.pending_deletions(), number), by=by, reason=reason[:500])
    return "La fiche est retirée."


DECISIONS: dict[str, Callable[[Given, Account], str]] = {
    "echanger": _exchange,
    "confirmer": _confirm,
    "ici": _here,
    "grist": _there,
    "garder": _keep,
    "retirer": _withdraw,
}
