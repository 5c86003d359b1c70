"""Bringing tables in."""

from bibia.routes.kinds import Access, Kind, PrivateRoute

_BOTH = ("GET", "POST")
_POST = ("POST",)
_ONE = "/espace/importer/{import}/"

ROUTES: dict[str, PrivateRoute] = {
    # Who writes for no organisation is told so on the first page; the others do not exist for them.
    "importer": PrivateRoute(("/espace/importer/", "/espace/importer/?page=9"), Access.MEMBER, _BOTH),
    "import-modele": PrivateRoute(
        ("/espace/importer/modeles/essentiel.xlsx", "/espace/importer/modeles/complet.csv"),
        Access.MEMBER,
        kind=Kind.DATA,
    ),
    "import-grist": PrivateRoute(("/espace/importer/grist/",), Access.ANIMATOR, _BOTH),
    # A dry run quotes a table: as long as a page of reference.
    "import": PrivateRoute(
        (_ONE, f"{_ONE}?vue=toutes&page=2", f"{_ONE}?vue=refused&constat=siret-invalide&page=%00"),
        Access.MEMBER,
        kind=Kind.REFERENCE,
    ),
    "import-colonnes": PrivateRoute((f"{_ONE}colonnes/",), Access.MEMBER, _BOTH, Kind.REFERENCE),
    "import-lignes": PrivateRoute((f"{_ONE}lignes/",), Access.MEMBER, _POST, Kind.ACTION),
    "import-cellule": PrivateRoute((f"{_ONE}lignes/2/theme/",), Access.MEMBER),
    "import-faire": PrivateRoute((f"{_ONE}importer/",), Access.MEMBER, _POST, Kind.ACTION),
    "import-annuler": PrivateRoute((f"{_ONE}annuler/",), Access.MEMBER, _BOTH),
    "import-supprimer": PrivateRoute((f"{_ONE}supprimer/",), Access.MEMBER, _BOTH),
    "import-fichier": PrivateRoute((f"{_ONE}fichier/",), Access.MEMBER, kind=Kind.DATA),
    "import-remarques": PrivateRoute(
        (f"{_ONE}remarques.xlsx", f"{_ONE}remarques.csv"), Access.MEMBER, kind=Kind.DATA
    ),
}
