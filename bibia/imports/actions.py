"""An import that people make on the site: received, examined as often as they like, carried out, undone as a whole."""

import hashlib
from collections.abc import Callable
from dataclasses import asdict

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from bibia.accounts.models import Account
from bibia.accounts.viewer import Viewer
from bibia.fiches.actions import NotAllowed, Refusal, Stale
from bibia.fiches.guard import trusted
from bibia.fiches.models import Journal
from bibia.fiches.writing import writing
from bibia.imports import files, run, undoing
from bibia.imports.headers import key
from bibia.imports.models import Import, KnownColumn
from bibia.imports.options import Options
from bibia.imports.readers.table import MAX_BYTES
from bibia.imports.report import Report
from bibia.imports.run import Outcome
from bibia.imports.watch import Watch


def receive(data: bytes, *, name: str, by: Account, siren: str = "") -> Import:
    """Keep a file; nothing is read yet. `siren` is the organisation for which it is brought in."""
    _require(by, siren)
    if len(data) > MAX_BYTES:
        raise Refusal(_("Ce fichier dépasse 10 Mio : découpez-le."))
    with writing():
        made = Import.objects.create(
            by=by,
            siren=siren,
            name=name[-200:] or _("sans nom"),
            sha256=hashlib.sha256(data).hexdigest(),
            size=len(data),
            made_at=timezone.now(),
        )
        _journal("receive_import", by, made)
        files.keep(made.pk, data)
        return made


def ask(
    import_id: str, task: str, *, by: Account, options: Options | None = None, publish: bool | None = None
) -> Import:
    """Have a dry run, the import itself or its undoing done beside the pages (jobs.py), with what the person decides now."""
    with writing():
        found = _theirs(import_id, by, kept=task != Import.Task.UNDO, lock=True)
        _ready_for(found, task)
        if found.task:
            raise Stale(_("Cet import est en cours : attendez qu’il soit fini."))
        if options is not None:
            found.options = options.as_dict()
        if publish is not None:
            found.published = publish and by.viewer.may("accept")
        found.task, found.asked_by, found.asked_at = task, by, timezone.now()
        found.tries, found.problem = 0, ""
        found.save()
        return found


def examine(import_id: str, *, by: Account, options: Options | None = None, publish: bool = False) -> Report:
    """The dry run, with what the person decided so far; kept, so that leaving the page loses nothing."""
    with trusted():
        found = _theirs(import_id, by)
    options = options or Options.of(found.options)
    _ready_for(found, Import.Task.EXAMINE)
    report = _examined(found, options, by=by, publish=publish)  # long: it holds nobody up
    with writing():
        found = _theirs(import_id, by, lock=True)
        _ready_for(found, Import.Task.EXAMINE)
        found.state, found.task = Import.State.EXAMINED, Import.Task.NONE
        found.options = options.as_dict()
        found.report, found.published = report.as_dict(full=True), publish
        found.seen = {str(planned.line.number): planned.digest() for planned in report.plans}
        found.save()
        _remember(found, report)
        return report


def carry_out(import_id: str, *, by: Account) -> Outcome:
    """Do what the last dry run said; a row for which the library changed since is left out, and said."""
    with trusted():
        found = _theirs(import_id, by)
    _ready_for(found, Import.Task.CARRY_OUT)
    report = _examined(found, Options.of(found.options), by=by, publish=found.published)
    if report.refused_because:
        raise Refusal(report.refused_because)
    run.prepare(report, by=by, publish=found.published)
    with writing():
        found = _theirs(import_id, by, lock=True)
        _ready_for(found, Import.Task.CARRY_OUT)
        outcome = run.apply(
            report,
            by=by,
            publish=found.published,
            seen={int(row): digest for row, digest in found.seen.items()},
            progress=_tell(found.pk),
        )
        found.state, found.done_at, found.task = Import.State.DONE, timezone.now(), Import.Task.NONE
        found.report = outcome.report.as_dict(full=True)
        found.made = [asdict(made) for made in outcome.made]
        found.save()
        _journal("import", by, found)
        return outcome


