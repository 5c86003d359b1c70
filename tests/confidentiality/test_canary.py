"""A unique value in every place that is not public, looked for in everything that leaves the house."""

import base64
import logging
from gzip import decompress
from html import unescape
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pytest
from django.conf import settings
from django.core import mail

from bibia.accounts.roles import Role
from bibia.fiches import actions
from bibia.fiches.columns import ItemsColumn
from bibia.fiches.fields import BY_NAME, OPENABLE
from bibia.fiches.guard import trusted
from bibia.fiches.models import Fiche, Reserved
from bibia.territoires.models import Collectivite
from tests import factories
from tests.confidentiality.canaries import CANARY, PLACES, TERMS, canary_of, unique_terms
from tests.confidentiality.library import RESOURCE, record
from tests.confidentiality.plausible import plausible
from tests.confidentiality.walker import Asked, ask, fillings, fresh, keys, links, requests, unpublished

pytestmark = pytest.mark.django_db

# These pages show whole vocabularies, and invented examples of every component.
VOCABULARY_PAGES = ("/modele-de-donnees/", "/composants/")


def inhabited():
    """A library with a canary in every place; the identifier of the record that holds them."""
    system = factories.account(Role.SYSTEME, handle=f"{CANARY}-compte")
    public = record(1, "x")
    given = public | {name: canary_of(name) for name in PLACES}
    given |= {
        "nom_projet": "Relever les compteurs d’eau",
        "url_ressources": [
            {"titre": "Dépôt ouvert", "acces": "public", **RESOURCE},
            {"titre": f"{CANARY} réservé", "acces": "restreint", **RESOURCE},
            {"titre": f"{CANARY} sans accès", **RESOURCE, "url": f"https://exemple.test/{CANARY}"},
        ],
        # Statements that expose, and that nobody confirmed.
        "aipd": {"statut": "non-realisee", "url_resume": f"https://exemple.test/{CANARY}-aipd"},
    }
    fiche = actions.accept(factories.proposal(by=system, source=f"{CANARY} source", **given), by=system)
    hidden = _in_progress(fiche, system)
    factories.update(fiche, lecons="Commencer petit")
    factories.withdrawn(parametres=f"{CANARY} retiré", nom_projet="Projet retiré")
    for rank in range(13):
        factories.fiche(parametres=f"{CANARY} autre {rank}")
    return fiche.pk, hidden


def _in_progress(fiche, system):
    """Proposals, rejections, the journal, and an organisation that nothing made public."""
    waiting = factories.proposal(fiche_id=fiche.pk, by=system, resume=f"{CANARY} résumé attendu")
    refused = factories.proposal(fiche_id=fiche.pk, resume=f"{CANARY} résumé refusé")
    actions.reject(refused, by=system, reason=f"{CANARY} motif du refus")
    draft = factories.proposal(
        by=system,
        coll_nom=f"Mairie de {CANARY}",
        coll_siret=factories.siret(950),
        nom_projet=f"{CANARY} projet",
        resume=f"{CANARY} résumé",
    )
    with pytest.raises(actions.NotPublishable):
        actions.accept(factories.proposal(nom_projet=f"{CANARY} vide", theme=""), by=system)
    return [draft.fiche_id, str(waiting.pk)]


def forms(text: str) -> list[bytes]:
    """How a text may be written in an answer: as it is, reversed by base64 at any of its three offsets."""
    raw = text.encode()
    return [raw] + [
        base64.b64encode(b"\0" * shift + raw)[(0, 2, 3)[shift] : -4].lower() for shift in range(3)
    ]


def found(content: bytes, words) -> set[str]:
    """The words that are anywhere in it, under any disguise."""
    seen = {content, unquote_to_bytes(content), unescape(content.decode(errors="replace")).encode()}
    looked = b"\n".join(seen).lower()
    return {word for word in words if any(form in looked for form in forms(word))}


