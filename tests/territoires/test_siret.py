import pytest
from django.core.exceptions import ValidationError
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum import luhn

from bibia.territoires.siret import clean_siren, clean_siret

SIRET = "24310051800170"
LA_POSTE = "356000000"


def refusal(text, clean=clean_siret):
    with pytest.raises(ValidationError) as caught:
        clean(text)
    return caught.value


@pytest.mark.parametrize(
    "typed",
    [
        SIRET,
        "243 100 518 00170",
        " 2431 0051 800170 ",
        "243\u00a0100\u00a0518\u202f00170",
        "243.100.518.00170",
        "243-100-518-00170",
        "243‑100‑518‑00170",
        "243100518\n00170",
        "\ufeff24310051800170\u200b",
        "24310051800170.0",
        "24310051800170,00",
    ],
)
def test_what_is_reversible_is_cleaned(typed):
    assert clean_siret(typed) == SIRET


@pytest.mark.parametrize("typed", ["", "  ", "-", "\u00a0"])
def test_nothing_stays_nothing(typed):
    assert clean_siret(typed) == ""
    assert clean_siren(typed) == ""


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("243100518", "est un SIREN"),
        ("243 100 518", "est un SIREN"),
        ("243100519", "compte 14 chiffres, celui-ci 9"),
        ("2431005180017", "Un chiffre manque, peut-être un zéro de tête"),
        ("243100518001700", "celui-ci 15"),
        ("1", "celui-ci 1."),
        ("24410051800170", "La clé de contrôle de ce SIRET est fausse"),
        ("24310051800171", "La clé de contrôle de ce SIRET est fausse"),
        ("2,43101E+13", "Un tableur a abrégé ce SIRET"),
        ("2.43100518E13", "Un tableur a abrégé ce SIRET"),
        ("2431OO518OO17O", "la lettre O"),
        ("FR24310051800170", "ne contient que des chiffres"),
        ("24310051800170 / 24310051800188", "ne contient que des chiffres"),
        ("２４３１００５１８００１７０", "ne contient que des chiffres"),
    ],
)
def test_what_is_not_certain_is_refused_with_its_reason(typed, words):
    error = refusal(typed)
    assert error.code == "siret-invalide"
    assert words in error.message
    assert error.params["value"] == typed


def test_the_letter_o_is_proposed_as_zero_only_when_the_key_then_holds():
    assert refusal("2431OO518OO17O").params["proposal"] == SIRET
    assert refusal("2431OO518OO171").params["proposal"] == ""


def test_a_lost_leading_zero_is_proposed_when_the_key_then_holds_and_never_put_back():
    siren = "05720784" + luhn.calc_check_digit("05720784")
    whole = siren + "0001" + luhn.calc_check_digit(siren + "0001")
    assert clean_siret(whole) == whole
    error = refusal(whole.removeprefix("0"))
    assert "zéro de tête" in error.message
    assert error.params["proposal"] == whole
    assert refusal("2431005180017").params["proposal"] == ""


def test_establishments_of_la_poste_have_their_own_rule():
    assert clean_siret("35600000000048") == "35600000000048"  # head office: the ordinary key
    assert not luhn.is_valid("35600000049837")
    assert clean_siret("356 000 000 49837") == "35600000049837"
    refusal("35600000049838")


@given(st.integers(0, 99_999).map("{:05d}".format))
def test_la_poste_counts_its_digits_by_five(establishment):
    siret = LA_POSTE + establishment
    assume(siret != "35600000000048")
    if sum(map(int, siret)) % 5 == 0:
        assert clean_siret(siret) == siret
    else:
        refusal(siret)


@st.composite
def sirets(draw):
    siren = draw(st.integers(0, 99_999_999).map("{:08d}".format))
    siren += luhn.calc_check_digit(siren)
    assume(siren != LA_POSTE)
    establishment = siren + draw(st.integers(0, 9_999).map("{:04d}".format))
    return establishment + luhn.calc_check_digit(establishment)


@given(sirets(), st.lists(st.sampled_from([" ", "\u00a0", "\u202f", ".", "-"]), min_size=15, max_size=15))
def test_a_valid_number_stays_valid_whatever_stands_between_its_digits(siret, separators):
    typed = "".join(a + b for a, b in zip(separators, siret, strict=False)) + separators[-1]
    assert clean_siret(siret) == siret
    assert clean_siret(typed) == siret


@given(sirets(), st.integers(0, 13), st.integers(1, 9))
def test_one_wrong_digit_is_always_seen(siret, position, step):
    wrong = siret[:position] + str((int(siret[position]) + step) % 10) + siret[position + 1 :]
    assume(not wrong.startswith(LA_POSTE))
    refusal(wrong)


@given(sirets(), st.integers(0, 12))
def test_two_swapped_neighbours_are_seen_but_for_the_pair_that_the_key_cannot_tell(siret, position):
    a, b = siret[position], siret[position + 1]
    assume(a != b and {a, b} != {"0", "9"})
    refusal(siret[:position] + b + a + siret[position + 2 :])


def test_a_siren_is_cleaned_and_checked():
    assert clean_siren("243 100 518") == "243100518"
    assert clean_siren(LA_POSTE) == LA_POSTE
    assert "SIREN compte 9 chiffres, celui-ci 14" in refusal(SIRET, clean_siren).message
    assert "La clé de contrôle de ce SIREN" in refusal("243100519", clean_siren).message
