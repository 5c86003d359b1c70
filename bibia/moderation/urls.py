from django.urls import path

from bibia.moderation.views import (
    author,
    correction,
    journal,
    mailings,
    merge,
    proposal,
    queue,
    rebase,
    records,
    shelves,
    statistics,
    suppliers,
    terms,
    writing,
)

_ROOT = "espace/moderation/"
_ONE = f"{_ROOT}<int:pk>/"
_FICHE = f"{_ROOT}fiches/<str:fiche_id>/"

urlpatterns = [
    path(_ROOT, queue.index, name="moderation"),
    path(_ONE, proposal.show, name="relire"),
    path(f"{_ONE}apercu/", proposal.preview, name="relire-apercu"),
    path(f"{_ONE}ecrire/", writing.write, name="ecrire-auteur"),
    path(f"{_ONE}corriger/", correction.correct, name="corriger"),
    path(f"{_ONE}reposer/", rebase.rebase, name="reposer"),
    path("espace/propositions/<int:pk>/", author.show, name="proposition"),
    path(f"{_ROOT}fiches/", records.index, name="moderation-fiches"),
    path(_FICHE, records.manage, name="gerer"),
    path(f"{_FICHE}archiver/", records.archive, name="archiver"),
    path(f"{_FICHE}desarchiver/", records.unarchive, name="desarchiver"),
    path(f"{_FICHE}retirer/", records.withdraw, name="retirer"),
    path(f"{_FICHE}reunir/", merge.choose, name="fusionner"),
    path(f"{_FICHE}reunir/<str:other_id>/", merge.merge, name="fusionner-avec"),
    path(f"{_ROOT}etageres/", shelves.index, name="moderation-etageres"),
    path(f"{_ROOT}etageres/nouvelle/", shelves.edit, name="etagere-nouvelle"),
    path(f"{_ROOT}etageres/s/<slug:slug>/", shelves.edit, name="moderation-etagere"),
    path(f"{_ROOT}etageres/s/<slug:slug>/supprimer/", shelves.delete, name="etagere-supprimer"),
    path(f"{_ROOT}modeles/", suppliers.index, name="moderation-modeles"),
    path(f"{_ROOT}modeles/nouveau/", suppliers.edit, name="modele-nouveau"),
    path(f"{_ROOT}modeles/<int:pk>/", suppliers.edit, name="modele-fournisseur"),
    path(f"{_ROOT}modeles/<int:pk>/supprimer/", suppliers.delete, name="modele-supprimer"),
    path("espace/vocabulaires/proposer/", terms.propose, name="proposer-un-terme"),
    path(f"{_ROOT}vocabulaires/", terms.index, name="moderation-termes"),
    path(f"{_ROOT}vocabulaires/<int:pk>/", terms.decide, name="decider-terme"),
    path(f"{_ROOT}vocabulaires.toml", terms.export, name="termes-acceptes"),
    path(f"{_ROOT}courriels/", mailings.index, name="moderation-envois"),
    path(f"{_ROOT}courriels/nouveau/", mailings.compose, name="envoi-nouveau"),
    path("espace/courriels/arreter/<str:token>/", mailings.stop, name="envois-arreter"),
    path(f"{_ROOT}recent/", statistics.recent, name="moderation-recent"),
    path(f"{_ROOT}statistiques/", statistics.index, name="moderation-statistiques"),
    path(f"{_ROOT}statistiques/<slug:slug>.csv", statistics.download, name="moderation-statistiques-csv"),
    path(f"{_ROOT}journal/", journal.index, name="moderation-journal"),
    path(f"{_ROOT}journal.csv", journal.download, name="moderation-journal-csv"),
]
