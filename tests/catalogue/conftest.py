"""A small library whose values cross in every way that the facets offer."""

from itertools import cycle

import pytest

from bibia.fiches import actions
from tests import factories
from tests.kept import Kept

THEMES = ("ecologie", "mobilites", "administration")
STATUSES = ("experimentation", "service", "abandonne", "")
AUDIENCES = (["agent"], ["agent", "elu"], [], ["grand-public", "agent", "entreprise"])
OWNERS = (
    {"coll_nom": "Ville de Metz", "coll_type": "commune", "coll_siret": "21570463600012"},
    {"coll_nom": "Département de la Drôme", "coll_type": "departement"},
    {"coll_nom": "Région Occitanie", "coll_type": "region"},
    {"coll_nom": "Syndicat des sources", "coll_type": "syndicat"},
)
DATES = ("2023-05", "2024", "", "2023-11", "2019-01")


def _made():
    rows = zip(range(30), cycle(THEMES), cycle(STATUSES), cycle(AUDIENCES), cycle(DATES), strict=False)
    fiches = [
        factories.fiche(
            nom_projet=f"Projet {rank:02}",
            theme=theme,
            projet_status=status,
            audience_service=audience,
            projet_date=date,
            sous_theme=["eau", "risques"][: rank % 3],
            nature="charte" if rank % 7 == 0 else "cas-usage",
            type_algorithme=["vision", "generative"][: rank % 2 + 1],
            **OWNERS[rank * 7 % 4],
        )
        for rank, theme, status, audience, date in rows
    ]
    fiches[5] = actions.open_field(fiches[5].pk, "type_algorithme", by=factories.system())
    return fiches


_kept = Kept(_made)


@pytest.fixture
def library(db):
    """Thirty fiches, one of them with a restricted field that its organisation opened."""
    return _kept()
