"""Shelves, suppliers' templates, missing terms, mails to many: the pages of the animators."""

import re
import tomllib

import pytest
from django.test import Client

from bibia.accounts.roles import Role
from bibia.courrier.models import Message
from bibia.fiches.actions import NotAllowed, Refusal
from bibia.fiches.guard import trusted
from bibia.fiches.models import Shelf, SupplierTemplate
from bibia.moderation import forget, mailing, terms
from bibia.moderation.models import Mailing, MailStop, Term
from tests import factories
from tests.moderation.people import SIREN, SIRET, animator, author, of_organisation, page

pytestmark = pytest.mark.django_db
ROOT = "/espace/moderation/"


def test_a_shelf_is_composed_without_a_script():
    first, second = factories.fiche(nom_projet="Premier"), factories.fiche(nom_projet="Second")
    client, new = animator(), f"{ROOT}etageres/nouvelle/"
    sent = {"titre": "Pour débuter", "texte": "Deux fiches.\n\nÀ lire."}
    assert "Second" in client.post(new, sent | {"geste": "chercher", "q": "second"}).content.decode()
    shown = client.post(new, sent | {"geste": f"ajouter:{second.pk}", "fiche": [first.pk]}).content.decode()
    assert shown.index(f'value="{first.pk}"') < shown.index(f'value="{second.pk}"')
    choice = [first.pk, second.pk]
    shown = client.post(new, sent | {"geste": f"monter:{second.pk}", "fiche": choice}).content.decode()
    assert shown.index(f'value="{second.pk}"') < shown.index(f'value="{first.pk}"')
    assert not Shelf.objects.exists()
    for _ in range(2):
        answer = client.post(new, sent | {"geste": "enregistrer", "fiche": choice, "cle": "a"})
        assert answer.status_code == 302
    shelf = Shelf.objects.get()
    assert (shelf.slug, shelf.fiches) == ("pour-debuter", choice)
    assert "Pour débuter" in Client().get(shelf.get_absolute_url()).content.decode()


def test_a_shelf_is_changed_refused_then_deleted():
    fiche = factories.fiche()
    client, new = animator(), f"{ROOT}etageres/nouvelle/"
    sent = {"titre": "Eau", "texte": "Deux phrases.", "geste": "enregistrer", "fiche": [fiche.pk]}
    assert client.post(new, {**sent, "fiche": []}).status_code == 422
    client.post(new, sent)
    assert client.post(new, sent).status_code == 422
    here = f"{ROOT}etageres/s/eau/"
    client.post(here, sent | {"titre": "L’eau"})
    assert Shelf.objects.get().title == "L’eau"
    assert "Supprimer cette étagère" in page(client, f"{here}supprimer/")
    client.post(f"{here}supprimer/")
    assert not Shelf.objects.exists()
    page(client, here, 404)


def test_a_gesture_that_means_nothing_changes_nothing():
    from bibia.moderation.arranging import Written, arranged

    written = Written("T", "t", ["a", "b"])
    for gesture in ("monter:a", "descendre:b", "monter:z", "oter:z", "autre:a", "", "ajouter:", "ajouter:a"):
        assert arranged(written, gesture).choice == ["a", "b"], gesture
    assert arranged(written, "oter:a").choice == ["b"]
    assert arranged(written, "descendre:a").choice == ["b", "a"]


def test_a_supplier_is_described_changed_and_deleted():
    client, new = animator(), f"{ROOT}modeles/nouveau/"
    sent = {"title": "Sonde", "supplier": "Exemple", "nom_algorithme": "Sonde", "cle": "a"}
    assert 'name="fournisseurs-0-nom"' in page(client, new) and 'name="budget"' not in page(client, new)
    refused = client.post(new, sent | {"herbergement": "inconnu", "cle": "b"})
    assert refused.status_code == 422 and "pas dans la liste" in refused.content.decode()
    for _ in range(2):
        client.post(new, sent | {"fournisseurs-0-nom": "Exemple"})
    with trusted():
        template = SupplierTemplate.objects.get()
    here = f"{ROOT}modeles/{template.pk}/"
    assert 'value="Sonde"' in page(client, here) and "Sonde" in page(client, f"{ROOT}modeles/")
    client.post(here, sent | {"title": "Sonde 2", "cle": "c"})
    page(client, f"{here}supprimer/")
    client.post(f"{here}supprimer/")
    with trusted():
        assert not SupplierTemplate.objects.exists()
    assert "Exemple" not in Client().get("/").content.decode()


