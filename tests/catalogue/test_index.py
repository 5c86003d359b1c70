import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyroaring import BitMap

from bibia.catalogue import gathering
from bibia.catalogue.asking import Query
from bibia.catalogue.index import Document, Index, Removal
from bibia.catalogue.order import SORTS, Columns, Row

FACETS = ("theme", "audience")


def document(id, title="Sans titre", organisation="", text="", recent=0, completeness=0, **more):
    return Document(
        id=id,
        title=title,
        organisation=organisation,
        texts=(text,),
        recent=recent,
        completeness=completeness,
        sort_title=title.lower(),
        sort_organisation=organisation.lower(),
        **more,
    )


LIBRARY = (
    document("a", "Fuites d’eau", "Sicoval", "capteurs acoustiques", recent=3, facets={"theme": ("eau",)}),
    document("b", "Réseau", "Régie des eaux", "détection des fuites", recent=2, facets={"theme": ("eau",)}),
    document(
        "c", "Cantines", "Nantes", "le gaspillage", recent=1, start=202301, facets={"audience": ("x", "y")}
    ),
    document(
        "d", "Voirie", "Eau et routes", "trous", recent=9, facets={"theme": ("rue",), "audience": ("x",)}
    ),
)


@pytest.fixture
def index():
    return Index.build(LIBRARY, FACETS)


def ids(index, **query):
    return index.search(Query(**query)).ids


def test_every_word_is_needed_and_the_title_weighs_more(index):
    assert ids(index, text="fuites") == ("a", "b")
    assert ids(index, text="fuite d’eau") == ("a", "b")
    assert ids(index, text="fuite cantine gaspillage", limit=1) == ("c",)


def test_a_question_asked_again_answers_as_the_first_time(index):
    queries = [
        Query(text, filters, sort, offset, limit=2)
        for text in ("fuites", "fuites cantines", "")
        for filters in ({}, {"theme": ("eau",)})
        for sort in SORTS
        for offset in (0, 2)
    ]
    for query in queries * 2:
        assert index.search(query) == Index.build(LIBRARY, FACETS).search(query)
    index.apply(document("e", "Fuites", text="cantines", facets={"theme": ("eau",)}))
    for query in queries:
        assert index.search(query) == Index.build(
            (*LIBRARY, document("e", "Fuites", text="cantines", facets={"theme": ("eau",)})), FACETS
        ).search(query)
    index.apply(Removal("a"))
    assert ids(index, text="fuites") == ("e", "b")


def test_only_so_many_questions_are_remembered(index):
    for rank in range(100):
        index.search(Query(f"fuites{rank}"))
    assert len(index._answers) == 16


def test_when_no_fiche_has_every_word_some_are_enough_and_it_is_said(index):
    result = index.search(Query(text="fuites cantines"))
    assert (set(result.ids), result.fallback) == ({"a", "b", "c"}, True)
    assert not index.search(Query(text="fuites")).fallback


def test_a_word_that_nothing_holds_is_corrected_and_quotes_forbid_it(index):
    result = index.search(Query(text="cantinnes"))
    assert (result.total, result.unknown, result.corrected) == (1, (), (("cantinnes", "cantines"),))
    result = index.search(Query(text='"cantinnes"'))
    assert (result.total, result.unknown) == (0, ("cantinnes",))
    assert index.nearest("cantinnes") == ("cantines",)


def test_a_facet_ignores_its_own_choice_and_follows_the_others(index):
    result = index.search(Query(filters={"theme": ("eau",)}))
    assert result.total == 2
    assert result.facets == {"theme": {"eau": 2, "rue": 1}, "audience": {}}
    both = index.search(Query(filters={"theme": ("eau", "rue"), "audience": ("x",)}))
    assert (both.ids, both.facets) == (("d",), {"theme": {"rue": 1}, "audience": {"x": 1}})


@pytest.mark.parametrize(
    ("sort", "expected"),
    [("recent", "dabc"), ("titre", "cabd"), ("organisation", "dcba"), ("demarrage", "cabd")],
)
def test_sorts(index, sort, expected):
    assert "".join(ids(index, sort=sort)) == expected


def test_completeness_then_newest_decide_between_equal_scores():
    twins = [
        document(i, "Même titre", recent=r, completeness=c)
        for i, r, c in (("p", 1, 5), ("q", 9, 1), ("r", 2, 5))
    ]
    assert ids(Index.build(twins, FACETS), text="titre") == ("r", "p", "q")


def test_a_new_version_hides_the_old_words_and_a_removal_hides_all(index):
    index.apply(document("a", "Lampadaires", recent=3, facets={"theme": ("rue",)}))
    assert ids(index, text="fuites") == ("b",)
    assert ids(index, text="lampadaire") == ("a",)
    assert index.search(Query()).facets["theme"] == {"eau": 1, "rue": 2}
    index.apply(Removal("a"))
    assert index.search(Query(text="lampadaires")).total == 0
    assert index.nearest("lampadère") == ()
    assert (len(index), index.tombstones, "a" in index) == (3, 2, False)


VALUES = st.lists(st.sampled_from("uvwx"), unique=True, max_size=3).map(tuple)
WORDS = st.lists(
    st.sampled_from(
        ["eau", "fuite", "route", "arbre", "employée", "employee", "employer", "énergie", "energie"]
    ),
    max_size=4,
).map(" ".join)
CHANGES = st.lists(
    st.tuples(st.sampled_from("abcdefgh"), st.booleans(), WORDS, WORDS, VALUES, VALUES, st.integers(0, 5)),
    max_size=25,
)


