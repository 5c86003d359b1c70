"""Writing and following the records of one's organisation."""

from bibia.routes.kinds import Access, Kind, PrivateRoute

_BOTH = ("GET", "POST")
_POST = ("POST",)
_DRAFT = "/espace/brouillons/{brouillon}/"

ROUTES: dict[str, PrivateRoute] = {
    "proposer": PrivateRoute(("/espace/proposer/", "/espace/proposer/?comme={fiche}"), Access.OPEN, _BOTH),
    "brouillons": PrivateRoute(("/espace/brouillons/",), Access.OPEN),
    "brouillon": PrivateRoute((_DRAFT,), Access.OPEN),
    "brouillon-organisation": PrivateRoute(
        (f"{_DRAFT}organisation/", f"{_DRAFT}organisation/?nom=rennes"), Access.OPEN, _BOTH
    ),
    "brouillon-rubrique": PrivateRoute(
        (f"{_DRAFT}rubrique/essentiel/", f"{_DRAFT}rubrique/retours/?ligne=resultats"),
        Access.OPEN,
        _BOTH,
        Kind.REFERENCE,
    ),
    "brouillon-concilier": PrivateRoute((f"{_DRAFT}concilier/",), Access.OPEN, _BOTH),
    "brouillon-texte": PrivateRoute((f"{_DRAFT}texte/",), Access.OPEN, _BOTH),
    "brouillon-supprimer": PrivateRoute((f"{_DRAFT}supprimer/",), Access.OPEN, _BOTH),
    "brouillon-apercu": PrivateRoute((f"{_DRAFT}apercu/", f"{_DRAFT}apercu/?comme=membre"), Access.OPEN),
    "brouillon-envoyer": PrivateRoute((f"{_DRAFT}envoyer/",), Access.OPEN, _BOTH),
    "brouillon-reprendre": PrivateRoute((f"{_DRAFT}reprendre/",), Access.SIGNED, _POST, Kind.ACTION),
    "brouillon-visas": PrivateRoute((f"{_DRAFT}visas/",), Access.SIGNED, _BOTH),
    "visa-revoquer": PrivateRoute((f"{_DRAFT}visas/1/revoquer/",), Access.SIGNED, _POST, Kind.ACTION),
    "mes-fiches": PrivateRoute(("/espace/fiches/",), Access.MEMBER),
    "mes-fiches-json": PrivateRoute(("/espace/fiches/export.json",), Access.MEMBER, kind=Kind.DATA),
    "mes-fiches-csv": PrivateRoute(("/espace/fiches/export.csv",), Access.MEMBER, kind=Kind.DATA),
    "ma-fiche": PrivateRoute(("/espace/fiches/{fiche}/",), Access.MEMBER),
    "fiche-modifier": PrivateRoute(("/espace/fiches/{fiche}/modifier/",), Access.MEMBER, _BOTH),
    "fiche-verifier": PrivateRoute(("/espace/fiches/{fiche}/verifier/",), Access.MEMBER, _POST, Kind.ACTION),
    "fiche-champ": PrivateRoute(("/espace/fiches/{fiche}/champs/budget/",), Access.MEMBER, _BOTH),
    "visa": PrivateRoute(("/espace/visa/{visa}/",), Access.OPEN, _BOTH),
}
