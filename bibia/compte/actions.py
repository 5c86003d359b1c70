"""Who belongs to an organisation and what it decided: each verb is one transaction, one journal line, and mails."""

import re

from django.utils import timezone

from bibia.accounts.addresses import domain_of, is_consumer
from bibia.accounts.models import Account, Domain, Membership, Organisation
from bibia.accounts.roles import IN_ORGANISATION, LABELS, OF_ASSOCIATION, Role
from bibia.compte import letters
from bibia.compte.evidence import proof
from bibia.fiches.inputs import Line
from bibia.fiches.verbs import NotAllowed, Refusal, because, journal, require
from bibia.fiches.writing import writing
from bibia.territoires.finding import by_key
from bibia.territoires.ids import new_id
from bibia.territoires.siret import is_siren
from bibia.web import joining

State, Proof = Membership.State, Membership.Proof
_DOMAIN = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")
ASKED_ROLES = (Role.MEMBRE, Role.CONTRIBUTEUR, Role.DPO)


def ask_membership(*, by: Account, siren: str, nom: str, role: str) -> Membership:
    """Say for whom one works: confirmed at once if the address proves it, else by a person."""
    known = by_key(siren) if is_siren(siren) else None
    nom = known.nom if known else Line().to_python(nom)
    if not is_siren(siren) or not nom:
        raise Refusal("Choisissez votre organisation, ou donnez son SIREN et son nom.")
    if role not in ASKED_ROLES:
        raise Refusal("Ce rôle ne se demande pas.")
    with writing():
        organisation, _made = Organisation.objects.get_or_create(siren=siren, defaults={"nom": nom[:200]})
        found = Membership.objects.filter(account=by, organisation=organisation).first()
        if found and found.state == State.CONFIRMED:
            raise Refusal("Vous êtes déjà rattaché à cette organisation.")
        # What a person refused or ended, an address does not undo.
        proved = proof(by.email, siren) if found is None or found.state == State.WAITING else Proof.NONE
        membership, _new = Membership.objects.update_or_create(
            account=by,
            organisation=organisation,
            defaults={
                "role": role,
                "state": State.CONFIRMED if proved else State.WAITING,
                "proof": proved,
                "asked_at": timezone.now(),
                "decided_at": timezone.now() if proved else None,
                "decided_by": None,
                "reason": "",
            },
        )
        journal("ask_membership", by, "", detail=_about(membership))
        if proved:
            letters.joined(membership)
            joining.tell(membership)
        else:
            letters.waits(membership)
        return membership


def confirm(membership: Membership, *, by: Account, role: str, with_domain: bool = False) -> Membership:
    """`with_domain`: the next people with an address of this domain will need nobody."""
    with writing():
        membership = _managed(membership, by, State.WAITING)
        _give(membership, role)
        _decide(membership, State.CONFIRMED, by=by)
        membership.proof = Proof.PERSON
        membership.save()
        journal("confirm_member", by, "", detail=_about(membership))
        if with_domain:
            confirm_domain(membership.organisation, domain_of(membership.account.email), by=by)
        letters.confirmed(membership)
        joining.tell(membership)
        return membership


def refuse(membership: Membership, *, by: Account, reason: str) -> Membership:
    with writing():
        membership = _managed(membership, by, State.WAITING)
        membership.reason = because(reason, "Dites pourquoi : la personne lira ce motif.")
        _decide(membership, State.REFUSED, by=by)
        membership.save()
        journal("refuse_member", by, "", detail=_about(membership))
        letters.refused(membership)
        return membership


def end(membership: Membership, *, by: Account) -> Membership:
    """By who manages the people of the organisation, or by the person."""
    with writing():
        if membership.account_id == by.pk:
            membership = _fresh(membership, State.CONFIRMED, State.WAITING)
        else:
            membership = _managed(membership, by, State.CONFIRMED)
        _decide(membership, State.ENDED, by=by)
        membership.save()
        journal("end_member", by, "", detail=_about(membership))
        letters.ended(membership)
        return membership


def change_role(membership: Membership, role: str, *, by: Account) -> Membership:
    with writing():
        membership = _managed(membership, by, State.CONFIRMED)
        if membership.role == role:
            return membership
        _give(membership, role)
        membership.save()
        journal("change_role", by, "", detail=_about(membership))
        letters.role_changed(membership)
        return membership


