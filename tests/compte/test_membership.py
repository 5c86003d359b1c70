"""For whom one works: what proves it, who decides, and who is told."""

from itertools import product

import pytest

from bibia.accounts.addresses import is_consumer
from bibia.accounts.models import Account, Domain, Membership, Organisation
from bibia.accounts.roles import Role
from bibia.compte import actions
from bibia.compte.evidence import fingerprint
from bibia.compte.models import DirectoryAddress
from bibia.fiches.guard import trusted
from bibia.fiches.models import Journal
from bibia.fiches.verbs import NotAllowed, Refusal
from tests import factories
from tests.compte.browsing import mails
from tests.confidentiality.test_rights import EXPECTED, ROLES, Scope

pytestmark = pytest.mark.django_db

OURS, THEIRS = factories.siren(10), factories.siren(20)
State, Proof = Membership.State, Membership.Proof


@pytest.fixture(autouse=True)
def trust():
    with trusted():
        yield


def person(email: str = "") -> Account:
    return factories.account(Role.PUBLIC, email=email)


def ask(account: Account, siren: str = OURS, role: str = Role.CONTRIBUTEUR) -> Membership:
    return actions.ask_membership(by=account, siren=siren, nom="Commune de Bourg-Essai", role=role)


def waiting(siren: str = OURS, email: str = "") -> Membership:
    return ask(person(email), siren)


@pytest.mark.parametrize(
    ("address", "domains", "directory", "proof"),
    [
        ("dgs@bourg.example", ["bourg.example"], [], Proof.DOMAIN),
        ("dgs@autre.example", ["bourg.example"], [], Proof.NONE),
        # A sub-domain is another domain; an address that only contains it is another still.
        ("dgs@mail.bourg.example", ["bourg.example"], [], Proof.NONE),
        ("dgs@fauxbourg.example", ["bourg.example"], [], Proof.NONE),
        ("mairie.bourg@orange.fr", [], ["mairie.bourg@orange.fr"], Proof.DIRECTORY),
        ("mairie.bourg2@orange.fr", [], ["mairie.bourg@orange.fr"], Proof.NONE),
        ("dgs@bourg.example", [], ["mairie@bourg.example"], Proof.NONE),
        # Were it ever confirmed, a provider's domain proves nothing.
        ("quelquun@orange.fr", ["orange.fr"], [], Proof.NONE),
        ("quelquun@gmail.com", [], [], Proof.NONE),
        ("dgs@bourg.example", [], [], Proof.NONE),
    ],
)
def test_what_an_address_proves(address, domains, directory, proof):
    organisation = Organisation.objects.create(siren=OURS, nom="Bourg-Essai")
    Domain.objects.bulk_create(Domain(domain=one, organisation=organisation) for one in domains)
    DirectoryAddress.objects.bulk_create(
        DirectoryAddress(siren=OURS, fingerprint=fingerprint(one)) for one in directory
    )
    # The same proofs for another organisation prove nothing here.
    membership = ask(person(address))
    assert membership.proof == proof
    assert membership.state == (State.CONFIRMED if proof else State.WAITING)
    assert ask(membership.account, THEIRS).state == State.WAITING


def test_a_provider_of_mailboxes_is_known_with_its_sub_domains():
    assert is_consumer("a@gmail.com") and is_consumer("a@perso.orange.fr") and is_consumer("a@laposte.net")
    assert not is_consumer("a@mairie-bourg.fr") and not is_consumer("a@notgmail.com")


def test_waiting_gives_no_right():
    membership = waiting()
    assert membership.account.viewer.seats == () and not membership.account.viewer.is_member


@pytest.mark.parametrize("role", [Role.RESPONSABLE, Role.ANIMATEUR, Role.PUBLIC, "nouveau", ""])
def test_some_roles_are_not_asked_for(role):
    with pytest.raises(Refusal):
        ask(person(), role=role)


@pytest.mark.parametrize("siren", ["", "123456789", "12345678", OURS + "0", "abcdefghi"])
def test_what_is_no_siren_is_refused(siren):
    with pytest.raises(Refusal):
        ask(person(), siren)
    assert not Organisation.objects.exists()


def test_the_official_name_wins_over_what_is_typed():
    actions.ask_membership(by=person(), siren="215704636", nom="Spam\nici", role=Role.MEMBRE)
    assert Organisation.objects.get().nom == "Metz"


def test_asking_twice_is_one_request_whose_role_may_change():
    account = person()
    ask(account)
    assert ask(account, role=Role.DPO).role == Role.DPO
    assert Membership.objects.count() == 1


def test_what_a_person_ended_an_address_does_not_undo():
    admin = factories.account(Role.ANIMATEUR)
    membership = waiting(email="dgs@bourg.example")
    actions.confirm_domain(membership.organisation, "bourg.example", by=admin)
    actions.end(actions.confirm(membership, by=admin, role=Role.MEMBRE), by=admin)
    again = ask(membership.account)
    assert again.state == State.WAITING and again.account.viewer.seats == ()


def test_a_confirmed_domain_is_for_the_next_ones():
    admin = factories.account(Role.ANIMATEUR)
    actions.confirm(waiting(email="dgs@bourg.example"), by=admin, role=Role.RESPONSABLE, with_domain=True)
    assert waiting(email="accueil@bourg.example").state == State.CONFIRMED


@pytest.mark.parametrize("domain", ["gmail.com", "perso.orange.fr", "", "bourg", "a@bourg.example"])
def test_a_domain_open_to_all_is_never_confirmed(domain):
    membership = waiting()
    with pytest.raises(Refusal):
        actions.confirm_domain(membership.organisation, domain, by=factories.account(Role.ANIMATEUR))
    assert not Domain.objects.exists()


