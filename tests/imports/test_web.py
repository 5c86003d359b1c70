"""The pages of imports: from a messy table to proposals, everything decided on the way."""

import io

import pytest
from django.test import Client
from django.urls import reverse

from bibia.accounts.models import Organisation
from bibia.fiches.guard import trusted
from bibia.fiches.models import Fiche, Proposal
from bibia.imports import files, jobs
from bibia.imports.models import Import
from tests import factories
from tests.imports.conftest import DATA
from tests.imports.corpus.kit import as_csv, rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("elsewhere")]

SIREN, SIRET = "200981041", "20098104100029"
OWN = {"coll_nom": "Ville de Port-Ambre", "coll_siret": SIRET}


@pytest.fixture
def elsewhere(tmp_path, settings, monkeypatch):
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    # A thread would not see what the transaction of a test holds: the work is done when its page is asked for.
    monkeypatch.setattr(jobs, "start", lambda import_id: None)


@pytest.fixture
def person():
    return factories.account("contributeur", siren=SIREN)


@pytest.fixture
def web(person):
    return factories.sign_in(Client(), person)


@pytest.fixture
def animator():
    return factories.sign_in(Client(), factories.account("animateur"))


def upload(client: Client, data: bytes, *, name: str = "table.csv", siren: str = SIREN, **others) -> str:
    """The address of the import, once its table was read."""
    file = io.BytesIO(data)
    file.name = name
    answer = client.post(reverse("importer"), {"fichier": file, "siren": siren, **others})
    assert answer.status_code == 302, answer.content.decode()
    work()
    return answer["Location"]


def work() -> None:
    with trusted():
        waiting = list(Import.objects.exclude(task="").values_list("pk", flat=True))
    for pk in waiting:
        jobs.work(pk)


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def decide(client: Client, address: str, **given) -> None:
    answer = client.post(
        f"{address}lignes/", {name.replace("__", "-"): value for name, value in given.items()}
    )
    assert answer.status_code == 302
    work()


def button(text: str, name: str, *, row: int, code: str) -> str:
    """The value of the button of this finding."""
    import re

    return re.search(rf'name="{name}" value="(\d+:{code}:{row})"', text)[1]


def table(*changes: dict) -> bytes:
    return as_csv(rows(*({**OWN, **change} for change in changes)))


def state() -> Import:
    with trusted():
        return Import.objects.get()


def test_a_page_that_says_what_it_takes_and_offers_templates(web):
    text = page(web, reverse("importer"))
    assert "10 Mio au plus" in text and "/espace/importer/modeles/essentiel.xlsx" in text
    assert "Mes imports" not in text


def test_upload_then_wait_then_dry_run_and_nothing_changed(web):
    file = io.BytesIO(table({}, {"theme": "Musique"}))
    file.name = "ma table.csv"
    address = web.post(reverse("importer"), {"fichier": file, "siren": SIREN})["Location"]
    waiting = web.get(address)
    assert waiting["Refresh"] == "1" and "Lecture en cours" in waiting.content.decode()
    assert "Refresh" not in web.get(f"{address}?actualiser=non")
    work()
    text = page(web, address)
    assert "Importer 2 lignes comme propositions" in text and "pas dans la liste" in text
    assert "ma table.csv" in page(web, reverse("importer"))
    with trusted():
        assert not Proposal.objects.exists() and not Fiche.objects.exists()


def test_what_was_left_halfway_waits_on_one_s_own_page(web):
    upload(web, table({}))
    text = page(web, reverse("espace"))
    assert "Mes imports" in text and "table.csv" in text


def test_carried_out_as_proposals_then_undone_as_a_whole(web):
    address = upload(web, table({}, {"nom_projet": "Autre"}))
    for _pressed_twice in range(2):
        answer = web.post(f"{address}importer/", follow=True)
        assert "Import en cours" in answer.content.decode() and 'role="alert"' not in answer.content.decode()
    work()
    text = page(web, address)
    assert "2 lignes ont été importées" in text and "attend une relecture" in text
    with trusted():
        assert Proposal.objects.filter(state="pending").count() == 2
    assert "retrouvent leurs valeurs" in page(web, f"{address}annuler/")
    for _pressed_twice in range(2):
        assert "Annulation en cours" in web.post(f"{address}annuler/", follow=True).content.decode()
    work()
    assert "Import annulé" in page(web, address)
    with trusted():
        assert not Proposal.objects.filter(state="pending").exists()


def test_an_animator_may_publish_at_once(animator):
    address = upload(animator, table({}), siren="", publier="1")
    assert "en publiant" in page(animator, address)
    animator.post(f"{address}importer/")
    work()
    text = page(animator, address)
    assert ", publiée" in text and Fiche.objects.get().get_absolute_url() in text


