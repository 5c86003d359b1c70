"""The bytes of the files that people gave: kept beside the database, for their owners, for a time."""

import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from django.conf import settings

from bibia.fiches.writing import writing
from bibia.imports.models import Import

KEPT_DAYS = 30


def path_of(import_id: str) -> Path:
    return settings.DATA_DIR / "imports" / import_id


def keep(import_id: str, data: bytes) -> None:
    path = path_of(import_id)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    draft = path.with_suffix(".draft")
    draft.touch(mode=0o600)
    draft.write_bytes(data)
    draft.replace(path)


def forget_files(before: datetime) -> int:
    """Drop the files received before this moment, and the reports that quote them; how many."""
    with writing():
        old = list(Import.objects.select_for_update().filter(is_kept=True, made_at__lt=before))
        for one in old:
            forget_report(one)
    for one in old:
        drop(one.pk)
    return len(old)


def forget_report(one: Import) -> None:
    """Keep the figures alone, and none of the values that were replaced; inside the transaction of the caller."""
    one.is_kept, one.report, one.options = False, {"counts": one.report.get("counts", {})}, {}
    one.task, one.problem = Import.Task.NONE, ""
    one.made = [made | {"before": None} if made["before"] else made for made in one.made]
    one.save(update_fields=["is_kept", "report", "options", "task", "problem", "made"])


def drop(import_id: str) -> None:
    for path in (path_of(import_id), progress_path(import_id), lock_path(import_id)):
        path.unlink(missing_ok=True)


def lock_path(import_id: str) -> Path:
    """Held by whoever works on this import: the system lets go of it when that process ends."""
    return path_of(import_id).with_suffix(".lock")


def progress_path(import_id: str) -> Path:
    return path_of(import_id).with_suffix(".progress")


def say_progress(import_id: str, done: int, total: int) -> None:
    """In a file: nobody else reads what a transaction has not finished."""
    draft = progress_path(import_id).with_suffix(f".{os.getpid()}")
    draft.write_text(f"{done}/{total}")
    draft.replace(progress_path(import_id))


def progress_of(import_id: str) -> tuple[int, int]:
    """(rows done, rows) of an import that runs; (0, 0) when nothing is known."""
    with suppress(OSError, ValueError):
        done, _, total = progress_path(import_id).read_text().partition("/")
        return int(done), int(total)
    return 0, 0
