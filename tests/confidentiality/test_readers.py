"""What each role reads of a record: its own organisation's, another's, or nobody's."""

import pytest

from bibia.accounts.roles import Role
from bibia.fiches import access, actions
from bibia.fiches.fields import BY_NAME, INTERNAL, NAMES, OPENABLE, Access
from tests import factories
from tests.confidentiality.test_rights import OURS, THEIRS, actor, viewer_of

pytestmark = pytest.mark.django_db

READERS = {
    ("public", "own"): {Access.PUBLIC},
    ("public", "other"): {Access.PUBLIC},
    **{(role, "own"): set(Access) for role in ("contributeur", "responsable", "dpo", "animateur")},
    **{
        (role, whose): set(Access) - {Access.INTERNAL}
        for role in ("membre", "contributeur", "responsable", "dpo")
        for whose in ("other", "orphan")
    },
    ("membre", "own"): set(Access) - {Access.INTERNAL},
    ("animateur", "other"): set(Access),
    ("administrateur", "other"): set(Access),
    ("systeme", "other"): set(Access),
}


@pytest.mark.parametrize(("role", "whose"), READERS)
def test_each_viewer_reads_exactly_what_it_may(role, whose):
    number = {"own": OURS, "other": THEIRS}.get(whose)
    items = [
        {"titre": "Ouvert", "type": "code", "url": "https://exemple.test/a", "acces": "public"},
        {"titre": "Réservé", "type": "code", "url": "https://exemple.test/b", "acces": "restreint"},
    ]
    fiche = factories.fiche(
        coll_siret=factories.siret(number) if number else "",
        parametres="Un score",
        budget="plus-100k",
        erreur="fort",
        projet_contact="service@exemple.test",
        url_ressources=items,
    )
    fiche = actions.open_field(fiche.pk, "erreur", by=factories.system())
    accesses = READERS[(role, whose)]
    reading = access.read(fiche, viewer_of(actor(Role(role))))
    values = reading.values
    if Access.RESTRICTED in accesses:
        assert set(values) == {name for name in NAMES if BY_NAME[name].access in accesses}
        assert (values["parametres"], values["budget"], values["erreur"]) == ("Un score", "plus-100k", "fort")
        assert values["url_ressources"] == items
    else:
        assert set(values) == set(NAMES) - set(INTERNAL)
        assert (values["parametres"], values["budget"], values["erreur"]) == ("", "", "fort")
        assert values["url_ressources"] == items[:1]
        assert reading.reserved == tuple(name for name in OPENABLE if name != "erreur")
    assert ("projet_contact" in values) is (Access.INTERNAL in accesses)
    if Access.INTERNAL in accesses:
        assert values["projet_contact"] == "service@exemple.test"


def test_a_record_belongs_to_the_organisation_it_is_published_under():
    """Metz under the number of its métropole: the number proves nothing, so the métropole owns nothing."""
    metropole = "200039865"
    number = factories.with_key(f"{metropole}0001")
    fiche = factories.fiche(coll_nom="Ville de Metz", coll_type="commune", coll_siret=number)
    assert fiche.collectivite.siren is None
    member = factories.account(Role.RESPONSABLE, siren=metropole)
    assert "projet_contact" not in access.read(fiche, viewer_of(member)).values
    for run in (
        lambda: actions.propose(values={"resume": "x"}, by=member, fiche_id=fiche.pk),
        lambda: actions.open_field(fiche.pk, "budget", by=member),
        lambda: factories.proposal(
            by=member, coll_nom="Ville de Metz", coll_type="commune", coll_siret=number
        ),
    ):
        with pytest.raises(actions.NotAllowed):
            run()
