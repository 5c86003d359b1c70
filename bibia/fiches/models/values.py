"""Every value of a record but the internal ones: two tables are made of it, published and restricted."""

from typing import Any

from bibia.fiches.fields import STORED
from bibia.fiches.models.algorithme import AlgorithmeFields
from bibia.fiches.models.donnees import DonneesFields
from bibia.fiches.models.meta import MetaFields
from bibia.fiches.models.porteur import PorteurFields
from bibia.fiches.models.projet import ProjetFields
from bibia.fiches.models.reutilisation import ReutilisationFields
from bibia.fiches.models.surveillance import SurveillanceFields
from bibia.fiches.models.transparence import TransparenceFields


class Values(
    PorteurFields,
    ProjetFields,
    AlgorithmeFields,
    DonneesFields,
    TransparenceFields,
    SurveillanceFields,
    ReutilisationFields,
    MetaFields,
):
    class Meta:
        abstract = True

    @property
    def values(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in STORED}

    def write(self, values: dict[str, Any]) -> None:
        for name in STORED:
            setattr(self, name, values[name])