@settings(max_examples=60, deadline=None)
@given(CHANGES, VALUES, VALUES, WORDS, st.sampled_from(sorted(SORTS)))
def test_an_index_kept_current_answers_like_one_built_afresh(changes, themes, audiences, text, sort):
    live, kept = Index.build((), FACETS), {}
    for id, removed, title, body, theme, audience, recent in changes:
        new = document(id, title, "", body, recent, facets={"theme": theme, "audience": audience})
        live.apply(Removal(id) if removed else new)
        kept.pop(id, None) if removed else kept.update({id: new})
    fresh = Index.build(kept.values(), FACETS)
    query = Query(text, {"theme": themes, "audience": audiences}, sort, limit=50)
    ours, theirs = live.search(query), fresh.search(query)
    assert ours == theirs
    assert live.nearest("employés") == fresh.nearest("employés")
    pages = [live.search(Query(text, query.filters, sort, at, 3)).ids for at in range(0, 12, 3)]
    assert tuple(i for page in pages for i in page) == ours.ids
    if not text:
        counted = Counter(c for doc in kept.values() if not audiences or set(audiences) & set(doc.facets["audience"])
                          for c in doc.facets["theme"])  # fmt: skip
        assert ours.facets["theme"] == dict(counted)


def test_what_is_gathered_together_or_apart_is_the_same(index, monkeypatch):
    live = Index.build((), FACETS)
    for one in LIBRARY:
        live.apply(one)
    monkeypatch.setattr(gathering, "_MANY", 0)
    assert Index.build(LIBRARY, FACETS).freeze() == index.freeze() == live.freeze()


def test_slots_are_sorted_column_by_column_as_their_keys_say():
    rng = random.Random(5)
    columns = Columns()
    for _ in range(400):
        figures = (rng.randrange(3) for _ in range(3))
        columns.add(Row(f"{rng.random()}", *figures, rng.choice("aab"), rng.choice(["", "x", "y"])))
    for name, order in columns.orders().items():
        in_order = sorted(range(400), key=lambda slot, key=SORTS[name]: key(columns.row(slot)))
        assert order.page(BitMap(range(400)), 0, 400) == in_order
    assert columns.orders().keys() == SORTS.keys()


def test_deep_pages_of_a_large_class_and_of_a_small_one_agree():
    rng = random.Random(7)
    docs = [
        document(f"{i:04}", f"Fiche {i}", recent=rng.randrange(50), text="rare" * (i % 97 == 0))
        for i in range(900)
    ]
    built = Index.build(docs, FACETS)
    everything = sorted(docs, key=SORTS["recent"])
    assert ids(built, sort="recent", offset=880, limit=12) == tuple(doc.id for doc in everything[880:892])
    rare = [doc.id for doc in everything if doc.texts[0]]
    assert list(ids(built, text="rare", sort="recent", limit=50)) == rare


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("nids-de-poule", "d"),  # synonym, one way
        ("tranchée", ""),
        ("capt", "a"),  # the beginning of the last word
        ("capt fuites", "ab"),  # not of the others: some words are enough
        ("acoustiqe", "a"),
        ('"acoustiqe"', ""),
        ('"capteurs acoustiques"', "a"),
        ('"acoustiques capteurs"', ""),
        ('"des fuites" réseau', "b"),
        ('"fuites', "ab"),  # a quote that is not closed is nothing
        ("trons", ""),  # four or five letters: one letter for another is another word
        ("12345", ""),
    ],
)
def test_lesser_ways_to_find(asked, found):
    whole = Index.build([*LIBRARY[:3], document("d", "Voirie", "Commune", "trous dans la chaussée")], FACETS)
    assert "".join(sorted(ids(whole, text=asked))) == found


def test_the_exact_word_comes_before_its_synonym():
    docs = [document("x", "Voirie", completeness=9), document("y", "Nids-de-poule")]
    result = Index.build(docs, FACETS).search(Query("nid de poule"))
    assert (result.ids, result.synonyms) == (("y", "x"), (("nid de poule", ("voirie",)),))


def test_capitals_make_an_acronym_of_a_word_that_says_nothing():
    built = Index.build([document("x", "Communauté d’agglomération"), document("y", "Eau")], FACETS)
    assert ids(built, text="CA") == ("x",)
    assert set(ids(built, text="ça")) == {"x", "y"}


@given(st.text(max_size=60) | st.text(alphabet="\"«»“”'’-. eaufuit", max_size=80))
def test_no_question_breaks_the_index(text):
    built = Index.build(LIBRARY, FACETS)
    result = built.search(Query(text, limit=50))
    assert len(result.ids) == result.total <= len(LIBRARY)


def test_a_phrase_that_too_many_could_hold_has_a_lower_bound(monkeypatch):
    monkeypatch.setattr("bibia.catalogue.phrases.MOST_READ", 5)
    built = Index.build([document(f"{i}", "Gestion de l’eau") for i in range(9)], FACETS)
    result = built.search(Query('"gestion de l’eau"'))
    assert (result.total, result.at_least) == (5, True)


def test_every_weight_is_found_whichever_way_it_is_computed(monkeypatch):
    rng = random.Random(11)
    words = ["eau", "fuite", "réseau", "arbre", "route"]
    docs = [
        document(f"{i:03}", " ".join(rng.sample(words, 2)), "", " ".join(rng.sample(words, 3)))
        for i in range(400)
    ]
    built = Index.build(docs, FACETS)
    for text in ("eau fuite", "eau fuite réseau arbre route", "arbre"):
        one_by_one, by_classes = [], []
        for few, answers in ((10_000, one_by_one), (0, by_classes)):
            monkeypatch.setattr("bibia.catalogue.ranking._FEW", few)
            answers += [ids(built, text=text, offset=at, limit=7) for at in range(0, 80, 7)]
        assert one_by_one == by_classes
