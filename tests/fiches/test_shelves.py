"""The animators' shelves: what each verb changes, what it refuses, and how a file gives them."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from bibia.accounts.roles import Role
from bibia.fiches import actions
from bibia.fiches.guard import RestrictedAccess, public_request, trusted
from bibia.fiches.models import Change, Journal, Shelf, generation
from bibia.fiches.shelf_file import load
from bibia.fiches.shelves import MOST, put_shelf, remove_shelf
from tests import factories

pytestmark = pytest.mark.django_db


def put(fiches, *, by=None, **others):
    words = {"slug": "eau", "title": "Autour de l’eau", "text": "Trois façons d’écouter un réseau."}
    return put_shelf(**(words | others), fiches=[one.pk for one in fiches], by=by or factories.system())


def journal():
    with trusted():
        return list(Journal.objects.filter(verb__endswith="_shelf").values_list("verb", "fiche_id", "detail"))


@pytest.fixture
def three():
    return [factories.fiche() for _ in range(3)]


def test_a_shelf_keeps_its_order_and_tells_the_journal_and_the_pages(three):
    before = generation()
    shelf = put(three[::-1])
    assert Shelf.objects.get().fiches == [one.pk for one in three[::-1]]
    assert journal() == [("put_shelf", "", "eau : Autour de l’eau")]
    line = Change.objects.order_by("-seq").first()
    assert (line.seq, line.kind, line.fiche_id, line.at >= shelf.updated_at) == (
        before + 1,
        "shelf",
        "",
        True,
    )


def test_the_same_again_changes_nothing(three):
    put(three)
    before = generation(), journal(), Shelf.objects.get().updated_at
    put(three, title="  Autour   de l’eau ", text="Trois façons d’écouter un réseau.  \n")
    assert (generation(), journal(), Shelf.objects.get().updated_at) == before


def test_a_change_of_order_is_a_change(three):
    put(three)
    before = generation()
    put(three[::-1])
    assert generation() == before + 1
    assert Shelf.objects.get().fiches == [one.pk for one in three[::-1]]


def test_a_removed_shelf_is_said_too(three):
    put(three)
    before = generation()
    remove_shelf(slug="eau", by=factories.system())
    assert not Shelf.objects.exists()
    assert generation() == before + 1 and journal()[-1] == ("remove_shelf", "", "eau : Autour de l’eau")
    with pytest.raises(actions.Refusal, match="n’existe pas"):
        remove_shelf(slug="eau", by=factories.system())


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"slug": "Eau"}, "ne peut pas être une adresse"),
        ({"slug": "eau-"}, "ne peut pas être une adresse"),
        ({"slug": "é"}, "ne peut pas être une adresse"),
        ({"slug": "a" * 61}, "ne peut pas être une adresse"),
        ({"slug": "eau\n"}, "ne peut pas être une adresse"),
        ({"title": " "}, "pas de titre"),
        ({"title": "a" * 121}, "titre de l’étagère « eau » dépasse 120"),
        ({"text": "\n"}, "pas de texte"),
        ({"text": "a" * 3_001}, "dépasse 3000"),
    ],
)
def test_words_that_are_refused(three, given, sentence):
    before = generation()
    with pytest.raises(actions.Refusal, match=sentence):
        put(three, **given)
    assert not Shelf.objects.exists() and generation() == before and journal() == []


def test_choices_that_are_refused(three):
    gone = factories.withdrawn()
    refused = {
        "Une étagère vide": [],
        "y sont deux fois": [three[0].pk, three[1].pk, three[0].pk],
        f"ne sont pas publiées : {gone}, zzzzzzzz": [three[0].pk, gone, "zzzzzzzz"],
        f"au plus {MOST} fiches": [f"{rank:08d}" for rank in range(MOST + 1)],
    }
    for sentence, fiches in refused.items():
        with pytest.raises(actions.Refusal, match=sentence):
            put_shelf(slug="eau", title="Eau", text="Texte", fiches=fiches, by=factories.system())
    assert not Shelf.objects.exists() and journal() == []


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PUBLIC])
def test_only_animators_and_the_system_edit(three, role):
    by = factories.account(role, siren=factories.siren(7))
    if role in (Role.ANIMATEUR, Role.ADMINISTRATEUR, Role.SYSTEME):
        put(three, by=by)
        remove_shelf(slug="eau", by=by)
        return
    put(three)
    before = generation()
    with pytest.raises(actions.NotAllowed):
        put(three[:1], by=by)
    with pytest.raises(actions.NotAllowed):
        remove_shelf(slug="eau", by=by)
    assert generation() == before and len(Shelf.objects.get().fiches) == 3


def test_a_public_request_never_edits(three):
    by = factories.system()
    with public_request(), pytest.raises(RestrictedAccess):
        put(three, by=by)


FILE = """
[[etagere]]
slug = "premiere"
titre = "La première"
texte = "Son texte."
fiches = ["{0}", "https://ia.example/cas-usage/{1}-un-titre/", {{ organisation = "{owner}", titre = "{title}" }}]
[[etagere]]
slug = "seconde"
titre = "La seconde"
texte = "Son texte."
fiches = ["{1}"]
"""


@pytest.fixture
def written(tmp_path, three):
    path = tmp_path / "etageres.toml"
    third = three[2]
    # Neither case, nor accents, nor apostrophes need be the same.
    names = {"owner": third.coll_nom.upper(), "title": third.nom_projet.replace("’", "'").upper()}
    path.write_text(FILE.format(three[0].pk, three[1].pk, **names), encoding="utf-8")
    return path


def test_a_file_gives_shelves_by_identifier_by_address_and_by_name(written, three):
    assert [shelf.pk for shelf in load(written, by=factories.system())] == ["premiere", "seconde"]
    assert Shelf.objects.get(pk="premiere").fiches == [one.pk for one in three]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("[[etagere]]", "[[étagère", "pas du TOML"),
        ("[[etagere]]", "[[etageres]]", "tables \\[\\[etagere\\]\\]"),
        ("titre =", "title =", "nᵒ 1 doit avoir exactement ces clés"),
        ('titre = "La première"', "titre = 3", "nᵒ 1 : slug, titre et texte"),
        ('"seconde"', '"premiere"', "y est deux fois"),
        ('organisation = "', 'organisation = "Autre ', "aucune fiche publiée"),
        ('organisation = "', 'porteur = "', "ne désigne pas une fiche"),
    ],
)
def test_a_file_is_put_whole_or_not_at_all(written, old, new, sentence):
    written.write_text(written.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    before = generation()
    with pytest.raises(actions.Refusal, match=sentence):
        load(written, by=factories.system())
    assert not Shelf.objects.exists() and generation() == before


def test_a_name_that_two_fiches_bear_asks_for_the_identifier(written, three):
    factories.fiche(coll_nom=three[2].coll_nom, nom_projet=three[2].nom_projet)
    with pytest.raises(actions.Refusal, match="plusieurs fiches"):
        load(written, by=factories.system())


def run(*arguments):
    out, err = StringIO(), StringIO()
    try:
        call_command("etagere", *arguments, stdout=out, stderr=err)
    except SystemExit as stop:
        return stop.code, err.getvalue()
    return 0, out.getvalue()


def test_the_command_puts_says_and_takes_away(written):
    status, said = run(str(written))
    assert status == 0 and "La première" in said and "3 fiches" in said
    assert run("--remove", "premiere")[0] == 0
    assert list(Shelf.objects.values_list("pk", flat=True)) == ["seconde"]


def test_the_command_says_what_is_wrong_and_changes_nothing(written):
    assert run() == (2, "Donnez un fichier, ou --remove et l’adresse d’une étagère.\n")
    assert run(str(written), "--remove", "premiere")[0] == 2
    assert "introuvable" in run("nulle-part.toml")[1]
    assert "Compte inconnu" in run(str(written), "--by", "personne")[1]
    member = factories.account(Role.MEMBRE, handle="agent")
    status, said = run(str(written), "--by", member.handle)
    assert status == 1 and "ne permet pas" in said and "Rien n’a été changé" in said
    assert run("--remove", "premiere")[0] == 1
    assert not Shelf.objects.exists()
    with pytest.raises(CommandError):
        run("--inconnu")
