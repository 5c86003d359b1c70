"""What is kept from one release to the next is thrown away as soon as any file of the code changes, data too."""

import pytest

from bibia.catalogue import snapshot
from bibia.middleware import declared
from bibia.ui import fingerprint


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "page.html").write_text("une page")
    (tmp_path / "data" / "communes.tsv.gz").write_bytes(b"\x1f\x8b")
    return tmp_path


@pytest.mark.parametrize(
    "name", ["page.html", "data/communes.tsv.gz", "data/regions.tsv", "icone.svg", "sans"]
)
def test_any_file_counts(folder, name):
    before = fingerprint.of_files(folder)
    (folder / name).write_bytes(b"autre chose")
    assert fingerprint.of_files(folder) != before


def test_a_file_that_moves_counts(folder):
    before = fingerprint.of_files(folder)
    (folder / "page.html").rename(folder / "data" / "page.html")
    assert fingerprint.of_files(folder) != before


def test_bytecode_does_not(folder):
    before = fingerprint.of_files(folder)
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "page.cpython-311.pyc").write_bytes(b"\0")
    assert fingerprint.of_files(folder) == before


@pytest.mark.parametrize("kept", [declared, snapshot])
def test_pages_and_index_are_kept_under_it(kept, monkeypatch):
    release = getattr(kept._release, "__wrapped__", kept._release)
    before = release()
    monkeypatch.setattr(fingerprint, "of_code", lambda: "une table des territoires plus récente")
    assert release() != before
