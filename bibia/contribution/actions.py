"""What happens to a draft: begun, written, claimed at sign-in, sent, taken back, deleted."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from bibia.accounts.models import Account
from bibia.contribution import merging, notices
from bibia.contribution.models import LONGEST_TEXT, Draft, State
from bibia.contribution.review import review
from bibia.fiches import actions
from bibia.fiches.actions import Refusal
from bibia.fiches.models import Proposal
from bibia.fiches.writing import writing
from bibia.territoires.finding import Candidate
from bibia.territoires.models import Collectivite
from bibia.web import waiting
from bibia.web.values import Values, digest, typed

ANONYMOUS, SIGNED = timedelta(days=30), timedelta(days=365)
ELSEWHERE, PUBLISHED, CORRECTED = (
    "ailleurs",
    "publie",
    "relecture",
)  # where the other text of a clash comes from


class NotReady(Refusal):
    """Something is left to settle; the page of the draft says what."""


class Closed(Refusal):
    """A draft that is written no more: sent, or deleted, maybe by a colleague."""

    def __init__(self) -> None:
        super().__init__("Ce brouillon a déjà été envoyé ou supprimé.")


def start(
    *,
    by: Account | None,
    browser: str = "",
    values: Values,
    siren: str = "",
    source: str = "",
    record: tuple[str, int, Values] | None = None,
    replaces: Proposal | None = None,
) -> Draft:
    """Begin a draft with values as typed; `record`: identifier, revision and values of a published one."""
    now = timezone.now()
    fiche_id, base, before = record or ("", None, {})
    with writing():
        return Draft.objects.create(
            account=by,
            browser="" if by else browser,
            values=values,
            siren=siren,
            source=source,
            fiche_id=fiche_id,
            base=base,
            before=before,
            replaces=replaces,
            made_at=now,
            updated_at=now,
            expires_at=now + (SIGNED if by else ANONYMOUS),
        )


def save(
    draft: Draft, *, by: Account | None, values: Values, seen: Mapping[str, str], step: str = ""
) -> list[str]:
    """Keep what was typed, whatever it is; the names of the fields where two texts are now to reconcile."""
    with writing():
        fresh = _open(draft)
        merge = merging.merge(fresh.values, values, seen)
        if merge.kept or merge.clashes:
            fresh.values = fresh.values | merge.kept
            fresh.aside = merging.set_aside(fresh.aside, merge.clashes, ELSEWHERE)
            _touch(fresh, step)
        return list(merge.clashes)


def reconcile(draft: Draft, *, by: Account | None, choices: Mapping[str, str]) -> int:
    """For each text set aside, by its mark: keep the one that stands, the other, or both. How many are left."""
    with writing():
        fresh = _open(draft)
        left = []
        for one in fresh.aside:
            choice = choices.get(mark(one), "")
            if not choice:
                left.append(one)
                continue
            name = one["field"]
            kept = merging.chosen(name, fresh.values.get(name), one["value"], choice)
            fresh.values = fresh.values | {name: kept}
        fresh.aside = left
        _touch(fresh, fresh.step)
        return len(left)


def mark(one: Mapping[str, Any]) -> str:
    return f"{one['field']}-{digest(one['value'])}"


def catch_up(draft: Draft, *, by: Account, revision: int, published: Values) -> int:
    """Take what changed in the published record since this draft began; how many texts are to reconcile."""
    with writing():
        fresh = _open(draft)
        merge = merging.rebase(fresh.values, fresh.before, published)
        fresh.values = fresh.values | merge.kept
        fresh.aside = merging.set_aside(fresh.aside, merge.clashes, PUBLISHED)
        fresh.base, fresh.before = revision, published
        _touch(fresh, fresh.step)
        return len(fresh.aside)


def choose_organisation(draft: Draft, *, by: Account | None, chosen: Candidate) -> None:
    """Whose record it is; a number is never typed: it comes with the organisation that was chosen."""
    with writing():
        fresh = _open(draft)
        if fresh.fiche_id:
            raise Refusal("Une fiche publiée garde son organisation.")
        fresh.siren = chosen.siren
        fresh.values = fresh.values | {
            "coll_nom": chosen.nom,
            "coll_type": chosen.type,
            "coll_siret": _number(chosen.siren),
        }
        _touch(fresh, fresh.step)


def _number(siren: str) -> str:
    """The SIRET under which this organisation publishes already, else its SIREN alone."""
    known = Collectivite.objects.filter(siren=siren).first() if siren else None
    last = known.fiches.exclude(coll_siret="").order_by("-updated_at").first() if known else None
    return last.coll_siret if last and last.coll_siret.startswith(siren) else siren


def claim(*, by: Account, browser: str) -> int:
    """What was begun in this browser before signing in is now this person's."""
    if not browser:
        return 0
    with writing():
        return Draft.objects.of_browser(browser).update(
            account=by, browser="", expires_at=timezone.now() + SIGNED
        )


