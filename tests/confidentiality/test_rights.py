"""The matrix of rights, written out: roles × verbs × states × whose record, run against the real actions."""

import inspect
from functools import partial
from itertools import product

import pytest
from django.db import IntegrityError, transaction

from bibia.accounts import roles
from bibia.accounts.roles import RIGHTS, Role, Scope
from bibia.accounts.viewer import PUBLIC, Seat, Viewer
from bibia.fiches import actions, archiving, confirming, correcting, many, merging
from bibia.fiches.fields import INTERNAL, Access, named
from bibia.fiches.guard import trusted
from bibia.fiches.models import Change, Fiche, Internal, Journal, Proposal, Reserved, Version, Withdrawn
from bibia.territoires.models import Collectivite
from tests import factories

pytestmark = pytest.mark.django_db

ALL, OWN, TWO, NONE = Scope.ALL, Scope.OWN, Scope.TWO_STEPS, Scope.NONE
# What is promised. Changing RIGHTS without changing this table is a mistake, and the reverse.
EXPECTED = {
    #                   public membre contributeur responsable dpo animateur administrateur systeme
    "read_public": (ALL,) * 8,
    "read_restricted": (NONE, ALL, ALL, ALL, ALL, ALL, ALL, ALL),
    "read_internal": (NONE, NONE, OWN, OWN, OWN, ALL, ALL, ALL),
    "read_drafts": (NONE, NONE, OWN, OWN, OWN, ALL, ALL, ALL),
    "propose": (NONE, NONE, OWN, OWN, NONE, ALL, ALL, ALL),
    "import": (NONE, NONE, OWN, OWN, NONE, ALL, ALL, ALL),  # run in tests/imports/test_web_rights.py
    "cancel": (NONE, NONE, OWN, OWN, NONE, ALL, ALL, ALL),
    "accept": (NONE, NONE, NONE, TWO, NONE, ALL, ALL, ALL),
    "ask_changes": (NONE, NONE, NONE, TWO, NONE, ALL, ALL, ALL),
    "reject": (NONE, NONE, NONE, TWO, NONE, ALL, ALL, ALL),
    "rebase": (NONE, NONE, NONE, TWO, NONE, ALL, ALL, ALL),
    "correct": (NONE, NONE, NONE, NONE, NONE, ALL, ALL, ALL),
    "archive": (NONE, NONE, NONE, TWO, NONE, ALL, ALL, ALL),
    "unarchive": (NONE, NONE, NONE, TWO, NONE, ALL, ALL, ALL),
    "merge": (NONE, NONE, NONE, NONE, NONE, ALL, ALL, ALL),
    "withdraw": (NONE, NONE, NONE, NONE, NONE, ALL, ALL, ALL),
    "open_field": (NONE, NONE, OWN, OWN, NONE, ALL, ALL, ALL),
    "close_field": (NONE, NONE, OWN, OWN, NONE, ALL, ALL, ALL),
    "confirm_still_true": (NONE, NONE, OWN, OWN, NONE, ALL, ALL, ALL),
    "edit_shelf": (NONE, NONE, NONE, NONE, NONE, ALL, ALL, ALL),  # run in tests/fiches/test_shelves.py
    # Run in tests/fiches/test_suppliers.py and tests/moderation/.
    "edit_template": (NONE, NONE, NONE, NONE, NONE, ALL, ALL, ALL),
    "propose_term": (NONE, ALL, ALL, ALL, ALL, ALL, ALL, ALL),
    "decide_term": (NONE, NONE, NONE, NONE, NONE, ALL, ALL, ALL),
    "write_mailing": (NONE, NONE, NONE, NONE, NONE, ALL, ALL, ALL),
    # Run in tests/echanges/.
    "answer": (NONE, NONE, OWN, OWN, NONE, ALL, ALL, ALL),
    "moderate_exchanges": (NONE, NONE, NONE, NONE, NONE, ALL, ALL, ALL),
    "express_interest": (NONE, OWN, OWN, OWN, NONE, NONE, NONE, NONE),
    "name_publicly": (NONE, NONE, OWN, OWN, NONE, NONE, NONE, NONE),
    "post_need": (NONE, OWN, OWN, OWN, NONE, NONE, NONE, NONE),
    # Run in tests/compte/.
    "manage_people": (NONE, NONE, NONE, OWN, NONE, ALL, ALL, ALL),
    "choose_flow": (NONE, NONE, NONE, NONE, NONE, ALL, ALL, ALL),
    "confirm_domain": (NONE, NONE, NONE, NONE, NONE, ALL, ALL, ALL),
    "manage_association": (NONE, NONE, NONE, NONE, NONE, NONE, ALL, ALL),
}
ROLES = (
    *(Role.PUBLIC, Role.MEMBRE, Role.CONTRIBUTEUR, Role.RESPONSABLE, Role.DPO),
    *(Role.ANIMATEUR, Role.ADMINISTRATEUR, Role.SYSTEME),
)
# Rights that are not verbs on a record.
OTHERS = {"read_public", "read_restricted", "read_internal", "read_drafts", "edit_shelf", "import"} | {
    *("manage_people", "choose_flow", "confirm_domain", "manage_association"),
    *("answer", "moderate_exchanges", "express_interest", "name_publicly", "post_need"),
    *("edit_template", "propose_term", "decide_term", "write_mailing"),
}
STATES = ("none", "pending", "published", "archived", "withdrawn")
# "orphan": the record of an organisation whose SIREN is unknown; nobody owns it.
WHOSE = ("own", "other", "orphan")
# Where a verb has something to act on; elsewhere it is refused to all, allowed or not.
ACTS_ON = {
    "propose": {"none", "published", "archived", "withdrawn"},
    "cancel": {"pending"},
    "accept": {"pending"},
    "ask_changes": {"pending"},
    "reject": {"pending"},
    "rebase": {"pending"},
    "correct": {"pending"},
    "archive": {"published"},
    "unarchive": {"archived"},
    "merge": {"published", "archived"},
    "withdraw": {"published", "archived"},
    "open_field": {"published", "archived"},
    "close_field": {"published", "archived"},
    "confirm_still_true": {"published"},
}
# Verbs that are another's way of doing.
UNDER_ANOTHER = {
    "accept_new": "accept",
    "cancel_many": "cancel",
    "propose_new": "propose",
    "suggest": "ask_changes",
    "take_correction": "propose",
}
OURS, THEIRS = 10, 20
TABLES = (Fiche, Version, Withdrawn, Change, Collectivite, Reserved, Internal, Proposal, Journal)