def test_an_animator_may_change_their_mind_before(animator):
    address = upload(animator, table({}), siren="", publier="1")
    decide(animator, address, publier="non")
    assert "comme proposition" in page(animator, address) and not state().published


def test_a_contributor_never_publishes(web):
    address = upload(web, table({}), publier="1")
    decide(web, address, publier="oui")
    assert not state().published
    web.post(f"{address}importer/")
    work()
    assert not Fiche.objects.exists()


class TestHostile:
    @pytest.mark.parametrize(
        ("data", "said"),
        [
            (b"<html><body>504 Gateway</body></html>", "page web"),
            (b"PK\x03\x04 nothing of a workbook", "pas un classeur lisible"),
            (b"%PDF-1.7", "PDF"),
            (b"a;b\n1;2\n", "aucune n’est reconnue"),
        ],
    )
    def test_ends_as_a_sentence(self, web, data, said):
        address = upload(web, data)
        text = page(web, address)
        assert said in text and "Déposer un autre fichier" in text
        assert web.post(f"{address}importer/").status_code == 302
        work()
        with trusted():
            assert not Proposal.objects.exists()
        for kind in ("xlsx", "csv"):
            assert web.get(f"{address}remarques.{kind}").status_code in (200, 302)

    def test_what_is_too_big_or_empty_or_absent_is_said_at_once(self, web):
        for data, said in ((b"x" * (10 * 1024 * 1024 + 1), "dépasse 10 Mio"), (b"", "est vide")):
            file = io.BytesIO(data)
            file.name = "t.csv"
            answer = web.post(reverse("importer"), {"fichier": file, "siren": SIREN})
            assert answer.status_code == 422 and said in answer.content.decode()
        assert web.post(reverse("importer"), {"siren": SIREN}).status_code == 422
        with trusted():
            assert not Import.objects.exists()

    def test_the_name_of_a_file_is_a_text_like_any_other(self, web):
        address = upload(web, table({}), name="<script>é&quot;.csv")
        assert "<script>é" not in page(web, address)
        answer = web.get(f"{address}fichier/")
        assert answer["Content-Disposition"].startswith("attachment;") and answer.content == table({})


def test_the_file_is_deleted_with_what_quotes_it(web):
    address = upload(web, table({}))
    path = files.path_of(state().pk)
    assert path.exists()
    with pytest.MonkeyPatch.context() as patch:
        from django.db import transaction

        patch.setattr(transaction, "on_commit", lambda act: act())
        assert web.post(f"{address}supprimer/")["Location"] == reverse("importer")
    assert not path.exists() and web.get(address).status_code == 404


def test_once_done_the_import_stays_and_its_file_goes(web):
    address = upload(web, table({}))
    web.post(f"{address}importer/")
    work()
    web.post(f"{address}supprimer/")
    text = page(web, address)
    assert "Import fait" in text and "Le fichier déposé" not in text
    assert web.get(f"{address}fichier/").status_code == 404


@pytest.mark.parametrize("name", ["2024-12-twin.xlsx", "2025-04-03-twin.csv", "2025-09-17-twin.csv"])
def test_a_whole_real_table(animator, name):
    address = upload(animator, (DATA / name).read_bytes(), name=name, siren="")
    text = page(animator, address)
    assert "Vérifier avant" in text and "À regarder" in text
    for view in ("toutes", "created", "refused", "rien"):
        page(animator, f"{address}?vue={view}&page=2")
    page(animator, f"{address}?constat=libelle-inconnu")
    page(animator, f"{address}colonnes/")


@pytest.mark.parametrize("typed", ["ville de port-ambre", SIREN, " 214401093 ", "214 401 093"])
def test_an_animator_brings_in_for_any_organisation(animator, person, typed):
    with trusted():
        Organisation.objects.filter(pk=SIREN).update(nom="Ville de Port-Ambre")
    assert "Ville de Port-Ambre" in page(animator, reverse("importer"))
    address = upload(animator, table({}), siren=typed)
    assert state().siren == ("214401093" if "214" in typed else SIREN)
    assert "de cette organisation" in page(animator, f"{address}colonnes/")


def test_an_organisation_that_nobody_knows_is_said(animator):
    file = io.BytesIO(table({}))
    file.name = "t.csv"
    answer = animator.post(reverse("importer"), {"fichier": file, "siren": "Ville de Nulle-Part"})
    assert answer.status_code == 422 and "choisissez dans la liste" in answer.content.decode()
    address = upload(animator, table({}), siren="")
    assert "de l’association" in page(animator, f"{address}colonnes/")


def test_a_file_that_could_not_be_read_is_listed_as_such(web):
    upload(web, b"a;b\n1;2\n")
    assert all("N’a pas pu être lu" in page(web, reverse(name)) for name in ("importer", "espace"))
