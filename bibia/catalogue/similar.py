"""Fiches that look like one, and why, in words: the terms they share, and the shelf they stand on.

From the structures of the search: a shared term counts for its rarity, more where a title holds it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nsmallest
from math import log
from typing import Any

from pyroaring import BitMap

from bibia.catalogue import analyser
from bibia.catalogue.cards import coded, named, organisation
from bibia.catalogue.compare import MOST, address
from bibia.catalogue.documents import document
from bibia.catalogue.index import TEXT, TITLE, Document, Index
from bibia.catalogue.reader import reader
from bibia.fiches.models import Fiche
from bibia.fiches.vocabularies import VOCABULARIES

LIMIT = 4
# What one fiche says best of itself, and how many fiches are weighed: the cost stays bounded.
_TERMS = 24
_POOL = 800
_SAID = 4
_SHORTEST = 3
# A term that one fiche in so many holds says nothing of any of them.
_COMMON = 5
_TITLE_WEIGHT = 2.0
# Words that any fiche may use, whatever it is about.
_NOTHING = """
agi agir agissait agisse agissent agissons agit aider bien bon chaque choix cinq concevoir conçu contre deux devoir doivent donne donner évaluer exemple
fois grâce jour lancer mener mois nouveau nouvelle partir permettre plusieurs premier première prendre préparer
prises projet propos propre proposer proposés puis quatre question savoir servir seul seulement solution sujet
système technique temps traiter trois trouver uniquement utile utilise utiliser utilisée année
"""
_SAYS_NOTHING = frozenset(map(analyser.term, _NOTHING.split()))
# A shared sub-theme weighs more than its rarity says: someone chose it.
_FILED = (("sous_theme", 2.0), ("theme", 1.0))


@dataclass(frozen=True)
class Near:
    id: str
    words: tuple[str, ...]
    filed: tuple[tuple[str, str], ...]  # (facet, code) that both stand under


@dataclass(frozen=True)
class _Shared:
    """A term of the fiche: how it writes it, what sharing it is worth, who holds it, and who in its title."""

    word: str
    worth: float
    holders: BitMap
    titles: BitMap


def context(fiche: Fiche) -> dict[str, Any]:
    """The similar fiches with their reason, and the address that compares them."""
    found = like(fiche)
    together = [fiche.pk, *(one["id"] for one in found)][:MOST]
    return {"similar": found, "compare_url": address(together) if found else ""}


def like(fiche: Fiche) -> list[dict[str, Any]]:
    near = reader.look(lambda index: related(index, document(fiche)))
    fiches = named().in_bulk([one.id for one in near])
    return [
        {
            "id": one.id,
            "title": fiches[one.id].nom_projet,
            "url": fiches[one.id].get_absolute_url(),
            "theme": coded("theme", fiches[one.id].theme),
            "organisation": organisation(fiches[one.id].collectivite),
            "reason": reason(one),
        }
        for one in near
        if one.id in fiches
    ]


def reason(near: Near) -> str:
    filed = [VOCABULARIES[name].label(code) for name, code in near.filed if name == "sous_theme"]
    parts = []
    if filed:
        parts.append(f"Même sous-thème : {', '.join(filed)}")
    elif near.filed:
        parts.append("Même thème")
    if near.words:
        parts.append(f"mot{'s' if len(near.words) > 1 else ''} en commun : {', '.join(near.words)}")
    said = " ; ".join(parts)
    return said[:1].upper() + said[1:]


def related(index: Index, asked: Document, limit: int = LIMIT) -> list[Near]:
    """The nearest records first; ties by identifier, so that every process answers alike."""
    shared = _shared(index, asked)
    filed = {
        (name, code): (members, weight * _idf(index, members))
        for name, weight in _FILED
        for code in asked.facets.get(name, ())
        if (members := index.filed(name, code))
    }
    kin = BitMap.union(
        BitMap(), *(members for (name, _), (members, _) in filed.items() if name == "sous_theme")
    )
    scores: defaultdict[int, float] = defaultdict(float)
    reasons: defaultdict[int, list[tuple[float, str]]] = defaultdict(list)
    pool = _pool(index, asked, shared, kin)
    for one in shared:
        for slot in one.holders & pool:
            gain = one.worth * (_TITLE_WEIGHT if slot in one.titles else 1.0)
            scores[slot] += gain
            reasons[slot].append((-gain, one.word))
    for members, gain in filed.values():
        for slot in members & pool:
            scores[slot] += gain
    # One word in common is chance; the same sub-theme, two words in one theme, three anywhere are a reason.
    near = BitMap.union(BitMap(), *(members for members, _ in filed.values()))
    worthy = (slot for slot in scores if slot in kin or len(reasons[slot]) > (1 if slot in near else 2))
    best = nsmallest(limit, worthy, key=lambda slot: (-round(scores[slot], 6), index.id_of(slot)))
    return [
        Near(
            index.id_of(slot),
            tuple(word for _, word in sorted(reasons[slot])[:_SAID]),
            tuple(place for place, (members, _) in filed.items() if slot in members),
        )
        for slot in best
    ]


def _shared(index: Index, asked: Document) -> list[_Shared]:
    """The terms that tell most of the fiche and that others hold too, the most telling first."""
    own = {term for _, terms in _words(asked.organisation) for term in terms}
    titled = {term for _, terms in _words(asked.title) for term in terms}
    written: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text in (asked.title, *asked.texts):
        for word, terms in _words(text):
            for term in terms[:1]:
                if term not in own and term not in _SAYS_NOTHING:
                    written[term][word] += 1
    found = []
    common = max(3, len(index) // _COMMON)
    for term, words in written.items():
        titles = index.holding(TITLE, term)
        holders = titles | index.holding(TEXT, term)
        if 1 < len(holders) <= common:
            worth = _idf(index, holders) * (_TITLE_WEIGHT if term in titled else 1.0)
            word = min(words, key=lambda one: (-words[one], len(one), one))
            found.append(_Shared(word, worth, holders, titles))
    return nsmallest(_TERMS, found, key=lambda one: (-round(one.worth, 6), one.word))


def _words(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for word in analyser.words(analyser.clean(text)):
        if len(word.surface) >= _SHORTEST and not word.surface.isdigit():
            yield word.surface, analyser.terms(word)


def _pool(index: Index, asked: Document, shared: list[_Shared], kin: BitMap) -> BitMap:
    """Who is weighed: those that share the rarest terms, and those of the same sub-theme when they are few."""
    pool = BitMap()
    for members in (
        *(one.holders for one in sorted(shared, key=lambda one: (len(one.holders), one.word))),
        kin,
    ):
        grown = pool | members
        if len(grown) <= _POOL:
            pool = grown
        elif len(pool) <= LIMIT:
            pool = BitMap(nsmallest(_POOL, grown, key=index.id_of))
    return pool - index.only(asked.id)


def _idf(index: Index, members: BitMap) -> float:
    return log(1 + len(index) / (1 + len(members)))
