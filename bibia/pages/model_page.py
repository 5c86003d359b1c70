"""What the data-model page shows: the declaration of the fields, read aloud."""

from functools import cache
from typing import Any

from bibia.fiches.fields import FIELDS, GROUPS, REQUIRED, Access, Field, Tier
from bibia.fiches.lists import PARTS
from bibia.fiches.vocabularies import VOCABULARIES

KINDS = {
    "string": "texte court",
    "text": "texte",
    "enum": "un choix",
    "enum[]": "plusieurs choix",
    "list{}": "liste",
    "object{}": "objet",
    "list": "liste",
    "url": "adresse web",
    "month": "mois ou année",
    "date": "date",
    "number": "nombre",
    "integer": "nombre entier",
    "siret": "SIRET, 14 chiffres",
    "email": "adresse électronique",
    "image": "image",
    "insee[]": "codes officiels géographiques",
    "spdx": "identifiant SPDX",
}
ACCESSES = {
    Access.PUBLIC: "public",
    Access.RESTRICTED: "réservé aux membres",
    Access.INTERNAL: "interne",
    Access.PER_ITEM: "par élément",
}
TIERS = {
    Tier.AUTO: "automatique",
    Tier.EXPRESS: "express",
    Tier.SOCLE: "socle",
    Tier.COMPLET: "complet",
}


def facts(field: Field) -> str:
    """Type, access, tier, natures and parts on one line: a table of 89 rows would be five times heavier."""
    words = [_kind(field), ACCESSES[field.access], f"étape {TIERS[field.tier]}"]
    if field.name in REQUIRED:
        words.append("nécessaire à la publication")
    if field.natures:
        natures = (VOCABULARIES["nature"].label(code).lower() for code in field.natures)
        words.append(f"seulement pour : {', '.join(natures)}")
    line = " · ".join(words)
    if parts := PARTS.get(getattr(field.column, "parts", "")):
        line += ". Parties : " + ", ".join(f"{part.name} ({str(part.label).lower()})" for part in parts)
    return line[0].upper() + line[1:] + "."


def _kind(field: Field) -> str:
    most = getattr(field.column, "most", None)
    if field.kind == "string" and most:
        return f"texte de {most} caractères au plus"
    if field.kind == "enum[]" and most:
        return f"{most} choix au plus"
    return KINDS[field.kind]


@cache
def context() -> dict[str, Any]:
    groups = [
        {
            "code": code.value,
            "label": label,
            "fields": [
                {
                    "name": field.name,
                    "label": field.label,
                    "help": field.help,
                    "facts": facts(field),
                    "terms": terms(field),
                }
                for field in FIELDS
                if field.group == code
            ],
        }
        for code, label in GROUPS.items()
    ]
    contents = [
        {"label": f"{group['label']} ({len(group['fields'])})", "url": f"#{group['code']}"}
        for group in groups
    ]
    return {"groups": groups, "contents": contents, "total": len(FIELDS)}


def terms(field: Field) -> list[tuple[str, str]]:
    vocabulary = getattr(field.column, "vocabulary", None)
    return vocabulary.choices if vocabulary else []
