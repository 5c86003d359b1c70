"""Proposals that wait in the library of the environment, and an animator signed in; run as a program, as values.py."""

import json
import os
import sys

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bibia.settings")
    django.setup()
    from django.conf import settings
    from django.test import Client

    from bibia.accounts.roles import Role
    from tests import factories

    for title in ("La première proposition", "La deuxième proposition", "La troisième proposition"):
        factories.proposal(nom_projet=title, resume="Une phrase.")
    client = factories.sign_in(Client(), factories.account(Role.ANIMATEUR))
    fiches = [factories.fiche(nom_projet=f"Fiche {name}").pk for name in ("rouge", "verte")]
    cookie = {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
    }
    json.dump({"cookie": {**cookie, "domain": "127.0.0.1", "path": "/espace/"}, "fiches": fiches}, sys.stdout)


if __name__ == "__main__":
    main()
