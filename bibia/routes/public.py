"""Every public address: read without an account, from pub_ tables only, kept by address and generation.

`samples` are addresses to try, some with parameters; `{fiche}`, `{slug}`, `{collectivite}`,
`{collectivite_slug}`, `{withdrawn}`, `{etagere}` and the fiches `{other}` to `{fifth}` are filled by the tests from
their own data.
"""

from bibia.routes.kinds import Kind, Route

ROUTES: dict[str, Route] = {
    "home": Route(("/",)),
    "cas-usage": Route(
        (
            "/cas-usage/",
            "/cas-usage/?q=eau",
            "/cas-usage/?q=fuite+d%E2%80%99eau",
            "/cas-usage/?q=introuvable+xyzzy",
            "/cas-usage/?q=cantines",
            "/cas-usage/?q=compteur",
            "/cas-usage/?q=comteurs",
            "/cas-usage/?q=tourn",
            "/cas-usage/?q=%22relever+les+compteurs%22+%C2%AB+les+agents+%C2%BB",
            "/cas-usage/?q=%22%C2%AB%E2%80%9C%22%22+%C2%BB%22",
            "/cas-usage/?theme=mobilites",
            "/cas-usage/?theme=ecologie&theme=mobilites&maturite=experimentation",
            "/cas-usage/?algorithme=generative",
            "/cas-usage/?tri=recent&page=2",
            "/cas-usage/?tri=titre",
            "/cas-usage/?tri=demarrage",
            "/cas-usage/?tri=organisation",
            "/cas-usage/?tout=sous_theme",
            "/cas-usage/?budget=plus-100k",
            "/cas-usage/?herbergement=tiers&tri=budget",
        )
    ),
    "suggestions": Route(
        (
            "/cas-usage/suggestions/",
            "/cas-usage/suggestions/?q=co",
            "/cas-usage/suggestions/?q=gestion+de+l%E2%80%99e",
            "/cas-usage/suggestions/?q=%00%27%22%3Cb%3E",
        )
    ),
    "suggestions-json": Route(
        (
            "/cas-usage/suggestions.json",
            "/cas-usage/suggestions.json?q=re",
            "/cas-usage/suggestions.json?q=comp",
            "/cas-usage/suggestions.json?q=" + "a" * 2000,
        ),
        Kind.DATA,
    ),
    "fiche": Route(
        (
            "/cas-usage/{fiche}-{slug}/",
            "/cas-usage/{fiche}-autre-titre/",
            "/cas-usage/{fiche}/",
            "/cas-usage/{withdrawn}-retiree/",
        )
    ),
    "fiche-historique": Route(
        (
            "/cas-usage/{fiche}-{slug}/historique/",
            "/cas-usage/{fiche}-{slug}/historique/?page=2",
            "/cas-usage/{fiche}-{slug}/historique/?page=%00%27%22%3Cb%3E",
            "/cas-usage/{fiche}-autre-titre/historique/",
            "/cas-usage/{withdrawn}-retiree/historique/",
        ),
        Kind.REFERENCE,
    ),
    "fiche-version": Route(
        (
            "/cas-usage/{fiche}-{slug}/versions/1/",
            "/cas-usage/{fiche}-autre-titre/versions/1/",
            "/cas-usage/{withdrawn}-retiree/versions/1/",
        )
    ),
    "fiche-questions": Route(
        (
            "/cas-usage/{fiche}-{slug}/questions/",
            "/cas-usage/{fiche}-{slug}/questions/?page=2",
            "/cas-usage/{fiche}-{slug}/questions/?page=%00%27%22%3Cb%3E",
            "/cas-usage/{fiche}-autre-titre/questions/",
            "/cas-usage/{withdrawn}-retiree/questions/",
        )
    ),
    "fiche-atom": Route(("/cas-usage/{fiche}.atom", "/cas-usage/{withdrawn}.atom"), Kind.DATA),
    "fiche-bib": Route(("/cas-usage/{fiche}.bib", "/cas-usage/{withdrawn}.bib"), Kind.DATA),
    "fiche-json": Route(("/cas-usage/{fiche}.json", "/cas-usage/{withdrawn}.json"), Kind.DATA),
    "flux": Route(
        (
            "/cas-usage/flux.atom",
            "/cas-usage/flux.atom?q=eau&theme=ecologie",
            "/cas-usage/flux.atom?departement=31&page=3&tri=titre",
            "/cas-usage/flux.atom?q=introuvable+xyzzy",
            "/cas-usage/flux.atom?q=%00%27%22%3Cb%3E&theme=inconnu",
        ),
        Kind.DATA,
    ),
    "comparer": Route(
        (
            "/comparer/",
            "/comparer/?fiches={fiche}",
            "/comparer/?fiches={fiche},{other}",
            "/comparer/?fiches={fiche},{other},{third},{fourth}",
            "/comparer/?fiches={fourth}&fiches={third}&fiches={fiche}&fiches={other}&fiches={fifth}",
            "/comparer/?fiches={fiche},{other},{withdrawn},zzzzzzzz",
            "/comparer/?fiches=/cas-usage/{fiche}-{slug}/&deja={other}",
            "/comparer/?fiches=%00%27%22%3Cb%3E,,+&fiches=budget",
            "/comparer/?fiches=" + "a," * 2000,
        ),
        Kind.REFERENCE,
    ),
    "comparer-csv": Route(
        (
            "/comparer/export.csv",
            "/comparer/export.csv?fiches={fiche},{other},{withdrawn}",
            "/comparer/export.csv?fiches=%00%27%22%3Cb%3E",
        ),
        Kind.DATA,
    ),
    "comparer-json": Route(
        (
            "/comparer/export.json",
            "/comparer/export.json?fiches={fiche},{other},{withdrawn}",
            "/comparer/export.json?fiches=%00%27%22%3Cb%3E",
        ),
        Kind.DATA,
    ),
    "collectivites": Route(("/collectivites/",)),
    "collectivite": Route(
        ("/collectivites/{collectivite}-{collectivite_slug}/", "/collectivites/{collectivite}/")
    ),
    "collectivite-atom": Route(("/collectivites/{collectivite}.atom",), Kind.DATA),
    "pres-de-chez-moi": Route(
        (
            "/pres-de-chez-moi/",
            "/pres-de-chez-moi/?lieu=metz",
            "/pres-de-chez-moi/?lieu=haute-garonne",
            "/pres-de-chez-moi/?lieu=toulouse+metropole",
            "/pres-de-chez-moi/?lieu=saint-denis",
            "/pres-de-chez-moi/?lieu=51300",
            "/pres-de-chez-moi/?lieu=saint",
            "/pres-de-chez-moi/?lieu=Tuolouse",
            "/pres-de-chez-moi/?lieu=introuvable+xyzzy",
            "/pres-de-chez-moi/?lieu=99999",
            "/pres-de-chez-moi/?lieu=%00%27%22%3Cb%3E",
            "/pres-de-chez-moi/?lieu=" + "a" * 2000,
        )
    ),
    "commune": Route(
        (
            "/pres-de-chez-moi/57463-metz/",
            "/pres-de-chez-moi/57463-autre-nom/",
            "/pres-de-chez-moi/69383-lyon/",
            "/pres-de-chez-moi/75056-paris/",
            "/pres-de-chez-moi/93066-saint-denis/",
            "/pres-de-chez-moi/97411-saint-denis/",
            "/pres-de-chez-moi/29155-ouessant/",
            "/pres-de-chez-moi/2a004-ajaccio/",
            "/pres-de-chez-moi/31555-toulouse/",
            "/pres-de-chez-moi/97801-saint-martin/",
            "/pres-de-chez-moi/98735-papeete/",
        )
    ),
    "carte": Route(
        (
            "/carte/",
            "/carte/?theme=ecologie&theme=mobilites",
            "/carte/?q=eau&zoom=76",
            "/carte/?zoom=11",
            "/carte/?zoom=04",
            "/carte/?departement=31",
            "/carte/?departement=31&region=84",
            "/carte/?q=introuvable+xyzzy",
            "/carte/?tout=type&zoom=76",
            "/carte/?zoom=%00%27%22%3Cb%3E&zoom=999",
        ),
        Kind.REFERENCE,
    ),
    "etageres": Route(("/etageres/", "/etageres/?page=2&tri=%00%27%22%3Cb%3E")),
    "etagere": Route(("/etageres/{etagere}/", "/etageres/{etagere}/?fiches=%00%27%22%3Cb%3E")),
    "observatoire": Route(("/observatoire/", "/observatoire/?budget=plus-100k&seuil=0"), Kind.REFERENCE),
    "couverture": Route(("/observatoire/couverture/",), Kind.REFERENCE),
    "couverture-csv": Route(("/observatoire/couverture.csv",), Kind.DATA),
    "chiffre": Route(
        (
            "/observatoire/themes/",
            "/observatoire/maturite/",
            "/observatoire/natures/",
            "/observatoire/annees/",
            "/observatoire/techniques/",
            "/observatoire/budgets/",
            "/observatoire/budgets/?seuil=0&base=1&%00=%27%22%3Cb%3E",
            "/observatoire/organisations/",
            "/observatoire/types/",
            "/observatoire/communes-taille/",
            "/observatoire/intercommunalites-taille/",
            "/observatoire/resultats/",
            "/observatoire/evaluations/",
            "/observatoire/abandons/",
            "/observatoire/fraicheur/",
            "/observatoire/completude/",
        )
    ),
    "chiffre-fiches-csv": Route(("/observatoire/abandons/fiches.csv",), Kind.DATA),
    "chiffre-csv": Route(
        (
            "/observatoire/themes.csv",
            "/observatoire/techniques.csv",
            "/observatoire/budgets.csv",
            "/observatoire/abandons.csv",
            "/observatoire/budgets.csv?seuil=0&sep=,",
        ),
        Kind.DATA,
    ),
    "modele": Route(("/modele-de-donnees/",), Kind.REFERENCE),
    "glossaire": Route(("/glossaire/",), Kind.REFERENCE),
    "demarche": Route(("/demarche/",)),
    "objectifs": Route(("/objectifs/",)),
    "a-propos": Route(("/a-propos/",)),
    "contribuer": Route(("/contribuer/",)),
    "mentions-legales": Route(("/mentions-legales/",)),
    "donnees-personnelles": Route(("/donnees-personnelles/",)),
    "conditions": Route(("/conditions-de-contribution/",)),
    "accessibilite": Route(("/accessibilite/",)),
    "ecoconception": Route(("/ecoconception/",)),
    "composants": Route(("/composants/",), Kind.REFERENCE),
    "plan": Route(("/plan-du-site/",)),
    "sitemap": Route(("/sitemap.xml",), Kind.DATA),
    "robots": Route(("/robots.txt",), Kind.DATA),
    "security": Route(("/.well-known/security.txt",), Kind.DATA),
}
