"""People of the library of the environment, signed in; then the private pages that each of them may open.

Run as a program, as values.py: prints, for each role, its cookies, and the addresses of
pages that no role before it was shown.
"""

import json
import os
import re
import sys
from typing import Any

import django
from django.test import Client

from bibia.routes import PRIVATE, PRIVATE_PREFIX, Access, Kind

ROLES = ("visitor", "public", "membre", "contributeur", "responsable", "dpo", "animateur", "administrateur")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bibia.settings")
    django.setup()
    from tests.confidentiality.private import private_samples

    _reserve()
    samples = [
        (PRIVATE[name].access, address)
        for name, address in private_samples()
        if "GET" in PRIVATE[name].methods and PRIVATE[name].kind in (Kind.PAGE, Kind.REFERENCE)
    ]
    entering = {
        Access.OPEN: ROLES,
        Access.SIGNED: ROLES[1:],
        Access.MEMBER: ROLES[2:],
        Access.ANIMATOR: ROLES[6:],
        Access.ADMINISTRATOR: ROLES[7:],
    }
    found, known = {}, set[tuple[str, ...]]()
    for role in ROLES:
        client = _client(role)
        pages = []
        for access, address in samples:
            if role in entering[access]:
                shape = _shape(client.get(address, follow=True).content.decode())
                if shape not in known:
                    pages.append(address)
                known.add(shape)
        found[role] = {"cookies": _cookies(client), "pages": pages}
    json.dump(found, sys.stdout)


_TAG = re.compile(r"<([a-z][a-z0-9]*)([^>]*)")
# The menu of the space is in every page: who has one more entry is not shown another page.
_MENU = re.compile(r'<nav class="space.*?</nav>', re.DOTALL)
_NAMES = re.compile(r"\b(?:class|type|role|aria-[a-z]+|rel)(?:=\"[^\"]*\")?")


def _shape(page: str) -> tuple[str, ...]:
    """The elements of a page without its words: most pages are the same for several roles, and looked at once."""
    return tuple(f"{tag} {' '.join(_NAMES.findall(rest))}" for tag, rest in _TAG.findall(_MENU.sub("", page)))


def _client(role: str) -> Client:
    """A browser where somebody of this role signed in."""
    from tests import factories

    client = Client(headers={"Host": "127.0.0.1"})
    if role == "visitor":
        return client
    # The organisation of the fiche that the samples name: its people see the most.
    return factories.sign_in(
        client, factories.account(role, siren=_siren(), email=f"{role}@collectivite.example")
    )


def _cookies(client: Client) -> list[dict[str, Any]]:
    """For the server of the tests."""
    return [
        {"name": name, "value": morsel.value, "domain": "127.0.0.1", "path": PRIVATE_PREFIX}
        for name, morsel in client.cookies.items()
    ]


def _reserve() -> None:
    """Values that only some may read, on the fiche that the samples name: the demonstration has none."""
    from tests import factories
    from tests.confidentiality.private import _published

    resource = {"titre": "Clauses", "type": "clauses", "url": "https://exemple.test/", "acces": "restreint"}
    factories.update(_published(), budget="moins-50k", parametres="Un premier score.")
    factories.update(
        _published(),
        budget="plus-100k",
        parametres="Un score de vétusté.\nUn autre.",
        projet_contact="service@collectivite.example",
        url_ressources=[resource],
        ria_classe=["haut-risque-3"],
    )


def _siren() -> str:
    from tests import factories
    from tests.confidentiality.private import _published

    return _published().collectivite.siren or factories.siren(1)


if __name__ == "__main__":
    main()