class Watch(logging.Handler):
    """Everything that is logged, formatted as it would be written, traceback included."""

    def __init__(self):
        super().__init__(logging.DEBUG)
        self.setFormatter(logging.Formatter("%(name)s %(message)s"))
        self.lines: list[str] = []

    def emit(self, line):
        self.lines.append(self.format(line))


@pytest.fixture
def logs():
    watch, root = Watch(), logging.getLogger()
    level = root.level
    root.addHandler(watch)
    root.setLevel(logging.DEBUG)
    yield watch
    root.setLevel(level)
    root.removeHandler(watch)


def everything(hidden, most=250):
    """Every request of the walker, then every address that the pages lead to."""
    client = fresh()
    known = fillings(4) + unpublished(hidden[:1], [factories.siren(950)])
    seen, waiting = set(), list(requests(known))
    while waiting and len(seen) < most + 1_500:
        asked = waiting.pop(0)
        if asked in seen:
            continue
        seen.add(asked)
        answer = ask(client, asked)
        yield asked, answer
        if answer.header("Content-Type").startswith("text/html") and len(waiting) < most:
            waiting += [Asked(path) for path in sorted(links(asked, answer))]


def looked_at(asked, answer):
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers).encode()
    body = decompress(answer.body) if answer.header("Content-Encoding") == "gzip" else answer.body
    words = [CANARY]
    if asked.path.startswith(VOCABULARY_PAGES):
        words = [PLACES[name] for name in PLACES if name not in TERMS]
    return found(headers + b"\n" + body, words)


def test_no_canary_leaves_the_house(logs):
    with unique_terms():
        _fiche, hidden = inhabited()
        with trusted():
            assert Reserved.objects.get(pk=_fiche).parametres == canary_of("parametres")
        count = 0
        for asked, answer in everything(hidden):
            assert not looked_at(asked, answer), asked
            assert answer.status < 500, asked
            count += 1
    assert count > 400
    assert not found("\n".join(logs.lines).encode(), [CANARY])
    assert mail.outbox == []
    for directory in (settings.STATIC_ROOT, settings.BASE_DIR / "bibia"):
        for file in Path(directory).rglob("*"):
            assert not file.is_file() or CANARY.encode() not in file.read_bytes(), file


def test_what_is_not_public_is_unknown_and_not_forbidden():
    with unique_terms():
        _fiche, hidden = inhabited()
    client = fresh()
    pairs = [
        ("/cas-usage/{}-x/", hidden[0], "zzzzzzzz"),
        ("/cas-usage/{}.json", hidden[0], "zzzzzzzz"),
        ("/collectivites/{}-x/", factories.siren(950), factories.siren(951)),
    ]
    for address, secret, unknown in pairs:
        first, second = (ask(client, Asked(address.format(one))) for one in (secret, unknown))
        assert first.status == 404 and first == second, address
    assert factories.siren(950) not in keys()


def test_a_canary_is_found_under_every_disguise():
    """The search itself can fail: each way of writing is recognised."""
    word = f"{CANARY}042"
    for text in (
        word,
        word.upper(),
        f"<b>{word}</b>",
        "".join(f"&#{ord(letter)};" for letter in word),
        "".join(f"%{ord(letter):02x}" for letter in word),
        *(base64.b64encode(f"{'x' * shift}{word} et la suite".encode()).decode() for shift in range(3)),
    ):
        assert found(text.encode(), [word]), text
    assert not found(b"un texte ordinaire", [word])


