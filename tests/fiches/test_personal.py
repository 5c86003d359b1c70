"""What is personal data in a public text, and what only looks like it."""

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibia.fiches.personal import NAMES, Kind, find


def kinds(text: str) -> list[tuple[str, str]]:
    return [(found.kind.value, found.text) for found in find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Écrire à jeanne.exemple@collectivite.example.", "jeanne.exemple@collectivite.example"),
        ("mailto:a+b@exemple.test?subject=x", "a+b@exemple.test"),
        ("jeanne (at) exemple.test", "jeanne (at) exemple.test"),
        ("jeanne[arobase]exemple.test", "jeanne[arobase]exemple.test"),
        ("jeanne.li [at] ville [dot] test", "jeanne.li [at] ville [dot] test"),
        ("jeanne＠exemple.test", "jeanne＠exemple.test"),
    ],
)
def test_an_address_is_found_even_half_hidden(text, expected):
    assert kinds(text) == [("courriel", expected)]


@pytest.mark.parametrize(
    "phone",
    [
        "01 99 00 12 34", "01.99.00.12.34", "06-39-98-12-34", "0639981234", "+33 1 99 00 12 34", "+33199001234",
        "0033 6 39 98 12 34", "+33 (0)1 99 00 12 34", "06\u00a039\u00a098\u00a012\u00a034", "+262 6 39 98 12 34",
        "+32 455 12 34 56",
    ],
)  # fmt: skip
def test_a_telephone_is_found_as_people_write_it(phone):
    assert kinds(f"Appelez le {phone}, le matin.") == [("telephone", phone)]


def test_bank_accounts_and_social_security_numbers_are_proven_by_their_key():
    assert kinds("FR76 3000 6000 0112 3456 7890 189 merci") == [("iban", "FR76 3000 6000 0112 3456 7890 189")]
    assert kinds("DE89370400440532013000") == [("iban", "DE89370400440532013000")]
    assert kinds("NIR 2 95 10 99 126 111 93.") == [("nir", "2 95 10 99 126 111 93")]
    assert kinds("295109912611193") == [("nir", "295109912611193")]
    assert kinds("2 95 10 99 126 111") == [("nir", "2 95 10 99 126 111")]
    assert kinds("FR76 3000 6000 0112 3456 7890 188") == []
    assert kinds("295109912611194") == []


@pytest.mark.parametrize(
    "text",
    [
        "", "SIRET 24310051800170", "243 100 518 00170", "21570463600012", "du 01-02-2024 au 05-06-2024", "1 234 567 890",
        "https://exemple.test/@compte/01", "git@forge.exemple.test:depot.git", "logo@2x.png", "0800 123 456", "08 00 12 34 56",
        "48.856614, 2.3522219", "https://exemple.test/doc/0612345678", "ISBN 978-2-07-036822-8", "n° 2024-01-02-03-04-05",
        "@ville", "a@b", "10 000 habitants en 2024, 12 500 en 2030", "+30 % par an, +12 points", "01 02 03 04", "2951099126111",
    ],
)  # fmt: skip
def test_what_only_looks_like_it_is_left_alone(text):
    assert find(text) == []


def test_several_are_given_in_order_with_their_places():
    text = "Contact : a@exemple.test ou 01 99 00 12 34 01 99 00 12 35"
    found = find(text)
    assert [f.kind for f in found] == [Kind.EMAIL, Kind.PHONE, Kind.PHONE]
    assert all(text[f.start : f.end] == f.text for f in found)
    assert set(NAMES) == set(Kind)


@given(st.text(alphabet="a@.0123456789 +FR-()[]", max_size=200))
def test_spans_are_ordered_and_never_overlap(text):
    found = find(text)
    assert all(text[f.start : f.end] == f.text != "" for f in found)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))


@pytest.mark.parametrize("part", ["a", "a.", "@", "0", "+1", "FR76", "06 ", "1 ", "a@a.", "(at"])
def test_a_text_made_to_be_slow_is_not(part):
    start = time.perf_counter()
    find(part * (20_000 // len(part)))
    assert time.perf_counter() - start < 2
