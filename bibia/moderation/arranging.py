"""Arranging a shelf without a script: each button sends the form back, one step further; nothing is kept before the end."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.http import QueryDict

from bibia.fiches.models import Fiche
from bibia.ui.text import fold, squeeze

FOUND = 10  # records offered at once


@dataclass(frozen=True)
class Written:
    title: str = ""
    text: str = ""
    choice: list[str] = field(default_factory=list)
    words: str = ""  # searched for, to add a record


def read(post: QueryDict) -> Written:
    return Written(
        squeeze(post.get("titre", ""))[:200],
        post.get("texte", "")[:5_000],
        list(dict.fromkeys(post.getlist("fiche")[:100])),
        squeeze(post.get("q", ""))[:200],
    )


def arranged(written: Written, gesture: str) -> Written:
    """After "monter:x", "descendre:x", "oter:x" or "ajouter:x"; anything else changes nothing."""
    verb, _, name = gesture.partition(":")
    choice = list(written.choice)
    if verb == "ajouter" and name and name not in choice:
        return replace(written, choice=[*choice, name])
    if name not in choice:
        return written
    rank = choice.index(name)
    if verb == "oter":
        choice.pop(rank)
    step: Mapping[str, int] = {"monter": -1, "descendre": 1}
    other = rank + step.get(verb, 0)
    if verb in step and 0 <= other < len(choice):
        choice[rank], choice[other] = choice[other], choice[rank]
    return replace(written, choice=choice)


def found(written: Written) -> list[Fiche]:
    """The first records that answer the words and are not there yet."""
    words = fold(written.words).split()
    if not words:
        return []
    fiches = (
        Fiche.objects.select_related("collectivite")
        .exclude(pk__in=written.choice)
        .order_by("-updated_at", "pk")
    )
    fiches = fiches.only(
        "id",
        "nom_projet",
        "coll_nom",
        "collectivite__nom",
        "collectivite__nom_officiel",
        "collectivite__siren",
    )
    answers = (
        fiche
        for fiche in fiches.iterator()
        if all(
            word in fold(f"{fiche.pk} {fiche.nom_projet} {fiche.collectivite.nom_affiche}") for word in words
        )
    )
    return [fiche for _rank, fiche in zip(range(FOUND), answers, strict=False)]