@pytest.mark.parametrize("name", OPENABLE)
def test_a_canary_that_is_published_is_seen_then_gone(name):
    """Opened by its organisation, it is on the fiche, in its JSON and in its past; then nowhere."""
    system, word = factories.system(), PLACES[name]
    with unique_terms():
        fiche = factories.fiche(**{name: canary_of(name)})
        assert not _seen(fiche, word)
        actions.open_field(fiche.pk, name, by=system)
        assert _seen(fiche, word) == {"page", "json", "history", "version"}
        factories.update(fiche, **{name: _changed(name)})
        assert _seen(fiche, word) == {"json", "history", "version"}, "the history tells what it was"
        factories.update(fiche, **{name: canary_of(name)})
        actions.close_field(fiche.pk, name, by=system)
        assert not _seen(fiche, word)
        actions.withdraw(fiche.pk, by=system, reason="Fin")
        factories.update(fiche, lecons="Revenue")
        assert not _seen(fiche, word)


def test_fields_that_were_opened_then_closed_leave_nothing_anywhere(logs):
    system = factories.system()
    with unique_terms():
        fiche = factories.fiche(**{name: canary_of(name) for name in OPENABLE})
        factories.fiche()
        for verb in (actions.open_field, actions.close_field):
            for name in OPENABLE:
                verb(fiche.pk, name, by=system)
        for asked, answer in everything([]):
            assert not looked_at(asked, answer), asked
    assert not found("\n".join(logs.lines).encode(), [CANARY])


def _changed(name):
    column = BY_NAME[name].column
    if isinstance(column, ItemsColumn):
        return []
    return plausible(name, "autrement", 0)


def _seen(fiche, word):
    client = fresh()
    page = fiche.get_absolute_url()
    addresses = {
        "page": page,
        "json": f"/cas-usage/{fiche.pk}.json",
        "history": f"{page}historique/",
        "version": f"{page}versions/2/",
    }
    return {name for name, path in addresses.items() if found(ask(client, Asked(path)).body, [word])}


def test_a_resource_that_is_reserved_again_leaves_the_history():
    fiche = factories.fiche(url_ressources=[{"titre": f"{CANARY} ouvert", "acces": "public", **RESOURCE}])
    assert _seen(fiche, CANARY) == {"page", "json"}
    factories.update(fiche, url_ressources=[{"titre": f"{CANARY} ouvert bis", "acces": "public", **RESOURCE}])
    factories.update(fiche, url_ressources=[{"titre": f"{CANARY} ouvert", "acces": "restreint", **RESOURCE}])
    assert not _seen(fiche, CANARY)


def _published(fiche, name):
    return ask(fresh(), Asked(f"/cas-usage/{fiche.pk}.json")).json()[name]


def test_an_exposing_statement_is_public_only_once_confirmed():
    fiche = factories.fiche(ria_classe=["haut-risque-3"], aipd={"statut": "non-realisee"})
    assert _published(fiche, "ria_classe") == [] and _published(fiche, "aipd") == {}
    factories.update(fiche, ria_classe=["haut-risque-3"], confirmed=["ria_classe"])
    assert _published(fiche, "ria_classe") == ["haut-risque-3"] and _published(fiche, "aipd") == {}


def test_a_confirmation_is_worth_for_what_was_confirmed_only():
    """Confirming one class does not confirm in advance another that someone would write later."""
    fiche = factories.fiche(ria_classe=["transparence"], confirmed=["ria_classe"])
    assert _published(fiche, "ria_classe") == ["transparence"]
    factories.update(fiche, lecons="Rien à voir")
    assert _published(fiche, "ria_classe") == ["transparence"]
    factories.update(fiche, ria_classe=["haut-risque-3"])
    assert not _seen(fiche, "haut-risque-3")
    factories.update(fiche, lecons="Rien à voir non plus")
    assert not _seen(fiche, "haut-risque-3")
    factories.update(fiche, ria_classe=["haut-risque-3"], confirmed=["ria_classe"])
    assert _published(fiche, "ria_classe") == ["haut-risque-3"]


def test_an_organisation_exists_for_the_public_only_once_it_published():
    factories.proposal(coll_nom=f"Mairie de {CANARY}", coll_siret=factories.siret(950))
    assert not Collectivite.objects.exists() and not Fiche.objects.exists()
