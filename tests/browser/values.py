"""Withdraw one fiche of the library of the environment, then print what fills the declared sample addresses.

Run as a program: the browser tests serve a library that is not the database of pytest.
"""

import json
import os
import sys

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bibia.settings")
    django.setup()
    from bibia.accounts.models import Account
    from bibia.fiches.actions import withdraw
    from bibia.fiches.guard import trusted
    from bibia.fiches.models import Fiche, Shelf
    from bibia.territoires.models import Collectivite

    withdrawn = Fiche.objects.order_by("pk").values_list("pk", flat=True)[0]
    with trusted():
        system = Account.objects.system()
    withdraw(withdrawn, by=system, reason="Retirée pour l’essai des pages.")
    # The longest fiche and the busiest organisation are the heaviest pages.
    fiche = max(Fiche.objects.all(), key=lambda fiche: sum(len(str(value)) for value in vars(fiche).values()))
    collectivite = max(Collectivite.objects.all(), key=lambda collectivite: collectivite.fiches.count())
    values = {
        "withdrawn": withdrawn,
        "fiche": fiche.pk,
        "slug": fiche.slug,
        "collectivite": collectivite.key,
        "collectivite_slug": collectivite.slug,
        # Shelves name the fiches that they hold: the longest is the heaviest page.
        "etagere": max(Shelf.objects.all(), key=lambda shelf: len(shelf.fiches)).pk,
    }
    json.dump(values, sys.stdout)


if __name__ == "__main__":
    main()
