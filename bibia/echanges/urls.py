from django.urls import path, re_path

from bibia.echanges.models import Kind
from bibia.echanges.views import writing
from bibia.territoires.ids import PATTERN

FICHE = rf"^espace/fiches/(?P<fiche_id>{PATTERN})"
_KIND = rf"(?P<kind>{'|'.join(Kind.values)})"

urlpatterns = [
    re_path(rf"{FICHE}/contact/$", writing.contact, name="contact"),
    re_path(rf"{FICHE}/question/$", writing.question, name="poser-question"),
    re_path(rf"{FICHE}/signaler/$", writing.report, name="signaler"),
    re_path(rf"{FICHE}/droit-de-reponse/$", writing.reply, name="droit-de-reponse"),
    re_path(rf"{FICHE}/{_KIND}/a-confirmer/$", writing.to_confirm, name="message-a-confirmer"),
    re_path(rf"{FICHE}/{_KIND}/recu/$", writing.received, name="message-recu"),
    path("espace/messages/<str:token>/", writing.confirm, name="confirmer-message"),
]
