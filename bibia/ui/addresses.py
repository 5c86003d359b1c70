"""Addresses without parameter: the same for every page, which writes forty of them."""

from functools import cache

from django.urls import reverse


@cache
def fixed(name: str) -> str:
    """Reversed once: each time would cost as much as a small query."""
    return reverse(name)
