from django.urls import path

from bibia.compte.proconnect import views

urlpatterns = [
    path("espace/proconnect/", views.start, name="oidc_authentication_init"),
    path("espace/proconnect/retour/", views.callback, name="oidc_authentication_callback"),
]
