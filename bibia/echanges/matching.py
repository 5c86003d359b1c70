"""Which public fiches speak of a need: the same theme, the same words. Plain on purpose: a person looks at the list."""

import re
from collections.abc import Iterable

from bibia.echanges.models import Need
from bibia.fiches.models import Fiche
from bibia.ui.text import fold

MOST = 6
_READ = 2_000  # fiches of a theme that are looked at, newest first
_WORD = re.compile(r"[a-z0-9]{4,}")
# Enough letters for "compteur" and "compteurs" to be one word.
_STEM = 6
_EMPTY = frozenset(
    word[:_STEM]
    for word in [
        "avec",
        "avoir",
        "aussi",
        "alors",
        "autre",
        "autres",
        "besoin",
        "besoins",
        "bonjour",
        "cherche",
        "cherchons",
        "chez",
        "collectivite",
        "collectivites",
        "comment",
        "commune",
        "communes",
        "cela",
        "cette",
        "ceux",
        "dans",
        "depuis",
        "deja",
        "donnees",
        "elle",
        "elles",
        "entre",
        "etre",
        "faire",
        "fait",
        "font",
        "leur",
        "leurs",
        "mais",
        "meme",
        "moins",
        "notre",
        "nous",
        "outil",
        "outils",
        "pour",
        "plus",
        "projet",
        "quel",
        "quelle",
        "sans",
        "service",
        "services",
        "solution",
        "sont",
        "souhaitons",
        "sous",
        "sommes",
        "sur",
        "tous",
        "tout",
        "toute",
        "tres",
        "utiliser",
        "vers",
        "ville",
        "votre",
        "vous",
    ]
)
_COLUMNS = ("nom_projet", "resume", "usage_description", "theme", "coll_nom")


def fiches_for(need: Need) -> list[Fiche]:
    """Those that share its theme and at least one of its words, the most alike first."""
    wanted = words(need.title, need.text)
    read = Fiche.objects.filter(theme=need.theme).select_related("collectivite")
    ranked = []
    for fiche in read.order_by("-updated_at", "pk")[:_READ]:
        score = _score(fiche, wanted)
        if score:
            ranked.append((-score, fiche.pk, fiche))
    return [fiche for _score_, _key, fiche in sorted(ranked, key=lambda one: one[:2])[:MOST]]


def needs_for(siren: str) -> list[Need]:
    """Open needs of others that a fiche of this organisation speaks of."""
    own = list(Fiche.objects.filter(collectivite__siren=siren).only("pk", *_COLUMNS))
    themes = {fiche.theme for fiche in own}
    waiting = Need.objects.filter(state=Need.State.OPEN, theme__in=themes).exclude(organisation_id=siren)
    found = []
    for need in waiting.select_related("organisation")[:_READ]:
        wanted = words(need.title, need.text)
        if any(fiche.theme == need.theme and _score(fiche, wanted) for fiche in own):
            found.append(need)
    return found


def words(*texts: str) -> set[str]:
    return {word[:_STEM] for text in texts for word in _WORD.findall(fold(text))} - _EMPTY


def _score(fiche: Fiche, wanted: Iterable[str]) -> int:
    wanted = set(wanted)
    return 3 * len(wanted & words(fiche.nom_projet)) + len(
        wanted & words(fiche.resume, fiche.usage_description)
    )
