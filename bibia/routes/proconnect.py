"""To ProConnect and back."""

from bibia.routes.kinds import Access, Kind, PrivateRoute

ROUTES: dict[str, PrivateRoute] = {
    "oidc_authentication_init": PrivateRoute(("/espace/proconnect/",), Access.OPEN, kind=Kind.ACTION),
    "oidc_authentication_callback": PrivateRoute(
        (
            "/espace/proconnect/retour/",
            "/espace/proconnect/retour/?error=access_denied",
            "/espace/proconnect/retour/?code=a&state=b",
        ),
        Access.OPEN,
        kind=Kind.ACTION,
    ),
}
