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
    "ecrire-auteur": PrivateRoute(("/espace/moderation/{proposition}/ecrire/",), Access.MEMBER, _FORM),
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
    # What the animators make.
    "moderation-etageres": PrivateRoute(("/espace/moderation/etageres/",), Access.ANIMATOR),
    "etagere-nouvelle": PrivateRoute(("/espace/moderation/etageres/nouvelle/",), Access.ANIMATOR, _FORM),
    "moderation-etagere": PrivateRoute(("/espace/moderation/etageres/s/{etagere}/",), Access.ANIMATOR, _FORM),
    "etagere-supprimer": PrivateRoute(
        ("/espace/moderation/etageres/s/{etagere}/supprimer/",), Access.ANIMATOR, _FORM
    ),
    "moderation-modeles": PrivateRoute(("/espace/moderation/modeles/",), Access.ANIMATOR),
    "modele-nouveau": PrivateRoute(
        ("/espace/moderation/modeles/nouveau/",), Access.ANIMATOR, _FORM, Kind.REFERENCE
    ),
    "modele-fournisseur": PrivateRoute(
        ("/espace/moderation/modeles/{modele}/",), Access.ANIMATOR, _FORM, Kind.REFERENCE
    ),
    "modele-supprimer": PrivateRoute(
        ("/espace/moderation/modeles/{modele}/supprimer/",), Access.ANIMATOR, _FORM
    ),
    "proposer-un-terme": PrivateRoute(
        (
            "/espace/vocabulaires/proposer/",
            "/espace/vocabulaires/proposer/?champ=sous_theme",
            "/espace/vocabulaires/proposer/?champ=%00%27%22%3Cb%3E",
        ),
        Access.MEMBER,
        _FORM,
    ),
    "moderation-termes": PrivateRoute(("/espace/moderation/vocabulaires/",), Access.ANIMATOR),
    "decider-terme": PrivateRoute(("/espace/moderation/vocabulaires/{terme}/",), Access.ANIMATOR, _FORM),
    "termes-acceptes": PrivateRoute(
        ("/espace/moderation/vocabulaires.toml",), Access.ANIMATOR, kind=Kind.DATA
    ),
    "moderation-envois": PrivateRoute(("/espace/moderation/courriels/",), Access.ANIMATOR),
    "envoi-nouveau": PrivateRoute(("/espace/moderation/courriels/nouveau/",), Access.ANIMATOR, _FORM),
    "envois-arreter": PrivateRoute(("/espace/courriels/arreter/{arret}/",), Access.OPEN, _FORM),
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
