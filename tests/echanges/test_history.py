"""What was seen to is found again, by those who had to see to it and by nobody else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bibia.accounts.roles import Role
from bibia.echanges import actions, queue
from bibia.echanges.models import Kind, State
from bibia.fiches.guard import trusted
from bibia.web.retention import purge
from tests import factories
from tests.echanges.conftest import signed_in
from tests.echanges.test_exchanges import fresh, published, received, words

pytestmark = pytest.mark.django_db
HISTORY = "/espace/echanges/historique/"


def history(account) -> str:
    return words(signed_in(account).get(HISTORY).content)


def test_what_was_answered_or_settled_leaves_what_waits_for_the_history(fiche, animator, writer):
    assert "Rien n’a encore été traité" in history(writer)
    asked, report = published(fiche, animator), received(fiche, Kind.REPORT)
    assert "Rien n’a encore été traité" in history(writer) and "Rien n’a encore" in history(animator)
    actions.answer(fresh(asked), by=writer, text="Environ un mi-temps.")
    # Its organisation has answered; the animators have still to read it.
    assert "Réponse à relire" in history(writer) and "Rien n’a encore" in history(animator)
    actions.answer(fresh(asked), by=animator, text="Environ un mi-temps.")
    actions.settle(report, by=writer, state=State.CORRECTED, reason="Merci.")
    for account in (writer, animator):
        page = history(account)
        assert f"Question sur {fiche.nom_projet}" in page and "Répondu" in page
        assert page.index("Corrigé") < page.index("Répondu")  # the last first
        assert "Échanges traités : 2" in words(signed_in(account).get("/espace/echanges/").content)
    page = words(signed_in(writer).get(f"/espace/echanges/{asked.pk}/").content)
    assert "Réponse Environ un mi-temps." in page and "Décision du" in page


def test_what_was_not_published_stays_with_the_animators(fiche, animator, writer):
    actions.refuse(received(fiche), by=animator, reason="Hors sujet.")
    assert "Non publié" in history(animator) and "Rien n’a encore été traité" in history(writer)


def test_of_a_message_handed_over_its_organisation_finds_the_day_and_nobody_the_words(
    fiche, animator, writer
):
    made = received(fiche, Kind.CONTACT, text="Une question privée.")
    client = signed_in(writer)
    page = client.get(HISTORY).content
    assert "Message au service" in words(page) and "Transmis au service" in words(page)
    assert "privée" not in words(page) and made.pk not in page.decode()
    assert client.get(f"/espace/echanges/{made.pk}/").status_code == 404
    assert "Rien n’a encore été traité" in history(animator)


@pytest.mark.parametrize("role", list(Role))
def test_who_finds_them_again(role, fiche, animator, writer):
    """As for what waits: those who may answer, for their own organisation; the animators, for all."""
    received(fiche, Kind.CONTACT)
    reply = factories.fiche(coll_siret=factories.siret(1), fournisseurs=[{"nom": "Société Exemple"}])
    published(reply, animator, kind=Kind.REPLY)
    actions.settle(received(fiche, Kind.REPORT), by=writer, state=State.NOT_ERROR, reason="Non.")
    actions.refuse(received(fiche), by=animator, reason="Hors sujet.")
    actions.receive(kind=Kind.QUESTION, fiche_id=fiche.pk, address="autre@exemple.test", text="À confirmer")
    for rank in (1, 2):
        account = factories.account(role, siren=factories.siren(rank))
        with trusted():
            found = {(one.kind, one.state) for one in queue.settled(account.viewer)}
            seen = {one for one in queue.settled(account.viewer) if queue.visible(account.viewer, one.pk)}
            relayed = {one for one in queue.settled(account.viewer) if one.state == State.RELAYED}
            assert seen | relayed == set(queue.settled(account.viewer))
        ours = {(Kind.REPLY, State.PUBLISHED), (Kind.REPORT, State.NOT_ERROR)}
        if role in (Role.ANIMATEUR, Role.ADMINISTRATEUR, Role.SYSTEME):
            assert found >= ours | {(Kind.QUESTION, State.REFUSED)}
        elif role in (Role.CONTRIBUTEUR, Role.RESPONSABLE) and rank == 1:
            assert found == ours | {(Kind.CONTACT, State.RELAYED)}
        else:
            assert found == set()


def test_the_history_has_its_pages_and_keeps_no_text_longer_than_its_rule(fiche, animator):
    for rank in range(31):
        actions.refuse(received(fiche), by=animator, reason=f"Motif {rank}.")
    client = signed_in(animator)
    first, second = (client.get(f"{HISTORY}{page}").content.decode() for page in ("", "?page=2"))
    assert (first.count("Non publié"), second.count("Non publié")) == (30, 1)
    assert "page=2" in first and 'aria-current="page"' in second
    purge(now=timezone.now() + timedelta(days=366))
    with trusted():
        kept = queue.settled(animator.viewer)[0]
    page = words(signed_in(animator).get(f"/espace/echanges/{kept.pk}/").content)
    assert "Texte effacé." in page and "Motif 3" not in page and "habitante" not in page
