"""Shelves written in a TOML file, until the animators have a page for them; the format is in docs/exploitation.md."""

import re
import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from bibia.accounts.models import Account
from bibia.fiches.actions import Refusal
from bibia.fiches.models import Fiche, Shelf
from bibia.fiches.shelves import put_shelf
from bibia.territoires.ids import PATTERN
from bibia.ui.text import fold, squeeze

_KEYS = {"slug", "titre", "texte", "fiches"}
# An identifier, or any address of the fiche.
_POINTER = re.compile(rf"(?:\S*/)?({PATTERN})(?:-[^/\s]*)?/?")


def load(path: Path, *, by: Account) -> list[Shelf]:
    """Put every shelf of the file, or none: a Refusal names the first one that cannot be."""
    with transaction.atomic():
        return [
            put_shelf(
                slug=table["slug"],
                title=table["titre"],
                text=table["texte"],
                fiches=[_identifier(one, table["slug"]) for one in table["fiches"]],
                by=by,
            )
            for table in _tables(path)
        ]


def _tables(path: Path) -> list[dict[str, Any]]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refusal(_("Ce fichier n’est pas du TOML : %(error)s.") % {"error": error}) from error
    tables = content.get("etagere")
    if set(content) != {"etagere"} or not isinstance(tables, list) or not tables:
        raise Refusal(_("Le fichier doit contenir des tables [[etagere]], et rien d’autre."))
    for rank, table in enumerate(tables, 1):
        _refuse_table(table, rank)
    slugs = [table["slug"] for table in tables]
    if twice := sorted({slug for slug in slugs if slugs.count(slug) > 1}):
        raise Refusal(_("Cette étagère y est deux fois : %(slugs)s.") % {"slugs": ", ".join(twice)})
    return tables


def _refuse_table(table: Any, rank: int) -> None:
    if not isinstance(table, dict) or set(table) != _KEYS:
        names = ", ".join(sorted(_KEYS))
        raise Refusal(
            _("L’étagère nᵒ %(rank)s doit avoir exactement ces clés : %(names)s.")
            % {"rank": rank, "names": names}
        )
    texts = [table[name] for name in ("slug", "titre", "texte")]
    if not all(isinstance(text, str) for text in texts) or not isinstance(table["fiches"], list):
        raise Refusal(
            _("L’étagère nᵒ %(rank)s : slug, titre et texte sont des textes, fiches est une liste.")
            % {"rank": rank}
        )


def _identifier(one: Any, slug: str) -> str:
    """From an identifier, an address, or {organisation, titre}."""
    if isinstance(one, str) and (found := _POINTER.fullmatch(one.strip())):
        return found[1]
    if isinstance(one, dict) and set(one) == {"organisation", "titre"}:
        return _named(str(one["organisation"]), str(one["titre"]), slug)
    raise Refusal(
        _(
            "L’étagère « %(slug)s » : « %(one)s » ne désigne pas une fiche. Donnez son identifiant, son adresse, "
            "ou { organisation = …, titre = … }."
        )
        % {"slug": slug, "one": one}
    )


def _named(organisation: str, title: str, slug: str) -> str:
    wanted = _key(organisation), _key(title)
    names = Fiche.objects.order_by("pk").values_list(
        "pk", "nom_projet", "coll_nom", "collectivite__nom", "collectivite__nom_officiel"
    )
    found = [
        pk for pk, named, *owners in names if _key(named) == wanted[1] and wanted[0] in map(_key, owners)
    ]
    said = {"slug": slug, "title": title, "organisation": organisation, "ids": ", ".join(found)}
    if not found:
        raise Refusal(
            _("L’étagère « %(slug)s » : aucune fiche publiée « %(title)s » de « %(organisation)s ».") % said
        )
    if len(found) > 1:
        message = _(
            "L’étagère « %(slug)s » : plusieurs fiches « %(title)s », donnez l’identifiant (%(ids)s)."
        )
        raise Refusal(message % said)
    return found[0]


def _key(text: str) -> str:
    return fold(squeeze(text))
