"""What the library holds, as this document may know it."""

from dataclasses import dataclass
from typing import Any

from bibia.fiches.models import Fiche, Proposal, Reserved, Withdrawn
from bibia.imports.grist.rules import NAMES, travels
from bibia.imports.match import plain


@dataclass
class Held:
    id: str
    revision: int
    values: dict[str, Any]


class Here:
    """Every published record, read inside trusted(). A public document is given the public projection alone:
    restricted values are not even read."""

    def __init__(self, *, private: bool):
        names = [name for name in NAMES if travels(name, private=private)]
        revisions = dict(Reserved.objects.values_list("pk", "revision"))
        published = Fiche.objects.order_by("published_at", "pk")
        self.published: dict[str, Held] = {}
        if private:
            kept = {one.pk: one for one in Reserved.objects.filter(pk__in=published.values("pk"))}
            ids = list(published.values_list("pk", flat=True))
            sources: list[Any] = [kept[pk] for pk in ids if pk in kept]
        else:
            sources = list(published.only("pk", *names))
        for one in sources:
            values = plain({name: getattr(one, name) for name in names})
            self.published[one.pk] = Held(one.pk, revisions.get(one.pk, 0), values)
        self.withdrawn = set(Withdrawn.objects.values_list("pk", flat=True))
        self.waiting: dict[str, list[Proposal]] = {}
        for proposal in Proposal.objects.filter(state=Proposal.State.PENDING).order_by("pk"):
            self.waiting.setdefault(proposal.fiche_id, []).append(proposal)
