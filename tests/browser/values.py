"""Withdraw one fiche of the library of the environment, always the same, then print what fills the sample addresses.

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
    from bibia.fiches.models import Fiche, Shelf, Withdrawn
    from bibia.territoires.models import Collectivite

    # Asked again of the same library, it takes nothing more from the tests that read it.
    if not Withdrawn.objects.exists():
        with trusted():
            system = Account.objects.system()
        withdraw(Fiche.objects.earliest("nom_projet").pk, by=system, reason="Retirée pour l’essai des pages.")
    withdrawn = Withdrawn.objects.get().pk
    weights = {
        fiche.pk: sum(len(str(value)) for value in vars(fiche).values()) for fiche in Fiche.objects.all()
    }
    # The longest fiches and the busiest organisation are the heaviest pages.
    heaviest = sorted(weights, key=weights.__getitem__, reverse=True)
    fiche = Fiche.objects.get(pk=heaviest[0])
    collectivite = max(Collectivite.objects.all(), key=lambda collectivite: collectivite.fiches.count())
    values = {
        "withdrawn": withdrawn,
        **dict(zip(("other", "third", "fourth", "fifth"), heaviest[1:], strict=False)),
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
