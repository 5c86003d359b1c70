"""Many records written together leave what as many verbs, one by one, would have left."""

import pytest
from django.db import transaction

from bibia.accounts.roles import Role
from bibia.fiches import actions, many
from bibia.fiches.guard import trusted
from bibia.fiches.models import Change, Fiche, Internal, Journal, Proposal, Reserved, Version, generation
from bibia.territoires.models import Collectivite
from tests import factories

pytestmark = pytest.mark.django_db

NAMED = {"coll_nom": "Ville de Lyon", "coll_type": "commune", "coll_siret": factories.siret(1)}
RENAMED = NAMED | {"coll_nom": "Ville de Lyon, direction de l’eau"}
ROWS = [
    NAMED | {"nom_projet": "Fuites", "theme": "environnement", "usage_description": "Repérer les fuites d’eau."},
    RENAMED | {"nom_projet": "Arbres", "theme": "environnement", "usage_description": "Compter les arbres.", "lecons": "Compter deux fois."},
    {"coll_nom": "Bourg-Neuf", "nom_projet": "Voirie", "theme": "mobilites", "usage_description": "Voir les nids-de-poule."},
]  # fmt: skip
UNLIKE = {"id", "pk", "fiche_id", "seq", "proposal_id", "at", "date", "collectivite_id", "cle"}


@pytest.fixture
def before():
    """A record of the first organisation, which two rows rename."""
    return factories.fiche(**NAMED | {"coll_nom": "Lyon"})


def one_by_one(values, by):
    return [actions.accept(actions.propose(values=one, by=by, source="x"), by=by) for one in values]


def together(values, by):
    drafts = [many.draft(one) for one in values]
    return many.accept_new(drafts, many.propose_new(drafts, by=by, source="x"), by=by)


def written() -> dict[str, list]:
    """Every table that the verbs write, without what numbers and dates each line."""
    tables = (Fiche, Version, Reserved, Internal, Proposal, Journal, Collectivite)
    return {
        table.__name__: sorted(
            str({k: v for k, v in row.items() if k not in UNLIKE and not k.endswith("_at")})
            for row in table.objects.values()
        )
        for table in tables
    }


def undone(publish, values) -> tuple[list[str], dict[str, list]]:
    """The titles and the tables that this way of publishing leaves; then nothing of them is left."""
    by = factories.system()
    with trusted(), transaction.atomic():
        titles = [fiche.nom_projet for fiche in publish(values, by)]
        found = written()
        transaction.set_rollback(True)
    return titles, found


@pytest.mark.usefixtures("before")
def test_the_same_is_written():
    values = [ROWS[0] | {"projet_contact": "service@collectivite.example"}, *ROWS[1:]]
    titles, expected = undone(one_by_one, values)
    assert (titles, expected) == undone(together, values)
    assert titles == [one["nom_projet"] for one in values]
    assert len(expected["Internal"]) == 1 and len(expected["Version"]) == 4


def test_every_reader_is_told_of_them_and_of_what_they_rename(before):
    last = generation()
    made = together(ROWS, factories.system())
    told = Change.objects.filter(seq__gt=last).order_by("seq").values_list("seq", "kind", "fiche_id")
    expected = [("published", fiche.pk) for fiche in made] + [("updated", before.pk)]
    assert list(told) == [(last + rank, *line) for rank, line in enumerate(expected, 1)]


@pytest.mark.parametrize("lacking", [{"theme": ""}, {"ria_classe": "interdit"}])
def test_what_may_not_be_published_publishes_nothing(lacking):
    with pytest.raises(actions.NotPublishable):
        together([*ROWS, ROWS[0] | lacking], factories.system())
    assert not Fiche.objects.exists()


def test_nobody_publishes_alone_what_they_bring_in():
    person = factories.account(Role.RESPONSABLE, siren=factories.siren(1), self_publishing=True)
    with pytest.raises(actions.NotAllowed):
        together(ROWS[:2], person)
    assert not Fiche.objects.exists()


def test_many_are_given_up_together_or_none():
    by = factories.system()
    waiting = many.propose_new([many.draft(one) for one in ROWS], by=by, source="x")
    outsider = factories.account(Role.CONTRIBUTEUR, siren=factories.siren(1))
    with pytest.raises(actions.NotAllowed):
        many.cancel_many(waiting, by=outsider)
    many.cancel_many(waiting[:2], by=by)
    with pytest.raises(actions.Refusal):
        many.cancel_many(waiting, by=by)
    with trusted():
        states = Proposal.objects.order_by("pk").values_list("state", flat=True)
        assert list(states) == ["cancelled", "cancelled", "pending"]
        assert Journal.objects.filter(verb="cancel").count() == 2
