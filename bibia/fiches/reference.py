"""The reference of the data model as Markdown, made from the declaration."""

from collections.abc import Iterator

from bibia.fiches.columns import ItemsColumn, TermColumn, TermsColumn
from bibia.fiches.fields import FIELDS, GROUPS, SCHEMA_VERSION, Field
from bibia.fiches.lists import PARTS
from bibia.fiches.vocabularies import VOCABULARIES
from bibia.ui.filters import typo

_HEAD = f"""# Modèle de données

Version {SCHEMA_VERSION}. Ce fichier est écrit par `python manage.py modele_de_donnees` à partir de
`bibia/fiches/fields.py` et des colonnes de `bibia/fiches/models/` ; un essai vérifie qu’il est à jour.

Accès : `public` se lit par tous ; `restreint` par les membres, ou par tous si l’organisation l’ouvre ;
`interne` par l’organisation et les animateurs seulement ; `par élément` se choisit dans la liste.
"""


def markdown() -> str:
    return typo("\n".join([_HEAD, *_groups(), *_lists(), *_vocabularies()]) + "\n")


def _groups() -> Iterator[str]:
    for group, title in GROUPS.items():
        yield f"## {title}\n"
        yield "| champ | libellé | type | accès | palier | fiches |"
        yield "|---|---|---|---|---|---|"
        for field in FIELDS:
            if field.group == group:
                yield _row(field)
        yield ""


def _row(field: Field) -> str:
    natures = ", ".join(field.natures) or "toutes"
    return (
        f"| `{field.name}` | {field.label}. {field.help} | {_type(field)} "
        f"| {field.access} | {field.tier} | {natures} |"
    )


def _type(field: Field) -> str:
    column = field.column
    if isinstance(column, TermColumn | TermsColumn):
        return f"{field.kind} : [{column.vocabulary_name}](#{column.vocabulary_name})"
    if isinstance(column, ItemsColumn):
        return f"{field.kind} : [{column.parts}](#parties-de-{column.parts})"
    return field.kind


def _lists() -> Iterator[str]:
    yield "## Listes et objets\n"
    for name, parts in PARTS.items():
        yield f"### Parties de {name}\n"
        for part in parts:
            values = (
                f" : {', '.join(f'`{code}` {label}' for code, label in part.choices)}" if part.choices else ""
            )
            needed = ", nécessaire" if part.required else ""
            yield f"- `{part.name}` — {part.label} ({part.kind}{needed}){values}"
        yield ""


def _vocabularies() -> Iterator[str]:
    yield "## Vocabulaires\n"
    for vocabulary in VOCABULARIES.values():
        yield f"### {vocabulary.name}\n"
        for term in vocabulary.terms:
            aliases = f" (aussi : {', '.join(term.aliases)})" if term.aliases else ""
            home = f", thème `{term.home}`" if term.home else ""
            family = f", famille {term.family}" if term.family else ""
            yield f"- `{term.code}` — {term.label}{home}{family}{aliases}"
        yield ""
