"""One's imports, and the files that leave from their pages."""

from typing import Any
from urllib.parse import quote

from django.db.models import QuerySet
from django.db.models.fields.json import KT
from django.http import HttpResponse
from django.urls import reverse

from bibia.accounts.models import Organisation
from bibia.accounts.requests import PrivateRequest
from bibia.imports import actions
from bibia.imports.models import Import
from bibia.ui import paging
from bibia.web.desk import Line, Link, Section

PER_PAGE = 10
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_SECTION = 3  # imports on one's own page


def page(request: PrivateRequest) -> dict[str, Any]:
    found = _light(actions.visible(request.viewer, request.user))
    total = found.count()
    asked = paging.understood(request.GET.get("page", "")) or 1
    number = min(asked, paging.last_page(total, PER_PAGE))
    shown = found.select_related("by")[(number - 1) * PER_PAGE : number * PER_PAGE]
    names = dict(Organisation.objects.values_list("siren", "nom"))
    here = reverse("importer")
    return {
        "imports": [{"it": one, "state": state(one), "for": names.get(one.siren, "")} for one in shown],
        "page": paging.pagination(number, total, PER_PAGE, lambda one: f"{here}?page={one}"),
    }


def _light(found: QuerySet[Import]) -> QuerySet[Import]:
    """Without what is heavy; of a report, only why its file was refused."""
    return found.annotate(refused=KT("report__refused")).defer("report", "seen", "made")


def state(one: Import) -> str:
    if one.task:
        return "En cours"
    unread = one.problem and one.state == Import.State.RECEIVED
    if unread or (one.state == Import.State.EXAMINED and getattr(one, "refused", "")):
        return "N’a pas pu être lu"
    return {
        Import.State.RECEIVED: "Déposé",
        Import.State.EXAMINED: "À vérifier",
        Import.State.DONE: "Importé",
        Import.State.UNDONE: "Annulé",
    }[Import.State(one.state)]


def section(request: PrivateRequest) -> Section | None:
    """What one's own page says, once there is something to find again."""
    waiting = (Import.State.RECEIVED, Import.State.EXAMINED)
    found = actions.visible(request.viewer, request.user).filter(state__in=waiting, is_kept=True)
    shown = _light(found)[:_SECTION]
    lines = tuple(Line(one.name, reverse("import", args=[one.pk]), state(one)) for one in shown)
    return Section("Mes imports", lines, "", 40, (Link("Tous mes imports", reverse("importer")),))


def download(data: bytes, name: str) -> HttpResponse:
    """Always a file to keep: a browser shows none of it under our name."""
    kind = name.rpartition(".")[2]
    response = HttpResponse(data, content_type=_TYPES.get(kind, "application/octet-stream"))
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return response
