"""The whole library as members may read it."""

from bibia.routes.kinds import Access, PrivateRoute

ROUTES: dict[str, PrivateRoute] = {
    "espace-cas-usage": PrivateRoute(
        (
            "/espace/cas-usage/",
            "/espace/cas-usage/?q=eau",
            "/espace/cas-usage/?q=introuvable+xyzzy&budget=plus-100k",
            "/espace/cas-usage/?budget=plus-100k&herbergement=tiers&tri=titre",
            "/espace/cas-usage/?tout=donnees_source",
            "/espace/cas-usage/?tri=organisation&page=2",
            "/espace/cas-usage/?projet_contact=a&tri=projet_contact&tout=projet_contact",
        ),
        Access.MEMBER,
    ),
    "espace-export": PrivateRoute(
        ("/espace/cas-usage/exporter/", "/espace/cas-usage/exporter/?q=introuvable+xyzzy"),
        Access.MEMBER,
        ("GET", "POST"),
    ),
    "espace-fiche": PrivateRoute(
        ("/espace/cas-usage/{fiche}-{slug}/", "/espace/cas-usage/{fiche}-autre-titre/"), Access.MEMBER
    ),
    "espace-fiche-historique": PrivateRoute(("/espace/cas-usage/{fiche}-{slug}/historique/",), Access.MEMBER),
}
