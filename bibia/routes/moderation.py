"""Reading again, deciding, animating."""

from bibia.routes.kinds import Access, Kind, PrivateRoute

_FORM = ("GET", "POST")

ROUTES: dict[str, PrivateRoute] = {
    # Animators, and whoever publishes for an organisation: the views answer 404 to the other members.
    "moderation": PrivateRoute(
        (
            "/espace/moderation/",
            "/espace/moderation/?theme=ecologie&nature=nouvelle&age=7&tri=constats",
            "/espace/moderation/?organisation=introuvable&page=9&constat=%00%27%22%3Cb%3E",
        ),
        Access.MEMBER,
    ),
    "relire": PrivateRoute(("/espace/moderation/{proposition}/",), Access.MEMBER, _FORM),
    "corriger": PrivateRoute(("/espace/moderation/{proposition}/corriger/",), Access.MEMBER, _FORM),
    "reposer": PrivateRoute(("/espace/moderation/{perimee}/reposer/",), Access.MEMBER, _FORM),
    # The author of a proposal, and their organisation.
    "proposition": PrivateRoute(("/espace/propositions/{proposition}/",), Access.MEMBER, _FORM),
    "relire-apercu": PrivateRoute(
        ("/espace/moderation/{proposition}/apercu/",), Access.MEMBER, kind=Kind.REFERENCE
    ),
    # What is published.
    "moderation-fiches": PrivateRoute(
        ("/espace/moderation/fiches/", "/espace/moderation/fiches/?q=%00%27%22%3Cb%3E&etat=archivees&page=9"),
        Access.MEMBER,
    ),
    "gerer": PrivateRoute(("/espace/moderation/fiches/{fiche}/",), Access.MEMBER),
    "archiver": PrivateRoute(("/espace/moderation/fiches/{fiche}/archiver/",), Access.MEMBER, _FORM),
    "desarchiver": PrivateRoute(
        ("/espace/moderation/fiches/{fiche}/desarchiver/",), Access.MEMBER, ("POST",), Kind.ACTION
    ),
    "retirer": PrivateRoute(("/espace/moderation/fiches/{fiche}/retirer/",), Access.ANIMATOR, _FORM),
    "fusionner": PrivateRoute(
        ("/espace/moderation/fiches/{fiche}/reunir/", "/espace/moderation/fiches/{fiche}/reunir/?q=eau"),
        Access.ANIMATOR,
    ),
    "fusionner-avec": PrivateRoute(
        ("/espace/moderation/fiches/{fiche}/reunir/{autre_fiche}/",), Access.ANIMATOR, _FORM, Kind.REFERENCE
    ),
    # What the association follows.
    "moderation-recent": PrivateRoute(("/espace/moderation/recent/",), Access.ANIMATOR),
    "moderation-statistiques": PrivateRoute(
        ("/espace/moderation/statistiques/",), Access.ANIMATOR, kind=Kind.REFERENCE
    ),
    "moderation-statistiques-csv": PrivateRoute(
        ("/espace/moderation/statistiques/delais.csv",), Access.ANIMATOR, kind=Kind.DATA
    ),
    "moderation-journal": PrivateRoute(
        (
            "/espace/moderation/journal/",
            "/espace/moderation/journal/?fiche={fiche}&verbe=accept&compte=syst&du=2026-01-01&au=2099-12-31",
            "/espace/moderation/journal/?fiche=%00%27%22%3Cb%3E&verbe=%00&du=2026-99-99&au=hier&page=9",
        ),
        Access.ANIMATOR,
        kind=Kind.REFERENCE,
    ),
    "moderation-journal-csv": PrivateRoute(
        ("/espace/moderation/journal.csv",), Access.ANIMATOR, kind=Kind.DATA
    ),
}
