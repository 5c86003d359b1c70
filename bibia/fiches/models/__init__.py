from bibia.fiches.models.published import (
    Change,
    Edition,
    Fiche,
    Shelf,
    Version,
    Withdrawn,
    address,
    edition,
    generation,
    signature,
    successor,
)
from bibia.fiches.models.supplier import SupplierTemplate
from bibia.fiches.models.voices import Question, Reply, Reuse
from bibia.fiches.models.work import Internal, Journal, Proposal, Reserved

__all__ = [
    "Change",
    "Edition",
    "Fiche",
    "Internal",
    "Journal",
    "Proposal",
    "Question",
    "Reply",
    "Reserved",
    "Reuse",
    "Shelf",
    "SupplierTemplate",
    "Version",
    "Withdrawn",
    "address",
    "edition",
    "generation",
    "signature",
    "successor",
]