def opened(shown: str) -> dict[str, bool]:
    """The groups of a form, and whether each is open."""
    found = re.findall(r'<details class="group"( open)?>\s*<summary>([^<]+) <', shown)
    return {label: bool(state) for state, label in found}


def test_a_long_form_is_folded_by_groups_open_where_something_is_written_or_refused():
    client, new = animator(), f"{ROOT}modeles/nouveau/"
    empty = page(client, new)
    assert len(opened(empty)) > 4 and not any(opened(empty).values())
    assert "<summary>Algorithme <" in empty and "9 champs<" in empty
    sent = {"title": "Sonde", "supplier": "Exemple", "nom_algorithme": "Sonde", "herbergement": "inconnu"}
    refused = client.post(new, sent).content.decode()
    assert [label for label, state in opened(refused).items() if state] == [
        "Information générale",
        "Algorithme",
    ]
    assert "9 champs, 1 rempli<" in refused
    assert not re.search(
        r"<details(?:(?!</details>).)*required", refused, re.DOTALL
    )  # none is refused unseen


def last_term():
    with trusted():
        return Term.objects.order_by("-pk").first()


def test_a_missing_term_is_asked_answered_and_exported():
    writer = author()
    client = factories.sign_in(Client(), writer)
    ask = "/espace/vocabulaires/proposer/"
    assert '<option value="sous_theme" selected>' in page(client, f"{ask}?champ=sous_theme")
    sent = {
        "vocabulaire": "sous_theme",
        "terme": "Sobriété « numérique »",
        "raison": "Rien ne convient.",
        "cle": "a",
    }
    for _ in range(2):
        assert client.post(ask, sent).status_code == 302
    term = last_term()
    boss = animator()
    assert "1 terme attend" in page(boss, f"{ROOT}vocabulaires/") and "à décider" in page(boss, "/espace/")
    here = f"{ROOT}vocabulaires/{term.pk}/"
    assert 'value="sobriete-numerique"' in page(boss, here)
    assert boss.post(here, {"decision": "ecarter", "reponse": " "}).status_code == 422
    assert boss.post(here, {"decision": "accepter", "code": "É"}).status_code == 422
    boss.post(here, {"decision": "accepter", "code": "sobriete", "reponse": "Merci."})
    lines = boss.get(f"{ROOT}vocabulaires.toml").content.decode()
    assert tomllib.loads(lines) == {"sous_theme": {"sobriete": {"label": "Sobriété « numérique »"}}}
    with trusted():
        (mail,) = Message.objects.all()
    assert mail.to == writer.email and "retenu" in mail.text and "Merci." in mail.text
    assert "Retenu" in page(boss, here)


@pytest.mark.parametrize(
    "given",
    [
        {"vocabulary": "inconnu"},
        {"label": " "},
        {"label": "x" * 81},
        {"why": ""},
        {"vocabulary": "theme", "label": "écologie"},
    ],
)
def test_terms_that_are_refused(given):
    from bibia.fiches.vocabularies import VOCABULARIES

    if given.get("label") == "écologie":
        given = given | {"label": VOCABULARIES["theme"].choices[0][1]}
    options = {"vocabulary": "sous_theme", "label": "Nouveau", "why": "Il manque.", "by": factories.system()}
    with pytest.raises(Refusal):
        terms.propose(**{**options, **given})


def test_who_may_ask_and_who_may_answer_for_terms_and_mails():
    association = (Role.ANIMATEUR, Role.ADMINISTRATEUR, Role.SYSTEME)
    factories.account(Role.CONTRIBUTEUR, siren=SIREN, email="a@exemple.test")
    for rank, role in enumerate(Role):
        by = factories.account(role, siren=SIREN)
        asked = {"vocabulary": "sous_theme", "label": f"Terme {rank}", "why": "Il manque.", "by": by}
        if role is Role.PUBLIC:
            with pytest.raises(NotAllowed):
                terms.propose(**asked)
        else:
            terms.propose(**asked)
        term = terms.propose(**{**asked, "label": f"Autre {rank}", "by": factories.system()})
        words = {"subject": "Bonjour", "text": "Bonjour.", "by": by}
        if role in association:
            terms.decide(term, accept=True, answer="", by=by)
            mailing.write_mailing(mailing.Selection(), **words)
            continue
        with pytest.raises(NotAllowed):
            terms.decide(term, accept=True, answer="", by=by)
        with pytest.raises(NotAllowed):
            mailing.write_mailing(mailing.Selection(), **words)


