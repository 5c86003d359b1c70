from django.urls import include, path

urlpatterns = [
    path("", include("bibia.catalogue.urls")),
    path("", include("bibia.catalogue.membres.urls")),
    path("", include("bibia.contribution.urls")),
    path("", include("bibia.echanges.urls")),
    path("", include("bibia.imports.urls")),
    path("", include("bibia.moderation.urls")),
    path("", include("bibia.observatoire.urls")),
    path("", include("bibia.pages.urls")),
    path("", include("bibia.compte.urls")),
    path("", include("bibia.compte.proconnect.urls")),
]

handler400 = "bibia.pages.errors.unreadable"
handler404 = "bibia.pages.errors.not_found"
handler500 = "bibia.pages.errors.broken"
