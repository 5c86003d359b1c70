"""Writing what readers and peers say on a public record: called inside the transaction of their actions.

What changes nothing writes nothing: neither a row, nor a line of the changes that other processes follow.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone

from bibia.fiches.models import Question, Reply, Reuse
from bibia.fiches.publication import follow

KIND = "exchange"


def put_question(
    id: str,
    *,
    fiche_id: str,
    author: str,
    text: str,
    asked_at: datetime,
    answer: str = "",
    answerer: str = "",
    answered_at: datetime | None = None,
) -> None:
    values = {"fiche_id": fiche_id, "author": author, "text": text, "asked_at": asked_at}
    _put(
        Question, id, {**values, "answer": answer, "answerer": answerer, "answered_at": answered_at}, fiche_id
    )


def drop_question(id: str) -> None:
    _drop(Question, id)


def put_reply(id: str, *, fiche_id: str, author: str, text: str, at: datetime) -> None:
    _put(Reply, id, {"fiche_id": fiche_id, "author": author, "text": text, "at": at}, fiche_id)


def drop_reply(id: str) -> None:
    _drop(Reply, id)


def put_reuse(fiche_id: str, *, count: int, names: Sequence[str]) -> None:
    if count:
        _put(Reuse, fiche_id, {"count": count, "names": list(names)}, fiche_id)
    else:
        _drop(Reuse, fiche_id)


def _put(model: type[models.Model], key: str, values: dict[str, Any], fiche_id: str) -> None:
    row = model._default_manager.filter(pk=key).first()
    if row is not None and all(getattr(row, name) == value for name, value in values.items()):
        return
    model._default_manager.update_or_create(pk=key, defaults=values)
    follow(fiche_id, KIND, timezone.now())


def _drop(model: type[Question] | type[Reply] | type[Reuse], key: str) -> None:
    row = model._default_manager.filter(pk=key).first()
    if row is not None:
        fiche_id = row.fiche_id  # a row that is deleted forgets its key
        row.delete()
        follow(fiche_id, KIND, timezone.now())
