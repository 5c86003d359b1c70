from django.urls import path

from bibia.compte.views import desk, signin

urlpatterns = [
    path("espace/", desk.home, name="espace"),
    path("espace/connexion/", signin.address, name="account_login"),
    path("espace/connexion/code/", signin.code, name="account_confirm_login_code"),
    path("espace/connexion/renvoyer/", signin.again, name="account_request_login_code"),
    path("espace/deconnexion/", signin.leave, name="account_logout"),
]