def test_a_refused_domain_undoes_the_confirmation_with_it():
    membership = waiting(email="quelquun@gmail.com")
    with pytest.raises(Refusal):
        actions.confirm(membership, by=factories.account(Role.ANIMATEUR), role=Role.MEMBRE, with_domain=True)
    membership.refresh_from_db()
    assert membership.state == State.WAITING


def test_who_is_told():
    animator = factories.account(Role.ANIMATEUR, email="anim@asso.example")
    first = waiting(email="dgs@bourg.example")
    assert [mail.to for mail in mails()] == [animator.email]  # nobody there yet: the association
    actions.confirm(first, by=animator, role=Role.RESPONSABLE, with_domain=True)
    assert [mail.to for mail in mails()][1:] == ["dgs@bourg.example"]
    second = waiting(email="quelquun@orange.fr")
    assert [mail.to for mail in mails()][2:] == ["dgs@bourg.example"]
    waiting(email="accueil@bourg.example")  # proved by the domain: the responsable is told
    assert [mail.to for mail in mails()][3:] == ["dgs@bourg.example"]
    actions.refuse(second, by=first.account, reason="Je ne vous connais pas.")
    last = mails()[-1]
    assert last.to == "quelquun@orange.fr" and "Je ne vous connais pas." in last.text
    # No mail gives one person's address to another.
    for mail in mails():
        others = {"dgs@bourg.example", "quelquun@orange.fr", "accueil@bourg.example"} - {mail.to}
        assert not any(one in mail.text + mail.html + mail.subject for one in others)


def test_a_refusal_needs_its_reason():
    with pytest.raises(Refusal):
        actions.refuse(waiting(), by=factories.account(Role.ANIMATEUR), reason="  ")


def test_what_was_decided_is_not_decided_again():
    admin = factories.account(Role.ANIMATEUR)
    membership = waiting()
    stale = Membership.objects.get(pk=membership.pk)
    actions.refuse(membership, by=admin, reason="Non")
    with pytest.raises(Refusal):
        actions.confirm(stale, by=admin, role=Role.MEMBRE)


def test_nobody_decides_for_themselves_but_all_may_leave():
    seat = factories.member(person(), Role.RESPONSABLE, OURS)
    for run in (
        lambda: actions.change_role(seat, Role.MEMBRE, by=seat.account),
        lambda: actions.confirm(seat, by=seat.account, role=Role.MEMBRE),
    ):
        with pytest.raises(NotAllowed):
            run()
    actions.end(seat, by=seat.account)
    assert seat.account.viewer.seats == ()


def actor(role):
    return factories.account(role, siren=OURS) if role is not Role.PUBLIC else person()


DEEDS = {
    "confirm": ("manage_people", lambda by, siren: actions.confirm(waiting(siren), by=by, role=Role.MEMBRE)),
    "refuse": ("manage_people", lambda by, siren: actions.refuse(waiting(siren), by=by, reason="Non")),
    "end": (
        "manage_people",
        lambda by, siren: actions.end(factories.member(person(), Role.DPO, siren), by=by),
    ),
    "change_role": (
        "manage_people",
        lambda by, siren: actions.change_role(
            factories.member(person(), Role.DPO, siren), Role.RESPONSABLE, by=by
        ),
    ),
    "set_flow": ("choose_flow", lambda by, siren: actions.set_flow(waiting(siren).organisation, True, by=by)),
    "rename": ("choose_flow", lambda by, siren: actions.rename(waiting(siren).organisation, "Nom", by=by)),
    "confirm_domain": (
        "confirm_domain",
        lambda by, siren: actions.confirm_domain(waiting(siren).organisation, "bourg.example", by=by),
    ),
    "name_to_association": (
        "manage_association",
        lambda by, siren: actions.name_to_association("nouveau@asso.example", Role.ANIMATEUR, by=by),
    ),
    "leave_association": (
        "manage_association",
        lambda by, siren: actions.leave_association(factories.account(Role.ANIMATEUR), by=by),
    ),
}


@pytest.mark.parametrize(("deed", "role"), list(product(DEEDS, ROLES)))
def test_each_cell_of_the_matrix(deed, role):
    verb, run = DEEDS[deed]
    scope = EXPECTED[verb][ROLES.index(role)]
    for whose, siren in (("own", OURS), ("other", THEIRS)):
        by = actor(role)
        lines = Journal.objects.filter(by=by).count()
        if scope is Scope.ALL or (scope is Scope.OWN and whose == "own"):
            run(by, siren)
            assert Journal.objects.filter(by=by).count() > lines, f"{deed} {role} {whose}"
        else:
            with pytest.raises(NotAllowed):
                run(by, siren)
            assert Journal.objects.filter(by=by).count() == lines, f"{deed} {role} {whose}"


def test_the_journal_names_nobody():
    admin = factories.account(Role.ADMINISTRATEUR, email="admin@asso.example")
    actions.refuse(waiting(email="quelquun@orange.fr"), by=admin, reason="Nous ne vous connaissons pas")
    actions.name_to_association("nouveau@asso.example", Role.ANIMATEUR, by=admin)
    for line in Journal.objects.all():
        assert "quelquun@" not in line.detail and "nouveau@" not in line.detail
        assert "connaissons" not in line.detail


def test_the_team_keeps_its_own_administrator():
    admin = factories.account(Role.ADMINISTRATEUR, email="admin@asso.example")
    with pytest.raises(Refusal):
        actions.leave_association(admin, by=admin)
    with pytest.raises(Refusal):
        actions.name_to_association("admin@asso.example", Role.ANIMATEUR, by=admin)
    with pytest.raises(Refusal):
        actions.name_to_association("x@asso.example", Role.RESPONSABLE, by=admin)
