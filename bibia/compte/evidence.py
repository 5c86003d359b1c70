"""What an address proves of whom its owner works for: a confirmed domain, or the exact address of the directory."""

from django.utils.crypto import salted_hmac

from bibia.accounts.addresses import domain_of, is_consumer
from bibia.accounts.models import Domain, Membership
from bibia.compte.models import DirectoryAddress

Proof = Membership.Proof


def proof(address: str, siren: str) -> Proof:
    if Domain.objects.filter(organisation=siren, domain=domain_of(address)).exists() and not is_consumer(
        address
    ):
        return Proof.DOMAIN
    if DirectoryAddress.objects.filter(siren=siren, fingerprint=fingerprint(address)).exists():
        return Proof.DIRECTORY
    return Proof.NONE


def fingerprint(address: str) -> str:
    return salted_hmac("bibia.compte.annuaire", address, algorithm="sha256").hexdigest()
