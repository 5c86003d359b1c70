"""A contributor signed in, in the library of the environment; run as a program, as values.py."""

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

    client = factories.sign_in(Client(), factories.account(Role.CONTRIBUTEUR, siren="200981041"))
    name = settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": client.cookies[name].value, "domain": "127.0.0.1", "path": "/espace/"}
    json.dump(cookie, sys.stdout)


if __name__ == "__main__":
    main()
