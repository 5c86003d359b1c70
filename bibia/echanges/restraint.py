"""How much one may write: from one place, to one address, about one fiche, and in all.

What strangers use up is never what is left to somebody else (docs/decisions/0014-limites-sans-victime.md).
"""

from datetime import timedelta

from bibia.accounts import browsers
from bibia.accounts.requests import PrivateRequest
from bibia.web.limits import allow, origin, shared, watched

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TOO_OFTEN = (
    "Trop de messages viennent d’être envoyés. Gardez le vôtre et réessayez plus tard, "
    "ou connectez-vous : ce que vous envoyez est alors compté à part."
)
TOO_MANY_ALERTS = "Trop d’alertes viennent d’être demandées d’ici ou pour cette adresse. Réessayez demain."


def admits(request: PrivateRequest, *, fiche_id: str, address: str) -> bool:
    """In this order: what one origin sends too often counts against nobody else."""
    place, me = origin(request), _known(request, address)
    kind = "connu" if me else "inconnu"
    return (
        allow("ecrire", me or place, most=8, per=HOUR)
        and allow("ecrire-lieu", place, most=100, per=DAY)
        and (_is_own(request, address) or _spares("ecrire-adresse", address, place))
        and shared(f"ecrire-fiche {kind}", fiche_id, place, most=40, apart=3, per=DAY)
        and allow(f"ecrire-fiche-plafond {kind}", fiche_id, most=400, per=DAY)
        and watched(f"ecrire-tout {kind}", "messages à propos de fiches", usual=600, most=6000, per=DAY)
    )


def admits_alert(request: PrivateRequest, *, address: str) -> bool:
    """Asking to be told writes one mail, to whoever has the address."""
    place = origin(request)
    if _is_own(request, address):
        mine = allow("alerte-connu", _known(request, address), most=30, per=DAY)
    else:
        mine = allow("alerte", place, most=20, per=HOUR) and _spares("alerte-adresse", address, place)
    return mine and watched("alerte-tout", "alertes demandées", usual=1000, most=10_000, per=DAY)


def _spares(what: str, address: str, place: str) -> bool:
    """A mailbox is not buried, and whoever owns it may still write from another place."""
    address = address.lower()
    return (
        allow(f"{what}-lieu", f"{address}\n{place}", most=5, per=DAY)
        and shared(what, address, place, most=10, apart=2, per=DAY)
        and allow(f"{what}-plafond", address, most=100, per=DAY)
    )


def _is_own(request: PrivateRequest, address: str) -> bool:
    """Proved by whoever is signed in, or from this browser before."""
    signed_in = request.user.is_authenticated and address.lower() == request.user.email
    return signed_in or bool(browsers.known(request, address.lower()))


def _known(request: PrivateRequest, address: str) -> str:
    """What names the account or the browser that is known to us; "" for a passer-by."""
    if request.user.is_authenticated:
        return f"compte {request.user.pk}"
    browser = browsers.known(request, address.lower())
    return f"navigateur {browser}" if browser else ""