def answer(draft: Draft, *, by: Account | None, marks: Mapping[str, str]) -> None:
    """These texts hold what looks personal and is a service's: true of these very texts only."""
    with writing():
        fresh = _open(draft)
        fresh.answers = fresh.answers | {
            name: said for name, said in marks.items() if said == digest(fresh.values.get(name))
        }
        fresh.save(update_fields=["answers"])


def deposit(draft: Draft, *, by: Account | None, text: str, name: str = "") -> None:
    """A text to copy from; nothing is read in it. An empty one takes it away."""
    with writing():
        fresh = _open(draft)
        fresh.text, fresh.text_name = text[:LONGEST_TEXT], name[:120] if text else ""
        fresh.save(update_fields=["text", "text_name"])


def send(draft: Draft, *, by: Account, confirmed: Collection[str] = ()) -> Proposal | None:
    """Propose what was written; None when the organisation of its author is not confirmed yet: the draft waits."""
    with writing():
        fresh = _open(draft)
        found = review(fresh)
        if not found.is_ready:
            raise NotReady("Rien n’est parti : il reste à régler ce qui est dit ci-dessous.")
        if not by.viewer.may("propose", siren=found.siren):
            fresh.ready_at = timezone.now()
            fresh.save(update_fields=["ready_at"])
            return None
        proposal = actions.propose(
            values=found.changed | {"date": timezone.localdate()},
            by=by,
            fiche_id=fresh.fiche_id or None,
            base=fresh.base,
            source=fresh.source,
            confirmed=confirmed,
            replaces=fresh.replaces,
        )
        fresh.siren, fresh.proposal, fresh.replaces, fresh.ready_at = found.siren, proposal, None, None
        fresh.save()
        if found.prohibited:
            notices.prohibited(proposal)
        waiting.tell_publishers(proposal)
        return proposal


def take_back(draft: Draft, *, by: Account) -> Draft:
    """Write again what was sent: cancelled if nobody has answered, else in the place of what came back."""
    with writing():
        fresh = Draft.objects.select_for_update().get(pk=draft.pk)
        sent = fresh.sent
        if sent is None:
            return fresh
        if sent.pk != fresh.proposal_id:  # somebody corrected it since
            fresh.values = fresh.values | {name: typed(name, value) for name, value in sent.values.items()}
        if sent.state == State.PENDING:
            actions.cancel(sent, by=by)
        elif sent.state == State.CHANGES:
            fresh.replaces = sent
            corrections = {name: typed(name, value) for name, value in sent.correction.items()}
            fresh.aside = merging.set_aside(fresh.aside, corrections, CORRECTED)
        elif sent.state == State.ACCEPTED:
            raise Refusal("Cette fiche est publiée : modifiez-la depuis « Mes fiches ».")
        fresh.proposal = None
        _touch(fresh, fresh.step)
        return fresh


def delete(draft: Draft, *, by: Account | None) -> None:
    """With its text, its visas and what they said; a proposal that was sent stays."""
    with writing():
        Draft.objects.filter(pk=draft.pk).delete()


def _open(draft: Draft) -> Draft:
    fresh = Draft.objects.select_for_update().filter(pk=draft.pk).first()
    if fresh is None or not fresh.is_open:
        raise Closed
    return fresh


def _touch(draft: Draft, step: str) -> None:
    now = timezone.now()
    draft.version += 1
    draft.step, draft.updated_at, draft.ready_at = step, now, None
    draft.expires_at = now + (SIGNED if draft.account_id else ANONYMOUS)
    draft.save()
