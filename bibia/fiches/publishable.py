"""What keeps a record from being published, whoever asks."""

from typing import Any

from bibia.fiches.fields import REQUIRED

PROHIBITED = "interdit"


def missing(values: dict[str, Any]) -> list[str]:
    """The fields without which nothing is published."""
    return [name for name in REQUIRED if not values[name]]


def is_prohibited(values: dict[str, Any]) -> bool:
    """Whether the system is declared a practice that the European regulation forbids."""
    return PROHIBITED in values["ria_classe"]
