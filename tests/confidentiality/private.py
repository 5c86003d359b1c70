"""What fills the samples of private addresses: `{name}` in a sample is filled by FILLINGS[name]()."""

from collections.abc import Callable

from bibia.echanges import actions as exchanges
from bibia.echanges.letters import token
from bibia.echanges.models import Kind
from bibia.fiches.guard import trusted
from bibia.fiches.models import Fiche, Proposal
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


FILLINGS: dict[str, Callable[[], str]] = {
    "fiche": lambda: _published().pk,
    "slug": lambda: _published().slug,
    "siren": lambda: factories.siren(1),
    "proposition": _proposal,
    "message": _message,
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
