from django.urls import path

from bibia.moderation.views import author, correction, proposal, queue, rebase

_ONE = "espace/moderation/<int:pk>/"

urlpatterns = [
    path("espace/moderation/", queue.index, name="moderation"),
    path(_ONE, proposal.show, name="relire"),
    path(f"{_ONE}corriger/", correction.correct, name="corriger"),
    path(f"{_ONE}reposer/", rebase.rebase, name="reposer"),
    path("espace/propositions/<int:pk>/", author.show, name="proposition"),
]
