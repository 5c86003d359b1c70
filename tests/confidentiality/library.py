"""A library that has lived: records, history, opened fields, withdrawals, work in progress; and its other selves."""

import datetime
import random
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from bibia.accounts.models import Account
from bibia.accounts.roles import Role
from bibia.fiches import actions
from bibia.fiches.fields import INTERNAL, NAMES, OPENABLE, STORED, Access, named
from bibia.fiches.guard import trusted
from bibia.fiches.models import Fiche, Internal, Proposal, Reserved
from bibia.fiches.shelves import put_shelf
from bibia.territoires import ids
from tests import factories
from tests.confidentiality import exchanged
from tests.confidentiality.plausible import GIVEN, plausible

RECORDS = 36
START = datetime.datetime(2026, 3, 5, 9, 0, tzinfo=datetime.UTC)
# A few records of each, so that some look like others.
_PLACES = (
    *("des piscines chauffées", "des serres horticoles", "du marché couvert", "des fontaines anciennes"),
    *("du stade municipal", "des crèches communales", "du cimetière paysager", "de la halle sportive"),
)
_THEMES = ("ecologie", "attractivite", "citoyennete", "mobilites", "gouvernance", "administration")
PUBLIC = [name for name in named(Access.PUBLIC) if name not in GIVEN and name not in ("ria_classe", "aipd")]
SHELF = {"title": "Relever l’eau", "text": "Ce que des communes ont appris."}
RESOURCE = {"type": "code", "url": "https://exemple.test/depot"}


class Clock:
    """The time of the actions, told by the tests."""

    def __init__(self, at: datetime.datetime):
        self.at = at

    def tick(self) -> None:
        self.at += datetime.timedelta(minutes=7)


@contextmanager
def determined(seed: int, at: datetime.datetime = START) -> Iterator[Clock]:
    """The same clock and the same identifiers, each time."""
    clock = Clock(at)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: clock.at)
        patch.setattr(ids, "secrets", SimpleNamespace(choice=random.Random(seed).choice))
        yield clock


def record(rank: int, word: str) -> dict[str, Any]:
    """Every field of a record filled; two records in three have a SIRET, one in five is no use case."""
    return {
        "coll_nom": f"Commune de Bourg-Essai {rank % 12}",
        "coll_siret": factories.siret(rank % 12) if rank % 3 else "",
        "coll_type": "commune",
        "nom_projet": f"Projet {rank} de relevé d’eau",
        "usage_description": f"Les agents relèvent {rank} compteurs {_PLACES[rank % len(_PLACES)]}.",
        "theme": _THEMES[rank % len(_THEMES)],
        "nature": "cas-usage" if rank % 5 else "charte",
        **{name: plausible(name, f"ouvert{rank}", rank) for name in PUBLIC if name != "usage_description"},
        **secret(rank, word),
    }


def secret(rank: int, word: str) -> dict[str, Any]:
    """Every restricted and internal value; per item, one resource of two; statements nobody confirmed."""
    return {
        **{name: plausible(name, f"{word}{rank}", rank) for name in (*OPENABLE, *INTERNAL)},
        "url_ressources": [
            {"titre": f"Ressource {rank}", "acces": "public", **RESOURCE},
            {"titre": f"{word}{rank} ressource", "acces": "restreint", **RESOURCE},
            {"titre": f"{word}{rank} sans accès dit", **RESOURCE},
        ],
        "ria_classe": ["haut-risque-1"] if rank % 2 else ["transparence"],
        "aipd": {"statut": "non-realisee", "url_resume": f"https://exemple.test/{word}{rank}"},
        "decision_individuelle": "oui",
        "url_mention": "",
    }


def populate(word: str) -> None:
    """A lived library: history, opened and closed fields, withdrawn records, pending and rejected proposals."""
    system = factories.system()
    with determined(1) as clock:
        fiches = []
        for rank in range(RECORDS):
            clock.tick()
            fiches.append(factories.fiche(**record(rank, word)))
        for rank, fiche in enumerate(fiches[:12]):
            clock.tick()
            factories.update(fiche, vigilance=f"Attention {rank}", parametres=f"{word}{rank} d’avant")
        for rank, fiche in enumerate(fiches[:9]):
            clock.tick()
            actions.open_field(fiche.pk, OPENABLE[rank % len(OPENABLE)], by=system)
        clock.tick()
        actions.open_field(fiches[0].pk, "budget", by=system)
        actions.close_field(fiches[1].pk, OPENABLE[1], by=system)
        put_shelf(slug="eau", fiches=[one.pk for one in fiches[16:24]], by=system, **SHELF)
        put_shelf(slug="releves", fiches=[fiches[0].pk], by=system, **SHELF)
        for fiche in fiches[20:23]:
            actions.withdraw(fiche.pk, by=system, reason="Le service a fermé.")
        for rank, fiche in enumerate(fiches[12:18]):
            factories.proposal(fiche_id=fiche.pk, parametres=f"{word}{rank} attendu", lecons=f"{word}{rank}")
        drafts(word, 3)
        exchanged.correspond(word, [fiche.pk for fiche in fiches])
        actions.reject(factories.proposal(**record(99, word)), by=system, reason=f"{word}99 refusé")


def drafts(word: str, number: int) -> list[str]:
    """Records that nobody decided on, of organisations that are not public; their identifiers."""
    made = []
    for rank in range(number):
        given = record(200 + rank, word) | {
            "coll_nom": f"Mairie de {word}{rank}",
            "nom_projet": f"{word}{rank} projet",
            "coll_siret": factories.siret(900 + rank),
        }
        made.append(factories.proposal(**given).fiche_id)
    return made