def people():
    return [
        factories.account(Role.CONTRIBUTEUR, siren=SIREN, email="un@exemple.test"),
        factories.account(Role.RESPONSABLE, siren=factories.siren(43), email="deux@exemple.test"),
        factories.account(Role.MEMBRE, siren=SIREN, email="membre@exemple.test"),
        factories.account(Role.CONTRIBUTEUR, siren=SIREN),
    ]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, {"un", "deux"}),
        ({"who": "avec"}, {"un"}),
        ({"who": "sans"}, {"deux"}),
        ({"theme": "mobilites"}, set()),
        ({"theme": "ecologie", "role": "responsable"}, set()),
        ({"role": "responsable"}, {"deux"}),
        ({"age": "6"}, set()),
    ],
)
def test_who_a_selection_is(given, expected):
    people()
    factories.fiche(coll_siret=SIRET, theme="ecologie")
    with trusted():
        found = {account.email.split("@")[0] for account in mailing.Selection(**given).accounts()}
    assert found == expected


def test_a_mail_is_counted_read_again_and_sent_once_to_each():
    people()
    client, new = animator(), f"{ROOT}courriels/nouveau/"
    shown = page(client, f"{new}?who=&role=responsable")
    assert "<strong>1 personne</strong>" in shown and "@exemple.test" not in shown
    sent = {"who": "", "objet": "Une réunion", "message": "Bonjour,\n\nVenez.", "cle": "a"}
    assert client.post(new, sent | {"message": " ", "geste": "relire"}).status_code == 422
    shown = client.post(new, sent | {"geste": "relire"}).content.decode()
    assert "Envoyer à 2 personnes" in shown and "@exemple.test" not in shown
    with trusted():
        assert not Message.objects.exists()
    for _ in range(2):
        assert client.post(new, sent | {"geste": "envoyer"}).status_code == 302
    with trusted():
        assert sorted(mail.to for mail in Message.objects.all()) == ["deux@exemple.test", "un@exemple.test"]
        assert Mailing.objects.get().recipients == 2
        mail = Message.objects.get(to="un@exemple.test")
    assert "Venez." in mail.text and "/espace/courriels/arreter/" in mail.unsubscribe
    assert "Une réunion" in page(client, f"{ROOT}courriels/")


def test_somebody_who_wants_none_gets_none():
    first, *_others = people()
    link = f"/espace/courriels/arreter/{mailing.token(first)}/"
    stranger = Client(enforce_csrf_checks=True)
    assert "Ne plus recevoir" in page(stranger, link)
    with trusted():
        assert not MailStop.objects.exists()
    for _ in range(2):
        assert stranger.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert "C’est fait" in page(stranger, link)
    with trusted():
        assert first.pk not in mailing.Selection().accounts().values_list("pk", flat=True)
        assert forget.export(first)["courriels_groupes_arretes"] is True
        forget.erase(first)
        assert not MailStop.objects.exists()
    page(stranger, "/espace/courriels/arreter/invente/", 404)


def test_an_empty_selection_sends_nothing():
    answer = animator().post(f"{ROOT}courriels/nouveau/", {"objet": "A", "message": "B", "geste": "envoyer"})
    assert answer.status_code == 422
    with trusted():
        assert not Mailing.objects.exists()


@pytest.mark.parametrize(
    "what",
    [
        "etageres/",
        "etageres/nouvelle/",
        "modeles/",
        "vocabulaires/",
        "courriels/",
        "courriels/nouveau/",
        "vocabulaires.toml",
    ],
)
def test_none_of_it_exists_for_an_organisation(what):
    page(of_organisation(), ROOT + what, 404)
