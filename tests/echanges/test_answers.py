"""The answer of an organisation: read again before it is published, and never lost."""

import pytest

from bibia.accounts.roles import Role
from bibia.echanges import actions
from bibia.fiches.models import Question
from tests import factories
from tests.echanges.conftest import signed_in
from tests.echanges.test_exchanges import ASKED, fresh, published, words

pytestmark = pytest.mark.django_db


def test_an_answer_that_looks_personal_is_asked_about(fiche, animator, writer):
    made, client = published(fiche, animator), signed_in(writer)
    address = f"/espace/echanges/{made.pk}/"
    answered = {"faire": "repondre", "repondre-text": "Écrivez à marie.durand@exemple.fr."}
    page = words(client.post(address, answered).content)
    assert "cochez la case" in page and "marie.durand@exemple.fr" in page
    assert fresh(made).waiting_answer == ""
    assert client.post(address, answered | {"repondre-service": "on"}).status_code == 302
    assert "marie.durand@" in fresh(made).waiting_answer and not fresh(made).answer


def test_an_answer_set_aside_is_given_back_with_its_motive(fiche, animator, writer, mails):
    made = published(fiche, animator)
    actions.answer(fresh(made), by=writer, text="Achetez notre produit.")
    page = words(signed_in(writer).get(f"/espace/echanges/{made.pk}/").content)
    assert "attend d’être relue" in page and "Achetez notre produit." in page
    given = {"faire": "ecarter", "ecarter-reason": "C’est une publicité."}
    assert signed_in(writer).post(f"/espace/echanges/{made.pk}/", given).status_code == 404
    assert signed_in(animator).post(f"/espace/echanges/{made.pk}/", given).status_code == 302
    (mail,) = mails(kind="reponse-ecartee")
    assert mail.to == writer.email and "Achetez" in mail.text and "publicité" in mail.text
    assert fresh(made).waiting_answer == "" and Question.objects.get().answer == ""


def test_an_answer_typed_while_the_question_was_taken_off_is_given_back(fiche, animator, writer):
    made = published(fiche, animator)
    actions.refuse(fresh(made), by=animator, reason="Hors sujet.")
    given = {"faire": "repondre", "repondre-text": "Une longue réponse."}
    answer = signed_in(writer).post(f"/espace/echanges/{made.pk}/", given)
    assert answer.status_code == 409 and "Une longue réponse." in words(answer.content)
    assert ASKED not in words(answer.content)
    stranger = factories.account(Role.RESPONSABLE, siren=factories.siren(9), email="ailleurs@exemple.test")
    assert signed_in(stranger).post(f"/espace/echanges/{made.pk}/", given).status_code == 404
