from django.urls import include, path

urlpatterns = [
    path("", include("bibia.catalogue.urls")),
    path("", include("bibia.pages.urls")),
]
