from django.urls import path

from bibia.contribution.views import draft, light, links, records, sending, text

_DRAFT = "espace/brouillons/<str:draft_id>/"

urlpatterns = [
    path("espace/proposer/", light.light, name="proposer"),
    path("espace/brouillons/", draft.mine, name="brouillons"),
    path(_DRAFT, draft.overview, name="brouillon"),
    path(f"{_DRAFT}organisation/", light.organisation, name="brouillon-organisation"),
    path(f"{_DRAFT}rubrique/<str:code>/", draft.step, name="brouillon-rubrique"),
    path(f"{_DRAFT}concilier/", draft.reconcile, name="brouillon-concilier"),
    path(f"{_DRAFT}texte/", text.deposit, name="brouillon-texte"),
    path(f"{_DRAFT}supprimer/", draft.delete, name="brouillon-supprimer"),
    path(f"{_DRAFT}apercu/", sending.preview, name="brouillon-apercu"),
    path(f"{_DRAFT}envoyer/", sending.send, name="brouillon-envoyer"),
    path(f"{_DRAFT}reprendre/", sending.take_back, name="brouillon-reprendre"),
    path(f"{_DRAFT}visas/", links.visas, name="brouillon-visas"),
    path(f"{_DRAFT}visas/<int:visa_id>/revoquer/", links.revoke, name="visa-revoquer"),
    path("espace/visa/<str:token>/", links.visa, name="visa"),
    path("espace/fiches/", records.mine, name="mes-fiches"),
    path("espace/fiches/export.json", records.as_json, name="mes-fiches-json"),
    path("espace/fiches/export.csv", records.as_csv, name="mes-fiches-csv"),
    path("espace/fiches/<str:fiche_id>/", records.one, name="ma-fiche"),
    path("espace/fiches/<str:fiche_id>/modifier/", records.edit, name="fiche-modifier"),
    path("espace/fiches/<str:fiche_id>/verifier/", records.confirm, name="fiche-verifier"),
    path("espace/fiches/<str:fiche_id>/champs/<str:name>/", records.field, name="fiche-champ"),
]
