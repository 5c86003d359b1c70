"""Writing step by step: every field reachable, everything typed kept, two people who lose nothing."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bibia.accounts.roles import Role
from bibia.contribution import actions, merging, steps
from bibia.contribution.models import Draft
from bibia.fiches.fields import BY_NAME, FIELDS, NAMES, Tier
from bibia.fiches.forms import clean_value
from bibia.fiches.guard import trusted
from bibia.fiches.models import Proposal
from bibia.fiches.vocabularies import VOCABULARIES
from bibia.web.values import digest, is_items, posted, typed
from tests import factories
from tests.confidentiality.plausible import plausible
from tests.contribution.conftest import RENNES, Writer, last

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(agent):
    agent.light(organisation=RENNES)
    return last()


def place(draft, end=""):
    return f"/espace/brouillons/{draft.pk}/{end}"


def test_every_field_is_in_one_step_or_filled_for_the_writer():
    written = [name for step in steps.STEPS for name in step.names]
    assert len(written) == len(set(written))
    given_for_them = {field.name for field in FIELDS if field.tier is Tier.AUTO} - {"nature"} | {"image_url"}
    assert set(written) == set(NAMES) - given_for_them
    assert set(steps.GAINS) <= set(written)


def test_every_field_of_every_nature_is_on_a_page(agent, draft):
    for nature in VOCABULARIES["nature"].codes:
        with trusted():
            status = {"projet_status": "abandonne"} if nature == "cas-usage" else {}
            Draft.objects.update(values={"nature": nature, **status})
            values = Draft.objects.get().values
        page = "".join(agent.get(place(draft, f"rubrique/{step.code}/")) for step in steps.steps(values))
        for field in FIELDS:
            if field.name in steps.OF_FIELD:
                asked = field.applies_to(nature) and (nature == "cas-usage" or field.name != "status_abandon")
                assert (f'id="champ-{field.name}"' in page) is asked, (nature, field.name)
    agent.get(place(draft, "rubrique/inconnue/"), status=404)


@pytest.mark.parametrize("name", [name for name in NAMES if name in steps.OF_FIELD])
def test_a_clean_value_typed_back_is_the_same_value(name):
    value = clean_value(name, plausible(name, "essai", 3))
    assert clean_value(name, typed(name, value)) == value


def test_what_is_refused_is_kept_and_said(agent, draft):
    where = place(draft, "rubrique/contact/")
    answer = agent.follow(where, url_infos="intranet seulement", suite="suivante")
    assert answer == f"{where}#erreurs"
    page = agent.get(where)
    assert 'value="intranet seulement"' in page and "n’est pas un lien" in page
    assert last().values["url_infos"] == "intranet seulement"
    assert "Lien vers le projet" in agent.get(place(draft, "envoyer/"))
    agent.post(place(draft, "envoyer/"))
    assert last().is_open


def test_rows_are_added_and_removed_without_script(agent, draft):
    where = place(draft, "rubrique/retours/")
    first = {"resultats-0-indicateur": "Temps", "resultats-0-valeur": "12", "resultats-0-date": "03/2025"}
    there = agent.follow(where, **first, suite="ajouter-resultats")
    assert there == f"{where}?ligne=resultats#champ-resultats"
    page = agent.get(there.partition("#")[0])
    assert "resultats-1-indicateur" in page and 'value="Temps"' in page
    second = {"resultats-1-indicateur": "Coût", "resultats-1-valeur": ""}
    agent.post(where, **first, **second, suite="rester")
    assert "une ligne est à compléter" in agent.get(where)
    assert [row["indicateur"] for row in last().values["resultats"]] == ["Temps", "Coût"]
    agent.post(where, **first, **second, suite="retirer-resultats-0")
    assert last().values["resultats"] == [{"indicateur": "Coût"}]
    agent.post(where, **{"resultats-0-indicateur": "Coût"}, suite="retirer-resultats-x")
    assert last().values["resultats"] == [{"indicateur": "Coût"}]


def test_a_step_leads_to_the_next_and_says_what_it_gives(agent, draft):
    assert agent.follow(
        place(draft, "rubrique/besoin/"), probleme="Trop d’eau perdue.", suite="suivante"
    ).endswith("rubrique/realisation/")
    page = agent.get(place(draft))
    assert "votre mention légale" in page or "Problème traité" not in page
    assert re.search(r"des \d+ champs demandés", page)


def test_two_tabs_lose_nothing(agent, draft):
    where = place(draft, "rubrique/retours/")
    seen = re.search(r'name="vu" value="([^"]*)"', agent.get(where))[1]
    agent.client.post(
        where, {"vu": seen, "vigilance": "Premier onglet.", "lecons": "Une leçon.", "suite": "rester"}
    )
    second = {"vu": seen, "vigilance": "Second onglet.", "lecons": "", "suite": "suivante"}
    answer = agent.client.post(where, second)
    assert answer["Location"] == place(draft, "concilier/")
    assert agent.client.post(where, second)["Location"] == place(draft, "concilier/")  # sent again
    kept = last()
    # What the second tab did not touch stays as the first one left it.
    assert (kept.values["vigilance"], kept.values["lecons"]) == ("Premier onglet.", "Une leçon.")
    assert [one["value"] for one in kept.aside] == ["Second onglet."]
    assert "deux textes à départager" in agent.get(place(draft, "envoyer/"))
    agent.post(place(draft, "concilier/"), **{actions.mark(kept.aside[0]): "autre"})
    assert last().values["vigilance"] == "Second onglet." and last().aside == []


def test_colleagues_share_what_is_written_for_the_organisation(agent, colleague, stranger, draft):
    assert draft.siren == RENNES
    where = place(draft, "rubrique/retours/")
    for other in (agent, colleague):
        assert other.client.get(where).status_code == 200
    stranger.get(where, status=404)
    assert "Repérer les dépôts" in colleague.get("/espace/brouillons/")
    assert "Repérer les dépôts" not in stranger.get("/espace/brouillons/")
    reader = Writer(factories.account(Role.DPO, siren=RENNES))
    assert "Repérer les dépôts" in reader.get(place(draft))
    reader.get(where, status=404)
    Writer(factories.account(Role.MEMBRE, siren=RENNES)).get(place(draft), status=404)


def test_a_name_alone_gives_nobody_a_draft_to_read(agent):
    """Somebody who only says that they work there writes for themselves until it is confirmed."""
    impostor = Writer(factories.account(Role.PUBLIC))
    impostor.post(impostor.light(), choix=RENNES, nom="Rennes")
    assert last().siren == RENNES
    agent.get(place(last()), status=404)
    assert "Repérer" not in agent.get("/espace/brouillons/")


def test_what_came_back_is_written_again_in_its_place(agent, draft):
    from bibia.fiches import actions as verbs

    agent.post(place(draft, "envoyer/"))
    with trusted():
        sent = Proposal.objects.get()
    verbs.ask_changes(sent, by=factories.system(), reason="Précisez l’usage.")
    assert "Précisez l’usage." in agent.get("/espace/brouillons/")
    agent.client.post(place(draft, "reprendre/"))
    agent.post(place(draft, "rubrique/retours/"), vigilance="Une précision.", lecons="", suite="relire")
    agent.post(place(draft, "envoyer/"))
    with trusted():
        again = Proposal.objects.order_by("-pk").first()
    assert again.pk != sent.pk and again.fiche_id == sent.fiche_id and again.state == "pending"
    agent.client.post(place(draft, "reprendre/"))
    with trusted():
        assert Proposal.objects.get(pk=again.pk).state == "cancelled"
    assert last().is_open
    agent.post(place(draft, "envoyer/"))
    with trusted():
        verbs.accept(Proposal.objects.order_by("-pk").first(), by=factories.system())
    assert agent.client.post(place(draft, "reprendre/")).status_code == 302
    assert not last().is_open


def test_a_proposal_that_was_not_written_here_comes_back_too(agent):
    from bibia.fiches import actions as verbs

    sent = factories.proposal(by=agent.account, coll_nom="Rennes", coll_siret=RENNES, nom_projet="Du tableau")
    verbs.ask_changes(sent, by=factories.system(), reason="Encore.")
    assert "Du tableau" in agent.get("/espace/brouillons/")
    agent.client.post(f"/espace/brouillons/p-{sent.pk}/reprendre/")
    assert last().values["nom_projet"] == "Du tableau" and last().replaces_id == sent.pk
    other = Writer(factories.account(Role.CONTRIBUTEUR, siren=RENNES))
    assert other.client.post(f"/espace/brouillons/p-{sent.pk}/reprendre/").status_code == 404


def test_a_draft_is_deleted_with_all_it_holds(agent, draft):
    agent.post(place(draft, "texte/"), texte="Une note.")
    agent.post(place(draft, "visas/"), fonction="DGS")
    assert "définitif" in agent.get(place(draft, "supprimer/"))
    agent.post(place(draft, "supprimer/"))
    with trusted():
        assert not Draft.objects.exists()


WORDS = st.sampled_from(["", "un", "deux", "trois"])
EDIT = st.tuples(st.integers(0, 2), st.booleans(), WORDS, WORDS)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(EDIT, max_size=12))
def test_whatever_the_order_every_text_typed_is_found(edits):
    """Three browsers, each with the form as it last saw it: a text that was typed stands, waits, or was replaced by
    somebody who had it before their eyes."""
    with trusted():
        draft = actions.start(by=factories.system(), values={})
    shown: dict[int, dict] = {}
    replaced = set()
    typed_texts = set()
    for browser, looks_again, vigilance, lecons in edits:
        with trusted():
            now = Draft.objects.get(pk=draft.pk)
        if looks_again or browser not in shown:
            shown[browser] = dict(now.values)
        form = shown[browser]
        mine = {"vigilance": vigilance, "lecons": lecons}
        seen = {name: digest(form.get(name)) for name in mine}
        actions.save(draft, by=None, values=mine, seen=seen)
        for name, text in mine.items():
            if digest(text) != seen[name]:
                typed_texts.add((name, text))
                replaced.add((name, form.get(name, "")))
        shown[browser] = mine
    with trusted():
        end = Draft.objects.get(pk=draft.pk)
    found = {(name, text) for name, text in end.values.items()} | {
        (one["field"], one["value"]) for one in end.aside
    }
    lost = {(name, text) for name, text in typed_texts if text} - found - replaced
    assert lost == set()


def test_texts_are_put_together_and_lists_are_joined():
    assert merging.chosen("lecons", "A", "B", merging.BOTH) == "A\n\nB"
    rows = [{"nom": "A"}], [{"nom": "A"}, {"nom": "B"}]
    assert merging.chosen("partenaires", *rows, merging.BOTH) == [{"nom": "A"}, {"nom": "B"}]
    assert merging.chosen("sous_theme", ["eau"], ["eau", "air"], merging.BOTH) == ["eau", "air"]
    assert merging.chosen("aipd", {"statut": "realisee"}, {"statut": "en-cours"}, merging.BOTH) == {
        "statut": "en-cours"
    }
    assert merging.chosen("lecons", "A", "B", merging.MINE) == "A"


@pytest.mark.parametrize("key", ["%00", "zzzzzzzz", "p-%00", "p-99999999999999999999", "p-\u0663", "é" * 300])
def test_an_address_that_nothing_has_is_not_found(agent, key):
    for address in (
        f"/espace/brouillons/{key}/",
        f"/espace/fiches/{key}/",
        f"/espace/fiches/{key}/modifier/",
    ):
        agent.get(address, status=404)
    for end in ("reprendre/", "visas/1/revoquer/"):
        assert agent.client.post(f"/espace/brouillons/{key}/{end}").status_code == 404


def test_what_a_reader_corrected_takes_the_place_of_what_was_sent(agent, draft):
    from bibia.fiches import actions as verbs
    from bibia.fiches import correcting

    agent.post(place(draft, "envoyer/"))
    with trusted():
        first = Proposal.objects.get()
    correcting.suggest(first, values={"resume": "Mieux dit."}, by=factories.system(), reason="Une coquille.")
    page = agent.get("/espace/brouillons/")
    assert "Une coquille." in page and "en un clic" in page
    with trusted():
        second = correcting.take_correction(Proposal.objects.get(), by=agent.account)
    page = agent.get("/espace/brouillons/")
    assert "En attente de relecture" in page and "Une coquille." not in page
    verbs.accept(second, by=factories.system())
    assert "Publiée" in agent.get(place(draft))
    assert agent.client.post(place(draft, "reprendre/")).status_code == 302 and not last().is_open


def test_a_correction_is_beside_the_text_that_comes_back(agent, draft):
    from bibia.fiches import correcting

    agent.post(place(draft, "envoyer/"))
    with trusted():
        first = Proposal.objects.get()
    correcting.suggest(first, values={"resume": "Mieux dit."}, by=factories.system(), reason="Une coquille.")
    agent.client.post(place(draft, "reprendre/"))
    page = agent.get(place(draft, "concilier/"))
    assert "Mieux dit." in page and "proposé par la personne qui a relu" in page


def test_a_form_that_lies_breaks_nothing(agent, draft):
    from django.http import QueryDict

    where = place(draft, "rubrique/essentiel/")
    for body in (
        "vu=a:b:c nom_projet:",
        "theme=\x00",
        "sous_theme=%ff",
        "aipd-0-statut=<b>",
        "suite=ajouter-coll_siret",
    ):
        assert (
            agent.client.post(where, body, content_type="application/x-www-form-urlencoded").status_code
            == 302
        )
    assert agent.client.get(where).status_code == 200
    found = posted(["resultats"], QueryDict("&".join(f"resultats-{n}-indicateur=x" for n in range(200))))
    assert len(found["resultats"]) == 60 and is_items("resultats")
    assert BY_NAME["resultats"].applies_to("cas-usage")
