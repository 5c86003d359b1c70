"""A member of A learns nothing of B's drafts, proposals, internal values and people; nor does anyone with less."""

import pytest
from django.contrib.auth import get_user_model

from bibia.accounts.roles import Role
from bibia.accounts.viewer import Viewer
from bibia.catalogue.membres import past, records
from bibia.contribution.models import DraftQuerySet
from bibia.fiches import access
from bibia.fiches.guard import trusted
from bibia.fiches.models import Internal
from bibia.routes import PRIVATE, Kind
from tests.confidentiality import library
from tests.confidentiality.copies import Copies
from tests.confidentiality.members import (
    PEOPLE,
    differences,
    open_to_them,
    other_life,
    people,
    record_of,
    seen,
    still,
    walk,
)
from tests.confidentiality.test_canary import found

pytestmark = pytest.mark.django_db
IN_AN_ORGANISATION = PEOPLE[2:]
# What B says to members only, and what it keeps to itself.
SHARED, KEPT = "kanaripartage", "kanarigarde"


@pytest.fixture(scope="module")
def copies(django_db_setup, django_db_blocker, tmp_path_factory):
    made = Copies(tmp_path_factory.mktemp("copies"))
    with django_db_blocker.unblock():
        yield made
        made.drop()


@pytest.fixture(scope="module")
def base(copies):
    """A library with its people; its name, and its private addresses."""
    name = copies.take()
    with copies.using(name):
        library.populate("secretun")
        with library.determined(4, library.START + library.datetime.timedelta(days=60)):
            return name, people("secretun")


@pytest.fixture(scope="module")
def twins(copies, base):
    """Two copies of it; in the second, B has another life of its own."""
    with copies.using(base[0]):
        first, second = copies.take(), copies.take()
    with copies.using(second), library.determined(5, library.START + library.datetime.timedelta(days=70)):
        other_life("secretdeux")
    return first, second


@pytest.fixture
def answers(copies, twins, base):
    """answers(who, *routes): what each twin answers this person."""

    def both(who, *routes, **options):
        addresses = [one for one in base[1] if not routes or one[0] in routes]
        made = []
        for name in twins:
            with copies.using(name), still():
                made.append(walk(who, addresses, **options))
        return made

    return both


def test_the_twins_differ_in_what_b_keeps_to_itself(copies, twins):
    kept = []
    for name in twins:
        with copies.using(name), trusted():
            kept.append(
                (
                    Internal.objects.get(pk=record_of(2).pk).projet_contact,
                    library.Proposal.objects.count(),
                    get_user_model().objects.count(),
                    library.Reserved.objects.get(pk=record_of(2).pk).ria_classe,
                )
            )
    assert all(one != other for one, other in zip(*kept, strict=True))


def test_every_private_page_that_may_be_read_is_walked(base):
    walked = {name for name, _address in base[1]}
    assert walked == {name for name, route in PRIVATE.items() if open_to_them(route)}


@pytest.mark.parametrize("who", PEOPLE)
def test_a_member_of_one_organisation_learns_nothing_of_another(who, answers):
    first, second = answers(who)
    assert len(first) >= 40
    assert {answer.status for answer in first.values()} <= {200, 302, 404, 405, 410}
    assert differences(first, second) == []


def _anyone_reads_internal(patch):
    may = Viewer.may
    patch.setattr(
        Viewer, "may", lambda self, verb, *, siren="": verb == "read_internal" or may(self, verb, siren=siren)
    )


def _statements_are_shared(patch):
    for module in (access, records):
        patch.setattr(module, "shared", lambda reserved: reserved.values)


def _the_past_tells_internal_values(patch):
    patch.setattr(past, "read", lambda fiche, viewer: access.read(fiche, Viewer(Role.ANIMATEUR)))
    patch.setattr(past, "_is_told", lambda reading, name: True)


def _contacts_are_searched(patch):
    of_members = records.of_members

    def leaky(fiches):
        made = of_members(fiches)
        for fiche in made:
            internal = Internal.objects.filter(pk=fiche.pk).first()
            fiche.lecons += f" {internal.projet_contact}" if internal else ""
        return made

    patch.setattr("bibia.catalogue.membres.reader.of_members", leaky)
    patch.setattr("bibia.catalogue.membres.lists.of_members", leaky)


def _drafts_are_everybody_s(patch):
    for name in ("readable", "writable"):
        patch.setattr(DraftQuerySet, name, lambda self, account, viewer: self)


LEAKS = {
    "internal values": (_anyone_reads_internal, ("espace-fiche", "espace-export")),
    "statements not confirmed": (_statements_are_shared, ("espace-fiche", "espace-export")),
    "internal past": (_the_past_tells_internal_values, ("espace-fiche-historique",)),
    "searched contacts": (_contacts_are_searched, ("espace-cas-usage",)),
    "drafts": (_drafts_are_everybody_s, ("brouillons",)),
}


@pytest.mark.parametrize("leak", LEAKS)
def test_a_leak_is_found(leak, answers, monkeypatch):
    seed, routes = LEAKS[leak]
    seed(monkeypatch)
    assert differences(*answers(Role.MEMBRE, *routes, follow=0))


@pytest.fixture(scope="module")
def inhabited(copies):
    """A library where B's values say who may read them; its name, and its private addresses."""
    name = copies.take()
    with copies.using(name):
        library.populate(SHARED)
        with library.determined(4, library.START + library.datetime.timedelta(days=60)):
            addresses = people(KEPT)
            with trusted():
                mine = library.Fiche.objects.filter(collectivite__siren=record_of(1).collectivite.siren)
                for internal in Internal.objects.exclude(pk__in=mine.values("pk")):
                    Internal.objects.filter(pk=internal.pk).update(projet_contact=f"{KEPT}@exemple.test")
    return name, addresses


@pytest.mark.parametrize("who", PEOPLE)
def test_no_canary_reaches_who_may_not_read_it(who, copies, inhabited):
    name, addresses = inhabited
    with copies.using(name), still():
        answers = walk(who, addresses)
    shown = set()
    for path, answer in answers.items():
        words = found(seen(answer), (SHARED, KEPT))
        assert KEPT not in words, path
        assert who in IN_AN_ORGANISATION or SHARED not in words, path
        shown |= words
    assert (SHARED in shown) is (who in IN_AN_ORGANISATION)
    assert {route.kind for route in PRIVATE.values()} >= {Kind.PAGE}
