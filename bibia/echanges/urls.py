from django.urls import path, re_path

from bibia.echanges.models import Kind
from bibia.echanges.views import alerts, exchanges, needs, peers, rewording, writing
from bibia.territoires.ids import PATTERN

FICHE = rf"^espace/fiches/(?P<fiche_id>{PATTERN})"
_NEED = rf"^espace/besoins/(?P<need_id>{PATTERN})"
_OFFER = rf"{_NEED}/reponses/(?P<offer_id>[0-9]{{1,9}})"
_KIND = rf"(?P<kind>{'|'.join(Kind.values)})"

urlpatterns = [
    re_path(rf"{FICHE}/contact/$", writing.contact, name="contact"),
    re_path(rf"{FICHE}/question/$", writing.question, name="poser-question"),
    re_path(rf"{FICHE}/signaler/$", writing.report, name="signaler"),
    re_path(rf"{FICHE}/droit-de-reponse/$", writing.reply, name="droit-de-reponse"),
    re_path(rf"{FICHE}/{_KIND}/a-confirmer/$", writing.to_confirm, name="message-a-confirmer"),
    re_path(rf"{FICHE}/{_KIND}/recu/$", writing.received, name="message-recu"),
    re_path(rf"{FICHE}/pairs/$", peers.peers, name="pairs"),
    path("espace/messages/<str:token>/", writing.confirm, name="confirmer-message"),
    path("espace/echanges/", exchanges.index, name="echanges"),
    path("espace/echanges/historique/", exchanges.history, name="echanges-historique"),
    re_path(rf"^espace/echanges/(?P<exchange_id>{PATTERN})/$", exchanges.exchange, name="echange"),
    path("espace/besoins/", needs.index, name="besoins"),
    path("espace/besoins/nouveau/", needs.new, name="besoin-nouveau"),
    re_path(rf"{_NEED}/$", needs.need, name="besoin"),
    re_path(rf"{_NEED}/modifier/$", rewording.edit_need, name="besoin-modifier"),
    re_path(rf"{_NEED}/retirer/$", rewording.withdraw_need, name="besoin-retirer"),
    re_path(rf"{_OFFER}/modifier/$", rewording.edit_offer, name="besoin-reponse-modifier"),
    re_path(rf"{_OFFER}/retirer/$", rewording.withdraw_offer, name="besoin-reponse-retirer"),
    path("espace/alertes/", alerts.subscribe, name="alertes"),
    path("espace/alertes/a-confirmer/", alerts.to_confirm, name="alerte-a-confirmer"),
    path("espace/alertes/confirmer/<str:token>/", alerts.confirm, name="confirmer-alerte"),
    path("espace/alertes/arreter/<str:token>/", alerts.stop, name="arreter-alerte"),
]