def set_flow(organisation: Organisation, self_publishing: bool, *, by: Account) -> None:
    """Whether an organisation publishes by itself, one of its people proposing and another deciding."""
    with writing():
        require(by, "choose_flow", siren=organisation.siren)
        Organisation.objects.filter(pk=organisation.pk).update(self_publishing=self_publishing)
        journal(
            "choose_flow",
            by,
            "",
            detail=f"{organisation.siren} {'seule' if self_publishing else 'association'}",
        )


def rename(organisation: Organisation, nom: str, *, by: Account) -> None:
    with writing():
        require(by, "choose_flow", siren=organisation.siren)
        if not (nom := Line().to_python(nom)):
            raise Refusal("Une organisation a un nom.")
        Organisation.objects.filter(pk=organisation.pk).update(nom=nom[:200])
        journal("rename_organisation", by, "", detail=organisation.siren)


def confirm_domain(organisation: Organisation, domain: str, *, by: Account) -> None:
    with writing():
        require(by, "confirm_domain", siren=organisation.siren)
        domain = domain.strip().lower().removeprefix("@")
        if not _DOMAIN.fullmatch(domain):
            raise Refusal("Ce n’est pas un domaine. Exemple : mairie-exemple.fr")
        if is_consumer(f"@{domain}"):
            raise Refusal("Ce domaine est celui d’une messagerie ouverte à tous : il ne prouve rien.")
        Domain.objects.get_or_create(domain=domain, organisation=organisation)
        journal("confirm_domain", by, "", detail=f"{organisation.siren} {domain}")


def drop_domain(domain: Domain, *, by: Account) -> None:
    with writing():
        require(by, "confirm_domain", siren=domain.organisation_id)
        Domain.objects.filter(pk=domain.pk).delete()
        journal("drop_domain", by, "", detail=f"{domain.organisation_id} {domain.domain}")


def name_to_association(address: str, role: str, *, by: Account) -> Account:
    """Make someone an animator or an administrator; they choose a second factor when they first come in."""
    with writing():
        require(by, "manage_association")
        if role not in OF_ASSOCIATION:
            raise Refusal("Ce rôle n’est pas celui de l’association.")
        account, _made = Account.objects.get_or_create(
            email=address, defaults={"handle": f"compte-{new_id()}"}
        )
        if not account.is_active:
            raise Refusal("Ce compte est fermé.")
        if account.pk == by.pk:
            raise Refusal("Un autre administrateur change votre rôle.")
        account.role = role
        account.save(update_fields=["role"])
        journal("name_association", by, "", detail=f"{account.handle} {role}")
        letters.named(account)
        return account


def leave_association(account: Account, *, by: Account) -> None:
    with writing():
        require(by, "manage_association")
        account = Account.objects.get(pk=account.pk)
        if account.pk == by.pk:
            raise Refusal("Un autre administrateur vous retire ce rôle.")
        if account.role not in OF_ASSOCIATION:
            raise Refusal("Cette personne n’est plus de l’équipe.")
        account.role = ""
        account.save(update_fields=["role"])
        account.sessions.all().delete()
        journal("leave_association", by, "", detail=account.handle)
        letters.left(account)


def _managed(membership: Membership, by: Account, *states: str) -> Membership:
    require(by, "manage_people", siren=membership.organisation_id)
    if membership.account_id == by.pk:
        raise NotAllowed("Une autre personne décide pour vous.")
    return _fresh(membership, *states)


def _fresh(membership: Membership, *states: str) -> Membership:
    """As it is now: somebody else may have decided since the page was shown."""
    fresh = Membership.objects.select_related("organisation", "account").get(pk=membership.pk)
    if fresh.state not in states:
        raise Refusal("Quelqu’un d’autre en a déjà décidé.")
    return fresh


def _give(membership: Membership, role: str) -> None:
    if role not in IN_ORGANISATION:
        raise Refusal("Ce rôle n’existe pas.")
    membership.role = role


def _decide(membership: Membership, state: str, *, by: Account) -> None:
    membership.state, membership.decided_at, membership.decided_by = state, timezone.now(), by


def _about(membership: Membership) -> str:
    return f"{membership.organisation_id} {membership.account.handle} {LABELS[Role(membership.role)]}"