def expected(verb, role, whose) -> bool:
    scope = EXPECTED[verb][ROLES.index(role)]
    return scope is ALL or (scope in (OWN, TWO) and whose == "own")


def test_every_role_and_every_verb_is_in_the_table():
    assert tuple(Role) == ROLES
    assert {verb: tuple(RIGHTS[verb][role] for role in ROLES) for verb in RIGHTS} == EXPECTED
    assert set(ACTS_ON) | OTHERS == set(RIGHTS)


def test_every_public_verb_of_the_actions_is_in_the_table():
    verbs = {
        name
        for module in (actions, archiving, confirming, correcting, many, merging)
        for name, value in vars(module).items()
        if inspect.isfunction(value) and value.__module__ == module.__name__ and not name.startswith("_")
        # Every verb, and nothing else, is told who acts.
        if "by" in inspect.signature(value).parameters
    }
    assert verbs - set(UNDER_ANOTHER) == set(ACTS_ON)
    assert set(UNDER_ANOTHER.values()) <= set(ACTS_ON)


def test_a_role_without_its_column_is_refused():
    with pytest.raises(ValueError):
        dict(zip([*Role, "nouveau"], (ALL,) * len(Role), strict=True))
    for verb, scopes in RIGHTS.items():
        assert set(scopes) == set(Role), verb
    assert set(roles.LABELS) == set(Role)


def test_an_unknown_verb_or_role_is_refused_to_all():
    for role in Role:
        assert not roles.allows("effacer", role, own=True)
    assert not roles.allows("propose", "nouveau", own=True)


def test_the_database_refuses_an_account_without_a_declared_role():
    for role in ("nouveau", "publique"):
        with pytest.raises(IntegrityError), transaction.atomic():
            factories.account(role)
    for role in ("nouveau", Role.PUBLIC, Role.ANIMATEUR, ""):
        with pytest.raises(IntegrityError), transaction.atomic():
            factories.member(factories.account(Role.MEMBRE), role, factories.siren(OURS))


def test_nobody_owns_what_has_no_siren():
    viewer = Viewer(Role.MEMBRE, (Seat("", Role.RESPONSABLE),))
    assert not viewer.owns("") and not viewer.may("propose", siren="")


def test_a_seat_gives_nothing_elsewhere():
    viewer = Viewer(Role.MEMBRE, (Seat("1", Role.RESPONSABLE), Seat("2", Role.DPO, self_publishing=True)))
    assert viewer.may("propose", siren="1") and not viewer.may("propose", siren="2")
    assert not viewer.may("accept", siren="1") and not viewer.may("accept", siren="2")
    assert viewer.organisations("read_internal") == ("1", "2")


def actor(role):
    if role is not Role.PUBLIC:
        return factories.account(role, siren=factories.siren(OURS), self_publishing=True)

    class Visitor:
        """No account is public: an actor that has only the rights of the public."""

        viewer, pk = PUBLIC, None

    return Visitor()


def viewer_of(account):
    with trusted():
        return account.viewer


def target(state, whose):
    """(record identifier, pending proposal) of a record in this state."""
    number = {"own": factories.siret(OURS), "other": factories.siret(THEIRS), "orphan": ""}[whose]
    given = {"coll_siret": number, "budget": "plus-100k"}
    if state == "none":
        return None, None
    if state == "pending":
        proposal = factories.proposal(**given)
        return proposal.fiche_id, proposal
    if state == "withdrawn":
        return factories.withdrawn(**given), None
    fiche = factories.fiche(**given)
    actions.open_field(fiche.pk, "erreur", by=factories.system())
    if state == "archived":
        archiving.archive(fiche.pk, by=factories.system(), reason="Projet terminé")
    return fiche.pk, None


