"""Pages that depend on nothing but their address."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from bibia.pages import gallery, gallery_form, gallery_map, glossary_page, model_page, release
from bibia.web import retention

SITE_MAP = (
    (
        "Lire",
        (
            ("home", "Accueil"),
            ("cas-usage", "Cas d’usage"),
            ("comparer", "Comparer des fiches"),
            ("carte", "Carte"),
            ("collectivites", "Collectivités"),
            ("etageres", "Étagères"),
            ("observatoire", "Observatoire"),
            ("couverture", "Couverture : qui a déclaré"),
            ("pres-de-chez-moi", "Près de chez moi"),
        ),
    ),
    (
        "Comprendre",
        (
            ("demarche", "La démarche"),
            ("objectifs", "Cinq objectifs"),
            ("glossaire", "Glossaire"),
            ("a-propos", "À propos"),
        ),
    ),
    (
        "Participer et réutiliser",
        (
            ("contribuer", "Contribuer"),
            ("modele", "Modèle de données"),
            ("flux", "Flux Atom des fiches récentes"),
            ("composants", "Composants de l’interface"),
        ),
    ),
    (
        "Règles du site",
        (
            ("mentions-legales", "Mentions légales"),
            ("donnees-personnelles", "Données personnelles"),
            ("conditions", "Conditions de contribution"),
            ("accessibilite", "Accessibilité : non conforme"),
            ("ecoconception", "Écoconception"),
        ),
    ),
)


def model(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/modele.html", model_page.context())


def glossary(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/glossaire.html", {"letters": glossary_page.letters()})


def approach(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/demarche.html")


def aims(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/objectifs.html")


def about(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/a-propos.html")


def contribute(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/contribuer.html")


def site_map(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/plan.html", {"sections": SITE_MAP})


def legal_notice(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/mentions-legales.html")


def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/donnees-personnelles.html", {"rules": retention.rules()})


def conditions(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/conditions.html")


def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/accessibilite.html", {"released": release.RELEASED})


def ecodesign(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/ecoconception.html")


def components(request: HttpRequest) -> HttpResponse:
    return render(
        request, "pages/composants.html", gallery.SAMPLES | gallery_map.SAMPLES | gallery_form.samples()
    )


def robots(request: HttpRequest) -> HttpResponse:
    # Filtered lists are the same fiches in other orders: crawling them would only cost energy.
    lines = ["User-agent: *", "Disallow: /*?", f"Sitemap: {settings.BASE_URL}{reverse('sitemap')}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116, without an address of ours: the operator's, or the page that names the operator."""
    contact = settings.SITE["contact_url"] or settings.BASE_URL + reverse("mentions-legales")
    lines = [
        f"Contact: {contact}",
        f"Expires: {release.SECURITY_TXT_EXPIRES:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: fr, en",
        f"Canonical: {settings.BASE_URL}{reverse('security')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
