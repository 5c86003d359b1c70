from django.urls import path

from bibia.moderation.views import (
    author,
    correction,
    journal,
    merge,
    proposal,
    queue,
    rebase,
    records,
    statistics,
)

_ROOT = "espace/moderation/"
_ONE = f"{_ROOT}<int:pk>/"
_FICHE = f"{_ROOT}fiches/<str:fiche_id>/"

urlpatterns = [
    path(_ROOT, queue.index, name="moderation"),
    path(_ONE, proposal.show, name="relire"),
    path(f"{_ONE}apercu/", proposal.preview, name="relire-apercu"),
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
    path(f"{_ROOT}recent/", statistics.recent, name="moderation-recent"),
    path(f"{_ROOT}statistiques/", statistics.index, name="moderation-statistiques"),
    path(f"{_ROOT}statistiques/<slug:slug>.csv", statistics.download, name="moderation-statistiques-csv"),
    path(f"{_ROOT}journal/", journal.index, name="moderation-journal"),
    path(f"{_ROOT}journal.csv", journal.download, name="moderation-journal-csv"),
]
