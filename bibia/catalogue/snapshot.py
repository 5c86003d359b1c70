"""The index on disk: a cache that may vanish, be old, cut or overwritten at any time, and is then made again.

One file in the data folder: a checksum, then the release that wrote it, the last change that it knows and
the index, in the format of `marshal`, which runs nothing when it is read.
"""

import hashlib
import logging
import marshal
import sys
import tempfile
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pyroaring
import Stemmer
from django.conf import settings

from bibia.catalogue.facets import FACETS
from bibia.catalogue.index import Index
from bibia.ui import fingerprint

log = logging.getLogger(__name__)

Line = tuple[int, str, str, Any]
_CHECKSUM = hashlib.sha256().digest_size


def path() -> Path:
    return Path(settings.DATA_DIR) / "recherche.instantane"


def save(last: Line | None, index: Index) -> None:
    """Whole or not at all: written beside, then put in place. A disk that refuses costs only a slower start."""
    line = last and (*last[:3], last[3].isoformat())
    content = marshal.dumps((_release(), line, index.freeze()))
    beside = ""
    try:
        with tempfile.NamedTemporaryFile(dir=path().parent, prefix=".recherche-", delete=False) as file:
            beside = file.name
            file.write(hashlib.sha256(content).digest())
            file.write(content)
        Path(beside).replace(path())
    except OSError as error:
        log.warning("L’instantané de la recherche n’a pas été écrit : %s", error.strerror)
        if beside:
            Path(beside).unlink(missing_ok=True)


def discard() -> None:
    """A disk that refuses leaves a file that is followed, as any other."""
    try:
        path().unlink(missing_ok=True)
    except OSError as error:
        log.warning("L’instantané de la recherche n’a pas été effacé : %s", error.strerror)


def load() -> tuple[Line | None, Index] | None:
    """The index and the last change it knows; None when there is nothing sound."""
    try:
        read = path().read_bytes()
    except OSError:
        return None
    content = memoryview(read)[_CHECKSUM:]
    if len(read) <= _CHECKSUM or hashlib.sha256(content).digest() != read[:_CHECKSUM]:
        log.warning("L’instantané de la recherche est abîmé : il sera refait.")
        return None
    release, line, frozen = marshal.loads(content)
    if release != _release():
        return None
    last = line and (*line[:3], datetime.fromisoformat(line[3]))
    return last, Index.thaw(frozen, (facet.name for facet in FACETS))


@cache
def _release() -> str:
    """What decides what is indexed, and how it is written."""
    versions = (sys.version, pyroaring.__version__, Stemmer.version())
    return hashlib.sha256(repr((fingerprint.of_code(), *versions)).encode()).hexdigest()
