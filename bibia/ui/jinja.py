"""The Jinja2 environment: strict, escaped, and with the few words that every template knows."""

from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from jinja2 import Environment, StrictUndefined, Template
from jinja2.runtime import Macro

from bibia.ui import filters, glossary
from bibia.ui.addresses import fixed
from bibia.ui.text import escaped

THEMES = ("ecologie", "attractivite", "citoyennete", "mobilites", "gouvernance", "administration")


def url(name: str, /, **kwargs: Any) -> str:
    return reverse(name, kwargs=kwargs) if kwargs else fixed(name)


def absolute(path: str) -> str:
    """A canonical address: it comes from BASE_URL, never from the Host header."""
    return settings.BASE_URL + path


@lru_cache(maxsize=1_024)
def unchanging(macro: Macro, *arguments: str | bool) -> str:
    """What a macro writes for these arguments, written once: for what comes back on every page."""
    return macro(*arguments)


def written_once(written: dict[str, str], name: str, caller: Macro) -> str:
    """What stands inside the call, written for the first page that shows it and kept for those that share `written`.

    Written again each time while templates are worked on.
    """
    if settings.DEBUG or name not in written:
        written[name] = caller()
    return written[name]


class Page(Template):
    """A template that writes with `escaped`: pages write hundreds of values."""

    @classmethod
    def from_code(cls, environment, code, globals, uptodate=None):
        template = super().from_code(environment, code, globals, uptodate)
        template.root_render_func.__globals__["escape"] = escaped
        return template


class Templates(Environment):
    """What pages show is mostly dictionaries: looked into first, they give their values three times faster."""

    template_class = Page

    def getattr(self, obj: Any, attribute: str) -> Any:
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


def environment(**options: Any) -> Environment:
    env = Templates(**{**options, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True})
    env.globals.update(
        url=url,
        written_once=written_once,
        static=cache(static),
        absolute=absolute,
        explainer=glossary.Explainer,
        site={
            "name": "Bibliothèque d’IA territoriale",
            "tagline": "Ce que les collectivités font de l’intelligence artificielle, raconté par elles",
            "licence": "Licence Ouverte 2.0",
            "licence_url": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
            "animateurs": "Les Interconnectés",
            "animateurs_url": "https://www.interconnectes.com/",
            **settings.SITE,
        },
    )
    env.filters.update(
        date_fr=filters.date_fr,
        month_fr=filters.month_fr,
        number_fr=filters.number_fr,
        typo=filters.typo,
        paragraphs=filters.paragraphs,
        initials=filters.initials,
        unchanging=unchanging,
    )
    return env
