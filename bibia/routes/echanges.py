"""Readers and peers: questions, contact, interest, needs, alerts."""

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
    "pairs": PrivateRoute(("/espace/fiches/{fiche}/pairs/",), Access.MEMBER, _FORM),
    "echanges": PrivateRoute(("/espace/echanges/",), Access.MEMBER),
    "echanges-historique": PrivateRoute(
        ("/espace/echanges/historique/", "/espace/echanges/historique/?page=2"), Access.MEMBER
    ),
    "echange": PrivateRoute(("/espace/echanges/{echange}/",), Access.MEMBER, _FORM),
    "besoins": PrivateRoute(
        ("/espace/besoins/", "/espace/besoins/?theme=ecologie&tous=1&nous=1&page=2"), Access.MEMBER
    ),
    "besoin-nouveau": PrivateRoute(("/espace/besoins/nouveau/",), Access.MEMBER, _FORM),
    "besoin": PrivateRoute(("/espace/besoins/{besoin}/",), Access.MEMBER, _FORM),
    "besoin-modifier": PrivateRoute(("/espace/besoins/{besoin}/modifier/",), Access.MEMBER, _FORM),
    "besoin-retirer": PrivateRoute(("/espace/besoins/{besoin}/retirer/",), Access.MEMBER, _FORM),
    "besoin-reponse-modifier": PrivateRoute(
        ("/espace/besoins/{besoin}/reponses/{offre}/modifier/",), Access.MEMBER, _FORM
    ),
    "besoin-reponse-retirer": PrivateRoute(
        ("/espace/besoins/{besoin}/reponses/{offre}/retirer/",), Access.MEMBER, _FORM
    ),
    "alertes": PrivateRoute(
        (
            "/espace/alertes/",
            "/espace/alertes/?q=eau&theme=ecologie",
            "/espace/alertes/?fiche={fiche}",
            "/espace/alertes/?collectivite={siren}",
        ),
        Access.OPEN,
        _FORM,
    ),
    "alerte-a-confirmer": PrivateRoute(("/espace/alertes/a-confirmer/",), Access.OPEN),
    "confirmer-alerte": PrivateRoute(("/espace/alertes/confirmer/{alerte_demandee}/",), Access.OPEN, _FORM),
    "arreter-alerte": PrivateRoute(
        ("/espace/alertes/arreter/{alerte}/", "/espace/alertes/arreter/{alertes}/"), Access.OPEN, _FORM
    ),
}
