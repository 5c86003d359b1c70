"""Somebody who writes for an organisation of the library of the environment, signed in: prints the cookies.

Run as a program, as values.py.
"""

import json
import os
import sys

import django

RENNES = "213502388"  # a public fact of the table of territories


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bibia.settings")
    django.setup()
    from django.conf import settings
    from django.test import Client

    from tests import factories

    client = factories.sign_in(Client(), factories.account("contributeur", siren=RENNES))
    name = settings.SESSION_COOKIE_NAME
    cookie = {
        "name": name,
        "value": client.cookies[name].value,
        "domain": "127.0.0.1",
        "path": settings.SESSION_COOKIE_PATH,
    }
    json.dump([cookie], sys.stdout)


if __name__ == "__main__":
    main()
