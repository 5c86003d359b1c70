"""A text deposited beside the form: read from what people have, harmless whatever it is, private, gone with the draft."""

import contextlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from bibia.contribution.deposit import LARGEST, read
from bibia.fiches.actions import Refusal
from tests.contribution.conftest import RENNES, Writer, last
from tests.contribution.docs import docx, odt, packed


def text_of(name, content):
    return read(SimpleUploadedFile(name, content))


WORDS = "<w:p><w:r><w:t>Une </w:t></w:r><w:r><w:t>note</w:t><w:tab/><w:t>suivie</w:t></w:r></w:p>"


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("note.txt", "Été\r\n\r\n\r\n\r\nhiver  ".encode(), "Été\n\nhiver"),
        ("note.TXT", "Été".encode("cp1252"), "Été"),
        ("note.md", "\ufeff# Titre\n".encode(), "# Titre"),
        (
            "note.docx",
            docx(WORDS + "<w:p><w:r><w:t>A</w:t><w:br/><w:t>B</w:t></w:r></w:p>"),
            "Une note suivie\nA\nB",
        ),
        ("note.docx", docx("<w:p><w:r><w:instrText>PAGE</w:instrText><w:t>Vu</w:t></w:r></w:p>"), "Vu"),
        (
            "note.odt",
            odt("<text:h>Titre</text:h><text:p>Un<text:s/>mot <text:span>ici</text:span>, là</text:p>"),
            "Titre\nUn mot ici, là",
        ),
    ],
)
def test_what_people_have_is_read(name, content, expected):
    assert text_of(name, content) == expected


ENTITIES = '<!DOCTYPE a [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("note.pdf", b"%PDF-1.7"),
        ("note", b"texte"),
        ("note.docx", b"pas une archive"),
        ("note.docx", packed("autre.xml", "<a/>")),
        ("note.docx", docx("<w:p>")),
        ("note.docx", docx("<w:p><w:r><w:t>&b;</w:t></w:r></w:p>", ENTITIES)),
        ("note.docx", docx("<w:sdt>" * 5_000 + "</w:sdt>" * 5_000)),
        ("note.docx", docx("<w:p><w:r><w:t>" + " " * (21 * 1024 * 1024) + "</w:t></w:r></w:p>")),
        ("note.odt", docx(WORDS)),
        ("note.txt", b"   \n "),
        ("note.txt", b"x" * (LARGEST + 1)),
    ],
)
def test_the_rest_is_refused_with_what_to_do(name, content):
    with pytest.raises(Refusal):
        text_of(name, content)


@given(st.binary(max_size=300), st.sampled_from(["docx", "odt", "txt", "md"]), st.integers(0, 400))
def test_no_file_breaks_anything(noise, kind, cut):
    whole = docx(WORDS) if kind == "docx" else odt("<text:p>x</text:p>")
    for content in (noise, whole[:cut] + noise + whole[cut:]):
        with contextlib.suppress(Refusal):
            assert "\x00" not in text_of(f"a.{kind}", content)


@pytest.mark.django_db
def test_it_stands_beside_the_form_and_goes(agent, stranger):
    agent.light(organisation=RENNES)
    place = f"/espace/brouillons/{last().pk}/"
    agent.post(f"{place}texte/", fichier=SimpleUploadedFile("note.docx", docx(WORDS)))
    assert "Une note suivie" in agent.get(f"{place}rubrique/retours/")
    assert "Une note suivie" not in agent.get(f"{place}apercu/")
    stranger.get(f"{place}texte/", status=404)
    agent.post(f"{place}texte/", fichier=SimpleUploadedFile("note.pdf", b"%PDF"))
    assert "copiez le texte" in agent.get(f"{place}texte/")
    assert last().text == "Une note suivie"
    agent.post(f"{place}texte/", retirer="1")
    assert last().text == "" and last().text_name == ""


@pytest.mark.django_db
def test_somebody_who_has_not_signed_in_deposits_too(visitor):
    visitor.light()
    visitor.post(f"/espace/brouillons/{last().pk}/texte/", texte="Ma note.")
    assert last().text == "Ma note."
    Writer().get(f"/espace/brouillons/{last().pk}/texte/", status=404)
