"""Reading again, deciding, animating."""

from bibia.routes.kinds import Access, PrivateRoute

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
}
