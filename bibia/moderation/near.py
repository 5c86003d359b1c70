"""Records and proposals that may be the same thing twice: one organisation, near titles."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from bibia.fiches.models import Fiche
from bibia.moderation.checks import Finding, Level
from bibia.moderation.examined import Examined
from bibia.territoires.models import folded_name
from bibia.ui.text import fold

NEAR = 82  # of 100; below, two projects of one service already look alike


@dataclass(frozen=True)
class Known:
    fiche_id: str
    title: str
    folded: str
    url: str
    waiting: int = 0  # a proposal, not a published record


class Near:
    """Published records, and the proposals that this person may read."""

    def __init__(self, waiting: Iterable[Examined] = ()):
        self.known: defaultdict[str, list[Known]] = defaultdict(list)
        fiches = Fiche.objects.select_related("collectivite").only(
            "id", "nom_projet", "collectivite__siren", "collectivite__folded_name", "collectivite__nom"
        )
        for fiche in fiches:
            known = Known(fiche.pk, fiche.nom_projet, fold(fiche.nom_projet), fiche.get_absolute_url())
            for key in _keys(fiche.collectivite.siren or "", fiche.collectivite.nom):
                self.known[key].append(known)
        for one in waiting:
            known = Known(one.fiche_id, one.title, fold(one.title), "", one.pk)
            for owner in one.owners:
                for key in _keys(owner, one.after["coll_nom"]):
                    self.known[key].append(known)

    def of(self, one: Examined) -> list[Known]:
        """The nearest first."""
        keys = [key for owner in one.owners for key in _keys(owner, one.after["coll_nom"])]
        title = fold(one.title)
        found: dict[tuple[str, int], tuple[float, Known]] = {}
        for known in (known for key in keys for known in self.known[key]):
            same = known.waiting == one.pk or (not known.waiting and known.fiche_id == one.fiche_id)
            score = 0.0 if same else fuzz.token_sort_ratio(title, known.folded)
            if score >= NEAR or (known.waiting and known.fiche_id == one.fiche_id and not same):
                found[known.fiche_id, known.waiting] = (-score, known)
        return [
            known for _score, known in sorted(found.values(), key=lambda pair: (pair[0], pair[1].fiche_id))
        ]

    def around(self, fiche_id: str, title: str, siren: str, name: str) -> list[Known]:
        """Published records that may be the same as this one."""
        others = [
            known for key in _keys(siren, name) for known in self.known[key] if known.fiche_id != fiche_id
        ]
        scored = [
            (-fuzz.token_sort_ratio(fold(title), known.folded), known.fiche_id, known) for known in others
        ]
        return [known for score, _id, known in sorted(scored, key=lambda one: one[:2]) if -score >= NEAR]

    def findings(self, one: Examined) -> list[Finding]:
        return [_finding(known, one) for known in self.of(one)]


def _finding(known: Known, one: Examined) -> Finding:
    if known.fiche_id == one.fiche_id:
        text = f"Une autre proposition attend sur la même fiche : « {known.title} »."
    elif known.waiting:
        text = f"Une autre proposition, de la même organisation, porte presque le même titre : « {known.title} »."
    else:
        text = f"Une fiche publiée de la même organisation porte presque le même titre : « {known.title} »."
    return Finding("doublon", Level.WARNING, text, known.url or f"/espace/moderation/{known.waiting}/")


def _keys(siren: str, name: str) -> list[str]:
    return [siren] if siren else [folded_name(name)]
