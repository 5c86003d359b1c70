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
    "mfa_authenticate": PrivateRoute(("/espace/connexion/verification/",), Access.OPEN, _BOTH),
    "mfa_login_webauthn": PrivateRoute(("/espace/connexion/cle/",), Access.OPEN, _BOTH, Kind.DATA),
    "account_reauthenticate": PrivateRoute(
        ("/espace/confirmer/", "/espace/confirmer/?next=/espace/compte/"), Access.SIGNED, _BOTH, unproved=True
    ),
    "mfa_index": PrivateRoute(
        ("/espace/second-facteur/", "/espace/second-facteur/?next=/espace/"), Access.SIGNED, unproved=True
    ),
    "mfa_add_webauthn": PrivateRoute(("/espace/second-facteur/cle/",), Access.SIGNED, _BOTH, unproved=True),
    "mfa_activate_totp": PrivateRoute(
        ("/espace/second-facteur/application/",), Access.SIGNED, _BOTH, unproved=True
    ),
    "mfa_view_recovery_codes": PrivateRoute(
        ("/espace/second-facteur/codes-de-secours/",), Access.SIGNED, _BOTH, unproved=True
    ),
    "mfa_remove": PrivateRoute(("/espace/second-facteur/0/retirer/",), Access.SIGNED, _BOTH, unproved=True),
    "compte": PrivateRoute(("/espace/compte/",), Access.SIGNED, unproved=True),
    "compte-adresse": PrivateRoute(("/espace/compte/adresse/",), Access.SIGNED, _BOTH, unproved=True),
    "compte-adresse-code": PrivateRoute(
        ("/espace/compte/adresse/code/",), Access.SIGNED, _BOTH, unproved=True
    ),
    "compte-sessions": PrivateRoute(
        ("/espace/compte/sessions/",), Access.SIGNED, _POST, Kind.ACTION, unproved=True
    ),
    "compte-donnees": PrivateRoute(
        ("/espace/compte/mes-donnees.json",), Access.SIGNED, kind=Kind.DATA, unproved=True
    ),
    "compte-fermer": PrivateRoute(("/espace/compte/supprimer/",), Access.SIGNED, _BOTH, unproved=True),
    "rattachement": PrivateRoute(
        ("/espace/rattachement/", "/espace/rattachement/?q=metz", "/espace/rattachement/?q=rien+de+tel"),
        Access.SIGNED,
        _BOTH,
    ),
    "rattachement-suivi": PrivateRoute(("/espace/rattachement/{siren}/",), Access.SIGNED, _BOTH),
    "organisation": PrivateRoute(("/espace/organisation/{siren}/",), Access.SIGNED),
    "organisation-personnes": PrivateRoute(
        ("/espace/organisation/{siren}/personnes/",), Access.SIGNED, _POST, Kind.ACTION
    ),
    "organisation-reglages": PrivateRoute(
        ("/espace/organisation/{siren}/reglages/",), Access.SIGNED, _POST, Kind.ACTION
    ),
    "membres": PrivateRoute(
        (
            "/espace/membres/",
            "/espace/membres/?etat=confirmes&q=a&role=dpo&page=2",
            "/espace/membres/?etat=x&page=x",
        ),
        Access.ANIMATOR,
    ),
    "equipe": PrivateRoute(("/espace/equipe/",), Access.ADMINISTRATOR, _BOTH),
    "account_logout": PrivateRoute(("/espace/deconnexion/",), Access.OPEN, _POST, Kind.ACTION),
    "espace": PrivateRoute(("/espace/",), Access.SIGNED),
}
