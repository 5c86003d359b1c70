"""What fills the samples of private addresses: `{name}` in a sample is filled by FILLINGS[name]()."""

from collections.abc import Callable

from django.core import signing

from bibia.accounts.roles import Role
from bibia.contribution import visas
from bibia.contribution.models import Draft
from bibia.echanges import actions as exchanges
from bibia.echanges import alerts, needs
from bibia.echanges.letters import token
from bibia.echanges.models import Kind, Need
from bibia.fiches.guard import trusted
from bibia.fiches.models import Fiche, Proposal
from bibia.fiches.shelves import put_shelf
from bibia.fiches.suppliers import put_template
from bibia.imports import actions as imports
from bibia.moderation import mailing, terms
from bibia.routes import PRIVATE
from tests import factories


def _published() -> Fiche:
    return Fiche.objects.order_by("pk").first() or factories.fiche(coll_siret=factories.siret(1))


def _proposal() -> str:
    with trusted():
        waiting = Proposal.objects.filter(state=Proposal.State.PENDING).order_by("pk").first()
    return str((waiting or factories.proposal(coll_siret=factories.siret(2))).pk)


def _message() -> str:
    """The link by which somebody confirms what they wrote."""
    with trusted():
        made = exchanges.receive(
            kind=Kind.CONTACT, fiche_id=_published().pk, address="lectrice@exemple.test", text="Bonjour."
        )
    return token(made)


def _draft() -> str:
    """Of a colleague, for the organisation of the samples: its people read it."""
    siren = _published().collectivite.siren or factories.siren(1)
    colleague = factories.account(Role.CONTRIBUTEUR, siren=siren)
    values = {"nom_projet": "Essai", "resultats": [{"indicateur": "Temps", "valeur": "2"}]}
    return str(factories.draft(values=values, source="", by=colleague, siren=siren).pk)


def _visa() -> str:
    """The link of somebody whose visa was asked."""
    with trusted():
        draft = Draft.objects.get(pk=_draft())
        return visas.make(draft, by=factories.system(), function="DGS")[1]


def _exchange() -> str:
    """A question that waits to be read again."""
    asker = factories.account(Role.PUBLIC, email="membre@exemple.test")
    made = exchanges.receive(
        kind=Kind.QUESTION, fiche_id=_published().pk, address=asker.email, text="Pourquoi ?", by=asker
    )
    return made.pk


def _need() -> str:
    agent = factories.account(Role.MEMBRE, siren=factories.siren(3))
    words = {"title": "Relever l’eau", "text": "Nous cherchons.", "theme": "ecologie"}
    return needs.post(siren=factories.siren(3), by=agent, **words).pk


def _offer() -> str:
    """To the need of the samples, which its address names first."""
    agent = factories.account(Role.MEMBRE, siren=factories.siren(1))
    with trusted():
        need = Need.objects.latest("posted_at")
    return str(needs.offer(need, siren=factories.siren(1), text="Nous savons.", by=agent).pk)


def _alert() -> str:
    asked = alerts.Asked("lectrice@exemple.test", "fiche", _published().pk)
    return alerts.stop_token(alerts.start(asked))


def _alerts() -> str:
    return alerts.stop_all_token("lectrice@exemple.test")


def _asked_alert() -> str:
    return signing.dumps(["lectrice@exemple.test", "recherche", "q=eau"], salt=alerts._ASK, compress=True)


def _overtaken() -> str:
    """A proposal on a record that changed since."""
    fiche = factories.fiche(coll_siret=factories.siret(3))
    proposal = factories.proposal(fiche_id=fiche.pk, resume="Une phrase.")
    factories.update(fiche, resume="Une autre.")
    return str(proposal.pk)


def _shelf() -> str:
    words = {"title": "Étagère d’essai", "text": "Deux phrases."}
    return put_shelf(slug="essai-prive", fiches=[_published().pk], by=factories.system(), **words).slug


def _template() -> str:
    values = {"nom_algorithme": "Sonde"}
    made = put_template(title="Sonde", supplier="Exemple", values=values, by=factories.system())
    return str(made.pk)


def _term() -> str:
    return str(
        terms.propose(vocabulary="sous_theme", label="Sobriété", why="Il manque.", by=factories.system()).pk
    )


def _import() -> str:
    """A table that somebody brought in, read once."""
    by = factories.account(Role.CONTRIBUTEUR, siren=factories.siren(1))
    with trusted():
        made = imports.receive(
            b"coll_nom,nom_projet,theme\nA,B,C\n", name="t.csv", by=by, siren=factories.siren(1)
        )
        imports.examine(made.pk, by=by)
    return made.pk


FILLINGS: dict[str, Callable[[], str]] = {
    "fiche": lambda: _published().pk,
    "slug": lambda: _published().slug,
    "siren": lambda: factories.siren(1),
    "proposition": _proposal,
    "perimee": _overtaken,
    "etagere": _shelf,
    "modele": _template,
    "terme": _term,
    "arret": lambda: mailing.token(factories.account(Role.PUBLIC)),
    "autre_fiche": lambda: factories.fiche(coll_siret=factories.siret(4)).pk,
    "message": _message,
    "echange": _exchange,
    "besoin": _need,
    "offre": _offer,
    "alerte": _alert,
    "alertes": _alerts,
    "alerte_demandee": _asked_alert,
    "brouillon": _draft,
    "visa": _visa,
    "import": _import,
}


class _Filled(dict[str, str]):
    """Made when first asked for, then the same in every address."""

    def __missing__(self, name: str) -> str:
        self[name] = FILLINGS[name]()
        return self[name]


def private_samples() -> list[tuple[str, str]]:
    """(name of the route, address) of every declared private sample."""
    filled = _Filled()
    return [(name, sample.format_map(filled)) for name, route in PRIVATE.items() for sample in route.samples]
