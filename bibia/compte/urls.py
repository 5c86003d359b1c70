from django.urls import path, re_path

from bibia.compte.views import account, association, desk, factors, membership, organisation, second, signin

_SIREN = "(?P<siren>[0-9]{9})"

urlpatterns = [
    path("espace/", desk.home, name="espace"),
    path("espace/connexion/", signin.address, name="account_login"),
    path("espace/connexion/code/", signin.code, name="account_confirm_login_code"),
    path("espace/connexion/renvoyer/", signin.again, name="account_request_login_code"),
    path("espace/connexion/verification/", second.authenticate, name="mfa_authenticate"),
    path("espace/connexion/cle/", second.with_key, name="mfa_login_webauthn"),
    path("espace/confirmer/", second.again, name="account_reauthenticate"),
    path("espace/second-facteur/", factors.index, name="mfa_index"),
    path("espace/second-facteur/cle/", factors.add_key, name="mfa_add_webauthn"),
    path("espace/second-facteur/application/", factors.add_application, name="mfa_activate_totp"),
    path("espace/second-facteur/codes-de-secours/", factors.recovery, name="mfa_view_recovery_codes"),
    path("espace/second-facteur/<int:pk>/retirer/", factors.remove, name="mfa_remove"),
    path("espace/compte/", account.index, name="compte"),
    path("espace/compte/adresse/", account.address, name="compte-adresse"),
    path("espace/compte/adresse/code/", account.address_code, name="compte-adresse-code"),
    path("espace/compte/sessions/", account.end_sessions, name="compte-sessions"),
    path("espace/compte/mes-donnees.json", account.export, name="compte-donnees"),
    path("espace/compte/supprimer/", account.close, name="compte-fermer"),
    path("espace/rattachement/", membership.ask, name="rattachement"),
    re_path(rf"^espace/rattachement/{_SIREN}/$", membership.follow, name="rattachement-suivi"),
    re_path(rf"^espace/organisation/{_SIREN}/$", organisation.index, name="organisation"),
    re_path(
        rf"^espace/organisation/{_SIREN}/personnes/$", organisation.people, name="organisation-personnes"
    ),
    re_path(
        rf"^espace/organisation/{_SIREN}/reglages/$", organisation.settings, name="organisation-reglages"
    ),
    path("espace/membres/", association.members, name="membres"),
    path("espace/equipe/", association.team, name="equipe"),
    path("espace/deconnexion/", signin.leave, name="account_logout"),
]
