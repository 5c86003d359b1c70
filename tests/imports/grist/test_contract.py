"""What we rely on in Grist, checked on the fake, and on a real server when GRIST_URL and GRIST_API_KEY are set.

The real server needs GRIST_DOC too: a document to spoil, where a table is made for these tests.
"""

import json
import os
from urllib.request import Request, urlopen

import pytest

from bibia.imports.grist.client import Client
from bibia.imports.grist.config import Config
from bibia.imports.grist.errors import GristError
from tests.imports.grist.fake import DOC, KEY, TABLE, FakeGrist

COLUMNS = {"uid": "Text", "nombre": "Numeric", "jour": "Date", "liste": "ChoiceList", "choix": "Choice"}
REAL = "Essai_bibliotheque"


def make_table(config: Config) -> None:
    """A new table in the real document; one that is there already is emptied of nothing: rows are ours by uid."""
    body = {
        "tables": [
            {
                "id": config.table,
                "columns": [{"id": name, "fields": {"type": kind}} for name, kind in COLUMNS.items()],
            }
        ]
    }
    headers = {"Authorization": f"Bearer {config.key}", "Content-Type": "application/json"}
    address = f"{config.url}/api/docs/{config.doc}/tables"
    with urlopen(Request(address, headers=headers), timeout=30) as answer:
        if config.table in {table["id"] for table in json.load(answer)["tables"]}:
            return
    urlopen(Request(address, json.dumps(body).encode(), headers, method="POST"), timeout=30).close()


@pytest.fixture(params=["imitation", "imitation-ancienne", "vrai-serveur"])
def config(request) -> Config:
    if request.param == "vrai-serveur":
        url, key, doc = (os.environ.get(name) for name in ("GRIST_URL", "GRIST_API_KEY", "GRIST_DOC"))
        if not (url and key and doc):
            pytest.skip("vrai serveur Grist : donnez GRIST_URL, GRIST_API_KEY et GRIST_DOC")
        real = Config(url, key, doc, REAL)
        make_table(real)
        return real
    fake = FakeGrist(COLUMNS)
    fake.upsert_says_ids = request.param == "imitation"
    request.addfinalizer(fake.close)
    return Config(fake.url, KEY, DOC, TABLE)


@pytest.fixture
def client(config) -> Client:
    return Client(config)


def one(client: Client, uid: str) -> dict:
    (found,) = client.records({"uid": [uid]})
    return found["fields"]


def test_columns_say_their_type(client):
    found = {item["id"]: item["fields"]["type"] for item in client.columns()}
    assert {name: found[name] for name in COLUMNS} == COLUMNS


def test_an_upsert_adds_once_then_updates(client):
    for number in (1, 1, 2):
        client.upsert([{"require": {"uid": "contrat1"}, "fields": {"nombre": number}}])
    assert one(client, "contrat1")["nombre"] == 2


def test_records_of_different_columns_may_be_upserted_but_not_updated_together(client):
    client.upsert(
        [
            {"require": {"uid": "contrat2"}, "fields": {"nombre": 1}},
            {"require": {"uid": "contrat3"}, "fields": {"nombre": 2}},
        ]
    )
    ids = [client.records({"uid": [uid]})[0]["id"] for uid in ("contrat2", "contrat3")]
    uneven = [{"id": ids[0], "fields": {"nombre": 3}}, {"id": ids[1], "fields": {"choix": "a"}}]
    with pytest.raises(GristError) as refused:
        client.update(uneven)
    assert refused.value.kind == "ecriture-refusee"
    assert one(client, "contrat2")["nombre"] == 1


def test_dates_are_seconds_and_lists_begin_with_a_letter(client):
    values = {"jour": 1741132800, "liste": ["L", "a, b", "c"]}
    client.upsert([{"require": {"uid": "contrat4"}, "fields": values}])
    found = one(client, "contrat4")
    assert {name: found[name] for name in values} == values


def test_any_value_is_taken_without_a_word(client):
    values = {"jour": "bientôt", "nombre": "beaucoup", "choix": "hors de la liste"}
    client.upsert([{"require": {"uid": "contrat5"}, "fields": values}])
    found = one(client, "contrat5")
    assert {name: found[name] for name in values} == values


def test_rows_may_be_asked_for_by_number(client):
    for uid in ("contrat8", "contrat9"):
        client.upsert([{"require": {"uid": uid}, "fields": {"choix": uid}}])
    (number,) = [one["id"] for one in client.records({"uid": ["contrat9"]})]
    assert [one["fields"]["uid"] for one in client.records({"id": [number]})] == ["contrat9"]
    client.update([{"id": number, "fields": {"nombre": 9}}])
    assert one(client, "contrat9")["nombre"] == 9


def test_a_select_gives_rows(client, config):
    client.upsert([{"require": {"uid": "contrat6"}, "fields": {"nombre": 6}}])
    found = client.sql(f'SELECT id, "uid", "nombre" FROM "{config.table}" WHERE "uid" = \'contrat6\'')
    assert [(type(row["id"]), row["nombre"]) for row in found] == [(int, 6)]


def test_an_unknown_column_is_refused(client):
    with pytest.raises(GristError) as refused:
        client.upsert([{"require": {"uid": "contrat7"}, "fields": {"inconnue": 1}}])
    assert refused.value.kind in ("ecriture-refusee", "panne", "introuvable")
    assert client.records({"uid": ["contrat7"]}) == []


def test_another_key_is_refused(config):
    with pytest.raises(GristError) as refused:
        Client(Config(config.url, "0" * 40, config.doc, config.table)).records()
    assert refused.value.kind == "cle-refusee"


def test_its_csv_is_ambiguous_which_is_why_it_is_not_read():
    fake = FakeGrist()
    fake.close()
    assert fake.csv_cell(["L", "a, b", "c"]) == fake.csv_cell(["L", "a", "b", "c"])