def delete_import(import_id: str, *, by: Account) -> bool:
    """Drop the file and what quotes it; whether the import itself, which changed nothing, is gone too.

    What is being done of it stops (watch.py): its own transaction finds nothing more to write.
    """
    with writing():
        found = _theirs(import_id, by, kept=False, lock=True)
        gone = found.state in (Import.State.RECEIVED, Import.State.EXAMINED)
        _journal("delete_import", by, found)
        if gone:
            found.delete()
        else:
            files.forget_report(found)
        transaction.on_commit(lambda: files.drop(import_id))
        return gone


def undo_import(import_id: str, *, by: Account) -> Import:
    """Put back everything that an import changed, or nothing: never what somebody touched since."""
    with writing():
        found = _theirs(import_id, by, kept=False, lock=True)
        _ready_for(found, Import.Task.UNDO)
        if undoing.forgotten(found):
            raise Refusal(
                _("Les valeurs remplacées ne sont plus gardées : cet import ne s’annule plus d’un bloc.")
            )
        if undoing.touched(found):
            raise Refusal(
                _("Des fiches de cet import ont changé depuis : il ne peut plus être annulé d’un bloc.")
            )
        undoing.undo(found, by=by, progress=_tell(found.pk))
        found.state, found.undone_at, found.task = Import.State.UNDONE, timezone.now(), Import.Task.NONE
        found.save(update_fields=["state", "undone_at", "task"])
        _journal("undo_import", by, found)
        if not found.is_kept:
            transaction.on_commit(lambda: files.drop(import_id))
        return found


def visible(viewer: Viewer, by: Account) -> QuerySet[Import]:
    """Those of this person's organisations; the association's own are seen by who made them."""
    found = Q(siren__in=viewer.organisations("import"))
    return Import.objects.filter(found | Q(by=by) if viewer.may("import") else found)


def memory(siren: str) -> dict[str, str]:
    """What this organisation said of headers before; "" is the association, for its tables of several."""
    with trusted():
        return {column.header: column.field for column in KnownColumn.objects.filter(siren=siren)}


def _examined(found: Import, options: Options, *, by: Account, publish: bool) -> Report:
    return run.examine(
        files.path_of(found.pk),
        by=by,
        options=options,
        publish=publish,
        name=found.name,
        memory=memory(found.siren),
        siren=found.siren,
        progress=Watch(found, shown=found.task == Import.Task.EXAMINE),
    )


def _tell(import_id: str) -> Callable[[int, int], None]:
    def tell(done: int, total: int) -> None:
        if done % 25 == 0 or done == total:
            files.say_progress(import_id, done, total)

    return tell


def _remember(found: Import, report: Report) -> None:
    """Only what a person said: what the library knows by itself may get better."""
    options, table = Options.of(found.options), report.table
    if table is None:
        return
    for index, name in options.mapping.items():
        if index < len(table.header) and (header := key(table.header[index])[:200]):
            KnownColumn.objects.update_or_create(siren=found.siren, header=header, defaults={"field": name})


def _ready_for(found: Import, task: str) -> None:
    if task == Import.Task.UNDO:
        if found.state != Import.State.DONE:
            raise Stale(_("Cet import n’est pas fait, ou il est déjà annulé."))
        return
    if task == Import.Task.CARRY_OUT and found.state != Import.State.EXAMINED:
        raise Stale(_("Cet import n’attend plus d’être fait."))
    if found.state not in (Import.State.RECEIVED, Import.State.EXAMINED):
        raise Stale(_("Cet import est déjà fait."))


def _theirs(import_id: str, by: Account, *, kept: bool = True, lock: bool = False) -> Import:
    mine = visible(by.viewer, by)
    found = (mine.select_for_update() if lock else mine).filter(pk=import_id).first()
    if found is None:
        raise NotAllowed(_("Cet import n’existe pas, ou n’est pas le vôtre."))
    if kept and not found.is_kept:
        raise Refusal(_("Le fichier de cet import n’est plus gardé : déposez-le de nouveau."))
    return found


def _require(by: Account, siren: str) -> None:
    viewer = by.viewer
    if not (viewer.may("import", siren=siren) if siren else viewer.may("import")):
        raise NotAllowed(_("Votre compte ne permet pas d’importer un tableau."))


def _journal(verb: str, by: Account, found: Import) -> None:
    Journal.objects.create(
        at=timezone.now(), by=by, verb=verb, fiche_id="", detail=f"{found.pk} {found.name}"[:500]
    )
