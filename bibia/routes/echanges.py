"""Readers and peers: questions, contact, interest, alerts."""

from bibia.routes.kinds import Access, PrivateRoute

_FORM = ("GET", "POST")

ROUTES: dict[str, PrivateRoute] = {
    "contact": PrivateRoute(("/espace/fiches/{fiche}/contact/",), Access.OPEN, _FORM),
    "poser-question": PrivateRoute(("/espace/fiches/{fiche}/question/",), Access.OPEN, _FORM),
    "signaler": PrivateRoute(("/espace/fiches/{fiche}/signaler/",), Access.OPEN, _FORM),
    "droit-de-reponse": PrivateRoute(("/espace/fiches/{fiche}/droit-de-reponse/",), Access.OPEN, _FORM),
    "message-a-confirmer": PrivateRoute(("/espace/fiches/{fiche}/contact/a-confirmer/",), Access.OPEN),
    "message-recu": PrivateRoute(
        (
            "/espace/fiches/{fiche}/contact/recu/",
            "/espace/fiches/{fiche}/question/recu/",
            "/espace/fiches/{fiche}/erreur/recu/",
            "/espace/fiches/{fiche}/reponse/recu/",
        ),
        Access.OPEN,
    ),
    "confirmer-message": PrivateRoute(("/espace/messages/{message}/",), Access.OPEN, _FORM),
}