def _other(value: Any, name: str, word: str, rank: int) -> Any:
    """Another value; every fourth time none at all, or one where there was none."""
    empty = {str: "", list: [], dict: {}}
    if rank % 4 == 0 and value:
        return empty.get(type(value))
    new = plausible(name, f"{word}{rank}", rank + 1)
    return new if new != value else plausible(name, f"{word}{rank}", rank + 2)


def alter(word: str) -> None:
    """Change every value that the public may not know, and add work in progress: another secret life."""
    with trusted():
        for rank, reserved in enumerate(Reserved.objects.order_by("pk")):
            for name in OPENABLE:
                if name not in reserved.opened:
                    setattr(reserved, name, _other(getattr(reserved, name), name, word, rank))
            kept = [item for item in reserved.url_ressources if item.get("acces") == "public"]
            more = [{"titre": f"{word}{rank}", "acces": "restreint", **RESOURCE}] * (rank % 3)
            reserved.url_ressources = more[:1] + kept + more[1:]
            reserved.ria_classe = [["haut-risque-3"], [], ["aucune"]][rank % 3]
            reserved.aipd = {} if rank % 2 else {"statut": "non-realisee", "date": "2026-01-01"}
            reserved.decision_individuelle = "" if rank % 2 else "oui"
            reserved.revision += 3 + rank % 2
            reserved.save()
        for rank, internal in enumerate(Internal.objects.order_by("pk")):
            Internal.objects.filter(pk=internal.pk).update(projet_contact=f"{word}{rank}@exemple.test")
        for proposal in Proposal.objects.all():
            proposal.values = proposal.values | secret(proposal.pk, word)
            proposal.reason, proposal.source = f"{word} motif" if proposal.reason else "", f"{word} source"
            proposal.save()
    factories.account(Role.MEMBRE, siren=factories.siren(4), handle=f"{word}-compte")
    with determined(2):
        made = drafts(word, 7)
        exchanged.alter(word, _published())
        waiting = factories.proposal(
            fiche_id=_published()[30], budget="plus-100k", parametres=f"{word} autre"
        )
        actions.reject(waiting, by=factories.system(), reason=f"{word} refusé encore")
    assert len(made) == 7


def _published() -> list[str]:
    return list(Fiche.objects.order_by("pk").values_list("pk", flat=True))


def live(*, visible: bool = True) -> None:
    """The same private actions on both sides; `visible` adds those that the public must see."""
    system, member = factories.system(), _member()
    with determined(3, START + datetime.timedelta(days=40)) as clock:
        names = _published()
        for step, identifier in enumerate(names[:4]):
            clock.tick()
            _accept(identifier, parametres=f"Nouveaux paramètres {step}", budget="moins-50k")
        _accept(names[5], projet_contact="autre@exemple.test", url_ressources=_resources(names[5]))
        _accept(names[6], ria_classe=["aucune"])
        _fail(names, system, member)
        exchanged.live(names)
        if visible:
            clock.tick()
            _accept(names[7], lecons="Associer les équipes", erreur="fort", donnees_source=["interne"])
            _accept(names[8], financement="Budget annexe de l’eau")
            actions.open_field(names[8], "financement", by=system)
            _accept(names[8], financement="Budget principal")
            actions.withdraw(names[9], by=system, reason="À la demande de la commune.")
            factories.fiche(**record(301, "suite"))


def _resources(identifier: str) -> list[dict[str, str]]:
    """The same public items, other restricted ones."""
    public = Fiche.objects.get(pk=identifier).url_ressources
    return [*public, {"titre": "Clauses", "acces": "restreint", **RESOURCE}]


def _accept(identifier: str, **given: Any) -> None:
    actions.accept(factories.proposal(fiche_id=identifier, **given), by=factories.system())


def _member() -> Account:
    with trusted():
        return factories.account(Role.MEMBRE, siren=factories.siren(899))


def _fail(names: list[str], system: Account, member: Account) -> None:
    """What is refused leaves no trace that anyone can see."""
    waiting = factories.proposal()
    attempts = [
        lambda: factories.proposal(fiche_id=names[0], theme="inconnu"),
        lambda: factories.proposal(fiche_id=names[0], by=member, budget="plus-100k"),
        lambda: actions.open_field(names[0], "projet_contact", by=system),
        lambda: actions.open_field(names[0], "parametres", by=member),
        lambda: actions.withdraw(names[0], by=member, reason="Non"),
        lambda: actions.withdraw(names[0], by=system, reason=" "),
        lambda: put_shelf(slug="autre", fiches=names[:2], by=member, **SHELF),
        lambda: put_shelf(slug="autre", fiches=[waiting.fiche_id], by=system, **SHELF),
        lambda: actions.accept(factories.proposal(fiche_id=names[0], base=0, budget="plus-100k"), by=system),
        lambda: actions.accept(factories.proposal(fiche_id=names[0], ria_classe=["interdit"]), by=system),
        lambda: actions.accept(factories.proposal(fiche_id=names[0], theme=""), by=system),
    ]
    for attempt in attempts:
        with pytest.raises((ValidationError, actions.Refusal)):
            attempt()


def closed_values() -> dict[tuple[str, str], Any]:
    """What the public may not know, by record and field."""
    with trusted():
        found = {
            (reserved.pk, name): getattr(reserved, name)
            for reserved in Reserved.objects.all()
            for name in OPENABLE
            if name not in reserved.opened
        }
        return found | {(one.pk, "projet_contact"): one.projet_contact for one in Internal.objects.all()}


assert set(PUBLIC) | set(GIVEN) | {"ria_classe", "aipd"} | set(OPENABLE) | set(INTERNAL) | {
    "url_ressources"
} == set(NAMES)
assert "projet_contact" not in STORED
