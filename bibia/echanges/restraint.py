"""How much one may write: from one place, about one fiche, to one address, and in all."""

from datetime import timedelta

from django.http import HttpRequest

from bibia.web.limits import allow, origin

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TOO_OFTEN = "Trop de messages viennent d’être envoyés. Gardez le vôtre et réessayez dans une heure."


def admits(request: HttpRequest, *, fiche_id: str, address: str) -> bool:
    """In this order: what one origin sends too often counts against nobody else."""
    return (
        allow("ecrire", origin(request), most=8, per=HOUR)
        and allow("ecrire-adresse", address.lower(), most=5, per=DAY)
        and allow("ecrire-fiche", fiche_id, most=40, per=DAY)
        and allow("ecrire-tout", "", most=600, per=DAY)
    )
