"""What an address proves of whom its owner works for: a confirmed domain, or the exact address of the directory."""

from functools import cache
from pathlib import Path

from django.utils.crypto import salted_hmac

from bibia.accounts.models import Domain, Membership
from bibia.compte.models import DirectoryAddress

_PROVIDERS = Path(__file__).parent / "data" / "messageries.txt"
Proof = Membership.Proof


def proof(address: str, siren: str) -> Proof:
    if Domain.objects.filter(organisation=siren, domain=domain_of(address)).exists() and not is_consumer(
        address
    ):
        return Proof.DOMAIN
    if DirectoryAddress.objects.filter(siren=siren, fingerprint=fingerprint(address)).exists():
        return Proof.DIRECTORY
    return Proof.NONE


def domain_of(address: str) -> str:
    return address.rpartition("@")[2]


def is_consumer(address: str) -> bool:
    """Whether anybody can have such an address."""
    parts = domain_of(address).split(".")
    return any(".".join(parts[at:]) in _providers() for at in range(len(parts)))


def fingerprint(address: str) -> str:
    return salted_hmac("bibia.compte.annuaire", address, algorithm="sha256").hexdigest()


@cache
def _providers() -> frozenset[str]:
    lines = _PROVIDERS.read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))