def rebase(by, state, whose):
    """Of a proposal on a record that changed since."""
    if state != "pending":
        return lambda: correcting.rebase(Proposal(pk=0), by=by, revision=3)
    identifier, _proposal = target("published", whose)
    late = factories.proposal(fiche_id=identifier, resume="Une phrase.")
    actions.accept(factories.proposal(fiche_id=identifier, lecons="Associer."), by=factories.system())
    return lambda: correcting.rebase(late, by=by, revision=3)


def propose(by, identifier, state, whose):
    number = {"own": OURS, "other": THEIRS}.get(whose)
    given = {"coll_siret": factories.siret(number) if number else "", "resume": "Une phrase."}
    values = factories.values(**given) if state in ("none", "pending") else {"resume": "Une phrase."}
    about = None if state == "none" else identifier
    return lambda: actions.propose(values=values, by=by, fiche_id=about)


def merge(by, kept):
    gone = factories.fiche().pk
    return lambda: merging.merge(kept, gone, taken=["resume"], by=by, reason="Deux fois la même.")


def attempt(verb, by, record, state, whose):
    """A way to run this verb on a record in this state, ready to be called."""
    identifier, waiting = record
    missing = identifier or "zzzzzzzz"
    with trusted():
        # Read again: what the cell before did to it was taken back in the database only.
        proposal = Proposal.objects.get(pk=waiting.pk) if waiting else Proposal(pk=0)
    return {
        "propose": lambda: propose(by, identifier, state, whose),
        "rebase": lambda: rebase(by, state, whose),
        "merge": lambda: merge(by, missing),
        "accept": lambda: partial(actions.accept, proposal, by=by),
        "cancel": lambda: partial(actions.cancel, proposal, by=by),
        "ask_changes": lambda: partial(actions.ask_changes, proposal, by=by, reason="Encore"),
        "reject": lambda: partial(actions.reject, proposal, by=by, reason="Non"),
        "correct": lambda: partial(correcting.correct, proposal, by=by, values={"resume": "Autre."}),
        "archive": lambda: partial(archiving.archive, missing, by=by, reason="Fin"),
        "confirm_still_true": lambda: partial(confirming.confirm_still_true, missing, by=by),
        "unarchive": lambda: partial(archiving.unarchive, missing, by=by),
        "withdraw": lambda: partial(actions.withdraw, missing, by=by, reason="Fin"),
        "open_field": lambda: partial(actions.open_field, missing, "budget", by=by),
        "close_field": lambda: partial(actions.close_field, missing, "erreur", by=by),
    }[verb]()


def everything():
    """Every row of every table: what is refused changes nothing at all."""
    with trusted():
        return {model.__name__: list(model.objects.order_by("pk").values()) for model in TABLES}


@pytest.mark.parametrize(("state", "whose"), list(product(STATES, WHOSE)))
def test_each_cell_of_the_matrix(state, whose):
    """The record is made once; each cell finds it as it was, and is taken back."""
    record = target(state, whose)
    for verb, role in product(ACTS_ON, ROLES):
        with transaction.atomic():
            _cell(verb, role, record, state, whose)
            transaction.set_rollback(True)


def _cell(verb, role, record, state, whose):
    run = attempt(verb, actor(role), record, state, whose)
    before = everything()
    cell = f"{verb}, {role}, {state}, {whose}"
    acts = state in ACTS_ON[verb]
    if acts and expected(verb, role, whose):
        run()
        assert everything() != before, cell
        return
    with pytest.raises(actions.NotAllowed if acts else (actions.Refusal, Proposal.DoesNotExist)):
        run()
    assert everything() == before, cell


def test_a_member_cannot_take_over_a_record_by_naming_its_own_organisation():
    """The SIREN that a proposal brings says nothing of who owns the record today."""
    member = actor(Role.CONTRIBUTEUR)
    for whose in ("other", "orphan"):
        identifier, _proposal = target("published", whose)
        with pytest.raises(actions.NotAllowed):
            actions.propose(values={"coll_siret": factories.siret(OURS)}, by=member, fiche_id=identifier)


def test_a_member_proposes_a_new_record_for_its_own_organisation_only():
    member = actor(Role.CONTRIBUTEUR)
    factories.proposal(by=member, coll_siret=factories.siret(OURS))
    for number in (factories.siret(THEIRS), ""):
        with pytest.raises(actions.NotAllowed):
            factories.proposal(by=member, coll_siret=number)


def test_what_is_internal_or_public_is_never_opened():
    fiche = factories.fiche(projet_contact="service@exemple.test")
    for name in (*INTERNAL, *named(Access.PUBLIC, Access.PER_ITEM), "id", "revision", "inconnu"):
        for by in (factories.system(), actor(Role.ANIMATEUR)):
            with pytest.raises(actions.Refusal):
                actions.open_field(fiche.pk, name, by=by)
    assert Fiche.objects.get().opened == [] and Fiche.objects.get().version == 1
