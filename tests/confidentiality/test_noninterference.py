"""Two libraries that differ only in what is reserved, internal or in progress answer byte for byte alike."""

import pytest

from tests.confidentiality import leaks, library, unfinished
from tests.confidentiality.copies import Copies
from tests.confidentiality.walker import differences, fillings, keys, requests, unpublished, walk

pytestmark = pytest.mark.django_db
# Words of either secret life: searched for in both.
WORDS = ("secretun7", "secretdeux7", "secretun", "secretdeux", "Nouveaux paramètres")


@pytest.fixture(scope="module")
def copies(django_db_setup, django_db_blocker, tmp_path_factory):
    made = Copies(tmp_path_factory.mktemp("copies"))
    with django_db_blocker.unblock():
        yield made
        made.drop()


@pytest.fixture(scope="module")
def base(copies):
    """The populated library that everything else is a copy of."""
    name = copies.take()
    with copies.using(name):
        library.populate("secretun")
        unfinished.fill("secretun")
    return name


@pytest.fixture(scope="module")
def twins(copies, base):
    """Two copies of it: the second has other secrets; then both live the same private actions."""
    with copies.using(base):
        first, second = copies.take(), copies.take()
    with copies.using(first):
        library.live()
    with copies.using(second):
        library.alter("secretdeux")
        unfinished.alter("secretdeux")
        library.live()
    return first, second


@pytest.fixture(scope="module")
def known(copies, twins):
    """Addresses of what is public, and those that what is not public would have."""
    with copies.using(twins[1]):
        with library.trusted():
            hidden = library.Proposal.objects.exclude(fiche_id__in=library._published())
            identifiers = sorted(set(hidden.values_list("fiche_id", flat=True)))
        return fillings() + unpublished(identifiers[:6], [library.factories.siren(900)])


@pytest.fixture
def answers(copies, twins, known):
    """answers(routes): what each twin answers."""

    def both(*routes, **options):
        found = []
        for name in twins:
            with copies.using(name):
                found.append(walk(requests(known, words=WORDS, routes=routes, **options)))
        return found

    return both


def test_the_twins_differ_in_every_closed_value_and_in_none_that_is_public(copies, twins):
    found, public = [], []
    for name in twins:
        with copies.using(name):
            found.append(library.closed_values())
            public.append(list(library.Fiche.objects.order_by("pk").values()))
    assert public[0] == public[1] and len(public[0]) >= 30
    assert found[0].keys() == found[1].keys()
    same = [key for key, value in found[0].items() if value == found[1][key]]
    # The actions that both sides live write the same new values; everything else differs.
    assert len(same) < len(found[0]) / 20


def test_every_closed_table_is_full_and_differs(copies, twins):
    """A new table fails here until something of it is compared."""
    found = []
    for name in twins:
        with copies.using(name):
            found.append(unfinished.rows())
    assert [table for twin in found for table, rows in twin.items() if not rows] == []
    assert [table for table, rows in found[0].items() if rows == found[1][table]] == []


def test_the_library_that_is_compared_has_lived(copies, twins):
    with copies.using(twins[1]):
        assert library.Fiche.objects.exclude(opened=[]).count() >= 8
        assert library.Fiche.objects.filter(version__gte=2).count() >= 10
        assert len(keys()) > 12
        with library.trusted():
            assert set(library.Proposal.objects.values_list("state", flat=True)) == {
                "pending",
                "accepted",
                "rejected",
            }


def test_public_answers_are_the_same(answers):
    first, second = answers()
    assert len(first) > 500
    assert {answer.status for answer in first.values()} == {200, 301, 302, 304, 404, 410}
    assert differences(first, second) == []


def test_private_actions_change_nothing_public(copies, base, known):
    """Accepting, refusing and failing leave every page, date, version, ETag and number as they were."""
    with copies.using(base):
        name = copies.take()
    with copies.using(name):
        before = walk(requests(known, names=()))
        library.live(visible=False)
        assert differences(before, walk(requests(known, names=()))) == []


def test_public_actions_do_change_what_is_compared(copies, base, known):
    """The comparison sees what the public sees."""
    with copies.using(base):
        name = copies.take()
    with copies.using(name):
        before = walk(requests(known, routes=("flux",)))
        library.live()
        assert differences(before, walk(requests(known, routes=("flux",))))


@pytest.mark.parametrize("leak", leaks.LEAKS)
def test_a_leak_is_found(leak, answers, monkeypatch):
    route = leaks.seed(leak, monkeypatch)
    assert differences(*answers(route, names=("parametres", "financement")))
