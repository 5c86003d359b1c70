"""Signing in, one's account, one's organisation."""

from bibia.routes.kinds import Access, Kind, PrivateRoute

_BOTH = ("GET", "POST")
_POST = ("POST",)

ROUTES: dict[str, PrivateRoute] = {
    "account_login": PrivateRoute(
        (
            "/espace/connexion/",
            "/espace/connexion/?next=/espace/compte/",
            "/espace/connexion/?next=//ailleurs.test/",
        ),
        Access.OPEN,
        _BOTH,
    ),
    "account_confirm_login_code": PrivateRoute(("/espace/connexion/code/",), Access.OPEN, _BOTH),
    "account_request_login_code": PrivateRoute(
        ("/espace/connexion/renvoyer/",), Access.OPEN, _POST, Kind.ACTION
    ),
    "account_logout": PrivateRoute(("/espace/deconnexion/",), Access.OPEN, _POST, Kind.ACTION),
    "espace": PrivateRoute(("/espace/",), Access.SIGNED),
}
