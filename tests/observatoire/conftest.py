"""A library where every figure has something to count."""

import pytest

from bibia.fiches import actions
from tests import factories
from tests.kept import Kept

THEMES = ("ecologie", "mobilites", "administration", "ecologie", "citoyennete")
STATUSES = ("experimentation", "service", "abandonne", "", "termine")
STARTS = ("2023-05", "2024", "", "2024-11", "2001-01", "2031")
DATES = ("2025-03-05", "2026-01-31", "", "2019-07-14", "2026-02-01")
OWNERS = (
    {"coll_nom": "Ville de Metz", "coll_type": "commune", "coll_siret": "21570463600012"},
    {"coll_nom": "Ville de Paris", "coll_type": "statut-particulier", "coll_siret": "21750001600019"},
    {"coll_nom": "Métropole de Lyon", "coll_type": "statut-particulier", "coll_siret": "20004697700019"},
    {"coll_nom": "Département de la Drôme", "coll_type": "departement"},
    {"coll_nom": "Région Occitanie", "coll_type": "region"},
    {"coll_nom": "Plaine Commune", "coll_type": "ept"},
    {"coll_nom": "Syndicat des sources", "coll_type": "syndicat"},
)
BUDGETS = ("moins-50k", "de-50k-a-100k", "plus-100k")
OPENED = 24  # fiches whose organisation opened its budget and its technique


def record(rank):
    status = "" if rank % 9 == 8 else STATUSES[rank % 5]
    return {
        "nom_projet": f"Projet {rank:02}",
        "theme": THEMES[rank % 5],
        "nature": "charte" if rank % 9 == 8 else "cas-usage",
        "projet_status": status,
        "status_abandon": f"=Trop cher, projet {rank}" if status == "abandonne" and rank % 2 else "",
        "projet_date": STARTS[rank % 6],
        "date": DATES[rank % 5],
        "resume": "Une phrase." if rank % 3 else "",
        "lecons": "Commencer petit." if rank % 4 == 0 else "",
        "budget": BUDGETS[0 if rank < 12 else 1 if rank < 18 else 2],
        "type_algorithme": ["vision", "generative"][: rank % 2 + 1],
        "resultats": [{"indicateur": "Pertes", "valeur": "12"}] if rank % 6 == 0 else [],
        "evaluations": [{"type": "biais", "titre": "Audit"}] if rank % 10 == 0 else [],
        **OWNERS[rank % 7],
    }


def _made():
    fiches = [factories.fiche(**record(rank)) for rank in range(40)]
    for fiche in fiches[:OPENED]:
        for field in ("budget", "type_algorithme"):
            actions.open_field(fiche.pk, field, by=factories.system())
    return fiches


_kept = Kept(_made)


@pytest.fixture
def library(db):
    """Forty fiches; the last ones keep reserved what the first ones open."""
    return _kept()
